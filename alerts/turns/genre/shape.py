"""The shape of a text: how long, how its lines begin and end, who speaks in it, what it counts and asks.

Most measures are shares of sentences or lines, so that a whole article has the shape of its first paragraph.
Of each is said which step it reaches, by which the weight of all steps below it counts too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence

from storage.language.letters import has_hangul
from storage.language.patterns import compile_later

_TOKEN = compile_later(r"[A-Za-z]+(?:'[a-z]+)?|[가-힣]+")
_QUOTED = compile_later(r'"[^"]{0,400}"')
_END = compile_later(r"[.?!][\"')]?(?=\s|$)")
_NUMBER = compile_later(r"\d+")
_TIME = compile_later(r"\d[:.]\d\d|\d시")
_SHARE = compile_later(r"\d ?(?:%|percent|per cent|퍼센트|포인트)")
_DAY = compile_later(r"\d일")
_TIMED = compile_later(r"\W{0,3}(?:오전|오후)?\s?\d{1,2}(?:[:.]\d\d|시)")
_LABELLED = compile_later(r"[^\s:>.]{1,20}(?: [^\s:>.]{1,20}){0,3}\s?[:>]\s")
_LISTED = compile_later(r"\s?(?:[▲△▶►■□◆◇●○※•◎☞①-⑳*-]|\d{1,2}[.)]\s)")
_BULLET = compile_later(r"[▲△▶►■□◆◇●○※•◎☞①-⑳]")
_BRACKET = compile_later(r"[\[<【(〈《［〔]")
_SIGNED = compile_later(r"\S@\S|기자\s*$|\(끝\)|ⓒ|무단")
_ENDS = (".", "?", "!", '"', ")", "'")
_ASKS = ("?", "까.", "나.")
_LEAD = 200
_LEAD_WORDS = 35
_TAIL = 120


def _list_words(**classes: str) -> Mapping[str, str]:
    return {word: name for name, words in classes.items() for word in words.split()}


_ENGLISH = _list_words(
    said="said says told announced reported added stated confirmed according",
    person="I my me I'm I've I'd I'll My Me mine myself",
    we="we our us We Our Us we're We're we've We've",
    you="you your You Your you'll You'll",
    must="must should ought cannot deserve deserves need needs",
    method="error respondents surveyed poll survey polled adults Gallup Poll Survey",
    day="Monday Tuesday Wednesday Thursday Friday Saturday Sunday today yesterday",
    own="obtained reviewed seen familiar learned anonymity exclusively reveal",
)
_STEMS = _list_words(
    said="밝혔 말했 전했 알려 전해 덧붙",
    person="나는 저는 제가 내가 저도 나도 나의 내게",
    we="우리 저희",
    you="여러 독자",
    method="오차 응답 여론 표본",
    own="본지 입수 단독 취재",
)
_ENDINGS = _list_words(
    said="표했다 조했다 명했다 도했다 장했다 적했다 가했다 따르면 판했다 구했다",
    must="바란다 것이다",
)
_POLITE = compile_later(r"(?:니다|어요|아요|해요|죠|네요|세요|까요|지요)[.?!\"\s]")
_BRIEF = compile_later(r"[음함임됨][.\s]|(?:예정|계획|전망|중)\.(?:\s|$)")
_DUTY = compile_later(r"야 한다|안 된다|않을까|것이다\.|때다\.")

_STEPS: Mapping[str, Sequence[float]] = {
    "letters": (60, 120, 200, 350),
    "sentences": (2, 3, 5),
    "of sentence": (25, 45, 70, 100, 140, 200),
    "lines": (2, 4),
    "of line": (40, 80, 150, 300),
    "quoted": (0.01, 0.1, 0.25, 0.5),
    "said": (0.01, 0.15, 0.4, 0.7),
    "person": (0.01, 0.1, 0.25),
    "quoted person": (0.05, 0.2, 0.5),
    "we": (0.01, 0.1, 0.3),
    "you": (0.01, 0.1, 0.3),
    "must": (0.01, 0.15, 0.35),
    "polite": (0.01, 0.2, 0.6),
    "brief": (0.01, 0.2, 0.5),
    "timed": (0.2, 0.5, 0.7),
    "times": (0.01, 0.2, 0.5),
    "labelled": (0.15, 0.3, 0.6),
    "listed": (0.15, 0.3, 0.6),
    "bullets": (0.1, 0.5, 1),
    "shares": (0.01, 0.2, 0.5, 0.9),
    "method": (0.01, 0.2, 0.4),
    "asks": (0.01, 0.1, 0.25, 0.45),
    "asking lines": (0.01, 0.15, 0.3),
    "days": (0.01, 0.2, 0.5),
    "lead's day": (1,),
    "lead says": (1,),
    "parted": (0.01, 0.3, 1),
    "open": (0.01, 0.3, 0.6),
    "signed": (1,),
    "own": (0.01, 0.2),
    "numbers": (0.3, 0.8, 1.5, 3),
    "title": (12, 20, 30, 45, 65),
    "title quotes": (1, 2),
    "title asks": (1,),
    "title's colon": (1,),
    "title's bracket": (1,),
    "title's share": (1,),
    "title's numbers": (1, 2),
    "title's parts": (1, 2),
}
"""What is measured, and the steps of each."""

_SPOKEN = frozenset(("letters", "polite", "brief", "said", "of sentence", "quoted"))
"""What means another thing in Korean than in English."""


def list_shape(title: str, text: str) -> list[tuple[str, int]]:
    """The measures of a folded title and of the beginning of a folded text, each with the step it reaches."""
    tongue = "ko" if has_hangul(title) else "en"
    found = measure_shape(title, text)
    reached = [(name, bisect_right(_STEPS[name], value)) for name, value in found.items()]
    return [*reached, (tongue, 1), *((f"{tongue} {name}", step) for name, step in reached if name in _SPOKEN)]


def measure_shape(title: str, text: str) -> dict[str, float]:
    """The measures of a folded title and text, by their names in `_STEPS`."""
    sentences = float(max(1, len(_END.findall(text))))
    return {
        **_measure_letters(text, sentences),
        **_measure_words(text, sentences),
        **_measure_lines([line for line in text.split("\n") if line.strip()], len(text)),
        **_measure_title(title),
    }


def _measure_letters(text: str, sentences: float) -> dict[str, float]:
    """How long a text and its sentences are, and what stands in it beside words."""
    parted = text.count(";") + text.count(" / ") + text.count("·") + text.count("|")
    return {
        "letters": float(len(text)),
        "sentences": sentences,
        "of sentence": len(text) / sentences,
        "times": len(_TIME.findall(text)) / sentences,
        "bullets": len(_BULLET.findall(text)) / sentences,
        "shares": len(_SHARE.findall(text)) / sentences,
        "asks": text.count("?") / sentences,
        "parted": parted / sentences,
        "signed": float(_SIGNED.search(text[-_TAIL:]) is not None),
        "numbers": len(_NUMBER.findall(text)) / sentences,
    }


def _measure_words(text: str, sentences: float) -> dict[str, float]:
    """Who speaks in a text and how, in its own words and in what it quotes."""
    own = _QUOTED.sub(" ", text)
    quoted = " ".join(_QUOTED.findall(text)) if len(own) < len(text) else ""
    classes, lead = _class_words(own)
    words, quotes = Counter(classes), Counter(_class_words(quoted)[0])
    return {
        "quoted": (len(text) - len(own)) / max(1, len(text)),
        "said": words["said"] / sentences,
        "person": words["person"] / sentences,
        "quoted person": (words["person"] + quotes["person"]) / sentences,
        "we": words["we"] / sentences,
        "you": (words["you"] + quotes["you"]) / sentences,
        "must": (words["must"] + _count_korean(_DUTY, own)) / sentences,
        "polite": _count_korean(_POLITE, own) / sentences,
        "brief": _count_korean(_BRIEF, text) / sentences,
        "method": (words["method"] + quotes["method"]) / sentences,
        "days": (words["day"] + quotes["day"] + len(_DAY.findall(text))) / sentences,
        "lead's day": float("day" in lead or _DAY.search(text[:_LEAD]) is not None),
        "lead says": float("said" in lead),
        "own": (words["own"] + quotes["own"]) / sentences,
    }


def _count_korean(expression: re.Pattern[str], text: str) -> int:
    """How often an expression stands in a text that finds only what has a Korean syllable."""
    return 0 if text.isascii() or not has_hangul(text) else len(expression.findall(text))


def _class_words(text: str) -> tuple[list[str | None], list[str | None]]:
    """What the words of a text are counted as, and those of its beginning."""
    words = _TOKEN.findall(text)
    classes = [*map(_ENGLISH.get, words)]
    if not has_hangul(text):
        return classes, classes[:_LEAD_WORDS]
    stems = [_STEMS.get(word[:2]) for word in words]
    endings = [_ENDINGS.get(word[-3:]) for word in words]
    lead = stems[:_LEAD_WORDS] + endings[:_LEAD_WORDS]
    return [*classes, *stems, *endings], lead


def _measure_lines(lines: Sequence[str], letters: int) -> dict[str, float]:
    """How the lines of a text begin and end."""
    many, few = max(2, len(lines)), max(3, len(lines))
    ends = [line.rstrip() for line in lines]
    return {
        "lines": float(len(lines)),
        "of line": letters / max(1, len(lines)),
        "timed": sum(map(bool, map(_TIMED.match, lines))) / few,
        "labelled": sum(map(bool, map(_LABELLED.match, lines))) / many,
        "listed": sum(map(bool, map(_LISTED.match, lines))) / many,
        "asking lines": sum(end.endswith(_ASKS) for end in ends) / max(1, len(lines)),
        "open": sum(not end.endswith(_ENDS) for end in ends) / max(1, len(lines)),
    }


def _measure_title(title: str) -> dict[str, float]:
    return {
        "title": float(len(title)),
        "title quotes": float(title.count('"') + title.count("'")),
        "title asks": float(title.rstrip().endswith(("?", "까", "나"))),
        "title's colon": float(":" in title),
        "title's bracket": float(_BRACKET.search(title) is not None),
        "title's share": float(_SHARE.search(title) is not None),
        "title's numbers": float(len(_NUMBER.findall(title))),
        "title's parts": float(title.count("·") + title.count(",") + title.count("…")),
    }
