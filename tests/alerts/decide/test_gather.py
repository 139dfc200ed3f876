"""Deciding reads no more than it needs, and a rehearsal goes by all that telling in earnest goes by."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

import pytest

from alerts.decide import gather
from alerts.decide.gather import gather_and_decide
from alerts.decide.policy.case import Case, Choice, Fold, Hold, Tell
from alerts.decide.rehearsal import Rehearsal, Terms
from alerts.turns.genre.read import Stated
from storage.judging.merging import LinkKind, StoryLink
from storage.records import (
    Article,
    Copy,
    CopyKind,
    Kept,
    Likeness,
    Match,
    Policy,
    Published,
    Sighting,
    TextFrom,
    Watch,
)

NOW = datetime(2026, 3, 5, 3, tzinfo=UTC)
HOUR = timedelta(hours=1)
WATCH = Watch(id="w", name="W", query="harbour")
FIRST = "\n".join(
    (
        "The council of the harbour town met on Monday to talk about the broken wall and its repair.",
        "Members heard a report on the state of the stones and on what a new footing might cost them.",
        "Another session is foreseen before the summer, said the clerk who keeps the minutes.",
    )
)
MOVED = "\n".join(
    (
        "Engineers measured cracks of 41 centimetres and counted 317 loose stones along 62 metres of quay.",
        "Divers brought up samples that a laboratory in the capital is going to examine for salt.",
        "Fishing crews complained that nobody had asked them where their 94 boats should lie meanwhile.",
        "Insurers want photographs of every joint before they talk about sharing any of the burden.",
    )
)
REPORTED = "\n".join(
    (
        "The transport ministry approved a contractor for 41 of the 317 stones today, it said.",
        "The ministry said the United States and South Korea had talked about 62 million dollars.",
        "A ministry official said the government would send 94 workers, according to a statement.",
    )
)
KOREAN = "항구 도시 의회가 회의를 열었다.\n의원들은 방파제 보고를 들었다.\n다음 회의는 여름 전이다."


def a_kept(
    key: str, text: str, hours: float, *, story: str = "s-1", lang: str = "en", **changes: Any
) -> Kept:
    at = NOW + hours * HOUR
    article = Article(
        key=f"{key}.example/1",
        title="Harbour council meets" if lang == "en" else "항구 의회 회의",
        text=text,
        lang=lang,
        fetched_at=at,
        sighting=Sighting.LIVE,
        text_from=TextFrom.PAGE,
        url=f"https://{key}.example/1",
        outlet=key,
        published=Published(at=at, by="feed"),
    )
    return Kept(article=replace(article, **changes), copy=None, group=article.id, story=story)


def a_copy(kept: Kept, kind: CopyKind) -> Kept:
    like = Likeness(article="a-1", group="a-1", shared=9, of_this=1.0, of_other=1.0)
    return replace(kept, copy=Copy(of="a-1", kind=kind, likeness=like), group="a-1")


class Unread:
    """A past of which only what is allowed may be asked."""

    def __init__(self, *allowed: str) -> None:
        self.allowed = allowed

    def __getattr__(self, name: str) -> Any:
        if name not in self.allowed:
            return lambda *_: self.refuse(name)
        answers = {"list_met_in_group": frozenset({"w"}), "read_mute": None}
        return lambda *_: answers[name]

    def refuse(self, name: str) -> NoReturn:
        raise AssertionError(f"{name} was asked")


LIVE = a_kept("one", FIRST, 0)
OLD = a_kept("one", FIRST, 0, sighting=Sighting.BACKFILL)
GROUP, MUTE = "list_met_in_group", "read_mute"


@pytest.mark.parametrize(
    ("kept", "watch", "allowed", "kind"),
    [
        pytest.param(OLD, WATCH, (), Fold, id="backfilled"),
        pytest.param(a_copy(OLD, CopyKind.NEAR), WATCH, (), Fold, id="a copy, backfilled"),
        pytest.param(a_copy(LIVE, CopyKind.EXACT), WATCH, (GROUP, MUTE), Fold, id="a copy of what met"),
        pytest.param(LIVE, replace(WATCH, policy=Policy.DIGEST), (MUTE,), Hold, id="for a digest"),
    ],
)
def test_what_is_silent_in_any_case_is_decided_before_anything_is_read(
    kept: Kept, watch: Watch, allowed: tuple[str, ...], kind: type[Choice]
) -> None:
    case = Case(watch=watch, kept=kept, match=Match(watch="w", evidence=()), now=NOW)
    assert isinstance(gather_and_decide(case, Unread(*allowed))[1], kind)


def rehearse(terms: Terms, *articles: Kept) -> list[Choice]:
    rehearsal = Rehearsal(terms=terms)
    match = Match(watch="w", evidence=())
    return [rehearsal.tell(kept, WATCH, match, at=kept.article.order[0], origins=1) for kept in articles]


def test_a_rehearsal_knows_the_cooldown() -> None:
    articles = a_kept("one", FIRST, 0), a_kept("two", REPORTED, 11)
    assert isinstance(rehearse(Terms(), *articles)[1], Tell)
    choice = rehearse(Terms(cooldown=12 * HOUR), *articles)[1]
    assert isinstance(choice, Fold)
    assert "within the cooldown of 12 h" in choice.why


def test_a_rehearsal_knows_what_was_told_of_another_story() -> None:
    elsewhere = a_kept("three", MOVED, 1, story="s-2")
    choices = rehearse(Terms(), a_kept("one", FIRST, 0), elsewhere, a_kept("two", MOVED, 2))
    assert isinstance(choices[2], Fold)


def test_a_rehearsal_knows_that_two_languages_may_be_on_two_events() -> None:
    link = StoryLink(kind=LinkKind.LANGUAGE, article="a-1", other="s-9", score=0.4, is_sure=False)
    articles = a_kept("one", KOREAN, 0, lang="ko"), a_kept("two", REPORTED, 20)
    choice = rehearse(Terms(read_links=lambda _: [link]), *articles)[1]
    assert isinstance(choice, Tell)
    assert choice.reasons[0] == "told in ko only, and the same event only by likeness (0.40)"


def test_a_rehearsal_knows_that_an_opinion_waits_for_the_digest() -> None:
    opinion = a_kept("one", KOREAN, 0, title="[사설] 항구의 벽", lang="ko")
    assert isinstance(rehearse(Terms(digested=frozenset({"w"})), opinion)[0], Hold)
    assert isinstance(rehearse(Terms(), opinion)[0], Tell)


STALL = (
    "Lee Soon-ja, 71, has sold chestnuts by the gate of the harbour for three decades. “They come and go,” "
    "she says, wiping the counter. Her daughter wants her to stop; her neighbours, who have watched four "
    "councils promise a new wall, no longer look up when the cars arrive."
)


def test_a_feature_waits_for_the_digest_whatever_was_told_and_is_told_where_there_is_none() -> None:
    feature = a_kept("one", STALL, 0, title="A grandmother's stall outlives another wall")
    (held,) = rehearse(Terms(digested=frozenset({"w"})), feature)
    assert isinstance(held, Hold)
    assert "how it is written" in held.why
    assert isinstance(rehearse(Terms(), feature)[0], Tell)
    report = a_kept("one", f"Crews lost the quay on Friday, the harbour office said. {STALL}", 0)
    assert isinstance(rehearse(Terms(digested=frozenset({"w"})), report)[0], Tell)


@pytest.mark.parametrize(
    ("digested", "asked"), [(frozenset[str](), ["one"]), (frozenset({"w"}), ["one", "two"])]
)
def test_what_stays_silent_is_asked_for_its_form_only_where_it_may_wait(
    digested: frozenset[str], asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = list[str]()

    def note(article: Article) -> Stated:
        read.append(article.outlet or "")
        return Stated()

    monkeypatch.setattr(gather, "read_manner", note)
    monkeypatch.setattr(gather, "read_form", lambda _: Stated())
    choices = rehearse(Terms(digested=digested), a_kept("one", FIRST, 0), a_kept("two", FIRST, 1))
    assert [type(choice) for choice in choices] == [Tell, Fold]
    assert read == asked


def test_what_was_told_of_another_story_silences_no_first_report() -> None:
    told = a_kept("one", FIRST, 0, story="s-2", title="Harbour talks to be held in June")
    report = a_kept("two", REPORTED, 1, title="Harbour council to be held in June")
    assert not isinstance(rehearse(Terms(digested=frozenset({"w"})), told, report)[1], Fold)


def test_a_source_that_is_official_by_its_table_is_heard_once() -> None:
    watch, past, match = replace(WATCH, policy=Policy.STORY), Rehearsal(), Match(watch="w", evidence=())
    first = a_kept("one", FIRST, 0)
    past.tell(first, watch, match, at=first.article.order[0], origins=1)
    kept = a_kept("two", FIRST, 2, source="usfk", outlet="USFK")
    case = Case(watch=watch, kept=kept, match=match, now=NOW + 2 * HOUR, official={"usfk": "US Forces Korea"})
    choice = gather_and_decide(case, past)[1]
    assert isinstance(choice, Tell)
    assert "an official source speaks: US Forces Korea" in str(choice.reasons)
    assert not isinstance(gather_and_decide(replace(case, official={}), past)[1], Tell)
