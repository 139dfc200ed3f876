"""What kind of text an article is, by what it states, the sections it stands in, its form and its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from alerts.turns.form import read_signs
from alerts.turns.genre.form import argues, is_dialogue, is_interview, is_on_air, read_lines, says_something
from alerts.turns.genre.learned import SHORTEST, guess_genre, name_mark
from alerts.turns.genre.marks import (
    ASKING,
    BEGINS,
    BODIES,
    CAPITALS,
    MARKED,
    PLACES,
    POLL,
    POLLED,
    POLLED_FIRST,
    RECORD,
    SHARE,
    SIGNED,
    SIGNED_WORDS,
    TAGS,
    TITLES,
    TO_FOLLOW,
    TO_FOLLOW_WORDS,
    TRANSCRIPT,
    VOTES,
)
from alerts.turns.genre.names import Genre
from alerts.turns.genre.own import is_own_work
from alerts.turns.headline import is_report
from alerts.turns.official import find_official
from alerts.turns.read import read_acts
from alerts.turns.searched import Searched, fold_searched
from alerts.turns.stands import find_days
from alerts.turns.style import weigh_style
from storage.address import split_address
from storage.language.patterns import compile_later
from storage.language.text import fold, read_lead
from storage.records import Article

__all__ = ["Genre", "Stated", "find_genre", "read_form", "read_genre", "read_manner"]


@dataclass(frozen=True, slots=True)
class Stated:
    """The genre of an article, and by what it states it, in words.

    `is_spoken` says that it is what a spokesperson answered, on one subject after another.
    """

    genre: Genre = Genre.NEWS
    by: str = ""
    is_spoken: bool = False

    @property
    def is_news(self) -> bool:
        """Whether it is told at once; of answers what is new is."""
        return self.genre.is_news and not self.is_spoken


_FIGURE = compile_later(r"\d{2}")
_ASKS = compile_later(r"(?:[을일할될]까|[인는]가|[졌였했됐지되하]나)[?…\"”]?$")
"""How a Korean headline asks what comes of it."""
_PLAINLY = 0.0
"""Log-odds from which on a text is a feature whatever was told before: with the style of each blind file
learned from the others, 278 of 359 details are, 4 of 661 turns and 1 of 330 first reports."""
_HEAD = 400
_MOST_OF_TITLE = 300
_MOST_SECTIONS = 6
_LEAD_SENTENCES = 4
_LOOSE = (Genre.OPINION, Genre.ANALYSIS)
"""What stands in these sections may be a report all the same."""
_SAID_BY_OFFICES = (Genre.FLASH, Genre.EXCLUSIVE)
"""What no mark of an office's own text means: first figures of a quarter are marked like first words."""
_NONE: Mapping[str, str] = {}
_READ = ("en", "ko")
_SURE: Mapping[str, frozenset[Genre]] = {
    "its mark": frozenset(Genre) - {Genre.OFFICIAL},
    "its title": frozenset((Genre.INTERVIEW, Genre.LIVE, Genre.OFFICIAL)),
    "its section": frozenset(Genre) - {*_LOOSE, Genre.BRIEFING, Genre.OTHER},
    "its source": frozenset((Genre.OFFICIAL,)),
}
"""What is said so plainly that nothing else is weighed against it."""


def read_genre(article: Article, official: Mapping[str, str] = _NONE) -> Stated:
    """What an article is: what it states outright, else what that, its form and its words make most likely.

    `official` names by id the sources that speak for a government or body, whatever their host.
    """
    stated = read_genre_by_marks(article, official)
    if is_sure(article, stated):
        return stated
    genre = _read_likely(article, stated)
    if genre is stated.genre:
        return stated
    return Stated() if genre is Genre.NEWS else Stated(genre, "how it is written")


def find_genre(article: Article, official: Mapping[str, str] = _NONE) -> Stated:
    """The same; an article that was noted as news when it was kept is, and is not read again."""
    return Stated() if article.genre == Genre.NEWS else read_genre(article, official)


def is_sure(article: Article, stated: Stated) -> bool:
    """Whether what an article states is not weighed: by its mark or source, or where nothing can be."""
    if article.lang not in _READ or len(article.text) < SHORTEST:
        return True
    return stated.is_spoken or stated.genre in _SURE.get(name_mark(stated.by), ())


def read_genre_by_marks(article: Article, official: Mapping[str, str] = _NONE) -> Stated:
    """The same by what it states alone; what states nothing, by no mark and in no form, is news."""
    return _read_genre(article, find_official(article, official) or _read_body(article))


