"""Today's briefing stands where yesterday's did: each is told once, and an edited report stays one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.demo.piece import Piece
from flows.demo.texts import made_up_piece, ncg_sentence
from flows.files.bring_in import BackfillPlan, bring_in
from flows.inspect.explain import explain_article
from storage.records import TextFrom
from tests.paper_web import SITE, Bureau, open_bureau
from tests.raw_site import Item, item_of, write_feed, write_page

LINK = "/briefing/today"
HOUR = timedelta(hours=1)
BOARD = "<html><title>Notices</title><body><main><h1>Notices</h1><p>" + "All our notices. " * 20


@pytest.fixture
def bureau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bureau]:
    with open_bureau(tmp_path, monkeypatch) as opened:
        yield opened


def piece_of(number: int, age: timedelta) -> Piece:
    """A report on the NCG that was published so long ago."""
    return made_up_piece(number, published=datetime.now(UTC) - age, extra=(ncg_sentence(number),))


def item(piece: Piece, **said: object) -> Item:
    return replace(item_of(piece, LINK), **{"words": piece.paragraphs[0], **said})


def poll(bureau: Bureau, *items: Item, page: str | None = None) -> None:
    bureau.web.put("/feed.xml", write_feed(SITE, items))
    if page is not None:
        bureau.web.put(LINK, page)
    bureau.run()


@dataclass(frozen=True)
class Feed:
    """What a feed says of the briefings: by day, beside title and time."""

    guid: str | None = None
    title: str | None = None


FEEDS = {
    "guid and title differ": Feed(guid="b-{day}"),
    "only the title differs": Feed(guid="briefing"),
    "nothing but the day differs": Feed(guid="briefing", title="Daily briefing"),
    "no guid": Feed(),
}
OLD, NEW = 23 * HOUR, HOUR / 4


@pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS)
def test_each_days_briefing_is_kept_and_told_once(bureau: Bureau, feed: Feed) -> None:
    for day, age in enumerate((OLD, NEW)):
        piece = piece_of(day, age)
        title = feed.title or piece.title
        said = item(piece, guid=feed.guid and feed.guid.format(day=day), title=title)
        for _ in range(2):
            poll(bureau, said, page=write_page(replace(piece, title=title)))
    kept = bureau.kept()
    assert [article.text_from for article in kept] == [TextFrom.PAGE] * 2
    assert len({article.text for article in kept}) == 2
    assert len(bureau.told()) == 2


def test_an_address_asks_for_its_last_article(bureau: Bureau) -> None:
    for day, age in enumerate((OLD, NEW)):
        poll(bureau, item(piece_of(day, age)), page=write_page(piece_of(day, age)))
    explained = explain_article(bureau.house, SITE + LINK)
    assert explained["article"]["title"] == piece_of(1, NEW).title
    assert explained["announced"]["state"] == "kept"
    assert [each["title"] for each in explained["sharing"]] == [piece_of(day, OLD).title for day in (1, 0)]


FRAME = (
    "외교부는 다음과 같이 장관 일정을 알려드립니다. 취재를 희망하는 언론은 대변인실로 연락하시기 바랍니다."
)


@pytest.mark.parametrize("title", ["장관 일정 ({day}일)", "장관 일정", "Minister's schedule, December {day}"])
def test_two_days_of_one_schedule_are_two_articles(bureau: Bureau, title: str) -> None:
    todays = [
        "오전 10시 한미 핵협의그룹(NCG) 대표단 접견, 이어 국방부 차관과 오찬",
        "오후 3시 NCG 결과를 국회에 보고한 뒤 본회의 출석, 저녁에는 주한 대사단 만찬",
    ]
    for day, age in enumerate((OLD, NEW)):
        piece = replace(piece_of(day, age), title=title.format(day=day + 1), paragraphs=(FRAME, todays[day]))
        poll(bureau, item(piece), page=write_page(piece))
    assert [article.text.splitlines()[-1] for article in bureau.kept()] == todays[::-1]


def test_a_report_that_is_edited_and_dated_anew_stays_one(bureau: Bureau) -> None:
    piece = piece_of(0, OLD)
    more = replace(piece, title="Updated: " + piece.title, paragraphs=(*piece.paragraphs, "More is awaited."))
    for stand, age in (
        (piece, OLD),
        (more, 10 * HOUR),
        (more, NEW),
        (replace(more, title="Envoys meet"), NEW),
    ):
        said = item(stand, published=datetime.now(UTC) - age)
        poll(bureau, said, page=write_page(stand))
    assert len(bureau.kept()) == 1
    assert len(bureau.told()) == 1


def test_the_next_notice_of_a_board_that_lists_one_is_read_from_the_feed(bureau: Bureau) -> None:
    words = [f"The Nuclear Consultative Group meets for the {which} time." for which in ("tenth", "last")]
    titles = ["Tenth meeting of the NCG", "Farewell of the allied planners"]
    for day, age in enumerate((OLD, NEW)):
        said = item(piece_of(day, age), title=titles[day], words=words[day])
        poll(bureau, said, page=BOARD)
        poll(bureau, said)
    assert sorted(article.title for article in bureau.kept())[0] == titles[1]
    assert len(bureau.kept()) == 2


def test_what_cannot_be_read_the_second_day_is_kept_from_the_feed(bureau: Bureau) -> None:
    poll(bureau, item(piece_of(0, OLD)), page=write_page(piece_of(0, OLD)))
    del bureau.web.pages[SITE + LINK]
    second = piece_of(1, NEW)
    poll(bureau, item(second, words=" ".join(second.paragraphs)))
    assert second.title in bureau.told()


def test_a_page_that_redirects_lead_to_is_read_by_what_it_says(bureau: Bureau) -> None:
    poll(bureau, item(piece_of(0, OLD)), page=write_page(piece_of(0, OLD)))
    bureau.web.move("/r/2", LINK)
    second = piece_of(1, NEW)
    poll(bureau, item(second, link="/r/2"), page=write_page(second))
    assert bureau.told() == sorted(piece_of(day, OLD).title for day in (0, 1))


def test_news_under_the_address_of_a_file_is_kept(bureau: Bureau, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    head = f'<link rel="canonical" href="{SITE}{LINK}">'
    (folder / "old.html").write_text(write_page(piece_of(0, 80 * OLD), head), encoding="utf-8")
    bring_in(bureau.house, BackfillPlan(paths=(folder,)), now=datetime.now(UTC))
    poll(bureau, item(piece_of(1, NEW)), page=write_page(piece_of(1, NEW)))
    assert bureau.told() == [piece_of(1, NEW).title]


def test_a_source_that_dates_all_that_it_lists_anew_is_not_read_again(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces, fetch = [piece_of(day, OLD) for day in range(8)], bureau.web.fetch
    for age in (OLD, NEW):
        asked: list[str] = []
        for number, piece in enumerate(pieces):
            bureau.web.put(f"/{number}", write_page(piece))
        said = [item(p, link=f"/{n}", published=datetime.now(UTC) - age) for n, p in enumerate(pieces)]

        async def note(url: str, asked=asked, **options: object):
            asked.append(url)
            return await fetch(url, **options)

        monkeypatch.setattr(bureau.web, "fetch", note)
        poll(bureau, *said)
        # the second time each is looked at, since its date changed, and none is read as news
        assert len([url for url in asked if url[-1].isdigit()]) == 8
    assert len(bureau.kept()) == 8


@pytest.mark.parametrize("alone", [1, 2, 3])
def test_editions_that_were_told_alone_are_not_told_again_beside_the_next(bureau: Bureau, alone: int) -> None:
    ages = [NEW + 21 * HOUR * (alone - day) for day in range(alone + 1)]
    pieces = [piece_of(day, age) for day, age in enumerate(ages)]
    words = [f"{ncg_sentence(day)} {piece.paragraphs[0]}" for day, piece in enumerate(pieces)]
    said = [item(piece, guid=f"b-{day}", words=words[day]) for day, piece in enumerate(pieces)]
    for day in range(alone):
        poll(bureau, said[day], page=write_page(pieces[day]))
    told = bureau.told()
    poll(bureau, *said[-2:], page=write_page(pieces[alone]))
    poll(bureau, *said[-2:])
    assert bureau.told() == sorted([*told, pieces[alone].title])
    assert len(bureau.kept()) == alone + 1
