"""The desk's lists: what each shows, how it is read, and its columns as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice

from starlette.responses import Response

from alerts.compose.feeds.entry_feed import FeedEntry
from alerts.compose.public_json import (
    mask,
    mask_recipient,
    shape_alert,
    shape_article,
    shape_delivery,
    shape_listed,
    shape_story,
    shape_time,
)
from flows.desk.asked import LONGEST_QUERY, Unreadable
from flows.desk.changing.judging import opinions_of
from flows.desk.changing.notes import note_query
from flows.desk.desk import Asking, Missing
from flows.desk.showing.addresses import answer_address
from flows.desk.showing.listing import Listing, Part, Shape, answer_list, read_whole
from flows.inspect.carried import Carried, read_carried
from flows.inspect.exported import (
    ALERT_COLUMNS,
    ARTICLE_COLUMNS,
    DELIVERY_COLUMNS,
    ENTITY_COLUMNS,
    SEARCH_COLUMNS,
    SOURCE_COLUMNS,
    STORY_COLUMNS,
    TIMELINE_COLUMNS,
    TODAY_COLUMNS,
    WATCH_COLUMNS,
)
from flows.inspect.search import ask_names, check_query, search_corpus
from flows.inspect.source_list import TROUBLE_FIRST, rank_trouble, shape_sources
from flows.inspect.today import read_today, shape_moved
from storage.corpus.articles import read_articles
from storage.corpus.search import Bounds
from storage.database import Transaction
from storage.errors import WatchError
from storage.language.counts import count_of
from storage.lists.article_lists import ArticleFilter, list_articles
from storage.lists.entity_counts import count_all
from storage.lists.metrics import count_unsent
from storage.lists.paging import place_after, refuse_cursor
from storage.lists.story_lists import list_stories, read_story, read_titles
from storage.promises.alerts import count_told, list_alerts, read_mutes
from storage.promises.outbox import list_deliveries
from storage.readers.judgements import list_judgements
from storage.readers.unsubscribings import read_unsubscribed
from storage.records import Alert, DeliveryState, Story
from storage.rows import evidence_json

FOUND = 25
"""Articles of a search on one page: each text is read for the sentences that show why it was found."""


def export_today(asking: Asking) -> Response:
    """Today whole, a story a line or a row."""
    desk, since = asking.desk, asking.since_mark()
    with desk.db.reading() as tx:
        today = read_today(tx, desk.source_names, since, asking.now, limit=None)
    shapes = [shape_moved(moved) for moved in today.moved]
    return answer_list(
        asking, Listing(name="today", columns=TODAY_COLUMNS, read=read_whole(shapes), filters=("since",))
    )


def show_stories(asking: Asking) -> Response:
    """Stories, the one that moved last first."""
    asked = asking.asked
    titles: dict[str, str] = {}

    def read(limit: int, after: str | None) -> Part:
        with asking.desk.db.reading() as tx:
            found = list_stories(
                tx, since=asked.since, watch=asked.watch, entity=asked.entity, source=asked.source,
                lang=asked.lang, limit=limit, after=after,
            )  # fmt: skip
            if asking.form_asked is None:
                titles.update(read_titles(tx, [story.id for story in found], asking.lang))
        return [shape_story(story) for story in found], found.next

    def enter(shape: Shape) -> FeedEntry:
        counts = f"{count_of(len(shape['articles']), 'article')}, {count_of(shape['origins'], 'origin')}"
        note = f"{', '.join(shape['outlets'])} · {counts}"
        return FeedEntry(
            id=f"{shape['id']}:{shape['last_seen']}",
            title=shape["title"],
            updated=datetime.fromisoformat(shape["last_seen"]),
            link=f"{asking.desk.home}/stories/{shape['id']}",
            note=note,
        )

    listing = Listing(name="stories", columns=STORY_COLUMNS, read=read, entry=enter)
    return answer_list(asking, listing, titles=titles)


def show_timeline(asking: Asking) -> Response:
    """A story's time line for machines: each report as it came; a feed has the newest first."""
    desk, is_feed = asking.desk, asking.form_asked == "atom"
    is_whole = is_feed or "limit" not in asking.request.query_params

    def read(limit: int, after: str | None) -> Part:
        with desk.db.reading() as tx:
            story = read_story(tx, asking.request.path_params["id"])
            if story is None:
                raise Missing
            begin = 0 if is_feed else place_after(story.articles, after)
            moments = desk.timelines.read(tx, story, None if is_whole else begin + limit)
        if is_feed:
            return moments[: -limit - 1 : -1], None
        return moments[begin : begin + limit], find_cursor(story, begin + limit)

    def enter(moment: Shape) -> FeedEntry:
        return FeedEntry(
            id=moment["article"],
            title=moment["title"],
            updated=datetime.fromisoformat(str(moment["at"])),
            link=f"{desk.home}/articles/{moment['article']}",
            author=moment["outlet"] or moment["origin"],
            sentences=[{"text": text} for text in moment["news"][: desk.configured.quote]],
        )

    return answer_list(
        asking, Listing(name="timeline", columns=TIMELINE_COLUMNS, read=read, entry=enter, filters=())
    )


