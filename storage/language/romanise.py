"""Korean names in Latin letters, by rule: the spellings in use for one name, and none of another's.

A score cannot do this: Cho Tae-yong and Cho Tae-yul, two men, are closer than Jo Tae-yeol and Cho
Tae-yul, one man. Each syllable has its spellings (Revised, McCune-Reischauer without marks, and what
passports show); spellings that another common syllable owns are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, product

_FIRSTS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_LASTS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"


def _table(rows: str) -> dict[str, tuple[str, ...]]:
    """`ㄱ g k; ㄴ n` as a table; `-` is silence."""
    pairs = (row.split() for row in rows.split(";"))
    return {key: tuple(spelling.replace("-", "") for spelling in spellings) for key, *spellings in pairs}


_FIRST = _table(
    "ㄱ g k; ㄲ kk; ㄴ n; ㄷ d; ㄸ tt; ㄹ r l; ㅁ m; ㅂ b; ㅃ pp; ㅅ s sh; ㅆ ss; ㅇ -; ㅈ j ch; ㅉ jj;"
    " ㅊ ch; ㅋ k; ㅌ t; ㅍ p; ㅎ h"
)
_VOWEL = _table(
    "ㅏ a; ㅐ ae ai; ㅑ ya; ㅒ yae; ㅓ eo u; ㅔ e; ㅕ yeo yu you yo; ㅖ ye; ㅗ o; ㅘ wa; ㅙ wae;"
    " ㅚ oe oi; ㅛ yo; ㅜ u oo ou; ㅝ wo weo; ㅞ we; ㅟ wi; ㅠ yu yoo you; ㅡ eu u; ㅢ ui eui i ee;"
    " ㅣ i ee"
)
_LAST = _table("ㄱ k g; ㄴ n; ㄷ t; ㄹ l; ㅁ m; ㅂ p b; ㅅ t s; ㅇ ng; ㅈ t; ㅊ t; ㅋ k; ㅌ t; ㅍ p; ㅎ h")
# What the letters alone do not say: customs, and spellings that belong to another name's syllable.
_WHOLE = _table(
    "영 yeong young yung; 여 yeo yuh; 용 yong; 승 seung; 성 sung seong; 우 woo u wu; 호 ho;"
    " 희 hee hui heui hi; 의 ui eui; 이 i yi ee; 은 eun un; 정 jung jeong chung; 종 jong chong;"
    " 경 kyung kyeong gyeong kyoung gyung; 형 hyung hyeong hyong; 명 myung myeong myong;"
    " 병 byung byeong pyong; 숭 soong sung; 흥 heung; 응 eung; 증 jeung; 서 seo suh; 수 soo su;"
    " 주 joo ju; 구 koo gu ku goo; 유 yoo yu you; 규 kyu gyu; 현 hyun hyeon hyon; 훈 hoon hun;"
    " 준 joon jun; 운 woon un; 순 soon sun; 선 sun seon; 전 jeon jun; 원 won; 무 moo mu; 신 shin sin;"
    " 진 jin chin; 시 si shi; 심 shim sim; 식 sik shik; 실 sil shil; 석 suk seok sok; 숙 sook suk;"
    " 섭 sup seop sub seob; 업 up eop; 덕 duck deok duk dok; 억 eok uk ok; 욱 wook uk;"
    " 국 kook guk kuk gook; 범 beom bum; 엄 um eom; 범 beom bum; 률 ryul ryool yul; 율 yul yool;"
    " 렬 ryul ryeol yeol yul; 열 yeol yul youl yol yeul; 철 chul cheol chol; 걸 geol gul kul kol;"
    " 설 seol sul sol; 필 pil phil; 봉 bong; 동 dong; 태 tae tai; 대 dae; 재 jae; 채 chae; 배 bae;"
    " 해 hae; 혜 hye; 예 ye; 례 rye ye; 아 ah a; 하 ha; 나 na; 라 ra; 찬 chan; 창 chang; 장 jang;"
    " 강 kang gang; 기 ki gi; 길 gil kil; 김 kim; 근 geun keun kun; 균 kyun gyun; 군 gun kun;"
    " 극 geuk keuk; 금 geum keum kum; 건 gun geon kun keon; 견 kyun gyeon; 관 kwan gwan; 광 kwang gwang;"
    " 권 kwon gwon; 교 kyo gyo; 계 gye kye; 고 ko go; 곤 gon kon; 규 kyu gyu; 낙 nak; 락 rak; 란 ran;"
    " 련 ryun ryeon; 령 ryung ryeong; 룡 ryong yong; 윤 yoon yun youn; 익 ik; 인 in; 일 il; 임 im;"
    " 자 ja; 조 jo cho; 지 ji jee chi; 직 jik; 집 jip; 한 han; 학 hak; 홍 hong; 화 hwa; 환 hwan;"
    " 황 hwang; 회 hoe hoi; 효 hyo; 후 hoo hu; 휘 hwi; 흠 heum; 민 min; 문 moon mun; 미 mi mee; 만 man;"
    " 모 mo; 목 mok; 박 park pak; 복 bok; 보 bo; 상 sang; 삼 sam; 산 san; 세 se sae; 소 so; 손 son;"
    " 송 song; 안 an ahn; 애 ae; 양 yang; 언 eon un; 연 yeon yun youn yon; 오 oh o; 옥 ok; 완 wan;"
    " 왕 wang; 웅 woong ung; 월 wol weol; 위 wi; 중 joong jung; 춘 choon chun; 충 choong chung; 탁 tak;"
    " 택 taek; 평 pyeong pyung; 표 pyo; 풍 poong pung; 청 cheong"
)
SURNAMES = _table(
    "김 kim gim; 이 lee yi rhee ri rhie; 박 park pak bak; 최 choi choe; 정 chung jung jeong cheong;"
    " 강 kang gang; 조 cho jo joh; 윤 yoon yun youn; 장 jang chang; 임 lim im rim yim; 한 han hahn;"
    " 오 oh o; 서 seo suh; 신 shin sin; 권 kwon gwon; 황 hwang whang; 안 ahn an; 송 song; 류 ryu yoo yu;"
    " 유 yoo yu ryu you; 전 jeon chun jun; 홍 hong; 고 ko go koh; 문 moon mun; 양 yang; 손 son sohn;"
    " 배 bae pae; 백 baek paik baik paek; 허 huh heo hur; 남 nam; 심 shim sim; 노 noh roh no; 하 ha;"
    " 곽 kwak gwak; 성 sung seong; 차 cha; 주 joo ju; 우 woo wu; 구 koo ku gu; 민 min; 진 jin chin;"
    " 나 na ra; 라 ra na; 지 ji chi; 엄 um eom uhm; 원 won; 천 cheon chun; 방 bang pang; 공 kong gong;"
    " 현 hyun hyeon; 함 ham hahm; 변 byun byeon; 염 yeom yum; 여 yeo; 추 choo chu; 도 do; 소 so;"
    " 석 seok suk; 선 sun seon; 설 seol sul; 마 ma; 길 gil kil; 연 yeon youn; 위 wi; 표 pyo;"
    " 명 myung myeong; 기 ki gi; 반 ban pan; 왕 wang; 금 keum geum; 옥 ok; 육 yook yuk; 인 in; 맹 maeng;"
    " 제 je; 모 mo; 탁 tak; 국 kook guk; 은 eun; 편 pyun pyeon; 용 yong; 예 ye; 리 ri ree; 림 rim;"
    " 태 tae; 봉 bong; 빈 bin; 사 sa; 피 pi; 남궁 namkung namgung namgoong; 황보 hwangbo;"
    " 선우 sunwoo seonu; 제갈 jegal; 사공 sakong sagong; 독고 dokgo"
)
"""Surnames in Hangul with their spellings, the most frequent first."""

LATIN_SURNAMES = frozenset(spelling for spellings in SURNAMES.values() for spelling in spellings)


@dataclass(frozen=True, slots=True)
class KoreanName:
    """The spellings of one person's surname and given name, lower case.

    A given name is a tuple of words: `("tae", "yul")` and `("taeyul",)`. `hangul` is the name in
    Hangul where it is known.
    """

    surnames: frozenset[str]
    givens: frozenset[tuple[str, ...]]
    hangul: str | None


@lru_cache(maxsize=4096)
def spell_syllable(syllable: str) -> tuple[str, ...]:
    """The spellings of one Hangul syllable in a given name."""
    if syllable in _WHOLE:
        return _WHOLE[syllable]
    code = ord(syllable) - 0xAC00
    first, vowel, last = _FIRSTS[code // 588], _VOWELS[code // 28 % 21], _LASTS[code % 28]
    lasts = _LAST.get(last, ("",))
    return tuple(dict.fromkeys(a + b + c for a, b, c in product(_FIRST[first], _VOWEL[vowel], lasts)))


def is_name_syllable(syllable: str) -> bool:
    """Whether a Hangul syllable is one of those that given names are made of."""
    return syllable in _WHOLE


@lru_cache(maxsize=1)
def _syllables_by_spelling() -> dict[str, tuple[str, ...]]:
    """For each spelling the syllables of names that it may stand for."""
    found: dict[str, list[str]] = {}
    for syllable in _WHOLE:
        for spelling in _WHOLE[syllable]:
            found.setdefault(spelling, []).append(syllable)
    return {spelling: tuple(syllables) for spelling, syllables in found.items()}


def read_korean_name(latin: tuple[str, ...], hangul: str | None) -> KoreanName | None:
    """A Korean name from its words in Latin letters and, where known, in Hangul; None where it is not one.

    With Hangul the Latin words need only agree in the surname; without, every part must be a
    syllable of Korean names. Words are lower case, hyphens divide them; the surname is first or last.
    """
    if not 2 <= len(latin) <= 3 or not all(map(_is_latin, latin)):
        return None
    for surname, given in ((latin[0], latin[1:]), (latin[-1], latin[:-1])):
        name = _read_with_hangul(surname, given, hangul) if hangul else _read_alone(surname, given)
        if name is not None:
            return name
    return None


def _is_latin(word: str) -> bool:
    return word.isalpha() and word.isascii()


def _read_with_hangul(surname: str, given: tuple[str, ...], hangul: str) -> KoreanName | None:
    family, syllables = _split_hangul(hangul)
    spellings = SURNAMES.get(family, ())
    if not 1 <= len(syllables) <= 2 or surname not in spellings or len(given) > len(syllables):
        return None
    pronounced = [spell_syllable(syllable) for syllable in syllables]
    if not _resembles("".join(given), pronounced):
        return None
    return KoreanName(frozenset(spellings), _list_givens(_add_own(pronounced, given)), hangul)


def _split_hangul(hangul: str) -> tuple[str, str]:
    """The surname and the given name."""
    width = 2 if hangul[:2] in SURNAMES and len(hangul) > 3 else 1
    return hangul[:width], hangul[width:]


def _add_own(pronounced: list[tuple[str, ...]], given: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The spellings of each syllable, and the one that a name has itself where it is divided as they are."""
    if len(given) != len(pronounced):
        return pronounced
    return [(*spelled, part) for spelled, part in zip(pronounced, given, strict=True)]


