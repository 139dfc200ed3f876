"""Mail: one message as the bytes that every attempt hands in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP

from alerts.channels.links import DeskLinks
from alerts.compose.clean import clean_line
from alerts.compose.html import compose_html
from alerts.compose.leaving import Leaving, leaving_headers
from alerts.compose.telling import Telling
from alerts.compose.text import compose_text, is_flash, offer_leaving, offer_links, title_of

MAIL = "message/rfc822"

_POLICY = SMTP.clone(cte_type="7bit")  # any server takes it, and nobody has to re-encode it
_LIST = "hanmi"
_SUBJECT_LIMIT = 240
MOST_BYTES = 100_000
"""Of a mail; Gmail shows no more than 102 kB of one."""

_LINE_END = "\r\n"


_REPLY = re.compile(r"(?:re: *)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Thread:
    """The first mail of a conversation: its Message-ID and its subject."""

    id: str
    subject: str


def compose_mail(
    telling: Telling,
    *,
    id: str,
    sender: Address,
    recipient: str,
    channel: str = "",
    reply_to: Thread | None = None,
    links: DeskLinks | None = None,
    leaving: Leaving | None = None,
) -> bytes:
    """The message of one article for one recipient.

    `id` is the delivery's and becomes the Message-ID. `reply_to` is the story's first mail to this recipient,
    whose subject it keeps: Gmail begins a new conversation where the subject is another, whatever the headers
    say. None starts the conversation. A flash has a subject of its own. `links` lead to the desk, where
    readers reach it; `leaving` is how the recipient unsubscribes. Of what would be longer than `MOST_BYTES`
    other reports are left out, and then what is quoted.
    """
    keeps = reply_to is not None and reply_to.subject and not is_flash(telling)
    subject = f"Re: {_REPLY.sub('', reply_to.subject, 1)}" if reply_to and keeps else title_of(telling)
    offered = offer_links(telling, links, id, recipient) if links else []
    offered += offer_leaving(leaving, telling.spoken)

    def build(part: Telling) -> bytes:
        return build_mail(
            subject,
            compose_text(part, offered),
            compose_html(part, offered),
            id=id,
            sender=sender,
            recipient=recipient,
            channel=channel,
            now=part.now,
            reply_to=reply_to.id if reply_to else None,
            headers=leaving_headers(leaving),
        )

    whole = build(telling)
    if len(whole) <= MOST_BYTES:
        return whole
    alone = build(replace(telling, also=(), earlier=()))
    return alone if len(alone) <= MOST_BYTES else build(telling.unquoted())


def build_mail(
    subject: str,
    text: str,
    html: str,
    *,
    id: str,
    sender: Address,
    recipient: str,
    now: datetime,
    channel: str = "",
    reply_to: str | None = None,
    headers: bytes = b"",
) -> bytes:
    """A message in two forms, text and HTML; the subject may be hostile, the HTML must be safe.

    `channel` is the id of the channel it goes out by, which mail programs file it under (List-Id, RFC 2919);
    `headers` are further ones, with their line ends.
    """
    message = EmailMessage(policy=_POLICY)
    message["From"] = sender
    message["To"] = Address(addr_spec=recipient)
    message["Date"] = now
    message["Message-ID"] = message_id(id, sender)
    if reply_to:
        message["In-Reply-To"] = reply_to
        message["References"] = reply_to
    message["Auto-Submitted"] = "auto-generated"
    if channel:
        message["List-Id"] = f"<{channel}.{_LIST}.{sender.domain}>"
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    message.set_boundary(f"=_{id}")
    return subject_line(subject) + headers + message.as_bytes()


def subject_line(subject: str) -> bytes:
    """The Subject header with its line end; plain where the text is ASCII, else in encoded words (RFC 2047).

    Not by `EmailMessage`, whose folding adds a space in front of a long ASCII subject and loses spaces
    between encoded words (262 of 3,000 mixed Korean and English titles came back changed, with this none).
    """
    line = clean_line(subject, _SUBJECT_LIMIT)
    if line.isascii() and "=?" not in line:
        return f"Subject: {line}\r\n".encode("ascii")
    header = Header(line, "utf-8", maxlinelen=76, header_name="Subject")
    return f"Subject: {header.encode(linesep=_LINE_END)}\r\n".encode("ascii")


def message_id(id: str, sender: Address) -> str:
    """The Message-ID of a delivery."""
    return f"<{id}@{sender.domain}>"


def read_message_id(body: bytes) -> str | None:
    """The Message-ID within a message that was composed earlier, None where it has none.

    It is read, not derived: the sender's domain may have changed since.
    """
    thread = read_thread(body)
    return thread.id if thread else None


def read_thread(body: bytes) -> Thread | None:
    """The conversation that a message begins which was composed earlier, None where it has no Message-ID."""
    headers = BytesHeaderParser(policy=SMTP).parsebytes(body)
    id, subject = headers["Message-ID"], headers["Subject"]
    return Thread(str(id).strip(), clean_line(str(subject or ""), _SUBJECT_LIMIT)) if id else None
