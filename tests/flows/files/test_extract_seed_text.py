"""Saved texts come out as a careful person would write them down, whatever stands around them."""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.files.kinds.seed_text import read_seed_text
from storage.errors import ReadError
from storage.records import Extract

SEEDS = Path(__file__).parents[3] / "seeds" / "articles"

FIRST = (
    "Foreign Minister Cho Tae-yul met his American counterpart in Seoul on Monday to discuss the alliance."
)
SECOND = "“We agreed that the fourth meeting of the group will be held soon,” the minister told reporters."
THIRD = "The two sides also discussed North Korea’s nuclear program, according to the ministry."
TITLE = "Seoul and Washington agree to hold talks"
FIRST_KO = "조태열 외교부 장관은 6일 서울에서 토니 블링컨 미국 국무장관과 회담하고 한미동맹을 논의했다."
SECOND_KO = "양측은 핵협의그룹 회의를 조속히 열기로 했다고 외교부가 밝혔다."
TITLE_KO = "한미 외교장관 회담…“동맹 굳건”"


def read(text: str, path: str = "a.txt") -> Extract:
    return read_seed_text(text.encode(), path=path)


def seed(name: str) -> Extract:
    (path,) = SEEDS.glob(f"{name}_*.txt")
    return read_seed_text(path.read_bytes(), path=str(path))


def test_seed_000_is_a_list_literal_undone() -> None:
    found = seed("000")
    assert found.title == "South Korea-US Alliance Highlighted in Today’s Talks"
    assert found.subtitle == "Trump’s Silence… ‘Passing Concerns’ Remain"
    assert (found.authors, found.outlet, found.published) == ((), None, None)
    lines = found.text.split("\n")
    assert len(lines) == 6
    assert lines[0].startswith("Tony Blinken, the US Secretary")
    assert "a ‘farewell tour’ just" in lines[0]
    assert lines[3].endswith("“Acting President Choi is focused on stabilizing governance.”")
    assert lines[5].endswith("heightening worries about a ‘Korea passing.’")


def test_seed_002_loses_captions_and_boxes_and_keeps_all_paragraphs() -> None:
    found = seed("002")
    assert found.title == "Blinken to make final trip to Korea in bid to shore up relations ahead of Trump"
    assert found.subtitle is None
    assert found.authors == ("Park Hyun-ju", "Lim Jeong-won")
    assert found.outlet == "Korea JoongAng Daily"
    assert found.published is None
    lines = found.text.split("\n")
    assert len(lines) == 17
    assert lines[0].startswith("U.S. Secretary of State Antony Blinken is expected to visit Korea")
    assert lines[-1].endswith("according to a Foreign Ministry official.")
    for debris in ("AFP", "Related", "Home >", "Audio", "Log in", "lock", "\u00a0", "250", "email"):
        assert debris not in found.text


def test_seed_004_has_section_subtitle_outlet_and_author() -> None:
    found = seed("004")
    assert found.title == "Acting President Choi meets with U.S. Secretary of State Blinken"
    assert found.subtitle == "Blinken says, “Trust in the strength of Korean democracy”"
    assert (found.authors, found.outlet) == (("Lee Kap-soo",), "Diplomacy Journal")
    assert len(found.text.split("\n")) == 13
    assert found.lang == "en"


def test_a_clean_text_comes_out_just_so() -> None:
    found = read(f"{TITLE}\n\n{FIRST}\n\n{SECOND}\n")
    assert found == Extract(title=TITLE, text=f"{FIRST}\n{SECOND}", lang="en")


@pytest.mark.parametrize(
    "text", [TITLE, f"{TITLE}\n", f"\n\n  {TITLE}  \n\n", f"\ufeff{TITLE}", f"{TITLE}\r\n"]
)
def test_one_line_is_a_title(text: str) -> None:
    found = read(text)
    assert (found.title, found.text, found.subtitle) == (TITLE, "", None)


