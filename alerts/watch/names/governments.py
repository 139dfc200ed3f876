"""States by less than their name: Washington for its government, the North, 북; not by dishes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property

from alerts.watch.names.people.surnames import has_one_capital
from alerts.watch.scan.layout import Layout
from alerts.watch.scan.places import Occurrence
from alerts.watch.scan.terms import Edge, Pattern, make_patterns
from storage.language.patterns import compile_later
from storage.language.text import lower

_CAPITALS = {"united states": "Washington", "south korea": "Seoul", "japan": "Tokyo"}
_CAPITALS_KO = {"united states": "워싱턴", "south korea": "서울", "japan": "도쿄"}
_HALVES = {"north korea": "North", "south korea": "South"}
_OTHER_CAPITALS = "Washington|Seoul|Tokyo|Pyongyang|Beijing|Moscow"
# A city in which something happens acts in nothing; a government has, wants, says.
_IRREGULAR = (
    "has|have|had|would|will|can|cannot|could|must|should|may|might|is|was|were|are|did|does|do|got|gave|gets?|kept|keep"
    "|won|lost|held|took|made|put|sent|saw|sees?|says?|said|told|thought|fought|fell|found|built|paid|spent|bought"
    "|sought|stood|swore|withdrew|withheld|wrote|chose|drew|began|came|went|knew|let|met|read|set|want|need|seek|also"
)
_NO_VERB = (
    "talks|streets|residents|suburbs|schools|prices|shares|stocks|games|summits|apartments|restaurants|hotels|shops"
    "|buses|trains|subways|towers|hospitals|museums|parks|outskirts|districts|days|nights|roots|times|as|this|its|his"
    "|based|headquarters|bus|across|us"
)
_ACTS = compile_later(
    rf" (?!(?:{_NO_VERB})\b)(?:{_IRREGULAR}|[a-z]{{2,}}(?:ed|s))\b"
    r"| (?:officials?|authorities|diplomats?|policymakers|negotiators|envoys?|hawks|leaders|hardliners)\b"
    rf"| (?:and|or) (?:{_OTHER_CAPITALS})\b(?! Post)"
    r"|[’'‘]s (?!(?:[a-z]+ )?(?:streets?|subways?|metro|suburbs?|mayor|airports?|river|district|downtown"
    r"|restaurants?|nightlife|weather|skyline|museums?|residents?|citizens|traffic|schools?|parks?|hotels?|shops?"
    r"|apartments?|rents?|housing|markets?|stores?|university|universities|cafes?|bars|buses|roads?|bridges?|zoo|neighbou?rhoods?"
    r"|teams?|football|baseball|orchestra|theatres?|theaters?|lotte|temples?|palaces?)\b)[a-z]"
)
_MET = compile_later(
    r"(?:\b(?:by|with|between|against|that|urges?|urged|told|asked|how|than|whether|From|if|because|since|when|makes?|made"
    r"|lets?|gives?|gave|given|grants?|granted|offers?|offered|of|for|toward|towards|from"
    r"|(?:pledge|commitment|messages?|assurances?|ambassador|envoy|warnings?|offers?|sales?|visits?|guarantees?"
    r"|loyal|support|aid|response|answer|letter|blow|gift|concessions?|according|back|belongs?"
    r"|promises?) to) "
    rf"|\b(?:{_OTHER_CAPITALS})(?:,| and|-| to| or) ?)$"
)
# In Seoul they remember: those who govern there.
_PEOPLE = compile_later(
    r",? (?:they|officials|policymakers|leaders|strategists|ministers|the (?:mood|view|answer))\b"
)
# Where envoys go and talks are held, in a text of another state as well.
_TRAVEL = compile_later(
    r"\b(?:(?:came|comes|flew|flies|travell?ed|travels|went|goes|heads?|headed|returned|returns?|trips?"
    r"|dispatched|sent|summoned|invited|recalled) (?:back )?to|(?:arrived|arrives|landed|talks|met|meets?"
    r"|meeting|summit|held|signed|embassy|envoy|ambassador|[Dd]iplomats?|[Oo]fficials?|[Tt]roops) in) $"
)
_ASIA = "Japan(?:ese)?|Tokyo|China|Chinese|Beijing|Pyongyang|North Korean?|Russian?|NATO"
_ELSEWHERE = {
    "Seoul": rf"U\.S\.|US|American|Washington|White House|Pentagon|State Department|Trump|Biden|{_ASIA}",
    "Washington": rf"(?:South )?Korean?|ROK|Seoul|{_ASIA}",
    "Tokyo": "U\\.S\\.|US|American|Washington|(?:South |North )?Korean?|Seoul|China|Chinese|Beijing|Russian?",
}
_OTHERS = {capital: compile_later(rf"\b(?:{states})(?![A-Za-z])") for capital, states in _ELSEWHERE.items()}
# What of, for and from hold is a city as often as not.
_LOOSE = compile_later(r"\b(?:of|for|[Ff]rom) $")
_PLACED = compile_later(
    r"\b(?i:in|at|near|around|outside|across|downtown|central|inside|through|via|visited|visits|visiting|leaves|left)"
    r" (?:downtown |central )?$"
)
_GOES_ON = compile_later(r"[ -][A-Z0-9]")
_STATE = compile_later(
    r"(?i:korea|pyongyang|seoul|\bROK\b|DPRK|KCNA|\bNK\b|panmunjom|gyeongju|\bbusan\b|\bDMZ\b"
    r"|\bthe north (?:has )?(?:fire[ds]|launche[ds]|test(?:ed|s|-)))"
)
# Whose North and South are their own.
_OTHER_HALVES = compile_later(
    r"\b(?:North|South) (?:Carolina|Dakota|Africa|Sudan|Yorkshire|Rhine|Island|Wales)"
    r"|Yorkshire|Leeds|Newcastle|Durham|Northern (?:Ireland|England)|\bMPs\b"
    r"|Civil War|Confedera|Dixie|Global South"
)
_SYLLABLE = compile_later(
    r"(?<![가-힣])북(?:이|은|의|에|과|측|도)(?: 측)?(?![가-힣])"
    r"(?=[^\n]{0,24}(?:핵|미사일|도발|정권|발사|위협|무기|군사|대화|회담|제재|비핵))"
)
_DISHES = compile_later(
    r" (?:[a-z]+ )?(?:fried chicken|chicken|curry|food|foods|cuisine|restaurants?|barbecue|bbq|noodles?"
    r"|dish(?:es)?"
    r"|cooking|recipes?|chef|dumplings?|takeaway|diner)\b",
    re.IGNORECASE,
)


def list_government_patterns(name: str) -> Iterator[Pattern]:
    """A capital and a half of the peninsula by the name of their state."""
    if capital := _CAPITALS.get(lower(name)):
        yield Pattern(f" {lower(capital)} ", 1)
    if half := _HALVES.get(lower(name)):
        yield Pattern(f" {lower(half)} ", 1)
    if lower(name) == "north korea":
        yield Pattern(" koreas ", 1)  # the two Koreas; of the South it is a plural
    if lower(name) == "south korea":
        yield Pattern(" sk ", 1)
    if capital := _CAPITALS_KO.get(lower(name)):
        yield from make_patterns(capital, edge=Edge.NAME)


def find_governments(layout: Layout, raw: Sequence[Occurrence], is_korean: bool) -> list[Occurrence]:
    """Where a capital acts as its government, and where a half of the peninsula is a state.

    `is_korean` says that the text names somebody or something of Korea.
    """
    if not raw:
        return []
    whole = _Whole(layout, is_korean)
    return [one for one in raw if _is_government(layout.text, one, whole)]


class _Whole:
    """What a whole text says beside the names that are judged, read once for all of them."""

    def __init__(self, layout: Layout, is_korean: bool) -> None:
        self._text = layout.text
        self._is_east = layout.is_east
        self._names_korea = is_korean
        self._others: dict[str, bool] = {}
        self._elsewhere: dict[str, bool] = {}

    @cached_property
    def is_korean(self) -> bool:
        """Whether its North and South are Korea's."""
        if self._names_korea:
            return True
        return _STATE.search(self._text) is not None and _OTHER_HALVES.search(self._text) is None

    def is_plain(self, said: str) -> bool:
        """Whether the two Koreas are meant, or SK that is the state."""
        return said == "Koreas" or self.has_state_sk

    @cached_property
    def has_state_sk(self) -> bool:
        """Whether SK is the state, and not the company."""
        return self.is_korean and not self._is_east and _SK_GROUP.search(self._text) is None

    def has_other_capital(self, said: str) -> bool:
        """Whether it names another capital than this one."""
        if said not in self._others:
            self._others[said] = _OTHER_CAPITAL.search(self._text.replace(said, "")) is not None
        return self._others[said]

    def has_other_state(self, said: str) -> bool:
        """Whether it names another state than this capital's."""
        if said not in self._elsewhere:
            self._elsewhere[said] = _OTHERS[said].search(self._text) is not None
        return self._elsewhere[said]


