"""The desk's pages of one thing: Today, a story, an article, an entity, a watch, a source, and our limits."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from starlette.responses import PlainTextResponse, RedirectResponse, Response

from alerts.compose.public_json import shape_alert, shape_listed, shape_source
from alerts.compose.unseen import read_blind
from flows.desk.asked import MOST
from flows.desk.desk import Asking, Missing
from flows.desk.editing import read_history
from flows.desk.marking import mark_text
from flows.inspect.entity_texts import read_entity
from flows.inspect.explain import explain_article
from flows.inspect.story import describe_story
from flows.inspect.today import read_today
from flows.sources.read import OK
from storage.alerts import list_alerts, read_mutes
from storage.article_lists import ArticleFilter, list_articles
from storage.articles import count_articles, read_article
from storage.entity_counts import count_all
from storage.records import SourceStatus
from storage.records.desk import EntryKind
from storage.sources import read_results, read_statuses
from storage.story_lists import read_story

CALENDAR_DAYS = 28
PERIODS = {"30d": 30, "1y": 365}
LATELY = 20


def show_ready(asking: Asking) -> Response:
    """Whether the database answers."""
    with asking.desk.db.reading() as tx:
        count_articles(tx)
    return PlainTextResponse("ready\n")


def show_today(asking: Asking) -> Response:
    """What moved since this reader last looked; `/` leads to the address that says since when."""
    if "since" not in asking.request.query_params:
        return RedirectResponse(asking.today_address(), 307)
    desk = asking.desk
    with desk.db.reading() as tx:
        today = read_today(
            tx, desk.source_names, asking.since_mark(), asking.now, limit=min(asking.asked.limit, MOST)
        )
    return asking.page("today.html", today=today)


def show_story(asking: Asking) -> Response:
    """One story's time line; a former id leads to the story that it is now."""
    desk, id_ = asking.desk, asking.request.path_params["id"]
    with desk.db.reading() as tx:
        story = read_story(tx, id_)
        if story is None:
            raise Missing
        if story.id != id_:
            return RedirectResponse(f"/stories/{story.id}", 301)
        shape = describe_story(tx, story)
        told = [shape_alert(alert) for alert in list_alerts(tx, story=story.id, limit=MOST)]
        muted = read_mutes(tx, asking.now).get(story.id)
    by_article: dict[str, list[dict[str, Any]]] = {}
    for alert in told:
        by_article.setdefault(alert["article_id"], []).append(alert)
    return asking.page("story.html", story=shape, told=told, told_of=by_article, muted=muted)


def show_article(asking: Asking) -> Response:
    """One article whole: its text with entities marked, copies, versions, and each watch with why."""
    desk, id_ = asking.desk, asking.request.path_params["id"]
    with desk.db.reading() as tx:
        kept = read_article(tx, id_)
    if kept is None:
        raise Missing
    house = desk.house
    explanation = explain_article(house, kept.article.id)
    paragraphs = mark_text(house.watchlist, kept.article)
    return asking.page("article.html", it=explanation, kept=kept, paragraphs=paragraphs)


def show_entities(asking: Asking) -> Response:
    """The tracked names, the most named of the last week first, beside how often they are named usually."""
    desk, now = asking.desk, asking.now
    with desk.db.reading() as tx:
        week, month = (count_all(tx, now - timedelta(days=days)) for days in (7, 35))
    rows: list[dict[str, Any]] = [
        {
            "id": entity.id,
            "name": desk.entity_names[asking.lang][entity.id],
            "kind": entity.kind,
            "now": week.get(entity.id, 0),
            "usual": round((month.get(entity.id, 0) - week.get(entity.id, 0)) / 4, 1),
        }
        for entity in desk.settings.entities
    ]
    rows.sort(key=lambda row: (-row["now"], -row["usual"], row["name"]))
    return asking.page("entities.html", entities=rows)


