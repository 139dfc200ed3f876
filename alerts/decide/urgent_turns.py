"""The turns that cannot wait, as data: what is said of what, in a headline and a lead, in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from alerts.decide.urgent_notices import NOTICES, REACTIONS
from alerts.decide.urgent_words import HEADS, OFFICES, WORDS, Words

_OFFICES = (
    r"prime minister|premier|PM|FM|(?:\w{1,20} )?ministers?|secretary|ambassadors?|envoys?|chief of staff"
    r"|JCS chief"
    r"|defen[cs]e chief|spy chief|national security advis[eo]r|(?:forces |USFK )?commander"
    r"|총리(?!실)|장관|대사(?!관)|사령관|특사|안보실장|합참의장|국정원장|국방부장|외교부장"
)
_HEADS = (
    r"presidents?|president-elect|(?:supreme |party )?leader|chairman|Kim Jong[- ]?(?:un|il)|Trump|Biden"
    r"|Putin|Xi|Yoon"
    r"|Abe|Ishiba|Zelensky\w{0,2}|대통령(?!실)|국무위원장|국방위원장|총비서|위원장|주석|원수|尹|김정은|김정일"
    r"|트럼프|바이든|푸틴|시진핑|아베"
)
_HOLDERS = rf"{_HEADS}|{_OFFICES}"
_MEETINGS = (
    r"visits?|trips?|tours?|summits?|talks|meetings?|negotiations?|dialogue|방문|방한|방미|방일|방중|방북"
    r"|방러|회담|회의|협상"
    r"|대화|회동|정상회담|순방"
)
_PACTS = (
    r"treat(?:y|ies)|(?:\w{1,20} )?agreements?|accords?|(?:\w{1,20} )?pacts?|alliance|GSOMIA|armistice|NPT"
    r"|nuclear deal|New START|U\.?N\.?|United Nations|IAEA|WHO"
    r"|협정|조약|합의|동맹|지소미아|협약|정전협정|군사합의"
)
_TROOPS = r"(?:(?:U\.?S\.? )?troops|forces|soldiers|brigade|USFK)|병력|주한미군|미군|여단"
_WEAPONS = (
    r"missiles?|rockets?|ICBMs?|SLBMs?|IRBMs?|SRBMs?|ballistic|torpedo(?:es)?|artillery|(?:spy "
    r"|military )?satellites?"
    r"|미사일|방사포|발사체|탄도|탄도탄|정찰위성|어뢰|포탄|ICBM|SLBM"
)
_PLACES = (
    r"guard posts?|GP|border|islands?|base|bases|embassy|consulate|liaison office|warships?|ship|vessel"
    r"|tanker|navy|corvette"
    r"|destroyer|jets?|airport|capital|Ukraine|Israel|Iran|Taiwan|South Korea|North Korea|Japan|Seoul|Kyiv"
    r"|Guam|Yeonpyeong"
    r"|nuclear (?:sites?|facilit\w+)|troops|soldiers|guards|DMZ|Demilitarized Zone|NLL|MDL|Tehran"
    r"|Venezuela|Qatar|Syria"
    r"|Lebanon|Russia|China|Poland|patrol (?:boat|craft)|Koreas|nuclear program|airspace"
    r"|영공|상공|군사분계선|NLL|백령도|도서|완충구역|카타르|러시아|시리아|레바논|베네수엘라|국민에|연평도"
    r"|기지|군함|함정|초계함|접경|휴전선|대사관|연락사무소|초소|우크라이나|이스라엘|이란|대만"
    r"|핵시설|유조선|상선|민가"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of turn: the act that it is, its words, and what it must be of.

    `never` is what makes the same words no turn of the kind, `never_titled` what does so in a headline;
    `whole` are phrases that need nothing beside. One that `is_personal` happens to a holder of an office,
    whom a headline may call by name alone where the lead has the office.
    """

    act: str
    said: re.Pattern[str]
    of: re.Pattern[str]
    whole: re.Pattern[str] | None = None
    never: re.Pattern[str] | None = None
    never_titled: re.Pattern[str] | None = None
    is_personal: bool = False


