"""Where the rules of copies turn: each share, length and order at both sides of its edge."""

from __future__ import annotations

import random

import pytest

from flows.judge.copies import (
    CANDIDATES,
    Overlap,
    Side,
    choose_candidates,
    do_titles_agree,
    is_related,
    judge_copies,
    measure_overlap,
    read_runs,
)
from flows.judge.fingerprints import read_sketch
from storage.judging.likeness import Neighbour
from storage.records import Copy, CopyKind, Likeness


def words(name: str, count: int, start: int = 0) -> str:
    """So many words that stand nowhere else."""
    return " ".join(f"{name}{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(start, start + count))


def sentence(name: str, count: int) -> str:
    return f"{words(name, count)}.".capitalize()


def a_neighbour(
    text: str, title: str = "One title", *, article: str = "a-other", order: str = "2"
) -> Neighbour:
    return Neighbour(
        likeness=Likeness(article=article, group=article, shared=9, of_this=0.5, of_other=0.5),
        number=1,
        title=title,
        text=text,
        order=(order, article),
        story=None,
        story_id=None,
        story_is_live=False,
    )


def judge(text: str, *others: Neighbour, title: str = "One title", order: str = "3") -> list[Copy]:
    return judge_copies(title, read_sketch(text), text, others, order=order)


def kind_of(
    text: str, other: str, title: str = "One title", other_title: str = "One title", order: str = "3"
) -> CopyKind | None:
    found = judge(text, a_neighbour(other, other_title), title=title, order=order)
    return found[0].kind if found else None


@pytest.mark.parametrize(
    ("is_cjk", "text", "size"), [(False, words("a", 9), 3), (True, "가나다라마바사아자", 5)]
)
def test_a_run_is_three_words_or_five_syllables(is_cjk: bool, text: str, size: int) -> None:
    runs = read_runs(text, is_cjk=is_cjk)
    assert runs.size == size
    assert {len(run) for run in runs.runs} == {size}
    assert len(runs.runs) == 9 - size + 1


@pytest.mark.parametrize(
    ("count", "mark", "counts"), [(11, "", 0), (12, "", 12), (11, ".", 11), (10, " 다", 11)]
)
def test_a_short_line_that_ends_like_no_sentence_is_furniture(count: int, mark: str, counts: int) -> None:
    text = f"{sentence('a', 60)}\n{words('b', count)}{mark}"
    assert sum(read_runs(text, is_cjk=False).counts[60:]) == counts


def test_a_text_of_nothing_but_short_lines_counts_all_the_same() -> None:
    assert sum(read_runs("\n".join(words(name, 5) for name in "abcdef"), is_cjk=False).counts) == 30


@pytest.mark.parametrize(
    ("figures", "others", "is_other"),
    [(4, 3, True), (3, 3, False), (4, 2, False), (10, 5, False), (10, 6, True), (5, 2, False), (0, 0, False)],
)
def test_figures_are_others_from_four_on_and_where_more_than_half_are(
    figures: int, others: int, is_other: bool
) -> None:
    assert Side(shared=1.0, figures=figures, other_figures=others).has_other_figures is is_other


def test_a_side_of_which_nothing_is_known_has_nothing_of_its_own() -> None:
    assert Side(shared=1.0) == Side(shared=1.0, own=0.0, figures=0, other_figures=0)


OTHERS = {"figures": 4, "other_figures": 4}


@pytest.mark.parametrize(
    ("later", "earlier", "is_copy"),
    [
        (Side(shared=0.45, own=0.2), Side(shared=0.1, own=0.55), True),
        (Side(shared=0.44, own=0.2), Side(shared=0.9, own=0.0), False),
        (Side(shared=0.9, own=0.21), Side(shared=0.9, own=0.0), False),
        (Side(shared=0.9, own=0.0), Side(shared=0.9, own=0.56), False),
        (Side(shared=0.9, **OTHERS), Side(shared=0.9, **OTHERS), False),  # type: ignore[arg-type]  # named as fields
        (Side(shared=0.9, **OTHERS), Side(shared=0.9), True),  # type: ignore[arg-type]  # named as fields
        (Side(shared=0.9), Side(shared=0.9, **OTHERS), True),  # type: ignore[arg-type]  # named as fields
    ],
)
def test_what_a_later_text_adds_counts_more_than_what_it_leaves_out(
    later: Side, earlier: Side, is_copy: bool
) -> None:
    assert Overlap(this=later, other=earlier).is_copy(is_later=True) is is_copy
    assert Overlap(this=earlier, other=later).is_copy(is_later=False) is is_copy


def a_likeness(article: str, of_this: float, of_other: float = 0.0, group: str = "") -> Likeness:
    return Likeness(article=article, group=group or article, shared=9, of_this=of_this, of_other=of_other)


@pytest.mark.parametrize(
    ("of_this", "of_other", "related"),
    [(0.2, 0.0, True), (0.0, 0.2, True), (0.19, 0.19, False), (0.2, 0.2, True)],
)
def test_texts_are_related_by_the_greater_share(of_this: float, of_other: float, related: bool) -> None:
    assert is_related(a_likeness("a", of_this, of_other)) is related


def test_eight_candidates_are_compared_their_originals_and_what_has_the_same_words() -> None:
    alike = [a_likeness(f"a-{n}", 0.9 - n / 100) for n in range(12)]
    assert [each.article for each in choose_candidates(alike, [])] == [f"a-{n}" for n in range(CANDIDATES)]
    assert CANDIDATES == 8
    rooted = [a_likeness("a-0", 0.9, group="a-11"), *alike[1:]]
    assert [each.article for each in choose_candidates(rooted, [])][8:] == ["a-11"]
    same = choose_candidates(alike[:1], ["a-0", "a-99"])
    assert same[1].shared == 0
    assert [(each.article, each.of_this, each.of_other) for each in same] == [
        ("a-0", 0.9, 0.0),
        ("a-99", 1.0, 1.0),
    ]


@pytest.mark.parametrize(
    ("of_this", "of_other", "is_compared"), [(0.1, 0.0, True), (0.0, 0.1, True), (0.09, 0.09, False)]
)
def test_a_tenth_of_either_text_must_be_shared_to_be_compared(
    of_this: float, of_other: float, is_compared: bool
) -> None:
    assert bool(choose_candidates([a_likeness("a", of_this, of_other)], [])) is is_compared


def test_exact_goes_before_near_and_near_before_partial_whatever_was_first() -> None:
    text = "\n".join(sentence(name, 20) for name in "abcdef")
    near = "\n".join([*text.split("\n")[:5], sentence("g", 20)])
    partial = "\n".join([*text.split("\n")[:2], *(sentence(name, 30) for name in "hijk")])
    more = "\n".join([*text.split("\n")[:3], *(sentence(name, 30) for name in "lmno")])
    found = judge(
        text,
        a_neighbour(partial, article="partial", order="1"),
        a_neighbour(more, article="more", order="2"),
        a_neighbour(near, article="near", order="2"),
        a_neighbour(text, article="exact", order="4"),
        order="9",
    )
    assert [(copy.of, copy.kind) for copy in found] == [
        ("exact", CopyKind.EXACT), ("near", CopyKind.NEAR), ("more", CopyKind.PARTIAL),
        ("partial", CopyKind.PARTIAL),
    ]  # fmt: skip


def test_of_equals_the_one_published_first_is_the_original() -> None:
    text = "\n".join(sentence(name, 20) for name in "abcdef")
    later, earlier = a_neighbour(text, article="b", order="2"), a_neighbour(text, article="c", order="1")
    assert [copy.of for copy in judge(text, later, earlier, order="9")] == ["c", "b"]


@pytest.mark.parametrize(
    ("count", "titles", "kind"),
    [
        (24, ("One title", "Other words here"), None),
        (25, ("One title", "Other words here"), CopyKind.EXACT),
        (24, ("One title", "One title"), CopyKind.EXACT),
    ],
)
def test_equal_texts_shorter_than_a_line_need_a_like_title(
    count: int, titles: tuple[str, str], kind: CopyKind | None
) -> None:
    text = sentence("a", count)
    assert kind_of(text, text, *titles) is kind


@pytest.mark.parametrize(
    ("whole", "others", "kind"),
    [
        (27, 3, CopyKind.PARTIAL),  # nine tenths of thirty words
        (26, 4, None),
        (24, 0, None),  # a line
        (25, 0, CopyKind.PARTIAL),
    ],
)
def test_a_teaser_under_another_title_shares_what_stands_whole_elsewhere(
    whole: int, others: int, kind: CopyKind | None
) -> None:
    this = f"{words('a', whole)} {words('z', others)}".strip() + "."
    other = f"{words('a', whole)} {words('b', 60)}."
    assert kind_of(this, other, "One title", "Other words here") is kind


@pytest.mark.parametrize(("count", "kind"), [(59, CopyKind.PARTIAL), (60, CopyKind.NEAR)])
def test_from_a_teasers_length_on_no_title_is_asked_for(count: int, kind: CopyKind) -> None:
    text = sentence("a", count)
    assert kind_of(text, f"{text} {sentence('b', 12)}", "One title", "Other words here", order="1") is kind


@pytest.mark.parametrize(
    ("order", "kind"), [("3", CopyKind.PARTIAL), ("1", CopyKind.NEAR), ("2", CopyKind.NEAR)]
)
def test_what_a_text_adds_counts_where_it_is_the_later_and_of_equals_the_shorter_is(
    order: str, kind: CopyKind
) -> None:
    """Three tenths of this are its own; as much of the other stands within the sentences that both have."""
    shared = [words(name, 10) for name in "abcdefg"]
    this = "\n".join([f"{line}." for line in shared] + [sentence(name, 10) for name in "xyz"])
    extra = [5, 5, 4, 4, 4, 4, 4]
    other = "\n".join(
        f"{line} {words(f'{n}q', many)}." for n, (line, many) in enumerate(zip(shared, extra, strict=True))
    )
    assert len(read_runs(this, is_cjk=False).tokens) == len(read_runs(other, is_cjk=False).tokens) == 100
    assert measure_overlap(read_runs(this, is_cjk=False), read_runs(other, is_cjk=False)).this.own == 0.3
    assert kind_of(this, other, order=order) is kind


@pytest.mark.parametrize(("shared", "kind"), [(20, CopyKind.PARTIAL), (19, None)])
def test_a_fifth_of_the_words_in_common_is_a_shared_passage(shared: int, kind: CopyKind | None) -> None:
    this = f"{words('a', shared)}.\n{sentence('b', 100 - shared)}"
    other = f"{words('a', shared)}.\n{sentence('c', 100 - shared)}"
    assert kind_of(this, other) is kind


@pytest.mark.parametrize(
    ("this", "other", "agree"),
    [
        ("Talks end in Seoul", "Talks end at noon", True),
        ("Talks end in Seoul", "Talks begin at noon", False),
        ("Talks", "Talks end in Seoul", True),
        ("Talks end in Seoul", "Talks", True),
        ("Talks end now", "Talks begin there", False),
        ("", "Talks end", True),
        ("핵협의그룹 회의 개최", "핵협의그룹 회의 결과", True),
        ("가나다라", "라다나가", False),
        ("two words 가나", "words two 나가", True),  # half in Hangul, and so compared by words
        ("one 가나", "one 나가", False),
    ],
)
def test_titles_agree_in_half_of_the_shorters_words_or_pairs_of_syllables(
    this: str, other: str, agree: bool
) -> None:
    assert do_titles_agree(this, other) is agree


@pytest.mark.parametrize(("short_lines", "counts"), [(6, 30), (7, 65)])
def test_short_lines_count_where_more_than_half_of_a_text_is_made_of_them(
    short_lines: int, counts: int
) -> None:
    lines = [sentence("a", 30), *(words(name, 5) for name in "bcdefgh"[:short_lines])]
    assert sum(read_runs("\n".join(lines), is_cjk=False).counts) == counts


def test_figures_of_one_digit_and_of_own_sentences_do_not_count() -> None:
    said = words("a", 20)
    this = f"{said} 4 and 5 of 17 and 2,018.\n{words('b', 20)} 99 88."
    other = f"{said} 6 and 7 of 18 and 2,018."
    found = measure_overlap(read_runs(this, is_cjk=False), read_runs(other, is_cjk=False))
    assert (found.this.figures, found.this.other_figures) == (2, 1)
    assert (found.other.figures, found.other.other_figures) == (2, 1)


@pytest.mark.parametrize(("shared", "of", "own"), [(3, 10, 1.0), (4, 10, 0.0), (3, 9, 0.0)])
def test_a_line_of_which_less_than_a_third_stands_elsewhere_is_a_texts_own(
    shared: int, of: int, own: float
) -> None:
    found = measure_overlap(
        read_runs(f"{words('a', shared)} {words('b', of - shared)}.", is_cjk=False),
        read_runs(f"{words('a', shared)} {words('d', 30)}.", is_cjk=False),
    )
    assert found.this.own == own


@pytest.mark.parametrize("is_cjk", [False, True])
def test_the_sentences_of_a_line_are_read_together_however_long(is_cjk: bool) -> None:
    """A new sentence in a line that another text has otherwise is not counted; in one of its own it is."""
    kept, added = words("a", 40), words("b", 20)
    if is_cjk:
        kept, added = "가나다라마바사아자차카타파하" * 3, "거너더러머버서어저처커터퍼허"
    whole, cut = (read_runs(text, is_cjk=is_cjk) for text in (f"{kept}. {added}.", f"{kept}."))
    assert measure_overlap(whole, cut).this.own == 0.0
    apart = read_runs(f"{kept}.\n{added}.", is_cjk=is_cjk)
    assert measure_overlap(apart, cut).this.own > 0.2


@pytest.mark.parametrize("is_cjk", [False, True])
def test_a_word_is_shared_that_stands_in_any_run_that_both_have(is_cjk: bool) -> None:
    chance = random.Random(7)
    for _ in range(200):
        texts = (" ".join(chance.choices("가나다", k=chance.randint(0, 30))) for _ in range(2))
        this, other = (read_runs(text, is_cjk=is_cjk) for text in texts)
        stands = {
            at + offset
            for at, run in enumerate(this.runs)
            if run in other.runs
            for offset in range(this.size)
        }
        counted = sum(bool(counts) or at in stands for at, counts in enumerate(this.counts))
        assert measure_overlap(this, other).of_this == (len(stands) / counted if counted else 0.0)


def test_a_text_without_words_shares_nothing_and_has_nothing_of_its_own() -> None:
    nothing, some = read_runs("", is_cjk=False), read_runs(sentence("a", 30), is_cjk=False)
    assert measure_overlap(nothing, some).this == Side(shared=0.0)
    assert measure_overlap(nothing, nothing) == Overlap(this=Side(shared=0.0), other=Side(shared=0.0))


@pytest.mark.parametrize("text", ["", "…", "\n\n"])
def test_two_texts_without_words_are_no_copies_under_one_title(text: str) -> None:
    assert kind_of(text, "") is None


def test_an_exact_copy_shares_all_of_both_texts() -> None:
    (copy,) = judge(sentence("a", 30), a_neighbour(sentence("a", 30)))
    assert (copy.likeness.of_this, copy.likeness.of_other) == (1.0, 1.0)
