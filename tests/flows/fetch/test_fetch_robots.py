"""What a robots.txt allows, and how long it is believed."""

import asyncio
import json
import time
from pathlib import Path

import pytest

from flows.fetch.robots import FAULT_S, FRESH_S, Robots, RobotsCache, product_token, read_robots

TOKEN = "HanmiWatch"


@pytest.mark.parametrize(
    ("user_agent", "token"),
    [
        ("HanmiWatch/0.1 (news monitor)", "HanmiWatch"),
        ("Mozilla/5.0 (compatible)", "Mozilla"),
        ("desk bot", "desk"),
        ("/1.0", "*"),
    ],
)
def test_a_robot_is_called_by_its_product_token(user_agent: str, token: str) -> None:
    assert product_token(user_agent) == token


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /", "/x", False),
        ("user-agent: HANMIWATCH/2\ndisallow: /x", "/x", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: hanmiwatch\nDisallow:", "/x", True),
        ("User-agent: other\nUser-agent: *\nDisallow: /x", "/x", False),
        ("User-agent: *\nUser-agent: other\nDisallow: /x", "/x", False),
        ("User-agent: other\nDisallow: /x\nUser-agent: *\nAllow: /", "/x", True),
        ("User-agent: *\nDisallow: /news\nAllow: /news/en", "/news/en/1", True),
        ("User-agent: *\nDisallow: /*?print=", "/a?print=1", False),
        ("User-agent: *\nDisallow: /%EB%89%B4%EC%8A%A4", "/뉴스/1", False),
        ("Disallow: /", "/x", True),
        ("\ufeffUser-agent: *\r\nDisallow: /x # private\r\n", "/x", False),
    ],
)
def test_the_group_for_us_counts(text: str, path: str, allowed: bool) -> None:
    assert read_robots(text.encode(), TOKEN).allow(f"https://a.kr{path}") is allowed


def test_sitemaps_and_delays_are_read() -> None:
    robots = read_robots(
        b"Sitemap: https://a.kr/1.xml\nUser-agent: *\nCrawl-delay: 2.5\nSitemap: /2.xml\nDisallow: /x", TOKEN
    )
    assert robots.sitemaps == ("https://a.kr/1.xml", "/2.xml")
    assert robots.crawl_delay_s == 2.5
    assert not robots.allow("https://a.kr/x")
    assert read_robots(b"User-agent: *\nCrawl-delay: 86400", TOKEN).crawl_delay_s == 30


@pytest.mark.parametrize(
    "hostile",
    [
        b"".join(b"User-agent: a%d\n" % n for n in range(20_000)) + b"Disallow: /x\n" * 20_000,
        b"User-agent: *\n" + b"Disallow: /" + b"*a" * 200_000,
        b"User-agent: *\n" * 20_000 + b"Disallow: /x\n" * 20_000,
        b"User-agent: *\n" + b"".join(b"Disallow: /*%d*$\n" % n for n in range(20_000)),
        bytes(500_000),
        b"\xff\xfe" * 100_000,
    ],
)
def test_a_hostile_robots_txt_is_read_quickly(hostile: bytes) -> None:
    began = time.thread_time()
    read_robots(hostile, TOKEN).allow("https://a.kr/" + "a" * 2_000)
    assert time.thread_time() - began < 2


