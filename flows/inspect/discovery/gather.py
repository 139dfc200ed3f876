"""Phrases beside tracked entities, gathered from texts and boiled down to candidates; no database here."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from alerts.watch.query.tree import EntityRef
from alerts.watch.reading import Reading
from flows.inspect.discovery.phrases import Phrase, list_phrases
from flows.inspect.discovery.vocabulary import LOOSE
from storage.language.hangul import may_end_before
from storage.language.letters import has_hangul
from storage.language.text import Span, lower
from storage.records import Kept

FEWEST_TEXTS = 3
FEWEST_OUTLETS = 2
"""One outlet's rubric is no news, however often it stands."""

TOO_OFTEN = 3
"""A sentence that stands in so many texts is boilerplate; it counts once."""

_MOST_EXAMPLES = 2
_IN_BRACKETS = re.compile(
    r"[\"'’”]?\s?\((?:(?:이하|or|hereafter) )?[\"'‘“]?"
    r"(?:(?P<latin>[A-Za-z][A-Za-z0-9 .&-]{1,58})|(?P<korean>(?!현지)[가-힣][가-힣 ·-]{1,30}))[\"'’”]?\)"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that names tracked entities; `known` are their places in it."""

    kept: Kept
    text: str
    known: tuple[Span, ...]
    entities: tuple[str, ...]
    is_title: bool


@dataclass(slots=True)
class Gathered:
    """What was seen of one phrase beside tracked entities."""

    key: str
    lang: str
    spellings: Counter[str] = field(default_factory=Counter)
    texts: set[str] = field(default_factory=set)
    outlets: set[str] = field(default_factory=set)
    rests: set[str] = field(default_factory=set)
    beside: Counter[str] = field(default_factory=Counter)
    partners: Counter[str] = field(default_factory=Counter)
    as_person: int = 0
    examples: list[Sentence] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Its commonest spelling."""
        return self.spellings.most_common(1)[0][0]


def read_sentences(reading: Reading, kept: Kept) -> Iterator[Sentence]:
    """The sentences of an article that name an entity of the watchlist."""
    layout = reading.layout
    places = sorted(
        (one.start, one.end, mention.entity)
        for mention in reading.mentions()
        for one in reading.find(EntityRef(mention.entity))
    )
    for begin, end in layout.sentence_spans:
        inside = [place for place in places if begin <= place[0] and place[1] <= end]
        if inside:
            yield Sentence(
                kept=kept,
                text=layout.text[begin:end],
                known=tuple((start - begin, stop - begin) for start, stop, _ in inside),
                entities=tuple(dict.fromkeys(entity for _, _, entity in inside)),
                is_title=end <= layout.title_end,
            )


def gather_phrases(sentences: Sequence[Sentence], without: Iterable[str]) -> list[Gathered]:
    """The phrases that stand in texts enough, of outlets enough; `without` are names that are no news.

    Counted first and looked at after: of a week's phrases nine in ten stand in one text alone.
    """
    own = _drop_boilerplate(sentences)
    texts: dict[str, set[str]] = defaultdict(set)
    for phrase, sentence in _list_all(own):
        texts[phrase.key].add(sentence.kept.article.id)
    shut = {lower(name) for name in without}
    wanted = {key for key, found in texts.items() if len(found) >= FEWEST_TEXTS} - shut
    gathered: dict[str, Gathered] = {}
    for phrase, sentence in _list_all(own):
        if phrase.key in wanted:
            _note(gathered, phrase, sentence)
    sound = [one for one in gathered.values() if _is_sound(one) and not _holds_particle(one, gathered)]
    return _keep_longest(sound)


def _list_all(sentences: Iterable[Sentence]) -> Iterator[tuple[Phrase, Sentence]]:
    for sentence in sentences:
        for phrase in list_phrases(sentence.text, sentence.known, is_title=sentence.is_title):
            yield phrase, sentence


def _drop_boilerplate(sentences: Sequence[Sentence]) -> list[Sentence]:
    counts = Counter(lower(sentence.text) for sentence in sentences)
    seen: set[str] = set()
    kept = []
    for sentence in sentences:
        text = lower(sentence.text)
        if counts[text] < TOO_OFTEN or text not in seen:
            kept.append(sentence)
        seen.add(text)
    return kept


def _note(gathered: dict[str, Gathered], phrase: Phrase, sentence: Sentence) -> None:
    article = sentence.kept.article
    is_korean = has_hangul(phrase.text)
    one = gathered.setdefault(phrase.key, Gathered(key=phrase.key, lang="ko" if is_korean else "en"))
    one.spellings[phrase.text] += 1
    one.outlets.add(article.outlet or article.id)
    one.rests.add(phrase.rest)
    one.as_person += phrase.is_person
    if article.id not in one.texts:
        one.beside.update(sentence.entities)
        if len(one.examples) < _MOST_EXAMPLES:
            one.examples.append(sentence)
    one.texts.add(article.id)
    if not phrase.rest and (partner := read_partner(sentence.text, phrase)):
        one.partners[partner] += 1


def read_partner(text: str, phrase: Phrase) -> str | None:
    """Another name in brackets after a phrase: in the other script, or the letters of an English one."""
    found = _IN_BRACKETS.match(text, phrase.end)
    if found is None:
        return None
    if has_hangul(phrase.text):
        return found["latin"]
    return found["korean"] or (found["latin"] if (found["latin"] or "").isupper() else None)


def _is_sound(one: Gathered) -> bool:
    """Whether enough outlets have it, and a Korean word was seen with more than one ending, as nouns are."""
    is_noun = one.lang != "ko" or len(one.rests) > 1 or one.as_person > 0
    return is_noun and len(one.outlets) >= FEWEST_OUTLETS


def _holds_particle(one: Gathered, gathered: Mapping[str, Gathered]) -> bool:
    """Whether a shorter word stands in as many texts with more endings: 오스틴에 is 오스틴 and a particle."""
    if one.lang != "ko":
        return False
    cuts = ((one.key[:-size], one.key[-size:]) for size in range(1, min(3, len(one.key) - 1)))
    return any(
        may_end_before(word[-1], tail, is_name=True, takes_role=False)
        and (word in LOOSE or _is_likelier(gathered.get(word), one))
        for word, tail in cuts
    )


def _is_likelier(shorter: Gathered | None, one: Gathered) -> bool:
    return (
        shorter is not None and len(shorter.texts) >= len(one.texts) and len(shorter.rests) > len(one.rests)
    )


def _keep_longest(found: Sequence[Gathered]) -> list[Gathered]:
    """Without what stands nearly always within a longer phrase, or is a longer one's accident."""
    ordered = sorted(found, key=lambda one: (-len(one.key), one.key))
    by_part: dict[str, list[Gathered]] = defaultdict(list)
    kept: list[Gathered] = []
    for one in ordered:
        longer = by_part.get(one.key, [])
        if any(len(other.texts) >= 0.7 * len(one.texts) for other in longer):
            continue
        kept.append(one)
        for part in _list_parts(one):
            by_part[part].append(one)
    return kept


def _list_parts(one: Gathered) -> set[str]:
    """Every key that a phrase holds: of whole words in English, of syllables in Korean."""
    if one.lang == "ko":
        key = one.key
        return {key[start:end] for start in range(len(key)) for end in range(start + 2, len(key) + 1)} - {key}
    words = one.key.split()
    spans = ((start, end) for start in range(len(words)) for end in range(start + 1, len(words) + 1))
    return {" ".join(words[start:end]) for start, end in spans} - {one.key}
