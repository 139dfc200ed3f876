"""Channels send once within their limit and name what came of it: shown on real loopback sockets."""

from __future__ import annotations

import base64
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from standardwebhooks import Webhook as Verifier

from alerts.channels import Channel
from alerts.channels.apprise import Apprise, hide_secrets
from alerts.channels.chat import join_chat, split_chat
from alerts.channels.console import ConsoleChannel
from alerts.channels.email import Email, read_address, read_server
from alerts.channels.opening import open_channel
from alerts.channels.secret import Secret
from alerts.channels.webhook import Webhook, sign
from storage.errors import ChannelError
from storage.records import Delivery, DeliveryState, Gone, Outcome, Postponed, Rejected, Sent

NOW = datetime(2024, 12, 3, 9, tzinfo=UTC)
KEY = "whsec_" + base64.b64encode(b"k" * 24).decode()
OLD_KEY = "whsec_" + base64.b64encode(b"o" * 32).decode().rstrip("=")
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def a_delivery(body: bytes = b'{"a": "\xed\x95\x9c"}', *, recipient: str = "desk@example.org") -> Delivery:
    return Delivery(
        id="d-1",
        channel="c",
        recipient=recipient,
        content_type="application/json",
        body=body,
        alerts=(),
        state=DeliveryState.PENDING,
        attempts=1,
        created_at=NOW,
        next_attempt_at=NOW,
    )


class Receiver:
    """A socket that takes one request a connection and answers by a script."""

    def __init__(self, answer: Callable[[socket.socket], None]) -> None:
        self.requests: list[bytes] = []
        self._answer = answer
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                self.requests.append(read_request(connection))
                with suppress(OSError):
                    self._answer(connection)

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(2)


def read_request(connection: socket.socket) -> bytes:
    found = b""
    while b"\r\n\r\n" not in found:
        if not (more := connection.recv(65536)):
            return found
        found += more
    head, _, body = found.partition(b"\r\n\r\n")
    length = int(
        next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length"))[16:]
    )
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


@contextmanager
def receiver(answer: bytes | Callable[[socket.socket], None]) -> Iterator[Receiver]:
    script = answer if callable(answer) else lambda connection: connection.sendall(answer)
    found = Receiver(script)
    try:
        yield found
    finally:
        found.close()


def a_webhook(port: int, *keys: str, limit_s: float = 2.0) -> Webhook:
    secrets = tuple(Secret(key) for key in keys or (KEY,))
    return Webhook(
        id="hook", url=Secret(f"http://127.0.0.1:{port}/in?token=t"), secrets=secrets, limit_s=limit_s
    )


def headers_of(request: bytes) -> dict[str, str]:
    lines = request.partition(b"\r\n\r\n")[0].decode().split("\r\n")[1:]
    return {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}


@pytest.mark.parametrize("key", [KEY, OLD_KEY])
def test_a_webhook_verifies_with_the_public_library_under_either_live_secret(key: str) -> None:
    with receiver(OK) as server:
        assert a_webhook(server.port, OLD_KEY, KEY).send(a_delivery()) == Sent()
    request = server.requests[0]
    headers = headers_of(request)
    assert request.startswith(b"POST /in?token=t HTTP/1.1\r\n")
    assert headers["webhook-id"] == "d-1"
    assert len(headers["webhook-signature"].split(" ")) == 2
    assert Verifier(key).verify(request.partition(b"\r\n\r\n")[2], headers) == {"a": "한"}


def test_every_try_sends_the_same_bytes_under_the_same_id() -> None:
    with receiver(b"HTTP/1.1 500 Oops\r\n\r\n") as server:
        hook = a_webhook(server.port)
        for _ in range(2):
            assert hook.send(a_delivery()) == Postponed(why="HTTP 500")
    first, second = server.requests
    assert first.partition(b"\r\n\r\n")[2] == second.partition(b"\r\n\r\n")[2]
    assert headers_of(first)["webhook-id"] == headers_of(second)["webhook-id"]


