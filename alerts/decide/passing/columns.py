"""What a column or a feature reports by itself: what somebody who knows told its writer, with new facts.

Most opinions argue on what is known, and quote neighbours and apprentices. A few have news: what an official
or somebody in the room told the writer, or that nobody announced it, with figures, a day or an act that
nothing told has. A passage needs all of that, since a column is long and most of it is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date

from alerts.decide.passing.items import MOST_LINES, MOST_OF_LINE, holds_one_of, read_passages, squeeze
from alerts.turns.days import read_days
from alerts.turns.read import find_new_acts, read_passage
from alerts.turns.stands import day_of, list_days
from storage.language.figures import read_figures
from storage.language.patterns import compile_later
from storage.language.text import fold
from storage.records import Article, Evidence

_MOST = 3
"""Passages of a column that are told."""
_FEWEST_FACTS = 2
_FEWEST_DIGITS = 2
_MOST_FIGURES = 2

_KNOWS_EN = (
    r"(?:officials?|people|persons?|sources?|aides?|diplomats?|prosecutors?|negotiators?|officers?|envoys?"
    r"|ministers?|lawmakers?|staffers?|members?|insiders?|of them|who (?:was|were|sat|took part))"
)
_KNOWS_KO = (
    r"(?:관계자|간부|당국자|소식통|인사|실무자|보좌관|보좌진|외교관|참모|의원|비서관|장교|협상단"
    r"|(?:함께 있었던|있었던|간여한|관여한|참석한|아는|배석한) ?(?:한 |두 |세 )?(?:사람|이))들?"
)
_HEARD = compile_later(
    rf"\b{_KNOWS_EN}\b.{{0,90}}\b(?:tells?|told|confirmed to|confided (?:in|to)) (?:me|us|th(?:is|e) (?:"
    rf"column|writer|newspaper|paper))\b"
    rf"|\b(?:hear|heard|learn(?:ed|t)|know) .{{0,40}}\bfrom .{{0,30}}\b{_KNOWS_EN}\b"
    rf"|\baccording to (?:a|an|one|two|three|four|several|some)\b.{{0,30}}\b{_KNOWS_EN}\b"
    r"|\bth(?:is|e) (?:column(?:ist)?|writer|newspaper) (?:has|can|have)\b.{0,20}\b(?:learn|seen|report"
    r"|reveal|told|obtain|confirm)"
    r"|\bI (?:can now|now can|can) (?:\w+ )?(?:report|reveal|disclose)\b"
    r"|\bI have (?:seen|read|obtained) the\b"
    rf"|{_KNOWS_KO}(?:에게서|한테서|한테|로부터|에 따르면|에게|[을를] 만나).{{0,60}}(?:들|따르면|다)"
    rf"|{_KNOWS_KO}[은는이가]?.{{0,30}}(?:필자|기자|나|내|본지|본보)(?:에게|게|한테)"
    r"|두 사람에게서|세 사람에게서|털어놓|귀띔|취재한 바|(?:필자|본지|본보|기자)가? ?(?:확인|입수|취재)",
    re.IGNORECASE,
)
"""What says that somebody who knows told the writer."""
_UNTOLD = compile_later(
    r"\bnot (?:yet |previously )?(?:been )?(?:\w+ )?(?:announced|made public|published|reported|disclosed"
    r"|public)\b"
    r"|\b(?:never|nowhere) (?:been )?(?:announced|reported|disclosed|published)\b"
    r"|\bnobody (?:has )?(?:reported|announced)|\bHere is what is\b|\bwill be (?:made )?public\b"
    r"|(?:아직|지금껏|지금까지|여태).{0,20}(?:발표|공개|알려지|알리지)"
    r"|(?:발표|공개)(?:되지|하지) ?(?:않은|않았)|알려지지 않은|처음 (?:공개|밝히|전하)",
    re.IGNORECASE,
)
"""What says that nobody announced it."""


def find_reported(article: Article, evidence: Sequence[Evidence], told: Sequence[Article]) -> tuple[str, ...]:
    """The paragraphs of a column in which somebody who knows tells its writer what nothing told has.

    They met the watch or stand beside one that did, and are in the order of the text.
    """
    lines = [squeeze(line[:MOST_OF_LINE]) for line in fold(article.text).text.split("\n")[:MOST_LINES]]
    near = _list_near([line for line in lines if line], evidence)
    heard = [line for line in near if _HEARD.search(line)]
    if not heard:
        return ()
    figures = _read_values(_read_told(told))
    days = {day for other in told for day in (day_of(other), *list_days(other))}
    counted = {line: _count_facts(line, article, told, figures, days) for line in heard}
    return tuple(line for line, facts in counted.items() if facts >= _FEWEST_FACTS)[:_MOST]


def _list_near(lines: Sequence[str], evidence: Sequence[Evidence]) -> Iterator[str]:
    """The paragraphs that met a watch, and those beside them."""
    passages = read_passages(evidence)
    met = [holds_one_of(line, passages) for line in lines]
    for place, line in enumerate(lines):
        if any(met[max(0, place - 1) : place + 2]):
            yield line


def _count_facts(
    line: str, article: Article, told: Sequence[Article], figures: Set[str], days: Set[date]
) -> int:
    """How much a paragraph has that nothing told has: figures, a day, an act, that nobody announced it.

    `figures` and `days` are those that what was told has.
    """
    return (
        min(_MOST_FIGURES, len(_read_values([line]) - figures))
        + (not set(read_days(line, day_of(article))) <= days)
        + bool(find_new_acts(read_passage(line, article.lang), article, told))
        + (_UNTOLD.search(line) is not None)
    )


def _read_told(told: Sequence[Article]) -> Iterator[str]:
    return (fold(f"{other.title}\n{other.text[:MOST_OF_LINE]}").text for other in told)


def _read_values(texts: Iterable[str]) -> frozenset[str]:
    """The figures of some texts that are more than a digit long."""
    found = (figure for text in texts for figure in read_figures(text))
    return frozenset(figure.value for figure in found if len(figure.value) >= _FEWEST_DIGITS)
