"""Pages to extracts: the article's text by the page's blocks, and what the page states of itself."""

from __future__ import annotations

import logging
import re
import unicodedata
from copy import deepcopy
from dataclasses import replace

from lxml import etree
from lxml.html import HtmlComment, HtmlElement, HtmlEntity, HtmlProcessingInstruction
from trafilatura import bare_extraction
from trafilatura.utils import HTML_PARSER, load_html

from flows.extract.facts.head import Head
from flows.extract.facts.names import clean_authors
from flows.extract.facts.page_facts import (
    choose_addresses,
    choose_authors,
    choose_lang,
    choose_outlet,
    choose_published,
    choose_title,
    choose_zone,
)
from flows.extract.facts.page_head import read_head
from flows.extract.facts.page_shown import add_dates
from flows.extract.facts.paywall import ENOUGH, is_teaser, weigh_text
from flows.extract.facts.subtitles import find_subtitle
from flows.extract.next_page import find_rest
from flows.extract.text.body import find_body
from flows.extract.text.charset import decode_document
from flows.extract.text.lines import fold, scrub
from flows.extract.text.page_trim import trim_lines
from flows.extract.text.script_json import read_script_text
from storage.address import split_address
from storage.errors import NoText, ReadError
from storage.records import Extract, Teaser
from storage.records.fetch_texts import FetchCode
from storage.records.reasons import Reason

# The libraries warn about pages that we name ourselves.
for _name in ("trafilatura", "charset_normalizer"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

# lxml.html asks a function in Python for the class of every element it touches, for the sake of forms; one
# class for all takes a twentieth off a page's time (302 pages: the same text).
HTML_PARSER.set_element_class_lookup(
    etree.ElementDefaultClassLookup(
        element=HtmlElement, comment=HtmlComment, pi=HtmlProcessingInstruction, entity=HtmlEntity
    )
)

MIN_TEXT = 60
"""Letters and digits; a syllable of Korean counts for two and a half, as it says as much."""
SHORT_TEXT = 400
MAX_SECTION = 60
MAX_SECTIONS = 6
SCRIPTED_TEXT = 3_000
"""A longer text is not looked for in a page's scripts."""
STATED_GAIN = 1.5
"""How much longer the body that JSON-LD states must be to be taken: it often holds more than the article."""

# What stands where an article should, and is none: (in the title or text, why).
CHALLENGES = (
    (re.compile(r"just a moment|attention required|checking your browser|verify(?:ing)? (?:that )?you are "
                r"(?:a )?human|are you a robot|captcha|cf-chl|ddos protection", re.I),
                FetchCode.A_CHALLENGE),
    (re.compile(r"enable (?:javascript|cookies)|javascript is (?:disabled|required)|자바스크립트", re.I),
    FetchCode.A_SCRIPT_PAGE),
    (re.compile(r"access denied|403 forbidden|request blocked|접근이 (?:차단|거부)", re.I),
    FetchCode.A_REFUSAL),
    (re.compile(r"404 not found|page (?:can ?not|could not|not) be found|page not found|존재하지 않는 "
                r"(?:페이지|기사)"
                r"|삭제된 기사|페이지를 찾을 수 없", re.I), FetchCode.A_PAGE_GONE),
)  # fmt: skip
CHALLENGE_LENGTH = 1500
CONSENT = re.compile(
    r"\bcookies?\b|similar technologies|\bconsent\b|privacy (?:policy|notice|settings|choices|preferences)"
    r"|personali[sz]ed (?:ads|advertising|content)|\bour (?:\d+ )?partners\b|list of (?:all )?partners"
    r"|쿠키|개인정보\s?(?:처리|수집|보호)|맞춤형?\s?광고", re.IGNORECASE
)  # fmt: skip
NOT_HTML = re.compile(
    r"\s*(?:application/(?:pdf|zip|octet-stream|json|msword|vnd\.)|image/|audio/|video/|font/)", re.IGNORECASE
)


def extract_page(
    body: bytes,
    *,
    url: str,
    content_type: str = "",
    announced: str = "",
    zone: str | None = None,
    timezone: str = "Asia/Seoul",
) -> Extract:
    """Read one HTML page: text with one paragraph a line, and title, authors, outlet, time and addresses.

    `url` is where the page came from, empty for a file; `content_type` the header as it came, which is not
    believed about the charset; `announced` the title that its source gave it. Naive times are in the outlet's
    `zone` or, where that is not known, in the one its address tells, else in `timezone`. Takes some
    milliseconds, and on hostile pages for ever: run it in the worker pool.
    Raises: NoText where no article is in it; ReadError where it is no page at all.
    """
    about = url or "page"
    if NOT_HTML.match(content_type):
        raise ReadError(about, Reason(FetchCode.NO_PAGE, type=content_type.split(";")[0].strip()))
    tree = _read_tree(body, content_type, about)
    head = read_head(tree, url=url)
    outlet = choose_outlet(head)
    host = split_address(url).hostname or ""
    title = choose_title(head, head.outlets, host, announced)
    titles = [title, announced, *head.headline[:1], *head.titles, head.page_title]
    blocks = find_body(tree, titles)
    add_dates(head, blocks.beside)
    lines = trim_lines(
        _extract_text(tree, head, blocks.lines, titles),
        titles=[title, head.page_title, *head.titles, *head.headline, *head.h1],
        authors=[*clean_authors([*head.authors, *head.meta_authors]), *head.shown_authors],
    )
    text = "\n".join(lines)
    addresses = choose_addresses(head, url)
    place = addresses.own or url
    extract = Extract(
        title=scrub(title),
        text=scrub(text),
        subtitle=_scrub_stated(head.subtitle or _find_subtitle(tree, titles, text)),
        authors=tuple(map(scrub, choose_authors(head, outlet, lines))),
        outlet=_scrub_stated(outlet),
        lang=choose_lang(head, text),
        published=choose_published(head, url=place, timezone=choose_zone(head, place, zone, timezone)),
        url=addresses.own,
        also=addresses.also,
        stated=addresses.stated,
        rest=find_rest(tree, url, own=addresses.own),
        sections=_list_sections(head.sections),
        teaser=Teaser.PAYWALL if is_teaser(tree, head.terms, text) else None,
    )
    _refuse_empty(extract, about, head.description)
    return extract


def _find_subtitle(tree: HtmlElement, titles: list[str], text: str) -> str:
    """The line under the headline, where the text does not begin with it."""
    found = find_subtitle(tree, titles)
    return "" if fold(found) in fold(text[: 2 * len(found) + SHORT_TEXT]) else found


def _scrub_stated(text: str | None) -> str | None:
    return scrub(text) if text else None


def _list_sections(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(scrub(name)[:MAX_SECTION] for name in names if name))[:MAX_SECTIONS]


def _read_tree(body: bytes, content_type: str, about: str) -> HtmlElement:
    # Composed, so that names in decomposed Hangul are read as such.
    text = unicodedata.normalize("NFC", decode_document(body, content_type).replace("\x00", ""))
    # lxml refuses text that declares an encoding, and the declaration is done with.
    text = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text[:500]) + text[500:]
    if not text.strip():
        raise NoText(about, Reason(FetchCode.PAGE_EMPTY))
    try:
        tree = load_html(text)
    except (ValueError, etree.LxmlError, RecursionError) as error:
        raise ReadError(about, Reason(FetchCode.NOT_PARSED)) from error
    if tree is None:
        raise ReadError(about, Reason(FetchCode.NO_HTML))
    return tree


