"""What official notices say of the turns that cannot wait, in their formal words, in both languages."""

from __future__ import annotations

REACTIONS = (
    r"\b(?:readout|briefing|joint (?:press )?(?:statement|release)|statement (?:on|regarding|concerning)"
    r"|remarks (?:on|at))\b"
    r"|공동보도문|논평|회의 결과|입장 표명|통화"
)
"""What a government calls a text about what has happened, rather than one by which it happens."""

_PACT = r"(?:treaty|agreement|accord|pact|convention|alliance|armistice|community|organi[sz]ation|NPT|GSOMIA)"
_POST = r"(?:posts?|office|position|duties|command)"
_FLYING = r"(?:missiles?|projectiles?|rockets?|satellite)"
NOTICES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "declare",
        (
            r"\b(?:declares?|proclaims?|declared|proclaimed|imposed?) (?:\w{1,20} ){0,4}(?:martial law"
            r"|state of (?:war|emergency))",
            r"\b(?:martial law|state of (?:war|emergency)) (?:is|has been|shall be) (?:hereby )?(?:imposed"
            r"|declared|introduced"
            r"|proclaimed)",
            r"(?:계엄|비상사태|전쟁 ?상태|총동원령)(?:을|를) ?(?:선포|발령|선언)(?:한다|합니다|하였|했)",
        ),
    ),
    (
        "lift",
        (
            r"\b(?:martial law|state of (?:war|emergency)) (?:is|has been) (?:hereby )?(?:lifted|revoked"
            r"|ended)",
            r"계엄(?:을|령을) ?해제(?:한다|합니다|하였|했)",
        ),
    ),
    (
        "fire",
        (
            rf"\b{_FLYING} (?:has|have) been (?:launched|fired)|\bhas (?:launched"
            rf"|fired) .{{0,60}}{_FLYING}",
            rf"\bdetected .{{0,80}}{_FLYING} .{{0,20}}(?:launch|fired)",
            r"\blaunched (?:[\w-]{1,20} ){0,8}missiles? (?:against|at|towards?|on)\b",
            r"(?:미사일|발사체|위성|방사포)[^.]{0,16} ?발사(?:하였|했|함|한 것으로)",
            r"핵실험을 ?(?:실시|단행|진행)?(?:하였|했|함)",
        ),
    ),
    (
        "attack",
        (
            r"\b(?:forces|military|army|navy|air force) (?:(?:has|have) )?(?:begun|commenced|conducted"
            r"|carried out|launched)"
            r" (?:\w{1,20} ){0,6}(?:strikes?|attacks?|military operations?)\b(?! (?:drill|exercise))",
            r"\b(?:drones?|objects|aircraft|planes?|missiles) .{0,40}\b(?:have|has) been shot down",
            r"(?:사격|포격|공격|공습|타격)을 ?(?:실시|가|감행|개시)(?:하였|했|함)|특수?군사작전을 ?(?:개시"
            r"|시작|진행)",
        ),
    ),
    (
        "die",
        (
            r"\b(?:sorrow|sadness|grief|regret)\b.{0,60}\bannounces?\b.{0,60}\b(?:death|passing|demise)\b",
            r"(?:대통령|주석|총리|위원장|총비서|국왕|동지)[^.]{0,60}(?:서거|별세|급서|사망)하(?:였|시었"
            r"|셨)",
        ),
    ),
    (
        "resign",
        (
            r"\bI (?:hereby |shall |will |have decided to |am )?(?:resign(?:ing)?|step(?:ping)? down"
            r"|relinquish)\b",
            r"\b(?:has|have) (?:accepted|tendered|submitted) .{0,60}resignation\b",
            r"(?:사의|사표)를? ?(?:표명|수용|수리|제출)?(?:하였|했|합니다)|(?:사임|사퇴|하야)(?:합니다"
            r"|한다|하였|하겠습니다)",
        ),
    ),
    (
        "dismiss",
        (
            rf"\b(?:is|are|has been|have been) (?:hereby )?(?:removed|relieved|dismissed"
            rf"|discharged) (?:from|of) .{{0,20}}{_POST}",
            r"\bends the tenure of\b|\b(?:his|her) service will end\b",
            r"(?:장관|총리|부장|대통령|사령관)[^.]{0,24}(?:해임|면직|파면)(?:한다|하였|했|을 재가|합니다)",
        ),
    ),
    (
        "cancel",
        (
            r"\b(?:summit|meeting|visit|talks|trip) (?:has been|have been|is|are"
            r"|will be) (?:hereby )?(?:cancelled|canceled"
            r"|called off|terminated|postponed indefinitely)",
            r"\b(?:summit|meeting|visit|talks|trip) will not (?:take place|proceed|go ahead)",
            r"\bno agreement was reached\b",
            r"방[일미한중북러]하지 ?않기로|(?:회담|방문|방한|방미|방일|회의)(?:을|를) ?(?:전격 )?(?:취소"
            r"|철회)하(?:기로|였|고)"
            r"|회담(?:을|은) (?:열지|개최하지|하지) ?않기로",
        ),
    ),
    (
        "withdraw",
        (
            r"\bsuspend(?:s|ing|ed) (?:its|our|their) (?:membership|participation|obligations"
            r"|implementation)",
            rf"\b{_PACT}.{{0,40}} (?:held in abeyance|(?:is|are"
            rf"|will be) (?:hereby )?suspended with immediate effect)",
            r"\b(?:decides?|decided|announces?) .{0,60}withdrawal .{0,80}\bfrom the\b",
            rf"\b(?:withdraws?|has withdrawn|gives notice) (?:\w{{1,20}} ){{0,6}}{_PACT}\b",
            rf"\bno longer (?:be )?bound by .{{0,40}}{_PACT}\b|\bsever(?:s|ed"
            rf"|ing)? diplomatic (?:relations|ties)",
            r"(?:합의서?|협정|조약)[^.]{0,24}(?:구속되지 ?않을 ?것|탈퇴한다|탈퇴하(?:였|기로)|파기(?:한다"
            r"|하였)|종료하기로 ?결정"
            r"|정지하기로 ?결정)",
            r"외교 ?관계를 ?단절(?:한다|하였|하기로)",
        ),
    ),
)
"""The formal words by which a notice does it, or tells that it was just done, whatever its headline."""
