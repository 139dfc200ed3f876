"""Email over SMTP: one message for one recipient, encrypted where the address says so and never less."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from dataclasses import dataclass, field, replace
from email.headerregistry import Address
from email.utils import parseaddr
from enum import StrEnum
from urllib.parse import unquote

from ada_url import URL

from alerts.channels.limit import SEND_LIMIT_S, CuttableConnection, within_limit
from alerts.channels.links import DeskLinks
from alerts.channels.manners import FREELY, Manners
from alerts.channels.secret import Secret
from alerts.channels.voice import PLAIN, Voice
from alerts.channels.webhook import tls_context
from storage.errors import say_os
from storage.records import Delivery, Outcome, Postponed, Rejected, Sent
from storage.records.reasons import Reason, say_beside
from storage.records.send_texts import SendCode


class Security(StrEnum):
    """How a connection to a mail server is protected, as the address's scheme says."""

    NONE = "smtp"
    STARTTLS = "smtp+starttls"
    TLS = "smtps"


PORTS = {Security.NONE: 25, Security.STARTTLS: 587, Security.TLS: 465}

_PART = re.compile(r'(?:"[^"]*"?|<[^<>,;]*>?|\([^()]*\)?|[^,;"<(])+')
"""What stands between the commas and semicolons that divide addresses; those in quotes or brackets do not."""

