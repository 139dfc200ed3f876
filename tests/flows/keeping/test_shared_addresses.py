"""An address that several articles go by swallows none of them; several addresses of one article stay one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli.app import app
from flows.demo.piece import Piece
from flows.demo.texts import made_up_piece, ncg_sentence
from flows.files.bring_in import BackfillPlan, bring_in
from flows.inspect.explain import explain_article
from flows.keeping.new_article import keep_article
from flows.report import BackfillReport
from storage.corpus.articles import read_article
from storage.records import TextFrom
from tests.paper_web import SITE, Bureau, open_bureau
from tests.raw_site import Item, item_of, write_feed, write_page

OLD = Item(link="/old/1", title="An old notice", words="The library opens an hour later.")
LOGIN = "<html><head><title>Log in</title></head><body><article><h1>Log in</h1>" + (
    "<p>Readers of the Outlet log in with their address and a word that they keep to themselves, please.</p>"
    * 3
)


@pytest.fixture
def bureau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bureau]:
    with open_bureau(tmp_path, monkeypatch) as opened:
        opened.web.put("/feed.xml", write_feed(SITE, (OLD,)))
        opened.web.put(OLD.link, f"<title>{OLD.title}</title><p>{OLD.words * 4}")
        opened.run()
        yield opened


def on_the_ncg(number: int) -> Piece:
    published = datetime.now(UTC) - timedelta(minutes=40 - number)
    return made_up_piece(number, published=published, extra=(ncg_sentence(number),))


def link(rel: str, href: str) -> str:
    return f'<link rel="{rel}" href="{href}">'


def ld(**fields: str) -> str:
    said = ", ".join(f'"{name}": {value}' for name, value in fields.items())
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", {said}}}</script>'


@dataclass(frozen=True)
class Site:
    """Pages of one outlet: where each stands and what its head says; `{n}` is the page's number."""

    path: str = "/news/2026/{n}"
    head: str = ""
    to: str | None = None
    stands: str = ""
    pages: dict[str, str] = field(default_factory=dict)


NEWS = f'{{"@id": "{SITE}/news/"}}'
OWN = link("canonical", f"{SITE}/news/2026/{{n}}")

SHARED = {
    "mainEntityOfPage is the section": Site(head=OWN + ld(mainEntityOfPage=NEWS)),
    "mainEntityOfPage is a plain section": Site(head=OWN + ld(mainEntityOfPage=f'"{SITE}/news"')),
    "url is the site": Site(head=OWN + ld(url=f'"{SITE}/"')),
    "url is the section": Site(head=OWN + ld(url=f'"{SITE}/news/index.html"')),
    "the canonical link is the section": Site(head=link("canonical", "/news/")),
    "the canonical link is the front page": Site(head=link("canonical", "/")),
    "the canonical link is the front page's script": Site(head=link("canonical", "/main.php")),
    "the canonical link is a list": Site(head=link("canonical", "/list?page=1&section=4")),
    "the canonical link is one article's": Site(head=link("canonical", "/news/2026/1")),
    "the canonical link drops the id": Site(path="/view?id={n}", head=link("canonical", "/view")),
    "the canonical link drops the id of a script": Site(
        path="/bbs/board.php?bo_table=pr&wr_id=70{n}", head=link("canonical", "/bbs/board.php?bo_table=pr")
    ),
    "the canonical link keeps the board": Site(
        path="/bbs/view.do?bbsId=B0001&nttId=5500{n}", head=link("canonical", "/bbs/view.do?bbsId=B0001")
    ),
    "the canonical link is another outlet's": Site(head=link("canonical", "https://other.example/news/2026/77")),
    "the canonical link is a column's": Site(
        path="/2026/{n}/editorial-of-the-day", head=link("canonical", "/editorial-of-the-day")
    ),
    "og:url is the site": Site(head=f'<meta property="og:url" content="{SITE}/news?from=app">'),
    "og:url is a host": Site(head='<meta property="og:url" content="https://m.outlet.example/home">'),
    "one AMP page": Site(head=link("amphtml", "/amp/latest-news-of-today")),
    "related articles in JSON-LD": Site(
        head=OWN + "".join(ld(headline='"Related"', url=f'"{SITE}/news/2026/{n}"') for n in (1, 2, 3))
    ),
    "redirects end at a login": Site(to="/login", stands=LOGIN),
    "redirects end at a login with a long address": Site(to="/users/sign-in-to-read-on?next=1", stands=LOGIN),
    "redirects end at the front page": Site(to="/", stands=LOGIN),
    "redirects end at another host's question": Site(to="https://consent.example/ask", stands=LOGIN),
}  # fmt: skip


