"""Readers judge alerts and articles, change their minds, and take it back."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from alerts.watch.ideas.teaching import A_DAY, choose_teaching
from storage.database import Database
from storage.readers.judgements import (
    LONGEST_TEXT,
    WEIGHTS_KEPT,
    accept_judgements,
    count_judgements,
    forget_person,
    keep_judgement,
    keep_weights,
    list_judgements,
    read_weights,
)
from storage.records import IdeaWeights, Judgement, Opinion
from tests.corpus import Corpus

MONDAY = datetime(2024, 12, 2, 3, tzinfo=UTC)


def judge(article: str = "art-1", opinion: str = "on-topic", **more: Any) -> Judgement:
    facts = {"watch": "idea", "by": "kim", "at": MONDAY, "title": "t", "text": "x", "lang": "en"}
    return Judgement(article=article, opinion=Opinion(opinion), **{**facts, **more})


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return Database(f"sqlite:///{tmp_path / 'hanmi.db'}")


def test_a_person_has_one_opinion_of_an_article_for_a_watch(db: Database) -> None:
    with db.writing() as tx:
        assert keep_judgement(tx, judge())
        assert not keep_judgement(tx, judge(at=MONDAY + timedelta(hours=1)))
        accept_judgements(tx, [judge()], MONDAY)
        assert keep_judgement(tx, judge(opinion="off-topic"))
        assert keep_judgement(tx, judge(by="lee"))
        assert keep_judgement(tx, judge(watch="other"))
        kept = list_judgements(tx, watch="idea")
        assert [(one.by, one.opinion, one.accepted_at) for one in kept] == [
            ("lee", Opinion.ON_TOPIC, None),
            ("kim", Opinion.OFF_TOPIC, None),
        ]
        assert count_judgements(tx)["idea"] == {Opinion.ON_TOPIC: 1, Opinion.OFF_TOPIC: 1}
        assert forget_person(tx, "kim") == 2
        assert [one.by for one in list_judgements(tx)] == ["lee"]


def test_a_judged_text_is_kept_as_far_as_it_matters(db: Database) -> None:
    with db.writing() as tx:
        keep_judgement(tx, judge(text="x" * 1_000_000))
        (kept,) = list_judgements(tx)
    assert len(kept.text) == LONGEST_TEXT


def test_weights_are_kept_by_their_examples_and_the_oldest_go(db: Database) -> None:
    with db.writing() as tx:
        for number in range(WEIGHTS_KEPT + 3):
            at = MONDAY + timedelta(minutes=number)
            kept = IdeaWeights(watch="idea", digest=f"{number}", generation=1, learned_at=at, learned="{}")
            assert keep_weights(tx, kept)
        assert not keep_weights(tx, kept)
        assert read_weights(tx, "idea", "0") is None
        assert read_weights(tx, "idea", f"{number}") == kept


def test_at_most_five_judgements_of_one_person_a_day_teach() -> None:
    in_an_hour = [judge(f"art-{n}", at=MONDAY + timedelta(seconds=3 * n)) for n in range(1000)]
    next_day = judge("art-next", at=MONDAY + timedelta(days=1))
    of_another = judge("art-lee", by="lee")
    on_file = [judge("art-known", "known"), judge("art-late", "late")]
    found = choose_teaching([*reversed(in_an_hour), next_day, of_another, *on_file], "Asia/Seoul")
    assert {one.article for one in found.teach} == {
        "art-next",
        "art-lee",
        *(f"art-{n}" for n in range(A_DAY)),
    }
    assert len(found.beyond) == 1000 - A_DAY
    # 00:30 of the next day in Seoul is the same day in UTC
    late = judge("art-midnight", at=MONDAY.replace(hour=15, minute=30))
    assert late in choose_teaching([*in_an_hour, late], "Asia/Seoul").teach
    assert late in choose_teaching([*in_an_hour, late], "UTC").beyond


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    corpus = Corpus(tmp_path)
    watches = "".join(f'[[watch]]\nid = "{id_}"\nquery = "{id_}*"\n' for id_ in ("talk", "tariff"))
    corpus.configure("[defaults]\nsources = false\nwatchlist = false\n" + watches)
    records = [
        {
            "url": "https://a.example/1",
            "title": "Talks",
            "text": "Talks on tariffs.",
            "published_at": "2024-12-02",
        },
        {
            "url": "https://a.example/2",
            "title": "Talks",
            "text": "More talks held.",
            "published_at": "2024-12-02",
        },
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    assert corpus.hanmi("backfill", str(tmp_path / "in.jsonl"), "--alert").exit_code == 0
    return corpus


def test_an_alert_is_judged_and_it_is_taken_back(corpus: Corpus) -> None:
    alerts = [json.loads(line) for line in corpus.hanmi("alerts", "--json").stdout.splitlines()]
    alert = next(one for one in alerts if one["watch"] == "tariff")
    said = json.loads(
        corpus.hanmi("judge", alert["id"], "off-topic", "--by", " Kim  Minji ", "--json").stdout
    )
    assert (said["watch"], said["verdict"], said["changed"]) == ("tariff", "off-topic", True)
    again = corpus.hanmi(
        "judge", "https://a.example/1", "off-topic", "--watch", "tariff", "--by", "Kim Minji", "--json"
    )
    assert json.loads(again.stdout)["changed"] is False
    back = corpus.hanmi("judge", alert["id"], "--take-back", "--by", "Kim Minji", "--json")
    assert json.loads(back.stdout) | {"changed": True, "verdict": None} == json.loads(back.stdout)


def test_taking_back_says_what_of_and_whether_there_was_anything(corpus: Corpus) -> None:
    for watch in ("talk", "tariff"):
        corpus.hanmi("judge", "https://a.example/1", "off-topic", "--watch", watch, "--by", "Kim")
    back = ("judge", "https://a.example/1", "--watch", "tariff", "--take-back", "--by", "Kim")
    assert corpus.hanmi(*back).stdout == "what Kim judged of 'Talks' for tariff is taken back\n"
    assert corpus.hanmi(*back).stdout == "Kim had not judged 'Talks' for tariff; nothing was taken back\n"


def test_what_one_watch_met_and_none_told_is_judged_for_that_one(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path)
    watches = "".join(f'[[watch]]\nid = "w{n}"\nquery = "word{n}"\n' for n in range(9))
    corpus.configure("[defaults]\nsources = false\nwatchlist = false\n" + watches)
    texts = {1: "Only word3 here.", 2: "Both word4 and word5.", 3: "None of them."}
    records = [
        {"url": f"https://a.example/{n}", "title": f"Of {n}", "text": text} for n, text in texts.items()
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    corpus.hanmi("backfill", str(tmp_path / "in.jsonl"))
    assert "for w3, by" in corpus.hanmi("judge", "https://a.example/1", "off-topic").stdout
    several = corpus.hanmi("judge", "https://a.example/2", "off-topic")
    assert "say which with --watch: w4, w5" in several.stderr
    assert "it met no watch" in corpus.hanmi("judge", "https://a.example/3", "off-topic").stderr
    wrong = corpus.hanmi("judge", "https://a.example/2", "off-topic", "--watch", "zzz")
    assert "the article met w4, w5" in wrong.stderr
    assert "w8" not in several.stderr + wrong.stderr


def test_a_verdict_that_is_none_is_answered_with_each_word_once(corpus: Corpus) -> None:
    done = corpus.hanmi("judge", "https://a.example/1", "good")
    said = " ".join(done.stderr.replace("│", " ").split())
    assert "'good' is no verdict; there are: known, late, off-topic, on-topic" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("https://a.example/1", "off-topic"), "--watch: "),
        (("https://a.example/9", "off-topic"), "neither an alert nor an article"),
        (("https://a.example/1", "off-topic", "--watch", "tarif"), "there is no watch 'tarif'"),
        (("https://a.example/1", "of-topic"), "did you mean off-topic?"),
        (("https://a.example/1",), "give a verdict"),
        (("https://a.example/1", "known", "--take-back"), "without one"),
    ],
)
def test_what_cannot_be_judged_is_named(corpus: Corpus, words: tuple[str, ...], said: str) -> None:
    done = corpus.hanmi("judge", *words)
    assert done.exit_code == 2
    assert said in " ".join((done.stdout + done.stderr).replace("│", " ").split())
