"""The desk in a real browser: every page, by keyboard, without script, and what a stranger wants to do."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

import pytest

from flows.config.database import open_database
from flows.config.settings import Settings
from flows.desk.access import Access
from flows.desk.desk import Desk
from flows.desk.server import DeskServer
from tests.flows.desk.browsing import Chromium, make_busy_settings
from tests.flows.desk.stand import KEY, LISTEN

pytestmark = [pytest.mark.slow, pytest.mark.long]

ARTICLES = 2_000
MOST_CLICKS = 5
PATIENCE_MS = 120_000
"""A backtest may take five seconds of a processor that other tests use too."""

LOOKS = [(360, "dark", "ko"), (1600, "light", "en"), (360, "light", "en"), (1600, "dark", "ko")]
"""Width, colours and language; together every page is seen in each."""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make_busy_settings(tmp_path_factory.mktemp("browser"), count=ARTICLES)


@pytest.fixture(scope="module")
def address(settings: Settings) -> Iterator[str]:
    with open_database(settings) as db:
        server = DeskServer(Desk(settings, db, Access(LISTEN, KEY)), LISTEN)
        server.open()
        yield str(server.address)
        server.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    opened = Chromium()
    opened.open()
    yield opened
    opened.close()


class Pages:
    """Opens pages, each in a context of its own; what they say on their consoles must be nothing."""

    def __init__(self, chromium: Chromium, address: str) -> None:
        self.chromium, self._address = chromium, address
        self._contexts: list[Any] = []
        self._said: list[str] = []

    def __call__(
        self, *, width: int = 1600, scheme: str = "light", lang: str = "en", script: bool = True
    ) -> Any:
        context = self.chromium.new_context(
            base_url=self._address,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            locale={"ko": "ko-KR", "en": "en-US"}[lang],
            java_script_enabled=script,
        )
        self._contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on(
            "console", lambda message: self._said.append(message.text) if message.type == "error" else None
        )
        page.on("pageerror", lambda error: self._said.append(str(error)))
        page.goto(f"/login?key={KEY}")
        page.fill("#name", "민지")
        page.locator(".login button").click()
        return page

    def close(self) -> None:
        for context in self._contexts:
            self.chromium.run(context.close)
        # a page that is not there, and a query that is wrong, are asked for here on purpose
        assert [each for each in self._said if "the server responded with a status of" not in each] == []


@pytest.fixture
def pages(chromium: Chromium, address: str) -> Iterator[Pages]:
    opened = Pages(chromium, address)
    yield opened
    opened.close()


def in_browser(test: Callable[..., None]) -> Callable[..., None]:
    """Have a test run in the browser's thread."""

    @wraps(test)
    def run(*, pages: Pages, **fixtures: Any) -> None:
        pages.chromium.run(lambda: test(pages=pages, **fixtures))

    return run


@pytest.fixture(scope="module")
def paths(address: str) -> dict[str, str]:
    """Every kind of page, with the address of one that has something on it."""
    import httpx

    def first(path: str) -> str:
        return str(json.loads(httpx.get(address + path, trust_env=False).text.splitlines()[0])["id"])

    return {
        "today": "/?since=1d",
        "nothing": "/?since=2999-01-01",
        "stories": "/stories",
        "story": f"/stories/{first('/stories.json?watch=ncg')}",
        "articles": "/articles",
        "article": f"/articles/{first('/articles.json?entity=ncg')}",
        "alerts": "/alerts",
        "entities": "/entities",
        "offered": "/entities/offered",
        "entity": "/entities/ncg",
        "year": "/entities/ncg?period=1y",
        "watches": "/watches",
        "watch": "/watches/ncg",
        "learning": "/watches/ncg/learn",
        "new watch": "/watches/new",
        "tried": "/watches/new?query=shipyards+AND+navy&test=1",
        "wrong watch": "/watches/new?query=@ncg+NEAR/15+(talks",
        "edit": "/watches/ncg/edit",
        "sources": "/sources",
        "source": "/sources/gone",
        "new source": "/sources/new",
        "deliveries": "/deliveries",
        "search": "/search",
        "found": "/search?q=@ncg",
        "wrong": "/search?q=@ncg+NEAR/15+(회의",
        "trust": "/trust",
        "feeds": "/feeds",
        "login": "/login",
        "error": "/nothing/here",
    }


