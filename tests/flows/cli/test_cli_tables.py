"""What commands print fits 80 columns, says what it is, and has colours where a terminal does."""

from __future__ import annotations

import io
import re
from functools import partial
from pathlib import Path

import pytest
import typer
from rich.cells import cell_len

from flows.cli import table
from flows.cli.answer import say
from flows.cli.screen import Screen
from flows.cli.showing import explained
from flows.cli.table import FOLDED, show_table
from tests.corpus import CONFIG, Corpus, an_article

LONG = "The allies agree in Seoul on how they mean to share the cost of the troops over the next five years"
KOREAN = "한미 외교장관, 서울에서 만나 방위비 분담금 협상을 다섯 시간 넘게 이어 가기로 하였다고 밝혔다"
WHY = "read but no list of articles is to be seen; name a selector or a pattern, or look for its feed " * 2
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
ROWS = [
    ("2026-11-24 09:30", "Yonhap News Agency", LONG, "a-59b68fc3b7db41bdcfdd", WHY),
    ("2025-01-06 14:05", "연합뉴스", KOREAN, "a-0000000000000000000a", ""),
]
COLUMNS = ("published", "outlet", "title", "id", "why")


def draw(
    width: int | None,
    rows: list[tuple[str, ...]],
    *,
    below: tuple[str, ...] = ("id", "why"),
    colour: bool = False,
) -> list[str]:
    out = io.StringIO()
    console = (
        Screen(file=out)
        if width is None
        else Screen(file=out, width=width, force_terminal=True, color_system="standard")
    )
    show_table("Articles", COLUMNS, rows, below=below, console=console)
    text = out.getvalue()
    return (text if colour else COLOUR.sub("", text)).splitlines()


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120])
def test_no_line_is_longer_than_the_terminal_and_nothing_of_a_title_is_lost(width: int) -> None:
    lines = draw(width, ROWS)
    assert max(map(cell_len, lines)) <= width
    whole = "".join("".join(lines).split())
    for row in ROWS:
        for word in (*row[2].split()[:3], row[3]):
            assert "".join(word.split())[:8] in whole


def test_at_80_columns_titles_come_first_and_ids_and_why_are_lines_of_their_own() -> None:
    lines = draw(80, ROWS)
    assert lines[1].split() == ["published", "outlet", "title"]
    assert "  id: a-59b68fc3b7db41bdcfdd" in lines
    begin = next(place for place, line in enumerate(lines) if line.startswith("  read but"))
    why = " ".join(line.strip() for line in lines[begin : begin + 3])
    assert why == " ".join(WHY.split())
    assert sum(line.startswith("  id: a-") for line in lines) == 2


def test_an_empty_cell_leaves_no_line_below_its_row() -> None:
    assert [line for line in draw(80, ROWS) if not line.strip()] == []


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("column", ["id", "watch", "source", "channel"])
def test_what_is_typed_again_is_never_broken(width: int, column: str) -> None:
    names = ["north-korean-troops-in-russia", "extended-deterrence", "ncg"]
    columns = (column, "met", "would alert", "alerted", "grouped", "in digest", "undated", "new", "lost")
    out = io.StringIO()
    console = Screen(file=out, width=width, force_terminal=True, color_system="standard")
    show_table("Watches", columns, [(name, *"12345678") for name in names], console=console)
    lines = COLOUR.sub("", out.getvalue()).splitlines()
    assert [name for name in names if not any(name in line.split() for line in lines)] == []
    assert max(map(cell_len, lines)) <= width


@pytest.mark.parametrize("width", [40, 80])
def test_the_end_of_a_reason_which_has_the_advice_is_shown(width: int) -> None:
    reason = f"{WHY}so look at the result, or save it as UTF-8 and bring it in again"
    lines = draw(width, [(*ROWS[0][:4], reason)])
    assert "save it as UTF-8 and bring it in again" in " ".join(" ".join(lines).split())


def test_what_is_no_terminal_gets_a_row_a_line_and_nothing_cut() -> None:
    lines = draw(None, ROWS)
    assert len(lines) == 4
    assert all(cell in lines[2] for cell in (*ROWS[0][:4], WHY.strip()))
    assert not COLOUR.search("".join(lines))


def test_a_table_that_fits_has_all_in_one_line() -> None:
    lines = draw(80, [("2026-11-24 09:30", "AP", "Short", "a-1", "why")])
    assert lines[2].split() == ["2026-11-24", "09:30", "AP", "Short", "a-1", "why"]


