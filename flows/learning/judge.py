"""Keep what a reader thought of an alert, or of an article."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.corpus.articles import find_article, read_matches
from storage.database import Transaction
from storage.errors import HanmiError
from storage.language.spelt import find_alike
from storage.promises.alerts import alerts_of_article, read_alert
from storage.readers.judgements import keep_judgement, take_back
from storage.records import Alert, Judgement, Kept, Opinion, Watch
from storage.records.desk_texts import DeskCode
from storage.records.reasons import Reason

LONGEST_NAME = 100
"""Characters of the name of whoever judges."""


class CannotJudge(HanmiError):
    """Nothing was judged: what was meant is not there, or could be several things."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An article and the watch for which it is judged; `alert` where an alert was."""

    kept: Kept
    watch: str
    alert: str | None


def find_judged(tx: Transaction, asked: str, watch: str | None, watches: Sequence[Watch]) -> Judged:
    """What an alert's id, or an article's id or address, and a watch mean together.

    Without a watch it is the alert's, or the only one that told of the article; where none did, the only
    one that it met.

    Raises:
        CannotJudge: there is no such alert or article, or it is not clear for which watch.
    """
    alert = read_alert(tx, asked)
    kept = find_article(tx, alert.article if alert else asked)
    if kept is None:
        raise CannotJudge(asked, Reason(DeskCode.NOT_KEPT))
    told = [alert] if alert else alerts_of_article(tx, kept.article.id)
    met = [match.watch for match in read_matches(tx, kept.article.id)]
    chosen = watch or _only_watch(asked, told, met)
    ids = {one.id for one in watches} | {one.watch for one in told}
    if chosen not in ids:
        raise CannotJudge(asked, Reason(DeskCode.NO_WATCH, watch=chosen), hint=_near(chosen, met, ids))
    of_watch = next((one.id for one in told if one.watch == chosen), None)
    return Judged(kept=kept, watch=chosen, alert=of_watch)


def _only_watch(asked: str, told: Sequence[Alert], met: Sequence[str]) -> str:
    names = list(dict.fromkeys(alert.watch for alert in told)) or list(met)
    if len(names) == 1:
        return names[0]
    if not names:
        hint = "say with --watch for which you judge it; `hanmi watch list` has all"
        raise CannotJudge(asked, Reason(DeskCode.MET_NO_WATCH), hint=hint)
    code = DeskCode.SEVERAL_TOLD if told else DeskCode.SEVERAL_MET
    why = Reason(code, count=len(names))
    raise CannotJudge(asked, why, hint=f"say which with --watch: {', '.join(names)}")


def _near(asked: str, met: Sequence[str], known: Collection[str]) -> str:
    """Which watch may have been meant: one of that name, else those that the article met."""
    if alike := find_alike(asked, sorted(known), cutoff=0.5):
        return f"did you mean {alike}?"
    return f"the article met {', '.join(met)}" if met else "`hanmi watch list` has all"


def keep_opinion(tx: Transaction, judged: Judged, opinion: Opinion, by: str, now: datetime) -> bool:
    """Keep an opinion in place of the same person's earlier one; whether anything changed."""
    article = judged.kept.article
    return keep_judgement(
        tx,
        Judgement(
            watch=judged.watch,
            article=article.id,
            opinion=opinion,
            by=_clean_name(by),
            at=now,
            title=article.title,
            text=article.text,
            lang=article.lang,
            published_at=article.published.at if article.published else None,
            alert=judged.alert,
        ),
    )


def take_opinion_back(tx: Transaction, judged: Judged, by: str) -> bool:
    """Forget what somebody thought; whether they had said anything."""
    return take_back(tx, judged.watch, judged.kept.article.id, _clean_name(by))


def _clean_name(by: str) -> str:
    return " ".join(by.split())[:LONGEST_NAME] or "unknown"