def _is_government(text: str, one: Occurrence, whole: _Whole) -> bool:
    said = text[one.start : one.end]
    if not said.isascii():
        return _is_government_ko(text, one)
    if said in _PLAIN:
        return whole.is_plain(said)
    if lower(said) in _HALF_WORDS:
        return whole.is_korean and _is_half(text, one)
    return has_one_capital(text, one) and _is_capital(text, one, whole)


def _is_capital(text: str, one: Occurrence, whole: _Whole) -> bool:
    """Whether a capital is a government by whom it is met, or by what it does."""
    before = text[max(0, one.start - 24) : one.start]
    is_state = None if _GOES_ON.match(text, one.end) else _judge_met(text[one.start : one.end], before, whole)
    if is_state is not None:
        return is_state
    if before.endswith(("In ", "in ")):
        return _PEOPLE.match(text, one.end) is not None
    is_owner = text.startswith(("'s ", "’s ", "‘s "), one.end)
    return (is_owner or _PLACED.search(before) is None) and _ACTS.match(text, one.end) is not None


def _judge_met(said: str, before: str, whole: _Whole) -> bool | None:
    """Whether a capital is a state to which somebody turns or travels; None where nobody does."""
    if _MET.search(before):
        return _LOOSE.search(before) is None or whole.has_other_capital(said)
    if said in _OTHERS and _TRAVEL.search(before):
        return whole.has_other_state(said)
    return None


