"""What a title and a text say, without the ticker's marks and without the page's furniture."""

from __future__ import annotations

import re
from dataclasses import dataclass

from storage.language.text import fold, lower, sentences

_TICKER = re.compile(
    r"^\s*(?:"
    r"[\[(<【]\s*(?:속보|단독|긴급|종합|사진|영상|포토|현장|\d보|종합\s?\d보|상보|업데이트|LIVE|BREAKING"
    r"|UPDATED?|EXCLUSIVE|LEAD|URGENT|\(?\d?(?:st|nd|rd|th)?\s?LD\)?)\s*[\])>】]"
    r"|(?:UPDATE|WRAPUP|LEAD)\s?\d*\s?[-–—:]+"
    r"|(?:BREAKING|EXCLUSIVE|URGENT|LIVE|UPDATED?|JUST IN)(?:\s+NEWS)?\s?[:|-]"
    r"|\((?:\d(?:st|nd|rd|th)\s)?LD\)"
    r")\s*",
    re.IGNORECASE,
)
_TICKER_END = re.compile(
    r"(?<!\s)\s*+(?:[\[(]\s*(?:종합\s?\d?보?|\d보|상보|속보|영상|사진|포토|업데이트|LEAD|UPDATED?|\d?(?:st|nd|rd|th)?\s?LD)\s*[\])]"
    r"|[-–—:]\s?(?:UPDATE|LEAD)\s?\d*)\s*$",
    re.IGNORECASE,
)
_SITE = re.compile(r"(?<!\s)\s++[|｜]\s+[^|｜]{2,40}$")

_STAMP = re.compile(
    r"(?:입력|수정|승인|등록|기사입력|최종수정|업데이트|발행|송고|(?:last\s+)?(?:updated|modified)|published"
    r"|posted)(?=.{0,40}(?:\d{4}|\d:\d\d))"
    r"\s*+(?:(?:시간|일시|on|at)\s*+)?(?:[:：]\s*+)?[\w.,:/\-\s년월일시분오전후()]{4,60}$"
    r"|.{0,40}(?:조회수?|추천수?|공감|좋아요|댓글|공유|views?|shares?|comments?|likes?)"
    r"\s*+(?:[:：]\s*+)?[\d,.]++"
    r"\s*+(?:만|천|k|m|회|개)?\W*+$"
    r"|[\d,.]++\s*+(?:[km]\s*+)?(?:views?|shares?|comments?|likes?"
    r"|min(?:ute)?s? read|hours? ago|minutes? ago)\W*+$"
    r"|(?:advertisement|sponsored|관련\s?기사|관련\s?뉴스|많이\s?본\s?\w*|read more|related|see also"
    r"|recommended)\s*[:：|].{0,120}$"
    r"|[ⓒ©].{0,120}$|.{0,30}무단\s?전재.{0,60}$",
    re.IGNORECASE,
)
_ENDS = re.compile(r"(?:[.!?…。]|다|요|음|함|됨|임)[\"'”’」』)\]〉》]*$")

_NOTE = re.compile(
    r"^\W*+(?:"
    r"(?:correction|corrected|corrects|clarification|clarifies|editor[’']?s[’']?\s+note|retraction)\b"
    r"\s*[:：\-–—(]"
    r"|(?:this|an earlier|a previous|the original|an? original)\s+(?:\w+\s+){0,3}?"
    r"(?:story|article|report|version|headline)"
    r"\b.{0,80}?\b(?:correct\w*|misstat\w*|misidentif\w*|incorrect\w*|wrong\w*|erroneous\w*|in error"
    r"|inaccurate\w*)"
    r"|(?:정정|정정보도|정정보도문|바로잡습니다|바로잡음|고침|알림)\s*[\])>〉】:：]"
    r"|.{0,120}(?:바로잡습니다|정정합니다|정정보도합니다|바로잡았습니다|정정했습니다|정정하였습니다)"
    r"|.{0,40}기사.{0,60}(?:사실과\s?(?:달라|다르|다른)|잘못\s?(?:표기|보도|기재))"
    r".{0,40}(?:바로잡|정정|수정)"
    r")",
    re.IGNORECASE | re.DOTALL,
)
_FEWEST_WORDS = 12
"""A line that has so many is no furniture, whatever it ends with."""

LONGEST_SENTENCE = 1_500
"""Characters after which a text without full stops is cut: comparing costs the square of the words."""

LONGEST = 200_000
"""Characters of a text that are compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one version says."""

    title: str
    text: str


def clean_title(title: str) -> str:
    """A headline without what the ticker and the site put around it."""
    line = " ".join(fold(title).text.split())
    while (cut := _TICKER_END.sub("", _TICKER.sub("", line, count=1), count=1)) != line:
        line = cut
    return _SITE.sub("", line).strip() or " ".join(title.split())


def clean_sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text as written, in order, without stamps, counters and lines that say nothing."""
    kept: list[str] = []
    for line in text[:LONGEST].splitlines():
        folded = fold(line)
        if not _is_furniture(folded.text.strip()):
            spans = [folded.span(start, end) for start, end in sentences(folded.text)]
            pieces = [
                line[at : min(at + LONGEST_SENTENCE, end)]
                for start, end in spans
                for at in range(start, end, LONGEST_SENTENCE)
            ]
            kept += [" ".join(piece.split()) for piece in pieces]
    return tuple(kept)


def is_note(sentence: str) -> bool:
    """Whether a sentence or headline says that something before it was wrong."""
    return bool(_NOTE.match(fold(sentence).text))


def plain_key(sentence: str) -> str:
    """A sentence without case, blanks and punctuation: what is equal under it was only polished."""
    return "".join(letter for letter in lower(fold(sentence).text) if letter.isalnum() or letter in "%$€.")


def _is_furniture(line: str) -> bool:
    if not line or is_note(line):
        return not line
    if _STAMP.match(line):
        return True
    return not _ENDS.search(line) and len(line.split()) < _FEWEST_WORDS
