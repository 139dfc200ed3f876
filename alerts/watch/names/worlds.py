"""Texts of another world than public affairs, where a snooker player and a boy band bear our names."""

from __future__ import annotations

from collections.abc import Sequence

from ahocorasick_rs import AhoCorasick, MatchKind

from alerts.watch.scan.layout import Layout
from alerts.watch.scan.places import Occurrence
from storage.language.patterns import compile_later
from storage.language.text import lower
from storage.records import Entity


def _split(*lines: str) -> tuple[str, ...]:
    return tuple(word for line in lines for word in line.split())


_ELSEWHERE_EN = frozenset(
    _split(
        "snooker golf tennis cricket soccer footballer midfielder striker goalkeeper semifinal",
        "quarterfinal trophy",
        "qualifier frames playoffs innings league championship album single singer rapper stage",
        "tracks concert band",
        "idol fans film movie actor actress novel sitcom recipe chef menu restaurant diner",
        "chicken curry bakery",
        "mouse mice tumour tumor cells assay gene protein enzyme polymer conjugate gradient",
        "optimizer pytorch python",
        "package github software library algorithm dataset app gamer game token casino poker",
        "deck solitaire magic",
        "dentist clinic surgery patients hospital billing practice-management nurse counsellor",
        "exam syllabus pupils",
        "aldermen shelter kennel garden gardener strawberries orchard barn wedding obituary",
        "financier collector kitchens restaurants goalkeepers keeper songs albums films novels actors",
        "trillium banca cinema prix bakery loaf tart ramen noodles snack podcast golfer clubhouse fairway",
    )
)
_ELSEWHERE_KO = _split(
    "스누커 골프 축구 야구 농구 배구 골키퍼 홈런 결승골 우승컵 리그 앨범 신곡 컴백 걸그룹",
    "보이그룹 팬미팅 콘서트 드라마 영화제",
    "배우 가수 요리 식당 맛집 레시피 메뉴 마술 카드놀이 포커 보드게임 바둑 게임 토큰 코인",
    "가상자산 코스닥 상장 공모 주총",
    "주주총회 주가 시험 원서 접수 자격증 수강 학원 병원 의원 정형외과 치과 한의원 환자 헌혈",
    "소방관 딸기 농장 과수원 마트",
    "화투 원카드 심판장 뮤지컬 매국노 의병 국권 일제강점기 대한제국 조선총독부 을사늑약 이완용 고종 순종",
    "간호 상담사 생쥐 세포 유전자 논문 필터 부품 분양 청약 아파트",
)
_PUBLIC_EN = frozenset(
    _split(
        "president presidential minister ministry government election vote tariff tariffs summit",
        "military nuclear",
        "sanctions diplomat diplomatic diplomacy congress senate parliament ambassador missile",
        "missiles army troops",
        "policy campaign alliance allies ally defense defence security republican republicans",
        "democrat democrats",
        "administration lawmaker lawmakers senator impeachment court nato treaty deterrence pyongyang",
        "peninsula weapons secretary",
    )
)
_PUBLIC_KO = _split(
    "대통령 정부 장관 외교 국방 선거 관세 동맹 미사일 핵우산 억제 백악관 국회 여당 야당 정상회담",
    "안보 북한 주한미군 행정부 협의그룹",
    "국무부 대사 제재 공화당 민주당",
)
# Beyond those words what a text of public affairs has one of; alone they do not outweigh signs of elsewhere.
_CIVIC_EN = frozenset(
    _split(
        "presidents presidency leader leaders ministers ministries governments elections voters votes",
        "referendum governor",
        "mayor senator senators congressman congresswoman cabinet parliamentary official officials",
        "authorities diplomats",
        "summits talks negotiations negotiators truce ceasefire war peace troop soldiers commander",
        "commanders general",
        "navy marines airstrike warship aircraft denuclearization denuclearisation regime sanctioned",
        "embargo visa",
        "immigration trade export exports import imports treaties accord declaration pact envoy",
        "envoys ambassadors",
        "embassy consulate intelligence spy prosecutors prosecutor indicted indictment impeached",
        "martial constitution",
        "constitutional political politics politician politicians party parties conservative conservatives",
        "liberal liberals opposition white",
        "pentagon kremlin un eu imf wto g7 g20 apec brics asean usfk opcon rok dprk",
        "inauguration inaugurated inaugural transition decree protest protesters democracy",
        "communist dictator strongman department",
        "alliances allied bilateral trilateral washington seoul pyongyang beijing moscow tokyo kyiv hanoi",
        "shipbuilding tech economy economic federal border migrants deportation shutdown supreme justice",
    )
)
_CIVIC_KO = _split(
    "핵보유 핵무기 조미 총리 외무 당국 비핵화 탄핵 계엄 대선 총선 여야 무역 통상 담화 특사 협상",
    "한미 북미 남북 방미 방한 방중 노동당 유엔 나토 정치 검찰 구속 기소 헌재",
    "국정 정상회의 회담 평양 핵실험 군사 전쟁 평화 국무위원 당선인 취임 탈북 남한 의원 총장",
    "북핵 핵무장 핵무력 정권 군축 지사 의회 본회의 괴뢰 담판 외교관 판결 대법원 소송",
    "양국 양측 지침 협의체 국방 외교 위안부 징용 워싱턴 청와대 용산 대사관 청문회 특검 이민",
)
# A mountain bears a state's name.
_SAID_PUBLIC = compile_later("|".join(f"{word}(?!산)" for word in _PUBLIC_KO))
_SHORT_EN, _SHORT_KO = 20, 13
"""Words, and Korean ones, of a text too short to say of which world it is."""

