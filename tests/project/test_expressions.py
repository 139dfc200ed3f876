"""Every regular expression of the shipped code takes time that grows with its text, and no faster.

Each is found (in the values of the modules, and in the calls within functions) and pumped with texts made
from its own parse tree; `python -m bench.attack.expressions` tries many more. Where a text is cut before an
expression sees it, BOUNDED says where, and the function that cuts is given long texts too.
"""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pytest

from alerts.channels.manners import read_rate
from flows.config.schedule import read_duration
from flows.extract.facts.bylines import read_byline
from flows.extract.facts.dates import parse_date
from flows.extract.text.noise import has_credit, is_head_caption, why_noise
from flows.extract.text.page_trim import trim_lines
from flows.files.infer import read_stated
from storage.address import address_key
from storage.language.hangul import may_begin_after, may_end_before
from storage.language.text import sentences
from tests.pump import ROOT, Expression, find_expressions, find_growth

EFFORT = 30
"""Texts tried on each expression, the likeliest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """What reaches an expression: at most so many characters; one line without runs of blanks (`tidy`).

    `by` is who sees to it; `through` calls that with a text of any length; `verb` is how the expression is
    used where that is not to be seen from its name, as in a table.
    """

    by: str
    most: int | None = None
    tidy: bool = False
    verb: str | None = None
    through: Callable[[str], object] | None = None


BYLINE = Bound(by="read_byline reads 200 characters", most=200, through=read_byline)
DATE = Bound(
    by="parse_date reads 120 characters of a line", most=120, tidy=True,
    through=lambda text: parse_date(text, timezone="Asia/Seoul"),
)  # fmt: skip
LINE = Bound(
    by="trim_lines tidies each line", tidy=True, through=lambda text: trim_lines(text, titles=[], authors=[])
)
NOISE = Bound(
    by="why_noise reads 160 characters of a tidy line",
    most=160,
    tidy=True,
    verb="fullmatch",
    through=why_noise,
)
CREDIT = Bound(by="has_credit reads 700 characters of a tidy line", most=700, tidy=True, through=has_credit)
BRACKET = replace(CREDIT, by="has_credit reads the last 300 characters of it", most=300)
ENDING = Bound(
    by="may_end_before reads 40 syllables", most=40, verb="fullmatch",
    through=lambda text: may_end_before("령", text, is_name=False, takes_role=True, takes_head=True),
)  # fmt: skip
ARTICLE_ID = Bound(
    by="_shorten compares 1,000 characters", most=1_000, verb="fullmatch",
    through=lambda text: address_key(f"https://www.hani.co.kr/arti/{text}"),
)  # fmt: skip

BOUNDED: dict[str, Bound] = {
    "flows.extract.facts.bylines.PLACE": BYLINE,
    "flows.extract.facts.names.KOREAN_BYLINE": BYLINE,
    "flows.extract.facts.names.KOREAN_MAIL_BYLINE": BYLINE,
    "flows.extract.facts.dates.ZONE_NOTE":
        replace(DATE, by="parse_date takes 480 of them", most=480, tidy=False),
    "flows.extract.facts.dates.NUMERIC": DATE,
    "flows.extract.facts.dates.BROKEN_OFFSET": DATE,
    "flows.extract.text.noise.LOOSE": NOISE,
    "flows.extract.text.noise.STRICT": NOISE,
    "flows.extract.text.noise.CREDIT_BRACKET": BRACKET,
    "flows.extract.text.noise.CREDIT_TAIL": CREDIT,
    "flows.extract.text.noise.CREDIT_PAREN": Bound(
        by="is_head_caption reads 300 characters of a tidy line", most=300, tidy=True, through=is_head_caption
    ),
    "flows.extract.facts.page_facts.SEPARATOR": Bound(by="strip_site tidies its title", tidy=True),
    r"flows.extract.facts.page_facts/\s+[|]\s+|\s+::\s+":
        Bound(by="choose_outlet reads 60 characters", most=60),
    "flows.extract.facts.page_shown.SHOWN_DATE":
        Bound(by="_short_text reads 160 characters", most=250, tidy=True),
    "flows.extract.text.page_trim.CELL": LINE,
    "flows.extract.text.page_trim.DATE_LINE": LINE,
    "flows.files.infer/": Bound(
        by="read_stated reads 90 characters", most=90,
        through=lambda text: read_stated(text, timezone="Asia/Seoul"),
    ),
    "flows.files.sort_lines.OUTLET_LINES": Bound(
        by="_read_outlet reads 160 characters of a tidy line", most=160, tidy=True, verb="fullmatch"
    ),
    "alerts.decide.urgent.signs.": Bound(by="_read_line reads 320 characters", most=320, verb="search"),
    "alerts.turns.genre.marks.SIGNED": Bound(by="_read_text reads 400 characters", most=400, verb="search"),
    "alerts.gist.": Bound(by="GistReader.read cuts each sentence at 600 characters", most=600, verb="search"),
    "alerts.watch.names.people.bare._BEFORE": Bound(
        by="_judge_latin reads 24 characters", most=24, verb="search"
    ),
    "alerts.watch.names.people.alone._BEFORE": Bound(by="_judge reads 24 characters", most=24, verb="search"),
    "alerts.watch.names.people.leaders._ANOTHER": Bound(
        by="_list_of_state reads 40 characters", most=40, verb="search"
    ),
    "alerts.watch.names.people.bare._UNDER": Bound(by="_is_called_former reads 50", most=50, verb="search"),
    "alerts.watch.names.whose._SO_NAMED": Bound(by="_is_domestic reads 32", most=32, verb="search"),
    "alerts.watch.names.people.holders/[A-Z]": Bound(
        by="_is_in_name reads 16 characters", most=16, verb="search"
    ),
    "alerts.watch.names.acronyms._NAMED": Bound(by="_is_of_other_name reads 120 characters", most=120),
    "alerts.watch.query.tokens.Lexer._FIELD": Bound(by="read_field", verb="match"),
    "storage.address.ARTICLE_IDS": ARTICLE_ID,
    "storage.address._HAS_ARTICLE_ID": ARTICLE_ID,
    "storage.language.hangul._EDGES": ENDING,
    "storage.language.hangul._HEADED": ENDING,
    "storage.language.hangul._VERBS": ENDING,
    "storage.language.text._LAST_WORD": Bound(by="_is_abbreviation reads 20 characters", most=22),
}  # fmt: skip

COMPOSED: dict[str, str | tuple[str, ...]] = {
    "flows.extract.text.noise: pattern": "kept in LOOSE and STRICT",
    "storage.address: pattern": "kept in ARTICLE_IDS",
    "storage.language.patterns: self.pattern": "found where compile_later is called",
    "alerts.turns.korean: listed": "kept in a table",
    "alerts.turns.genre.marks: f'{opens}": "kept in TAGS",
    "alerts.turns.genre.marks: pattern": "kept in TITLES, PLACES and BEGINS",
    "storage.language.hangul: f'(?:{_MINISTRY}": "kept in _EDGES",
    "flows.fetch.h11_headers: mend_pattern": "kept by h11, and timed over a real connection",
    "flows.config.schema: text": "the operator's own, compiled to see whether it can be",
    "flows.sources.formats.page: pattern": "the operator's own, in a worker with a limit",
    "alerts.watch.scan.hits: char": ("韓",),
    "alerts.watch.names.people.offices": ("국 ?무 ?장 ?관",),
    "alerts.watch.names.people.holders": (r"(?<![가-힣])이[가-힣]{2} ?(?:전 ?)?대통령",),
    "alerts.watch.names.people.bare: f'(?<![가-힣]){self._family}": (
        r"(?<![가-힣])이[가-힣]{2} ?(?:[가-힣]{1,8} ?)?(?:전 ?)?대통령",
    ),
    "alerts.watch.names.acronyms: f": (
        r"\bN[a-z]+[ -](?:(?:of|and|the) ){0,2}C[a-z]+[ -](?:(?:of|and|the) ){0,2}G[a-z]+\b",
    ),
    "alerts.watch.names.people.held: f'\\\\b({said}": (
        r"\b([Ss]ecretary|[Ff]oreign [Mm]inister),? (?:Mr\.? |Dr\.? )?$",
    ),
    'alerts.watch.names.people.held: f"{_BETWEEN_KO}': (
        r"(?:\([^()\n]{1,14}\))? ?(?:(?:신임|현|美) ?)?(장 ?관)"
        r"|, (?:the |[A-Z][\w. ]{0,16}[’']s )?(?:[a-z]+ )?([Ss]ecretary)\b",
    ),
    "alerts.watch.names.people.held: f'\\\\b(?:{said}|": (
        r"\b(?:[Ss]ecretary|SECRETARY)\b|(?:장 ?관|대 ?행)$",
    ),
    "alerts.watch.names.people.held: f\"\\\\b(?:{'|'": (r"\b(?:[Ff]oreign [Mm]inister)\b(?! of [A-Z])",),
    "alerts.watch.names.people.held: f'(?<!": (r"(?<![가-힣])(조) 외교(?=[,·…\"'”’]|$)",),
    "alerts.watch.names.people.namesakes: f": (
        r"\bWashington (?:[A-Z][a-z]+ )?Summit Declaration|\bWashington, (?:Ohio|Iowa)\b",
    ),
    "alerts.watch.names.people.surnames: f'{re.escape": (r"P(?i:ark)",),
    "alerts.watch.names.people.surnames: f'(?<![가-힣0-9A-Za-z])({family}": (
        r"(?<![가-힣0-9A-Za-z])(이) ?(?:[가-힣]{2,4}부 )?(?:외교|국방|국무|재무)?(대통령|장관|장관대행)",
    ),
    "alerts.watch.names.people.surnames: f'(?<![가-힣0-9A-Za-z])({surname}": (
        r"(?<![가-힣0-9A-Za-z])(이[가-힣]{1,2}) ?(?:[가-힣]{2,5} ?)?(대통령|장관|장관대행)",
    ),
    "alerts.watch.names.governments: f'": (
        r"\b(?:U\.S\.|US|Japan(?:ese)?|Chinese|North Korean?|NATO)(?![A-Za-z])",
    ),
    "storage.whole.files: re.escape": (r"hanmi\.db\.[0-9]{4}_\w+",),
    "flows.extract.text.lines": (r"(?<=[.!?…”\"』」n])'\s*,\s*'", r"(?<=[.!?…”\"』」n])”\s*,\s*“"),
    "flows.extract.facts.page_head": (r'"headline"\s*:\s*"((?:[^"\\]|\\.){1,2000})"',),
}
"""What is composed where it is used, by its beginning: where else it is found, or how it comes out."""


@cache
def collected() -> tuple[dict[str, Expression], list[str]]:
    return find_expressions()


def bound_of(where: str) -> Bound:
    """What reaches the expression that is written there; without an entry any text."""
    return next((bound for prefix, bound in BOUNDED.items() if where.startswith(prefix)), Bound(by=""))


def used_as(expression: Expression, bound: Bound) -> Expression:
    """The expression, used as its bound says."""
    return replace(expression, verbs=frozenset((bound.verb,))) if bound.verb else expression


def pump(expression: Expression) -> str | None:
    bound = bound_of(expression.where)
    return find_growth(used_as(expression, bound), most=bound.most, tidy=bound.tidy, effort=EFFORT)


@pytest.mark.parametrize("package", ["flows.extract", "flows.", "alerts.", "storage."])
def test_no_expression_takes_more_than_linear_time(package: str) -> None:
    found = [
        each for where, each in collected()[0].items()
        if where.startswith(package) and (package != "flows." or not where.startswith("flows.extract"))
    ]  # fmt: skip
    assert found
    assert {each.where: slow for each in found if (slow := pump(each))} == {}


def test_what_is_composed_is_listed_and_linear() -> None:
    hidden = collected()[1]
    assert [each for each in hidden if not any(each.startswith(key) for key in COMPOSED)] == []
    assert [key for key in COMPOSED if not any(each.startswith(key) for each in hidden)] == []
    made = [(key, text) for key, texts in COMPOSED.items() if isinstance(texts, tuple) for text in texts]
    slow = {key: pump(Expression(key, re.compile(text))) for key, text in made}
    assert {key: said for key, said in slow.items() if said} == {}


def test_every_bound_is_of_an_expression() -> None:
    assert [
        prefix for prefix in BOUNDED if not any(where.startswith(prefix) for where in collected()[0])
    ] == []


THROUGH = {name: bound for name, bound in BOUNDED.items() if bound.through}
LONG = (
    " ",
    "\n",
    "가",
    "0",
    "a ",
    ". ",
    "-",
    "한미일",
    "published ",
    "2026 . 1 . ",
    "사진 = ",
    "[ ",
    "\u3000\t",
)


@pytest.mark.parametrize("name", THROUGH)
def test_a_bound_holds_for_long_texts(name: str) -> None:
    through: Any = THROUGH[name].through
    began = time.thread_time()
    for unit in LONG:
        through("입력 " + unit * (50_000 // len(unit)) + "x")
    assert time.thread_time() - began < 2


@pytest.mark.parametrize(
    "read", [read_rate, read_duration, may_begin_after, lambda text: sentences(text), address_key]
)
def test_other_readers_of_strange_texts_are_linear(read: Callable[[str], object]) -> None:
    began = time.thread_time()
    for unit in (*LONG, ".", "?!”", "。", "10/", "&amp;"):
        try:
            read(unit * (50_000 // len(unit)))
        except ValueError:
            continue
    assert time.thread_time() - began < 3


@pytest.mark.parametrize("package", ["flows", "alerts", "storage"])
def test_expressions_are_written_where_they_are_found(package: str) -> None:
    """By `re.…` under its own name: another way in would hide them."""
    for path in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                taken = {alias.name for alias in node.names}
                assert node.module != "re" or not taken - {"Match", "Pattern"}, f"{path}: {taken}"
            if isinstance(node, ast.Import):
                named = [alias for alias in node.names if alias.name in ("re", "regex", "re2")]
                assert all(each.name == "re" and each.asname is None for each in named), path
