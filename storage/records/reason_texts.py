"""The sentence of every reason, in English and in Korean."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Code(StrEnum):
    """Every reason for a decision about an alert, a story, a version or a source."""

    # told
    FIRST = "first"
    GOES_ON = "goes-on"
    LIKELY = "likely"
    EARLIER = "earlier"
    SHARES = "shares"
    UNHEARD = "unheard"
    UNWEIGHED = "unweighed"
    EACH = "each"
    TURN = "turn"
    TURN_DENIED = "turn-denied"
    TURN_PLANNED = "turn-planned"
    PASSING = "passing"
    PASSING_DENIED = "passing-denied"
    PASSING_PLANNED = "passing-planned"
    DISCLOSED = "disclosed"
    BROUGHT = "brought"
    DAYS = "days"
    HEADED = "headed"
    HEADLINE = "headline"
    ANEW = "anew"
    SIGN_LATER_DAY = "sign-later-day"
    SIGN_ADDED_FIGURES = "sign-added-figures"
    SIGN_ADDED_WORDS = "sign-added-words"
    SIGN_SAYS_WHO = "sign-says-who"
    SIGN_RESTED = "sign-rested"
    TITLED = "titled"
    OFFICIAL = "official"
    FLASH_OFFICIAL = "flash-official"
    FLASH_ORIGINS = "flash-origins"
    FLASH_HAVE = "flash-have"
    NAMED = "named"
    FIGURES = "figures"
    BEGINNING = "beginning"
    AGAIN = "again"
    SENTENCES = "sentences"
    ORIGINS = "origins"
    OPINION = "opinion"
    BRIEFING = "briefing"
    ANALYSIS = "analysis"
    POLL = "poll"
    INTERVIEW = "interview"
    ANSWERS = "answers"
    LIVE = "live"
    NO_REPORT = "no-report"
    SURGE = "surge"
    LATE = "late"
    # changed
    TITLE_CHANGED = "title-changed"
    NOTE = "note"
    EVIDENCE_GONE = "evidence-gone"
    REMOVAL = "removal"
    RETURN = "return"
    NUMBER_CHANGED = "number-changed"
    DATE_CHANGED = "date-changed"
    NAME_CHANGED = "name-changed"
    NEGATION_CHANGED = "negation-changed"
    MODAL_CHANGED = "modal-changed"
    CONTRARY_CHANGED = "contrary-changed"
    # silent
    COPY = "copy"
    BACKFILL = "backfill"
    MUTED = "muted"
    UNSUBSCRIBED = "unsubscribed"
    NOTHING_OWN = "nothing-own"
    NOTHING_OWN_ON_FILE = "nothing-own-on-file"
    RETOLD = "retold"
    COOLDOWN = "cooldown"
    NOT_MOVED = "not-moved"
    ECHO = "echo"
    MORE = "more"
    MORE_TOLD = "more-told"
    SIGN_ACROSS = "sign-across"
    SIGN_SOON = "sign-soon"
    SIGN_CAST = "sign-cast"
    SIGN_FEATURE = "sign-feature"
    SIGN_QUOTES = "sign-quotes"
    SIGN_ASKS = "sign-asks"
    SIGN_RECALLS = "sign-recalls"
    SIGN_BYSTANDERS = "sign-bystanders"
    SIGN_TOLD_DAY = "sign-told-day"
    SIGN_PLAIN = "sign-plain"
    SURGE_TOLD = "surge-told"
    # held for a digest
    DIGESTS = "digests"
    LATE_WAITS = "late-waits"
    OPINION_WAITS = "opinion-waits"
    BRIEFING_WAITS = "briefing-waits"
    ANALYSIS_WAITS = "analysis-waits"
    MORE_WAITS = "more-waits"
    POLL_WAITS = "poll-waits"
    INTERVIEW_WAITS = "interview-waits"
    ANSWERS_WAITS = "answers-wait"
    LIVE_WAITS = "live-waits"
    NO_REPORT_WAITS = "no-report-waits"
    NO_SURGE = "no-surge"
    NO_SURGE_KNOWN = "no-surge-known"
    NO_SURGE_UNDATED = "no-surge-undated"
    NOTHING_NEW = "nothing-new"
    CORRECTION_MUTED = "correction-muted"
    # which story an article joins
    STORY_NEW = "story-new"
    STORY_COPY = "story-copy"
    STORY_SHARES = "story-shares"
    STORY_EVENT = "story-event"
    STORY_LIKELY = "story-likely"
    STORY_LANGUAGE = "story-language"
    STORY_SAME = "story-same"
    STORY_UNJUDGED = "story-unjudged"
    # what became of an article that was kept
    MATCHED_AGAIN = "matched-again"
    NAME_SHARED = "name-shared"
    BASELINE = "baseline"
    NO_FACT_CHANGED = "no-fact-changed"
    DIFFERS = "differs"
    FRONT_PAGE = "front-page"
    PAGE_SAYS = "page-says"
    OTHER_TEXT = "other-text"
    OTHER_PAGE = "other-page"
    BOT_CHECK = "bot-check"
    PART_SHOWN = "part-shown"
    # how a source does
    SILENT = "silent"
    GAP = "gap"
    STUCK = "stuck"
    UNDATED = "undated"
    NOWHERE = "nowhere"
    PAYWALL = "paywall"
    SHORT = "short"
    REMARK_OVER = "remark-over"
    # what keeps an idea from learning
    LEARN_FEW = "learn-few"
    LEARN_FEW_DO = "learn-few-do"
    LEARN_ALIKE = "learn-alike"
    LEARN_BOTH = "learn-both"
    LEARN_BOTH_ONE = "learn-both-one"
    # several reasons in one place
    TOGETHER = "together"
    HINTED = "hinted"


class Sentences(NamedTuple):
    """One reason in both languages, with its values by name in braces."""

    en: str
    ko: str


def _changed(what: str, korean: str) -> Sentences:
    return Sentences(
        f"{what} changed; it said: {{before}}; it now says: {{after}}",
        f"{korean} 바뀜, 앞서: {{before}}, 지금: {{after}}",
    )


SENTENCES: Mapping[Code, Sentences] = {
    Code.FIRST: Sentences("first told of this story for this watch", "이 주제로 처음 알리는 사안"),
    Code.LIKELY: Sentences(
        "likely on a story that was told, but that is not sure: told whatever that said",
        "앞서 알린 사안에 속하는 듯하나 확실하지 않아, 그와 무관하게 알림",
    ),
    Code.GOES_ON: Sentences(
        "first told of this story for this watch, which goes on from one that was told: {title}",
        "이 주제로 처음 알리는 사안이며, 앞서 알린 사안에 이어짐: {title}",
    ),
    Code.EARLIER: Sentences("earlier articles on it in the corpus: {count}", "보관된 앞선 기사 {count}건"),
    Code.SHARES: Sentences(
        "shares passages with an earlier article; new sentences: {new} of {all}",
        "앞선 기사와 같은 대목이 있음, 새 문장 {all}개 중 {new}개",
    ),
    Code.UNHEARD: Sentences(
        "told in {langs} only, and the same event only by likeness ({score})",
        "다른 언어({langs})로만 알렸고, 같은 사안인지는 비슷한 정도({score})로만 짐작함",
    ),
    Code.UNWEIGHED: Sentences(
        "a fault of this program kept it from being compared with what was told",
        "프로그램 오류로 앞서 알린 기사와 견주지 못함",
    ),
    Code.EACH: Sentences("this watch tells each article", "기사마다 알리는 주제"),
    Code.TURN: Sentences("new on this story: {turn}", "앞서 알리지 않은 내용: {turn}"),
    Code.TURN_DENIED: Sentences(
        "new on this story: it is not so that {turn}",
        "앞서 알리지 않은 내용: 사실이 아님({turn})",
    ),
    Code.TURN_PLANNED: Sentences(
        "new on this story, as a plan: {turn}",
        "앞서 알리지 않은 계획: {turn}",
    ),
    Code.PASSING: Sentences("told nowhere yet: {turn}", "어디서도 알리지 않은 내용: {turn}"),
    Code.PASSING_DENIED: Sentences(
        "told nowhere yet: it is not so that {turn}", "어디서도 알리지 않은 내용: 사실이 아님({turn})"
    ),
    Code.PASSING_PLANNED: Sentences(
        "told nowhere yet, as a plan: {turn}", "어디서도 알리지 않은 계획: {turn}"
    ),
    Code.DISCLOSED: Sentences("answers what nothing told says: {said}", "새로 밝힌 답변: {said}"),
    Code.BROUGHT: Sentences(
        "has in one passage what nothing told says: {said}", "한 대목에 앞서 알리지 않은 내용: {said}"
    ),
    Code.DAYS: Sentences("a coming day that no alert has named: {days}", "앞서 알리지 않은 날짜: {days}"),
    Code.HEADED: Sentences("a new figure in the headline: {figures}", "제목의 새 수치: {figures}"),
    Code.HEADLINE: Sentences("its headline is new: {share} of the words", "제목 낱말의 {share}가 새로움"),
    Code.ANEW: Sentences(
        "reads like news beside what was told: {signs}", "이미 알린 것에 비추어 새 소식으로 보임: {signs}"
    ),
    Code.SIGN_LATER_DAY: Sentences("its news is of a later day", "더 나중 날짜의 소식"),
    Code.SIGN_ADDED_FIGURES: Sentences(
        "headline and lead have a figure that no alert has", "제목과 첫머리에 알린 적 없는 숫자가 있음"
    ),
    Code.SIGN_ADDED_WORDS: Sentences(
        "its first sentences have words that no alert has", "첫머리에 알린 적 없는 말이 있음"
    ),
    Code.SIGN_SAYS_WHO: Sentences("it says who said so", "누가 말했는지 밝힘"),
    Code.SIGN_RESTED: Sentences("the last alert was a while before", "마지막으로 알린 지 시간이 지남"),
    Code.TITLED: Sentences("now in the title: {names}", "제목에 새로 등장: {names}"),
    Code.OFFICIAL: Sentences("an official source speaks: {host}", "공식 발표: {host}"),
    Code.FLASH_OFFICIAL: Sentences(
        "it cannot wait: {turn}, says an official source, {host}", "긴급: {turn} (공식 발표: {host})"
    ),
    Code.FLASH_ORIGINS: Sentences(  # of decisions of before: the origins of its story were counted
        "it cannot wait: {turn}; independent origins of its story: {count}",
        "긴급: {turn} (이 사안을 보도한 독립 출처 {count}곳)",
    ),
    Code.FLASH_HAVE: Sentences(
        "it cannot wait: {turn}; independent origins that have it: {count}",
        "긴급: {turn} (이를 보도한 독립 출처 {count}곳)",
    ),
    Code.NAMED: Sentences("new in this story: {names}", "이 사안에 새로 등장: {names}"),
    Code.FIGURES: Sentences("new figures: {figures}", "새 수치: {figures}"),
    Code.BEGINNING: Sentences("its beginning is new: {share} of the words", "첫머리 낱말의 {share}가 새로움"),
    Code.AGAIN: Sentences("{outlet} reports on it again", "{outlet}의 후속 보도"),
    Code.SENTENCES: Sentences("new sentences: {new} of {all}", "문장 {all}개 중 새 문장 {new}개"),
    Code.ORIGINS: Sentences(
        "independent origins: {count}, at the last alert {last}", "독립 출처 {count}곳, 지난 알림 때 {last}곳"
    ),
    Code.OPINION: Sentences("an opinion, by {by}", "의견 글({by})"),
    Code.BRIEFING: Sentences("a round-up of news, by {by}", "뉴스 모음({by})"),
    Code.POLL: Sentences("a poll, by {by}", "여론조사({by})"),
    Code.INTERVIEW: Sentences("an interview, by {by}", "인터뷰({by})"),
    Code.ANSWERS: Sentences("a spokesperson's answers, by {by}", "대변인 문답({by})"),
    Code.LIVE: Sentences("a page that goes on being written, by {by}", "실시간 중계({by})"),
    Code.NO_REPORT: Sentences("no report, by {by}", "보도가 아닌 글({by})"),
    Code.ANALYSIS: Sentences("a feature, by {by}", "해설·기획 기사({by})"),
    Code.SURGE: Sentences(
        "surge: {count} independent texts in 24 hours, usually {usual}, by chance {chance}",
        "언급 급증: 24시간 동안 독립 기사 {count}건, 평소 {usual}건, 우연이라면 {odds}번에 한 번 이하",
    ),
    Code.LATE: Sentences(
        "late: published before, announced only now", "늦은 소식: 먼저 발행되었으나 이제야 올라옴"
    ),
    Code.TITLE_CHANGED: Sentences(
        "the title was: {before}; it is now: {after}", "앞선 제목: {before}, 지금 제목: {after}"
    ),
    Code.NOTE: Sentences("it now says of itself: {after}", "기사가 스스로 밝힘: {after}"),
    Code.EVIDENCE_GONE: Sentences("no longer said: {before}", "빠진 문장: {before}"),
    Code.REMOVAL: Sentences("the article was withdrawn: {after}", "기사가 내려감: {after}"),
    Code.RETURN: Sentences("the article is there again", "기사가 다시 올라옴"),
    Code.NUMBER_CHANGED: _changed("number", "수치가"),
    Code.DATE_CHANGED: _changed("date", "날짜가"),
    Code.NAME_CHANGED: _changed("name", "이름이"),
    Code.NEGATION_CHANGED: _changed("negation", "긍정과 부정이"),
    Code.MODAL_CHANGED: _changed("modal", "확실함의 정도가"),
    Code.CONTRARY_CHANGED: _changed("contrary", "뜻이 반대로"),
    Code.COPY: Sentences(
        "{kind} copy of an earlier article, whose copy group met this watch before",
        "앞선 기사의 사본({kind}), 같은 글이 이 주제에 이미 걸림",
    ),
    Code.BACKFILL: Sentences(
        "brought in by backfill, which never tells", "지난 기사로 들여온 것은 알리지 않음"
    ),
    Code.UNSUBSCRIBED: Sentences("{who} has unsubscribed from {watch}", "{who}: {watch} 수신을 거부함"),
    Code.MUTED: Sentences("muted: {mute}", "알림 끔: {mute}"),
    Code.NOTHING_OWN: Sentences(
        "nothing new beside what it shares with an earlier article",
        "앞선 기사와 같은 대목 말고는 새로운 내용이 없음",
    ),
    Code.NOTHING_OWN_ON_FILE: Sentences(
        "nothing new beside what it shares with an earlier article in the corpus",
        "보관된 앞선 기사와 같은 대목 말고는 새로운 내용이 없음",
    ),
    Code.RETOLD: Sentences(  # of decisions of before: nothing is silent by this any more
        "says nothing that an article told lately of another story did not",
        "다른 사안으로 최근 알린 기사와 같은 내용",
    ),
    Code.COOLDOWN: Sentences(
        "told of {ago} ago, within the cooldown of {cooldown}",
        "{ago} 전에 알렸고, 다시 알리기까지 {cooldown} 동안 쉼",
    ),
    Code.NOT_MOVED: Sentences(
        "the story was told and has not moved enough ({points} of {needed} points): {heard}",
        "알린 사안이고 달라진 것이 적음({needed}점 중 {points}점): {heard}",
    ),
    Code.ECHO: Sentences(
        "told within hours in another language, and headline and lead turn by nothing else",
        "몇 시간 전 다른 언어로 알렸고, 제목과 첫머리에 달라진 일이 없음",
    ),
    Code.MORE: Sentences(
        "reads like more on what was told: {signs}", "이미 알린 일을 더 다룬 글로 보임: {signs}"
    ),
    Code.MORE_TOLD: Sentences(
        "reads like more on what was told ({signs}), but is a story of its own and so is told all the same",
        "이미 알린 일을 더 다룬 글로 보이나({signs}) 따로 묶인 사안이라 알림",
    ),
    Code.SIGN_ACROSS: Sentences(
        "much of it was told lately in another language", "내용 상당 부분을 최근 다른 언어로 알림"
    ),
    Code.SIGN_SOON: Sentences(
        "it comes within hours of what was told in another language",
        "다른 언어로 알린 지 몇 시간 안에 나옴",
    ),
    Code.SIGN_CAST: Sentences(  # of decisions of before
        "those in it were told of in another language hours ago",
        "등장하는 이들을 몇 시간 전 다른 언어로 알림",
    ),
    Code.SIGN_FEATURE: Sentences("it is written as a feature", "기획 기사처럼 쓰임"),
    Code.SIGN_QUOTES: Sentences("its title is a quotation", "제목이 인용문"),
    Code.SIGN_ASKS: Sentences("its title asks", "제목이 물음"),
    Code.SIGN_RECALLS: Sentences("it speaks of the past", "지난 일을 말함"),
    Code.SIGN_BYSTANDERS: Sentences(
        "it tells of people who decide nothing", "결정하는 이들이 아닌 사람들의 이야기"
    ),
    Code.SIGN_TOLD_DAY: Sentences(
        "the day it names is no later than what was told", "밝힌 날짜가 이미 알린 것보다 늦지 않음"
    ),
    Code.SIGN_PLAIN: Sentences(
        "headline and lead have no turn, day or figure of their own",
        "제목과 첫머리에 새로 달라진 일이나 날짜, 수치가 없음",
    ),
    Code.SURGE_TOLD: Sentences("told of this surge already, at {at}", "이 급증은 {at}에 이미 알림"),
    Code.DIGESTS: Sentences("this watch tells in digests", "모아서 알리는 주제"),
    Code.LATE_WAITS: Sentences(
        "published before and announced only now: it stands in the next digest",
        "먼저 발행되었으나 이제야 올라옴: 다음 모음에 실림",
    ),
    Code.OPINION_WAITS: Sentences(
        "an opinion, by {by}: it stands in the next digest", "의견 글({by}): 다음 모음에 실림"
    ),
    Code.BRIEFING_WAITS: Sentences(
        "a round-up of news, by {by}: it stands in the next digest", "뉴스 모음({by}): 다음 모음에 실림"
    ),
    Code.POLL_WAITS: Sentences(
        "a poll, by {by}: it stands in the next digest", "여론조사({by}): 다음 모음에 실림"
    ),
    Code.INTERVIEW_WAITS: Sentences(
        "an interview, by {by}: it stands in the next digest", "인터뷰({by}): 다음 모음에 실림"
    ),
    Code.ANSWERS_WAITS: Sentences(
        "a spokesperson's answers, by {by}: they stand in the next digest",
        "대변인 문답({by}): 다음 모음에 실림",
    ),
    Code.LIVE_WAITS: Sentences(
        "a page that goes on being written, by {by}: it stands in the next digest",
        "실시간 중계({by}): 다음 모음에 실림",
    ),
    Code.NO_REPORT_WAITS: Sentences(
        "no report, by {by}: it stands in the next digest", "보도가 아닌 글({by}): 다음 모음에 실림"
    ),
    Code.ANALYSIS_WAITS: Sentences(
        "a feature, by {by}: it stands in the next digest", "해설·기획 기사({by}): 다음 모음에 실림"
    ),
    Code.MORE_WAITS: Sentences(
        "reads like more on what was told: {signs}; it stands in the next digest",
        "이미 알린 일을 더 다룬 글로 보임({signs}): 다음 모음에 실림",
    ),
    Code.NO_SURGE: Sentences(
        "no surge of {times} times the usual: {count} independent texts in 24 hours, usually {usual},"
        " by chance {chance}",
        "평소의 {times}배에 못 미침: 24시간 동안 독립 기사 {count}건, 평소 {usual}건,"
        " 우연이라면 {odds}번에 한 번",
    ),
    Code.NO_SURGE_KNOWN: Sentences(
        "no surge of {times} times the usual: {count} independent texts in 24 hours",
        "평소의 {times}배에 못 미침: 24시간 동안 독립 기사 {count}건",
    ),
    Code.NO_SURGE_UNDATED: Sentences(
        "no surge of {times} times the usual: the article has no date",
        "평소의 {times}배인지 알 수 없음: 기사에 날짜가 없음",
    ),
    Code.NOTHING_NEW: Sentences("nothing new in it", "새로운 내용 없음"),
    Code.CORRECTION_MUTED: Sentences("a correction, muted: {mute}", "정정이나 알림 끔: {mute}"),
    Code.STORY_NEW: Sentences("nothing earlier is on this event", "같은 사안의 앞선 기사가 없음"),
    Code.STORY_COPY: Sentences("{kind} copy of {of}", "{of}의 사본({kind})"),
    Code.STORY_SHARES: Sentences("shares passages with {of}", "{of} 기사와 같은 대목이 있음"),
    Code.STORY_EVENT: Sentences("on the same event, score {score}", "같은 사안(점수 {score})"),
    Code.STORY_LIKELY: Sentences(
        "likely on the same event, score {score}: it silences nothing",
        "같은 사안인 듯함(점수 {score}): 알림을 막지 않음",
    ),
    Code.STORY_LANGUAGE: Sentences(
        "the same event in another language, score {score}", "다른 언어로 보도된 같은 사안(점수 {score})"
    ),
    Code.STORY_SAME: Sentences("{of} is the same story, score {score}", "{of}도 같은 사안(점수 {score})"),
    Code.STORY_UNJUDGED: Sentences(
        "it could not be judged for a fault of this program, and stands alone",
        "프로그램 오류로 견주지 못해 따로 둠",
    ),
    Code.MATCHED_AGAIN: Sentences("the watchlist changed; matched anew", "관심 목록이 바뀌어 다시 견줌"),
    Code.NAME_SHARED: Sentences(
        "{name} is stated by other articles too, and leads to none of them any more",
        "{name}: 다른 기사도 같은 주소를 밝혀, 이제 어느 기사로도 이어지지 않음",
    ),
    Code.BASELINE: Sentences(
        "read anew by other rules of extraction: what differs may be our reading, and is not told",
        "본문을 뽑는 규칙이 바뀌어 다시 읽음: 달라진 것이 기사 때문인지 알 수 없어 알리지 않음",
    ),
    Code.NO_FACT_CHANGED: Sentences(
        "no fact that was told reads otherwise", "알린 사실 가운데 달라진 것이 없음"
    ),
    Code.DIFFERS: Sentences("{what}: {before} became {after}", "{what}: {before}에서 {after}(으)로 바뀜"),
    Code.FRONT_PAGE: Sentences("its address leads to the front page", "주소가 첫 화면으로 이어짐"),
    Code.PAGE_SAYS: Sentences("its page says: {says}", "페이지의 안내: {says}"),
    Code.OTHER_TEXT: Sentences("its address leads to another text: {url}", "주소가 다른 글로 이어짐: {url}"),
    Code.OTHER_PAGE: Sentences("its address leads to another page", "주소가 다른 페이지로 이어짐"),
    Code.BOT_CHECK: Sentences(
        "a bot check or a consent page instead of the article", "기사 대신 로봇 확인이나 동의 화면이 나옴"
    ),
    Code.PART_SHOWN: Sentences("its page shows only a part of the text", "페이지에 본문이 일부만 나와 있음"),
    Code.SILENT: Sentences(
        "nothing new for {hours} h; the longest before was {usual} h",
        "{hours}시간째 새 소식 없음, 지금까지는 길어야 {usual}시간",
    ),
    Code.GAP: Sentences(
        "all {window} entries are new after {hours} h: some were probably missed",
        "{hours}시간 만에 읽은 {window}건이 모두 새것임: 놓친 것이 있을 수 있음",
    ),
    Code.STUCK: Sentences(
        "its 304s hid entries that it had published before; it is asked without validators for a week",
        "바뀐 것이 없다는 응답(304)과 달리 새 항목이 있었음: 일주일 동안 조건 없이 읽음",
    ),
    Code.NOWHERE: Sentences(
        "{dropped} of the {of} items that it lists lead to no address that can be read (scripts, mail links)",
        "나열된 {of}건 가운데 {dropped}건은 읽을 수 있는 주소로 이어지지 않음(스크립트, 메일 링크 등)",
    ),
    Code.UNDATED: Sentences("none of its {count} entries has a date", "항목 {count}건 모두 날짜가 없음"),
    Code.PAYWALL: Sentences(
        "{teasers} of its last {of} articles are teasers before a paywall",
        "최근 기사 {of}건 중 {teasers}건이 유료 기사의 앞부분임",
    ),
    Code.SHORT: Sentences(
        "the median length of its last {of} texts is {now} characters; {usual} is usual",
        "최근 글 {of}건의 길이 중앙값이 {now}자임, 평소 {usual}자",
    ),
    Code.REMARK_OVER: Sentences("over; since {since}: {remark}", "끝남, {since}부터: {remark}"),
    Code.LEARN_FEW: Sentences(
        "{on} examples on the idea and {beside} beside it; at least {least} of each are needed",
        "뜻에 맞는 예 {on}개, 맞지 않는 예 {beside}개: 적어도 {least}개씩 있어야 함",
    ),
    Code.LEARN_FEW_DO: Sentences(
        "add must_match and must_not_match, or judge articles; until then its query alone tells",
        "must_match와 must_not_match를 더하거나 기사를 평가할 것, 그때까지는 검색식만으로 알림",
    ),
    Code.LEARN_ALIKE: Sentences(
        "its examples share no sign that tells them apart", "예들을 가를 만한 공통점이 없음"
    ),
    Code.LEARN_BOTH: Sentences(
        "{count} texts are given as both, which teaches nothing: {named}",
        "양쪽에 다 든 글 {count}건은 배울 것이 없음: {named}",
    ),
    Code.LEARN_BOTH_ONE: Sentences(
        "1 text is given as both, which teaches nothing: {named}",
        "양쪽에 다 든 글 1건은 배울 것이 없음: {named}",
    ),
    Code.HINTED: Sentences("{what} ({hint})", "{what} ({hint})"),
    Code.TOGETHER: Sentences("{one}; {two}", "{one}; {two}"),
}
"""Every code with its sentence in English and in Korean."""
