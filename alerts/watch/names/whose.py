"""Whose a ministry is: Tokyo's is not Seoul's, nor a state's department of health Washington's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from alerts.watch.scan.layout import Layout
from alerts.watch.scan.places import Occurrence
from storage.language.patterns import compile_later
from storage.language.text import read_words
from storage.records import Entity

# Names of bodies that every state has one of; they are Korea's where nothing says whose.
_COMMON = compile_later(
    r"(?i:(?:ministry of (?:national )?(?:defen[cs]e|foreign affairs|unification)"
    r"|(?:foreign|defen[cs]e) ministry"
    r"|foreign affairs ministry|foreign minister|joint chiefs of staff|national assembly|constitutional court"
    r"|presidential office|office of the president|national security council|national intelligence service))"
    r"|(?-i:MOFA|MND|JCS|NIS)"
    r"|외교부(?: 장관| 당국자)?|외교장관|국방부|합참|합동참모본부|국회"
    r"|헌법재판소|헌재|국가안전보장회의|국가안보회의|대통령실"
)
_OTHERS = compile_later(
    "|".join(
        (
            "China|Chinese|Beijing|Japan(?:ese)?|Tokyo|Russian?|Moscow|Kremlin|North Korean?",
            "Pyongyang|DPRK|Iran(?:ian)?",
            "Tehran|Turk(?:ey|ish|iye)|Türkiye|Ankara|Ukrain(?:e|ian)|Kyiv|Kiev|Israeli?",
            "Taiwan(?:ese)?|Taipei|German(?:y)?",
            "Berlin|Fr(?:ance|ench)|Paris|Britain|British|UK|London|Poland|Polish|Warsaw|Indian?",
            "New Delhi|Pakistani?",
            "Islamabad|Vietnam(?:ese)?|Hanoi|Philippines?|Manila|Thai(?:land)?|Bangkok",
            "Indonesian?|Jakarta|Malaysian?",
            "Singapore(?:an)?|Mongolian?|Kazakh(?:stan)?|Uzbek(?:istan)?|Saudi(?: Arabia)?",
            "Riyadh|Qatari?|Doha|Egypt(?:ian)?",
            "Cairo|Syrian?|Damascus|Iraqi?|Baghdad|Lebanon|Lebanese|Jordan(?:ian)?|Italian|Italy",
            "Rome|Spain|Spanish|Madrid",
            "Dutch|Netherlands|Belgian|Belgium|Swed(?:en|ish)|Norw(?:ay|egian)|Finland|Finnish",
            "Dan(?:ish|mark)|Denmark",
            "Romanian?|Bulgarian?|Hungar(?:y|ian)|Serbian?|Gree(?:ce|k)|Czech(?:ia)?",
            "Slovak(?:ia)?|Belarus(?:ian)?|Minsk",
            "Brazil(?:ian)?|Mexic(?:o|an)|Canad(?:a|ian)|Ottawa|Australian?|Canberra|New Zealand",
            "Nigerian?|Kenyan?",
            "South Africa(?:n)?|Ethiopian?|Venezuelan?|Cuban?|Colombian?|Argentin(?:a|e)",
            "Chilean?|Peruvian?|Cambodian?",
            "Myanmar|Lao(?:s|tian)|Sri Lankan?|Bangladeshi?|Afghan(?:istan)?|Swiss|Switzerland",
            "Austrian?|Vienna|Georgian|Cypr(?:us|iot)|Nicosia|Kuwaiti?|Yemeni?|Libyan?|Irish|Ireland|Portug(?:al|uese)|Croatian?",
            "중국|베이징|일본|도쿄|러시아|모스크바|북한|평양|이란|테헤란|터키|튀르키예",
            "우크라이나|이스라엘|대만|독일|프랑스|영국|폴란드|인도",
            "파키스탄|베트남|필리핀|태국|인도네시아|말레이시아|싱가포르|몽골|카자흐스탄",
            "사우디(?:아라비아)?|카타르|이집트|시리아|이라크|이탈리아",
            "스페인|네덜란드|스웨덴|노르웨이|핀란드|루마니아|헝가리|그리스|체코|벨라루스|브라질",
            "멕시코|캐나다|호주|뉴질랜드|미국|미|美|中|日|露",
            "러|北|英|佛|獨|캄보디아|미얀마|쿠바|베네수엘라",
        )
    )
)
_OTHER_STATE = compile_later(rf"(?<![^\W_])(?:{_OTHERS.pattern})(?![^\W_])")
_LEFT = compile_later(rf"(?<![^\W_])(?:{_OTHERS.pattern}|North(?=[’']s))(?:[’']s|의)? ?(?:[a-z]+ )?\Z")
_RIGHT = compile_later(rf",? (?:in|of) (?:the )?(?:{_OTHERS.pattern})(?![^\W_])")
_OWN = compile_later(
    r"(?<![^\W_])(?:South Korea(?:n)?|Korea(?:n)?|ROK|Seoul|한국|우리|韓|정부)(?:[’']s|의)? ?(?:[a-z]+ )?$"
)
# A text without any of these names no body of Korea's, where it names another state.
_KOREAN = compile_later(
    r"South Korea|(?<!North )Korea\b|(?<!North )Korean\b|\bROK\b|Seoul|한국|우리|한미|한·미|한중|한일|남북"
    r"|서울|대한민국|韓|정부|국회"
    r"|\b(?:Kim|Lee|Park|Yoon|Moon|Cho|Choi|Chung|Han|Kang|Woo|Jung|Jeong) "
)
_DATELINE = compile_later(
    r"^[\[(](?:[가-힣]+ ?[=·/] ?)?(?:베이징|도쿄|모스크바|워싱턴|상하이|선양|홍콩"
    r"|타이베이|하노이|테헤란|런던|파리|베를린|브뤼셀)",
    re.MULTILINE,
)
# 자오리젠 외교부 대변인: before an office a name that no Korean bears.
_SPEAKER = compile_later(
    r"(?<![가-힣])([가-힣])[가-힣]{0,3}"
    r"(?![자은는이의을를에도로나고서라며면다한간과와날월일적])[가-힣](?:\([^)\n]{1,8}\))? $"
)
_OFFICER = compile_later(" ?(?:대변인|부대변인|부장|부부장)")
_FAMILIES = frozenset(
    "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진나지엄채원천방공현함변염여추도소석선설길연"
)
_OF_WHAT = compile_later(r" of (?!(?:State|Defen[cs]e|War|the)\b)[A-Za-z]+")
_REACH = 32

# The fifty states have secretaries and departments of state for elections, Britain has a dozen.
US_STATES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois"
    "|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri"
    "|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio"
    "|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont"
    "|Virginia|West Virginia|Wisconsin|Wyoming"
)
_OFFICE_OF_STATE = compile_later(
    r"(?i:secretary of (?:state|defen[cs]e)|(?:state|defen[cs]e) secretary"
    r"|state department|department of state)"
)
_STATES_OWN = compile_later(rf"\b(?:{US_STATES}|British|UK|Britain|Vatican|Holy See)(?:[’']s)? (?:[a-z]+ )?$")
_OF_STATE = compile_later(
    rf"(?:[’']s [Oo]ffice)? (?:of|in|for) (?:{US_STATES}|Northern Ireland|Scotland|Wales"
    r"|(?i:defence|health|education|transport|justice|energy|work|trade|business|culture|children|digital"
    r"|the home|home|the environment|environment|housing|science|international|foreign))\b"
)
# Who ever was Secretary of State of the United States and is still spoken of.
_SECRETARIES = read_words("""
austin carter cheney cohen esper hagel hegseth mattis mcnamara panetta perry rumsfeld gates
acheson albright baker blinken byrnes christopher clinton dulles eagleburger haig hull kerry
kissinger marshall muskie pompeo powell rice rogers root rubio rusk seward shultz tillerson vance
""")
_NAMED_SO = compile_later(r" ((?:[A-Z][\w.’'-]+ ){1,3}[A-Z][\w’-]+|[A-Z][a-z]+)")
_SO_NAMED = compile_later(r"([A-Z][\w’-]+),? (?:the|who is|as) (?:[A-Za-z]+ )?$")
_DOMESTIC = compile_later(
    rf"\b(?:{US_STATES}|[Cc]ount(?:y|ies)|[Bb]allots?|[Vv]oters?|Elections? Officer|MPs?"
    r"|[Ll]ieutenant governor|Commons"
    r"|Prime Minister|Whitehall|Stormont|Holyrood|Westminster|remedial order)\b"
)
_DIPLOMATIC = compile_later(
    r"\b(?:[Dd]iploma\w+|[Ff]oreign|[Ee]mbass(?:y|ies)|[Aa]mbassadors?|[Ee]nvoys?|[Tt]reat(?:y|ies)|[Nn]uclear"
    r"|NATO|UN|United Nations|White House|Pentagon|South Korean?|Koreans?|Korea|Seoul|Blinken|Rubio|Pompeo)\b"
)


def drop_domestic(layout: Layout, found: Sequence[Occurrence]) -> list[Occurrence]:
    """Without the secretaries and departments of state of Georgia, Florida or Britain.

    Where one of them is another's, those that the text names barely are so too; and all are in a text of
    counties and voters that has no word of diplomacy.
    """
    if layout.is_east:
        found = _drop_of_union(layout.text, found)
    named = [one for one in found if _OFFICE_OF_STATE.fullmatch(layout.text, *one)]
    others = _list_domestic(layout.text, named)
    return [one for one in found if one not in others]


def _drop_of_union(text: str, found: Sequence[Occurrence]) -> Sequence[Occurrence]:
    """Without the officers of a state of the union, nor then what stands there in Latin letters."""
    kept = [one for one in found if not _OF_UNION.search(text, max(0, one.start - 8), one.start)]
    if len(kept) == len(found):
        return found
    return [one for one in kept if not text[one.start].isascii()]


def _list_domestic(text: str, named: Sequence[Occurrence]) -> set[Occurrence]:
    """Those of these offices of state that are not Washington's."""
    if not named:
        return set()
    others = {one for one in named if _is_domestic(text, one)}
    if others or _is_of_home(_leave_out(text, named)):
        others.update(_list_bare(text, named))
    return others


