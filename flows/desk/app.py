"""The desk as an application: which address is which page, who may ask for it, and with which headers."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from flows.config.desk_changes import Overtaken, Unsound
from flows.desk import learning, leaving_links, message_links
from flows.desk.access import BY_TOKEN, COOKIE, Access, Reader, is_same_origin
from flows.desk.asked import Unreadable
from flows.desk.changing import changes, editing, entity_changes, judging, source_changes
from flows.desk.desk import Asking, Desk, Missing, read_lang
from flows.desk.showing import feed_pages, lists, pages
from flows.desk.showing.feed_pages import is_feed, note_desk_token, open_feed
from flows.desk.showing.feeds import FeedReader
from flows.desk.turns import Gone
from flows.desk.words import speak
from flows.learning.judge import CannotJudge
from storage.bugs import note_fault
from storage.errors import CursorRefused, StorageError, WatchError

log = logging.getLogger("hanmi.desk")

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
OPEN = frozenset({"/healthz", "/health", "/readyz"})
"""Asked by what watches over the service; they say one word."""
UNLOCKED = ("/static/", "/m/", "/u/")
"""Where no login is asked for: what pages look like, and links that are signed."""
UNSUBSCRIBING = "/u/"
"""Changes that may come from anywhere: mail programs send them, and their signature is the proof."""
SIGNED = ("/m/", UNSUBSCRIBING)
MOST_BODY = 65_536
AT_ONCE = 4
"""Pages that are made at once: more would not be made sooner, and each holds its texts meanwhile."""

REFUSALS = (Unreadable, WatchError, CursorRefused, Overtaken, Unsound, CannotJudge)
"""Why what a reader asked cannot be; nothing of it was done."""

Page = Callable[[Asking], Response]


def make_app(desk: Desk) -> Starlette:
    """The application; its pages run in threads, so that a slow one holds up no other."""
    few = CapacityLimiter(AT_ONCE)

    def page(path: str, make: Page, *, method: str = "GET", is_slow: bool = False) -> Route:
        among = None if is_slow or method == "POST" else few  # a change may wait for somebody else's lock
        answer = partial(_answer, desk, make, among)
        return Route(path, answer, methods=[method], name=f"{method} {path}")

    feed = partial(show_feed, FeedReader(desk))
    routes = [
        page("/healthz", lambda _: PlainTextResponse("ok\n"), is_slow=True),
        page("/health", lambda _: PlainTextResponse("ok\n"), is_slow=True),
        page("/readyz", pages.show_ready),
        page("/metrics", pages.show_metrics),
        page("/", pages.show_today),
        page("/today.{form}", lists.export_today),
        page("/stories", lists.show_stories),
        page("/stories.{form}", lists.show_stories),
        page("/stories/{id}.{form}", lists.show_timeline),
        page("/stories/{id}", pages.show_story),
        page("/articles", lists.show_articles),
        page("/articles.{form}", lists.show_articles),
        page("/articles/{id}", pages.show_article),
        page("/alerts", lists.show_alerts),
        page("/alerts.csv", lists.show_alerts),
        page("/alerts.{form}", feed),
        page("/alerts/{watch}.{form}", feed),
        page("/entities", lists.show_entities),
        page("/entities.{form}", lists.show_entities),
        page("/entities/offered", entity_changes.show_offered, is_slow=True),
        page("/entities/accept", entity_changes.accept_name, method="POST"),
        page("/entities/refuse", entity_changes.refuse_name, method="POST"),
        page("/entities/{id}", pages.show_entity),
        page("/entities/{id}", entity_changes.save_entity, method="POST"),
        page("/watches", lists.show_watches),
        page("/watches.{form}", lists.show_watches),
        page("/watches/new", editing.show_new_watch, is_slow=True),
        page("/watches/try", editing.show_trial, is_slow=True),
        page("/watches/save", editing.save_watch, method="POST"),
        page("/watches/{id}", pages.show_watch),
        page("/watches/{id}/edit", editing.show_edit_watch, is_slow=True),
        page("/watches/{id}/learn", learning.show_learning, is_slow=True),
        page("/watches/{id}/learn", learning.accept_learning, method="POST"),
        page("/sources", lists.show_sources),
        page("/sources.{form}", lists.show_sources),
        page("/sources/new", source_changes.show_new_source),
        page("/sources/new", source_changes.try_site, method="POST"),
        page("/sources/add", source_changes.add_source, method="POST"),
        page("/sources/{id}", pages.show_source),
        page("/sources/{id}/poll", source_changes.poll_now, method="POST"),
        page("/sources/{id}/pause", source_changes.pause, method="POST"),
        page("/deliveries", lists.show_deliveries),
        page("/deliveries.{form}", lists.show_deliveries),
        page("/search", lists.show_search),
        page("/search.{form}", lists.show_search),
        page("/trust", pages.show_trust),
        page("/login", changes.show_login),
        page("/login", changes.log_in, method="POST"),
        page("/logout", changes.log_out, method="POST"),
        page("/feeds", feed_pages.show_feeds),
        page("/feeds/token", feed_pages.make_token, method="POST"),
        page("/feeds/revoke", feed_pages.revoke_token, method="POST"),
        page("/m/{token}", message_links.show_link),
        page("/m/{token}", message_links.act_on_link, method="POST"),
        page("/u/{token}", leaving_links.show_leaving),
        page("/u/{token}", leaving_links.leave, method="POST"),
        page("/judge", judging.judge, method="POST"),
        page("/mark", changes.move_mark, method="POST"),
        page("/mute", changes.mute, method="POST"),
        page("/redeliver", changes.send_again, method="POST"),
        page("/revert", editing.revert, method="POST"),
        Mount("/static", StaticFiles(directory=Path(__file__).with_name("static"))),
    ]
    app = Starlette(routes=routes, exception_handlers=dict.fromkeys((404, 405), partial(_say_missing, desk)))
    app.add_middleware(_Guard, desk=desk)
    return app


class _Guard:
    """What stands before every answer: the Host, who may read, and the headers of ours."""

    def __init__(self, app: Any, desk: Desk) -> None:
        self._app, self._desk = app, desk

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        refusal = self._refuse(request)
        if refusal is not None and is_feed(request.url.path) and "token" in request.query_params:
            refusal = await run_in_threadpool(open_feed, self._desk, request)
        answer = refusal or self._app

        async def send_with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                ours = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
                if request.url.path.startswith("/static/"):
                    ours = [each for each in ours if each[0] != b"cache-control"]
                message["headers"] = [*message["headers"], *ours]
            await send(message)

        await answer(scope, receive, send_with_headers)

    def _refuse(self, request: Request) -> Response | None:
        path = request.url.path
        if wrong := self._find_wrong_way(request):
            return _answer_no(request, wrong)
        reader = find_reader(self._desk.access, request)
        if not reader.may_read and not _is_open(path):
            return _ask_for_login(request)
        if request.method == "POST" and not path.startswith(UNSUBSCRIBING):
            return self._refuse_change(request, reader)
        return None

    def _find_wrong_way(self, request: Request) -> str | None:
        """What is wrong with the way on which this came, as a word of the desk's."""
        access = self._desk.access
        if not access.is_own_host(request.headers.get("host", "")):
            return "refused_host"
        if request.url.path not in OPEN and access.is_closed_to(request.headers):
            return "refused_proxy"
        return None

    def _refuse_change(self, request: Request, reader: Reader) -> Response | None:
        headers = request.headers
        own = is_same_origin(
            reader, headers.get("host", ""), headers.get("sec-fetch-site"), headers.get("origin")
        )
        if not own:
            return _answer_no(request, "refused_origin")
        is_open = request.url.path in ("/mark", "/login") or request.url.path.startswith("/m/")
        if not reader.may_change and not is_open:
            return RedirectResponse("/login", 303)
        return None


