"""What a story turns by, as data: each act with how it is said, and its English and Korean words.

English verbs stand in their base form, those that are irregular with their other forms behind slashes, and
what belongs to a verb behind an underscore: `call_off` is found in "called the talks off" too. Korean words
are stems; what follows them in a word tells whether it happened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple


class Mood(Enum):
    """Whether an act happened; the value is what marks it in the name of a turn."""

    DONE = ""
    NOT = "!"
    PLANNED = "+"
    MAYBE = "?"
    BACKGROUND = "-"


class Found(NamedTuple):
    """An act that a clause names, and in which mood."""

    act: str
    mood: Mood


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something that happens to what a story is about.

    `said` and `said_ko` are what an article says by it, as clauses. An `is_event` act is one thing as a plan
    and another once it happened; one that `is_common` stands in every other article, and turns a story only
    from its headline; one that `is_denial` says itself that something is not so.
    """

    name: str
    said: str
    said_ko: str
    english: tuple[str, ...]
    korean: tuple[str, ...]
    is_event: bool = False
    is_common: bool = False
    is_denial: bool = False


# name [* event] [~ common] [! denial] | English clause | Korean clause
#   English words, then Korean stems
_TABLE = """
cancel | it was called off | 취소됐다
  cancel, cancellation, call_off, scrap, ditch, abort, fall_through/fell/fallen/falling/falls,
  fall_apart/fell/fallen/falling/falls, off_the_table, not_take_place, not_happen, be_off, annul, axe
  취소, 무산, 불발, 백지화, 없던 일,  엎어
postpone | it was postponed | 연기됐다
  postpone, postponement, put_off/puts/putting, delay, defer, push_back, reschedule, shelve, on_hold,
  grace_period, later_date
  연기, 순연, 미뤄, 미룬, 미뤘, 미루기, 유예, 늦춰, 늦추, 지연, 보류
advance | it was brought forward | 앞당겨졌다
  bring_forward/brought/brings/bringing, move_up, move_forward, earlier_than_planned, ahead_of_schedule,
  day_earlier
  앞당, 조기 개최, 당겨
move ~ | it was moved | 옮겨졌다
  relocate, relocation, move_to, move_from, shift_to, redeploy, redeployment, instead_of, transfer_to,
  change_of_venue
  옮기, 옮겨, 옮긴, 이전, 변경, 바뀌, 바뀐, 바꿔, 바꾸, 재배치, 반출, 이동 배치
agree ~ | they agreed | 합의했다
  agree, agreement_reach, reach_deal/reached, reach_agreement, reach_a_deal, strike_a_deal/struck, settle,
  settlement, clinch, compromise
  합의, 타결, 의견 일치, 절충, 뜻을 모았
sign * | it was signed | 서명됐다
  sign, ink, signature, conclude
  서명, 체결, 조인
reject ! | it was rejected | 거부됐다
  reject, rejection, turn_down, refuse, refusal, spurn, rebuff, decline, dismiss_request, dismiss_bid,
  throw_out/threw/thrown, veto, vote_down, snub, shoot_down/shot, deny_request, brush_aside, dismiss_remark,
  no_reason_to, not_respond, ignore, silent, not_answer
  거부, 거절, 퇴짜, 각하, 기각, 부결, 받아들이지 않, 일축, 마주 앉을 일, 불허, 무응답, 묵묵부답, 무반응,
  답하지 않, 불응
deny ! | it was denied | 부인됐다
  deny, denial, refute, not_true, untrue, false, baseless, groundless, no_truth, dispute, contradict,
  disavow, fabrication, fake_news, no_such_plan, never_agreed, no_request, not_agreed, not_what_was
  부인, 사실무근, 사실이 아니, 사실 아니, 사실과 다르, 반박, 사실 없, 허위 보도, 오보, 날조, 바 없, 바가 없,
  적 없, 적이 없, 합의 아니, 합의한 것이 아니, 아니다
confirm | it was confirmed | 확인됐다
  confirm, confirmation, acknowledge, admit, official_confirm, make_official, finalize, finalise
  확인했, 확인됐, 확인한 것, 공식 확인, 확정, 시인, 인정했, 인정한 것, 사실로 드러, 반출 사실
resume | it was resumed | 재개됐다
  resume, resumption, restart, reopen, revive, relaunch, back_on, reinstate, restore, fly_again,
  start_again, rejoin
  재개, 재가동, 다시 열, 복원, 재추진, 부활, 재시동, 다시 시작, 복귀
withdraw | it was withdrawn | 철회됐다
  withdraw/withdrew/withdrawn, withdrawal, pull_out, pullout, retract, back_out, drop_plan, drop_bid,
  walk_away, take_back/took/taken, quit, rescind, revoke, undo, leave_post/left/leaves/leaving, pull_back,
  exit
  철회, 철수, 탈퇴, 거둬들, 발 빼, 발을 빼, 접기로, 접었, 물러, 빠지기로, 귀임, 이탈
suspend | it was suspended | 중단됐다
  suspend, suspension, halt, pause, freeze/froze/frozen, stop_work, stop, cease, ground, standstill,
  moratorium, stand_down
  중단, 중지, 정지, 동결, 멈추, 멈췄, 멈춰
breakdown ! | it broke down | 결렬됐다
  break_down/broke/broken, breakdown, collapse, walk_out, end_without/ended, without_agreement,
  without_deal, no_deal, deadlock, fail_to_agree, fail_to_adopt, fail_to_reach, storm_out
  결렬, 파행, 빈손, 합의 실패, 합의에 실패, 채택하지 못, 파국, 퇴장, 자리를 떴, 자리를 박차, 난항, 합의 못
approve | it was approved | 승인됐다
  approve, approval, pass_bill, pass_resolution, pass_motion, endorse, ratify, ratification, clear_sale,
  clear_to, clear_share, green_light, greenlight, authorize, authorise, vote_to, adopt, adoption, permit,
  grant_permission, give_nod/gave/gives, nod, okay
  승인, 가결, 통과, 비준, 인준, 허가, 채택, 의결, 허용, 재가
block | it was blocked | 막혔다
  block, injunction, strike_down/struck, bars, barred, enjoin, overturn, unconstitutional, bans, ban,
  banned, banning, prohibit, void, shut_out, invalidate, halt_order, bars_spending
  제동, 금지, 효력정지, 위헌, 무효, 저지, 차단, 막아, 가처분 인용
rule | a court ruled | 법원이 판단했다
  court_rule, judge_rule, ruling, verdict, sentence_to, sentences_to, convict, acquit, acquittal,
  court_order, guilty, jail, uphold/upheld, judge_order
  판결, 선고, 무죄, 유죄, 징역, 판시, 가처분, 인용, 파기환송, 법정구속
resign | someone stepped down | 물러났다
  resign, resignation, step_down, stand_down/stood, offer_to_resign, bow_out, leave_office
  사임, 사퇴, 사의, 사표, 퇴진, 하차, 자진사퇴, 물러나, 물러난, 물러났, 물러날, 사직
nominate | someone was nominated | 지명됐다
  nominate, nominee, name_as, named_new, tap, pick, appoint, appointment, choose/chose/chosen, select,
  designate, succeed_him, succeed_her, successor
  지명, 내정, 낙점, 임명, 발탁, 후임, 선임, 선출, 부임
dismiss | someone was dismissed | 경질됐다
  fire_secretary, fire, sack, oust, dismiss_chief, dismiss_minister, remove_from, replace, replacement,
  relieve_of, recall_ambassador
  경질, 해임, 교체, 파면, 면직, 직위해제, 해고, 대사 소환, 본국 소환, 본국으로 소환
launch *~ | it was launched | 시작되거나 발사됐다
  launch, kick_off, begin/began/begun, start, get_under_way/got, get_underway, break_ground/broke,
  open_talks, embark, inaugurate, come_into_force/came, come_into_effect, take_effect/took,
  go_into_effect/went, enter_into_force
  착수, 개시, 돌입, 시작, 출범, 개막, 착공, 발효, 시행, 첫발
fire * | it was fired | 발사됐다
  fire_missile, fire_ballistic, fire_rocket, fire_off, fires_missile, test_fire, test-fire, test_missile,
  test_successful, test-launch, launch_missile, lob, shoot_missile
  발사, 쐈, 쏘아, 시험 성공, 시험에 성공, 시험발사, 핵실험
attack * | it was attacked | 공격당했다
  attack, strike_target, hit_by, struck_by, bomb, shell, blow_up/blew/blown, blast, explode, explosion,
  demolish, raid, shoot_at, open_fire, airstrike, drone_strike
  공격, 폭격, 피격, 공습, 폭파, 포격, 타격, 습격, 폭발, 사격
accident | there was an accident | 사고가 났다
  crash, collide, collision, sink/sank/sunk, catch_fire/caught, fire_on, accident, capsize, derail, injure,
  wound
  추락, 충돌, 화재, 침몰, 전복, 다쳤, 다쳐, 부상, 불이 나
strike | a strike began | 파업이 시작됐다
  go_on_strike/went, walkout, on_strike, strike_vote, union_strike
  파업, 총파업
die | someone died | 숨졌다
  die, dies, died, dead, death_of, killed, pass_away, deaths
  사망, 숨져, 숨졌, 숨진, 별세, 타계, 서거, 순직
declare ~ | it was declared | 선포됐다
  declare, proclaim, martial_law
  선포, 선언
lift | it was lifted | 해제됐다
  lift, ease, relax, scrap_ban, end_ban, remove_sanction, unblock, waive, roll_back, abolish, repeal
  해제, 풀었, 풀기로, 풀린, 완화, 폐지, 해금
extend | it was extended | 연장됐다
  extend, extension, prolong, renew, renewal
  연장, 늘려 잡, 갱신
expand ~ | it was increased | 늘었다
  expand, increase, raise, hike, double, boost, widen, triple, scale_up, step_up
  확대, 증액, 인상, 늘렸, 늘리기로, 상향, 증원, 증강, 올렸, 올리기로, 두 배
cut ~ | it was cut | 줄었다
  cut, cuts, cutting, reduce, reduction, scale_back, scale_down, halve, slash, trim, downsize, lower,
  shorten, one_instead
  축소, 감축, 삭감, 줄였, 줄인, 줄이기로, 줄어, 인하, 단축, 절반, 감형, 하향
correct ~ | it was corrected | 정정됐다
  correct, correction, revise, revision, not_one, earlier_figure, previously_announced, recount, upward,
  downward, walk_back, clarify, backtrack, reverse, u-turn, reversal
  정정, 수정, 바로잡, 번복, 아닌, 재집계, 상향, 하향, 선회, 뒤집
exempt | an exemption was given | 예외가 인정됐다
  exempt, exemption, waiver_grant, grant_waiver, carve_out, carve-out, spare_from
  예외, 면제, 제외
condition ~ | a condition was set | 조건이 붙었다
  on_condition, add_condition, condition, only_if, as_long_as, precondition, in_exchange, in_return,
  provision, unless
  조건, 전제, 단서, 단서조항
release * | someone was released | 풀려났다
  release, free, freed, frees, freeing, set_free, let_go, bail, expel, deport, repatriate, land_home
  석방, 풀려, 송환, 추방, 귀환, 방면
arrest | someone was arrested | 체포됐다
  arrest, detain, detention, indict, indictment, charge_with, apprehend, custody, put_on_trial
  체포, 구속, 구금, 억류, 기소, 입건, 검거, 송치
warrant ~ | a warrant was asked for or issued | 영장이 청구되거나 발부됐다
  seek_warrant, request_warrant, issue_warrant, arrest_warrant, detention_warrant
  구속영장, 체포영장, 사전영장, 영장 청구, 영장 신청, 영장 발부
invite ~ | there was an invitation | 초청이 있었다
  invite, invitation, offer_talks, propose, proposal, offer_to_meet
  초청, 초대, 제안, 제의
accept | it was accepted | 수락됐다
  accept, acceptance, take_up_offer, say_yes
  수락, 받아들이기로, 수용, 응하기로, 응했
arrive * | someone arrived | 도착했다
  arrive, arrival, land_in, lands, touch_down, land_at, return_home, back_home
  도착, 입국, 입항, 귀국, 착륙
depart *~ | someone left | 떠났다
  depart, departure, leave_for/left/leaves/leaving, set_off, head_to, fly_to, take_off
  출국, 출발, 떠났, 떠나, 출항, 방미길, 오른다
visit *~ | there was a visit | 방문이 있었다
  visit, trip_to, come_to, travel_to
  방문, 방한, 방미, 방중, 방북, 방일, 방러, 순방
hold *~ | it was held | 열렸다
  hold/held, holds, holding, convene, take_place/took, meet/met, sit_down/sat, hold_talks,
  speak_by_phone/spoke
  개최, 열렸, 열어, 열고, 회담했, 회담했다, 만났, 만나, 열린다, 열기로, 통화, 회동
join ~ | someone joined | 참여했다
  join, take_part/took, participate, participation, attend, sign_up, sent_to, send_troops/sent,
  send_ship/sent, send_unit/sent, send_destroyer/sent, dispatch, deploy, deployment
  참여, 참석, 동참, 가입, 합류, 참가, 파견, 파병, 보내기로, 보낸다, 배치
shun ! | someone stays away | 불참한다
  skip, boycott, stay_away, opt_out, absent, sit_out
  불참, 보이콧, 안 간다
continue ~ | it goes on | 이어진다
  stay_in, keep_in_place, remain_in_place, go_ahead, as_planned, as_scheduled, press_ahead, stick_to,
  maintain, no_change_in
  예정대로, 그대로, 유지하기로, 강행, 계획대로, 변함없
protest ~ | it was protested | 항의가 있었다
  protest, lodge_protest, denounce, condemn, slam, blast_as, lash_out, criticize, criticise, object,
  objection, oppose, accuse
  항의, 비난, 규탄, 반발, 반대, 맹비난, 성토
threaten ~ | there was a threat | 위협이 있었다
  threaten, threat, warn, ultimatum, vow_retaliation
  위협, 경고, 엄포, 최후통첩
urge ~ | it was called for | 촉구됐다
  urge, want, ask, seek, call_for, call_on, demand, request, press_to, appeal_to, petition
  촉구, 요구, 요청, 청원, 청구, 압박
sue ~ | it went to court | 법정으로 갔다
  sue, lawsuit, appeal, file_for, file_suit, go_to_court, take_to_court, challenge_in_court
  소송, 항소, 상고, 제소, 가처분 신청, 고소, 고발, 항고
fine ~ | a penalty was imposed | 제재가 부과됐다
  fine, penalty, sanction, impose_sanction, blacklist, punish, penalize
  과징금, 벌금, 제재, 과태료, 부과
investigate ~ | it is investigated | 조사가 시작됐다
  probe, investigate, investigation, question_by, questioned, raid_office, inquiry
  수사, 조사, 압수수색, 소환조사
cross | a line was crossed | 넘어갔다
  cross, defect, intrude, violate, incursion
  침범, 월경, 월북, 귀순, 넘어왔
win ~ | it was won | 따냈다
  win/wins/winning, won_order, won_contract, land_order, secure_order, award
  수주, 따내, 따냈, 승리, 당선, 낙찰
pay ~ | it was paid | 집행됐다
  pay_out/paid, disburse, transfer_money, inject
  집행, 지급, 송금, 납입
complete ~ | it was completed | 끝났다
  complete, completion, finish, wrap_up, conclude_talks, end_drill, end_strike
  완료, 완공, 마무리, 종료, 끝났, 폐막, 준공
close ~ | it was closed | 닫혔다
  close_border, shut, shut_down, closure, seal
  폐쇄, 봉쇄, 닫았, 닫기로
order ~ | it was ordered | 지시됐다
  order_to, executive_order, instruct, direct_to
  지시, 명령, 행정명령
announce ~ | it was made public | 발표됐다
  unveil, issue_statement, issue_joint, make_public, publish, release_statement, disclose, reveal
  발표, 공개, 발간, 공표, 관보 게재, 관보에
reshape ~ | it is to be reopened | 다시 협상한다
  renegotiate, renegotiation, reopen_talks, rework, amend, amendment
  재협상, 개정, 수정안
undecided ! | nothing is decided | 정해지지 않았다
  under_review, nothing_decided, no_decision, not_decided, undecided, still_studying, not_made_decision,
  not_decide, cannot_confirm, cannot_verify, not_verify, neither_confirm, no_sign
  결정된 바, 정해진 바, 미정, 검토 중, 확인해줄 수, 확인해 줄 수, 확인할 수 없, 정해진 것
identify ~ | someone was named | 신원이 밝혀졌다
  identify, named_as
  신원, 확인된 인물
deliver ~ | it was handed over | 전달됐다
  hand_over, deliver, hand_letter, convey
  전달, 친서, 인도
downturn ~ | it fell | 하락했다
  plunge, tumble
  급락, 폭락
quake | there was an earthquake, or a leak at a nuclear site | 지진이나 원자력 시설의 누출이 있었다
ill | someone fell ill | 병이 났다
drop | it was called off or put off | 취소되거나 연기됐다
alarm | an alarm was raised | 경보가 내려졌다
evacuate | people were told to leave | 대피하거나 떠나라는 지시가 내려졌다
"""


