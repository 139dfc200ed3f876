"""What readers think of an alert or an article: on topic, off topic, known, late."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.responses import Response

from flows.desk.asked import Unreadable
from flows.desk.changing.changes import back
from flows.desk.changing.editing import who_asks
from flows.desk.desk import Asking
from flows.learning.judge import find_judged, keep_opinion, take_opinion_back
from storage.records import Judgement, Opinion

OPINIONS = tuple(opinion.value for opinion in Opinion)


def judge(asking: Asking) -> Response:
    """Keep what the reader thinks, in place of what he thought before; the same again takes it back."""
    form, desk = asking.form, asking.desk
    try:
        opinion = Opinion(form.get("opinion", ""))
    except ValueError:
        raise Unreadable(
            "filter_unknown",
            name="opinion",
            given=form.get("opinion", "")[:20],
            known=", ".join(OPINIONS),
        ) from None
    who = who_asks(asking)
    with desk.db.writing() as tx:
        judged = find_judged(tx, form.get("asked", ""), form.get("watch") or None, desk.settings.watches)
        if not keep_opinion(tx, judged, opinion, who.by, who.at):
            take_opinion_back(tx, judged, who.by)
    return back(asking, f"/articles/{judged.kept.article.id}")


def opinions_of(asking: Asking, judgements: Iterable[Judgement]) -> dict[tuple[str, str], str]:
    """What this reader thought, by watch and article."""
    by = who_asks(asking).by
    return {(one.watch, one.article): one.opinion.value for one in judgements if one.by == by}
