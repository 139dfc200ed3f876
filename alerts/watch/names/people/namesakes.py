"""What is written like the name of a person or a place and is not: verbs, and people of other callings."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from alerts.watch.names.people.given_names import GIVEN_NAMES, GIVEN_NAMES_KO
from alerts.watch.names.whose import US_STATES
from alerts.watch.scan.layout import Layout
from alerts.watch.scan.places import Occurrence
from storage.language.patterns import compile_later
from storage.language.romanise import split_given
from storage.language.text import lower, read_words
from storage.records import Entity

# Callings that no one has who speaks for a state, before a name and, in Korean, after it.
CALLINGS_KO = (
    "시인|도예가|조각가|사진가|디자이너|무용가|농부|개발자|가이드|선생님|사육사|배우|여배우|탤런트|가수|래퍼|아이돌|선수|감독|코치|개그맨|개그우먼|코미디언|방송인|아나운서|앵커|작가|소설가"
    "|화가|셰프|성우|피아니스트|바이올리니스트|지휘자|기자|PD|부?구청장|부?군수|부?시장"
    "|약사|간호사|교사|소방관|경찰관|셰프|농부|변호사|사무국장|[가-힣]{0,5}(?:과|의원|병원|치과) 원장"
    "|노조위원장|할아버지|할머니|과장|팀장|상무|전무|간사|바리스타|협회장|제빵사|파티시에|이장|면장|[가-힣]{0,4}[시군구도]의원"
)
_CALLINGS_EN = (
    "actor|actress|singer|rapper|comedian|footballer|striker|midfielder|defender|goalkeeper|pitcher|golfer|swimmer"
    "|referee|umpire|drummer|guitarist|barista|baker|florist|potter|painter|sculptor|librarian|zookeeper|jockey"
    "|novelist|poet|chef|pianist|violinist|conductor|designer|player"
)
_BEFORE = compile_later(rf"(?:(?:^|[^가-힣])[가-힣]{{0,4}}(?:{CALLINGS_KO}) |\b(?i:{_CALLINGS_EN}) )$")
_AFTER = compile_later(
    rf"(?:·[가-힣]{{2,4}})* ?(?:전 |현 |前 )?(?:[가-힣]{{1,4}} |[가-힣]{{1,4}}[시군구] ?|[A-Z]{{2,5}} ?)?"
    rf"(?:{CALLINGS_KO})(?:[은는이가을를의와과도,. ]|$|에게)"
)
_AFTER_EN = compile_later(
    rf", (?:an?|the) (?:[A-Za-z0-9-]+ ){{0,4}}?(?:{_CALLINGS_EN}|artist|influencer|dancer|model|photographer"
    r"|gardener|farmer|baker|plumber|electrician|dentist|nurse|teacher|student|pupil|accountant|librarian"
    r"|midwife|vet|hairdresser|barber|driver|shopkeeper|waiter|waitress|cook|tailor|carpenter|engineer"
    r"|programmer|developer|estate agent|estate broker|builder|postman|firefighter|paramedic|coach|keeper"
    r"|professor|lecturer|chemist|physicist|biologist|surgeon|pastor|skater|boxer|wrestler|gymnast|cyclist|runner)\b"
)
_REACH = 24
_GIVEN = compile_later(r"(?<![^\W_])(?<!['’-])([A-Z][a-z]+|[A-Z]{2,}) (?:[A-Z]\. ?)?$")
_GIVEN_KO = compile_later(r"(?<![가-힣])([가-힣]{1,5}) $")
# 문재인(52) 씨: an age and no office stand beside the name of nobody who has one.
_PRIVATE = compile_later(
    r" ?(?:씨네|\((?:[1-9][0-9]|[가-힣]{1,3})\) ?씨|\([1-9][0-9]·[가-힣]+\)"
    r"|\((?:동명이인|면장|이장|부녀회장|통장)\))"
)
_HELD = compile_later(r"\b(?:President|Secretary|President-elect) $")
_LEADS = compile_later(
    " ?(?:미국 |미 )?(?:대통령|당선인|당선자|행정부|정부|장관|정권|[12]기|측|캠프|인수위|후보)"
    "|(?:[’']s)? (?:administration|transition|cabinet|campaign|team|presidency)"
)
_INITIAL = compile_later(r"[A-Z][a-z]+ [A-Z]\. $")
_CAPITALISED = frozenset(["person", "place", "body"])
# Names that are words too; a text without capitals gives no sign which is meant.
_ORDINARY = frozenset(
    ["white house", "trump", "trumps", "china", "turkey", "japan", "pentagon", "moon", "park", "hill", "rice"]
)


def is_capitalised(entity: Entity) -> bool:
    """Whether an entity bears a name that is a word too; not where itself is given in lower case."""
    if entity.kind not in _CAPITALISED or any(alias[:1].islower() for alias in entity.aliases):
        return False
    return not _ORDINARY.isdisjoint(
        lower(word) for name in (entity.name, *entity.aliases) for word in (*name.split(), name)
    )


def drop_small(layout: Layout, found: Sequence[Occurrence]) -> list[Occurrence]:
    """Without ordinary words in lower case where their line has capitals: concerns trump cost, fine china.

    Other names are read in any case: some write the nuclear consultative group so.
    """
    return [
        one
        for one in found
        if layout.text[one.start : one.end] not in _ORDINARY or not _has_capitals(layout.text, one)
    ]


def _has_capitals(text: str, one: Occurrence) -> bool:
    end = text.find("\n", one.end)
    line = text[text.rfind("\n", 0, one.start) + 1 : end if end >= 0 else len(text)]
    return line != line.lower()


def drop_relatives(layout: Layout, found: Sequence[Occurrence], own: Set[str], kind: str) -> list[Occurrence]:
    """Without a single word behind the given name of somebody else: Mary Trump, Kerry Washington.

    A given name that begins as one of the person's own (`own`) is another form of it: Joseph Biden is Joe.
    """
    kept = [one for one in found if not _is_of_relative(layout.text, one, own, kind)]
    if kind != "person":
        return kept
    if _has_junior(layout.text, kept) and not _is_spoken_of(layout.text, kept):
        return []
    return kept if len(kept) == len(found) else _keep_beside_relatives(layout.text, kept)


def _is_spoken_of(text: str, found: Sequence[Occurrence]) -> bool:
    """Whether a name stands in full somewhere, or with what only a head of state has."""
    return any(
        " " in text[one.start : one.end]
        or _HELD.search(text, max(0, one.start - _REACH), one.start)
        or _LEADS.match(text, one.end)
        for one in found
    )


def _has_junior(text: str, found: Sequence[Occurrence]) -> bool:
    """Whether a text has somebody of a name whose father has it too: Donald Trump Jr."""
    if "Jr" not in text and "주니어" not in text:
        return False
    names = {text[one.start : one.end].rpartition(" ")[2] for one in found}
    return any(f"{name} Jr" in text or f"{name} 주니어" in text for name in names)


def list_beginnings(entity: Entity) -> frozenset[str]:
    """The first two letters of each of an entity's names, small."""
    return frozenset(alias[:2].lower() for alias in (entity.name, *entity.aliases))