def test_a_text_without_a_headline_keeps_every_word() -> None:
    long = " ".join([FIRST, SECOND, THIRD])
    found = read(f"{long}\n\n{THIRD} More follows.")
    assert found.title == FIRST
    assert found.text.startswith(long)


BODY = f"{FIRST}\n{SECOND}\n{THIRD}"


@pytest.mark.parametrize(
    "noise",
    [
        "Home > National > Diplomacy",
        "Home / World / Asia",
        "홈 > 정치 > 외교",
        "정치 > 북한/외교",
        "print dictionary print",
        "Print  Share  Facebook  Twitter",
        "공유하기 글자크기 인쇄",
        "가 가+ 가-",
        "Audio report: written by reporters, read by AI",
        "Listen to this article",
        "s",
        ",",
        "lock icon",
        "help-image Social comment?",
        "Standards Board Policy (0/250자)",
        "0/300",
        "댓글 0",
        "Advertisement",
        "Photo 1 of 3",
        "01:23 / 04:56",
        "1,234 views",
        "3 min read",
        "[email\u00a0protected]",
        "desk@example.com",
        "\u00a0",
        "\u200b",
        "U.S. Secretary of State Antony Blinken delivers a statement in Aqaba on Dec. 14. [AFP/YONHAP]",
        "Minister Cho, left, speaks in Seoul on Monday. [JOONGANG ILBO]",
        "조태열 장관이 회담장에 들어서고 있다. [연합뉴스]",
        "조태열 장관이 회담장에 들어서고 있다. /사진=뉴시스",
        "▲ 조태열 장관이 발언하고 있다.",
        "Cho speaks to reporters. Courtesy of the Ministry of Foreign Affairs",
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2, 4])
def test_noise_is_dropped_wherever_it_stands(noise: str, place: int) -> None:
    lines = [TITLE, FIRST, SECOND, THIRD]
    lines.insert(place, noise)
    found = read("\n\n".join(lines))
    assert (found.title, found.text) == (TITLE, BODY)


@pytest.mark.parametrize(
    "tail",
    [
        "Log in to Twitter or Facebook account to connect\nwith the Korea JoongAng Daily\nTo write "
        "comments, please log in to one of the accounts.",
        "Copyright ⓒ The Korea Herald. All rights reserved.",
        "<저작권자 ⓒ 한겨레신문, 무단 전재 및 재배포 금지>",
        "Related Articles\nNorth fires another missile\nTrump names new envoy",
        "관련기사\n북한, 미사일 또 발사\n트럼프, 특사 지명",
        "Tags: Blinken, NCG",
        "#NCG #Blinken",
        "Follow us on Facebook",
    ],
)
def test_boxes_below_are_dropped(tail: str) -> None:
    assert read(f"{TITLE}\n\n{BODY}\n\n{tail}").text == BODY


def test_a_list_of_links_within_ends_with_the_next_paragraph() -> None:
    text = f"{TITLE}\n\n{FIRST}\n\nRelated Article\n\nTrump names new envoy\n\n{SECOND}\n{THIRD}"
    assert read(text).text == BODY


