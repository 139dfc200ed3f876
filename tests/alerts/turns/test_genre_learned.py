"""What a text most likely is, by what it states, its words and its shape, and what is not weighed."""

from __future__ import annotations

import pytest

from alerts.turns.genre.learned import cut_pieces
from alerts.turns.genre.names import Genre
from alerts.turns.genre.read import read_genre, read_genre_by_marks
from alerts.turns.genre.shape import list_shape, measure_shape
from tests.telling import a_kept

COLUMN = (
    "Alliances are like old bridges: everybody drives over them and nobody looks. Below is rust."
    " It is not whether the bridge holds today but who will pay for the paint. Washington thinks it is"
    " Seoul; Seoul thinks it is history. Both are wrong, and the river does not care."
)
REPORT = (
    "The foreign ministry said on Monday that the two sides had agreed to meet again in Seoul next month. A"
    " spokesman told reporters that the date would be announced later."
)


@pytest.mark.parametrize(
    ("title", "text", "is_news"),
    [
        ("The rust below the bridge", COLUMN, False),
        ("Two sides to meet in Seoul next month", REPORT, True),
        (
            "한미, 다음 달 서울서 회담",
            "외교부는 12일 한미가 다음 달 서울에서 다시 만나기로 했다고 밝혔다.",
            True,
        ),
        ("A word", "-", True),
    ],
)
def test_a_column_without_a_mark_is_none_of_the_news(title: str, text: str, is_news: bool) -> None:
    lang = "ko" if "한" in title else "en"
    article = a_kept(title=title, text=text, lang=lang).article
    assert read_genre(article).is_news == is_news


def test_what_is_weighed_says_so_and_is_no_mark() -> None:
    article = a_kept(title="The rust below the bridge", text=COLUMN, lang="en").article
    assert read_genre(article).by == "how it is written"
    assert read_genre_by_marks(article).by == ""


def test_a_text_is_cut_into_a_bounded_number_of_pieces() -> None:
    assert len(cut_pieces("a b " * 9999, "c d " * 99999)) < 400


def test_a_report_whose_paragraphs_begin_with_quotes_is_no_interview() -> None:
    lines = ("The minister spoke on Monday", '"We will meet," he said.', "He named no day") * 3
    text = "\n".join([REPORT, *lines, '"It is early," he said.'])
    article = a_kept(title="Two sides to meet in Seoul next month", text=text, lang="en").article
    assert read_genre_by_marks(article).genre is Genre.INTERVIEW
    assert read_genre(article).is_news


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("[속보] 한미, 다음 달 서울서 회담", Genre.FLASH),
        ("[사설] 한미, 다음 달 서울서 회담", Genre.OPINION),
        ("Live updates: two sides to meet", Genre.LIVE),
    ],
)
def test_what_a_headline_is_marked_as_is_not_weighed(title: str, genre: Genre) -> None:
    lang = "ko" if "한" in title else "en"
    assert read_genre(a_kept(title=title, text=REPORT, lang=lang).article).genre is genre


def test_what_is_in_neither_language_is_what_it_states() -> None:
    article = a_kept(title="Rost unter der Brücke", text=COLUMN, lang="de").article
    assert read_genre(article) == read_genre_by_marks(article)


@pytest.mark.parametrize("text", ["", "\n" * 9999, '"' * 9999, "Q: a?\n" * 9999, "▲12:30 7%\n" * 9999])
def test_every_text_has_a_shape_of_known_measures(text: str) -> None:
    shape = list_shape(text[:99], text[:1500])
    assert len(shape) == len(dict(shape)) < 60
    assert all(0 <= step <= 7 for _, step in shape)


def test_a_longer_text_of_the_same_kind_has_the_same_shares() -> None:
    once, thrice = (measure_shape("A title", "\n".join([REPORT] * times)) for times in (1, 3))
    shares = once.keys() - {"letters", "sentences", "lines"}
    assert {name: once[name] for name in shares} == pytest.approx({n: thrice[n] for n in shares}, rel=0.1)
