"""Where a Hangul term begins and ends: listed prefixes before it, particles after it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from storage.language.letters import count_hangul, is_hangul
from storage.language.patterns import compile_later


def _list_words(words: str) -> tuple[str, ...]:
    return tuple(words.split())


# What may stand glued before a term: countries and pairs of them, and what is prefixed to offices and
# visits. A closed list: 북한 in 북한산 is kept out on the right, 한미 in 주한미군 as well.
_PREFIXES = _list_words(
    "한미일 한일중 한중일 한미 미한 한일 일한 한중 중한 한러 북미 미북 북러 러북 북중 중북 북일"
    " 미중 중미 미일 미러 러우 남북 한국 미국 북한 중국 일본 러시아 우크라이나 한 미 북 중 일 러"
    " 주한 주미 주일 주중 주러 주북 대북 대미 대한 대중 대일 대러 대 방한 방미 방북 방중 방일"
    " 방러 친북 친미 친한 친중 친일 친 반북 반미 반한 반중 반일 반 재한 재미 탈북 전 현 신 차기 각"
    " 양 범 대통령직 대통령 총리 국무총리 외교부 국방부"
)
_ORDINAL = compile_later("제?[0-9일이삼사오육칠팔구십]*차")

_PREFIX_SET = frozenset(_PREFIXES)

# After a consonant, after a vowel, after either.
_CLOSED = "이 은 을 과 이나 이랑 이든 이든지 이야 이야말로 아 이여"
_OPEN = "가 는 를 와 나 랑 든 든지 야 야말로 여"
_EITHER = "의 에 도 만 께 께서 엔 서 서도 서는 선"
_STEMS = _list_words(
    "에서 에게 에게서 한테 한테서 께 께서 에 까지 부터 에서부터 와 과 하고 이랑 랑 보다 처럼 같이"
    " 만큼 마저 조차 밖에 뿐 대로 마다 로 으로 로서 으로서 로써 으로써 로부터 으로부터 에서까지"
    " 에게까지 만 들 커녕 은커녕 는커녕 이라도 라도 에선 에겐 한텐 께선 로선 으로선 으론 까진 부턴 보단"
)
_FIRST = "만 까지 부터 뿐 만큼 처럼 에서 에게"
_MIDDLE = "만 까지 부터 조차 마저 뿐 만큼 처럼 보다"
_ENDS = "은 는 도 의 이 가 을 를 만 이나 나 이라도 라도 에 에서 에게 으로 로 과 와 이야말로 야말로"
# The copula, with and without the 이 that a vowel swallows.
_COPULA_FULL = _list_words(
    "이다 이었다 이었던 이었고 이었으나 이었지만 이었습니다 이라 이라는 이라고 이라고는 이라니 이라며"
    " 이라면서 이라면 이란 이라서 이라도 이며 이고 이고도 이지만 이자 이던 이므로 이어서 이어야"
    " 이니 이니까 이기도 이기에 이기 이냐 이냐는 이냐고 이다고 이에요 이죠 인 인데 인지 인가"
    " 인만큼 인데다 일지 일까 입니다 입니까 임 임을 임은 임에도 이었음 이었을 일 일지라도 아닌 이"
    " 아닌"
)
_COPULA_SHORT = (
    "다 였다 였던 였고 였으나 였지만 였습니다 라 라는 라고 라니 라며 라면서 라면 란 라서 며 예요 죠"
    " 여서 였음 냐는"
)
_NOT_ALONE = frozenset({"일", "라", "아닌", "이", "다", "며", "여"})


def _any_of(listed: str | Iterable[str]) -> str:
    entries = listed.split() if isinstance(listed, str) else listed
    return "|".join(sorted(set(entries), key=len, reverse=True))


def _compose_particles(own: str, copula: str) -> str:
    # 만으로도, 까지만은, 에서부터는: at most four, each from its list.
    stacked = f"(?:{_any_of(_FIRST)})?(?:{_any_of(_STEMS)})(?:{_any_of(_MIDDLE)})?(?:{_any_of(_ENDS)})?"
    return f"(?:{_any_of(own)}|{_any_of(_EITHER)}|{stacked}|(?:{_any_of(_STEMS)})?(?:{copula}))?"


_FULL = _any_of([entry for entry in _COPULA_FULL if entry not in _NOT_ALONE])
_SHORT = _any_of([entry for entry in _COPULA_SHORT.split() if entry not in _NOT_ALONE or entry == "다"])
_AFTER_CONSONANT = _compose_particles(_CLOSED, _FULL)
_AFTER_VOWEL = _compose_particles(_OPEN, f"{_FULL}|{_SHORT}")

# 하다 and 되다 make a verb of a noun (방한했다): endings from a closed list, for 미국해군 is no verb.
_VERB = (
    "(?:하|되|시키)(?:다|는|고|며|면|면서|기|기로|기도|기에|기까지|지|지만|지는|자|려|려는|려고|게|도록|던|겠다|겠다고|니|나|는데)"
    "|(?:하여|되어|해|돼|시켜)(?:서|야|도|온|왔다|왔던|달라|라)?"
    "|(?:했|됐|하였|되었|시켰)(?:다|고|으며|던|지만|는데|다고|다는|다며|다면서|습니다|으나|을|기|음|다가|었다)"
    "|(?:한|된|시킨)(?:다|다고|다는|다며|다면|다면서|데|지|바|채|뒤|후)?"
    "|(?:할|될|시킬)(?:지|까|수록|지도)?|(?:합|됩|시킵)니다|(?:함|됨)(?:으로써|을|에|은|이|과)?"
)
_ROLES = _list_words(
    "대통령 부통령 당선인 당선자 총리 부총리 국무총리 장관 차관 차관보 부장관 대사 특사 대표"
    " 부대표 의원 의장 위원장 부위원장 사령관 부사령관 총장 실장 차장 보좌관 안보보좌관"
    " 국가안보보좌관 수석 비서관 대변인 국장 본부장 후보 지사 시장 주석 총서기 권한대행 대행 대장"
    " 중장 소장 장군 제독 씨 전대통령 의장대행 조정관 고문 회장 사무총장 총재 대통령권한대행"
)
ROLE = _any_of(_ROLES)
_ROLE_SET = frozenset(_ROLES)
# What news writes in one word with a body, an agreement, an event or an issue: 주한미군사령관, 사드기지,
# 탄핵심판. No list of one syllable: 관세청 and 관세법 are not the tariffs. 국회의원 is no office of 국회.
_HEADS = _list_words(
    "회의 본회의 회담 협상 협의 협정 협약 논의 합의 합의문 공동성명 선언 문서 정책 전략 공약 정국 국면"
    " 사태 사건 문제 이슈 논란 우려 위기 여파 충격 압박 압력 위협 보복 폭탄 카드 전쟁 체제 체계 시대 기지"
    " 부대 포대 사령부 사령관 부사령관 배치 재배치 철수 감축 주둔 증강 철회 운용 훈련 연습 심판 소추 선고"
    " 재판 찬성 반대 표결 가결 부결 기각 인용 선포 해제 해제안 전환 환수 이양 증액 인상 인하 부과 면제"
    " 유예 철폐 협력 사업 투자 펀드 프로젝트 특별법 법안 조치 이행 위반 완화 강화 결의 결의안 위원회 개정"
    " 재협상 비준 체결 복원 파기 개최 출범 당국 당국자 관계자 소식통 대변인 부대변인 의장 부의장 장관"
    " 차관 차관보 부장관 총장 실장 원장 차장 국장 본부장 대표단 공동대표 수석대표 위원장"
)
_HEAD = _any_of(_HEADS)
_MINISTRY = (
    "(?:(?:외교|국방|통일|법무|교육|산업|상무|재무|국무|기재|기획재정|산업통상자원|산업통상|행정안전)부?)?"
)

_HEADED = compile_later(f"(?:{_HEAD})(?:{_AFTER_VOWEL}|{_AFTER_CONSONANT})")
_EDGES = {
    (is_open, has_role): compile_later(
        f"(?:{_MINISTRY}(?:{ROLE})|정부|행정부)?"
        # Past an office the last syllable is another's: both kinds of particles pass.
        + f"(?:{_AFTER_VOWEL}|{_AFTER_CONSONANT})"
        if has_role
        else (_AFTER_VOWEL if is_open else _AFTER_CONSONANT)
    )
    for is_open in (True, False)
    for has_role in (True, False)
}
_VERBS = compile_later(f"(?:{_VERB})")

LONGEST_ENDING = 40
"""Syllables of a ministry, an office and four particles; what is longer is another word."""

# Countries and one surname that headlines write in Hanja, with their readings.
READINGS = dict(
    zip(
        "韓美北中日露俄英獨佛印臺台尹李朴文崔趙鄭姜徐黃南駐訪對反親在核軍",
        "한미북중일러러영독불인대대윤이박문최조정강서황남주방대반친재핵군",
        strict=True,
    )
)
COUNTRIES = frozenset("韓美北中日露俄英獨佛印臺台南")
_VISITS = frozenset("駐訪對反親在")
# What other words these begin, written half in Hanja: 美용업, 中 2학년, 北서풍.
_PLAIN_WORDS = {
    "美": compile_later(
        "용(?=[실업사 ])|술|학(?=[적을의은 ])|모(?=[의를가 ])|녀|인(?=[대은이을의 박])|덕|풍양속|화원"
        "|리(?= )|친(?= )"
    ),
    "中": compile_later(
        " ?[1-3](?:학년|년|[^0-9가-힣]|부터|까지)|학생|학교|등(?=교|부)|앙|간(?=[에고])"
        "|반(?=[에까부의 ])|순(?=[에까부 ])|복|고교|단(?=[된하했])|독(?=[자된])|산층|견(?=기업)"
    ),
    "北": compile_later("서풍|동풍|풍|쪽|구(?= )|상(?=[하해했])|극|반구|위도|벽|카페|콘서트"),
    # The last of them are a day's, in figures: 日평균 이용객.
    "日": compile_later(
        "몰|출(?=[ 이을과])|내로|요일|당(?=[0-9 을이])|조량|기(?=[예장를])|정표|광욕|간지|과표"
        "|평균|최대|최고|최저|최소|이용|매출|판매|생산|소비|방문객|거래|처리|수송|사용량|단위|정산|교차|환산"
    ),
    "韓": compile_later(
        "복(?=[을이의 ])|옥|우(?=[를가의 ])|식당|지(?=[를로에공])|류(?=[가를의 스팬])|정식|약(?=[을재])"
    ),
    "南": compile_later("쪽|풍|동풍|서풍|극|반구|향"),
    "英": compile_later("어|웅"),
    "獨": compile_later("립|점|자적|단적"),
    "佛": compile_later("교|경전|공"),
}
_MAY_PRECEDE = COUNTRIES | _VISITS
_OPENS, _CLOSES = "‘“'\"", "’”'\""
_AMONG = compile_later(r"\)[·-][한미북중일러]")
_DURING = compile_later("인|이다|입니다|에도|에는|에|이던|이라")


def read_hanja(text: str) -> str:
    """The text with headline Hanja in their Hangul readings; same length."""
    return text.translate(_READINGS)


_READINGS = str.maketrans(READINGS)


@lru_cache(maxsize=4096)
def list_hanja(syllable: str) -> tuple[str, ...]:
    """The headline Hanja that are read as a syllable."""
    return tuple(hanja for hanja, reading in READINGS.items() if reading == syllable)


_SYLLABLES = compile_later("[가-힣]*")


def read_syllables(text: str, at: int) -> str:
    """The Hangul syllables that stand in a row from an offset on."""
    found = _SYLLABLES.match(text, at)
    return found.group() if found else ""


def cut_roles(word: str) -> str:
    """A word without the offices that end it, however many: 윤석열 of 윤석열대통령권한대행."""
    return word[: find_chain(word, _ROLE_SET)]


def find_chain(text: str, parts: frozenset[str]) -> int:
    """Where the longest chain of listed parts begins that ends with the text; its length where there is none.

    An expression would try every way of dividing it, of which there are more than time where parts are made
    of parts: 한미일 is 한미 and 일, and so ten of them in a row took ten seconds, and eleven a minute.
    """
    lengths, lasts = _measure_parts(parts)
    whole = len(text)
    if text[-1:] not in lasts:
        return whole  # as of nearly every word
    ends = {whole}
    for at in range(whole - 1, -1, -1):
        if any(at + length in ends and text[at : at + length] in parts for length in lengths):
            ends.add(at)
    return min(ends)


@lru_cache(maxsize=8)
def _measure_parts(parts: frozenset[str]) -> tuple[frozenset[int], frozenset[str]]:
    """How long parts are, and the syllables that they end in."""
    return frozenset(map(len, parts)), frozenset(part[-1] for part in parts)


@lru_cache(maxsize=4096)
def may_begin_after(prefix: str) -> bool:
    """Whether a term may start after these syllables of the same word (`한미` in 한미핵협의그룹)."""
    return not prefix or _ORDINAL.fullmatch(prefix) is not None or find_chain(prefix, _PREFIX_SET) == 0


def may_end_before(
    last: str, rest: str, *, is_name: bool, takes_role: bool, takes_head: bool = False
) -> bool:
    """Whether `rest`, glued to a term that ends in the syllable `last`, is particles alone.

    `is_name` keeps verb endings out; `takes_role` lets an office stand between (윤석열대통령이), `takes_head`
    a noun that is often written in one word with things (탄핵심판이).
    """
    if not rest:
        return True
    return len(rest) <= LONGEST_ENDING and _may_end(_is_open(last), rest, is_name, takes_role, takes_head)


@lru_cache(maxsize=8192)
def _may_end(is_open: bool, rest: str, is_name: bool, takes_role: bool, takes_head: bool) -> bool:
    """Whether these syllables are an ending; `is_open` says what stands before them."""
    if takes_head and _HEADED.fullmatch(rest):
        return True
    if rest[0] in "들측":
        is_open, rest = _is_open(rest[0]), rest[1:]
    edge = _EDGES[(is_open, takes_role)]
    return edge.fullmatch(rest) is not None or (not is_name and _VERBS.fullmatch(rest) is not None)


def names_its_kind(term: str, rest: str) -> bool:
    """Whether `rest`, glued to a term, says what it is the name of: 한국케미호 a ship, 사드기지 a base.

    Particles may follow. A term of two syllables makes another word with a noun of one: 광고 and 광고주.
    """
    syllables = count_hangul(term)
    if rest[0] in _KINDS and syllables >= _FEWEST_NAMED:
        return may_end_before(rest[0], rest[1:], is_name=True, takes_role=False)
    return syllables > 1 and len(rest) <= LONGEST_ENDING and _THINGS.fullmatch(rest) is not None


_THINGS = compile_later(f"(?:특별|공동|합동|최종)?(?:{_HEAD}){{1,2}}(?:{_AFTER_VOWEL}|{_AFTER_CONSONANT})")
"""방위비분담특별협정에, 사드기지, 관세협상대표단이."""

_KINDS = "호함주시현구"
"""Nouns of one syllable that news glues to the names of ships, states, cities, prefectures and boroughs."""
_FEWEST_NAMED = 3


def _is_open(last: str) -> bool:
    """Whether the syllable takes the particles that follow a vowel."""
    return not is_hangul(last) or final_of(last) == 0


def ends_in_past(syllable: str) -> bool:
    """Whether a syllable ends in ㅆ, as those of verbs that tell of the past do: 했, 됐, 있."""
    return is_hangul(syllable) and final_of(syllable) == _SSANGSIOT


_SSANGSIOT = 20


def final_of(syllable: str) -> int:
    """The number of the consonant that a syllable ends in, in the order of Unicode; 0: in none."""
    return (ord(syllable) - 0xAC00) % 28


def is_safe_hanja(char: str, before: str, after: str) -> bool:
    """Whether one Hanja stands for its country or surname, seen within its line.

    `before` and `after` are what surrounds it. 中 after a noun may mean "during" (회의 中).
    """
    left, right = before[-1:], after[:1]
    if _is_in_word(left, right) or _is_explained(char, before, after) or _begins_word(char, after):
        return False
    if char == "中":
        return not _means_during(before, after)
    return char != "日" or "日" not in (left, right)


def _is_in_word(left: str, right: str) -> bool:
    """Whether the letters around a Hanja make one word with it."""
    is_glued = left.isalnum() and left not in _MAY_PRECEDE
    return is_glued or ("\u4e00" <= right <= "\u9fff" and right not in COUNTRIES)


def _is_explained(char: str, before: str, after: str) -> bool:
    """Whether a Hanja is spoken of as a letter: ‘美’, 아름다울 미(美); 미(美)·중(中) has both."""
    left, right = before[-1:], after[:1]
    if left and left in _OPENS and right in _CLOSES:
        return True
    is_gloss = before.endswith(f"{READINGS.get(char, '')}(") and after.startswith(")")
    return is_gloss and not _AMONG.match(after)


def _begins_word(char: str, after: str) -> bool:
    words = _PLAIN_WORDS.get(char)
    return words is not None and words.match(after) is not None


def _means_during(before: str, after: str) -> bool:
    if not re.search(r"[가-힣] ?$", before):
        return False
    return not after.strip(" .\"')]") or _DURING.match(after) is not None
