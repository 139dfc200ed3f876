"""What comes with the program: seed articles, bundled sources and watchlist, the file that `init` writes."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parent.parent
_SEEDS = (PACKAGE / "seeds", PACKAGE.parent / "seeds")
SEEDS = next(folder for folder in _SEEDS if (folder / "articles").is_dir())
"""What the service starts from: inside the installed package, or beside it in a checkout."""
SAMPLE = Path(__file__).with_name("sample.toml")
"""What `hanmi init` writes."""


@cache
def read_seed(name: str) -> dict[str, Any]:
    """A bundled file, which nobody changes."""
    return tomllib.loads((SEEDS / name).read_text(encoding="utf-8"))
