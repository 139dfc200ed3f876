"""Why an address could not be read, or what came is not what was due, in English and in Korean."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from storage.records.reason_texts import Sentences


class FetchCode(StrEnum):
    """Every reason why a source or a page was not read."""

    # not asked
    OTHER_SCHEME = "other-scheme"
    WITH_LOGIN = "with-login"
    OTHER_PORT = "other-port"
    ADDRESS_LONG = "address-long"
    NO_ADDRESS = "no-address"
    NO_WEB_ADDRESS = "no-web-address"
    NOT_ASKABLE = "not-askable"
    NOT_PUBLIC = "not-public"
    LEADS_PRIVATE = "leads-private"
    ROBOTS_CLOSED = "robots-closed"
    ROBOTS_FORBID = "robots-forbid"
    # no answer
    NO_CONNECTION = "no-connection"
    NO_TLS = "no-tls"
    NAME_UNKNOWN = "name-unknown"
    NAME_LEADS_NOWHERE = "name-leads-nowhere"
    CONNECTING_SLOW = "connecting-slow"
    PROXY_REFUSES = "proxy-refuses"
    PROTOCOL_BROKEN = "protocol-broken"
    CONNECTION_BROKE = "connection-broke"
    ANSWER_SLOW = "answer-slow"
    REDIRECTS = "redirects"
    REDIRECTS_NOWHERE = "redirects-nowhere"
    # too much
    TOO_MANY_BYTES = "too-many-bytes"
    ANNOUNCED_BYTES = "announced-bytes"
    UNPACKED_BYTES = "unpacked-bytes"
    UNPACKING_SLOW = "unpacking-slow"
    SMALL_PIECES = "small-pieces"
    ENCODINGS = "encodings"
    MEMBERS = "members"
    BODY_DAMAGED = "body-damaged"
    GZIP_DAMAGED = "gzip-damaged"
    # something else than was due
    ANSWER_EMPTY = "answer-empty"
    CHALLENGE_CAME = "challenge-came"
    HTML_CAME = "html-came"
    BINARY_CAME = "binary-came"
    TEXT_CAME = "text-came"
    SITEMAP_CAME = "sitemap-came"
    XML_CAME = "xml-came"
    DUE_FEED = "due-feed"
    DUE_SITEMAP = "due-sitemap"
    DUE_LISTING = "due-listing"
    NO_JSON = "no-json"
    OTHER_JSON = "other-json"
    FEED_BROKEN = "feed-broken"
    MANY_ENTITIES = "many-entities"
    MANY_NAMESPACES = "many-namespaces"
    MANY_ATTRIBUTES = "many-attributes"
    ELEMENTS_DEEP = "elements-deep"
    SELECTOR_WRONG = "selector-wrong"
    SELECTOR_EMPTY = "selector-empty"
    PATTERN_WRONG = "pattern-wrong"
    PATTERN_EMPTY = "pattern-empty"
    SCRIPTS_ONLY = "scripts-only"
    NO_LIST = "no-list"
    SITEMAPS_SLOW = "sitemaps-slow"
    # a page without an article
    NO_PAGE = "no-page"
    PAGE_EMPTY = "page-empty"
    NOT_PARSED = "not-parsed"
    NO_HTML = "no-html"
    STANDS_IN = "stands-in"
    A_CHALLENGE = "a-challenge"
    A_SCRIPT_PAGE = "a-script-page"
    A_REFUSAL = "a-refusal"
    A_PAGE_GONE = "a-page-gone"
    A_CONSENT = "a-consent"
    NO_TEXT = "no-text"
    LINK_SHARED = "link-shared"
    LEADS_TO = "leads-to"
    # our own side
    READING_SLOW = "reading-slow"
    READER_ENDED = "reader-ended"
    READER_KILLED = "reader-killed"
    READER_STATUS = "reader-status"
    READER_CLOSED = "reader-closed"
    READER_LARGE = "reader-large"
    READER_FAILED = "reader-failed"
    OUR_FAULT = "our-fault"
    # what to do about it
    ALLOW_ROBOTS = "allow-robots"
    ALLOW_PRIVATE = "allow-private"
    HARMLESS = "harmless"
    NAMES_FEEDS = "names-feeds"
    KIND_SITEMAP = "kind-sitemap"
    NEEDS_SCRIPT = "needs-script"
    LOG_HAS_IT = "log-has-it"
    UNASKED_304 = "unasked-304"
    # a reason with what a server or a library says of it
    SAYING = "saying"


FETCH_SENTENCES: Mapping[FetchCode, Sentences] = {
    FetchCode.OTHER_SCHEME: Sentences(
        "only http and https are read, not {scheme}", "http와 https 주소만 읽음({scheme} 주소임)"
    ),
    FetchCode.WITH_LOGIN: Sentences(
        "addresses with a user name or password are not read",
        "사용자 이름이나 비밀번호가 있는 주소는 읽지 않음",
    ),
    FetchCode.OTHER_PORT: Sentences("port {port} is not the web's", "웹에서 쓰지 않는 포트임({port})"),
    FetchCode.ADDRESS_LONG: Sentences(
        "the address has more than {most} characters", "주소가 {most}자를 넘음"
    ),
    FetchCode.NO_WEB_ADDRESS: Sentences(
        "{text} is no web address; it begins with https:// or http:// and has no login",
        "{text}: 웹 주소가 아님(https://나 http://로 시작하고 로그인 정보가 없어야 함)",
    ),
    FetchCode.NO_ADDRESS: Sentences("it is no web address", "웹 주소가 아님"),
    FetchCode.NOT_ASKABLE: Sentences(
        "the address cannot be asked for: {error}", "요청할 수 없는 주소임: {error}"
    ),
    FetchCode.NOT_PUBLIC: Sentences("it is not public", "공개된 주소가 아님"),
    FetchCode.LEADS_PRIVATE: Sentences(
        "it leads to {address}, which is not public", "공개되지 않은 주소로 이어짐({address})"
    ),
    FetchCode.ROBOTS_CLOSED: Sentences(
        "the site's robots.txt answers with a fault, which means: keep out",
        "사이트의 robots.txt가 오류로 답함(읽지 말라는 뜻)",
    ),
    FetchCode.ROBOTS_FORBID: Sentences(
        "the site's robots.txt forbids it", "사이트의 robots.txt가 읽지 못하게 함"
    ),
    FetchCode.NO_CONNECTION: Sentences("no connection", "연결되지 않음"),
    FetchCode.NO_TLS: Sentences("what answers there speaks no TLS", "그곳에서 답하는 것은 TLS를 쓰지 않음"),
    FetchCode.NAME_UNKNOWN: Sentences("the name {host} is not known", "{host}: 찾을 수 없는 이름"),
    FetchCode.NAME_LEADS_NOWHERE: Sentences("the name {host} has no address", "{host}: 주소가 없는 이름"),
    FetchCode.CONNECTING_SLOW: Sentences(
        "no connection within {seconds} s", "{seconds}초 안에 연결되지 않음"
    ),
    FetchCode.PROXY_REFUSES: Sentences("the proxy refuses", "프록시가 거부함"),
    FetchCode.PROTOCOL_BROKEN: Sentences("the server breaks the protocol", "서버가 통신 규약을 어김"),
    FetchCode.CONNECTION_BROKE: Sentences("the connection broke", "연결이 끊김"),
    FetchCode.ANSWER_SLOW: Sentences(
        "no whole answer within {seconds} s", "{seconds}초 안에 응답을 다 받지 못함"
    ),
    FetchCode.REDIRECTS: Sentences("it redirects more than {most} times", "{most}번 넘게 다른 주소로 넘김"),
    FetchCode.REDIRECTS_NOWHERE: Sentences(
        "it redirects to no address: {location}", "주소가 아닌 곳으로 넘김: {location}"
    ),
    FetchCode.TOO_MANY_BYTES: Sentences("more than {limit} bytes came", "응답이 {limit}바이트를 넘음"),
    FetchCode.ANNOUNCED_BYTES: Sentences(
        "the server announces {bytes} bytes; the limit is {limit}",
        "서버가 밝힌 크기가 {bytes}바이트임(한도 {limit}바이트)",
    ),
    FetchCode.UNPACKED_BYTES: Sentences(
        "the body has more than {limit} bytes when decompressed", "압축을 풀면 {limit}바이트를 넘음"
    ),
    FetchCode.UNPACKING_SLOW: Sentences(
        "decompressing the body takes more than {seconds} s", "압축을 푸는 데 {seconds}초가 넘게 걸림"
    ),
    FetchCode.SMALL_PIECES: Sentences(
        "the body comes in pieces of less than {least} bytes", "응답이 {least}바이트도 안 되는 조각으로 옴"
    ),
    FetchCode.ENCODINGS: Sentences(
        "the body is wrapped in {count} encodings", "응답이 {count}겹으로 압축되어 있음"
    ),
    FetchCode.MEMBERS: Sentences(
        "the compressed body has more than {most} members", "압축된 응답이 {most}개가 넘는 부분으로 되어 있음"
    ),
    FetchCode.BODY_DAMAGED: Sentences(
        "the compressed body is damaged: {error}", "압축된 응답이 손상됨: {error}"
    ),
    FetchCode.GZIP_DAMAGED: Sentences("a damaged gzip file came: {why}", "손상된 gzip 파일이 옴: {why}"),
    FetchCode.ANSWER_EMPTY: Sentences("the answer is empty", "응답이 비어 있음"),
    FetchCode.CHALLENGE_CAME: Sentences(
        "a bot check or consent page came instead of {due}", "{due} 대신 로봇 확인이나 동의 화면이 옴"
    ),
    FetchCode.HTML_CAME: Sentences("an HTML page came instead of {due}", "{due} 대신 HTML 페이지가 옴"),
    FetchCode.BINARY_CAME: Sentences("binary data came instead of {due}", "{due} 대신 이진 데이터가 옴"),
    FetchCode.TEXT_CAME: Sentences("text came instead of {due}", "{due} 대신 글이 옴"),
    FetchCode.SITEMAP_CAME: Sentences("a sitemap came instead of {due}", "{due} 대신 사이트맵이 옴"),
    FetchCode.XML_CAME: Sentences("XML that is not {due} came: <{name}>", "{due} 아닌 XML이 옴: <{name}>"),
    FetchCode.DUE_FEED: Sentences("a feed", "피드"),
    FetchCode.DUE_SITEMAP: Sentences("a sitemap", "사이트맵"),
    FetchCode.DUE_LISTING: Sentences("a listing page", "기사 목록"),
    FetchCode.NO_JSON: Sentences("it begins like JSON and is none", "JSON처럼 시작하나 JSON이 아님"),
    FetchCode.OTHER_JSON: Sentences("JSON came that is no feed", "피드가 아닌 JSON이 옴"),
    FetchCode.FEED_BROKEN: Sentences(
        "the feed is broken beyond reading: {error}", "피드가 깨져 읽을 수 없음: {error}"
    ),
    FetchCode.MANY_ENTITIES: Sentences(
        "it declares more than {most} entities", "선언한 엔티티가 {most}개를 넘음"
    ),
    FetchCode.MANY_NAMESPACES: Sentences(
        "it declares more than {most} namespaces", "선언한 이름공간이 {most}개를 넘음"
    ),
    FetchCode.MANY_ATTRIBUTES: Sentences(
        "a tag has more than {most} attributes", "속성이 {most}개가 넘는 태그가 있음"
    ),
    FetchCode.ELEMENTS_DEEP: Sentences(
        "its elements lie more than {most} deep in one another", "요소가 {most}겹 넘게 포개져 있음"
    ),
    FetchCode.SELECTOR_WRONG: Sentences(
        "the selector {selector} cannot be read: {error}", "선택자 {selector}: 읽을 수 없음({error})"
    ),
    FetchCode.SELECTOR_EMPTY: Sentences(
        "the selector {selector} finds no link", "선택자 {selector}: 찾은 링크가 없음"
    ),
    FetchCode.PATTERN_WRONG: Sentences(
        "the pattern {pattern} cannot be read: {error}", "정규식 {pattern}: 읽을 수 없음({error})"
    ),
    FetchCode.PATTERN_EMPTY: Sentences(
        "no link meets the pattern {pattern}", "정규식 {pattern}: 맞는 링크가 없음"
    ),
    FetchCode.SCRIPTS_ONLY: Sentences(
        "{count} headlines there lead to scripts and no address (javascript:), and no list besides",
        "제목 {count}개가 주소 없이 스크립트(javascript:)로 이어지고, 그 밖의 목록은 없음",
    ),
    FetchCode.NO_LIST: Sentences(
        "no list of articles is to be seen; name a selector or a pattern",
        "기사 목록이 보이지 않음: selector나 pattern을 적을 것",
    ),
    FetchCode.SITEMAPS_SLOW: Sentences(
        "the sitemaps before it took {seconds} s", "앞선 사이트맵들을 읽는 데 {seconds}초가 걸림"
    ),
    FetchCode.NO_PAGE: Sentences("it is {type}, not a page", "페이지가 아님({type})"),
    FetchCode.PAGE_EMPTY: Sentences("the page is empty", "페이지가 비어 있음"),
    FetchCode.NOT_PARSED: Sentences("it cannot be parsed as HTML", "HTML로 읽을 수 없음"),
    FetchCode.NO_HTML: Sentences("it is no HTML", "HTML이 아님"),
    FetchCode.STANDS_IN: Sentences("{what} instead of an article", "기사 대신 {what}"),
    FetchCode.A_CHALLENGE: Sentences("a challenge for robots", "로봇 확인 화면"),
    FetchCode.A_SCRIPT_PAGE: Sentences("a page that needs JavaScript", "JavaScript가 있어야 보이는 페이지"),
    FetchCode.A_REFUSAL: Sentences("a refusal", "접근 거부"),
    FetchCode.A_PAGE_GONE: Sentences("a page that is gone", "없어진 페이지"),
    FetchCode.A_CONSENT: Sentences("a request for consent", "동의 요청"),
    FetchCode.NO_TEXT: Sentences("no text", "글이 없음"),
    FetchCode.LINK_SHARED: Sentences("other entries have the same link", "다른 항목들과 링크가 같음"),
    FetchCode.LEADS_TO: Sentences(
        "its address leads to another page, {url}", "주소가 다른 페이지로 이어짐: {url}"
    ),
    FetchCode.READING_SLOW: Sentences(
        "reading took longer than {seconds} s", "읽는 데 {seconds}초가 넘게 걸림"
    ),
    FetchCode.READER_ENDED: Sentences("its reader ended: {why}", "읽던 프로그램이 끝남: {why}"),
    FetchCode.READER_KILLED: Sentences("killed by signal {signal}", "신호 {signal}번으로 종료됨"),
    FetchCode.READER_STATUS: Sentences("status {status}", "상태 {status}"),
    FetchCode.READER_CLOSED: Sentences("the pool was closed", "읽기를 마침"),
    FetchCode.READER_LARGE: Sentences("reading it takes too much memory", "읽는 데 메모리가 너무 많이 듦"),
    FetchCode.READER_FAILED: Sentences("its reader failed: {error}", "읽던 프로그램의 오류: {error}"),
    FetchCode.OUR_FAULT: Sentences("a fault of this program: {error}", "이 프로그램의 오류: {error}"),
    FetchCode.ALLOW_ROBOTS: Sentences(
        "respect_robots = false in [fetch] reads it all the same",
        "[fetch]의 respect_robots = false로 하면 그래도 읽음",
    ),
    FetchCode.ALLOW_PRIVATE: Sentences(
        "allow_private in [fetch] names private addresses that may be read",
        "[fetch]의 allow_private에 적은 내부 주소는 읽음",
    ),
    FetchCode.HARMLESS: Sentences(
        "hostile or broken; nothing else was harmed", "악의적이거나 깨진 내용이며, 다른 곳에는 피해가 없음"
    ),
    FetchCode.NAMES_FEEDS: Sentences(
        "the page names feeds: `hanmi source add` finds them",
        "페이지에 피드가 적혀 있음: `hanmi source add` 명령으로 찾음",
    ),
    FetchCode.KIND_SITEMAP: Sentences('kind = "sitemap" reads it', 'kind = "sitemap"으로 하면 읽음'),
    FetchCode.NEEDS_SCRIPT: Sentences(
        "the page may build its text with JavaScript", "JavaScript로 글을 만드는 페이지일 수 있음"
    ),
    FetchCode.LOG_HAS_IT: Sentences(
        "this is a bug; the log has its trace", "프로그램 오류이며, 기록에 자세한 내용이 있음"
    ),
    FetchCode.UNASKED_304: Sentences("a 304 that was not asked for", "묻지 않은 304 응답(바뀐 것 없음)"),
    FetchCode.SAYING: Sentences("{what}: {said}", "{what}: {said}"),
}
"""Every code with its sentence in English and in Korean; `said` and `error` are words of others."""
