"""`hanmi show` for people: one article, story, alert or delivery, field by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from flows.cli.answer import count_of, local_time, mark_matches, say_entities
from flows.cli.screen import Screen, lay
from flows.cli.showing.versions import print_versions
from storage.language.printable import show_line

TIMES = ("_at", "_seen")
"""How the names of fields end that hold a time."""

Print = Callable[[Console, str, Any, str], None]


def print_record(document: Mapping[str, Any], zone: str) -> None:
    """Print a thing in its public shape, title first, without what is empty; times are as in `zone`."""
    console = Screen()
    for name, value in sorted(document.items(), key=lambda field: field[0] != "title"):
        if value not in (None, "", [], False):
            LAYOUTS.get(name, _print_value)(console, name.replace("_", " "), value, zone)


def _print_value(console: Console, name: str, value: Any, zone: str) -> None:
    if isinstance(value, str) and name.replace(" ", "_").endswith(TIMES):
        value = f"{local_time(datetime.fromisoformat(value), zone)} ({zone})"
    said = ", ".join(map(str, value)) if isinstance(value, list) else "yes" if value is True else str(value)
    lay(console, Text.assemble((f"{name}: ", "bold"), show_line(said)))


def _print_title(console: Console, _name: str, value: str, _zone: str) -> None:
    console.print(Text(show_line(value), style="bold"))


def _print_entities(console: Console, name: str, value: list[Any], zone: str) -> None:
    """Of an article with how often each is named, of a story without."""
    is_counted = isinstance(value[0], dict)
    _print_value(console, name, say_entities(value) if is_counted else value, zone)


def _print_paragraphs(console: Console, _name: str, value: str, _zone: str) -> None:
    console.print()
    for line in value.splitlines():
        console.print(Text(show_line(line)), end="\n\n")


def _print_reasons(console: Console, name: str, value: list[str], zone: str) -> None:
    _print_value(console, name, "; ".join(value), zone)


def _print_evidence(console: Console, name: str, value: list[dict[str, Any]], _zone: str) -> None:
    console.print(Text(f"{name}:", style="bold"))
    for sentence in value:
        console.print(Padding(mark_matches(sentence), (0, 0, 0, 4)))


def _print_versions(_console: Console, _name: str, value: list[dict[str, Any]], zone: str) -> None:
    print_versions(value, zone)


def _print_wrote(console: Console, _name: str, value: list[dict[str, Any]], _zone: str) -> None:
    said = "; ".join(f"{one['origin']} ({count_of(len(one['articles']), 'article')})" for one in value)
    lay(console, Text.assemble(("written by: ", "bold"), show_line(said)))


def _print_timeline(console: Console, _name: str, value: list[dict[str, Any]], zone: str) -> None:
    console.print(Text("articles:", style="bold"))
    for moment in value:
        at = local_time(datetime.fromisoformat(moment["at"]), zone)
        outlet = show_line(moment["outlet"] or "-")
        line = f"{at}  {outlet} · {show_line(moment['title'])} ({moment['article']})"
        console.print(Padding(Text(line), (0, 0, 0, 2)))
        console.print(Padding(Text(show_line(_say_new(moment)), style="dim"), (0, 0, 0, 6)))


def _say_new(moment: Mapping[str, Any]) -> str:
    """What an article brought, in a line."""
    said = [f"origin {moment['origin']}"]
    if moment["copy_of"]:
        said.append(f"{moment['copy_kind']} copy of {moment['copy_of']}")
    if moment["sentences"]:
        said.append(f"new sentences: {moment['new_sentences']} of {moment['sentences']}")
    said.extend(
        f"new {what}: {', '.join(moment[f'new_{what}'][:6])}"
        for what in ("figures", "entities")
        if moment[f"new_{what}"]
    )
    return "; ".join(said)


def _print_links(console: Console, name: str, value: list[dict[str, Any]], _zone: str) -> None:
    console.print(Text(f"{name}:", style="bold"))
    for link in value:
        other = f" with {link['other']}" if link["other"] else ""
        sure = "" if link["sure"] else ", not sure: it silences nothing"
        said = f"{link['kind']}{other} by {link['article']}, score {link['score']:.2f}{sure}"
        console.print(Padding(Text(said), (0, 0, 0, 2)))


def _print_chain(console: Console, name: str, value: Mapping[str, Any], zone: str) -> None:
    for side in ("before", "after"):
        if value[side]:
            console.print(Text(f"{name}, {side}:", style="bold"))
        for link in value[side]:
            at = local_time(datetime.fromisoformat(link["first_seen"]), zone)
            said = f"{at}  {show_line(link['title'])} ({link['id']}, alike {link['likeness']:.0%})"
            console.print(Padding(Text(said), (0, 0, 0, 2)))


LAYOUTS: Mapping[str, Print] = {
    "title": _print_title,
    "entities": _print_entities,
    "text": _print_paragraphs,
    "reasons": _print_reasons,
    "evidence": _print_evidence,
    "versions": _print_versions,
    "wrote": _print_wrote,
    "timeline": _print_timeline,
    "links": _print_links,
    "chain": _print_chain,
}
"""The fields that are more than one line of plain values."""
