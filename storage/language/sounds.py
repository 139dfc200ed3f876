"""Names as they sound: one key for `Kavanaugh` and 캐버노, for `Yoon Suk-yeol` and 윤석열.

Korean spells foreign names by ear, so that what survives in both scripts is the skeleton of consonants, in
a few classes that ears do not confuse (https://en.wikipedia.org/wiki/Soundex has the idea). A vowel at the
beginning counts. What is not heard the same by everyone (a closing r, th) gives a name two keys.
"""

from __future__ import annotations

import re
from functools import lru_cache

FEWEST_SOUNDS = 3
"""Shorter skeletons are shared by chance."""

_FIRST = "KKNTTLMPPSS-SSSKTPH"
_LAST = ["", *"KKKNNNTLLLLLLLLMPPTTNTTKTPH"]

_DIGRAPHS = (
    ("tch", "S"), ("sch", "S"), ("dge", "S"), ("tion", "SN"), ("sion", "SN"), ("ght", "T"), ("ough", ""),
    ("augh", ""), ("igh", ""), ("ph", "P"), ("sh", "S"), ("ch", "S"), ("ck", "K"), ("wh", "H"), ("kh", "K"),
    ("gh", "K"), ("zh", "S"), ("cz", "S"), ("tz", "S"), ("ts", "S"), ("ds", "S"), ("dj", "S"), ("ng", "N"),
    ("qu", "K"), ("wr", "R"), ("rh", "R"), ("x", "KS"),
)  # fmt: skip
_LETTERS = str.maketrans("kqcgtdpbfvszjlmnrh", "KKKKTTPPPPSSSLMNRH")
_SOFT = re.compile(r"c(?=[eiy])|g(?=[eiy](?!r\b|rs\b))")
_DOUBLED = re.compile(r"(.)\1+")
_CLOSING_R = re.compile(r"R(?![aeiouwy])")
_VOWELS = re.compile(r"[aeiouwy]+")


@lru_cache(maxsize=8192)
def sound_latin(name: str) -> tuple[str, ...]:
    """The keys of a name in Latin letters, none where too little is heard of it."""
    word = name.casefold()
    if not word.isascii() or not word.isalpha():
        return ()
    keys = {key for said in _list_said(word) for key in _hear(said) if len(key) >= FEWEST_SOUNDS}
    return tuple(sorted(keys))


def _list_said(word: str) -> set[str]:
    """How a word may be said: its th as s or as t, its g before e and i soft or hard."""
    spelled = {word, word.replace("th", "t")}
    spelled |= {re.sub(r"g(?=[eiy])", "k", each) for each in spelled}
    return {each.replace("th", "s") for each in spelled}


def _hear(word: str) -> tuple[str, ...]:
    opening = "A" if word[0] in "aeiou" else ""
    word = re.sub("es$", "s", word)
    if word[:2] in ("kn", "ps", "ts", "gn"):
        word = word[1:]
    word = _SOFT.sub("s", word)
    for letters, sound in _DIGRAPHS:
        word = word.replace(letters, sound)
    heard = _DOUBLED.sub(r"\1", word.translate(_LETTERS))
    heard = re.sub(r"(?<!^)H(?![aeiouwy])", "", heard)
    both = {heard, _CLOSING_R.sub("", heard)}
    return tuple(opening + _join(_VOWELS.sub("", each).replace("R", "L")) for each in both)


@lru_cache(maxsize=8192)
def sound_hangul(word: str) -> str | None:
    """The key of a word in Hangul, None where too little is heard of it."""
    heard: list[str] = []
    for at, syllable in enumerate(word):
        code = ord(syllable) - 0xAC00
        if not 0 <= code < 11172:
            return None
        heard.append(_hear_first(code, at) + _LAST[code % 28])
    key = _join("".join(heard))
    return key if len(key) >= FEWEST_SOUNDS else None


def _hear_first(code: int, at: int) -> str:
    first = _FIRST[code // 588]
    if first != "-":
        return first
    # 의 and 으 open no English name; w and y, heard as vowels, do not count either.
    return "A" if at == 0 and code // 28 % 21 in _OPENING else ""


_OPENING = frozenset((0, 1, 4, 5, 8, 18, 20))
"""The vowels ㅏㅐㅓㅔㅗㅡㅣ, which an English name begins with as a vowel."""


def _join(heard: str) -> str:
    return _DOUBLED.sub(r"\1", heard)


_TELLING = frozenset(
    "캐커켈켄켐켓캘캔캠캇컷컬컨컴콕콘콜쾰코카케쿠쿤퀸크클킨킬킹타탈탄터턴털테텐텔템텍톤톨톰툰튜트틀티틴팬팰팩퍼펀펄페펜펠펫폰폼푸풀"
    "프플피핀필핑벌벤벨벳벡밴브블뷔뷰빌덜덴델듀드런럼럿레렌렐렉렛론롤롬롭루룬룸룰릭린릴링랜램랭럴스슨슬슈슐셰쇼숀샤샌샘섀셔셜셸셀셋"
    "솜솝쉬즈젠젤젝잭잰졸쥬쥐첼촐츠츄칭허헐헤헨헬헥홀홉휘핸핼앤앨앱엔엘엠엑엡왓웨웬웰웹위윈윌윙겐겔갤갠낸넌넬넨넷뉴닌닐닉냐맥맨맬맷"
    "멀멘멜몬뮌뮐므믈믹"
)
"""Syllables that names from abroad have and native words have seldom."""

_USUAL = frozenset("그르러리로라토마모소번버베보비바데디도세시노나니오아에우하후저조자가고골거게기무만미메")
"""Syllables that both have."""


def is_foreign(word: str) -> bool:
    """Whether a word in Hangul looks like a name from abroad."""
    return not _TELLING.isdisjoint(word) or (len(word) > 2 and _USUAL.issuperset(word))
