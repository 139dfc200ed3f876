"""Alert on one article: decide for each watch it met, keep the alerts, promise their deliveries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from alerts.compose.mail import Thread, read_thread
from alerts.compose.public_json import mask_recipient
from alerts.compose.quoting import pick_evidence
from alerts.compose.telling import Telling
from alerts.compose.unseen import read_blind
from alerts.decide.gather import Past, gather_and_decide
from alerts.decide.novelty import list_turning
from alerts.decide.policy.case import UNWEIGHED, Case, Choice, Fold, Hold, Tell
from alerts.decide.policy.decide import decide, make_alert
from alerts.promise.decided import make_decision
from alerts.promise.deliveries import (
    FindThread,
    compose_safely,
    list_left_out,
    promise_deliveries,
)
from alerts.promise.past import StoredPast
from alerts.promise.raising import raise_told
from alerts.promise.terms import TellingTerms
from alerts.turns.read import read_acts
from storage.bugs import attempt
from storage.corpus.articles import read_article
from storage.corpus.ledger import keep_decisions
from storage.database import Transaction
from storage.lists.story_lists import read_story
from storage.promises.alerts import (
    keep_alerts,
    list_reports,
    read_alerts,
)
from storage.promises.outbox import first_on_story, keep_deliveries, read_waiting, replace_body
from storage.readers.unsubscribings import UNSUBSCRIBED, read_unsubscribed
from storage.records import (
    Alert,
    AlertKind,
    Decision,
    Delivery,
    Kept,
    Match,
    Report,
    Story,
    Urgency,
)
from storage.records.gist import Gist
from storage.records.reason_texts import Code
from storage.records.reasons import Reason, join_reasons


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an article led to: alerts that are new, watches that it met in silence.

    `held` counts those of the latter that tell of it in a digest. `telling` is what the messages were
    composed of, None where nobody is told.
    """

    count: int = 0
    untold: int = 0
    held: int = 0
    telling: Telling | None = field(default=None, repr=False)


def tell_article(
    tx: Transaction, kept: Kept, matches: Sequence[Match], terms: TellingTerms, now: datetime
) -> Told:
    """Decide, keep and promise in the transaction that keeps the article.

    Call it once the article stands in its story and copy group. Matches of watches that are not configured
    are passed over. Each decision leaves its row, whose subject is the article's id.
    """
    known = [match for match in matches if match.watch in terms.watches]
    if terms.wait:
        attempt("reprints", lambda: _renew_waiting(tx, kept.story, terms, now), None, within=tx)
    if not known:
        return Told()
    past = StoredPast(tx, now)
    cases = [_make_case(kept, match, terms, now) for match in known]
    decided = [one for case in cases if (one := _decide(case, past))]
    keep_decisions(tx, (_row(case, choice) for case, choice in decided))
    renew = partial(_renew, tx, kept.story, terms, now)
    raise_told(tx, (case for case, _ in decided), past, renew, now)
    held = _count_held(decided, terms)
    made = [make_alert(case, choice) for case, choice in decided if isinstance(choice, Tell)]
    new = tuple(keep_alerts(tx, made))
    if not new:
        return Told(untold=len(decided), held=held)
    telling = _compose_telling(tx, kept, new, decided, past.read_story(kept), terms, now)
    _promise(tx, telling, terms)
    return Told(count=len(new), untold=len(decided) - len(new), held=held, telling=telling)


def _count_held(decided: Iterable[tuple[Case, Choice]], terms: TellingTerms) -> int:
    """How many matches stand in a digest that somebody gets."""
    digested = {watch for watch, _ in terms.routes.digested}
    return sum(isinstance(choice, Hold) and case.watch.id in digested for case, choice in decided)