@pytest.mark.parametrize(
    ("byline", "authors", "outlet"),
    [
        ("BY PARK HYUN-JU, LIM JEONG-WON [[email\u00a0protected]]", ("Park Hyun-ju", "Lim Jeong-won"), None),
        (
            "BY PARK HYUN-JU, LIM JEONG-WON [park.hyunju@joongang.co.kr]",
            ("Park Hyun-ju", "Lim Jeong-won"),
            None,
        ),
        ("By Diplomacy Journal Lee Kap-soo", ("Lee Kap-soo",), "Diplomacy Journal"),
        ("By The Korea Times Kang Seung-woo", ("Kang Seung-woo",), "The Korea Times"),
        ("By Kim Min-su and John O'Brien", ("Kim Min-su", "John O'Brien"), None),
        ("By Lee Hyo-jin, Staff reporter", ("Lee Hyo-jin",), None),
        ("Lee Hyo-jin (lee@koreatimes.co.kr)", ("Lee Hyo-jin",), None),
        ("Written by Jane Doe", ("Jane Doe",), None),
        ("Reporter: Jane Doe", ("Jane Doe",), None),
        ("홍길동 기자 hong@yna.co.kr", ("홍길동",), None),
        ("홍길동 기자", ("홍길동",), None),
        ("워싱턴=홍길동 특파원 hong@donga.com", ("홍길동",), None),
        ("홍길동·김철수 기자 hong@hani.co.kr", ("홍길동", "김철수"), None),
        ("홍길동 기자, 김철수 기자", ("홍길동", "김철수"), None),
        ("글·사진 홍길동 기자", ("홍길동",), None),
        ("한겨레신문 홍길동 기자", ("홍길동",), "한겨레신문"),
        ("홍길동 hong@yna.co.kr", ("홍길동",), None),
    ],
)
@pytest.mark.parametrize("at_end", [False, True])
def test_bylines_are_read_in_many_styles(
    byline: str, authors: tuple[str, ...], outlet: str | None, at_end: bool
) -> None:
    lines = [TITLE, BODY, byline] if at_end else [TITLE, byline, BODY]
    found = read("\n\n".join(lines))
    assert (found.authors, found.outlet, found.text) == (authors, outlet, BODY)


@pytest.mark.parametrize(
    "line",
    ["By Monday, the talks had ended.", "By the numbers", "기자는 현장에 있었다.", "Lee Kap-soo said so."],
)
def test_prose_is_no_byline(line: str) -> None:
    found = read(f"{TITLE}\n\n{FIRST}\n\n{line}\n\n{SECOND}\n\n{THIRD}\n\n{FIRST_KO}")
    assert line in found.text.split("\n")
    assert found.authors == ()


def test_a_byline_at_the_end_of_the_last_paragraph_is_cut_off() -> None:
    found = read(f"{TITLE_KO}\n\n{FIRST_KO}\n{SECOND_KO} 홍길동 기자 hong@yna.co.kr")
    assert (found.authors, found.text) == (("홍길동",), f"{FIRST_KO}\n{SECOND_KO}")


def test_a_korean_dateline_names_reporter_and_agency_and_stays() -> None:
    lede = f"(서울=연합뉴스) 홍길동 기자 = {FIRST_KO}"
    found = read(f"{TITLE_KO}\n\n{lede}\n{SECOND_KO}")
    assert (found.authors, found.outlet, found.lang) == (("홍길동",), "연합뉴스", "ko")
    assert found.text == f"{lede}\n{SECOND_KO}"


@pytest.mark.parametrize(
    "body",
    [
        ", ‘{0}’,\n,\n, ‘{1}’,\n,\n, ‘{2}\\n’",
        "['{0}',\n '{1}',\n '{2}']",
        "['{0}', '{1}', '{2}\\n']",
        "[‘{0}’, ‘{1}’, ‘{2}’]",
        ', "{0}",\n, "{1}",\n, "{2}"',
        "‘{0}’,\n‘{1}’,\n‘{2}’",
        "{0}\\n\\n{1}\\n{2}\\n",
        "&nbsp;{0}<br><br>{1}<br/>{2}",
    ],
)
def test_list_debris_goes_and_quotes_within_stay(body: str) -> None:
    found = read(f"{TITLE}\n{body.format(FIRST, SECOND, THIRD)}")
    assert (found.title, found.text) == (TITLE, BODY)


def test_a_quotation_alone_keeps_its_quotes() -> None:
    quote = "“The alliance stands.”"
    assert read(f"{TITLE}\n\n{FIRST}\n\n{quote}\n\n{THIRD}").text.split("\n")[1] == quote


@pytest.mark.parametrize(
    "section", ["Diplomacy", "National", "Politics", "정치", "외교·안보", "Opinion", "North Korea"]
)
def test_a_rubric_above_the_title_is_none_of_it(section: str) -> None:
    found = read(f"{section}\n\n{TITLE}\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}")
    assert (found.title, found.text) == (TITLE, BODY)