def test_the_signature_is_that_of_the_specification() -> None:
    secret = Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    headers = sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}', [secret])
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (b"HTTP/1.1 204 No Content\r\n\r\n", Sent()),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", Sent()),
        (b"HTTP/1.1 410 Gone\r\n\r\n", Gone(why="HTTP 410: the receiver asks for no more")),
        (
            b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\n\r\n",
            Postponed(why="HTTP 302: a redirect, which is not followed"),
        ),
        (b"HTTP/1.1 304 Not Modified\r\n\r\n", Postponed(why="HTTP 304: a redirect, which is not followed")),
        (
            b"HTTP/1.1 429 Slow down\r\nRetry-After: 90\r\n\r\n",
            Postponed(why="HTTP 429", after=timedelta(seconds=90)),
        ),
        *(
            (
                f"HTTP/1.1 {status} No\r\nRetry-After: 90\r\n\r\n".encode(),
                Postponed(why=f"HTTP {status}", after=timedelta(seconds=90)),
            )
            for status in (400, 403, 404, 500, 503)
        ),
        (b"HTTP/1.1 503 Busy\r\nRetry-After: soon\r\n\r\n", Postponed(why="HTTP 503")),
        (b"HTTP/1.1 404 Not Found\r\n\r\n", Postponed(why="HTTP 404")),
        (b"", Postponed(why="the receiver hung up without an answer")),
        (b"SSH-2.0-OpenSSH\r\n", Postponed(why="the answer is not HTTP (BadStatusLine)")),
        (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500, Postponed(why="the answer is not HTTP (HTTPException)")),
    ],
)
def test_each_answer_has_its_outcome(answer: bytes, expected: Outcome) -> None:
    with receiver(answer) as server:
        assert a_webhook(server.port).send(a_delivery()) == expected


def dribble(connection: socket.socket) -> None:
    for byte in b"HTTP/1.1 200 OK" + b" " * 1000:
        connection.sendall(bytes([byte]))
        time.sleep(0.05)


def say_nothing(connection: socket.socket) -> None:
    """Wait until the other side gives up, three seconds at most."""
    connection.settimeout(3)
    while connection.recv(1 << 16):
        """It may say what it likes."""


@pytest.mark.parametrize("answer", [dribble, say_nothing])
def test_a_receiver_that_never_ends_costs_the_limit_and_no_more(
    answer: Callable[[socket.socket], None],
) -> None:
    with receiver(answer) as server:
        began = time.monotonic()
        outcome = a_webhook(server.port, limit_s=0.4).send(a_delivery())
        assert isinstance(outcome, Postponed)
        assert time.monotonic() - began < 2


