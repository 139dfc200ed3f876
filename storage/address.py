"""Addresses as keys: one article, one key, however its address was passed on."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from storage.web_address import WebAddress, read_web_address

if TYPE_CHECKING:
    from tld.base import BaseTLDSourceParser

# Parameters that say how a reader came, never what is read. A deny-list: an allow-list
# loses `idxno`, `no` and `aid`, which alone name the article on many Korean sites, and
# merges different articles.
TRACKING = frozenset(
    """
    _ga _gl _hsenc _hsmi _openstat at_campaign at_medium campaign_id campaignid ceid cloc cmp cmpid
    cvid dclid dicbo dm_i ef_id epik esid fb_action_ids fb_action_types fb_ref fb_source fbclid
    gaa_at gaa_n gaa_sig gaa_ts gad_source gbraid gclid gclsrc guccounter guce_referrer
    guce_referrer_sig hsctatracking icid igsh igshid ito kakao_agent li_fat_id mbid mc_cid mc_eid mibextid
    mkt_tok msclkid ncid ns_campaign ns_mchannel ns_source outurl partner_id pk_campaign pk_kwd
    pk_source rb_clickid rdt_cid ref_src ref_url referer referrer rss s_cid s_kwcid sc_cid scid smid smtyp
    soc_src soc_trk spm spref sr_share srsltid taid traffic_source trk trkcampaign ttclid
    twclid vero_conv vero_id wbraid wickedid wt_mc wt_zmc xtor yclid zanpid phpsessid jsessionid
    """.split()  # noqa: SIM905 - a table to read
)
TRACKING_STEMS = (
    "utm_",
    "mtm_",
    "matomo_",
    "piwik_",
    "hsa_",
    "oly_",
    "__twitter_",
    "__s",
    "stm_",
    "itm_",
    "pf_rd_",
)
# These name something on some sites; as markers of a way in they have only these values.
SOCIAL = re.compile(
    r"(?:rss|feed).*|twitter|facebook|fb|kakao|newsletter|email|share|sns|naver|daum|google", re.IGNORECASE
)
WAY_IN = {
    "ref": SOCIAL,
    "source": SOCIAL,
    "from": SOCIAL,
    "via": SOCIAL,
    "amp": re.compile(r"1|true|yes|amp|"),
    "outputtype": re.compile(r"amp", re.IGNORECASE),
}

PREFIX = re.compile(r"^(?:(?:www\d?|m|mobile|amp)\.)+(?=[^.]+\.[^.])")
AMP_TAIL = re.compile(r"(?<![/.]amp)(?:[/.]amp)++(?=/?$|\.html?$)", re.IGNORECASE)
INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
SLASHES = re.compile(r"/{2,}")
SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
ESCAPED_AND = re.compile(r"&(?:amp;)+")
"""As often as feeds escape it."""

ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
OPAQUE = re.compile(r"(?:mailto|javascript|data|tel|urn|tag|about|blob|file|cid|sms):", re.IGNORECASE)

# One publisher under several names.
SAME_HOST = {
    "m-en.yna.co.kr": "en.yna.co.kr",
    "news.joins.com": "joongang.co.kr",
    "n.news.naver.com": "news.naver.com",
    "news.v.daum.net": "v.daum.net",
}

LONGEST_NAMED = 1_000
"""Characters of an address that may be one of these; theirs have a fifth of it."""

# Outlets that give one article several paths: what names it, as a pattern over host, path
# and query, and the key it is filed under. The first that matches counts.
ARTICLE_IDS = tuple(
    (re.compile(pattern, re.IGNORECASE), key)
    for pattern, key in (
        # Copies of a page that a search engine serves.
        (r"google\.[a-z.]+/amp/(?:s/)?([^/]+\.[^/]+/.*)", r"\1"),
        (r"[^/]+\.cdn\.ampproject\.org/[civ]/(?:s/)?([^/]+\.[^/]+/.*)", r"\1"),
        # NDSoft's system, on hundreds of Korean sites; the mobile and AMP views are other paths.
        (
            r"([^/]+)(?:/.*)?/article(?:View(?:Amp)?|Print)\.html\?(?:.*&)?idxno=(\d++).*",
            r"\1/news/articleView.html?idxno=\2",
        ),
        # Boards of ministries carry the list's page and search along.
        (r"([^/]+\.go\.kr/.*view\.do)\?(?:.*&)?seq=(\d++).*", r"\1?seq=\2"),
        (r"(khan\.co\.kr)/.*article/(\d{12,}+).*", r"\1/article/\2"),
        (r"(khan\.co\.kr)/.*art_?id=(\d{12,}+).*", r"\1/article/\2"),
        (r"((?:[a-z]+\.)?donga\.com)/.*article/all/\d{8}/(\d++).*", r"\1/article/\2"),
        (r"((?:[a-z]+\.)?hani\.co\.kr)/arti/.*?(?<!\d)(\d++)\.html.*", r"\1/arti/\2.html"),
        (
            r"((?:[a-z]+\.)?kmib\.co\.kr)/article/view\.asp\?.*?arcid=(\d++).*",
            r"\1/article/view.asp?arcid=\2",
        ),
        (r"(ablenews\.co\.kr)/.*newscontent\.aspx\?.*?newscode=([0-9A-Za-z]++).*", r"\1/news/\2"),
        (r"(chosun\.com)/.*/(\d{4}/\d\d/\d\d/[0-9A-Z]{20,})(?:/.*)?", r"\1/\2"),
        (r"(joongang\.co\.kr)/article/(?:olink/)?(\d++).*", r"\1/article/\2"),
        (r"((?:[a-z]+\.)?yna\.co\.kr)/(?:amp/)?view/([A-Z]{3}\d{14,}+).*", r"\1/view/\2"),
        (r"(newsis\.com)/view/?(?:\?id=)?(NISX\d{8}_\d++).*", r"\1/view/\2"),
        (r"(koreatimes\.co\.kr)/(?:www|amp|mobile)/.*?\d_(\d{4,})\.html.*", r"\1/www/\2"),
        (r"(koreaherald\.com)/.*\?(?:.*&)?ud=(\d{14}).*", r"\1/view.php?ud=\2"),
        (r"(koreaherald\.com)/(?:.*/)?article/(\d{7,}+).*", r"\1/article/\2"),
        (r"(voa[a-z]+\.com|rfa\.org|rferl\.org)/(?:a|amp)/(?:.*/)?(\d{6,})\.html.*", r"\1/a/\2.html"),
        (r"(koreajoongangdaily\.joins\.com)/.*?/(\d{7})(?:\.html)?(?:\?.*)?", r"\1/\2"),
        (r"(segye\.com)/newsView/(\d++).*", r"\1/newsView/\2"),
        (r"(pressian\.com)/pages/articles/(\d++).*", r"\1/pages/articles/\2"),
        (r"(nocutnews\.co\.kr)/news/(?:amp/)?(\d++).*", r"\1/news/\2"),
        (r"(news\.naver\.com)/(?:m?news/)?article/(\d{3})/(\d{10}).*", r"\1/article/\2/\3"),
        (r"(news\.naver\.com)/.*\?(?:.*&)?aid=(\d{10})(?:&.*)?&oid=(\d{3}).*", r"\1/article/\3/\2"),
    )
)

_HAS_ARTICLE_ID = re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in ARTICLE_IDS), re.IGNORECASE)
"""Whether any of these matches, asked at once: of most addresses none does."""

# Hosts that lend each customer a name of its own and are not on the public suffix list.
LENDERS = frozenset(
    """
    tistory.com substack.com medium.com wordpress.com egloos.com ghost.io beehiiv.com weebly.com
    typepad.com livejournal.com
    """.split()  # noqa: SIM905
)


ITEM = "item:"
AGAIN = "#again:"


def split_address(url: str | None) -> SplitResult:
    """The parts of an address, all empty where it is none: strangers write `http://[` too."""
    try:
        return urlsplit(url or "")
    except ValueError:
        return urlsplit("")


def address_key(url: str) -> str:
    """The key of whatever stands at an address: equal for all addresses of one article.

    Without scheme, `www.` and mobile or AMP variants; escapes in upper case, parameters sorted and
    those that only track removed. What is no web address is its own key, stripped. Idempotent:
    a key is its own key.
    """
    key = url.strip()
    for _ in range(20):
        again = _shorten(key)
        if again == key:
            break
        key = again
    return key


def item_key(link: str, guid: str | None, title: str) -> str:
    """The key of an entry whose link others have too: what it has of its own beside the link.

    `link` is the key of that link.
    """
    said = (link, guid or "", " ".join(title.split()))
    digest = hashlib.sha256("\x1f".join(said).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{ITEM}{digest[:32]}"


def is_item_key(key: str) -> bool:
    """Whether a key is that of an entry whose link others have too: its page is not its own."""
    return key.startswith(ITEM)


def again_key(link: str, at: datetime) -> str:
    """The key of what stands under an address that was another article's before, since that time.

    `link` is the key of that address. Those of one link sort by their times.
    """
    return f"{link}{AGAIN}{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def is_again_key(key: str) -> bool:
    """Whether a key is that of an article whose address was another's before: its page is its own now."""
    return AGAIN in key