def _keep_beside_relatives(text: str, kept: list[Occurrence]) -> list[Occurrence]:
    """Jill Biden, and then Dr. Biden: the first of a name in full has the name alone."""
    if any(" " in text[one.start : one.end] for one in kept):
        return kept
    return [one for one in kept if _HELD.search(text, max(0, one.start - _REACH), one.start)]


def _is_of_relative(text: str, one: Occurrence, own: Set[str], kind: str) -> bool:
    if not text[one.start : one.end].isalpha():
        return False
    if not text[one.start].isascii():
        return _is_of_relative_ko(text, one)
    before = text[max(0, one.start - _REACH) : one.start]
    given = _GIVEN.search(before)
    if given is None:
        return kind == "place" and _INITIAL.search(before) is not None
    return given[1].lower()[:2] not in own and _is_given(before, given, kind)


def _is_given(before: str, given: re.Match[str], kind: str) -> bool:
    return given[1].lower() in GIVEN_NAMES or (kind == "person" and _is_unheard_of(before, given))


def _is_unheard_of(before: str, given: re.Match[str]) -> bool:
    """Whether a large word within a sentence is a given name that few bear: Commissioner Dale Rubio."""
    is_within = _WITHIN.search(before, 0, given.start()) is not None
    return is_within and given[1].lower() not in _NO_GIVEN and not given[1].endswith("s")


_WITHIN = compile_later(
    r"(?:[a-z]{2},?|[a-z]{3};) $|\b(?:Commissioner|Senator|Sen\.|Rep\.|Mayor|Councill?or|Dr\.?|Coach) $"
)
# What else stands before a surname with a capital: offices, days, nations, parties.
_NO_GIVEN = read_words("""
mr mrs ms dr president secretary minister ambassador general gen admiral adm commander envoy director
chairman chancellor premier leader senator representative governor mayor speaker spokesman spokesperson
spokeswoman coordinator adviser advisor undersecretary candidate nominee marshal judge justice professor
monday tuesday wednesday thursday friday saturday sunday january february march april may june july
august september october november december american korean republican democrat democratic canadian
british japanese chinese russian north south east west former then now vice elect president-elect
ukrainian israeli team camp anti pro mega maga ultra never like but and while when with that chief congressman
congresswoman house white state defense treasury commerce press the mister sir madam first lady for from after
in on at of by to if as is was us un eu rok uk
""")


