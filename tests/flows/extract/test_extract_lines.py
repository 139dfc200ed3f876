"""Words of one line: a line break in a headline parts them, the reading beside a name does not divide it."""

from __future__ import annotations

import pytest

from flows.extract.page import extract_page
from flows.extract.text.fragment import extract_fragment
from storage.records import Extract

TITLE = "항만 사업 다시 살핀다"
TEXT = (
    "<p>통영시는 어제 부두의 창고를 새로 점검했다고 밝혔다. 수협 관계자는 심사를 곧 마치겠다고 말했다.</p>"
    "<p>주민들은 공청회에 참석해 의견을 냈다. 이번 조사는 포구 일대에서 열흘 동안 진행됐다고 한다.</p>"
)


def read(body: str, title: str = TITLE) -> Extract:
    nav = "<nav><a href='/'>홈</a></nav>"
    page = f"<html><head><title>{title}</title></head><body>{nav}{body}</body></html>"
    return extract_page(page.encode(), url="http://paper.example/a")


@pytest.mark.parametrize(
    "heading",
    [
        "Ministers open Nuclear<br>Consultative Group talks",
        "<span>Ministers open Nuclear</span><br/><span>Consultative Group talks</span>",
        "<div>Ministers open Nuclear</div><div>Consultative Group talks</div>",
        "Ministers open <b>Nu</b>clear Consultative Group talks",
    ],
)
@pytest.mark.parametrize("title", ["Ministers open Nuclear Consultative Group talks", "World"])
def test_a_line_break_in_a_headline_parts_two_words(heading: str, title: str) -> None:
    found = read(f"<article><h1>{heading}</h1>{TEXT}</article>", title)
    assert found.title == "Ministers open Nuclear Consultative Group talks"


@pytest.mark.parametrize(
    "name",
    [
        "<ruby>趙<rp>(</rp><rt>조</rt><rp>)</rp>兌烈<rp>(</rp><rt>태열</rt><rp>)</rp></ruby>",
        "<ruby>趙兌烈<rt>조태열</rt></ruby>",
        "<ruby><rb>趙兌</rb><rb>烈</rb><rtc><rt>조태</rt><rt>열</rt></rtc></ruby>",
    ],
)
def test_how_a_name_is_read_aloud_does_not_divide_it(name: str) -> None:
    said = f"<p>{name} 외교부 장관이 목포의 항만에서 짧게 연설하고 돌아갔다고 시청이 밝혔다.</p>"
    assert "趙兌烈 외교부" in read(f"<article><h1>{TITLE}</h1>{TEXT}{said}</article>").text
    assert "趙兌烈 외교부" in extract_fragment(said)
    assert (
        read(f"<article><h1>{name} 장관 목포서 연설</h1>{TEXT}</article>", "World").title
        == "趙兌烈 장관 목포서 연설"
    )


ITEMS = ("▲ 오전 10시 핵협의그룹(NCG) 회의", "▲ 오후 2시 시장 방문", "▲ 오후 4시 개관식")


@pytest.mark.parametrize(
    "items",
    [
        "".join(f"<p>{item}</p>" for item in ITEMS),
        "<p>" + "<br>".join(ITEMS) + "</p>",
        "<ul>" + "".join(f"<li>{item}</li>" for item in ITEMS) + "</ul>",
        "<p>" + " ".join(ITEMS) + "</p>",
        "".join(f"<p>{item}</p>" for item in ITEMS).replace("▲ ", "△"),
    ],
)
def test_items_of_a_list_are_kept_though_captions_have_their_mark(items: str) -> None:
    found = read(f"<article><h1>{TITLE}</h1>{TEXT}{items}{TEXT}</article>").text
    assert all(item.lstrip("▲ ") in found for item in ITEMS)


@pytest.mark.parametrize(
    "captions",
    [
        ("▲ 회의장 전경",),
        ("▲ 장관이 회의장에 들어서고 있다.", "▲ 회의장 전경"),
        ("▲ 회의장 전경 (사진=외교부)", "▲ 두 장관의 모습"),
        ("▲ 회의장 전경 [연합뉴스]", "▲ 두 장관이 악수하고 있다. ⓒ연합뉴스"),
        ("▲ 회의장 전경", "△ 오찬장 전경"),
    ],
)
def test_captions_are_dropped_by_their_mark(captions: tuple[str, ...]) -> None:
    lines = "".join(f"<p>{caption}</p>" for caption in captions)
    assert "전경" not in read(f"<article><h1>{TITLE}</h1>{TEXT}{lines}{TEXT}</article>").text