def show_entity(asking: Asking) -> Response:
    """One name: its texts by day and language, who wrote them, who stands beside."""
    desk, id_ = asking.desk, asking.request.path_params["id"]
    entity = next((each for each in desk.settings.entities if each.id == id_), None)
    if entity is None:
        raise Missing
    period = asking.request.query_params.get("period", "30d")
    since = asking.now - timedelta(days=PERIODS.get(period, 30))
    with desk.db.reading() as tx:
        texts = read_entity(tx, id_, since, asking.now, desk.zone)
        newest = list_articles(tx, ArticleFilter(entity=id_, since=since, limit=LATELY))
    return asking.page(
        "entity.html",
        entity=entity,
        texts=texts,
        period=period,
        newest=[shape_listed(listed) for listed in newest],
    )


def show_watches(asking: Asking) -> Response:
    """The watches, with what each told in the last week."""
    desk = asking.desk
    with desk.db.reading() as tx:
        lately = Counter(alert.watch for alert in list_alerts(tx, since=asking.now - timedelta(days=7)))
        muted = read_mutes(tx, asking.now)
    return asking.page("watches.html", watches=desk.settings.watches, lately=lately, muted=muted)


def show_watch(asking: Asking) -> Response:
    """One watch: its query, its examples, and what it told lately."""
    desk, id_ = asking.desk, asking.request.path_params["id"]
    watch = next((each for each in desk.settings.watches if each.id == id_), None)
    if watch is None:
        raise Missing
    with desk.db.reading() as tx:
        told = [shape_alert(alert) for alert in list_alerts(tx, watch=id_, limit=LATELY)]
        muted = read_mutes(tx, asking.now).get(id_)
        titles = {alert["article_id"]: read_article(tx, alert["article_id"]) for alert in told}
    return asking.page(
        "watch.html",
        watch=watch,
        told=told,
        muted=muted,
        titles=titles,
        history=read_history(asking, (EntryKind.WATCH, id_)),
        laid=next((each for each in desk.settings.laid if each.key == (EntryKind.WATCH, id_)), None),
    )


def show_source(asking: Asking) -> Response:
    """One source: how it does, and a calendar of its polls."""
    desk, id_ = asking.desk, asking.request.path_params["id"]
    source = desk.settings.source(id_)
    if source is None:
        raise Missing
    begin = asking.now - timedelta(days=CALENDAR_DAYS)
    days: dict[date, Counter[str]] = {}
    with desk.db.reading() as tx:
        status = read_statuses(tx).get(id_, SourceStatus(id=id_, url=source.url))
        for at, result, new in read_results(tx, id_, since=begin, until=asking.now):
            day = days.setdefault(at.astimezone(desk.zone).date(), Counter())
            day["read" if result in OK else "failed"] += 1
            day["new"] += new
        newest = list_articles(tx, ArticleFilter(source=id_, limit=LATELY))
    first = begin.astimezone(desk.zone).date()
    calendar = [
        (day, days.get(day, Counter()))
        for day in (first + timedelta(days=n) for n in range(CALENDAR_DAYS + 1))
    ]
    return asking.page(
        "source.html",
        source=shape_source(source, status),
        calendar=calendar,
        newest=[shape_listed(listed) for listed in newest],
    )


def show_trust(asking: Asking) -> Response:
    """How far to trust this: where we are blind, what is read in part only, what leaves this machine."""
    desk = asking.desk
    with desk.db.reading() as tx:
        blind = read_blind(tx, desk.source_names, asking.now)
        statuses = read_statuses(tx)
    parts = [
        (source.name, remark.why)
        for source in desk.settings.sources
        if (status := statuses.get(source.id))
        for remark in status.coverage.remarks
    ]
    channels = [f"{channel.id} ({type(channel).__name__.lower()})" for channel in desk.settings.channels]
    return asking.page("trust.html", blind=blind, parts=parts, channels=channels)
