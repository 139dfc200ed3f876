"""A surname with neither full name nor office: whether Yoon or 尹 alone may be the holder of the day.

With a title that many others have (김 위원장) it is judged here too.

Whether the article bears it out is asked afterwards (`expects`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

from alerts.watch.names.people.given_names import GIVEN_NAMES
from alerts.watch.names.people.holders import is_candidate, is_other_office
from alerts.watch.names.people.offices import is_in_office, list_titles
from alerts.watch.names.people.surnames import has_one_capital, is_somebody_else
from alerts.watch.names.spellings import MERE_WORDS, Person
from alerts.watch.scan.layout import Layout
from alerts.watch.scan.places import Occurrence, Places
from alerts.watch.scan.terms import Edge, Pattern, make_patterns
from storage.language.hangul import list_hanja
from storage.language.patterns import compile_later
from storage.language.text import lower, read_words
from storage.records import Entity

# Whose surname alone is said of them in Latin letters and in Hanja.
_HEADS = frozenset(["president", "chairman", "대통령", "주석", "국무위원장"])
# Of whom it is said beside others of their rank: Rubio, Iwaya and Cho.
_MINISTERS = frozenset(["foreign minister"])
# 윤 정부; 이 정부 is this government.
_RULES, _THIS = ("정부", "정권"), "이"
# So long before an office and after it a surname alone is as good as in it.
_AROUND = timedelta(days=90)
# What may stand before a bare surname and leave it one.
_HONORIFICS = read_words("""
mr messrs president presidents chairman marshal leader leaders dictator strongman ruler
""")
# Before a surname these make it somebody of that office or calling, who is introduced by no more.
_OTHERS = read_words("""
minister secretary ambassador director adviser advisor envoy general gen admiral adm colonel col
gov governor mayor rep representative sen senator judge justice prosecutor professor prof dr doctor
coach manager actor actress singer analyst spokesman spokesperson spokeswoman officer reporter mrs
miss madam lady pastor reverend sergeant lieutenant lt sgt maj major chef speaker lawmaker captain
commissioner superintendent inspector detective novelist poet striker pitcher golfer researcher
candidate capt ms
""")
_SHORTENED = frozenset(["st", "jr", "sr", "hon", "mt", "no", "amb", "sec", "min", "pres"])
# A full stop behind one of these ends no sentence.
_MAY_BE_SHORT = _OTHERS | _HONORIFICS | _SHORTENED
_ARTICLES = frozenset(["the", "a", "an", "this"])
# Before a surname these are said of whoever has it.
_TELLING_WHO = _OTHERS | _HONORIFICS | GIVEN_NAMES
_SMALL = read_words("""
a an and as at but by for from her his how if in is it its of on or our so than that the their then
to was were what when where while who why will with after before since until both only even yet now
they this because although though once whether like unlike did does can could should may has
have are meanwhile yesterday today still instead however never neither nor not perhaps here there
these those he some many most all under among between despite during against about through without
""")
_BEFORE = compile_later(r"([^\W\d_][\w.]*)([’']s)?([ -])$")
_AFTER = compile_later(r"( |-)([A-Z][a-z]+)")
_CALENDAR = compile_later(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
)
_JOINED = compile_later(r"[·ㆍ/-]$")
# The Yoon administration, a Yoon adviser.
_OF_HIS = compile_later(
    r"(?:[’']s)? (?:administration|government|presidency|cabinet|era|years|team|camp|advis[eo]r|aide|official"
    r"|loyalist|supporter|appointee|ally|regime|trial|impeachment|case|doctrine|plan|summit)s?\b"
)
# Lee, a former lawmaker: somebody who has to be introduced.
_INTRODUCED = compile_later(
    r", (?:an? |the )(?:U\.S\. |US |American )?"
    r"(?!(?:president|leader|country|nation|former president)\b)[a-z]"
)
_FORMER = compile_later(
    r"(?:\b(?:[Ff]ormer|[Oo]usted|[Ii]mpeached|[Dd]eposed|[Rr]emoved|[Dd]isgraced) (?:South Korean |Korean )?"
    r"|\b[Ee]x-)(?:[Pp]resident|[Ll]eader),? $"
    r"|\bpredecessor,? (?:Mr\.? )?$"
)
# The deposed president, wherever the text says so.
_CALLED_FORMER = compile_later(
    r"\b[Tt]he (?:former|deposed|ousted|impeached|removed|disgraced|jailed) (?:South Korean |Korean )?"
    r"(?:president|leader)\b"
)
# The forum created under Yoon, agreed with Moon.
_UNDER = compile_later(
    r"\b(?:created|begun|began|launched|founded|agreed|signed|started|introduced|set up|established|born|made"
    r"|adopted)"
    r" (?:\w+ ){0,3}(?:under|by|with) (?:Mr\.? )?$"
)
# Presidents Biden and Yoon: heads now or then.
_AMONG_HEADS = compile_later(r"\b(?:Presidents|Messrs\.?|Leaders) (?:[A-Z][\w.-]+,? ){1,3}and $")
# Seoul's top envoy Cho.
_DIPLOMAT = compile_later(
    r"(?:Seoul[’']s|South Korea[’']s|South Korean|Korean) (?:top |chief )?"
    r"(?:envoy|diplomat|foreign minister) $"
)
_INITIAL = 2
"""Characters of a letter with its full stop: James D. Kim."""

_CALLED_SO = compile_later("|".join(said.pattern for said in (_FORMER, _UNDER, _AMONG_HEADS)))
_RANK = 40
"""Characters in which a minister's peer stands."""


