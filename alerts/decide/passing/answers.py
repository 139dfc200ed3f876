"""What a spokesperson's answers say that met a watch.

An answer that neither declines nor refers to what was said before says something, in whatever words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from alerts.decide.passing.items import (
    MOST_LINES,
    MOST_OF_LINE,
    cut_sentences,
    find_items,
    holds_one_of,
    read_passages,
)
from alerts.turns.read import find_new_acts, read_sentence
from storage.language.across import read_across
from storage.language.figures import read_figures
from storage.language.letters import has_hangul
from storage.language.patterns import compile_later
from storage.language.text import fold
from storage.records import Article, Evidence

_MOST_ANSWERS = 3
"""Paragraphs of an answer that are read."""
_FEWEST_CHARACTERS = 12
_FEWEST_LETTERS = 25

_NEXT = compile_later(r"\s(?=[<(\[]?(?:질문|답변|기자|대변인)[>)\]:]|▲)")
_QUESTION = compile_later(
    r"^\W{0,2}(?:Q\b|QUESTION|REPORTER|질문|기자|문\b)|\?\s*$|(?:습니까|[인는은]가요|나요|[인는]가|은요"
    r"|는요|는)\.?$"
)
_SPEAKER = compile_later(
    r"^\W{0,2}(?:[A-Z][A-Z.\- ]{2,40}:|Q[:.]|▲[^=]{2,20}=|질문|기자|답변|대변인|관계자|답)?\W*\s*"
)
_FOLLOWS = compile_later(
    r"^\W*(?:(?:Q|QUESTION|REPORTER|질문|기자)\W+)?(?:(?:And|But|So|Then|Also|They|To follow up"
    r"|Just to follow|To be clear)\b|그럼|그러면|그렇다면|추가로|이어서|그런데)"
)
"""How a question begins that goes on with what was asked before."""
_TURNS_TO = compile_later(
    r"(?:^|[:?.>] )(?:On|Turning to|Moving|Different|Separately|Another|About)\b|관련(?:해|하여|된)"
    r"|에 대[한해]|다른 질문"
)
"""How a question turns to another subject."""
_ANNOUNCES = compile_later(
    r"\bI (?:can|could) (?:\w+ )?(?:tell|announce|confirm)\b|\blet us know\b|알려 ?왔|통보"
)
_MOST_NEW = {"ko": 1}
"""Words and names that a follow-up question may have of its own: many a syllable in Korean is a word too."""
_MOST_AFTER = 4
"""Follow-up questions that are looked at."""
_NOTHING = compile_later(
    r"\bI (?:don['’]t|do not) have (?:any|a|an)\b|nothing (?:new |more |further )?to (?:announce|add|share"
    r"|say)"
    r"|no (?:new )?announcements?\b|not going to (?:speak|comment|get|discuss)"
    r"|\b(?:declin\w+|won['’]t|can['’]t|not able) (?:to )?(?:comment|confirm|discuss)|don['’]t comment"
    r"|refer you"
    r"|\bas (?:we|I|the|a|you)\b.{0,40}\b(?:said|told|announced|noted|mentioned)\b|I['’]ve said|\bagain\b"
    r"|\byou know what\b|^as you (?:know|recall)|hypothetical|matter for Congress|has spoken to that"
    r"|말씀드린 (?:바|대로|것처럼)|알려 ?드린 (?:바|대로|내용)|발표한 대로|이미 (?:말씀|알려|발표|밝)"
    r"|(?:드릴|추가로|더할|덧붙일|할|공유할) (?:말씀|내용|것|사항|사례)[은이도]? ?없|확인해 ?(?:드릴"
    r"|줄) (?:수|사항)"
    r"|확인해 ?드리지|(?:말씀|답변|언급)(?:을)? ?(?:드리|하)기(?:는|가)? ?(?:어렵|곤란|부적절)|갈음"
    r"|사항이 아닙니다|다시 (?:촉구|강조|말씀|설명)|거듭|재차|같(?:다|습니다)\.|그대로(?:다|입니다)?\.|변함",
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


def find_answers(article: Article, evidence: Sequence[Evidence], told: Sequence[Article]) -> tuple[str, ...]:
    """The sentences of the answers that met a watch which say something, in the order of the text.

    With an answer go those to its follow-up questions: they begin like one, or name nothing that neither it
    nor what was told does. Of these, and after a sentence that declines, only what states a fact is one.
    """
    lines = list(_cut_speakers(fold(article.text).text))
    found = read_passages(evidence)
    if holds_one_of(fold(article.title).text, found):
        return tuple(_list_said([line for line in lines if not _is_question(line)], article, told))
    if not any(map(_is_question, lines)):
        return tuple(_list_said(find_items(article, evidence), article, told))
    turns = _cut_turns(lines)
    met = [place for place, turn in enumerate(turns) if any(holds_one_of(line, found) for line in turn)]
    said: dict[str, None] = {}
    for place in met:
        said |= dict.fromkeys(_list_said(_list_met(turns[place]), article, told))
        for beside in _list_beside(turns, place, article.lang, told):
            said |= dict.fromkeys(_list_facts(turns[beside][1:], article, told))
    return tuple(said)


def _cut_turns(lines: Sequence[str]) -> list[list[str]]:
    """A transcript by its questions, each with its answer; what nobody asked, line by line."""
    turns: list[list[str]] = []
    for line in lines:
        if turns and not _is_question(line) and _is_question(turns[-1][0]):
            turns[-1].append(line)
        else:
            turns.append([line])
    return turns


def _list_met(turn: Sequence[str]) -> Sequence[str]:
    """What is said in a turn that met a watch."""
    return turn[1 : 1 + _MOST_ANSWERS] if _is_question(turn[0]) else turn


def _list_beside(
    turns: Sequence[Sequence[str]], place: int, lang: str, told: Sequence[Article]
) -> Iterator[int]:
    """The turns that a question follows up, and those that follow it up."""
    if not _is_question(turns[place][0]):
        return
    if place and _FOLLOWS.search(turns[place][0]):
        yield place - 1
    known = {term for other in told for term in _read_terms(f"{other.title}\n{other.text}", other.lang)}
    known |= _read_terms("\n".join(turns[place]), lang)
    for after in range(place + 1, min(len(turns), place + 1 + _MOST_AFTER)):
        asked = turns[after][0]
        if not _is_question(asked) or _TURNS_TO.search(asked):
            return
        new = _read_terms(_SPEAKER.sub("", asked, count=1), lang) - known
        if len(new) > _MOST_NEW.get(lang, 0) and not _FOLLOWS.search(asked):
            return
        known |= _read_terms("\n".join(turns[after]), lang)
        yield after


@lru_cache(maxsize=64)
def _read_terms(text: str, lang: str) -> frozenset[str]:
    """The names and words of a text, in terms of no language."""
    found = read_across("", fold(text[:MOST_OF_LINE]).text, is_cjk=lang == "ko")
    return frozenset(term for term in found if term[0] != "#")


def _cut_speakers(text: str) -> Iterator[str]:
    """The paragraphs of a transcript, of one speaker each."""
    for line in text.split("\n")[:MOST_LINES]:
        parts = map(str.strip, _NEXT.split(line))
        yield from (part[:MOST_OF_LINE] for part in parts if part)


def _is_question(line: str) -> bool:
    return _QUESTION.search(line) is not None


def _list_said(answers: Iterable[str], article: Article, told: Sequence[Article]) -> Iterator[str]:
    """The sentences of answers that say something; after one that declines, those that state a fact."""
    for answer in answers:
        said: list[str] = []
        is_refused = False
        for line in _cut_sentences(answer):
            is_refused = is_refused and not _BUT.search(line)
            if _NOTHING.search(line):
                is_refused, said = True, [each for each in said if _states_fact(each, article, told)]
            elif not _is_empty(line) and (not is_refused or _states_fact(line, article, told)):
                said.append(line)
        yield from said


def _list_facts(answers: Iterable[str], article: Article, told: Sequence[Article]) -> Iterator[str]:
    """The sentences of answers that state a fact."""
    for line in (line for answer in answers for line in _cut_sentences(answer)):
        if not (_NOTHING.search(line) or _is_empty(line)) and _states_fact(line, article, told):
            yield line


def _cut_sentences(answer: str) -> Iterator[str]:
    """The sentences of an answer, without who speaks."""
    return (_SPEAKER.sub("", sentence, count=1) for sentence in cut_sentences(answer))


def _is_empty(line: str) -> bool:
    """Whether a sentence asks, or says what spokespeople always say."""
    return _is_question(line) or _ALWAYS.search(line) is not None or _is_short(line)


def _states_fact(line: str, article: Article, told: Sequence[Article]) -> bool:
    """Whether a sentence announces something, has an act that nothing told has, or a day or a figure."""
    if _ANNOUNCES.search(line) or find_new_acts(read_sentence(line, article.lang), article, told):
        return True
    return any(figure.kind != "number" or len(figure.value) > 1 for figure in read_figures(line))


def _is_short(line: str) -> bool:
    return len(line) < (_FEWEST_CHARACTERS if has_hangul(line) else _FEWEST_LETTERS)
