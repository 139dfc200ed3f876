"""What news pages leave in a saved text that is no part of the article: tables of patterns with reasons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_NOISE = 160
"""Code points; a longer line is prose, whatever it contains."""
LONGEST_CAPTION = 700
LONGEST_CREDIT = 300

# The names that stand in photo credits, both languages.
AGENCIES = (
    r"AFP|AP|EPA|UPI|REUTERS?|YONHAP(?: NEWS(?: AGENCY| TV)?)?|NEWS ?1|NEWSIS|XINHUA|TASS|KYODO|KCNA"
    r"|GETTY(?: IMAGES)?|BLOOMBERG"
    r"|JOONGANG(?: ILBO| PHOTO)?|JOINT PRESS CORPS|PRESS POOL|NEWS POOL|POOL(?: PHOTO)?|SHUTTERSTOCK"
    r"|SCREEN ?(?:CAPTURE|SHOT|GRAB)"
    r"|연합뉴스|연합|뉴스1|뉴시스|로이터|공동취재단?|사진공동취재단|게티이미지(?:뱅크|코리아)?"
    r"|조선중앙(?:통신|TV)|노동신문"
)
_CREDIT = rf"(?:{AGENCIES})(?:[-\s]?(?:{AGENCIES})){{0,3}}"


AGENCY = re.compile(_CREDIT, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of line and why it is no part of an article's text."""

    pattern: re.Pattern[str]
    why: str


def _rule(pattern: str, why: str) -> Rule:
    return Rule(re.compile(pattern, re.IGNORECASE), why)


