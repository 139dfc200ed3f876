"""An outlet that answers with whatever costs most, and the forms of it."""

from __future__ import annotations

import contextlib
import gzip
import socketserver
import threading
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import brotli
import zstandard

HOST = "127.0.0.9"
Parts = list[bytes] | bytes
DRIP_S = 0.2


@dataclass(frozen=True, slots=True)
class Form:
    """What is answered, by path; other paths get `rest`. With `drips` each part comes a little later."""

    answers: Mapping[str, Parts] = field(default_factory=dict)
    rest: Parts = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    drips: bool = False


class HostileOutlet:
    """A server on a loopback address of its own that answers raw bytes."""

    def __init__(self) -> None:
        outlet = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with contextlib.suppress(OSError, IndexError):
                    outlet._answer(self.rfile.readline().split()[1].decode(), self.wfile)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True

        self.form = Form()
        self._server = Server((HOST, 0), Handler)
        self.url = f"http://{HOST}:{self._server.server_address[1]}"

    def _answer(self, path: str, stream: object) -> None:
        parts = self.form.answers.get(path, b"" if path == "/robots.txt" else self.form.rest)
        parts = parts or b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        for part in [parts] if isinstance(parts, bytes) else parts:
            stream.write(part.replace(b"{base}", self.url.encode()))  # type: ignore[attr-defined]
            if self.form.drips:
                time.sleep(DRIP_S)

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


def say(body: bytes | str, *headers: str, status: str = "200 OK") -> bytes:
    """A whole answer; it ends with the connection, so that its length may be what it likes."""
    raw = body.encode() if isinstance(body, str) else body
    head = "\r\n".join([f"HTTP/1.1 {status}", "Connection: close", *headers])
    return f"{head}\r\n\r\n".encode("latin-1") + raw


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
EMPTY = gzip.compress(b"")
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>'


def feed(*items: str) -> bytes:
    """A feed of these items, each as it is."""
    return say(
        '<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>'
        + "".join(items)
        + "</channel></rss>",
        "Content-Type: application/rss+xml",
    )


def announce(count: int, title: str = "Ministers meet again", tail: str = "") -> bytes:
    """A feed of so many articles on this site, undated, so that each may come before all others."""
    return feed(
        *(f"<item><title>{title} {n}</title><link>{{base}}/{n}{tail}</link></item>" for n in range(count))
    )


def article(*paragraphs: str, head: str = "") -> bytes:
    body = "".join(f"<p>{each}</p>" for each in paragraphs)
    opening = (
        "<p>The ministers of both sides met in Seoul on Monday and agreed to go on talking in May.</p>" * 4
    )
    return say(
        f"<html><head><title>Talks</title>{head}</head><body><article>{opening}{body}</article></body></html>",
        "Content-Type: text/html; charset=utf-8",
    )


def every_page(answer: bytes, count: int = 16) -> Form:
    """A feed of articles, all of which are this one."""
    return Form({"/feed": announce(count)}, rest=answer)


def packed(name: str, body: bytes) -> Form:
    return Form({"/feed": say(body, f"Content-Encoding: {name}")})


def _wild_rules() -> str:
    return "User-agent: *\n" + "".join(f"Disallow: /{'*a' * 40}{n}b\n" for n in range(4_000))


def _sitemaps() -> Mapping[str, Parts]:
    index = "".join(f"<sitemap><loc>{{base}}/map{n}</loc></sitemap>" for n in range(5))
    page = say(f'<?xml version="1.0"?><sitemapindex>{index}</sitemapindex>')
    return {"/feed": page, **{f"/map{n}": [page[:100], *[b" "] * 40, page[100:]] for n in range(5)}}