_LEGAL = (
    r"\b(?:prosecut\w+|courts?|trials?|testif\w+|charge[sd]?|indict\w+|hearing|probe\w*|insurrection"
    r"|special counsel"
    r"|bills?|law to|ruling|rules?|investigat\w+|sentenc\w+|lawsuit)\b|법원|판결|개정안|발의|재판|수사"
    r"|특검|혐의|선고|위헌|내란"
)
_DISASTERS = (
    r"\b(?:flood\w*|wildfires?|typhoon|earthquake|storm|snow\w*|heat|drought|measles)\b"
    r"|산불|폭우|폭염|태풍|지진|가뭄|재난"
)
_DRILLS = r"\b(?:drills?|exercises?|war ?games?|rehears\w*)\b|훈련|연습|사열"
_OWN = (
    r"\b(?:allies|SpaceX|Minuteman|Nuri|Aegis)\b|누리호|한국형|우리 ?군|스페이스|아리랑|^한미|한국,"
    r"|^(?:South Korea|Seoul|S\. ?Korea|US|U\.S\.|Japan|Hyundai|India)(?:,| and\b| to\b|['’]s (?!military))"
    r"|^(?:South Korea|S\. ?Korea|US|U\.S\.|Japan|Hyundai|India) (?:(?:successfully|test|navy|army"
    r"|air force)[- ])*"
    r"(?:fires?|launch(?:es)?|test(?:s|-fires))\b"
)
_FORMER = (
    r"\b(?:former|ex-|late|retired|onetime)\b|(?<![가-힣])전 ?(?:대통령|총리|장관|대사|국방|외교"
    r"|주한|사령관|미국)|前"
)
_POSSESSED = (
    r"(?:['’]s|['’]) (?:dog|cat|wife|husband|son|daughter|mother|father|brother|aide|bodyguard"
    r"|coach|spokes\w+)\b|감독|배우|가수"
)


def _kind(act: str, said: str, of: str, *, whole: str = "", never: str = "", titled: str = "") -> Kind:
    def words(listed: str) -> re.Pattern[str]:
        listed = listed.replace("%", r"(?!에[ 도…,]|설|론|의 |엔 |땐 |대|체|장|관)[가-힣]*")
        return re.compile(rf"(?i)(?<![a-z])(?:{listed})(?![a-z])")

    return Kind(
        act=act,
        said=words(said),
        of=words(of),
        whole=words(whole) if whole else None,
        never=re.compile(f"(?i){never}") if never else None,
        never_titled=re.compile(f"(?i){titled}") if titled else None,
        is_personal=of in (_HOLDERS, _OFFICES),
    )


def _worded(words: Words) -> Kind:
    """A kind as the tables word it."""
    of = [*words.of]
    of += [_HEADS, *HEADS] if words.heads else []
    of += [_OFFICES, *OFFICES] if words.offices else []
    ending = r"(?:e?s|e?d|ing|e)?"
    said, whole = ("|".join(each).replace("~", ending) for each in (words.said, words.whole))
    never = [*words.never, *([_POSSESSED] if words.heads else [])]
    kind = _kind(words.act, said, "|".join(of), whole=whole, never="|".join(never))
    return replace(kind, is_personal=words.heads, never_titled=_TITLED.get(words.act))


_CLAIMED = (
    r"\b(?:success\w*|oversaw|observed|state media|KCNA|claims?|went to plan|says? (?:it"
    r"|new) (?:flew|tested|fired)"
    r"|says it)\b|참관|성공|지도"
)
_TITLED = {"fire": re.compile(f"(?i){_OWN}|{_CLAIMED}")}
"""What is fired by others, or was the day before by the word of who fired it."""

