"""What reading an article costs: by number of aliases, and against 10,000 watches, beside plain scans.

    python bench/match.py

Texts are made of a fixed vocabulary by a fixed seed, half of them Korean; figures are CPU time, so that
their ratios hold on a busy machine.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime

from alerts.watch.aims import Use
from alerts.watch.matcher import compile_watchlist
from alerts.watch.scan import Scanner
from alerts.watch.surface import Surface
from alerts.watch.terms import make_patterns
from storage.records import Article, Entity, Sighting, TextFrom, Watch

SEED = 7
ARTICLES = 60


def _list_words(words: str) -> list[str]:
    return words.split()


_ONSETS = _list_words("b c d f g h j k l m n p r s t v w br ch cl dr fl gr pl pr sh st tr")
_RHYMES = _list_words("a e i o u an en in on ar er or al el ion ent ance ing ist ate")
_SYLLABLES = _list_words(
    "가 나 다 라 마 바 사 아 자 차 한 미 북 정 상 회 담 동 맹 핵 협 의 국 방 외 교 장 관 위 원 대 통 령"
)
_PARTICLES = ["이", "은", "을", "의", "에서", "", "과", "에", "까지도"]


def make_word(chance: random.Random) -> str:
    """A pronounceable Latin word of two to four syllables."""
    return "".join(chance.choice(_ONSETS) + chance.choice(_RHYMES) for _ in range(chance.randint(2, 4)))


def make_eojeol(chance: random.Random) -> str:
    """A Hangul word of two to four syllables."""
    return "".join(chance.choice(_SYLLABLES) for _ in range(chance.randint(2, 4)))


def make_articles(chance: random.Random, latin: list[str], east: list[str]) -> list[Article]:
    """News-sized texts, each in one language; three words of four are nobody's term, as in news."""

    def pick(words: list[str]) -> str:
        half = len(words) // 2
        return words[int(half * chance.random() ** 4) + (half if chance.random() < 0.75 else 0)]

    made = []
    for number in range(ARTICLES):
        lines = []
        for _ in range(12):
            if number % 2:
                lines.append(" ".join(pick(east) + chance.choice(_PARTICLES) for _ in range(40)) + "다.")
            else:
                lines.append(" ".join(pick(latin) for _ in range(32)).capitalize() + ".")
        made.append(
            Article(
                key=f"text:{number}",
                title=lines[0][:60],
                text="\n".join(lines),
                lang="ko" if number % 2 else "en",
                fetched_at=datetime(2025, 1, 6, tzinfo=UTC),
                sighting=Sighting.LIVE,
                text_from=TextFrom.PAGE,
            )
        )
    return made


def clock(act: Callable[[Article], object], articles: list[Article]) -> float:
    """The least CPU seconds of three rounds for one article."""
    rounds = []
    for _ in range(3):
        start = time.process_time()
        for article in articles:
            act(article)
        rounds.append((time.process_time() - start) / len(articles))
    return min(rounds)


def measure_aliases(aliases: list[str], articles: list[Article]) -> None:
    """Megabytes of UTF-8 a second with this many aliases, edges and particles judged."""
    size = sum(len(article.text.encode()) for article in articles) / len(articles)
    owned = [
        ((Use.ALIAS, number), pattern)
        for number, alias in enumerate(aliases)
        for pattern in make_patterns(alias)
    ]
    scanner = Scanner(owned)
    surfaces = {article.key: Surface(article) for article in articles}
    for surface in surfaces.values():
        scanner.scan(surface)
    whole = clock(lambda article: scanner.scan(Surface(article)), articles)
    scan = clock(lambda article: scanner.scan(surfaces[article.key]), articles)
    print(f"{len(aliases):>7} aliases: {size / whole / 1e6:6.1f} MB/s, {size / scan / 1e6:6.1f} laid out")


def measure_plain(aliases: list[str], articles: list[Article]) -> None:
    """The same words by one regular expression, for comparison."""
    size = sum(len(article.text.encode()) for article in articles) / len(articles)
    pattern = re.compile("|".join(rf"\b{re.escape(alias)}\b" for alias in aliases), re.IGNORECASE)
    plain = clock(lambda article: pattern.findall(article.text), articles[:6])
    print(f"{len(aliases):>7} aliases: {size / plain / 1e6:6.2f} MB/s with re (other answers: no particles)")


def measure_watches(watches: int, latin: list[str], east: list[str], articles: list[Article]) -> None:
    """Milliseconds an article against this many boolean watches and a gazetteer of 300."""
    chance = random.Random(SEED)
    entities = [
        Entity(id=f"e{n}", name=latin[n * 9], kind="body", aliases=(latin[n * 9], east[n * 9]))
        for n in range(300)
    ]
    shapes = (
        "{a} AND {b} NOT {c}",
        "({a} OR {b}) NEAR/8 {c}",
        "{e} AND ({a} OR {b})",
        '"{a} {b}" OR {c} {a}',
        "title:{a} OR {e} SENT {b}",
        "ATLEAST/2 {a} lang:en",
    )

    def make_query(number: int) -> str:
        words = chance.sample(latin if number % 2 else east, 3)
        entity = f"@{chance.choice(entities).id}"
        return chance.choice(shapes).format(a=words[0], b=words[1], c=words[2], e=entity)

    listed = [Watch(id=f"w{n}", name="", query=make_query(n)) for n in range(watches)]
    start = time.process_time()
    watchlist = compile_watchlist(entities, listed)
    built = time.process_time() - start
    met = sum(len(watchlist.read(article).matches()) for article in articles) / len(articles)
    cost = clock(lambda article: watchlist.read(article).matches(), articles)
    print(f"{watches:>7} watches: {cost * 1e3:6.2f} ms an article, {met:.0f} met; compiled in {built:.1f} s")


def main() -> None:
    """Print all figures."""
    chance = random.Random(SEED)
    latin = sorted({make_word(chance) for _ in range(80_000)}, key=lambda _: chance.random())
    east = sorted({make_eojeol(chance) for _ in range(80_000)}, key=lambda _: chance.random())
    articles = make_articles(chance, latin[:40_000], east[:40_000])
    for count in (1_000, 10_000, 100_000):
        measure_aliases([*latin[: count // 2], *east[: count // 2]], articles)
    measure_plain(latin[:500] + east[:500], articles)
    for count in (100, 10_000):
        measure_watches(count, latin[:20_000], east[:20_000], articles)


if __name__ == "__main__":
    main()