def find_cursor(story: Story, place: int) -> str | None:
    """The cursor of what comes from a place of the time line on; None where nothing does, or all."""
    return story.articles[place - 1] if 0 < place < len(story.articles) else None


def show_articles(asking: Asking) -> Response:
    """Articles, the last published first, copies included."""
    asked = asking.asked

    def read(limit: int, after: str | None) -> Part:
        wanted = ArticleFilter(
            since=asked.since, watch=asked.watch, entity=asked.entity, source=asked.source, lang=asked.lang,
            limit=limit,
        )  # fmt: skip
        with asking.desk.db.reading() as tx:
            found = list_articles(tx, wanted, after=after)
        return [shape_listed(listed) for listed in found], found.next

    return answer_list(asking, Listing(name="articles", columns=ARTICLE_COLUMNS, read=read))


def show_alerts(asking: Asking) -> Response:
    """Alerts, newest first, with the articles that they tell of."""
    asked = asking.asked
    of: dict[str, Shape] = {}
    mine: dict[tuple[str, str], str] = {}

    def read(limit: int, after: str | None) -> Part:
        with asking.desk.db.reading() as tx:
            found = list_alerts(
                tx, since=asked.since, watch=asked.watch, entity=asked.entity, source=asked.source,
                lang=asked.lang, limit=limit, after=after,
            )  # fmt: skip
            if asking.form_asked is None:
                told = read_articles(tx, {alert.article for alert in found})
                of.update((kept.article.id, shape_article(kept)) for kept in told)
                mine.update(_read_opinions(asking, tx, found))
        return [shape_alert(alert) for alert in found], found.next

    listing = Listing(name="alerts", columns=ALERT_COLUMNS, read=read)
    return answer_list(asking, listing, articles=of, mine=mine)


def _read_opinions(asking: Asking, tx: Transaction, told: Iterable[Alert]) -> dict[tuple[str, str], str]:
    """What a reader who may judge thought of these."""
    found: dict[tuple[str, str], str] = {}
    for alert in told if asking.reader.may_change else ():
        found |= opinions_of(asking, list_judgements(tx, article=alert.article))
    return found


def show_sources(asking: Asking) -> Response:
    """Sources and how they do, those in trouble first."""
    desk = asking.desk
    with desk.db.reading() as tx:
        shapes = shape_sources(tx, desk.settings.sources, asking.now, lang=asking.asked.lang)
    state = _read_state(asking, TROUBLE_FIRST)
    counts = Counter(shape["state"] for shape in shapes)
    shapes = [shape for shape in shapes if state in (None, shape["state"])]
    if asking.form_asked is None:
        shapes.sort(key=lambda shape: (*rank_trouble(shape), shape["name"]))
    listing = Listing(
        name="sources", columns=SOURCE_COLUMNS, read=read_whole(shapes), filters=("lang",), own=("state",)
    )
    return answer_list(asking, listing, counts=counts)


def _read_state(asking: Asking, known: Iterable[str]) -> str | None:
    """The state that is asked for, None: any. Raises: Unreadable."""
    state = asking.request.query_params.get("state") or None
    if state is not None and state not in set(known):
        raise Unreadable("filter_unknown", name="state", given=state[:20], known=", ".join(known))
    return state


def show_entities(asking: Asking) -> Response:
    """The tracked names, the most named of the last week first, beside how often they are named usually."""
    desk, now = asking.desk, asking.now
    with desk.db.reading() as tx:
        ids = [entity.id for entity in desk.settings.entities]
        week, month = (count_all(tx, ids, now - timedelta(days=days)) for days in (7, 35))
    shapes: list[Shape] = [
        {
            "id": entity.id,
            "name": desk.entity_names[asking.lang][entity.id],
            "kind": entity.kind,
            "now": week.get(entity.id, 0),
            "usual": round((month.get(entity.id, 0) - week.get(entity.id, 0)) / 4, 1),
            "aliases": list(entity.aliases),
        }
        for entity in desk.settings.entities
    ]
    shapes.sort(key=lambda row: (-row["now"], -row["usual"], row["name"]))
    return answer_list(
        asking, Listing(name="entities", columns=ENTITY_COLUMNS, read=read_whole(shapes), filters=())
    )


