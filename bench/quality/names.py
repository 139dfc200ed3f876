"""Names on texts labelled before they were run: `python -m bench.quality.names FILE [--list]`.

A file has `[[text]]` tables: `id`, `lang`, `published`, `title`, `text`, and the entities that it names
(`met`) or could be mistaken to name (`unmet`). Precision counts every met and every unmet label that was
found; entities that nobody labelled are passed over. Figures by language, and of the NCG alone.
"""

from __future__ import annotations

import argparse
import tomllib
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from alerts.watch.matcher import Watchlist, compile_watchlist
from flows.config.loading.load import load_settings
from storage.records import Article, Published, Sighting, TextFrom


def read_texts(path: Path) -> list[dict[str, Any]]:
    """The labelled texts of a file."""
    return list(tomllib.loads(path.read_text(encoding="utf-8"))["text"])


def make_article(text: dict[str, Any]) -> Article:
    """The article that a labelled text is, published at noon of its day."""
    day: date = text["published"]
    at = datetime.combine(day, time(12), UTC)
    return Article(
        key=f"blind:{text['id']}",
        title=text["title"],
        text=text["text"].strip(),
        lang=text["lang"],
        fetched_at=at,
        published=Published(at=at, by="file"),
        sighting=Sighting.BACKFILL,
        text_from=TextFrom.FILE,
    )


def find_entities(watchlist: Watchlist, text: dict[str, Any]) -> set[str]:
    """The entities that the watchlist finds in a labelled text."""
    return {mention.entity for mention in watchlist.read(make_article(text)).mentions()}


def judge_texts(watchlist: Watchlist, texts: Iterable[dict[str, Any]]) -> list[tuple[str, str, str, str]]:
    """Each labelled decision as (text, language, entity, hit | miss | false | right)."""
    judged = []
    for text in texts:
        found = find_entities(watchlist, text)
        for label, yes, no in (("met", "hit", "miss"), ("unmet", "false", "right")):
            judged += [
                (text["id"], text["lang"], entity, yes if entity in found else no) for entity in text[label]
            ]
    return judged


def say_figures(name: str, judged: Iterable[tuple[str, str, str, str]]) -> str:
    """Precision and recall of decisions, with their counts."""
    count = Counter(result for *_, result in judged)
    found, wanted = count["hit"] + count["false"], count["hit"] + count["miss"]
    precision = count["hit"] / found if found else 1.0
    recall = count["hit"] / wanted if wanted else 1.0
    false, missed = f"{count['false']} false", f"{count['miss']} of {wanted} missed"
    return f"{name:12} P {precision:.3f} ({false})  R {recall:.3f} ({missed})"


def main() -> None:
    """Print the figures of files, and with `--list` what was missed and mistaken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    settings = load_settings()
    watchlist = compile_watchlist(settings.entities, settings.watches)
    for path in options.files:
        judged = judge_texts(watchlist, read_texts(path))
        print(path.name)
        print(" ", say_figures("all", judged))
        for lang in ("en", "ko"):
            print(" ", say_figures(lang, [one for one in judged if one[1] == lang]))
        print(" ", say_figures("ncg", [one for one in judged if one[2] == "ncg"]))
        if options.list:
            for text, _, entity, result in judged:
                if result in ("miss", "false"):
                    print(f"    {result:5} {text} {entity}")


if __name__ == "__main__":
    main()
