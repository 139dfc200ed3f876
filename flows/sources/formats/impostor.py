"""Explain to the operator what an address served instead of a feed, a sitemap or a list."""

from __future__ import annotations

import re

from flows.fetch.challenge import is_challenge
from flows.sources.formats.words import plain_text
from storage.errors import ChallengePage, NotAFeed

TITLE = re.compile(r"<title[^<>]*>([^<]{1,500})", re.IGNORECASE)
ROOT = re.compile(r"<([A-Za-z_][\w.:-]{0,60})[\s/>]")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")
HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
ALTERNATE = re.compile(r"<link[^<>]{0,300}application/(?:rss|atom)\+xml", re.IGNORECASE)


def tell_impostor(body: bytes, text: str, url: str, *, due: str = "a feed") -> NotAFeed:
    """The error for an answer that is not what was due; `text` is the body decoded."""
    if not text.strip():
        return NotAFeed(url, "the answer is empty")
    if is_challenge(body):
        return ChallengePage(url, f"a bot check or consent page came instead of {due}{_title(text)}")
    head = text[:4_000]
    if HTML.search(head):
        hint = "the page names feeds: `hanmi source add` finds them" if ALTERNATE.search(text) else ""
        return NotAFeed(url, f"an HTML page came instead of {due}{_title(text)}", hint)
    if len(CONTROL.findall(head)) * 20 > len(head):
        return NotAFeed(url, f"binary data came instead of {due}")
    return _tell_root(head, url, due)


def _tell_root(head: str, url: str, due: str) -> NotAFeed:
    """By the element that a document begins with, if it has one."""
    root = ROOT.search(head)
    if root is None:
        return NotAFeed(url, f"text came instead of {due}: {plain_text(head)[:80]!r}")
    name = root[1].rpartition(":")[2]
    if name in ("urlset", "sitemapindex"):
        return NotAFeed(url, f"a sitemap came instead of {due}", 'kind = "sitemap" reads it')
    return NotAFeed(url, f"XML that is not {due} came: <{name}>")


def _title(text: str) -> str:
    match = TITLE.search(text[:40_000])
    return f": {plain_text(match[1])[:120]!r}" if match else ""
