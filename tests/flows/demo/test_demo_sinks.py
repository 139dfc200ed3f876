"""The sinks keep what they are sent and answer as planned."""

from __future__ import annotations

import json
import smtplib
from datetime import UTC, datetime
from email.message import EmailMessage

import httpx
import pytest
from standardwebhooks import Webhook

from flows.demo.mailbox import MailSink
from flows.demo.sinks import Reply, WebhookSink, is_signed

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def send(receiver: WebhookSink, body: bytes = b"{}", **headers: str) -> httpx.Response:
    return httpx.post(receiver.url, content=body, headers=headers, timeout=0.5)


def test_the_receiver_keeps_headers_and_body(receiver: WebhookSink) -> None:
    assert send(receiver, b'{"a": 1}', **{"Webhook-Id": "d-1"}).status_code == 200
    (got,) = receiver.received()
    assert (got.id, got.body, got.path, got.status) == ("d-1", b'{"a": 1}', "/hook", 200)


def test_the_receiver_answers_as_planned_and_then_as_usual(receiver: WebhookSink) -> None:
    receiver.plan(Reply(status=500), Reply(status=429, headers=(("Retry-After", "7"),)), Reply(status=410))
    answers = [send(receiver) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [500, 429, 410, 200]
    assert answers[1].headers["retry-after"] == "7"
    assert len(receiver.received()) == 4
    assert len(receiver.received(accepted=True)) == 1


@pytest.mark.parametrize("reply", [Reply(drop=True), Reply(hang_s=30)])
def test_the_receiver_can_drop_and_hang(receiver: WebhookSink, reply: Reply) -> None:
    receiver.always(reply)
    with pytest.raises(httpx.TransportError):
        send(receiver)
    assert len(receiver.received()) == 1


def test_a_stopped_receiver_comes_back_on_its_port(receiver: WebhookSink) -> None:
    receiver.stop()
    with pytest.raises(httpx.ConnectError):
        send(receiver)
    assert send(receiver.start()).status_code == 200


def test_signatures_are_checked_as_the_public_library_makes_them(receiver: WebhookSink) -> None:
    body, at = json.dumps({"type": "channel.test"}), datetime.now(UTC)
    signature = Webhook(SECRET).sign("d-1", at, body)
    stamp = str(int(at.timestamp()))
    headers = {"webhook-id": "d-1", "webhook-timestamp": stamp, "webhook-signature": f"v1,AAAA {signature}"}
    send(receiver, body.encode(), **headers)
    send(receiver, body.encode() + b" ", **headers)
    good, tampered = receiver.received()
    assert is_signed(good, SECRET)
    assert not is_signed(tampered, SECRET)
    assert not is_signed(good, SECRET, now=at.timestamp() + 3600)


def compose(to: str = "desk@example.org") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "watch@example.org", to, "[핵협의그룹] A talk"
    mail.set_content(".a line that begins with a dot\n한국어\n")
    mail.add_alternative("<p>hello</p>", subtype="html")
    return mail


def test_the_mailbox_keeps_the_message_and_its_envelope(postbox: MailSink) -> None:
    with smtplib.SMTP("127.0.0.1", postbox.port) as client:
        client.send_message(compose(), to_addrs=["desk@example.org", "two@example.org"])
    (mail,) = postbox.mails()
    assert (mail.sender, mail.recipients) == ("watch@example.org", ("desk@example.org", "two@example.org"))
    assert mail.message["Subject"] == "[핵협의그룹] A talk"
    assert mail.text().splitlines() == [".a line that begins with a dot", "한국어"]
    assert "<p>hello</p>" in mail.text("html")


def test_the_mailbox_refuses_as_planned(postbox: MailSink) -> None:
    postbox.plan("451 4.3.0 try later")
    with smtplib.SMTP("127.0.0.1", postbox.port) as client:
        with pytest.raises(smtplib.SMTPDataError) as refused:
            client.send_message(compose())
        client.send_message(compose())
    assert refused.value.smtp_code == 451
    assert len(postbox.mails()) == 1


def test_the_mailbox_knows_the_order_of_verbs(postbox: MailSink) -> None:
    with smtplib.SMTP("127.0.0.1", postbox.port) as client:
        client.ehlo()
        assert client.docmd("DATA")[0] == 503
        assert client.docmd("RCPT", "TO:<a@example.org>")[0] == 503
        assert client.docmd("STARTTLS")[0] == 502
