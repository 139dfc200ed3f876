"""What a text is that says so by no mark: by its words and its shape, and news where that is likely."""

from __future__ import annotations

import pytest

from alerts.turns.genre.learned import cut_pieces, guess_genre
from alerts.turns.genre.names import Genre
from alerts.turns.genre.read import read_genre, read_genre_by_marks
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
    assert (guess_genre(article) is Genre.NEWS) == is_news
    assert read_genre(article).is_news == is_news


def test_what_is_weighed_says_so_and_is_no_mark() -> None:
    article = a_kept(title="The rust below the bridge", text=COLUMN, lang="en").article
    assert read_genre(article).by == "how it is written"
    assert read_genre_by_marks(article).by == ""


def test_a_text_is_cut_into_a_bounded_number_of_pieces() -> None:
    assert len(cut_pieces("a b " * 9999, "c d " * 99999)) < 400
