"""What the lines of a text show it to be: a list, a live page, questions and answers, or an argument."""

from __future__ import annotations

import re
from functools import lru_cache

from alerts.turns.genre.entries import BY_THE_HOUR, LISTED, read_entries
from alerts.turns.genre.marks import MAILED, MAILED_WORDS, METHOD, METHOD_WORDS, SHARE
from alerts.turns.genre.names import Genre
from alerts.turns.searched import Searched, fold_searched
from storage.language.patterns import compile_later
from storage.language.text import sentences
from storage.records import Article

_BULLET = compile_later(r"(?:^|\s)[▲△▶►■□◆◇●○※•◎☞①-⑳](?=\s?\S)|(?:^|\n)\s?-\s?(?=\S)")
_FEWEST_BULLETS = 3
_TIMED = compile_later(
    r"^\W{0,3}(?:\d{1,2}일 )?(?:(?:오전|오후|밤|낮|새벽) ?\d{1,2}(?:시|:\d\d)(?: ?\d{1,2}분)?|\d{1,2}[:.]\d\d"
    r"(?: ?(?:[ap]\.?m\.?|KST|ET|GMT|UTC))?|\d{1,2} ?[ap]\.?m\.?)(?![\d가-힣])",
    re.IGNORECASE | re.MULTILINE,
)
_FEWEST_TIMED = 3
_QUESTION = compile_later(
    r"^[-―—–]\s?[^\n]{4,200}\n[\"“]|^(?:Q|Question|문)\s?\d{0,2}\s?[.:)\]–—-]|^\[?Q\]?\s"
    r"|^\W{0,2}[―—–-]\s?.{5,200}[?까요가나는]\.?$"
    r"|^■ .{5,120}\?$"
    r"|^(?:\d\. )?[^\n?\"“]{3,90}\?\n{1,3}(?=[^\n?]{8})|^[^\n?\"“]{3,50}(?:나|지|가|까|은)\.\n{1,3}[\"“]"
    r"|^[A-Z][A-Za-z .'-]{1,30}: [^\n]{4,200}\?$",
    re.IGNORECASE | re.MULTILINE,
)
_FEWEST_QUESTIONS = 2
_SPEAKER = compile_later(
    r"^(?:QUESTION|MODERATOR|REPORTER|SPOKESPERSON|(?:MS|MR|MRS|DR)\b\.? [A-Z.\- ]{1,30}"
    r"|(?:GEN|MAJ|COL|ADM|AMB|SECRETARY|PRESIDENT|THE PRESIDENT|MINISTER|SENIOR|AMBASSADOR)"
    r"\b\.? ?[A-Z.\- ]{0,30}):|^[<(\[]?(?:질문|기자|답변|대변인"
    r"|부대변인)[>)\]]?\s?:?\s",
    re.MULTILINE,
)
_FEWEST_SPEAKERS = 2
_ON_AIR = compile_later(
    r"^[◇◆]\s?\S{2,6}>|^(?:\[\d\d:\d\d\] )?(?:[A-Z]{3,15}|SEN\. [A-Z]+"
    r"|REP\. [A-Z]+): |^[▷▶] ?[가-힣]{2,4}: ",
    re.MULTILINE,
)
_HOSTED = compile_later(
    r"^[■□◇] ?(?:출연|진행|대담)|\b(?:COMMERCIAL|We['’]ll be right back)\b"
    r"|^(?:\[\d\d:\d\d\] )?HOST: ",
    re.MULTILINE,
)
_HOSTED_WORDS = ("출연", "진행", "대담", "commercial", "be right back", "host: ")
_ANSWERED = compile_later(r"^(?![\"“])[^\n]{3,90}\n{1,3}[\"“]", re.MULTILINE)
"""A line of its own over one that begins with a quotation mark."""
_FEWEST_ANSWERED = 3
_LABEL = compile_later(
    r"(?![QA]\s?[:>])([A-Z][A-Za-z.&'’ -]{0,40}|[가-힣]{2,5}(?: [가-힣]{2,6})?)\s?[:>] ?(?=\S)"
)
_INLINE = compile_later(
    r"(?:^|(?<=[.?!] ))(?!Q|A)[A-Z][A-Za-z.&'’ -]{0,30}: [^\n?]{4,200}\? (?=[A-Z][A-Za-z.&'’ -]{0,30}: )"
)
"""Who asks, and the name of who answers behind the question, in one paragraph."""
_NUMBERED = compile_later(r"(?:^|\s)(?:Q\.?|문)\s?\d{0,2}[.:]? [^\n]{4,200}?[?.] (?:A\.?|답)\s?\d{0,2}[.:]? ")
_ASKS = compile_later(r"(?:\?|[까요나]\.)$")
_FEWEST_LABELS = 4
_TALK = compile_later(
    r"[어아여해했었았겠]요|(?:죠|거든|거든요|더라고|더라고요|네요|잖아요|답니다|습니다)[.\"”\s]"
    r"|\b(?i:edited|shortened|condensed|trimmed) for (?:length|clarity)|\b(?:we|I) (?:met|spoke|sat down)\b"
    r"|인터뷰[는를]|만났다|만나자|이야기를? (?:나눴|들었)"
)
"""How people talk, and how a talk with somebody is introduced."""
_ASKED = compile_later(
    r"[a-z가-힣]\? [“\"]|"
    r"\btold me\b|\bwe talked\b|\bconversation has been (?:shortened|edited|condensed)\b|"
    r"\bI ask(?:ed)?(?: \w+)?\b|\bsays [A-Z]\w+, who|\b(?:he|she) says\b"
    r"|묻자|물으니|물었다|묻느냐고|(?:느냐|냐)고 (?:하자|묻)|질문에|말을 걸었"
    r"|[를을] (?:[가-힣]{1,8}에서 )?만났다|[을를] 꺼내자|이야기에(?:서|는)"
    r"|기자(?:를 (?:맞|반)|에게 (?:의자|차|손))"
    r"|만난 [가-힣]{2,4}|마주 ?앉"
)
_ASKED_WORDS = (
    '? "', "? “", "i ask", "he says", ", who", "묻자", "물으니", "물었다", "묻느냐고", "냐고 하자", "냐고 묻",
    "질문에", "말을 걸었", "만났다", "꺼내자", "이야기에", "기자를", "기자에게", "told me", "we talked",
    "been shortened", "been edited", "been condensed", "만난 ", "마주 앉", "마주앉",
)  # fmt: skip
_FEWEST_ASKED = 2
_NOTICE = compile_later(
    r"^(?:일시|장소|주제|참가 ?신청|모집 ?분야|자격|근무 ?조건|제출 ?서류|마감|Date|Venue|Speakers"
    r"|Moderator)\s?:"
    r"|\b(?:Applicants should|Send a CV|Registration is)\b",
    re.MULTILINE,
)
_NOTICE_WORDS = (":", "applicants should", "send a cv", "registration is")
_FEWEST_NOTICES = 2
_DAYS = compile_later(
    r"^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day: |^(?:월|화|수|목|금|토|일)요일?\s?[:|]"
    r"|^[A-Z][A-Z'’/ -]{4,40} ?[-—–:/] ",
    re.MULTILINE,
)
_FEWEST_DAYS = 3
_BRIEF_ENDING = compile_later(r"(?:음|함|임|됨)\.?$", re.MULTILINE)
_BODY = compile_later(
    r"\b(?:For further information|Tel\. 0|the ROK military detected|The Government urges"
    r"|ROK Armed Forces maintain)\b"
    r"|^(?:우리 군은|정부는|국회의장은|이재명 대통령은 오늘)|\(끝\)\s*$|대변인 [가-힣]{2,4}\s*$"
    r"|이상입니다\.|발표문",
    re.MULTILINE | re.IGNORECASE,
)
_BODY_WORDS = (
    "for further information", "tel. 0", "military detected", "government urges", "forces maintain",
    "우리 군은", "정부는", "국회의장은", "대통령은 오늘", "(끝)", "대변인 ", "이상입니다.", "발표문",
)  # fmt: skip
_SIGNATURE = compile_later(
    r"(?:\n|[.] )[^\n.]{0,30}(?:대령|중장|소장|대장|교수|연구위원|위원|대표|전 [가-힣]{2,8}|변호사|작가|시인"
    r"|칼럼니스트|논설위원|professor|fellow)"
    r"[^\n.]{0,12}$"
)
_LONGEST_SIGNATURE = 80
_FIRST_PERSON = compile_later(
    r"I(?<!\wI)\b|my(?<!\wmy)\b|me(?<!\wme)\b|저는(?<![가-힣]저는)|제가(?<![가-힣]제가)|나는(?<![가-힣]나는)"
    r"|내가(?<![가-힣]내가)|저도(?<![가-힣]저도)|나도(?<![가-힣]나도)|저희(?<![가-힣]저희)"
)
"""What stands before is looked at last: a search that begins with letters skips whatever begins otherwise."""
_QUOTED = compile_later(r"[\"“][^\"”]{0,600}[\"”]|[‘'][^'’\n]{12,400}[’']")
_MUST = compile_later(
    r"\b(?:must(?! have)|should(?! have| be able)|ought to|cannot afford|can(?:not|'t) be allowed|(?:it is"
    r"|it's|now is the) (?:high )?time"
    r"|let us|deserves?|would be (?:a mistake|wise|unwise|folly)|is a mistake|there is no excuse|needs? to)\b"
    r"|(?:[해돼야려]야|어야|아야|여야) (?:한다|할 것이다|할 때다|마땅하다|옳다|함은)|[서]는 안 된다"
    r"|[해]선 안 된다|하기 (?:바란다|어렵다)"
    r"|(?:안 될|할) (?:일이다|말이다)|바란다\.|촉구한다\.|시급하다|마땅하다|절실하다|아닐 수 없다|유감이다"
    r"|우려스럽다|아쉽다"
    r"|[치리하가쓰르이]자\.|늦지 않다|[고리하가]자\.|[는은인]가\.|늦지 않다|할 때다|답이다|착각이다"
    r"|자명하다|명심"
    r"|기대한다\."
)
_SAID = compile_later(
    r"\b(?:said|told|announced|according to|reported|added|stated)\b"
    r"|(?:평가했|비판했|썼|밝혔|말했|전했|발표했|강조했|설명했|덧붙였|보도했|주장했|알려졌|전해졌|촉구했"
    r"|지적했)(?:다"
    r"|습니다)|에 따르면"
)
_SAID_WORDS = (
    "said", "told", "announced", "according to", "reported", "added", "stated", "했", "썼", "밝혔", "덧붙였",
    "알려졌", "전해졌", "따르면",
)  # fmt: skip
_FEWEST_MUSTS = 2
_FEWEST_SHARES = 3
_FEWEST_ENDINGS = 2
_MOST_CHARACTERS = 8000


