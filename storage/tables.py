"""The schema: every table and column, each with a comment that says what it holds.

SQLite and PostgreSQL have the same tables. Times are UTC (`Moment`); lists and mappings are JSON.
Changing a table here asks for a new migration in `storage/migrations/versions`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from storage.records import require_aware
from storage.records.reasons import read_reason_text, write_reason_text


class Moment(sa.types.TypeDecorator[datetime]):
    """An instant: aware outside, UTC in the column.

    SQLAlchemy's own `DateTime(timezone=True)` drops the zone on SQLite without a word.
    """

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        require_aware(value, "a time that is stored")
        if value is None:
            return None
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, _dialect: Any) -> datetime | None:
        return read_moment(value)


def read_moment(value: datetime | str | None) -> datetime | None:
    """An instant as the driver has it, out of a statement that no `Moment` converts."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if value is None:
        return None
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Why(sa.types.TypeDecorator[str]):
    """A reason, as a value where it is one: who reads it has it in his own language."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Any) -> str | None:
        return None if value is None else write_reason_text(value)

    def process_result_value(self, value: str | None, _dialect: Any) -> str | None:
        return None if value is None else read_reason_text(value)


metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def column(
    name: str, kind: Any, comment: str, *more: Any, null: bool = False, **options: Any
) -> sa.Column[Any]:
    """A column that says what it holds; NOT NULL unless `null`."""
    return sa.Column(name, kind, *more, comment=comment, nullable=null, **options)


def number(comment: str) -> sa.Column[Any]:
    """The row's own number: small, for joins; never shown to a user."""
    return sa.Column("number", sa.Integer, primary_key=True, comment=comment)


# ── the corpus ────────────────────────────────────────────────────────────────────────────

stories = sa.Table(
    "stories",
    metadata,
    number("internal number"),
    column("id", sa.Text, "public id, from the founding article's key", unique=True),
    column("title", sa.Text, "title of the founding article"),
    column("first_seen", Moment, "earliest time of its articles", null=True, index=True),
    column("last_seen", Moment, "latest time of its articles", null=True, index=True),
    column("moved_at", Moment, "when we had the article that joined it last", null=True, index=True),
    column(
        "within",
        sa.Integer,
        "number of the story that it is likely a part of; null: it is a story",
        null=True,
    ),
    column("sure_first", Moment, "earliest time outside its parts; null: as first_seen", null=True),
    column("sure_last", Moment, "latest time outside its parts; null: as last_seen", null=True),
    column(
        "has_live",
        sa.Boolean,
        "an article of it was first seen live",
        server_default=sa.false(),
        default=False,
    ),
    # few stories are parts: an index of all others would be read whole where a list wants the newest. On
    # PostgreSQL its step makes it so too; to say that here has every process import that dialect, 20 ms.
    sa.Index("ix_stories_within", "within", sqlite_where=sa.text("within IS NOT NULL")),
    comment="articles on one event, and parts of them that are likely on the same",
)

story_aliases = sa.Table(
    "story_aliases",
    metadata,
    column("former", sa.Text, "an id that the story once had", primary_key=True),
    column("story", sa.Integer, "the story it is now", sa.ForeignKey("stories.number")),
    comment="former ids of merged stories",
)

story_links = sa.Table(
    "story_links",
    metadata,
    number("internal number, in the order of linking"),
    column("story", sa.Integer, "the story it is now", sa.ForeignKey("stories.number"), index=True),
    column("kind", sa.Text, "language, merge, split or likely"),
    column("article", sa.Text, "id of the article that showed it"),
    column("other", sa.Text, "id that the other story had then", null=True),
    column("score", sa.Float, "how alike the two are, 0 to 1"),
    column("is_sure", sa.Boolean, "what was told of one part silences the other"),
    comment="how stories came to hold what they hold, beyond likeness within one language",
)

