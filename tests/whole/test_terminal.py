"""Nothing that strangers wrote commands a terminal: it is cleaned where it comes in and where it is shown."""

from __future__ import annotations

import ast
import io
import json
import logging
import re
import unicodedata
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from rich.table import Table
from rich.text import Text

import flows.cli
from alerts.channels.console import ConsoleChannel
from flows.cli import app as command
from flows.cli.answer import print_document, print_table, say
from flows.cli.screen import Screen
from flows.config.logs import FORMAT, CleanRecord, show_crash
from flows.keeping.new_article import keep_article
from flows.report import CycleReport
from flows.service.prefect.first import summary
from flows.service.say import say as say_of_service
from flows.sources.formats.feed import read_feed
from flows.sources.formats.opml import read_opml
from storage.corpus.versions import add_version
from storage.language.printable import clean_line, clean_text, show_each, show_line, show_lines
from storage.records import Difference, Entry, Extract, Source, VersionKind
from storage.tables import Why, metadata
from tests.corpus import CONFIG, NOW, Corpus, an_article

EVIL = (
    "\x1b[2J\x1b]0;owned\x07\x1b]8;;http://x.example\x1b\\\x9b31m"
    "\u202e\u2066\u200b\x08\x7f\u0085\u2028\r\ufeff!"
)
MARK = "⁂"
"""What stands for it until it is in the database, where an older version may have let it in."""

POISONED = (
    CONFIG.replace('name = "NCG"', f'name = "NCG {MARK}"').replace("to = []\n", "")
    + f"""
[[source]]
id = "wire"
name = "Wire {MARK}"
url = "https://wire.example/rss"
[[channel]]
id = "hook"
kind = "webhook"
url = "http://127.0.0.1:1/"
secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
"""
)


def is_odd(char: str) -> bool:
    return char != "\n" and unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def odd_in(shown: str) -> set[str]:
    return {ascii(char) for char in shown if is_odd(char)}


def odd_articles() -> Iterator[tuple[str, str]]:
    said = f"The NCG {MARK} met in Seoul on Friday.\nNorth Korea {MARK} refused talks with it."
    yield f"NCG {MARK} meets", said
    yield f"NCG {MARK} meets", said
    yield MARK, f"{MARK} 북한이 대화를 거부했다. {MARK}"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """A database in which all that can come from outside has escapes and marks in it."""
    corpus = Corpus(tmp_path_factory.mktemp("poisoned"))
    corpus.configure(POISONED.replace(MARK, json.dumps(EVIL)[1:-1]))
    with corpus.open() as house:
        for number, (title, text) in enumerate(odd_articles()):
            article = an_article(f"{number}?{MARK}", title, text, outlet=f"Outlet {MARK}", source="wire")
            keep_article(house, article, now=NOW - timedelta(hours=9 - number))
        with house.db.writing() as tx:
            retitled = Difference(what="title", before=f"a {MARK}", after=f"b {MARK}")
            add_version(
                tx, 1, article, read_at=NOW, kind=VersionKind.CORRECTION, title=MARK, text=MARK,
                differences=(retitled,),
            )  # fmt: skip
            deliveries = metadata.tables["deliveries"]
            tx.execute(deliveries.update().values(last_error=MARK, recipient=MARK))
            sources = metadata.tables["sources"]
            tx.execute(sources.update().values(last_error=MARK, last_result="unreachable", failures=1))
            _poison(tx)
            _check_poison(tx)
    return corpus


def _poison(tx: sa.Connection) -> None:
    """Put the real thing wherever the mark stands, in text and in JSON."""
    escaped = json.dumps(EVIL)[1:-1]
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, sa.JSON):
                for mark in (MARK, json.dumps(MARK)[1:-1]):
                    tx.exec_driver_sql(
                        f"UPDATE {table.name} SET {column.name} = REPLACE({column.name}, ?, ?)",
                        (mark, escaped),
                    )
            elif isinstance(column.type, Why):
                # In words as they are, and as a value in JSON.
                for said, evil in (("LIKE", escaped), ("NOT LIKE", EVIL)):
                    tx.exec_driver_sql(
                        f"UPDATE {table.name} SET {column.name} = REPLACE({column.name}, ?, ?)"
                        f" WHERE {column.name} {said} '{{%'",
                        (MARK, evil),
                    )
            elif isinstance(column.type, sa.Text | sa.String) and not column.primary_key:
                tx.exec_driver_sql(
                    f"UPDATE {table.name} SET {column.name} = REPLACE({column.name}, ?, ?)", (MARK, EVIL)
                )


