"""Files as further words on an article: what says otherwise than the corpus has it is kept as a version.

keep_file ─▶ keep_article ─▶ known ─▶ _compare ─▶ in its place: keep_change, or aside: add_change
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from alerts.promise.tell import Told
from flows.keeping.known_article import may_be_version
from flows.keeping.new_article import ReadThrough, keep_article, show_told
from flows.keeping.new_version import FILE, Found, add_change, keep_change
from flows.report import Keeping
from flows.versions.classify import Change, is_cut, judge_change
from flows.versions.clean import LONGEST, Said
from flows.versions.names import read_names
from flows.wiring import House
from storage.bugs import attempt, naming_faults
from storage.corpus.articles import article_number, read_article
from storage.corpus.ledger import read_decisions
from storage.corpus.names import find_file, name_article, note_file
from storage.corpus.versions import read_versions
from storage.database import Transaction
from storage.judging.stories import date_article
from storage.records import Article, Kept, Published, TextFrom, VersionKind

DAY = timedelta(days=1)

READ_BY_RULES = (".html", ".htm", ".xhtml", ".warc", ".txt", ".text", ".md", ".markdown")
"""Files whose title and text our rules find: read by other rules they differ though nobody changed them."""


def keep_file(
    house: House,
    article: Article,
    *,
    is_whole: bool,
    now: datetime,
    may_tell: bool,
    read: ReadThrough | None = None,
) -> Keeping:
    """Bring an article of a file into the corpus; where it is known there and reads otherwise, as a version.

    `is_whole` says that the file is this one article: then its path names it where it has no address. Nobody
    is told of a correction without `may_tell`. `read` is the article as it was read through before.

    Raises:
        StorageError: nothing of it was kept.
    """
    at_path = _find_path(article) if is_whole else None
    held = _read_held(house, at_path) if at_path else None
    if held is not None and may_be_version(article, held.article):
        keeping = _keep_version(house, held.article.id, article, now, may_tell)
    else:
        keeping = _keep_or_compare(house, article, held, now, may_tell, read)
    if at_path is not None:
        with house.db.writing() as tx:
            note_file(tx, keeping.known or article.id, at_path)
    return keeping


def _find_path(article: Article) -> str | None:
    """The path by which an article without an address is known again."""
    return os.path.realpath(article.path) if article.path and article.url is None else None


def _keep_or_compare(
    house: House,
    article: Article,
    held: Kept | None,
    now: datetime,
    may_tell: bool,
    read: ReadThrough | None,
) -> Keeping:
    """Keep what a file says as an article of its own unless it is known; `held` is what it said before."""
    keeping = keep_article(house, article, now=now, tell_backfill=may_tell, read=read)
    if keeping.known is not None:
        version = _keep_version(house, keeping.known, article, now, may_tell)
        return replace(version, doubt=keeping.doubt)
    if held is None:
        return keeping
    doubt = f"the file held another text before, {held.article.id}; both are kept"
    return replace(keeping, doubt=keeping.doubt or doubt)


def _read_held(house: House, path: str) -> Kept | None:
    with house.db.reading() as tx:
        id_ = find_file(tx, path)
        return read_article(tx, id_) if id_ else None


def _keep_version(house: House, known: str, article: Article, now: datetime, may_tell: bool) -> Keeping:
    """Keep what a file says of a known article; nothing where that is what one of its versions says."""
    with house.db.reading() as tx:
        if _is_same(_said(_read(tx, known).article), _said(article)):  # as nearly always
            return Keeping("known", known=known)
    told: tuple[Told, ...] = ()
    with naming_faults(known) as faults, house.db.writing() as tx:
        if _is_known(tx, known, article):
            return Keeping("known", known=known)
        _note_name_and_date(tx, known, article)
        kept = _read(tx, known)
        found = _compare(house, kept.article, article)
        if _takes_its_place(tx, kept, article):
            found = replace(found, change=None) if _is_read_anew(kept.article, article) else found
            told = _put_in_place(tx, house, kept, found, now, may_tell)
        else:
            _lay_aside(tx, kept, found, now)
        faults.keep(tx, now)
    for each in told:
        attempt("console", partial(show_told, house, each), None)
    return Keeping(
        "updated" if found.change else "known",
        known=known,
        told=sum(each.count for each in told),
        untold=sum(each.untold for each in told),
        faults=faults.whys,
    )


def _note_name_and_date(tx: Transaction, known: str, article: Article) -> None:
    """Note what a file adds to a known article: its content as a name, and the day where it had none."""
    if article.url is None:
        name_article(tx, known, (article.key,))
    if article.published is not None:
        date_article(tx, known, article.published)


def _is_known(tx: Transaction, known: str, article: Article) -> bool:
    """Whether the corpus has what a file says, as the article's own text or as one of its versions."""
    said = _said(article)
    if _say_the_same(_said(_read(tx, known).article), said):
        return True
    versions = (each for each in read_versions(tx, known) if each.kind is not VersionKind.REMOVAL)
    return any(_say_the_same(Said(title=each.title, text=each.text), said) for each in versions)


