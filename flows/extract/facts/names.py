"""Who wrote it: bylines in English and Korean, cleaned to names, and outlets told from people."""

from __future__ import annotations

import re

from storage.language.printable import clean_line
from storage.language.romanise import LATIN_SURNAMES

MAX_AUTHORS = 12
LONGEST_BYLINE = 200

MAIL = re.compile(
    r"(?:(?<![\[(<])[\[(<]++|(?<!\s))\s*+\[?e-?mail[\s\u00a0]*protected\]?\s*[\])>]*"
    r"|(?:[\[(<]\s*+|(?<!\s)\s*+)?[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{1,30}){0,4}\s*[\])>]?",
    re.I,
)
HANDLE = re.compile(r"(?:\(\s*+|(?<!\s)\s*+)?(?<!\w)@\w{2,30}\)?|https?://\S+|\bTwitter\b.*$", re.I)
# Roles say what a person is, not who.
ROLES = re.compile(
    r"\b(?:(?:senior |chief |deputy |contributing |special |managing |national |political |diplomatic "
    r"|foreign |staff |freelance |intern |guest ){0,6}"
    r"(?:staff )?(?:reporters?|correspondents?|writers?|editors?|contributors?|columnists?|journalists?"
    r"|photographers?|bureau chief|commentators?|analysts?|interns?)"
    r"|special to (?:the )?[\w ]{2,40}|editor-in-chief)\b\.?",
    re.IGNORECASE,
)
PLACE_ROLE = re.compile(
    r"\b(?:washington|beijing|tokyo|seoul|white house|pentagon|united nations|new york|diplomatic|defense"
    r"|foreign)\s*$",
    re.I,
)
KOREAN_ROLE = (
    r"(?:선임|전문|수습|인턴|객원|사진|국방|외교|정치|북한|수석)?\s?(?:기자|특파원|통신원|논설위원|논설실장"
    r"|편집위원|칼럼니스트|대기자|에디터|편집인|주필|앵커|PD|피디|작가|연구위원|객원기자|전문위원)"
)
_KOREAN_PEOPLE = r"[가-힣]{2,4}(?:\s*[·ㆍ,/]\s*[가-힣]{2,4}){0,5}\s*(?:\([^)]{1,20}\)\s*)?"
KOREAN_NAMES = re.compile(rf"(?<![가-힣])(?P<names>{_KOREAN_PEOPLE}){KOREAN_ROLE}")
KOREAN_BYLINE = re.compile(
    r"[\W_]*(?:\(?[가-힣]{2,6}\s*=\s*[가-힣0-9]{2,8}\)?\s*|[\[(][^\])]{1,30}[\])]\s*|[가-힣]{2,6}\s?[=/|]\s?"
    r"|(?:글|취재|글[·/]사진|기사|기자)\s*[=:·/]?\s*)?"
    r"(?:[가-힣]{2,8}(?:일보|신문|뉴스|타임스|저널|경제|방송|투데이)\s+)?"
    rf"{_KOREAN_PEOPLE}(?:{KOREAN_ROLE})(?:\s*[,·/ ]\s*[가-힣]{{2,4}}\s*(?:{KOREAN_ROLE}))*[\W_]*"
    r"(?:\S{1,60}@\S{1,60}|\[?e-?mail[\s\u00a0]protected\]*)?[\W_]*"
)
KOREAN_MAIL_BYLINE = re.compile(
    r"[\W_]*([가-힣]{2,4})\s*[|/(<\[]?\s*[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{1,30}){1,4}\W*"
)
ENGLISH_BYLINE = re.compile(
    r"(?:(?:reported|written|story|posted|article|words|compiled)\s+)?(?:by|von|par"
    r"|por)[:\s]\s*(?P<who>\S.*)",
    re.IGNORECASE,
)
LABELLED_BYLINE = re.compile(
    r"(?:authors?|reporters?|writers?|byline|기자|글|작성자|글쓴이|저자)\s*[:：]\s*(?P<who>\S.*)",
    re.IGNORECASE,
)
MAIL_BYLINE = re.compile(
    r"(?P<who>[A-Z][\w'’.-]+(?:\s[A-Z][\w'’.-]+){1,3})\s*[\[(<]\s*(?:\[?e-?mail[\s\u00a0]*protected\]?"
    r"|\S{1,60}@\S{1,60}?)\s*[\])>]+\.?"
)
# "(서울=연합뉴스) 홍길동 기자 = " opens the first paragraph: the name is taken, the text stays.
DATELINE_NAME = re.compile(
    rf"\s*[\[(][^\])]{{2,30}}=[^\])]{{2,20}}[\])]\s*((?:[가-힣]{{2,4}}\s*{KOREAN_ROLE}[\s,·]*){{1,4}})=?"
)

