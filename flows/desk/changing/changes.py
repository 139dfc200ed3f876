"""What a reader changes at the desk: the mark, mutes, deliveries sent again; and logging in and out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import parse_qsl

from starlette.responses import RedirectResponse, Response

from alerts.compose.clean import clean_line
from flows.config.schedule import read_duration
from flows.desk.access import COOKIE, COOKIE_S, LONGEST_NAME
from flows.desk.asked import Unreadable, read_time
from flows.desk.desk import MARK_COOKIE, YEAR_S, Asking, Missing
from storage.lists.story_lists import read_story
from storage.promises.alerts import keep_mute, lift_mute
from storage.promises.outbox import redeliver

MOST_FIELDS = 1_000
LONGEST_MUTE = timedelta(days=365)


def read_form(body: bytes) -> Mapping[str, str]:
    """The fields of an urlencoded body; of a name given twice all values, a line each."""
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return {}
    form: dict[str, str] = {}
    for name, value in pairs:
        form[name] = f"{form[name]}\n{value}" if name in form else value
    return form


def back(asking: Asking, default: str = "/") -> Response:
    """To the page that the change was asked for on; never to another site."""
    to = asking.form.get("back", default)
    is_ours = to.startswith("/") and not to.startswith(("//", "/\\")) and to.isprintable()
    return RedirectResponse(to if is_ours else default, 303)


def show_login(asking: Asking) -> Response:
    """Where a reader gives the token or key, and a name that stands by what he changes."""
    return _login_page(asking, key=asking.request.query_params.get("key", ""))


def _login_page(asking: Asking, *, status: int = 200, wrong: str | None = None, key: str = "") -> Response:
    to = asking.form.get("back") or asking.request.query_params.get("back", "")
    return asking.page("login.html", status=status, wrong=wrong, key=key, to=to)


def log_in(asking: Asking) -> Response:
    """A cookie for who gives the token or key; five failed tries a minute an address."""
    access, address = asking.desk.access, asking.request.client.host if asking.request.client else ""
    if not access.may_try(address):
        return _login_page(asking, status=429, wrong="login_slow")
    if not access.is_secret(asking.form.get("token", "").strip()):
        access.note_failed(address)
        return _login_page(asking, status=403, wrong="login_wrong")
    name = clean_line(asking.form.get("name", ""), LONGEST_NAME) or "desk"
    answer = back(asking)
    is_https = (asking.desk.settings.desk.url or "").startswith("https:")
    answer.set_cookie(
        COOKIE, access.make_cookie(name), max_age=COOKIE_S, httponly=True, samesite="lax", secure=is_https
    )
    return answer


def log_out(asking: Asking) -> Response:
    """End the cookie."""
    answer = back(asking)
    answer.delete_cookie(COOKIE)
    return answer


def move_mark(asking: Asking) -> Response:
    """This browser has seen everything up to the time that its page was made. Raises: Unreadable."""
    upto = read_time(asking.form.get("upto"), asking.desk.zone, asking.now) or asking.now
    answer = RedirectResponse("/", 303)
    answer.set_cookie(
        MARK_COOKIE,
        min(upto, asking.now).isoformat(),
        max_age=YEAR_S,
        samesite="lax",
        httponly=True,
    )
    return answer


def mute(asking: Asking) -> Response:
    """Tell nothing of a story or a watch for a time; `0s` lifts it."""
    subject, desk = asking.form.get("subject", ""), asking.desk
    try:
        lasting = min(read_duration(asking.form.get("for", "7d")), LONGEST_MUTE)
    except (ValueError, OverflowError):
        raise Unreadable("duration_unread", given=asking.form.get("for", "")[:20]) from None
    with desk.db.writing() as tx:
        story = read_story(tx, subject)
        if story is None and subject not in desk.watch_names["en"]:
            raise Missing
        name, now = story.id if story else subject, desk.now()
        lift_mute(tx, name)
        if lasting:
            keep_mute(tx, name, now + lasting, now)
    return back(asking)


def send_again(asking: Asking) -> Response:
    """Make deliveries due now, under the same ids and with the same bytes."""
    ids = [line for line in asking.form.get("id", "").splitlines() if line]
    with asking.desk.db.writing() as tx:
        if not redeliver(tx, ids, asking.desk.now()):
            raise Missing
    return back(asking, "/deliveries")