@pytest.mark.parametrize(("width", "scheme", "lang"), LOOKS)
@in_browser
def test_every_page_fits_and_can_be_used_by_all(
    pages: Pages, paths: dict[str, str], width: int, scheme: str, lang: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page, axe = pages(width=width, scheme=scheme, lang=lang), Axe()
    faults: list[str] = []
    for name, path in paths.items():
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
            faults.append(f"{name}: wider than the window")
        if page.evaluate("document.documentElement.lang") != lang:
            faults.append(f"{name}: another language")
        found = axe.run(page).response["violations"]
        faults += [f"{name}: {each['id']}: {each['nodes'][0]['html'][:120]}" for each in found]
    assert faults == []


@in_browser
def test_every_page_works_without_script(pages: Pages, paths: dict[str, str]) -> None:
    page = pages(script=False)
    for name, path in paths.items():
        answer = page.goto(path)
        assert answer.status == (404 if name == "error" else 200), name
        assert page.locator("h1").count() == 1, name
    page.goto("/watches/new")
    page.fill("#query", "shipyards")
    page.get_by_role("button", name="Try it").click()
    assert "Would tell" in page.locator("#trial").inner_text()
    assert "query=shipyards" in page.url
    page.fill("#name", "Without script")
    page.get_by_role("button", name="Save").click()
    assert page.url.endswith("/watches/without-script")
    page.get_by_role("button", name="Mute for 7 days").click()
    assert "Muted until" in page.locator("main").inner_text()
    page.get_by_role("button", name="Take this change back").click()
    assert page.locator("h1").inner_text() == "There is nothing at this address."


@in_browser
def test_print_has_no_navigation_and_the_addresses(pages: Pages, paths: dict[str, str]) -> None:
    page = pages()
    page.emulate_media(media="print")
    for name in ("today", "story", "article", "found"):
        page.goto(paths[name])
        assert not page.locator("nav").is_visible()
        assert not page.locator(".foot").is_visible()
        assert page.locator("form:visible").count() == 0, name
    page.goto(paths["article"])
    shown = page.evaluate("getComputedStyle(document.querySelector('a.out'), '::after').content")
    assert "https://" in shown or "attr(href)" in shown


HANGUL = {"KeyJ": "ㅓ", "KeyK": "ㅏ", "KeyO": "ㅐ", "KeyG": "ㅎ", "KeyW": "ㅈ", "KeyR": "ㄱ", "KeyX": "ㅌ"}


def press(page: Any, code: str, *, hangul: bool) -> None:
    """A key by its place, as a Latin or a Hangul keyboard sends it."""
    key = HANGUL[code] if hangul else code[-1].lower()
    client = page.context.new_cdp_session(page)
    for kind in ("keyDown", "keyUp"):
        client.send("Input.dispatchKeyEvent", {"type": kind, "code": code, "key": key})
    client.detach()


@pytest.mark.parametrize("hangul", [False, True])
@in_browser
def test_the_keys_work_under_either_keyboard(pages: Pages, hangul: bool) -> None:
    page = pages()
    page.goto("/?since=10d")
    press(page, "KeyJ", hangul=hangul)
    press(page, "KeyJ", hangul=hangul)
    press(page, "KeyK", hangul=hangul)
    assert page.locator(".item.at").count() == 1
    title = page.locator(".item.at h2").inner_text()
    press(page, "KeyO", hangul=hangul)
    page.wait_for_url("**/stories/*")
    assert page.locator("h1").inner_text() == title
    press(page, "KeyG", hangul=hangul)
    press(page, "KeyW", hangul=hangul)
    page.wait_for_url("**/watches")
    page.keyboard.press("/")
    page.wait_for_url("**/search")
    page.keyboard.type("jjk")  # in a field letters are letters
    assert page.input_value("#q") == "jjk"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") != "q"


@in_browser
def test_the_mark_moves_by_a_key(pages: Pages) -> None:
    page = pages()
    page.goto("/")
    before = page.url
    press(page, "KeyR", hangul=False)
    page.wait_for_url(lambda url: url != before)
    assert "Nothing moved since" in page.locator("main").inner_text()


@in_browser
def test_all_is_reached_by_tab_and_seen(pages: Pages, paths: dict[str, str]) -> None:
    page = pages()
    for name in ("today", "edit", "deliveries", "offered"):
        page.goto(paths[name])
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip", name
        page.keyboard.press("Enter")
        wanted = page.locator(
            "main :is(a, button, input:not([type=hidden]), textarea, select, summary):visible"
        )
        first = wanted.first
        page.keyboard.press("Tab")
        assert first.evaluate("each => each === document.activeElement"), name
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", name


@in_browser
def test_a_query_is_judged_as_one_types(pages: Pages) -> None:
    page = pages()
    page.goto("/watches/new")
    page.locator("#query").press_sequentially("@ncg NEAR/15 (회의")
    page.locator("#live .fault").wait_for()
    assert "^" in page.locator("#live pre").inner_text()
    page.locator("#query").press_sequentially(" OR talks)")
    page.locator("#trial .tried").wait_for()
    assert page.locator("#live .fault").count() == 0
    assert page.locator("#trial.stale").count() == 0
    page.locator("#query").press_sequentially(" NEAR/")
    page.locator("#live .fault").wait_for()
    assert page.locator("#trial.stale .tried").count() == 1  # the last good one stays, greyed


class Stranger:
    """Somebody who clicks, and counts."""

    def __init__(self, page: Any) -> None:
        self.page, self.clicks = page, 0

    def click(self, where: Any) -> None:
        self.clicks += 1
        (self.page.locator(where) if isinstance(where, str) else where).first.click()

    def go(self, name: str) -> None:
        self.click(self.page.locator("nav").get_by_role("link", name=name, exact=True))

    def press(self, name: str) -> None:
        self.click(self.page.locator("main").get_by_role("button", name=name, exact=True))

    def follow(self, name: str | re.Pattern[str]) -> None:
        self.click(self.page.locator("main").get_by_role("link", name=name))

    @property
    def text(self) -> str:
        return str(self.page.locator("main").inner_text())


def see_what_moved(who: Stranger) -> None:
    assert re.search(r"stories that moved [1-9]", who.text)
    assert who.page.locator(".story").count() > 3


def see_who_was_first(who: Stranger) -> None:
    assert "first: Outlet" in who.text
    who.click(".story h2 a")
    assert who.page.locator(".timeline .item").first.inner_text()


def see_why_it_was_not_told(who: Stranger) -> None:
    who.click(".held summary")
    assert who.page.locator(".held[open] li").first.inner_text()


def mute_it_for_a_week(who: Stranger) -> None:
    who.click(".story h2 a")
    who.press("Mute for 7 days")
    assert "Muted until" in who.text


def make_a_watch_of_a_search(who: Stranger) -> None:
    who.go("Search")
    who.page.fill("#q", "shipyards AND navy")
    who.page.keyboard.press("Enter")
    who.follow("Save as a watch")
    assert re.search(r"Would tell [1-9]", who.text)
    who.press("Save")
    assert "shipyards AND navy" in who.text


def accept_a_discovered_name(who: Stranger) -> None:
    who.go("Names")
    who.follow("Names that newly rise")
    offered = who.page.locator(".item", has_text="Hanbit Accord")
    who.click(offered.get_by_role("button", name="Track it"))
    assert who.page.locator("h1").inner_text() == "Hanbit Accord"


def find_the_blind_source(who: Stranger) -> None:
    assert re.search(r"Gone Gazette: cannot be read · .*KST", who.text)
    who.click(".blind a")
    assert "Gone Gazette" in who.page.locator("h1").inner_text()


def redeliver_a_dead_letter(who: Stranger) -> None:
    who.go("Deliveries")
    who.follow("given up")
    before = who.page.locator("tbody tr").count()
    who.click("input[type=checkbox]")
    who.press("Send again")
    from playwright.sync_api import expect

    expect(who.page.locator("tbody tr")).to_have_count(before - 1)


def export_a_month_of_an_entity(who: Stranger) -> None:
    who.go("Names")
    who.follow("Nuclear Consultative Group")
    with who.page.expect_download() as download:
        who.follow("CSV")
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) > 50
    assert "since=30d" in download.value.url


def judge_and_see_what_it_teaches(who: Stranger) -> None:
    who.page.goto("/alerts")
    who.press("on topic")
    who.click(".item .meta a")
    assert "Judged by readers" in who.text
    assert "on topic: 1" in who.text
    who.follow("What this would teach")
    assert "Judgements that teach: 1" in who.text


TASKS = [
    see_what_moved, see_who_was_first, see_why_it_was_not_told, mute_it_for_a_week, make_a_watch_of_a_search,
    accept_a_discovered_name, find_the_blind_source, redeliver_a_dead_letter, export_a_month_of_an_entity,
    judge_and_see_what_it_teaches,
]  # fmt: skip


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.__name__)
@in_browser
def test_a_stranger_gets_it_done_in_five_clicks(pages: Pages, task: Callable[[Stranger], None]) -> None:
    page = pages()
    page.goto("/?since=1d")
    who = Stranger(page)
    task(who)
    assert who.clicks <= MOST_CLICKS
