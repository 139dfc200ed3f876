"""Detect what a source leaves out: dates, addresses, or most of its texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from statistics import median

from storage.records import Coverage, Flaw, Poll, Remark, Teaser, TextSize
from storage.records.reason_texts import Code
from storage.records.reasons import Reason

LEAST_ENTRIES = 3
"""Fewer entries without a date may be chance."""

LATEST = 5
"""Texts of a source that are compared with those before them."""

LEAST_BEFORE = 10
"""With fewer texts before, nothing is known of what is usual."""

COLLAPSED = 0.3
RECOVERED = 0.5
"""Shares of the usual length at which texts count as short, and as well again."""

MOST_TEASERS = 3
"""Teasers among the latest that make a paywall of the source's and not of one article's."""


def remark_entries(before: Coverage, poll: Poll) -> tuple[Remark, ...]:
    """The remarks on a source after a poll that read it: whether entries lack addresses, or all dates."""
    nowhere = Reason(Code.NOWHERE, dropped=poll.dropped, of=poll.dropped + poll.entries)
    remarks = _renew(before.remarks, Flaw.NOWHERE, nowhere if poll.dropped else None, poll.at)
    if poll.entries < LEAST_ENTRIES:
        return remarks
    why = None if poll.dated else Reason(Code.UNDATED, count=poll.entries)
    return _renew(remarks, Flaw.UNDATED, why, poll.at)


def remark_texts(before: Coverage, texts: Sequence[TextSize], at: datetime) -> tuple[Remark, ...]:
    """The remarks on a source after new articles; `texts` are its latest, the newest first."""
    if len(texts) < LATEST:
        return before.remarks
    teasers = sum(text.teaser is Teaser.PAYWALL for text in texts[:LATEST])
    is_paid = teasers >= MOST_TEASERS
    why = Reason(Code.PAYWALL, teasers=teasers, of=LATEST) if is_paid else None
    remarks = _renew(before.remarks, Flaw.PAYWALL, why, at)
    return _remark_lengths(remarks, [text.length for text in texts], at)


def find_remark(remarks: Sequence[Remark], flaw: Flaw) -> Remark | None:
    """The remark on this flaw."""
    return next((remark for remark in remarks if remark.flaw is flaw), None)


def tell_remarks(before: Sequence[Remark], after: Sequence[Remark]) -> tuple[tuple[str, str], ...]:
    """Which remarks are new and which are over, each as a verdict and a reason for the ledger."""
    began = ((remark.flaw.value, remark.why) for remark in after if not find_remark(before, remark.flaw))
    ended = (
        (f"not {remark.flaw}", _say_over(remark)) for remark in before if not find_remark(after, remark.flaw)
    )
    return (*began, *ended)


def _say_over(remark: Remark) -> Reason:
    return Reason(Code.REMARK_OVER, since=remark.since.isoformat(timespec="minutes"), remark=remark.why)


def _remark_lengths(remarks: tuple[Remark, ...], lengths: list[int], at: datetime) -> tuple[Remark, ...]:
    """Compare with what was usual before the texts became short, however long that lasts."""
    known = find_remark(remarks, Flaw.SHORT)
    earlier = lengths[LATEST:]
    if known is None and len(earlier) < LEAST_BEFORE:
        return remarks
    now, usual = median(lengths[:LATEST]), known.usual if known else median(earlier)
    is_short = now < usual * (RECOVERED if known else COLLAPSED)
    why = Reason(Code.SHORT, of=LATEST, now=f"{now:,.0f}", usual=f"{usual:,.0f}")
    return _renew(remarks, Flaw.SHORT, why if is_short else None, at, usual)


def _renew(
    remarks: tuple[Remark, ...], flaw: Flaw, why: str | None, at: datetime, usual: float = 0.0
) -> tuple[Remark, ...]:
    """The remarks with this flaw updated; removed if `why` is None."""
    known = find_remark(remarks, flaw)
    others = tuple(remark for remark in remarks if remark.flaw is not flaw)
    if why is None:
        return others
    began = replace(known, why=why) if known else Remark(flaw=flaw, since=at, why=why, usual=usual)
    return (*others, began)
