"""Build an article from its entry, its page or a file."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from flows.extract.facts.lang import guess_lang
from flows.extract.generation import GENERATION
from flows.judge.sighting import cut_future, judge_sighting, lies_ahead
from storage.address import address_key
from storage.endings import is_front
from storage.language.printable import clean_line
from storage.records import Article, Extract, Page, Published, Sighting, Source, Teaser, TextFrom, Waiting

UNKNOWN_LANG = "und"
"""ISO 639-2 for a text whose language cannot be told."""

FAR_MORE = 2.0
"""A feed with so many times its page's text shows that the article was not found in the page."""


LONGEST_TEXT = 300_000
"""Characters kept of what an outlet sends; a book has more, and matching one takes seconds of all news."""

OWN_LINES = 50
"""Lines of a teaser that are looked for in the feed's words."""


def article_of_page(
    waiting: Waiting, source: Source, page: Page, extract: Extract, *, fresh: timedelta
) -> Article:
    """Build an article from a fetched page. What was published longer ago than `fresh` is not live."""
    addresses = [page.url, *([extract.url] if extract.url else []), *extract.also]
    return _announced(waiting, source, extract, page.fetched_at, fresh, addresses, TextFrom.PAGE)


def article_of_feed(
    waiting: Waiting, source: Source, extract: Extract, *, fetched_at: datetime, fresh: timedelta
) -> Article:
    """Build an article from the feed's own text, when its page could not be read."""
    return _announced(waiting, source, extract, fetched_at, fresh, [], TextFrom.FEED)


def may_say_more(article: Article, markup: str) -> bool:
    """Whether the feed's markup is long enough that it may beat the page's text."""
    return len(markup) > len(article.text) * (1.0 if article.teaser else FAR_MORE)


def choose_text(article: Article, words: str) -> Article:
    """The article with the feed's own words where its page is a teaser and they are longer, or far longer.

    Sentences found only in the teaser stay in front. The article is still marked as partial.
    """
    if not may_say_more(article, words):
        return article
    words = cut_text(words)
    lines = article.text.split("\n")[:OWN_LINES] if article.teaser else []
    own = [line for line in lines if line not in words]
    text = "\n".join([*own, words])
    return replace(article, text=text, text_from=TextFrom.FEED, teaser=article.teaser or Teaser.SHORT)


def article_of_file(
    extract: Extract,
    *,
    path: str,
    name: str,
    fetched_at: datetime,
    source: str | None = None,
    outlet: str | None = None,
    published: Published | None = None,
) -> Article:
    """Build an article from a file or record; `outlet` and `published` fill in what it does not state.

    Its language is the one that the file declares, where it does. A date of days to come is none.

    Without an address its key is a digest over the file's `name` and all that it says, so that the same file
    is the same article wherever it lies, and a copy under another name is a copy.
    """
    stated = None if lies_ahead(extract.published, fetched_at) else extract.published
    stamp = cut_future(stated or published, fetched_at)
    said = (name, extract.title, extract.text, extract.outlet or "", str(extract.published))
    return Article(
        key=extract.item or (address_key(extract.url) if extract.url else _text_key(said)),
        title=extract.title,
        text=extract.text,
        lang=extract.lang or _lang(extract, None),
        fetched_at=fetched_at,
        sighting=Sighting.BACKFILL,
        text_from=TextFrom.FILE,
        url=extract.url,
        path=path,
        subtitle=extract.subtitle,
        authors=extract.authors,
        outlet=extract.outlet or (outlet and clean_line(outlet)),
        source=source,
        published=stamp,
        also=tuple(map(address_key, extract.also)) if extract.url else (),
        stated=tuple(map(address_key, extract.stated)) if extract.url else (),
        teaser=extract.teaser,
        extraction=GENERATION,
        sections=extract.sections,
    )


def without_address(article: Article) -> Article:
    """The same article under a key made from its content, because its address belongs to another article."""
    name = Path(article.path or "").name
    said = (name, article.title, article.text, article.outlet or "", str(article.published))
    return replace(article, key=_text_key(said), also=(), stated=())


def _text_key(said: tuple[str, ...]) -> str:
    digest = hashlib.sha256("\x1f".join(said).encode("utf-8", "surrogatepass")).hexdigest()
    return f"text:{digest[:32]}"


def _announced(
    waiting: Waiting,
    source: Source,
    extract: Extract,
    fetched_at: datetime,
    fresh: timedelta,
    addresses: list[str],
    text_from: TextFrom,
) -> Article:
    entry = waiting.entry
    also = dict.fromkeys(address_key(url) for url in addresses if not is_front(url))
    stated = dict.fromkeys(map(address_key, extract.stated))
    published = cut_future(_choose_time(entry.published, extract.published), fetched_at)
    return Article(
        key=waiting.key,
        title=extract.title or entry.title,
        text=cut_text(extract.text),
        lang=_lang(extract, source.lang or entry.lang),
        fetched_at=fetched_at,
        sighting=judge_sighting(
            published, announced_at=min(waiting.announced_at, fetched_at), after=waiting.after, fresh=fresh
        ),
        text_from=text_from,
        url=entry.url,
        subtitle=extract.subtitle,
        authors=extract.authors or entry.authors,
        outlet=entry.outlet or source.outlet or extract.outlet or source.name,
        source=source.id,
        published=published,
        also=tuple(key for key in also if key != waiting.key),
        stated=tuple(key for key in stated if key != waiting.key and key not in also),
        teaser=extract.teaser,
        extraction=GENERATION,
        sections=extract.sections,
    )


def cut_text(text: str) -> str:
    """The text, cut at a line's end if it is longer than any news article."""
    if len(text) <= LONGEST_TEXT:
        return text
    end = text.rfind("\n", LONGEST_TEXT // 2, LONGEST_TEXT)
    return text[: end if end > 0 else LONGEST_TEXT]


def _choose_time(announced: Published | None, stated: Published | None) -> Published | None:
    """The feed's time, or the page's if the feed has none or only the day."""
    if announced is None or (
        announced.day_only and stated and not stated.day_only and _close(announced, stated)
    ):
        return stated
    return announced


def _close(a: Published, b: Published) -> bool:
    return abs(a.at - b.at) <= timedelta(days=1)


def _lang(extract: Extract, hint: str | None) -> str:
    """The language the text is written in, if its letters show it; else what the page or source states."""
    return guess_lang(f"{extract.title}\n{extract.text}") or extract.lang or hint or UNKNOWN_LANG