def list_bare_patterns(entity: Entity, person: Person) -> Iterator[Pattern]:
    """The surname alone in Latin letters and in Hanja, and in Hangul with each of the person's titles."""
    for surname in sorted(person.surnames - MERE_WORDS):
        yield Pattern(f" {surname} ", 1)
    if person.hangul is not None:
        for hanja in list_hanja(person.hangul):
            yield from make_patterns(hanja, edge=Edge.NAME)
        yield from _list_titled(entity, person.hangul)


def _list_titled(entity: Entity, family: str) -> Iterator[Pattern]:
    """A Hangul surname with each of the titles: 김 위원장, and of heads 김 전 대통령, 윤 정부."""
    titles = [*filter(re.compile("[가-힣]{2,5}").fullmatch, dict.fromkeys(list_titles(entity)))]
    heads = sorted(_HEADS.intersection(titles))
    rules = _RULES if heads and family != _THIS else ()
    for title in (*titles, *(f"전 {title}" for title in heads), *rules):
        yield from make_patterns(f"{family} {title}", edge=Edge.NAME)


def find_bare(
    layout: Layout,
    entity: Entity,
    person: Person,
    raw: Sequence[Occurrence],
    others: Collection[Occurrence],
) -> list[Occurrence]:
    """The places where a surname alone may be the holder's; none where somebody else has it in the article.

    `others` are where tracked persons are named.
    """
    bearer = _Bearer(layout, entity, person, raw, others)
    found: list[Occurrence] = []
    regimes = [one for one in raw if bearer.has_regime(one)]  # the Kim regime is nobody else's
    settled = frozenset(regimes)
    for one in raw:
        if one not in settled and not bearer.named.cover(one.start):
            verdict = bearer.judge(one)
            if verdict is None:
                return regimes
            if verdict:
                found.append(one)
    return found + regimes


def find_joined(layout: Layout, person: Person, others: Collection[Occurrence]) -> list[Occurrence]:
    """A syllable that leaders' names are strung together with: 윤·바이든·기시다, 윤-바이든."""
    family, text = person.hangul, layout.text
    if family is None:
        return []
    ends = [other.start - 1 for other in others if _JOINED.search(text, max(0, other.start - 1), other.start)]
    return [Occurrence(end - len(family), end) for end in ends if _ends_word(text, end, family)]