# Matched against a whole line. The first line of a text is spared by the rules marked LOOSE,
# since a headline may well begin with "Sign up" or "Comments".
LOOSE: tuple[Rule, ...] = (
    _rule(r"(?:please )?(?:log|sign) ?(?:in|up)\b.{0,100}", "comment box"),
    _rule(r"to (?:write|post|leave|read|view) (?:a |your |the )?comments?\b.{0,100}", "comment box"),
    _rule(r"social comments?\b.{0,40}", "comment box"),
    _rule(r"(?:standards board|comment|community|moderation) (?:policy|guidelines|rules)\b.{0,60}",
    "comment box"),
    _rule(r"(?:\d+\s*)?comments?(?:\s*\(?\d+\)?)?", "comment box"),
    _rule(r"댓글\b.{0,60}|댓글[을이은](?: .{0,60})?", "comment box"),
    _rule(r"(?:로그인|회원가입).{0,60}", "comment box"),
    _rule(r"(?:sort by|newest|oldest|most liked|best comments?|최신순|공감순|과거순)(?:\W.{0,40})?",
    "comment box"),
    _rule(r"(?:view |see |show |load |read )(?:more|all)(?: comments| articles| stories| news| "
          r"photos)?\s*[>»+]?", "a link onwards"),
    _rule(r"read (?:the )?full (?:story|article)|더\s?보기.{0,10}", "a link onwards"),
    _rule(r"(?:story|article) continues (?:below|after).{0,40}|continue reading.{0,60}", "advertisement"),
    _rule(r"(?:sign up|subscribe|follow us|join us)\b.{0,120}|download (?:the|our)\b.{0,80}",
    "a call to subscribe"),
    _rule(r"(?:구독|팔로우|제보는|카카오톡\s*(?:채널|제보)).{0,80}", "a call to subscribe"),
    _rule(r"(?:get|receive) (?:the |our )(?:latest|daily|weekly|breaking)\b.{0,120}", "a call to subscribe"),
    _rule(r".{0,60}(?:all rights reserved|무단\s*(?:전재|복제|배포)|재배포\s*(?:및|금지)|저작권자).{0,120}",
    "copyright notice"),
    _rule(r"(?:copyrights?\b|[©ⓒ]).{0,120}", "copyright notice"),
    _rule(r"(?:tags?|keywords?|topics?|태그|키워드|해시태그)\s*[:：|#].{0,140}|(?:#\w{1,40}[\s,]*){1,20}",
    "tags"),
    _rule(r"(?:skip|jump|back|go) to (?:main |the )?(?:content|top|list|navigation|home).{0,20}",
    "navigation"),
    _rule(r"(?:prev(?:ious)?|next) (?:article|story|post|page)\s*[>»:]?", "navigation"),
    _rule(r"(?:sections?|category|카테고리|분류)\s*[:：].{0,60}", "section"),
    _rule(r"(?:written|translated) by (?:reporters?|staff|ai)\b.*\b(?:ai|machine)\b.*", "read-aloud player"),
    _rule(r".{0,40}\bAI(?:가|로)?\s*(?:읽어|번역|요약).{0,40}", "read-aloud or machine-made notice"),
)  # fmt: skip
STRICT: tuple[Rule, ...] = (
    _rule(r"[◎◇☞※▶]\s*.{0,80}\S@\S.{0,60}|[◎☞▶]\s*공감언론.{0,60}", "an agency's own line"),
    _rule(r"이 기사는 .{0,40}(?:섹션|분류).{0,60}", "a portal's note"),
    _rule(r"\W*\w?\W*", "punctuation, or one letter of an icon's name"),
    _rule(r"(?:home|홈|main|메인)(?:\s*[>›»/|→]\s*[^<>›»/|→]{1,40}){1,6}", "breadcrumbs"),
    _rule(r"[^<>›».!?]{1,30}(?:\s+[>›»]\s+[^<>›».!?]{1,30}){1,6}", "breadcrumbs without a home"),
    _rule(r"(?:audio report|listen to (?:this )?(?:article|story)|this article (?:was|is) read)\b.*",
    "read-aloud player"),
    _rule(r"(?:help|lock|icon|info|user|profile)[- ]?(?:image|img|icon)\b.{0,60}",
    "an icon's name and its label"),
    _rule(r".{0,60}\(\s*\d{1,5}\s*/\s*\d{2,5}\s*(?:자|characters?|chars?|bytes?)?\s*\)\.?",
    "a comment box's counter"),
    _rule(r"\d{1,5}\s*/\s*\d{2,5}\s*(?:자|characters?|chars?|bytes?)?", "a comment box's counter"),
    _rule(r"(?:advertisements?|ads?|sponsored(?: content)?|promoted(?: content)?|광고|ad "
          r"?choices)(?:\s*[-–—:].{0,40})?", "advertisement"),
    _rule(r"(?:photo|image|사진|그림|video|영상|동영상|슬라이드|slide)?\s*\d{1,3}\s*(?:/|of)\s*\d{1,3}",
    "a gallery's counter"),
    _rule(r"(?:\d{1,2}:)?\d{1,2}:\d\d(?:\s*/\s*(?:\d{1,2}:)?\d{1,2}:\d\d)?", "a player's clock"),
    _rule(r"[\d,.]{1,12}k? (?:views?|shares?|likes?|reads?|comments?)|조회수?\s*:?\s*[\d,]{1,12}",
    "counters"),
    _rule(r"\d{1,2} ?(?:min(?:ute)?s?)\.? read", "reading time"),
    _rule(r"[\[(<\s]*e-?mail[\s\u00a0]protected[\])>\s]*", "a hidden mail address"),
    _rule(r"<?[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{1,30}){1,4}>?", "a mail address"),
    _rule(r"\(?(?:END|끝)\)?", "the end mark of a wire"),
    _rule(r"!?\[[^\]]{0,80}\]\(\S{1,120}\)", "a picture or a link alone"),
)  # fmt: skip

# A line that has no words but these is a toolbar, a row of buttons or of icons.
BUTTONS = frozenset(
    """
    print dictionary share save scrap bookmark email e mail copy link url zoom font size text a aa
    s m l post tweet send pin facebook twitter x whatsapp telegram linkedin kakao kakaotalk
    kakaostory line naver band instagram threads reddit youtube rss on to via by this article story
    page with or and the help image img icon lock close search menu arrow info user profile play
    pause stop mute unmute logo button btn more top home prev previous next enlarge expand zoom
    click view open photo picture fullscreen audio listen comment comments like likes login logout
    up down smaller larger increase decrease default read korean english version language original
    share 인쇄 프린트 스크랩 공유 공유하기 글자 크기 글자크기 글씨 글씨크기 본문 크게 작게 보기
    설정 기사 듣기 다시 음성 번역 요약 댓글 좋아요 북마크 복사 복사하기 주소 폰트 메일 저장 닫기
    추천 구독 구독하기 이메일 가 페이스북 트위터 카카오톡 카카오스토리 네이버 밴드 라인 텔레그램
    이미지 사진 확대 재생 정지 목록 목록으로 이전 다음 이전기사 다음기사 위로 맨 맨위로 홈 한국어
    영어 영문 원문 언어 기사보내기
    copied 응원 요약봇 텍스트 변환 서비스 사용하기 변경하기 변경 sns 보내기 인쇄하기 섹션 분류 안내
    기사원문 음성으로
    """.split()  # noqa: SIM905 - a table to read
)

