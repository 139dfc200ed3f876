"""What a decision rests on, read step by step: what can be decided without reading more is decided first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from alerts.decide.echo import ECHO, is_soon
from alerts.decide.more import ANEW, NEWS, More, weigh_more
from alerts.decide.novelty import Novelty, read_novelty
from alerts.decide.passing.brought import find_brought
from alerts.decide.passing.columns import find_reported
from alerts.decide.policy.case import UNWEIGHED, Case, Choice, Fold, Tell, is_silent_copy, may_follow
from alerts.decide.policy.decide import asks_for_doubt, decide, decide_unread, waits_for_digest
from alerts.decide.surge import Surge
from alerts.turns.genre.read import Genre, Stated, find_genre, read_form, read_manner
from alerts.turns.read import TOLD_SENTENCES, find_news, list_confused, read_acts
from storage.bugs import attempt
from storage.judging.merging import LinkKind, StoryLink
from storage.judging.topics import StorySketch
from storage.promises.alerts import History
from storage.records import Article, CopyKind, Kept, Policy, Watch
from storage.records.reason_texts import Code
from storage.records.reasons import Reason

COMPARED = 12
"""Articles, the last told first, that novelty is measured against; what was told long ago is background."""

BESIDE = 24
"""Articles that were not told, the latest first, whose words make a beginning stale."""

LATELY = timedelta(days=3)
"""What a watch told within this time its readers remember, whichever story it was of."""

JUST_NOW = timedelta(days=1)
"""How long the report of one origin bears out another's of what cannot wait."""

FOLLOWED = timedelta(days=90)
"""How long a watch that told of something has readers who know it, to whom a feature brings nothing."""

LATELY_IN_PASSING = timedelta(days=7)
"""How long what a watch told counts for opinions and features, which speak of the week."""


class Past(Protocol):
    """What came before an article: in the corpus, or in a history that is made up."""

    def read_history(self, watch: str, kept: Kept) -> History:
        """What a watch told of the article's story, and the articles of it that met the watch."""

    def read_articles(self, ids: Sequence[str]) -> Sequence[Kept]:
        """These articles, oldest first, as far as they are known."""

    def list_told(self, watch: str, since: datetime) -> Sequence[str]:
        """What a watch told of since then, the last told first, `BESIDE` at most."""

    def list_met_in_group(self, kept: Kept) -> frozenset[str]:
        """The watches that an earlier article of its copy group met."""

    def read_mute(self, watch: str, kept: Kept) -> str | None:
        """The mute that silences a watch on the article now, in words."""

    def read_surge(self, watch: Watch, kept: Kept) -> Surge | None:
        """The rise that the article belongs to, for a watch that waits for one."""

    def count_origins(self, kept: Kept) -> int:
        """How many independent origins the article's story has by now."""

    def list_beside(self, kept: Kept, since: datetime) -> Mapping[str, str]:
        """What other origins reported of its story since then, `BESIDE` at most, the latest first.

        Articles by their ids, each with its origin.
        """

    def find_followed(self, watch: str, kept: Kept, since: datetime) -> StorySketch | None:
        """The story that a watch told of since then and that the article's story goes on from."""

    def read_links(self, story: str) -> Sequence[StoryLink]:
        """How a story came to hold what it holds."""


def gather_and_decide(case: Case, past: Past) -> tuple[Case, Choice]:
    """Decide a case of which only the article, the watch and the settings are known.

    Cheap silences are decided first, and each step reads only where the one before left it open:

        mutes and copies ─▶ is it a flash? ─▶ surge, or history and texts ─▶ doubt ─▶ origins
        `muted`             `urgent`          `surge`; `history`, `stated`,    `more`   `origins`
        `met_by_copy`       `is_raised`       `novelty`, `unheard`

    Returns the case with what was read for it: nothing for what is silent or waits in any case, and neither
    history nor texts for a surge.
    """
    case = _raise_flash(_read_facts(case, past), past)
    if (choice := decide_unread(case)) is not None:
        return case, choice
    if case.watch.surge is not None:
        rise = attempt("surge", lambda: past.read_surge(case.watch, case.kept), None)
        case = _know(case, surge=rise)
    else:
        case = _know(case, history=past.read_history(case.watch.id, case.kept))
        if not (is_silent_copy(case) and not case.history.told):
            return _decide_by_texts(case, past)
    choice = decide(case)
    return _weigh_telling(case, past) if isinstance(choice, Tell) else (case, choice)


