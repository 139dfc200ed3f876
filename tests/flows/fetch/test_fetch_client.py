"""Reading addresses: over a mocked transport, and over loopback for what only sockets show."""

import asyncio
import contextlib
import gzip
import socket
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from itertools import pairwise

import brotli
import httpx
import pytest

from flows.fetch.client import Fetcher
from flows.fetch.options import FetchOptions
from storage.errors import AddressRefused, FetchError, HttpStatus, RobotsRefused, TooLarge, TooSlow
from storage.records import Page

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
QUICK = FetchOptions(
    pause=timedelta(0), respect_robots=False, max_bytes=100_000, timeout=timedelta(seconds=2)
)
LOOPBACK = FetchOptions(
    pause=timedelta(0),
    respect_robots=False,
    max_bytes=100_000,
    timeout=timedelta(seconds=0.7),
    allow_private=(ip_network("127.0.0.0/8"),),
)

Answer = Callable[[httpx.Request], httpx.Response]


def fetch(answer: Answer, url: str = "http://a.kr/x", options: FetchOptions = QUICK, **named: str) -> Page:
    async def run() -> Page:
        async with Fetcher(options, transport=httpx.MockTransport(answer), now=lambda: NOW) as fetcher:
            return await fetcher.fetch(url, **named)

    return asyncio.run(run())


def test_a_page_comes_with_its_headers_and_the_time() -> None:
    page = fetch(
        lambda _: httpx.Response(200, headers={"ETag": '"1"', "Content-Type": "text/xml"}, content=b"<rss/>")
    )
    assert (page.asked, page.url, page.status, page.body) == (
        "http://a.kr/x",
        "http://a.kr/x",
        200,
        b"<rss/>",
    )
    assert (page.content_type, page.header("etag"), page.fetched_at) == ("text/xml", '"1"', NOW)


def test_validators_are_sent_and_a_304_is_a_page_without_a_body() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(304)

    page = fetch(answer, etag='W/"1"', last_modified="Sun, 01 Mar 2026 00:00:00 GMT")
    assert page.not_modified
    assert page.body == b""
    assert asked[0].headers["if-none-match"] == 'W/"1"'
    assert asked[0].headers["if-modified-since"] == "Sun, 01 Mar 2026 00:00:00 GMT"
    assert asked[0].headers["user-agent"] == QUICK.user_agent
    assert "cookie" not in asked[0].headers


def test_a_validator_that_no_header_can_hold_is_left_out() -> None:
    page = fetch(
        lambda request: httpx.Response(200, content=str("if-none-match" in request.headers).encode()),
        etag="a\r\nb: c",
    )
    assert page.body == b"False"


def test_a_validator_beyond_ascii_goes_back_as_it_came() -> None:
    page = fetch(
        lambda request: httpx.Response(200, content=dict(request.headers.raw)[b"If-None-Match"]), etag='"é"'
    )
    assert page.body == '"é"'.encode("latin-1")


def test_a_user_agent_may_be_korean() -> None:
    options = replace(QUICK, user_agent="HanmiWatch/1 (한미)")
    page = fetch(
        lambda request: httpx.Response(200, content=dict(request.headers.raw)[b"User-Agent"]), options=options
    )
    assert page.body.decode() == "HanmiWatch/1 (한미)"


def test_a_304_that_nobody_asked_for_is_an_error() -> None:
    with pytest.raises(HttpStatus, match="304"):
        fetch(lambda _: httpx.Response(304))


def test_redirects_are_followed_to_the_final_address() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/x":
            return httpx.Response(301, headers={"Location": "//b.kr/뉴스?id=1".encode()})
        return httpx.Response(200, content=str(request.url).encode())

    page = fetch(answer)
    assert page.url == "http://b.kr/%EB%89%B4%EC%8A%A4?id=1"
    assert page.asked == "http://a.kr/x"


def test_a_site_that_turns_in_a_circle_until_its_cookie_comes_back_is_read() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.headers.get("cookie") == "seen=1":
            return httpx.Response(200, content=b"ok")
        return httpx.Response(302, headers={"Location": "/x", "Set-Cookie": "seen=1; Path=/; HttpOnly"})

    assert fetch(answer).body == b"ok"


def test_no_other_site_sees_a_cookie() -> None:
    cookies: list[str | None] = []

    def answer(request: httpx.Request) -> httpx.Response:
        cookies.append(request.headers.get("cookie"))
        if request.url.host == "a.kr":
            return httpx.Response(302, headers={"Location": "http://b.kr/", "Set-Cookie": "secret=1"})
        return httpx.Response(200)

    fetch(answer)
    assert cookies == [None, None]


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "http://u:p@b.kr/", "ftp://b.kr/", "http://b.kr:22/"]
)
def test_a_redirect_is_checked_like_the_first_address(location: str) -> None:
    with pytest.raises(AddressRefused):
        fetch(lambda _: httpx.Response(302, headers={"Location": location}))


