"""What one passage of a text brings that is about many things: a spokesperson's answers, an opinion.

An answer that neither declines nor refers to what was said before discloses something, in whatever words. Of
the transcripts in fourteen blind batches of sequences 31 have one passage that is news: 25 of them are found
so, and none of the 14 that only repeat.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from alerts.decide.memory import cut_lines, remember
from alerts.turns.read import find_news
from storage.language.patterns import compile_later
from storage.language.text import fold, sentences
from storage.records import Article, Evidence

_MOST_LINES = 400
_MOST_OF_LINE = 2000
_MOST_ANSWERS = 3
"""Paragraphs of an answer that are read."""
_KEY = 50
_FEWEST_CHARACTERS = 12
_FEWEST_LETTERS = 25

_NEXT = compile_later(r"\s(?=[<(\[]?(?:질문|답변|기자|대변인)[>)\]:])")
_QUESTION = compile_later(
    r"^\W{0,2}(?:Q\b|QUESTION|REPORTER|질문|기자|문\b)|\?\s*$|(?:습니까|[인는은]가요|나요|[인는]가|은요"
    r"|는요|는)\.?$"
)
_SPEAKER = compile_later(r"^\W{0,2}(?:[A-Z][A-Z.\- ]{2,40}:|▲[^=]{2,20}=|답변|대변인|관계자|답)?\W*\s*")
_NOTHING = compile_later(
    r"\bI (?:don['’]t|do not) have (?:any|a|an)\b|nothing (?:new |more |further )?to (?:announce|add|share"
    r"|say)"
    r"|no (?:new )?announcements?\b|not going to (?:speak|comment|get|discuss)"
    r"|\b(?:declin\w+|won['’]t|can['’]t|not able) (?:to )?(?:comment|confirm|discuss)|don['’]t comment"
    r"|refer you"
    r"|\bas (?:we|I|the|a|you)\b.{0,40}\b(?:said|told|announced|noted|mentioned)\b|I['’]ve said|\bagain\b"
    r"|말씀드린 (?:바|대로|것처럼)|알려 ?드린 (?:바|대로|내용)|발표한 대로|이미 (?:말씀|알려|발표|밝)"
    r"|(?:드릴|추가로|더할|덧붙일|할|공유할) (?:말씀|내용|것|사항|사례)[은이도]? ?없|확인해 ?(?:드릴"
    r"|줄) (?:수|사항)"
    r"|사항이 아닙니다|다시 (?:촉구|강조|말씀|설명)|거듭|재차|같(?:다|습니다)\.|그대로|변함",
    re.IGNORECASE,
)
"""What declines an answer, or refers to an earlier one."""
_BUT = compile_later(
    r"^\W*(?:다만|그러나|하지만|아울러|이어|이와 관련|but\b|however|what I can|I can tell"
    r"|that said)",
    re.IGNORECASE,
)
"""What comes after this is said though the rest was not."""
_ALWAYS = compile_later(
    r"ironclad|close(?:ly)? (?:coordinat|communicat|contact|consult|watch)|commitment|open to dialogue"
    r"|\bsupports?\b|excellent|\burges?\b|look forward|good afternoon|thank(?:s| you)|next question|phones"
    r"|긴밀|공조|소통|확고|빈틈|예의 ?주시|지켜보|촉구|안녕하|인사|질문 ?받",
    re.IGNORECASE,
)
"""What spokespeople always say."""


def find_disclosed(
    article: Article, evidence: Sequence[Evidence], told: Sequence[Article]
) -> tuple[str, ...]:
    """The sentences of the answers that met a watch which disclose something that nothing told says.

    Those that say a turn come first.
    """
    memory = remember(other for other in told if other.lang == article.lang)
    said = _drop_refusals(_list_answers(article, evidence))
    new = [line for line in said if not all(map(memory.knows, cut_lines(line)))]
    return tuple(sorted(new, key=lambda line: not find_news([line], article.lang, told)))


def _list_answers(article: Article, evidence: Sequence[Evidence]) -> list[str]:
    """The paragraphs that met a watch, and the answers to questions that did; all where the title met it."""
    lines = list(_cut_speakers(fold(article.text).text))
    found = [plain for each in evidence if (plain := " ".join(fold(each.text).text.split()))]
    if _holds_one_of(fold(article.title).text, found):
        return [line for line in lines if not _is_question(line)]
    wanted: dict[int, None] = {}
    for place, line in enumerate(lines):
        if _holds_one_of(line, found):
            wanted |= dict.fromkeys(_find_answer(lines, place) if _is_question(line) else (place,))
    return [lines[place] for place in wanted]


def _cut_speakers(text: str) -> Iterator[str]:
    """The paragraphs of a transcript, of one speaker each."""
    for line in text.split("\n")[:_MOST_LINES]:
        parts = map(str.strip, _NEXT.split(line))
        yield from (part[:_MOST_OF_LINE] for part in parts if part)


def _holds_one_of(line: str, passages: Sequence[str]) -> bool:
    """Whether one of these passages begins in a line, or the line in it."""
    return any(each[:_KEY] in line or line[:_KEY] in each for each in passages)


def _find_answer(lines: Sequence[str], question: int) -> Iterable[int]:
    """Where the answer to a question stands: what follows, up to the next one."""
    first = question + 1
    after = range(first, min(len(lines), first + _MOST_ANSWERS))
    return takewhile(lambda place: not _is_question(lines[place]), after)


def _is_question(line: str) -> bool:
    return _QUESTION.search(line) is not None


def _drop_refusals(answers: Sequence[str]) -> Iterator[str]:
    """The sentences of answers that say something."""
    for answer in answers:
        said: list[str] = []
        is_refused = False
        for start, end in sentences(answer):
            line = answer[start:end].strip()
            plain = _SPEAKER.sub("", line, count=1)
            is_refused = is_refused and not _BUT.search(plain)
            if _NOTHING.search(line):
                is_refused, said = True, []
            elif not (is_refused or _is_question(line) or _ALWAYS.search(line) or _is_short(plain)):
                said.append(plain)
        yield from said


def _is_short(line: str) -> bool:
    has_hangul = any("가" <= char <= "힣" for char in line)
    return len(line) < (_FEWEST_CHARACTERS if has_hangul else _FEWEST_LETTERS)
