"""Pages to texts, beside the library alone: `python -m bench.quality.extraction FOLDER…`.

A FOLDER has `html/ID.html` or `html/ID.html.gz` and `ground-truth.json`: for each ID its `url`, and either
the `articleBody` (scored by the share of runs of four words that both have) or what it `must_contain` and
`must_not_contain` (scored by these). Each page is read by `extract_page` and by trafilatura's
`bare_extraction(with_metadata=True)`, one after the other, so that both have the same machine; the rate is
how many pages ours reads while the library reads one, by CPU. Without an article a text is empty.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from trafilatura import bare_extraction

from flows.extract.page import extract_page
from storage.errors import HanmiError

_WORD = re.compile(r"\w+")
_RUN = 4


def read_pages(folder: Path) -> Iterator[tuple[dict[str, Any], bytes]]:
    """What is true of each page, and its bytes."""
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    for id, known in truth.items():
        packed = folder / "html" / f"{id}.html.gz"
        plain = packed.with_suffix("")
        yield known, gzip.decompress(packed.read_bytes()) if packed.exists() else plain.read_bytes()


def read_ours(url: str, body: bytes) -> str:
    """The text as the product has it."""
    try:
        return extract_page(body, url=url).text
    except HanmiError:
        return ""


def read_theirs(_url: str, body: bytes) -> str:
    """The text as the library has it by itself."""
    found = bare_extraction(body, with_metadata=True)
    return (found.text or "") if found is not None else ""


def score_bodies(texts: list[tuple[dict[str, Any], str]]) -> tuple[float, float]:
    """Precision and recall of runs of words, each averaged over the pages that have any."""
    precise, recalled = [], []
    for known, text in texts:
        wanted, found = _cut_runs(known["articleBody"]), _cut_runs(text)
        both = (wanted & found).total()
        if found:
            precise.append(both / found.total())
        if wanted:
            recalled.append(both / wanted.total())
    return sum(precise) / len(precise), sum(recalled) / len(recalled)


def score_segments(texts: list[tuple[dict[str, Any], str]]) -> tuple[float, float]:
    """Precision and recall of what must and must not stand in a text."""
    hits = sum(part in text for known, text in texts for part in known["must_contain"])
    wrong = sum(part in text for known, text in texts for part in known["must_not_contain"])
    wanted = sum(len(known["must_contain"]) for known, _ in texts)
    return hits / max(1, hits + wrong), hits / max(1, wanted)


def _cut_runs(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1)) if words)


def main() -> None:
    """Print F1 of both for each folder, and their CPU."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    readers: Mapping[str, Callable[[str, bytes], str]] = {"ours": read_ours, "library": read_theirs}
    for folder in parser.parse_args().folders:
        texts: dict[str, list[tuple[dict[str, Any], str]]] = {name: [] for name in readers}
        spent: Counter[str] = Counter()
        for known, body in read_pages(folder):
            for name, read in readers.items():
                began = time.process_time_ns()
                texts[name].append((known, read(known["url"], body)))
                spent[name] += time.process_time_ns() - began
        is_whole = "articleBody" in texts["ours"][0][0]
        for name, read_texts in texts.items():
            precision, recall = (score_bodies if is_whole else score_segments)(read_texts)
            f1 = 2 * precision * recall / (precision + recall)
            empty = sum(not text for _, text in read_texts)
            cpu_ms = spent[name] / 1e6 / len(read_texts)
            print(
                f"{folder.name:12} {name:8} P {precision:.4f} R {recall:.4f} F1 {f1:.4f}"
                f"  {empty} of {len(read_texts)} empty  {cpu_ms:.1f} ms of CPU a page"
            )
        print(f"{folder.name:12} rate beside the library {spent['library'] / spent['ours']:.2f}")


if __name__ == "__main__":
    main()
