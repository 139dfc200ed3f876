"""Mail through a real server: Debian's Postfix, where it is installed and may be started (as root).

Everybody else's machine skips this: `apt-get install postfix`, then
`pytest tests/alerts/channels/test_alerts_postfix.py`.
"""

from __future__ import annotations

import mailbox
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any, cast

import pytest

from alerts.channels.email import Email, read_address, read_server
from alerts.compose.mail import MAIL, compose_mail, read_thread
from alerts.promise.deliveries import new_delivery
from storage.records import AlertKind, Outcome, Postponed, Rejected, Sent
from tests.telling import NOW, a_kept, a_story, a_telling, an_alert

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("postfix") is None or shutil.which("openssl") is None or os.geteuid() != 0,
        reason="needs Postfix, openssl and root",
    ),
]

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
myhostname = localhost
mydestination =
inet_interfaces = 127.0.0.1
smtpd_tls_security_level = encrypt
smtpd_tls_chain_files = {folder}/key.pem {folder}/cert.pem
virtual_mailbox_domains = example.org
virtual_mailbox_base = {folder}/box
virtual_mailbox_maps = inline:{{ desk@example.org=desk/, second@example.org=second/, grey@example.org=grey/ }}
virtual_minimum_uid = 1
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
smtpd_recipient_restrictions =
  check_recipient_access inline:{{ {{ grey@example.org = 451 4.7.1 greylisted }} }}, reject_unauth_destination
