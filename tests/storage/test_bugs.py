"""A bug met at one article costs that article what cannot be computed, is named, and stops nothing else."""

from __future__ import annotations

import importlib
import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from typer.testing import CliRunner

from flows.cli.app import app
from flows.config.loading.load import load_settings
from flows.files.bring_in import BackfillPlan, bring_in
from flows.inspect.explain import explain_article
from flows.keeping.new_article import keep_article, match_again
from flows.report import CycleReport, Keeping
from flows.wiring import House, open_house
from storage.bugs import attempt, naming_faults
from storage.corpus.articles import read_article, read_matches
from storage.errors import StorageError
from storage.lists.metrics import count_articles
from storage.promises.outbox import list_deliveries
from storage.records import Article, Delivery
from tests.corpus import CONFIG, NOW, an_article

CHANNELS = """
[[channel]]
id = "mail"
kind = "email"
smtp = "smtp://127.0.0.1:1"
from = "watch@example.org"
to = ["desk@example.org"]
[[channel]]
id = "hook"
kind = "webhook"
url = "http://127.0.0.1:1/"
secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
[[channel]]
id = "chat"
kind = "apprise"
url = "json://127.0.0.1:1/"
"""
ROUTED = CONFIG.replace("to = []\n", "") + CHANNELS