def test_a_title_that_is_a_rubric_word_stays_one() -> None:
    assert read(f"Diplomacy\n\n{FIRST}\n\n{SECOND}").title == "Diplomacy"


def test_a_title_comes_once_and_without_its_outlet() -> None:
    found = read(f"{TITLE} - The Korea Times\n\n{TITLE}\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}")
    assert (found.title, found.outlet, found.text) == (TITLE, "The Korea Times", BODY)


def test_a_subtitle_stands_between_title_and_text() -> None:
    found = read(f"{TITLE}\n\nMinister hopes for a date in spring\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}")
    assert (found.subtitle, found.text) == ("Minister hopes for a date in spring", BODY)


def test_a_caption_twice_without_a_credit_is_dropped_and_a_paragraph_twice_kept_once() -> None:
    caption = "Foreign Minister Cho Tae-yul shakes hands with Antony Blinken in Seoul on Monday."
    found = read(f"{TITLE}\n\n{caption}\n\n{caption}\n\n{FIRST}\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}")
    assert found.text == BODY


def test_headings_within_the_text_stay() -> None:
    text = f"{TITLE}\n\n{FIRST}\n\nWhat comes next\n\n{SECOND}\n\n{THIRD}"
    assert read(text).text == f"{FIRST}\nWhat comes next\n{SECOND}\n{THIRD}"


def test_a_text_wrapped_at_a_width_is_put_together() -> None:
    wrapped = (
        "Foreign Minister Cho Tae-yul met his American counterpart in Seoul on\n"
        "Monday to discuss the alliance and the next steps that both sides have\n"
        "in mind for the coming months, the ministry said in a statement that it\n"
        "released in the evening."
    )
    found = read(f"{TITLE}\n\n{wrapped}\n\n{SECOND}")
    assert found.text == " ".join(wrapped.split("\n")) + "\n" + SECOND


def test_front_matter_says_what_it_says() -> None:
    found = read(
        f'---\ntitle: "{TITLE}"\ndate: 2025-01-06T14:05:00+09:00\nauthor: [Kim Min-su, Jane Doe]\n'
        f"url: https://example.com/a\noutlet: The Korea Herald\nlang: en\ndraft: "
        f"false\n---\n\n{FIRST}\n\n{SECOND}\n",
        "a.md",
    )
    assert (found.title, found.text) == (TITLE, f"{FIRST}\n{SECOND}")
    assert found.authors == ("Kim Min-su", "Jane Doe")
    assert (found.url, found.outlet, found.lang) == ("https://example.com/a", "The Korea Herald", "en")
    assert found.published is not None
    assert (found.published.at.isoformat(), found.published.by, found.published.confidence) == (
        "2025-01-06T05:05:00+00:00",
        "file",
        1.0,
    )


def test_labelled_lines_do_as_front_matter() -> None:
    found = read(
        f"Title: {TITLE}\nDate: 2025-01-06\nAuthor: Jane Doe\nURL: https://example.com/a\n\n{FIRST}\n{SECOND}"
    )
    assert (found.title, found.authors, found.url) == (TITLE, ("Jane Doe",), "https://example.com/a")
    assert found.published is not None
    assert found.published.day_only
    assert found.text == f"{FIRST}\n{SECOND}"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("fence", ["", "---\n"])
def test_a_head_in_hangul_is_read_in_either_form(form: Literal["NFC", "NFD"], fence: str) -> None:
    head = f"{fence}제목: 회담 열려\n날짜: 2025-01-06\n매체: 한겨레\n{fence}\n"
    found = read(unicodedata.normalize(form, head) + FIRST)
    assert (found.title, found.outlet, found.text) == ("회담 열려", "한겨레", FIRST)
    assert found.published is not None