def read_lines(article: Article, head: str) -> tuple[Genre, str] | None:
    """What a text is by its lines, and by which; `head` is its title with its beginning."""
    body = _read_body(article.text)
    if is_dialogue(article):
        return Genre.OFFICIAL, "its form, a spokesperson's answers"
    if body.count(_NOTICE, _NOTICE_WORDS) >= _FEWEST_NOTICES:
        return Genre.OTHER, "its form, a notice"
    if body.search(MAILED, MAILED_WORDS) or len(_DAYS.findall(body.text)) >= _FEWEST_DAYS:
        return Genre.BRIEFING, "its form, a letter of news"
    if body.search(METHOD, METHOD_WORDS) and len(SHARE.findall(f"{head}\n{body.text}")) >= _FEWEST_SHARES:
        return Genre.POLL, "its form, shares of a poll"
    return read_entries(body.text) or _read_beginnings(body.text, head) or _read_voice(body)


def _read_beginnings(text: str, head: str) -> tuple[Genre, str] | None:
    """What a text is by what its lines begin with."""
    if _count_questions(text) >= _FEWEST_QUESTIONS:
        return Genre.ANALYSIS, "its form, questions and answers"
    if len(_TIMED.findall(text)) >= _FEWEST_TIMED:
        return BY_THE_HOUR
    if len(_BULLET.findall(head)) >= _FEWEST_BULLETS:
        return LISTED
    return None