BODY = "\n".join(
    f"The NCG weighed point {n} of its agenda in room {n} while delegation {n} took its notes."
    for n in range(9)
)
ODD = an_article("odd", "NCG on POISON", f"{BODY}\nThe POISON of the matter was left open.", outlet="Odd")
NEXT = an_article(
    "next", "NCG meets on its agenda", f"{BODY}\nAll else was agreed.", outlet="Next", days_ago=0.9
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with an empty database, which takes longer to make than to copy."""
    folder = tmp_path_factory.mktemp("empty")
    (folder / "hanmi.toml").write_text(ROUTED, encoding="utf-8")
    with open_house(load_settings(folder / "hanmi.toml")):
        return folder


@pytest.fixture
def house(empty: Path, tmp_path: Path) -> Iterator[House]:
    copytree(empty, tmp_path, dirs_exist_ok=True)
    with open_house(load_settings(tmp_path / "hanmi.toml")) as opened:
        yield opened


@pytest.fixture(autouse=True)
def quiet_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, logger="hanmi.bugs")


def break_at(monkeypatch: pytest.MonkeyPatch, target: str, *, always: bool = True) -> None:
    """Let a function raise as a bug does: always, or wherever it meets the odd article."""
    module, _, name = target.partition(":")
    owner: Any = importlib.import_module(module)
    *path, last = name.split(".")
    for part in path:
        owner = getattr(owner, part)
    real: Callable[..., Any] = getattr(owner, last)

    def broken(*args: Any, **options: Any) -> Any:
        if always or "POISON" in repr((args, options)):
            raise KeyError("a bug")
        return real(*args, **options)

    monkeypatch.setattr(owner, last, broken)


def keep(house: House, article: Article) -> Keeping:
    return keep_article(house, article, now=article.fetched_at)


def promised(house: House, article: Article) -> dict[str, Delivery]:
    with house.db.reading() as tx:
        found = [d for d in list_deliveries(tx) if _is_of(d, article)]
    return {delivery.channel: delivery for delivery in found}


def _is_of(delivery: Delivery, article: Article) -> bool:
    return article.key.encode() in delivery.body or article.title.encode() in delivery.body


STEPS = [
    ("flows.judge.verdict:read_sketch", True),
    ("flows.judge.verdict:read_topic", True),
    ("flows.judge.verdict:_find_copies", True),
    ("flows.judge.verdict:_weigh", True),
    ("flows.judge.verdict:place_by_passages", True),
    ("flows.judge.verdict:place_by_topic", True),
    ("flows.judge.verdict:_place_across", True),
    ("flows.judge.verdict:count_terms", True),
    ("flows.keeping.new_article:keep_words", True),
    ("flows.keeping.new_article:recognise", True),
    ("alerts.watch.reading:choose_evidence", True),
    ("alerts.promise.tell:read_telling", True),
    ("alerts.promise.tell:read_blind", True),
    ("flows.keeping.new_article:compose_chat", True),
    ("alerts.compose.text:mark_text", True),
    ("alerts.compose.quoting:cut_sentence", True),
    ("alerts.compose.html:mark_html", True),
    ("alerts.watch.matcher:Watchlist.read", False),
    ("alerts.watch.reading:Reading._match", False),
    ("alerts.promise.tell:gather_and_decide", True),
    ("alerts.decide.policy.decide:decide_unread", False),
    ("flows.keeping.new_article:tell_article", False),
]
"""Where a bug may be met, and whether the article can be told of all the same."""


@pytest.mark.parametrize(("step", "is_told"), STEPS, ids=[step for step, _ in STEPS])
def test_an_article_is_kept_and_told_without_what_a_bug_takes(
    house: House, monkeypatch: pytest.MonkeyPatch, step: str, is_told: bool
) -> None:
    with monkeypatch.context() as broken:
        break_at(broken, step)
        keeping = keep(house, ODD)
    assert (keeping.state, bool(keeping.told)) == ("new", is_told)
    assert promised(house, ODD).keys() == ({"mail", "hook", "chat"} if is_told else set())
    assert all("KeyError('a bug')" in why for why in keeping.faults)
    assert keeping.faults
    explained = explain_article(house, ODD.id)
    named = [decision["why"] for decision in explained["decisions"] if decision["step"] == "fault"]
    # what is shown on the console comes after all else is kept
    assert named == [why for why in keeping.faults if ": console: " not in why]
    assert keep(house, NEXT).faults == ()


@pytest.mark.parametrize("step", ["mail", "webhook", "chat"])
def test_one_channel_that_cannot_compose_at_all_leaves_the_others(
    house: House, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    break_at(monkeypatch, f"alerts.promise.deliveries:compose_{step}")
    keeping = keep(house, ODD)
    assert keeping.told == 1
    assert len(promised(house, ODD)) == 2
    assert len(keeping.faults) == 1


POISONS = [
    "flows.judge.verdict:read_numbered",
    "flows.judge.verdict:read_sketch",
    "flows.judge.verdict:read_topic",
    "flows.judge.copies:_compare",
    "storage.corpus.credits:read_credit",
    "alerts.decide.gather:read_novelty",
    "alerts.decide.novelty:_sentences_of",
    "flows.judge.splitting:read_topic",
]


@pytest.mark.parametrize("step", POISONS)
def test_an_odd_article_does_not_spoil_those_that_are_compared_with_it(
    house: House, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Its neighbours are judged and told of beside all others."""
    keep(house, an_article("first", "NCG meets on agenda", BODY, outlet="First", days_ago=1.1))
    break_at(monkeypatch, step, always=False)
    keep(house, ODD)
    keeping = keep(house, NEXT)
    assert keeping.state == "duplicate"
    with house.db.reading() as tx:
        first, following = (read_article(tx, f"news.example/{key}") for key in ("first", "next"))
    assert first is not None
    assert following is not None
    assert following.story == first.story
    assert explain_article(house, ODD.id)["known"]
    assert explain_article(house, NEXT.id)["copy"]["of"] == first.article.id


def test_trouble_of_the_database_is_never_taken_for_a_bug(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StorageError("hanmi.db", "the disk is full")

    monkeypatch.setattr("flows.judge.verdict.read_likenesses", fail)
    with pytest.raises(StorageError):
        keep(house, ODD)
    with house.db.reading() as tx:
        assert count_articles(tx) == 0


def test_the_drivers_own_errors_are_trouble_of_the_database_too(house: House) -> None:
    def ask() -> None:
        tx.exec_driver_sql("SELECT * FROM nowhere")

    with pytest.raises(StorageError), naming_faults("x") as faults, house.db.reading() as tx:
        attempt("asking", ask, None)
    assert faults.found == []


def test_what_a_failed_part_had_written_is_undone(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The judgement fails in its last statement: none of its rows stay, and the article stands alone."""
    keep(house, NEXT)
    with monkeypatch.context() as broken:
        break_at(broken, "flows.judge.verdict:keep_original")
        keep(house, ODD)
    with house.db.reading() as tx:
        kept = read_article(tx, ODD.id)
        rows = tx.exec_driver_sql("SELECT COUNT(*) FROM fingerprints WHERE doc = 2").scalar()
        stories = tx.exec_driver_sql("SELECT COUNT(*) FROM stories").scalar()
    assert kept is not None
    assert (kept.copy, rows, stories) == (None, 0, 2)


def test_outside_of_a_record_a_bug_is_raised() -> None:
    def fail() -> None:
        raise KeyError("a bug")

    with pytest.raises(KeyError):
        attempt("anything", fail, None)


def test_a_backfill_names_what_it_cannot_keep_and_goes_on(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = [
        {"url": article.url, "title": article.title, "text": article.text, "outlet": article.outlet}
        for article in (NEXT, ODD, an_article("last", "Last of all", "The NCG has risen for the year."))
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    (tmp_path / "b.txt").write_text("A text of its own\n\nThe NCG met.", encoding="utf-8")
    for step, new, failed in (
        ("flows.keeping.new_article:insert_article", 3, 1),
        ("flows.files.bring_in:article_of_file", 0, 1),
        ("flows.files.kinds.archive_pages:extract_record", 0, 1),
        ("flows.keeping.new_article:keep_words", 1, 0),
    ):
        with monkeypatch.context() as broken:
            break_at(broken, step, always=False)
            paths = (tmp_path / "a.jsonl", tmp_path / "b.txt")
            report = bring_in(house, BackfillPlan(paths=paths), now=NOW)
        assert (report.new + report.duplicate, report.failed) == (new, failed), step
        assert [failure.path for failure in report.failures] == [f"{tmp_path / 'a.jsonl'}:2"], step
        assert "a fault of this program" in report.failures[0].reason
    assert report.faults == 1
    assert report.as_json()["faults"] == 1


def test_matching_anew_leaves_as_it_was_what_a_bug_keeps_from_being_matched(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for article in (ODD, NEXT):
        keep(house, article)
    for step in ("matcher:Watchlist.read", "reading:Reading._match", "reading:choose_evidence"):
        with monkeypatch.context() as broken:
            break_at(broken, f"alerts.watch.{step}")
            matched = match_again(house, 1, now=NOW)
        assert matched.article == ODD.id
        assert not matched.is_changed
        assert "KeyError" in matched.faults[0]
        with house.db.reading() as tx:
            (match,) = read_matches(tx, ODD.id)
        assert match.evidence
    assert match_again(house, 2, now=NOW).faults == ()


def test_people_see_what_was_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hanmi.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "a.txt").write_text("The odd one\n\nThe NCG met.", encoding="utf-8")

    def hanmi(*words: str) -> str:
        done = CliRunner().invoke(app, ["--config", str(tmp_path / "hanmi.toml"), *words])
        assert done.exit_code == 0, done.output
        return done.output

    with monkeypatch.context() as broken:
        break_at(broken, "flows.judge.verdict:read_topic")
        said = hanmi("backfill", str(tmp_path / "a.txt"))
    assert "1 new" in said
    assert "faults of this program: 1" in said
    assert "left out: a fault of this program: topic: KeyError('a bug')" in hanmi(
        "explain", str(tmp_path / "a.txt")
    )


def test_a_cycle_counts_and_names_faults() -> None:
    report = CycleReport()
    report.count_kept(
        Keeping("new", faults=("a fault of this program: topic: KeyError('')",)), "s", "https://u"
    )
    assert report.as_json()["faults"] == 1
    assert report.failures == [
        {"source": "s", "url": "https://u", "why": "a fault of this program: topic: KeyError('')"}
    ]