def test_a_circle_of_redirects_ends() -> None:
    with pytest.raises(FetchError, match="redirects more than 5 times"):
        fetch(lambda _: httpx.Response(302, headers={"Location": "/x"}))


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("Sun, 01 Mar 2026 12:10:00 GMT", timedelta(minutes=10)),
        ("Sun, 01 Mar 2026 11:00:00 GMT", timedelta()),
        ("999999999", timedelta(days=30)),
        ("soon", None),
        ("-5", None),
        ("Sun, 01 Mar 2026 12:10:00 -0000", timedelta(minutes=10)),
        ("Fri, 31 Dec 9999 23:59:59 -2359", timedelta(days=30)),
        ("Sat, 01 Jan 0001 00:00:00 +2359", timedelta()),
        ("Sun, 01 Mar 20260000000000000000 12:10:00 GMT", None),
        ("Sun, 01 Mar 2026 12:10:00 +99999999999999999999", None),
        ("9" * 5_000, timedelta(days=30)),
        ("Sun, " + "9" * 5_000 + " Mar 2026 12:10:00 GMT", None),
        (":" * 50_000, None),
        ("", None),
    ],
)
def test_retry_after_is_read_in_both_forms(value: str, wait: timedelta | None) -> None:
    with pytest.raises(HttpStatus) as caught:
        fetch(lambda _: httpx.Response(429, headers={"Retry-After": value}))
    assert (caught.value.status, caught.value.retry_after) == (429, wait)


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(403, headers={"cf-mitigated": "challenge"}),
        httpx.Response(503, content=b"<html><head><title>Just a moment...</title></head></html>"),
    ],
)
def test_an_error_that_is_a_bot_check_says_so(response: httpx.Response) -> None:
    with pytest.raises(HttpStatus) as caught:
        fetch(lambda _: response)
    assert caught.value.challenge


@pytest.mark.parametrize("body", [b"not gzip", b"\x1f\x8bdamaged", gzip.compress(bytes(5_000_000), mtime=0)])
def test_an_error_stays_that_error_whatever_its_body(body: bytes) -> None:
    head = f"HTTP/1.1 404 Not Found\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    with pytest.raises(HttpStatus, match="404"):
        over_loopback(say(head, body))


def test_a_plain_error_is_no_bot_check() -> None:
    with pytest.raises(HttpStatus) as caught:
        fetch(lambda _: httpx.Response(403, content=b"<html><title>403 Forbidden</title></html>"))
    assert not caught.value.challenge


def test_a_body_above_the_limit_is_refused() -> None:
    with pytest.raises(TooLarge):
        fetch(lambda _: httpx.Response(200, content=bytes(100_001)))


def test_a_failing_connection_is_named() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("the name a.kr is not known")

    with pytest.raises(FetchError, match=r"a\.kr is not known"):
        fetch(answer)


ROBOTS = FetchOptions(pause=timedelta(0))


def site(robots: httpx.Response) -> tuple[Answer, list[str]]:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return robots if request.url.path == "/robots.txt" else httpx.Response(200, content=b"ok")

    return answer, asked


@pytest.mark.parametrize(
    ("status", "text", "readable"),
    [
        (200, "User-agent: *\nDisallow: /private", True),
        (200, "User-agent: *\nDisallow: /x", False),
        (200, "User-agent: *\nDisallow: /\nUser-agent: HanmiWatch\nAllow: /", True),
        (200, "User-agent: hanmiwatch\nDisallow: /", False),
        (200, "User-agent: otherbot\nDisallow: /", True),
        (200, "User-agent: a\nDisallow: /", True),
        (200, "<html>not found</html>", True),
        (200, "User-agent: *\nDisallow: /*.x$\nDisallow: /*x*", False),
        (404, "User-agent: *\nDisallow: /", True),
        (403, "", True),
        (500, "", False),
        (503, "", False),
    ],
)
def test_robots_txt_is_obeyed(status: int, text: str, readable: bool) -> None:
    answer, asked = site(httpx.Response(status, text=text))
    if readable:
        assert fetch(answer, options=ROBOTS).body == b"ok"
        assert asked == ["/robots.txt", "/x"]
    else:
        with pytest.raises(RobotsRefused):
            fetch(answer, options=ROBOTS)
        assert asked == ["/robots.txt"]


