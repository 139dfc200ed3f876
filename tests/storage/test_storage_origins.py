"""A text is credited to whoever wrote it first, and a story counts those, not its outlets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.corpus.credits import credit_kept, read_credit
from storage.corpus.origins import count_origins, trace_origins
from storage.language.agencies import name_family
from storage.records import Article, Copy, CopyKind, Kept, Likeness
from tests.judging import make_article

BODY = "한미가 회의를 열었다.\n회의는 내달 다시 열린다."


def credited(text: str, *, title: str = "Title", authors: tuple[str, ...] = ()) -> Article:
    return replace(make_article("o.example/1", text, title), authors=authors)


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("(서울=연합뉴스) 홍길동 기자 = 한미가 회의를 열었다.", "Yonhap"),
        ("(워싱턴=연합뉴스) 홍길동 특파원 = 한미가 회의를 열었다.", "Yonhap"),
        ("[서울=뉴시스] 홍길동 기자 = 한미가 회의를 열었다.", "Newsis"),
        ("【서울=뉴시스】홍길동 기자 = 한미가 회의를 열었다.", "Newsis"),
        ("[뉴시스] 한미가 회의를 열었다.", "Newsis"),
        ("(서울=뉴스1) 홍길동 기자 = 한미가 회의를 열었다.", "News1"),
        ("(파리 AFP=연합뉴스) 홍길동 특파원 = 한미가 회의를 열었다.", "AFP"),
        ("[과테말라시티= AP/뉴시스] 홍길동 기자 = 무장괴한들이", "AP"),
        (f"{BODY}\n홍길동 기자 /연합뉴스", "Yonhap"),
        (f"{BODY}\n[연합뉴스]", "Yonhap"),
        (f"{BODY}\n회의는 길었다. 연합뉴스", "Yonhap"),
        (f"{BODY}\nhong@yna.co.kr\n끝", "Yonhap"),
        (f"{BODY}\n<저작권자(c) 연합뉴스, 무단 전재-재배포 금지>", "Yonhap"),
        ("SEOUL, Dec. 26 (Yonhap) -- South Korea said.", "Yonhap"),
        ("WASHINGTON (AP) — The United States said.", "AP"),
        ("SEOUL, Jan 6 (Reuters) - South Korea said.", "Reuters"),
        ("By HYUNG-JIN KIM\nAssociated Press\nThe allies met.", "AP"),
        ("The allies met.\nThey agreed, officials said. (Yonhap)", "Yonhap"),
        ("The allies met.\nThey agreed.\n© Agence France-Presse", "AFP"),
        ("The allies met.\nThey agreed.\nSource: Yonhap News Agency", "Yonhap"),
    ],
)
def test_a_credit_names_who_wrote_it(text: str, origin: str) -> None:
    assert read_credit(credited(text)) == origin


@pytest.mark.parametrize(
    "text",
    [
        f"장관이 6일 인사하고 있다. [연합뉴스]\n{BODY}",
        f"장관이 6일 인사하고 있다. (사진=연합뉴스)\n{BODY}",
        f"(사진=연합뉴스) {BODY}",
        f"{BODY}\n사진=연합뉴스",
        f"{BODY}\n연합뉴스 자료사진",
        f"연합뉴스에 따르면 {BODY}",
        "The secretary speaks in Aqaba on Dec. 14. [AFP/YONHAP]\nHe is to come.\nHe said so.",
        "The allies met.\nThey agreed.\nREUTERS/Kim Hong-Ji",
        "The ministry told Reuters so.\nIt said the same to AP.",
        "The allies met. (AP reported earlier that they would.)\nThey agreed.",
    ],
)
def test_a_photograph_or_a_mention_is_no_credit(text: str) -> None:
    assert read_credit(credited(text)) is None


@pytest.mark.parametrize(
    ("author", "origin"),
    [
        ("Reuters", "Reuters"),
        ("Kim Tong-hyung, The Associated Press", "AP"),
        ("연합뉴스 홍길동 기자", "Yonhap"),
    ],
)
def test_a_byline_is_a_credit(author: str, origin: str) -> None:
    assert read_credit(credited(BODY, authors=(author,))) == origin


def test_a_printed_release_is_the_ministry_s() -> None:
    release = credited("[보도자료] 한미 회담 개최\n양측은 만났다.\n자료제공: 외교부")
    assert read_credit(release) == f"release of {name_family('Ministry of Foreign Affairs')}"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("연합뉴스", "Yonhap News Agency"),
        ("중앙일보", "Korea JoongAng Daily"),
        ("조선일보", "The Chosun Daily"),
        ("동아일보", "채널A"),
        ("The Korea Times", "한국일보"),
        ("Made-up Gazette", "The  made up gazette"),
    ],
)
def test_one_publisher_under_two_names_is_one(one: str, other: str) -> None:
    assert name_family(one) == name_family(other)


def keep(
    key: str, outlet: str | None, text: str = BODY, *, group: str = "", copy: Copy | None = None
) -> Kept:
    article = replace(make_article(key, text), outlet=outlet)
    return Kept(article=article, copy=copy, group=group or article.id, story="s-1")


def like(of: Kept, kind: CopyKind, share: float) -> Copy:
    likeness = Likeness(article=of.article.id, group=of.group, shared=9, of_this=share, of_other=share)
    return Copy(of=of.article.id, kind=kind, likeness=likeness)


def count(*kept: Kept) -> int:
    return count_origins([credit_kept(one) for one in kept])


def test_five_reprints_of_one_agency_are_one_origin() -> None:
    first = keep("a.example/1", "Naru Ilbo", f"(서울=연합뉴스) 홍길동 기자 = {BODY}")
    copies = [
        keep(f"o{n}.example/1", f"Outlet {n}", group=first.group, copy=like(first, CopyKind.NEAR, 0.9))
        for n in range(4)
    ]
    own = keep("own.example/1", "Yonhap News Agency", "SEOUL (Yonhap) -- The allies met.")
    assert count(first, *copies, own) == 1
    assert count(first, *copies, own, keep("x.example/1", "동아일보")) == 2


def test_a_credit_that_only_a_reprint_gives_is_that_of_the_text() -> None:
    first = keep("a.example/1", "Naru Ilbo")
    copy = keep("b.example/1", "Haru Ilbo", f"{BODY}\n[뉴시스]", group=first.group)
    assert trace_origins([credit_kept(one) for one in (first, copy)]) == ["Newsis", "Newsis"]


@pytest.mark.parametrize(("share", "origins"), [(0.8, 1), (0.3, 2)])
def test_a_text_that_stands_mostly_in_another_is_no_second_origin(share: float, origins: int) -> None:
    first = keep("a.example/1", "Naru Ilbo")
    part = keep("b.example/1", "Haru Ilbo", copy=like(first, CopyKind.PARTIAL, share))
    assert count(first, part) == origins


def test_articles_without_an_outlet_are_told_apart_by_their_site() -> None:
    bare = [keep(f"text:{n}", None) for n in range(2)]
    sites = [
        replace(k, article=replace(k.article, url=f"https://www.naru.example/{n}"))
        for n, k in enumerate(bare)
    ]
    assert (count(*bare), count(*sites)) == (2, 1)
