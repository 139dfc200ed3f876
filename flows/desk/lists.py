"""The desk's lists: a page for people, and the same list as JSON lines and CSV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from alerts.compose.public_json import (
    shape_alert,
    shape_article,
    shape_delivery,
    shape_listed,
    shape_story,
)
from flows.desk.asked import LONGEST_QUERY, MOST, Unreadable
from flows.desk.desk import Asking, Missing
from flows.desk.exports import csv_table, json_lines
from flows.inspect.search import check_query, compile_query, search_corpus
from flows.inspect.source_list import rank_trouble, shape_sources
from flows.inspect.today import read_today, shape_moved
from storage.alerts import list_alerts
from storage.article_lists import ArticleFilter, list_articles
from storage.articles import read_articles
from storage.errors import WatchError
from storage.outbox import list_deliveries
from storage.records import DeliveryState
from storage.rows import evidence_json
from storage.search import Bounds
from storage.story_lists import list_stories

Shape = dict[str, Any]

ARTICLE_COLUMNS = (
    "id", "published_at", "fetched_at", "outlet", "lang", "title", "url", "source", "sighting",
    "duplicate_of", "story_id", "entities",
)  # fmt: skip
STORY_COLUMNS = ("id", "last_seen", "title", "outlets", "origins", "langs", "entities", "articles")
ALERT_COLUMNS = ("id", "created_at", "watch", "kind", "article_id", "story_id", "reasons", "evidence")
SOURCE_COLUMNS = (
    "id", "name", "url", "kind", "lang", "state", "last_result", "last_polled_at", "next_poll_at", "failures",
    "last_error",
)  # fmt: skip
DELIVERY_COLUMNS = (
    "id", "channel", "recipient", "state", "attempts", "last_error", "created_at", "next_attempt_at",
    "sent_at",
)  # fmt: skip


def answer_list(
    asking: Asking,
    name: str,
    columns: Sequence[str],
    shapes: Sequence[Shape],
    *,
    limit: int | None = None,
    **values: Any,
) -> Response:
    """The list in the form that its address asks for; its page has it under its name, beside `values`.

    A page that is full offers a longer list, in its text and as RFC 8288 has it.
    """
    match asking.form_asked:
        case "json":
            return json_lines(shapes)
        case "csv":
            raw = asking.request.query_params.get("raw") == "1"
            return csv_table(name, columns, shapes, asking.desk.zone, raw=raw)
        case None:
            more = find_more(asking, len(shapes), limit)
            values |= {name: shapes, "more": more}
            answer = asking.page(f"{name}.html", **values)
            if more:
                answer.headers["Link"] = f'<{more}>; rel="next"'
            return answer
        case _:
            raise Missing


def wanted_limit(asking: Asking) -> int | None:
    """How many are asked for: an export is whole where no limit is given."""
    if asking.form_asked and "limit" not in asking.request.query_params:
        return None
    return asking.asked.limit


def find_more(asking: Asking, found: int, limit: int | None) -> str | None:
    """The address of a longer list where this one is full, None where it is not."""
    if limit is None or found < limit or limit >= MOST:
        return None
    values = dict(asking.request.query_params) | {"limit": min(limit * 2, MOST)}
    return f"{asking.request.url.path}?{urlencode(values)}"


def export_today(asking: Asking) -> Response:
    """Today, a story a line."""
    desk, since = asking.desk, asking.since_mark()
    with desk.db.reading() as tx:
        today = read_today(tx, desk.source_names, since, asking.now, limit=MOST)
    return json_lines(map(shape_moved, today.moved))


def show_stories(asking: Asking) -> Response:
    """Stories, the one that moved last first."""
    asked, limit = asking.asked, wanted_limit(asking)
    with asking.desk.db.reading() as tx:
        found = list_stories(
            tx, since=asked.since, watch=asked.watch, entity=asked.entity, source=asked.source,
            lang=asked.lang, limit=limit,
        )  # fmt: skip
    shapes = [shape_story(story) for story in found]
    return answer_list(asking, "stories", STORY_COLUMNS, shapes, limit=limit)


def show_articles(asking: Asking) -> Response:
    """Articles, the last published first, copies included."""
    asked, limit = asking.asked, wanted_limit(asking)
    wanted = ArticleFilter(
        since=asked.since,
        watch=asked.watch,
        entity=asked.entity,
        source=asked.source,
        lang=asked.lang,
        limit=limit,
    )
    with asking.desk.db.reading() as tx:
        found = list_articles(tx, wanted)
    shapes = [shape_listed(listed) for listed in found]
    return answer_list(asking, "articles", ARTICLE_COLUMNS, shapes, limit=limit)


def show_alerts(asking: Asking) -> Response:
    """Alerts, newest first, with the articles that they tell of."""
    asked, limit = asking.asked, wanted_limit(asking)
    with asking.desk.db.reading() as tx:
        found = list_alerts(
            tx, since=asked.since, watch=asked.watch, entity=asked.entity, source=asked.source,
            lang=asked.lang, limit=limit,
        )  # fmt: skip
        of = {kept.article.id: shape_article(kept) for kept in read_articles(tx, {a.article for a in found})}
    shapes = [shape_alert(alert) for alert in found]
    return answer_list(asking, "alerts", ALERT_COLUMNS, shapes, limit=limit, articles=of)


def show_sources(asking: Asking) -> Response:
    """Sources and how they do, those in trouble first."""
    desk = asking.desk
    with desk.db.reading() as tx:
        shapes = shape_sources(tx, desk.settings.sources, asking.now, lang=asking.asked.lang)
    if asking.form_asked is None:
        state = asking.request.query_params.get("state")
        shapes = [shape for shape in shapes if state in (None, "", shape["state"])]
        shapes.sort(key=lambda shape: (*rank_trouble(shape), shape["name"]))
    return answer_list(asking, "sources", SOURCE_COLUMNS, shapes)


def show_deliveries(asking: Asking) -> Response:
    """The outbox, newest promise first; addresses are masked."""
    asked, limit = asking.asked, wanted_limit(asking)
    state = asking.request.query_params.get("state") or None
    if state is not None and state not in set(DeliveryState):
        raise Unreadable(f"state={state[:20]}: there are {', '.join(DeliveryState)}")
    with asking.desk.db.reading() as tx:
        found = list_deliveries(
            tx,
            since=asked.since,
            watch=asked.watch,
            state=DeliveryState(state) if state else None,
            limit=limit,
        )
    shapes = [mask(shape_delivery(delivery)) for delivery in found]
    return answer_list(asking, "deliveries", DELIVERY_COLUMNS, shapes, limit=limit)


def mask(shape: Mapping[str, Any]) -> Shape:
    """A delivery whose recipient is shown only so far that its reader knows it again."""
    return {**shape, "recipient": mask_recipient(str(shape["recipient"]))}


def mask_recipient(recipient: str) -> str:
    """`d…@example.org` of an address; of a web address only its host."""
    name, at, domain = recipient.rpartition("@")
    if "://" in recipient:
        scheme, _, rest = recipient.partition("://")
        return f"{scheme}://{rest.partition('/')[0].rpartition('@')[2]}/…"
    return f"{name[:1]}…@{domain}" if at else recipient


def show_search(asking: Asking) -> Response:
    """What the corpus holds that meets a query of the watch language; a wrong one is shown with its fault."""
    query = asking.request.query_params.get("q", "").strip()
    if len(query) > LONGEST_QUERY:
        raise Unreadable(f"q: at most {LONGEST_QUERY} characters")
    found: list[Shape] = []
    fault: WatchError | None = None
    if query:
        try:
            found = _search(asking, query)
        except WatchError as error:
            if asking.form_asked:
                raise
            fault = error
    columns, limit = (*ARTICLE_COLUMNS, "evidence"), wanted_limit(asking)
    return answer_list(asking, "search", columns, found, limit=limit, q=query, fault=fault)


def _search(asking: Asking, query: str) -> list[Shape]:
    desk, asked = asking.desk, asking.asked
    check_query(query, desk.settings.entities)
    watchlist = compile_query(query, desk.settings.entities)
    bounds = Bounds(since=asked.since, lang=asked.lang, source=asked.source, entity=asked.entity)
    hits = islice(search_corpus(desk.db, watchlist, bounds), wanted_limit(asking))
    return [shape_article(hit.kept) | {"evidence": evidence_json(hit.evidence)} for hit in hits]