NOTICE_KINDS: tuple[Kind, ...] = (
    _kind(
        "depart",
        r"flees|fled|flown out|toppled|overthrown|ousted|도피%|탈출%|축출%|달아났%|붕괴%",
        rf"{_HOLDERS}|regime|정권",
        never=rf"{_POSSESSED}|전망|경제|건물|교량",
    ),
    _kind(
        "declare",
        r"declar(?:es?|ed|ing)|impos(?:es?|ed)|proclaim(?:s|ed)?|선포(?:했|하|됐|한다)?\w*",
        r"martial law|state of (?:war|emergency)|war on|계엄|전쟁 상태|비상사태|선전포고",
        never=rf"{_LEGAL}|{_DISASTERS}",
    ),
    _kind(
        "lift",
        r"lift(?:s|ed|ing)?|rescind(?:s|ed)?|revok(?:es?|ed)|end(?:s|ed)|votes? (?:down|to lift|to end)"
        r"|해제%",
        r"martial law|계엄",
        never=_LEGAL,
    ),
    _kind(
        "fire",
        r"fir(?:es?|ed|ing)|(?<!missile )(?<!rocket )(?<!satellite )launch(?:es|ed|ing)?|test-?fir(?:es?"
        r"|ed)|shoots? off|lobs?|lobbed|test(?:s|ed)"
        r"|test-?launch(?:es|ed)?"
        r"|발사%|쐈%|쏜|쏘아%|쏴%|시험발사%|낙하%|떨어졌%|통과(?:했|한|해)%",
        _WEAPONS,
        whole=(
            r"artificial earthquake|nuclear test (?:was |has been )?(?:detected|conducted)|인공 ?지진"
            r"|(?:conduct(?:s|ed)|carr(?:ies|ied) out|stag(?:es|ed)) (?:\w{1,20} ){0,3}nuclear test|test(?:s"
            r"|ed) (?:\w{1,20} ){0,2}(?:hydrogen|nuclear|atomic)"
            r" (?:bomb|device|weapon)|핵실험 (?:강행|감행|실시|성공|단행)\w*|핵실험을 (?:강행|감행|실시"
            r"|단행|했)\w*"
        ),
        never=_DRILLS,
        titled=_OWN,
    ),
    _kind(
        "attack",
        r"attack(?:s|ed)|shell(?:s|ed)|bomb(?:s|ed)|strikes|struck|carr(?:ies|ied) out .{0,40}strikes?"
        r"|(?:military )?strikes on .{0,40}(?:began|begun)|(?:preemptive|retaliatory|missile) attack"
        r"|gunfire|machine-gun fire|(?:exchang|trad)(?:e|es|ed) (?:gun)?fire|fired (?:several "
        r"|warning )?shots|troops fire on|raid(?:s|ed)|invad(?:es?|ed)"
        r"|invasion of|open(?:s"
        r"|ed)? fire|fir(?:es|ed) (?:on|at)"
        r"|bl(?:ows?|ew) up|blown up|demolish(?:es|ed)|shoots? down|shot down|torpedo(?:es|ed)|sinks|sank"
        r"|sunk"
        r"|포격%|공격(?:했|당|받|$)\w*|폭격%|공습%|총격%|폭파%|침공%|격침%|침몰%|격추%"
        r"|피격%|보복 ?공격%|사격(?! ?훈련)%|영공 ?침범%|상공을 비행%|폭발(?:이 일|했|음)%"
        r"|군사 ?작전을? ?(?:개시|수행|시작)%|총격을|교전%",
        _PLACES,
        never=r"\b(?:rates?|Fed|remarks|verbal\w*|panel|hackers?|cyber|accident\w*|by mistake"
        r"|wrong coordinates|debris|crash|in 20\d\d|20\d\d (?:attack|sinking)"
        r"|fishing|ferry)\b|발언|해킹|사이버|어선|조사 결과|가담|혐의|보석|수감|용의자|오폭",
    ),
    _kind(
        "attack",
        r"(?:is |was |been )?(?:shot|stabbed|slashed|assassinated|attacked|wounded)(?: dead)?"
        r"|assassination attempt|survives? (?:an )?assassination"
        r"|피습%|피격%|저격%|총격%|총에 맞%|암살%|습격%",
        _HOLDERS,
        never=rf"\b(?:over|verbally|critici[sz]\w+|plot|shot back|screenshot|big shot)\b|{_POSSESSED}|모의"
        rf"|용의자|범인|수사|재판",
    ),
    _kind(
        "die",
        r"dies|died|dead|passes away|passed away|killed|found dead|사망%|별세%|서거%|숨져|숨졌%"
        r"|타계%",
        _HOLDERS,
        never=rf"{_FORMER}|{_POSSESSED}",
    ),
    _kind(
        "die",
        r"(?:shot|stabbed) dead|assassinated|killed|피살%|암살(?:됐|당)\w*",
        _HOLDERS,
        never=_POSSESSED,
    ),
    _kind(
        "resign",
        r"resign(?:s|ed|ation|ing)?|(?:will |would |to )?steps? down|stepped down|quits?|tender(?:s|ed)"
        r"|offer(?:s|ed) to (?:resign"
        r"|step down|quit)|사임%|사퇴%|사의%"
        r"|사표%|하야%",
        _HOLDERS,
        never=rf"{_FORMER}|{_POSSESSED}|\b(?:calls? (?:for|on)|demand\w*|urge\w*|press\w*|refus\w+"
        rf"|rule[sd]? out)\b|요구|촉구|압박|거부|수리 안|일축",
    ),
    _kind(
        "dismiss",
        r"(?:has been |was )terminated|fir(?:es?|ed)|sack(?:s|ed)|dismiss(?:es|ed)|oust(?:s|ed)|recall(?:s"
        r"|ed)"
        r"|relie(?:ves|ved) of|remov(?:es?|ed)|경질%|해임%|면직%",
        _OFFICES,
        never=rf"{_FORMER}|{_POSSESSED}|{_WEAPONS}|\b(?:coach|back|shots?|call\w* (?:for|on)|claims?"
        rf"|criticism"
        r"|suggestion|bid|petition|fire at|fires at|diplomat)\b|감독|구단|요구|촉구|발의|추진|청원",
    ),
    _kind(
        "dismiss",
        r"oust(?:s|ed)|remov(?:es?|ed|ing)|impeach(?:es|ed)|to impeach|uph(?:olds|eld) .{0,40}impeachment"
        r"|파면%"
        r"|탄핵(?:소추안)? (?:가결|인용|통과)%|탄핵소추안.{0,60}가결%|탄핵안 ?가결%",
        rf"{_HEADS}|prime minister|premier|PM|minister|총리(?!실)|장관",
        never=rf"{_FORMER}|{_POSSESSED}|\b(?:call\w* (?:for|on)|bid|petition|motion filed)\b|요구|촉구"
        rf"|발의|추진|청원",
    ),
    _kind(
        "arrest",
        r"arrest(?:s|ed)|detain(?:s|ed)|taken into custody|captur(?:es?|ed)"
        r"|체포(?:됐|했|돼|$|영장.{0,3}집행)%|구속(?:됐|했|$|…|영장.{0,3}발부)%",
        _HOLDERS,
        never=rf"{_FORMER}|{_POSSESSED}|\b(?:warrant (?:sought|request\w*)|protest\w*|suspect\w*|aide)\b"
        rf"|시위|용의자|청구|기각|집행 시도|저지",
    ),
    _kind(
        "arrest",
        r"arrest(?:s|ed)|detain(?:s|ed)|seiz(?:es?|ed)|captur(?:es?|ed)|tak(?:es|en) hostage|체포%"
        r"|구금%|억류%|나포%",
        r"(?:South )?Koreans|Americans|nationals|citizens|workers|tanker|(?:cargo )?ship|vessel|soldier"
        r"|crew|한국인|우리 국민|미국인 \d|미국인.{0,12}억류|유조선|선박"
        r"|병사",
        never=r"\b(?:protest\w*|drug\w*|smuggl\w*|voice phishing|released?|freed|families|charter\w*"
        r"|flights?|sanctions?|coal|illicit)\b|\b(?:for|of|home|the|held|bring\w*|carry\w*) detained\b"
        r"|구금(?:된| ?근로자| ?한국인)|억류(?:된)? ?(?:미국인|한국인)|추방|전세기|보이스피싱"
        r"|마약|석방|귀국|가족|밀수|풀려|용의자|유출",
    ),
    _kind(
        "cross",
        r"cross(?:es|ed)|bolt(?:s|ed)|runs? into|ran into|dash(?:es|ed)|defects?|defected|월북%|귀순%",
        r"(?:soldier|sergeant|private|serviceman|troops?|national|american)\b.{0,60}(?:North Korea|border"
        r"|MDL|DMZ|line)|병사|미군|군인|장병|미국인",
        never=r"\b(?:released?|returned|bridge|finish line|picket)\b|석방|송환|재판|포상|추방|망명",
    ),
    _kind(
        "cancel",
        r"cancel(?:s|led|ed|ling)?|call(?:s|ed) off|calls? .{1,50} off|scrap(?:s|ped)|axe[sd]?|abort(?:s"
        r"|ed)|pull(?:s|ed) out|withdraw(?:s)?|withdrew|(?:will not|won['’]t) (?:travel|attend|come|visit"
        r"|meet)"
        r"|(?:postpone[sd]?|put off|delay(?:s|ed)?) (?:\w{1,20} ){0,6}indefinitely"
        r"|indefinitely (?:postpone[sd]?|put off)"
        r"|취소%|무산%|철회%|백지화%|무기한 (?:연기|보류)\w*",
        _MEETINGS,
        never=r"\b(?:concerts?|flights?|classes|festival|show|match|game|merger|visas?|fan|drills?"
        r"|subscription)\b|콘서트|공연|축제|항공편|경기|팬미팅|합병",
    ),
    _kind(
        "breakdown",
        r"collaps(?:es?|ed)|break(?:s)? down|broke down|falls? apart|fell apart"
        r"|ends? (?:\w{1,20} ){0,3}(?:without|with no)|ended (?:\w{1,20} ){0,3}(?:without|with no)"
        r"|cut short|결렬%|파국%|합의 ?없이 (?:끝|종료)\w*|빈손%",
        r"summits?|정상회담|(?:nuclear|peace|북미) ?talks|북미 ?(?:실무)?회담|하노이",
    ),
    _kind(
        "withdraw",
        r"withdraw(?:s|ing)?|withdrew|withdrawn|withdrawal|suspend(?:s|ed|ing)?|pull(?:s|ed|ing)? (?:out"
        r"|\d[\d,]{0,9})|quits?|exits?"
        r"|scrap(?:s|ped|ping)?|terminat(?:es?|ed|ing)"
        r"|abrogat(?:es?|ed)|nullif(?:ies|ied)|tear(?:s)? up|tore up|void(?:s|ed)?|end(?:s|ed|ing)"
        r"|no longer (?:bound|in)"
        r"|효력(?:을| 전부)? ?정지%|탈퇴%|파기%|종료%|철수%|폐기%|무효화%|백지화%|감축%",
        rf"{_PACTS}|{_TROOPS}",
        never=r"\b(?:ends? (?:talks|meeting|visit|drill|tour|trip|week|year)|drills?|exercises?|extension"
        r"|ended? (?:up|in)|Afghanistan anniversary)\b|훈련|연습 종료|회담 종료|앞두|유예|조건부",
    ),
)

