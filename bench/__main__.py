"""All that measures speed and endurance, one after the other, each beside its peer: `python -m bench`.

    python -m bench                          all, at sizes that end within the hour
    python -m bench poll judge               these
    python -m bench --full                   at the sizes of docs/measured.md: hours, 40 GB
    python -m bench --list                   what there is, and beside what

Peers are installed by nobody here: what has no peer given is measured alone, and says so.

    python3 -m venv peers
    peers/bin/pip install reader sgmllib3k rss2email newspaper4k news-please datasette

`--peers PYTHON` is the interpreter of such an environment. datasketch, rensa, pyahocorasick and flashtext run
in this one, where they are installed. `--pages FOLDER` has pages to read, `--texts FOLDER` collections with
their texts for `extraction`. `--before FOLDER` is a checkout of another version with its environment in
`.venv`: what is measured against before is run there too, right after. How well names, stories, turns,
flashes and genres are found is measured by modules of their own (`docs/measured.md` names each).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """One module: what it says, beside what, and its words, small and full.

    `given` are options of this command that are handed on, by what they are called there; `also_before` says
    that another version's figures belong beside it.
    """

    room: str
    name: str
    says: str
    peer: str
    small: Sequence[str] = ()
    full: Sequence[str] = ()
    given: Sequence[tuple[str, str]] = ()
    also_before: bool = False

    def find_module(self, folder: Path) -> str | None:
        """What it is called in a checkout, which may be older than the rooms; None where it is not."""
        places = (f"bench/{self.room}/{self.name}", f"bench/{self.name}")
        found = (place for place in places if (folder / f"{place}.py").exists())
        return next((place.replace("/", ".") for place in found), None)

    def compose(self, asked: argparse.Namespace) -> list[str] | None:
        """Its options, None where it cannot run without what was not given."""
        words = list(self.full if asked.full and self.full else self.small)
        for option, there in self.given:
            value = getattr(asked, option)
            if value is None and not there:
                return None
            words += [word for word in (there, str(value or "")) if value is not None and word]
        return words


BENCHES = (
    Bench(
        room="speed", name="poll",
        says="cycles over feeds (new, 304, a tenth changed) and pages, CPU and memory",
        peer="reader, rss2email; newspaper4k, news-please; the version before", small=["--feeds", "300"],
        full=["--feeds", "1000"], given=[("pages", "--pages"), ("peers", "--peers")], also_before=True,
    ),
    Bench(
        room="quality", name="extraction", says="pages to texts, pages a second and F1",
        peer="trafilatura, in the same run", given=[("texts", "")],
    ),
    Bench(
        room="speed", name="match", says="reading an article for names, MB a second; 10,000 watches",
        peer="ahocorasick_rs alone (the bound), pyahocorasick, flashtext, re",
    ),
    Bench(
        room="speed", name="judge", says="judging an article as the corpus grows",
        peer="itself at 1,000; datasketch, rensa; the version before", small=["1000", "10000", "--peers"],
        full=["1000", "100000", "1000000", "--peers"], also_before=True,
    ),
    Bench(
        room="scale", name="large",
        says="the next articles and the commands at a large corpus, on each database",
        peer="SQLite beside PostgreSQL; multiplied beside judged", small=["10000", "--commands", "--judged"],
        full=["100000", "1000000", "--commands"],
    ),
    Bench(
        room="speed", name="dense", says="bringing in, and asking", peer="the version before", small=["2000"],
        full=["2000", "20000"], also_before=True,
    ),
    Bench(
        room="speed", name="search", says="searching and backtesting", peer="the version before",
        small=["5000"], full=["20000"], also_before=True,
    ),
    Bench(
        room="scale", name="desk", says="every page: CPU, bytes; memory", peer="datasette over the same file",
        small=["10000", "--commands"], full=["100000", "1000000", "--commands", "--judged"],
        given=[("datasette", "--datasette")],
    ),
    Bench(room="scale", name="pool", says="1, 2 and 4 workers on one PostgreSQL", peer="one worker"),
    Bench(room="speed", name="deliver", says="deliveries a second; from published to received", peer="none"),
    Bench(
        room="attack", name="faults", says="promises while receivers fail and senders are killed",
        peer="all must hold", small=["--alerts", "200", "--kills", "10"],
        full=["--alerts", "1000", "--kills", "50"],
    ),
    Bench(
        room="scale", name="week",
        says="days of 288 cycles under a given clock, on each database: memory, sizes, promises",
        peer="the first day; the other database", small=["--days", "1", "--outlets", "60"],
        full=["--days", "7"],
    ),
    Bench(
        room="speed", name="serve", says="the service under a one-minute schedule: runs, latency, memory",
        peer="the version before", small=["--minutes", "4"], full=["--minutes", "15"], also_before=True,
    ),
)  # fmt: skip


def find_datasette(peers: str | None) -> str | None:
    """The program, beside the peers' interpreter."""
    found = Path(peers).with_name("datasette") if peers else None
    return str(found) if found and found.exists() else None


def choose_pythons(bench: Bench, before: Path | None) -> Iterator[tuple[str, Path, str]]:
    """By which interpreter and in which folder it runs, and as what."""
    yield "", ROOT, sys.executable
    if before is not None and bench.also_before:
        yield "the version before: ", before, str(before / ".venv/bin/python")


def run(bench: Bench, asked: argparse.Namespace) -> bool:
    """Run it, and beside it what belongs there; whether all ended well."""
    options = bench.compose(asked)
    print(f"\n## {bench.name}: {bench.says}\nbeside: {bench.peer}", flush=True)
    if options is None:
        print(f"left out: it asks for {', '.join(f'--{option}' for option, _ in bench.given)}", flush=True)
        return True
    is_well = True
    for label, folder, python in choose_pythons(bench, asked.before):
        module = bench.find_module(folder)
        if module is None:
            print(f"{label}left out: it has no such bench", flush=True)
            continue
        command = ["-m", module, *options]
        print(f"{label}python {' '.join(command)}", flush=True)
        began, before = time.monotonic(), os.times()
        done = subprocess.run([python, *command], cwd=folder, check=False)
        used = os.times()
        cpu_s = used.children_user + used.children_system - before.children_user - before.children_system
        print(f"({cpu_s:.0f} s of CPU, {time.monotonic() - began:.0f} s in all)", flush=True)
        is_well &= done.returncode == 0
    return is_well


def main() -> None:
    """Run what was asked for; the status is 1 where something failed."""
    by_name = {bench.name: bench for bench in BENCHES}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(by_name))
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--peers")
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--before", type=Path)
    asked = parser.parse_args()
    asked.datasette = find_datasette(asked.peers)
    if unknown := [name for name in asked.names if name not in by_name]:
        parser.error(f"no such bench: {', '.join(unknown)}")
    chosen = [by_name[name] for name in asked.names] or list(BENCHES)
    if asked.list:
        for bench in chosen:
            print(f"{bench.name:<12}{bench.says}\n{'':<12}beside {bench.peer}")
        return
    failed = [bench.name for bench in chosen if not run(bench, asked)]
    sys.exit(f"failed: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
