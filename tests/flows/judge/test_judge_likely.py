"""An account in words of its own is likely on the story of its day that it is like; that silences nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from flows.judge.likely import Rival, Weights, choose, judge_likely, read_crowd, read_weights
from flows.judge.likely_signs import read_account, weigh_rival
from flows.judge.stories import score_stories, weigh_article
from flows.judge.terms import read_topic
from storage.database import Database
from storage.judging.merging import LinkKind, read_links
from storage.judging.topics import StorySketch, Writing, read_story_sketches
from storage.records import Article
from tests.judging import judge_and_keep, make_article, open_corpus, where

TALKS = (
    "South Korea, US agree auto parts origin text in second round, rice still stuck",
    "Trade officials from South Korea and the United States settled draft language on the origin of auto "
    "parts at a second round of talks that closed in Seoul on Wednesday, but remained apart on rice, the "
    "industry ministry said. The text caps foreign content in parts that enter America at the lower tariff. "
    "Deputy trade representative Colleen Hatcher left without a word to the press.",
)
FARMERS = (
    "Rice farmers claim a stay of execution after Seoul negotiations",
    "Outside the government complex they had parked a combine harvester across two lanes, and by evening the "
    "farmers were ready to drive it home. The deputy trade chief came out to say that Hatcher's request for "
    "a larger rice quota had been neither accepted nor withdrawn. The government did give ground elsewhere: "
    "a clause on foreign content in car components went through. Smaller foundries were less pleased.",
)
FARMERS_AGAIN = (
    "Farmers drive their combine harvester home after rice quota talks",
    "The farmers who had parked a combine harvester across two lanes outside the government complex drove it "
    "home by evening. The request for a larger rice quota was neither accepted nor withdrawn, the deputy "
    "trade chief came out to say, while a clause on foreign content in car components went through.",
)
OTHER_TALKS = (
    "Mongolia and Canada open talks on copper",
    "Trade officials of Mongolia and Canada opened talks on copper concentrate in Ulaanbaatar, where miners "
    "want longer contracts and herders fear for their wells. A deputy minister promised hearings in each "
    "province before anything is signed; the Canadian envoy spoke of a handshake that should not be hurried.",
)


def make(key: str, told: tuple[str, str], hours: float | None = 0.0, *, live: bool = True) -> Article:
    return make_article(f"{key}.example/1", told[1], told[0], hours=hours, live=live)


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Database]:
    with open_corpus(tmp_path) as database:
        yield database


@pytest.mark.parametrize(
    ("hours", "is_one"), [(5, True), (20, True), (80, False)], ids=["at once", "next day", "later"]
)
def test_an_account_in_words_of_its_own_is_a_part_of_the_story_of_its_day(
    corpus: Database, hours: float, is_one: bool
) -> None:
    first, account = make("one", TALKS), make("two", FARMERS, hours)
    for article in (make("three", OTHER_TALKS), first, account):
        judge_and_keep(corpus, article)
    story, part = where(corpus, account)
    assert (story == where(corpus, first)[0], part is not None) == (is_one, is_one)
    with corpus.reading() as tx:
        links = read_links(tx, where(corpus, first)[0])
    assert [(link.kind, link.article, link.is_sure) for link in links] == (
        [(LinkKind.LIKELY, account.id, False)] if is_one else []
    )


@pytest.mark.parametrize(
    ("day", "is_nearer"),
    [(date(2026, 11, 4), True), (date(2026, 11, 6), False)],
    ids=["of its day", "of another day"],
)
def test_the_day_that_an_account_says_its_news_is_of_counts(day: date, is_nearer: bool) -> None:
    began = datetime(2026, 11, 4, 3, tzinfo=UTC)
    story = make_sketch(TALKS, began)
    undecided, named = (measure_likeness(story, began + timedelta(hours=50), days) for days in ((), (day,)))
    assert named != undecided
    assert (named > undecided) is is_nearer


def make_sketch(told: tuple[str, str], began: datetime) -> StorySketch:
    row = weigh_article(read_topic(*told), {}, 0).row
    return StorySketch(
        story=1,
        id="s-1",
        script=row.script,
        articles=1,
        longest=len(row.terms),
        terms=row.terms,
        names=dict.fromkeys(row.names, 1),
        numbered=row.numbered,
        first_seen=began,
        last_seen=began,
        has_live=True,
        title=told[0],
    )


def measure_likeness(story: StorySketch, when: datetime, days: Sequence[date]) -> float:
    """How alike the account of the farmers is to a story, with the days that it names."""
    return read_signs(story, when, days)["likeness"]


def read_signs(story: StorySketch, when: datetime, days: Sequence[date]) -> Mapping[str, float]:
    weighed = weigh_article(read_topic(*FARMERS), {}, 0)
    account = read_account(weighed, None, when, days, frozenset())
    (scored,) = score_stories(weighed, when, [story], is_live=True)
    return weigh_rival(account, scored, None).signs


def test_what_is_shipped_weighs_every_sign() -> None:
    began = datetime(2026, 11, 4, 3, tzinfo=UTC)
    assert read_weights().signs.keys() == read_signs(make_sketch(TALKS, began), began, ()).keys()
    assert read_weights().new.keys() == read_crowd(1).keys()


def test_the_less_is_told_around_an_account_the_more_easily_it_is_on_one_of_the_stories() -> None:
    weights = read_weights()
    assert weights.weigh_new(1) < weights.weigh_new(3) < weights.weigh_new(30)


def test_a_story_that_stands_alone_counts_as_one_of_so_many() -> None:
    weights = Weights(signs={"alike": 1.0}, new={"always": -1.0, "many": 2.0})
    alone, other = (Rival(story=each, id=str(each), signs={"alike": 0.5}) for each in (1, 2))
    assert choose([alone], weights, 0.5) is not None
    assert choose([alone], weights, 0.5, fewest=2) is None
    assert weights.share([alone], fewest=2)[1] > weights.share([alone, other], fewest=2)[1]
    assert weights.share([alone, other], fewest=2) == weights.share([alone, other])


def test_the_reason_says_that_it_is_likely_and_silences_nothing(corpus: Database) -> None:
    judge_and_keep(corpus, make("one", TALKS))
    verdict = judge_and_keep(corpus, make("two", FARMERS, 5))
    assert "likely on the same event" in verdict.why
    assert "silences nothing" in verdict.why


def test_what_is_like_a_part_joins_the_part(corpus: Database) -> None:
    account, again = make("two", FARMERS, 5), make("four", FARMERS_AGAIN, 8)
    for article in (make("one", TALKS), account, again):
        judge_and_keep(corpus, article)
    assert where(corpus, again) == where(corpus, account)
    assert where(corpus, again)[1] is not None


def test_an_account_that_is_like_two_stories_is_a_part_of_neither(corpus: Database) -> None:
    judge_and_keep(corpus, make("one", TALKS))
    with corpus.reading() as tx:
        (sketch,) = read_story_sketches(tx, [1], Writing.OTHER)
    when = sketch.first_seen
    assert when is not None
    weighed = weigh_article(read_topic(*FARMERS), {}, 0)
    account = read_account(weighed, None, when, (), frozenset())
    twin = replace(sketch, story=2, id="s-twin")
    own_part = replace(sketch, story=3, within=1)
    for sketches, is_part in (([sketch], True), ([sketch, own_part], True), ([sketch, twin], False)):
        scored = score_stories(weighed, when, sketches, is_live=True)
        likely = judge_likely([weigh_rival(account, each, None) for each in scored])
        assert (likely is not None and likely.story == 1 and not likely.is_sure) is is_part


SUMMIT = (
    ("Leaders dine in Gyeongju", "The leaders dined in Gyeongju on Wednesday, the presidential office said."),
    ("Gyeongju greets its guests", "Gyeongju hotels hung out flags for the summit guests on Wednesday."),
    ("Summit city closes roads", "Roads in Gyeongju were closed for the summit on Wednesday, police said."),
    ("Shops open late in Gyeongju", "Shops near the Gyeongju summit hall stayed open late on Wednesday."),
)
MENU = (
    "Ribs on the Gyeongju summit table",
    "Guests of the summit in Gyeongju were served ribs with a sauce of doenjang on Wednesday, from a menu "
    "that a chef of the hotel had written by hand.",
)


def test_a_day_of_one_great_event_has_no_story_that_stands_out_by_its_place_and_cast(
    corpus: Database,
) -> None:
    for number, told in enumerate(SUMMIT):
        judge_and_keep(corpus, make(f"s{number}", told, number))
    menu = make("menu", MENU, 5)
    judge_and_keep(corpus, menu)
    assert where(corpus, menu)[1] is None


def test_one_word_that_both_have_makes_nothing_likely(corpus: Database) -> None:
    judge_and_keep(corpus, make("one", ("Hegseth lands", "Hegseth, Hegseth, Hegseth: he landed at noon.")))
    other = make(
        "two", ("Hegseth sued", "Hegseth was sued over Hegseth's unpaid dues by a Hegseth cousin."), 2
    )
    judge_and_keep(corpus, other)
    assert where(corpus, other)[1] is None


def test_a_rare_name_that_no_other_story_has_makes_one_likely(corpus: Database) -> None:
    fire = (
        "Warehouse fire kills workers in Icheon",
        "Flames tore through a warehouse in Icheon on Wednesday.",
    )
    families = (
        "Five more days, he said",
        "In a gym near the Icheon site mothers wait, and nobody has slept.",
    )
    judge_and_keep(corpus, make("one", fire))
    judge_and_keep(corpus, make("other", OTHER_TALKS, 1))
    waiting = make("two", families, 5)
    judge_and_keep(corpus, waiting)
    assert where(corpus, waiting)[1] is not None


def test_what_the_story_calls_a_name_is_one_to_an_account_that_begins_with_it(corpus: Database) -> None:
    flight = ("China jets buzz Taiwan as envoy visits", "Fighters went up as Under Secretary Krach flew in.")
    dinner = ("Krach keeps it quiet", "There were no press lines, and a chapel waits for him on the morrow.")
    judge_and_keep(corpus, make("one", flight))
    quiet = make("two", dinner, 5)
    judge_and_keep(corpus, quiet)
    assert where(corpus, quiet)[1] is not None


def test_an_undated_account_in_words_of_its_own_is_no_part_of_a_story(corpus: Database) -> None:
    first, account = make("one", TALKS, live=False), make("two", FARMERS, None, live=False)
    for article in (first, account):
        judge_and_keep(corpus, article)
    assert where(corpus, account)[0] != where(corpus, first)[0]
