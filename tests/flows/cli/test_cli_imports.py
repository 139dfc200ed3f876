"""A command imports what it uses: lists neither match nor judge, and no question starts Prefect."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import flows.cli
from flows.cli.app import COMMANDS
from flows.cli.typed.lazily import make_commands
from tests.corpus import Corpus, an_article

ROOT = Path(__file__).parents[3]
ASK = """
import sys
from flows.cli.app import app
try:
    app(["--config", sys.argv[1], *sys.argv[3:]], standalone_mode=False)
finally:
    loaded = [name for name in sys.argv[2].split(",") if name in sys.modules]
    print("LOADED", *loaded, file=sys.stderr)
"""
NO_QUESTION = (
    *("prefect", "trafilatura", "alembic", "httpx", "apprise", "starlette", "feedparser"),
    "sqlalchemy.dialects.postgresql",
)
NO_READING = (*NO_QUESTION, "storage.corpus.credits", "alerts.turns.genre.marks")
NO_PAGE = ("feedparser", "trafilatura", "httpx", "warcio", "flows.extract.page")
NO_LIST = (
    *NO_QUESTION,
    "storage.corpus.credits",
    "alerts.watch.matcher",
    "flows.judge.verdict",
    "rich.table",
    "alerts.decide.policy",
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    corpus = Corpus(tmp_path_factory.mktemp("imports"))
    corpus.configure()
    corpus.keep(an_article("ncg", "Allies meet", "The Nuclear Consultative Group meets on Friday."))
    return corpus


@pytest.mark.parametrize(
    ("words", "unused"),
    [
        (("articles", "--json"), NO_LIST),
        (("stories", "--json"), NO_LIST),
        (("sources", "--json"), NO_LIST),
        (("search", "@ncg", "--json"), (*NO_READING, "flows.judge.verdict", "alerts.decide.policy")),
        (
            ("explain", "https://news.example/ncg", "--json"),
            (*NO_READING, "flows.judge.verdict", "rich.table"),
        ),
        (("backfill", "seeds/articles", "--json"), ("prefect", "alerts.decide.urgent.signs", *NO_PAGE)),
    ],
    ids=lambda value: value[0],
)
@pytest.mark.sqlite_only  # the schema of a server is looked up by the library of its steps
def test_a_question_imports_nothing_that_it_does_not_use(
    corpus: Corpus, words: tuple[str, ...], unused: tuple[str, ...], tmp_path: Path
) -> None:
    asked = [sys.executable, "-c", ASK, str(corpus.config), ",".join(unused), *words]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[-1].split() == ["LOADED"]


def test_every_command_is_listed_under_the_module_that_makes_it() -> None:
    root = Path(flows.cli.__file__).parent
    homes = [path for path in root.rglob("*.py") if "def add_commands(app" in path.read_text("utf-8")]
    modules = ["flows.cli." + ".".join(path.relative_to(root).with_suffix("").parts) for path in homes]
    made = {name: module for module in modules for name in make_commands(module)}
    assert made == dict(COMMANDS)


def test_a_command_imports_no_other_commands(corpus: Corpus) -> None:
    others = sorted({*COMMANDS.values()} - {"flows.cli.showing.lists"})
    asked = [sys.executable, "-c", ASK, str(corpus.config), ",".join(others), "sources", "--json"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert done.stderr.splitlines()[-1].split() == ["LOADED"]
