"""What ideas have learned, as the command line shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alerts.compose.public_json import shape_time
from alerts.watch.ideas.teaching import A_DAY
from flows.cli.answer import count_of, local_time, print_table, say
from flows.config.toml.toml_text import write_value
from storage.records import Opinion

if TYPE_CHECKING:
    from alerts.watch.ideas.model import LeftOut, Model
    from alerts.watch.ideas.teaching import Teaching
    from flows.inspect.rehearsing.learning import Changed, IdeaPlan, QueryPlan
    from storage.lists.timeline import DatedArticle

SHOWN = 20
"""Lines of each list for people; JSON has all."""


def shape_model(model: Model) -> dict[str, Any]:
    """How well an idea does on each of its examples by what the others teach, as JSON."""
    left = {lang: _shape_left(one) for lang, one in model.left_out.items()}
    return {"digest": model.digest, "signs": len(model.weights), "left_out": left}


def _shape_left(left: LeftOut) -> dict[str, Any]:
    return {
        "precision": round(left.precision, 3),
        "recall": round(left.recall, 3),
        "told": left.told,
        "told_wrongly": left.told_wrongly,
        "missed": left.missed,
        "passed_over": left.passed_over,
    }


def say_left_out(watch: str, model: Model) -> str:
    """How a model did on the examples that were left out, in a line."""
    left = model.left_out["all"]
    count = left.told + left.told_wrongly + left.missed + left.passed_over
    return (
        f"{watch}: its idea has {count_of(count, 'example')}; with each left out in turn, precision "
        f"{left.precision:.2f} and recall {left.recall:.2f}"
    )


def shape_idea_plan(plan: IdeaPlan, accepted: int) -> dict[str, Any]:
    """What an idea would learn, as JSON; `accepted` judgements count from now on."""
    return {
        "watch": plan.watch.id,
        "idea": True,
        "judged": _shape_teaching(plan.teaching),
        "fresh": len(plan.fresh),
        "why": plan.why or None,
        "now": plan.now and shape_model(plan.now),
        "then": plan.then and shape_model(plan.then),
        "changed": _shape_changed(plan.changed),
        "accepted": accepted,
    }


def shape_query_plan(plan: QueryPlan) -> dict[str, Any]:
    """What would narrow a query, as JSON."""
    return {
        "watch": plan.watch.id,
        "idea": False,
        "judged": _shape_teaching(plan.teaching),
        "shared": [{"term": term, "texts": count} for term, count in plan.shared],
        "proposed": plan.proposed,
        "changed": _shape_changed(plan.changed),
    }


def _shape_teaching(teaching: Teaching) -> dict[str, Any]:
    return {
        "teach": [
            {
                "article_id": one.article,
                "title": one.title,
                "verdict": one.opinion.value,
                "by": one.by,
                "at": shape_time(one.at),
                "accepted_at": shape_time(one.accepted_at),
            }
            for one in teaching.teach
        ],
        "beyond": len(teaching.beyond),
    }


def _shape_changed(changed: Changed | None) -> dict[str, Any] | None:
    if changed is None:
        return None
    return {
        "since": shape_time(changed.since),
        "would_tell_now": changed.told_now,
        "would_tell_then": changed.told_then,
        "gained": [_shape_line(line) for line in changed.gained],
        "lost": [_shape_line(line) for line in changed.lost],
    }


def _shape_line(line: DatedArticle) -> dict[str, Any]:
    return {
        "article_id": line.article,
        "at": shape_time(line.at),
        "outlet": line.outlet,
        "title": line.title,
        "url": line.url,
    }


def print_idea_plan(plan: IdeaPlan, zone: str, accepted: int) -> None:
    """Show people what an idea would learn, and what it would tell then."""
    fresh, beyond = len(plan.fresh), len(plan.teaching.beyond)
    say(f"{plan.watch.id}: {count_of(fresh, 'judgement')} it has not learned from", bold=True)
    if beyond:
        say(f"{beyond} more are on file and teach nothing: of one person a day the first {A_DAY} teach")
    if plan.why:
        say(plan.why)
    for name, model in (("now", plan.now), ("then", plan.then)):
        if model is not None:
            say(f"{name}: {say_left_out(plan.watch.id, model)}")
    _print_changed(plan.changed, zone)
    if accepted:
        say(f"learned from {count_of(accepted, 'judgement')}; it tells by them from the next run on")
    elif fresh and plan.then is not None:
        say(f"`hanmi watch learn {plan.watch.id} --accept` has it tell so from the next run on")


def print_query_plan(plan: QueryPlan, zone: str) -> None:
    """Show people how a query could leave out what was found off its topic, with the entry to paste."""
    off = sum(one.opinion is Opinion.OFF_TOPIC for one in plan.teaching.teach)
    say(f"{plan.watch.id}: {count_of(off, 'text')} found off its topic", bold=True)
    if plan.shared:
        print_table("Terms they met", ("term", "texts"), [(term, str(count)) for term, count in plan.shared])
    if plan.proposed is None:
        say("no word is in most of them and in none that is on the topic; nothing to propose")
        return
    _print_changed(plan.changed, zone)
    say("to narrow it, put this into hanmi.toml:\n")
    say(f"[[watch]]\nid = {write_value(plan.watch.id)}\nquery = {write_value(plan.proposed)}")


def _print_changed(changed: Changed | None, zone: str) -> None:
    if changed is None:
        return
    since = local_time(changed.since, zone)
    say(f"since {since} ({zone}) it would alert {changed.told_then} times, now {changed.told_now}")
    for title, lines in (("Met then, and not now", changed.gained), ("Met now, and not then", changed.lost)):
        if lines:
            rows = [(local_time(line.at, zone), line.outlet or "-", line.title) for line in lines]
            print_table(title, (f"published ({zone})", "outlet", "title"), rows[-SHOWN:][::-1])
