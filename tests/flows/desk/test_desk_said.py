"""What pages of the desk say beside their lists: what a delivery carries, why it waits, whose page it is."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from flows.desk.render import group_alike
from flows.files.bring_in import BackfillPlan, bring_in
from flows.inspect.today import Moved
from flows.wiring import open_house
from storage.address import address_key
from storage.corpus.inbox import announce_entries
from storage.database import Database
from storage.lists.story_lines import MovedStory
from storage.records import Decision, Entry
from storage.tables import deliveries, entries, stories
from tests.flows.desk.stand import make_settings, open_desk
from tests.telling import an_alert

LATER = "https://wire.example/later"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx.Client, Database]]:
    folder = tmp_path_factory.mktemp("said")
    settings = make_settings(folder, count=2)
    with open_house(settings, console=io.StringIO()) as house:
        (folder / "news.jsonl").write_text(
            '{"url": "https://wire.example/now", "title": "NCG meets <b>now</b>", "text": "The NCG met in '
            f'Busan today.", "published_at": "{(house.db.now() - timedelta(minutes=7)).isoformat()}"}}',
            encoding="utf-8",
        )
        bring_in(house, BackfillPlan(paths=(folder / "news.jsonl",), may_tell=True), now=house.db.now())
    with open_desk(settings) as opened:
        yield opened


def hold(db: Database, **values: object) -> None:
    with db.writing() as tx:
        tx.execute(deliveries.update().values(**values))


def test_a_delivery_says_what_it_carries(desk: tuple[httpx.Client, Database]) -> None:
    page = desk[0].get("/deliveries", params={"ui": "en"}).text
    assert "NCG meets &lt;b&gt;now&lt;/b&gt;</a>" in page
    assert '<a href="/articles/a-' in page


@pytest.mark.parametrize(
    ("held", "state", "en", "ko"),
    [
        ("quiet until 2026-11-30T06:30", "pending", "waits for quiet hours to end", "조용한 시간"),
        ("no more than 20/h", "pending", "waits: the channel takes no more at once", "받는 수를 넘음"),
        ("restored", "pending", "held since a restore, until you send it", "복원 뒤 보류"),
        ("source.unhealthy", "pending", "waits for others to go with", "함께 보낼 것"),
        ("quiet until 2026-11-30T06:30", "sent", "", ""),
        (None, "pending", "", ""),
    ],
)
def test_a_delivery_says_why_it_waits(
    desk: tuple[httpx.Client, Database], held: str | None, state: str, en: str, ko: str
) -> None:
    reader, db = desk
    hold(db, held=held, state=state)
    for lang, said in (("en", en), ("ko", ko)):
        page = reader.get("/deliveries", params={"ui": lang}).text
        assert said in page
        waits = [word for word in ("waits", "held since", "기다림", "보류") if word in page]
        assert bool(waits) is bool(said)


@pytest.mark.parametrize(
    ("path", "lang", "said"),
    [
        ("/entities/ncg", "ko", "<h1>핵협의그룹</h1>"),
        ("/entities/ncg", "en", "<h1>Nuclear Consultative Group</h1>"),
        ("/sources/wire", "en", "No article matches."),
        ("/watches", "en", "alerts in 7 days"),
        ("/watches", "ko", "7일간 알림"),
        ("/entities", "ko", "평소 7일"),
        ("/stories", "en", "1 outlet · 1 independent origin<"),
        ("/stories", "ko", "매체 1곳 · 독립 출처 1곳<"),
        ("/watches/ncg", "ko", "<h2>검색식</h2>"),
        ("/login", "en", "<code>hanmi serve</code> prints"),
        ("/login", "ko", "<code>hanmi serve</code>가"),
        ("/watches/ncg/learn", "en", "Judge alerts of this watch as on topic or off topic first"),
    ],
)
def test_a_page_says_it_in_the_readers_words(
    desk: tuple[httpx.Client, Database], path: str, lang: str, said: str
) -> None:
    assert said in desk[0].get(path, params={"ui": lang}).text


def test_alerts_of_several_watches_for_the_same_reasons_stand_together() -> None:
    one = replace(an_alert(), reasons=("moved",))
    told = [
        one,
        replace(one, watch="washington-declaration"),
        replace(one, watch="summits", reasons=("figures",)),
    ]
    assert [[each.watch for each in alike] for alike in group_alike(told)] == [
        ["ncg", "washington-declaration"],
        ["summits"],
    ]
    assert [len(alike) for alike in group_alike([one, replace(one, article="a-2")])] == [1, 1]


def test_watches_that_held_the_same_for_one_reason_stand_together() -> None:
    at = datetime(2026, 11, 29, tzinfo=UTC)

    def hold_back(watch: str, why: str, article: str) -> Decision:
        return Decision(at=at, step="tell", subject=article, verdict="held", why=why, detail={"watch": watch})

    story = MovedStory(number=1, id="s-1", title="Talks", moved_at=at, joined=1)
    told = [("ncg", "digest", "a-1"), ("summits", "digest", "a-1"), ("ncg", "muted", "a-2")]
    held = tuple(hold_back(*each) for each in told)
    moved = Moved(story=story, lines=(), new=(), firsts=(), entities=(), told=(), held=held, bars=())
    assert [(each.watches, each.why, each.articles) for each in moved.kept_back] == [
        (("ncg", "summits"), "digest", ("a-1",)),
        (("ncg",), "muted", ("a-2",)),
    ]


def test_today_shows_thirty_stories_and_leads_on(tmp_path: Path) -> None:
    with open_desk(make_settings(tmp_path, count=2)) as (reader, db):
        now = db.now()
        with db.writing() as tx:
            rows = [
                {"number": 1000 + n, "id": f"s-{n:020}", "title": f"Story {n}", "first_seen": now,
                 "last_seen": now, "moved_at": now, "has_live": True}
                for n in range(32)
            ]  # fmt: skip
            tx.execute(stories.insert(), rows)
        page = reader.get("/", params={"since": "1d"})
        assert page.text.count('class="item story') == 30
        assert 'rel="next"' in page.headers["Link"]
        whole = reader.get("/", params={"since": "1d", "limit": "100"})
        assert whole.text.count('class="item story') > 31


@pytest.mark.parametrize("address", ["https://wire.example/now", "http://www.wire.example/now?utm_source=x"])
def test_an_address_that_is_searched_for_leads_to_its_article(
    desk: tuple[httpx.Client, Database], address: str
) -> None:
    answer = desk[0].get("/search", params={"q": address}, follow_redirects=True)
    assert "/articles/a-" in str(answer.url)
    assert "NCG meets &lt;b&gt;now&lt;/b&gt;</h1>" in answer.text


@pytest.mark.parametrize(
    ("lang", "state", "said"),
    [
        ("en", None, "No source announced this address"),
        ("ko", None, "이 주소를 알린 출처도"),
        ("en", "waiting", "announced it; its page is still to be read."),
        ("en", "given-up", "announced it; its page could not be read."),
        ("ko", "given-up", "에 올랐으나 읽지 못함."),
        ("en", "shared", "several articles have this address"),
    ],
)
def test_an_address_without_an_article_is_answered_with_what_is_known_of_it(
    desk: tuple[httpx.Client, Database], lang: str, state: str | None, said: str
) -> None:
    reader, db = desk
    with db.writing() as tx:
        tx.execute(entries.delete())
        if state:
            entry = Entry(url=LATER, title="Later")
            announce_entries(tx, "wire", [(address_key(LATER), entry)], now=db.now(), after=None)
            tx.execute(entries.update().values(state=state))
    page = reader.get("/search", params={"ui": lang, "q": LATER}).text
    assert said in page
    assert 'class="fault"' not in page