KINDS: tuple[Kind, ...] = (*(_worded(words) for words in WORDS), *NOTICE_KINDS)
"""What a headline and a lead may say. A notice whose headline does not is read by `NOTICE_KINDS` alone."""

NOTICE = tuple((act, re.compile(f"(?i){'|'.join(said)}")) for act, said in NOTICES)
REACTION = re.compile(f"(?i){REACTIONS}")

FIGURATIVE = re.compile(
    r"(?i)\b(?:soccer|football|baseball|basketball|coach(?:es)?|striker"
    r"|midfielder|goalkeeper|box office|album|K-pop"
    r"|recap|obituary|quiz|podcast|homegrown|indigenous"
    r"|domestically developed|set to|due to|about to|looms?|brink"
    r"|to decide"
    r"|because|practi[cs]\w*|explains?|next (?:week|month|year))\b"
    r"|축구|야구|농구|배구|골프|대표팀|선수|감독|월드컵|박스오피스|시청률|드라마|예능|국산|국방과학연구소"
    r"|방사청|독자 ?개발"
    r"|관건|유력"
    r"|초읽기|기로에|운명|수순|관측|해야 할|라도 해|내년|내달|다음 ?달|수권법"
)
"""In a headline: sports and shows, own development, and what is still to come."""

NO_NEWS = re.compile(
    r"(?i)\b(?:drills?|exercises?|war ?games?|anniversary|years? (?:ago|on|after|since|later)|decades?"
    r"|remember\w*|marks"
    r"|commemorat\w*|mock|simulat\w*|rehears\w*|tabletop|hypothetical\w*|scenario|film|movie|novel|books?"
    r"|memoirs?|recall(?:s|ed|ing)? (?:how|the)"
    r"|documentary|what if|would|could|might|may|if|explained|timeline|history|lessons?|legacy|survivors?"
    r"|veterans?|museum"
    r"|why|how|who|what|threaten\w*|threats?|warn(?:s|ed|ing)?|vow(?:s|ed)?|consider\w*|mull\w*|weigh(?:s"
    r"|ing)?|ready|inaccurate|calls? (?:the )?reports?|prepar\w+"
    r"|signs? of|imminent|poised|likely|expected|expects?|possible|possibly|possibility|risk\w*|fears?"
    r"|urg(?:es?|ed|ing)|calls? (?:for|on)|demand(?:s|ed)?"
    r"|den(?:y|ies|ied)|denial|false|rumou?rs?|untrue|baseless|no plans?|not|never|won['’]t|isn['’]t"
    r"|hasn['’]t|refut\w+|dismisses (?:report|rumou?r|claim)s?"
    r"|plans? to|seeks? to|wants?|hopes?|propos\w+|suggest\w*|alleg\w+|disputes?|disputed|push(?:es"
    r"|ed) back|accus\w+|claims? that|analysts?"
    r"|experts?|poll|survey|debate\w*|discuss\w*"
    r"|review(?:s|ing)?|rejects? (?:calls?|bid)|avert\w*|avoid\w*|narrowly|game|season|insurance"
    r"|policy holders?)\b"
    r"|\?|\d{1,2}주기|(?<!\d)\d{1,3}년(?! ?(?:만|집권|통치|독재|철권))(?!\d)|훈련|연습|주년|추모|기념|모의"
    r"|도상|가상|시나리오|영화"
    r"|소설|회고|다큐|돌아본|되짚|만약|우려|가능성|전망"
    r"|검토|촉구|요구(?!안| 결의)|시사|위협|경고|부인|아니|아냐|아닌|사실무근|오보|임박|징후|준비|조짐"
    r"|할까|될까|됐나"
    r"|했나|할 수도|될 수도"
    r"|한다면|하면(?!서)|되면(?!서)"
    r"|왜 |추진|계획 없|않|의혹|주장|논란|대비|설$|설에|설 |여론|전문가|분석|그날|당시|유족|생존|박물관"
    r"|재조명|거론|만지작|저울질"
)
"""In a headline: drills, anniversaries, threats, denials, and what is remembered, feared or supposed."""