def show_watches(asking: Asking) -> Response:
    """The watches, with what each told in the last week."""
    desk = asking.desk
    begin = asking.now - timedelta(days=7)
    with desk.db.reading() as tx:
        lately = count_told(tx, begin)
        muted = read_mutes(tx, asking.now)
        told = list_alerts(tx, since=begin) if asking.form_asked == "atom" else []
    last = {alert.watch: alert for alert in reversed(told)}
    shapes: list[Shape] = [
        {
            "id": watch.id,
            "name": watch.name,
            "query": watch.query,
            "policy": watch.policy.value,
            "to": None if watch.to is None else list(watch.to),
            "lately": lately.get(watch.id, 0),
            "muted_until": shape_time(muted.get(watch.id)),
        }
        for watch in desk.settings.watches
    ]

    def enter(shape: Shape) -> FeedEntry:
        alert = last.get(shape["id"])
        return FeedEntry(
            id=f"watch:{shape['id']}:{alert.id if alert else ''}",
            title=shape["name"],
            updated=alert.created_at
            if alert
            else asking.now.replace(hour=0, minute=0, second=0, microsecond=0),
            link=f"{desk.home}/watches/{shape['id']}",
            note=f"{shape['query']} · {shape['lately']} in 7 days",
        )

    listing = Listing(name="watches", columns=WATCH_COLUMNS, read=read_whole(shapes), entry=enter, filters=())
    return answer_list(asking, listing)


def show_deliveries(asking: Asking) -> Response:
    """The outbox, newest promise first; addresses are masked."""
    asked = asking.asked
    state = _read_state(asking, DeliveryState)
    wanted = DeliveryState(state) if state else None
    carried: dict[str, Carried] = {}

    def read(limit: int, after: str | None) -> Part:
        with asking.desk.db.reading() as tx:
            found = list_deliveries(
                tx, since=asked.since, watch=asked.watch, state=wanted, limit=limit, after=after
            )
            if asking.form_asked is None:
                carried.update(read_carried(tx, found))
        return [mask(shape_delivery(delivery)) for delivery in found], found.next

    with asking.desk.db.reading() as tx:
        unsubscribed, counts = read_unsubscribed(tx), count_unsent(tx)
    by_address: dict[str, list[str]] = {}
    names = asking.desk.watch_names[asking.lang]
    for address, watch in unsubscribed.since:
        by_address.setdefault(address, []).append(names.get(watch, watch))
    left = [(mask_recipient(address), watches) for address, watches in by_address.items()]
    listing = Listing(
        name="deliveries", columns=DELIVERY_COLUMNS, read=read, filters=("since", "watch"), own=("state",)
    )
    return answer_list(asking, listing, left=left, counts=counts, carried=carried)


def show_search(asking: Asking) -> Response:
    """What the corpus holds that meets a query of the watch language; a wrong one is shown with its fault.

    An address leads to its article.
    """
    query = asking.request.query_params.get("q", "").strip()
    if len(query) > LONGEST_QUERY:
        raise Unreadable("field_long", field="q", most=LONGEST_QUERY)
    if found := answer_address(asking, query):
        return found
    fault: WatchError | None = None
    search = None
    if query:
        try:
            search = _Search(asking, query)
        except WatchError as error:
            if asking.form_asked:
                raise
            fault = error
    read = search.read if search else read_whole(())
    listing = Listing(
        name="search", columns=SEARCH_COLUMNS, read=read, entry=_enter_hit, many=FOUND,
        filters=("since", "entity", "source", "lang"), own=("q",),
    )  # fmt: skip
    return answer_list(
        asking, listing, q=query, fault=fault, notes=note_query(query, asking.desk.settings.phrases)
    )


class _Search:
    """A query that was asked, compiled once for all parts of its answer. Raises: WatchError."""

    def __init__(self, asking: Asking, query: str) -> None:
        desk, asked = asking.desk, asking.asked
        check_query(query, desk.settings.entities, desk.settings.phrases)
        self._db = desk.db
        self._watchlist = ask_names(desk.names, query, desk.settings.phrases)
        self._bounds = Bounds(since=asked.since, lang=asked.lang, source=asked.source, entity=asked.entity)

    def read(self, limit: int, after: str | None) -> Part:
        at = None if after is None else _read_number(after)
        hits = list(islice(search_corpus(self._db, self._watchlist, self._bounds, after=at), limit + 1))
        shapes = [shape_article(hit.kept) | {"evidence": evidence_json(hit.evidence)} for hit in hits[:limit]]
        return shapes, str(hits[limit - 1].number) if len(hits) > limit else None


def _read_number(cursor: str) -> int:
    if not (cursor.isascii() and cursor.isdecimal() and len(cursor) < 19):
        raise refuse_cursor(cursor)
    return int(cursor)


def _enter_hit(shape: Shape) -> FeedEntry:
    return FeedEntry(
        id=shape["id"],
        title=shape["title"],
        updated=datetime.fromisoformat(shape["published_at"] or shape["fetched_at"]),
        link=shape["url"],
        lang=shape["lang"],
        author=shape["outlet"],
        sentences=shape["evidence"],
    )
