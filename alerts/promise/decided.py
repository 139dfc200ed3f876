"""The row that a decision to tell, or not to, leaves for `hanmi explain`."""

from __future__ import annotations

from datetime import datetime

from storage.records import Decision


def make_decision(
    article: str, watch: str, story: str, verdict: str, why: str, now: datetime, **more: str
) -> Decision:
    """What a watch came to on an article; `more` goes into its detail beside watch and story."""
    detail = {"watch": watch, "story": story, **more}
    return Decision(at=now, step="tell", subject=article, verdict=verdict, why=why, detail=detail)