def _compose_telling(
    tx: Transaction,
    kept: Kept,
    new: tuple[Alert, ...],
    decided: Sequence[tuple[Case, Choice]],
    story: Story,
    terms: TellingTerms,
    now: datetime,
) -> Telling:
    """What there is to say of an article; a part that cannot be computed is left out."""
    telling = attempt(
        "other reports",
        lambda: read_telling(tx, kept, story, new, now),
        Telling(article=kept, story=story, alerts=new, earlier=(), also=(), now=now),
    )
    return replace(
        telling,
        also=_list_since(telling.also, decided),
        unseen=attempt("what was not seen", lambda: read_blind(tx, terms.sources, now), ()),
        news=_list_news(decided),
        said={case.watch.id: list_said(case.history.told, terms.quote) for case, _ in decided},
        quote=terms.quote,
        gist=_read_gist(kept, new, terms),
    )


def _decide(case: Case, past: Past) -> tuple[Case, Choice] | None:
    """A watch's decision. After a bug it is made without weighing anything; None if that fails too."""
    part = f"decision for {case.watch.id}"
    return attempt(part, lambda: gather_and_decide(case, past), None) or attempt(
        part, lambda: _decide_unweighed(case, past), None
    )


def _decide_unweighed(case: Case, past: Past) -> tuple[Case, Choice]:
    met = case.watch.id in past.list_met_in_group(case.kept)
    history = past.read_history(case.watch.id, case.kept)
    origins, mute = past.count_origins(case.kept), past.read_mute(case.watch.id, case.kept)
    plain = replace(case, history=history, met_by_copy=met, muted=mute, origins=origins, unheard=UNWEIGHED)
    return plain, decide(plain)


def _read_gist(kept: Kept, alerts: Sequence[Alert], terms: TellingTerms) -> Gist | None:
    """What is recognised of the article, read only where a channel of these alerts says it."""
    article = kept.article
    if terms.read_gist is None or not terms.routes.is_read_out(alerts, article.lang):
        return None
    return attempt("fact line", partial(terms.read_gist, article), None)


def _list_news(decided: Sequence[tuple[Case, Choice]]) -> tuple[str, ...]:
    """What is new to a reader who was alerted before; to anyone else everything is.

    What says how the story turned stands before what is new beside it.
    """
    told = [case for case, choice in decided if isinstance(choice, Tell)]
    if not told or not all(case.history.told for case in told):
        return ()
    article, novelty = told[0].kept.article, told[0].novelty
    turning = attempt("turning sentence", lambda: list_turning(article, novelty), ())
    news, title = tuple(dict.fromkeys((*turning, *novelty.news))), article.title
    if attempt("first sentence", partial(_is_headed, told[0]), False):
        return (title, *(said for said in news if said != title))
    return news


def _is_headed(case: Case) -> bool:
    """Whether the headline itself says what turned, or has a figure that is new."""
    turns, article = set(case.novelty.turns), case.kept.article
    return bool(case.novelty.headed or (turns and turns & read_acts(article).headline))


def _list_since(reports: tuple[Report, ...], decided: Sequence[tuple[Case, Choice]]) -> tuple[Report, ...]:
    """Those that can tell of what is new: what was out when a watch last told of the story is known.

    That another watch tells of it for the first time makes no earlier report one on what is new now.
    """
    told = [case.history.told for case, choice in decided if isinstance(choice, Tell)]
    last = max((alert.created_at for alerts in told for alert in alerts), default=None)
    if last is None:
        return reports
    return tuple(each for each in reports if each.published and each.published.at > last)


def list_said(told: Sequence[Alert], quote: int) -> frozenset[str]:
    """The sentences that messages of these alerts quoted of what matched."""
    return frozenset(sentence.text for alert in told for sentence in pick_evidence(alert.evidence, quote))


def read_telling(
    tx: Transaction, kept: Kept, story: Story, alerts: tuple[Alert, ...], now: datetime
) -> Telling:
    """What is said of an article: who else reports it, each outlet once, and what came before it."""
    own = kept.article.outlet
    others = list_reports(tx, story.id, without=[kept.article.id])
    by_outlet: dict[str, Report] = {}
    for report, _ in others:
        if report.outlet and report.outlet != own:
            by_outlet.setdefault(report.outlet, report)
    return Telling(
        article=kept,
        story=story,
        alerts=alerts,
        earlier=tuple(report for report, is_copy in others if not is_copy),
        also=tuple(by_outlet.values()),
        now=now,
    )