def _read_rows() -> Iterator[Act]:
    for block in re.split(r"\n(?=\S)", _TABLE.strip()):
        head, *lines = block.splitlines()
        name, said, said_ko = (part.strip() for part in head.split("|"))
        listed = [word.strip() for line in lines for word in line.split(",") if word.strip()]
        yield Act(
            name=name.rstrip(" *~!"),
            said=said,
            said_ko=said_ko,
            english=tuple(word for word in listed if word.isascii()),
            korean=tuple(word for word in listed if not word.isascii()),
            is_event="*" in name,
            is_common="~" in name,
            is_denial="!" in name,
        )


ACTS: dict[str, Act] = {act.name: act for act in _read_rows()}
"""Each act by its name."""

ACTS_IN_KOREAN: dict[str, str] = {act.said: act.said_ko for act in ACTS.values()}
"""How each is said in Korean, by how it is said in English."""

CONFUSED_ACTS: tuple[frozenset[str], ...] = (
    frozenset({"cancel", "breakdown", "shun"}),
    frozenset({"postpone", "suspend"}),
    frozenset({"agree", "approve", "accept", "exempt"}),
    frozenset({"announce", "complete", "close"}),
    frozenset({"hold", "visit", "launch", "continue"}),
    frozenset({"protest", "threaten", "urge"}),
    frozenset({"resign", "withdraw"}),
    frozenset({"cut", "correct", "downturn"}),
    frozenset({"block", "rule"}),
    frozenset({"fire", "attack"}),
)
"""Acts that two languages put in each other's words; between them only another kind is another turn."""