NO_NEWS_IN_LEAD = re.compile(
    r"(?i)\b(?:anniversary|(?:a|one|two|three|\w+) years? (?:ago|earlier|since)|decades? ago|in (?:19"
    r"|20)\d\d|last year|mock|simulat\w*"
    r"|hypothetical|scenario|would (?:be|have|mean|likely|consider|face|require|need|fire|launch|attack"
    r"|strike)|could|might|may (?!\d)"
    r"|threaten\w*|warn(?:s|ed|ing)? (?:that|of|it)"
    r"|considering|mulling|weighing|preparing to"
    r"|den(?:y|ies|ied)|refut\w+|no plans?|has not|had not|have not|did not|was not|were not|rumou?rs?"
    r"|false|if)\b"
    r"|(?:19|20)\d\d년(?! ?(?:[가-힣]{1,8} ){0,2}(?:핵합의|합의|협정|조약|선언))"
    r"|\d{1,2}년 전|작년|지난해|재작년|당시|주기|주년|추모|모의|가상|시나리오"
    r"|가정한|수 있다|수도 있|가능성|우려|검토"
    r"|위협|경고했|부인|아니라고|사실이 아|사실무근|임박|징후|준비 ?중|하면 "
)
"""In the sentence of the lead that says it."""

_ALIKE = {"attack": "fire", "fire": "attack", "depart": "dismiss"}
"""What a lead may say of the same turn instead: an attack by missiles is their firing."""