def test_a_body_that_never_ends_does_not_undo_the_status() -> None:
    def answer(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 410 Gone\r\nContent-Length: 99999999\r\n\r\n")
        while True:
            connection.sendall(b".")
            time.sleep(0.02)

    with receiver(answer) as server:
        began = time.monotonic()
        assert isinstance(a_webhook(server.port, limit_s=5).send(a_delivery()), Gone)
        assert time.monotonic() - began < 3


def test_a_receiver_that_is_down_is_a_postponement() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    expected = Postponed(why=f"127.0.0.1:{port}: Connection refused")
    assert a_webhook(port).send(a_delivery()) == expected
    assert an_email(port).send(a_delivery(MESSAGE)) == expected


def test_proxies_of_the_environment_are_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with receiver(OK) as server:
        assert a_webhook(server.port).send(a_delivery()) == Sent()


# ── email ─────────────────────────────────────────────────────────────────────────────────


class Mailbox:
    """An SMTP server's mind: what it got, and how it answers."""

    def __init__(self, *, rcpt: str = "250 OK", data: str = "250 OK", login: bool = True) -> None:
        self.got: list[Envelope] = []
        self._rcpt, self._data, self._login = rcpt, data, login

    async def handle_RCPT(
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self._rcpt

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
        self.got.append(envelope)
        if self._data == "drop":
            server.transport.abort()
        return self._data

    def authenticate(self, *_: Any) -> AuthResult:
        return AuthResult(success=self._login, handled=False)


@contextmanager
def mail_server(mind: Mailbox, **options: Any) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(mind, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def an_email(port: int, *, scheme: str = "smtp", user: str = "", limit_s: float = 5.0) -> Email:
    server = read_server(f"{scheme}://{user}127.0.0.1:{port}", Secret("pw") if user else None)
    sender = read_address("Hanmi Watch <watch@example.org>")
    return Email(id="mail", server=server, sender=sender, recipients=("desk@example.org",), limit_s=limit_s)


MESSAGE = b"Subject: x\r\n\r\n.dot\r\nend\r\n"


def test_a_mail_is_handed_in_for_its_one_recipient() -> None:
    mind = Mailbox()
    with mail_server(mind) as port:
        assert an_email(port).send(a_delivery(MESSAGE)) == Sent()
    (envelope,) = mind.got
    assert (envelope.mail_from, envelope.rcpt_tos) == ("watch@example.org", ["desk@example.org"])
    assert envelope.content == MESSAGE


@pytest.mark.parametrize(
    ("mind", "expected"),
    [
        (Mailbox(rcpt="550 no such user"), Rejected(why="recipient refused: 550 no such user")),
        (Mailbox(rcpt="451 greylisted"), Postponed(why="recipient refused: 451 greylisted")),
        (Mailbox(data="554 spam"), Rejected(why="message refused: 554 spam")),
        (Mailbox(data="452 full"), Postponed(why="message refused: 452 full")),
        (Mailbox(data="drop"), Postponed(why="the server hung up")),
    ],
)
def test_each_refusal_has_its_outcome(mind: Mailbox, expected: Outcome) -> None:
    with mail_server(mind) as port:
        assert an_email(port).send(a_delivery(MESSAGE)) == expected


def test_starttls_never_falls_back() -> None:
    mind = Mailbox()
    with mail_server(mind) as port:
        outcome = an_email(port, scheme="smtp+starttls").send(a_delivery(MESSAGE))
    assert isinstance(outcome, Postponed)
    assert "STARTTLS" in outcome.why
    assert mind.got == []


def test_a_refused_login_waits_for_the_operator_and_repeats_no_secret() -> None:
    mind = Mailbox(login=False)
    options = {"authenticator": mind.authenticate, "auth_require_tls": False}
    with mail_server(mind, **options) as port:
        outcome = an_email(port, user="desk@").send(a_delivery(MESSAGE))
    assert outcome == Postponed(why="login refused: 535")


def test_a_mail_server_that_says_nothing_costs_the_limit() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        began = time.monotonic()
        outcome = an_email(silent.getsockname()[1], limit_s=0.3).send(a_delivery(MESSAGE))
        assert isinstance(outcome, Postponed)
        assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("mail.example:25", "begins with"),
        ("https://mail.example", "begins with"),
        ("smtp://user@mail.example", "without encryption"),
        ("smtps://user:pw@mail.example", "holds a password"),
        ("smtps://mail.example:99999", "is not an address"),
        ("smtps://", "is not an address"),
    ],
)
def test_a_mail_server_address_that_cannot_be_used_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_server(text, Secret("pw"))


def test_a_user_needs_a_password_and_ports_have_defaults() -> None:
    with pytest.raises(ValueError, match="no `password`"):
        read_server("smtps://user@mail.example", None)
    assert read_server("smtps://mail.example", None).port == 465
    assert read_server("smtp+starttls://a%40b@mail.example", Secret("pw")).user == "a@b"
    assert read_server("smtp://user@[::1]:443", Secret("pw")).port == 443


@pytest.mark.parametrize("text", ["a@b\r\nBcc: x@y", "nobody", "@x", "a b@c", "한글@example.org", "a@", "<>"])
def test_a_malformed_mail_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"address|line break"):
        read_address(text)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for `localhost` that nobody has signed but itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + built.public_bytes(Encoding.PEM))
    return path


