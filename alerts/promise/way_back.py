"""The one mail that an address gets once it has unsubscribed: from what, what still comes, the way back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from html import escape

from alerts.channels.email import Email
from alerts.compose.clean import clean_line
from alerts.compose.html import compose_sheet, offers_html
from alerts.compose.leaving import say_watches, watches_header
from alerts.compose.mail import MAIL, build_mail
from alerts.compose.words import words_for
from alerts.promise.deliveries import delivery_id, new_delivery
from alerts.promise.notices import PREFIX
from storage.records import Delivery


def promise_way_back(
    channel: Email, recipient: str, watches: Mapping[str, str], lang: str, now: datetime
) -> Delivery:
    """The mail to who has just unsubscribed from these watches (names by id); quiet hours do not hold it."""
    id = delivery_id(channel.id, recipient, ("unsubscribed", now.isoformat(), *watches))
    words, links = words_for(lang), channel.links
    left = words.has_left.format(say_watches(watches))
    offered = [(words.take_back, links.resubscribe(id, recipient, now))] if links else []
    body = build_mail(
        clean_line(f"{PREFIX}{left}"),
        "\n\n".join([left, words.still_comes, *(": ".join(each) for each in offered)]) + "\n",
        compose_sheet(
            left,
            words.lang,
            [f"<h1>{escape(left)}</h1>", f"<p>{escape(words.still_comes)}</p>", offers_html(offered)],
        ),
        id=id,
        sender=channel.sender,
        recipient=recipient,
        now=now,
        channel=channel.id,
        headers=watches_header(watches),
    )
    return new_delivery(id, channel.id, recipient, MAIL, body, now=now, due=now)