# The last word of an outlet's name. What stands before a person's name and ends so is the outlet.
OUTLET_NOUN = (
    r"(?:Journal|Times|Herald|News|Daily|Post|Press|Today|Agency|Tribune|Review|Gazette|Weekly|Magazine"
    r"|Observer|Chronicle|Standard|Telegraph|Monitor|Wire"
    r"|Ilbo|Shinmun|Sinmun|Dispatch|Insider|Network|Broadcasting|Service|Report|Digest|Diplomat|Mail|Globe"
    r"|Guardian|Independent|Star|Bulletin|Media)"
)
OUTLET_LEAD = re.compile(
    rf"(?:the\s+)?(?P<outlet>(?:[A-Z][\w.&'’-]*\s+){{0,4}}{OUTLET_NOUN})\s+(?P<who>[A-Z].*)"
)
OUTLET_WHOLE = re.compile(
    rf"(?:the\s+)?(?:[A-Z][\w.&'’-]*\s+){{0,5}}{OUTLET_NOUN}(?:\s+(?:Agency|Staff|Desk|TV|Online|Service"
    rf"|International|Korea))?",
    re.I,
)
KOREAN_OUTLET = re.compile(
    r"[가-힣A-Z]{1,8}(?:일보|신문|뉴스|타임스|저널|경제|방송|투데이|통신|데일리|미디어|시스)\d?"
)
NO_NAME = re.compile(
    r"(?:admin|administrator|editor|editors|staff|reporters?|newsroom|webmaster|unknown|anonymous|none"
    r"|null|n/a|author|by|guest|online team|web team|디지털뉴스팀|온라인뉴스팀"
    r"|온라인뉴스부|디지털뉴스부|편집부|뉴스팀|관리자|기자|the editors|news desk|web desk|.{0,40}\bdesk)",
    re.IGNORECASE,
)
SPLIT = re.compile(
    r"(?<!\s)\s*+(?:,|;|/|\||·|•|ㆍ|&|(?<=\w\s)(?:and|und|with|og|och|et|ja|en)(?=\s+[A-ZÀ-ÞŠŽ]))\s*|\band\b\s*"
)
IN_PLACE = re.compile(r"(?<!\s)\s++(?:in|from|at)\s+[A-Z][\w., ]{2,40}$")
NAME_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|phd|md)\.?", re.I)
# After a romanised surname, or before it, the hyphen of a given name is followed by a small letter.
# Those that are written out are rare, or spelled so by few.
SURNAMES = LATIN_SURNAMES | frozenset(
    "back bok boo bu chae dho doo du eo eum ga gyeong hyung ka kam kyung mok".split()  # noqa: SIM905 - a table
)


def clean_authors(names: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Names of people (or desks that sign as such), once each, in order, without roles, mails and handles."""
    found: dict[str, str] = {}
    for name in names:
        for part in split_names(name):
            found.setdefault(part.casefold(), part)
    return tuple(found.values())[:MAX_AUTHORS]


def split_names(text: str) -> list[str]:
    """The names in one byline, its mail addresses, roles and titles removed."""
    plain = clean_line(text[: 4 * LONGEST_BYLINE])
    plain = HANDLE.sub(" ", MAIL.sub(" ", plain))
    if match := ENGLISH_BYLINE.fullmatch(plain.strip()):
        plain = match["who"]
    if korean := find_korean_names(plain):
        return korean
    parts = [_tidy_name(part) for part in SPLIT.split(plain)]
    return _join_suffixes([part for part in parts if part])


def find_korean_names(text: str) -> list[str]:
    """The Korean names that stand before a role (`홍길동·김철수 기자`), in order."""
    return [
        name
        for match in KOREAN_NAMES.finditer(text)
        for name in re.findall(r"[가-힣]{2,4}", re.sub(r"\(.*", "", match["names"]))
    ]


def _join_suffixes(parts: list[str]) -> list[str]:
    """ "Smith, Jr." is one person."""
    joined: list[str] = []
    for part in parts:
        if joined and NAME_SUFFIX.fullmatch(part):
            joined[-1] += f", {part}"
        else:
            joined.append(part)
    return joined


def _tidy_name(part: str) -> str:
    name = ROLES.sub(" ", part)
    if name != part:
        name = PLACE_ROLE.sub(" ", name.strip())
    name = IN_PLACE.sub("", re.sub(r"(?<!\s)\s*+[\[(<].*$", "", name))
    name = " ".join(name.split()).strip(" -–—_=|:;,*\"“”'‘’[]()<>")
    name = re.sub(r"(?<=\w{3})\.$", "", name)
    if (
        not name
        or len(name) > 60
        or NO_NAME.fullmatch(name)
        or not re.search(r"[^\W\d_]{2}|[^\W\d_]\.", name)
    ):
        return ""
    return calm_capitals(name)


def calm_capitals(name: str) -> str:
    """`PARK HYUN-JU` to `Park Hyun-ju`; names that are not all in capitals, and abbreviations, stay."""
    letters = "".join(filter(str.isalpha, name))
    if " " not in name or not letters or not all(map(str.isupper, letters)):
        return name
    words = name.split()
    korean = any(word.lower() in SURNAMES for word in (words[0], words[-1]))
    return " ".join(_calm_word(word, korean) for word in words)


def _calm_word(word: str, korean: bool) -> str:
    if korean and "-" in word:
        return word.capitalize()
    if re.fullmatch(r"(?:[A-Z]\.)+", word):
        return word
    return re.sub(r"[^\W\d_]+", lambda match: match[0].capitalize(), word)


def reads_as_outlet(text: str) -> bool:
    """Whether the words read as an outlet's name and not as a person's."""
    plain = " ".join(text.split())
    return bool(len(plain) <= 60 and (OUTLET_WHOLE.fullmatch(plain) or KOREAN_OUTLET.fullmatch(plain)))


def split_outlet(text: str) -> tuple[str | None, str]:
    """`Diplomacy Journal Lee Kap-soo` as outlet and the rest; (None, text) where no outlet leads."""
    plain = " ".join(text.split())
    if reads_as_outlet(plain):
        return plain, ""
    if match := OUTLET_LEAD.fullmatch(plain):
        return match["outlet"], match["who"]
    if match := re.match(rf"({KOREAN_OUTLET.pattern})\s+(?=[가-힣]{{2,4}}\s*{KOREAN_ROLE})", plain):
        return match[1], plain[match.end() :]
    return None, plain
