"""What has no date is said to have none, and a message that carries two alerts is listed once."""

from __future__ import annotations

import io
import json

import pytest

from flows.config.loading.load import load_settings
from flows.config.settings import Settings
from flows.files.bring_in import BackfillPlan, bring_in
from flows.inspect.explain import explain_article
from flows.wiring import open_house
from tests.flows.desk.stand import open_desk

FILE = """
[defaults]
sources = false
[[channel]]
id = "mail"
kind = "email"
smtp = "smtp://127.0.0.1:9"
from = "a@example.org"
to = ["b@example.org"]
"""
RECORDS = [
    {
        "url": "https://outlet.example/news/1",
        "title": "NCG meets in Seoul",
        "text": "The NCG, set up under the Washington Declaration, met in Seoul to plan an exercise.",
        "outlet": "Outlet",
        "lang": "en",
    }
]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("undated")
    (folder / "records.jsonl").write_text("\n".join(map(json.dumps, RECORDS)), encoding="utf-8")
    (folder / "hanmi.toml").write_text(FILE, encoding="utf-8")
    made = load_settings(folder / "hanmi.toml")
    with open_house(made, console=io.StringIO()) as house:
        plan = BackfillPlan(paths=(folder / "records.jsonl",), may_tell=True)
        bring_in(house, plan, now=house.db.now())
    return made


@pytest.mark.parametrize(
    ("lang", "undated", "seen"), [("en", "undated", "seen"), ("ko", "날짜 미상", "확인")]
)
def test_what_has_no_date_is_not_dated_by_when_it_was_read(
    settings: Settings, lang: str, undated: str, seen: str
) -> None:
    with open_desk(settings) as (client, _):
        page = client.get(f"/articles?ui={lang}").text
    assert f"Outlet · {undated} · {seen} <time" in page


def test_a_message_that_carries_two_alerts_is_listed_once(settings: Settings) -> None:
    with open_house(settings, console=io.StringIO()) as house:
        found = explain_article(house, RECORDS[0]["url"])
    assert {"ncg", "washington-declaration"} <= {alert["watch"] for alert in found["alerts"]}
    assert [each["channel"] for each in found["deliveries"]] == ["mail"]
