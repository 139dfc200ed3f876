"""What a cycle or a backfill did: counts, and the names of what failed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from flows.sources.health.outage import name_outage
from storage.records import Poll


@dataclass(frozen=True, slots=True)
class Keeping:
    """What became of one article: `state`, and how many watches it was told or not told to.

    `known` is the id of the article that it was known as. `faults` says in a line each what of it could not
    be computed, `doubt` of a file what to look at.
    """

    state: Literal["new", "duplicate", "updated", "known"]
    known: str | None = None
    told: int = 0
    untold: int = 0
    faults: tuple[str, ...] = ()
    doubt: str | None = None


@dataclass(slots=True)
class CycleReport:
    """The tally of one monitoring cycle.

    `failures` names each source and page that could not be read; `faults` counts the articles of which a
    fault of this program left something out, which are named there too.
    """

    polled: int = 0
    unchanged: int = 0
    failed: int = 0
    new: int = 0
    duplicate: int = 0
    updated: int = 0
    unread: int = 0
    created: int = 0
    suppressed: int = 0
    sent: int = 0
    retrying: int = 0
    dead: int = 0
    faults: int = 0
    seconds: float = 0.0
    failures: list[dict[str, str]] = field(default_factory=list)

    def count_poll(self, poll: Poll) -> None:
        """Count one poll and name its failure."""
        self.polled += 1
        self.unchanged += poll.is_ok and not poll.new
        if not poll.is_ok:
            self.failed += 1
            self.failures.append(
                {"source": poll.source, "result": poll.result, "why": poll.why or poll.result}
            )

    def has_failed(self, named: Collection[str], configured: int) -> bool:
        """Whether nothing that was to be read could be read.

        One source of many that is down is a fact to report; all of two or more that were due, the one that
        was `named`, or the only one `configured`, are a failure.
        """
        is_alone = len(named) == 1 or configured == 1
        return self.failed == self.polled and self.polled >= (1 if is_alone else 2)

    @property
    def outage(self) -> str | None:
        """That the network seems to be down, which stands for all its failures; None where it does not."""
        if self.failed < self.polled:
            return None
        return name_outage((each["result"], each["why"]) for each in self.failures if "result" in each)

    def count_unread(self, source: str, url: str, why: str) -> None:
        """Count an article whose page could not be read this time, and name it."""
        self.unread += 1
        self.failures.append({"source": source, "url": url, "why": why})

    def count_kept(self, keeping: Keeping, source: str, url: str) -> None:
        """Count one article."""
        self.new += keeping.state == "new"
        self.duplicate += keeping.state == "duplicate"
        self.created += keeping.told
        self.suppressed += keeping.untold
        self.count_faults(keeping.faults, source, url)

    def count_faults(self, whys: Collection[str], source: str, url: str) -> None:
        """Count and name what of one article could not be computed, if anything."""
        self.faults += bool(whys)
        self.failures.extend({"source": source, "url": url, "why": why} for why in whys)

    def as_json(self) -> dict[str, Any]:
        """The document of `hanmi run --json`."""
        return {
            "sources": {"polled": self.polled, "unchanged": self.unchanged, "failed": self.failed},
            "articles": {
                "new": self.new,
                "duplicate": self.duplicate,
                "updated": self.updated,
                "failed": self.unread,
            },
            "alerts": {"created": self.created, "suppressed": self.suppressed},
            "deliveries": {"sent": self.sent, "retrying": self.retrying, "dead": self.dead},
            "faults": self.faults,
            "seconds": round(self.seconds, 3),
            "failures": self.failures,
        }


@dataclass(frozen=True, slots=True)
class Failure:
    """A file or record that could not be brought in, or not without a doubt."""

    path: str
    reason: str


@dataclass(slots=True)
class BackfillReport:
    """The tally of one backfill.

    `skipped` counts files of kinds that are not read, `failed` what could not be; `failures` names these, and
    also what was read with a doubt that somebody should look at. `faults` counts the articles of which a
    fault of this program left something out, which are named there too.
    """

    files: int = 0
    skipped: int = 0
    new: int = 0
    duplicate: int = 0
    updated: int = 0
    known: int = 0
    failed: int = 0
    created: int = 0
    suppressed: int = 0
    sent: int = 0
    retrying: int = 0
    dead: int = 0
    faults: int = 0
    failures: list[Failure] = field(default_factory=list)

    def count_kept(self, keeping: Keeping, path: str) -> None:
        """Count one article."""
        self.new += keeping.state == "new"
        self.duplicate += keeping.state == "duplicate"
        self.updated += keeping.state == "updated"
        self.known += keeping.state == "known"
        self.created += keeping.told
        self.suppressed += keeping.untold
        self.count_faults(keeping.faults, path)
        if keeping.doubt:
            self.failures.append(Failure(path=path, reason=keeping.doubt))

    def count_faults(self, whys: Collection[str], path: str) -> None:
        """Count and name what of one article could not be computed, if anything."""
        self.faults += bool(whys)
        self.failures.extend(Failure(path=path, reason=why) for why in whys)

    @property
    def has_failed(self) -> bool:
        """Whether nothing of it could be brought in; one bad record of many is a fact to report."""
        kept = self.new + self.duplicate + self.updated + self.known
        return not kept and bool(self.failures)

    def count_failed(self, path: str, reason: str) -> None:
        """Count and name what could not be brought in."""
        self.failed += 1
        self.failures.append(Failure(path=path, reason=reason))

    def as_json(self) -> dict[str, Any]:
        """The document of `hanmi backfill --json`."""
        return {
            "files": self.files,
            "skipped": self.skipped,
            "articles": {
                "new": self.new,
                "duplicate": self.duplicate,
                "updated": self.updated,
                "known": self.known,
                "failed": self.failed,
            },
            "alerts": {"created": self.created, "suppressed": self.suppressed},
            "faults": self.faults,
            "failures": [asdict(failure) for failure in self.failures],
        }