def _decide_by_texts(case: Case, past: Past) -> tuple[Case, Choice]:
    """Decide by what the article is and says.

    What its form says beside its marks only makes it wait for a digest, or says how it is told: where there
    is no digest it is read of what is told.
    """
    stated = _attempt_genre(case, lambda article: find_genre(article, case.official))
    case = _know(case, stated=stated)
    if waits_for_form := stated.genre is Genre.NEWS and not case.is_digested:
        case = _read_news_if_asked(case, past)
    else:
        case = _read_texts(case, past)
    choice = decide(case)
    if isinstance(choice, Fold) and choice.is_close:
        case = _weigh_more(case, past, ANEW)
        choice = decide(case)
    if not isinstance(choice, Tell):
        return case, choice
    return _weigh_telling(_read_form(case, past) if waits_for_form else case, past)


def _know(case: Case, **found: Any) -> Case:
    """The case with what was found: the same one where that is what was known."""
    new = {name: value for name, value in found.items() if getattr(case, name) != value}
    return replace(case, **new) if new else case


def _weigh_more(case: Case, past: Past, enough: int = 0) -> Case:
    """The case with how it reads beside what was told, as far as says whether it has so many points."""
    return _know(case, more=attempt("doubt", lambda: _read_more(case, past, enough), NEWS))


def _weigh_telling(case: Case, past: Past) -> tuple[Case, Choice]:
    """What would be told once more, with what may speak against it and what it goes on from."""
    if case.more is NEWS and asks_for_doubt(case):
        case = _weigh_more(case, past)
    if may_follow(case):
        case = _read_followed(case, past)
    choice = decide(case)
    if isinstance(choice, Tell):
        case = _know(case, origins=past.count_origins(case.kept))
    return case, choice


def _read_followed(case: Case, past: Past) -> Case:
    """The told story that this one goes on from, and the mute on that; of a part its own story is."""
    if case.history.likely:
        return case
    watch, since = case.watch.id, case.now - FOLLOWED
    follows = attempt("saga", lambda: past.find_followed(watch, case.kept, since), None)
    if follows is None:
        return case
    return _know(case, follows=follows, muted=past.read_mute(watch, replace(case.kept, story=follows.id)))


def _raise_flash(case: Case, past: Past) -> Case:
    """The case with the turn that cannot wait; a watch that reports in digests then tells as others do."""
    if isinstance(decide_unread(case), Fold) or case.watch.surge is not None:
        return case
    from alerts.decide.urgent.urgency import find_urgent  # half a second to import; a backfill asks for none

    urgent = attempt("urgency", lambda: find_urgent(case.kept.article, case.official), None)
    if urgent is None:
        return case
    if urgent.by is None:
        urgent = replace(urgent, origins=attempt("origins", lambda: _count_urgent(case, past), 1))
    if not urgent.is_sure:
        return case
    case = _know(case, urgent=urgent)
    if case.watch.policy is not Policy.DIGEST:
        return case
    return _know(case, watch=replace(case.watch, policy=Policy.STORY), is_raised=True)


def _count_urgent(case: Case, past: Past) -> int:
    """The independent origins that report what cannot wait in its story by now, its own among them."""
    from alerts.decide.urgent.urgency import find_urgent

    beside = past.list_beside(case.kept, case.now - JUST_NOW)
    read = past.read_articles(list(beside))
    return 1 + len({beside[kept.article.id] for kept in read if find_urgent(kept.article, case.official)})


def _read_more(case: Case, past: Past, enough: int = 0) -> More:
    """How a report that would be told reads beside what the watch told, of its story and lately."""
    lately = list(past.list_told(case.watch.id, case.now - FOLLOWED))[:COMPARED]
    told = [alert.article for alert in reversed(case.history.told)][:COMPARED]
    return weigh_more(case.kept, past.read_articles(list(dict.fromkeys((*told, *lately)))), enough)


def _read_facts(case: Case, past: Past) -> Case:
    """The mute in force, and whether its copy group met the watch; nothing where it is silent without."""
    if isinstance(decide_unread(case), Fold):
        return case
    copy, watch = case.kept.copy, case.watch.id
    if copy is not None and copy.kind is not CopyKind.PARTIAL:
        case = _know(case, met_by_copy=watch in past.list_met_in_group(case.kept))
    return _know(case, muted=past.read_mute(watch, case.kept))


