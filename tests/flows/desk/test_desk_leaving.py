"""A mail lets its reader unsubscribe: by a page that asks, or by one POST of a mail program; and back."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from alerts.channels.links import DeskLinks
from alerts.channels.unready import Unready
from flows.config.loading.load import load_settings
from flows.config.settings import Settings
from flows.desk.access import COOKIE, Access
from flows.desk.desk import Desk
from flows.desk.server import DeskServer
from flows.files.bring_in import BackfillPlan, bring_in
from flows.inspect.explain import explain_article
from flows.wiring import open_house
from storage.database import Database
from storage.promises.outbox import list_deliveries
from storage.readers.persons import forget_person
from storage.readers.unsubscribings import read_unsubscribed
from storage.records import Delivery
from tests.flows.desk.stand import FILE, LISTEN
from tests.mails import parse_mail, read_part

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
WEB = {"Accept": "text/html"}
MAIL = """
[[watch]]
id = "seoul"
name = "Seoul <b>"
query = "@seoul"
[[channel]]
id = "press"
kind = "email"
smtp = "smtp://127.0.0.1:9"
from = "watch@example.org"
to = ["kim@example.org", "lee@example.org"]
unsubscribe = true
[desk]
token = "env:HANMI_DESK_TOKEN"
url = "https://hanmi.example.org"
"""


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("HANMI_DESK_TOKEN", "t0ken")
    (tmp_path / "hanmi.toml").write_text(FILE + MAIL, encoding="utf-8")
    return load_settings(tmp_path / "hanmi.toml")


class Reader:
    """A desk, a browser without a login, and the mails that were promised."""

    def __init__(self, settings: Settings, db: Database, client: httpx.Client, home: str) -> None:
        self.settings, self.db, self.client, self.home = settings, db, client, home

    def mails(self, recipient: str = "kim@example.org") -> list[Delivery]:
        """Newest promise first."""
        with self.db.reading() as tx:
            return [each for each in list_deliveries(tx) if each.recipient == recipient]

    def link_of(self, mail: Delivery) -> str:
        """The link to unsubscribe by, or back, as it leads to this desk."""
        said = read_part(parse_mail(mail.body))
        (path,) = re.findall(r"https://hanmi\.example\.org(/u/\S+)", said)
        return self.home + str(path)

    def left(self, who: str = "kim@example.org") -> list[str]:
        with self.db.reading() as tx:
            return list(read_unsubscribed(tx).of(who))


@contextmanager
def open_reader(settings: Settings) -> Iterator[Reader]:
    listen = replace(LISTEN, token="t0ken", url="https://hanmi.example.org")
    with open_house(settings, console=io.StringIO()) as house:
        news = settings.data_dir / "news.jsonl"
        news.write_text(
            '{"url": "https://wire.example/1", "title": "NCG meets in Seoul", "text": "The NCG met there.",'
            f' "published_at": "{(house.db.now() - timedelta(minutes=7)).isoformat()}"}}',
            encoding="utf-8",
        )
        bring_in(house, BackfillPlan(paths=(news,), may_tell=True), now=house.db.now())
        server = DeskServer(Desk(settings, house.db, Access(listen, "")), listen)
        server.open()
        try:
            with httpx.Client(base_url=str(server.address), trust_env=False, headers=WEB) as client:
                yield Reader(settings, house.db, client, str(server.address))
        finally:
            server.close()


@pytest.fixture
def reader(settings: Settings) -> Iterator[Reader]:
    with open_reader(settings) as opened:
        yield opened


def test_looking_changes_nothing_and_shows_no_more_than_the_mail(reader: Reader) -> None:
    page = reader.client.get(reader.link_of(reader.mails()[0]))
    assert page.status_code == 200
    for said in ("NCG", "Seoul &lt;b&gt;", "kim@example.org", "Unsubscribe"):
        assert said in page.text
    assert "lee@example.org" not in page.text
    assert reader.client.head(reader.link_of(reader.mails()[0])).status_code == 200
    assert reader.left() == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://mail.example"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Cookie": f"{COOKIE}=guess"},
        {"Content-Type": "multipart/form-data; boundary=x"},
    ],
    ids=["bare", "origin", "cross-site", "cookie", "multipart"],
)
def test_one_click_unsubscribes_from_all_that_the_mail_names(reader: Reader, headers: dict[str, str]) -> None:
    if "Content-Type" in headers:
        part = b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
        answer = httpx.post(reader.link_of(reader.mails()[0]), content=part, headers=headers, trust_env=False)
    else:
        answer = httpx.post(
            reader.link_of(reader.mails()[0]), data=ONE_CLICK, headers=headers, trust_env=False
        )
    assert answer.status_code == 200
    assert reader.left() == ["ncg", "seoul"]
    assert reader.left("lee@example.org") == []


def test_the_address_gets_one_mail_with_the_way_back_however_often_it_clicks(reader: Reader) -> None:
    before = len(reader.mails())
    link = reader.link_of(reader.mails()[0])
    for _ in range(3):
        assert reader.client.post(link, data=ONE_CLICK).status_code == 200
    back, *rest = reader.mails()
    assert len(rest) == before
    assert b"You have unsubscribed" in back.body
    assert reader.client.get(reader.link_of(back)).status_code == 200
    assert reader.left() == ["ncg", "seoul"]
    assert (
        "again"
        in reader.client.post(reader.link_of(back), data={"asked": "1", "watch": ["ncg", "seoul"]}).text
    )
    assert reader.left() == []


def test_the_page_lets_choose_among_the_watches(reader: Reader) -> None:
    link = reader.link_of(reader.mails()[0])
    assert "Unsubscribe" in reader.client.post(link, data={"asked": "1"}).text
    assert reader.left() == []
    done = reader.client.post(link, data={"asked": "1", "watch": ["seoul", "another"]})
    assert reader.left() == ["seoul"]
    (back,) = re.findall(r'action="(/u/[^"]+)"', done.text)
    reader.client.post(back, data={"watch": "seoul"})
    assert reader.left() == []


def test_the_way_back_is_in_the_language_of_the_page(reader: Reader) -> None:
    reader.client.post(f"{reader.link_of(reader.mails()[0])}?ui=ko", data={"asked": "1", "watch": "ncg"})
    message = parse_mail(reader.mails()[0].body)
    assert message["Subject"] == "[Hanmi Watch] NCG 수신을 거부하셨습니다"


def test_a_link_that_is_false_or_over_or_of_another_kind_does_nothing(reader: Reader) -> None:
    mail = reader.mails()[0]
    links, now = DeskLinks(reader.home, "t0ken"), reader.db.now()
    good = links.unsubscribe(mail.id, "kim@example.org", now)
    for address in (
        good + "x",
        links.unsubscribe(mail.id, "kim@example.org", now - timedelta(days=91)),
        DeskLinks(reader.home, "guess").unsubscribe(mail.id, "kim@example.org", now),
        links.unsubscribe(mail.id, "lee@example.org", now),
        links.unsubscribe("d-none", "kim@example.org", now),
        good.replace("/u/", "/m/"),
        links.act(mail.id, "kim@example.org", "mute", "s-1", now).replace("/m/", "/u/"),
    ):
        assert reader.client.get(address).status_code == 404, address
        posted = reader.client.post(address, data=ONE_CLICK, headers={"Sec-Fetch-Site": "same-origin"})
        assert posted.status_code == 404, address
    assert reader.left() == []
    assert reader.client.post("/u/../mute", data=ONE_CLICK).status_code in (303, 403, 404, 405)


def test_the_desk_and_explain_say_who_has_unsubscribed_and_mask_it(reader: Reader) -> None:
    reader.client.post(reader.link_of(reader.mails()[0]), data=ONE_CLICK)
    reader.client.headers["Authorization"] = "Bearer t0ken"
    for path in ("/watches/ncg", "/deliveries"):
        page = reader.client.get(path).text
        assert "Addresses that have unsubscribed: 1" in page, path
        assert "k…@example.org" in page
        assert "kim@example.org" not in page
    with open_house(reader.settings, console=io.StringIO()) as house:
        told = explain_article(house, "https://wire.example/1")
    assert {each["id"]: each["unsubscribed"] for each in told["watches"]} == {
        "ncg": ["k…@example.org"],
        "seoul": ["k…@example.org"],
    }
    with reader.db.writing() as tx:
        assert forget_person(tx, "kim@example.org")["unsubscribings"] == 2
    assert reader.left() == []


def test_a_desk_without_the_password_of_mail_promises_the_way_back(settings: Settings) -> None:
    (press,) = (each for each in settings.channels if each.id == "press")
    others = tuple(each for each in settings.channels if each.id != "press")
    with open_reader(settings) as made:
        link = made.link_of(made.mails()[0])
        desk = Desk(replace(settings, channels=(*others, Unready(press, "no password"))), made.db, Access(
            replace(LISTEN, token="t0ken", url="https://hanmi.example.org"), ""))  # fmt: skip
        server = DeskServer(desk, LISTEN)
        server.open()
        address = str(server.address) + link.removeprefix(made.home)
        assert httpx.post(address, data=ONE_CLICK, trust_env=False).status_code == 200
        server.close()
        assert "Get it again" in made.mails()[0].body.decode()
