"""What a watch would tell after learning from its readers, and letting it tell so from the next run on."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from flows.config.telling import make_terms
from flows.desk.asked import Unreadable
from flows.desk.desk import Asking
from flows.desk.finding import find_asked
from flows.inspect.rehearsing.learning import IdeaPlan, QueryPlan, plan_idea, plan_query
from flows.learning.accept import accept_learned
from storage.records import Watch

SHOWN = 20


def show_learning(asking: Asking) -> Response:
    """What would change over the last 30 days; it takes seconds, and so asks for a login."""
    watch = find_asked(asking, asking.desk.settings.watches)
    may_look = asking.reader.may_change and not asking.is_foreign
    plan = _plan(asking, watch) if may_look else None
    return asking.page(
        "learning.html",
        watch=watch,
        plan=plan,
        is_idea=isinstance(plan, IdeaPlan),
        shown=SHOWN,
    )


def accept_learning(asking: Asking) -> Response:
    """Have an idea tell by what was judged, from the next run on."""
    desk = asking.desk
    watch = find_asked(asking, desk.settings.watches)
    plan = _plan(asking, watch)
    if not isinstance(plan, IdeaPlan) or plan.then is None:
        raise Unreadable("nothing_to_learn", watch=watch.id)
    accept_learned(desk.db, watch.id, plan.then, plan.teaching.teach, asking.now)
    desk.forget()
    return RedirectResponse(f"/watches/{watch.id}", 303)


def _plan(asking: Asking, watch: Watch) -> IdeaPlan | QueryPlan:
    desk = asking.desk
    with desk.turns.take(asking.is_wanted):
        plan = plan_idea if watch.idea else plan_query
        return plan(desk.db, desk.settings, watch, make_terms(desk.settings), asking.now)
