"""The verbs that the fact line knows, as both languages say them: plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from alerts.gist.nouns import split_list


class Needs(Enum):
    """What a verb must have with it to be said."""

    THING = ""
    SOMEONE = "!"
    NOTHING = "~"
    PLACE = "@"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """Something that is done, as both languages say it: `english` in the past, `korean` as a noun.

    One that `is_clear` means the same whatever it is done to, in English too or in Korean alone.
    """

    base: str
    english: str
    participle: str
    korean: str
    needs: Needs
    is_clear: bool
    is_clear_in_korean: bool
    forms: tuple[str, ...]
    stems: tuple[str, ...]


# base/past[/participle] [needs: ! someone, ~ nothing, @ a place] [+ says enough without what it is done to,
#   ^ only in Korean] | other English forms | Korean noun, stems
_VERBS = """
postpone/postponed + | put_off, puts_off, delay, delayed, delays, deferred | 연기, 순연
cancel/canceled + | cancelled, cancels, called_off, calls_off, scrapped, scraps | 취소, 백지화
suspend/suspended + | halted, halts, paused, pauses, broke_off, breaks_off | 중단, 중지
resume/resumed ^ | restarted, restarts | 재개
retract/retracted + | rescinded, rescinds, revoked, revokes | 철회
sign/signed + | inked, inks | 서명, 체결
approve/approved + | | 승인, 재가, 허가
ratify/ratified + | ratifies | 비준
pass/passed | passes | 가결, 통과
adopt/adopted + | | 채택
reject/rejected ^ | turned_down, turns_down | 거부, 거절, 기각, 불허
extend/extended | prolonged | 연장
lift/lifted | | 해제
declare/declared | proclaimed | 선포
start/started | began, begins, begun, kicked_off, kicks_off | 시작, 개시
deny/denied ^ | denies | 부인
reduce/reduced + | scaled_back, scales_back, scaled_down | 축소, 감축
raise/raised | hiked, hikes | 인상
increase/increased + | | 증액, 확대
lower/lowered | | 인하
impose/imposed + | slapped | 부과
nominate/nominated !+ | | 지명, 내정
appoint/appointed !+ | | 임명
dismiss/dismissed ! | sacked, sacks | 경질, 해임, 파면
arrest/arrested !+ | | 체포
detain/detained !+ | | 구금, 억류, 구속
indict/indicted !+ | | 기소
release/released ! | freed, frees | 석방
deport/deported !+ | | 추방
resign/resigned ~ | stepped_down, steps_down | 사임, 사퇴
die/died ~ | | 사망, 별세
arrive/arrived @ | landed, lands | 도착, 입국
visit/visited @ | | 방문
depart/departed ~ | | 출국
fire/fired | launched, launches, test-fired, test-fires | 발사
hold/held | convened, convenes | 개최
agree/agreed | | 합의
announce/announced + | | 발표
disclose/disclosed + | unveiled, unveils | 공개
dispatch/dispatched + | | 파견, 파병
withdraw/withdrew/withdrawn | pulled_out | 철수
deploy/deployed + | | 배치
submit/submitted + | | 제출
condemn/condemned + | denounced, denounces | 규탄, 비난
propose/proposed + | | 제안, 제의
accept/accepted ^ | | 수락, 수용
demand/demanded + | called_for, calls_for | 요구, 촉구
request/requested + | asked_for | 요청
apply/applied | | 신청
abolish/abolished + | | 폐지
complete/completed + | wrapped_up, wraps_up | 마무리, 완료
discuss/discussed + | | 논의, 협의
reaffirm/reaffirmed + | | 재확인
strengthen/strengthened + | | 강화
welcome/welcomed + | | 환영
end/ended | | 종료
invest/invested | | 투자
meet/met ! | | 회동, 회담, 면담
seize/seized + | | 나포, 압류
block/blocked + | | 차단
order/ordered + | | 지시, 명령
criticize/criticized + | criticises, criticised | 비판
acknowledge/acknowledged + | admitted, admits | 시인
designate/designated + | | 지정, 지목
rule/ruled + | | 판결
overturn/overturned | | 번복
exempt/exempted + | | 면제
expel/expelled !+ | expels | 축출
notify/notified + | | 통보
urge/urged + | | 당부
warn/warned + | | 경고
investigate/investigated + | | 수사, 조사
conduct/conducted | | 실시
cross/crossed | crosses | 침범
win/won | wins | 수주
conclude/concluded + | | 타결
recommend/recommended + | | 권고
allow/allowed + | | 허용
return/returned ^ | | 반환
close/closed ^ | | 폐쇄
blow_up/blew_up/blown_up + | blows_up | 폭파
convene/convened ^ | | 소집
chair/chaired + | | 주재
apologize/apologized ~ | apologised, apologises | 사과
congratulate/congratulated !+ | | 축하
shoot_down/shot_down + | shoots_down | 격추
summon/summoned !+ | | 초치, 소환
inspect/inspected + | | 시찰, 점검
support/supported + | | 지지
stress/stressed + | emphasized, emphasizes, emphasised | 강조
cooperate/cooperated ~ | | 협력
attend/attended + | | 참석
oppose/opposed + | opposes | 반대
finalize/finalized + | finalised, finalises | 확정
ban/banned + | bans, outlawed, outlaws | 금지
buy/bought + | acquired, acquires | 인수, 매입
refute/refuted + | rebutted, rebuts | 반박
freeze/froze/frozen | freezes | 동결
pledge/pledged + | promised, promises | 약속
decide/decided | | 결정
invoke/invoked + | | 발동
raid/raided + | | 압수수색
halve/halved + | | 절반으로 축소
repatriate/repatriated !+ | | 송환
extradite/extradited !+ | | 인도
sue/sued !+ | | 제소, 고소
veto/vetoed + | vetoes | 거부권 행사
sanction/sanctioned !+ | blacklisted, blacklists | 제재
protest/protested | | 항의
hand_over/handed_over + | hands_over | 인계, 전달
establish/established + | set_up, sets_up | 설립, 설치
join/joined + | | 참여, 동참, 가입
choose/chose/chosen !+ | named | 낙점
break_off/broke_off/broken_off | | 결렬
"""

# Other English verbs after `will` and `to`, and the verb that they are.
_BASES = """
delay=postpone put_off=postpone defer=postpone call_off=cancel scrap=cancel halt=suspend pause=suspend
restart=resume revoke=retract rescind=retract ink=sign turn_down=reject begin=start kick_off=start
launch=start open=start scale_back=reduce hike=raise convene=hold stage=hold step_down=resign unveil=disclose
pull_out=withdraw call_for=demand ask_for=request wrap_up=complete free=release set_up=establish
acquire=buy promise=pledge take_part_in=join travel_to=visit denounce=condemn
"""


def _read_verbs() -> tuple[Verb, ...]:
    verbs = []
    for line in _VERBS.strip().splitlines():
        head, more, stems = (part.strip() for part in line.split("|"))
        words, _, marks = head.partition(" ")
        base, past, *participle = words.split("/")
        korean = split_list(stems)
        present = f"{base}es" if base.endswith(("s", "sh", "ch", "x")) else f"{base}s"
        verbs.append(
            Verb(
                base=base.replace("_", " "),
                english=past.replace("_", " "),
                participle=(participle or [past])[0].replace("_", " "),
                korean=korean[0],
                needs=Needs(marks.strip("+^")),
                is_clear="+" in marks,
                is_clear_in_korean=marks.endswith(("+", "^")),
                forms=(past, *participle, present, *split_list(more)),
                stems=korean,
            )
        )
    return tuple(verbs)


_OF_TWO_MINDS = frozenset(("dismissed", "dismisses"))
"""What is done to persons and to what they say: ministers are dismissed, and reports."""

VERBS = _read_verbs()
VERB_OF_STEM: Mapping[str, Verb] = {stem: verb for verb in VERBS for stem in verb.stems}
VERB_OF_FORM: Mapping[str, Verb] = {
    form: verb for verb in reversed(VERBS) for form in verb.forms if form not in _OF_TWO_MINDS
}
VERB_OF_BASE: Mapping[str, Verb] = {verb.base: verb for verb in VERBS}
VERB_OF_ING: Mapping[str, Verb] = {
    form: verb for verb in VERBS for form in (f"{verb.base}ing", f"{verb.base.removesuffix('e')}ing")
}
VERB_AFTER_TO: Mapping[str, Verb] = {
    **{verb.base.replace(" ", "_"): verb for verb in VERBS},
    **{word: VERB_OF_BASE[base] for word, base in (entry.split("=") for entry in _BASES.split())},
}
