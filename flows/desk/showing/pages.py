"""The desk's pages of one thing: Today, a story, an article, an entity, a watch, a source, and our limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from starlette.responses import PlainTextResponse, RedirectResponse, Response

from alerts.compose.public_json import mask_recipient, shape_alert, shape_listed, shape_source, shape_story
from flows.desk.asked import MOST, Unreadable
from flows.desk.changing.editing import read_history
from flows.desk.changing.entity_changes import read_entity_state
from flows.desk.changing.judging import opinions_of
from flows.desk.changing.notes import note_examples, note_watch
from flows.desk.desk import Asking, Missing
from flows.desk.finding import find_asked, find_laid
from flows.desk.showing.listing import address_after, check_filters
from flows.desk.showing.lists import find_cursor
from flows.desk.showing.marking import mark_text
from flows.inspect.entity_texts import read_entity
from flows.inspect.explain import explain_kept
from flows.inspect.health.metrics import write_metrics
from flows.inspect.story import describe_chain
from flows.inspect.today import read_today
from flows.inspect.trust import read_trust
from flows.sources.results import OK
from storage.corpus.articles import read_article, read_articles
from storage.corpus.ledger import DESK_TOKEN_MARK, read_mark
from storage.corpus.sources import count_results, read_status
from storage.database import Transaction
from storage.lists.article_lists import ArticleFilter, list_articles
from storage.lists.paging import place_after
from storage.lists.story_lists import read_story, read_titles
from storage.promises.alerts import list_alerts, read_mutes
from storage.readers.judgements import list_judgements
from storage.readers.unsubscribings import read_unsubscribed
from storage.records import Alert, SourceStatus
from storage.records.desk import EntryKind

CALENDAR_DAYS = 28
PERIODS = {"30d": 30, "1y": 365}
LATELY = 20
MOVED = 30
"""Stories on a page of Today, each with its reports, names, and what was told or not of it."""

REPORTS = 20
"""Reports of a story on one page: what each adds is found by reading all up to it."""


def show_ready(asking: Asking) -> Response:
    """Whether the database answers."""
    with asking.desk.db.reading() as tx:
        read_mark(tx, DESK_TOKEN_MARK)
    return PlainTextResponse("ready\n")


def show_metrics(asking: Asking) -> Response:
    """How the service does, for Prometheus."""
    desk = asking.desk
    said = write_metrics(desk.settings, desk.db, asking.now)
    return PlainTextResponse(said, media_type="text/plain; version=0.0.4; charset=utf-8")


def show_today(asking: Asking) -> Response:
    """What moved since this reader last looked; `/` leads to the address that says since when."""
    check_filters(asking, ("since", "limit"))
    if "since" not in asking.request.query_params:
        return RedirectResponse(asking.today_address(), 307)
    desk = asking.desk
    with desk.db.reading() as tx:
        asked, since = asking.asked, asking.since_mark()
        many = asking.read_limit(MOVED)
        today = read_today(tx, desk.source_names, since, asking.now, limit=many, after=asked.after)
        titles = read_titles(tx, [each.story.id for each in today.moved], asking.lang)
    more = address_after(asking, today.next)
    answer = asking.page("today.html", today=today, titles=titles, more=more)
    if more:
        answer.headers["Link"] = f'<{more}>; rel="next"'
    return answer


def show_story(asking: Asking) -> Response:
    """One story's time line, a part at a time; a former id leads to the story that it is now."""
    desk, id_, asked = asking.desk, asking.request.path_params["id"], asking.asked
    many = asking.read_limit(REPORTS)
    with desk.db.reading() as tx:
        story = read_story(tx, id_)
        if story is None:
            raise Missing
        if story.id != id_:
            return RedirectResponse(f"/stories/{story.id}", 301)
        begin = place_after(story.articles, asked.after)
        end = begin + many
        moments = desk.timelines.read(tx, story, end)[begin:end]
        chain = describe_chain(tx, story)
        chained = [each["id"] for each in (*chain["before"], *chain["after"])]
        titles = read_titles(tx, [story.id, *chained], asking.lang)
        told = list_alerts(tx, story=story.id, limit=MOST)
        muted = read_mutes(tx, asking.now).get(story.id)
    more = address_after(asking, find_cursor(story, end))
    last = address_after(asking, find_cursor(story, (len(story.articles) - 1) // many * many))
    answer = asking.page(
        "story.html",
        story=shape_story(story),
        titles=titles,
        begin=begin,
        moments=moments,
        more=more,
        last=last if last != more else None,
        chain=chain,
        told=told,
        told_of=_by_article(told),
        muted=muted,
    )
    if more:
        answer.headers["Link"] = f'<{more}>; rel="next"'
    return answer


def _by_article(told: Iterable[Alert]) -> dict[str, list[Alert]]:
    found: dict[str, list[Alert]] = {}
    for alert in told:
        found.setdefault(alert.article, []).append(alert)
    return found


def show_article(asking: Asking) -> Response:
    """One article whole: its text with entities marked, copies, versions, and each watch with why."""
    desk, id_ = asking.desk, asking.request.path_params["id"]
    house = desk.house
    with desk.db.reading() as tx:
        kept = read_article(tx, id_)
        if kept is None:
            raise Missing
        explained = explain_kept(tx, house.watchlist, kept, gist=desk.gist, near_only=True)
        mine = opinions_of(asking, list_judgements(tx, article=kept.article.id))
    paragraphs = mark_text(explained.reading, kept.article)
    return asking.page("article.html", it=explained.explanation, paragraphs=paragraphs, mine=mine)


def show_entity(asking: Asking) -> Response:
    """One name: its texts by day and language, who wrote them, who stands beside."""
    check_filters(asking, ("period",))
    desk, id_ = asking.desk, asking.request.path_params["id"]
    entity = find_asked(asking, desk.settings.entities)
    period = asking.request.query_params.get("period") or "30d"
    if period not in PERIODS:
        raise Unreadable("filter_unknown", name="period", given=period[:20], known=", ".join(PERIODS))
    since = asking.now - timedelta(days=PERIODS[period])
    with desk.db.reading() as tx:
        texts = read_entity(tx, id_, since, asking.now, desk.zone)
        newest = list_articles(tx, ArticleFilter(entity=id_, since=since, limit=LATELY))
    return asking.page(
        "entity.html",
        entity=entity,
        texts=texts,
        period=period,
        state=read_entity_state(asking, id_),
        history=read_history(asking, (EntryKind.ENTITY, id_)),
        newest=[shape_listed(listed) for listed in newest],
    )


def show_watch(asking: Asking) -> Response:
    """One watch: its query, its examples, and what it told lately."""
    desk, id_ = asking.desk, asking.request.path_params["id"]
    watch = find_asked(asking, desk.settings.watches)
    with desk.db.reading() as tx:
        told = [shape_alert(alert) for alert in list_alerts(tx, watch=id_, limit=LATELY)]
        muted = read_mutes(tx, asking.now).get(id_)
        judged = list_judgements(tx, watch=id_)
        left = [mask_recipient(address) for address in read_unsubscribed(tx).who(id_)]
        titles = {kept.article.id: kept for kept in read_articles(tx, {one["article_id"] for one in told})}
    return asking.page(
        "watch.html",
        watch=watch,
        told=told,
        muted=muted,
        titles=titles,
        judged=judged,
        left=left,
        counts=Counter(one.opinion.value for one in judged),
        mine=opinions_of(asking, judged),
        history=read_history(asking, (EntryKind.WATCH, id_)),
        laid=find_laid(asking, (EntryKind.WATCH, id_)),
        notes=[*note_watch(desk.settings, watch), *note_examples(desk.house.watchlist, watch)],
    )


def show_source(asking: Asking) -> Response:
    """One source: how it does, and a calendar of its polls."""
    desk, id_ = asking.desk, asking.request.path_params["id"]
    source = desk.settings.source(id_)
    if source is None:
        raise Missing
    with desk.db.reading() as tx:
        status = read_status(tx, id_) or SourceStatus(id=id_, url=source.url)
        calendar = _read_calendar(asking, tx, id_)
        newest = list_articles(tx, ArticleFilter(source=id_, limit=LATELY))
    return asking.page(
        "source.html",
        source=shape_source(source, status),
        calendar=calendar,
        history=read_history(asking, (EntryKind.SOURCE, id_)),
        laid=find_laid(asking, (EntryKind.SOURCE, id_)),
        newest=[shape_listed(listed) for listed in newest],
    )


def _read_calendar(asking: Asking, tx: Transaction, source: str) -> list[tuple[date, Counter[str]]]:
    """The last days of a source's polls, oldest first: how many read it, failed, and brought something."""
    zone = asking.desk.zone
    first = (asking.now - timedelta(days=CALENDAR_DAYS)).astimezone(zone).date()
    days = [first + timedelta(days=n) for n in range(CALENDAR_DAYS + 1)]
    begins = [datetime.combine(day, time.min, zone) for day in days]
    counts: list[Counter[str]] = [Counter() for _ in days]
    for place, result, many, new in count_results(tx, source, begins, asking.now):
        counts[place]["read" if result in OK else "failed"] += many
        counts[place]["new"] += new
    return list(zip(days, counts, strict=True))


def show_trust(asking: Asking) -> Response:
    """How far to trust this: how often it is right, where we are blind, what leaves this machine."""
    desk = asking.desk
    with desk.db.reading() as tx:
        trust = read_trust(tx, desk.settings, asking.now - timedelta(days=CALENDAR_DAYS), asking.now)
    return asking.page("trust.html", trust=trust)
