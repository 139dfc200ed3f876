"""The fact line: what a machine recognised of an article, in parts, each in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """What a part of a fact line says."""

    WHO = "who"
    TURN = "turn"
    ABOUT = "about"
    DAY = "day"
    PLACE = "place"
    FIGURE = "figure"
    BY = "by"


@dataclass(frozen=True, slots=True)
class GistPart:
    """One part of a fact line, in English and in Korean."""

    part: Part
    en: str
    ko: str

    def said(self, lang: str) -> str:
        """The part in a reader's language."""
        return self.ko if lang == "ko" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Gist:
    """What was recognised of an article in `lang`; `sentence` is where it stands there."""

    lang: str
    sentence: str
    parts: tuple[GistPart, ...]
