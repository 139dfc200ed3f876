"""Read text files saved from news pages: find the article among the page's leftovers."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import date
from itertools import pairwise, takewhile

from flows.extract.facts.bylines import read_dateline_names
from flows.extract.facts.dates import parse_date
from flows.extract.facts.lang import guess_lang
from flows.extract.facts.names import clean_authors, reads_as_outlet
from flows.extract.text.lines import join_wrapped, scrub, split_lines, strip_markdown, unlist_lines
from flows.extract.text.noise import CAPTION_VERB, SECTIONS
from flows.files.infer import infer_published
from flows.files.kinds.archive_records import read_lang
from flows.files.kinds.front_matter import Fields, split_fields
from flows.files.kinds.text_file import decode_file
from flows.files.sort_lines import LONGEST_TITLE, Draft, is_paragraph, sort_lines
from storage.errors import ReadError
from storage.records import Extract, Published

LONGEST_SUBTITLE = 250
LONG_LINE = 60
"""Code points from which a line that comes twice is a paragraph saved twice, not a refrain."""

# Datelines, labels and the questions of an interview.
NO_HEADLINE = re.compile(r"(?:[-–—:,;]|\d)$|^(?:Q|A|문|답)\d?\s?[.:]", re.IGNORECASE)
TITLE_TAIL = re.compile(r"(?<!\s)\s++(?:[|:·<]|[-–—])\s+(?P<outlet>[^|<>]{2,40})$")
DATELINE_OUTLET = re.compile(
    r"\s*(?:\([가-힣·, ]{2,20}=(?P<a>[가-힣A-Za-z0-9]{2,12})\)|\[[가-힣·, "
    r"]{2,20}=(?P<b>[가-힣A-Za-z0-9]{2,12})\]"
    r"|[A-Z][A-Za-z.,/' 0-9-]{2,50}\((?P<c>Yonhap|Reuters|AP|AFP|UPI|Xinhua|Kyodo)\)\s*[-–—])"
)


def read_seed_text(
    data: bytes, *, path: str, timezone: str = "Asia/Seoul", today: date | None = None
) -> Extract:
    """Read a `.txt` or `.md` file: title, subtitle, authors, outlet and body, without the page's debris.

    A clean text (a title line, then paragraphs) comes out just so; one line alone is a title.
    Naive times are in `timezone`; `today` lets a weekday decide the year, see `infer_published`.
    Raises: ReadError where the bytes are no text, or nothing is left of it.
    """
    return read_saved_text(data, path=path, timezone=timezone, today=today)[0]


def read_saved_text(
    data: bytes, *, path: str, timezone: str, today: date | None = None
) -> tuple[Extract, str | None]:
    """Read a file as `read_seed_text` does, and what its head says for a date where that is none."""
    text = scrub(decode_file(data, path=path))
    fields, rest = split_fields(text)
    markdown = path.lower().removesuffix(".gz").endswith((".md", ".markdown"))
    heading: str | None = None
    if markdown:
        heading, rest = strip_markdown(rest)
    lines = join_wrapped(unlist_lines(split_lines(rest)), always=markdown)
    draft = sort_lines([line for line in lines if line], timezone=timezone)
    extract = _compose(draft, fields, heading, timezone, today)
    if extract.title == extract.text == "":
        raise ReadError(
            path, "the file has no text but a page's buttons and notices", "save the article's text"
        )
    return extract, _find_unread(fields.get("date", []), timezone)


def _find_unread(dates: list[str], timezone: str) -> str | None:
    """The first of the dates where none of them can be read."""
    is_read = any(parse_date(date, timezone=timezone, dayfirst=None, by="file") for date in dates)
    return None if is_read or not dates else dates[0][:60]


def _compose(draft: Draft, fields: Fields, heading: str | None, timezone: str, today: date | None) -> Extract:
    title, rest = _split_title(draft, _fold_spaces(_first(fields, "title", heading or "")))
    subtitle: str | None = _first(fields, "subtitle")
    if not subtitle:
        subtitle, rest = _split_subtitle(rest)
    paragraphs = _drop_repeats(rest)
    body = "\n".join(paragraphs)
    dateline_names = read_dateline_names("".join(paragraphs[:1]))
    return Extract(
        title=title,
        text=body,
        subtitle=subtitle,
        authors=clean_authors(fields.get("authors") or [*draft.authors, *dateline_names]),
        outlet=_choose_outlet(fields, draft) or _dateline_outlet(body),
        lang=read_lang(_first(fields, "lang")) or guess_lang(f"{title}\n{body}"),
        published=_published(fields, draft, body, timezone, today),
        url=_choose_url(fields, draft),
    )


def _first(fields: Fields, name: str, instead: str = "") -> str:
    return (fields.get(name) or [instead])[0]


def _choose_outlet(fields: Fields, draft: Draft) -> str | None:
    """As the head says it, by its `source` too where that is no address, else as the lines do."""
    source = _first(fields, "source")
    named = [] if source.startswith("http") else [source]
    outlets = [*fields.get("outlet", []), *filter(None, named), *draft.outlets]
    return outlets[0] if outlets else None


def _choose_url(fields: Fields, draft: Draft) -> str | None:
    source = _first(fields, "source")
    url = _first(fields, "url", source if source.startswith("http") else draft.url or "")
    return url if url.startswith(("http://", "https://")) else None


def _published(
    fields: Fields, draft: Draft, body: str, timezone: str, today: date | None
) -> Published | None:
    for value in fields.get("date", []):
        if found := parse_date(value, timezone=timezone, dayfirst=None, by="file"):
            return found
    stated = draft.stated or draft.updated
    return stated[0] if stated else infer_published(body, timezone=timezone, today=today)


def _dateline_outlet(body: str) -> str | None:
    match = DATELINE_OUTLET.match(body[:120])
    return (match["a"] or match["b"] or match["c"]) if match else None


def _split_title(draft: Draft, given: str) -> tuple[str, list[str]]:
    """The title, and the content without it, without a rubric above it and without its repeats."""
    content = list(draft.content)
    if not given and content:
        start = _title_at(content)
        given = content[start]
        if _begins_text(given):
            return first_sentence(given), content
        content = content[start:]
    title = _strip_outlet(given, draft)
    return title, _drop_title(content, {_fold(given), _fold(title)}, draft)


def _begins_text(line: str) -> bool:
    """Whether a line where the title should be is a paragraph, by its length or its dateline."""
    is_long = len(line) > LONGEST_TITLE or DATELINE_OUTLET.match(line) is not None
    return is_long and is_paragraph(line)


def _drop_title(content: list[str], same: set[str], draft: Draft) -> list[str]:
    return [
        line for line in content if _fold(line) not in same and _fold(_strip_outlet(line, draft)) not in same
    ]


def _list_heads(content: list[str]) -> list[str]:
    """The lines before the first paragraph."""
    return list(takewhile(lambda line: not is_paragraph(line), content))


def _title_at(content: list[str]) -> int:
    """Where the title stands: the first headline that comes twice, else the first under a rubric."""
    head = _list_heads(content)[:6]
    times = Counter(map(_fold, content))
    twice = (n for n, line in enumerate(head) if times[_fold(line)] > 1 and _may_be_repeated(line))
    rubrics = len(list(takewhile(SECTIONS.fullmatch, head)))
    # Something stands under a rubric, and a text under what stands there.
    return next(twice, max(0, min(rubrics, len(head) - 1, len(content) - 2)))


def _may_be_repeated(line: str) -> bool:
    return len(line) > 12 and not SECTIONS.fullmatch(line)


def _split_subtitle(content: list[str]) -> tuple[str | None, list[str]]:
    """Headline-like lines between title and first paragraph, where a longer paragraph follows."""
    content = _drop_repeats(content)
    heads = _list_heads(content)
    rest = content[len(heads) :]
    if not rest or not 0 < len(heads) <= 4:
        return None, content
    if not all(_may_be_subtitle(head, rest[0]) for head in heads):
        return None, content
    return " / ".join(heads), rest


def _may_be_subtitle(head: str, paragraph: str) -> bool:
    is_short = len(head) <= LONGEST_SUBTITLE and len(head) < len(paragraph)
    return is_short and not NO_HEADLINE.search(head)


def _drop_repeats(content: list[str]) -> list[str]:
    """The lines without captions that stand twice in a row, and long ones only once."""
    folds = list(map(_fold, content))
    captions = _find_double_captions(content, folds)
    kept: list[str] = []
    seen: set[str] = set()
    last = ""
    for number, (line, folded) in enumerate(zip(content, folds, strict=True)):
        is_repeat = folded in seen and (len(line) >= LONG_LINE or folded == last)
        seen.add(folded)
        if number not in captions and not is_repeat:
            kept.append(line)
            last = folded
    return kept


def _find_double_captions(content: list[str], folds: list[str]) -> set[int]:
    """Where a caption stands whose words come again in the next line."""
    if len(content) <= 2:
        return set()
    pairs = enumerate(pairwise(folds))
    return {n for n, (one, other) in pairs if one == other and CAPTION_VERB.search(content[n])}


def _strip_outlet(title: str, draft: Draft) -> str:
    """A title without the ` - Outlet` that browsers add when a page is saved."""
    match = TITLE_TAIL.search(title)
    if match is None or not reads_as_outlet(match["outlet"]):
        return title
    if match["outlet"] not in draft.outlets:
        draft.outlets.append(match["outlet"])
    return title[: match.start()]


def first_sentence(text: str) -> str:
    """The first sentence of a text, or its first words: what stands for a headline where none is."""
    match = re.match(r".{20,200}?[.!?。](?=[\"”’')\]]*(?:\s|$))[\"”’')\]]*", text)
    return match[0] if match else text[:LONGEST_TITLE].rsplit(" ", 1)[0]


def _fold(line: str) -> str:
    plain = unicodedata.normalize("NFKC", line).casefold()
    return re.sub(r"[\W_]+", " ", plain).strip() or plain


def _fold_spaces(text: str) -> str:
    return " ".join(text.split())
