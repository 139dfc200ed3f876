"""An article's address typed where words are searched leads to its page, or to what is known of it."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from flows.desk.desk import Asking
from flows.desk.render import clean_web
from storage.address import address_key
from storage.corpus.articles import find_article
from storage.corpus.inbox import read_announcement


def answer_address(asking: Asking, typed: str) -> Response | None:
    """The article's page, else what the inbox knows of the address; None where it is none."""
    if asking.form_asked or len(typed.split()) != 1 or not clean_web(typed):
        return None
    with asking.desk.db.reading() as tx:
        kept = find_article(tx, typed)
        announced = None if kept else read_announcement(tx, address_key(typed))
    if kept:
        return RedirectResponse(f"/articles/{kept.article.id}", 303)
    return asking.page("search.html", q=typed, address=typed, announced=announced, fault=None, notes=())