FORMS: dict[str, Form] = {
    "empty gzip members": packed("gzip", EMPTY * (1_900_000 // len(EMPTY))),
    "empty members in brotli": packed("gzip, br", brotli.compress(EMPTY * 90_000, quality=1)),
    "empty zstd frames": packed("zstd", zstandard.compress(b"") * 200_000),
    "a bomb": packed("gzip", gzip.compress(bytes(50_000_000), 1)),
    "a bomb in a bomb": packed("deflate, gzip", gzip.compress(zlib.compress(bytes(20_000_000)))),
    "an error page of blanks": Form({"/feed": say("<html>" + " " * 23_900, status="503 Busy")}),
    "a header of blanks": Form({"/feed": b"HTTP/1.1 200 OK\r\nX: " + b" " * 60_000 + b"\x00\r\n\r\n"}),
    "a trailer of blanks": Form({"/feed": CHUNKED + b"0\r\nX: " + b" " * 60_000 + b"\x00\r\n\r\n"}),
    "a body of single bytes": Form({"/feed": CHUNKED + b"1\r\nx\r\n" * 300_000 + b"0\r\n\r\n"}),
    "notices without end": Form({"/feed": b"HTTP/1.1 103 Early Hints\r\n\r\n" * 200_000}),
    "a wait of twenty digits": Form({
        "/feed": say("", "Retry-After: Sun, 01 Mar 20260000000000000000 12:10:00 GMT", status="429 Slow")
    }),
    "an expiry of twenty digits": Form({
        "/feed": say(ATOM + "</feed>", "Expires: Sun, 01 Mar 20260000000000000000 12:10:00 GMT")
    }),
    "a feed that drips": Form({"/feed": [say(ATOM), *[b" "] * 200]}, drips=True),
    "sitemaps that drip": Form(_sitemaps(), drips=True),
    "robots of wildcards": Form(
        {"/robots.txt": say(_wild_rules()), "/feed": announce(400, tail="a" * 3_900)},
        rest=article("Talks were held."),
    ),
    "an author without end": Form({
        "/feed": feed("<item><link>{base}/1</link><author>" + "a" * 1_500_000 + "@b (c)</author></item>")
    }),
    "dates in words": Form({
        "/feed": feed(*["<item><link>{base}/1</link><pubDate>1월 2026 12일 Monday</pubDate></item>"] * 5_000)
    }),
    "lists within lists": Form({
        "/feed": say('{"version":"https://jsonfeed.org/version/1","items":' + "[" * 1_500_000)
    }),
    "numbers without end": Form({
        "/feed": say('{"version":"https://jsonfeed.org/version/1","items":[{"id":' + "9" * 1_500_000 + "}]}")
    }),
    "addresses of digits": Form({"/feed": feed(*(
        f"<item><link>http://www.hani.co.kr/arti/{n}{'1' * 380}</link></item>" for n in range(4_500)
    ))}),
    "addresses of ampersands": Form({
        "/feed": feed("<item><link>{base}/?&amp;" + "amp;" * 400_000 + "</link></item>")
    }),
    "a page of tags": every_page(say("<html><body>" + "<div><p>a" * 200_000)),
    "a page of attributes": every_page(
        say("<html><body " + " ".join(f"a{n}=1" for n in range(200_000)) + "><p>Talks were held.</p>")
    ),
    "a word of prefixes": every_page(article("산" + "한미일" * 40 + "핵협의그룹 회의가 열렸다.")),
    "a word of offices": every_page(article("회의에서 윤석열" + "대통령권한대행" * 60 + "꿹 발언이 나왔다.")),
    "a word of words": every_page(article("회의에서 " + "대통령선거" * 60 + "꿹 결과가 나왔다.")),
    "a word without end": every_page(article("핵협의그룹" * 300_000), 4),
    "a line without end": every_page(article("Talks on the NCG were held in Seoul, " * 50_000), 4),
    "lines without end": every_page(article(*["Talks on the NCG were held in Seoul."] * 45_000), 4),
    "dates of blanks": every_page(article('<div class="date">입력 2026' + " " * 500_000 + "x</div>")),
    "a title without end": every_page(article(head="<title>" + "| a " * 300_000 + "</title>")),
    "a thousand names of its own": every_page(
        article(head="".join(f'<link rel="canonical" href="/{n}?id=7">' for n in range(5_000)))
    ),
    "five thousand titles": Form(
        {"/robots.txt": say("User-agent: *\nDisallow: /1"), "/feed": announce(5_000)}
    ),
    "five thousand slow pages": Form(
        {"/feed": announce(5_000)}, rest=[say("<html>"), *[b" "] * 50], drips=True
    ),
}  # fmt: skip
