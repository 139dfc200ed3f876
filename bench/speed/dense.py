"""What bringing in dense news costs, and what asking about it costs then.

    python -m bench.speed.dense 2000 20000 --peer OLD/bin/hanmi

Records of 300 words that name five tracked names each, half of them Korean, a fifth of them copies, spread
over the last 80 days, are brought into an empty corpus by `hanmi backfill`. Then the commands that list,
search, explain and backtest run over it; their CPU is given above that of `hanmi sources --json`. With
`--peer` another installation does the same in turn, size by size. CPU is user and system time of the process
and its children. Python keeps its bytecode, as it does for whoever installed the program, and each
installation has been started once before it is measured.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.speed.corpus import Tongue, make_tongue

SEEDS = Path(__file__).parents[2] / "seeds"
WORDS, NAMES, COPIED, OUTLETS, RECENT = 300, 5, 0.2, 60, 400
SPREAD = timedelta(days=80)
EVENTS_PER = 12
"""Articles on one event: those share their topic and most of their names."""

ASKED = (
    ("articles",),
    ("articles", "--limit", "100"),
    ("stories",),
    ("stories", "--limit", "100"),
    ("search", "@ncg"),
    ("explain", "https://outlet7.example/7"),
    ("watch", "test", "ncg", "--since", "90d"),
    ("watch", "test", "trump-transition", "--since", "90d"),
    ("watch", "test", "us-north-korea-talks", "--since", "90d"),
)

_AS_INSTALLED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process took: CPU in seconds, and the peak of its memory in MB."""

    cpu_s: float
    peak_mb: float
    said: str


def read_names() -> dict[str, list[str]]:
    """The aliases of the bundled entities by language."""
    table = tomllib.loads((SEEDS / "watchlist.toml").read_text(encoding="utf-8"))
    names: dict[str, list[str]] = {"en": [], "ko": []}
    for entity in table["entity"]:
        for alias in entity["aliases"]:
            names["ko" if re.search("[가-힣]", alias) else "en"].append(alias)
    return names


def make_records(count: int, now: datetime, seed: int = 1) -> Iterator[dict[str, str]]:
    """The records in the order of publishing; the same seed gives the same ones."""
    chance = random.Random(seed)
    tongues = {lang: make_tongue(lang, chance) for lang in ("en", "ko")}
    names = read_names()
    events: list[tuple[str, list[str], list[str]]] = []
    recent: list[dict[str, str]] = []
    for number in range(count):
        at = now - SPREAD + SPREAD * number / count
        if recent and chance.random() < COPIED:
            source = chance.choice(recent)
            title, text, lang = source["title"], source["text"], source["lang"]
        else:
            if number % EVENTS_PER == 0:
                lang = chance.choice(("en", "ko"))
                cast = chance.sample(names[lang], NAMES)
                events = [*events[-8:], (lang, cast, chance.choices(tongues[lang].words[200:], k=30))]
            lang, cast, topic = chance.choice(events)
            title, text = make_text(tongues[lang], chance, [*cast[:3], *chance.sample(names[lang], 2)], topic)
        outlet = chance.randrange(OUTLETS) if number != 7 else 7
        record = {
            "url": f"https://outlet{outlet}.example/{number}",
            "title": title,
            "text": text,
            "lang": lang,
            "outlet": f"Outlet {outlet}",
            "published_at": at.isoformat(timespec="seconds"),
        }
        recent = [*recent[1 - RECENT :], record]
        yield record


def make_text(
    tongue: Tongue, chance: random.Random, cast: Sequence[str], topic: Sequence[str]
) -> tuple[str, str]:
    """A title and six paragraphs of ten sentences in all, the names spread over them."""
    words = chance.choices(tongue.words, cum_weights=tongue.weights, k=WORDS * 7 // 10)
    words += chance.choices(topic, k=WORDS - len(words))
    chance.shuffle(words)
    for name in cast:
        words.insert(chance.randrange(len(words)), name)
    size = len(words) // 10
    sentences = [" ".join(words[at : at + size]) + "." for at in range(0, len(words), size)]
    paragraphs = [" ".join(sentences[at : at + 2]) for at in range(0, len(sentences), 2)]
    title = " ".join([cast[0], *chance.choices(topic, k=6)])
    return title, "\n\n".join(paragraphs)


def run(command: Sequence[str], may_end_with: Container[int] = (0,)) -> Cost:
    """Run a command to its end and take its own account of what it and its children used; the bench ends with
    a status that is none of those."""
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL, env=_AS_INSTALLED)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        said = out.read().decode("utf-8", "replace")
    if process.returncode not in may_end_with:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}: {said[:500]}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000, said)


def measure(hanmi: str, records: Path, count: int, folder: Path) -> None:
    """Bring the records in and ask; prints a line for each."""
    at = [hanmi, "--data-dir", str(folder)]
    with tempfile.TemporaryDirectory() as empty:  # compiles what a backfill imports
        run([hanmi, "--data-dir", empty, "backfill", empty, "--json"])
    cost = run([*at, "backfill", str(records), "--json"])
    kept = json.loads(cost.said)["articles"]
    print(
        f"{count:>7}  backfill  {1000 * cost.cpu_s / count:6.2f} ms CPU an article"
        f"  peak {cost.peak_mb:.0f} MB"
        f"  new {kept['new']} duplicate {kept['duplicate']} failed {kept['failed']}",
        flush=True,
    )
    floor = run([*at, "sources", "--json"]).cpu_s
    for words in ASKED:
        spent = run([*at, *words, "--json"]).cpu_s - floor
        print(f"{count:>7}  {' '.join(words):<52} {spent:6.2f} s CPU above sources", flush=True)


def main() -> None:
    """The table of every size, ours and the peer's in turn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", type=int, nargs="*", default=[2000, 20000])
    parser.add_argument("--hanmi", default=str(Path(sys.executable).with_name("hanmi")))
    parser.add_argument("--peer", help="the `hanmi` of another installation")
    given = parser.parse_args()
    now = datetime.now(UTC)
    for count in given.counts:
        with tempfile.TemporaryDirectory() as folder:
            records = Path(folder) / "records.jsonl"
            with records.open("w", encoding="utf-8") as file:
                for record in make_records(count, now):
                    print(json.dumps(record, ensure_ascii=False), file=file)
            for label, hanmi in (("ours", given.hanmi), ("peer", given.peer)):
                if hanmi:
                    print(f"-- {label}")
                    measure(hanmi, records, count, Path(folder) / label)


if __name__ == "__main__":
    main()