def publish(bureau: Bureau, site: Site, number: int) -> Item:
    """Put the page of this number into the web; returns its item."""
    piece = on_the_ncg(number)
    path = site.path.format(n=number)
    head = site.head.replace("{n}", str(number))
    bureau.web.put(path, write_page(piece, head))
    if site.to:
        bureau.web.move(path, site.to)
        bureau.web.put(site.to, site.stands)
    words = ncg_sentence(number)
    return Item(link=path, title=piece.title, words=words, published=piece.published)


@pytest.mark.parametrize("site", SHARED.values(), ids=SHARED)
def test_every_article_of_one_poll_is_kept_and_told(bureau: Bureau, site: Site) -> None:
    items = [publish(bureau, site, number) for number in (1, 2, 3)]
    bureau.web.put("/feed.xml", write_feed(SITE, (*items, OLD)))
    report = bureau.run()
    titles = sorted(item.title for item in items)
    assert [each for each in bureau.titles() if each != OLD.title] == titles
    assert bureau.told() == titles
    assert report.created == 3


@pytest.mark.parametrize("site", SHARED.values(), ids=SHARED)
def test_every_article_of_several_polls_is_kept_and_told(bureau: Bureau, site: Site) -> None:
    items = [publish(bureau, site, number) for number in (1, 2, 3)]
    for count in (1, 2, 3):
        bureau.web.put("/feed.xml", write_feed(SITE, (*reversed(items[:count]), OLD)))
        bureau.run()
    assert bureau.told() == sorted(item.title for item in items)
    bureau.run()
    assert len(bureau.told()) == 3


