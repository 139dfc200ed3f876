"""Names at the desk: what discovery offers is accepted or refused, and what is tracked is changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import httpx
import pytest

from flows.config.desk_layer import with_desk
from flows.config.settings import Settings
from flows.files.bring_in import BackfillPlan, bring_in
from flows.wiring import open_house
from storage.database import Database
from storage.records import Entity
from storage.records.desk import EntryKind
from tests.flows.desk.stand import make_settings, open_desk

SENTENCES = (
    "Seoul signed the Hanbit Accord before the winter session began, two officials said.",
    "Critics in Seoul called the Hanbit Accord a step too small for the price that was paid.",
    "The NCG took note of the Hanbit Accord and left its own calendar as it was.",
    "A ferry operator sued Seoul over the Hanbit Accord, citing the loss of three routes.",
    "Farmers marched through Seoul against the Hanbit Accord and its rules on seed.",
    "Lawmakers asked Seoul to publish the Hanbit Accord with all of its annexes.",
    "Banks in Seoul opened accounts under the Hanbit Accord on the first morning.",
    "The Hanbit Accord will be read aloud in Seoul on the day of its first anniversary.",
)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("names")
    settings = make_settings(folder, count=40)
    now = datetime.now(UTC)
    with (folder / "accord.jsonl").open("w", encoding="utf-8") as out:
        for n, sentence in enumerate(SENTENCES):
            at = (now - timedelta(hours=3 * n + 2)).isoformat()
            record = {"url": f"https://paper{n % 4}.example/{n}", "title": f"Item {n}", "lang": "en"}
            record |= {"text": sentence, "published_at": at, "outlet": f"Paper {n % 4}"}
            out.write(json.dumps(record) + "\n")
    with open_house(settings, console=StringIO()) as house:
        bring_in(house, BackfillPlan(paths=(folder / "accord.jsonl",)), now=house.db.now())
    return settings


@pytest.fixture
def desk(settings: Settings) -> Iterator[tuple[httpx.Client, Database]]:
    with open_desk(settings) as opened:
        yield opened
        with opened[1].writing() as tx:
            tx.exec_driver_sql("DELETE FROM desk_changes")


def entity(settings: Settings, db: Database, id_: str) -> Entity | None:
    return next((each for each in with_desk(settings, db).entities if each.id == id_), None)


def test_an_offered_name_is_tracked_once_accepted(
    settings: Settings, desk: tuple[httpx.Client, Database]
) -> None:
    reader, db = desk
    page = reader.get("/entities/offered").text
    assert "Hanbit Accord" in page
    assert "ferry operator" in page or "Seoul signed" in page
    form = {
        "name": "Hanbit Accord",
        "kind": "agreement",
        "aliases": "Hanbit Accord\r\n한빛협정\r\n\r\n한빛협정",
    }
    assert reader.post("/entities/accept", data=form).headers["location"] == "/entities/hanbit-accord"
    kept = entity(settings, db, "hanbit-accord")
    assert kept is not None
    assert kept.aliases == ("Hanbit Accord", "한빛협정")
    assert "민지" in reader.get("/entities/hanbit-accord").text
    assert reader.get("/search", params={"q": "@hanbit-accord"}).text.count('class="item"') == len(SENTENCES)
    assert "Hanbit Accord" not in reader.get("/entities/offered").text
    revert = {"kind": "entity", "id": "hanbit-accord", "back": "/entities"}
    assert reader.post("/revert", data=revert).headers["location"] == "/entities"
    assert reader.get("/entities/hanbit-accord").status_code == 404


def test_a_refused_name_is_not_offered_again_until_that_is_taken_back(
    settings: Settings, desk: tuple[httpx.Client, Database]
) -> None:
    reader, db = desk
    form = {"name": "Hanbit Accord", "kind": "agreement", "aliases": "Hanbit Accord"}
    assert reader.post("/entities/refuse", data=form).headers["location"] == "/entities/offered"
    assert "Hanbit Accord" not in reader.get("/entities/offered").text
    assert with_desk(settings, db).laid == ()
    revert = {"kind": EntryKind.NAME.value, "id": "hanbit-accord", "drop": "1"}
    assert reader.post("/revert", data=revert).status_code == 303
    assert "Hanbit Accord" in reader.get("/entities/offered").text
    assert reader.post("/entities/refuse", data={"aliases": " \n"}).status_code == 400


def test_a_tracked_name_is_changed_and_taken_back(
    settings: Settings, desk: tuple[httpx.Client, Database]
) -> None:
    reader, db = desk
    page = reader.get("/entities/ncg").text
    assert "핵협의그룹</textarea>" in page
    same = {"seen": "0", "name": "Nuclear Consultative Group", "kind": "body",
            "aliases": "Nuclear Consultative Group\r\nNCG\r\n핵협의그룹", "never": ""}  # fmt: skip
    assert reader.post("/entities/ncg", data=same).status_code == 303
    assert with_desk(settings, db).laid == ()
    assert reader.post("/entities/ncg", data={**same, "never": "Nordic NCG"}).status_code == 303
    kept = entity(settings, db, "ncg")
    assert kept is not None
    assert kept.never == ("Nordic NCG",)
    late = reader.post("/entities/ncg", data={**same, "never": "x y"})
    assert late.status_code == 400
    assert "changed it meanwhile" in late.text
    assert reader.post("/entities/ncg", data={**same, "seen": "1", "aliases": "!"}).status_code == 400
    assert reader.post("/entities/nobody", data=same).status_code == 404
    reader.post("/revert", data={"kind": "entity", "id": "ncg", "drop": "1"})
    assert with_desk(settings, db).laid == ()


@pytest.mark.parametrize(
    "form",
    [
        {"name": "X", "kind": "thing", "aliases": "X Y"},
        {"name": "X", "kind": "body", "aliases": ""},
        {"name": "", "kind": "body", "aliases": "..."},
        {"name": "X", "kind": "body", "aliases": "y" * 30_000},
    ],
)
def test_what_is_no_name_is_not_kept(
    settings: Settings, desk: tuple[httpx.Client, Database], form: dict[str, str]
) -> None:
    assert desk[0].post("/entities/accept", data=form).status_code == 400
    assert with_desk(settings, desk[1]).laid == ()


def test_who_is_not_logged_in_accepts_nothing(desk: tuple[httpx.Client, Database], tmp_path: Path) -> None:
    reader, _ = desk
    reader.post("/logout")
    for path in ("/entities/accept", "/entities/refuse", "/entities/ncg"):
        assert reader.post(path, data={"name": "X"}).headers["location"] == "/login"
    assert "<textarea" not in reader.get("/entities/ncg").text
