"""What links to unsubscribe by lead to: a page that asks, one POST that asks nothing, and the way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starlette.responses import Response

from alerts.channels import Channel
from alerts.channels.email import Email
from alerts.channels.links import OF_WATCHES, RESUBSCRIBE, UNSUBSCRIBE, DeskLinks, SignedLink
from alerts.channels.unready import open_channel
from alerts.compose.leaving import read_watches_named
from alerts.promise.way_back import promise_way_back
from flows.desk.desk import Asking, Missing
from flows.desk.message_links import read_signed
from storage.database import Transaction
from storage.promises.outbox import keep_deliveries, read_delivery
from storage.readers.unsubscribings import resubscribe, unsubscribe
from storage.records import Delivery


def show_leaving(asking: Asking) -> Response:
    """The watches that the mail named, to choose among; nothing is changed by looking at it."""
    link = read_signed(asking, OF_WATCHES)
    with asking.desk.db.reading() as tx:
        watches = _name(asking, read_watches_named(_read_mail(tx, link).body), asking.lang)
    return asking.page("leaving.html", link=link, watches=watches, is_done=False)


def leave(asking: Asking) -> Response:
    """Unsubscribe the mail's recipient, or take that back: from the watches chosen, by one click from all.

    The link is the proof: it needs no login, and may come from anywhere, as mail programs send it (RFC 8058).
    """
    link, form = read_signed(asking, OF_WATCHES), asking.form
    with asking.desk.db.writing() as tx:
        mail = _read_mail(tx, link)
        named = read_watches_named(mail.body)
        watches = _choose(named, form)
        if link.action == UNSUBSCRIBE:
            fresh = unsubscribe(tx, link.recipient, watches, asking.now)
            keep_deliveries(tx, _make_way_back(asking, link, mail, fresh))
        else:
            resubscribe(tx, link.recipient, watches)
    back = _lead_back(asking, link) if link.action != RESUBSCRIBE and watches else None
    shown = _name(asking, watches or named, asking.lang)
    return asking.page("leaving.html", link=link, watches=shown, is_done=bool(watches), back=back)


def _choose(named: Sequence[str], form: Mapping[str, str]) -> Sequence[str]:
    """The watches that were ticked; all where nobody was asked, as by one click."""
    if "asked" not in form and "watch" not in form:
        return named
    ticked = form.get("watch", "").splitlines()
    return [id for id in named if id in ticked]


def _read_mail(tx: Transaction, link: SignedLink) -> Delivery:
    """The mail that the link stood in. Raises: Missing."""
    mail = read_delivery(tx, link.delivery)
    if mail is None or mail.recipient != link.recipient or not read_watches_named(mail.body):
        raise Missing
    return mail


def _name(asking: Asking, watches: Sequence[str], lang: str) -> Mapping[str, str]:
    names = asking.desk.watch_names[lang]
    return {id: names.get(id, id) for id in watches}


def _find_channel(asking: Asking, id_: str) -> Channel | None:
    found = next((each for each in asking.desk.settings.channels if each.id == id_), None)
    return open_channel(found) if found else None


def _make_way_back(asking: Asking, link: SignedLink, mail: Delivery, fresh: Sequence[str]) -> list[Delivery]:
    """One mail with the way back, by the channel of the one that was left; none for who had left before."""
    channel = _find_channel(asking, mail.channel)
    if not fresh or not isinstance(channel, Email):
        return []
    lang = channel.voice.lang or asking.lang
    return [promise_way_back(channel, link.recipient, _name(asking, fresh, lang), lang, asking.now)]


def _lead_back(asking: Asking, link: SignedLink) -> str:
    return DeskLinks("", asking.desk.access.secret).resubscribe(link.delivery, link.recipient, asking.now)
