"""What the bundled ideas have learned, for tests of the bundled watches."""

from __future__ import annotations

from alerts.watch.matcher import Watchlist
from flows.learning.models import find_models


def teach_bundled(watchlist: Watchlist) -> Watchlist:
    """The same watchlist with the weights that ship with it."""
    ideas = find_models(watchlist.watches, watchlist.entities, None, "Asia/Seoul")
    assert not ideas.remarks
    return watchlist.teach(ideas.models)