# Headings of lists of links; the short lines after them are the links.
LINK_LISTS = re.compile(
    r"\W*(?:related (?:articles?|stor(?:y|ies)|news|content|posts?|links?|coverage|topics?|reading)|most "
    r"(?:read|popular|viewed|shared)"
    r"|also (?:read|in)|read (?:also|next|more)|see also|recommended(?: (?:for you|articles?|stories))?"
    r"|you may (?:also )?like|trending(?: now)?"
    r"|editor'?s'? picks?|more (?:from|on|in|stories|news)\b.{0,40}|latest (?:news|stories)|top stories"
    r"|don'?t miss|popular (?:now|stories)|in other news"
    r"|관련\s*(?:기사|뉴스|글|콘텐츠|키워드)|많이\s*본\s*(?:기사|뉴스)|인기\s*(?:기사|뉴스)"
    r"|추천\s*(?:기사|뉴스)|주요\s*(?:기사|뉴스)|최신\s*(?:기사"
    r"|뉴스)"
    r"|이\s*시각\s*(?:주요\s*)?뉴스|함께\s*(?:본|읽는|볼만한)\s*(?:기사|뉴스)|이 기자의 다른 기사.{0,20})\W*",
    re.IGNORECASE,
)

# The rubric above a headline. Only at the head, and only where a headline follows.
SECTIONS = re.compile(
    r"(?:diplomacy|politics|national|world|international|foreign affairs|defen[cs]e|security|military"
    r"|north korea|inter-korean"
    r"|business|economy|finance|industry|markets|society|social affairs|opinion|editorials?|columns?"
    r"|commentary|analysis|features?|culture|sports?"
    r"|technology|tech|science|lifestyle|entertainment|k-pop|people|asia|europe|americas|u\.?s\.?|korea"
    r"|breaking(?: news)?|exclusive|top news|news|latest"
    r"|interview|explainer|in focus|special(?: report)?|home"
    r"|정치|외교|외교[·/]안보|외교안보|국방|국방[·/]외교|북한|통일|청와대|대통령실|국회|경제|사회|국제"
    r"|세계|문화|스포츠|산업|증권|사설|칼럼|오피니언|기획|특집"
    r"|단독|속보|종합|인터뷰|국제일반|정치일반|미국|일본|중국|북미|아시아)"
    r"(?:\s*+(?:[/|·&,>]|and)\s*+[\w.가-힣 ]{1,30}){0,2}",
    re.IGNORECASE,
)

CREDIT_BRACKET = re.compile(
    rf"(?<!\s)\s*+[\[【<]\s*(?:[^\]】>\[]{{0,80}}[/,\s=])?{_CREDIT}(?:[/,\s=][^\]】>\[]{{0,60}})?\s*[\]】>]\s*\.?"
    rf"\s*$",
    re.I,
)
CREDIT_PAREN = re.compile(
    r"(?<!\s)\s*+\((?:(?:photos?|images?|pic|file photo|사진)\s*(?:by|[:=,])?\s*[^()]{0,60}"
    rf"|[^()]{{0,40}}(?:via|/|=|-)\s*{_CREDIT}|{_CREDIT})\)\s*\.?\s*$",
    re.I,
)
# After a caption's sentence, or alone; within a sentence the same words are prose.
CREDIT_TAIL = re.compile(
    rf"(?:^|[.)\]”’|/]\s*|다\s)(?:/?\s*사진\s*[=:]\s*\S.{{0,40}}|(?:photos?|images?|pictures?|pic)\s*(?:by"
    rf"|credits?|courtesy(?: of)?|[:=])\s*:?\s*\S.{{0,60}}"
    rf"|courtesy of .{{2,60}}|file photo\b.{{0,40}}|{_CREDIT}|(?:{AGENCIES}|사진|자료|이미지"
    rf"|영상)\s?(?:제공|캡처))\s*\.?$"
    rf"|/\s*{_CREDIT}\s*\.?$|[©ⓒ]\s*.{{1,40}}$",
    re.IGNORECASE,
)
# Newsis ends captions, and nothing else, with the day and the photo desk's mail address.
DATED_CREDIT = re.compile(r"(?:19|20)\d\d\.\s?\d\d\.\s?\d\d\.?\s+\S{2,30}@\S{3,40}\s*$")
CAPTION_HEAD = re.compile(
    r"\s*(?:[▲△▼◀▶↑↓☞]|\[?사진\s*(?:설명|\d)|\(?(?:photo|file photo|caption|image)\s*[:|)])", re.I
)
# Marks that captions and the items of lists have alike.
ITEM_MARK = re.compile(r"\s*([▲△▼])")
PICTURED = re.compile(r"사진|자료\s?화면|고 있다\W{0,3}$")
# What captions say in the present tense, or of places in a picture.
CAPTION_VERB = re.compile(
    r"\b(?:poses?|speaks?|delivers?|shakes? hands|attends?|arrives?|walks?|talks?|waves?|stands?|sits?"
    r"|listens?|salutes?|is seen|are seen|is pictured"
    r"|are pictured|seen (?:here|in)|in this (?:photo|file|image|picture)|file photo|left|right|center"
    r"|presides?|holds?|greets?|bows?|gestures?|smiles?"
    r"|takes? (?:part|questions)|addresses)\b|(?:하고|들고|서|나누고|마치고|듣고|밝히고|입장하고)\s?있다"
    r"|왼쪽|오른쪽|모습",
    re.IGNORECASE,
)


