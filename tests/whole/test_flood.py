"""A flood of one story, in small: what a person wants is told, and little else (`bench/quality/flood.py`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.quality.flood import make_flood, tell_flood


@pytest.mark.slow
def test_a_flood_leads_to_the_alerts_that_a_person_would_want(tmp_path: Path) -> None:
    told = [(report, alerts) for report, alerts, _ in tell_flood(make_flood(150, 2), tmp_path)]
    wanted = [bool(alerts) for report, alerts in told if report.wanted]
    needless = [report.kind for report, alerts in told if alerts and not report.wanted]
    assert (len(wanted), sum(wanted) >= 6) == (7, True), wanted
    assert len(needless) <= 3