_AMONG_CAPITALS = "워싱턴|서울|도쿄|평양|베이징|모스크바"
_PAIR_KO = compile_later(f"(?:과|와|·|, ?) ?(?:{_AMONG_CAPITALS})(?:[은는이가을를의도과와,. ]|$)")
_PAIRED_KO = compile_later(f"(?:{_AMONG_CAPITALS})(?:과|와|·|,)? ?$")
# 워싱턴은, 워싱턴이: who does something; not what lies there.
_ACTS_KO = compile_later("(?:은|이|는|가|도|측은|측이) (?!아니|아닌|된|되|위치|자리|있는|없|어디|얼마|춥|덥)")


def _is_government_ko(text: str, one: Occurrence) -> bool:
    """Whether a capital in Hangul acts or stands beside another; Seoul rarely acts."""
    beside = _PAIRED_KO.search(text, max(0, one.start - 8), one.start)
    if _PAIR_KO.match(text, one.end) or beside:
        return True
    return text[one.start] != "서" and _ACTS_KO.match(text, one.end) is not None


def _is_half(text: str, one: Occurrence) -> bool:
    """The North, North's leader, North and South; not the North Gate, North 2, and the north wind."""
    if not text[one.start].isupper() or _GOES_ON.match(text, one.end) or _COMPASS.match(text, one.end):
        return False
    before = text[max(0, one.start - 12) : one.start]
    if re.search(r"\b[Tt]he $", before) or re.match("[’'‘]s ", text[one.end : one.end + 3]):
        return True
    return _BOTH.search(text, max(0, one.start - 10), one.end + 10) is not None


