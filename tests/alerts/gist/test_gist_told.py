"""The fact line where readers meet it: in mails, chat and webhooks of a channel that asks for it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from alerts.channels.email import Email
from alerts.channels.opening import open_channel
from alerts.channels.voice import Voice
from alerts.channels.webhook import Webhook
from alerts.compose.gist import say_gist
from alerts.compose.several.roundup import roundup_text
from alerts.compose.text import compose_chat, compose_text
from alerts.promise.bundle import compose_bundle
from alerts.promise.deliveries import compose_delivery
from storage.errors import ChannelError
from storage.records.gist import Gist, GistPart, Part
from tests.mails import an_email, parse_mail, read_part
from tests.telling import a_kept, a_telling, an_alert

GIST = Gist(
    lang="ko",
    sentence="국방부는 NCG 회의가 연기됐다고 밝혔다.",
    parts=(
        GistPart(Part.TURN, "NCG meeting postponed", "NCG 회의 연기됨"),
        GistPart(Part.DAY, "3 December", "12월 3일"),
        GistPart(Part.BY, "Ministry of National Defense", "국방부"),
    ),
)
LINE = (
    "Machine reading, not a translation: NCG meeting postponed · on 3 December"
    " · according to Ministry of National Defense"
)
TOLD = replace(a_telling(kept=a_kept(lang="ko", title="NCG 회의 연기")), gist=GIST)


def read_mail(channel: Email) -> tuple[str, str]:
    _, body = compose_delivery(TOLD, channel, "d-1", "desk@example.org", lambda *_: None)
    message = parse_mail(body)
    return read_part(message), read_part(message, "html")


def test_a_mail_has_it_in_the_channels_language() -> None:
    text, html = read_mail(an_email(lang="en", gist=True))
    assert text.count(LINE) == 1
    assert html.count(LINE) == 1
    assert html.index("</h1>") < html.index(LINE)


def test_the_channels_language_is_that_of_all_words_of_ours() -> None:
    text, html = read_mail(an_email(lang="en"))
    assert "What matched" in text
    assert '<html lang="en">' in html
    assert "일치한 문장" in read_mail(an_email())[0]


@pytest.mark.parametrize("keys", [{}, {"lang": "en"}, {"lang": "ko", "gist": True}])
def test_it_is_nowhere_else(keys: dict[str, object]) -> None:
    assert "machine" not in read_mail(an_email(**keys))[0].lower()
    assert "기계" not in read_mail(an_email(**keys))[0]


def test_chat_says_it_under_the_title() -> None:
    assert LINE in compose_chat(TOLD.speak("en", gist=True)).decode()


def test_a_webhook_has_it_as_a_field_of_the_article() -> None:
    hook = open_channel(
        {
            "id": "hook",
            "kind": "webhook",
            "url": "https://hooks.example.org/",
            "secret": "whsec_" + "A" * 32,
            "lang": "en",
            "gist": True,
        },
        lambda text: text,
    )
    assert isinstance(hook, Webhook)
    article = json.loads(compose_delivery(TOLD, hook, "d", "r", lambda *_: None)[1])["data"]["article"]
    assert article["gist"]["line"] == LINE
    assert article["gist"]["parts"][1] == {"part": "day", "text": "3 December"}
    plain = json.loads(compose_delivery(TOLD, replace(hook, voice=Voice()), "d", "r", lambda *_: None)[1])
    assert "gist" not in plain["data"]["article"]


def test_what_a_page_says_does_nothing_in_it() -> None:
    hostile = replace(GIST, parts=(GistPart(Part.WHO, "<b>\u202ex\r\ny", "<b>"),))
    assert say_gist(hostile, "en").endswith("<b>x y")
    assert "<b>" not in read_mail(replace(an_email(lang="en", gist=True)))[1].partition("</style>")[2]


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ({"gist": True}, 'gist: needs `lang = "en"`'),
        ({"gist": "yes", "lang": "en"}, "gist: must be true or false"),
        ({"lang": "fr"}, "lang: 'fr' is no language of ours; write en or ko"),
    ],
)
def test_what_cannot_be_is_an_error_of_the_configuration(keys: dict[str, object], why: str) -> None:
    with pytest.raises(ChannelError, match="press") as caught:
        an_email(**keys)
    assert why in str(caught.value)


def test_no_sentence_of_ours_is_said_twice() -> None:
    lines = [line.strip() for line in compose_text(TOLD.speak("en", gist=True)).splitlines() if line.strip()]
    assert len(lines) == len(set(lines))


def test_what_was_held_is_read_out_too() -> None:
    kept = a_kept(lang="ko", title="NCG 회의 연기")
    voice = Voice(lang="en", gist=True)
    bundle = compose_bundle([(an_alert(), kept)], 1, voice=voice, read_gist=lambda _: GIST)
    text = roundup_text(bundle)
    assert text.count(LINE) == 1
    assert "held through quiet hours" in text
    assert LINE not in roundup_text(compose_bundle([(an_alert(), kept)], 1, read_gist=lambda _: GIST))
