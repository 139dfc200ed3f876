"""Text files to lines: list-literal debris, escapes, entities, Markdown marks and hard wraps undone."""

from __future__ import annotations

import ast
import html
import re
import unicodedata
from collections import Counter
from collections.abc import Collection

QUOTES = {"‘": "’", "“": "”", "'": "'", '"': '"', "`": "`"}
OPENING = "".join(QUOTES)
CLOSING = "".join(QUOTES.values())
INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffc]")
UNSTORABLE = re.compile("[\ud800-\udfff]")
SENTENCE_END = re.compile(r"[.!?。！？…][\"”’'»」』)\]]*$")
TAGS = re.compile(
    r"</?(?:br|p|div|span|b|i|u|strong|em|font|a|figure|figcaption|img|h[1-6]|blockquote)\b[^<>]{0,300}/?>",
    re.IGNORECASE,
)
ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,6}|#x[0-9a-f]{2,5});", re.IGNORECASE)
LIST_MARK = re.compile(r"^\s*[,\[]")
LIST_START = re.compile(rf"^[\s,]*+(?:\[\s*+(?:,\s*+)?)?([{OPENING}])")
LIST_END = re.compile(rf"([{CLOSING}])\s*+(?:,\s*+\]?|\])\s*+(?:,\s*+)?$")
LED = re.compile(r"^[\s,\[]*[,\[]\s*")
TRAILED = re.compile(r"(?<!\s)\s*+(?:,\s*+\]?|\])\s*+(?:,\s*+)?$")
SENTENCE_QUOTED = re.compile(r"[.!?…”\"n].$")
ESCAPES = {"n": "\n", "r": "\n", "t": " ", "'": "'", '"': '"', "\\": "\\", "/": "/"}
ESCAPE = re.compile(r"\\(?:([nrt'\"\\/])|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4}))")
# Outside of a list literal, only where nothing else can be meant: not in C:\new.
STRAY_BREAK = re.compile(r"(?<![A-Za-z:\\])(?:\\[rn])+|(?:\\[rn])+(?=[\"”’']*\s*$)")
LONGEST_LITERAL = 1_000_000


def split_lines(text: str) -> list[str]:
    """The lines of a text, white space tidied; blank lines are kept as empty strings."""
    plain = INVISIBLE.sub("", text)
    if ENTITY.search(plain):
        plain = html.unescape(plain)
    if TAGS.search(plain):
        plain = TAGS.sub(
            lambda tag: (
                "\n" if tag[0].lower().strip("</> ")[:1] in "pdhf" or "br" in tag[0].lower()[:4] else ""
            ),
            plain,
        )
    plain = (
        plain.replace("\u2028", "\n")
        .replace("\u2029", "\n")
        .replace("\x0b", "\n")
        .replace("\x0c", "\n")
        .replace("\x85", "\n")
    )
    return [tidy_space(line) for line in plain.split("\n")]


def fold(text: str) -> str:
    """Letters and digits only, without case: what two spellings of one line have in common."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def says_title(text: str, titles: Collection[str]) -> bool:
    """Whether words are one of the folded titles, or the beginning of one."""
    said = fold(text)
    return said in titles or (len(said) > 8 and any(title.startswith(said) for title in titles))


def scrub(text: str) -> str:
    """The text composed (NFC), and without what neither database nor UTF-8 can hold: NUL, half surrogates.

    Some systems write Hangul as its letters; such a name has other code points, and is another one to a mail
    program, a file system and whoever counts.
    """
    return unicodedata.normalize("NFC", UNSTORABLE.sub("\ufffd", text.replace("\x00", "")))


def tidy_space(line: str) -> str:
    """Runs of white space (NBSP and the like included) as one space, none at the ends."""
    return " ".join(line.split())


def unlist_lines(lines: list[str]) -> list[str]:
    """Undo what a printed list of strings leaves: brackets, its commas, its quotes, its escapes.

    Only the outer quotes of the list's own style go; those within the text stay.
    """
    if not _is_listed(lines):
        return [tidy_space(part) for line in lines for part in STRAY_BREAK.sub("\n", line).split("\n")]
    quote = _list_quote(lines)
    return [tidy_space(part) for line in lines for part in _unlist(line, quote)]


def _is_listed(lines: list[str]) -> bool:
    """Whether the debris of a list stands there: a lone comma, or quotes beside the list's commas."""
    if any(re.fullmatch(r"[\[,]\s*,?|,?\s*\]", line) for line in lines):
        return True
    starts = sum(bool(re.match(rf"^\s*(?:,|\[)\s*[{OPENING}]", line)) for line in lines)
    ends = sum(bool(LIST_END.search(line)) for line in lines)
    return starts >= 1 or ends >= 2


def _list_quote(lines: list[str]) -> str:
    """The opening quote that the list's items have most often."""
    for mark in (LIST_MARK, LIST_END):
        starts = (LIST_START.match(line) for line in lines if mark.search(line))
        if found := Counter(start[1] for start in filter(None, starts)):
            return found.most_common(1)[0][0]
    return ""


def _unlist(line: str, quote: str) -> list[str]:
    if items := _evaluate(line):
        return "\n".join(items).split("\n")
    core, is_led, is_trailed = _cut_marks(line)
    if not quote:
        return _unescape(core).split("\n")
    close = QUOTES[quote]
    parts = re.split(rf"(?<=[.!?…”\"』」n]){re.escape(close)}\s*,\s*{re.escape(quote)}", core)
    opened, closed = _find_list_quotes(parts, quote, is_led, is_trailed)
    if opened:
        parts[0] = parts[0][1:]
    if closed:
        parts[-1] = parts[-1][:-1]
    return "\n".join(map(_unescape, parts)).split("\n")