ONE_ARTICLE = {
    "sections": (("/politics/77123", "/world/77123"), link("canonical", "/politics/77123")),
    "a mobile page": (("/2026/envoys", "https://m.outlet.example/2026/envoys"), ""),
    "an AMP page": (("/2026/envoys-meet", "/amp/2026/envoys-meet"), link("canonical", "/2026/envoys-meet")),
    "an AMP page by its own link": (("/2026/envoys", "/mobile/envoys"), link("amphtml", "/mobile/envoys")),
    "a page of the list": (("/view?no=9", "/view?no=9&page=2"), link("canonical", "/view?no=9")),
    "a headline in the address": (("/view?no=9", "/view?no=9&t=envoys"), link("canonical", "/view?no=9")),
    "a number for a parameter": (("/view?id=70123", "/articles/70123"), link("canonical", "/articles/70123")),
    "a short name": (("/n/1", "/2026/envoys-meet-in-seoul"), link("canonical", "/2026/envoys-meet-in-seoul")),
    "a short name, known second": (
        ("/2026/envoys-meet-in-seoul", "/n/1"), link("canonical", "/2026/envoys-meet-in-seoul"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("paths", "head"), ONE_ARTICLE.values(), ids=ONE_ARTICLE)
def test_an_article_with_two_addresses_is_one(bureau: Bureau, paths: tuple[str, str], head: str) -> None:
    piece = on_the_ncg(1)
    for path in paths:
        bureau.web.put(path, write_page(piece, head))
        where = path if "://" in path else SITE + path
        bureau.web.put("/feed.xml", write_feed("", (item_of(piece, where),)))
        bureau.run()
    assert bureau.titles() == sorted([OLD.title, piece.title])
    assert bureau.told() == [piece.title]


def test_short_links_to_one_page_are_one_article(bureau: Bureau) -> None:
    piece = on_the_ncg(1)
    bureau.web.put("/2026/envoys-meet-in-seoul", write_page(piece))
    for path in ("/r/a7Gq", "/r/Zz81", "/2026/envoys-meet-in-seoul"):
        bureau.web.move(path, "/2026/envoys-meet-in-seoul")
        bureau.web.put("/feed.xml", write_feed(SITE, (item_of(piece, path),)))
        bureau.run()
    assert bureau.titles() == sorted([OLD.title, piece.title])
    assert bureau.told() == [piece.title]


def test_a_name_that_turns_out_to_be_shared_is_taken_back_from_both(bureau: Bureau) -> None:
    site = SHARED["the canonical link is a column's"]
    first, second, third = (publish(bureau, site, number) for number in (1, 2, 3))
    column = f"{SITE.removeprefix('https://')}/editorial-of-the-day"
    leads_to = []
    for item in (first, second, third):
        bureau.web.put("/feed.xml", write_feed(SITE, (item,)))
        bureau.run()
        with bureau.house.db.reading() as tx:
            found = read_article(tx, column)
        leads_to.append(found and found.article.title)
    assert leads_to == [first.title, None, None]
    assert len(bureau.told()) == 3


def test_an_articles_own_key_is_not_taken_back(bureau: Bureau) -> None:
    items = [publish(bureau, SHARED["the canonical link is one article's"], number) for number in (1, 2)]
    bureau.web.put("/feed.xml", write_feed(SITE, tuple(items)))
    bureau.run()
    with bureau.house.db.reading() as tx:
        found = [read_article(tx, f"outlet.example/news/2026/{n}") for n in (1, 2)]
    assert [kept and kept.article.title for kept in found] == [item.title for item in items]


def test_an_article_known_by_its_key_takes_no_name_of_others(bureau: Bureau) -> None:
    item = publish(bureau, Site(), 1)
    bureau.web.put("/feed.xml", write_feed(SITE, (item,)))
    bureau.run()
    (kept,) = (article for article in bureau.kept() if article.title == item.title)
    again = keep_article(bureau.house, kept, now=datetime.now(UTC))
    assert again.state == "known"


def notices(
    link: str, guids: tuple[str | None, ...] = (None, None, None), title: str = ""
) -> tuple[Item, ...]:
    """Three notices under one link, `{n}` in it is the number of each; with one title or three."""
    now = datetime.now(UTC)
    return tuple(
        Item(
            link=link.format(n=n),
            title=title or f"Notice {n}: the NCG meets in room {n}",
            words=f"{ncg_sentence(50 + n)} Room {n} opens at {n} o'clock, and no more details were given.",
            published=now - timedelta(minutes=30 - n),
            guid=guids[n - 1],
        )
        for n in (1, 2, 3)
    )


BOARD = "<html><title>Notices</title><body><main><h1>Notices</h1><p>" + "All our notices. " * 20
NOTICES = {
    "titles": notices("/notices"),
    "guids": notices("/notices", ("a", "b", "c"), title="Notice on the NCG"),
    "titles under one guid": notices("/notices", ("g", "g", "g")),
    "fragments": notices("/notices#n{n}"),
    "the front page": notices("/"),
    "the front page, and guids that are none": notices("", ("1", "2", "3")),
}


@pytest.mark.parametrize("items", NOTICES.values(), ids=NOTICES)
def test_entries_that_share_a_link_are_articles_of_their_own(bureau: Bureau, items: tuple[Item, ...]) -> None:
    bureau.web.put("/notices", BOARD)
    bureau.web.put("/feed.xml", write_feed(SITE, (*items, OLD)))
    bureau.run()
    assert bureau.told() == sorted(item.title for item in items)
    kept = [article for article in bureau.kept() if article.title != OLD.title]
    assert sorted(article.text for article in kept) == sorted(item.words for item in items)
    bureau.run()
    assert len(bureau.told()) == 3


@pytest.mark.parametrize("items", NOTICES.values(), ids=NOTICES)
def test_a_board_that_grows_tells_each_notice_once(bureau: Bureau, items: tuple[Item, ...]) -> None:
    bureau.web.put("/notices", BOARD)
    told = []
    for shown in (items[:1], items[:2], items, items[2:], ()):
        bureau.web.put("/feed.xml", write_feed(SITE, (*reversed(shown), OLD)))
        bureau.run()
        told.append(len(bureau.told()))
    assert told[1:] == [told[0] + 1, told[0] + 2, told[0] + 2, told[0] + 2]


def test_a_notice_that_comes_alone_under_a_shared_link_is_read_from_the_feed(bureau: Bureau) -> None:
    bureau.web.put("/notices", BOARD)
    first, second, third = notices("/notices")
    for shown in ((first, second), (third,)):
        bureau.web.put("/feed.xml", write_feed(SITE, (*shown, OLD)))
        bureau.run()
    assert bureau.told() == [first.title, second.title, third.title]


def test_an_entry_that_stands_twice_in_a_feed_is_one(bureau: Bureau) -> None:
    item = publish(bureau, Site(), 1)
    bureau.web.put("/feed.xml", write_feed(SITE, (item, item, OLD)))
    bureau.run()
    assert bureau.told() == [item.title]
    assert {article.text_from for article in bureau.kept()} == {TextFrom.PAGE}


FILES = {
    "the front page": link("canonical", f"{SITE}/"),
    "the section": link("canonical", f"{SITE}/news/"),
    "mainEntityOfPage": ld(mainEntityOfPage=NEWS),
    "og:url": f'<meta property="og:url" content="{SITE}/news?page=1">',
    "the section, and their own": link("canonical", f"{SITE}/news/") + ld(url=f'"{SITE}/news/2026/{{n}}"'),
}


def bring_in_files(bureau: Bureau, folder: Path) -> BackfillReport:
    return bring_in(bureau.house, BackfillPlan(paths=(folder,)), now=datetime.now(UTC))


@pytest.mark.parametrize("head", FILES.values(), ids=FILES)
def test_files_whose_pages_state_one_address_are_all_brought_in(
    bureau: Bureau, tmp_path: Path, head: str
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for n in (1, 2, 3):
        page = write_page(on_the_ncg(n), head.replace("{n}", str(n)))
        (folder / f"{n}.html").write_text(page, encoding="utf-8")
    report = bring_in_files(bureau, folder)
    assert (report.new, report.known, report.failed) == (3, 0, 0)
    again = bring_in_files(bureau, folder)
    assert (again.new, again.known, again.failed) == (0, 3, 0)


def test_records_under_one_address_are_kept_and_the_doubtful_named(bureau: Bureau, tmp_path: Path) -> None:
    pieces = [on_the_ncg(n) for n in (1, 2)]
    (tmp_path / "records.jsonl").write_text(
        "\n".join(
            json.dumps({"url": f"{SITE}/news", "title": piece.title, "text": "\n".join(piece.paragraphs)})
            for piece in pieces
        ),
        encoding="utf-8",
    )
    report = bring_in_files(bureau, tmp_path / "records.jsonl")
    assert report.new == 2
    (failure,) = report.failures
    assert "outlet.example/news" in failure.reason
    assert sorted(article.url or "" for article in bureau.kept() if article.path) == [f"{SITE}/news"] * 2


def test_pages_of_records_go_by_the_records_address(bureau: Bureau, tmp_path: Path) -> None:
    head = link("canonical", f"{SITE}/news/") + ld(mainEntityOfPage=NEWS)
    (tmp_path / "records.jsonl").write_text(
        "\n".join(
            json.dumps({"url": f"{SITE}/news/2026/{n}", "html": write_page(on_the_ncg(n), head)})
            for n in (1, 2, 3)
        ),
        encoding="utf-8",
    )
    report = bring_in_files(bureau, tmp_path / "records.jsonl")
    assert (report.new, report.failures) == (3, [])


def test_a_saved_feed_of_notices_is_what_the_feed_itself_brings(bureau: Bureau, tmp_path: Path) -> None:
    items = notices("/notices")
    (tmp_path / "feed.xml").write_text(write_feed(SITE, (*items, OLD)), encoding="utf-8")
    report = bring_in_files(bureau, tmp_path / "feed.xml")
    assert (report.new, report.updated) == (3, 1)  # the feed has fewer words than the page of one
    bureau.web.put("/feed.xml", write_feed(SITE, (*items, OLD)))
    assert bureau.run().new == 0


def test_a_shared_address_names_the_articles_that_share_it(bureau: Bureau, tmp_path: Path) -> None:
    items = notices("/notices#n{n}")
    bureau.web.put("/feed.xml", write_feed(SITE, (*items, OLD)))
    bureau.run()
    sharing = explain_article(bureau.house, f"{SITE}/notices")["sharing"]
    assert sorted(each["title"] for each in sharing) == sorted(item.title for item in items)
    options = ["--config", str(tmp_path / "hanmi.toml"), "--data-dir", str(tmp_path / "data")]
    shown = CliRunner().invoke(app, [*options, "show", f"{SITE}/notices"])
    assert shown.exit_code == 1
    assert all(each["id"] in shown.stderr for each in sharing)
    shown = CliRunner().invoke(app, [*options, "show", f"{SITE}/notices#n2", "--json"])
    assert json.loads(shown.stdout)["title"] == items[1].title
