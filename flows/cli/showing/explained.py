"""`hanmi explain` for people: the path of one article, step by step."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rich.console import Console
from rich.text import Text

from flows.cli.answer import count_of, local_published, local_time, mark_matches, say_entities
from flows.cli.screen import Screen, lay
from flows.cli.showing.versions import print_versions
from flows.cli.table import STYLES
from flows.cli.typed.whole_ids import say_where_to_look
from flows.inspect.exported import pick_shapes
from storage.bugs import STEP
from storage.language.printable import show_line
from storage.language.shorten import shorten

SENTENCES = 2
"""Sentences shown of each watch; --json has them all."""

LONGEST_WHY = 200

NEAREST = 3
"""Watches shown that an article which met none comes near; --all has every one."""


def print_explanation(explanation: dict[str, Any], zone: str, *, whole: bool = False) -> None:
    """Print what `explain_article` found: the watch that decided first; with `whole` every other too."""
    console = Screen()
    if not explanation["known"]:
        asked = show_line(explanation["asked"])
        lay(console, Text(f"{asked}: never announced by a source, never fetched, in no file"))
        console.print(
            Text(f"An address is typed whole, as its outlet writes it; {say_where_to_look(asked)}.")
        )
        return
    if explanation["article"]:
        _print_title(console, explanation["article"])
        _print_watches(console, explanation["watches"], whole=whole)
    _print_announced(console, explanation, zone)
    for each in explanation["sharing"]:
        _line(console, "shared by", f"{each['title']} ({each['id']})")
    if explanation["article"]:
        _print_article(console, explanation, zone)
        _print_faults(console, explanation["decisions"], zone)
        print_versions(explanation["versions"], zone)
        _print_looks(console, explanation["looks"], zone)
        _print_deliveries(console, explanation["deliveries"], zone)


def _print_announced(console: Console, explanation: dict[str, Any], zone: str) -> None:
    found = explanation["announced"]
    if not found:
        _line(console, "announced", "by no source")
        return
    said = f"by {found['source']} on {_local(found['announced_at'], zone)}; {found['state']}"
    if found["last_error"]:
        tries = found["attempts"] + (found["state"] == "kept")
        said += f" after {count_of(tries, 'try', 'tries')}: {found['last_error']}"
    _line(console, "announced", said)


def _print_article(console: Console, explanation: dict[str, Any], zone: str) -> None:
    article = explanation["article"]
    stated = article["published_at"]
    at = datetime.fromisoformat(stated) if stated else None
    said = local_published(at, article["published_day_only"], zone)
    _line(console, "published", f"{said} ({zone})" if stated else "not stated")
    fetched = f"{_local(article['fetched_at'], zone)}, seen {article['sighting']}"
    _line(console, "fetched", f"{fetched}, from {article['path'] or article['url']}")
    if article["teaser"]:
        _line(console, "text", f"a part only ({article['teaser']}), from the {article['text_from']}")
    _line(console, "names", say_entities(article["entities"]) or "nobody of the watchlist")
    if gist := explanation["gist"]:
        said = f"{gist['line']} ({gist['lang']}), read from: {shorten(gist['sentence'], LONGEST_WHY)}"
        _line(console, "fact line", said)
    _print_copy(console, explanation["copy"])
    if explanation["story"]:
        _print_story(console, explanation)


def _print_copy(console: Console, copy: dict[str, Any] | None) -> None:
    if copy is None:
        _line(console, "copy", "of nothing in the corpus")
        return
    share = f"{copy['of_this']:.0%} of it stands there, {copy['of_other']:.0%} of that stands here"
    parent = f"{copy['of']}: {copy['title']} ({copy['outlet'] or '-'})"
    _line(console, "copy", f"{copy['kind']} of {parent}; {share}")
    _print_passages(console, copy["passages"])


def _print_story(console: Console, explanation: dict[str, Any]) -> None:
    story = explanation["story"]
    why = next((d["why"] for d in explanation["decisions"] if d["step"] == "judge"), "")
    articles = f"{count_of(len(story['articles']), 'article')}, {count_of(story['origins'], 'origin')}"
    if explanation["origin"]:
        _line(console, "origin", explanation["origin"])
    _line(console, "story", f"{story['title']} ({story['id']}), {articles}; {why}")


def _print_passages(console: Console, passages: list[dict[str, Any]]) -> None:
    for passage in passages[:SENTENCES]:
        lay(console, Text(f"shared: {shorten(show_line(passage['text']), LONGEST_WHY)}"), indent=4)
    if len(passages) > SENTENCES:
        console.print(Text(f"    … and {len(passages) - SENTENCES} more passages", style="dim"))


def _print_title(console: Console, article: dict[str, Any]) -> None:
    outlet = article["outlet"] or "outlet unknown"
    _line(console, "article", f"{article['title']} — {outlet} ({article['id']})")


def _print_watches(console: Console, watches: list[dict[str, Any]], *, whole: bool) -> None:
    """The watch that decided with its evidence, then the others that met, and what was not met."""
    met = sorted((watch for watch in watches if watch["matched"]), key=_rank)
    for place, watch in enumerate(met):
        _print_watch(console, watch, with_evidence=whole or place == 0)
    _print_unmatched(console, watches, whole=whole, is_asked=not met)


def _rank(watch: dict[str, Any]) -> int:
    """Who was told goes before who is told in a digest, who was not, and whom nobody asked."""
    order = {"held": 1, "folded": 2, None: 3}
    return order.get(watch["verdict"], 0)


def _print_watch(console: Console, watch: dict[str, Any], *, with_evidence: bool) -> None:
    verdict = f"{watch['verdict']}: {watch['why']}" if watch["verdict"] else "met; nobody was to be alerted"
    style = STYLES.get(watch["verdict"] or "", "")
    named = Text(f"watch {watch['id']}: ", style="bold")
    lay(console, Text.assemble(named, (show_line(verdict), style)))
    if watch["unsubscribed"]:
        who = show_line(", ".join(watch["unsubscribed"]))
        lay(console, Text(f"unsubscribed, so not to: {who}"), indent=4)
    if with_evidence:
        _print_evidence(console, watch)


def _print_evidence(console: Console, watch: dict[str, Any]) -> None:
    """By which signs and sentences an article met a watch."""
    if watch["signs"]:
        signs = ", ".join(f"{sign['said']} {sign['weight']:+.1f}" for sign in watch["signs"])
        lay(console, Text(f"signs of its idea: {show_line(signs)}"), indent=4)
    for sentence in pick_shapes(watch["evidence"], SENTENCES):
        lay(console, mark_matches(sentence), indent=4)
    if len(watch["evidence"]) > SENTENCES:
        more = count_of(len(watch["evidence"]) - SENTENCES, "more sentence")
        console.print(Text(f"    … and {more}", style="dim"))


def _print_unmatched(console: Console, watches: list[dict[str, Any]], *, whole: bool, is_asked: bool) -> None:
    """What each watch lacks that the article comes near: all with `whole`, a few where none was met."""
    unmet = [watch for watch in watches if not watch["matched"]]
    near = [watch for watch in unmet if _comes_near(watch["missing"]["part"])]
    shown = near if whole else near[:NEAREST] if is_asked else []
    _print_near(console, shown, whole=whole)
    _count_others(console, len(near) - len(shown), len(unmet) - len(near))


def _print_near(console: Console, watches: list[dict[str, Any]], *, whole: bool) -> None:
    for watch in watches:
        why = watch["missing"]["why"]
        _line(console, f"watch {watch['id']}", f"not met: {why if whole else shorten(why, LONGEST_WHY)}")


def _count_others(console: Console, hidden: int, far: int) -> None:
    if hidden:
        said = f"{hidden} not met though the article comes near; --all says what is missing"
        _line(console, "other watches", said)
    if far:
        _line(console, "other watches", f"{far} not met, and nothing in the article comes near")


def _print_faults(console: Console, decisions: list[dict[str, Any]], zone: str) -> None:
    """What could not be computed of the article for a bug of ours, each with when that was."""
    for decision in decisions:
        if decision["step"] == STEP:
            _line(console, "left out", f"{decision['why']} ({_local(decision['at'], zone)})")


def _comes_near(part: dict[str, Any]) -> bool:
    """Whether some of a query's parts are there though the whole is not met."""
    return part["met"] or any(map(_comes_near, part["parts"]))