def _cut_marks(line: str) -> tuple[str, bool, bool]:
    """A line without a list's brackets and commas, and whether some stood before and after it."""
    led, trailed = LED.match(line), TRAILED.search(line)
    start, end = led.end() if led else 0, trailed.start() if trailed else len(line)
    return line[start:end].strip(), led is not None, trailed is not None


def _find_list_quotes(parts: list[str], quote: str, is_led: bool, is_trailed: bool) -> tuple[bool, bool]:
    """Whether the quotes before and after an item's parts are the list's.

    Two are where the list's mark stands beside one of them, or they hold a sentence; one alone is where the
    list's mark stands beside it.
    """
    opened = parts[0].startswith(quote)
    closed = parts[-1].endswith(QUOTES[quote]) and len(parts[-1]) > 1
    if opened and closed:
        is_list = any((is_led, is_trailed, SENTENCE_QUOTED.search(parts[-1])))
        return is_list, is_list
    return opened and is_led, closed and is_trailed


def _evaluate(line: str) -> list[str]:
    """A whole list literal on one line, as Python or JSON prints it; empty where it is none."""
    if not _is_literal(line):
        return []
    try:
        found = ast.literal_eval(line)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return []
    return found if isinstance(found, list) and all(isinstance(item, str) for item in found) else []


def _is_literal(line: str) -> bool:
    """Whether a line begins and ends as a list of strings does, and may be read as one."""
    is_open = len(line) <= LONGEST_LITERAL and re.match(r"^\[\s*['\"]", line) is not None
    return is_open and re.search(r"['\"]\s*+(?:,\s*+)?\]$", line) is not None


def _unescape(text: str) -> str:
    def plain(match: re.Match[str]) -> str:
        if match[1]:
            return ESCAPES[match[1]]
        return chr(int(match[2] or match[3], 16))

    return ESCAPE.sub(plain, text).replace("\u00a0", " ")


def join_wrapped(lines: list[str], *, always: bool = False) -> list[str]:
    """One paragraph a line, where a text was wrapped at a fixed width.

    `always` joins the lines of every block between blank lines (Markdown); otherwise only blocks
    whose lines are all about as long and mostly break within sentences.
    """
    joined: list[str] = []
    for block in _blocks(lines):
        if always or _is_wrapped(block):
            joined += [" ".join(block), ""]
        else:
            joined += [*block, ""]
    return joined


def _blocks(lines: list[str]) -> list[list[str]]:
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _is_wrapped(block: list[str]) -> bool:
    inner = block[:-1]
    if len(inner) < 2 or max(map(len, block)) > 110:
        return False
    longest = max(map(len, inner))
    even = sum(len(line) >= longest - 18 for line in inner)
    open_ends = sum(not SENTENCE_END.search(line) for line in inner)
    return longest >= 40 and even >= 0.8 * len(inner) and open_ends >= 0.6 * len(inner)


MARKS = (
    (re.compile(r"!\[[^\]]{0,300}\]\([^)]{0,500}\)"), ""),
    (re.compile(r"\[([^\]]{1,300})\]\((?:[^()\s]|\([^()]*\)){1,500}(?:\s+\"[^\"]*\")?\)"), r"\1"),
    (re.compile(r"\[([^\]]{1,300})\]\[[^\]]{0,60}\]"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.{1,400}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]{1,400}?)(?<=[^\s*])\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=[^\s_])([^_]{1,400}?)(?<=[^\s_])_(?![\w_])"), r"\1"),
    (re.compile(r"`([^`]{1,200})`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!>|~])"), r"\1"),
)
HEADING = re.compile(r"#{1,6}\s++(.*)")
TOP_HEADING = re.compile(r"# \s*+(.*)")
UNDERLINE = re.compile(r"=+")
BLOCK_MARK = re.compile(r"(?:>\s?)+|[-*+]\s+(?=\S)|(?=\d{1,3}[.)]\s)")
RULER = re.compile(r"(?:[-*_]\s*){3,}|=+|-+|```\w*|~~~\w*")


def strip_markdown(text: str) -> tuple[str | None, str]:
    """The first top heading of a Markdown text, or None, and the text without Markdown's marks."""
    title: str | None = None
    out: list[str] = []
    for raw in text.split("\n"):
        line = raw.strip()
        heading = _take_top_heading(line, out) if title is None else None
        if heading is not None:
            title = heading
        else:
            out += _unmark_block(line)
    return title, "\n".join(out)


def _take_top_heading(line: str, above: list[str]) -> str | None:
    """The words of a top heading: `# Words`, or those above a line of `===`, which are taken from there."""
    if UNDERLINE.fullmatch(line) and _ends_alone(above):
        words, above[-1] = above[-1], ""
        return words
    match = TOP_HEADING.fullmatch(line)
    return _unmark_heading(match[1]) if match else None


def _ends_alone(lines: list[str]) -> bool:
    """Whether the last line has words, and the one above it, if there is one, has none."""
    return bool(lines) and bool(lines[-1]) and not "".join(lines[-2:-1])


def _unmark_block(line: str) -> list[str]:
    if RULER.fullmatch(line):
        return [""]
    if heading := HEADING.fullmatch(line):
        return ["", _unmark_heading(heading[1]), ""]
    mark = BLOCK_MARK.match(line)
    if mark is None:
        return [_unmark(line)]
    words = _unmark(line[mark.end() :])
    return [words] if line.startswith(">") else ["", words]


def _unmark_heading(words: str) -> str:
    return _unmark(words.rstrip("#").rstrip())


def _unmark(line: str) -> str:
    for pattern, plain in MARKS:
        line = pattern.sub(plain, line)
    return line.strip()