_NAMED = re.compile(r'([^"<>]*)<([^<>]*)>\s*')


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mail is handed in; `user` None means: without logging in, and a password is of no use."""

    host: str
    port: int
    security: Security
    user: str | None = None
    password: Secret | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Email:
    """A mail server and the people who get the mail, each a delivery of their own.

    `unsubscribes`: its mails say how to unsubscribe, by a link of `links`.
    """

    id: str
    server: MailServer
    sender: Address
    recipients: tuple[str, ...]
    limit_s: float = SEND_LIMIT_S
    manners: Manners = FREELY
    voice: Voice = PLAIN
    tls: ssl.SSLContext | None = field(default=None, repr=False)
    links: DeskLinks | None = None
    unsubscribes: bool = False

    def send(self, delivery: Delivery) -> Outcome:
        """Hand the message in once."""
        return within_limit(lambda line: self._submit(line, delivery), limit_s=self.limit_s)

    def _submit(self, line: CuttableConnection, delivery: Delivery) -> None:
        try:
            smtp = self._connect()
            try:
                self._secure(smtp, line)
                smtp.sendmail(self.sender.addr_spec, [delivery.recipient], delivery.body)
                line.decide(Sent())
                smtp.quit()
            finally:
                smtp.close()
        except (OSError, smtplib.SMTPException, UnicodeError, ValueError) as error:
            line.decide(self._name_server(error, read_failure(error)))

    def _name_server(self, error: Exception, outcome: Outcome) -> Outcome:
        """Of a server that could not be reached, also which it was."""
        if not isinstance(outcome, Postponed) or isinstance(error, smtplib.SMTPException):
            return outcome
        return replace(outcome, why=say_beside(f"{self.server.host}:{self.server.port}", outcome.why))

    def _connect(self) -> smtplib.SMTP:
        server = self.server
        if server.security is Security.TLS:
            return smtplib.SMTP_SSL(
                server.host, server.port, _own_name(), timeout=self.limit_s, context=self._context
            )
        return smtplib.SMTP(server.host, server.port, _own_name(), timeout=self.limit_s)

    def _secure(self, smtp: smtplib.SMTP, line: CuttableConnection) -> None:
        """Encrypt and log in as the address says; each step raises where it cannot be done."""
        line.hold(smtp.sock)
        if self.server.security is Security.STARTTLS:
            smtp.starttls(context=self._context)
            line.hold(smtp.sock)
        if self.server.user is not None and self.server.password is not None:
            smtp.login(self.server.user, self.server.password.reveal())

    @property
    def _context(self) -> ssl.SSLContext:
        return self.tls or tls_context()


def read_failure(error: Exception) -> Outcome:
    """What a failure means: only the server's last word on recipient or message is final.

    A refused sender or login is for the operator to mend, and the delivery waits for that.
    """
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, answer = next(iter(error.recipients.values()))
            return _by_code(int(code), _say_refused(SendCode.RECIPIENT_REFUSED, code, answer))
        case smtplib.SMTPDataError():
            return _by_code(error.smtp_code, _refuse(SendCode.MESSAGE_REFUSED, error))
        case smtplib.SMTPAuthenticationError():
            return Postponed(  # the answer may repeat what was sent
                why=Reason(SendCode.LOGIN_REFUSED, status=error.smtp_code)
            )
        case smtplib.SMTPSenderRefused():
            return Postponed(why=_refuse(SendCode.SENDER_REFUSED, error))
        case smtplib.SMTPResponseException():
            return Postponed(why=_refuse(SendCode.SERVER_REFUSED, error))
        case smtplib.SMTPServerDisconnected():
            return Postponed(why=Reason(SendCode.SERVER_HUNG_UP))
        case smtplib.SMTPNotSupportedError():
            return Postponed(why=Reason(SendCode.UNABLE, said=_clean(str(error))))
        case ssl.SSLCertVerificationError():
            return Postponed(why=Reason(SendCode.CERTIFICATE, why=error.verify_message))
        case TimeoutError():
            return Postponed(why=Reason(SendCode.NO_ANSWER))
        case _:
            why = say_os(error)
            return Postponed(why=why if isinstance(why, Reason) else _clean(why))


def part_addresses(text: str) -> list[str]:
    """The addresses of a text that may have several, with commas or semicolons between them, as written.

    What has no @ may begin the name of the next: `Kim, Minsu <kim@example.org>` is one.
    """
    parts, begun = list[str](), list[str]()
    for part in filter(None, map(str.strip, _PART.findall(text))):
        begun.append(part)
        if "@" in part:
            parts += [", ".join(begun)] if "<" in part else begun
            begun = []
    return parts + begun


def read_address(text: str) -> Address:
    """Read `watch@example.org` or `Hanmi Watch <watch@example.org>`. Raises: ValueError with the reason."""
    if any(ord(character) < 32 or ord(character) == 127 for character in text):
        raise ValueError(f"{text!r} holds a line break or control character")
    if len(part_addresses(text)) > 1:
        raise ValueError(f"{text!r} is more than one address")
    named = _NAMED.fullmatch(text)
    name, spec = (named[1].strip(), named[2].strip()) if named else parseaddr(text)
    user, _, domain = spec.rpartition("@")
    if not user or not domain or any(character.isspace() for character in spec):
        raise ValueError(f"{text!r} is not an address")
    try:
        domain = domain.encode("idna").decode("ascii")
        user.encode("ascii")
        return Address(display_name=name, addr_spec=f"{user}@{domain}")
    except (UnicodeError, ValueError, IndexError) as error:
        raise ValueError(f"{text!r} is not an address that mail servers take") from error
    except (
        Exception
    ) as error:  # email.errors raises HeaderParseError, and bugs of its parser escape as others
        raise ValueError(f"{text!r} is not an address") from error


def read_server(text: str, password: Secret | None) -> MailServer:
    """Read `smtp+starttls://user@mail.example:587`. Raises: ValueError with the reason."""
    scheme, separator, rest = text.partition("://")
    if not separator or scheme not in set(Security):
        raise ValueError(f"begins with smtp+starttls://, smtps:// or smtp://, not {scheme!r}")
    try:
        url = URL("https://" + rest)  # the same form; other schemes would be parsed less strictly
    except ValueError:
        raise ValueError("is not an address of the form smtp+starttls://user@host:port") from None
    if url.password:
        raise ValueError("holds a password; name it under `password` as env:NAME or file:PATH")
    security, host = Security(scheme), url.hostname.strip("[]")
    user = unquote(url.username) or None
    if user and password is None:
        raise ValueError("names a user, and there is no `password`")
    if user and security is Security.NONE and not is_loopback(host):
        raise ValueError("would log in without encryption; use smtp+starttls:// or smtps://")
    return MailServer(
        host=host,
        port=_port(rest) or PORTS[security],
        security=security,
        user=user,
        password=password,
    )


def is_loopback(host: str) -> bool:
    """Whether a name or address can only mean this machine."""
    return host in ("localhost", "::1") or (host.startswith("127.") and host.replace(".", "").isdigit())


def _refuse(code: SendCode, error: smtplib.SMTPResponseException) -> Reason:
    return _say_refused(code, error.smtp_code, error.smtp_error)


def _say_refused(code: SendCode, status: int, answer: bytes | str) -> Reason:
    return Reason(code, status=status, said=_clean(answer))


def _by_code(code: int, why: str) -> Outcome:
    return Rejected(why=why) if 500 <= code < 600 else Postponed(why=why)


def _clean(answer: bytes | str) -> str:
    """A server's words as one line, cut short: they go to the log and the database."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]


def _own_name() -> str:
    """What we call ourselves in EHLO; smtplib's own choice looks names up, which can take long."""
    name = socket.gethostname()
    return name if "." in name and name.isascii() else "[127.0.0.1]"


def _port(rest: str) -> int | None:
    """The port as written; a URL parser drops 443 as the default of https."""
    port = rest.partition("/")[0].rpartition("@")[2].rpartition("]")[2].partition(":")[2]
    return int(port) if port else None