def _print_looks(console: Console, looks: dict[str, Any] | None, zone: str) -> None:
    if looks is None:
        return
    last = f"last on {_local(looks['last_look_at'], zone)}" if looks["last_look_at"] else "not yet"
    after = f"next on {_local(looks['next_look_at'], zone)}" if looks["next_look_at"] else "no more"
    missing = f"; not found since {_local(looks['missed_at'], zone)}" if looks["missed_at"] else ""
    removed = f"; removed since {_local(looks['removed_at'], zone)}" if looks["removed_at"] else ""
    _line(console, "looked at again", f"{last}, {after}{missing}{removed}")


def _print_deliveries(console: Console, deliveries: list[dict[str, Any]], zone: str) -> None:
    for delivery in deliveries:
        tries = count_of(delivery["attempts"], "try", "tries")
        said = f"{delivery['state']} to {delivery['recipient']} after {tries}"
        if delivery["sent_at"]:
            said += f", {_local(delivery['sent_at'], zone)}"
        if delivery["last_error"] and delivery["state"] != "sent":
            said += f": {delivery['last_error']}"
        _line(console, f"delivery by {delivery['channel']}", said)


def _line(console: Console, name: str, said: str) -> None:
    lay(console, Text.assemble((f"{name}: ", "bold"), show_line(said)))


def _local(moment: str | None, zone: str) -> str:
    return local_time(datetime.fromisoformat(moment) if moment else None, zone)