def link_key(key: str, url: str) -> str:
    """The key of the link of an entry: its own, unless others lead or have led to `url` too."""
    return address_key(url) if is_item_key(key) or is_again_key(key) else key


def same_site(a: str, b: str) -> bool:
    """Whether two addresses belong to one registrable domain (`news.a.co.kr` and `a.co.kr` do)."""
    one, other = _host(a), _host(b)
    return one is not None and other is not None and _site(one) == _site(other)


def site_of(url: str) -> str:
    """The registrable domain of an address; what is no web address is its own."""
    host = _host(url)
    return _site(host) if host else url


def _parse(url: str) -> WebAddress | None:
    """The address as a browser reads it, None where it is no web address; a key counts as http."""
    if OPAQUE.match(url):
        return None
    url = ESCAPED_AND.sub("&", url) if "&amp;" in url else url
    text = url if SCHEME.match(url) else "http:" + ("" if url.startswith("//") else "//") + url
    try:
        return read_web_address(text)
    except ValueError:
        return None


def _host(url: str) -> str | None:
    parsed = _parse(url.strip())
    return parsed.hostname.rstrip(".") if parsed else None


@lru_cache(maxsize=4096)
def _site(host: str) -> str:
    """The registrable domain of a host; the host itself where it is an address of the network."""
    from tld.utils import get_fld  # brings urllib along, and few commands ask

    labels = host.split(".")
    if labels[-1].isdigit() or ":" in host:
        return host
    last_two = ".".join(labels[-2:])
    if last_two in LENDERS:
        return ".".join(labels[-3:])
    # A top level that the list does not know is a suffix by itself, as the list's own rule has it.
    return get_fld(f"http://{host}", fail_silently=True, parser_class=_bundled_list()) or last_two