@lru_cache(maxsize=32)  # a report is asked by whoever decides on it, for each watch that it met
def _read_genre(article: Article, by: str | None) -> Stated:
    """The genre of an article from a government's or a body's own office, `by`; None: from none."""
    title = fold(article.title[:_MOST_OF_TITLE]).text.strip()
    if is_on_air(article):
        return Stated(Genre.INTERVIEW, "its form, a talk on the air")
    if found := TRANSCRIPT.search(title):
        return Stated(Genre.OFFICIAL, f"its title: {found[0].strip()}", is_spoken=True)
    if not by and not RECORD.search(title) and not is_dialogue(article) and is_interview(article, title):
        return Stated(Genre.INTERVIEW, "its form, questions and answers")
    for genre, tag in TAGS.items() if MARKED.search(title) else ():
        if by and genre in _SAID_BY_OFFICES:
            continue
        if (found := tag.search(title)) and not _is_part_of_talk(found[0], article):
            is_spoken = genre is Genre.BRIEFING and is_dialogue(article)
            return Stated(genre, f"its title: {found[0].strip()}", is_spoken=is_spoken)
    if by:
        return Stated(Genre.OFFICIAL, f"its source: {by}", is_spoken=is_dialogue(article))
    opening = Searched(fold(article.text[:_HEAD]).text.lstrip())
    polled = POLLED_FIRST.match(opening.text) is not None
    for place in (*article.sections, *_list_sections(article.url)):
        for genre, sections in PLACES:
            if sections.fullmatch(place) and not (genre in _LOOSE and (polled or _reports(article))):
                return Stated(genre, f"its section: {place}")
    for genre, words in TITLES:
        if found := words.search(title):
            return Stated(genre, f"its title: {found[0].strip()}")
    return Stated(Genre.POLL, "how it begins") if polled else _read_text(title, article, opening)


def _is_part_of_talk(mark: str, article: Article) -> bool:
    """Whether a mark says only that it is a part of questions and answers, and not what it is."""
    return "excerpt" in mark.lower() and is_dialogue(article)


def _read_body(article: Article) -> str | None:
    """The outlet where it is a government's or a body's own office."""
    return article.outlet if article.outlet and BODIES.search(article.outlet[:80]) else None


def _reports(article: Article) -> bool:
    """Whether a text in a section of opinions or analyses is a report, which says who said it and when."""
    lead = fold(read_lead(article.text, _LEAD_SENTENCES, _HEAD)).text
    return says_something(lead) and read_signs(article).says_day and not argues(article)


def _read_text(title: str, article: Article, opening: Searched) -> Stated:
    """What a text says to be by how it begins, is laid out, asks people or is signed."""
    head = opening.text
    top = f"{title}\n{head}"
    for genre, begins in BEGINS:
        if begins.match(head):
            return Stated(genre, "how it begins")
    if opening.search(TO_FOLLOW, TO_FOLLOW_WORDS) or (title.isupper() and CAPITALS.fullmatch(title)):
        return Stated(Genre.FLASH, "its form, a first word")
    if found := read_lines(article, top):
        return Stated(*found, is_spoken=found[0] is Genre.OFFICIAL and is_dialogue(article))
    shares = None if VOTES.search(title) else POLLED.search(title)
    if shares and (POLL.search(title) or (POLL.search(top) and SHARE.search(top))):
        return Stated(Genre.POLL, f"its title: {shares[0].strip()}")
    if any(each.search(SIGNED, SIGNED_WORDS) for each in (opening, fold_searched(article.text[-_HEAD:]))):
        return Stated(Genre.OPINION, "how it is signed")
    if asks := ASKING.search(title):
        return Stated(Genre.ANALYSIS, f"its title: {asks[0].strip()}")
    if is_own_work(article):
        return Stated(Genre.EXCLUSIVE, "its words: nobody else has it")
    return Stated()


@lru_cache(maxsize=32)
def _read_likely(article: Article, stated: Stated) -> Genre:
    return guess_genre(article, stated.genre, stated.by)


@lru_cache(maxsize=32)
def read_form(article: Article) -> Stated:
    """What a text is that states nothing, where something was told already: a feature reports nothing new.

    Korean reports often begin with the deed and leave out who said so: a day to come or a figure in the
    headline makes them reports, and a headline that asks makes them none.
    """
    if read_acts(article).headline:
        return Stated()
    is_korean = article.lang != "en"
    if is_korean and (found := _ASKS.search(fold(article.title[:_MOST_OF_TITLE]).text.strip())):
        return Stated(Genre.ANALYSIS, f"its title: {found[0].strip()}")
    if is_report(article) or (is_korean and (find_days(article, ()) or _FIGURE.search(article.title))):
        return Stated()
    return Stated(Genre.ANALYSIS, "its form: it begins with nothing said or done")


def read_manner(article: Article) -> Stated:
    """What a text is that states nothing, by how it is written: a feature from even odds on.

    A lead that says who said it, and on which day, is a report's, however lively it is told.
    """
    form = read_signs(article)
    if not (form.says_who and form.says_day) and weigh_style(article) > _PLAINLY:
        return Stated(Genre.ANALYSIS, "how it is written")
    return Stated()


def _list_sections(url: str | None) -> list[str]:
    """The folders of an address, without its last segment, which is the article's own."""
    parts = split_address(url).path.split("/")[:-1]
    return [unquote(part)[:40] for part in parts if part][:_MOST_SECTIONS]
