"""Bundle what waited, for quiet hours or a rate limit, into one message per recipient."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from alerts.channels import Channel
from alerts.channels.email import Email
from alerts.channels.manners import Rate, share_slots
from alerts.channels.voice import PLAIN, Voice
from alerts.compose.gist import say_gist
from alerts.compose.mail import MAIL
from alerts.compose.quoting import pick_evidence
from alerts.compose.several.round_words import round_words
from alerts.compose.several.roundup import (
    Roundup,
    Section,
    name_first,
    render_safely,
    roundup_chat,
    roundup_mail,
)
from alerts.compose.text import CHAT, Offered, offer_story
from alerts.compose.words import Words, say_reason, words_for
from alerts.promise.deliveries import QUIET, delivery_id, new_delivery
from alerts.promise.gathered_notices import SAYS, gather_notices
from alerts.promise.notices import promise_to
from alerts.promise.terms import ReadGist
from storage.bugs import attempt, naming_faults
from storage.corpus.articles import read_article
from storage.database import Transaction
from storage.promises.alerts import read_alert, read_alerts
from storage.promises.outbox_held import (
    hold_deliveries,
    keep_bundle,
    read_backlog,
    read_carriers,
    read_held,
    read_sent_times,
    release_deliveries,
)
from storage.records import Alert, AlertKind, Delivery, Kept, Report
from storage.records.reason_texts import Code
from storage.records.reasons import Reason
from storage.records.telling import QUOTE

RATED = "no more than"
"""How the name of what a channel's rate holds begins."""

_SENTENCES = 2

Offer = Callable[[str, Words], Sequence[Offered]]
"""The links that a message offers on a story, in these words."""

_SAYS = {
    "en": ({True: "held through quiet hours", False: "at once"}, "{} articles", "messages in this one: {}"),
    "ko": (
        {True: "방해 금지 시간에 들어온 소식", False: "한꺼번에 전하는 소식"},
        "기사 {}건",
        "모은 알림: {}건",
    ),
}
"""Titles by whether quiet hours held it, the count of articles and that of messages, by language."""


@dataclass(frozen=True, slots=True)
class Ways:
    """How bundles are composed: the most sentences of one article, and what reads fact lines."""

    quote: int = QUOTE
    read_gist: ReadGist | None = None


PLAINLY = Ways()


def bundle_held(tx: Transaction, channels: Sequence[Channel], now: datetime, *, ways: Ways = PLAINLY) -> int:
    """Bundle held deliveries that may now go out; returns how many bundles were made.

    Sending it later under the bundle's id settles its members. A single held delivery goes as it is.
    """
    by_id = {channel.id: channel for channel in channels}
    groups = read_held(tx, now, list(by_id))
    return sum(_bundle(tx, by_id[members[0].channel], members, now, ways) for members in groups)


def cap_due(tx: Transaction, channels: Sequence[Channel], now: datetime, *, ways: Ways = PLAINLY) -> None:
    """Keep each channel's rate: what goes beyond it is bundled, or held until there is room.

    Call it after `bundle_held`: what waited is one message.
    """
    for channel in channels:
        if channel.manners.most is not None:
            for recipient, due in read_backlog(tx, channel.id, now).items():
                _cap(tx, channel, channel.manners.most, recipient, due, now, ways)


def _cap(
    tx: Transaction,
    channel: Channel,
    rate: Rate,
    recipient: str,
    due: Sequence[Delivery],
    now: datetime,
    ways: Ways,
) -> None:
    breaks = channel.manners.reason_to_break
    carriers = read_carriers(tx, [delivery.id for delivery in due])
    counted = [each for each in due if each.id in carriers or not breaks(read_alerts(tx, each.alerts))]
    if not counted:
        return
    counted.sort(key=lambda each: each.id not in carriers)  # a bundle is not bundled again: it goes first
    sent = read_sent_times(tx, channel.id, recipient, since=now - rate.per, now=now)
    shares = share_slots(len(counted), sent, rate)
    rest = counted[shares.alone :]
    if shares.until is not None:
        hold_deliveries(tx, rest, shares.until, f"{RATED} {rate.written}")
    elif len(loose := [each for each in rest if each.id not in carriers]) > 1:
        _bundle(tx, channel, loose, now, ways)


def compose_bundle(
    told: Iterable[tuple[Alert, Kept]],
    many: int,
    *,
    was_quiet: bool = True,
    quote: int = QUOTE,
    offer: Offer = lambda _story, _words: (),
    voice: Voice = PLAIN,
    read_gist: ReadGist | None = None,
) -> Roundup:
    """Compose one message from several, in order; an article that met several watches appears once.

    `was_quiet` says that quiet hours held it, else it is the channel's rate. Of Korean articles alone it is
    in Korean, where `voice` names no language. Its subject names the first story; `offer`
    gives the links of a story.
    """
    by_article: dict[str, tuple[Kept, list[Alert]]] = {}
    for alert, kept in told:
        by_article.setdefault(kept.article.id, (kept, []))[1].append(alert)
    is_korean = all(kept.article.lang == "ko" for kept, _ in by_article.values())
    lang = voice.lang or ("ko" if is_korean else "en")
    sections = [
        replace(
            _section(kept, alerts, quote, offer, voice.lang or kept.article.lang, lang),
            gist=_say_gist(kept, voice, read_gist),
        )
        for kept, alerts in by_article.values()
    ]
    groups = {group: place for place, group in enumerate(dict.fromkeys(each.group for each in sections))}
    titles, articles, messages = _SAYS[lang]
    count = articles.format(len(sections)) if len(sections) != 1 else articles.format(1).removesuffix("s")
    ordered = sorted(sections, key=lambda section: groups[section.group])
    return Roundup(
        title=f"[Hanmi Watch] {titles[was_quiet]}: {count}",
        subject=name_first(ordered, (), round_words(lang)),
        sections=tuple(ordered),
        notes=(messages.format(many),),
        lang=lang,
        is_digest=False,
    )