articles = sa.Table(
    "articles",
    metadata,
    number("internal number, in the order of judging"),
    column("id", sa.Text, "public id, from the key", unique=True),
    column("key", sa.Text, "canonical address, or text: and a digest", unique=True),
    # what it is
    column("url", sa.Text, "address to show", null=True),
    column("path", sa.Text, "file it was backfilled from", null=True),
    column("source", sa.Text, "id of the source that announced it", null=True, index=True),
    column("outlet", sa.Text, "who published it", null=True),
    column("title", sa.Text, "headline"),
    column("subtitle", sa.Text, "second headline", null=True),
    column("lang", sa.Text, "ISO 639-1 code"),
    column("text_from", sa.Text, "page, feed or file"),
    column("teaser", sa.Text, "why the text may be a part only: paywall, unread or short", null=True),
    column("genre", sa.Text, "news, opinion and so on; null: kept before it was noted", null=True),
    column("extraction", sa.Integer, "generation of the rules that read title and text", server_default="0"),
    # when
    column("published_at", Moment, "event time, as stated", null=True, index=True),
    column("published_by", sa.Text, "the field that stated it", null=True),
    column("published_day_only", sa.Boolean, "stated without a time of day"),
    column("published_confidence", sa.Float, "0 to 1; 1 where a field stated it"),
    column("fetched_at", Moment, "sighting time: when we first had it", index=True),
    column("sighting", sa.Text, "live, late or backfill"),
    # what it shares with others
    column("text_hash", sa.BigInteger, "hash of the folded words", index=True),
    column("fingerprint_count", sa.Integer, "how many fingerprints its text has"),
    column(
        "copy_of", sa.Integer, "the article it shares most with", sa.ForeignKey("articles.number"), null=True
    ),
    column("copy_kind", sa.Text, "exact, near or partial", null=True),
    column("copy_group", sa.Integer, "number of the group's first article", null=True, index=True),
    column("of_this", sa.Float, "share of its fingerprints found in copy_of", null=True),
    column("of_other", sa.Float, "share of copy_of's fingerprints found in it", null=True),
    column(
        "story", sa.Integer, "the story it belongs to", sa.ForeignKey("stories.number"), null=True, index=True
    ),
    column("part", sa.Integer, "number of the part of its story that it stands in; null: in none", null=True),
    column("story_why", sa.Text, "how the story was found, in words", null=True),
    column("credit", sa.Text, "the family that its text is credited to; null: it credits nobody", null=True),
    # long, and so behind what judging reads of hundreds of rows (SQLite walks a row from its start)
    column("authors", sa.JSON, "names, in the order of the byline"),
    column("text", sa.Text, "body, one paragraph a line"),
    comment="one row a text by one outlet; nothing is deleted to deduplicate",
)

LISTED_AT = sa.func.coalesce(articles.c.published_at, articles.c.fetched_at, type_=Moment)
"""By what articles are sorted: when it was published, else fetched."""

addresses = sa.Table(
    "addresses",
    metadata,
    column("key", sa.Text, "canonical address", primary_key=True),
    column("article", sa.Integer, "whose it is", sa.ForeignKey("articles.number"), index=True),
    column("standing", sa.Text, "sure: it leads there; stated or shared: nowhere", server_default="sure"),
    comment="every address that names an article, and those that pages merely state",
)

fingerprints = sa.Table(
    "fingerprints",
    metadata,
    sa.Column("fp", sa.BigInteger, primary_key=True, autoincrement=False, comment="48-bit winnowed shingle"),
    sa.Column("doc", sa.Integer, primary_key=True, autoincrement=False, comment="articles.number"),
    comment="the index of copies",
    sqlite_with_rowid=False,
)

story_sketches = sa.Table(
    "story_sketches",
    metadata,
    sa.Column("story", sa.Integer, sa.ForeignKey("stories.number"), primary_key=True, comment="whose"),
    sa.Column("script", sa.Text, primary_key=True, comment="cjk, other or bridge: they share no terms"),
    column("articles", sa.Integer, "how many are summed up"),
    column("longest", sa.Integer, "terms of the longest of them"),
    column("names", sa.JSON, "name to the number of articles that turn on it"),
    column("numbered", sa.JSON, "what is counted (year, meeting) to the numbers given"),
    column("terms", sa.LargeBinary, "sum of the articles' vectors: uint32 keys, then float16 weights"),
    comment="what a story is about, for finding the story of the next article",
)

story_postings = sa.Table(
    "story_postings",
    metadata,
    sa.Column("term", sa.Integer, primary_key=True, autoincrement=False, comment="31-bit key of a term"),
    sa.Column(
        "place",
        sa.BigInteger,
        primary_key=True,
        autoincrement=False,
        comment="day since 1970, 0: undated, times 2^31, plus stories.number",
    ),
    comment="which stories had an article on a day whose chief terms include this one",
    sqlite_with_rowid=False,
)

