"""The desk in a real browser: every page, by keyboard, without script, and what a stranger wants to do."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import wraps
from typing import Any

import pytest

from flows.config.database import open_database
from flows.config.settings import Settings
from flows.desk.access import COOKIE, Access
from flows.desk.desk import MARK_COOKIE, Desk
from flows.desk.server import DeskServer
from tests.flows.desk.browsing import Chromium, make_busy_settings
from tests.flows.desk.stand import KEY, LISTEN

pytestmark = pytest.mark.slow

MOST_CLICKS = 5
PATIENCE_MS = 120_000
"""A backtest may take five seconds of a processor that other tests use too."""

BUSY_WAIT_MS = 1_500
"""How long the desk waits here for somebody else's lock; a test of ours holds one."""

LOOKS = [(360, "dark", "ko"), (1600, "light", "en")]
"""Width, colours and language in which every page is seen."""


@pytest.fixture(scope="module", params=[2_000, pytest.param(100_000, marks=pytest.mark.long)])
def settings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make_busy_settings(tmp_path_factory.mktemp("browser"), count=request.param)


@pytest.fixture(scope="module")
def address(settings: Settings) -> Iterator[str]:
    with open_database(settings, busy_wait_ms=BUSY_WAIT_MS) as db:
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


class Windows:
    """A window of each kind, opened when it is asked for first; what they say on their consoles is kept."""

    def __init__(self, chromium: Chromium, address: str) -> None:
        self.chromium, self._address = chromium, address
        self._pages: dict[tuple[object, ...], Any] = {}
        self.said: list[str] = []

    def __call__(
        self,
        *,
        width: int = 1600,
        scheme: str = "light",
        lang: str = "en",
        script: bool = True,
        who: str = "민지",
    ) -> Any:
        kind = (width, scheme, lang, script, who)
        if kind not in self._pages:
            self._pages[kind] = self._open(*kind)
        return self._pages[kind]

    def _open(self, width: int, scheme: str, lang: str, script: bool, who: str) -> Any:
        context = self.chromium.new_context(
            base_url=self._address,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            locale={"ko": "ko-KR", "en": "en-US"}[lang],
            java_script_enabled=script,
        )
        if who:
            cookie = Access(LISTEN, KEY).make_cookie(who)
            context.add_cookies([{"name": COOKIE, "value": cookie, "url": self._address}])
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on(
            "console", lambda message: self.said.append(message.text) if message.type == "error" else None
        )
        page.on("pageerror", lambda error: self.said.append(str(error)))
        return page

    def tidy(self) -> None:
        """Leave the windows as the next test expects them."""
        for page in self._pages.values():
            page.context.clear_cookies(name=MARK_COOKIE)
            page.emulate_media(media="screen")

    def close(self) -> None:
        for page in self._pages.values():
            page.context.close()


@pytest.fixture(scope="module")
def windows(chromium: Chromium, address: str) -> Iterator[Windows]:
    opened = Windows(chromium, address)
    yield opened
    chromium.run(opened.close)


@pytest.fixture
def pages(windows: Windows) -> Iterator[Windows]:
    windows.said.clear()
    yield windows
    windows.chromium.run(windows.tidy)
    # a page that is not there, a query that is wrong and a busy database are asked for here on purpose
    assert [each for each in windows.said if "the server responded with a status of" not in each] == []


def in_browser(test: Callable[..., None]) -> Callable[..., None]:
    """Have a test run in the browser's thread."""

    @wraps(test)
    def run(*, pages: Windows, **fixtures: Any) -> None:
        pages.chromium.run(lambda: test(pages=pages, **fixtures))

    return run


def see(where: Any, words: str | re.Pattern[str]) -> None:
    """Wait until these words are to be read there."""
    from playwright.sync_api import expect

    expect(where).to_contain_text(words, use_inner_text=True, timeout=PATIENCE_MS)


def see_so_many(where: Any, count: int) -> None:
    """Wait until there are so many."""
    from playwright.sync_api import expect

    expect(where).to_have_count(count, timeout=PATIENCE_MS)


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
        "address": "/search?q=https://nowhere.example/1",
        "wrong": "/search?q=@ncg+NEAR/15+(회의",
        "trust": "/trust",
        "feeds": "/feeds",
        "login": "/login",
        "error": "/nothing/here",
    }


AXE_RUNS = """() => axe.run(document, {resultTypes: ["violations"]}).then(found =>
    found.violations.map(each => each.id + ": " + each.nodes[0].html.slice(0, 120)))"""

PRINTED = """() => [...document.querySelectorAll("nav, .foot, form, .exports, .skip")]
    .filter(each => each.checkVisibility()).map(each => "printed: " + each.outerHTML.slice(0, 80))"""

CONTROLS = "main :is(a, button, input:not([type=hidden]), textarea, select, summary):visible"