def _say_gist(kept: Kept, voice: Voice, read_gist: ReadGist | None) -> str:
    """The fact line of an article in another language than the channel's; empty where there is none."""
    if read_gist is None or not voice.gist or voice.lang in (None, kept.article.lang):
        return ""
    gist = attempt("fact line", partial(read_gist, kept.article), None)
    return say_gist(gist, voice.lang) if gist else ""


def _section(kept: Kept, alerts: Sequence[Alert], quote: int, offer: Offer, lang: str, whole: str) -> Section:
    """The section of an article in its language, under watches named in that of the `whole`."""
    words = words_for(lang)
    newest = max(alerts, key=lambda alert: alert.created_at)
    return Section(
        story=kept.story,
        reports=(Report.of(kept),),
        notes=_say_why(alerts, words),
        evidence=pick_evidence(newest.evidence, min(_SENTENCES, quote)),
        lang=lang,
        group=", ".join(dict.fromkeys(alert.name_in(whole) for alert in alerts)),
        offered=tuple(offer(kept.story, words)),
    )


def _say_why(alerts: Sequence[Alert], words: Words) -> tuple[str, ...]:
    """Why it is told, each reason once; what any first alert would say is left out.

    Of what was corrected while it waited only the newest text is read: its corrections say nothing then,
    unless the article itself is gone or back.
    """
    is_new = any(alert.kind is not AlertKind.CORRECTION for alert in alerts)
    said: dict[str, None] = {}
    for alert in alerts:
        is_correction = alert.kind is AlertKind.CORRECTION
        label = f"{words.kinds[alert.kind]}: " if is_correction else ""
        for reason in alert.reasons:
            code = reason.code if isinstance(reason, Reason) else None
            if code not in _PLAIN and not (is_correction and is_new and code not in _WHOLE):
                said[f"{label}{say_reason(reason, words)}"] = None
    return tuple(said)


_PLAIN = frozenset((Code.FIRST, Code.EARLIER, Code.EACH))
_WHOLE = frozenset((Code.REMOVAL, Code.RETURN))


def _offer_by(channel: Channel, id: str, recipient: str, now: datetime) -> Offer:
    """The links of a story in a mail of this channel: its page, and muting it."""
    links = channel.links if isinstance(channel, Email) else None

    def offer(story: str, words: Words) -> Sequence[Offered]:
        return offer_story(story, words, links, id, recipient, now) if links else ()

    return offer


def _bundle(
    tx: Transaction, channel: Channel, members: Sequence[Delivery], now: datetime, ways: Ways
) -> bool:
    """Make one message of several; if a bug prevents it, they go out separately."""
    with naming_faults(members[0].id) as faults:
        bundle = attempt("bundle", lambda: _make_bundle(tx, channel, members, now, ways), None)
        faults.keep(tx, now)
    if bundle is None:
        release_deliveries(tx, members)
        return False
    keep_bundle(tx, bundle, members)
    return True


def _make_bundle(
    tx: Transaction, channel: Channel, members: Sequence[Delivery], now: datetime, ways: Ways
) -> Delivery:
    recipient, held = members[0].recipient, members[0].held
    if held in SAYS:
        return promise_to(gather_notices(held, members), channel, recipient, now)
    carried = tuple(dict.fromkeys(alert for member in members for alert in member.alerts))
    id = delivery_id(channel.id, recipient, ("bundle", *(member.id for member in members)))
    was_quiet = held is not None and held.startswith(QUIET)
    told = list(_read_told(tx, carried))
    offer = _offer_by(channel, id, recipient, now)
    roundup = compose_bundle(
        told,
        len(members),
        was_quiet=was_quiet,
        quote=ways.quote,
        offer=offer,
        voice=channel.voice,
        read_gist=ways.read_gist,
    )
    if isinstance(channel, Email):
        content_type = MAIL
        watches = {alert.watch: alert.name_in(roundup.lang) for alert, _ in told}
        mail = partial(roundup_mail, id=id, channel=channel, recipient=recipient, now=now, watches=watches)
        body = render_safely(roundup, mail)
    else:
        content_type, body = CHAT, render_safely(roundup, roundup_chat)
    return new_delivery(id, channel.id, recipient, content_type, body, now=now, due=now, alerts=carried)


def _read_told(tx: Transaction, carried: Sequence[str]) -> Iterable[tuple[Alert, Kept]]:
    for id in carried:
        alert = read_alert(tx, id)
        kept = read_article(tx, alert.article) if alert else None
        if alert and kept:
            yield alert, kept
