"""When to tell: one decision on plain data, always with its reasons in words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from alerts.decide.more import NEWS, More
from alerts.decide.novelty import Novelty
from alerts.decide.surge import Surge, reason_against, reason_of
from alerts.turns.genre.read import Genre, Stated
from alerts.turns.named_figures import name_figures
from alerts.turns.read import name_turn
from storage.judging.topics import StorySketch
from storage.promises.alerts import History
from storage.records import Alert, AlertKind, Copy, CopyKind, Kept, Match, Policy, Sighting, Urgency, Watch
from storage.records.reason_texts import Code
from storage.records.reasons import Reason, join_reasons

if TYPE_CHECKING:
    from alerts.decide.urgent.urgency import Urgent

HOUR = timedelta(hours=1)

UNWEIGHED = Reason(Code.UNWEIGHED)
"""Why an article is told that may say nothing new: it cannot be said whether it does."""

CUT = 0.9
"""Share of a text's words that stand in another from which on it is the other, cut."""


_PLAIN = Stated()
_NO_HISTORY = History(told=(), met=())
_NOTHING_NEW = Novelty()

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
"""Characters of an answer that are quoted as a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """When a story that was told has moved enough to be told again.

    What is new is weighed in points. So many points are `needed` by how long ago the watch last told of
    the story, and one more for each follow-up but one within `crowd`: one soon after the first alert must
    bring real news, and a flood brings few.

    A lead is new where more of its words are than other outlets' first reports of one event bring. Over 420
    samples a row of ECB+ one in twenty has a share above .76 beside one other report, .60 beside two, .46
    beside four, .36 beside eight: `lead_share` by `beside` to the power of `-lead_fall`.

    Places and topics, which stand in every background, count for one point together, persons and bodies each.

    A headline is new from `headline_share` of its words on, once nothing was told for `headline_after`:
    sooner other outlets say the same in other words. So is a name that the title has and nothing told has,
    from `title_after` on: sooner it is weighed, since outlets differ in whom they put first.

    Of what comes hours after a report in the other language `echo` points more are asked.

    Always told, whatever the points: what `_signs_never_missed` lists, a turn that cannot wait, and an answer
    that discloses something.
    """

    actor: int = 1
    actor_in_title: int = 1
    most_actors: int = 4
    others: int = 1
    figure: int = 1
    most_figures: int = 3
    sentences: int = 1
    fewest_sentences: int = 3
    new_share: float = 0.6
    lead: int = 3
    lead_share: float = 0.76
    lead_fall: float = 0.36
    same_outlet: int = 3
    headline_share: float = 0.6
    headline_after: timedelta = 3 * HOUR
    title_after: timedelta = 12 * HOUR
    echo: int = 2
    origins: int = 1
    fewest_origins: int = 3
    origins_growth: float = 2.0
    needed: tuple[tuple[timedelta, int], ...] = ((HOUR, 5), (6 * HOUR, 4), (24 * HOUR, 3))
    needed_later: int = 2
    crowd: timedelta = timedelta(hours=24)


MOVING = Moving()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """Tell now."""

    kind: AlertKind
    reasons: tuple[str, ...]
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """Do not tell; the article counts under its story."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Do not tell at once; it stands in a digest."""

    why: str