_BEGINNING = 1200
"""Characters in which a text shows of which world it is."""

_WORDS = sorted(_ELSEWHERE_EN | {*_ELSEWHERE_KO})
_SEEN = AhoCorasick(_WORDS, matchkind=MatchKind.LeftmostLongest)
# Half of these alone say that a text is elsewhere for a name of one word, all for a name in full.
_FEW, _MANY = 2, 3
_LONE = compile_later(r"[^\W\d_]+")


def is_public(entity: Entity) -> bool:
    """Whether somebody or something is of public affairs: by an office held, or a word of its own names.

    Who else is tracked may be of any world: a film director is not refused among films.
    """
    if entity.kind in ("place", "agreement", "event", "topic"):
        return True
    names = (entity.name, *entity.aliases)
    return bool(entity.roles) or (
        entity.kind == "body"
        and any(lower(word) in _PUBLIC_EN for name in names for word in _LONE.findall(name))
    )


def drop_elsewhere(layout: Layout, found: Sequence[Occurrence], kind: str) -> Sequence[Occurrence]:
    """The places of a person or body, none where the text is of another world and nothing in it is public.

    Of other kinds so is a pair of countries by a syllable each.
    """
    if kind == "body":
        return _drop_elsewhere_of_body(layout, found)
    if kind == "person":
        return [] if _is_person_elsewhere(layout, found) else found
    return [] if _are_pairs(layout, found) and count_elsewhere(layout) >= _FEW else found


def _drop_elsewhere_of_body(layout: Layout, found: Sequence[Occurrence]) -> Sequence[Occurrence]:
    if not _are_lone(layout, found):
        return found  # no other body has a name of several words
    if _is_private_of_body(layout):
        return [one for one in found if _is_telling(layout.text, one)]
    return [] if count_elsewhere(layout) >= _FEW else found


def _is_person_elsewhere(layout: Layout, found: Sequence[Occurrence]) -> bool:
    signs = count_elsewhere(layout)
    if _are_lone(layout, found):
        return signs >= _FEW or (is_private(layout) and not _is_called_in_office(layout, found))
    return signs >= _MANY or (signs > 0 and is_private(layout))


def _is_called_in_office(layout: Layout, found: Sequence[Occurrence]) -> bool:
    """Whether a name stands with an office of state, or as papers write of whom all know: Mr Trump."""
    return any(
        (
            _CALLED.search(layout.text, max(0, one.start - 16), one.start)
            and not _AGED.match(layout.text, one.end)
        )
        or _OFFICE.match(layout.text, one.end)
        for one in found
    )


_CALLED = compile_later(r"\b(?:Mr\.?|President|Secretary) $")
# Mr. Biden, 81, cuts hair: nobody says how old he is of whom all know.
_AGED = compile_later(r",? (?:aged )?\(?[1-9][0-9][,)]")
_OFFICE = compile_later(
    " ?(?:차장|조정관|대통령|외교부 장관|국방부 장관|국무장관|국방장관|지사)(?![가-힣]{2})"
)


def _are_lone(layout: Layout, found: Sequence[Occurrence]) -> bool:
    """Whether a name is of one word wherever it stands."""
    return all(_LONE.fullmatch(layout.text[one.start : one.end]) for one in found)


def _are_pairs(layout: Layout, found: Sequence[Occurrence]) -> bool:
    """Whether two countries stand there by a syllable each and no more, as in a company's name: 한미."""
    return all(layout.text[one.start : one.end] == "한미" for one in found)


def count_elsewhere(layout: Layout) -> int:
    """How many signs of another world a text has; none where one of public affairs stands in it."""
    if layout.elsewhere is None:
        layout.elsewhere = _count(layout)
    return layout.elsewhere


def _is_telling(text: str, one: Occurrence) -> bool:
    """Whether a body's Korean name is too long for another's, or it meets as bodies of states do."""
    name = text[one.start : one.end]
    if not name.isascii():
        return len(name) > _LONGEST_SHARED
    return _meets(text, one) or _OF_ALLIES.search(text, max(0, one.start - _TIE), one.start) is not None