def _promise(tx: Transaction, telling: Telling, terms: TellingTerms) -> None:
    """Promise the deliveries; only the first word of a story waits for reprints, and no flash.

    Who unsubscribed gets none, and that is a decision of its own.
    """
    is_first = all(
        alert.kind is AlertKind.FIRST and alert.urgency is not Urgency.FLASH for alert in telling.alerts
    )
    wait = terms.wait if is_first else timedelta()
    threads = find_threads(tx, telling.story.id)
    unsubscribed = read_unsubscribed(tx)
    left_out = list_left_out(telling.alerts, terms.routes, unsubscribed)
    keep_decisions(tx, [_row_of_left_out(alert, recipient, telling.now) for recipient, alert in left_out])
    promised = promise_deliveries(telling, terms.routes, threads, wait=wait, unsubscribed=unsubscribed)
    keep_deliveries(tx, promised)


def _row_of_left_out(alert: Alert, recipient: str, now: datetime) -> Decision:
    """The address is masked: the row stays when the person is forgotten."""
    return Decision(
        at=now,
        step=UNSUBSCRIBED,
        subject=alert.article,
        verdict="left-out",
        why=Reason(Code.UNSUBSCRIBED, who=mask_recipient(recipient), watch=alert.watch_name),
        detail={"watch": alert.watch, "story": alert.story, "recipient": mask_recipient(recipient)},
    )


def find_threads(tx: Transaction, story: str) -> FindThread:
    """How messages on a story find the first one that their reader got, to reply to it."""

    def find(channel: str, recipient: str) -> Thread | None:
        first = first_on_story(tx, story, channel, recipient)
        return attempt("thread", lambda: read_thread(first.body), None) if first else None

    return find


def _renew_waiting(tx: Transaction, story: str, terms: TellingTerms, now: datetime) -> None:
    """Compose anew what waits for reprints of a story, now that it has one more report.

    The bytes of a message may change until somebody tries to send it, and never after.
    """
    for delivery in read_waiting(tx, story, now):
        _renew(tx, story, terms, now, delivery)


def _renew(tx: Transaction, story: str, terms: TellingTerms, now: datetime, delivery: Delivery) -> None:
    if (channel := terms.routes.find(delivery.channel)) is None:
        return
    alerts = tuple(read_alerts(tx, delivery.alerts))
    kept, whole = read_article(tx, alerts[0].article), read_story(tx, story)
    if kept is None or whole is None:
        return
    telling = replace(
        read_telling(tx, kept, whole, alerts, delivery.created_at),
        unseen=read_blind(tx, terms.sources, now),
        quote=terms.quote,
        gist=_read_gist(kept, alerts, terms),
    )
    composed = compose_safely(telling, channel, delivery.id, delivery.recipient, lambda *_: None)
    if composed is not None:
        replace_body(tx, delivery.id, composed[1])


def _make_case(kept: Kept, match: Match, terms: TellingTerms, now: datetime) -> Case:
    """What is known of a case without reading anything for it."""
    return Case(
        watch=terms.watches[match.watch],
        kept=kept,
        match=match,
        now=now,
        is_digested=terms.routes.is_digested(match.watch),
        tell_backfill=terms.tell_backfill,
        official=terms.official,
        actors=terms.actors,
        names=terms.names,
        cooldown=terms.cooldown,
    )


def _row(case: Case, choice: Choice) -> Decision:
    match choice:
        case Tell(kind=kind, reasons=reasons):
            verdict, why = kind.value, join_reasons(reasons)
        case Fold(why=why):
            verdict = "folded"
        case Hold(why=why):
            verdict = "held"
    return make_decision(case.kept.article.id, case.watch.id, case.kept.story, verdict, why, case.now)