Choice = Tell | Fold | Hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An article that met a watch, and all that the decision rests on.

    `met_by_copy` says that an earlier article of its copy group met the watch. `novelty` is measured
    against what the watch told of the story, or where nothing was, against its articles that met the
    watch. `origins` counts the story's independent origins now. `is_digested` says that every channel of
    the watch has a digest that the watch stands in; `muted` names the mute in force. `surge` is how often
    the watch's entities were named by then, for a watch that waits for a surge. `unheard` says in words that
    the story was told in another language only, and that both are on one event is not sure, or that nothing
    could be compared: then it is told. `actors` are the tracked persons and bodies, by id, `names`
    those of entities as people read them. A story that was told rests for `cooldown`, but for what is never
    missed. `stated` is what the article states to be; of one that is no news, `passing` are the turns of the
    passages that met the watch and that were told nowhere, and `disclosed` what a spokesperson's answers
    say that was told nowhere. `more` is how it reads beside what was told.
    `official` names by id the sources that speak for a government or body. `urgent` is the turn that cannot
    wait, `is_urgent_told` says that the story was told for it, `is_raised` that a watch that reports in
    digests tells for it. `follows` is the told story that this one goes on from.
    """

    watch: Watch
    kept: Kept
    match: Match
    now: datetime
    history: History = _NO_HISTORY
    novelty: Novelty = _NOTHING_NEW
    met_by_copy: bool = False
    origins: int = 0
    is_digested: bool = False
    muted: str | None = None
    tell_backfill: bool = False
    surge: Surge | None = None
    unheard: str | None = None
    actors: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    cooldown: timedelta = timedelta()
    stated: Stated = _PLAIN
    passing: tuple[str, ...] = ()
    disclosed: tuple[str, ...] = ()
    more: More = NEWS
    official: Mapping[str, str] = field(default_factory=dict)
    urgent: Urgent | None = None
    is_urgent_told: bool = False
    is_raised: bool = False
    follows: StorySketch | None = None


def decide(case: Case, moving: Moving = MOVING) -> Choice:
    """Whether a watch tells of an article, as what, and why."""
    choice = _decide(case, moving)
    if not isinstance(choice, Tell):
        return _settle(case, choice)
    if case.urgent is not None and is_flash(case, choice):
        return replace(choice, reasons=(case.urgent.reason(case.origins), *choice.reasons))
    return _settle(case, _doubt(case, choice))


def _settle(case: Case, choice: Choice) -> Choice:
    """What is told of a match that is no flash.

    A watch that reports in digests is taken for one that alerts to see whether this is a flash (`is_raised`);
    what is none goes back to the digest.
    """
    stays = not case.is_raised or case.muted or is_silent_copy(case)
    return choice if stays else Hold(why=Reason(Code.DIGESTS))


def _doubt(case: Case, tell: Tell) -> Choice:
    """What is told after all, where it reads like more on what was told.

    What stands in a story of its own is never silent by that: it is in the next digest, or told.
    """
    more, signs = case.more, join_reasons(case.more.signs or [Reason(Code.SIGN_PLAIN)])
    is_known = bool(case.history.told)
    if more.points >= 0 or not (more.is_related or is_known) or not asks_for_doubt(case):
        return tell
    if is_known:
        return Fold(why=Reason(Code.MORE, signs=signs))
    if case.is_digested:
        return Hold(why=Reason(Code.MORE_WAITS, signs=signs))
    return replace(tell, reasons=(Reason(Code.MORE, signs=signs), *tell.reasons))


def asks_for_doubt(case: Case) -> bool:
    """Whether what is to be told may be more on what was told; an official first word never is."""
    is_sure = bool(case.novelty.official or case.disclosed)
    return case.watch.tells_stories and not is_sure and case.unheard != UNWEIGHED


def _decide(case: Case, moving: Moving) -> Choice:
    if (choice := decide_unread(case)) is not None:
        return choice
    if is_silent_copy(case):
        if not _turns_in_copied_text(case):
            return Fold(why=_say_copy(case))
        if (held := _hold_unread(case)) is not None:
            return held
    late = case.kept.article.sighting is Sighting.LATE
    if waits := _reason_to_wait(case):
        return Hold(why=waits)
    if case.watch.surge is not None:
        choice = _tell_surge(case, case.watch.surge, late)
    elif not case.history.told:
        choice = _tell_first(case, late)
    elif case.watch.policy is Policy.EVERY:
        choice = _tell_each(case, late)
    else:
        choice = _tell_moved(case, late, moving)
    return choice


def decide_unread(case: Case) -> Choice | None:
    """What is decided before history or texts are read; None where those decide.

    Of the case only the article, the watch, the mute, `met_by_copy` and what is set need be known.
    """
    if case.kept.article.sighting is Sighting.BACKFILL and not case.tell_backfill:
        return Fold(why=Reason(Code.BACKFILL))
    if case.muted:
        return Fold(why=Reason(Code.MUTED, mute=case.muted))
    if not is_silent_copy(case):
        return _hold_unread(case)
    is_exact = case.kept.copy is not None and case.kept.copy.kind is CopyKind.EXACT
    return Fold(why=_say_copy(case)) if is_exact else None


def _hold_unread(case: Case) -> Hold | None:
    if case.watch.policy is Policy.DIGEST:
        return Hold(why=Reason(Code.DIGESTS))
    if case.kept.article.sighting is Sighting.LATE and case.is_digested:
        return Hold(why=Reason(Code.LATE_WAITS))
    return None


def is_silent_copy(case: Case) -> bool:
    """Whether it is the text in the main of what met the watch before; only a turn in a near copy is told."""
    copy = case.kept.copy
    return copy is not None and copy.kind is not CopyKind.PARTIAL and case.met_by_copy


def waits_for_digest(case: Case) -> bool:
    """Whether an opinion or a round-up stands in the digest, by its genre and the passages that met."""
    return _reason_to_wait(case) is not None


def make_alert(case: Case, tell: Tell) -> Alert:
    """The alert that a decision to tell comes to."""
    article, watch = case.kept.article, case.watch
    return Alert(
        watch=watch.id,
        watch_name=watch.name,
        watch_name_ko=watch.name_ko,
        kind=tell.kind,
        subject=case.kept.story if watch.tells_stories else article.id,
        revision=article.id if watch.tells_stories and tell.kind is not AlertKind.FIRST else "",
        story=case.kept.story,
        article=article.id,
        created_at=case.now,
        reasons=tell.reasons,
        evidence=case.match.evidence,
        late=tell.late,
        origins=case.origins,
        urgency=_find_urgency(case, tell),
    )


def is_flash(case: Case, tell: Tell) -> bool:
    """Whether a turn that cannot wait is news to the readers of a watch."""
    return case.urgent is not None and (tell.kind is AlertKind.FIRST or not case.is_urgent_told)


def _find_urgency(case: Case, tell: Tell) -> Urgency:
    if is_flash(case, tell):
        return Urgency.FLASH
    is_brief = tell.late or not case.stated.is_news
    return Urgency.BRIEF if is_brief else Urgency.ALERT


def _say_copy(case: Case) -> str:
    copy = case.kept.copy
    assert copy is not None, "only copies are silent as such"
    return Reason(Code.COPY, kind=copy.kind.value, of=copy.of)


def _reason_to_wait(case: Case) -> str | None:
    """Why an opinion or a round-up stands in the digest, None where it is told at once."""
    stated = case.stated
    if stated.is_news or case.passing or case.disclosed or not case.is_digested:
        return None
    if not case.watch.tells_stories:
        return None
    return Reason(_name_genre(stated)[1], by=stated.by)


def _name_genre(stated: Stated) -> tuple[Code, Code]:
    """What a text that is no news is told as, and waits as."""
    return _SPOKEN if stated.is_spoken else _GENRES[stated.genre]


def _mark(case: Case) -> tuple[str, ...]:
    """What a text that is no news is told for."""
    if case.stated.is_news:
        return ()
    said = (_say_turn(act, _PASSINGS) for act in case.passing[:_MOST_TURNS])
    answered = (
        Reason(Code.DISCLOSED, said=textwrap.shorten(line, _MOST_SAID, placeholder=" …"))
        for line in case.disclosed[:1]
    )
    return (Reason(_name_genre(case.stated)[0], by=case.stated.by), *said, *answered)


_TURNS = {"!": Code.TURN_DENIED, "+": Code.TURN_PLANNED}, Code.TURN
_PASSINGS = {"!": Code.PASSING_DENIED, "+": Code.PASSING_PLANNED}, Code.PASSING


def _say_turn(act: str, codes: tuple[Mapping[str, Code], Code]) -> Reason:
    """A turn, by what it ends with: that it is none, or one that is planned."""
    marked, plain = codes
    return Reason(marked.get(act[-1], plain), turn=name_turn(act))


def _turns_in_copied_text(case: Case) -> bool:
    """Whether a near copy begins with a turn: a follow-up may keep all the rest of what was told.

    Headline and lead must both say it: reprints have headlines of their own.
    """
    return bool(case.history.told) and case.novelty.is_turned_twice


def _tell_first(case: Case, late: bool) -> Tell | Fold:
    known = len(case.history.met)
    if known and (whole := _find_repeated(case)):
        return Fold(why=Reason(Code.NOTHING_OWN_ON_FILE, of=whole.of))
    reasons = [*_mark(case), _say_first(case), *(_say_known(case, known) if known else ())]
    kind = AlertKind.FOLLOW_UP if case.follows or _is_of_told(case) else AlertKind.FIRST
    return Tell(kind=kind, reasons=(*reasons, *_late_reason(late)), late=late)


def _say_known(case: Case, known: int) -> Iterator[str]:
    """How many reports met the watch before, and what this one shares with them."""
    copy, new = case.kept.copy, case.novelty
    yield Reason(Code.EARLIER, count=known)
    if copy and copy.kind is CopyKind.PARTIAL:
        yield case.unheard or Reason(Code.SHARES, of=copy.of, new=new.sentences, all=new.of)


def _say_first(case: Case) -> Reason:
    """That a story is new to a watch, goes on from one that was told, or is likely to be part of one."""
    if _is_of_told(case):
        return Reason(Code.LIKELY)
    if case.follows is None:
        return Reason(Code.FIRST)
    return Reason(Code.GOES_ON, title=textwrap.shorten(case.follows.title, _MOST_SAID, placeholder=" …"))


def _is_of_told(case: Case) -> bool:
    """Whether it is likely, but not sure, to be on the event of a story that the watch told."""
    return bool(case.history.likely) and may_follow(case)


def may_follow(case: Case) -> bool:
    """Whether what is to be told is a story of its own, which may go on from another."""
    return not case.history.told and case.watch.tells_stories


def _tell_surge(case: Case, times: float, late: bool) -> Tell | Fold:
    if case.surge is None or not case.surge.rise.is_surge(times):
        return Fold(why=reason_against(case.surge, times))
    if case.surge.told is not None:
        return Fold(why=Reason(Code.SURGE_TOLD, at=case.surge.told.isoformat(timespec="minutes")))
    return Tell(kind=AlertKind.FIRST, reasons=(reason_of(case.surge.rise), *_late_reason(late)), late=late)


def _tell_each(case: Case, late: bool) -> Tell | Fold:
    if whole := _find_repeated(case):
        return Fold(why=Reason(Code.NOTHING_OWN, of=whole.of))
    reasons = (Reason(Code.EACH), *_late_reason(late))
    return Tell(kind=AlertKind.FOLLOW_UP, reasons=reasons, late=late)


def _tell_moved(case: Case, late: bool, moving: Moving) -> Tell | Fold:
    if case.unheard and not _is_all_found(case):
        return _follow_up([case.unheard], late)
    if whole := _find_repeated(case):
        return Fold(why=Reason(Code.NOTHING_OWN, of=whole.of))
    points, signs = _weigh(case, moving)
    if case.urgent is not None and not case.is_urgent_told:
        return _follow_up(signs, late)
    always = _signs_never_missed(case, moving)
    if case.disclosed or always:
        known = [] if case.disclosed else always
        return _follow_up([*_mark(case), *known, *signs], late)
    return _tell_by_points(case, late, moving, points, signs)


def _follow_up(reasons: Sequence[str], late: bool) -> Tell:
    return Tell(kind=AlertKind.FOLLOW_UP, reasons=(*reasons, *_late_reason(late)), late=late)


def _tell_by_points(
    case: Case, late: bool, moving: Moving, points: int, signs: Sequence[Reason]
) -> Tell | Fold:
    """Told where enough is new for how long ago, and how often, its story was told."""
    age = case.now - case.history.told[-1].created_at
    if age < case.cooldown:
        return Fold(why=Reason(Code.COOLDOWN, ago=_in_words(age), cooldown=_in_words(case.cooldown)))
    needed = _needed(case, moving)
    if case.novelty.is_echo and points < needed + moving.echo:
        return Fold(why=Reason(Code.ECHO))
    if points < needed:
        heard = join_reasons(signs or [Reason(Code.NOTHING_NEW)])
        return Fold(why=Reason(Code.NOT_MOVED, points=points, needed=needed, heard=heard))
    return _follow_up(signs, late)


def _is_all_found(case: Case) -> bool:
    """Whether turn, days, figures and actors of a report were all told, in another language."""
    if case.novelty.is_echo:
        return case.novelty.is_found
    return case.novelty.is_found and not any(entity in case.actors for entity in case.novelty.titled)


def _signs_never_missed(case: Case, moving: Moving) -> list[Reason]:
    """What is told however few points there are.

    A turn, a coming day or a figure of headline and lead that nothing told has; a headline in new words, some
    hours after the last alert; a tracked person or body that the title names for the first time, beside one
    of these or half a day after the last alert; and the first text of an official source.
    """
    new, since = case.novelty, case.now - case.history.told[-1].created_at
    actors = [entity for entity in new.titled if entity in case.actors]
    signs = _signs_of_turning(case)
    if not signs and since >= moving.headline_after and new.headline >= moving.headline_share:
        signs.append(Reason(Code.HEADLINE, share=f"{new.headline:.0%}"))
    if actors and (signs or since >= moving.title_after):
        signs.append(Reason(Code.TITLED, names=_name(case, actors)))
    if new.official:
        signs.append(Reason(Code.OFFICIAL, host=new.official))
    return signs


def _signs_of_turning(case: Case) -> list[Reason]:
    """The acts, days and figures of headline and lead that nothing told has."""
    new = case.novelty
    signs = [_say_turn(act, _TURNS) for act in new.turns[:_MOST_TURNS]]
    if new.days:
        signs.append(Reason(Code.DAYS, days=", ".join(new.days[:3])))
    if new.headed:
        signs.append(Reason(Code.HEADED, figures=_say_figures(case, new.headed[:3])))
    return signs


_Sign = tuple[int, Reason | None]
"""The points for something new, and its words where it has any of its own."""


def _weigh(case: Case, moving: Moving) -> tuple[int, list[Reason]]:
    """The points for what is new, and each sign in words; the weighty ones first."""
    signs = [_weigh_actors(case, moving), *_weigh_beginning(case, moving)]
    if case.novelty.same_outlet and any(points for points, _ in signs):
        # an outlet reports again when something moved
        signs.append((moving.same_outlet, Reason(Code.AGAIN, outlet=case.kept.article.outlet)))
    signs += _weigh_whole(case, moving)
    return sum(points for points, _ in signs), [reason for _, reason in signs if reason]


def _weigh_actors(case: Case, moving: Moving) -> _Sign:
    """Who is named for the first time; whom the title names is said elsewhere."""
    new = case.novelty
    actors = [entity for entity in new.entities if entity in case.actors]
    titled = [entity for entity in actors if entity in new.titled]
    points = min(moving.most_actors, moving.actor * len(actors) + moving.actor_in_title * len(titled))
    named = [entity for entity in new.entities if entity not in titled]
    return points, Reason(Code.NAMED, names=_name(case, named)) if named else None


def _weigh_beginning(case: Case, moving: Moving) -> Iterator[_Sign]:
    """Figures and words at the head of the text."""
    new = case.novelty
    if new.figures:
        points = min(moving.most_figures, moving.figure * len(new.figures))
        yield points, Reason(Code.FIGURES, figures=_say_figures(case, new.figures[:5]))
    if new.beside and new.lead > moving.lead_share * new.beside**-moving.lead_fall:
        yield moving.lead, Reason(Code.BEGINNING, share=f"{new.lead:.0%}")


def _weigh_whole(case: Case, moving: Moving) -> Iterator[_Sign]:
    """Others who are named, how much of the text is new, and how many more report the story."""
    new, last = case.novelty, case.history.told[-1].origins
    if any(entity not in case.actors for entity in new.entities):
        yield moving.others, None
    if new.sentences >= moving.fewest_sentences and new.sentences >= moving.new_share * new.of:
        yield moving.sentences, Reason(Code.SENTENCES, new=new.sentences, all=new.of)
    if case.origins >= max(last + moving.fewest_origins, moving.origins_growth * last):
        yield moving.origins, Reason(Code.ORIGINS, count=case.origins, last=last)


def _needed(case: Case, moving: Moving) -> int:
    told = case.history.told
    age = case.now - told[-1].created_at
    base = next((points for limit, points in moving.needed if age < limit), moving.needed_later)
    crowd = sum(
        alert.kind is AlertKind.FOLLOW_UP and case.now - alert.created_at < moving.crowd for alert in told
    )
    return base + max(0, crowd - 1)


def _find_repeated(case: Case) -> Copy | None:
    """What a text shares passages with, where it has nothing of its own, as far as that can be told."""
    copy = case.kept.copy
    if copy is None or copy.kind is not CopyKind.PARTIAL or case.unheard:
        return None
    return None if _says_something_new(copy, case.novelty) else copy


def _says_something_new(copy: Copy, new: Novelty) -> bool:
    """Whether a text that shares passages with another has anything of its own.

    Of a text that stands nearly whole in the other, one odd sentence is a caption or the outlet's own line.
    """
    if new.is_turned_twice:
        return True
    if copy.likeness.of_this >= CUT and new.sentences <= 1:
        return False
    return bool(new.sentences or new.entities or new.figures or new.turns or new.days)


def _say_figures(case: Case, figures: Sequence[str]) -> str:
    """Figures with what they count, none twice."""
    return ", ".join(dict.fromkeys(name_figures(case.kept.article, figures)))


def _name(case: Case, entities: Iterable[str]) -> str:
    return ", ".join(case.names.get(entity, entity) for entity in list(entities)[:5])


def _in_words(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes / 60:.0f} h"


def _late_reason(late: bool) -> tuple[str, ...]:
    return (Reason(Code.LATE),) if late else ()