def test_robots_txt_is_asked_once_a_site() -> None:
    answer, asked = site(httpx.Response(200, text="Sitemap: https://a.kr/news.xml"))

    async def run() -> tuple[str, ...]:
        async with Fetcher(ROBOTS, transport=httpx.MockTransport(answer)) as fetcher:
            await asyncio.gather(*(fetcher.fetch(f"http://a.kr/{n}") for n in range(5)))
            return (await fetcher.robots("http://a.kr/")).sitemaps

    assert asyncio.run(run()) == ("https://a.kr/news.xml",)
    assert asked.count("/robots.txt") == 1


def test_a_crawl_delay_keeps_requests_apart() -> None:
    answer, _ = site(httpx.Response(200, text="User-agent: *\nCrawl-delay: 0.1"))
    starts: list[float] = []

    def note(request: httpx.Request) -> httpx.Response:
        if request.url.path != "/robots.txt":
            starts.append(asyncio.get_running_loop().time())
        return answer(request)

    async def run() -> None:
        async with Fetcher(ROBOTS, transport=httpx.MockTransport(note)) as fetcher:
            await asyncio.gather(*(fetcher.fetch(f"http://a.kr/{n}") for n in range(4)))

    asyncio.run(run())
    assert all(later - earlier > 0.09 for earlier, later in pairwise(starts))


@pytest.mark.parametrize(("later", "asked"), [(timedelta(hours=23), 1), (timedelta(hours=25), 2)])
def test_a_robots_txt_ages_by_the_clock_that_the_fetcher_goes_by(later: timedelta, asked: int) -> None:
    now, seen = NOW, []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.path)
        return httpx.Response(200, content=b"User-agent: *\nDisallow: /x")

    async def run() -> None:
        nonlocal now
        async with Fetcher(ROBOTS, transport=httpx.MockTransport(answer), now=lambda: now) as fetcher:
            await fetcher.fetch("http://a.kr/1")
            now += later
            await fetcher.fetch("http://a.kr/2")

    asyncio.run(run())
    assert seen.count("/robots.txt") == asked


def test_a_pause_lies_between_requests_to_one_host_and_not_between_hosts() -> None:
    starts: list[tuple[str, float]] = []

    def note(request: httpx.Request) -> httpx.Response:
        starts.append((request.url.host, asyncio.get_running_loop().time()))
        return httpx.Response(200)

    options = FetchOptions(pause=timedelta(seconds=0.1), respect_robots=False)

    async def run() -> float:
        async with Fetcher(options, transport=httpx.MockTransport(note)) as fetcher:
            began = asyncio.get_running_loop().time()
            await asyncio.gather(
                *(fetcher.fetch(f"http://{host}.kr/{n}") for host in "abcde" for n in range(3))
            )
            return asyncio.get_running_loop().time() - began

    assert asyncio.run(run()) < 0.6
    times = [at for host, at in starts if host == "a.kr"]
    assert all(later - earlier > 0.09 for earlier, later in pairwise(times))


