"""What `hanmi watch test` shows: its JSON, and its tables for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from alerts.compose.public_json import shape_time
from flows.cli.answer import local_time, print_table, say
from flows.inspect.rehearsing.backtest import Backtest, WatchTest, Would
from flows.inspect.rehearsing.days import Day, count_days
from storage.language.counts import count_of
from storage.lists.timeline import DatedArticle
from storage.rows import evidence_json

SHOWN = 20
"""Lines of each list for people; JSON has all."""


def shape_backtest(tested: Backtest, zone: str) -> dict[str, Any]:
    """The public JSON of a backtest; days are days in the zone."""
    return {
        "since": shape_time(tested.since),
        "timezone": zone,
        "articles": tested.articles,
        "read": tested.read,
        "on_file": tested.on_file,
        "watches": [_shape_test(test, ZoneInfo(zone)) for test in tested.tests],
        "faults": [{"article_id": fault.about, "why": fault.why} for fault in tested.faults],
    }


def _shape_test(test: WatchTest, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "id": test.watch.id,
        "name": test.watch.name,
        "query": test.watch.query,
        "matched": len(test.matched) + len(test.undated),
        "would_tell": len(test.would),
        "did_tell": len(test.did),
        "folded": test.folded,
        "held": test.held,
        "undated": [_shape_line(line) for line in test.undated.values()],
        "days": [_shape_day(day) for day in count_days([test], zone)],
        "alerts": [_shape_would(would) for would in test.would],
        "told": [_shape_line(line) for line in test.did.values()],
        "new": [_shape_line(line) for line in test.gained],
        "lost": [_shape_line(line) for line in test.lost],
    }


def _shape_day(day: Day) -> dict[str, Any]:
    return {
        "day": day.day.isoformat(),
        "lang": day.lang,
        "matched": day.matched,
        "would_tell": day.would,
        "did_tell": day.did,
    }


def _shape_line(line: DatedArticle) -> dict[str, Any]:
    return {
        "article_id": line.article,
        "at": shape_time(line.at),
        "lang": line.lang,
        "outlet": line.outlet,
        "title": line.title,
        "url": line.url,
    }


def _shape_would(would: Would) -> dict[str, Any]:
    return _shape_line(would.line) | {
        "story_id": would.story,
        "kind": would.kind,
        "reasons": list(would.reasons),
        "evidence": evidence_json(would.evidence),
        "did_tell": would.did,
    }


def print_backtest(tested: Backtest, zone: str) -> None:
    """Show people a backtest: each watch on a line, each day on a line, and for one watch what changes."""
    since = local_time(tested.since, zone)
    say(f"As if watched since {since} ({zone}); {count_of(tested.articles, 'article')} in that time")
    them = "it" if len(tested.tests) == 1 else "them"
    say(f"Read, because they may meet {them}: {tested.read}; on file as meeting {them}: {tested.on_file}\n")
    if tested.faults:
        say(f"faults of this program: {len(tested.faults)}; --json names the articles that they left out\n")
    _print_watches(tested.tests)
    _print_days(tested.tests, zone)
    if len(tested.tests) == 1:
        _print_changes(tested.tests[0], zone)


def _print_watches(tests: Sequence[WatchTest]) -> None:
    """A watch that was asked for alone, else those that something met."""
    columns = ("watch", "met", "would alert", "alerted", "grouped", "in digest", "undated", "new", "lost")
    shown = tests if len(tests) == 1 else list(filter(_is_moved, tests))
    print_table("Watches", columns, [_row(test) for test in shown], empty="None was met by anything.")
    if silent := len(tests) - len(shown):
        say(f"{silent} more were met by nothing")


def _print_days(tests: Sequence[WatchTest], zone: str) -> None:
    days = count_days(tests, ZoneInfo(zone))
    rows = [(str(day.day), day.lang, *map(str, (day.matched, day.would, day.did))) for day in days]
    if rows:
        say()
        print_table("Days", ("day", "language", "met", "would alert", "alerted"), rows)


def _is_moved(test: WatchTest) -> bool:
    return bool(test.matched or test.undated or test.did or test.lost)


def _row(test: WatchTest) -> tuple[str, ...]:
    told = (len(test.would), len(test.did), test.folded, test.held)
    counts = (
        len(test.matched) + len(test.undated),
        *told,
        len(test.undated),
        len(test.gained),
        len(test.lost),
    )
    return (test.watch.id, *map(str, counts))


def _print_changes(test: WatchTest, zone: str) -> None:
    would = {one.line.article for one in test.would}
    not_again = [line for id_, line in test.did.items() if id_ not in would]
    alerts = [
        (local_time(one.line.at, zone), one.kind, "alerted" if one.did else "not alerted", *_name(one.line))
        for one in reversed(test.would)
    ]
    say()
    columns = (f"published ({zone})", "kind", "in fact", "outlet", "title")
    print_table(
        "It would tell of", columns, alerts[:SHOWN], empty="It would tell of nothing.", below=("outlet",)
    )
    _say_more(len(alerts))
    _print_lines("Met, on a day that nobody knows", list(test.undated.values()), zone)
    _print_lines("It alerted to these, and would not now", not_again, zone)
    _print_lines("Met now, and not on file as meeting it", test.gained, zone)
    _print_lines("On file as meeting it, and not met now", test.lost, zone)


def _print_lines(title: str, lines: Sequence[DatedArticle], zone: str) -> None:
    if not lines:
        return
    rows = [(local_time(line.at, zone), *_name(line)) for line in reversed(lines)]
    say()
    print_table(title, (f"published ({zone})", "outlet", "title"), rows[:SHOWN], below=("outlet",))
    _say_more(len(rows))


def _name(line: DatedArticle) -> tuple[str, str]:
    return (line.outlet or "-", line.title)


def _say_more(count: int) -> None:
    if count > SHOWN:
        say(f"… and {count - SHOWN} more; --json has all")