def _meets(text: str, one: Occurrence) -> bool:
    """Whether letters stand as those of a body of states do, by what follows them."""
    return _MEETS.match(text, one.end) is not None or (
        text.endswith(("The ", "the "), 0, one.start) and _GOES_SMALL.match(text, one.end) is not None
    )


_TIE = 40
"""Characters before letters in which two allies stand that they are of."""

# 한미 NCG, 한국과 미국은 NCG를, the Korea-US NCG: of no company and no college.
_OF_ALLIES = compile_later(
    r"(?:(?:한·?미|미·?한|韓·?美|美·?韓|양국|동맹)(?:[은는이가의]|간|측)?"
    r"|(?:한국|남한)[^.!?\n]{0,12}(?:미국|美)[^.!?\n]{0,8}|(?:미국|美)[^.!?\n]{0,12}(?:한국|남한)[^.!?\n]{0,8}"
    r"|(?:Korean?|ROK|Seoul)(?:-| and |/| )(?:the )?(?:U\.?S\.?|American?|Washington)"
    r"|(?:U\.?S\.?|American?|Washington)(?:-| and |/)(?:South )?(?:Korean?|ROK|Seoul)) ?$"
)


# The NCG was called off; the NCG Top 100 is a list of golf courses.
_GOES_SMALL = compile_later("[,.;:!?]| [a-z]")
_MEETS = compile_later(
    r" (?:met|meets|meetings?|talks|sessions?|plenary|convenes?d?)\b"
    r"| (?:was|is) (?:called off|held|postponed|cancell?ed)\b"
    r"|(?:은|는|이|가|을|를|의)? ?"
    r"(?:본?회의|열리|열렸|열린|열었|연다|개최|만나|만났|대표단|실무|제?[1-9]차|협의|연기|취소|출범|공동지침)"
)
_LONGEST_SHARED = 4


def is_private(layout: Layout) -> bool:
    """Whether a text is long enough to say of which world it is and has no word of public affairs."""
    return layout.text.count(" ") >= _find_longest(layout) and _read_civic(layout) < _FEW


def _is_private_of_body(layout: Layout) -> bool:
    """Whether a text is of private affairs, asked for a body's letters, which often mean another.

    Less length says enough where there is no such word, and one of Korea makes one such word enough.
    """
    if (civic := _read_civic(layout)) >= _MANY:  # whatever else it says: Korea is not looked for
        return False
    longest, blanks = _find_longest(layout), layout.text.count(" ")
    is_of_korea = _KOREA.search(layout.text) is not None
    if not civic and not is_of_korea:
        return blanks >= longest * 3 // 4
    least = _FEW if layout.is_east else 1 if is_of_korea else _MANY
    return blanks >= longest and civic < least


def _find_longest(layout: Layout) -> int:
    return _SHORT_KO if layout.is_east else _SHORT_EN


def _read_civic(layout: Layout) -> int:
    """How many words of public affairs a text has, counted once."""
    if layout.civic is None:
        layout.civic = _MANY if _is_public(layout) else _count_civic(layout)
    return layout.civic


_KOREA = compile_later(r"Korea|\bROK\b|Seoul|Pyongyang")


def _count_civic(layout: Layout) -> int:
    """How many words of a text may be of public affairs; a party is also given for a birthday.

    The Hanja of states and statesmen stand in no other news.
    """
    said = _CIVIC_EN & layout.small_pieces
    if layout.is_east:
        said |= {word for word in _CIVIC_KO if word in layout.text}
    seats = sum(seat in layout.text for seat in _SEATS)
    return len(said) + _FEW * (len(_STATESMEN.intersection(layout.unusual)) + seats)


# Where states are led and met from.
_SEATS = (
    "White House",
    "Oval Office",
    "Capitol",
    "Blue House",
    "State Department",
    "Panmunjom",
    "KCNA",
    "백악관",
)


_STATESMEN = frozenset("尹李文美韓北")


def _count(layout: Layout) -> int:
    beginning = lower(layout.shaped[:_BEGINNING])
    said = {
        word
        for number, start, end in _SEEN.find_matches_as_indexes(beginning)
        if (word := _WORDS[number]) and _is_whole(beginning, start, end, word)
    }
    if len(said) < _FEW or _is_public(layout):
        return 0
    return len(said)


def _is_whole(text: str, start: int, end: int, word: str) -> bool:
    if not word.isascii():
        return True
    return not (start and text[start - 1].isalnum()) and not text[end : end + 1].isalnum()


def _is_public(layout: Layout) -> bool:
    if layout.is_east and _SAID_PUBLIC.search(layout.text):
        return True
    return not _PUBLIC_EN.isdisjoint(layout.small_pieces)
