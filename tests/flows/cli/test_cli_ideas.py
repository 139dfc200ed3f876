"""Readers teach an idea on the command line: what would change, accepting it, taking it back, a new one."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from flows.config.toml.toml_text import write_table
from storage.database import Database
from storage.readers.judgements import list_judgements
from tests.corpus import Corpus, an_article
from tests.lessons import BESIDE, ON, STRIKE

HEAD = """data_dir = "data"
[defaults]
sources = false
watchlist = false
to = []
[[watch]]
id = "cabs"
query = "cab OR 택시"
"""

UNSEEN_ON = """Fees bring cabs to a stop | Drivers refuse fares for the app and stay in garages.
Marching drivers | Cab drivers walked to the river over the app's fees.
수수료에 뿔난 기사들 | 택시 기사들은 앱 수수료가 높다며 차고를 지켰다.
강변에 선 택시 | 기사들은 수수료 인하를 요구하며 운행을 거부했다."""

UNSEEN_BESIDE = """Cab museum opens | Old cabs are shown by the river; drivers have free entry.
Lost phone found in cab | The driver brought it to the police.
Cab fares go up | The city raises the night surcharge for drivers.
택시에 두고 내린 가방 | 기사는 경찰에 맡겼다.
택시 박물관 | 옛 택시를 전시한다."""


def write_idea(examples: int) -> str:
    tables = {
        key: [{"text": one.text, "date": "2026-11-01"} for one in getattr(STRIKE, key)[:examples]]
        for key in ("must_match", "must_not_match")
    }
    return write_table("watch", {"id": "strike", "query": STRIKE.query, "idea": STRIKE.idea, **tables})


def keep_lines(corpus: Corpus, name: str, lines: str) -> list[str]:
    pairs = [line.split(" | ") for line in lines.splitlines()]
    keys = [f"{name}-{number}" for number in range(len(pairs))]
    corpus.keep(
        *(
            an_article(key, title, text, lang="ko" if title[0] >= "가" else "en", days_ago=2 + number / 10)
            for number, (key, (title, text)) in enumerate(zip(keys, pairs, strict=True))
        )
    )
    return [f"https://news.example/{key}" for key in keys]


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    corpus = Corpus(tmp_path)
    corpus.configure(HEAD + write_idea(8))
    return corpus


def judge_all(corpus: Corpus, addresses: list[str], verdict: str, watch: str = "strike") -> None:
    for number, address in enumerate(addresses):
        by = f"{verdict} {number // 5}"
        done = corpus.hanmi("judge", address, verdict, "--watch", watch, "--by", by)
        assert done.exit_code == 0, done.output


def check(corpus: Corpus) -> dict[str, Any]:
    found: dict[str, Any] = corpus.document("watch", "check")["ideas"]["strike"]
    return found


def read_weights(corpus: Corpus) -> str:
    with corpus.open() as house:
        return house.watchlist.learned["strike"].write()


def test_what_was_accepted_teaches_and_taking_it_back_gives_the_first_weights(corpus: Corpus) -> None:
    on, beside = keep_lines(corpus, "on", UNSEEN_ON), keep_lines(corpus, "beside", UNSEEN_BESIDE)
    first, weights = corpus.document("watch", "learn", "strike"), read_weights(corpus)
    assert (first["fresh"], first["now"]["digest"]) == (0, first["then"]["digest"])
    judge_all(corpus, on, "on-topic")
    judge_all(corpus, beside, "off-topic")
    judge_all(corpus, on[:1], "known", watch="cabs")
    plan = corpus.document("watch", "learn", "strike")
    assert (plan["fresh"], plan["accepted"]) == (9, 0)
    assert plan["now"]["digest"] != plan["then"]["digest"]
    assert {"gained", "lost", "would_tell_now", "would_tell_then"} <= plan["changed"].keys()
    accepted = corpus.document("watch", "learn", "strike", "--accept")
    assert accepted["accepted"] == 9
    again = corpus.document("watch", "learn", "strike")
    assert (again["fresh"], again["now"]) == (0, accepted["then"])
    assert read_weights(corpus) != weights
    for by, addresses in (("on-topic 0", on), ("off-topic 0", beside)):
        for address in addresses:
            back = corpus.hanmi("judge", address, "--take-back", "--watch", "strike", "--by", by)
            assert back.exit_code == 0
    with Database(f"sqlite:///{corpus.folder / 'data' / 'hanmi.db'}") as db, db.reading() as tx:
        assert list_judgements(tx, watch="strike") == []
    assert corpus.document("watch", "learn", "strike")["now"] == first["now"]
    assert read_weights(corpus) == weights


def test_what_nobody_accepted_changes_nothing(corpus: Corpus) -> None:
    before = check(corpus)
    judge_all(corpus, keep_lines(corpus, "on", UNSEEN_ON), "on-topic")
    assert check(corpus) == before


def test_the_sixth_judgement_of_a_day_is_on_file_and_teaches_nothing(corpus: Corpus) -> None:
    addresses = keep_lines(corpus, "beside", UNSEEN_BESIDE + "\n" + UNSEEN_ON)
    for address in addresses:
        corpus.hanmi("judge", address, "off-topic", "--watch", "strike", "--by", "kim")
    plan = corpus.document("watch", "learn", "strike")
    assert len(plan["judged"]["teach"]) == 5
    assert plan["judged"]["beyond"] == len(addresses) - 5
    assert "of one person a day the first 5 teach" in corpus.hanmi("watch", "learn", "strike").stdout


def test_readers_who_contradict_one_another_are_named(corpus: Corpus) -> None:
    (address, *_) = keep_lines(corpus, "on", UNSEEN_ON)
    for by, verdict in (("kim", "on-topic"), ("lee", "off-topic")):
        corpus.hanmi("judge", address, verdict, "--watch", "strike", "--by", by)
    plan = corpus.document("watch", "learn", "strike")
    assert plan["why"] == "1 text is given as both, which teaches nothing: Fees bring cabs to a stop"


def test_an_idea_with_too_few_examples_says_so_and_accepts_nothing(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path)
    corpus.configure(HEAD + write_idea(1))
    keep_lines(corpus, "on", UNSEEN_ON)
    plan = corpus.document("watch", "learn", "strike")
    assert (plan["now"], plan["then"], plan["changed"]) == (None, None, None)
    assert "at least 3 of each" in plan["why"]
    assert corpus.hanmi("watch", "learn", "strike", "--accept").exit_code == 2


def test_a_query_is_offered_a_word_against_what_is_off_its_topic(corpus: Corpus) -> None:
    addresses = keep_lines(corpus, "beside", UNSEEN_BESIDE)
    keep_lines(corpus, "on", UNSEEN_ON)
    judge_all(corpus, [addresses[0], addresses[2]], "off-topic", watch="cabs")
    plan = corpus.document("watch", "learn", "cabs")
    assert plan["shared"][0] == {"term": "cab", "texts": 2}
    assert plan["proposed"] == "(cab OR 택시) NOT drivers"
    assert {line["title"] for line in plan["changed"]["lost"]} >= {"Cab museum opens", "Cab fares go up"}
    said = corpus.hanmi("watch", "learn", "cabs").stdout
    assert 'query = "(cab OR 택시) NOT drivers"' in said
    assert corpus.hanmi("watch", "learn", "cabs", "--accept").exit_code == 2


@pytest.mark.parametrize(
    "words", [("learn", "strik"), ("new", "strike", "--idea", "cab"), ("new", "A B", "--idea", "c")]
)
def test_a_wrong_id_is_named(corpus: Corpus, words: tuple[str, ...]) -> None:
    done = corpus.hanmi("watch", *words)
    assert done.exit_code == 2
    assert "strike" in done.output or "is no id" in done.output


def test_a_new_idea_is_made_of_search_results_and_works_as_it_is_printed(corpus: Corpus) -> None:
    on = keep_lines(corpus, "on", UNSEEN_ON + "\n" + "\n".join(ON.splitlines()[:4]))
    beside = keep_lines(corpus, "beside", UNSEEN_BESIDE + "\n" + "\n".join(BESIDE.splitlines()[:3]))
    words = ("new", "fees", "--idea", "cab OR driver OR 택시* OR 기사*", "--since", "2026-01-01")
    listed = corpus.document("watch", *words)
    assert listed["found"] >= 10
    assert len(listed["judge"]) == 10
    judged = [part for a in on[:5] for part in ("--on", a)] + [
        part for a in beside[:5] for part in ("--off", a)
    ]
    made = corpus.document("watch", *words, *judged)
    assert made["model"]["left_out"]["all"]
    assert 0 < len(made["unsure"]) <= 5
    assert made["would"]
    (entry,) = tomllib.loads(made["entry"])["watch"]
    assert (entry["id"], len(entry["must_match"]), "query" in entry) == ("fees", 5, False)
    corpus.configure(HEAD + made["entry"])
    assert json.loads(corpus.hanmi("watch", "check", "--json").stdout)["ideas"]["fees"] == made["model"]


def test_a_new_idea_of_too_few_judged_says_what_is_missing(corpus: Corpus) -> None:
    on = keep_lines(corpus, "on", UNSEEN_ON)
    made = corpus.document(
        "watch", "new", "fees", "--idea", "cab OR 택시*", "--on", on[0], "--since", "2026-01-01"
    )
    assert made["model"] is None
    assert "1 examples on the idea and 0 beside it" in made["why"]