@pytest.mark.parametrize(("width", "scheme", "lang"), LOOKS)
@in_browser
def test_every_page_fits_and_can_be_used_by_all(
    pages: Windows, paths: dict[str, str], width: int, scheme: str, lang: str
) -> None:
    from axe_playwright_python.base import AXE_SCRIPT

    page = pages(width=width, scheme=scheme, lang=lang)
    faults: list[str] = []
    for name, path in paths.items():
        page.goto(path)
        faults += [f"{name}: {fault}" for fault in find_faults(page, lang)]
        page.evaluate(AXE_SCRIPT)
        faults += [f"{name}: {fault}" for fault in page.evaluate(AXE_RUNS)]
        page.emulate_media(media="print")
        faults += [f"{name}: {fault}" for fault in page.evaluate(PRINTED)]
        page.emulate_media(media="screen")
    assert faults == []


UNDER_BOXES = """() => [...document.querySelectorAll(":is(tr, label) :is([type=checkbox], [type=radio])")]
    .filter(box => box.checkVisibility()).flatMap(box => {
        const edge = box.getBoundingClientRect().right, words = document.createRange(), found = [];
        const texts = document.createTreeWalker(box.closest("tr, label"), NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
            words.selectNodeContents(texts.currentNode);
            if ([...words.getClientRects()].some(line => line.width > 1 && line.left < edge))
                found.push(texts.currentNode.data.trim());
        }
        return found;
    }).filter(Boolean)"""
"""Words of a row or label that begin left of where its box ends."""

BROKEN_TIMES = (
    "() => [...document.querySelectorAll('time span')].some(each => each.getClientRects().length > 1)"
)


def find_faults(page: Any, lang: str) -> Iterator[str]:
    """What is wrong with how a page lies in its window, and how it is gone through by Tab."""
    if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
        yield "wider than the window"
    if under := page.evaluate(UNDER_BOXES):
        yield f"words lie under a box to tick: {under}"
    if page.evaluate(BROKEN_TIMES):
        yield "a time is broken into two lines"
    if page.evaluate("document.documentElement.lang") != lang:
        yield "another language"
    if page.evaluate("document.activeElement.id") == "q":
        return  # an empty search begins in its field
    page.keyboard.press("Tab")
    if page.evaluate("document.activeElement.className") != "skip":
        yield "Tab leads elsewhere first than past the navigation"
        return
    page.keyboard.press("Enter")
    first = page.locator(CONTROLS)
    if not first.count():
        return
    page.keyboard.press("Tab")
    if not first.first.evaluate("each => each === document.activeElement"):
        yield "Tab passes its first control over"
    elif page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "none":
        yield "nobody sees which control has the focus"


@in_browser
def test_every_page_works_without_script(pages: Windows, paths: dict[str, str]) -> None:
    page = pages(script=False)
    for name, path in paths.items():
        answer = page.goto(path)
        assert answer.status == (404 if name == "error" else 200), name
        assert page.locator("h1").count() == 1, name
    page.goto("/watches/new")
    page.fill("#query", "shipyards")
    page.get_by_role("button", name="Try it").click()
    see(page.locator("#trial"), "matching article")
    assert "query=shipyards" in page.url
    page.fill("#name", "Without script")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/watches/without-script")
    page.get_by_role("button", name="Mute for 7 days").click()
    see(page.locator("main"), "Muted until")
    page.get_by_role("button", name="Undo this change").click()
    see(page.locator("h1"), "There is nothing at this address.")


@in_browser
def test_print_shows_the_addresses(pages: Windows, paths: dict[str, str]) -> None:
    page = pages()
    page.emulate_media(media="print")
    page.goto(paths["article"])
    shown = page.evaluate("getComputedStyle(document.querySelector('a.out'), '::after').content")
    assert "https://" in shown or "attr(href)" in shown


@in_browser
def test_a_reader_logs_in_and_out_by_keyboard(pages: Windows) -> None:
    page = pages(who="")
    page.goto(f"/login?key={KEY}")
    page.focus("#name")
    page.keyboard.type("Tom")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?since=*")
    leave = page.get_by_role("button", name="Log out (Tom)")
    leave.focus()
    page.keyboard.press("Enter")
    page.locator(".foot").get_by_role("link", name="Log in").wait_for()


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
def test_the_keys_work_under_either_keyboard(pages: Windows, hangul: bool) -> None:
    page = pages()
    page.goto("/?since=10d")
    press(page, "KeyJ", hangul=hangul)
    press(page, "KeyJ", hangul=hangul)
    press(page, "KeyK", hangul=hangul)
    see_so_many(page.locator(".item.at"), 1)
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
def test_the_mark_moves_by_a_key(pages: Windows) -> None:
    page = pages()
    page.goto("/")
    before = page.url
    press(page, "KeyR", hangul=False)
    page.wait_for_url(lambda url: url != before)
    see(page.locator("main"), "Nothing moved since")


