"""Copies, partial copies and mere relatives, told apart on the words of two texts."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from flows.judge.copies import Overlap, do_titles_agree, judge_copies, measure_overlap, read_runs
from flows.judge.fingerprints import read_sketch
from storage.judging.likeness import Neighbour
from storage.records import Copy, CopyKind, Likeness

SEED = (Path(__file__).parents[3] / "seeds/articles/002_19ba15d975ad8629.txt").read_text("utf-8")
BODY = [line.strip() for line in SEED.splitlines() if len(line) > 150][2:]
VOCABULARY = sorted({word for line in BODY for word in line.split()})


def make_news(seed: int, paragraphs: int, words: int = 45) -> list[str]:
    """Paragraphs that share no run of words with anything but by chance."""
    chance = random.Random(seed)
    return [" ".join(chance.choices(VOCABULARY, k=words)) + "." for _ in range(paragraphs)]


BEFORE, AFTER = "2024-12-25T00:00:00+00:00", "2024-12-27T00:00:00+00:00"


def compare(
    this: str, other: str, title: str = "One title", other_title: str = "One title", order: str = AFTER
) -> CopyKind | None:
    copy = judge_copy(title, this, [make_neighbour("a-other", other, other_title)], order)
    return copy.kind if copy else None


def judge_copy(title: str, text: str, neighbours: list[Neighbour], order: str = AFTER) -> Copy | None:
    return next(iter(judge_copies(title, read_sketch(text), text, neighbours, order=order)), None)


def overlap(this: str, other: str) -> Overlap:
    return measure_overlap(read_runs(this, is_cjk=False), read_runs(other, is_cjk=False))


def make_neighbour(article: str, text: str, title: str = "One title", order: int = 1) -> Neighbour:
    return Neighbour(
        likeness=Likeness(article=article, group=article, shared=9, of_this=0.5, of_other=0.5),
        number=order,
        title=title,
        text=text,
        order=("2024-12-26T00:00:00+00:00", str(order)),
        story=None,
        story_id=None,
        story_is_live=False,
    )


NEWS = make_news(1, 12)
REPRINT = "\n".join(
    [
        "Home", "Subscribe", "Politics",
        "SEOUL, Dec. 27 (Newswire) -- " + BODY[0].replace("U.S. Secretary", "US Secretary"),
        *BODY[1:-3],
        "Share this article", "Most read this week", "All rights reserved",
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("this", "other", "kind"),
    [
        ("\n".join(NEWS), "\n\n".join(NEWS).replace(" ", "  "), CopyKind.EXACT),
        ("\n".join(NEWS), "\n".join(NEWS).upper(), CopyKind.EXACT),
        (REPRINT, SEED, CopyKind.NEAR),
        ("\n".join(NEWS[:8]), "\n".join(NEWS), CopyKind.NEAR),
        ("\n".join(NEWS[:2]), "\n".join(NEWS), CopyKind.PARTIAL),
        ("\n".join([*make_news(2, 4), *NEWS[:5], *make_news(6, 4)]), "\n".join(NEWS[:5]), CopyKind.PARTIAL),
        ("\n".join([*make_news(3, 9), *NEWS[4:7]]), "\n".join(NEWS), CopyKind.PARTIAL),
        ("\n".join([*make_news(4, 9), NEWS[4]]), "\n".join(NEWS), None),
        ("\n".join(make_news(5, 9)), "\n".join(NEWS), None),
    ],
    ids=[
        "other spaces", "other case", "a reprint of a seed in an outlet's furniture", "a third cut",
        "a lede", "a wire story inside a longer text", "three background paragraphs",
        "one background paragraph", "another text",
    ],
)  # fmt: skip
def test_two_texts_are_judged_the_same_whichever_is_judged_first(
    this: str, other: str, kind: CopyKind | None
) -> None:
    assert compare(this, other) is kind
    assert compare(other, this, order=BEFORE) is kind


@pytest.mark.parametrize(
    ("later", "kind"),
    [
        (NEWS[:6], CopyKind.NEAR),
        (NEWS[:3], CopyKind.PARTIAL),
        ([*NEWS, *make_news(8, 2)], CopyKind.NEAR),
        ([*NEWS, *make_news(8, 6)], CopyKind.PARTIAL),
        ([*NEWS, *make_news(8, 30)], CopyKind.PARTIAL),
    ],
    ids=["cut by half", "cut to a quarter", "two added to twelve", "six added", "thirty added"],
)
def test_what_a_later_text_leaves_out_is_no_news_and_what_it_adds_is(
    later: list[str], kind: CopyKind
) -> None:
    first, second = "\n".join(NEWS), "\n".join(later)
    assert compare(second, first) is kind
    assert compare(first, second, order=BEFORE) is kind


def test_of_two_texts_of_one_time_the_shorter_counts_as_the_cut() -> None:
    same = make_neighbour("a", "").order[0]
    assert compare("\n".join(NEWS[:8]), "\n".join(NEWS), order=same) is CopyKind.NEAR
    assert compare("\n".join(NEWS), "\n".join(NEWS[:8]), order=same) is CopyKind.NEAR


def test_the_next_edition_of_a_standing_form_is_no_copy() -> None:
    form = "The index opened at {} points, {} up from the day before, as foreigners bought {} shares of {}."
    one, two = ("\n".join(form.format(*range(n + k, n + 40, 10)) for k in range(8)) for n in (1200, 4300))
    assert compare(two, one) is CopyKind.PARTIAL
    assert compare(one.replace("foreigners", "funds"), one) is CopyKind.NEAR


def test_a_teaser_under_a_headline_of_its_own_shares_the_text_that_it_stands_in() -> None:
    assert compare(NEWS[0], "\n".join(NEWS), "What Seoul wants", "Trade talks open") is CopyKind.PARTIAL
    assert compare(" ".join(NEWS[0].split()[:12]), "\n".join(NEWS), "What Seoul wants", "Trade talks") is None


def test_every_eighth_word_edited_is_still_the_same_text() -> None:
    chance = random.Random(7)
    words = "\n".join(NEWS).split(" ")
    edited = " ".join(chance.choice(VOCABULARY) if chance.random() < 0.12 else word for word in words)
    assert compare(edited, "\n".join(NEWS)) is CopyKind.NEAR


def test_a_full_text_after_its_lede_is_not_silent() -> None:
    copy = judge_copy("T", "\n".join(NEWS), [make_neighbour("a", NEWS[0] + NEWS[1])])
    assert copy is None or copy.kind is CopyKind.PARTIAL


@pytest.mark.parametrize(
    ("title", "other", "kind"),
    [
        ("President visits the port", "President visits port of Busan", CopyKind.EXACT),
        ("Morning podcast: what Seoul wants", "Trade talks open in Washington", None),
        ("", "Trade talks open in Washington", CopyKind.EXACT),
    ],
)
def test_a_teaser_is_a_copy_only_under_a_title_that_agrees(
    title: str, other: str, kind: CopyKind | None
) -> None:
    teaser = "Officials met on Tuesday to talk about the alliance, trade and the troops stationed here."
    assert compare(teaser, teaser, title, other) is kind


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("한미, 4차 NCG 회의 개최", "한미 4차 NCG회의 내달 개최", True),
        ("코스피 하락 출발", "한미 NCG 회의 개최", False),
        ("NCG meets", "NCG meets in Seoul", True),
        ("", "", True),
    ],
)
def test_titles_agree_by_most_of_the_shorter(one: str, other: str, agree: bool) -> None:
    assert do_titles_agree(one, other) is agree


def test_a_copy_names_the_original_and_not_another_copy() -> None:
    text = "\n".join(NEWS)
    neighbours = [make_neighbour("a-late", text, order=3), make_neighbour("a-first", text, order=2)]
    copy = judge_copy("T", text, neighbours)
    assert copy is not None
    assert copy.of == "a-first"


def test_a_partial_copy_names_the_article_it_shares_most_with() -> None:
    text = "\n".join([*make_news(3, 9), *NEWS[4:8]])
    neighbours = [
        make_neighbour("a-less", "\n".join(NEWS[:6])),
        make_neighbour("a-more", "\n".join(NEWS[4:])),
    ]
    copy: Copy | None = judge_copy("T", text, neighbours)
    assert copy is not None
    assert (copy.of, copy.kind) == ("a-more", CopyKind.PARTIAL)


def test_furniture_does_not_make_a_short_copy_another_text() -> None:
    furniture = "\n".join(
        ["Home", "News > Politics", "Sign up for our free letter", "Read more", "Related"] * 4
    )
    text = "\n".join(NEWS[:2])
    assert overlap(f"{furniture}\n{text}", text).of_this == 1.0


def test_a_list_of_short_lines_is_not_all_furniture() -> None:
    results = "\n".join(f"Team {n} {n * 37 % 11} Team {n + 1} {n * 17 % 7}" for n in range(30))
    assert overlap(results, "Team 1 4 Team 2 3\nand nothing else of it").of_this < 0.5