def _ends_word(text: str, end: int, syllables: str) -> bool:
    """Whether a word ends there that is these syllables and no more."""
    begin = end - len(syllables)
    return text.endswith(syllables, 0, end) and (begin == 0 or not text[begin - 1].isalnum())


def is_at_head(entity: Entity, at: datetime | None) -> bool:
    """Whether somebody is the head of a state around a day that is known."""
    return _holds(entity, at, _HEADS, _AROUND)


def _holds(entity: Entity, at: datetime | None, titles: Collection[str], around: timedelta) -> bool:
    return at is not None and any(
        any(lower(title) in titles for title in role.titles)
        and any(is_in_office(role, at + shift) for shift in (timedelta(), around, -around))
        for role in entity.roles
    )


def _was_head(entity: Entity, at: datetime | None) -> bool:
    return at is not None and any(
        role.ends is not None and role.ends < at and any(lower(title) in _HEADS for title in role.titles)
        for role in entity.roles
    )


def _is_called_former(layout: Layout, raw: Sequence[Occurrence]) -> bool:
    """Whether the text says of a surname that it is a former head's: ex-President Moon, 문 전 대통령."""
    if _CALLED_FORMER.search(layout.text):
        return True
    return any(
        " 전 " in layout.text[one.start : one.end]
        or layout.text.startswith("-era ", one.end)
        or _CALLED_SO.search(layout.text, max(0, one.start - 50), one.start)
        for one in raw
    )


