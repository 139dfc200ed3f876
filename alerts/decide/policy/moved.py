"""Whether a story that was told has moved enough to be told again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from alerts.decide.more import ANEW
from alerts.decide.novelty import Novelty
from alerts.decide.policy.case import Case, Fold, Tell
from alerts.decide.policy.saying import say_figures, say_genre, say_late, say_names, say_span, say_turns
from storage.records import AlertKind, Copy, CopyKind
from storage.records.reason_texts import Code
from storage.records.reasons import Reason, join_reasons

HOUR = timedelta(hours=1)

CUT = 0.9
"""Share of a text's words that stand in another from which on it is the other, cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """When a story that was told has moved enough to be told again.

    What is new is weighed in points. So many points are `needed` by how long ago the watch last told of
    the story, and one more for each follow-up but one within `crowd`: one soon after the first alert must
    bring real news, and a flood brings few.

    A lead is new where more of its words are than other outlets' first reports of one event bring. Over 420
    samples a row of ECB+ one in twenty has a share above .76 beside one other report, .60 beside two, .46
    beside four, .36 beside eight: `lead_share` by `beside` to the power of `-lead_fall`.

    What reads clearly like news is told where `anew_share` of the words of its beginning are new.

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
    anew_share: float = 0.45
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


def tell_moved(case: Case, late: bool, moving: Moving) -> Tell | Fold:
    if case.unheard and not _is_all_found(case):
        return _follow_up([case.unheard], late)
    if whole := find_repeated(case):
        return Fold(why=Reason(Code.NOTHING_OWN, of=whole.of))
    points, signs = _weigh(case, moving)
    if case.urgent is not None and not case.is_urgent_told:
        return _follow_up(signs, late)
    always = _signs_never_missed(case, moving)
    if case.disclosed or always:
        known = [] if case.disclosed else always
        return _follow_up([*say_genre(case), *known, *signs], late)
    return _tell_by_points(case, late, moving, points, signs)


def _follow_up(reasons: Sequence[str], late: bool) -> Tell:
    return Tell(kind=AlertKind.FOLLOW_UP, reasons=(*reasons, *say_late(late)), late=late)


def _tell_by_points(
    case: Case, late: bool, moving: Moving, points: int, signs: Sequence[Reason]
) -> Tell | Fold:
    """Told where enough is new for how long ago, and how often, its story was told, or where it reads so."""
    age = case.now - case.history.told[-1].created_at
    if age < case.cooldown:
        return Fold(why=Reason(Code.COOLDOWN, ago=say_span(age), cooldown=say_span(case.cooldown)))
    needed = _needed(case, moving)
    if case.novelty.is_echo and points < needed + moving.echo:
        return Fold(why=Reason(Code.ECHO))
    if points >= needed:
        return _follow_up(signs, late)
    is_close = _begins_anew(case, moving)
    if is_close and case.more.points >= ANEW:
        return _follow_up([Reason(Code.ANEW, signs=join_reasons(case.more.favour)), *signs], late)
    heard = join_reasons(signs or [Reason(Code.NOTHING_NEW)])
    return Fold(why=Reason(Code.NOT_MOVED, points=points, needed=needed, heard=heard), is_close=is_close)


def _begins_anew(case: Case, moving: Moving) -> bool:
    """Whether no report of the story begins like this one in its language."""
    return not case.novelty.beside or case.novelty.lead >= moving.anew_share


def _is_all_found(case: Case) -> bool:
    """Whether turn, days, figures and actors of a report were all told, in another language."""
    if case.novelty.is_echo:
        return case.novelty.is_found
    return case.novelty.is_found and not _list_titled(case)


def _signs_never_missed(case: Case, moving: Moving) -> list[Reason]:
    """What is told however few points there are.

    A turn, a coming day or a figure of headline and lead that nothing told has; a headline in new words, some
    hours after the last alert; a tracked person or body that the title names for the first time, beside one
    of these or half a day after the last alert; and the first text of an official source.
    """
    new, since, actors = case.novelty, case.now - case.history.told[-1].created_at, _list_titled(case)
    signs = _signs_of_turning(case)
    if not signs and since >= moving.headline_after and new.headline >= moving.headline_share:
        signs.append(Reason(Code.HEADLINE, share=f"{new.headline:.0%}"))
    if actors and (signs or since >= moving.title_after):
        signs.append(Reason(Code.TITLED, names=say_names(case, actors)))
    if new.official:
        signs.append(Reason(Code.OFFICIAL, host=new.official))
    return signs


def is_titled_anew(case: Case, moving: Moving = MOVING) -> bool:
    """Whether the title names a person or body that nothing told has, long after the last alert."""
    told = case.history.told
    return bool(told and _list_titled(case)) and case.now - told[-1].created_at >= moving.title_after


def _list_titled(case: Case) -> list[str]:
    """The persons and bodies of the title that nothing told has."""
    return [entity for entity in case.novelty.titled if entity in case.actors]


def _signs_of_turning(case: Case) -> list[Reason]:
    """The acts, days and figures of headline and lead that nothing told has."""
    new = case.novelty
    signs = say_turns(new.turns)
    if new.days:
        signs.append(Reason(Code.DAYS, days=", ".join(new.days[:3])))
    if new.headed:
        signs.append(Reason(Code.HEADED, figures=say_figures(case, new.headed[:3])))
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
    return points, Reason(Code.NAMED, names=say_names(case, named)) if named else None


def _weigh_beginning(case: Case, moving: Moving) -> Iterator[_Sign]:
    """Figures and words at the head of the text."""
    new = case.novelty
    if new.figures:
        points = min(moving.most_figures, moving.figure * len(new.figures))
        yield points, Reason(Code.FIGURES, figures=say_figures(case, new.figures[:5]))
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


def find_repeated(case: Case) -> Copy | None:
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
