"""Articles, alerts and tellings for the tests of what is sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from alerts.compose.telling import Telling
from storage.records import (
    Alert,
    AlertKind,
    Article,
    Copy,
    Evidence,
    Kept,
    Published,
    Report,
    Sighting,
    Story,
    TermMatch,
    TextFrom,
)

NOW = datetime(2024, 12, 3, 9, 30, tzinfo=UTC)
HOSTILE = '<script>alert("x")</script>\u202e\r\nBcc: evil@example.org\x00'


def a_published(**changes: object) -> Published:
    return Published(at=NOW - timedelta(minutes=15), by="feed", **changes)  # type: ignore[arg-type]


def a_kept(
    key: str = "https://news.example/1",
    *,
    title: str = "NCG meets in Washington",
    text: str = "The NCG met in Washington.\nIt agreed on a plan.",
    lang: str = "en",
    outlet: str | None = "Example News",
    url: str | None = "https://news.example/1?a=1&b=2",
    copy: Copy | None = None,
    story: str = "s-1",
    sighting: Sighting = Sighting.LIVE,
    published: Published | None = None,
) -> Kept:
    article = Article(
        key=key,
        title=title,
        text=text,
        lang=lang,
        fetched_at=NOW,
        sighting=sighting,
        text_from=TextFrom.PAGE,
        url=url,
        outlet=outlet,
        source="example",
        published=published or a_published(),
    )
    return Kept(article=article, copy=copy, group=article.id, story=story)


def an_evidence(text: str = "The NCG met in Washington.", *terms: str) -> Evidence:
    found = []
    for term in terms or ("NCG",):
        start = text.index(term)
        found.append(TermMatch(start=start, end=start + len(term), text=term, term=term, entity="ncg"))
    return Evidence(text=text, matches=tuple(found))


def an_alert(
    watch: str = "ncg",
    name: str = "NCG",
    *,
    kind: AlertKind = AlertKind.FIRST,
    revision: str = "",
    article: str = "a-1",
    evidence: tuple[Evidence, ...] | None = None,
    late: bool = False,
    story: str = "s-1",
    at: datetime = NOW,
    origins: int = 0,
) -> Alert:
    return Alert(
        watch=watch,
        watch_name=name,
        kind=kind,
        subject=story,
        revision=revision,
        story=story,
        article=article,
        created_at=at,
        reasons=("first article on this story that met the watch",),
        evidence=evidence or (an_evidence(),),
        late=late,
        origins=origins,
    )


def a_story(**changes: object) -> Story:
    fields: dict[str, object] = {
        "id": "s-1",
        "title": "NCG meets in Washington",
        "first_seen": NOW - timedelta(days=2),
        "last_seen": NOW,
        "articles": ("a-0", "a-1"),
        "outlets": ("Example News", "Yonhap"),
        "origins": 2,
        "langs": ("en", "ko"),
        "entities": ("ncg",),
    }
    return Story(**(fields | changes))  # type: ignore[arg-type]


def a_report(title: str = "An earlier piece", url: str | None = "https://y.example/0") -> Report:
    return Report(title=title, url=url, outlet="Yonhap", published=a_published())


def a_telling(
    *alerts: Alert, kept: Kept | None = None, story: Story | None = None, now: datetime = NOW
) -> Telling:
    return Telling(
        article=kept or a_kept(),
        story=story or a_story(),
        alerts=alerts or (an_alert(),),
        earlier=(a_report(),),
        also=(a_report("The same", "https://z.example/9"),),
        now=now,
    )
