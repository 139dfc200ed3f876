"""Chromium for tests of the desk, and a corpus with something on every page."""

from __future__ import annotations

import asyncio
import io
import json
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, NoReturn

import pytest

from bench.scale.bulk import load_many
from bench.speed.corpus import A_DAY, START, Made, make_wire
from flows.config.database import open_database
from flows.config.loading.load import load_settings
from flows.config.settings import Settings
from flows.files.bring_in import BackfillPlan, bring_in
from flows.pipeline import run_cycle
from flows.report import CycleReport
from flows.wiring import open_house, send_promised

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
"""Chromium without a sandbox, which a container has not, and without requests of its own."""

BUSY = """
[defaults]
sources = false
to = ["hook"]
[alerts]
retry = []
[fetch]
pause = "0s"
allow_private = ["127.0.0.1"]
[[source]]
id = "gone"
name = "Gone Gazette"
url = "http://127.0.0.1:1/rss"
kind = "feed"
[[source]]
id = "wire"
name = "Wire"
url = "http://127.0.0.1:1/wire"
kind = "feed"
lang = "en"
[[channel]]
id = "hook"
kind = "webhook"
url = "http://127.0.0.1:1/hook"
secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
"""

ROUNDS = (
    (
        "en",
        "NCG meets in {place} for round {n}",
        "The Nuclear Consultative Group met in {place} and spoke of {n} exercises that the sides will hold, "
        "a defense official said. Seoul asked for a calendar of its own.",
    ),
    (
        "ko",
        "핵협의그룹, {place} {n}차 회의",
        "한미 핵협의그룹이 {place}에서 {n}차 회의를 열고 도상연습 {n}건을 논의했다고 "
        "국방부가 밝혔다. 양측은 다음 일정을 조율하기로 했다.",
    ),
    (
        "en",
        "Shipyards of {place} take {n} orders",
        "Shipyards in {place} took {n} orders from the US Navy, the trade ministry in Seoul said, as prices "
        "of plate went up.",
    ),
    (
        "ko",
        "{place}항 물동량 {n}% 증가",
        "{place}항을 거친 물동량이 지난달보다 {n}% 늘었다고 항만공사가 전했다. 북한을 오가는 배는 없었다.",
    ),
)
PLACES = {"en": ("Busan", "Honolulu", "Seoul", "Norfolk"), "ko": ("부산", "호놀룰루", "서울", "노퍽")}
WORDS = {
    "en": [
        "harbor",
        "ledger",
        "copper",
        "orchard",
        "winter",
        "ferry",
        "mason",
        "lantern",
        "glacier",
        "tunnel",
        "violin",
        "barley",
        "engine",
        "meadow",
        "granite",
        "saddle",
        "kettle",
        "pigeon",
        "canvas",
        "timber",
        "marble",
        "ribbon",
        "cellar",
        "anchor",
    ],
    "ko": [
        "항구",
        "장부",
        "구리",
        "과수원",
        "겨울",
        "나룻배",
        "석공",
        "등불",
        "빙하",
        "터널",
        "바이올린",
        "보리",
        "기관",
        "들판",
        "화강암",
        "안장",
        "주전자",
        "비둘기",
        "돛",
        "목재",
        "대리석",
        "리본",
        "지하실",
        "닻",
    ],
}
"""What else texts speak of, so that they are no copies of one another."""
ACCORD = (
    "Seoul signed the Hanbit Accord before the winter session began, two officials said.",
    "Critics in Seoul called the Hanbit Accord a step too small for the price that was paid.",
    "The NCG took note of the Hanbit Accord and left its own calendar as it was.",
    "A ferry operator sued Seoul over the Hanbit Accord, citing the loss of three routes.",
    "Farmers marched through Seoul against the Hanbit Accord and its rules on seed.",
    "Lawmakers asked Seoul to publish the Hanbit Accord with all of its annexes.",
    "Banks in Seoul opened accounts under the Hanbit Accord on the first morning.",
    "The Hanbit Accord will be read aloud in Seoul on the day of its first anniversary.",
)


NEW, NEW_APART = 150, timedelta(minutes=21)
PAST, PAST_APART = 80, timedelta(hours=6)
"""So many are judged for real, the newest of them close together; those before are rows (`scale/bulk.py`)."""


