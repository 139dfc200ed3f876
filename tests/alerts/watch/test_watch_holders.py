"""A surname beside an office is the person who held it on the day, and nobody else."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from alerts.compose.public_json import shape_mention
from alerts.watch.matcher import Watchlist, compile_watchlist
from alerts.watch.watchlist import read_entities
from flows.cli.answer import say_entities
from storage.records import Article, Mention, Published, Sighting, TextFrom

SEEDS = Path(__file__).parents[3] / "seeds"


@pytest.fixture(scope="module")
def watchlist() -> Watchlist:
    entities, _ = read_entities(tomllib.loads((SEEDS / "watchlist.toml").read_text("utf-8"))["entity"])
    return compile_watchlist([entity for entity in entities if entity.kind == "person"], [])


def read_mentions(watchlist: Watchlist, text: str, day: str | None) -> dict[str, Mention]:
    at = datetime.fromisoformat(f"{day}T03:00:00+00:00") if day else None
    article = Article(
        key="text:holders",
        title="",
        text=text,
        lang="en" if text.isascii() else "ko",
        published=Published(at=at, by="test") if at else None,
        fetched_at=datetime(2026, 11, 24, tzinfo=UTC),
        sighting=Sighting.BACKFILL,
        text_from=TextFrom.FILE,
    )
    return {mention.entity: mention for mention in watchlist.read(article).mentions()}


@pytest.mark.parametrize(
    ("text", "day", "named"),
    [
        ("Foreign Minister Cho spoke. Cho left.", "2025-01-06", {"cho-tae-yul": 2}),
        ("Foreign Minister Cho spoke. Cho left.", "2026-03-01", {"cho-hyun": 2}),
        ("Foreign Minister Cho spoke.", None, {}),
        ("President Yoon's office", "2023-05-20", {"yoon-suk-yeol": 1}),
        ("President Lee spoke.", "2026-03-01", {"lee-jae-myung": 1}),
        ("President Lee spoke.", "2024-03-01", {}),
        ("Former President Lee spoke.", "2026-03-01", {}),
        ("Vice President Lee spoke.", "2026-03-01", {}),
        ("They congratulate President Lee.", "2026-03-01", {"lee-jae-myung": 1}),
        ("Aides translate President Lee.", "2026-03-01", {"lee-jae-myung": 1}),
        ("The late President Lee spoke.", "2026-03-01", {}),
        ("President Lee Myung-bak spoke. President Lee left.", "2026-03-01", {}),
        ("Acting President Han spoke. Han left.", "2024-12-20", {"han-duck-soo": 2}),
        ("Acting President Choi spoke.", "2025-01-10", {"choi-sang-mok": 1}),
        ("Acting President Choi spoke.", "2024-12-20", {}),
        ("Acting President Lee spoke.", "2025-05-20", {"lee-ju-ho": 1}),
        ("Prime Minister Han spoke.", "2026-09-01", {"han-seong-sook": 1}),
        ("National Security Adviser Shin spoke.", "2024-10-20", {"shin-won-sik": 1}),
        ("Ambassador Cho spoke.", "2024-10-20", {}),
        ("윤 대통령은 말했다. 윤대통령도", "2024-06-01", {"yoon-suk-yeol": 2}),
        ("이 대통령은 말했다.", "2026-06-01", {"lee-jae-myung": 1}),
        ("이 대통령은 말했다.", "2024-06-01", {}),
        ("이 대통령 후보는 말했다.", "2026-06-01", {}),
        ("이명박 전 대통령이 왔다. 이 대통령은 말했다.", "2026-06-01", {}),
        ("한 총리는 말했다.", "2024-06-01", {"han-duck-soo": 1}),
        ("최 대통령 권한대행은 말했다.", "2025-01-20", {"choi-sang-mok": 1}),
        ("조 외교부 장관은 말했다. 조 장관은 떠났다.", "2026-05-01", {"cho-hyun": 2}),
        ("조 장관은 말했다.", "2026-05-01", {}),
        ("신 국방장관은 말했다.", "2024-05-20", {"shin-won-sik": 1}),
    ],
)
def test_a_surname_with_an_office_is_its_holder_of_the_day(
    watchlist: Watchlist, text: str, day: str | None, named: dict[str, int]
) -> None:
    found = read_mentions(watchlist, text, day)
    assert {entity: mention.count for entity, mention in found.items()} == named


@pytest.mark.parametrize(
    ("text", "day", "entity", "count"),
    [
        ("Prime Minister Han Duck-soo met Han Kang. Han Kang won.", "2024-11-01", "han-duck-soo", 1),
        ("Han Duck-soo spoke. The Han River froze. Han left.", "2024-11-01", "han-duck-soo", 2),
        ("Han Duck-soo spoke. Han Tuesday left.", "2024-11-01", "han-duck-soo", 2),
        ("Foreign Minister Cho Hyun met Cho Kuk. Cho Kuk left.", "2025-09-01", "cho-hyun", 1),
        ("이재명 대통령과 이재용 회장. 이 대통령은 웃었다. 이 회장도.", "2025-09-01", "lee-jae-myung", 2),
        ("조현 장관과 조국 대표. 조 장관은 말했다. 조 대표는 웃었다.", "2025-09-01", "cho-hyun", 2),
        ("윤석열 대통령과 윤상현 의원. 윤 대통령은 말했다. 윤 의원은", "2024-09-01", "yoon-suk-yeol", 2),
        ("김민석 총리와 김정은 위원장. 김 총리는 말했다. 김 위원장은", "2025-09-01", "kim-min-seok", 2),
        ("김민석 총리와 김정은 위원장. 김 총리는 말했다. 김 위원장은", "2025-09-01", "kim-jong-un", 2),
        ("조태열 장관과 조규홍 장관이 왔다. 조 장관은 말했다.", "2025-01-06", "cho-tae-yul", 1),
    ],
)
def test_a_namesake_takes_only_what_is_his(
    watchlist: Watchlist, text: str, day: str, entity: str, count: int
) -> None:
    assert read_mentions(watchlist, text, day)[entity].count == count


@pytest.mark.parametrize(
    "text",
    ["Foreign Minister Cho Tae-yong spoke. Cho left.", "조태용 외교부 장관은 말했다. 조 장관은 떠났다."],
)
def test_a_minister_by_another_mans_name_is_meant_and_the_conflict_marked(
    watchlist: Watchlist, text: str
) -> None:
    (mention,) = read_mentions(watchlist, text, "2025-01-06").values()
    assert (mention.entity, mention.count) == ("cho-tae-yul", 2)
    assert mention.conflict in ("Cho Tae-yong", "조태용")


def test_the_other_man_keeps_his_name_beside_his_own_office(watchlist: Watchlist) -> None:
    found = read_mentions(watchlist, "국정원장 조태용, NIS Director Cho Tae-yong", "2025-01-06")
    assert {entity: mention.conflict for entity, mention in found.items()} == {"cho-tae-yong": None}


def test_people_read_the_conflict_beside_the_name(watchlist: Watchlist) -> None:
    found = read_mentions(watchlist, "Foreign Minister Cho Tae-yong met Trump.", "2025-01-06")
    said = say_entities([shape_mention(mention) for mention in found.values()])
    assert said == "cho-tae-yul 1 (the text says “Cho Tae-yong”; by office and date it is this one), trump 1"