def _check_poison(tx: sa.Connection) -> None:
    for query in (
        "title FROM articles",
        "outlet FROM articles",
        "text FROM articles",
        "last_error FROM deliveries",
        "last_error FROM sources",
        "title FROM stories",
        "evidence FROM alerts",
        "differences FROM versions",
    ):
        values = tx.exec_driver_sql(f"SELECT {query}").scalars()
        assert any("\x1b" in str(v) or "\\u001b" in str(v) for v in values), query


pytestmark = pytest.mark.sqlite_only  # what is to be shown is put there in its own words

COMMANDS = [
    "articles", "stories", "alerts", "deliveries", "sources", "show ARTICLE", "show STORY", "show ALERT",
    "show DELIVERY", "explain ARTICLE", "explain URL", "search ncg", "search 북한", "search origins>=1",
    "watch check", "watch test", "watch test ncg", "watch discover", "digest", "digest --period month",
    "doctor", "mute STORY", "mute OUTLET", "redeliver DELIVERY", "deliver",
    "watch format", "explain nowhere\x1b[31m", "show nowhere\u202e", "search (\x1b[31m", "mute \x1b]0;x\x07",
    "--verbose deliver", "articles --watch \x1b[31m", "backfill nowhere\x1b[31m", "channel test \u202e",
]  # fmt: skip


@pytest.mark.parametrize("as_json", [False, True], ids=["people", "json"])
@pytest.mark.parametrize("words", COMMANDS, ids=[ascii(words) for words in COMMANDS])
def test_no_command_shows_what_a_terminal_would_obey(corpus: Corpus, words: str, as_json: bool) -> None:
    result = corpus.hanmi(*_fill(corpus, words), *(["--json"] if as_json else []))
    assert result.exception is None or isinstance(result.exception, SystemExit | Exception)
    said = f"{result.stdout}{result.stderr}"
    assert odd_in(said) == set()
    if as_json and result.exit_code == 0:
        for line in result.stdout.splitlines():
            json.loads(line)


def _fill(corpus: Corpus, words: str) -> list[str]:
    """The words of a command with real ids in them."""
    with corpus.open() as house, house.db.reading() as tx:

        def first(query: str) -> str:
            return str(tx.exec_driver_sql(f"SELECT {query} ORDER BY number LIMIT 1").scalar())

        known = {
            "ARTICLE": first("id FROM articles"), "STORY": first("id FROM stories"),
            "ALERT": first("id FROM alerts"), "DELIVERY": first("id FROM deliveries"),
            "URL": first("url FROM articles"), "OUTLET": first("outlet FROM articles"),
        }  # fmt: skip
    return [known.get(word, word) for word in words.split(" ")]


def test_json_says_the_same_as_the_database(corpus: Corpus) -> None:
    (shown, *_) = [line for line in corpus.lines("articles") if line["title"].startswith("NCG")]
    assert shown["title"] == f"NCG {EVIL} meets"


def test_a_backfill_names_odd_files_and_shows_odd_alerts(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path)
    corpus.configure(POISONED.replace(MARK, "x"))
    folder = tmp_path / "in\x1b[31m"
    folder.mkdir()
    (folder / "bad\u202e.json").write_text("{", encoding="utf-8")
    record = {
        "title": f"NCG {EVIL} meets",
        "text": f"The NCG {EVIL} met.",
        "outlet": f"Out{EVIL}let",
        "authors": [f"Mina{EVIL} Roh"],
        "url": "https://a.example/1",
        "published_at": f"soon{EVIL}",
    }
    (folder / "a.jsonl").write_text(json.dumps(record), encoding="utf-8")
    result = corpus.hanmi("backfill", str(folder), "--alert")
    assert result.exit_code == 0, result.output
    assert odd_in(f"{result.stdout}{result.stderr}") == set()
    (kept,) = corpus.lines("articles")
    assert (kept["title"], kept["outlet"]) == ("NCG 31m ! meets", "Out31m !let")
    assert kept["authors"] == ["Mina31m ! Roh"]
    shown = corpus.document("show", kept["id"])
    assert odd_in(shown["text"]) == set()