@cache
def _bundled_list() -> type[BaseTLDSourceParser]:
    """The list as it came with `tld`, which would fetch another if its file could not be opened."""
    from tld.utils import MozillaTLDSourceParser

    class Bundled(MozillaTLDSourceParser):
        @classmethod
        def update_tld_names(cls, fail_silently: bool = False) -> bool:  # noqa: ARG003 - its signature
            raise OSError(f"the list of public suffixes cannot be read: {cls.local_path}")

    return Bundled


def _shorten(url: str) -> str:
    parsed = _parse(url)
    if parsed is None:
        return url
    host = PREFIX.sub("", parsed.hostname.rstrip("."))
    port = f":{parsed.port}" if parsed.port else ""
    key = SAME_HOST.get(host, host) + port + _path(parsed.pathname)
    query = _query(parsed.search)
    if len(key) + len(query) <= LONGEST_NAMED and (named := _read_article_id(key + query)):
        return named
    # A fragment is a place on a page, but for the routes of script applications.
    route = parsed.hash if parsed.hash.startswith(("#!", "#/")) else ""
    return key + query + (_tidy_escapes(route) if len(route) > 2 else "")


def _read_article_id(address: str) -> str | None:
    """The key of an article that its outlet gives several paths; None of any other address."""
    if _HAS_ARTICLE_ID.fullmatch(address):
        for pattern, named in ARTICLE_IDS:
            if match := pattern.fullmatch(address):
                return match.expand(named)
    return None


def _path(path: str) -> str:
    tidy = SLASHES.sub("/", SESSION.sub("", _tidy_escapes(path)))
    return INDEX.sub("", AMP_TAIL.sub("", tidy)).rstrip("/")


def _query(search: str) -> str:
    if not search:
        return ""
    pairs = [pair for pair in _tidy_escapes(search[1:]).replace("+", "%20").split("&") if pair]
    kept = sorted(pair for pair in pairs if not _is_tracking(pair))
    return "?" + "&".join(kept) if kept else ""


def _is_tracking(pair: str) -> bool:
    name, _, value = pair.partition("=")
    name = name.lower()
    if name in TRACKING or name.startswith(TRACKING_STEMS):
        return True
    return name in WAY_IN and WAY_IN[name].fullmatch(value) is not None


def _tidy_escapes(text: str) -> str:
    """Escapes in upper case, and none where the character needs none (RFC 3986, 6.2.2)."""
    return ESCAPE.sub(_tidy_escape, text) if "%" in text else text


def _tidy_escape(escape: re.Match[str]) -> str:
    code = int(escape[1], 16)
    return chr(code) if code in UNRESERVED else f"%{escape[1].upper()}"
