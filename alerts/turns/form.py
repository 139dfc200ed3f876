"""How a report is written: who speaks in it, of which day, and whether its title quotes or asks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from alerts.turns.headline import SAID, SAID_IN_KOREAN, WEEKDAY
from storage.language.text import fold, lower, read_lead
from storage.records import Article

_LEAD_SENTENCES = 2
_MOST_CHARACTERS = 1500
_MOST_OF_TITLE = 300

_SAID = re.compile(
    rf"{SAID}|(?:{SAID_IN_KOREAN}|전해졌|맺었|발의됐|합의했|통보했|지시했|밝혀졌|나타났)(?:다|습니다)"
)
_DAY = re.compile(rf"{WEEKDAY}|\btoday\b|\byesterday\b|(?<!\d)\d{{1,2}}일[\s(,]|오늘|어제|이날")
_PAST = re.compile(
    r"\b(?:history|decades?|years|timeline|anniversary|since 19|once|ago|in (?:19|20)\d\d)\b"
    r"|역사|\d{1,4}년(?:째|간| 전|만| 동안)|당시|과거|그동안|숫자|사연|풍경|표정|르포|뒷이야기|누구"
)
_BYSTANDERS = re.compile(
    r"\b(?:analysts?|experts?|residents?|activists?|famil(?:y|ies)|fans?|vendors?|scholars?|critics|locals"
    r"|villagers|parents|students|owners|workers|veterans?|survivors?|professors?|economists?|lobbyists?"
    r"|diners|shopkeepers|fishermen|farmers|protesters?|civic groups?|former)\b"
    r"|시민단체|주민|전문가|학자|교수|유족|가족|상인|업계|증권가|원로|누리꾼|애널리스트|노조|단체|여야|학부모"
    r"|시민사회|전직|前"
)
_QUOTED = re.compile(r"[\"“'‘][^\"”'’]{9,}")
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
    lead = lower(read_lead(article.text, _LEAD_SENTENCES, _MOST_CHARACTERS))
    title = lower(fold(article.title[:_MOST_OF_TITLE]).text).strip()
    return Form(
        says_who=bool(_SAID.search(lead)),
        says_day=bool(_DAY.search(lead)),
        title_quotes=bool(_QUOTED.match(title)),
        title_asks="?" in title or title.endswith(_ASKS),
        title_recalls=bool(_PAST.search(title)),
        lead_recalls=bool(_PAST.search(lead)),
        title_has_bystanders=bool(_BYSTANDERS.search(title)),
        lead_has_bystanders=bool(_BYSTANDERS.search(lead)),
    )