_PLAIN = ("Koreas", "SK")
_COMPASS = compile_later(
    " (?:wind|pole|side|face|coast|sea|bank|end|wall|entrance|exit|tower|terminal|shore|slope|wing|gate)s?\\b"
)
_HALF_WORDS = frozenset(lower(half) for half in _HALVES.values())
_BOTH = compile_later(r"\b(?:North and South|South and North|North[-–]South|South[-–]North)\b(?! [A-Z])")
_SK_GROUP = compile_later(r"SK [A-Z]|SK (?:hynix|Group|group|telecom)|SKT|SK-")
_OTHER_CAPITAL = compile_later(rf"\b(?:{_OTHER_CAPITALS})\b")


def find_rows(layout: Layout) -> list[Occurrence]:
    """The syllables of rows of states: 미·중·일·러."""
    if not layout.is_east or "·" not in layout.text:
        return []
    rows = _ROW.finditer(layout.text)
    return [Occurrence(at, at + 1) for row in rows for at in range(row.start(), row.end(), 2)]


def choose_own(layout: Layout, rows: Sequence[Occurrence], short: Collection[str]) -> list[Occurrence]:
    """Those syllables of rows that are short for one state."""
    return [one for one in rows if layout.text[one.start] in short]


def find_syllables(layout: Layout, name: str, states: Collection[str]) -> list[Occurrence]:
    """북이 핵을 쓰면, in a text about Korea or the United States; `states` are those that it names."""
    find = _BY_SYLLABLE.get(lower(name)) if layout.is_east else None
    return find(layout.text, states) if find is not None else []


# 조·중·동 are newspapers; 대·중·소 and 상·중·하 have only one that is a state's.
_ROW = compile_later(r"(?<![가-힣·])[한미북남중일러](?:·[한미북남중일러])+(?![가-힣·]{2}|·)")


def _find_america(text: str, states: Collection[str]) -> list[Occurrence]:
    """미 식품의약국; with any noun where the text names a state, 미 외교; and 북미 that is no continent."""
    both = _find_pair(text)
    if "미 " not in text:
        return both
    return both + _find_first(1, _AMERICA_AT_ALL if states else _AMERICA, text)


def _find_pair(text: str) -> list[Occurrence]:
    """북미 alone, in a text of the North's ruler or arms."""
    if "북미" not in text or _OF_THE_NORTH.search(text) is None:
        return []
    return _find_first(2, _NORTH_AND_AMERICA, text)


_OF_THE_NORTH = compile_later(
    "김정은|김여정|비핵화|핵실험|판문점|하노이|평양|조선중앙통신|북핵|핵 담판|북한이|북한은"
)
_NORTH_AND_AMERICA = compile_later(
    "(?<![가-힣])북미(?:의|가|는|간|도|를|와|에|로|만)?(?![가-힣])"
    "(?! ?(?:시장|대륙|지역|법인|공장|최대|판매|수출|투어|개봉|리그|지사|본부|소비자|사업|출시|진출|대양주))"
)


def _find_northern(text: str, states: Collection[str]) -> list[Occurrence]:
    """북 alone, 남과 북, and 조선."""
    north = _find_both(text) + _find_north(text, states) if "북" in text else []
    return north + _find_pair(text) + (_find_choson(text) if "조선" in text else [])


def _find_southern(text: str, states: Collection[str]) -> list[Occurrence]:
    """남과 북, and what the North calls the South."""
    is_called = "괴뢰" in text and "north korea" in states
    both = _find_both(text) if "북" in text else []
    return both + [Occurrence(*hit.span()) for hit in (_PUPPETS.finditer(text) if is_called else ())]


def _find_both(text: str) -> list[Occurrence]:
    return [Occurrence(*hit.span()) for hit in _BOTH_KO.finditer(text)]