term_counts = sa.Table(
    "term_counts",
    metadata,
    sa.Column("term", sa.Integer, primary_key=True, autoincrement=False, comment="31-bit key; below 0: all"),
    column("articles", sa.Integer, "how many of the articles counted have it"),
    comment="how common terms are",
    sqlite_with_rowid=False,
)

mentions = sa.Table(
    "mentions",
    metadata,
    sa.Column("article", sa.Integer, sa.ForeignKey("articles.number"), primary_key=True, comment="where"),
    sa.Column("entity", sa.Text, primary_key=True, comment="entity id"),
    column("count", sa.Integer, "how often"),
    column("in_title", sa.Boolean, "whether the title names it"),
    column("conflict", sa.Text, "the name that the text gives where somebody else is meant", null=True),
    # what is counted of an entity, beside its name: of 175,000 texts of a year an index tells in 30 ms
    column("own_s", sa.BigInteger, "event time in seconds since 1970; null: a copy, or undated", null=True),
    column("korean", sa.Integer, "1 where the article is in Korean", server_default="0"),
    sa.Index("ix_mentions_entity_article", "entity", "article"),
    sa.Index("ix_mentions_entity_own_s_korean", "entity", "own_s", "korean"),
    comment="entities that an article names",
)

matches = sa.Table(
    "matches",
    metadata,
    sa.Column(
        "article", sa.Integer, sa.ForeignKey("articles.number"), primary_key=True, comment="what met it"
    ),
    sa.Column("watch", sa.Text, primary_key=True, comment="watch id"),
    column("evidence", sa.JSON, "sentences and the terms in them"),
    sa.Index("ix_matches_watch_article", "watch", "article"),
    comment="watches that an article meets",
)

match_rules = sa.Table(
    "match_rules",
    metadata,
    number("internal number"),
    column("digest", sa.Text, "of all that follows", unique=True),
    column("names", sa.Text, "digest of all that decides whom an article names"),
    column("watches", sa.JSON, "watch id to the digest of all that decides what meets it"),
    comment="the watchlists by which articles were matched",
)

matched_articles = sa.Table(
    "matched_articles",
    metadata,
    sa.Column("article", sa.Integer, sa.ForeignKey("articles.number"), primary_key=True, comment="what"),
    column("rules", sa.Integer, "by what: match_rules.number"),
    comment="articles whose mentions and matches are all that they would be found to have by these rules",
)

versions = sa.Table(
    "versions",
    metadata,
    sa.Column("article", sa.Integer, sa.ForeignKey("articles.number"), primary_key=True, comment="of what"),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False, comment="from 1, the first seen"),
    column("read_at", Moment, "when the page was read", index=True),
    column("kind", sa.Text, "first, typo, expansion, rewrite, correction, removal or return"),
    column("title", sa.Text, "headline"),
    column("differences", sa.JSON, "where the sense changed, with before and after"),
    column("text", sa.Text, "body; empty once it was removed"),
    comment="what an article said, once it said something else; nothing is deleted",
)

looks = sa.Table(
    "looks",
    metadata,
    sa.Column(
        "article", sa.Integer, sa.ForeignKey("articles.number"), primary_key=True, comment="what was told of"
    ),
    column("since", Moment, "when it was told of: the schedule counts from there"),
    column("pulled", sa.Integer, "looks besides, because its source announced a change"),
    column("next_look_at", Moment, "due from then on; null: no more", null=True, index=True),
    column("last_look_at", Moment, "last try", null=True),
    column("announced", sa.Text, "digest of its entry when its source last announced it", null=True),
    # validators of the last whole answer
    column("etag", sa.Text, "as sent", null=True),
    column("last_modified", sa.Text, "as sent", null=True),
    # a removal is told once a second look has seen it
    column("missed_at", Moment, "first look that did not find it, since the last that did", null=True),
    column("removed_at", Moment, "when it was taken to be removed", null=True),
    # claim
    column("claimed_by", sa.Text, "owner of the claim", null=True),
    column("claimed_until", Moment, "free again from then on", null=True),
    comment="alerted articles that are looked at again",
)

# ── sources ───────────────────────────────────────────────────────────────────────────────