def test_markdown_loses_its_marks_and_keeps_its_words() -> None:
    found = read(
        f"# {TITLE}\n\n![a picture](x.png)\n\nForeign Minister **Cho Tae-yul** met his\n[American "
        f"counterpart](https://example.com/a_(b)) on *Monday*.\n\n"
        f"## What comes next\n\n> {SECOND}\n\n- first point\n- second point\n",
        "a.md",
    )
    assert found.title == TITLE
    assert found.text.split("\n") == [
        "Foreign Minister Cho Tae-yul met his American counterpart on Monday.",
        "What comes next",
        SECOND,
        "first point",
        "second point",
    ]


@pytest.mark.parametrize(
    "codec",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp949", "euc-kr", "johab", "iso2022_kr"],
)
def test_korean_encodings_are_told_by_their_content(codec: str) -> None:
    text = f"{TITLE_KO}\n\n{FIRST_KO}\n\n{SECOND_KO}\n"
    found = read_seed_text(text.encode(codec), path="a.txt")
    assert (found.title, found.text, found.lang) == (TITLE_KO, f"{FIRST_KO}\n{SECOND_KO}", "ko")


def test_western_quotes_of_windows_are_read() -> None:
    text = f"{TITLE}\n\n{FIRST}\n\n{SECOND}"
    assert read_seed_text(text.encode("cp1252"), path="a.txt").text == f"{FIRST}\n{SECOND}"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b" \n\t\r\n ", "no text"),
        (b"\xef\xbb\xbf", "no text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "PNG"),
        (b"%PDF-1.7\n...", "PDF"),
        (b"PK\x03\x04" + bytes(100), "ZIP"),
        (bytes(range(256)) * 20, "binary|none of"),
        (b"abc\x00\x01\x02\x03\x04\x05\x06" * 50, "binary"),
        ("일본어가 아닌 글".encode() + b"\xff\xfe\xfa" + "다른 글".encode(), "none of UTF-8"),
        ("日本語の文章です。これは新聞の記事です。".encode("shift_jis"), "none of UTF-8"),
        (b"s\n,\nprint\n", "buttons"),
    ],
)
def test_what_is_no_text_is_named(data: bytes, why: str) -> None:
    with pytest.raises(ReadError, match=why) as caught:
        read_seed_text(data, path="bad.txt")
    assert caught.value.about == "bad.txt"


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("Published: Jan. 6, 2025 17:31", "2025-01-06T08:31:00+00:00"),
        ("입력 2025.01.06 14:05", "2025-01-06T05:05:00+00:00"),
        ("2025-01-06 14:05", "2025-01-06T05:05:00+00:00"),
        ("기사입력 2025.01.06 오후 2:05 | 최종수정 2025.01.07 오전 9:00", "2025-01-06T05:05:00+00:00"),
    ],
)
def test_a_time_that_stands_alone_is_the_time(line: str, at: str) -> None:
    found = read(f"{TITLE}\n\n{line}\n\n{BODY}")
    assert found.published is not None
    assert (found.published.at.isoformat(), found.text) == (at, BODY)
    assert found.published.confidence < 1


@pytest.mark.parametrize(
    ("lede", "day"),
    [
        ("SEOUL, Jan. 6, 2025 (Yonhap) -- The two sides met.", date(2025, 1, 6)),
        ("The two sides met on Monday, Jan. 6, 2025, in Seoul.", date(2025, 1, 6)),
        ("양측은 2025년 1월 6일(월) 서울에서 만났다.", date(2025, 1, 6)),
        ("The two sides met on Monday, Jan. 6. The group was founded in 2023.", date(2025, 1, 6)),
        ("The two sides met on Tuesday, Jan. 6, 2025, in Seoul.", None),
        ("The two sides met on Monday, Jan. 6.", None),
        ("The two sides met on Jan. 6, weeks after Dec. 3, 2024.", None),
        ("The two sides met on Friday, Feb. 30, 2024.", None),
        ("The two sides met on the 5th.", None),
        ("In 2017 they met. They will meet again on Jan. 20.", None),
    ],
)
def test_a_day_is_inferred_only_where_the_year_can_be(lede: str, day: date | None) -> None:
    found = read_seed_text(f"{TITLE}\n\n{lede}\n\n{SECOND}".encode(), path="a.txt", today=date(2026, 11, 22))
    if day is None:
        assert found.published is None
    else:
        assert found.published is not None
        assert found.published.day_only
        assert found.published.confidence < 1
        assert found.published.at.date() == day


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                FIRST,
                SECOND,
                THIRD,
                TITLE,
                ",",
                "s",
                "’,",
                "[",
                "By",
                "# x",
                "—",
                "print",
                FIRST_KO,
                "‘" + FIRST,
                "\\n",
            ]
        )
        | st.text(max_size=40),
        max_size=12,
    )
)
def test_any_text_is_read_or_refused_and_prose_is_never_lost(lines: list[str]) -> None:
    try:
        found = read("\n\n".join([TITLE, *lines]))
    except ReadError:
        return
    whole = f"{found.title}\n{found.subtitle}\n{found.text}"
    assert all(line in whole for line in (FIRST, THIRD) if line in lines)
    assert json.dumps(whole).encode("ascii")


