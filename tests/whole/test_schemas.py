"""Each document that `--json` prints and each webhook's body is as its schema in docs/schemas says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from alerts.channels.webhook import Webhook
from alerts.promise.notices import failing_notice, lost_notice, off_notice, promise_notice, try_notice
from flows.config.database import open_database
from flows.config.desk_changes import Who, save_entry
from flows.config.loading.load import load_settings
from flows.demo.faults import page_for_feed
from flows.demo.newsstand import Newsstand
from flows.demo.script import read_script
from flows.demo.sinks import MailSink, WebhookSink
from storage.promises.outbox import list_deliveries
from storage.records.desk import EntryKind
from tests.newsroom import Newsroom

pytestmark = pytest.mark.slow

SCHEMAS = Path(__file__).resolve().parents[2] / "docs" / "schemas"
NAMES = sorted(path.stem for path in SCHEMAS.glob("*.json"))
MORE = """
[[digest]]
cron = "30 7 * * * Asia/Seoul"
to = ["press-office", "risk-hook"]
watches = ["extended-deterrence", "joint-exercises"]
[[watch]]
id = "harbors"
query = "harbor AND strike"
idea = "ports OR ships OR NCG"
must_match = ["The harbor strike began."]
"""


@cache
def read_schema(name: str) -> Any:
    return json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))


@cache
def validator(name: str) -> Draft202012Validator:
    files = [(f"{each}.json", Resource.from_contents(read_schema(each))) for each in NAMES]
    registry: Registry[Any] = Registry().with_resources(files)
    return Draft202012Validator({"$ref": f"{name}.json"}, registry=registry, format_checker=FormatChecker())


def find_faults(name: str, document: Any) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in validator(name).iter_errors(document)]


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_sound_and_says_what_its_fields_are(name: str) -> None:
    schema = read_schema(name)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"]
    assert schema["description"]
    assert [path for path, field in walk_fields(schema) if not describes(field)] == []


def walk_fields(schema: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The fields of a schema's objects, at any depth; those of one that is referred to are its own."""
    if isinstance(schema, dict):
        for name, field in schema.get("properties", {}).items():
            yield f"{path}/{name}", field
        for key, each in schema.items():
            yield from walk_fields(each, f"{path}/{key}")
    elif isinstance(schema, list):
        for each in schema:
            yield from walk_fields(each, path)


def describes(field: Any) -> bool:
    return "description" in field or "$ref" in field or "const" in field


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("schemas")


@pytest.fixture(scope="module")
def newsroom(folder: Path) -> Iterator[Newsroom]:
    """A newsroom in which each kind of message was sent: alerts of all kinds, a digest, notices."""
    with (
        pytest.MonkeyPatch.context() as patch,
        Newsstand() as stand,
        WebhookSink() as hook,
        MailSink() as box,
    ):
        patch.setenv("USER", "min-ji")
        room = Newsroom(folder=folder, stand=stand, receiver=hook, postbox=box)
        play(room)
        yield room


def play(room: Newsroom) -> None:
    script = read_script()
    outlets = {
        each.id: room.open_outlet(each.id, title=each.title, lang=each.lang) for each in script.companies
    }
    room.write_config(MORE)
    for act in script.acts:
        for printing in act.printings:
            outlets[printing.outlet].publish(printing.piece(datetime.now(UTC)))
        room.run()
    mending = script.mending
    piece = next(each for each in outlets[mending.outlet].pieces() if each.slug == mending.slug)
    outlets[mending.outlet].publish(mending.mend(piece))
    room.run()
    assert room.hanmi("channel", "test", "risk-hook").exit_code == 0
    room.stand.misbehave(outlets[mending.outlet].rss, page_for_feed())
    room.run()
    room.stand.behave()
    room.run()
    assert room.hanmi("digest", "--send", "--period", "day").exit_code == 0
    assert room.hanmi("desk", "tokens", "--add", "Reader").exit_code == 0
    settings = load_settings(room.config)
    with open_database(settings) as db, db.writing() as tx:
        who = Who(by="min-ji", at=db.now())
        save_entry(tx, settings, (EntryKind.WATCH, "ncg"), {"name": "NCG talks"}, who)
    (room.folder / "feeds.opml").write_text(room.hanmi("source", "export").stdout, encoding="utf-8")
    (room.folder / "more.jsonl").write_text(json.dumps({"title": "A port", "text": "A harbor."}) + "\nno\n")


def first(room: Newsroom, *command: str) -> str:
    return str(room.lines(*command)[0]["id"])


Words = Callable[[Newsroom], list[str]]


def plain(*words: str) -> Words:
    return lambda room: list(words)


