"""Digests: each article once, none missing, over clock changes, late runs and digests that died."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from alerts.channels import Channel
from alerts.channels.links import DeskLinks
from alerts.channels.voice import Voice
from alerts.compose.several.roundup import Roundup, roundup_chat, roundup_html, roundup_mail, roundup_text
from alerts.digest.build import Plan, compose_digest, promise_digest, read_digest
from flows.config.schedule import Cron
from storage.corpus.articles import insert_article, keep_matches
from storage.database import Database
from storage.judging.stories import begin_story
from storage.promises.alerts import keep_mute
from storage.promises.digests import DigestLine, span_since
from storage.promises.outbox import claim_delivery, list_deliveries, settle_delivery
from storage.records import Article, Delivery, Match, Published, Rejected, Report, Sighting
from storage.records.gist import Gist, GistPart, Part
from storage.tables import articles, mentions
from tests.alerts.promise.test_alerts_promise import HOOK, MAIL, Chat
from tests.judging import open_corpus
from tests.mails import parse_mail, read_part
from tests.telling import HOSTILE, a_kept, a_published, an_evidence

SEOUL, WASHINGTON = ZoneInfo("Asia/Seoul"), ZoneInfo("America/New_York")
HOUR = timedelta(hours=1)
DUE = datetime(2024, 12, 4, 22, 30, tzinfo=UTC)


def a_plan(zone: ZoneInfo = SEOUL, **watches: str) -> Plan:
    return Plan(key=f"30 7 * * * {zone.key}", watches=watches or {"ncg": "NCG"}, zone=zone)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_corpus(tmp_path) as database:
        yield database


def keep(
    db: Database,
    key: str,
    at: datetime,
    *,
    outlet: str = "Dispatch",
    sighting: Sighting = Sighting.LIVE,
    title: str = "",
    story: str = "",
    lang: str = "en",
    watches: tuple[str, ...] = ("ncg",),
    evidence: str = "The NCG met in Washington.",
) -> None:
    """An article in the corpus that met watches, in a story of its own unless one is named."""
    kept = a_kept(key, title=title or key, url=key, outlet=outlet, sighting=sighting, lang=lang)
    article: Article = replace(kept.article, fetched_at=at, published=a_published())
    with db.writing() as tx:
        number = insert_article(tx, article)
        known = tx.execute(articles.select().where(articles.c.story.is_not(None), articles.c.title == story))
        row = known.first()
        joined = row.story if row else begin_story(tx, f"s-{key}", key, at, is_live=True)
        tx.execute(articles.update().where(articles.c.number == number).values(story=joined))
        found = (an_evidence(evidence),)
        keep_matches(tx, number, [Match(watch=watch, evidence=found) for watch in watches])


def promise(
    db: Database, due: datetime = DUE, *, channel: Channel = HOOK, plan: Plan | None = None
) -> list[Delivery]:
    with db.writing() as tx:
        return promise_digest(tx, plan or a_plan(), channel, due, due)


def told(delivery: Delivery) -> list[str]:
    stories = json.loads(delivery.body)["data"]["stories"]
    return [article["title"] for story in stories for article in story["articles"]]


def test_a_digest_holds_what_met_its_watches_since_the_last_one(db: Database) -> None:
    keep(db, "https://a.example/old", DUE - timedelta(days=2))
    keep(db, "https://a.example/1", DUE - timedelta(hours=2))
    keep(db, "https://a.example/file", DUE - timedelta(hours=1), sighting=Sighting.BACKFILL)
    (first,) = promise(db)
    assert told(first) == ["https://a.example/1"]
    assert first.digest_id
    assert promise(db) == []
    keep(db, "https://a.example/2", DUE + timedelta(hours=2))
    (second,) = promise(db, DUE + timedelta(days=1))
    assert told(second) == ["https://a.example/2"]


def test_a_late_run_holds_all_since_the_last_one(db: Database) -> None:
    promise(db)
    for day in range(3):
        keep(db, f"https://a.example/{day}", DUE + timedelta(days=day, hours=1))
    (late,) = promise(db, DUE + timedelta(days=3))
    assert len(told(late)) == 3


def test_what_a_dead_digest_held_stands_in_the_next(db: Database) -> None:
    keep(db, "https://a.example/1", DUE - timedelta(hours=2))
    promise(db)
    with db.writing() as tx:
        claim = claim_delivery(tx, "me", DUE)
        assert claim
        settle_delivery(tx, claim, Rejected(why="no"), DUE)
    (again,) = promise(db, DUE + timedelta(days=1))
    assert told(again) == ["https://a.example/1"]


def test_each_channel_and_plan_has_a_cursor_of_its_own(db: Database) -> None:
    keep(db, "https://a.example/1", DUE - timedelta(hours=2))
    assert len(promise(db)) == 1
    mails = promise(db, channel=MAIL)
    assert [mail.recipient for mail in mails] == ["a@example.org", "b@example.org"]
    assert len(told(promise(db, plan=a_plan(WASHINGTON))[0])) == 1


def test_without_news_a_digest_is_a_sign_of_life(db: Database) -> None:
    (empty,) = promise(db)
    assert json.loads(empty.body)["data"]["stories"] == []
    assert "nothing met your watches" in json.loads(empty.body)["data"]["digest"]["title"]


def test_stories_that_most_outlets_wrote_about_come_first_and_late_news_is_marked(db: Database) -> None:
    keep(db, "https://a.example/1", DUE - timedelta(hours=4), title="small", sighting=Sighting.LATE)
    keep(db, "https://a.example/2", DUE - timedelta(hours=3), title="big")
    keep(db, "https://b.example/2", DUE - timedelta(hours=2), title="big too", outlet="Courier", story="big")
    with db.reading() as tx:
        roundup = read_digest(tx, a_plan(ncg="N. C. G."), span_since(tx, DUE - timedelta(days=1)), DUE)
        assert list_deliveries(tx) == []
    assert [section.reports[0].title for section in roundup.sections] == ["big too", "small"]
    text = roundup_text(roundup)
    assert "N. C. G." in text
    assert "2 outlets with a text of their own\n" in text
    assert "1 late: announced only now" in text
    assert "2024-12-05 07:30 KST: 2 stories" in text
    assert "<mark>NCG</mark>" in roundup_html(roundup)
    chat = roundup_chat(roundup).decode()
    assert "big too" in chat
    assert "small · Dispatch · late: published earlier, announced only now · https://a.example/1" in chat


def test_what_is_named_more_than_usual_stands_in_the_digest_with_a_chart(db: Database) -> None:
    for n in range(16):
        keep(db, f"https://a.example/{n}", DUE - (timedelta(days=13 - n) if n < 12 else HOUR))
    with db.writing() as tx:
        for number in (1, 6, 13, 14, 15):
            tx.execute(mentions.insert().values(article=number, entity="ncg", count=1, in_title=False))
        tx.execute(
            articles.update().where(articles.c.number == 15).values(copy_kind="exact", of_this=1, of_other=1)
        )
        tx.execute(mentions.insert().values(article=16, entity="ncg", count=2, in_title=True))
    plan = replace(a_plan(), entities={"ncg": "The <Group>"})
    (digest,) = promise(db, plan=plan)
    (trend,) = json.loads(digest.body)["data"]["trends"]
    assert trend == {
        "entity": "ncg",
        "name": "The <Group>",
        "articles_a_day": [1, 0, 0, 0, 0, 1, *[0] * 7, 3],
    }
    with db.reading() as tx:
        roundup = read_digest(tx, plan, span_since(tx, DUE - HOUR * 24), DUE)
    assert "▃▁▁▁▁▃▁▁▁▁▁▁▁█ The <Group>: 3 articles; usually 0.2 a day" in roundup_text(roundup)
    assert "The &lt;Group&gt;" in roundup_html(roundup)


def test_what_is_muted_is_left_out_and_counted(db: Database) -> None:
    keep(db, "https://a.example/1", DUE - HOUR, title="story")
    keep(db, "https://a.example/2", DUE - HOUR, title="outlet", outlet="Courier")
    keep(db, "https://a.example/3", DUE - HOUR, title="heard")
    with db.writing() as tx:
        for subject in ("s-https://a.example/1", "Courier"):
            keep_mute(tx, subject, DUE + HOUR, DUE)
    (digest,) = promise(db)
    assert told(digest) == ["heard"]
    assert "Articles left out because they are muted: 2" in json.loads(digest.body)["data"]["notes"]


def test_a_digest_is_bounded_and_says_so_but_leaves_no_late_news_out(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alerts.digest.build.MOST_STORIES", 2)
    for n in range(4):
        keep(db, f"https://a.example/{n}", DUE - HOUR, sighting=Sighting.LATE if n == 3 else Sighting.LIVE)
    (digest,) = promise(db)
    assert told(digest) == [f"https://a.example/{n}" for n in (0, 1, 3)]
    assert "Stories that are not shown: 1" in digest.body.decode()


def test_nothing_hostile_reaches_the_html_of_a_digest(db: Database) -> None:
    keep(db, "https://a.example/1", DUE - timedelta(hours=2), title=HOSTILE, outlet=HOSTILE)
    with db.reading() as tx:
        roundup = read_digest(tx, a_plan(ncg=HOSTILE), span_since(tx, DUE - timedelta(days=1)), DUE)
    assert "<script" not in roundup_html(roundup)
    (mail, _) = promise(db, channel=MAIL)
    assert b"\nBcc:" not in mail.body
    assert promise(db, channel=Chat())


@pytest.mark.parametrize(
    ("zone", "from_day", "days"),
    [
        (WASHINGTON, datetime(2025, 3, 6, tzinfo=UTC), 7),  # the clocks leap on the 9th
        (WASHINGTON, datetime(2025, 10, 30, tzinfo=UTC), 7),  # and fall back on 2 November
        (SEOUL, datetime(2025, 3, 6, tzinfo=UTC), 7),
        pytest.param(WASHINGTON, datetime(2025, 1, 1, tzinfo=UTC), 365, marks=pytest.mark.slow),
        pytest.param(SEOUL, datetime(2025, 1, 1, tzinfo=UTC), 365, marks=pytest.mark.slow),
    ],
)
def test_over_clock_changes_there_is_one_digest_a_day_and_each_article_stands_in_one(
    db: Database, zone: ZoneInfo, from_day: datetime, days: int
) -> None:
    cron = Cron("30 7 * * *", zone.key)
    at, published, seen = from_day, 0, Counter[str]()
    dates = []
    for _ in range(days):
        due = cron.after(at, "UTC").astimezone(UTC)
        moment = at + timedelta(hours=1)
        while moment <= due:
            keep(db, f"https://a.example/{published}", moment)
            published += 1
            moment += timedelta(hours=8)
        (digest,) = promise(db, due, plan=a_plan(zone))
        seen.update(told(digest))
        dates.append(due.astimezone(zone))
        at = due
    assert [date.strftime("%H:%M") for date in dates] == ["07:30"] * days
    assert len({date.date() for date in dates}) == days
    assert seen == Counter(f"https://a.example/{n}" for n in range(published))


def mailed(delivery: Delivery) -> tuple[str, str]:
    """The subject and the text of a mail."""
    message = parse_mail(delivery.body)
    return str(message["Subject"]), read_part(message)


def test_the_subject_of_a_digest_names_its_first_story(db: Database) -> None:
    (empty, _) = promise(db, channel=MAIL)
    assert mailed(empty)[0] == "[Hanmi Watch] 2024-12-05 07:30 KST: nothing met your watches"
    keep(db, "https://a.example/1", DUE + HOUR, title="Small " * 60)
    (one, _) = promise(db, DUE + 24 * HOUR, channel=MAIL)
    assert mailed(one)[0] == f"[Hanmi Watch] {('Small ' * 26).rstrip()}…"
    keep(db, "https://a.example/2", DUE + 25 * HOUR, title="Small")
    keep(db, "https://a.example/3", DUE + 26 * HOUR, title="핵협의그룹 개최")
    keep(db, "https://b.example/3", DUE + 27 * HOUR, title="Big", outlet="Courier", story="핵협의그룹 개최")
    subject, text = mailed(promise(db, DUE + 48 * HOUR, channel=MAIL)[0])
    assert subject == "[Hanmi Watch] Big and 1 more"
    assert text.startswith("[Hanmi Watch] 2024-12-07 07:30 KST: 2 stories\n")


def test_a_digest_is_grouped_by_watch_with_opinion_apart(db: Database) -> None:
    plan = a_plan(trump="Trump transition", ncg="NCG")
    keep(db, "https://a.example/0", DUE - 5 * HOUR, title="On tariffs", watches=("trump",))
    keep(db, "https://a.example/1", DUE - 4 * HOUR, title="NCG meets", watches=("ncg",))
    keep(
        db,
        "https://b.example/1",
        DUE - 3 * HOUR,
        title="It met",
        outlet="B",
        story="NCG meets",
        watches=("ncg",),
    )
    keep(db, "https://c.example/1", DUE - 2 * HOUR, title="[사설] NCG", outlet="C", story="NCG meets")
    keep(db, "https://a.example/2", DUE - HOUR, title="Both", watches=("ncg", "trump"))
    (mail, _) = promise(db, channel=MAIL, plan=plan)
    subject, text = mailed(mail)
    assert subject == "[Hanmi Watch] It met and 3 more"
    lines = [line for line in text.splitlines() if line.startswith("──") or re.match(r"\d+\. ", line)]
    assert lines == [
        "── NCG ──",
        "1. It met",
        "── Trump transition ──",
        "2. On tariffs",
        "3. Both",
        "── Opinion ──",
        "4. [사설] NCG",
    ]
    assert "4 stories" in text.splitlines()[0]
    (hook,) = promise(db, plan=plan)
    groups = [story["group"] for story in json.loads(hook.body)["data"]["stories"]]
    assert groups == ["NCG", "Trump transition", "Trump transition", "Opinion"]


def test_a_digest_is_under_100_kb_and_says_what_it_leaves_out(db: Database) -> None:
    for n in range(140):
        place = f"{n} " + "핵협의그룹 회의가 서울에서 열렸다 " * 6
        keep(
            db, f"https://a.example/{n}", DUE - HOUR, title=place, evidence=f"NCG {place} 밝혔다.", lang="ko"
        )
    (mail, _) = promise(db, channel=MAIL)
    _, text = mailed(mail)
    assert 60_000 < len(mail.body) <= 100_000
    shown = len(re.findall(r"^\d+\. ", text, re.MULTILINE))
    (left,) = re.findall(r"not shown, for want of room: (\d+)", text)
    assert shown + int(left) == 140


def a_line(
    n: int, lang: str = "en", *, hours: float = 0, told: bool = False, **changes: object
) -> DigestLine:
    """A report of one story by an outlet of its own, `hours` after the first of them."""
    at = Published(at=DUE - 9 * HOUR + hours * HOUR, by="feed")
    report = Report(title=f"{n}", url=f"https://o{n}.example/", outlet=f"Outlet {n}", published=at)
    fields: dict[str, object] = {
        "watch": "ncg", "article": f"a-{n}", "story": "s-1", "story_title": "", "report": report,
        "lang": lang, "evidence": (), "is_late": False, "is_copy": False, "told": told,
    }  # fmt: skip
    return DigestLine(**(fields | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lines", "notes"),
    [
        ([a_line(1)], ()),
        ([a_line(1, "ko")], ()),
        ([a_line(1, told=True)], ("alerted before",)),
        (
            [a_line(1, told=True), a_line(2), a_line(3)],
            ("3 outlets with a text of their own; 1 of 3 alerted before",),
        ),
        ([a_line(1), a_line(2, is_copy=True)], ("1 copy",)),
        ([a_line(1), a_line(2, "ko")], ("2 outlets with a text of their own; in English and Korean",)),
    ],
)
def test_a_digest_notes_of_a_story_what_is_not_plain_already(
    lines: list[DigestLine], notes: tuple[str, ...]
) -> None:
    assert compose_digest(lines, a_plan(), DUE).sections[0].notes == notes


@pytest.mark.parametrize(
    ("lines", "first"),
    [
        ([a_line(1), a_line(2, "ko", hours=1)], "1"),
        ([a_line(1), a_line(2, "ko", hours=4)], "2"),
        ([a_line(1), a_line(2, "ko", hours=1, told=True)], "2"),
        ([a_line(1, told=True), a_line(2, "ko", hours=1)], "1"),
        ([a_line(1), a_line(2, hours=1, is_copy=True)], "1"),
    ],
    ids=["of the same hours", "of before", "of before the alert", "told", "a copy"],
)
def test_a_story_is_headed_in_the_readers_language_where_that_says_the_same(
    lines: list[DigestLine], first: str
) -> None:
    assert compose_digest(lines, a_plan(), DUE).sections[0].reports[0].title == first


def test_the_link_to_leave_a_digest_of_many_watches_counts_them() -> None:
    watches = {f"w-{n}": f"Watch {n}" for n in range(31)}
    channel = replace(MAIL, links=DeskLinks("https://hanmi.example.org", "t0ken"), unsubscribes=True)
    roundup = compose_digest([a_line(1)], a_plan(), DUE)
    body = roundup_mail(roundup, id="d-1", channel=channel, recipient="d@e.org", now=DUE, watches=watches)
    assert "Unsubscribe from these 31 watches, or some of them: " in read_part(parse_mail(body))


FORMS = [roundup_text, roundup_html, lambda roundup: roundup_chat(roundup).decode()]


@pytest.mark.parametrize("render", FORMS)
def test_our_own_words_are_english_whatever_the_articles_are(
    db: Database, render: Callable[[Roundup], str]
) -> None:
    for key, sighting in (("a", Sighting.LIVE), ("b", Sighting.LATE)):
        keep(db, key, DUE - HOUR, lang="ko", title="NCG", sighting=sighting, story="s")
    with db.reading() as tx:
        written = render(read_digest(tx, a_plan(), span_since(tx, DUE - 2 * HOUR), DUE))
    assert not re.search("[가-힣]", written)


GISTED = replace(HOOK, voice=Voice(lang="en", gist=True))


def test_a_digest_reads_out_what_is_in_another_language(db: Database) -> None:
    keep(db, "https://a.example/ko", DUE - HOUR, title="핵협의그룹 회의 연기", lang="ko")
    keep(db, "https://a.example/en", DUE - HOUR, title="NCG meets")
    read: list[str] = []

    def read_gist(article: Article) -> Gist:
        read.append(article.title)
        return Gist(lang="ko", sentence="x", parts=(GistPart(Part.TURN, "meeting postponed", "회의 연기됨"),))

    with db.writing() as tx:
        (delivery,) = promise_digest(tx, a_plan(), GISTED, DUE, DUE, read_gist=read_gist)
        span = span_since(tx, DUE - 2 * HOUR)
        roundup = read_digest(tx, a_plan().speaking(GISTED.voice, read_gist), span, DUE)
    line = "Machine reading, not a translation: meeting postponed"
    assert [form(roundup).count(line) for form in FORMS] == [1, 1, 1]
    stories = json.loads(delivery.body)["data"]["stories"]
    assert {a["title"]: a.get("gist") for s in stories for a in s["articles"]} == {
        "핵협의그룹 회의 연기": line,
        "NCG meets": None,
    }
    assert set(read) == {"핵협의그룹 회의 연기"}


def test_a_digest_speaks_its_channels_language(db: Database) -> None:
    keep(db, "https://a.example/1", DUE - HOUR, title="NCG meets")
    with db.reading() as tx:
        plan = a_plan().speaking(Voice(lang="ko"), None)
        roundup = read_digest(tx, plan, span_since(tx, DUE - 2 * HOUR), DUE)
    text = roundup_text(roundup)
    assert "사안 1건" in text.splitlines()[0]
    assert "매체 1곳" not in text
    assert "주제에 걸린 기사: 1건" in text
    assert '<html lang="ko">' in roundup_html(roundup)
