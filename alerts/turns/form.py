"""How a report is written: who speaks in it, of which day, and whether its title quotes or asks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from alerts.turns.headline import SAID, SAID_IN_KOREAN, SAID_WORDS, WEEKDAY
from alerts.turns.searched import Searched
from storage.language.text import fold, lower, read_lead
from storage.records import Article

_LEAD_SENTENCES = 2
_MOST_CHARACTERS = 1500
_MOST_OF_TITLE = 300

_SAID = re.compile(
    rf"{SAID}|(?:{SAID_IN_KOREAN}|전해졌|맺었|발의됐|합의했|통보했|지시했|밝혀졌|나타났)(?:다|습니다)"
)
_SAID_WORDS = (*SAID_WORDS, "전해졌", "맺었", "발의됐", "합의했", "통보했", "지시했", "밝혀졌", "나타났")
_DAY = re.compile(rf"{WEEKDAY}|\btoday\b|\byesterday\b|(?<!\d)\d{{1,2}}일[\s(,]|오늘|어제|이날")
_DAY_WORDS = ("day", "일", "오늘", "어제", "이날")
_PAST = re.compile(
    r"\b(?:history|decades?|years|timeline|anniversary|since 19|once|ago|in (?:19|20)\d\d)\b"
    r"|역사|\d{1,4}년(?:째|간| 전|만| 동안)|당시|과거|그동안|숫자|사연|풍경|표정|르포|뒷이야기|누구"
)
_PAST_WORDS = (
    "history", "decade", "years", "timeline", "anniversary", "since", "once", "ago", "in", "역사", "년",
    "당시", "과거", "그동안", "숫자", "사연", "풍경", "표정", "르포", "뒷이야기", "누구",
)  # fmt: skip
_BYSTANDERS = re.compile(
    r"\b(?:analysts?|experts?|residents?|activists?|famil(?:y|ies)|fans?|vendors?|scholars?|critics|locals"
    r"|villagers|parents|students|owners|workers|veterans?|survivors?|professors?|economists?|lobbyists?"
    r"|diners|shopkeepers|fishermen|farmers|protesters?|civic groups?|former)\b"
    r"|시민단체|주민|전문가|학자|교수|유족|가족|상인|업계|증권가|원로|누리꾼|애널리스트|노조|단체|여야|학부모"
    r"|시민사회|전직|前"
)
_BYSTANDERS_WORDS = (
    "analyst", "expert", "resident", "activist", "famil", "fan", "vendor", "scholar", "critics",
    "locals", "villagers", "parents", "students", "owners", "workers", "veteran", "survivor",
    "professor", "economist", "lobbyist", "diners", "shopkeepers", "fishermen", "farmers", "protester",
    "civic", "former", "시민단체", "주민", "전문가", "학자", "교수", "유족", "가족", "상인", "업계", "증권가",
    "원로", "누리꾼", "애널리스트", "노조", "단체", "여야", "학부모", "시민사회", "전직", "前",
)  # fmt: skip
_QUOTED = re.compile(
    r"\"(?:[^\"\s]+\s){2}[^\"\s]|'(?:(?:[^'\s]|(?<=\w)'(?=\w))+\s){2}[^'\s]|[\"'][^\"'a-z]{9}"
)
"""A title that begins with what somebody said; what is shorter is a name in quotation marks."""
_ASKS = ("까", "나")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What the words of a title and of the first two sentences say of how a text is written."""

    says_who: bool
    says_day: bool
    title_quotes: bool
    title_asks: bool
    title_recalls: bool
    lead_recalls: bool
    title_has_bystanders: bool
    lead_has_bystanders: bool


def read_signs(article: Article) -> Form:
    """How an article is written, by its title and first sentences."""
    return _read_signs(article.title[:_MOST_OF_TITLE], article.text)


@lru_cache(maxsize=32)
def _read_signs(title: str, text: str) -> Form:
    lead = Searched(lower(read_lead(text, _LEAD_SENTENCES, _MOST_CHARACTERS)))
    head = Searched(lower(fold(title).text).strip())
    title = head.text
    return Form(
        says_who=lead.finds(_SAID, _SAID_WORDS),
        says_day=lead.finds(_DAY, _DAY_WORDS),
        title_quotes=bool(_QUOTED.match(title)),
        title_asks="?" in title or title.endswith(_ASKS),
        title_recalls=head.finds(_PAST, _PAST_WORDS),
        lead_recalls=lead.finds(_PAST, _PAST_WORDS),
        title_has_bystanders=head.finds(_BYSTANDERS, _BYSTANDERS_WORDS),
        lead_has_bystanders=lead.finds(_BYSTANDERS, _BYSTANDERS_WORDS),
    )