def test_what_comes_in_is_cleaned_whichever_way_it_comes() -> None:
    extract = Extract(title=EVIL, text=f"a{EVIL}b", subtitle=EVIL, authors=(EVIL, "\x1b"), outlet=EVIL)
    entry = Entry(url="https://a.example/", title=EVIL, authors=(EVIL,), outlet=EVIL)
    source = Source(id="a", name=EVIL, url="https://a.example/", outlet=EVIL)
    lines = [extract.title, extract.subtitle, *extract.authors, extract.outlet, source.name, source.outlet]
    for value in (*lines, entry.title, *entry.authors, entry.outlet):
        assert value == "31m !"
    assert extract.text == "a31m\n\n\n!b"
    feed = f"""<rss version="2.0"><channel><title>A &#x202e;b</title><item><link>https://a.example/1</link>
    <title>NCG &#x202e;&#x9b;31m{chr(0x2066)} meets</title></item></channel></rss>"""
    (item,) = read_feed(feed.encode(), url="https://a.example/", timezone="UTC").entries
    assert odd_in(item.title) == set()
    opml = (
        f'<opml><body><outline text="A &#x202e;{chr(0x200F)}b" xmlUrl="https://a.example/rss"/></body></opml>'
    )
    (listed,) = read_opml(opml.encode(), path="x", taken=[]).sources
    assert odd_in(listed.name) == set()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\x1b[31mRed\x1b[0m news", "Red news"),
        ("\x1b]0;title\x07Title", "Title"),
        ("\x1b]8;;http://x.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("stocks \u202eesir", "stocks esir"),
        ("a\x00b\x08c", "abc"),
        ("a\r\nb\u2028c\x85d", "a b c d"),
        ("\ud800 half", "\ufffd half"),
        ("👩\u200d💻 می\u200cروم", "👩\u200d💻 می\u200cروم"),
        ("“quotes” — and 한국", "“quotes” — and 한국"),
        ("\x1b", ""),
    ],
)
def test_a_line_keeps_what_a_reader_sees(text: str, line: str) -> None:
    assert clean_line(text) == line


ODD = st.sampled_from([*"\x1b[]0;mJ\x07\\\x9b\u202e\n ab"])
ANY = st.text(st.characters(), max_size=60) | st.text(ODD, max_size=60)


@given(ANY)
def test_cleaning_is_done_at_once_and_shown_text_is_printable(text: str) -> None:
    assert clean_line(clean_line(text)) == clean_line(text)
    assert clean_text(clean_text(text)) == clean_text(text)
    assert "\n" not in clean_line(text)
    clean_text(text).encode()
    assert show_line(text).isprintable()
    assert len(show_each(text)) == len(text)
    assert all(line.isprintable() for line in show_lines(text).split("\n"))


def test_a_terminal_gets_the_consoles_own_colours_and_no_others() -> None:
    stream = io.StringIO()
    screen = Screen(file=stream, force_terminal=True, color_system="truecolor", width=200)
    table = Table(title=EVIL)
    table.add_column(EVIL)
    table.add_row(Text(EVIL, style="bold red"))
    screen.print(table)
    screen.print(Text.assemble((EVIL, "bold"), "two\nlines"), soft_wrap=True)
    screen.print(EVIL, markup=False)
    own = re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue())
    assert odd_in(own) == set()
    assert "two\nlines" in own


def test_channels_logs_and_crashes_show_no_more(capsys: pytest.CaptureFixture[str]) -> None:
    ConsoleChannel().show(EVIL, f"one\n{EVIL}")
    handler = logging.StreamHandler(stream := io.StringIO())
    handler.setFormatter(logging.Formatter(FORMAT))
    try:
        raise ValueError(EVIL)
    except ValueError as error:
        trace = (type(error), error, error.__traceback__)
    record = CleanRecord(
        "hanmi.x", logging.ERROR, "x.py", 1, "url=%s why=%s", (EVIL, ValueError(EVIL)), trace
    )
    handler.emit(record)
    show_crash(*trace)
    say(f"{EVIL}\n{EVIL}")
    print_document({"title": EVIL, "half": "\ud800"})
    print_table(EVIL, (EVIL, "b"), [(EVIL, EVIL)])
    report = CycleReport()
    report.count_unread("a", "https://a.example/", EVIL)
    say_of_service(summary(report))
    shown = capsys.readouterr()
    for written in (shown.out, shown.err, stream.getvalue()):
        assert odd_in(written) == set()
    assert stream.getvalue().count("\n") > 3  # a trace keeps its lines


def test_the_command_sets_up_clean_logs_and_crashes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    corpus = Corpus(tmp_path)
    corpus.configure()
    corpus.hanmi("articles")
    assert logging.getLogRecordFactory() is CleanRecord
    monkeypatch.setattr(command.sys, "excepthook", None)
    monkeypatch.setattr(command, "app", lambda: None)
    command.main()
    assert command.sys.excepthook is show_crash


def test_every_command_prints_through_the_one_way() -> None:
    """`say`, `print_table`, `print_document` and `Screen`; nothing else writes to stdout or stderr."""
    allowed = {"answer.py": {"echo"}, "screen.py": {"Console"}}
    others = {"echo", "secho", "Console", "print"}
    for path in Path(flows.cli.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case (
                    ast.Call(func=ast.Name(id=name))
                    | ast.Call(func=ast.Attribute(value=ast.Name(id="typer"), attr=name))
                ):
                    where = f"{path.name}:{node.lineno}"
                    assert name not in others or name in allowed.get(path.name, ()), where
