"""The fact line as readers see it: one line in their language, which says what it is."""

from __future__ import annotations

from typing import Any

from alerts.compose.clean import clean_line
from storage.records.gist import Gist, Part

_LONGEST = 400
_MARK = {
    "en": "Machine reading, not a translation",
    "ko": "기계가 알아본 것 (번역 아님)",
}
_SAID = {
    "en": {
        Part.ABOUT: "named: {}",
        Part.DAY: "on {}",
        Part.PLACE: "in {}",
        Part.BY: "according to {}",
    },
    "ko": {
        Part.ABOUT: "언급: {}",
        Part.PLACE: "장소: {}",
        Part.BY: "출처: {}",
    },
}
_PLAIN = "{}"


def say_gist(gist: Gist, lang: str) -> str:
    """The line of what was recognised, in Korean, or in English for every other language."""
    lang = _choose(lang)
    said = _SAID[lang]
    parts = (said.get(each.part, _PLAIN).format(each.said(lang)) for each in gist.parts)
    return clean_line(f"{_MARK[lang]}: {' · '.join(parts)}", _LONGEST)


def shape_gist(gist: Gist, lang: str) -> dict[str, Any]:
    """The line as JSON, with its parts and the sentence that they were read from."""
    return {
        "lang": _choose(lang),
        "line": say_gist(gist, lang),
        "parts": [{"part": each.part.value, "text": each.said(lang)} for each in gist.parts],
        "sentence": clean_line(gist.sentence, 1000),
    }


def _choose(lang: str) -> str:
    """The language that we have words in: a page may say that it is in any."""
    return lang if lang in _SAID else "en"