def _extract_text(tree: HtmlElement, head: Head, lines: list[str], titles: list[str]) -> str:
    """The article by the page's blocks, else by the library's passes, else as stated for machines."""
    found = "\n".join(lines)
    if weigh_text(found[:ENOUGH]) < MIN_TEXT:
        found = _run(deepcopy(tree), fast=True) or _run(deepcopy(tree), fast=False)
    stated = _plain_body(head.body)
    if _is_fuller(stated, found):
        found = stated
    scripted = read_script_text(tree, titles) if len(found) < SCRIPTED_TEXT else ""
    return scripted if _goes_further(scripted, found) else found


def _is_fuller(stated: str, found: str) -> bool:
    """Whether a stated text is far longer than a short one, or has the same words in more lines.

    The libraries fall back on the same words, in one line.
    """
    if len(found) < SHORT_TEXT and len(stated) > STATED_GAIN * len(found):
        return True
    return stated.count("\n") > found.count("\n") and fold(stated) == fold(found)


def _goes_further(text: str, found: str) -> bool:
    """Whether a text is far longer than a short one, or goes on where a longer one stops."""
    if len(text) <= STATED_GAIN * len(found):
        return False
    shared = sum(len(line) for line in found.split("\n") if line in text)
    return len(found) < SHORT_TEXT or 2 * shared > len(found)


def _run(tree: HtmlElement, *, fast: bool) -> str:
    try:
        found = bare_extraction(tree, fast=fast, with_metadata=False, include_comments=False)
    except (ValueError, etree.LxmlError, RecursionError, AttributeError, TypeError):
        # Of a broken tree; the other pass, or no text, is the answer.
        return ""
    return str(getattr(found, "text", None) or "")


def _plain_body(body: str) -> str:
    return re.sub(r"<[^<>]{1,300}>", " ", re.sub(r"<br\s*/?>|</p>", "\n", body))


def _refuse_empty(extract: Extract, about: str, description: str) -> None:
    text, title = extract.text, extract.title
    weight = weigh_text(text[: 10 * MIN_TEXT])
    if len(text) < CHALLENGE_LENGTH and (what := _tell_stand_in(text, title, weight)):
        raise NoText(about, Reason(FetchCode.STANDS_IN, what=Reason(what)))
    if weight < MIN_TEXT:
        stated = replace(extract, text=scrub(description))
        says = weigh_text(stated.text) >= MIN_TEXT
        why, hint = Reason(FetchCode.NO_TEXT), Reason(FetchCode.NEEDS_SCRIPT)
        raise NoText(about, why, hint, stated=stated if says else None)


def _tell_stand_in(text: str, title: str, weight: float) -> FetchCode | None:
    """What a short text is instead of an article; None where it may be one."""
    said = f"{title}\n{text}" if weight < 4 * MIN_TEXT else title
    challenge = next((what for pattern, what in CHALLENGES if pattern.search(said)), None)
    if challenge is None and _asks_consent(title, text):
        return FetchCode.A_CONSENT
    return challenge


def _asks_consent(title: str, text: str) -> bool:
    """Whether most of a text asks for consent to cookies and the like, and its title is not about them."""
    asking = sum(len(line) for line in text.split("\n") if CONSENT.search(line))
    return asking > 0.6 * len(text) and not CONSENT.search(title)
