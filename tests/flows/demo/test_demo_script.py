"""The demonstration's script holds together, and its stage configures the real thing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from flows.config.bundle import SEEDS
from flows.config.loading.load import load_settings
from flows.demo.script import Ending, read_script
from flows.demo.stage import open_stage

NOW = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
SCRIPT = read_script()
PRINTINGS = [printing for act in SCRIPT.acts for printing in act.printings]


def test_every_fate_is_shown() -> None:
    assert {ending for printing in PRINTINGS for ending in printing.expect} == set(Ending)


def test_every_piece_has_an_outlet_and_a_slug_of_its_own() -> None:
    assert {printing.outlet for printing in PRINTINGS} == {company.id for company in SCRIPT.companies}
    assert len({(printing.outlet, printing.draft.slug) for printing in PRINTINGS}) == len(PRINTINGS)


def test_pieces_are_dated_from_their_act() -> None:
    for printing in PRINTINGS:
        published = printing.piece(NOW).published
        assert published is not None
        assert published < NOW
        assert (NOW - published).total_seconds() <= 3600


@pytest.mark.parametrize("printing", PRINTINGS, ids=lambda printing: printing.draft.slug)
def test_pieces_are_whole_articles(printing: object) -> None:
    draft = getattr(printing, "draft")  # noqa: B009 - pytest hands objects over
    assert draft.title
    assert len(draft.paragraphs) >= 4
    assert sum(map(len, draft.paragraphs)) > 500


def test_a_reprint_is_the_seed() -> None:
    reprint = next(printing for printing in PRINTINGS if printing.draft.slug == "final-trip-to-korea")
    raw = " ".join((SEEDS / "articles" / "002_19ba15d975ad8629.txt").read_text(encoding="utf-8").split())
    assert all(paragraph.strip() in raw for paragraph in reprint.draft.paragraphs)
    assert "print dictionary print" not in " ".join(reprint.draft.paragraphs)


def test_the_stage_writes_a_configuration_that_loads(tmp_path: Path) -> None:
    with open_stage(SCRIPT, tmp_path) as stage:
        settings = load_settings(stage.config)
        assert {source.id for source in settings.sources} == {company.id for company in SCRIPT.companies}
        assert [channel.id for channel in settings.channels] == ["press-office", "risk-hook"]
        assert {"ncg", "trump-transition"} <= {watch.id for watch in settings.watches}
        assert settings.data_dir == tmp_path / "data"
        assert all(httpx.get(source.url).status_code == 200 for source in settings.sources)


def test_an_act_prints_its_pieces(tmp_path: Path) -> None:
    with open_stage(SCRIPT, tmp_path) as stage:
        for printing, address in stage.print_act(SCRIPT.acts[0], NOW):
            assert printing.draft.paragraphs[0][:40] in httpx.get(address).text
