"""What feeds and lists write, as plain values: titles, links, dates, names, languages."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable

import ada_url

from flows.extract.facts.dates import parse_date
from storage.address import ESCAPED_AND
from storage.records import Published

# A tag that stands in titles by mistake; `<한미 정상회담>` and `<NCG>` are brackets, and stay.
TAG = re.compile(
    r"</?(?:a|abbr|applet|b|big|blink|br|center|cite|code|del|div|em|embed|font|frame|frameset|h[1-6]|i|iframe"
    r"|img|ins|link|mark|meta|nobr|object|p|param|q|s|script|small|span|strike|strong|style|sub|sup|tt|u|wbr)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
# What no reader sees: scripts, and comments however they end.
SILENT = re.compile(
    r"<(script|style)(?:\s[^<>]*)?>.{0,4000}?(?:</\1\s*>|\Z)|<!--[^>]*(?:>|\Z)", re.IGNORECASE | re.DOTALL
)
BREAK = re.compile(r"<(?:br|p|div|/p|/div)\b[^<>]*>", re.IGNORECASE)
DOUBLED = re.compile(r"https?://[^/?#]*?(https?://.+)", re.IGNORECASE)
MAIL = re.compile(r"^\S+@\S+\s*(?:\((.+)\))?$")
LANG = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?")

LONGEST_TITLE = 1_000
LONGEST_LINK = 4_000


def plain_text(markup: str) -> str:
    """One line of composed text: no tags, entities resolved (twice, as feeds escape twice), spaces tidied."""
    text = markup[: 8 * LONGEST_TITLE]
    for _ in range(2):
        text = html.unescape(_drop_tags(text))
    return " ".join(unicodedata.normalize("NFC", _drop_tags(text)).split())[:LONGEST_TITLE]


def _drop_tags(text: str) -> str:
    return TAG.sub("", BREAK.sub(" ", SILENT.sub("", text))) if "<" in text else text


def clean_link(link: str, base: str) -> str | None:
    """The whole address that a link means, None where it leads to nothing that can be read.

    Mends what feeds get wrong: spaces and line breaks in it, entities left escaped, the site's
    address twice over.
    """
    text = _mend_link(link)
    if not text:
        return None
    try:
        whole = ada_url.join_url(base, text) if base else ada_url.normalize_url(text)
    except ValueError:
        return None
    return whole if whole.startswith(("http://", "https://")) else None


def _mend_link(link: str) -> str:
    """A link as it was meant; empty where it is too long to be one."""
    if len(link) > 4 * LONGEST_LINK:
        return ""
    text = "".join(link.split()) if "\n" in link or "\t" in link else link.strip()
    text = ESCAPED_AND.sub("&", text)
    if doubled := DOUBLED.fullmatch(text):
        text = doubled[1]
    return text if len(text) <= LONGEST_LINK else ""


def is_root(url: str) -> bool:
    """Whether an address is a site's front page and so no article's."""
    try:
        parsed = ada_url.URL(url)
    except ValueError:
        return False
    return parsed.pathname in ("", "/") and not parsed.search and len(parsed.hash) < 3


def first_date(texts: Iterable[str], timezone: str) -> Published | None:
    """The first of these texts that is a date; times without a zone are in `timezone`."""
    found = (parse_date(text, timezone=timezone, by="feed") for text in texts if text)
    return next(filter(None, found), None)


def clean_name(name: str) -> str | None:
    """An author's name; None for a bare mail address and what is too long to be one."""
    text = plain_text(name).removeprefix("by ").removeprefix("By ").strip()
    if mail := MAIL.match(text):
        text = (mail[1] or "").strip()
    return text if 0 < len(text) <= 200 else None


def clean_lang(lang: str) -> str | None:
    """A language tag's first part in lower case."""
    match = LANG.fullmatch(lang.strip())
    return match[1].lower() if match else None