def server_context(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def secured(port: int, scheme: str, host: str = "localhost", trusted: Path | None = None) -> Email:
    server = read_server(f"{scheme}://desk@{host}:{port}", Secret("pw"))
    context = ssl.create_default_context(cafile=str(trusted)) if trusted else None
    sender = read_address("watch@example.org")
    return Email(id="m", server=server, sender=sender, recipients=("a@b.org",), limit_s=5, tls=context)


@contextmanager
def tls_mail_server(mind: Mailbox, scheme: str, certificate: Path) -> Iterator[int]:
    context = server_context(certificate)
    options: dict[str, Any] = {"authenticator": mind.authenticate}
    if scheme == "smtps":
        options |= {"ssl_context": context, "auth_require_tls": False}
    else:
        options |= {"tls_context": context, "require_starttls": True}
    with mail_server(mind, **options) as port:
        yield port


def test_a_webhook_goes_to_no_receiver_with_a_wrong_certificate(certificate: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        wrapped = server_context(certificate).wrap_socket(listener, server_side=True)

        def accept() -> None:
            with suppress(OSError):
                wrapped.accept()  # fails in the handshake, when the sender has seen the certificate

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        url = Secret(f"https://127.0.0.1:{wrapped.getsockname()[1]}/")
        outcome = Webhook(id="h", url=url, secrets=(Secret(KEY),), limit_s=3).send(a_delivery())
        thread.join(3)
        wrapped.close()
    assert isinstance(outcome, Postponed)
    assert "its certificate is not valid" in outcome.why


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_mail_is_encrypted_and_logged_in_as_the_address_says(scheme: str, certificate: Path) -> None:
    mind = Mailbox()
    with tls_mail_server(mind, scheme, certificate) as port:
        assert secured(port, scheme, trusted=certificate).send(a_delivery(MESSAGE)) == Sent()
    assert len(mind.got) == 1


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_mail_server_with_a_wrong_certificate_gets_nothing(
    scheme: str, host: str, certificate: Path
) -> None:
    mind = Mailbox()
    trusted = certificate if host == "127.0.0.1" else None  # there the name is wrong, here the signer
    with tls_mail_server(mind, scheme, certificate) as port:
        outcome = secured(port, scheme, host, trusted).send(a_delivery(MESSAGE))
    assert isinstance(outcome, Postponed)
    assert "its certificate is not valid" in outcome.why
    assert mind.got == []


# ── chat and console ──────────────────────────────────────────────────────────────────────


def test_a_chat_message_goes_through_apprise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with receiver(OK) as server:
        channel = Apprise(id="chat", url=Secret(f"json://127.0.0.1:{server.port}/hidden-token"))
        assert channel.send(a_delivery(join_chat("제목", "본문\nline"))) == Sent()
    posted = json.loads(server.requests[0].partition(b"\r\n\r\n")[2])
    assert (posted["title"], posted["message"]) == ("제목", "본문\nline")


def test_a_chat_service_that_redirects_or_is_unknown_is_postponed_without_its_token() -> None:
    with receiver(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\n\r\n") as server:
        channel = Apprise(id="chat", url=Secret(f"json://127.0.0.1:{server.port}/hidden-token"))
        outcome = channel.send(a_delivery(join_chat("a", "b")))
    assert isinstance(outcome, Postponed)
    assert "hidden-token" not in outcome.why
    unknown = Apprise(id="chat", url=Secret("nosuch://token")).send(a_delivery(join_chat("a", "b")))
    assert unknown == Postponed(why="apprise does not know this kind of address")


def test_the_longer_parts_of_an_address_are_hidden_in_words() -> None:
    url = Secret("slack://T1JJ/xyz123456/longtoken?key=abcd")
    assert hide_secrets("sent longtoken to\nxyz123456 abcd", url) == "sent ••• to ••• •••"


def test_a_chat_body_is_split_as_it_was_joined() -> None:
    assert split_chat(join_chat("title", "one\n\ntwo")) == ("title", "one\n\ntwo")


def test_the_console_shows_no_control_characters() -> None:
    stream = StringIO()
    assert ConsoleChannel(stream=stream).send(a_delivery(join_chat("a\x1b[2Jb", "c\n\nd\u202e"))) == Sent()
    assert stream.getvalue() == "a [2Jb\n    c\n\n    d \n"


def test_the_console_replaces_what_a_narrow_stream_cannot_show() -> None:
    raw = BytesIO()
    stream = TextIOWrapper(raw, encoding="ascii")
    ConsoleChannel(stream=stream).send(a_delivery(join_chat("한", "b")))
    assert raw.getvalue() == b"?\n    b\n"


# ── opening ───────────────────────────────────────────────────────────────────────────────

HOOK = {"id": "hook", "kind": "webhook", "url": "https://r.example/x", "secret": KEY}
MAIL = {
    "id": "mail",
    "kind": "email",
    "smtp": "smtp+starttls://u@mail.example",
    "password": "pw",
    "from": "Hanmi Watch <watch@example.org>",
    "to": ["a@example.org", "b@example.org", "a@example.org"],
    "quiet": "22:00-06:30 Asia/Seoul",
}
CHAT = {"id": "chat", "kind": "apprise", "url": "ntfy://topic"}


def opened(table: dict[str, Any]) -> Channel:
    return open_channel(table, lambda text: text)


def test_each_kind_of_channel_opens_and_shows_no_secret() -> None:
    hook = opened(HOOK | {"secret": f"{KEY}, {OLD_KEY}", "url": "https://r.example/services/T0?k=v"})
    mail, chat = opened(MAIL), opened(CHAT | {"url": "slack://tokenA/tokenB"})
    assert hook.recipients == ("https://r.example",)
    assert mail.recipients == ("a@example.org", "b@example.org")
    assert mail.manners.quiet
    assert chat.recipients == ("slack://",)
    shown = f"{hook!r} {mail!r} {chat!r}"
    for secret in (KEY, OLD_KEY, "pw", "tokenA", "services"):
        assert f"'{secret}" not in shown
        assert secret not in shown.replace("password", "")


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ({"id": "x"}, "channel x: kind: is missing"),
        ({"kind": "webhook"}, r"channel \?: id: is missing"),
        ({"id": "x", "kind": "fax"}, "kind: 'fax' is none of"),
        (HOOK | {"to": []}, "to: a channel of kind webhook has no such key"),
        (HOOK | {"url": "ftp://r.example"}, "url: must begin with https"),
        (HOOK | {"url": "//"}, "url: is not a web address"),
        (HOOK | {"url": "https://u:p@r.example"}, "url: must not hold a user"),
        (HOOK | {"secret": "secret"}, "secret: a secret begins with whsec_"),
        (HOOK | {"secret": "whsec_"}, "secret: nothing follows"),
        (HOOK | {"secret": "whsec_ä"}, "secret: what follows whsec_ is not base64"),
        (HOOK | {"secret": " , "}, "secret: is empty"),
        (HOOK | {"secret": 5}, "secret: must be a text in quotes"),
        (HOOK | {"secret": " "}, "secret: is empty"),
        (MAIL | {"to": []}, "to: must be a list"),
        (MAIL | {"to": ["x"]}, "to: 'x' is not an address"),
        (MAIL | {"to": ["a@b.example, x"]}, "to: 'x' is not an address"),
        (MAIL | {"to": ["x; y, a@b.example"]}, "to: 'x' is not an address; 'y' is not an address$"),
        (MAIL | {"to": [" , "]}, "to: ' , ' is not an address"),
        (MAIL | {"from": "x"}, "from: 'x' is not an address"),
        (MAIL | {"from": "a@b.example, c@d.example"}, "from: .* is more than one address"),
        (MAIL | {"smtp": "smtp://u@mail.example"}, "smtp: would log in without"),
        (MAIL | {"quiet": "late"}, "quiet: 'late' is not of the form"),
        (MAIL | {"quiet": "25:00-26:00"}, "quiet: "),
        (MAIL | {"quiet": "22:00-06:00 Mars/Phobos"}, "quiet: "),
        (CHAT | {"url": "no address"}, "url: is not an Apprise address"),
    ],
)
def test_a_wrong_table_is_refused_with_key_and_reason(table: dict[str, Any], reason: str) -> None:
    with pytest.raises(ChannelError, match=reason):
        opened(table)


def test_a_secret_that_cannot_be_read_is_a_reason() -> None:
    def missing(text: str) -> str:
        raise ValueError("the environment has no HANMI_X")

    with pytest.raises(ChannelError, match="channel hook: url: the environment has no HANMI_X"):
        open_channel(HOOK, missing)


@pytest.mark.parametrize(
    ("to", "recipients"),
    [
        (["a@b.org, c@d.org"], ("a@b.org", "c@d.org")),
        (["a@b.org; c@d.org;"], ("a@b.org", "c@d.org")),
        (["A <a@b.org>,C <c@d.org>", "a@b.org"], ("a@b.org", "c@d.org")),
        (["a@b.org,\n  c@d.org\n"], ("a@b.org", "c@d.org")),
        (["Kim, Minsu <a@b.org>"], ("a@b.org",)),
        (['"Kim, Minsu" <a@b.org>, c@d.org (desk, night)'], ("a@b.org", "c@d.org")),
        (["홍길동, 기자 <a@b.org>; c@d.org"], ("a@b.org", "c@d.org")),
    ],
)
def test_a_text_may_hold_several_recipients_and_none_is_lost(
    to: list[str], recipients: tuple[str, ...]
) -> None:
    assert opened(MAIL | {"to": to}).recipients == recipients


def test_a_sender_may_have_a_comma_in_the_name() -> None:
    mail = opened(MAIL | {"from": "Korea desk, night <a@b.org>"})
    assert isinstance(mail, Email)
    assert str(mail.sender) == '"Korea desk, night" <a@b.org>'


@pytest.mark.parametrize(("bytes_of_key", "is_short"), [(5, True), (23, True), (24, False), (64, False)])
def test_a_short_secret_is_taken_and_known_for_one(
    bytes_of_key: int, is_short: bool, caplog: pytest.LogCaptureFixture
) -> None:
    hook = opened(HOOK | {"secret": "whsec_" + base64.b64encode(b"k" * bytes_of_key).decode()})
    assert isinstance(hook, Webhook)
    assert hook.has_short_key is is_short
    assert caplog.text == ""  # each command opens the channels, and one alone says what to mend


def test_a_password_file_can_be_named(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("from-file\n")
    mail = open_channel(
        MAIL | {"password": f"file:{file}"}, lambda t: file.read_text() if "file:" in t else t
    )
    assert isinstance(mail, Email)
    assert mail.server.password == Secret("from-file")