class _Bearer:
    """Somebody whose surname stands alone in a text: what they are on its day, and whom else it names."""

    def __init__(
        self,
        layout: Layout,
        entity: Entity,
        person: Person,
        raw: Sequence[Occurrence],
        others: Collection[Occurrence],
    ) -> None:
        self.named = Places(others)
        self._layout = layout
        self._entity = entity
        self._person = person
        self._family = person.hangul or ""
        self._was_head = _was_head(entity, layout.at)
        self._is_head = is_at_head(entity, layout.at) or (self._was_head and _is_called_former(layout, raw))
        self._is_minister = not self._is_head and _holds(entity, layout.at, _MINISTERS, timedelta())
        self._in_full: dict[str, bool] = {}

    def has_regime(self, one: Occurrence) -> bool:
        """Whether a surname is that of a state's rulers."""
        return self._is_head and self._layout.text.startswith((" regime", " dynasty"), one.end)

    def judge(self, one: Occurrence) -> bool | None:
        """Whether a surname stands for its bearer; None where it is part of somebody else's name."""
        if not self._layout.text[one.start].isascii():
            return self._is_held_in_hangul(one)
        if not self._is_head and not self._is_among_ministers(one):
            return False
        if self._is_minister and _DIPLOMAT.search(self._layout.text, max(0, one.start - _RANK), one.start):
            return True
        return self._judge_latin(one)

    def _is_among_ministers(self, one: Occurrence) -> bool:
        """Whether a minister has peers: a tracked person close by or in the sentence; or is Minister Cho."""
        if not self._is_minister:
            return False
        start, end = self._layout.sentence_spans[self._layout.sentence(one.start)]
        has_peer = self.named.overlap(min(start, one.start - _RANK), max(end, one.end + _RANK))
        return has_peer or (bool(self.named) and self._layout.text.endswith("Minister ", 0, one.start))

    def _is_held_in_hangul(self, one: Occurrence) -> bool:
        """김 위원장, unless the text has another 김 of this title in full; a Hanja surname as it stands."""
        text = self._layout.text
        said = text[one.start : one.end]
        if len(said) == 1:
            return self._is_head and re.match(" ?씨", text[one.end : one.end + 2]) is None
        if is_candidate(text, one.end):
            return False
        title = said.removeprefix(self._family).strip(" ")
        if title.startswith("전 "):
            return self._was_head
        return self._has_led() if title in _RULES else self._holds_alone(title)

    def _has_led(self) -> bool:
        return self._is_head or self._was_head

    def _holds_alone(self, title: str) -> bool:
        """Whether it is the bearer's title now, and nobody else's of the surname in the text."""
        return self._holds_now(title) and not self._has_another(title)

    def _holds_now(self, title: str) -> bool:
        at = self._layout.at
        return at is not None and any(
            title in role.titles and is_in_office(role, at) for role in self._entity.roles
        )

    def _has_another(self, title: str) -> bool:
        """Whether the text has somebody of this surname and title in full; looked for once a title."""
        if title not in self._in_full:
            full = re.compile(
                rf"(?<![가-힣]){self._family}[가-힣]{{2}} ?(?:[가-힣]{{1,8}} ?)?(?:전 ?)?{re.escape(title)}"
            )
            self._in_full[title] = full.search(self._layout.text) is not None
        return self._in_full[title]

    def _judge_latin(self, one: Occurrence) -> bool | None:
        """By what follows a surname, and then by what stands before it."""
        layout, text = self._layout, self._layout.text
        if not has_one_capital(text, one):
            return False
        if is_somebody_else(layout, one, self._person) or _INTRODUCED.match(text, one.end):
            return None
        after = self._find_name_after(one)
        if after is not None:
            return None if after[1] == " " else self.named.cover(after.start(2))
        return self._judge_behind(_BEFORE.search(text, max(0, one.start - 24), one.start), one)

    def _find_name_after(self, one: Occurrence) -> re.Match[str] | None:
        """The word that goes on a name after a surname, behind a blank or a hyphen; none in headlines."""
        after = _AFTER.match(self._layout.text, one.end)
        is_no_name = after is None or self._is_in_title(one) or _CALENDAR.match(after[2])
        return None if is_no_name else after

    def _judge_behind(self, before: re.Match[str] | None, one: Occurrence) -> bool | None:
        if before is None or _ends_sentence(before):
            return True
        if before[3] == "-":
            return self._is_in_title(one) or self.named.cover(before.start(1))
        return True if before[2] else self._judge_word_before(before, one)

    def _judge_word_before(self, before: re.Match[str], one: Occurrence) -> bool | None:
        word = _read_plain(before)
        if word in _ARTICLES:
            return _OF_HIS.match(self._layout.text, one.end) is not None
        if self._is_called(word, before, one):
            return True
        is_name = word in _TELLING_WHO or not self._may_precede(before, one)
        return None if is_name else True

    def _is_called(self, word: str, before: re.Match[str], one: Occurrence) -> bool:
        """Whether the word before a surname is the bearer's: Mr. Lee, President Lee; of some Minister Cho."""
        text = self._layout.text
        if word in _HONORIFICS:
            is_his = self._was_head and _FORMER.search(text, max(0, one.start - 50), one.start) is not None
            return is_his or not is_other_office(text, before.start())
        return word == "minister" and self._is_minister and not is_other_office(text, before.start())

    def _may_precede(self, before: re.Match[str], one: Occurrence) -> bool:
        """Whether the word before a surname is none of a name: small, a headline's, or a tracked person's."""
        is_small = not before[1][0].isupper() or _read_plain(before) in _SMALL
        return is_small or self._is_in_title(one) or self.named.cover(before.start(1))

    def _is_in_title(self, one: Occurrence) -> bool:
        return one.end <= self._layout.title_end


def _read_plain(before: re.Match[str]) -> str:
    return lower(before[1].replace(".", ""))


def _ends_sentence(before: re.Match[str]) -> bool:
    """Whether a full stop behind a word is a sentence's: Friday. Lee had won."""
    word = before[1]
    is_stopped = len(word) > _INITIAL and word.endswith(".") and "." not in word[:-1]
    return is_stopped and _read_plain(before) not in _MAY_BE_SHORT
