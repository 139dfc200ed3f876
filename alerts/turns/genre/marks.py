"""By what a text says of itself what it is: the words of its title, its sections, its types and its lines.

Korean words stand in brackets before or behind a headline; English ones in brackets, before a colon or a bar,
or behind a dash. What stands first in a table is asked first: an exclusive interview is an interview.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from alerts.turns.genre.names import Genre
from storage.language.patterns import compile_later

# Names of papers' columns that say by no other word that they are one.
_COLUMNS = (
    r"만물상|횡설수설|분수대|지평선|유레카|씨줄날줄|동서남북|광화문에서|세상 ?읽기|왜냐면|여적|설왕설래"
    r"|한마당|길섶에서"
    r"|특파원 ?(?:칼럼|리포트)|오후여담|데스크의 ?눈|편집국에서|뉴스룸에서|논설실|아침 ?햇발|의 ?(?:시각"
    r"|시선|직설|창|생각|시시각각)"
)
_WORDS: Mapping[Genre, tuple[str, str]] = {
    Genre.INTERVIEW: (
        r"인터뷰|대담|일문일답|문답|만나봤습니다|만난 ?사람|초대석",
        r"(?:exclusive )?interviews?|q ?& ?a with [^:|]{1,40}|in conversation(?: with [^:|]{1,40})?|sit-down",
    ),
    Genre.OPINION: (
        r"사설|칼럼|기고|시론|시평|논단|오피니언|기자수첩|데스크|기자의 ?눈|취재수첩|만평|독자투고|논설"
        r"|발언대"
        rf"|아침을 열며|기자 ?칼럼|좌담|{_COLUMNS}",
        r"editorials?|opinions?|columns?|op-?eds?|ed|viewpoints?|commentary|contributions?"
        r"|letters?(?: to the editor)?"
        r"|guest (?:essay|column|post|opinion)|our view|perspectives?|essay|point of view|cartoon",
    ),
    Genre.LIVE: (
        r"라이브|(?:생|현장 ?)중계|실시간|LIVE",
        r"live(?: updates?| ?blog| coverage| now| stream(?:ed)?)?|as it happen(?:s|ed)|minute by minute",
    ),
    Genre.BRIEFING: (
        r"(?<!서면)(?<!서면 )브리핑|단신"
        r"|헤드라인|간추린|브리프|뉴스 ?레터|이 주의|주요 ?일정|오늘의 ?일정|알아야 할|투데이$",
        r"news in brief|in brief|briefs?|(?:press |news |morning |evening |daily |weekly )?briefing"
        r"|(?:news|morning|evening|daily|weekly|weekend) (?:brief|digest|wrap|round-?up)"
        r"|round-?up|newsletter|headlines|week in review|week ahead|wrap-?up|digest|advisory|diary",
    ),
    Genre.POLL: (r"여론 ?조사|설문(?: ?조사)?|NBS|갤럽|리얼미터", r"polls?|surveys?|gallup"),
    Genre.ANALYSIS: (
        r"분석|해설|심층|기획|현장|Q&A|팩트 ?체크|인물|프로필|스케치|포커스|인사이드|진단|전망|쟁점"
        r"|특집|점검|톺아"
        r"|줌인|비하인드|리포트|돋보기|이슈|궁금|따져|뉴스 ?A/S|집중|탐구|뉴스 ?더|추적|연표|타임라인",
        r"(?:news )?analysis|explain(?:er|ed)|in[- ]depth|deep dive|(?:news )?focus|special report"
        r"|features?|long ?read"
        r"|time ?line|fact ?(?:box|check)|backgrounder|profile|q ?& ?a|insights?|reporter'?s notebook"
        r"|the big picture",
    ),
    Genre.OTHER: (
        r"포토|사진|화보|영상|동영상|그래픽|인포그래픽|인사(?!이드)|부고|부음|동정|날씨|게시판|알림"
        r"|바로잡|정정|광고|협찬"
        r"|운세|퀴즈|신간|서평|새 ?책|책(?:의|과|꽂이)|회고록|공연|전시|모집|공고|연재|소설|팟캐스트"
        r"|카드 ?뉴스|역사 ?속|오늘의 역사",
        r"photos?|photo (?:essay|gallery|news)|in (?:pictures|photos)|gallery|videos?|watch|podcasts?"
        r"|listen|obituar(?:y|ies)"
        r"|corrections?|sponsored(?: content)?|advertis\w+|quiz|(?:book )?reviews?|excerpts?|calendar"
        r"|schedule"
        r"|weather|memoirs?|infographics?|personnel|on this day|this day in history|event"
        r"|(?<![–—-])(?<![–—-] )notice|crossword",
    ),
    Genre.FLASH: (
        r"속보|긴급|1보",
        r"breaking(?: news)?|(?:news ?)?flash|urgent|just in|bulletin",
    ),
    Genre.EXCLUSIVE: (r"단독|특종|독점", r"exclusive|scoop"),
    Genre.OFFICIAL: (
        r"보도 ?자료|전문|성명|담화|발표문|모두 ?발언|연설문|보도 ?참고|설명 ?자료|공고문",
        r"full text|press release|statement|readout|fact ?sheet|media (?:note|release)",
    ),
}


def _compile(korean: str, english: str) -> re.Pattern[str]:
    """The words in brackets, before a colon, bar or dash at the beginning, or behind one at the end."""
    opens, closes, inner = r"[\[<【(〈《［〔]", r"[\]>】)〉》］〕]", r"[^\[\]<>【】()〈〉《》［］〔〕]"
    return compile_later(
        rf"{opens}\s?{inner}{{0,20}}(?:{korean}){inner}{{0,12}}{closes}"
        rf"|{opens}\s?(?:{inner}{{0,20}}(?<![a-z]))?(?:{english})(?![a-z-]){inner}{{0,40}}{closes}"
        rf"|^(?:{korean})\s?[|:·]"
        rf"|^(?:{english})(?: \w+)?\s?(?:[|:]|[–—-]\s)"
        rf"|(?:\s[–—-]\s?|\s?[|]\s?)(?:{english}|{korean})$",
        re.IGNORECASE,
    )


TAGS: Mapping[Genre, re.Pattern[str]] = {genre: _compile(*words) for genre, words in _WORDS.items()}
"""What a headline is marked as, in the order of asking."""

MARKED = compile_later(r"[\[<【(〈《［〔|:·–—-]")
"""What stands in every headline that is marked."""

TRANSCRIPT = compile_later(
    r"^\[(?:[^\]]{0,14}(?:대변인|부|처|청|실|본부)\s?)?(?:정례 ?|일일 ?)?브리핑\]|"
    r"\bpress (?:briefing|gaggle)\b(?=.{0,60}(?:\d{4}|aboard|\bby\b))|\bholds an? (?:on-camera "
    r"|off-camera )?(?:press )?briefing\b"
    r"|^background (?:press )?(?:call|briefing)\b|^(?:rush )?transcript\b.{0,99}\b(?:briefing|conference"
    r"|gaggle)\b"
    r"|정례 ?브리핑\s?(?:[(\d]|주요|문답|관련|요약|전문|질의)|브리핑 ?(?:전문|주요 ?문답|문답|요약"
    r"|일문일답|질의 ?응답)"
    r"|(?:대변인|후속|현안) (?:정례 ?)?브리핑(?: ?\(.{0,20}\))?$",
    re.IGNORECASE,
)
"""How a headline says that it is what a spokesperson answered, on one subject after another."""

RECORD = compile_later(
    r"\b(?:transcript|minutes|briefing|hearing)\b|회의록|속기록|브리핑|청문회", re.IGNORECASE
)
"""How a headline says that it is a record of who said what, and no interview."""

_POLLED = (
    r"(?<![\d.])\d{1,3}(?:\.\d{1,2})? ?(?:%|percent|points?)|(?<!\d)\d{1,3}명 중 \d{1,3}명"
    r"|\b(?:most|half|majority|plurality|(?:\d{1,3}|two|three|four|five|six|seven|eight|nine) (?:in"
    r"|out of) (?:\d{1,3}|ten|four"
    r"|five))\b|\b(?:two|three)[- ](?:thirds|quarters|fifths)\b|과반|절반"
)
POLLED = compile_later(_POLLED, re.IGNORECASE)
"""How a headline gives the shares of a poll."""

POLL = compile_later(
    r"\b(?:polls?(?! (?:open|close|station|day|worker|watch))|pollster|survey(?:ed)?|respondents|gallup"
    r"|realmeter)\b"
    r"|여론 ?조사|설문|응답자|갤럽|리얼미터",
    re.IGNORECASE,
)
POLLED_FIRST = compile_later(
    r"(?:(?:about|nearly|some|only|almost) )?(?:\d{1,2}(?:\.\d)?|[A-Za-z]+(?:-[a-z]+)?) ?(?:%|per ?cent) of "
    r"[^.]{3,160}\b(?:poll|survey|study)|[^.\n]{3,60}\d명 (?:가운데|중) \d{1,2}(?:\.\d)?%",
    re.IGNORECASE,
)
"""How a report of a poll begins: with a share of those who were asked."""
VOTES = compile_later(
    r"\b(?:exit polls?|(?:to|at|near) (?:the )?polls|polls (?:open|close))\b|출구 ?조사", re.IGNORECASE
)
"""Polls at which people vote, which are no survey."""

TITLES: tuple[tuple[Genre, re.Pattern[str]], ...] = tuple(
    (genre, compile_later(pattern, re.IGNORECASE))
    for genre, pattern in (
        (
            Genre.INTERVIEW,
            r"^(?:an? )?(?:exclusive )?interview with\b|\b(?:a |in )?conversation with\b"
            r"|^q ?& ?a: ?[\"'‘“]|\bq ?& ?a with\b"
            r"|(?<!와 )(?<!과 )(?<!와의 )(?<!과의 )(?<!, )(?:인터뷰|일문일답)$|에게 (?:듣는다|묻는다|묻다"
            r"|듣다)",
        ),
        (Genre.FLASH, r"^(?:breaking )?news alert$"),
        (Genre.LIVE, r"\bminute by minute\b|: follow along$|\bas (?:they|it) (?:come|comes|came) in$"),
        (
            Genre.BRIEFING,
            r"\bthe week ahead\b|^(?:이번|다음) ?주 .{0,12}(?:캘린더|일정|달력)"
            r"|조간.{0,10}(?:머리|1면)|^tonight in\b"
            r"|^(?:오늘|내일|이번 ?주)의 (?:국회|국정|정가|외교가|증시)",
        ),
        (Genre.ANALYSIS, r"^(?:factbox|timeline|explainer|analysis|backgrounder|fact check)-"),
        (
            Genre.POLL,
            r"\btopline\b|\btracker\b|\bwave \d{1,4}\b|\d{3} (?:adults|voters|respondents)\b"
            r"|(?:의식|인식|여론|설문|특별|패널) ?조사(?: ?(?:결과|요약|보고)|:|$)",
        ),
        (
            Genre.LIVE,
            r"^stock market today\b|계속 업데이트|시간대별 상황"
            r"|이 ?시각(?! ?(?:주요|헤드라인|뉴스))|\blive (?:updates?"
            r"|blog|coverage)\b"
            r"|\bas it happened\b"
            r"|실시간 ?(?:중계|업데이트|상황|속보)",
        ),
        (
            Genre.BRIEFING,
            r"\bnews (?:briefing|in brief|brief|summary|roundup|round-up|wrap|digest|bulletin)\b"
            r"|\bheadlines\b"
            r"|\bwhat (?:you need )?to know (?:today|this|on|for)\b|^(?:\w+day )?briefing:"
            r"|\b(?:morning|evening|daily|weekly) (?:brief(?:ing)?|roundup|digest|wrap)\b"
            r"|\bsummary of .{0,30}news\b|\bnews at a glance\b|\b(?:things|stories) (?:you need )?to know\b"
            r"|\bdiary:|\b(?:round-?up|week in review|the week in|news schedule|what we(?: read"
            r"|['’]re reading)"
            r"|things to know)\b|알아야 할|오늘의 일정|주요 ?일정|\bin brief$|\btop stories\b"
            r"|이 ?시각 ?(?:주요|헤드라인|뉴스)|주요 ?뉴스|뉴스 ?브리핑|모닝 ?브리핑"
            r"|오늘의 (?:뉴스|주요|신문|헤드라인|조간)"
            r"|간추린|뉴스 ?모음"
            r"|헤드라인|한눈에 보는|조간 ?(?:브리핑|신문)|뉴스 ?다이제스트|뉴스 ?요약|위클리 ?뉴스"
            r"|\b(?:\w+|\d+) things (?:before|to|you|we)\b|^also today\b|\bfront pages\b|\bpapers say\b"
            r"|^(?:asia|seoul|market|markets) (?:close|open|wrap)\b"
            r"|\b(?:that )?made (?:the )?news this week\b"
            r"|\bweekly #?\d|주간 ?동향|\b(?:on|in) the agenda\b|알아둘 (?:것|일)|^(?:출근|퇴근"
            r"|잠들기) ?전|^\[(?:주간|월간)"
            r"|^(?:오늘|이번 ?주|한 ?주)[^:]{0,8}(?:한눈에|정리|요약|리뷰)|한눈에$|신문 ?보기|\b뭐가 ?있나$"
            r"|(?:아침|점심|저녁|모닝|이브닝|출근길|퇴근길|주간|주말) ?뉴스|뉴스 ?정리|굿모닝",
        ),
        (
            Genre.OFFICIAL,
            r"^(?:(?:u\.?s\.?|rok|korea|united states|republic of korea|trilateral"
            r"|leaders)[-–—\w. ]{0,40} )?"
            r"(?:joint (?:press |leaders.? )?(?:statement|declaration|communiqu[eé]|fact ?sheet)|statement"
            r"|remarks|readout"
            r"|press (?:statement|release|guidance)|fact ?sheet|full text|media (?:note|release"
            r"|advisory)"
            r"|background press call|proclamation|message)"
            r"(?: (?:of|by|from|to|with|at|attributable|regarding|concerning)\b|:|\s[–—-]\s)"
            r"|^(?:deputy |under |assistant )?(?:secretary|foreign minister"
            r"|national security advisor)\b.{0,50}['’]s?"
            r" (?:call|meeting|travel|remarks|participation|visit|trip) (?:with|to|in|at)\b"
            r"|\bfull text of\b|^[\w .-]{2,30} statement (?:on|regarding)\b(?!.*\bsa(?:ys?|id)\b)"
            r"|(?:공동 ?성명|공동 ?선언|담화|성명|논평|연설문?|회견문?|모두 ?발언|발표문|합의문|기조연설"
            r"|축사|기념사|담화문|선언문|팩트시트)"
            r"(?:서)?\s?\(?전문\)?$|(?:대변인|외무성|총국|부장|외교부|합참|국방부)(?:의)? ?(?:성명|담화"
            r"|논평|대답)$",
        ),
        (
            Genre.ANALYSIS,
            r"^annotated\b|^reading the .{3,30}: how\b|숫자로 ?본|문답으로|풀어 ?본|셈법$|: 왜 .{2,30}나$|"
            r"^(?:\w+|\d+) things .{2,60}\b(?:changed|means?|mean for|tells? us)\b"
            r"|\bline by line\b|\bin (?:\w+|\d+) (?:questions|charts|maps)\b|까닭$|뭐길래"
            r"|쉽게 ?(?:풀|읽|설명)|\bexplained in\b|톺아보|뜯어보",
        ),
        (
            Genre.OTHER,
            r"^moves$|^(?:people )?on the move$|^(?:editors|clients|subscribers): |"
            r"\b(?:picture|photo) of the day\b|^to our readers\b|\bvacanc(?:y|ies)\b|^we are hiring\b"
            r"|\bjob (?:opening|posting)s?\b|\bregister (?:now|here|by)\b|^(?:erratum|errata|clarification)\b"
            r"|^(?:appointments|궂긴 ?소식|부음|인사|부고)$|^(?:독자|구독자) ?여러분|낱말 ?퀴즈"
            r"|직원 ?채용|채용 ?공고|참가자 ?모집"
            r"|\bin (?:pictures|photos)$|\bphoto gallery\b|\bbook review\b|오늘의 (?:일정|날씨|운세|사진)"
            r"|주요 ?일정$|포토뉴스",
        ),
    )
)
"""What a headline says anywhere in other words."""

ASKING = compile_later(
    r"^(?!(?-i:WHO)\b)(?:why|how|who|what|where|inside|meet|when)\b(?!.*\b(?:says?|said)\b)|\bexplain(?:ed|er)\b"
    r"|\bby the numbers\b"
    r"|\bcloser look\b|\bshort history\b|^before the\b|\btakeaways\b|\bwhat we know\b|\bthings to watch\b"
    r"|\bhere'?s (?:why|what|how)\b"
    r"|\bwhat to (?:know|watch|expect)\b|\bwhat .{3,40} means?\b"
    r"|\?$|^왜 |[을일할될갈]까[?…\"”]?$|함의$|시사점$|숫자로 보는"
    r"|이유$|이유는|란…|(?:은|는) 누구|물었다|(?:쟁점|변수)(?:는|들)?$"
    r"|해석 분분|의 \d+년$"
    r"|가 보니",
    re.IGNORECASE,
)
"""A headline that asks or explains, and does not report."""

PLACES: tuple[tuple[Genre, re.Pattern[str]], ...] = tuple(
    (genre, compile_later(pattern, re.IGNORECASE))
    for genre, pattern in (
        (
            Genre.OPINION,
            r"(?:\w{1,12} )?(?:opinions?|editorials?|columns?|columnists?|op-?ed|commentary|comment"
            r"|viewpoints?"
            r"|letters|contributions?)"
            rf"|essays?|guest[- ](?:essays?|columns?|opinion)|ideas|.{{0,8}}(?:{_WORDS[Genre.OPINION][0]})"
            rf"|opinionnewsarticle",
        ),
        (
            Genre.BRIEFING,
            r"(?:news |daily |morning )?briefings?|calendar|round-?ups?|headlines|news-?in-?brief"
            r"|newsletters?"
            r"|뉴스 ?브리핑|단신|주요 ?뉴스",
        ),
        (Genre.EXCLUSIVE, r"exclusives?|단독"),
        (Genre.FLASH, r"breaking(?:[- ]news)?|alerts?|속보|flash"),
        (Genre.INTERVIEW, r"interviews?|q-?and-?a|q&a|인터뷰|대담"),
        (Genre.LIVE, r"live(?:-?(?:blog|updates?|news))?|liveblogposting|생중계|라이브"),
        (Genre.POLL, r"polls?|polling|surveys?|여론 ?조사"),
        (
            Genre.ANALYSIS,
            r"(?:news[- ])?analys[ie]s|explainers?|in-?depth|fact-?checks?"
            r"|backgrounders?|profiles?"
            r"|해설|분석|심층|analysisnewsarticle|backgroundnewsarticle",
        ),
        (
            Genre.OFFICIAL,
            r"press-?releases?|statements?|readouts?|briefing-room|press-?briefings?|media-?notes?"
            r"|보도 ?자료",
        ),
        (
            Genre.OTHER,
            r"careers?|events?|notices?|corrections?|recruit\w*|appointments|알림|공지|채용|모집|photos?"
            r"|photo-?news|pictures|galler(?:y|ies)|videos?|podcasts?|obituar(?:y|ies)|reviews?"
            r"|books?|sponsored"
            r"|advertorials?|weather|quiz|포토|사진|영상|인사|부고|날씨|reviewnewsarticle"
            r"|advertisercontentarticle",
        ),
    )
)
"""The sections that a text stands in and the types that its page gives it, whole words."""

BEGINS: tuple[tuple[Genre, re.Pattern[str]], ...] = tuple(
    (genre, compile_later(pattern, re.IGNORECASE))
    for genre, pattern in (
        (
            Genre.BRIEFING,
            r"(?:the )?following (?:is|are) (?:a summary of|the (?:top|main|first))"
            r"|here (?:are|is) (?:the|today's) (?:top|main|day's)|(?:top|main) headlines",
        ),
        (
            Genre.OFFICIAL,
            r"[^\n]{0,40}/PR ?\w+/ ?--|조선민주주의인민공화국 .{0,30}대변인은 .{0,120}다음과 같이"
            r"|[^\n.]{2,30}\((?:[가-힣]{1,6}(?:지사|시장|장관|청장|원장|회장|군수|사장)|대표)"
            r" [가-힣]{2,4}\)[는은이가]"
            r"|for immediate release|정부를 대표하여|dear mr\. (?:secretary|president|chairman)"
            r"|1\. the government of|(?:the )?(?:following"
            r"|below) (?:is the (?:full )?text|statement|(?:is"
            r"|was) (?:released|attribut))"
            r"|the text of the (?:following|joint)|office of the spokesperson|begin text|media note"
            r"|존경하는 .{2,30}여러분|다음은 .{0,60}(?:전문|발표문|성명)|보도 ?시점|배포 ?일시",
        ),
        (Genre.OPINION, r"(?:필자|기고자)는"),
    )
)
"""How a text begins that is no report."""

SIGNED = compile_later(
    r"(?:^|[\n(])\W{0,3}(?:the )?(?:writer|author|columnist)s?\b.{0,60}?\b(?:is|are|was|were|served"
    r"|teaches|can be reached)\b"
    r"|\b(?:views?|opinions?) expressed\b|\bdoes? not (?:necessarily )?(?:reflect|represent) the views?\b"
    r"|(?<![가-힣])필자(?:는|의|가|도|에게|로서|와|$)|외부 ?필진|본지의 (?:견해|입장|편집)"
    r"|\bof (?:our|the) editorial board\b(?! of)|\beditorial board\.|(?:논설위원|칼럼니스트)\s*$",
    re.IGNORECASE | re.MULTILINE,
)
"""How the author of an opinion is introduced, or speaks of himself."""
SIGNED_WORDS = (
    "writer", "author", "columnist", "expressed", "reflect", "represent", "editorial board", "필자", "외부",
    "본지", "논설위원", "칼럼니스트",
)  # fmt: skip

LEARNED = compile_later(
    r"\bhas learned\b|\b[Ww]e can (?:exclusively )?reveal\b"
    r"|\bnot (?:previously )?been (?:previously )?(?:reported|disclosed|made public)\b"
    r"|\b(?:seen|obtained|reviewed|viewed) by (?:The |the )?[A-Z]"
    r"|\baccording to (?:[\w-]{1,20} ){1,6}(?:people|officials|sources) (?:familiar|briefed|who (?:have"
    r"|spoke|were))"
    r"|본지 ?(?:취재|확인)|취재 결과 (?:확인|드러)|본지가 ?(?:입수|확보|확인)|(?:입수|확보)한 (?:서한|문건"
    r"|문서|자료)"
    r"|(?:보도|공개|확인)되는 것은 (?:이번이 )?처음|취재진[이은] (?:처음|[^.\n]{0,30}(?:확보|입수|확인))"
    r"|\bshared with the [A-Z]"
    r"|(?:본지|본보|우리 신문|저희)[가는은의]? ?(?:[^.\n]{0,30}(?:확보|입수)|취재|질의|찍은)"
    r"|취재(?:로|를 통해) (?:처음|드러|확인)|(?:처음으로|여기 처음|최초로) (?:공개|확인|입수)한"
    r"|\b(?:told|(?:shown|given) to|(?:viewed|seen|obtained|reviewed) by) this (?:newspaper|publication"
    r"|website|magazine|station|reporter)|\b(?:shown to|(?:viewed|seen|obtained|reviewed) by) us\b"
    r"|\bnever before (?:disclosed|reported|published)"
)
"""How a report says that nobody else has it."""
LEARNED_WORDS = (
    "has learned", "can reveal", "exclusively reveal", "been reported", "been disclosed", "been made public",
    "been previously", "seen by",
    "obtained by", "viewed by", "according to", "본지", "취재 결과", "입수한", "확보한", "되는 것은",
    "취재진", "취재로", "취재를", "처음으로 공", "처음으로 확", "처음으로 입", "여기 처음", "최초로 ",
    "본보", "우리 신문", "저희", "shared with the", "told this",
    "to this", "by this", "to us", "by us", "never before",
)  # fmt: skip

TO_FOLLOW = compile_later(
    r"\b(?:this (?:breaking )?(?:news )?story (?:will be|is being) updated|developing story"
    r"|more (?:to follow|soon)|stay with|first dispatch"
    r"|details (?:will|to) follow|details to follow)\b"
    r"|이어집니다\.?$|\(1보(?:·계속)?\)|^\(속보\)|상보 이어|기사 이어집니다|속보 이어"
    r"|자세한 (?:기사|내용).{0,8}이어"
    r"|계속\)$|\bdetails soon\b|\(\d보 이어",
    re.IGNORECASE | re.MULTILINE,
)
"""How a flash says that there is no more yet."""
TO_FOLLOW_WORDS = (
    "will be updated", "is being updated", "developing story", "more to follow", "more soon",
    "stay with", "first dispatch", "details ", "(1보", "(속보)", "이어", "계속)",
)  # fmt: skip

MAILED = compile_later(
    r"\b(?:forwarded to you|sign up here|reply to this email|subscribe here|queries: |good morning from)\b"
    r"|\bthat['’]s (?:your|it for) \w+day\b|뉴스레터로\b"
    r"|구독하기|뉴스레터를 받|좋은 아침이에요|친구에게 (?:소개|추천)",
    re.IGNORECASE,
)
"""How a newsletter or an advisory speaks to those it is sent to."""
MAILED_WORDS = (
    "forwarded to you", "sign up here", "reply to this email", "subscribe here", "queries: ",
    "good morning from", "that's your", "that's it", "that’s your", "that’s it", "구독하기", "뉴스레터",
    "좋은 아침", "친구에게",
)  # fmt: skip

METHOD = compile_later(
    r"\bmargin of (?:sampling )?error\b|\bpoll of [\d,]+|\b(?:surveyed|interviewed) [\d,]+|\bN ?= ?[\d,]+"
    r"|\bfielded\b"
    r"|\bweekly survey\b|표본 ?오차|오차 ?범위|응답률|응답자|명 ?(?:을 상대로|면접 ?조사)|면접 ?조사"
    r"|\b(?:telephone|online|phone|tracking) (?:poll|survey|with [\d,]+)\b|\bsurvey of [\d,]+|\bstudy says\b"
    r"|\d (?:adults|respondents)\b|\d명 (?:가운데|중) \d{1,2}(?:\.\d)?%"
    r"|(?:라는|다는) 응답[은이]|\baccording to a survey\b|\b(?:firms|people|adults) that answered\b",
    re.IGNORECASE,
)
"""How a report of a poll says how it was made."""
METHOD_WORDS = (
    "error", "poll of ", "surveyed ", "interviewed ", "n =", "n=", "fielded", "weekly survey", "오차", "응답",
    "을 상대로", "면접", "to a survey", "that answered", "phone poll", "phone survey",
    "phone with", "online poll", "online survey", "online with", "tracking poll",
    "tracking survey", "tracking with", "survey of", "study says", "adults",
    "respondents", "명 가운데", "명 중",
)  # fmt: skip
SHARE = compile_later(
    r"\b(?:(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?|\w+teen|ten) per ?cent\b"
    r"|\d{1,2}(?:\.\d)? ?(?:%|percent|per cent|퍼센트)|(?<=\s)\d{1,2}\.\d(?!\d)|\b(?:no|yes"
    r"|DK) \d{1,2}\b"
)

BODIES = compile_later(
    r"^Bank of (?:Korea|Japan|England|Canada)$|^(?:한국|일본|중국인민)은행$|^Federal Reserve"
    r"|(?:민주|진보|혁신|개혁신|자민|공화)당$"
    r"|^국민의힘$|\b(?:Ministry|Department of|Embassy|White House|Joint Chiefs|Command|Public Affairs|PAO"
    r"|Office of the)\b"
    r"|\b(?:State|War|Defense) Department\b|\bDepartment of [A-Z]|\bUSFK\b|\bUNC\b"
    r"|(?:^|\s)(?:외교|국방|통일|산업|산업통상|산업통상자원|법무|기획재정|해양수산|국토교통)부$|(?:국무"
    r"|전쟁|상무|재무|외무)[부성]$"
    r"|합동 ?참모|합참|대통령실|청와대|백악관|사령부|대사관|공보|정책브리핑|사무처|무역대표부"
    r"|Trade Representative"
)
"""Outlets that are a government's or a body's own office."""

CAPITALS = compile_later(r"(?=(?:[^A-Z]*[A-Z]){20})[A-Z0-9\s.,'’:;/&()\"-]+")
"""A headline of an agency's alert."""
