"""A network that is down, and a configuration without sources, are one line wherever they show."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.config.loading.load import load_settings
from flows.inspect.health.doctor import examine
from flows.report import CycleReport
from flows.service.prefect.first import summary
from flows.sources.health.outage import name_outage
from tests.corpus import Corpus

DOWN = "the network seems to be down"


@pytest.fixture
def unplugged(tmp_path: Path) -> Corpus:
    """Twelve sources whose names nobody knows, polled once."""
    table = '[[source]]\nid = "source-{0}"\nurl = "https://source-{0}.invalid/feed"\n'
    corpus = Corpus(tmp_path)
    corpus.configure(
        "[defaults]\nsources = false\nwatchlist = false\n" + "".join(map(table.format, range(12)))
    )
    assert corpus.hanmi("run", "--all", "--json").exit_code == 1
    return corpus


@pytest.mark.parametrize("words", [("run", "--all"), ("sources",), ("source", "check")])
def test_every_command_says_once_that_the_network_is_down(unplugged: Corpus, words: tuple[str, ...]) -> None:
    said = unplugged.hanmi(*words).stdout
    assert said.count(DOWN) == 1
    assert said.count("is not known") == 1  # the first source's, as an example
    assert "Errno" not in said


def test_a_run_says_so_before_its_counts(unplugged: Corpus) -> None:
    assert unplugged.hanmi("run", "--all").stdout.startswith(DOWN)


def test_doctor_has_it_as_something_to_mend(unplugged: Corpus) -> None:
    (found,) = [each for each in examine(load_settings(unplugged.config)) if each.name == "sources"]
    assert found.state == "mend"
    assert DOWN in found.says
    assert unplugged.hanmi("doctor").exit_code == 1


def failed(results: list[str]) -> CycleReport:
    report = CycleReport(polled=12, failed=len(results))
    report.failures += [
        {"source": f"source-{n}", "result": result, "why": "no"} for n, result in enumerate(results)
    ]
    return report


def test_the_service_says_it_in_a_line_and_names_a_few_sources_otherwise() -> None:
    assert summary(failed(["down"] * 12)).count("\n") == 1
    some = summary(failed(["gone"] * 9)).splitlines()
    assert len(some) == 7
    assert "source-4" in some[5]
    assert "4 more" in some[6]


@pytest.mark.parametrize(
    ("results", "is_down"),
    [
        (["down", "slow"], True),
        (["down"], False),  # one alone may be to blame itself
        (["down", "ok"], False),
        (["down", "fault"], False),
        (["down", None], False),  # not polled yet
        ([], False),
    ],
)
def test_it_is_the_network_only_where_nothing_was_reached(results: list[str | None], is_down: bool) -> None:
    assert bool(name_outage((result, "why") for result in results)) is is_down


@pytest.mark.parametrize("is_json", [False, True])
def test_a_run_without_sources_says_so(tmp_path: Path, is_json: bool) -> None:
    corpus = Corpus(tmp_path)
    corpus.configure("[defaults]\nsources = false\nwatchlist = false\n")
    done = corpus.hanmi("run", *["--json"] * is_json)
    assert "no source is configured" in (done.stderr if is_json else done.stdout)
    assert done.exit_code == 0