CONFUSED_AT_ONCE: tuple[frozenset[str], ...] = (
    frozenset({"cancel", "breakdown", "shun", "reject", "withdraw"}),
    frozenset({"postpone", "suspend", "extend", "undecided", "block"}),
    frozenset({"agree", "approve", "accept", "sign", "confirm", "win", "exempt"}),
    frozenset({"announce", "complete", "close", "advance", "depart", "cut"}),
    frozenset({"hold", "visit", "arrive", "launch", "join", "continue"}),
    frozenset({"protest", "threaten", "urge", "deny", "reject"}),
    frozenset({"resign", "dismiss", "nominate", "withdraw"}),
    frozenset({"cut", "expand", "downturn", "correct", "reshape"}),
    frozenset({"block", "rule", "fine", "sue", "investigate", "lift", "extend"}),
    frozenset({"fire", "attack", "accident"}),
    frozenset({"release", "deliver", "pay", "order", "lift"}),
)
"""Acts that outlets confuse within hours of one another, when both are most likely on one turn."""

FOLLOWS: dict[str, frozenset[str]] = {
    "cancel": frozenset({"hold!", "visit!", "arrive!", "sign!", "join!", "agree!", "breakdown"}),
    "breakdown": frozenset({"cancel", "agree!", "sign!", "depart"}),
    "postpone": frozenset({"suspend", "hold!", "extend", "undecided", "approve"}),
    "suspend": frozenset({"postpone", "block"}),
    "depart!": frozenset({"withdraw!", "continue"}),
    "withdraw!": frozenset({"depart!", "continue", "deny"}),
    "withdraw": frozenset({"arrive", "cancel", "resign", "depart", "lift"}),
    "reject": frozenset({"block!", "accept!", "approve!", "rule", "agree!", "deny"}),
    "deny": frozenset({"protest", "undecided", "reject", "confirm!", "agree!", "correct"}),
    "undecided": frozenset({"deny", "confirm!"}),
    "shun": frozenset({"join!", "visit!", "cancel"}),
    "join!": frozenset({"shun", "reject"}),
    "visit!": frozenset({"cancel", "shun"}),
    "hold!": frozenset({"cancel"}),
    "block": frozenset({"suspend", "rule", "fine"}),
    "fine": frozenset({"block", "rule"}),
    "rule": frozenset({"reject", "approve", "block"}),
    "resign": frozenset({"withdraw", "dismiss", "depart", "resign"}),
    "dismiss": frozenset({"resign", "nominate"}),
    "nominate": frozenset({"dismiss", "approve"}),
    "advance": frozenset({"move", "depart"}),
    "correct": frozenset({"deny", "expand", "cut"}),
    "exempt": frozenset({"postpone", "lift", "approve", "confirm"}),
    "approve": frozenset({"exempt", "agree", "condition", "block", "announce", "confirm"}),
    "agree": frozenset({"approve", "accept", "launch+"}),
    "accept": frozenset({"agree"}),
    "release": frozenset({"release+", "arrive", "depart"}),
    "arrest": frozenset({"rule"}),
    "attack": frozenset({"accident", "fire"}),
    "fire": frozenset({"attack"}),
    "protest": frozenset({"deny", "urge", "threaten", "reject"}),
    "threaten": frozenset({"protest"}),
    "resume": frozenset({"hold+", "launch", "launch+"}),
    "lift": frozenset({"resume"}),
    "win": frozenset({"agree"}),
    "arrive": frozenset({"visit", "hold"}),
    "visit": frozenset({"arrive", "hold", "depart"}),
    "hold": frozenset({"visit", "agree"}),
    "sign": frozenset({"agree", "hold"}),
    "invite": frozenset({"urge", "join+"}),
    "urge": frozenset({"invite"}),
    "sue": frozenset({"urge", "protest"}),
    "continue": frozenset({"deny", "withdraw!", "depart!", "cancel!"}),
    "reshape": frozenset({"resume"}),
    "cut": frozenset({"withdraw"}),
    "close": frozenset({"block"}),
    "confirm": frozenset({"approve"}),
}
"""What is no news beside an act that was told: `!` says that it did not happen, `+` that it is planned."""