def _read(tx: Transaction, known: str) -> Kept:
    kept = read_article(tx, known)
    assert kept is not None, "it was found by a name, and nothing is deleted"
    return kept


def _say_the_same(one: Said, other: Said) -> bool:
    if _is_same(one, other):
        return True
    if max(len(one.text), len(other.text)) > LONGEST:  # what stands beyond is not compared by sense
        return False
    return attempt("comparison", lambda: judge_change(one, other) is None, False)


def _is_same(one: Said, other: Said) -> bool:
    return one.title.split() == other.title.split() and one.text.split() == other.text.split()


def _compare(house: House, before: Article, after: Article) -> Found:
    """What a file says otherwise; a rewrite where that cannot be told."""
    names = attempt("names", lambda: read_names(house.settings.entities), {})
    change = attempt("comparison", lambda: judge_change(_said(before), _said(after), names), None)
    change = change or Change(kind=VersionKind.REWRITE)
    return Found(change=change, article=after, step=FILE, dated=after.published)


def _takes_its_place(tx: Transaction, kept: Kept, article: Article) -> bool:
    """Whether a file's text becomes the article's own: over a file's, if not older and no part of a whole."""
    before = kept.article
    if before.text_from is not TextFrom.FILE or _is_older(article.published, _date_of_text(tx, kept)):
        return False
    is_part = article.teaser is not None or is_cut(_said(before), _said(article))
    return before.teaser is not None or not is_part


def _date_of_text(tx: Transaction, kept: Kept) -> Published | None:
    """The date that came with the article's current text: the article keeps that of its first publication."""
    decisions = read_decisions(tx, [kept.article.id])
    put = [each for each in decisions if each.step == FILE and each.verdict != VersionKind.ASIDE]
    if not put:
        return kept.article.published
    at = put[-1].detail.get("published")
    day_only = bool(put[-1].detail.get("day_only"))
    return Published(at=datetime.fromisoformat(at), by=FILE, day_only=day_only) if at else None


def _is_older(one: Published | None, other: Published | None) -> bool:
    """Whether one was published before the other; a bare day is all of that day. No where nobody knows."""
    if one is None or other is None:
        return False
    return one.at <= other.at - DAY if other.day_only else one.at < other.at


def _is_read_anew(before: Article, after: Article) -> bool:
    """Whether the same file was read by other rules before, so that what differs may be our reading."""
    name = os.path.basename(after.path or "").lower().removesuffix(".gz")
    is_same_file = os.path.basename(before.path or "") == os.path.basename(after.path or "")
    return is_same_file and name.endswith(READ_BY_RULES) and before.extraction != after.extraction


def _put_in_place(
    tx: Transaction, house: House, kept: Kept, found: Found, now: datetime, may_tell: bool
) -> tuple[Told, ...]:
    number = article_number(tx, kept.article.id)
    before = kept.article
    after = replace(
        before,
        title=found.article.title,
        text=found.article.text,
        subtitle=found.article.subtitle or before.subtitle,
        authors=found.article.authors or before.authors,
        teaser=found.article.teaser,
        extraction=found.article.extraction,
    )
    terms = replace(house.terms, tell_backfill=may_tell)
    placed = replace(found, article=after)
    return keep_change(tx, replace(house, terms=terms), number, kept, placed, now, may_correct=may_tell)


def _lay_aside(tx: Transaction, kept: Kept, found: Found, now: datetime) -> None:
    assert found.change is not None, "only what takes the article's place is a mere reading"
    change = replace(found.change, kind=VersionKind.ASIDE)
    add_change(tx, article_number(tx, kept.article.id), kept.article, found, change, now)


def _said(article: Article) -> Said:
    return Said(title=article.title, text=article.text)