@pytest.mark.parametrize(
    "rule", ["/" + "*a" * 45 + "b", "/" + "*a" * 30 + "$", "/*" + "a" * 80 + "b", "/" + "*a" * 200_000 + "b"]
)
def test_comparing_an_address_with_hostile_rules_takes_milliseconds(rule: str) -> None:
    lines = "".join(f"Disallow: {rule}{n}\n" for n in range(max(1, 500_000 // len(rule))))
    robots = read_robots(f"User-agent: *\n{lines}".encode(), TOKEN)
    began = time.thread_time()
    for n in range(10):
        robots.allow(f"https://a.kr/{n}{'a' * 7_900}")
    assert time.thread_time() - began < 0.5


def ask(cache: RobotsCache, robots: Robots, origin: str = "https://a.kr") -> int:
    """How often the site is asked when the cache is."""
    count = 0

    async def read() -> Robots:
        nonlocal count
        count += 1
        return robots

    asyncio.run(cache.ask(origin, read))
    return count


def recall(cache: RobotsCache, origin: str = "https://a.kr") -> Robots:
    """The rules that the cache has without asking the site."""

    async def read() -> Robots:
        raise AssertionError(origin)

    return asyncio.run(cache.ask(origin, read))


def test_rules_are_believed_for_a_day_and_a_fault_for_minutes() -> None:
    now = 1_000.0
    cache = RobotsCache(TOKEN, clock=lambda: now)
    rules, closed = read_robots(b"User-agent: *\nDisallow: /x", TOKEN), Robots(None, TOKEN, closed=True)
    assert (ask(cache, rules), ask(cache, rules)) == (1, 0)
    assert (ask(cache, closed, "https://b.kr"), ask(cache, closed, "https://b.kr")) == (1, 0)
    now += FAULT_S
    assert (ask(cache, rules), ask(cache, closed, "https://b.kr")) == (0, 1)
    now += FRESH_S
    assert ask(cache, rules) == 1


def test_a_fault_leaves_a_site_at_the_rules_that_it_had(tmp_path: Path) -> None:
    now = 1_000.0
    rules, closed = read_robots(b"User-agent: *\nDisallow: /x", TOKEN), Robots(None, TOKEN, closed=True)
    cache = RobotsCache(TOKEN, tmp_path / "robots.json", clock=lambda: now)
    ask(cache, rules)
    cache.write()
    now += FRESH_S
    for again in (cache, RobotsCache(TOKEN, tmp_path / "robots.json", clock=lambda: now)):
        assert (ask(again, closed), ask(again, closed)) == (1, 0)
        kept = recall(again)
        assert (kept.allow("https://a.kr/a"), kept.allow("https://a.kr/x")) == (True, False)
    now += FAULT_S
    assert ask(cache, closed) == 1
    now += FAULT_S
    assert (ask(cache, rules), ask(cache, rules)) == (1, 0)


def test_rules_outlast_the_process(tmp_path: Path) -> None:
    path = tmp_path / "robots.json"
    rules = read_robots(b"User-agent: *\nDisallow: /x\nSitemap: /1.xml", TOKEN)
    cache = RobotsCache(TOKEN, path)
    ask(cache, rules)
    ask(cache, Robots(None, TOKEN), "https://none.kr")
    cache.write()
    again = RobotsCache(TOKEN, path)
    assert (ask(again, rules), ask(again, rules, "https://none.kr")) == (0, 0)
    kept = recall(again)
    assert (kept.allow("https://a.kr/x"), kept.sitemaps) == (False, ("/1.xml",))
    assert ask(RobotsCache("OtherBot", path), rules) == 1


def test_the_rules_of_many_sites_are_remembered_as_far_as_there_is_room(tmp_path: Path) -> None:
    rules = read_robots(b"User-agent: *\n" + b"Disallow: /%s\n" % (b"x" * 90) * 480, TOKEN)
    cache = RobotsCache(TOKEN, tmp_path / "robots.json")
    for n in range(600):
        ask(cache, rules, f"https://a{n}.kr")
    assert (ask(cache, rules, "https://a599.kr"), ask(cache, rules, "https://a0.kr")) == (0, 1)
    cache.write()
    began = time.thread_time()
    again = RobotsCache(TOKEN, tmp_path / "robots.json")
    assert time.thread_time() - began < 0.5
    assert (ask(again, rules, "https://a0.kr"), ask(again, rules, "https://a599.kr")) == (0, 0)
    assert ask(again, rules, "https://a400.kr") == 1
    assert (tmp_path / "robots.json").stat().st_size < 6_000_000


def test_rules_that_nobody_asked_for_this_time_are_not_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "robots.json"
    rules = read_robots(b"User-agent: *\nDisallow: /x", TOKEN)
    for origin in ("https://a.kr", "https://b.kr"):
        cache = RobotsCache(TOKEN, path)
        ask(cache, rules, origin)
        cache.write()
    cache = RobotsCache(TOKEN, path)
    assert (ask(cache, rules), ask(cache, rules, "https://b.kr")) == (0, 0)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"robot": "HanmiWatch"}', '{"robot": "HanmiWatch", "sites": {"a": [1]}}', "[" * 100_000],
)
def test_a_damaged_file_is_no_more_than_forgotten(tmp_path: Path, text: str) -> None:
    path = tmp_path / "robots.json"
    path.write_text(text)
    cache = RobotsCache(TOKEN, path)
    assert ask(cache, Robots(None, TOKEN)) == 1
    cache.write()
    assert json.loads(path.read_text())["robot"] == TOKEN


def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    cache = RobotsCache(TOKEN, tmp_path / "nowhere" / "robots.json")
    ask(cache, Robots(None, TOKEN))
    cache.write()