def test_a_portals_page_in_korean_leaves_only_the_article() -> None:
    found = read(
        f"{TITLE_KO}\n입력2025.01.06. 오후 2:05  수정2025.01.06. 오후 3:10 기사원문\n홍길동 "
        f"기자\n구독\n응원\n본문 요약봇\n"
        "텍스트 음성 변환 서비스 사용하기\n글자 크기 변경하기\nSNS 보내기\n인쇄하기\n"
        "[서울=뉴시스] 사진공동취재단 = 조태열 장관이 6일 서울에서 발언하고 있다. 2025.01.06. "
        "photo@newsis.com\n"
        f"{FIRST_KO}\n{SECOND_KO}\n◎공감언론 뉴시스 hong@newsis.com\n"
        "Copyright ⓒ 뉴시스. All rights reserved. 무단 전재 및 재배포 금지.\n"
        "이 기사는 언론사에서 정치 섹션으로 분류했습니다.\n"
    )
    assert (found.title, found.text) == (TITLE_KO, f"{FIRST_KO}\n{SECOND_KO}")
    assert (found.authors, found.outlet) == (("홍길동",), "뉴시스")
    assert found.published is not None
    assert found.published.at.isoformat() == "2025-01-06T05:05:00+00:00"


def test_a_papers_page_in_english_leaves_only_the_article() -> None:
    found = read(
        f"HOME   NATIONAL   POLITICS\n{TITLE} - The Korea Herald\nThe Korea Herald\nPosted : 2025-01-06 "
        f"14:05\nUpdated : 2025-01-06 18:02\n"
        "+ \n-\n    Link copied\nBy Nam Hyun-woo\n"
        f"Deputy ministers pose for a photo in Washington. (Yonhap)\n{FIRST}\n\nMinister Cho speaks in "
        f"Seoul. Yonhap\n\n{SECOND}\n{THIRD}\n"
        "nam.hw@koreaherald.com\nNam Hyun-woo\nMore articles by this reporter\n"
    )
    assert (found.title, found.subtitle, found.text) == (TITLE, None, BODY)
    assert (found.authors, found.outlet) == (("Nam Hyun-woo",), "The Korea Herald")
    assert found.published is not None
    assert found.published.at.isoformat() == "2025-01-06T05:05:00+00:00"


def test_a_wire_without_a_headline_keeps_its_first_paragraph() -> None:
    lede = "SEOUL, Jan. 6 (Yonhap) -- South Korea and the United States agreed on Monday to hold talks."
    found = read(f"{lede}\n\n{THIRD}\n(END)\n")
    assert (found.title, found.text, found.outlet) == (lede, f"{lede}\n{THIRD}", "Yonhap")


def test_items_of_a_list_are_kept_though_captions_have_their_mark() -> None:
    items = ["▲ 오전 10시 핵협의그룹(NCG) 회의", "▲ 오후 2시 시장 방문"]
    assert read("\n\n".join([TITLE, FIRST, *items, SECOND, THIRD])).text.split("\n")[1:3] == items