def _find_north(text: str, states: Collection[str]) -> list[Occurrence]:
    """북은 침묵했다, where the text is of the two Koreas; with a weapon where it names any of the states."""
    silent = _find_first(1, _NORTH if _PENINSULA.search(text) else _COME, text)
    return silent + _find_first(1, _SYLLABLE, text) if states else silent


# What an empire did and Japan makes; 일제 점검 and 일제히 are at once, everywhere.
_AT_ONCE = (
    "점검|단속|소독|수색|조사|정비|정리|사격|검사|소탕|세일|방역|공세|검거|지급|배포|징수|신고|등교|개학|휴업|휴관|고사|시험"
    "|인상|인하|시행|실시|출근|파업|공격|포격|발사|접종|휴가|사직|상승|하락|환영|반발|비판|침묵|타종|접수|현장|합동|훈련|대피"
)
_EMPIRE = compile_later(
    rf"(?<![가-힣])일제(?:(?:의|가|는|에|에게|로부터|하|치하|강점기|시대|시기|말)(?![가-힣]{{3}})"
    rf"| (?!{_AT_ONCE})[가-힣]{{2,}})"
)


def _find_empire(text: str, _states: Collection[str]) -> list[Occurrence]:
    return _find_first(2, _EMPIRE, text) if "일제" in text else []


def _find_first(syllables: int, pattern: re.Pattern[str], text: str) -> list[Occurrence]:
    """Where so many syllables stand that a pattern begins with."""
    return [Occurrence(hit.start(), hit.start() + syllables) for hit in pattern.finditer(text)]


def _find_choson(text: str) -> list[Occurrence]:
    """조선 in the words of those who call the North so; elsewhere ships are built, and dynasties were."""
    if _CALLS_CHOSON.search(text) is None:
        return []
    return _find_first(2, _CHOSON, text)


_CALLS_CHOSON = compile_later(
    "조미|조선반도|로동신문|로동당|조선중앙통신|조선 외무성|조선의 핵|중조|조중|쌍중단|쌍궤병행"
)
_CHOSON = compile_later("(?<![가-힣])조선(?:은|이|의|에|에게|과|을|측|도)?(?![가-힣])(?! ?(?:왕조|시대|소))")
# What the North calls the South.
_PUPPETS = compile_later("괴뢰(?:들|군|역도|패당|도당|정부|당국)?(?=[가-힣]{0,2}(?![가-힣]))")


# 미 식품의약국, 미 IRA: before a name or a longer noun the syllable is no beauty.
_AMERICA = compile_later(r"(?<![가-힣·(])미 (?=[A-Z]{2,}|(?!대회|인대회)[가-힣]{4,})")
_AMERICA_AT_ALL = compile_later(rf"{_AMERICA.pattern}|(?<![가-힣·(])(?<!의 )미 (?=(?!대회)[가-힣]{{2,}})")
# 북은 침묵했다, in a text of the two Koreas.
_PENINSULA = compile_later(
    "한미|미·남|핵우산|전술핵|남북|통일부|북한|북핵|김정은|평양|핵협의|윤·바이든|외교부|주한미군"
)
_NORTH = compile_later("(?<![가-힣])북(?:은|이|에|의|도|과|을|에게|에서)(?= )(?! ?(?:쪽|동|서|소리|장단))")
# 북에서 온 청년들: whoever comes from there comes from the state.
_COME = compile_later("(?<![가-힣])북에서 (?=(?:온|왔|넘어|내려|탈출|태어))")
_BOTH_KO = compile_later(r"(?<![가-힣])(?:남과 북|북과 남|남측과 북측|북측과 남측)(?![가-힣]{3})")


_BY_SYLLABLE = {
    "united states": _find_america,
    "south korea": _find_southern,
    "north korea": _find_northern,
    "japan": _find_empire,
}


def drop_dishes(layout: Layout, found: Sequence[Occurrence]) -> list[Occurrence]:
    """Without the adjectives of what is eaten: Korean fried chicken, a Japanese curry."""
    return [
        one
        for one in found
        if not (layout.text[one.end - 1] in "nehi" and _DISHES.match(layout.text, one.end))
    ]
