"""When and where a Korean predicate is: a day or place before it that belongs to no other word."""

from __future__ import annotations

import re
from datetime import date

from alerts.gist.korean_names import name_place
from alerts.gist.nouns import Both
from alerts.gist.parts import Line, Manner, find_day
from storage.language.patterns import compile_later

_ADNOMINAL = compile_later(
    r"(?:^|\s)[가-힣]+(?:된|던|할|될|릴|린|는|한|운|온|쓴|난|낸|인|진|칠|낼|갈|올|열|받은|맺은|잡은|있은|넘은|같은|높은|않은)(?=\s)"
)


NOT_ADNOMINAL = compile_later(
    r"(?:^|\s)(?:오는|지난|한|또한|북한|대한|남한|방한|권한|기한|제한|주한|무기한)(?=\s)"
)


DAY = compile_later(
    r"(?<![\d.~∼\-년])(?:(?P<soon>오는|이달)\s|(?P<next>다음\s?달|내달)\s|(?P<past>지난)\s)?(?:(?P<month>\d{1,2})월\s?)?(?<!\d)"
    r"(?P<day>\d{1,2})일(?P<after>에|\s|,|부터|까지|과|와|[~∼\-·])"
)


_RELATIVE_DAY = compile_later(
    r"지난달|지난해|작년|내년|다음\s?주|이번\s?주|지난주|\d{4}년|전날|이튿날|다음\s?날|[~∼]"
)


_SEVERAL = compile_later(r"\d\s?(?:일과|일,|,|·|~|∼|-)\s?$")
_PLACE = compile_later(r"(?<![가-힣A-Z])(?P<np>[가-힣A-Z]{1,20}?)(?:에서|서)(?=\s|$)")


def is_described(text: str) -> bool:
    """Whether a word describes what follows it, so that what stands before may belong to that word."""
    return bool(_ADNOMINAL.search(NOT_ADNOMINAL.sub(" ", f" {text} ")))


def read_place(line: Line) -> Both | None:
    """The only place in which something is said to happen; None where a word describes what follows it."""
    found = [
        (place, one.end()) for one in _PLACE.finditer(line.text) if (place := name_place(line, one.end("np")))
    ]
    if len(found) != 1 or line.text.count("에서 ") > 1:
        return None
    place, end = found[0]
    return None if is_described(line.text[end:]) else place


def read_day(line: Line, on: date, manner: Manner) -> date | None:
    """The day of the act: the only one before its predicate, and of no word that describes something."""
    text = f"{line.text} "
    found = list(DAY.finditer(text))
    if len(found) != 1 or not _is_one_day(found[0], text) or not _fits(found[0], manner):
        return None
    month = int(found[0]["month"]) if found[0]["month"] else None
    if found[0]["next"]:
        month = on.month % 12 + 1
    return find_day(on, month, int(found[0]["day"]), is_past=manner.is_past)


def _is_one_day(found: re.Match[str], text: str) -> bool:
    """Whether a day is one of this year alone, and no word's that describes something."""
    is_span = found["after"] not in ("에", " ", ",") or _SEVERAL.search(text[: found.start()])
    return not (is_span or _RELATIVE_DAY.search(text) or is_described(text[found.end() :]))


def _fits(found: re.Match[str], manner: Manner) -> bool:
    """Whether a day said to be past is that of what has happened, and one to come is not."""
    return not (found["soon"] or found["next"] if manner.is_past else found["past"])