sources = sa.Table(
    "sources",
    metadata,
    column("id", sa.Text, "id in the configuration", primary_key=True),
    column("url", sa.Text, "address that the state below belongs to"),
    column("kind", sa.Text, "what was found there", null=True),
    # validators of the last whole answer
    column("etag", sa.Text, "as sent", null=True),
    column("last_modified", sa.Text, "as sent", null=True),
    # pace and health
    column("last_polled_at", Moment, "last try", null=True),
    column("last_ok_at", Moment, "last poll that read it", null=True),
    column("next_poll_at", Moment, "due from then on", null=True, index=True),
    column("last_result", sa.Text, "one of the poll results", null=True),
    column("last_error", Why, "in words", null=True),
    column("failures", sa.Integer, "in a row"),
    column("failing_since", Moment, "first of these", null=True),
    column("coverage", sa.JSON(none_as_null=True), "its polls, summed up for judging the next", null=True),
    column("rhythm", sa.JSON(none_as_null=True), "when it publishes, as learned from its polls", null=True),
    # claim
    column("claimed_by", sa.Text, "owner of the claim", null=True),
    column("claimed_until", Moment, "free again from then on", null=True),
    comment="what is known of a source besides its configuration",
)

entries = sa.Table(
    "entries",
    metadata,
    number("internal number"),
    column("key", sa.Text, "canonical address", unique=True),
    column("source", sa.Text, "who announced it first", index=True),
    column("url", sa.Text, "as announced"),
    column("entry", sa.JSON, "the entry as read; empty once kept"),
    column("published_at", Moment, "as announced", null=True),
    column("announced_at", Moment, "the poll that found it"),
    column("announced_after", Moment, "last good poll before that; null: the first", null=True),
    column("state", sa.Text, "waiting, kept, given-up, or shared: several entries have it as their link"),
    column("item", sa.Text, "the key that it has where others share its link", null=True),
    column("attempts", sa.Integer, "fetches tried"),
    column("next_attempt_at", Moment, "due from then on; null: no more", null=True, index=True),
    column("last_error", Why, "in words", null=True),
    column("read", sa.Text, "what a run has read of it, for the one that judges; JSON", null=True),
    comment="the inbox: what sources announced, until it is an article",
)

polls = sa.Table(
    "polls",
    metadata,
    number("internal number"),
    column("source", sa.Text, "source id"),
    column("at", Moment, "when"),
    column("result", sa.Text, "one of a fixed vocabulary"),
    column("status", sa.Integer, "HTTP status, where there was one", null=True),
    column("entries", sa.Integer, "read"),
    column("new", sa.Integer, "not seen before"),
    column("ms", sa.Integer, "duration in milliseconds"),
    column("why", Why, "in words", null=True),
    sa.Index("ix_polls_source_at", "source", "at"),
    comment="the coverage ledger: one row a poll",
)

# ── telling ───────────────────────────────────────────────────────────────────────────────

watches = sa.Table(
    "watches",
    metadata,
    column("id", sa.Text, "id in the watchlist", primary_key=True),
    column("name", sa.Text, "as shown"),
    column("query", sa.Text, "as configured"),
    column("since", Moment, "in force in this form from then on"),
    comment="the watches as last seen, so that a change is noticed",
)

alerts = sa.Table(
    "alerts",
    metadata,
    number("internal number"),
    column("id", sa.Text, "digest of watch, subject, kind and revision", unique=True),
    column("watch", sa.Text, "watch id"),
    column("watch_name", sa.Text, "as it was called then"),
    column("kind", sa.Text, "first, follow-up or correction"),
    column("subject", sa.Text, "what is told once: story or article id"),
    column("revision", sa.Text, "tells repeated kinds apart"),
    column("story", sa.Text, "story id", index=True),
    column("article", sa.Text, "article id", index=True),
    column("created_at", Moment, "when it was decided", index=True),
    column("reasons", sa.JSON, "why it was told, in words"),
    column("evidence", sa.JSON, "sentences and the terms in them"),
    column("late", sa.Boolean, "the source announced it late"),
    column("origins", sa.Integer, "independent origins of the story when it was decided"),
    column("urgency", sa.Text, "flash, alert or brief", server_default="alert"),
    column("watch_name_ko", sa.Text, "among Korean words; empty: as elsewhere", server_default=""),
    sa.Index("ix_alerts_watch_created_at", "watch", "created_at"),
    comment="what was told, or is about to be",
)