def _list_bare(text: str, named: Sequence[Occurrence]) -> list[Occurrence]:
    """Those that are not called Washington's."""
    return [one for one in named if not _HERS.search(text, max(0, one.start - _REACH), one.start)]


def _is_of_home(text: str) -> bool:
    """Whether a text is of counties and voters, and of no other state and no diplomacy."""
    if not _DOMESTIC.search(text) or _DIPLOMATIC.search(text):
        return False
    return _OTHER_STATE.search(text) is None or "British" in text


# 캘리포니아주 국무장관 is for elections.
_OF_UNION = compile_later("[가-힣]{2,6}주 $")
_HERS = compile_later(r"\b(?:US|U\. ?S\.|American|Washington[’']s|United States) $")


def _leave_out(text: str, places: Sequence[Occurrence]) -> str:
    """A text without what stands at some places."""
    for one in sorted(places, reverse=True):
        text = text[: one.start] + text[one.end :]
    return text


def _is_domestic(text: str, one: Occurrence) -> bool:
    before = text[max(0, one.start - _REACH) : one.start]
    if _STATES_OWN.search(before) or _OF_STATE.match(text, one.end) or is_given_elsewhere(text, one.start):
        return True
    is_secretary = "secretary" in text[one.start : one.end].lower()
    return is_secretary and _is_held_by_another(text, one, before)


