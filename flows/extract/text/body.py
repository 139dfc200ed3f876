"""Where a page's article stands: found from its headline on, by the markup's blocks and their names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from flows.extract.text.blocks import HEADINGS, LISTS, Holder, Lump, Role, read_blocks
from flows.extract.text.lines import fold, says_title
from flows.extract.text.noise import LINK_LISTS

ENOUGH = 150
"""Characters of prose outside of furniture with which a page shows an article; else it is named oddly."""

MOST = 0.4
"""An element that holds so much of the prose is no furniture, if its name is one that layouts use as well."""

WHOLE = 0.75
"""An element that holds so much of what the one around it holds is the narrower place of the article."""

NEAR_HEADLINE = 0.4
"""An element around the headline with so much of the article's prose is the article."""

STRONG = 0.7
"""With so much of the prose in its own blocks an article ends with them; what follows deeper is cards."""

BRIEF = 100
"""Characters of prose that the shortest article has beside a card."""

ABOVE, BELOW = 6, 12
SHORT_LINE = 120
TITLE_TAGS = ("h1", "h2", "h3")
LEDE_LUMPS = 12
LEDE_LENGTH = 80
CARD_LUMPS = 12
PICTURE_WORDS = 200
CELL = 120
QUOTED = frozenset(("ul", "ol", "dl", "blockquote"))  # an article has these, and is none


@dataclass(frozen=True, slots=True)
class Body:
    """The article's paragraphs, headings and list items in order, and the short lines beside its headline.

    There are no `lines` where no prose was found, and none `beside` a headline that was not found.
    """

    lines: list[str]
    beside: list[str]


def find_body(tree: HtmlElement, titles: Iterable[str]) -> Body:
    """Find the article in a page.

    It is looked for after the heading that is one of `titles`, and in the whole page where none is. Linear in
    the size of the page, of which `blocks.MAX_ELEMENTS` are read.
    """
    lumps, holders = read_blocks(tree)
    page = _Page(lumps, holders)
    headline = page.find_headline({fold(title) for title in titles if title})
    lines = page.read_article(headline)
    return Body(lines=lines, beside=page.read_beside(headline))


