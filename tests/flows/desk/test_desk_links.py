"""Links in messages open without a login, show what the message said, and change nothing by being opened."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from alerts.channels.email import Email
from alerts.channels.links import DeskLinks
from flows.config.loading.load import load_settings
from flows.config.settings import Settings
from flows.desk.access import Access
from flows.desk.desk import Desk
from flows.desk.server import DeskServer
from flows.files.bring_in import BackfillPlan, bring_in
from flows.wiring import open_house
from storage.database import Database
from storage.promises.alerts import list_alerts, read_mutes
from storage.readers.judgements import list_judgements
from storage.records import Alert
from tests.flows.desk.stand import FILE, LISTEN, make_settings

WEB = {"Accept": "text/html"}
SAME = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("links")
    settings = make_settings(folder, count=2)
    with open_house(settings, console=io.StringIO()) as house:
        (folder / "news.jsonl").write_text(
            '{"url": "https://wire.example/now", "title": "NCG <b>meets</b>", "text": "The NCG met.",'
            f' "published_at": "{(house.db.now() - timedelta(minutes=7)).isoformat()}"}}',
            encoding="utf-8",
        )
        bring_in(house, BackfillPlan(paths=(folder / "news.jsonl",), may_tell=True), now=house.db.now())
    return settings


@pytest.fixture
def desk(settings: Settings) -> Iterator[tuple[httpx.Client, Database, DeskLinks]]:
    listen = replace(LISTEN, token="t0ken", url="https://hanmi.example.org")
    with open_house(settings) as house:
        server = DeskServer(Desk(settings, house.db, Access(listen, "")), listen)
        server.open()
        with httpx.Client(base_url=str(server.address), trust_env=False, headers=WEB) as client:
            yield client, house.db, DeskLinks(str(server.address), "t0ken")
        server.close()


def told(db: Database) -> Alert:
    with db.reading() as tx:
        return list_alerts(tx)[0]


def test_a_story_is_muted_from_a_mail_once_that_is_confirmed(
    desk: tuple[httpx.Client, Database, DeskLinks],
) -> None:
    reader, db, links = desk
    story = told(db).story
    address = links.act("d-1", "desk@example.org", "mute", story, db.now())
    page = reader.get(address)
    assert page.status_code == 200
    assert "NCG" in page.text
    assert "<b>meets" not in page.text
    with db.reading() as tx:
        assert read_mutes(tx, db.now()) == {}
    assert reader.post(address, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert "Done" in reader.post(address, headers=SAME).text
    with db.reading() as tx:
        assert list(read_mutes(tx, db.now())) == [story]


def test_an_alert_is_judged_from_a_mail_under_the_readers_address(
    desk: tuple[httpx.Client, Database, DeskLinks],
) -> None:
    reader, db, links = desk
    address = links.act("d-1", "desk@example.org", "off-topic", told(db).id, db.now())
    assert reader.get(address).status_code == 200
    assert reader.post(address, headers=SAME).status_code == 200
    with db.reading() as tx:
        (judged,) = list_judgements(tx)
    assert (judged.by, judged.opinion.value, judged.watch) == ("desk@example.org", "off-topic", "ncg")


def test_a_link_opens_nothing_else_and_a_false_one_nothing(
    desk: tuple[httpx.Client, Database, DeskLinks],
) -> None:
    reader, db, links = desk
    good = links.act("d-1", "desk@example.org", "mute", told(db).story, db.now())
    reader.get(good)
    assert reader.get("/stories").status_code == 303
    old = links.act("d-1", "desk@example.org", "mute", told(db).story, db.now() - timedelta(days=91))
    forged = DeskLinks(links.home, "guess").act("d-1", "x", "mute", told(db).story, db.now())
    gone = links.act("d-1", "desk@example.org", "mute", "s-none", db.now())
    for address in (good + "x", old, forged, f"{links.home}/m/x", f"{links.home}/m/.", f"{links.home}/m/"):
        assert reader.get(address, headers=WEB).status_code in (303, 404), address
        assert reader.post(address, headers=SAME).status_code in (303, 403, 404), address
    assert reader.post(gone, headers=SAME).status_code == 404


def test_a_desk_without_a_token_has_no_such_links(settings: Settings) -> None:
    with open_house(settings) as house:
        server = DeskServer(Desk(settings, house.db, Access(LISTEN, "key")), LISTEN)
        server.open()
        links = DeskLinks(str(server.address), "key")
        address = links.act("d-1", "x", "mute", told(house.db).story, house.db.now())
        assert httpx.get(address, trust_env=False).status_code == 404
        server.close()


def test_mails_have_links_where_readers_reach_the_desk(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANMI_DESK_TOKEN", "t0ken")
    folder = tmp_path_factory.mktemp("reached")
    mail = '[[channel]]\nid = "mail"\nkind = "email"\nsmtp = "smtp://127.0.0.1"\n'
    mail += 'from = "watch@example.org"\nto = ["desk@example.org"]\n'
    for url, expected in (('url = "https://hanmi.example.org/"\n', "https://hanmi.example.org"), ("", None)):
        desk = f'[desk]\ntoken = "env:HANMI_DESK_TOKEN"\n{url}'
        (folder / "hanmi.toml").write_text(FILE + mail + desk, encoding="utf-8")
        (channel,) = (
            each for each in load_settings(folder / "hanmi.toml").channels if isinstance(each, Email)
        )
        assert (channel.links.home if channel.links else None) == expected
        assert "t0ken" not in repr(channel)