deliveries = sa.Table(
    "deliveries",
    metadata,
    number("internal number"),
    column("id", sa.Text, "the promise: webhook-id and stem of the Message-ID", unique=True),
    column("channel", sa.Text, "channel id", index=True),
    column("recipient", sa.Text, "address within the channel"),
    column("content_type", sa.Text, "of the body"),
    column("body", sa.LargeBinary, "the bytes as every attempt sends them"),
    column("state", sa.Text, "pending, sent, retrying or dead"),
    column("attempts", sa.Integer, "claims so far"),
    column("failures", sa.Integer, "attempts in a row that failed: the place in the retry table"),
    column("lost", sa.Integer, "claims in a row that nobody settled"),
    column("created_at", Moment, "when it was promised"),
    column("next_attempt_at", Moment, "due from then on; null: no more", null=True, index=True),
    column("last_error", Why, "of the last attempt", null=True),
    column("sent_at", Moment, "when the receiver took it", null=True),
    column("digest_id", sa.Text, "the digest it carries", null=True),
    column("held", sa.Text, "with what it is to be bundled: those of one name go together", null=True),
    column("bundle", sa.Text, "id of the delivery that carries it instead", null=True, index=True),
    # claim
    column("claimed_by", sa.Text, "owner of the claim", null=True),
    column("claimed_until", Moment, "free again from then on", null=True),
    column("token", sa.Text, "of the claim; settling asks for it", null=True),
    sa.Index("ix_deliveries_claimed_until", "claimed_until"),
    sa.Index("ix_deliveries_created_at", "created_at"),
    sa.Index("ix_deliveries_state_created_at_bundle", "state", "created_at", "bundle"),
    comment="the outbox",
)

delivery_alerts = sa.Table(
    "delivery_alerts",
    metadata,
    sa.Column(
        "delivery", sa.Text, sa.ForeignKey("deliveries.id"), primary_key=True, comment="what carries it"
    ),
    sa.Column(
        "alert", sa.Text, sa.ForeignKey("alerts.id"), primary_key=True, index=True, comment="what it carries"
    ),
    column("position", sa.Integer, "place in the message"),
    comment="which alerts a delivery carries",
)

channel_states = sa.Table(
    "channel_states",
    metadata,
    column("channel", sa.Text, "channel id", primary_key=True),
    column("off_since", Moment, "switched off by its receiver", null=True),
    column("off_why", Why, "in words", null=True),
    comment="what is known of a channel besides its configuration",
)

digests = sa.Table(
    "digests",
    metadata,
    number("internal number"),
    column("id", sa.Text, "public id, from plan, channel and time", unique=True),
    column("plan", sa.Text, "which digest of the configuration"),
    column("channel", sa.Text, "channel id"),
    column("due_at", Moment, "when it was due"),
    column("since", sa.Integer, "number of the last article before it"),
    column("upto", sa.Integer, "number of its last article"),
    sa.Index("ix_digests_plan_channel", "plan", "channel"),
    comment="digests promised; the next begins where the last that is not dead ended",
)

mutes = sa.Table(
    "mutes",
    metadata,
    column("subject", sa.Text, "story, watch or outlet that is not told of", primary_key=True),
    column("until", Moment, "told of again from then on"),
    comment="what the user asked not to hear of for a time",
)

unsubscribings = sa.Table(
    "unsubscribings",
    metadata,
    column("address", sa.Text, "who asked, in lower case", primary_key=True),
    column("watch", sa.Text, "watch id", primary_key=True),
    column("at", Moment, "when"),
    comment="watches of which an address gets nothing, until it takes that back",
)

judgements = sa.Table(
    "judgements",
    metadata,
    number("internal number"),
    column("watch", sa.Text, "for which watch"),
    column("article", sa.Text, "id of the article", index=True),
    column("by", sa.Text, "who", index=True),
    column("at", Moment, "when"),
    column("opinion", sa.Text, "on-topic, off-topic, known or late"),
    column("alert", sa.Text, "the alert that was judged; null: the article itself", null=True),
    column("accepted_at", Moment, "when the watch learned from it; null: not yet", null=True),
    column("published_at", Moment, "event time of the article, as stated then", null=True),
    column("lang", sa.Text, "ISO 639-1 code"),
    column("title", sa.Text, "headline then"),
    column("text", sa.Text, "body then, its first part"),
    sa.UniqueConstraint("watch", "article", "by"),
    comment="what readers thought of an article for a watch, one row each",
)

