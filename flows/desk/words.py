"""The desk's own words, in English and Korean."""

from __future__ import annotations

from collections.abc import Callable

from storage.language.counts import count_of

LANGS = ("en", "ko")

WORDS: dict[str, tuple[str, str]] = {
    "today": ("Today", "오늘"),
    "search": ("Search", "검색"),
    "stories": ("Stories", "사안"),
    "articles": ("Articles", "기사"),
    "alerts": ("Alerts", "알림"),
    "entities": ("Names", "인물·기관"),
    "watches": ("Watches", "관심 주제"),
    "sources": ("Sources", "출처"),
    "deliveries": ("Deliveries", "발송"),
    "trust": ("How far to trust this", "얼마나 믿을 수 있나"),
    "skip": ("Skip to the content", "본문으로"),
    "seoul": ("Seoul", "서울"),
    "washington": ("Washington", "워싱턴"),
    "other_ui": ("한국어", "English"),
    "since_you_looked": (
        "Since {when}: news in {stories:story|stories}, {told:alert|alerts}, "
        "{held:match|matches} grouped or held.",
        "{when} 이후: 새 움직임이 있는 사안 {stories}건, 알림 {told}건, 묶거나 보류 {held}건.",
    ),
    "nothing_moved": (
        "Nothing moved since {when}. {sources:source is|sources are} read, the last {poll}.",
        "{when} 이후 움직인 사안이 없습니다. 출처 {sources}곳을 읽으며, 마지막은 {poll}입니다.",
    ),
    "none_read": (
        "Nothing moved since {when}. None of {sources:source|sources} has been read yet.",
        "{when} 이후 움직인 사안이 없습니다. 출처 {sources}곳을 아직 읽지 않았습니다.",
    ),
    "never": ("never", "아직 없음"),
    "mark_read": ("I have seen this", "여기까지 읽음"),
    "blind": ("Where we were blind", "보지 못한 곳"),
    "failing": ("cannot be read", "읽지 못함"),
    "challenge": ("bot check or consent page", "봇 확인·동의 화면"),
    "silent": ("silent", "새 소식 없음"),
    "gap": ("gap", "누락"),
    "first_in": ("first: {outlet}", "첫 보도: {outlet}"),
    "outlets": ("{n:outlet|outlets}", "매체 {n}곳"),
    "kind": ("kind", "종류"),
    "last_week": ("in 7 days", "최근 7일"),
    "usual_week": ("usual in 7 days", "평소 7일"),
    "told_week": ("alerts in 7 days", "7일간 알림"),
    "kind_person": ("person", "인물"),
    "kind_body": ("body", "기관"),
    "kind_place": ("place", "장소"),
    "kind_agreement": ("agreement", "합의"),
    "kind_event": ("event", "행사"),
    "kind_topic": ("topic", "주제"),
    "not_named": (
        "{n:name|names} not in the news for five weeks",
        "최근 5주 동안 나오지 않은 이름 {n}개",
    ),
    "chosen": ("chosen", "선택"),
    "day": ("day", "날"),
    "copies": ("{n:copy|copies}", "전재 {n}건"),
    "told": ("alerted", "알림"),
    "held": ("{n} not alerted", "알리지 않음 {n}건"),
    "why": ("why", "이유"),
    "not_polled": ("new", "새로 추가"),
    "all": ("all", "전체"),
    "new": ("new", "새 글"),
    "first": ("First", "첫 보도"),
    "follow-up": ("Follow-up", "후속"),
    "correction": ("Correction", "정정"),
    "verdict_first": ("alerted", "알림"),
    "verdict_follow-up": ("alerted as a follow-up", "후속으로 알림"),
    "verdict_correction": ("alerted as a correction", "정정으로 알림"),
    "verdict_raised": ("alerted, then made a flash", "알린 뒤 속보로 올림"),
    "verdict_folded": ("not alerted", "알리지 않음"),
    "verdict_held": ("waits for a digest", "모음을 기다림"),
    "timeline": ("What each added", "각 보도가 보탠 것"),
    "reports_of": (
        "Reports {first} to {last} of {all}, oldest first",
        "오래된 것부터 보도 {all}건 중 {first}~{last}",
    ),
    "newest_reports": ("the newest", "가장 새로운 보도"),
    "from_start": ("from the start", "처음부터"),
    "first_report": ("First report", "첫 보도"),
    "nothing_new": ("nothing new in it", "새로운 내용 없음"),
    "sentences_new": ("{n} of {of} sentences new", "{of}문장 중 {n}문장 새로움"),
    "copy_exact": ("copy of", "전재:"),
    "copy_near": ("copy, reworded a little, of", "조금 고친 전재:"),
    "copy_partial": ("shares passages with", "일부 같은 기사:"),
    "origins": ("{n:independent origin|independent origins}", "독립 출처 {n}곳"),
    "saga": ("Before and after", "앞뒤 사안"),
    "before": ("before", "앞"),
    "later": ("after", "뒤"),
    "nothing_told": ("Nothing was alerted on yet.", "아직 알린 것이 없습니다."),
    "mute_week": ("Mute for 7 days", "7일 동안 끄기"),
    "unmute": ("Unmute", "다시 알리기"),
    "muted_until": ("Muted until", "알림 꺼짐, 다시 켜지는 때:"),
    "original": ("original", "원문"),
    "published": ("published", "발행"),
    "seen": ("seen", "확인"),
    "undated": ("undated", "날짜 미상"),
    "paywall": ("behind a paywall: only its open part was read", "유료·로그인 기사: 공개된 부분만 읽음"),
    "unread": (
        "its text could not be read: what its feed or its page's summary says",
        "본문을 읽지 못함: 피드나 페이지 요약의 글",
    ),
    "short": ("only a part of it was read", "일부만 읽음"),
    "versions": ("Versions", "고친 기록"),
    "version_first": ("first", "처음"),
    "version_typo": ("typo", "오타 고침"),
    "version_expansion": ("expansion", "보완"),
    "version_rewrite": ("rewrite", "다시 씀"),
    "version_correction": ("correction", "정정"),
    "version_removal": ("removal", "삭제"),
    "version_return": ("return", "다시 게재"),
    "version_aside": ("aside", "파일에 있는 다른 글"),
    "differs_title": ("title", "제목"),
    "differs_number": ("number", "수치"),
    "differs_date": ("date", "날짜"),
    "differs_name": ("name", "이름"),
    "differs_negation": ("negation", "긍정·부정"),
    "differs_modal": ("modal", "단정·추정"),
    "differs_contrary": ("contrary", "반대말"),
    "differs_note": ("note", "정정문"),
    "differs_evidence": ("evidence", "주제에 걸린 문장"),
    "differs_removal": ("removal", "삭제"),
    "differs_return": ("return", "다시 게재"),
    "watches_why": ("Each watch, and why", "주제별 결과와 이유"),
    "met": ("met", "일치"),
    "others_unmet": (
        "Nothing comes near {n:other watch|other watches}.",
        "그 밖의 주제 {n}개: 가까운 것이 없음.",
    ),
    "names_in_it": ("Names in it", "나온 이름"),
    "story": ("Story", "사안"),
    "article": ("Article", "기사"),
    "text": ("Text", "본문"),
    "removed": (
        "Removed by its outlet; this is what it said.",
        "매체가 내린 글입니다. 내리기 전의 내용입니다.",
    ),
    "state": ("state", "상태"),
    "last_poll": ("last poll", "마지막 확인"),
    "next": ("next", "다음"),
    "name": ("name", "이름"),
    "id": ("id", "식별자"),
    "en": ("English", "영어"),
    "ko": ("Korean", "한국어"),
    "ok": ("ok", "정상"),
    "polls_by_day": ("Polls by day, last 28 days", "최근 28일 날짜별 확인"),
    "new_n": ("{n} new", "새 글 {n}"),
    "period_30d": ("30 days", "30일"),
    "period_1y": ("a year", "1년"),
    "read_n": ("{n} read", "읽음 {n}"),
    "failed_n": ("{n} failed", "실패 {n}"),
    "recipient": ("recipient", "받는 곳"),
    "tries": ("tries", "시도"),
    "error": ("last error", "마지막 오류"),
    "pending": ("pending", "대기"),
    "sent": ("sent", "보냄"),
    "retrying": ("retrying", "다시 시도"),
    "dead": ("given up", "포기"),
    "carries": ("what", "내용"),
    "and_more": ("and {n} more", "외 {n}건"),
    "a_digest": ("a digest", "모음"),
    "a_notice": ("a notice about this service", "서비스 알림"),
    "held_quiet": ("waits for quiet hours to end", "조용한 시간이 끝나기를 기다림"),
    "held_rate": ("waits: the channel takes no more at once", "기다림: 채널이 한 번에 받는 수를 넘음"),
    "held_restored": ("held since a restore, until you send it", "복원 뒤 보류: 직접 보낼 때까지"),
    "held_together": ("waits for others to go with", "함께 보낼 것을 기다림"),
    "redeliver_all": ("Send these {n} again", "이 {n}건 모두 다시 보내기"),
    "redeliver": ("Send again", "다시 보내기"),
    "query": ("Query", "검색식"),
    "name_ko": ("Name in Korean", "한국어 이름"),
    "policy": ("Policy", "알림 방식"),
    "to": ("Goes to", "보내는 곳"),
    "everywhere": ("all channels", "모든 채널"),
    "must_match": ("Must match", "맞아야 하는 예"),
    "must_not_match": ("Must not match", "맞지 않아야 하는 예"),
    "since": ("since", "부터"),
    "recent_alerts": ("Recent alerts", "최근 알림"),
    "mentions_by_day": ("Texts that name it, by day", "날짜별 언급 기사"),
    "beside": ("Named alongside", "함께 나온 이름"),
    "by_outlet": ("By outlet", "매체별"),
    "of_newest": (
        "Outlets and names are counted of the newest {n} texts.",
        "매체와 이름은 최근 {n}건에서 센 것.",
    ),
    "search_hint": (
        "Words or a query, such as @ncg NEAR/15 (talks OR 회의), or the address of an article",
        "낱말이나 검색식(예: @ncg NEAR/15 (talks OR 회의)) 또는 기사 주소",
    ),
    "query_help": ("How to write a query", "검색식 쓰는 법"),
    "earlier": ("an earlier article", "앞선 기사"),
    "found_none": ("No article matches.", "일치하는 기사가 없습니다."),
    "address_unknown": (
        "No source announced this address, and no article of it is here. Type it whole, or search for words "
        "of its title.",
        "이 주소를 알린 출처도, 저장된 기사도 없습니다. 주소를 끝까지 넣거나 제목의 낱말로 찾아보십시오.",
    ),
    "entry_waiting": (
        "{source} announced it; its page is still to be read.",
        "{source}에 올랐으나 아직 읽지 않음.",
    ),
    "entry_given-up": (
        "{source} announced it; its page could not be read.",
        "{source}에 올랐으나 읽지 못함.",
    ),
    "entry_kept": ("{source} announced it, and it was read.", "{source}에 올랐고 읽음."),
    "entry_shared": (
        "{source} announced it; several articles have this address.",
        "{source}에 올랐으며, 여러 기사가 이 주소를 함께 씀.",
    ),
    "go": ("Go", "찾기"),
    "new_source": ("Add a site", "사이트 추가"),
    "site_address": ("Address of a site or of its feed", "사이트 또는 피드 주소"),
    "look_at_site": ("See what it offers", "무엇이 있는지 보기"),
    "look_at_site_hint": (
        "This takes up to 45 s; nothing is saved yet.",
        "최대 45초 걸립니다. 아직 저장하지 않습니다.",
    ),
    "site_offers": ("What it offers, the best first", "찾은 것 (좋은 것부터)"),
    "site_offers_nothing": ("Nothing there announces articles.", "기사를 알리는 것이 없습니다."),
    "entries_n": ("{n:entry|entries}, {dated} dated", "항목 {n}건, 날짜 있음 {dated}건"),
    "newest": ("newest", "최신"),
    "holds_feed": ("feed", "피드"),
    "holds_sitemap": ("news sitemap", "뉴스 사이트맵"),
    "holds_page": ("page", "페이지"),
    "read_already": ("{name} reads this already", "{name}에서 이미 읽고 있음"),
    "add": ("Add", "추가"),
    "login_first": ("This asks for a login.", "로그인이 필요합니다."),
    "poll_now": ("Poll now", "지금 읽기"),
    "poll_now_hint": (
        "Both take effect with the next run, within minutes.",
        "몇 분 안에 다음 차례부터 적용됩니다.",
    ),
    "pause": ("Pause", "멈추기"),
    "resume": ("Read again", "다시 읽기"),
    "paused": ("paused", "멈춤"),
    "headlines_only": ("headline only", "제목만 읽음"),
    "headlines_only_note": (
        "Headline only: its links lead through pages that scripts draw, so the articles cannot be read.",
        "제목만 읽음: 링크가 스크립트로 그려지는 페이지를 거치므로 기사 본문은 읽지 못합니다.",
    ),
    "paused_note": ("Paused: it is not polled.", "멈춤: 읽지 않습니다."),
    "offered": ("Names on the rise", "새로 떠오르는 이름"),
    "offered_hint": (
        "Named beside what is tracked, in {read:text|texts} of the last 7 days, compared with {past} of the "
        "90 days before.",
        "지난 7일 동안 추적 이름 곁에 나온 것. 기사 {read}건을 앞선 90일의 {past}건과 견줌.",
    ),
    "offered_none": ("None is on the rise just now.", "지금은 없습니다."),
    "texts_now": ("{n:text|texts}, {before} before", "기사 {n}건, 이전 {before}건"),
    "aliases": ("All its names", "모든 이름"),
    "never_it": ("Look-alikes that are not it", "비슷하지만 아닌 것"),
    "one_a_line": ("one a line", "한 줄에 하나"),
    "accept": ("Track it", "추적하기"),
    "refuse": ("Never offer it", "다시 보이지 않기"),
    "feeds": ("Feeds", "피드"),
    "feeds_hint": (
        "Searches, stories and the list of watches have feeds too: .atom in place of the page.",
        "검색·사안·관심 주제 목록에도 피드가 있습니다. 주소 끝에 .atom을 붙이십시오.",
    ),
    "feed_tokens": ("Tokens of feeds", "피드 토큰"),
    "token_for": ("For whom or what", "누구를 위한 것인지"),
    "token_once": (
        "Shown this once; it opens feeds and nothing else:",
        "한 번만 보입니다. 피드만 열 수 있습니다:",
    ),
    "make_token": ("Make a token", "토큰 만들기"),
    "revoke": ("Revoke", "거두기"),
    "last_used": ("last used", "마지막 사용"),
    "opinion_on-topic": ("on topic", "주제에 맞음"),
    "opinion_off-topic": ("off topic", "주제 아님"),
    "opinion_known": ("known", "아는 내용"),
    "opinion_late": ("late", "늦음"),
    "judged": ("Judged by readers", "독자 판단"),
    "judged_hint": ("What this would teach", "이것으로 배울 것"),
    "learning": ("What learning would change", "배우면 달라질 것"),
    "judged_n": (
        "{n:judgement|judgements} to learn from; {beyond} more teach nothing new.",
        "배울 판단 {n}건, 새로 배울 것이 없는 판단 {beyond}건.",
    ),
    "judge_first": (
        "Judge alerts of this watch as on topic or off topic first: it learns from that.",
        "먼저 이 주제의 알림이 주제에 맞는지 판단해 주십시오. 그 판단에서 배웁니다.",
    ),
    "learned_now": ("now", "지금"),
    "learned_then": ("after learning", "배운 뒤"),
    "precision_recall": (
        "precision {p}, recall {r} (each example left out in turn)",
        "정밀도 {p}, 재현율 {r} (예를 하나씩 빼고 잼)",
    ),
    "shared_terms": ("What the off-topic texts matched", "주제 아닌 기사가 만족한 말"),
    "proposed": ("A query without them:", "이들을 뺀 질의:"),
    "nothing_proposed": (
        "No word sets the off-topic texts apart from the others.",
        "주제 아닌 기사만 걸러 낼 말이 없습니다.",
    ),
    "would_change": ("Over the last 30 days", "지난 30일"),
    "told_now_then": (
        "{now:alert|alerts} now, {then} after learning.",
        "지금 알림 {now}건, 배운 뒤 {then}건.",
    ),
    "learn_it": ("Learn from {n} judgements", "판단 {n}건에서 배우기"),
    "link_mute": ("Mute this story for 7 days", "이 사안 7일 동안 끄기"),
    "link_on-topic": ("This alert is on topic", "이 알림은 주제에 맞음"),
    "link_off-topic": ("This alert is off topic", "이 알림은 주제가 아님"),
    "link_known": ("This was known", "이미 아는 내용"),
    "link_late": ("This came late", "늦게 온 알림"),
    "link_unsubscribe": ("Unsubscribe", "수신 거부"),
    "link_resubscribe": ("Take this back", "되돌리기"),
    "ask_unsubscribe": (
        "Send nothing more of these to {address}?",
        "{address}(으)로 다음 소식을 보내지 않을까요?",
    ),
    "ask_resubscribe": ("Tell {address} of these again?", "{address}(으)로 다음 소식을 다시 보낼까요?"),
    "done_unsubscribe": (
        "Nothing more of these is sent to {address}. Corrections of what you were told still come, and so "
        "does one mail with the way back.",
        "이제 {address}(으)로 다음 소식을 보내지 않습니다. 이미 알려 드린 내용의 정정과, 되돌리는 길을 담은 "
        "메일 한 통은 보내 드립니다.",
    ),
    "done_resubscribe": ("{address} is told of these again.", "{address}(으)로 다음 소식을 다시 보냅니다."),
    "have_unsubscribed": ("Addresses that have unsubscribed: {n}", "수신을 거부한 주소: {n}곳"),
    "link_done": ("Done, thank you.", "반영했습니다. 고맙습니다."),
    "save_as_watch": ("Save as a watch", "관심 주제로 저장"),
    "watch_this": ("Make a watch of this", "이 사안을 관심 주제로"),
    "new_watch": ("New watch", "새 관심 주제"),
    "edit": ("Edit", "고치기"),
    "save": ("Save", "저장"),
    "cancel": ("Leave as it is", "그대로 두기"),
    "try_it": ("Try it", "시험해 보기"),
    "login_to_save": ("Log in to save", "저장하려면 로그인"),
    "examples": ("Examples", "예문"),
    "backtest": ("What it would have alerted on", "지난 뉴스로 시험"),
    "backtest_hint": (
        "Try it to see what it would have alerted on over the last 90 days.",
        "시험해 보면 지난 90일 동안 무엇을 알렸을지 보여 줍니다.",
    ),
    "would_tell": (
        "{n:alert|alerts} from {matched:matching article|matching articles}.",
        "일치 기사 {matched}건에서 알림 {n}건.",
    ),
    "did_tell": (
        "In fact there were {did}: {gained} would be new, {lost} would be lost.",
        "실제 알림 {did}건: 새로 {gained}건, 빠짐 {lost}건.",
    ),
    "kept_back": ("{folded} grouped, {held} left for a digest.", "묶음 {folded}건, 모음 {held}건."),
    "test_whole": ("All of the last 90 days; {read:text|texts} read", "지난 90일 전체, 읽은 기사 {read}건"),
    "test_left": (
        "{read:text|texts} read; time was over, and {left} of stories that last moved before this are left:",
        "읽은 기사 {read}건. 시간이 다 되어, 다음 시각 이후로 움직이지 않은 이야기의 기사 {left}건이 남음:",
    ),
    "test_none": (
        "Not tested: {left} texts may meet it, and time was over before any of them was judged. "
        "`hanmi watch test` reads them all.",
        "시험하지 못함: 일치할 수 있는 기사가 {left}건인데 판정하기 전에 시간이 다 되었습니다. "
        "`hanmi watch test` 명령은 모두 읽습니다.",
    ),
    "sign_new": ("new", "새로 알림"),
    "sign_lost": ("no longer alerted", "더는 알리지 않음"),
    "sign_same": ("alerted in fact too", "실제로도 알림"),
    "policy_story": ("once a story, again when it moves", "사안마다 한 번, 움직이면 다시"),
    "policy_every": ("each article", "기사마다"),
    "policy_digest": ("in digests only", "모음으로만"),
    "to_default": ("the default channels", "기본 채널"),
    "overtaken": (
        "{who} saved this watch while you wrote.",
        "쓰시는 동안 {who} 님이 이 주제를 저장했습니다.",
    ),
    "overtaken_do": (
        "Struck out is yours, marked is theirs. What you wrote stands below: saving again takes it.",
        "줄 그은 것이 내 글, 표시한 것이 상대 글입니다. 내 글은 아래에 있으며 다시 저장하면 바뀝니다.",
    ),
    "history": ("Changed at the desk", "데스크에서 고친 기록"),
    "verb_made": ("made", "만듦"),
    "verb_changed": ("changed", "고침"),
    "verb_reverted": ("taken back", "되돌림"),
    "verb_dropped": ("dropped", "데스크 내용 버림"),
    "says_nothing": (
        "The desk says nothing of it; bundle and file hold.",
        "데스크 내용 없음. 기본과 파일을 따름.",
    ),
    "take_back": ("Undo this change", "이 변경 되돌리기"),
    "drop": ("Undo all changes made at the desk", "데스크에서 고친 것 모두 되돌리기"),
    "back_to": ("Back to {n}", "{n}번으로"),
    "aside": (
        "What was changed at the desk is set aside:",
        "데스크에서 고친 것을 쓸 수 없어 치워 두었습니다:",
    ),
    "aside_part": (
        "Of what was changed at the desk something cannot be:",
        "데스크에서 고친 것 가운데 쓸 수 없는 것:",
    ),
    "moved_below": (
        "What lies below was changed since it was changed here: look at both.",
        "여기서 고친 뒤 원래 설정이 바뀌었습니다. 둘을 견주어 보십시오.",
    ),
    "more": ("More", "더 보기"),
    "login": ("Log in", "로그인"),
    "logout": ("Log out", "로그아웃"),
    "token": ("Token or key", "토큰 또는 키"),
    "your_name": ("Your name", "이름"),
    "login_hint": (
        "`hanmi serve` prints the address to log in with; the key lies in desk.key in the data directory.",
        "`hanmi serve`가 로그인 주소를 보여 줍니다. 키는 데이터 폴더의 desk.key에 있습니다.",
    ),
    "login_wrong": ("That is not the token.", "토큰이 다릅니다."),
    "login_slow": (
        "Too many tries from here; wait a minute.",
        "시도가 너무 많습니다. 잠시 뒤에 다시 하십시오.",
    ),
    "nothing_here": ("There is nothing at this address.", "이 주소에는 아무것도 없습니다."),
    "nothing_here_do": (
        "Ids change when stories merge, but former ones lead on. Search finds what you remember of it.",
        "사안이 합쳐져도 예전 주소는 이어집니다. 기억나는 말로 검색해 보십시오.",
    ),
    "busy": (
        "The database is busy; this page tries again by itself.",
        "데이터베이스가 바쁩니다. 곧 다시 시도합니다.",
    ),
    "unusable": ("The database cannot be used.", "데이터베이스를 쓸 수 없습니다."),
    "unusable_do": ("{why}", "`hanmi doctor`로 살펴보십시오. ({why})"),
    "busy_change": (
        "The database is busy; nothing was changed.",
        "데이터베이스가 바빠서 아무것도 바꾸지 않았습니다.",
    ),
    "again": ("Try again", "다시 시도"),
    "fault": ("A fault of this program, noted in its log.", "프로그램 오류이며 기록해 두었습니다."),
    "fault_do": (
        "Go back, or look at another page; the news goes on.",
        "뒤로 가거나 다른 화면을 보십시오. 수집은 계속됩니다.",
    ),
    "seconds": ("{n} s", "{n}초"),
    "minutes": ("{n} min", "{n}분"),
    "hours": ("{n} h", "{n}시간"),
    "days": ("{n} d", "{n}일"),
    "refused": ("This does not work.", "이대로는 되지 않습니다."),
    "refused_host": (
        "not allowed: this desk answers to this machine's own name; open it as 127.0.0.1 or localhost",
        "허용되지 않음: 이 데스크는 이 컴퓨터의 이름으로만 열립니다. 127.0.0.1이나 localhost로 여십시오",
    ),
    "refused_proxy": (
        "not allowed: this came through a proxy; set [desk] url and token, and readers log in",
        "허용되지 않음: 프록시를 거쳐 왔습니다. [desk]의 url과 token을 정하면 로그인해서 볼 수 있습니다",
    ),
    "refused_origin": (
        "not allowed: a change comes from a page of the desk; open the page itself and press there",
        "허용되지 않음: 고치는 일은 데스크의 면에서만 됩니다. 그 면을 열어 누르십시오",
    ),
    "refused_stranger": (
        "not allowed: log in at /login, or send [desk] token as a Bearer token",
        "허용되지 않음: /login에서 로그인하거나 [desk] token을 Bearer 토큰으로 보내십시오",
    ),
    "body_long": (
        "too long: at most {most} kB; say it shorter",
        "너무 깁니다. 최대 {most}kB이니 줄여서 보내십시오",
    ),
    "filter_not_taken": (
        "{name}: this list is not narrowed by it; it takes {taken}",
        "{name}: 이 목록은 이것으로 좁힐 수 없음. 쓸 수 있는 것: {taken}",
    ),
    "filter_unknown": ("{name}={given}: there are {known}", "{name}={given}: 있는 것은 {known}"),
    "filter_twice": ("{name}: it is given twice", "{name}: 두 번 주어짐"),
    "unknown_watch": ("watch={given}: there is no such watch", "watch={given}: 그런 관심 주제가 없습니다"),
    "unknown_entity": ("entity={given}: there is no such name", "entity={given}: 그런 이름이 없습니다"),
    "unknown_source": ("source={given}: there is no such source", "source={given}: 그런 출처가 없습니다"),
    "unknown_lang": (
        "lang={given}: no article is in this language",
        "lang={given}: 이 언어로 된 기사가 없습니다",
    ),
    "nearest_is": ("{what}; did you mean {nearest}?", "{what}. 혹시 {nearest}입니까?"),
    "all_listed": ("{what}; {page} lists them", "{what}. 목록은 {page}"),
    "since_unread": ("since: {why}", "since={given}: 7d, 2026-11-29, 2026-11-29T08:00처럼 쓰십시오"),
    "limit_unread": (
        "limit={given}: write a number from 1 to {most}",
        "limit={given}: 1에서 {most}까지의 수를 쓰십시오",
    ),
    "duration_unread": ("for={given}: write a duration like 7d", "for={given}: 7d처럼 기간을 쓰십시오"),
    "field_long": ("{field}: too long, at most {most} characters", "{field}: 너무 깁니다. 최대 {most}자"),
    "name_missing": ("{field}: give a name", "{field}: 이름을 쓰십시오"),
    "source_there": ("id={id}: there is such a source already", "id={id}: 이미 있는 출처입니다"),
    "token_there": ("name={name}: there is such a token already", "name={name}: 이미 있는 토큰입니다"),
    "nothing_to_learn": ("{watch}: there is nothing that it could learn", "{watch}: 배울 것이 없습니다"),
    "cursor_lost": (
        "{about}: this part of the list is not there any more; begin the list again.",
        "{about}: 목록의 이 부분은 이제 없습니다. 목록을 처음부터 여십시오.",
    ),
    "busy_do": ("{why}", "다른 프로그램이 쓰고 있습니다. 오래가면 `hanmi doctor`로 살펴보십시오. ({why})"),
    "keys": ("Keys", "단축키"),
    "keys_list": (
        "j k next and previous · o open · v original · x unfold · m mute · y n on topic, off topic · "
        "/ search · r I have seen this · g t e w s d go to · ? help",
        "j k 다음·이전 · o 열기 · v 원문 · x 펼치기 · m 알림 끄기 · y n 주제에 맞음·아님 · / 검색 · "
        "r 여기까지 읽음 · g t e w s d 이동 · ? 도움말",
    ),
    "table": ("As a table", "표로"),
    "none": ("none", "없음"),
    "leaves": ("What leaves this machine", "이 기계에서 나가는 것"),
    "leaves_requests": (
        "Requests to {n} sources and for the pages that they announce.",
        "출처 {n}곳과, 그곳에서 알리는 글의 페이지에 보내는 요청.",
    ),
    "leaves_ping": (
        "A call to {host} after each good run.",
        "한 차례가 잘 끝날 때마다 {host}에 보내는 신호.",
    ),
    "leaves_else": (
        "Nothing else: no text is sent to a service to be read, translated or judged.",
        "그 밖에는 없습니다. 글을 읽거나 옮기거나 판단하려고 다른 서비스에 보내지 않습니다.",
    ),
    "by_mail": ("alerts and digests by mail", "알림·모음을 메일로"),
    "by_webhook": ("alerts and digests to a webhook", "알림·모음을 웹훅으로"),
    "by_chat": ("alerts and digests to a chat", "알림·모음을 대화방으로"),
    "by_other": ("alerts and digests", "알림·모음"),
    "trust_measured": ("How often it is right", "얼마나 자주 맞나"),
    "trust_measured_hint": (
        "On texts that it had never seen, by people who had not read its rules; each measured once, before "
        "anything was mended for them.",
        "처음 보는 글로 잰 것입니다. 규칙을 읽지 않은 사람들이 썼고, 고치기 전에 한 번만 쟀습니다.",
    ),
    "judged_what": ("what", "무엇을"),
    "judged_right": ("right, of what it says", "말한 것 중 맞은 것"),
    "judged_found": ("found, of what there is", "있는 것 중 찾은 것"),
    "judged_on": ("tried on", "재어 본 글"),
    "trust_floods": (
        "Of {floods} floods of 500 reports on one story it told {told} of the {wanted} that were wanted, and "
        "{needless} beside them.",
        "한 사안에 보도 500건이 쏟아진 경우 {floods}번에서, 알려야 할 {wanted}건 가운데 {told}건을 알렸고 "
        "필요 없는 알림은 {needless}건이었습니다.",
    ),
    "trust_parts": ("Sources of which only a part is read", "일부만 읽는 출처"),
    "trust_parts_none": ("Every source gives its articles whole.", "모든 출처의 글을 온전히 읽습니다."),
    "trust_blind": ("Blind now or in the last day", "지금 또는 지난 하루 보지 못한 곳"),
    "trust_lost": ("Not seen in the last 28 days", "최근 28일 동안 보지 못한 시간"),
    "trust_lost_all": (
        "{hours} hours in all, of {n} of {all} sources.",
        "출처 {all}곳 중 {n}곳, 모두 {hours}시간.",
    ),
    "unread_sources": (
        "Never read: {n} of {of:source|sources}.",
        "출처 {of}곳 중 {n}곳은 한 번도 읽지 못함.",
    ),
    "all_seen": ("Every source was seen.", "모든 출처를 보았습니다."),
}

