"""Official sources: those that publish under names which only governments and treaty bodies are given."""

from __future__ import annotations

import re
from collections.abc import Mapping

from storage.address import split_address
from storage.records import Article

# .gov and .mil: get.gov and nic.mil; .go.kr and .mil.kr: KISA's rules for second-level names; .int: RFC 1591;
# .kp: every name there is the North's. Other states' are gov.XX, go.XX, mil.XX and gob.XX.
_OFFICIAL = re.compile(r"(?:^|\.)(?:gov|mil|int|kp|(?:gov|gob|go|mil)\.[a-z]{2}|korea\.kr)$")


def official_host(url: str | None) -> str | None:
    """The host of an official address without `www.`, None where it is none."""
    host = (split_address(url).hostname or "").removeprefix("www.")
    return host if _OFFICIAL.search(host) else None


def find_official(article: Article, official: Mapping[str, str]) -> str | None:
    """The official host or source that an article is from, None where it is from none.

    `official` names by id the sources that speak for a government or body, whatever their host.
    """
    return official_host(article.url) or official.get(article.source or "")
