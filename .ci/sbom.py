"""Print what an installation is made of as CycloneDX 1.6 JSON: `python .ci/sbom.py > sbom.json`.

Versions are those of constraints.txt; names, licences and who needs whom come from the environment that this
runs in, which has the package installed by them. The same constraints give the same document, byte by byte,
on one version of Python.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

OURS = "hanmi-watch"
CONSTRAINTS = Path(__file__).parents[1] / "constraints.txt"

Needs = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Missing(Exception):
    """What the constraints, or this environment, do not have."""

    name: str
    where: str

    def __str__(self) -> str:
        return f"{self.name} is not in {self.where}"


def read_constraints(path: Path) -> dict[str, str]:
    """The version of each package, by its normal name."""
    lines = (line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.split("==") for line in lines if line)
    return {canonicalize_name(name): version for name, version in pairs}


def find_needs(name: str, extras: frozenset[str]) -> Needs:
    """Each package that one brings along, itself included, with what it needs itself. Raises: Missing."""
    needs: dict[str, frozenset[str]] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = [(canonicalize_name(name), extras)]
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        asked = [(canonicalize_name(each.name), frozenset(each.extras)) for each in _read_requirements(*one)]
        needs[one[0]] = needs.get(one[0], frozenset()) | {each for each, _ in asked}
        waiting += asked
    return needs


def _read_requirements(name: str, extras: frozenset[str]) -> Iterator[Requirement]:
    for text in _find(name).requires or ():
        each = Requirement(text)
        if each.marker is None or any(each.marker.evaluate({"extra": extra}) for extra in {"", *extras}):
            yield each


def _find(name: str) -> Distribution:
    try:
        return distribution(name)
    except PackageNotFoundError:
        raise Missing(name, "this environment") from None


def compose_document(needs: Needs, versions: Mapping[str, str]) -> dict[str, Any]:
    """The document; the main component is ours. Raises: Missing."""
    refs = {name: f"pkg:pypi/{name}@{_version(name, versions)}" for name in sorted(needs)}
    parts = {name: _compose_component(name, refs[name], versions) for name in refs}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {**parts.pop(OURS), "type": "application"}},
        "components": list(parts.values()),
        "dependencies": [
            {"ref": refs[name], "dependsOn": sorted(refs[each] for each in needs[name])} for name in refs
        ],
    }


def _version(name: str, versions: Mapping[str, str]) -> str:
    if name == OURS:
        return _find(name).version
    if name not in versions:
        raise Missing(name, CONSTRAINTS.name)
    return versions[name]


def _compose_component(name: str, ref: str, versions: Mapping[str, str]) -> dict[str, Any]:
    component = {"type": "library", "bom-ref": ref, "name": name, "version": _version(name, versions)}
    licences = _read_licences(_find(name))
    return {**component, "purl": ref, **({"licenses": licences} if licences else {})}


def _read_licences(found: Distribution) -> list[dict[str, Any]]:
    """An expression (PEP 639), else the names of its classifiers, else what a short field says."""
    said = found.metadata
    if expression := said.get("License-Expression"):
        return [{"expression": expression}]
    classified = [
        each.rpartition(" :: ")[2] for each in said.get_all("Classifier", ()) if each.startswith("License ::")
    ]
    short = said.get("License", "")
    names = [each for each in classified if each != "OSI Approved"] or (
        [short] if short and len(short) < 60 else []
    )
    return [{"license": {"name": re.sub(r"\s+", " ", each)}} for each in names]


def main() -> int:
    """Print the document; 1 where something is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--extra", action="append", default=[], help="one of ours, such as postgresql")
    parser.add_argument("--constraints", type=Path, default=CONSTRAINTS)
    asked = parser.parse_args()
    try:
        needs = find_needs(OURS, frozenset(asked.extra))
        document = compose_document(needs, read_constraints(asked.constraints))
    except Missing as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(document, indent=2, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