Say = Callable[..., str]


class _Count(int):
    """A number that takes a word with it: `{n:story|stories}` becomes "1 story" or "2 stories"."""

    def __format__(self, words: str) -> str:
        one, has_words, many = words.partition("|")
        return count_of(int(self), one, many) if has_words else int.__format__(self, words)


def speak(lang: str) -> Say:
    """What says a word of the table in this language, its values put in, with nouns after their numbers."""
    place = LANGS.index(lang)

    def say(word: str, **values: object) -> str:
        said = WORDS[word][place]
        return said.format(**{name: _count(value) for name, value in values.items()}) if values else said

    return say


def _count(value: object) -> object:
    return _Count(value) if isinstance(value, int) else value


def choose_lang(asked: str | None, kept: str | None, accepts: str) -> str:
    """The language to speak: as asked, else as kept in a cookie, else what the browser prefers."""
    for wanted in (asked, kept):
        if wanted in LANGS:
            return str(wanted)
    ranked = [(part.partition(";")[0].strip()[:2].lower(), _weight(part)) for part in accepts.split(",")[:20]]
    ours = [(weight, -place, lang) for place, (lang, weight) in enumerate(ranked) if lang in LANGS]
    return max(ours)[2] if ours else "en"


def _weight(part: str) -> float:
    _, _, q = part.partition("q=")
    try:
        return float(q) if q else 1.0
    except ValueError:
        return 0.0
