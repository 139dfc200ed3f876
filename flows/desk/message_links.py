"""What links in messages lead to: a page that says what they said, and asks before it changes anything."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from starlette.responses import Response

from alerts.channels.links import ACTIONS, MUTE, SignedLink, read_link
from flows.desk.desk import Asking, Missing
from flows.learning.judge import CannotJudge, find_judged, keep_opinion
from storage.corpus.articles import read_article
from storage.database import Transaction
from storage.lists.story_lists import read_story
from storage.promises.alerts import keep_mute, read_alert
from storage.records import Opinion

MUTED_FOR = timedelta(days=7)


def show_link(asking: Asking) -> Response:
    """What the link asks for; nothing is changed by looking at it."""
    link = read_signed(asking)
    with asking.desk.db.reading() as tx:
        title = _find_title(tx, link)
    return asking.page("message_link.html", link=link, title=title, is_done=False)


def act_on_link(asking: Asking) -> Response:
    """Do what the link asks for, under the name of whom the message went to."""
    link, desk = read_signed(asking), asking.desk
    with desk.db.writing() as tx:
        title = _find_title(tx, link)
        if link.action == MUTE:
            story = read_story(tx, link.subject)
            if story is None:
                raise Missing
            keep_mute(tx, story.id, asking.now + MUTED_FOR, asking.now)
        else:
            try:
                judged = find_judged(tx, link.subject, None, desk.settings.watches)
            except CannotJudge:
                raise Missing from None
            keep_opinion(tx, judged, Opinion(link.action), link.recipient, asking.now)
    return asking.page("message_link.html", link=link, title=title, is_done=True)


def read_signed(asking: Asking, actions: Collection[str] = ACTIONS) -> SignedLink:
    """What the link asks for that leads here, one of these actions. Raises: Missing."""
    access = asking.desk.access
    link = read_link(access.secret, asking.request.path_params["token"], asking.now, actions)
    if link is None or not access.asks_always:
        raise Missing
    return link


def _find_title(tx: Transaction, link: SignedLink) -> str:
    if link.action == MUTE:
        story = read_story(tx, link.subject)
        return story.title if story else ""
    alert = read_alert(tx, link.subject)
    kept = read_article(tx, alert.article) if alert else None
    return kept.article.title if kept else ""