def _is_open(path: str) -> bool:
    """Whether an address answers without a login."""
    return path in OPEN or path == "/login" or path.startswith(UNLOCKED)


def _ask_for_login(request: Request) -> Response:
    if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
        return RedirectResponse("/login", 303)
    return _answer_no(request, "refused_stranger")


def _answer_no(request: Request, word: str, status: int = 403, **values: object) -> Response:
    """A refusal before any page is made, in the reader's language."""
    t = speak(read_lang(request))
    return PlainTextResponse(f"{t(word, **values)}\n", status)


def find_reader(access: Access, request: Request) -> Reader:
    """Who asks; a feed's address may carry the token."""
    given = request.headers.get("authorization", "")
    if not given and is_feed(request.url.path) and "token" in request.query_params:
        given = f"Bearer {request.query_params['token']}"
    return access.admit(given, request.cookies.get(COOKIE, ""))


async def _answer(desk: Desk, make: Page, among: CapacityLimiter | None, request: Request) -> Response:
    form: Mapping[str, str] = {}
    if request.method == "POST":
        body = await _read_body(request)
        if body is None:
            return _answer_no(request, "body_long", 413, most=MOST_BODY // 1024)
        form = changes.read_form(body)
    asking = Asking(desk, request, find_reader(desk.access, request), form)
    return await to_thread.run_sync(_make_safely, make, asking, limiter=among)


async def _read_body(request: Request) -> bytes | None:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BODY:
            return None
    return body


def _make_safely(make: Page, asking: Asking) -> Response:
    """A page, or one that says what kept it from being made and what to do."""
    try:
        return _make_fresh(make, asking)
    except Missing:
        return asking.say_error(404, "nothing_here", "nothing_here_do")
    except REFUSALS as error:
        return asking.say_refused(error)
    except Gone:
        return Response(status_code=503)  # to nobody
    except StorageError as error:
        log.warning("desk failed why=%s", error)
        return asking.say_unusable(error)
    except Exception as error:  # a bug of ours at one page: its reader hears so, in a word
        note_fault("desk", error, about=_name_page(asking.request.url.path))
        return asking.say_error(500, "fault", "fault_do")


def _make_fresh(make: Page, asking: Asking) -> Response:
    if asking.request.url.path not in OPEN:
        asking.desk.refresh()
    return asking.keep_choices(make(asking))


def _name_page(path: str) -> str:
    """A page's address as the log may have it: a link's is signed, and opens what it is for."""
    signed = next((start for start in SIGNED if path.startswith(start)), None)
    return f"{signed}…" if signed else path


async def _say_missing(desk: Desk, request: Request, error: Exception) -> Response:
    asking = Asking(desk, request, find_reader(desk.access, request), {})
    status = getattr(error, "status_code", 404)
    return await run_in_threadpool(asking.say_error, status, "nothing_here", "nothing_here_do")


def show_feed(feeds: FeedReader, asking: Asking) -> Response:
    """Alerts as Atom or JSON Feed, of one watch or of all."""
    params = asking.request.path_params
    if asking.reader.name == BY_TOKEN and "token" in asking.request.query_params:
        note_desk_token(asking)
    found = feeds.read(params.get("watch"), params["form"]) if params["form"] in ("atom", "json") else None
    if found is None:
        raise Missing
    return asking.validated(found[1], found[0], modified=found[2])