def _is_held_by_another(text: str, one: Occurrence, before: str) -> bool:
    """Whether beside a secretary of state stands the name of nobody who ever was Washington's."""
    name = _NAMED_SO.match(text, one.end) or _SO_NAMED.search(before)
    if name is None or not _SECRETARIES.isdisjoint(name[1].lower().split()):
        return False
    return not name[0].startswith(" ") or " " in name[1]  # one large word behind it may be anything


def may_be_common(entity: Entity) -> bool:
    """Whether a body is Korea's and has a name that others of its kind have in every state."""
    return entity.kind == "body" and any(map(_COMMON.fullmatch, entity.aliases))


def may_be_foreign(entity: Entity) -> bool:
    """Whether a body has a name that is another's in another state."""
    return may_be_common(entity) or (
        entity.kind == "body" and any(" of " in alias for alias in entity.aliases)
    )


# 유럽판 핵협의그룹, a European version of the NCG.
_VERSION = compile_later(
    r"(?:(?<![가-힣])(?:유럽|일본|아시아|호주|대만|영국|중동|나토|동북아|북유럽|동유럽|인도|프랑스|독일|걸프|사우디"
    r"|아세안|남미|북한|중국|러시아)(?:판|식|형) ?"
    r"|\b(?:[A-Z][a-z]+-style|(?:[A-Z][a-z]+ )?(?:version|answer|equivalent)s? (?:of|to)) (?:the |an? )?"
    r")[\"'‘“]?$"
)
# What one of these ends with, so that most names are passed over quickly.
_OF_VERSIONS = tuple(
    f"{end}{quote}"
    for end in ("판 ", "판", "식 ", "형 ", "style ", "of the ", "of a ", "of ", "to the ", "to ")
    for quote in ("", "'", '"')
)
_MODEL = compile_later(r"(?<![가-힣])(?:한미|한·미|한국|미국|韓美|Seoul|Korean?|Washington|Yoon|Biden|Trump)")


def drop_versions(layout: Layout, found: Sequence[Occurrence]) -> Sequence[Occurrence]:
    """A body's places, without those in sentences that say another's is only like it, and none beside them.

    Where another sentence names it with those whose it is, it is named all the same.
    """
    versions = [layout.sentence(one.start) for one in found if _is_version(layout.text, one)]
    return _keep_models(layout, found, versions) if versions else found


