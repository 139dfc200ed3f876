"""The fact line of an article: its lead or headline read in one language, each part said in both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from alerts.gist.nouns import AGENTS, Both, key_of, own
from alerts.gist.parts import Clause, Line, Spot
from alerts.gist.said import join_names, list_parts, say_turn
from alerts.turns.stands import day_of
from alerts.watch.matcher import Watchlist
from alerts.watch.reading import Reading
from storage.language.letters import has_hangul
from storage.language.patterns import compile_later
from storage.records import Article, Entity
from storage.records.gist import Gist, GistPart, Part

_SENTENCES = 1
"""A report says its news in its first sentence; the second often tells of earlier days."""


_LONGEST = 600


_ABOUT = 2


_SUBSTANCE = frozenset((Part.TURN, Part.ABOUT, Part.FIGURE))
"""What a line must have one of to say anything."""

_ABOUT_KINDS = frozenset(("agreement", "event"))


_DIGIT = compile_later(r"\d")
"""A figure in one name alone: it describes the thing, and what it says may be true of another."""

_MEETS = compile_later("Group|Dialogue|Meeting|Committee|Talks|Commission|Council|Consultative|Forum")
"""Bodies that come together, and do not act."""


_FORCES = compile_later(
    r"(?:군|해군|공군|육군|대통령|상원|하원|법무부|법원|대법원)$|\b(?:Senate|House of Representatives)$"
)


_RANKS = {"person": 0, "place": 2}
"""Who is meant where a name stands for several: a person before their office, a body before its country."""

_PAIR = compile_later(r"(?:[한미북일중러남韓美北日中]·?){2,3}(?=\s?정상|\s|양국|간|[가이은는의]|$)")


class GistReader:
    """Reads fact lines; made once for a watchlist."""

    def __init__(self, watchlist: Watchlist) -> None:
        self._watchlist = watchlist
        self._names = {entity.id: _name(entity) for entity in watchlist.entities}
        self._kinds = {entity.id: entity.kind for entity in watchlist.entities}

    def read(self, article: Article) -> Gist | None:
        """What is recognised of an article, None where nothing is."""
        return self.read_from(self._watchlist.read(article))

    def read_to_tell(self, article: Article) -> Gist | None:
        """What a message says of an article: a line that has only who says it, when or where is none."""
        gist = self.read(article)
        return gist if gist and any(each.part in _SUBSTANCE for each in gist.parts) else None

    def read_from(self, reading: Reading) -> Gist | None:
        """What is recognised of an article that was read already, against the same watchlist."""
        layout = reading.layout
        article = layout.article
        spots = [
            self._make_spot(layout.text[start:end], start, end, entity)
            for start, end, entity in reading.list_spots()
        ]
        on = day_of(article) if article.published else None
        lines = _cut_lines(layout.text, layout.sentence_spans, spots, layout.title_end)
        if not lines:
            return None
        title, body = lines[0], lines[1:]
        clause, line = _read_first(title, body, article.lang, on)
        parts = (
            list_parts(clause, _find_about(clause, title, body))
            if clause
            else _list_about(_name_about(title, body))
        )
        return Gist(lang=article.lang, sentence=line.text, parts=parts) if parts else None

    def _make_spot(self, written: str, start: int, end: int, entity: str) -> Spot:
        kind, name = self._kinds[entity], self._names[entity]
        if kind == "person" and not _bears(written, name):
            kind = "described"
        if agent := _find_office(written, kind, name):
            kind, name = "body", agent
        elif _is_of_other_house(written, name):
            kind = "described"
        return Spot(start, end, entity, kind, name)


def _find_office(written: str, kind: str, name: Both) -> Both | None:
    """Who is meant where the name of a country or body takes in more than it does: 미군, 미국 상원."""
    found = _FORCES.search(written) if kind in ("place", "body") else None
    if found is None or found[0] in name.ko or found[0] in name.en:
        return None
    agent = AGENTS.get(key_of("military" if found[0] == "군" else found[0]))
    owner = name if kind == "place" else _AMERICA if "미" in name.ko else None
    return own(agent, owner) if agent and owner else None


def _is_of_other_house(written: str, name: Both) -> bool:
    """Whether a body of the other chamber stands there than the one that its name is of."""
    chambers = ((written, name.ko, ("상원", "하원")), (written.lower(), name.en.lower(), ("senate", "house")))
    return any(
        one in said and other in known and one not in known
        for said, known, pair in chambers
        for one, other in (pair, pair[::-1])
    )


_AMERICA = Both("the United States", "미국")


def _bears(written: str, name: Both) -> bool:
    """Whether what stands there is the name of a person and not only an office of theirs."""
    low = written.lower()
    return any(part.lower() in low for part in name.en.split() if len(part) > 1) or (
        not written.isascii() and _bears_korean(written, name.ko)
    )


def _bears_korean(written: str, name: str) -> bool:
    """Whether a surname, a given name or a name in Hanja stands there."""
    return any(part in written for part in (name[0], *name.split())) or bool(_HANJA.search(written))


_HANJA = compile_later("[\u4e00-\u9fff]")


def _cut_lines(text: str, spans: list[tuple[int, int]], spots: list[Spot], title_end: int) -> list[Line]:
    """The title, and the first sentences of the text."""
    sentences = [span for span in spans if span[0] >= title_end][:_SENTENCES]
    whole = Line(text, tuple(spots))
    return [
        _tidy_names(whole.cut(start, min(end, start + _LONGEST)))
        for start, end in [(0, title_end), *sentences]
    ]


def _tidy_names(line: Line) -> Line:
    return Line(line.text, _without_overlap(line.spots, line.text))


def _without_overlap(spots: Sequence[Spot], text: str) -> tuple[Spot, ...]:
    """The names in order, the longer of two; countries in one word (한미) are one name of several."""
    kept: list[Spot] = []
    for spot in sorted(spots, key=lambda one: (one.start, -one.end, _RANKS.get(one.kind, 1))):
        pair = _PAIR.match(text, spot.start) if spot.kind == "place" else None
        if pair and pair.end() <= spot.end:
            spot = replace(spot, end=pair.end())
        if not kept or spot.start >= kept[-1].end:
            kept.append(spot)
        elif pair and (spot.start, spot.end) == (kept[-1].start, kept[-1].end):
            name = Both(f"{kept[-1].name.en}, {spot.name.en}", f"{kept[-1].name.ko}, {spot.name.ko}")
            kept[-1] = replace(kept[-1], name=name)
    return tuple(kept)


def _read_first(title: Line, body: list[Line], lang: str, on: date | None) -> tuple[Clause | None, Line]:
    """The first clause that says what happened, else who says something; and its sentence."""
    found = [(clause, line) for line in body if (clause := _read_sentence(line, lang, on))]
    acts = [one for one in found if one[0].verb]
    if acts:
        return acts[0]
    if headline := _read_headline(title, lang, on):
        by = headline.by or (found[0][0].by if found else None)
        return replace(headline, day=None, by=by), title
    return found[0] if found else (None, title)


# The expressions of a language take as long to make ready as many lines to read, and one text is in one.


def _read_sentence(line: Line, lang: str, on: date | None) -> Clause | None:
    if lang == "ko":
        from alerts.gist.korean import read_korean

        return read_korean(line, on)
    from alerts.gist.english import read_english

    return read_english(line, on)


def _read_headline(title: Line, lang: str, on: date | None) -> Clause | None:
    """What a headline says that happened."""
    clause = None
    if lang == "en":
        from alerts.gist.english import read_english

        clause = read_english(title, on, is_headline=True)
    elif lang == "ko":
        from alerts.gist.korean import read_korean_headline

        clause = read_korean_headline(title)
    return clause if clause and clause.verb else None


def _find_about(clause: Clause, title: Line, body: list[Line]) -> tuple[Both, ...]:
    said = {*clause.who, *clause.of, *clause.with_whom, clause.by, clause.place, clause.thing}
    turn = say_turn(clause)[0].lower() if clause.verb else ""
    return tuple(
        name for name in _name_about(title, body) if name not in said and name.en.lower() not in turn
    )


def _name_about(title: Line, body: list[Line]) -> tuple[Both, ...]:
    """What a headline is about, unless its name is part of a longer one in the text."""
    found = dict.fromkeys(spot.name for spot in title.spots if _is_about(spot, title.text))
    longer = [spot.name.en for line in body for spot in line.spots]
    sure = [name for name in found if not any(name.en in other and name.en != other for other in longer)]
    return tuple(sure)[:_ABOUT]


def _is_about(spot: Spot, title: str) -> bool:
    """Whether a name is that of an accord, an event or a body that meets, the same in both languages."""
    is_kind = spot.kind in _ABOUT_KINDS or (spot.kind == "body" and bool(_MEETS.search(spot.name.en)))
    has_figure = {bool(_DIGIT.search(spot.name.en)), bool(_DIGIT.search(spot.name.ko))}
    return is_kind and len(has_figure) == 1 and not title.startswith("급", spot.end)


def _list_about(about: tuple[Both, ...]) -> tuple[GistPart, ...]:
    names = join_names(about)
    return (GistPart(Part.ABOUT, *names),) if names else ()


def _name(entity: Entity) -> Both:
    """An entity's name in both languages; the one it has where it has no other."""
    korean = next((alias for alias in entity.aliases if has_hangul(alias)), entity.name)
    english = (
        entity.name
        if not has_hangul(entity.name)
        else next((alias for alias in entity.aliases if not has_hangul(alias)), entity.name)
    )
    return Both(english, korean)
