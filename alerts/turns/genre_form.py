"""What the lines of a text show it to be: a list, a live page, questions and answers, or an argument."""

from __future__ import annotations

import re

from alerts.turns.genre_marks import Genre
from storage.language.text import fold, sentences
from storage.records import Article

_BULLET = re.compile(r"(?:^|\s)[▲△▶►■□◆◇●○※•◎☞①-⑳](?=\s?\S)|(?:^|\n)\s?-\s?(?=\S)")
_FEWEST_BULLETS = 3
_TIMED = re.compile(
    r"^\W{0,3}(?:(?:오전|오후|밤|낮|새벽) ?\d{1,2}(?:시|:\d\d)(?: ?\d{1,2}분)?|\d{1,2}[:.]\d\d"
    r"(?: ?(?:[ap]\.?m\.?|KST|ET|GMT|UTC))?|\d{1,2} ?[ap]\.?m\.?)(?![\d가-힣])",
    re.IGNORECASE | re.MULTILINE,
)
_FEWEST_TIMED = 3
_QUESTION = re.compile(
    r"^(?:Q|Question|문)\s?\d{0,2}\s?[.:)\]–—-]|^\[?Q\]?\s|^\W{0,2}[―—–-]\s?.{5,200}[?까요가나는]\.?$"
    r"|^■ .{5,120}\?$",
    re.IGNORECASE | re.MULTILINE,
)
_FEWEST_QUESTIONS = 2
_SPEAKER = re.compile(
    r"^(?:QUESTION|MODERATOR|REPORTER|SPOKESPERSON|(?:MS|MR|MRS|DR|GEN|MAJ|COL|ADM|AMB|SECRETARY|PRESIDENT"
    r"|THE PRESIDENT"
    r"|MINISTER|SENIOR|AMBASSADOR)\b\.? ?[A-Z.\- ]{0,30}):|^[<(\[]?(?:질문|기자|답변|대변인"
    r"|부대변인)[>)\]]?\s?:?\s",
    re.MULTILINE,
)
_FEWEST_SPEAKERS = 2
_FIRST_PERSON = re.compile(
    r"\b(?:I|I['’](?:m|ve|d|ll)|my|me)\b|(?<![가-힣])(?:저는|제가|나는|내가|저도|나도|저희)"
)
_QUOTED = re.compile(r"[\"“][^\"”]{0,600}[\"”]|[‘'][^'’\n]{12,400}[’']")
_MUST = re.compile(
    r"\b(?:must(?! have)|should(?! have| be able)|ought to|cannot afford|can(?:not|'t) be allowed|(?:it is"
    r"|it's|now is the) (?:high )?time"
    r"|let us|deserves?|would be (?:a mistake|wise|unwise|folly)|is a mistake|there is no excuse|needs? to)\b"
    r"|(?:[해돼야려]야|어야|아야|여야) (?:한다|할 것이다|할 때다|마땅하다|옳다|함은)|[서]는 안 된다"
    r"|[해]선 안 된다|하기 (?:바란다|어렵다)"
    r"|(?:안 될|할) (?:일이다|말이다)|바란다\.|촉구한다\.|시급하다|마땅하다|절실하다|아닐 수 없다|유감이다"
    r"|우려스럽다|아쉽다"
    r"|할 때다|답이다|착각이다|자명하다|명심|기대한다\."
)
_SAID = re.compile(
    r"\b(?:said|told|announced|according to|reported|added|stated)\b"
    r"|(?:밝혔|말했|전했|발표했|강조했|설명했|덧붙였|보도했|주장했|알려졌|전해졌|촉구했|지적했)(?:다"
    r"|습니다)|에 따르면"
)
_FEWEST_MUSTS = 2
_MOST_CHARACTERS = 8000


def read_lines(article: Article, head: str) -> tuple[Genre, str] | None:
    """What a text is by its lines, and by which; `head` is its title with its beginning."""
    text = fold(article.text[:_MOST_CHARACTERS]).text
    if is_dialogue(article):
        return Genre.BRIEFING, "its form, a spokesperson's answers"
    if len(_TIMED.findall(text)) >= _FEWEST_TIMED:
        return Genre.LIVE, "its form, entries by the hour"
    if len(_BULLET.findall(head)) >= _FEWEST_BULLETS:
        return Genre.BRIEFING, "its form, a list of headlines"
    if len(_QUESTION.findall(text)) >= _FEWEST_QUESTIONS:
        is_person = _FIRST_PERSON.search(text) is not None
        return (Genre.INTERVIEW if is_person else Genre.ANALYSIS), "its form, questions and answers"
    if _argues(text):
        return Genre.OPINION, "its form, an argument"
    return None


def is_dialogue(article: Article) -> bool:
    """Whether a spokesperson answers in it."""
    return len(_SPEAKER.findall(fold(article.text[:_MOST_CHARACTERS]).text)) >= _FEWEST_SPEAKERS


def _argues(text: str) -> bool:
    """Whether a text says what must be done in its author's own name, and reports little."""
    own = _QUOTED.sub(" ", text)
    said, musts = len(_SAID.findall(own)), len(_MUST.findall(own))
    if len(_FIRST_PERSON.findall(own)) >= _FEWEST_MUSTS and not said:
        return True
    if musts < _FEWEST_MUSTS or said > musts // 2:
        return False
    lines = [own[start:end] for start, end in sentences(own)]
    return any(_MUST.search(line) for line in lines[-2:])
