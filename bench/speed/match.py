"""What reading an article costs: by number of aliases, beside plain scans, and against 10,000 watches.

    python -m bench.speed.match [--texts FILE.jsonl]

The texts are made by a fixed seed, half of them Korean, and name aliases as often as ALIASES_PER_KB says;
`--texts` measures on others, a `title`, `text` and `lang` a line. Figures are CPU time of the product's own
call, `Watchlist.read(article).mentions()`, so that their ratios hold on a busy machine. What only finds
words, without particles, capitals, gates or look-alikes, runs on the same texts beside it: ahocorasick_rs
alone is the bound. pyahocorasick and flashtext are no dependencies: `pip install pyahocorasick flashtext`
for them.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import random
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ahocorasick_rs import AhoCorasick, Implementation

from alerts.watch.matcher import compile_watchlist
from flows.config.loading.load import load_settings
from flows.learning.examples import FOLDER, read_bundled
from flows.learning.models import find_models
from storage.records import Article, Entity, Sighting, TextFrom, Watch

SEED = 7
ARTICLES = 200
WORDS_AN_ARTICLE = {"en": 320, "ko": 240}  # some 3.7 kB each
ALIASES_PER_KB, DENSE_PER_KB = 2.0, 30.0
"""So often general news name one of 1,100 aliases of Korea-US diplomacy, and news of that diplomacy."""


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


def make_eojeol(chance: random.Random, least: int = 2) -> str:
    """A Hangul word of so many syllables up to two more."""
    return "".join(chance.choice(_SYLLABLES) for _ in range(chance.randint(least, least + 2)))


def make_entities(chance: random.Random, aliases: int) -> list[Entity]:
    """Bodies with an English name of one to three words and a Korean one of four to six syllables."""
    made = []
    for number in range(aliases // 2):
        name = " ".join(make_word(chance).capitalize() for _ in range(chance.choice((1, 2, 2, 3))))
        alias = make_eojeol(chance, 4)
        made.append(Entity(id=f"e{number}", name=name, kind="body", aliases=(name, alias)))
    return made


def make_articles(
    chance: random.Random, entities: Sequence[Entity], per_kb: float = ALIASES_PER_KB
) -> list[Article]:
    """News-sized texts in one language each, in sentences with commas and quotes, with so many names a kB."""
    latin = [make_word(chance) for _ in range(8_000)]
    east = [make_eojeol(chance) for _ in range(8_000)]
    made = []
    for number in range(ARTICLES):
        lang = "ko" if number % 2 else "en"
        words = [
            _pick(chance, east) + chance.choice(_PARTICLES) if lang == "ko" else _pick(chance, latin)
            for _ in range(WORDS_AN_ARTICLE[lang])
        ]
        kilobytes = len(" ".join(words).encode()) / 1000
        for _ in range(round(kilobytes * per_kb)):
            # A few names make most of the news: the 30 commonest of 1,100 were 63 % of what was found.
            name = entities[int(len(entities) * chance.random() ** 8)].aliases[lang == "ko"]
            words[chance.randrange(len(words))] = name + (chance.choice(_PARTICLES) if lang == "ko" else "")
        made.append(_make_article(number, "\n".join(_write_lines(chance, words)), lang))
    return made


def _pick(chance: random.Random, words: list[str]) -> str:
    return words[int(len(words) * chance.random() ** 3)]


def _write_lines(chance: random.Random, words: list[str]) -> list[str]:
    lines, at = [], 0
    while at < len(words):
        sentences = []
        for size in (chance.randint(12, 24) for _ in range(2)):
            part = words[at : at + size]
            at += size
            if len(part) > 4:
                part[3] += ","
            sentences.append(" ".join(part))
        lines.append(f"{sentences[0]}. “{sentences[1]},” he said.")
    return lines


def _make_article(number: int, text: str, lang: str, title: str = "") -> Article:
    return Article(
        key=f"text:{number}",
        title=title or text[:60].split("\n")[0],
        text=text,
        lang=lang,
        fetched_at=datetime(2025, 1, 6, tzinfo=UTC),
        sighting=Sighting.LIVE,
        text_from=TextFrom.PAGE,
    )


def read_articles(path: Path) -> list[Article]:
    """Texts of a file, one JSON object a line."""
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        _make_article(number, record["text"], record.get("lang", "en"), record.get("title", ""))
        for number, record in enumerate(records)
    ]


def clock(act: Callable[[Article], object], articles: Sequence[Article]) -> float:
    """The least CPU seconds of five rounds over the articles."""
    rounds = []
    for _ in range(5):
        gc.collect()
        start = time.process_time()
        for article in articles:
            act(article)
        rounds.append(time.process_time() - start)
    return min(rounds)


def count_megabytes(articles: Sequence[Article]) -> float:
    """UTF-8, titles included."""
    return sum(len(f"{article.title}\n{article.text}".encode()) for article in articles) / 1e6


def measure_aliases(entities: Sequence[Entity], articles: Sequence[Article]) -> None:
    """Megabytes a second of finding every accepted mention, in each language and together."""
    watchlist = compile_watchlist(entities, ())
    found = sum(mention.count for article in articles for mention in watchlist.read(article).mentions())
    speeds = []
    for lang in ("en", "ko"):
        some = [article for article in articles if article.lang == lang]
        if some:
            speed = count_megabytes(some) / clock(lambda one: watchlist.read(one).mentions(), some)
            speeds.append(f"{lang} {speed:.1f}")
    whole = count_megabytes(articles)
    speed = whole / clock(lambda article: watchlist.read(article).mentions(), articles)
    print(
        f"{len(entities) * 2:>7} aliases: {speed:6.1f} MB/s read ({', '.join(speeds)};"
        f" {found / whole / 1e3:.1f} mentions a kB)"
    )


def measure_share(entities: Sequence[Entity], articles: Sequence[Article]) -> None:
    """What each language is read at beside ahocorasick_rs alone on the same texts, in turn.

    Of each article the least of twelve rounds counts: what else the machine does falls on few of them.
    """
    read, find = compile_watchlist(entities, ()).read, _make_bound(entities)
    for lang in ("en", "ko"):
        some = [article for article in articles if article.lang == lang]
        ours, bound = _clock_in_turn((lambda one: read(one).mentions(), find), some)
        size = count_megabytes(some)
        print(
            f"{len(entities) * 2:>7} aliases: {lang} {size / ours:5.1f} MB/s read, {size / bound:5.1f} MB/s"
            f" ahocorasick_rs alone: {bound / ours:.2f} of it"
        )


def _clock_in_turn(acts: Sequence[Callable[[Article], object]], articles: Sequence[Article]) -> list[float]:
    """The CPU seconds of each act over the articles, of each article its least of twelve rounds."""
    least = [[float("inf")] * len(articles) for _ in acts]
    for _ in range(12):
        for act, own in zip(acts, least, strict=True):
            for number, article in enumerate(articles):
                start = time.process_time()
                act(article)
                own[number] = min(own[number], time.process_time() - start)
    return [sum(own) for own in least]


def _make_bound(entities: Sequence[Entity]) -> Callable[[Article], object]:
    names = sorted({alias.lower() for entity in entities for alias in entity.aliases})
    bound = AhoCorasick(names, implementation=Implementation.ContiguousNFA)
    return lambda article: bound.find_matches_as_indexes(article.text.lower(), overlapping=True)


def measure_peers(entities: Sequence[Entity], articles: Sequence[Article]) -> None:
    """The same names found as they are written, without edges: what the parts alone can do."""
    names = sorted({alias.lower() for entity in entities for alias in entity.aliases})
    bound = AhoCorasick(names, implementation=Implementation.ContiguousNFA)
    peers: dict[str, Callable[[str], object]] = {
        "ahocorasick_rs alone": lambda text: bound.find_matches_as_indexes(text, overlapping=True)
    }
    if automaton := _import_peer("ahocorasick"):
        other = automaton.Automaton()
        for name in names:
            other.add_word(name, name)
        other.make_automaton()
        peers["pyahocorasick alone"] = lambda text: list(other.iter(text))
    if flashtext := _import_peer("flashtext"):
        processor = flashtext.KeywordProcessor()
        processor.add_keywords_from_list(names)
        peers["flashtext"] = processor.extract_keywords
    for what, find in peers.items():
        speed = count_megabytes(articles) / clock(
            lambda article, find=find: find(article.text.lower()), articles
        )  # type: ignore[misc]
        print(f"{len(entities) * 2:>7} aliases: {speed:6.1f} MB/s {what}")
    if len(entities) <= 500:
        pattern = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in names), re.IGNORECASE)
        some = articles[:6]
        speed = count_megabytes(some) / clock(lambda article: pattern.findall(article.text), some)
        print(f"{len(entities) * 2:>7} aliases: {speed:6.2f} MB/s one regular expression")


def _import_peer(name: str):  # type: ignore[no-untyped-def]  # a peer has no types, and may be missing
    try:
        return importlib.import_module(name)
    except ImportError:
        print(f"        {name} is not installed, and left out")
        return None


def measure_watches(watches: int, articles: Sequence[Article]) -> None:
    """Milliseconds an article against this many boolean watches and a gazetteer of 600 aliases."""
    chance = random.Random(SEED)
    entities = make_entities(chance, 600)
    words = {lang: _list_common(articles, lang) for lang in ("en", "ko")}
    shapes = (
        "{a} AND {b} NOT {c}",
        "({a} OR {b}) NEAR/8 {c}",
        "{e} AND ({a} OR {b})",
        '"{a} {b}" OR {c} {a}',
        "title:{a} OR {e} SENT {b}",
        "ATLEAST/2 {a} lang:en",
    )

    def make_query(number: int) -> str:
        a, b, c = chance.sample(words["en" if number % 2 else "ko"], 3)
        return chance.choice(shapes).format(a=a, b=b, c=c, e=f"@{chance.choice(entities).id}")

    listed = [Watch(id=f"w{n}", name="", query=make_query(n)) for n in range(watches)]
    start = time.process_time()
    watchlist = compile_watchlist(entities, listed)
    built = time.process_time() - start
    met = sum(len(watchlist.read(article).matches()) for article in articles) / len(articles)
    cost = clock(lambda article: watchlist.read(article).matches(), articles) / len(articles)
    print(f"{watches:>7} watches: {cost * 1e3:6.2f} ms an article, {met:.0f} met; compiled in {built:.1f} s")


def join_examples() -> list[Article]:
    """Articles of some 2.5 kB on what the bundled ideas are about: their examples, one after another."""
    lessons = [one for path in sorted(FOLDER.glob("*.toml")) for one in read_bundled(path)]
    made = []
    for lang, size in (("en", 14), ("ko", 24)):
        some = [one.article for one in lessons if one.article.lang == lang]
        for start in range(0, len(some) - size, size):
            part = some[start : start + size]
            made.append(replace(part[0], text=" ".join(f"{one.title}. {one.text}" for one in part)))
    return made


def measure_ideas(articles: Sequence[Article]) -> None:
    """Milliseconds an article for the bundled watchlist by its queries, and for each idea weighed beside."""
    settings = load_settings()
    plain = compile_watchlist(settings.entities, settings.watches)
    taught = plain.teach(find_models(settings.watches, settings.entities, None, settings.timezone).models)

    def weigh(article: Article, ideas: Sequence[str]) -> None:
        reading = taught.read(article)
        for idea in ideas:
            reading.weigh(idea)

    def cost(ideas: Sequence[str]) -> float:
        return clock(lambda article: weigh(article, ideas), articles) / len(articles) * 1e3

    whole = clock(lambda article: plain.read(article).matches(), articles) / len(articles) * 1e3
    alone, one, both = (cost(list(taught.learned)[:count]) for count in range(3))
    more = f"one idea weighed {one - alone:.2f} ms more, two {both - alone:.2f}"
    print(f"bundled watchlist: {whole:6.2f} ms an article; {more}")


def _list_common(articles: Sequence[Article], lang: str) -> list[str]:
    """Words of the texts, and as many that none of them has."""
    texts = " ".join(article.text for article in articles if article.lang == lang)
    seen = sorted(set(re.findall("[가-힣]+" if lang == "ko" else "[a-z]+", texts)))
    return [*seen, *(word + ("라" if lang == "ko" else "ox") for word in seen)]


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path)
    path = parser.parse_args().texts
    chance = random.Random(SEED)
    entities = make_entities(chance, 100_000)
    for count in (1_000, 10_000, 100_000):
        some = entities[: count // 2]
        articles = read_articles(path) if path else make_articles(random.Random(SEED), some)
        measure_aliases(some, articles)
        measure_peers(some, articles)
    few = entities[:500]
    for per_kb in (ALIASES_PER_KB, DENSE_PER_KB):
        print(f"        {per_kb:.0f} names a kB")
        measure_share(few, make_articles(random.Random(SEED), few, per_kb))
    for count in (100, 10_000):
        measure_watches(count, articles)
    measure_ideas(join_examples())


if __name__ == "__main__":
    main()
