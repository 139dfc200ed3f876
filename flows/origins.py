"""How many origins an article's story has, for `origins >= n`: of one kept now, long ago, or not yet."""

from __future__ import annotations

from flows.judge.verdict import judge_article
from flows.wiring import House
from storage.corpus.credits import credit_kept
from storage.corpus.origins import count_origins
from storage.corpus.versions import read_versions
from storage.database import Transaction
from storage.lists.story_reports import read_credited, read_reports
from storage.records import Article, Kept, VersionKind


def origins_now(tx: Transaction, story: str) -> int:
    """Of a story as it stands: with the article that was just kept, or its version that was."""
    return count_origins(read_credited(tx, story))


def origins_then(tx: Transaction, kept: Kept, number: int) -> int:
    """Of the story of a kept article when its watches were last asked: when it was kept, or changed.

    So matching a corpus anew gives what keeping it gave, but for what changed in the watchlist.
    """
    versions = [each for each in read_versions(tx, kept.article.id) if each.kind is not VersionKind.ASIDE]
    read_at = versions[-1].read_at if versions else None
    reports = read_reports(tx, [kept.story], kept_by=number, or_read_by=read_at)
    return count_origins([report.credited for report in reports.get(kept.story, ())])


def would_meet(house: House, article: Article) -> bool:
    """Whether an article would meet a watch if it was kept now."""

    def count() -> int:
        with house.db.reading() as tx:
            verdict = judge_article(tx, article, reading.mentions()).verdict
            kept = Kept(article=article, copy=verdict.copy, group=verdict.group, story=verdict.story)
            return count_origins([*read_credited(tx, verdict.story), credit_kept(kept)])

    reading = house.watchlist.read(article, count)
    return bool(reading.matches())
