"""Bytes of text files to text: UTF-8, UTF-16, and the Korean encodings that old files come in."""

from __future__ import annotations

import codecs
import re

from storage.errors import ReadError

MAGIC = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive (docx, hwpx, xlsx and odt are such)"),
    (b"\xd0\xcf\x11\xe0", "an old Office or HWP document"),
    (b"HWP Document File", "an HWP document"),
    (b"\x1f\x8b", "gzip-compressed"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a RIFF media file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"BZh", "bzip2-compressed"),
    (b"\xfd7zXZ", "xz-compressed"),
    (b"\x28\xb5\x2f\xfd", "zstd-compressed"),
    (b"{\\rtf", "an RTF document"),
)
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
HINT = "save it as UTF-8 text"
# The commonest syllables of Korean news: they tell the Korean encodings apart, since bytes
# of one are mostly valid in another and then give rare syllables.
COMMON = frozenset(
    "이다의는을를에가고한하지로서기사도은인대정자해리어일시과나라부국들전적으제상아있구것보그조수했장주니"
)
# Letters and marks as Windows-1252 texts use them: typographic quotes, dashes and accents.
WESTERN = re.compile(r"[“”‘’–—…•€£©®°·½À-ÿ\u00a0]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


def decode_text(data: bytes, *, path: str) -> str:
    """The text of a file, its line ends as `\\n`.

    Raises: ReadError, which names what the bytes are where that can be told: empty, binary
    (of which kind), or in an encoding that is none of ours.
    """
    if not data.strip(b"\x00 \t\r\n\x0b\x0c\xef\xbb\xbf\xff\xfe"):
        raise ReadError(path, "the file is empty" if not data else "the file has no text", "remove it")
    for magic, name in MAGIC:
        if data.startswith(magic):
            raise ReadError(path, f"it is {name}, not text", HINT)
    text = _decode_marked(data, path) or _decode_plain(data, path)
    if len(CONTROL.findall(text)) > max(2, len(text) // 200):
        raise ReadError(path, "it is binary, not text", HINT)
    return CONTROL.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def doubt_encoding(data: bytes) -> str | None:
    """What to say of a text that is not in UTF-8 and does not say in what else it is; None: nothing."""
    if any(data.startswith(bom) for bom, _ in BOMS):
        return None
    try:
        _decode_utf8(data)
    except UnicodeDecodeError:
        guess = "EUC-KR (CP949)" if _decode_korean(data) else "another encoding"
        return f"it is not UTF-8; it was read as {guess}, so look at the result, or {HINT}"
    return None


def _decode_marked(data: bytes, path: str) -> str | None:
    """By a byte order mark or an escape sequence, which say outright what follows."""
    for bom, codec in BOMS:
        if data.startswith(bom):
            rest = data[len(bom) :]
            if codec.startswith("utf-16"):
                rest = rest[: len(rest) // 2 * 2]
            try:
                return _decode_utf8(rest) if codec == "utf-8" else rest.decode(codec)
            except UnicodeDecodeError as error:
                raise ReadError(
                    path, f"it says that it is {codec.upper()}, and byte {error.start} is not", HINT
                ) from error
    if b"\x1b$)C" in data[:200]:
        return _try(data, "iso2022_kr")
    return None


def _decode_plain(data: bytes, path: str) -> str:
    if b"\x00" in data:
        wide = _decode_wide(data)
        if wide is None:
            raise ReadError(path, "it is binary, not text", HINT)
        return wide
    try:
        return _decode_utf8(data)
    except UnicodeDecodeError as error:
        text = _decode_korean(data) or _decode_wide(data) or _decode_western(data)
        if text is None:
            line = data.count(b"\n", 0, error.start) + 1
            where = f"byte 0x{data[error.start]:02x} in line {line}"
            why = f"it is in none of UTF-8, UTF-16, EUC-KR and CP949 ({where})"
            raise ReadError(path, why, HINT) from error
        return text


def _decode_utf8(data: bytes) -> str:
    """UTF-8, where a file that was cut off within its last character loses only that."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason != "unexpected end of data":
            raise
        return data[: error.start].decode("utf-8")


def _try(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        # Cut off within the last character.
        if error.start >= len(data) - 2 and error.start:
            return data[: error.start].decode(codec)
        return None


def _decode_korean(data: bytes) -> str | None:
    """CP949 (which contains EUC-KR) or Johab, whichever gives the commoner syllables."""
    scored = [(share, text) for codec in ("cp949", "johab") if (text := _try(data, codec)) is not None
              for share in (_korean_share(text),)]  # fmt: skip
    if not scored:
        return None
    share, text = max(scored, key=lambda pair: pair[0])
    return text if share >= 0.15 else None


def _korean_share(text: str) -> float:
    """Which share of all characters that are not ASCII are common Korean syllables."""
    foreign = [letter for letter in text if not letter.isascii()]
    return sum(letter in COMMON for letter in foreign) / len(foreign) if foreign else 0.0


def _decode_wide(data: bytes) -> str | None:
    """UTF-16 without its mark: right where nearly all comes out as letters of our scripts."""
    if len(data) % 2 or len(data) < 4:
        return None
    for codec in ("utf-16-le", "utf-16-be"):
        text = _try(data, codec)
        if text and sum(_is_ours(letter) for letter in text) >= 0.95 * len(text):
            return text
    return None


def _is_ours(letter: str) -> bool:
    return (
        letter in "\n\r\t"
        or " " <= letter <= "ÿ"
        or "가" <= letter <= "힣"
        or "‐" <= letter <= "⁯"
        or "　" <= letter <= "〿"
    )


def _decode_western(data: bytes) -> str | None:
    """Windows-1252, only for Latin prose with a few typographic marks in it."""
    text = _try(data, "cp1252")
    if text is None:
        return None
    foreign = [letter for letter in text if not letter.isascii()]
    if len(foreign) > 0.15 * len(text) or not all(WESTERN.match(letter) for letter in foreign):
        return None
    return text


DECLARED = re.compile(
    rb"(?:charset\s*=\s*[\"']?|<\?xml[^>]{0,80}encoding\s*=\s*[\"'])\s*([\w.:-]{2,30})", re.IGNORECASE
)
HEAD_BYTES = 4096
# What browsers read under these labels (WHATWG Encoding), and Python's codecs do not.
NO_CHARSETS = frozenset({"punycode", "idna", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7"})
"""Codecs of Python's that no document is in; reading punycode takes quadratic time."""

LABELS = {
    "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "ksc5601": "cp949", "ks_c_5601": "cp949",
    "korean": "cp949", "windows-949": "cp949", "ms949": "cp949",
    "x-windows-949": "cp949", "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252",
    "us-ascii": "cp1252", "ascii": "cp1252",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932",
    "x-sjis": "cp932",
    "unicode": "utf-8", "utf8": "utf-8", "utf-16": "utf-8", "utf-16le": "utf-8", "utf-16be": "utf-8",
}  # fmt: skip


def decode_page(body: bytes, content_type: str = "") -> str:
    """The text of an HTML or XML document, whatever its labels say: they are wrong too often.

    Marks and strict UTF-8 come first, then Korean by its syllables, then what the page or
    the header declares, then a detector; at the end UTF-8 with replacement characters.
    """
    for bom, codec in BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(codec, "replace")
    try:
        return _decode_utf8(body)
    except UnicodeDecodeError:
        pass
    if b"\x1b$)C" in body[:HEAD_BYTES] and (shifted := _try(body, "iso2022_kr")):
        return shifted
    if b"\x00" in body[:HEAD_BYTES] and (wide := _decode_wide(body)):
        return wide
    declared = _read_declared(body, content_type)
    for text in (_decode_korean(body), *(_try(body, codec) for codec in declared)):
        if text:
            return text
    return _decode_broken(body, declared)


def _read_declared(body: bytes, content_type: str) -> list[str]:
    """The codecs that the document and the header name, known ones only, the document's first."""
    labels = [match.decode("ascii", "replace") for match in DECLARED.findall(body[:HEAD_BYTES])]
    labels += [
        match.decode("ascii", "replace")
        for match in DECLARED.findall(content_type.encode("ascii", "replace"))
    ]
    codecs_found: list[str] = []
    for label in labels:
        name = find_codec(LABELS.get(label.lower(), label.lower()))
        if name and name not in codecs_found:
            codecs_found.append(name)
    return codecs_found


def find_codec(label: str) -> str | None:
    """Python's name of the charset of this name, None where there is none.

    Python calls ciphers, compressions and escapes codecs too; a hostile page may name those.
    """
    try:
        name = codecs.lookup(label).name
        # Decoding nothing would not tell.
        b"a".decode(name, "replace")
    except (LookupError, ValueError, TypeError):
        return None
    return None if name in NO_CHARSETS else name


def _decode_broken(body: bytes, declared: list[str]) -> str:
    """No codec fits whole: the one that loses least, among UTF-8, Korean and what was declared."""
    best = body.decode("utf-8", "replace")
    lost = best.count("\ufffd")
    for codec in ("cp949", *declared):
        try:
            text = body.decode(codec, "replace")
        except (LookupError, UnicodeError, ValueError):
            continue
        if text.count("\ufffd") < lost and (codec != "cp949" or _korean_share(text) >= 0.15):
            best, lost = text, text.count("\ufffd")
    return best
