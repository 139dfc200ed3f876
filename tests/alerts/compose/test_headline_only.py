"""An article of which only the headline was read says so in every message, and its source in every list."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alerts.channels.email import read_address
from alerts.compose.mail import compose_mail
from alerts.compose.public_json import shape_source
from alerts.compose.text import compose_chat, compose_text
from storage.records import Source, SourceStatus, Teaser
from tests.telling import a_telling, an_alert

QUERY = "https://news.google.com/rss/search?q=site:state.gov"


@pytest.mark.parametrize(
    ("text", "teaser", "said"),
    [
        (
            "NCG meets in Washington Outlet Daily",
            Teaser.UNREAD,
            "headline only: we could not read the article",
        ),
        (
            "It met. It did.",
            Teaser.UNREAD,
            "its text could not be read: this is what its feed or its page's summary says",
        ),
        (
            "It met. " * 40,
            Teaser.UNREAD,
            "its text could not be read: this is what its feed or its page's summary says",
        ),
        ("NCG meets in Washington", None, None),
    ],
)
def test_a_message_says_how_much_was_read(text: str, teaser: Teaser | None, said: str | None) -> None:
    telling = a_telling(an_alert())
    article = replace(telling.article.article, title="NCG meets in Washington", text=text, teaser=teaser)
    telling = replace(telling, article=replace(telling.article, article=article))
    sender = read_address("watch@example.org")
    mail = compose_mail(telling, id="d-1", sender=sender, recipient="desk@example.org", reply_to=None)
    for message in (compose_text(telling), compose_chat(telling).decode(), mail.decode()):
        assert ("could not" in message) is (said is not None)
    assert (said or "") in compose_text(telling)


@pytest.mark.parametrize(
    ("url", "official", "headlines_only"),
    [
        (QUERY, False, True),
        ("https://www.mofa.go.kr/www/brd/rss.do?brdId=235", True, False),
        ("https://www.usfk.mil/Media/", True, False),
        ("https://a.example/feed", False, False),
    ],
)
def test_a_source_says_what_it_gives(url: str, official: bool, headlines_only: bool) -> None:
    source = Source(id="s", name="S", url=url)
    shape = shape_source(source, SourceStatus(id="s", url=url))
    assert (shape["official"], shape["headlines_only"]) == (official, headlines_only)
    stated = replace(source, official=True)
    assert shape_source(stated, SourceStatus(id="s", url=url))["official"]