def test_no_more_than_allowed_are_in_flight_to_one_host() -> None:
    most = now = 0

    async def slow(_: httpx.Request) -> httpx.Response:
        nonlocal most, now
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.005)
        now -= 1
        return httpx.Response(200)

    async def run() -> None:
        async with Fetcher(QUICK, transport=httpx.MockTransport(slow)) as fetcher:
            await asyncio.gather(*(fetcher.fetch(f"http://a.kr/{n}") for n in range(10)))

    asyncio.run(run())
    assert most == QUICK.per_host


Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def over_loopback(
    serve: Serve, path: str = "/", options: FetchOptions = LOOPBACK, host: str = "127.0.0.1"
) -> Page:
    """Fetch from a server that answers each connection with `serve`."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            await serve(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def run() -> Page:
        server = await asyncio.start_server(connected, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server, Fetcher(options) as fetcher:
            return await fetcher.fetch(f"http://{host}:{port}{path}")

    return asyncio.run(run())


def say(*parts: bytes, every_s: float = 0.0) -> Serve:
    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(every_s)

    return serve


def test_a_compressed_page_comes_over_a_real_socket() -> None:
    body = gzip.compress(b"hello" * 1_000)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    assert over_loopback(say(head, body)).body == b"hello" * 1_000


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0x7f.1", "[::1]", "127.0.0.1.nip.invalid"])
def test_a_private_address_is_not_contacted(host: str) -> None:
    contacted = False

    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal contacted
        contacted = True

    with pytest.raises(FetchError):
        over_loopback(serve, options=QUICK, host=host)
    assert not contacted


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.2", "10.0.0.1", "169.254.169.254", "100.64.0.1", "[::1]", "[fe80::1]"),
        *("[::ffff:127.0.0.2]", "[::ffff:a9fe:a9fe]", "[64:ff9b::7f00:2]", "[2002:7f00:2::]", "2130706434"),
    ],
)
def test_a_redirect_to_a_private_address_is_not_followed(host: str) -> None:
    there = FetchOptions(pause=timedelta(0), respect_robots=False, allow_private=(ip_network("127.0.0.1"),))
    answer = f"HTTP/1.1 302 Found\r\nLocation: http://{host}/x\r\nContent-Length: 0\r\n\r\n"
    with pytest.raises(AddressRefused, match="is not public"):
        over_loopback(say(answer.encode()), options=there)


def test_slow_redirects_share_one_time() -> None:
    slow = say(b"HTTP/1.1 302 Found\r\nLocation: /on\r\n", b"Content-Length: 0\r\n\r\n", every_s=0.3)
    with pytest.raises(TooSlow):
        over_loopback(slow, options=replace(LOOPBACK, timeout=timedelta(seconds=0.7)))


def test_a_name_that_resolves_anew_cannot_slip_by(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["198.51.99.7", "127.0.0.1"])

    def getaddrinfo(*_: object, **__: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), 80))]

    connected: list[str] = []

    async def connect(host: str, *_: object, **__: object) -> None:
        connected.append(host)
        raise OSError("nobody there")

    async def run() -> None:
        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        monkeypatch.setattr(asyncio, "open_connection", connect)
        async with Fetcher(QUICK) as fetcher:
            await fetcher.fetch("http://rebind.kr/")

    with pytest.raises(FetchError, match="nobody there"):
        asyncio.run(run())
    assert connected == ["198.51.99.7"]


HEAD = b"HTTP/1.1 200 OK\r\n\r\n"


@pytest.mark.parametrize(
    ("serve", "error"),
    [
        (say(*[b"HTTP/1.1 200 OK\r\n", *[b"X-A: b\r\n"] * 100], every_s=0.05), TooSlow),
        (say(HEAD, *[b"x"] * 100, every_s=0.05), TooSlow),
        (say(*[b"HTTP/1.1 102 Processing\r\n\r\n"] * 100, every_s=0.05), TooSlow),
        (say(HEAD, *[b"x" * 10_000] * 1_000), TooLarge),
        (say(b"HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n"), TooLarge),
        (say(b"HTTP/1.1 200 OK\r\n", *[b"X-A: " + b"b" * 9_000 + b"\r\n"] * 100), FetchError),
        (
            say(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", gzip.compress(bytes(5_000_000))),
            TooLarge,
        ),
        (say(b"SSH-2.0-OpenSSH_9.2\r\n"), FetchError),
        (say(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort"), FetchError),
        (say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), FetchError),
        (say(b""), FetchError),
    ],
    ids=[
        *("slow-headers", "slow-body", "endless-1xx", "endless-body", "announced", "headers"),
        *("bomb", "not-http", "short", "chunks", "closed"),
    ],
)
def test_a_hostile_server_ends_in_a_named_error(serve: Serve, error: type[FetchError]) -> None:
    with pytest.raises(error):
        over_loopback(serve)


def test_a_header_that_no_request_can_hold_is_an_error() -> None:
    with pytest.raises(FetchError):
        over_loopback(say(HEAD), options=replace(LOOPBACK, user_agent="a\r\nb: c"))


def test_a_connection_is_used_again_and_a_stale_one_replaced() -> None:
    connections = 0

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        for _ in range(2):
            try:
                await reader.readuntil(b"\r\n\r\n")
            except asyncio.IncompleteReadError:
                break
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        writer.close()

    async def run() -> list[bytes]:
        server = await asyncio.start_server(connected, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server, Fetcher(LOOPBACK) as fetcher:
            return [(await fetcher.fetch(f"http://127.0.0.1:{port}/{n}")).body for n in range(6)]

    assert asyncio.run(run()) == [b"ok"] * 6
    assert connections == 3


def test_an_answer_has_its_place_in_flight_until_it_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.fetch.client.IN_FLIGHT", 1)
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.host)
        return httpx.Response(200, content=b"ok")

    async def run() -> None:
        async with Fetcher(QUICK, transport=httpx.MockTransport(answer)) as fetcher:
            async with fetcher.reading("http://a.kr/"):
                other = asyncio.create_task(fetcher.fetch("http://b.kr/"))
                for _ in range(20):
                    await asyncio.sleep(0)
                assert seen == ["a.kr"]
            await other
            assert seen == ["a.kr", "b.kr"]

    asyncio.run(run())


def test_a_refused_answer_and_a_redirect_give_their_places_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.fetch.client.IN_FLIGHT", 1)

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/on":
            return httpx.Response(302, headers={"location": "/gone"})
        return httpx.Response(404 if request.url.path == "/gone" else 200, content=b"ok")

    async def run() -> None:
        async with Fetcher(QUICK, transport=httpx.MockTransport(answer)) as fetcher:
            for _ in range(2):
                with pytest.raises(HttpStatus):
                    await fetcher.fetch("http://a.kr/on")
            assert (await fetcher.fetch("http://a.kr/")).body == b"ok"

    asyncio.run(run())


def stall(serve: Serve, options: FetchOptions) -> tuple[float, BaseException | None]:
    """The longest processor time that the loop was held while an answer was read, and what came of it.

    Time in which this process did not run, or other threads of it did, holds nobody up.
    """
    longest, failure = 0.0, None

    async def watch() -> None:
        nonlocal longest
        while True:
            began = time.thread_time()
            await asyncio.sleep(0)
            longest = max(longest, time.thread_time() - began)

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            await serve(reader, writer)
        writer.close()

    async def run() -> None:
        server = await asyncio.start_server(connected, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server, Fetcher(options) as fetcher:
            watching = asyncio.create_task(watch())
            try:
                await fetcher.fetch(f"http://127.0.0.1:{port}/")
            finally:
                # The last step counts too.
                await asyncio.sleep(0.001)
                watching.cancel()

    try:
        asyncio.run(run())
    except FetchError as error:
        failure = error
    return longest, failure


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
ZIPPED = b"HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\nContent-Length: %d\r\n\r\n"
EMPTY = gzip.compress(b"", mtime=0)


def zipped(encoding: bytes, body: bytes) -> bytes:
    return ZIPPED % (encoding, len(body)) + body


@pytest.mark.parametrize(
    "answer",
    {
        "blanks in a header": b"HTTP/1.1 200 OK\r\nX: " + b" " * 30_000 + b"\x00\r\n\r\n",
        "blanks in a trailer": CHUNKED + b"0\r\nX: " + b" " * 30_000 + b"\x00\r\n\r\n",
        "one byte after the other": CHUNKED + b"1\r\nx\r\n" * 200_000 + b"0\r\n\r\n",
        "notices": b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100_000,
        "many headers": b"HTTP/1.1 200 OK\r\n" + b"a:\r\n" * 16_000 + b"\r\n",
        "many encodings": b"HTTP/1.1 200 OK\r\nContent-Encoding: " + b"gzip," * 12_000 + b"\r\n\r\nx",
        "a bomb": zipped(b"gzip", gzip.compress(bytes(10_000_000))),
        "a bomb in a bomb": zipped(b"gzip, br", brotli.compress(gzip.compress(bytes(10_000_000)))),
        "members": zipped(b"gzip", EMPTY * (1_000_000 // len(EMPTY))),
        "an error of blanks": b"HTTP/1.1 503 Busy\r\n\r\n<html>" + b" " * 23_900,
        "a redirect to a long name": "HTTP/1.1 301 Moved\r\nLocation: http://{}.kr/\r\n\r\n".format(
            "가나다라마바사" * 2_000
        ).encode(),
    }.items(),
    ids=lambda pair: pair[0],
)
def test_no_answer_holds_up_the_loop(answer: tuple[str, bytes]) -> None:
    options = replace(LOOPBACK, max_bytes=10_000_000, timeout=timedelta(seconds=20))
    held, _ = stall(say(answer[1]), options)
    assert held < 0.15


def test_a_body_in_tiny_pieces_is_given_up() -> None:
    options = replace(LOOPBACK, timeout=timedelta(seconds=20))
    with pytest.raises(FetchError, match="pieces"):
        over_loopback(say(CHUNKED + b"1\r\nx\r\n" * 20_000 + b"0\r\n\r\n"), options=options)


def test_a_body_sent_line_by_line_is_read() -> None:
    options = replace(LOOPBACK, max_bytes=1_000_000, timeout=timedelta(seconds=20))
    line = b"<li>Talks about cost sharing</li>\n"
    chunk = b"%x\r\n%s\r\n" % (len(line), line)
    page = over_loopback(say(CHUNKED + chunk * 20_000 + b"0\r\n\r\n"), options=options)
    assert page.body == line * 20_000