class _Page:
    """The blocks of one page, and which of them stand in furniture."""

    def __init__(self, lumps: list[Lump], holders: list[Holder]) -> None:
        self.lumps = lumps
        self.holders = holders
        self.hidden = [False] * len(lumps)

    def read_beside(self, headline: int | None) -> list[str]:
        """The lines just above and below the headline that are neither prose nor links: bylines and dates."""
        if headline is None:
            return []
        near = range(max(0, headline - ABOVE), min(headline + BELOW, len(self.lumps)))
        return [self.lumps[number].text for number in near if self._is_beside_headline(number)]

    def _is_beside_headline(self, number: int) -> bool:
        lump = self.lumps[number]
        if lump.is_prose or lump.tag == "li" or len(lump.text) > SHORT_LINE:
            return False
        around = self.holders[lump.holder]
        is_other = self.hidden[number] and around.role is Role.FURNITURE
        return lump.linked < 0.8 * len(lump.text) and not is_other

    def read_article(self, headline: int | None) -> list[str]:
        start = headline + 1 if headline is not None else 0
        self._hide_furniture(headline, start)
        sums = self._sum_prose(start)
        if not sums[-1]:
            return []
        place = self._choose_place(headline, sums)
        lede = [] if headline is None else self._find_lede(start, place)
        return self._join([self.lumps[number] for number in (*lede, *self._choose_parts(place, start))])

    def find_headline(self, titles: set[str]) -> int | None:
        """The heading that says the title; h1 before others. A heading may be a title's beginning."""
        found = [
            number
            for number, lump in enumerate(self.lumps)
            if lump.tag in TITLE_TAGS and len(lump.text) <= 300 and says_title(lump.text, titles)
        ]
        return min(found, key=lambda number: self.lumps[number].tag != "h1", default=None)

    def _sum_prose(self, start: int, *, with_hidden: bool = False) -> list[int]:
        """The characters of prose before each lump, from `start` on."""
        sums = [0]
        for number, lump in enumerate(self.lumps):
            counts = lump.is_prose and number >= start and (with_hidden or not self.hidden[number])
            sums.append(sums[-1] + (len(lump.text) if counts else 0))
        return sums

    def _hide_furniture(self, headline: int | None, start: int) -> None:
        """Hide comments, cards, captions and the like; what is around the headline is none of them."""
        spared = set(self._around(headline)) if headline is not None else set()
        self._hide_named(spared, start)
        self._hide_layout(spared, start)
        self._hide_cards(spared, start, has_headline=headline is not None)

    def _hide_named(self, spared: set[int], start: int) -> None:
        """Hide what is named as furniture; where that leaves no article, only what has less than half."""
        everything = self._sum_prose(start, with_hidden=True)
        self._hide(spared, lambda holder: holder.role is Role.FURNITURE)
        half = everything[-1] / 2
        if self._sum_prose(start)[-1] < ENOUGH < half:
            self.hidden = [False] * len(self.lumps)
            self._hide(
                spared, lambda holder: holder.role is Role.FURNITURE and _weigh(holder, everything) < half
            )

    def _hide_layout(self, spared: set[int], start: int) -> None:
        """Hide what has a name that layouts use as well, unless elements of that name hold much prose."""
        sums = self._sum_prose(start)
        kinds = self._weigh_kinds(sums)
        most = MOST * (sums[-1] or 1)
        self._hide(spared, lambda holder: holder.role is Role.LAYOUT and kinds[holder.kind] < most)

    def _hide_cards(self, spared: set[int], start: int, *, has_headline: bool) -> None:
        sums = self._sum_prose(start)
        half = (sums[-1] or 1) / 2
        # A headline says where the article is, so that a card may have more words than it.
        most = max(half, sums[-1] - BRIEF) if has_headline else half
        self._hide(spared, lambda holder: _weigh(holder, sums) <= most and self._is_card(holder))

    def _weigh_kinds(self, sums: list[int]) -> dict[str, int]:
        """The prose of all elements of one name: an article may be cut into several."""
        kinds: dict[str, int] = {}
        for holder in self.holders:
            if holder.role is Role.LAYOUT:
                kinds[holder.kind] = kinds.get(holder.kind, 0) + _weigh(holder, sums)
        return kinds

    def _hide(self, spared: set[int], is_hidden: Callable[[Holder], bool]) -> None:
        until = 0
        for number, holder in enumerate(self.holders):
            if holder.end > until and number not in spared and is_hidden(holder):
                self.hidden[holder.first : holder.end] = [True] * (holder.end - holder.first)
                until = holder.end

    def _is_card(self, holder: Holder) -> bool:
        """Whether it leads to another article, lists such, or is a picture with its caption."""
        lumps = self.lumps[holder.first : min(holder.end, holder.first + 3)]
        if not lumps or holder.element.tag in ("body", "td", "th", "table"):
            return False
        first = lumps[0]
        if LINK_LISTS.fullmatch(first.text[:100]):
            return True
        if _is_picture(holder, first):
            return sum(len(lump.text) for lump in lumps) < PICTURE_WORDS
        return _is_teaser(holder, first)

    def _around(self, lump: int) -> Iterator[int]:
        """The holders around a lump, the innermost first."""
        holder = self.lumps[lump].holder
        while holder >= 0:
            yield holder
            holder = self.holders[holder].above

    def _choose_place(self, headline: int | None, sums: list[int]) -> Holder:
        """The narrowest element that holds nearly all of the prose, or one around the headline within it."""
        place = self._find_narrowest(sums)
        near = self._find_near(headline, place, sums) if headline is not None else None
        if near is None:
            return place
        is_within = near.first >= place.first and near.end <= place.end
        return near if is_within or near.element.tag == "article" else place

    def _find_narrowest(self, sums: list[int]) -> Holder:
        below: dict[int, list[int]] = {}
        for number, holder in enumerate(self.holders):
            if holder.element.tag not in QUOTED:
                below.setdefault(holder.above, []).append(number)
        number, place = 0, self.holders[0]
        while number in below:
            inner = max(below[number], key=lambda each: _weigh(self.holders[each], sums))
            if _weigh(self.holders[inner], sums) < WHOLE * _weigh(place, sums):
                break
            number, place = inner, self.holders[inner]
        return place

    def _find_near(self, headline: int, place: Holder, sums: list[int]) -> Holder | None:
        """The innermost element around the headline that has much of the prose of `place`."""
        least = NEAR_HEADLINE * _weigh(place, sums)
        around = (self.holders[number] for number in self._around(headline))
        return next(
            (each for each in around if _weigh(each, sums) >= least and each.element.tag != "header"), None
        )

    def _find_lede(self, start: int, place: Holder) -> list[int]:
        """The prose between headline and body that a layout keeps apart."""
        if place.first - start > LEDE_LUMPS:
            return []
        lede = range(start, place.first)
        return [n for n in lede if self.lumps[n].is_prose and len(self.lumps[n].text) > LEDE_LENGTH]

    def _choose_parts(self, place: Holder, start: int) -> list[int]:
        inside = range(max(place.first, start), place.end)
        prose = self._list_prose(inside)
        core = self._find_core(prose)
        near = self._find_beside(core)
        last = self._find_last(prose, core, place)
        parts = [n for n in inside if self._is_part(n, core)]
        return [n for n in parts if n <= last or self.lumps[n].holder in near]

    def _list_prose(self, inside: range) -> list[int]:
        return [n for n in inside if self.lumps[n].is_prose and not self.hidden[n]]

    def _find_last(self, prose: list[int], core: set[int], place: Holder) -> int:
        """Where the article ends: with its own blocks where these have most of the prose."""
        own = [n for n in prose if self.lumps[n].holder in core]
        is_strong = self._length(own) >= STRONG * self._length(prose)
        return own[-1] if own and is_strong else place.end

    def _find_beside(self, core: set[int]) -> set[int]:
        """The holders of the core, and those that stand in the same elements as they do."""
        around = {self.holders[number].above for number in core}
        return core | {number for number, holder in enumerate(self.holders) if holder.above in around}

    def _length(self, numbers: list[int]) -> int:
        return sum(len(self.lumps[number].text) for number in numbers)

    def _find_core(self, prose: list[int]) -> set[int]:
        """The holders in whose own right the paragraphs stand, and the lists and tables within them."""
        counts: dict[int, int] = {}
        for number in prose:
            counts[self.lumps[number].holder] = counts.get(self.lumps[number].holder, 0) + 1
        most = max(counts.values(), default=0)
        core = {holder for holder, count in counts.items() if 3 * count >= most}
        for number, holder in enumerate(self.holders):
            if holder.above in core and holder.element.tag in LISTS:
                core.add(number)
        return core

    def _is_part(self, number: int, core: set[int]) -> bool:
        lump = self.lumps[number]
        if self.hidden[number]:
            return False
        is_link = lump.linked > 0.5 * len(lump.text)
        if lump.holder in core and not is_link:
            return True
        return self._heads_prose(number, is_link) if lump.tag in HEADINGS else lump.is_prose

    def _heads_prose(self, number: int, is_link: bool) -> bool:
        """Whether prose follows a heading: beside it where that is a link, since a card has it elsewhere."""
        after = next((lump for lump in self.lumps[number + 1 : number + 4] if lump.is_prose), None)
        return after is not None and (not is_link or after.holder == self.lumps[number].holder)

    def _join(self, lumps: list[Lump]) -> list[str]:
        """The lines: prose once, and the cells of a row as one."""
        lines: list[str] = []
        seen: set[str] = set()
        before: Lump | None = None
        for lump in lumps:
            if lump.is_prose and lump.text in seen:
                continue
            seen.add(lump.text)
            if before is not None and self._is_same_row(before, lump):
                lines[-1] += f" | {lump.text}"
            else:
                lines.append(lump.text)
            before = lump
        return lines

    def _is_same_row(self, before: Lump, lump: Lump) -> bool:
        cells = self.holders[before.holder].element, self.holders[lump.holder].element
        return (
            all(cell.tag in ("td", "th") for cell in cells)
            and cells[0] is not cells[1]
            and cells[0].getparent() is cells[1].getparent()
            and max(len(before.text), len(lump.text)) < CELL
        )


def _weigh(holder: Holder, sums: list[int]) -> int:
    return sums[holder.end] - sums[holder.first]


def _is_picture(holder: Holder, first: Lump) -> bool:
    """Whether it holds a picture, and hardly any words but a caption's."""
    return bool(holder.pictures) and holder.count <= 2 and first.tag == "div"


def _is_teaser(holder: Holder, first: Lump) -> bool:
    """Whether it has a few lines, the first a headline that is a link."""
    is_headed = first.tag in HEADINGS or holder.element.tag == "article"
    return is_headed and 1 < holder.count < CARD_LUMPS and first.linked >= 0.8 * len(first.text)
