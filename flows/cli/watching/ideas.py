"""The commands about ideas: what one would learn from its readers, and making a new one."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli.answer import local_time, print_document, print_table, read_since, say
from flows.cli.call import EXIT_WRONG, Invocation
from flows.cli.typed.known import suggest
from storage.language.counts import count_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from flows.config.settings import Settings
    from flows.inspect.rehearsing.learning import IdeaPlan, QueryPlan
    from flows.inspect.rehearsing.new_idea import NewIdea
    from storage.database import Database
    from storage.records import Kept, Watch

Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]

YES = ("y", "yes", "예", "네")
NO = ("n", "no", "아니오", "아니요")


def add_idea_commands(group: typer.Typer) -> None:
    """Add these commands to the group `watch`."""
    group.command("learn")(learn)
    group.command("new")(make_new)


def learn(
    context: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", help="The watch.")],
    accept: Annotated[bool, typer.Option("--accept", help="Tell so from the next run on.")] = False,
    as_json: Json = False,
) -> None:
    """Show what a watch would tell after learning from what was judged, beside what it tells now."""
    from flows.cli.watching.learned import print_idea_plan, shape_idea_plan
    from flows.config.database import open_database
    from flows.config.desk_layer import with_desk
    from flows.config.telling import make_terms
    from flows.inspect.rehearsing.learning import plan_idea, plan_query

    invocation: Invocation = context.obj
    with open_database(invocation.settings()) as db:
        settings = with_desk(invocation.settings(), db)
        watch = _find_watch(settings.watches, id_)
        terms, now = make_terms(settings), db.now()
        if not watch.idea:
            _refuse_accept(id_, accept)
            _answer_query(plan_query(db, settings, watch, terms, now), settings.timezone, as_json=as_json)
            return
        plan = plan_idea(db, settings, watch, terms, now)
        accepted = _accept(db, watch, plan, now) if accept else 0
    if as_json:
        print_document(shape_idea_plan(plan, accepted))
    else:
        print_idea_plan(plan, settings.timezone, accepted)


def _refuse_accept(id_: str, accept: bool) -> None:
    """Raises: typer.BadParameter, since what a query proposes is put into its entry by hand."""
    if accept:
        why = "is a query and not an idea; put the query that is proposed into its entry"
        raise typer.BadParameter(f"{id_} {why}", param_hint="--accept")


def _answer_query(plan: QueryPlan, zone: str, *, as_json: bool) -> None:
    from flows.cli.watching.learned import print_query_plan, shape_query_plan

    if as_json:
        print_document(shape_query_plan(plan))
    else:
        print_query_plan(plan, zone)


def _accept(db: Database, watch: Watch, plan: IdeaPlan, now: datetime) -> int:
    """Have the watch tell so from now on; the examples that it learned. Raises: typer.Exit."""
    from flows.learning.accept import accept_learned

    if plan.then is None:
        say(plan.why, err=True)
        raise typer.Exit(EXIT_WRONG)
    return accept_learned(db, watch.id, plan.then, plan.teaching.teach, now)


def make_new(
    context: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", help="Of the watch to be made.")],
    idea: Annotated[str, typer.Option("--idea", help="A broad query: what may be on the idea.")],
    name: Annotated[str | None, typer.Option(help="As people read it.")] = None,
    on: Annotated[list[str] | None, typer.Option(help="An article that is on it; again for more.")] = None,
    off: Annotated[list[str] | None, typer.Option(help="An article that is beside it.")] = None,
    since: Annotated[str, typer.Option(help="Look so far back (90d), or since a date.")] = "90d",
    as_json: Json = False,
) -> None:
    """Make a watch for an idea from a broad query and some of what it finds, judged; prints the entry.

    On a terminal it asks about ten articles and then about the five it is least sure of. Elsewhere it lists
    the ten, to be named with --on and --off.
    """
    from flows.cli.showing.search import read_query
    from flows.config.database import open_database
    from flows.config.desk_layer import with_desk
    from flows.inspect.rehearsing.new_idea import find_candidates

    invocation: Invocation = context.obj
    with open_database(invocation.settings()) as db:
        settings = with_desk(invocation.settings(), db)
        _check_new(id_, settings.watches)
        begin = read_since(since, settings.timezone)
        found = read_query(idea, lambda: find_candidates(db, settings, idea, begin))
        judged = _Judged(db, on or (), off or ())
        make = partial(_try, settings, id_, name or id_, idea, judged, found)
        if judged.is_named:
            made = make()
        else:
            _ask_first(judged, found, settings.timezone, as_json=as_json)
            made = _ask_unsure(judged, make, settings.timezone)
    print_document(_shape_new(made)) if as_json else _print_new(made, settings.timezone)


class _Judged:
    """The articles that were named or asked about, on the idea and beside it."""

    def __init__(self, db: Database, on: Sequence[str], off: Sequence[str]) -> None:
        from flows.inspect.rehearsing.new_idea import read_judged

        self.on, unknown = read_judged(db, on)
        self.off, more = read_judged(db, off)
        for asked in (*unknown, *more):
            raise typer.BadParameter(f"{asked} is no article of the corpus", param_hint="--on, --off")

        self.is_named = bool(on or off)

    def ask(self, articles: Sequence[Kept], zone: str) -> None:
        """Ask about each whether it is on the idea; anything but yes and no passes it over."""
        for kept in articles:
            article = kept.article
            say(
                f"\n{article.title} — {article.outlet or 'outlet unknown'}, {_say_day(kept, zone)}", bold=True
            )
            say(article.text[:300])
            answer = typer.prompt("on the idea? (y, n, enter for neither)", default="", show_default=False)
            if answer.strip().lower() in YES:
                self.on.append(kept)
            elif answer.strip().lower() in NO:
                self.off.append(kept)


def _ask_first(judged: _Judged, found: Sequence[Kept], zone: str, *, as_json: bool) -> None:
    """Ask about ten articles; where nobody can be asked, list them. Raises: typer.Exit, once listed."""
    from flows.inspect.rehearsing.new_idea import choose_asked

    asked = choose_asked(found)
    if sys.stdin.isatty() and not as_json:
        say(f"{count_of(len(found), 'article meets', 'articles meet')} the query; ten of them:")
        judged.ask(asked, zone)
        return
    if as_json:
        print_document({"found": len(found), "judge": [_shape_kept(kept) for kept in asked]})
    else:
        rows = [(kept.article.id, _say_day(kept, zone), kept.article.title) for kept in asked]
        print_table("Judge these with --on ID and --off ID", ("id", "published", "title"), rows)
    raise typer.Exit


def _ask_unsure(judged: _Judged, make: Callable[[], NewIdea], zone: str) -> NewIdea:
    """Make the idea, and again once those were judged that it is least sure of."""
    made = make()
    if not made.unsure:
        return made
    say("\nIt is least sure of these:", bold=True)
    judged.ask([one.kept for one in made.unsure], zone)
    return make()


def _try(
    settings: Settings, id_: str, name: str, query: str, judged: _Judged, found: Sequence[Kept]
) -> NewIdea:
    from flows.inspect.rehearsing.new_idea import make_watch, try_idea

    return try_idea(settings, make_watch(id_, name, query, judged.on, judged.off, settings.timezone), found)


def _print_new(made: NewIdea, zone: str) -> None:
    from flows.cli.watching.learned import say_left_out

    say()
    if made.why:
        say(made.why)
    if made.model is not None:
        say(say_left_out(made.watch.id, made.model))
        for title, some in (("It would have told", made.would), ("It is least sure of", made.unsure)):
            rows = [
                (one.kept.article.id, f"{one.chance:.2f}", _say_day(one.kept, zone), one.kept.article.title)
                for one in some[:20]
            ]
            print_table(title, ("id", "chance", "published", "title"), rows)
    say("\nput this into hanmi.toml:\n")
    say(_write_entry(made.watch))


def _shape_new(made: NewIdea) -> dict[str, Any]:
    from flows.cli.watching.learned import shape_model

    return {
        "watch": made.watch.id,
        "why": made.why or None,
        "model": made.model and shape_model(made.model),
        "would": [_shape_kept(one.kept) | {"chance": round(one.chance, 3)} for one in made.would],
        "unsure": [_shape_kept(one.kept) | {"chance": round(one.chance, 3)} for one in made.unsure],
        "entry": _write_entry(made.watch),
    }


def _shape_kept(kept: Kept) -> dict[str, Any]:
    article = kept.article
    published = article.published
    return {
        "id": article.id,
        "title": article.title,
        "url": article.url,
        "published_at": published.at.isoformat() if published else None,
    }


def _write_entry(watch: Watch) -> str:
    from flows.config.toml.toml_text import write_table

    examples = {
        key: [
            {"text": one.text} | ({"date": one.day.isoformat()} if one.day else {})
            for one in getattr(watch, key)
        ]
        for key in ("must_match", "must_not_match")
    }
    return write_table("watch", {"id": watch.id, "name": watch.name, "idea": watch.idea, **examples})


def _say_day(kept: Kept, zone: str) -> str:
    published: datetime | None = kept.article.published.at if kept.article.published else None
    return local_time(published, zone)


def _find_watch(watches: Sequence[Watch], id_: str) -> Watch:
    for watch in watches:
        if watch.id == id_:
            return watch
    ids = [watch.id for watch in watches]
    raise typer.BadParameter(f"there is no watch {id_!r}{suggest(id_, ids)}", param_hint="ID")


def _check_new(id_: str, watches: Sequence[Watch]) -> None:
    from alerts.watch.watchlist import ID

    if not ID.fullmatch(id_):
        words = f"{id_!r} is no id; use lower-case letters, digits and hyphens"
        raise typer.BadParameter(words, param_hint="ID")
    if any(watch.id == id_ for watch in watches):
        raise typer.BadParameter(f"there is a watch {id_!r} already", param_hint="ID")
