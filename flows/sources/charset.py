"""Bytes of feeds and lists to text, whatever they declare: Korean outlets mislabel both ways."""

from __future__ import annotations

import codecs
import re

from flows.extract.decode import find_codec

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
# Names that promise less than is sent under them (WHATWG Encoding).
WIDER = {
    "cp949": "euc-kr euc_kr ks_c_5601-1987 ksc5601 ks_c_5601 ms949 windows-949 uhc x-windows-949",
    "cp1252": "iso-8859-1 latin1 us-ascii ascii",
    "gb18030": "gb2312 gbk",
    "cp932": "shift_jis x-sjis",
    "utf-16": "unicode",
}
CODECS = {name: codec for codec, names in WIDER.items() for name in names.split()}

DECLARED = re.compile(
    r"""\A.{0,200}?<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""", re.DOTALL
)
META = re.compile(r"""<meta[^>]{0,200}?charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
HANGUL = re.compile(r"[가-힣]")
FOREIGN = re.compile(r"[^\x00-\x7f]")


def decode_text(body: bytes, content_type: str = "") -> str:
    """The text of a document; undecodable bytes become U+FFFD, so it never fails.

    A byte order mark is believed, then UTF-8 where the bytes are UTF-8 but for a few, then what
    the document or the header declares, then CP949, whichever leaves the fewest bytes over.
    """
    for bom, codec in BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(codec, "replace")
    for shape, codec in SHAPES:
        if body.lstrip(b" \t\r\n").startswith(shape):
            return body.decode(codec, "replace")
    declared = _declared(body, content_type)
    if b"\x1b$" in body:
        # Shift codes between ASCII bytes, which every other charset would take for text.
        shifting = [name for name in declared if name.startswith("iso2022")]
        if shifting or b"\x1b$)C" in body:
            return body.decode(shifting[0] if shifting else "iso2022_kr", "replace")
    utf8 = body.decode("utf-8", "replace")
    if not _lost(utf8):
        return utf8
    return _choose(body, utf8, declared)


def _declared(body: bytes, content_type: str) -> list[str]:
    """The codecs that the document itself, then the header, names and Python knows."""
    head = body[:2_000].decode("latin-1")
    named = [match[1] for pattern in (DECLARED, META) if (match := pattern.search(head))]
    if match := CHARSET.search(content_type):
        named.append(match[1])
    return [codec for name in named if (codec := find_codec(CODECS.get(name.lower(), name)))]


def _choose(body: bytes, utf8: str, declared: list[str]) -> str:
    """The reading with the fewest lost bytes; a Western one must not be Korean in disguise."""
    korean = body.decode("cp949", "replace")
    # In UTF-8 with a torn character or two, most characters beyond ASCII still come out.
    if _lost(utf8) * 10 <= len(FOREIGN.findall(utf8)):
        return utf8
    if not _lost(korean) and _is_korean(korean):
        return korean
    readings = [body.decode(codec, "replace") for codec in declared if codec != "utf-8"]
    western = [text for text in readings if not _lost(text)]
    if western and not (_is_korean(korean) and _lost(korean) * 50 < len(korean)):
        return western[0]
    readings += [korean, body.decode("cp1252", "replace"), utf8]
    return min(readings, key=_lost)


def _lost(text: str) -> int:
    return text.count("\ufffd")


def _is_korean(text: str) -> bool:
    """Whether what is not ASCII is mostly Hangul, as in no Western text read as CP949."""
    foreign = FOREIGN.findall(text)
    return bool(foreign) and len(HANGUL.findall(text)) * 2 > len(foreign)