@pytest.mark.parametrize(
    ("word", "code"), [("dead", "31"), ("sent", "32"), ("retrying, tried 2", "33"), ("other", None)]
)
def test_states_have_colours_on_a_terminal(word: str, code: str | None) -> None:
    text = "\n".join(draw(80, [("x", "y", word, "", "")], colour=True))
    found = re.search(rf"\x1b\[(\d+)m{word}", text)
    assert (found and found[1]) == code


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    corpus = Corpus(tmp_path_factory.mktemp("tables"))
    channel = '[[channel]]\nid = "hook"\nkind = "webhook"\nurl = "http://127.0.0.1:1/"\n'
    more = '[[watch]]\nid = "harbour"\nquery = "harbour AND wall"\npolicy = "digest"\nto = []\n'
    near = "".join(
        f'[[watch]]\nid = "near-{n}"\nname = "N"\nquery = "@ncg AND zzz{n}"\nto = []\n' for n in range(5)
    )
    secret = 'secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"\n'
    corpus.configure(CONFIG.replace("to = []\n", 'to = ["hook"]\n') + channel + secret + more + near)
    corpus.keep(
        an_article(
            "1", LONG, "The Nuclear Consultative Group meets on Friday at the harbour wall.", days_ago=400
        ),
        an_article(
            "2", KOREAN, "조선중앙통신은 북한이 대화를 거부했다고 전했다.", lang="ko", outlet="연합뉴스"
        ),
        an_article(
            "3",
            "A ferry sails",
            "The NCG is named once. Welders replaced a third of its hull.",
            outlet="Harbour",
        ),
    )
    return corpus


@pytest.fixture
def at_80(monkeypatch: pytest.MonkeyPatch) -> None:
    narrow = partial(Screen, width=80, force_terminal=True, color_system=None)
    monkeypatch.setattr(table, "Screen", narrow)
    monkeypatch.setattr(explained, "Screen", narrow)


@pytest.mark.usefixtures("at_80")
@pytest.mark.parametrize("listed", ["articles", "stories", "alerts", "deliveries", "sources"])
def test_every_list_fits_80_columns_and_shows_years(corpus: Corpus, listed: str) -> None:
    result = corpus.hanmi(listed)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert max(map(cell_len, lines)) <= 80
    if listed in ("articles", "stories"):
        assert re.search(r"20\d\d-\d\d-\d\d \d\d:\d\d", result.stdout)
        assert lines[2].startswith("20")
    if listed == "alerts":
        assert "The allies agree" in " ".join(result.stdout.split())


@pytest.mark.usefixtures("at_80")
@pytest.mark.parametrize(
    ("words", "column"),
    [
        ("articles", "title"),
        ("stories", "title"),
        ("alerts", "title"),
        ("deliveries", "what"),
        ("watch test ncg", "title"),
    ],
)
def test_at_80_columns_a_title_has_room(corpus: Corpus, words: str, column: str) -> None:
    lines = corpus.hanmi(*words.split()).stdout.splitlines()
    head = next(line for line in reversed(lines) if re.search(rf"  {column}\b", line))
    after = re.search(rf"  {column}\b *", head)
    assert after is not None
    room = (after.end() if after.end() < len(head) else 80) - after.start() - 2
    assert room >= FOLDED


def test_what_is_said_beside_tables_commands_no_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        f"{typer.echo.__module__}.should_strip_ansi", lambda *_: False
    )  # as if this were a terminal
    say("plain \x1b[2J")
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("articles",), "No articles yet: `hanmi run` reads the sources, `hanmi backfill` brings in files."),
        (("stories",), "No stories yet: they are made of articles, as these come in."),
        (("alerts",), "No alerts yet: `hanmi explain ADDRESS` says of an article why not."),
        (("deliveries",), "No deliveries yet: alerts go to the channels of the configuration."),
        (("deliveries", "--dead"), "No delivery was given up."),
        (("sources",), "No sources yet: `hanmi source add ADDRESS` finds what a site offers."),
        (("articles", "--since", "1d"), "No articles match what was asked for."),
        (("alerts", "--watch", "ncg"), "No alerts match what was asked for."),
        (("search", "ncg"), "Nothing in the corpus meets this query."),
    ],
)
def test_an_empty_list_says_so_in_words(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    corpus = Corpus(tmp_path)
    corpus.configure()
    result = corpus.hanmi(*words)
    assert result.exit_code == 0
    assert said in result.stdout


@pytest.mark.usefixtures("at_80")
def test_explain_has_the_deciding_watch_first_and_the_rest_behind_all(corpus: Corpus) -> None:
    plain = corpus.hanmi("explain", "https://news.example/1").stdout
    named = re.findall(r"(?m)^watch ([\w-]+): ([\w-]+)", plain)
    assert named[0] == ("ncg", "first")
    assert [id_ for id_, _ in named] == ["ncg", "harbour"]
    assert plain.index("watch ncg") < plain.index("announced")
    assert "5 not met though the article comes near; --all says what is missing" in " ".join(plain.split())
    assert plain.count("Nuclear Consultative Group meets") == 1
    whole = corpus.hanmi("explain", "https://news.example/1", "--all").stdout
    assert len(re.findall(r"(?m)^watch near-\d: not met", whole)) == 5
    assert whole.count("harbour wall") >= 2


def test_where_no_watch_was_met_the_nearest_say_what_was_missing(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path)
    more = "".join(f'[[watch]]\nid = "n{n}"\nquery = "welders AND zzz{n}"\nto = []\n' for n in range(5))
    corpus.configure(CONFIG + more)
    corpus.keep(an_article("3", "A ferry sails", "Welders replaced a third of its hull."))
    plain = corpus.hanmi("explain", "https://news.example/3").stdout
    assert len(re.findall(r"(?m)^watch n\d: not met", plain)) == 3
    assert "2 not met though the article comes near" in plain
