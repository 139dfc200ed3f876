"""Explain to the operator what an address served instead of a feed, a sitemap or a list."""

from __future__ import annotations

import re

from flows.fetch.challenge import is_challenge
from flows.sources.formats.words import plain_text
from storage.errors import ChallengePage, NotAFeed
from storage.records.fetch_texts import FetchCode
from storage.records.reasons import Reason, say_beside

TITLE = re.compile(r"<title[^<>]*>([^<]{1,500})", re.IGNORECASE)
ROOT = re.compile(r"<([A-Za-z_][\w.:-]{0,60})[\s/>]")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")
HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
ALTERNATE = re.compile(r"<link[^<>]{0,300}application/(?:rss|atom)\+xml", re.IGNORECASE)


def tell_impostor(body: bytes, text: str, url: str, *, due: FetchCode = FetchCode.DUE_FEED) -> NotAFeed:
    """The error for an answer that is not what was due; `text` is the body decoded."""
    if not text.strip():
        return NotAFeed(url, Reason(FetchCode.ANSWER_EMPTY))
    if is_challenge(body):
        return ChallengePage(url, _say_title(FetchCode.CHALLENGE_CAME, due, text))
    head = text[:4_000]
    if HTML.search(head):
        hint = Reason(FetchCode.NAMES_FEEDS) if ALTERNATE.search(text) else ""
        return NotAFeed(url, _say_title(FetchCode.HTML_CAME, due, text), hint)
    if len(CONTROL.findall(head)) * 20 > len(head):
        return NotAFeed(url, Reason(FetchCode.BINARY_CAME, due=Reason(due)))
    return _tell_root(head, url, due)


def _tell_root(head: str, url: str, due: FetchCode) -> NotAFeed:
    """By the element that a document begins with, if it has one."""
    root = ROOT.search(head)
    if root is None:
        said = repr(plain_text(head)[:80])
        return NotAFeed(url, say_beside(Reason(FetchCode.TEXT_CAME, due=Reason(due)), said))
    name = root[1].rpartition(":")[2]
    if name in ("urlset", "sitemapindex"):
        why = Reason(FetchCode.SITEMAP_CAME, due=Reason(due))
        return NotAFeed(url, why, Reason(FetchCode.KIND_SITEMAP))
    return NotAFeed(url, Reason(FetchCode.XML_CAME, due=Reason(due), name=name))


def _say_title(code: FetchCode, due: FetchCode, text: str) -> str:
    """What came, with its title where it has one."""
    match = TITLE.search(text[:40_000])
    return say_beside(Reason(code, due=Reason(due)), repr(plain_text(match[1])[:120]) if match else "")