smtpd_end_of_data_restrictions = check_sender_access inline:{{ {{ cut@example.org = 421 4.3.0 gone }} }}
"""
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
127.0.0.1:{wrapped} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass(frozen=True)
class Server:
    """A running Postfix with mailboxes for `desk`, `second` and `grey`, the last always greylisted."""

    folder: Path
    port: int
    wrapped: int

    def send(
        self,
        to: str,
        *,
        body: bytes,
        address: str = "",
        sender: str = "watch@example.org",
        trusts: bool = True,
    ) -> Outcome:
        """Hand one message in as the channel does."""
        tls = ssl.create_default_context(cafile=str(self.folder / "cert.pem")) if trusts else None
        channel = Email(
            id="mail",
            server=read_server(address or f"smtp+starttls://localhost:{self.port}", None),
            sender=read_address(sender),
            recipients=(to,),
            tls=tls,
        )
        return channel.send(new_delivery("d-1", "mail", to, MAIL, body, now=NOW, due=NOW))

    def read_mails(self, box: str, many: int) -> list[Message]:
        """So many mails of a mailbox, once they are there, in the order of their coming."""
        for _ in range(200):
            found = list(mailbox.Maildir(self.folder / "box" / box, create=True, factory=None).values())
            if len(found) >= many:
                break
            time.sleep(0.05)
        parsed = [BytesParser(policy=default).parsebytes(cast("Any", mail).as_bytes()) for mail in found]
        return sorted(parsed, key=lambda mail: str(mail["Subject"]))


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="postfix."))  # pytest's own folders let no other user in
    folder.chmod(0o755)
    for name in ("queue", "data", "box", "etc"):
        (folder / name).mkdir()
        (folder / name).chmod(0o755)  # whatever the umask: the server's own user looks into them
    shutil.chown(folder / "data", "postfix")
    shutil.chown(folder / "box", 65534)
    made = Server(folder, free_port(), free_port())
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    key = [
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-keyout",
        folder / "key.pem",
    ]
    command = ["openssl", "req", "-x509", *key, "-out", folder / "cert.pem", "-days", "2", *subject]
    subprocess.run(command, check=True, capture_output=True)
    (folder / "etc" / "main.cf").write_text(MAIN.format(folder=folder))
    (folder / "etc" / "master.cf").write_text(MASTER.format(port=made.port, wrapped=made.wrapped))
    postfix = ["postfix", "-c", folder / "etc"]
    started = subprocess.run([*postfix, "start"], check=False, capture_output=True, text=True)
    if started.returncode:
        log = folder / "mail.log"
        said = started.stderr + (log.read_text() if log.exists() else "")
        shutil.rmtree(folder)
        pytest.skip(f"Postfix does not start on this machine: {said.strip()[-500:]}")
    yield made
    subprocess.run([*postfix, "stop"], check=True, capture_output=True)
    shutil.rmtree(folder)


def a_mail(id: str = "d-1", to: str = "desk@example.org", sender: str = "watch@example.org") -> bytes:
    return compose_mail(a_telling(), id=id, sender=read_address(sender), recipient=to)


def test_each_answer_of_a_real_server_has_its_outcome(server: Server) -> None:
    cut = a_mail(sender="cut@example.org")
    assert server.send("second@example.org", body=a_mail(to="second@example.org")) == Sent()
    wrapped = f"smtps://localhost:{server.wrapped}"
    assert server.send("second@example.org", body=a_mail(to="second@example.org"), address=wrapped) == Sent()
    refused = server.send("nobody-here@example.org", body=a_mail())
    grey = server.send("grey@example.org", body=a_mail())
    dropped = server.send("desk@example.org", body=cut, sender="cut@example.org")
    assert isinstance(refused, Rejected)
    assert "550" in refused.why
    assert isinstance(grey, Postponed)
    assert "451" in grey.why
    assert isinstance(dropped, Postponed)
    assert "421" in dropped.why
    assert len(server.read_mails("second", 2)) == 2


def test_a_mail_goes_nowhere_without_a_checked_certificate(server: Server) -> None:
    other_name = f"smtp+starttls://127.0.0.1:{server.port}"
    for outcome, why in (
        (server.send("desk@example.org", body=a_mail(), trusts=False), "certificate is not valid"),
        (server.send("desk@example.org", body=a_mail(), address=other_name), "certificate is not valid"),
        (
            server.send("desk@example.org", body=a_mail(), address=f"smtp://127.0.0.1:{server.port}"),
            "STARTTLS",
        ),
    ):
        assert isinstance(outcome, Postponed)
        assert why in outcome.why


def test_a_story_is_one_conversation_and_arrives_as_it_was_written(server: Server) -> None:
    sender = read_address("Hanmi Watch <watch@example.org>")
    first = compose_mail(a_telling(), id="d-a", sender=sender, recipient="desk@example.org")
    thread = read_thread(first)
    assert thread
    kinds = (AlertKind.FOLLOW_UP, AlertKind.CORRECTION)
    later = [
        compose_mail(
            a_telling(an_alert(kind=kind), kept=a_kept(title=f"한미 핵협의그룹 {kind.value}", lang="ko")),
            id=f"d-{kind.value}",
            sender=sender,
            recipient="desk@example.org",
            reply_to=thread,
        )
        for kind in kinds
    ]
    other = a_telling(an_alert(story="s-2"), story=a_story(id="s-2"), kept=a_kept(title="Another story"))
    alone = compose_mail(other, id="d-z", sender=sender, recipient="desk@example.org")
    for body in (first, *later, alone):
        assert server.send("desk@example.org", body=body) == Sent()
    mails = server.read_mails("desk", 4)
    threads = thread_mails(mails)
    assert sorted(len(found) for found in threads.values()) == [1, 3]
    assert len(threads[thread.id]) == 3
    korean = next(mail for mail in mails if "follow-up" in str(mail["Message-ID"]))
    assert str(korean["Subject"]) == "Re: [NCG] NCG meets in Washington"
    text = cast("Any", korean).get_body(("plain",)).get_content()
    assert "알려 드리는 이유" in text
    assert korean["Received"]


def thread_mails(mails: list[Message]) -> dict[str, list[Message]]:
    """Mails by the root of their conversation, as readers find it (jwz.org/doc/threading.html): by
    References, else In-Reply-To, up to the message that replies to none."""
    parents: dict[str, str] = {}
    for mail in mails:
        named = str(mail["References"] or mail["In-Reply-To"] or "").split()
        chain = [*named, str(mail["Message-ID"])]
        parents.update(dict(zip(chain[1:], chain, strict=False)))

    def root(id: str) -> str:
        return root(parents[id]) if id in parents else id

    found: dict[str, list[Message]] = {}
    for mail in mails:
        found.setdefault(root(str(mail["Message-ID"])), []).append(mail)
    return found
