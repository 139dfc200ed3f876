"""How much a watchlist says: `python -m bench.quality.entries seeds/watchlist.toml [OTHER.toml …]`.

`never` entries, and what its queries ask for, counted in terms and names with phrases put in. What describes
entities, their gates and the nets of ideas are counted beside.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from alerts.watch.query.parse import parse_query
from alerts.watch.query.tree import leaves

Table = Mapping[str, Any]


def count_entries(path: Path) -> dict[str, int]:
    """By what is counted, how many a watchlist has.

    Raises: WatchError, at the first query that cannot be read.
    """
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    phrases = {phrase["id"]: phrase["query"] for phrase in tables.get("phrase", ())}
    entities, watches = tables["entity"], tables["watch"]

    def count(queries: Iterable[str]) -> int:
        return sum(len(leaves(parse_query(query, path.name, phrases))) for query in queries)

    return {
        "never": sum(len(entity.get("never", ())) for entity in entities),
        "queries": count(_list(watches, "query")),
        "ideas": count(_list(watches, "idea")),
        "described": count([*_list(entities, "described"), *_list(_list_roles(entities), "described")]),
        "expects": count(_list(entities, "expects")),
        "requires": count(query for entity in entities for query in entity.get("requires", ())),
    }


def _list(tables: Iterable[Table], key: str) -> list[str]:
    return [table[key] for table in tables if table.get(key)]


def _list_roles(entities: Iterable[Table]) -> Iterator[Table]:
    return (role for entity in entities for role in entity.get("roles", ()))


def main() -> None:
    """Print the counts of each file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    for path in parser.parse_args().files:
        print(path, ", ".join(f"{what} {count:,}" for what, count in count_entries(path).items()))


if __name__ == "__main__":
    main()
