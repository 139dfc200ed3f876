"""A watch is called by its Korean name among Korean words, where it has one, and by its name elsewhere."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from alerts.channels.links import DeskLinks
from alerts.channels.voice import Voice
from alerts.compose.html import compose_html
from alerts.compose.several.roundup import roundup_text
from alerts.compose.telling import Telling
from alerts.compose.text import compose_chat, compose_text, title_of
from alerts.digest.build import Plan
from alerts.promise.bundle import compose_bundle
from alerts.promise.deliveries import compose_delivery
from alerts.watch.watchlist import read_watches
from flows.config.toml.tables import Table, inherit
from tests.mails import an_email, parse_mail, read_part
from tests.telling import a_kept, a_telling, an_alert

SEEDS = Path(__file__).parents[3] / "seeds"
USFK = replace(an_alert("usfk", "US forces in Korea"), watch_name_ko="주한미군")
OWN = an_alert("harbour", "Harbour")
FORMS: list[Callable[[Telling], str]] = [
    title_of,
    compose_text,
    compose_html,
    lambda telling: compose_chat(telling).decode(),
]


@pytest.mark.parametrize("form", FORMS, ids=["subject", "text", "html", "chat"])
@pytest.mark.parametrize(
    ("lang", "said", "unsaid"), [("ko", "주한미군", "US forces"), ("en", "US forces", "주한")]
)
def test_an_alert_names_its_watch_in_its_language(
    form: Callable[[Telling], str], lang: str, said: str, unsaid: str
) -> None:
    telling = a_telling(USFK, OWN).speak(lang)
    assert said in form(telling)
    assert unsaid not in form(telling)
    assert "Harbour" in form(telling)


def test_a_mail_is_left_in_its_language() -> None:
    channel = replace(an_email(lang="ko", unsubscribe=True), links=DeskLinks("https://hanmi.example", "s"))
    _, body = compose_delivery(a_telling(USFK), channel, "d-1", "desk@example.org", lambda *_: None)
    text = read_part(parse_mail(body))
    assert "주한미군 수신 거부" in text
    assert "US forces" not in text


@pytest.mark.parametrize(
    ("voice", "langs", "said"),
    [
        (Voice(lang="ko"), ("en", "ko"), "주한미군"),
        (Voice(), ("ko", "ko"), "주한미군"),
        (Voice(), ("en", "ko"), "US forces in Korea"),
    ],
    ids=["a Korean channel", "Korean articles alone", "articles of both"],
)
def test_a_bundle_has_one_heading_for_a_watch(voice: Voice, langs: tuple[str, ...], said: str) -> None:
    told = [(USFK, a_kept(f"https://a.example/{n}", lang=lang)) for n, lang in enumerate(langs)]
    roundup = compose_bundle(told, len(told), voice=voice)
    assert {section.group for section in roundup.sections} == {said}
    assert said in roundup_text(roundup)


def test_a_digest_names_watches_and_entities_in_its_language() -> None:
    plan = Plan(
        key="x",
        watches={"usfk": "US forces in Korea", "harbour": "Harbour"},
        watches_ko={"usfk": "주한미군"},
        entities={"ncg": "NCG"},
        entities_ko={"ncg": "핵협의그룹"},
        zone=ZoneInfo("Asia/Seoul"),
    )
    korean = plan.speaking(Voice(lang="ko"), None)
    assert dict(korean.watches) == {"usfk": "주한미군", "harbour": "Harbour"}
    assert dict(korean.entities) == {"ncg": "핵협의그룹"}
    assert plan.speaking(Voice(lang="en"), None).watches == plan.watches


BUNDLED: list[Table] = [{"id": "usfk", "name": "US forces", "name_ko": "주한미군", "query": "@usfk"}]


@pytest.mark.parametrize(
    ("own", "korean"),
    [
        ({"id": "usfk", "policy": "digest"}, "주한미군"),
        ({"id": "usfk", "name": "Troops"}, "Troops"),
        ({"id": "usfk", "name": "Troops", "name_ko": "병력"}, "병력"),
        ({"id": "usfk", "query": "@usfk"}, "usfk"),
        ({"id": "mine", "name": "Mine", "query": "x", "name_ko": "내 것"}, "내 것"),
    ],
)
def test_who_renames_a_watch_means_both_languages(own: Table, korean: str) -> None:
    (watch,), faults = read_watches([inherit(own, BUNDLED)])
    assert faults == []
    assert watch.name_in("ko") == korean


def test_a_korean_name_is_a_text() -> None:
    _, faults = read_watches([{"id": "mine", "query": "x", "name_ko": 3}])
    assert faults == ["watch[mine].name_ko: must be a text"]


def test_every_bundled_watch_has_a_korean_name_of_its_own() -> None:
    tables = tomllib.loads((SEEDS / "watchlist.toml").read_text("utf-8"))["watch"]
    watches, _ = read_watches(tables)
    names = [watch.name_ko for watch in watches]
    assert all(names)
    assert len(set(names)) == len(names)