def _read_voice(body: Searched) -> tuple[Genre, str] | None:
    """What a text is by who speaks in it."""
    is_body = body.search(_BODY, _BODY_WORDS) is not None
    if is_body and len(_BRIEF_ENDING.findall(body.text)) >= _FEWEST_ENDINGS:
        return Genre.OFFICIAL, "its form, a notice of a body"
    is_asked = body.count(_ASKED, _ASKED_WORDS) >= _FEWEST_ASKED
    if is_asked and _leave_out_quotes(body.text).count(_SAID, _SAID_WORDS) < _FEWEST_ASKED:
        return Genre.INTERVIEW, "its form, a talk with somebody"
    if _argues(body.text):
        return Genre.OPINION, "its form, an argument"
    return None


def _read_body(text: str) -> Searched:
    return fold_searched(text[:_MOST_CHARACTERS])


def is_on_air(article: Article) -> bool:
    """Whether a text is what was said on the air by a host and a guest."""
    body = _read_body(article.text)
    is_hosted = body.search(_HOSTED, _HOSTED_WORDS) is not None
    return is_hosted and len(_ON_AIR.findall(body.text)) >= _FEWEST_SPEAKERS


def is_interview(article: Article, title: str) -> bool:
    """Whether a text is one person's answers, line for line; what explains by questions has nobody in it."""
    text = _read_body(article.text).text
    asks = text.count("? ") >= _FEWEST_QUESTIONS
    if asks and len(_INLINE.findall(text)) >= _FEWEST_QUESTIONS:
        return True
    if text.count('\n"') >= _FEWEST_ANSWERED and len(_ANSWERED.findall(text)) >= _FEWEST_ANSWERED:
        return True
    if _is_labelled(text):
        return True
    if _count_questions(text) < _FEWEST_QUESTIONS and not (
        asks and len(_NUMBERED.findall(text)) >= _FEWEST_QUESTIONS
    ):
        return False
    return bool(_QUOTED.search(title) or _FIRST_PERSON.search(text) or _TALK.search(text))


