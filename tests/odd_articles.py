"""Articles as nobody sane would write them, made from seeds: what a source, a page or a file may bring."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from flows.keeping.build_article import article_of_feed, article_of_file
from storage.records import Article, Entry, Extract, Published, Source, Teaser, Waiting

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)

NUMBERS = (
    "0", "0th", "0st", "1st", "٣", "٣th", "３", "３차", "Ⅳ", "ⅷ", "²³", "10²", "½", "⅓ of", "一二三",
    "第四", "零", "億", "1억2천만", "1조 2000억", "100만만만", "제0회", "제1.5회", "제０차",
    "제99999999999999999999차", "9" * 300, "1" * 5000, "1,,2,3", "1.2.3.4", "-0", "1e999", "𝟙𝟚", "০৪",
    "1️⃣", "$1.5bn", "€0.000001", "3.5%p", "0.0", "00", "1/0", "٠.٥", "12:60", "24:00", "Feb. 30",
    "Dec. 32, 2026", "13월 45일", "0월 0일", "2026년 99월", "the 31st of June", "1st and 2nd", "fourth",
    "SİXTH", "sıxth", "fıve", "bİllion", "zeroth", "tenth round", "twenty-first", "열세 차례", "세 명",
    "만", "19" + "0" * 40, "2" * 60 + "명", "1,234,567.890,12", "B-52", "F-35",
    "10,000,000,000,000,000,000조원",
)  # fmt: skip
ODD = (
    "\u0301", "a\u0301\u0302\u0303", "\u1100\u1161\u11a8", "\u1161", "가\u0301", "\u200d", "\u200c",
    "\u202e", "\u2066", "\ufeff", "\x00", "\x1b[31m", "\x9b", "\x85", "\ud800", "\udc00x", "\ud83d",
    "\U0001f1f0\U0001f1f7", "👩\u200d💻", "İ", "ı", "ſ", "\u212a", "ß", "ŉ", "ΐ", "\u0345", "ﬁ",
    "\u3164", "\uffa0", "\ufffd", "\uffff", "\U0010ffff", "\u2028", "\u2029", "\r\n", "\r", "\t", "\x0b",
    "\n", "\n\n\n", "\xa0", "\u3000", "\u200b", "ㆍ", "·", "“", "”", "‘", "’", "「", "』", "<", "&",
    "<b>", "&#0;", "&amp;", "]]>", "*", "@everyone", "%s", "{0}", "{", "}", "\\", "\\u0000", "$1", "'",
    '"', "=?utf-8?q?x?=", "Ⓐ", "㈜", "㎞", "ｆｕｌｌ", "ＮＣＧ", "북\u200b한", "N\u00adC\u00adG", "U.S.",
    "U.S.'s", "Ph.D.", "...", "…", "?!", "다.", "요.\"", "!!!!!",
)  # fmt: skip
WORDS = (
    "NCG", "the", "talks", "Seoul", "Washington", "Trump", "Yoon Suk Yeol", "President Lee",
    "Secretary of State Rubio", "Kim", "North Korea", "tariffs", "withdrew", "cancelled", "said",
    "on Tuesday", "Jan. 3", "meeting of", "round of", "핵협의그룹", "북한이", "대통령", "윤석열 대통령은",
    "조태열", "회의를", "연기했다", "취소됐다", "미국과", "美", "北", "트럼프", "관세", "제4차", "회담",
    "(Yonhap)", "[서울=뉴시스]", "=연합뉴스", "(AP)", "Reporting by Reuters", "무단전재", "기자",
    "Correction:", "정정:", "not", "will", "may", "denied", "Nordic Cooling Guild (NCG)", "Kim (", "who",
    "O'Neil",
)  # fmt: skip
HUGE = (
    "a" * 100_000, "가" * 100_000, "漢" * 20_000, "a " * 20_000, "(" * 20_000, '"' * 20_000, "[" * 20_000,
    "." * 20_000, "\n" * 20_000, "-" * 20_000, "\u0301" * 20_000, "1" * 20_000, "1," * 20_000,
    "가\n" * 5_000, "NCG " * 5_000, "=" * 20_000, "A.B." * 5_000, "\u1100\u1161" * 5_000,
    "👩\u200d" * 5_000, "다. " * 5_000, "1조" * 5_000, "제1차 " * 5_000,
)  # fmt: skip
EDGES = (
    datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC),
    datetime(1, 1, 1, 0, 1, tzinfo=UTC), datetime(1900, 1, 1, tzinfo=UTC),
    datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC),
    datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC), datetime(2100, 12, 31, tzinfo=UTC),
    datetime(2026, 2, 28, 23, 59, 59, tzinfo=UTC),
    datetime(2026, 11, 22, 8, tzinfo=timezone(timedelta(hours=23, minutes=59))),
    datetime(2026, 11, 22, 8, tzinfo=timezone(-timedelta(hours=23, minutes=59))),
)  # fmt: skip
URLS = (
    "https://news.example/{}", "https://news.example/{}?q=\x00&\u202e", "http://[::1]/{}", "http://[{}",
    "https://ex ample/{}", "https://xn--a/{}", "https://뉴스.example/{}/한국",
    "HTTPS://A.EXAMPLE:99999/{}", "https://a.example/%ff%zz{}", "https://user:pw@a.example/{}#f",
    "https://a.example/{}/" + "x" * 3_000, "ftp://a.example/{}", "https://a.example/\ud800{}",
    "https://a.example/{}/\x1b[31m",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd:
    """Everything that a stranger may say of one article."""

    title: str
    text: str
    subtitle: str | None
    authors: tuple[str, ...]
    outlet: str | None
    lang: str | None
    url: str
    published: Published | None
    teaser: Teaser | None


class OddWriter:
    """Writes one odd thing after another, the same for the same seed."""

    def __init__(self, seed: int, huge: Sequence[str] = HUGE) -> None:
        self._chance = random.Random(seed)
        self._huge = huge
        self._count = 0

    def words(self, most: int) -> str:
        """A line or a text of up to so many pieces, joined anyhow."""
        chance = self._chance
        pools: Sequence[Sequence[str]] = (WORDS, WORDS, WORDS, NUMBERS, ODD)
        pieces = [chance.choice(chance.choice(pools)) for _ in range(chance.randint(0, most))]
        if chance.random() < 0.02:
            pieces.insert(chance.randint(0, len(pieces)), chance.choice(self._huge))
        if chance.random() < 0.1:
            pieces.append("".join(chr(chance.randrange(0x110000)) for _ in range(5)))
        return chance.choice((" ", " ", " ", "", "\n", ". ")).join(pieces)

    def text(self) -> str:
        """A text of a few paragraphs, most of which meet a watch."""
        lines = [self.words(40) for _ in range(self._chance.randint(0, 8))]
        if self._chance.random() < 0.8:
            lines.insert(0, "The NCG met in Seoul on Friday, and North Korea refused talks.")
        return "\n".join(lines)

    def published(self) -> Published | None:
        """Some time or none, of the last days, or at the edges of time."""
        chance = self._chance
        if chance.random() < 0.15:
            return None
        at = (
            chance.choice(EDGES)
            if chance.random() < 0.3
            else NOW - timedelta(minutes=chance.randrange(4_000))
        )
        return Published(at=at, by="feed", day_only=chance.random() < 0.2)

    def write(self) -> Odd:
        """The next one."""
        chance = self._chance
        self._count += 1
        return Odd(
            title=self.words(12) if chance.random() < 0.9 else "",
            text=self.text(),
            subtitle=self.words(6) if chance.random() < 0.3 else None,
            authors=tuple(self.words(3) for _ in range(chance.randrange(3))),
            outlet=chance.choice((None, "", "The Dispatch", self.words(4))),
            lang=chance.choice((None, "en", "ko", "und", "", self.words(1))),
            url=chance.choice(URLS).format(self._count),
            published=self.published(),
            teaser=chance.choice((None, None, None, *Teaser)),
        )


def extract_of(odd: Odd) -> Extract:
    """What a page or a record says."""
    return Extract(
        title=odd.title, text=odd.text, subtitle=odd.subtitle, authors=odd.authors, outlet=odd.outlet,
        lang=odd.lang, published=odd.published, url=odd.url, teaser=odd.teaser,
    )  # fmt: skip


def from_file(odd: Odd, path: str) -> Article:
    """The article of a file that says so."""
    return article_of_file(extract_of(odd), path=path, name=path, fetched_at=NOW, outlet=odd.outlet)


def from_feed(odd: Odd, source: Source, key: str) -> Article:
    """The article of a feed that says so."""
    entry = Entry(
        url=odd.url, title=odd.title, authors=odd.authors, outlet=odd.outlet, published=odd.published
    )
    waiting = Waiting(
        key=key, source=source.id, entry=entry, announced_at=NOW, after=NOW - timedelta(hours=1), attempts=0
    )
    return article_of_feed(waiting, source, extract_of(odd), fetched_at=NOW, fresh=timedelta(days=1))