idea_weights = sa.Table(
    "idea_weights",
    metadata,
    column("watch", sa.Text, "watch id", primary_key=True),
    column("digest", sa.Text, "of the examples and all else that decides the weights", primary_key=True),
    column("generation", sa.Integer, "of the signs that they weigh"),
    column("learned_at", Moment, "when"),
    column("learned", sa.Text, "the weights, whole numbers, as JSON"),
    comment="what ideas learned beyond what is bundled",
)

# ── the desk ──────────────────────────────────────────────────────────────────────────────

desk_changes = sa.Table(
    "desk_changes",
    metadata,
    number("internal number, in the order of changing"),
    column("kind", sa.Text, "watch, entity, source, or name: a discovered one that was refused"),
    column("entry", sa.Text, "id of what was changed"),
    column("revision", sa.Integer, "counts the states of an entry from 1"),
    column("at", Moment, "when"),
    column("by", sa.Text, "who, by the name given at the login"),
    column("verb", sa.Text, "what was done, in a word"),
    column(
        "fields", sa.JSON(none_as_null=True), "what the desk says of it; null: nothing any more", null=True
    ),
    column("below", sa.Text, "digest of what bundle and file said then in these fields"),
    sa.Index("uq_desk_changes_kind_entry_revision", "kind", "entry", "revision", unique=True),
    comment="what was made and changed at the desk; the last state of each entry holds",
)

feed_tokens = sa.Table(
    "feed_tokens",
    metadata,
    column("name", sa.Text, "for whom or what it is", primary_key=True),
    column("digest", sa.Text, "SHA-256 of the token, which is not kept", unique=True),
    column("by", sa.Text, "who made it"),
    column("made_at", Moment, "when"),
    column("used_at", Moment, "last seen; by the day", null=True),
    comment="what opens the desk's feeds and nothing else",
)

# ── the ledger ────────────────────────────────────────────────────────────────────────────

decisions = sa.Table(
    "decisions",
    metadata,
    number("internal number, in the order of deciding"),
    column("at", Moment, "when"),
    column("step", sa.Text, "where on the path"),
    column("subject", sa.Text, "address key, or id"),
    column("verdict", sa.Text, "one word"),
    column("why", sa.Text, "in words"),
    column("detail", sa.JSON, "what the decision rested on"),
    sa.Index("ix_decisions_subject", "subject", "number"),
    comment="every decision, append only; explain reads it",
)

turns = sa.Table(
    "turns",
    metadata,
    column("name", sa.Text, "what is done by one process at a time", primary_key=True),
    column("claimed_by", sa.Text, "owner of the claim", null=True),
    column("claimed_until", Moment, "free again from then on", null=True),
    comment="what one process at a time does for all, such as judging",
)

marks = sa.Table(
    "marks",
    metadata,
    column("name", sa.Text, "what was done", primary_key=True),
    column("value", sa.Text, "with what"),
    column("at", Moment, "when"),
    comment="things done once, such as bringing in the seed corpus",
)

# ── the search index ──────────────────────────────────────────────────────────────────────

SEARCH_INDEX = {
    # Words are cut before they come here; "ascii" divides them at blanks and touches no letter beyond ASCII.
    "sqlite": (
        "CREATE VIRTUAL TABLE article_words"
        " USING fts5(title, body, content='', columnsize=0, tokenize='ascii')",
    ),
    "postgresql": (
        "CREATE TABLE article_words (number INTEGER PRIMARY KEY, words TSVECTOR NOT NULL)",
        "CREATE INDEX ix_article_words_words ON article_words USING gin (words)",
    ),
}
"""Statements by dialect, since each has its own kind of table: `storage/corpus/search.py` knows both."""

SEARCH_TABLES = "article_words"
"""The name of what the index is kept in, and the beginning of what SQLite keeps beside it."""


def _make_search_index(_metadata: sa.MetaData, connection: sa.Connection, **_: object) -> None:
    for statement in SEARCH_INDEX[connection.dialect.name]:
        connection.exec_driver_sql(statement)


sa.event.listen(metadata, "after_create", _make_search_index)