BY_ACT: Mapping[str, tuple[Kind, ...]] = {
    act: tuple(kind for kind in KINDS if kind.act in (act, _ALIKE.get(act)))
    for act in dict.fromkeys(kind.act for kind in KINDS)
}

MAIN = re.compile(
    r"(?i)\s(?:(?:hours|days|weeks|months) )?(?:after(?! being| (?:an? )?(?:attack|shooting))|since"
    r"|following|amid|despite|over"
    r"|before|ahead of)\s"
)
"""Where the news of an English headline ends, and what it came of begins."""

OPENING = re.compile(r"(?i)^(?:after|since|following|amid|despite|before|ahead of|as) [^,]{1,80},")
"""What an English headline that begins with the cause tells before its news."""

TODAY = re.compile(
    r"(?i)\btoday\b|\b(?:at|about) \d{1,2}:\d\d|\bthis morning\b|오늘|금일|확인하였|\d{1,2}시"
    r"|\d{1,2}:\d\d경"
)
"""How an official notice says that it tells what is just happening."""

QUOTED = re.compile(r"[“\"][^”\"]{1,200}[”\"]")
"""What a headline quotes; what is only feared in it does not undo what the headline says beside."""

NAMED = re.compile(r"[A-Z][a-z]{3,}|[가-힣]{2,4}")
"""What may be a name in a headline."""

HOLDER = re.compile(rf"(?i:{_HOLDERS})")

IN_POWER = re.compile(r"(?i)\b(?:in power|in office|head of state|ruled for)\b")
"""What a lead has behind a name instead of an office."""