def _read_texts(case: Case, past: Past) -> Case:
    """What the article says that was not told; none of that where it waits for a digest as what it is."""
    case = _read_form(case, past)
    if not case.stated.is_news and not is_silent_copy(case) and waits_for_digest(case):
        return case
    return _read_news_if_asked(case, past)


def _read_form(case: Case, past: Past) -> Case:
    """What the form of a text says that states nothing, and what one that is no news says in passing."""
    if case.stated.genre is Genre.NEWS:
        case = _know(case, stated=_read_manner(case, past))
    return case if case.stated.is_news else _read_passages(case, past)


def _read_news_if_asked(case: Case, past: Past) -> Case:
    """What is new in the article, where that decides or is shown."""
    if not _asks_for_novelty(case):
        return case
    if case.urgent is not None:
        case = _know(case, is_urgent_told=attempt("urgency", lambda: _was_told(case, past), False))
    counts = case.history.told and case.watch.policy is Policy.STORY
    origins = past.count_origins(case.kept) if counts else case.origins
    return _know(_read_news(case, past), origins=origins)


def _read_passages(case: Case, past: Past) -> Case:
    """What a text that is no news says in passing that was not told."""
    told = past.read_articles(list_compared(case.history))
    passing = attempt("passages", lambda: _read_passing(case, past, told), ())
    disclosed = attempt("answers", lambda: _read_disclosed(case, past, told), ())
    return _know(case, passing=passing, disclosed=disclosed)


def _read_news(case: Case, past: Past) -> Case:
    """What is new in a text beside what was told; unweighed where a bug keeps that from being known."""
    compared = list(past.read_articles(list_compared(case.history)))
    novelty = _read_novelty(case, past, compared)
    if novelty is None:
        return _know(case, novelty=Novelty(), unheard=UNWEIGHED)
    official = novelty.official or _read_official_source(case, compared)
    unheard = _read_unheard(case, past, compared)
    return _know(case, novelty=replace(novelty, official=official), unheard=unheard)


def _attempt_genre(case: Case, reader: Callable[[Article], Stated]) -> Stated:
    return attempt("genre", lambda: reader(case.kept.article), Stated())


def _read_manner(case: Case, past: Past) -> Stated:
    """What the form of an article that states nothing says beside what was told, else how it is written."""
    stated = Stated()
    if past.list_told(case.watch.id, case.now - FOLLOWED):
        stated = _attempt_genre(case, read_form)
    return _attempt_genre(case, read_manner) if stated.genre is Genre.NEWS else stated


def _read_official_source(case: Case, told: Sequence[Kept]) -> str | None:
    """The name of the article's source where that is official by its table, and was not heard before."""
    source = case.kept.article.source
    heard = {other.article.source for other in told}
    return None if source is None or source in heard else case.official.get(source)


def _was_told(case: Case, past: Past) -> bool:
    """Whether the turn that cannot wait was told: by the story in whatever words, or hours ago by another."""
    return case.urgent is not None and (
        _was_told_by_story(case, past, case.urgent.act) or _was_told_across(case, past, case.urgent.act)
    )


def _was_told_across(case: Case, past: Past, act: str) -> bool:
    """Whether the watch told it hours ago in the other language, as what the report reads like more of."""
    lately = past.read_articles(list(past.list_told(case.watch.id, case.now - ECHO))[:COMPARED])
    soon = [other for other in lately if is_soon(case.kept, other)]
    return (
        any(_is_urgent(other.article, act, case.official) for other in soon)
        and _read_more(case, past).points < 0
    )


def _was_told_by_story(case: Case, past: Past, act: str) -> bool:
    told = past.read_articles(list_compared(case.history))
    return any(
        says_urgently(other.article, act, case.official)
        or (is_soon(case.kept, other) and _says_one_of(other.article, list_confused(act)))
        for other in told
    )


def says_urgently(article: Article, act: str, official: Mapping[str, str]) -> bool:
    """Whether a report says this turn: as one of its acts, as what cannot wait, or clearly in any line."""
    from alerts.decide.urgent.signs import read_signs

    if act in read_acts(article, TOLD_SENTENCES).all or act in read_signs(article, is_official=False).clear:
        return True
    return _is_urgent(article, act, official)


def _is_urgent(article: Article, act: str, official: Mapping[str, str]) -> bool:
    """Whether a report cannot wait for this turn."""
    from alerts.decide.urgent.urgency import find_urgent

    found = find_urgent(article, official)
    return found is not None and found.act == act