def make_busy_settings(folder: Path, *, count: int) -> Settings:
    """A corpus of `count` articles, the newest told of; dead deliveries, failing sources."""
    (folder / "hanmi.toml").write_text(BUSY, encoding="utf-8")
    settings = load_settings(folder / "hanmi.toml")
    now = datetime.now(UTC)
    with open_database(settings) as db:
        rows = count - NEW - PAST - len(ACCORD)
        load_many(db, _make_rows(rows, now - NEW * NEW_APART - PAST * PAST_APART))
    older, news = folder / "older.jsonl", folder / "news.jsonl"
    records = [_make_record(n, now) for n in range(NEW + PAST)]
    records += [_make_accord(n, now) for n in range(len(ACCORD))]
    fresh = [each for each in records if each["published_at"] > (now - timedelta(hours=12)).isoformat()]
    _write(older, [each for each in records if each not in fresh])
    _write(news, fresh)
    with open_house(settings, console=io.StringIO()) as house:
        bring_in(house, BackfillPlan(paths=(older,)), now=house.db.now())
        bring_in(house, BackfillPlan(paths=(news,), may_tell=True), now=house.db.now())
        asyncio.run(run_cycle(house, now=house.db.now()))
        send_promised(house, CycleReport())
        with house.db.writing() as tx:  # as if the first had been read until five hours ago
            since = (house.db.now() - timedelta(hours=5)).replace(tzinfo=None).isoformat(" ")
            change = "UPDATE sources SET last_ok_at = ?, failing_since = ?, failures = 60 WHERE id = 'gone'"
            tx.exec_driver_sql(change, (since, since))
    return settings


def _make_rows(count: int, until: datetime) -> Iterator[Made]:
    later = until - START - timedelta(days=count / A_DAY)
    for made in islice(make_wire(), count):
        published = made.article.published
        assert published is not None
        moved = replace(
            made.article,
            fetched_at=made.article.fetched_at + later,
            published=replace(published, at=published.at + later),
        )
        yield replace(made, article=moved)


def _make_record(n: int, now: datetime) -> dict[str, Any]:
    lang, title, text = ROUNDS[n % len(ROUNDS)]
    place = PLACES[lang][n // 4 % 4]
    at = now - timedelta(minutes=20) - min(n, NEW) * NEW_APART - max(n - NEW, 0) * PAST_APART
    chance = Random(n)
    besides = [" ".join(chance.choices(WORDS[lang], k=12)).capitalize() + "." for _ in range(3)]
    return {
        "url": f"https://outlet{n % 7}.example/{n}",
        "title": title.format(place=place, n=n + 3),
        "text": " ".join([text.format(place=place, n=n + 3), *besides]),
        "lang": lang,
        "published_at": at.isoformat(),
        "outlet": f"Outlet {n % 7}",
    }


def _make_accord(n: int, now: datetime) -> dict[str, Any]:
    at = now - timedelta(hours=30 + 3 * n)
    return {
        "url": f"https://paper{n % 4}.example/accord/{n}", "title": f"Item {n} of the day", "lang": "en",
        "text": ACCORD[n], "published_at": at.isoformat(), "outlet": f"Paper {n % 4}",
    }  # fmt: skip


def _write(path: Path, records: list[dict[str, Any]]) -> None:
    path.write_text("\n".join(json.dumps(each, ensure_ascii=False) for each in records), encoding="utf-8")


class Chromium:
    """The system's Chromium, driven from a thread of its own.

    Playwright runs an event loop in the thread that opens it, where no test may start one then.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="browser")
        self._opened = ExitStack()
        self._browser: Any = None

    def run(self, task: Callable[[], Any]) -> Any:
        """What a task gives that is done in the browser's thread; what it raises is raised here."""
        return self._thread.submit(task).result()

    def open(self) -> None:
        """Start it; a test is skipped where there is none that starts, and fails under CI."""
        program = next(filter(None, map(shutil.which, PROGRAMS)), None)
        if program is None:
            give_up("no Chromium is installed here")
        self.run(lambda: self._start(str(program)))

    def _start(self, program: str) -> None:
        from playwright.sync_api import Error, sync_playwright

        playwright = self._opened.enter_context(sync_playwright())
        try:
            self._browser = playwright.chromium.launch(executable_path=program, args=list(OPTIONS))
        except Error as error:
            give_up(f"Chromium does not start: {error.message.splitlines()[0]}")
        self._opened.callback(self._browser.close)

    def new_context(self, **options: Any) -> Any:
        """A window of its own, with its own cookies; in the browser's thread only."""
        return self._browser.new_context(**options)

    def close(self) -> None:
        """End it."""
        self.run(self._opened.close)
        self._thread.shutdown()


def give_up(why: str) -> NoReturn:
    """Skip with these words; under CI, where a browser belongs, fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(why)
