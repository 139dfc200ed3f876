"""Text files to lines: list-literal debris, escapes, entities, Markdown marks and hard wraps undone."""

from __future__ import annotations

import ast
import html
import re
import unicodedata
from collections import Counter

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
LIST_START = re.compile(rf"^[\s,]*+(?:\[\s*+(?:,\s*+)?)?([{OPENING}])")
LIST_END = re.compile(rf"([{CLOSING}])\s*+(?:,\s*+\]?|\])\s*+(?:,\s*+)?$")
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
    found = Counter(
        match[1] for line in lines if re.match(r"^\s*[,\[]", line) and (match := LIST_START.match(line))
    )
    if not found:
        found = Counter(
            match[1] for line in lines if LIST_END.search(line) and (match := LIST_START.match(line))
        )
    return found.most_common(1)[0][0] if found else ""


def _unlist(line: str, quote: str) -> list[str]:
    if items := _evaluate(line):
        return [part for item in items for part in item.split("\n")]
    led = re.match(r"^[\s,\[]*[,\[]\s*", line)
    trailed = re.search(r"(?<!\s)\s*+(?:,\s*+\]?|\])\s*+(?:,\s*+)?$", line)
    core = line[led.end() if led else 0 : trailed.start() if trailed else len(line)].strip()
    if not quote:
        return _unescape(core).split("\n")
    close = QUOTES[quote]
    parts = re.split(rf"(?<=[.!?…”\"』」n]){re.escape(close)}\s*,\s*{re.escape(quote)}", core)
    opened, closed = parts[0].startswith(quote), parts[-1].endswith(close) and len(parts[-1]) > 1
    # A quote at one end only is the list's where the list's comma stands beside it.
    whole = opened and closed and (trailed or re.search(r"[.!?…”\"n].$", parts[-1]))
    if opened and (led or whole):
        parts[0] = parts[0][1:]
    if closed and (trailed or whole or (opened and led)):
        parts[-1] = parts[-1][:-1]
    return [piece for part in parts for piece in _unescape(part).split("\n")]


def _evaluate(line: str) -> list[str]:
    """A whole list literal on one line, as Python or JSON prints it; empty where it is none."""
    if (
        len(line) > LONGEST_LITERAL
        or not re.match(r"^\[\s*['\"]", line)
        or not re.search(r"['\"]\s*+(?:,\s*+)?\]$", line)
    ):
        return []
    try:
        found = ast.literal_eval(line)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return []
    return found if isinstance(found, list) and all(isinstance(item, str) for item in found) else []


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
BLOCK_MARK = re.compile(r"(?:>\s?)+|[-*+]\s+(?=\S)|(?=\d{1,3}[.)]\s)")
RULER = re.compile(r"(?:[-*_]\s*){3,}|=+|-+|```\w*|~~~\w*")


def strip_markdown(text: str) -> tuple[str | None, str]:
    """The first top heading of a Markdown text, or None, and the text without Markdown's marks."""
    title: str | None = None
    out: list[str] = []
    for raw in text.split("\n"):
        line = raw.strip()
        if re.fullmatch(r"=+|-{3,}", line) and out and out[-1] and (len(out) < 2 or not out[-2]):
            # Setext: the line above is a heading, and stands alone.
            if title is None and line[0] == "=":
                title = out.pop()
            out.append("")
        elif RULER.fullmatch(line):
            out.append("")
        elif heading := HEADING.fullmatch(line):
            words = _unmark(heading[1].rstrip("#").rstrip())
            if title is None and line.startswith("# "):
                title = words
            else:
                out += ["", words, ""]
        else:
            listed = BLOCK_MARK.match(line)
            out += [""] if listed and not line.startswith(">") else []
            out.append(_unmark(line[listed.end() :] if listed else line))
    return title, "\n".join(out)


def _unmark(line: str) -> str:
    for pattern, plain in MARKS:
        line = pattern.sub(plain, line)
    return line.strip()
