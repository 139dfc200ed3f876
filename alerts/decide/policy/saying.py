"""What a decision says of an article, as reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from alerts.decide.policy.case import Case
from alerts.turns.genre.read import Genre, Stated
from alerts.turns.named_figures import name_figures
from alerts.turns.read import name_turn
from storage.language.shorten import shorten_line
from storage.records.reason_texts import Code
from storage.records.reasons import Reason

_SPOKEN = (Code.ANSWERS, Code.ANSWERS_WAITS)

_GENRES = {
    Genre.OPINION: (Code.OPINION, Code.OPINION_WAITS),
    Genre.BRIEFING: (Code.BRIEFING, Code.BRIEFING_WAITS),
    Genre.ANALYSIS: (Code.ANALYSIS, Code.ANALYSIS_WAITS),
    Genre.POLL: (Code.POLL, Code.POLL_WAITS),
    Genre.INTERVIEW: (Code.INTERVIEW, Code.INTERVIEW_WAITS),
    Genre.LIVE: (Code.LIVE, Code.LIVE_WAITS),
    Genre.OTHER: (Code.NO_REPORT, Code.NO_REPORT_WAITS),
}
"""The genres that are no news: what they are told as, and what they wait as."""

_MOST_TURNS = 3
"""Turns that are said of one report."""

_MOST_SAID = 240
"""Characters of what a reason quotes."""

_TURNS = {"!": Code.TURN_DENIED, "+": Code.TURN_PLANNED}, Code.TURN

_PASSINGS = {"!": Code.PASSING_DENIED, "+": Code.PASSING_PLANNED}, Code.PASSING


def say_turns(acts: Sequence[str]) -> list[Reason]:
    """The first turns of a report."""
    return [_say_turn(act, _TURNS) for act in acts[:_MOST_TURNS]]


def _say_turn(act: str, codes: tuple[Mapping[str, Code], Code]) -> Reason:
    """A turn, by what it ends with: that it is none, or one that is planned."""
    marked, plain = codes
    return Reason(marked.get(act[-1], plain), turn=name_turn(act))


def say_genre(case: Case) -> tuple[str, ...]:
    """What a text that is no news is told as, and for what; nothing of news."""
    if case.stated.is_news:
        return ()
    said = (_say_turn(act, _PASSINGS) for act in case.passing[:_MOST_TURNS])
    code = Code.DISCLOSED if case.stated.is_spoken else Code.BROUGHT
    answered = (Reason(code, said=cut(line)) for line in case.disclosed[:1])
    return (Reason(name_genre(case.stated)[0], by=case.stated.by), *said, *answered)


def name_genre(stated: Stated) -> tuple[Code, Code]:
    """What a text that is no news is told as, and waits as."""
    return _SPOKEN if stated.is_spoken else _GENRES[stated.genre]


def cut(said: str) -> str:
    """As much of somebody's words as a reason quotes."""
    return shorten_line(said, _MOST_SAID)


def say_copy(case: Case) -> str:
    """Of what an article is a copy, and of which kind."""
    copy = case.kept.copy
    assert copy is not None, "only copies are silent as such"
    return Reason(Code.COPY, kind=copy.kind.value, of=copy.of)


def say_figures(case: Case, figures: Sequence[str]) -> str:
    """Figures with what they count, none twice."""
    return ", ".join(dict.fromkeys(name_figures(case.kept.article, figures)))


def say_names(case: Case, entities: Iterable[str]) -> str:
    """What the first five of these entities are called."""
    return ", ".join(case.names.get(entity, entity) for entity in list(entities)[:5])


def say_span(span: timedelta) -> str:
    """A time as minutes, or as hours."""
    minutes = round(span.total_seconds() / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes / 60:.0f} h"


def say_late(late: bool) -> tuple[str, ...]:
    """That a source announced something late, where it did."""
    return (Reason(Code.LATE),) if late else ()