def _keep_models(
    layout: Layout, found: Sequence[Occurrence], versions: Sequence[int]
) -> Sequence[Occurrence]:
    """The places in other sentences, if one of these has those whose body it is."""
    kept = [one for one in found if layout.sentence(one.start) not in versions]
    return kept if any(_is_beside_model(layout, one) for one in kept) else []


def _is_version(text: str, one: Occurrence) -> bool:
    if not text.endswith(_OF_VERSIONS, 0, one.start):
        return False
    return _VERSION.search(text, max(0, one.start - _REACH), one.start) is not None


def _is_beside_model(layout: Layout, one: Occurrence) -> bool:
    """Whether the sentence has those whose body it is."""
    return _MODEL.search(layout.text, *layout.sentence_spans[layout.sentence(one.start)]) is not None


def drop_foreign(layout: Layout, found: Sequence[Occurrence]) -> list[Occurrence]:
    """Without the bodies that the text gives another state; what it names barely is the last one's."""
    kept: list[Occurrence] = []
    is_foreign = _is_abroad(layout)
    for one in found:
        is_common = _COMMON.fullmatch(layout.text, *one) is not None
        if is_common:
            is_foreign = _judge(layout, one, is_foreign)
        if not (is_common and is_foreign) and not _is_part(layout, one):
            kept.append(one)
    return kept


def _judge(layout: Layout, one: Occurrence, is_foreign: bool) -> bool:
    """Whether a body is another state's; where nothing beside it says so, as the last one was."""
    before = layout.text[max(0, one.start - _REACH) : one.start]
    if _OWN.search(before):
        return False
    if _LEFT.search(before) or _RIGHT.match(layout.text, one.end):
        return True
    return is_foreign or (layout.is_east and _is_foreign_in_korean(layout.text, one, before))


def _is_foreign_in_korean(text: str, one: Occurrence, before: str) -> bool:
    """Whether 국방부 stands beside a ministry of Washington's, or an office behind a name no Korean bears."""
    if _is_ranked_abroad(text, one, before) or _is_ministry_abroad(text, one):
        return True
    speaker = _SPEAKER.search(before) if _OFFICER.match(text, one.end) else None
    return speaker is not None and speaker[1] not in _FAMILIES


# Korea's ministers have other titles.
_RANK = compile_later(" ?(?:부장|부부장)(?![가-힣]*보)")
# 국무부와 국방부 are both Washington's, for Seoul has no 국무부.
_BESIDE = compile_later("(?:국무부|백악관|재무부|전쟁부)[와과,·및 ]{1,4}$")


def is_given_elsewhere(text: str, at: int) -> bool:
    """Whether what stands at a place is another state's than Korea's and the United States'."""
    before = text[max(0, at - _REACH) : at]
    given = _LEFT.search(before)
    return given is not None and _AMERICAN.match(given.group()) is None


_AMERICAN = compile_later("미국|미|美")


def _is_abroad(layout: Layout) -> bool:
    """Whether a text is of another state and nothing in it of Korea.

    In Korean a ministry is Korea's, unless the text was sent from abroad.
    """
    if _KOREAN.search(layout.text):
        return False
    where = _DATELINE if layout.is_east else _OTHER_STATE
    return where.search(layout.text) is not None


def _is_ranked_abroad(text: str, one: Occurrence, before: str) -> bool:
    if text.startswith("국방부", one.start):
        return _BESIDE.search(before) is not None
    return text.startswith("외교부", one.start) and _RANK.match(text, one.end) is not None


def _is_ministry_abroad(text: str, one: Occurrence) -> bool:
    """Whether a ministry stands in a text in which another state acts and Korea does not."""
    if not text.startswith(_MINISTRIES, one.start):
        return False
    return _acts_abroad(text)


@lru_cache(maxsize=8)  # asked of a text for each ministry that it names
def _acts_abroad(text: str) -> bool:
    return _ACTS_ABROAD.search(text) is not None and _KOREAN.search(text) is None


_MINISTRIES = ("외교", "국방", "국가안보회의")
# China does something in a text without a word of Korea.
_ACTS_ABROAD = compile_later(
    "(?<![가-힣])(?:중국|일본|러시아|이란|우크라이나|이스라엘|대만|인도|영국|프랑스|독일)[은이는가](?= )"
)


def _is_part(layout: Layout, one: Occurrence) -> bool:
    """The state department of health, State Department of Labor: a department of something else."""
    is_small = layout.text[one.start].islower() or layout.text.startswith("State ", one.start)
    return is_small and _OF_WHAT.match(layout.text, one.end) is not None