RUBRICS = frozenset(
    """
    home news national politics diplomacy world international business economy opinion society culture sports
    korea defense security asia life tech video photo north south foreign affairs inter korean
    홈 뉴스 정치 외교 국방 북한 국제 세계 경제 사회 문화 오피니언 사설 칼럼 스포츠
    """.split()  # noqa: SIM905 - a table to read
)


def why_noise(line: str, *, first: bool = False) -> str | None:
    """Why a whole line is no part of the article, or None where no rule says so.

    `first` marks the first line of a text, which may be a headline and is judged more carefully.
    """
    if len(line) > LONGEST_NOISE:
        return None
    if why := _judge_words(re.findall(r"[^\W\d_]+", line.lower())):
        return why
    rules = STRICT if first else STRICT + LOOSE
    return next((rule.why for rule in rules if rule.pattern.fullmatch(line)), None)


def _judge_words(words: list[str]) -> str | None:
    """Why a line that has no words but these is no part of the article, if they are all from one table."""
    if words and BUTTONS.issuperset(words):
        return "buttons"
    if len(words) > 1 and words[0] in ("home", "홈") and RUBRICS.issuperset(words):
        return "breadcrumbs whose marks were lost"
    return None


def is_agency(name: str) -> bool:
    """Whether a name is an agency's or a picture library's alone, as photo credits have it."""
    return AGENCY.fullmatch(name.strip()) is not None


def find_listed(lines: Sequence[str]) -> frozenset[int]:
    """Which lines are items of a list: one beside another of the same mark, or that has its mark within too.

    What speaks of a picture is none.
    """
    marks = [_read_mark(line) for line in lines]
    near = zip(["", *marks], marks, [*marks[1:], ""], lines, strict=False)
    return frozenset(
        number
        for number, (above, mark, below, line) in enumerate(near)
        if mark and (mark in (above, below) or line.count(mark) > 1)
    )


def _read_mark(line: str) -> str:
    found = ITEM_MARK.match(line)
    if not found or len(line) > LONGEST_CAPTION or PICTURED.search(line) or CAPTION_VERB.search(line):
        return ""
    return "" if CREDIT_PAREN.search(line[-LONGEST_CREDIT:]) else found[1]


def has_credit(line: str, *, listed: bool = False) -> bool:
    """Whether a line ends with a photo credit in brackets, or is marked as a caption otherwise.

    The mark before an item of a list (`listed`) says nothing.
    """
    if len(line) > LONGEST_CAPTION:
        return False
    return bool(
        DATED_CREDIT.search(line)
        or CREDIT_BRACKET.search(line[-LONGEST_CREDIT:])
        or CREDIT_TAIL.search(line)
        or (not listed and CAPTION_HEAD.match(line))
    )


def is_head_caption(line: str) -> bool:
    """Whether a line above the text is a caption with its credit in round brackets.

    Among paragraphs `(Yonhap)` may close one as well, so that this holds only above them.
    """
    return len(line) <= 300 and bool(CREDIT_PAREN.search(line) and CAPTION_VERB.search(line))