def _is_of_relative_ko(text: str, one: Occurrence) -> bool:
    """조지 바이든, 헌터 바이든: a given name that is written in Hangul and is none of the person's own."""
    given = _GIVEN_KO.search(text, max(0, one.start - 8), one.start)
    return given is not None and given[1] in GIVEN_NAMES_KO


def drop_namesakes(layout: Layout, found: Sequence[Occurrence]) -> list[Occurrence]:
    """The places of a person, none where the text gives the name another calling: 배우 김정은.

    Where the text says that two have the name, those with the calling alone.
    """
    kept = [one for one in found if not _is_of_other_calling(layout.text, one)]
    return kept if len(kept) == len(found) or _SHARED.search(layout.text) else []


# Nobody who is tracked by an office is so young.
_YOUNG = compile_later(r",? (?:aged )?\(?(?:1[6-9]|2[0-9])[,)]|\((?:1[6-9]|2[0-9])(?:세)?[,)]")
_SHARED = compile_later(r"(?:이름이 같|동명이인|same name|namesake|shares? (?:a|the|his|her) name)")


def _is_of_other_calling(text: str, one: Occurrence) -> bool:
    before = text[max(0, one.start - _REACH) : one.start]
    if _PRIVATE.match(text, one.end):
        return True
    return (
        _YOUNG.match(text, one.end) is not None
        or _BEFORE.search(before) is not None
        or _AFTER.match(text, one.end) is not None
        or _AFTER_EN.match(text, one.end) is not None
        or _is_glossed(text, one)
    )


# The Hanja of surnames; in 조현(調絃) the first is none.
_SURNAMES_HANJA = frozenset(
    "金李朴崔鄭丁姜趙曺尹張林任韓申辛徐權黃安宋柳劉兪洪全高文孫梁楊裵白許南沈盧河郭成車朱禹具羅閔陳池嚴蔡元千方孔玄咸"
    "卞廉呂秋都石宣薛吉延魏表明奇潘王琴玉陸印孟諸卓鞠余昔慶"
    "習王汪毛周胡江溫秦董鄧蔣蔡賴馬習蘇賈"
)
_GLOSS = compile_later(r" ?\(([\u4e00-\u9fff]{2,4})\)")


def _is_glossed(text: str, one: Occurrence) -> bool:
    """Whether a Korean name has Hanja beside it that are no name."""
    gloss = _GLOSS.match(text, one.end)
    return gloss is not None and len(gloss[1]) == one.end - one.start and gloss[1][0] not in _SURNAMES_HANJA


def drop_longer(layout: Layout, found: Sequence[Occurrence]) -> list[Occurrence]:
    """Without a Korean name that goes on in a longer one: Park Jin-sung is not Park Jin."""
    return [one for one in found if not _goes_on(layout.text, one)]


def _goes_on(text: str, one: Occurrence) -> bool:
    following = _LONGER.match(text, one.end)
    if following is None or not text[one.end - 1].isascii():
        return False
    if following[1]:
        return True
    last = text[one.start : one.end].rsplit(" ", 1)[-1]
    return last.isalpha() and split_given((lower(last), lower(following[2]))) is not None


_LONGER = compile_later(r"-([a-z]+)| ([A-Z][a-z]{1,6})(?![^\W_])")


def drop_past(layout: Layout, found: Sequence[Occurrence], entity: Entity) -> list[Occurrence]:
    """Without an event that the text gives a year before there was one: Camp David in 1978."""
    if entity.valid_from is None or entity.kind not in ("event", "agreement"):
        return list(found)
    if entity.kind == "agreement" and _is_of_others(layout, found):
        return []
    return [one for one in found if not _is_earlier(layout.text, one, entity.valid_from.year)]


def _is_of_others(layout: Layout, found: Sequence[Occurrence]) -> bool:
    """Whether a declaration is of a summit of many or of a town: the Washington Summit Declaration."""
    text = layout.text
    return any(
        re.search(rf"\b{place} (?:[A-Z][a-z]+ )?Summit Declaration|\b{place}, (?:{US_STATES})\b", text)
        for one in found
        if (place := text[one.start : one.end].split(" ", 1)[0]).istitle()
    )


def _is_earlier(text: str, one: Occurrence, first: int) -> bool:
    around = text[max(0, one.start - 60) : one.end + 60]
    years = [int(year) for year in _YEAR.findall(around)]
    return bool(years) and max(years) < first


_YEAR = compile_later(r"(?<![0-9])(19[0-9]{2}|20[0-9]{2})(?![0-9])")