@lru_cache(maxsize=8)
def _count_questions(text: str) -> int:
    return len(_QUESTION.findall(text))


def _is_labelled(text: str) -> bool:
    """Whether lines begin with who asks or answers."""
    if text.count(":") + text.count(">") < _FEWEST_LABELS:
        return False
    lines = [line.rstrip() for line in text.split("\n") if _LABEL.match(line)]
    return len(lines) >= _FEWEST_LABELS and sum(map(bool, map(_ASKS.search, lines))) >= _FEWEST_QUESTIONS


def says_something(text: str) -> bool:
    """Whether a text reports what was said, or judged, outside of what it quotes."""
    return _leave_out_quotes(text).search(_SAID, _SAID_WORDS) is not None


@lru_cache(maxsize=8)
def _leave_out_quotes(text: str) -> Searched:
    return Searched(_QUOTED.sub(" ", text))


def is_dialogue(article: Article) -> bool:
    """Whether a spokesperson answers in it."""
    return _count_speakers(_read_body(article.text).text) >= _FEWEST_SPEAKERS


@lru_cache(maxsize=8)
def _count_speakers(text: str) -> int:
    return len(_SPEAKER.findall(text))


def argues(article: Article) -> bool:
    """Whether a text says what must be done, in its author's own name."""
    return _argues(_read_body(article.text).text)


def _argues(text: str) -> bool:
    """Whether a text says what must be done in its author's own name, and reports little."""
    own = _leave_out_quotes(text)
    if own.search(_SAID, _SAID_WORDS) is None and (_is_personal(own.text) or _speaks_up(own.text)):
        return True
    if not _ends_with_must(own.text):
        return False
    musts = len(_MUST.findall(own.text))
    return musts >= _FEWEST_MUSTS and own.count(_SAID, _SAID_WORDS) <= musts // 2


def _is_personal(own: str) -> bool:
    """Whether somebody speaks for himself, or signs with what he is."""
    return (
        len(_FIRST_PERSON.findall(own)) >= _FEWEST_MUSTS
        or _SIGNATURE.search(own.rstrip()[-_LONGEST_SIGNATURE:]) is not None
    )


def _speaks_up(own: str) -> bool:
    """Whether somebody who speaks for himself says what must be done."""
    return _FIRST_PERSON.search(own) is not None and _MUST.search(own) is not None


def _ends_with_must(own: str) -> bool:
    """Whether one of the last two sentences says what must be done."""
    lines = "\n".join([line for line in own.split("\n") if line.strip()][-2:])
    return any(_MUST.search(lines[start:end]) for start, end in sentences(lines)[-2:])
