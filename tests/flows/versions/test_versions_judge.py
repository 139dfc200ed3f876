"""What became of an article between two looks, told apart in English and Korean."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.versions.classify import is_cut, is_replaced, judge_change
from flows.versions.clean import Said, clean_title, is_note
from flows.versions.tokens import read_line
from flows.versions.withdrawal import Absent, Withdrawn, read_bare_page, read_notice
from storage.records import VersionKind

TEXT = (
    "The allies will meet in Seoul on Tuesday, the ministry said in a statement.\n"
    "About 40 officials are expected to attend the talks on extended deterrence.\n"
    "The group was set up after a summit in Washington in April 2023."
)


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("[속보] 한미 핵협의그룹 회의 개최", "한미 핵협의그룹 회의 개최"),
        ("한미 핵협의그룹 회의 개최(종합2보)", "한미 핵협의그룹 회의 개최"),
        ("(3보) 한미 핵협의그룹 회의 개최", "한미 핵협의그룹 회의 개최"),
        ("[단독] [영상] 회의 개최", "회의 개최"),
        ("UPDATE 2-Allies to meet in Seoul", "Allies to meet in Seoul"),
        ("BREAKING: Allies to meet in Seoul", "Allies to meet in Seoul"),
        ("(2nd LD) Allies to meet in Seoul", "Allies to meet in Seoul"),
        ("(LEAD) Allies to meet in Seoul", "Allies to meet in Seoul"),
        ("Allies to meet in Seoul | The Dispatch", "Allies to meet in Seoul"),
        ("[속보]", "[속보]"),
    ],
)
def test_the_tickers_marks_are_no_part_of_a_headline(title: str, plain: str) -> None:
    assert clean_title(title) == plain


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("2,527명이 답했다", [("2527", "person")]),
        ("예산은 1조 2000억원이다", [("1200000000000", "krw")]),
        ("3만5천 명", [("35000", "person")]),
        ("1.5 million people", [("1500000", "person")]),
        ("$3 billion", [("3000000000", "usd")]),
        ("9.2%포인트", [("9.2", "%p")]),
        ("9.2%p", [("9.2", "%p")]),
        ("12월 3일", [("12", "month"), ("3", "day")]),
        ("장관 두 명", [("2", "person")]),
        ("the fourth meeting", [("4", None)]),
        ("the 4th meeting", [("4", None)]),
        ("a B-52 bomber", []),
    ],
)
def test_figures_are_read_with_what_they_count(text: str, figures: list[tuple[str, str | None]]) -> None:
    assert [(figure.value, figure.unit) for figure in read_line(text).figures] == figures


@pytest.mark.parametrize(
    "line",
    [
        "Correction: an earlier version of this story misstated the date.",
        "An earlier version of this article incorrectly said that 40 officials would attend.",
        "This story has been corrected to show that the talks are on Monday.",
        "Editor's note: the headline has been changed.",
        "[정정] 한미 핵협의그룹 회의 14일 개최",
        "위 기사 중 회의 날짜를 바로잡습니다.",
        "본지 12일자 기사에서 참석 인원을 잘못 표기해 바로잡습니다.",
    ],
)
def test_a_note_of_correction_is_known(line: str) -> None:
    assert is_note(line)


@pytest.mark.parametrize(
    "line",
    [
        "The ministry said a correction in prices was overdue.",
        "정정보도를 청구하겠다고 그는 말했다.",
        "The court found that the article was defamatory, and the paper appealed.",
    ],
)
def test_news_on_corrections_is_no_note(line: str) -> None:
    assert not is_note(line)


@pytest.mark.parametrize(
    "clutter",
    [
        "입력 2024.12.03. 14:05 수정 2024.12.03. 18:20",
        "Updated: Dec. 3, 2024, 6:20 p.m.",
        "조회수 12,345",
        "관련기사: 한미 정상회담 성과",
        "Most read today",
        "댓글 152개",
        "5 min read",
    ],
)
def test_what_stands_around_a_text_makes_no_version(clutter: str) -> None:
    said = Said(title="Allies to meet in Seoul", text=TEXT)
    assert judge_change(said, Said(title=said.title, text=f"{clutter}\n{TEXT}\n{clutter}")) is None


@given(st.text(max_size=300), st.text(max_size=60))
def test_a_version_does_not_differ_from_itself(text: str, title: str) -> None:
    assert judge_change(Said(title=title, text=text), Said(title=title, text=text)) is None


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_two_texts_can_be_compared(before: str, after: str) -> None:
    change = judge_change(Said(title="a", text=before), Said(title="a", text=after))
    assert change is None or change.kind in VersionKind


def test_a_text_without_full_stops_is_compared_in_pieces() -> None:
    words = " ".join(f"word{number % 97}" for number in range(40_000))
    change = judge_change(Said(title="a", text=words), Said(title="a", text=words[5:]))
    assert change is not None
    assert all(len(each.before) <= 2000 for each in change.differences)


def test_a_part_of_a_text_is_a_cut_and_a_text_of_its_own_is_not() -> None:
    said = Said(title="Allies to meet", text=TEXT)
    lines = TEXT.splitlines()
    assert is_cut(said, Said(title="Allies to meet", text=f"{lines[0]}\nSubscribe to read on."))
    assert not is_cut(said, Said(title="Allies to meet", text="\n".join(lines[:2])))
    assert is_cut(
        said, Said(title="Allies to meet", text="Log in or become a member to read what we report.")
    )
    note = "Correction: the talks were called off."
    assert not is_cut(said, Said(title="Allies to meet", text=note)), "it says so itself"


def test_a_text_that_shares_nothing_is_another() -> None:
    said = Said(title="Allies to meet in Seoul", text=TEXT)
    other = Said(title="Log in", text="Please enter your password to continue reading our premium coverage.")
    assert is_replaced(said, other)
    assert not is_replaced(said, Said(title="Allies to meet in Seoul", text=other.text))


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Dispatch", "This story has been withdrawn."),
        ("Dispatch", "This article has been retracted because its source could not be confirmed."),
        ("Dispatch", "The story, published on Monday, has been removed."),
        ("RETRACTED: Allies to meet in Seoul", "The allies will meet."),
        ("Dispatch", "We have withdrawn this story."),
        ("일보", "기사가 삭제되었습니다"),
        ("일보", "이 기사는 취소되었습니다."),
        ("일보", "해당 기사는 언론사의 요청으로 삭제되었습니다."),
        ("[전문취소] 한미 회의", "고객사께서는 삭제해 주시기 바랍니다."),
        ("일보", "삭제된 기사입니다."),
    ],
)
def test_a_notice_of_withdrawal_is_known(title: str, text: str) -> None:
    assert isinstance(read_notice(title, text), Withdrawn)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Page not found", "The page you asked for could not be found."),
        ("404", ""),
        ("일보", "존재하지 않는 기사입니다."),
        ("일보", "요청하신 페이지를 찾을 수 없습니다."),
        ("Dispatch", "This article is no longer available."),
    ],
)
def test_a_page_that_is_not_there_says_so(title: str, text: str) -> None:
    assert isinstance(read_notice(title, text), Absent)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Allies to meet in Seoul", TEXT),
        ("Paper retracts report", "The editor said that the report on the talks was wrong.\n" + TEXT * 3),
        ("한미 회의 개최", "한국과 미국은 화요일 서울에서 회의를 연다고 국방부가 밝혔다."),
        ("회의 취소", "한미 회의가 취소되었다고 국방부가 밝혔다."),
        ("Search ends", TEXT + "\nThe plane was not found, and its last position does not exist on any map."),
    ],
)
def test_an_article_is_no_notice(title: str, text: str) -> None:
    assert read_notice(title, text, before=Said(title=title, text=TEXT)) is None


def test_a_notice_above_the_article_counts_and_one_within_it_does_not() -> None:
    before = Said(title="Allies to meet", text=TEXT)
    notice = "This story has been withdrawn."
    assert isinstance(read_notice("Allies to meet", f"{notice}\n{TEXT}", before=before), Withdrawn)
    assert read_notice("Allies to meet", f"{TEXT * 2}\n{notice}", before=before) is None
    assert (
        read_notice("Allies to meet", f"{notice}\n{TEXT}", before=replace(before, text=notice + TEXT)) is None
    )


def test_what_a_short_page_says_in_a_script_is_heard() -> None:
    page = "<html><head><title>일보</title><script>alert('삭제된 기사입니다.');</script></head></html>"
    assert read_bare_page(page) == ("일보", "삭제된 기사입니다.")


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("FİVE troops", []),
        ("fıve thousand troops", []),
        ("5 mİllion won", ["5"]),
        ("sıx bİllion", []),
        ("SIX BILLION", ["6000000000"]),
    ],
)
def test_number_words_have_the_letters_of_their_language(text: str, figures: list[str]) -> None:
    assert [figure.value for figure in read_line(text).figures] == figures