@in_browser
def test_a_query_is_judged_as_one_types(pages: Windows) -> None:
    page = pages()
    page.goto("/watches/new")
    page.locator("#query").press_sequentially("@ncg NEAR/15 (회의")
    page.locator("#live .fault").wait_for()
    assert "^" in page.locator("#live pre").inner_text()
    page.locator("#query").press_sequentially(" OR talks)")
    page.locator("#trial:not(.stale) .tried").wait_for()
    assert page.locator("#live .fault").count() == 0
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

    def see(self, words: str | re.Pattern[str], where: str = "main") -> None:
        see(self.page.locator(where).first, words)


def see_what_moved(who: Stranger) -> None:
    who.see(re.compile(r"news in [1-9]\d* stor(y|ies), "))
    assert who.page.locator(".story").count() > 3


def see_who_was_first(who: Stranger) -> None:
    who.see("first: Outlet")
    who.click(".story h2 a")
    who.see(re.compile(r"Outlet"), ".timeline .item")


def see_why_it_was_not_told(who: Stranger) -> None:
    who.click(".held summary")
    who.see(re.compile(r"\w"), ".held[open] li")


def mute_it_for_a_week(who: Stranger) -> None:
    who.click(".story h2 a")
    who.press("Mute for 7 days")
    who.see("Muted until")


def make_a_watch_of_a_search(who: Stranger) -> None:
    who.go("Search")
    who.page.fill("#q", "shipyards AND navy")
    who.page.keyboard.press("Enter")
    who.follow("Save as a watch")
    who.see(re.compile(r"[1-9]\d* alerts? from"))
    who.press("Save")
    who.page.wait_for_url(lambda url: "/watches/shipyards" in url)
    who.see("shipyards AND navy")


def accept_a_discovered_name(who: Stranger) -> None:
    who.go("Names")
    who.follow("Names on the rise")
    offered = who.page.locator(".item", has_text="Hanbit Accord")
    who.see(re.compile(r"\w"), ".item")
    if not offered.count():
        who.follow("More")
        offered.first.wait_for()
    who.click(offered.get_by_role("button", name="Track it"))
    who.see("Hanbit Accord", "h1")


def find_the_blind_source(who: Stranger) -> None:
    who.see(re.compile(r"Gone Gazette: cannot be read · .*KST"))
    who.click(".blind a")
    who.see("Gone Gazette", "h1")


def redeliver_a_dead_letter(who: Stranger) -> None:
    who.go("Deliveries")
    who.follow("given up")
    who.page.wait_for_url("**/deliveries?state=dead")
    before = who.page.locator("tbody tr").count()
    who.click("input[type=checkbox]")
    who.press("Send again")
    see_so_many(who.page.locator("tbody tr"), before - 1)


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
    who.page.locator("[aria-pressed=true]").first.wait_for()
    who.click(".item .meta a")
    who.see("Judged by readers")
    who.see("on topic: 1")
    who.follow("What this would teach")
    who.see("1 judgement to learn from")


TASKS = [
    see_what_moved, see_who_was_first, see_why_it_was_not_told, mute_it_for_a_week, make_a_watch_of_a_search,
    accept_a_discovered_name, find_the_blind_source, redeliver_a_dead_letter, export_a_month_of_an_entity,
    judge_and_see_what_it_teaches,
]  # fmt: skip


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.__name__)
@in_browser
def test_a_stranger_gets_it_done_in_five_clicks(pages: Windows, task: Callable[[Stranger], None]) -> None:
    page = pages()
    page.goto("/?since=1d")
    who = Stranger(page)
    task(who)
    assert who.clicks <= MOST_CLICKS


@in_browser
def test_the_second_of_two_who_save_a_watch_sees_what_the_first_made(pages: Windows) -> None:
    first, second = pages(), pages(who="Tom")
    for page in (first, second):
        page.goto("/watches/extended-deterrence/edit")
    for page, query in ((first, "@ncg AND umbrella"), (second, "@ncg AND shield")):
        page.fill("#query", query)
        page.get_by_role("button", name="Save", exact=True).click()
        page.wait_for_url("**/watches/save" if page is second else "**/watches/extended-deterrence")
    see(second.locator("main"), "민지 saved this watch while you wrote")
    assert second.input_value("#query") == "@ncg AND shield"
    first.get_by_role("button", name="Undo this change").click()
    first.wait_for_load_state()


@in_browser
def test_a_busy_database_is_said_and_tried_again_by_a_button(pages: Windows, settings: Settings) -> None:
    page = pages()
    page.goto("/watches/ncg")
    mute = page.get_by_role("button", name="Mute for 7 days")
    path = settings.storage_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        mute.click()
        see(page.locator("h1"), "The database is busy")
        other.execute("ROLLBACK")
    page.get_by_role("button", name="Try again").click()
    see(page.locator("main"), "Muted until")
    page.get_by_role("button", name="Unmute").click()
    mute.wait_for()