COMMANDS: list[tuple[str, Words]] = [
    ("run", plain("run", "--all")),
    ("backfill", lambda room: ["backfill", str(room.folder / "more.jsonl")]),
    ("deliver", plain("deliver")),
    ("article", plain("articles")),
    ("story", plain("stories")),
    ("alert", plain("alerts")),
    ("delivery", plain("deliveries")),
    ("source", plain("sources")),
    ("found", plain("search", "@ncg")),
    ("show", lambda room: ["show", first(room, "articles")]),
    ("show", lambda room: ["show", first(room, "stories")]),
    ("show", lambda room: ["show", first(room, "alerts")]),
    ("explain", lambda room: ["explain", str(room.lines("articles", "--watch", "ncg")[0]["url"])]),
    ("explain", plain("explain", "https://nowhere.example/1")),
    ("doctor", plain("doctor")),
    ("redeliver", lambda room: ["redeliver", first(room, "deliveries")]),
    ("digest", plain("digest")),
    ("digest-sent", plain("digest", "--send", "--period", "2d")),
    ("mute", plain("mute", "ncg", "--for", "7d")),
    ("mutes", plain("mute")),
    ("channel-test", plain("channel", "test", "risk-hook")),
    ("judged", lambda room: ["judge", first(room, "alerts"), "off-topic"]),
    ("watch-check", plain("watch", "check")),
    ("watch-test", plain("watch", "test", "ncg")),
    ("watch-learn", plain("watch", "learn", "harbors")),
    ("watch-learn", plain("watch", "learn", "ncg")),
    ("watch-new", plain("watch", "new", "ships", "--idea", "ports OR ships OR NCG")),
    ("watch-discover", plain("watch", "discover")),
    ("watch-format", plain("watch", "format")),
    ("entry", plain("watch", "list")),
    ("entry", plain("source", "list")),
    ("change", plain("watch", "history", "watch:ncg")),
    ("source-check", plain("source", "check")),
    ("source-add", lambda room: ["source", "add", room.sources[0][1]]),
    ("source-import", lambda room: ["source", "import", str(room.folder / "feeds.opml")]),
    ("token", plain("desk", "tokens")),
    ("forgotten", plain("forget", "nobody@example.org")),
    ("backup", lambda room: ["backup", str(room.folder / "copy.db")]),
]


@pytest.mark.parametrize(("name", "words"), COMMANDS)
def test_what_a_command_prints_is_as_its_schema_says(newsroom: Newsroom, name: str, words: Words) -> None:
    result = newsroom.hanmi(*words(newsroom), "--json")
    assert result.exit_code in (0, 1), result.output
    documents = [json.loads(line) for line in result.stdout.splitlines()]
    assert [fault for document in documents for fault in find_faults(name, document)] == []


HOOKS = {"alert": "webhook-alert", "digest": "webhook-digest"}
SENT = {
    "alert.created", "alert.follow-up", "alert.correction", "digest.created", "source.unhealthy",
    "source.recovered", "channel.test",
}  # fmt: skip


def test_each_body_that_a_webhook_was_sent_is_as_its_schema_says(newsroom: Newsroom) -> None:
    told = [json.loads(each.body) for each in newsroom.receiver.received()]
    assert {each["type"] for each in told} >= SENT
    for each in told:
        assert find_faults(HOOKS.get(each["type"].partition(".")[0], "webhook-notice"), each) == [], each[
            "type"
        ]


def test_each_notice_is_as_its_schema_says(newsroom: Newsroom) -> None:
    (hook,) = (each for each in load_settings(newsroom.config).channels if isinstance(each, Webhook))
    now = datetime.now(UTC)
    with open_database(load_settings(newsroom.config)) as db, db.reading() as tx:
        tried = list_deliveries(tx)[0]
    for notice in (off_notice(hook, "410 Gone", now), lost_notice(hook, now), try_notice(hook, now),
                   failing_notice(hook, tried, "503", now)):  # fmt: skip
        (delivery,) = promise_notice(notice, hook, now)
        assert find_faults("webhook-notice", json.loads(delivery.body)) == [], notice.type


def test_what_carries_the_database_prints_as_its_schema_says(
    tmp_path: Path, stand: Newsstand, receiver: WebhookSink, postbox: MailSink
) -> None:
    room = Newsroom(folder=tmp_path, stand=stand, receiver=receiver, postbox=postbox)
    room.open_outlet("dispatch")
    room.run()
    copy = str(tmp_path / "copy.db")
    for name, words in (
        ("backup", ("backup", copy)),
        ("restore", ("restore", copy)),
        ("migrate", ("migrate", "--to", f"sqlite:///{tmp_path / 'other.db'}")),
    ):
        assert find_faults(name, room.document(*words)) == []


def test_a_document_that_lacks_a_field_or_has_another_type_is_no_such_document() -> None:
    """The schemas would not pass everything."""
    good = {"subject": "ncg", "until": None}
    assert find_faults("mute", good) == []
    assert find_faults("mute", good | {"more": 1}) == []
    assert find_faults("mute", {"subject": "ncg"}) != []
    assert find_faults("mute", good | {"until": "soon"}) != []
    assert find_faults("mutes", {"muted": [{}]}) != []
