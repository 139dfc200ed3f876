"""What readers taught an idea is the same on either database, in any process, order, locale and number of
threads: the weights, and what they say of an article."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.postgres import make_database, postgres_server

pytestmark = pytest.mark.slow

TAUGHT = """
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from alerts.watch.examples import read_example
from alerts.watch.matcher import compile_watchlist
from flows.learning.models import find_models
from storage.database import Database
from storage.readers.judgements import accept_judgements, keep_judgement
from storage.records import Judgement, Opinion
from tests.lessons import STRIKE

def judge(number, example, opinion):
    title, _, text = example.text.partition("\\n")
    at = datetime(2025, 3, 10, 3, tzinfo=UTC) + timedelta(days=number // 4)
    facts = {"watch": "strike", "article": f"art-{opinion}-{number}", "opinion": opinion, "at": at}
    return Judgement(**facts, by=f"reader {number % 4}", title=title, text=text, lang="en")

url, order = sys.argv[1:]
watch = replace(STRIKE, must_match=STRIKE.must_match[:7], must_not_match=STRIKE.must_not_match[:7])
judged = [judge(n, one, Opinion.ON_TOPIC) for n, one in enumerate(STRIKE.must_match[7:])]
judged += [judge(n, one, Opinion.OFF_TOPIC) for n, one in enumerate(STRIKE.must_not_match[7:])]
judged = judged if order == "onward" else judged[::-1]
db = Database(url)
with db.writing() as tx:
    for one in judged:
        keep_judgement(tx, one)
    accept_judgements(tx, judged, datetime(2025, 3, 20, tzinfo=UTC))
models = find_models([watch], (), db, "Asia/Seoul").models
watchlist = compile_watchlist((), [watch], models)
sys.stdout.reconfigure(encoding="utf-8")
print(models["strike"].write())
untaught = find_models([watch], (), None, "Asia/Seoul").models
print("taught" if untaught["strike"].digest != models["strike"].digest else "untaught")
for text in ("Drivers march\\nThey want lower fees.", "택시 기사 파업\\n수수료를 내리라고 했다.", "Cabs"):
    weighed = watchlist.read(read_example(text)).weigh("strike")
    print(weighed and weighed.log_odds.hex())
"""

PLAIN = {"PYTHONHASHSEED": "1", "LC_ALL": "C", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
OTHER = {
    "PYTHONHASHSEED": "77",
    "LC_ALL": "ko_KR.UTF-8",
    "OMP_NUM_THREADS": "4",
    "OPENBLAS_NUM_THREADS": "4",
    "TZ": "America/New_York",
}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres_server() as address:
        if address is None:
            pytest.skip("no PostgreSQL server is installed")
        yield address


def teach(url: str, order: str, settings: Mapping[str, str]) -> str:
    """What a process of its own learns with a database, and what it says of three articles."""
    done = subprocess.run(
        [sys.executable, "-c", TAUGHT, url, order],
        env={"PATH": "", "PYTHONPATH": str(Path(__file__).parents[3]), **settings},
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


def test_what_was_taught_is_the_same_everywhere(tmp_path: Path, server: str) -> None:
    """Each database once in the order judged and once backwards, and once more as it lies on file."""
    lite = [f"sqlite:///{tmp_path / name}" for name in ("onward.db", "backwards.db")]
    post = [make_database(server, name) for name in ("taught onward", "taught backwards")]
    learned = [teach(url, "onward", PLAIN) for url in (lite[0], post[0])]
    learned += [teach(url, "backwards", OTHER) for url in (lite[1], post[1])]
    learned += [teach(url, "onward", OTHER) for url in (lite[0], post[0])]
    assert len(learned[0].splitlines()) > 100
    assert "\ntaught\n" in learned[0]
    assert "0x" in learned[0]
    assert set(learned) == {learned[0]}
