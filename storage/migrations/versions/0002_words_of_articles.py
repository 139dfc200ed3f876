"""Words of articles, so that the corpus can be searched.

How a text is cut into words is written out here as it was when this migration was made, so that a change of
`storage.corpus.search` changes no old step. Such a change needs a migration that enters all words anew.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002_words_of_articles"
down_revision = "0001_the_house"

STATEMENTS = {
    "sqlite": (
        "CREATE VIRTUAL TABLE article_words"
        " USING fts5(title, body, content='', columnsize=0, tokenize='ascii')",
    ),
    "postgresql": (
        "CREATE TABLE article_words (number INTEGER PRIMARY KEY, words TSVECTOR NOT NULL)",
        "CREATE INDEX ix_article_words_words ON article_words USING gin (words)",
    ),
}
AT_ONCE = 500

ENTER = {
    "sqlite": "INSERT INTO article_words (rowid, title, body) VALUES (:number, :title, :body)",
    "postgresql": "INSERT INTO article_words (number, words)"
    " VALUES (:number, array_to_tsvector(CAST(:words AS text[])))",
}
MOST_BYTES = 900_000
LONGEST_WORD = 64

HANGUL = "가-힣\u3131-\u318c\u1100-\u11ff"
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3005"
EAST = re.compile(f"[{HANGUL}{HAN}]")
JOINT = re.compile(r"[ \t·-]*")
ABBREVIATION = r"(?<![^\W_])[A-Za-z](?:\.[A-Za-z])+(?![^\W_])\.?|(?<![^\W_])[Pp]h\.[Dd](?![^\W_])\.?"
RUN = rf"[{HANGUL}]+|[{HAN}]+|[^\W_{HANGUL}{HAN}]+"
TOKEN = re.compile(rf"({ABBREVIATION}|{RUN})(?:['’][sS](?![^\W_]))?")
UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]"
)
LOOK_ALIKES = {
    "-": "‐‑‒–—―−⸺⸻﹘﹣",
    "'": "‘’‚‛′ʼ´`",
    '"': "“”„‟″«»〝〞",
    " ": "\u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000\u3164",
    "·": "\u2027\u30fb\u318d\uff65\u22c5\u2219\u119e",
    "\n": "\r\u000b\u000c\u0085\u2028\u2029",
}
EQUALS = {ord(char): plain for plain, chars in LOOK_ALIKES.items() for char in chars}
EQUALS |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFC", UNSEEN.sub("", text).translate(EQUALS))
    lowered = plain.lower()
    if len(lowered) == len(plain):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in plain)


def _list_words(text: str) -> list[str]:
    return list(_cut_words(_fold(text)))


def _cut_words(folded: str) -> Iterator[str]:
    """Words in lower case; Hangul and Hanja in pairs of syllables, over blanks too."""
    east, end = "", 0
    for found in TOKEN.finditer(folded):
        start, stop = found.span(1)
        piece = folded[start:stop]
        is_east = EAST.match(piece) is not None
        if east and not (is_east and JOINT.fullmatch(folded, end, start)):
            yield from _cut_pairs(east)
            east = ""
        if is_east:
            east += piece
        else:
            yield piece.replace(".", "")[:LONGEST_WORD]
        end = stop
    if east:
        yield from _cut_pairs(east)


def _cut_pairs(syllables: str) -> Iterator[str]:
    yield from (syllables[at : at + 2] for at in range(len(syllables) - 1))
    yield syllables[-1]


def _write_fts5(number: int, title: list[str], body: list[str]) -> dict[str, Any]:
    return {"number": number, "title": " ".join(title), "body": " ".join(body)}


def _write_vector(number: int, title: list[str], body: list[str]) -> dict[str, Any]:
    """Each word once, those of the title again under `~`; `+` where a vector has no room for all."""
    titled = dict.fromkeys(title)
    words = [*titled, *(f"~{word}" for word in titled)]
    words.extend(word for word in dict.fromkeys(body) if word not in titled)
    room = MOST_BYTES
    for at, word in enumerate(words):
        room -= len(word.encode()) + 4
        if room < 0:
            return {"number": number, "words": [*words[:at], "+"]}
    return {"number": number, "words": words}


WRITE_ROW = {"sqlite": _write_fts5, "postgresql": _write_vector}


def upgrade() -> None:
    """Make the index and enter the articles that are there."""
    connection = op.get_bind()
    for statement in STATEMENTS[connection.dialect.name]:
        op.execute(statement)
    last = 0
    while rows := connection.execute(
        sa.text(
            "SELECT number, title, subtitle, text FROM articles WHERE number > :last"
            " ORDER BY number LIMIT :most"
        ),
        {"last": last, "most": AT_ONCE},
    ).all():
        write_row = WRITE_ROW[connection.dialect.name]
        texts = ((row.number, row.title, f"{row.subtitle or ''}\n{row.text}") for row in rows)
        entered = [write_row(number, *map(_list_words, said)) for number, *said in texts]
        connection.execute(sa.text(ENTER[connection.dialect.name]), entered)
        last = rows[-1].number