def _resembles(given: str, pronounced: list[tuple[str, ...]]) -> bool:
    """Whether the given name begins as its first syllable does: enough, beside an agreeing surname."""
    return any(given.startswith(spelling[:1]) for spelling in pronounced[0])


def _read_alone(surname: str, given: tuple[str, ...]) -> KoreanName | None:
    surnames, parts = _list_surnames(surname), split_given(given)
    if not surnames or parts is None:
        return None
    return KoreanName(surnames, _list_givens([_list_alike(part) for part in parts]), None)


def _list_surnames(surname: str) -> frozenset[str]:
    """All spellings of the surnames that may be spelled so."""
    families = [spellings for spellings in SURNAMES.values() if surname in spellings]
    return frozenset(chain(*families))


def _list_alike(part: str) -> tuple[str, ...]:
    """The spellings of the syllables that one may stand for, itself first."""
    syllables = _syllables_by_spelling()[part]
    return tuple(dict.fromkeys([part, *chain(*map(spell_syllable, syllables))]))


def _list_givens(pronounced: list[tuple[str, ...]]) -> frozenset[tuple[str, ...]]:
    spelled = {tuple(parts) for parts in product(*pronounced)}
    return frozenset(spelled | {("".join(parts),) for parts in spelled})


@lru_cache(maxsize=4096)
def split_given(words: tuple[str, ...]) -> tuple[str, ...] | None:
    """A given name in its two syllables (`("taeyul",)` as `("tae", "yul")`), None where it is not Korean."""
    if len(words) == 2:
        known = _syllables_by_spelling()
        return words if all(word in known for word in words) else None
    return _cut_in_two(words[0]) if len(words) == 1 else None


def _cut_in_two(word: str) -> tuple[str, ...] | None:
    known = _syllables_by_spelling()
    cuts = [(word[:at], word[at:]) for at in range(1, len(word)) if word[:at] in known and word[at:] in known]
    # The longest first syllable that ends in a consonant reads best: "sukyeol" is suk-yeol.
    return max(cuts, key=lambda cut: len(cut[0]), default=None)
