"""What `hanmi watch discover` shows: its JSON, and its text for people."""

from __future__ import annotations

from typing import Any

from alerts.compose.public_json import shape_time
from flows.cli.answer import local_time, say
from flows.inspect.discovery.discover import Discovered, RisingName
from flows.inspect.discovery.gather import Sentence
from storage.language.counts import count_of
from storage.language.printable import show_line


def shape_discovered(found: Discovered, limit: int) -> dict[str, Any]:
    """The public JSON of a discovery."""
    return {
        "since": shape_time(found.since),
        "until": shape_time(found.until),
        "read": found.read,
        "past": found.past,
        "candidates": [_shape_candidate(one) for one in found.candidates[:limit]],
    }


def _shape_candidate(one: RisingName) -> dict[str, Any]:
    return {
        "names": list(one.names),
        "kind": one.kind,
        "rise": round(one.counts.rise, 2),
        "now": one.counts.now,
        "of_now": one.counts.of_now,
        "before": one.counts.before,
        "of_before": one.counts.of_before,
        "outlets": one.outlets,
        "beside": list(one.beside),
        "examples": [_shape_example(sentence) for sentence in one.examples],
        "entry": one.entry,
    }


def _shape_example(sentence: Sentence) -> dict[str, Any]:
    article = sentence.kept.article
    return {
        "text": sentence.text,
        "article_id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "url": article.url,
        "published_at": shape_time(article.published.at if article.published else None),
    }


def print_discovered(found: Discovered, zone: str, limit: int) -> None:
    """Show people what was discovered, each candidate with its entry."""
    since = local_time(found.since, zone)
    say(f"Since {since} ({zone}): {found.read} texts that name an entity, against {found.past} before")
    if not found.past:
        say("There is no past to measure a rise against; let the corpus grow, or backfill one.")
    elif not found.candidates:
        say("Nothing that is not in the watchlist has risen.")
    for one in found.candidates[:limit]:
        _print_candidate(one)
    if len(found.candidates) > limit:
        say(f"\n… and {len(found.candidates) - limit} more; --limit shows them")


def _print_candidate(one: RisingName) -> None:
    counts = one.counts
    names = " / ".join(show_line(name) for name in one.names)
    say(f"\n{names}", bold=True)
    say(
        f"  {counts.now} of {counts.of_now} texts now, {counts.before} of {counts.of_before} before "
        f"(+{counts.rise:.1f} standard deviations); {count_of(one.outlets, 'outlet')}; "
        f"beside {', '.join(one.beside)}"
    )
    for sentence in one.examples:
        article = sentence.kept.article
        say(f"  “{show_line(sentence.text)}”")
        say(f"    {show_line(article.outlet or '-')}: {show_line(article.url or article.title)}")
    say("\n".join(f"  {line}" for line in one.entry.splitlines()))