def _says_one_of(article: Article, acts: Set[str]) -> bool:
    """Whether a report says one of these turns: hours later the other language has another word for it."""
    from alerts.decide.urgent.signs import read_signs

    said = read_acts(article, TOLD_SENTENCES).all
    return not acts.isdisjoint(said) or not acts.isdisjoint(read_signs(article, is_official=False).acts)


def _asks_for_novelty(case: Case) -> bool:
    """Whether what is new decides, or is shown; a first word of a story is news in any case."""
    copy = case.kept.copy
    is_partial = copy is not None and copy.kind is CopyKind.PARTIAL
    return bool(case.history.told or (is_partial and case.history.met))


def _read_passing(case: Case, past: Past, told: Sequence[Kept]) -> tuple[str, ...]:
    """The turns in the passages that met the watch that it told nowhere, of this or lately another story.

    A feature tells of what is past, so that its headline must have them too.
    """
    if case.stated.genre is Genre.BRIEFING:
        return ()
    lately = past.read_articles(past.list_told(case.watch.id, case.now - LATELY_IN_PASSING))
    passages = [evidence.text for evidence in case.match.evidence]
    article = case.kept.article
    news = find_news(passages, article.lang, [other.article for other in (*told, *lately)])
    is_feature = case.stated.genre in (Genre.ANALYSIS, Genre.POLL)
    return tuple(act for act in news if not is_feature or act in read_acts(article).headline)


def _read_disclosed(case: Case, past: Past, told: Sequence[Kept]) -> tuple[str, ...]:
    """What passages of a round-up, answers, or a column's own report bring which the watch told nowhere."""
    stated = case.stated
    if not (stated.is_spoken or stated.genre in (Genre.BRIEFING, Genre.OPINION, Genre.ANALYSIS)):
        return ()
    lately = past.read_articles(past.list_told(case.watch.id, case.now - FOLLOWED))
    known = {other.article.id: other.article for other in (*told, *lately)}
    article, evidence = case.kept.article, case.match.evidence
    if not stated.is_spoken and stated.genre is not Genre.BRIEFING:
        return find_reported(article, evidence, list(known.values()))
    return find_brought(article, evidence, list(known.values()), spoken=stated.is_spoken)


def _read_unheard(case: Case, past: Past, compared: Sequence[Kept]) -> str | None:
    """That what a watch was told of a story was in other languages, and may be on another event."""
    langs = sorted({other.article.lang for other in compared})
    if not case.history.told or case.kept.article.lang in langs:
        return None
    doubtful = next((link for link in past.read_links(case.kept.story) if _parts_languages(link)), None)
    if doubtful is None:
        return None
    return Reason(Code.UNHEARD, langs=", ".join(langs), score=f"{doubtful.score:.2f}")


def _parts_languages(link: StoryLink) -> bool:
    """Whether a story holds accounts in two languages that may be on two events."""
    return link.kind is not LinkKind.LIKELY and not link.is_sure


def _read_novelty(case: Case, past: Past, compared: Sequence[Kept]) -> Novelty | None:
    """What is new for the readers of a watch; once the story was told, also beside its other reports.

    None where a bug keeps that from being weighed.
    """
    history = case.history
    if not history.told:
        return _weigh_novelty(case.kept, compared)
    told = {alert.article for alert in history.told}
    untold = [id for id in reversed(history.met) if id not in told][:BESIDE]
    lately = [id for id in past.list_told(case.watch.id, case.now - LATELY) if id not in told]
    return _weigh_novelty(
        case.kept, compared, past.read_articles(untold), past.read_articles(lately[:COMPARED])
    )


def _weigh_novelty(kept: Kept, *others: Sequence[Kept]) -> Novelty | None:
    """What is new against others; where a bug is met, against those that an article can be compared with."""

    def is_sound(other: Kept) -> bool:
        about = other.article.id
        return attempt("novelty", lambda: read_novelty(kept, [other]), None, about=about) is not None

    def compare_sound() -> Novelty:
        told, *rest = ([other for other in each if is_sound(other)] for each in others)
        return read_novelty(kept, told, *rest)

    found = attempt("novelty", lambda: read_novelty(kept, *others), None)
    return found or attempt("novelty", compare_sound, None)


def list_compared(history: History) -> list[str]:
    """The articles that novelty is measured against: what was told, else what met the watch."""
    told = list(dict.fromkeys(alert.article for alert in reversed(history.told)))
    return (told or list(reversed(history.met)))[:COMPARED]
