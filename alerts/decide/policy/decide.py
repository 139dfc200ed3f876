"""When to tell: one decision on plain data, always with its reasons in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from alerts.decide.policy.case import UNWEIGHED, Case, Choice, Fold, Hold, Tell, is_silent_copy, may_follow
from alerts.decide.policy.moved import MOVING, Moving, find_repeated, is_titled_anew, tell_moved
from alerts.decide.policy.saying import cut, name_genre, say_copy, say_genre, say_late
from alerts.decide.surge import reason_against, reason_of
from storage.records import Alert, AlertKind, CopyKind, Policy, Sighting, Urgency
from storage.records.reason_texts import Code
from storage.records.reasons import Reason, join_reasons


def decide(case: Case, moving: Moving = MOVING) -> Choice:
    """Whether a watch tells of an article, as what, and why."""
    choice = _decide(case, moving)
    if not isinstance(choice, Tell):
        return _settle(case, choice)
    if case.urgent is not None and is_flash(case, choice):
        return replace(choice, reasons=(case.urgent.reason(), *choice.reasons))
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
    return replace(tell, reasons=(Reason(Code.MORE_TOLD, signs=signs), *tell.reasons))


def asks_for_doubt(case: Case) -> bool:
    """Whether what is to be told may be more on what was told.

    An official first word never is, nor what names a new day to come in headline and lead, nor what names
    somebody in its title, long after the last alert, whom nothing told has.
    """
    is_new = case.novelty.official or case.novelty.is_dated_twice or is_titled_anew(case)
    is_sure = bool(is_new or case.disclosed)
    return case.watch.tells_stories and not is_sure and case.unheard != UNWEIGHED


def _decide(case: Case, moving: Moving) -> Choice:
    if (choice := decide_unread(case)) is not None:
        return choice
    if is_silent_copy(case):
        if not _turns_in_copied_text(case):
            return Fold(why=say_copy(case))
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
        choice = tell_moved(case, late, moving)
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
    return Fold(why=say_copy(case)) if is_exact else None


def _hold_unread(case: Case) -> Hold | None:
    if case.watch.policy is Policy.DIGEST:
        return Hold(why=Reason(Code.DIGESTS))
    if case.kept.article.sighting is Sighting.LATE and case.is_digested:
        return Hold(why=Reason(Code.LATE_WAITS))
    return None


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


def _reason_to_wait(case: Case) -> str | None:
    """Why an opinion or a round-up stands in the digest, None where it is told at once."""
    stated = case.stated
    if stated.is_news or case.passing or case.disclosed or not case.is_digested:
        return None
    if not case.watch.tells_stories:
        return None
    return Reason(name_genre(stated)[1], by=stated.by)


def _turns_in_copied_text(case: Case) -> bool:
    """Whether a near copy begins with a turn: a follow-up may keep all the rest of what was told.

    Headline and lead must both say it: reprints have headlines of their own.
    """
    return bool(case.history.told) and case.novelty.is_turned_twice


def _tell_first(case: Case, late: bool) -> Tell | Fold:
    known = len(case.history.met)
    if known and (whole := find_repeated(case)):
        return Fold(why=Reason(Code.NOTHING_OWN_ON_FILE, of=whole.of))
    reasons = [*say_genre(case), _say_first(case), *(_say_known(case, known) if known else ())]
    kind = AlertKind.FOLLOW_UP if case.follows or _is_of_told(case) else AlertKind.FIRST
    return Tell(kind=kind, reasons=(*reasons, *say_late(late)), late=late)


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
    return Reason(Code.GOES_ON, title=cut(case.follows.title))


def _is_of_told(case: Case) -> bool:
    """Whether it is likely, but not sure, to be on the event of a story that the watch told."""
    return bool(case.history.likely) and may_follow(case)


def _tell_surge(case: Case, times: float, late: bool) -> Tell | Fold:
    if case.surge is None or not case.surge.rise.is_surge(times):
        return Fold(why=reason_against(case.surge, times))
    if case.surge.told is not None:
        return Fold(why=Reason(Code.SURGE_TOLD, at=case.surge.told.isoformat(timespec="minutes")))
    return Tell(kind=AlertKind.FIRST, reasons=(reason_of(case.surge.rise), *say_late(late)), late=late)


def _tell_each(case: Case, late: bool) -> Tell | Fold:
    if whole := find_repeated(case):
        return Fold(why=Reason(Code.NOTHING_OWN, of=whole.of))
    reasons = (Reason(Code.EACH), *say_late(late))
    return Tell(kind=AlertKind.FOLLOW_UP, reasons=reasons, late=late)
