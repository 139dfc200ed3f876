"""Bot checks and consent pages: what stands in for the content without saying so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import starmap

READ = 40_000
"""Bytes looked at: these pages say what they are in their head."""

SHORT = 24_000
"""Bytes of a page that can be nothing but a check; articles carry the same services' scripts."""

SURE = re.compile(
    rb"_cf_chl_opt|cf-browser-verification|<title>just a moment|<title>attention required! \| cloudflare"
    rb"|<title>ddos-guard|incapsula incident id|<title>are you a robot|<title>robot check"
    rb"|<title>human verification|<title>checking your browser|<title>before you continue"
    rb"|enable javascript and cookies to continue|unusual traffic from your computer"
    rb"|action=\"https://consent\.",
    re.IGNORECASE,
)
LIKELY = re.compile(
    rb"/cdn-cgi/challenge-platform|_incapsula_resource|captcha-delivery\.com|px-captcha|perimeterx|datadome"
    rb"|class=\"[gh]-(?:re)?captcha|hcaptcha\.com/1/api|<title>access denied</title>|<title>verifying"
    rb"|sucuri website firewall|please enable (?:js|javascript|cookies)|awswafcookie|aws-waf-token"
    rb"|akamai-bot|consent\.google\.|consent\.yahoo\.|<title>consent",
    re.IGNORECASE,
)
# Possessive throughout: of blanks between optional tags there are more ways to share them out than time.
SCRIPTED_COOKIE = re.compile(
    rb"\s*+(?:<!doctype[^>]*+>\s*+)?+<html[^>]*+>\s*+(?:<(?:head|body)>\s*+)?+(?:<meta[^>]*+>\s*+)*+"
    rb"<script[^>]*+>.{0,4000}?document\.cookie",
    re.IGNORECASE | re.DOTALL,
)


def is_challenge(body: bytes, headers: Iterable[tuple[str, str]] = ()) -> bool:
    """Whether an answer is a bot check or consent page; header names are lower-case."""
    if any(starmap(_says_challenge, headers)):
        return True
    if body.lstrip()[:1] != b"<":
        return False
    if SURE.search(body[:READ]):
        return True
    return len(body) <= SHORT and bool(LIKELY.search(body) or SCRIPTED_COOKIE.match(body))


def _says_challenge(name: str, value: str) -> bool:
    is_amazons = name == "x-amzn-waf-action" and value.lower() in ("challenge", "captcha")
    return is_amazons or name == "cf-mitigated"
