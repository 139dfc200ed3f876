"""Whose a ministry is: Tokyo's is not Seoul's, nor a state's department of health Washington's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from alerts.watch.scan.layout import Layout, Occurrence
from storage.records import Entity

# Names of bodies that every state has one of; they are Korea's where nothing says whose.
_COMMON = re.compile(
    r"(?i:(?:ministry of (?:national )?(?:defen[cs]e|foreign affairs|unification)"
    r"|(?:foreign|defen[cs]e) ministry"
    r"|foreign affairs ministry|foreign minister|joint chiefs of staff|national assembly|constitutional court"
    r"|presidential office|office of the president|national security council|national intelligence service))"
    r"|외교부(?: 장관| 당국자)?|외교장관|국방부|합참|합동참모본부|국회"
    r"|헌법재판소|헌재|국가안전보장회의|국가안보회의|대통령실"
)
_OTHERS = re.compile(
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
            "Austrian?|Vienna|Georgian",
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
_LEFT = re.compile(rf"(?<![^\W_])(?:{_OTHERS.pattern})(?:[’']s|의)? ?(?:[a-z]+ )?$")
_RIGHT = re.compile(rf",? (?:in|of) (?:the )?(?:{_OTHERS.pattern})(?![^\W_])")
_OWN = re.compile(
    r"(?<![^\W_])(?:South Korea(?:n)?|Korea(?:n)?|ROK|Seoul|한국|우리|韓|정부)(?:[’']s|의)? ?(?:[a-z]+ )?$"
)
_OF_WHAT = re.compile(r" of (?!(?:State|Defen[cs]e|War)\b)[a-z]+")
_REACH = 32


def may_be_foreign(entity: Entity) -> bool:
    """Whether a body has a name that others of its kind have in every state."""
    return entity.kind == "body" and any(
        _COMMON.fullmatch(alias) or " of " in alias for alias in entity.aliases
    )


def drop_foreign(layout: Layout, found: Sequence[Occurrence]) -> list[Occurrence]:
    """Without the bodies that the text gives another state; what it names barely is the last one's."""
    kept: list[Occurrence] = []
    is_foreign = False
    for one in found:
        is_common = _COMMON.fullmatch(layout.text, *one) is not None
        if is_common:
            is_foreign = _judge(layout, one, is_foreign)
        if not (is_common and is_foreign) and not _is_part(layout, one):
            kept.append(one)
    return kept


def _judge(layout: Layout, one: Occurrence, is_foreign: bool) -> bool:
    before = layout.text[max(0, one.start - _REACH) : one.start]
    if _OWN.search(before):
        return False
    if _LEFT.search(before) or _RIGHT.match(layout.text, one.end):
        return True
    return is_foreign


def _is_part(layout: Layout, one: Occurrence) -> bool:
    """The state department of health: a department in lower case, of something else."""
    return layout.text[one.start].islower() and _OF_WHAT.match(layout.text, one.end) is not None
