"""The further parts of an article that its page cuts into several."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from flows.extract.page import extract_page
from flows.fetch.client import Fetcher
from flows.workers.pool import WorkerPool
from storage.errors import FetchError, ReadError, TooSlow
from storage.records import Extract, Teaser

MOST_PARTS = 8
"""So many further pages of one article are read."""


async def read_rest(fetcher: Fetcher, pool: WorkerPool, extract: Extract) -> Extract:
    """The article with its further parts, read one after the other; marked where one could not be had."""
    seen: set[str] = set()
    while extract.rest is not None:
        if extract.rest in seen or len(seen) >= MOST_PARTS:
            return _leave_unread(extract)
        seen.add(extract.rest)
        try:
            page = await fetcher.fetch(extract.rest)
            read = partial(extract_page, page.body, url=page.url, content_type=page.content_type)
            extract = join_parts(extract, await pool.run(read, about=page.url))
        except (FetchError, ReadError, TooSlow):
            return _leave_unread(extract)
        if extract.rest in seen:
            # The last part leads back to the first.
            return replace(extract, rest=None)
    return extract


def join_parts(first: Extract, further: Extract) -> Extract:
    """An article with a further part: the lines that it did not have, or the whole with all of its lines."""
    known = set(first.text.split("\n"))
    lines = further.text.split("\n")
    is_whole = known <= set(lines)
    more = [line for line in lines if line not in known]
    text = further.text if is_whole else "\n".join([first.text, *more])
    rest = None if is_whole else further.rest
    return replace(first, text=text, rest=rest, teaser=first.teaser or further.teaser)


def _leave_unread(extract: Extract) -> Extract:
    return replace(extract, rest=None, teaser=extract.teaser or Teaser.SHORT)
