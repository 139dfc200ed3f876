"""Bytes of documents to text, whatever they declare: Korean outlets mislabel both ways."""

from __future__ import annotations

import codecs
import re

from storage.language.letters import count_hangul, is_hangul

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# `<` and a second character, in encodings whose ASCII is not single bytes (XML 1.0, appendix F).
SHAPES = (
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00<", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x4c\x6f\xa7\x94", "cp037"),
)
# Names that promise less than is sent under them (WHATWG Encoding). A page that can be asked for its label
# is not in UTF-16.
WIDER = {
    "cp949": "euc-kr euc_kr ks_c_5601-1987 ks_c_5601 ksc5601 korean ms949 windows-949 x-windows-949 uhc",
    "cp1252": "iso-8859-1 latin1 latin-1 us-ascii ascii",
    "gb18030": "gb2312 gbk",
    "cp932": "shift_jis shift-jis sjis x-sjis",
    "utf-8": "unicode utf8 utf-16 utf-16le utf-16be",
}
CODECS = {label: codec for codec, labels in WIDER.items() for label in labels.split()}
NO_CHARSETS = frozenset({"punycode", "idna", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7"})
"""Codecs of Python's that no document is in; reading punycode takes quadratic time."""

HEAD_BYTES = 4096
DECLARED = re.compile(
    r"""(?:charset\s{0,20}=\s{0,20}["']?|<\?xml[^>]{0,200}?encoding\s{0,20}=\s{0,20}["'])"""
    r"\s{0,20}([\w.:-]{2,40})",
    re.IGNORECASE | re.ASCII,
)
FOREIGN = re.compile(r"[^\x00-\x7f]")
# The commonest syllables of Korean news: they tell the Korean encodings apart, since bytes
# of one are mostly valid in another and then give rare syllables.
COMMON = frozenset(
    "이다의는을를에가고한하지로서기사도은인대정자해리어일시과나라부국들전적으제상아있구것보그조수했장주니"
)
COMMON_SHARE = 0.15
# Letters and marks as Windows-1252 texts use them: typographic quotes, dashes and accents.
WESTERN_CODEC = re.compile(r"cp125\d|iso8859|latin|mac|ascii")
WESTERN = re.compile(r"[“”‘’–—…•€£©®°·½À-ÿ\u00a0]")


def decode_document(body: bytes, content_type: str = "") -> str:
    """The text of a page, feed or list. It never fails: what no charset fits becomes U+FFFD.

    Marks and UTF-8 come first, then Korean by its syllables, then what the document or the header declares,
    then whatever loses the fewest bytes.
    """
    marked = _decode_marked(body)
    if marked is not None:
        return marked
    declared = _read_declared(body, content_type)
    if shifted := _decode_shifted(body, declared):
        return shifted
    try:
        return decode_utf8(body)
    except UnicodeDecodeError:
        wide = decode_wide(body) if b"\x00" in body[:HEAD_BYTES] else None
    return wide or _choose(body, declared)


def _decode_marked(body: bytes) -> str | None:
    """By a byte order mark, or by how the first `<` is written; None where neither tells."""
    for bom, codec in BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(codec, "replace")
    for shape, codec in SHAPES:
        if body.lstrip(b" \t\r\n").startswith(shape):
            return body.decode(codec, "replace")
    return None


def _read_declared(body: bytes, content_type: str) -> list[str]:
    """The codecs that the document itself, then the header, names and Python knows."""
    labels = DECLARED.findall(body[:HEAD_BYTES].decode("latin-1")) + DECLARED.findall(content_type)
    found = (find_codec(CODECS.get(label.lower(), label)) for label in labels)
    return list(dict.fromkeys(codec for codec in found if codec))


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


def _decode_shifted(body: bytes, declared: list[str]) -> str | None:
    """Text with shift codes between ASCII bytes, which every other charset would take for its own."""
    if b"\x1b$" not in body:
        return None
    korean = "iso2022_kr" if b"\x1b$)C" in body else None
    codec = next((name for name in declared if name.startswith("iso2022")), korean)
    return body.decode(codec, "replace") if codec else None


def _choose(body: bytes, declared: list[str]) -> str:
    """The best reading of what is not quite UTF-8."""
    utf8 = body.decode("utf-8", "replace")
    if _is_torn_utf8(utf8):
        return utf8
    return decode_korean(body) or _choose_declared(body, declared, utf8)


def _is_torn_utf8(text: str) -> bool:
    """Whether it is UTF-8 with a torn character or two, so that most characters beyond ASCII still come out.

    Syllables come out of no other charset by chance, so that a few of them outweigh stray bytes.
    """
    lost = _lost(text)
    return lost * 10 <= len(FOREIGN.findall(text)) or lost <= count_hangul(text)


def _choose_declared(body: bytes, declared: list[str], utf8: str) -> str:
    """The declared reading that loses the least, unless what is declared may be any bytes and Korean fits."""
    readings = {codec: body.decode(codec, "replace") for codec in declared if codec != "utf-8"}
    whole = _keep_whole(readings)
    korean = body.decode("cp949", "replace")
    # A Western charset fits any bytes, those of Korean with a few torn or foreign ones too.
    if all(map(WESTERN_CODEC.match, whole)) and _is_torn_korean(korean):
        return korean
    return min([*(whole or readings).values(), body.decode("cp1252", "replace"), utf8], key=_lost)


def _keep_whole(readings: dict[str, str]) -> dict[str, str]:
    return {codec: text for codec, text in readings.items() if not _lost(text)}


def _lost(text: str) -> int:
    return text.count("\ufffd")


def _is_torn_korean(text: str) -> bool:
    """Whether most characters beyond ASCII are syllables of Hangul, and few were lost."""
    syllables = count_hangul(text)
    return syllables * 2 > len(FOREIGN.findall(text)) and _lost(text) * 3 < syllables


def decode_utf8(data: bytes) -> str:
    """UTF-8, where what was cut off within its last character loses only that.

    Raises: UnicodeDecodeError.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason != "unexpected end of data":
            raise
        return data[: error.start].decode("utf-8")


def try_codec(data: bytes, codec: str) -> str | None:
    """The text in this codec, None where it has other bytes than a last character that was cut off."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 2 and error.start:
            return data[: error.start].decode(codec)
        return None


def decode_korean(data: bytes) -> str | None:
    """CP949 (which contains EUC-KR) or Johab, whichever gives the commoner syllables; None: neither does."""
    texts = [text for codec in ("cp949", "johab") if (text := try_codec(data, codec)) is not None]
    best = max(texts, key=_common_share, default=None)
    return best if best is not None and _common_share(best) >= COMMON_SHARE else None


def _common_share(text: str) -> float:
    """Which share of all characters that are not ASCII are common Korean syllables."""
    foreign = FOREIGN.findall(text)
    return sum(letter in COMMON for letter in foreign) / len(foreign) if foreign else 0.0


def decode_wide(data: bytes) -> str | None:
    """UTF-16 without its mark: right where nearly all comes out as letters of our scripts."""
    if len(data) % 2 or len(data) < 4:
        return None
    for codec in ("utf-16-le", "utf-16-be"):
        text = try_codec(data, codec)
        if text and sum(map(_is_ours, text)) >= 0.95 * len(text):
            return text
    return None


def _is_ours(letter: str) -> bool:
    return (
        letter in "\n\r\t"
        or " " <= letter <= "ÿ"
        or is_hangul(letter)
        or "‐" <= letter <= "⁯"
        or "　" <= letter <= "〿"
    )


def decode_western(data: bytes) -> str | None:
    """Windows-1252, only for Latin prose with a few typographic marks in it."""
    text = try_codec(data, "cp1252")
    if text is None:
        return None
    foreign = FOREIGN.findall(text)
    if len(foreign) > 0.15 * len(text) or not all(WESTERN.match(letter) for letter in foreign):
        return None
    return text
