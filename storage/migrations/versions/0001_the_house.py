"""The schema that the first release began with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables import Moment

revision = "0001_the_house"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "alerts",
        sa.Column("number", sa.Integer(), nullable=False, comment="internal number"),
        sa.Column("id", sa.Text(), nullable=False, comment="digest of watch, subject, kind and revision"),
        sa.Column("watch", sa.Text(), nullable=False, comment="watch id"),
        sa.Column("watch_name", sa.Text(), nullable=False, comment="as it was called then"),
        sa.Column("kind", sa.Text(), nullable=False, comment="first, follow-up or correction"),
        sa.Column("subject", sa.Text(), nullable=False, comment="what is told once: story or article id"),
        sa.Column("revision", sa.Text(), nullable=False, comment="tells repeated kinds apart"),
        sa.Column("story", sa.Text(), nullable=False, comment="story id"),
        sa.Column("article", sa.Text(), nullable=False, comment="article id"),
        sa.Column("created_at", Moment(), nullable=False, comment="when it was decided"),
        sa.Column("reasons", sa.JSON(), nullable=False, comment="why it was told, in words"),
        sa.Column("evidence", sa.JSON(), nullable=False, comment="sentences and the terms in them"),
        sa.Column("late", sa.Boolean(), nullable=False, comment="the source announced it late"),
        sa.Column(
            "origins",
            sa.Integer(),
            nullable=False,
            comment="independent origins of the story when it was decided",
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_alerts")),
        sa.UniqueConstraint("id", name=op.f("uq_alerts_id")),
        comment="what was told, or is about to be",
    )
    op.create_index(op.f("ix_alerts_article"), "alerts", ["article"], unique=False)
    op.create_index(op.f("ix_alerts_created_at"), "alerts", ["created_at"], unique=False)
    op.create_index(op.f("ix_alerts_story"), "alerts", ["story"], unique=False)
    op.create_table(
        "channel_states",
        sa.Column("channel", sa.Text(), nullable=False, comment="channel id"),
        sa.Column("off_since", Moment(), nullable=True, comment="switched off by its receiver"),
        sa.Column("off_why", sa.Text(), nullable=True, comment="in words"),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_channel_states")),
        comment="what is known of a channel besides its configuration",
    )
    op.create_table(
        "decisions",
        sa.Column(
            "number", sa.Integer(), nullable=False, comment="internal number, in the order of deciding"
        ),
        sa.Column("at", Moment(), nullable=False, comment="when"),
        sa.Column("step", sa.Text(), nullable=False, comment="where on the path"),
        sa.Column("subject", sa.Text(), nullable=False, comment="address key, or id"),
        sa.Column("verdict", sa.Text(), nullable=False, comment="one word"),
        sa.Column("why", sa.Text(), nullable=False, comment="in words"),
        sa.Column("detail", sa.JSON(), nullable=False, comment="what the decision rested on"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_decisions")),
        comment="every decision, append only; explain reads it",
    )
    op.create_index("ix_decisions_subject", "decisions", ["subject", "number"], unique=False)
    op.create_table(
        "deliveries",
        sa.Column("number", sa.Integer(), nullable=False, comment="internal number"),
        sa.Column(
            "id", sa.Text(), nullable=False, comment="the promise: webhook-id and stem of the Message-ID"
        ),
        sa.Column("channel", sa.Text(), nullable=False, comment="channel id"),
        sa.Column("recipient", sa.Text(), nullable=False, comment="address within the channel"),
        sa.Column("content_type", sa.Text(), nullable=False, comment="of the body"),
        sa.Column("body", sa.LargeBinary(), nullable=False, comment="the bytes as every attempt sends them"),
        sa.Column("state", sa.Text(), nullable=False, comment="pending, sent, retrying or dead"),
        sa.Column("attempts", sa.Integer(), nullable=False, comment="claims so far"),
        sa.Column(
            "failures",
            sa.Integer(),
            nullable=False,
            comment="attempts in a row that failed: the place in the retry table",
        ),
        sa.Column("lost", sa.Integer(), nullable=False, comment="claims in a row that nobody settled"),
        sa.Column("created_at", Moment(), nullable=False, comment="when it was promised"),
        sa.Column("next_attempt_at", Moment(), nullable=True, comment="due from then on; null: no more"),
        sa.Column("last_error", sa.Text(), nullable=True, comment="of the last attempt"),
        sa.Column("sent_at", Moment(), nullable=True, comment="when the receiver took it"),
        sa.Column("digest_id", sa.Text(), nullable=True, comment="the digest it carries"),
        sa.Column(
            "held",
            sa.Text(),
            nullable=True,
            comment="with what it is to be bundled: those of one name go together",
        ),
        sa.Column("bundle", sa.Text(), nullable=True, comment="id of the delivery that carries it instead"),
        sa.Column("claimed_by", sa.Text(), nullable=True, comment="owner of the claim"),
        sa.Column("claimed_until", Moment(), nullable=True, comment="free again from then on"),
        sa.Column("token", sa.Text(), nullable=True, comment="of the claim; settling asks for it"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("id", name=op.f("uq_deliveries_id")),
        comment="the outbox",
    )
    op.create_index(op.f("ix_deliveries_bundle"), "deliveries", ["bundle"], unique=False)
    op.create_index(op.f("ix_deliveries_channel"), "deliveries", ["channel"], unique=False)
    op.create_index("ix_deliveries_claimed_until", "deliveries", ["claimed_until"], unique=False)
    op.create_index(op.f("ix_deliveries_next_attempt_at"), "deliveries", ["next_attempt_at"], unique=False)
    op.create_table(
        "digests",
        sa.Column("number", sa.Integer(), nullable=False, comment="internal number"),
        sa.Column("id", sa.Text(), nullable=False, comment="public id, from plan, channel and time"),
        sa.Column("plan", sa.Text(), nullable=False, comment="which digest of the configuration"),
        sa.Column("channel", sa.Text(), nullable=False, comment="channel id"),
        sa.Column("due_at", Moment(), nullable=False, comment="when it was due"),
        sa.Column("since", sa.Integer(), nullable=False, comment="number of the last article before it"),
        sa.Column("upto", sa.Integer(), nullable=False, comment="number of its last article"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_digests")),
        sa.UniqueConstraint("id", name=op.f("uq_digests_id")),
        comment="digests promised; the next begins where the last that is not dead ended",
    )
    op.create_index("ix_digests_plan_channel", "digests", ["plan", "channel"], unique=False)
    op.create_table(
        "entries",
        sa.Column("number", sa.Integer(), nullable=False, comment="internal number"),
        sa.Column("key", sa.Text(), nullable=False, comment="canonical address"),
        sa.Column("source", sa.Text(), nullable=False, comment="who announced it first"),
        sa.Column("url", sa.Text(), nullable=False, comment="as announced"),
        sa.Column("entry", sa.JSON(), nullable=False, comment="the entry as read; empty once kept"),
        sa.Column("published_at", Moment(), nullable=True, comment="as announced"),
        sa.Column("announced_at", Moment(), nullable=False, comment="the poll that found it"),
        sa.Column(
            "announced_after", Moment(), nullable=True, comment="last good poll before that; null: the first"
        ),
        sa.Column("state", sa.Text(), nullable=False, comment="waiting, kept or given-up"),
        sa.Column("attempts", sa.Integer(), nullable=False, comment="fetches tried"),
        sa.Column("next_attempt_at", Moment(), nullable=True, comment="due from then on; null: no more"),
        sa.Column("last_error", sa.Text(), nullable=True, comment="in words"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_entries")),
        sa.UniqueConstraint("key", name=op.f("uq_entries_key")),
        comment="the inbox: what sources announced, until it is an article",
    )
    op.create_index(op.f("ix_entries_next_attempt_at"), "entries", ["next_attempt_at"], unique=False)
    op.create_index(op.f("ix_entries_source"), "entries", ["source"], unique=False)
    op.create_table(
        "fingerprints",
        sa.Column(
            "fp", sa.BigInteger(), autoincrement=False, nullable=False, comment="48-bit winnowed shingle"
        ),
        sa.Column("doc", sa.Integer(), autoincrement=False, nullable=False, comment="articles.number"),
        sa.PrimaryKeyConstraint("fp", "doc", name=op.f("pk_fingerprints")),
        comment="the index of copies",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "marks",
        sa.Column("name", sa.Text(), nullable=False, comment="what was done"),
        sa.Column("value", sa.Text(), nullable=False, comment="with what"),
        sa.Column("at", Moment(), nullable=False, comment="when"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_marks")),
        comment="things done once, such as bringing in the seed corpus",
    )
    op.create_table(
        "mutes",
        sa.Column("subject", sa.Text(), nullable=False, comment="story, watch or outlet that is not told of"),
        sa.Column("until", Moment(), nullable=False, comment="told of again from then on"),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_mutes")),
        comment="what the user asked not to hear of for a time",
    )
    op.create_table(
        "polls",
        sa.Column("number", sa.Integer(), nullable=False, comment="internal number"),
        sa.Column("source", sa.Text(), nullable=False, comment="source id"),
        sa.Column("at", Moment(), nullable=False, comment="when"),
        sa.Column("result", sa.Text(), nullable=False, comment="one of a fixed vocabulary"),
        sa.Column("status", sa.Integer(), nullable=True, comment="HTTP status, where there was one"),
        sa.Column("entries", sa.Integer(), nullable=False, comment="read"),
        sa.Column("new", sa.Integer(), nullable=False, comment="not seen before"),
        sa.Column("ms", sa.Integer(), nullable=False, comment="duration in milliseconds"),
        sa.Column("why", sa.Text(), nullable=True, comment="in words"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_polls")),
        comment="the coverage ledger: one row a poll",
    )
    op.create_index("ix_polls_source_at", "polls", ["source", "at"], unique=False)
    op.create_table(
        "sources",
        sa.Column("id", sa.Text(), nullable=False, comment="id in the configuration"),
        sa.Column("url", sa.Text(), nullable=False, comment="address that the state below belongs to"),
        sa.Column("kind", sa.Text(), nullable=True, comment="what was found there"),
        sa.Column("etag", sa.Text(), nullable=True, comment="as sent"),
        sa.Column("last_modified", sa.Text(), nullable=True, comment="as sent"),
        sa.Column("body_hash", sa.Text(), nullable=True, comment="digest of the last body read"),
        sa.Column("last_polled_at", Moment(), nullable=True, comment="last try"),
        sa.Column("last_ok_at", Moment(), nullable=True, comment="last poll that read it"),
        sa.Column("next_poll_at", Moment(), nullable=True, comment="due from then on"),
        sa.Column("last_result", sa.Text(), nullable=True, comment="one of the poll results"),
        sa.Column("last_error", sa.Text(), nullable=True, comment="in words"),
        sa.Column("failures", sa.Integer(), nullable=False, comment="in a row"),
        sa.Column("failing_since", Moment(), nullable=True, comment="first of these"),
        sa.Column(
            "reported", sa.Text(), nullable=True, comment="the trouble that was told, until it is over"
        ),
        sa.Column("claimed_by", sa.Text(), nullable=True, comment="owner of the claim"),
        sa.Column("claimed_until", Moment(), nullable=True, comment="free again from then on"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
        comment="what is known of a source besides its configuration",
    )
    op.create_index(op.f("ix_sources_next_poll_at"), "sources", ["next_poll_at"], unique=False)
    op.create_table(
        "stories",
        sa.Column("number", sa.Integer(), nullable=False, comment="internal number"),
        sa.Column("id", sa.Text(), nullable=False, comment="public id, from the founding article's key"),
        sa.Column("title", sa.Text(), nullable=False, comment="title of the founding article"),
        sa.Column("first_seen", Moment(), nullable=True, comment="earliest time of its articles"),
        sa.Column("last_seen", Moment(), nullable=True, comment="latest time of its articles"),
        sa.Column(
            "has_live",
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
            comment="an article of it was first seen live",
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_stories")),
        sa.UniqueConstraint("id", name=op.f("uq_stories_id")),
        comment="articles on one event",
    )
    op.create_index(op.f("ix_stories_first_seen"), "stories", ["first_seen"], unique=False)
    op.create_index(op.f("ix_stories_last_seen"), "stories", ["last_seen"], unique=False)
    op.create_table(
        "story_postings",
        sa.Column("term", sa.Integer(), autoincrement=False, nullable=False, comment="31-bit key of a term"),
        sa.Column(
            "place",
            sa.BigInteger(),
            autoincrement=False,
            nullable=False,
            comment="day since 1970, 0: undated, times 2^31, plus stories.number",
        ),
        sa.PrimaryKeyConstraint("term", "place", name=op.f("pk_story_postings")),
        comment="which stories had an article on a day whose chief terms include this one",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "term_counts",
        sa.Column(
            "term", sa.Integer(), autoincrement=False, nullable=False, comment="31-bit key; below 0: all"
        ),
        sa.Column(
            "articles", sa.Integer(), nullable=False, comment="how many of the articles counted have it"
        ),
        sa.PrimaryKeyConstraint("term", name=op.f("pk_term_counts")),
        comment="how common terms are",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "watches",
        sa.Column("id", sa.Text(), nullable=False, comment="id in the watchlist"),
        sa.Column("name", sa.Text(), nullable=False, comment="as shown"),
        sa.Column("query", sa.Text(), nullable=False, comment="as configured"),
        sa.Column("since", Moment(), nullable=False, comment="in force in this form from then on"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watches")),
        comment="the watches as last seen, so that a change is noticed",
    )
    op.create_table(
        "articles",
        sa.Column("number", sa.Integer(), nullable=False, comment="internal number, in the order of judging"),
        sa.Column("id", sa.Text(), nullable=False, comment="public id, from the key"),
        sa.Column("key", sa.Text(), nullable=False, comment="canonical address, or text: and a digest"),
        sa.Column("url", sa.Text(), nullable=True, comment="address to show"),
        sa.Column("path", sa.Text(), nullable=True, comment="file it was backfilled from"),
        sa.Column("source", sa.Text(), nullable=True, comment="id of the source that announced it"),
        sa.Column("outlet", sa.Text(), nullable=True, comment="who published it"),
        sa.Column("title", sa.Text(), nullable=False, comment="headline"),
        sa.Column("subtitle", sa.Text(), nullable=True, comment="second headline"),
        sa.Column("lang", sa.Text(), nullable=False, comment="ISO 639-1 code"),
        sa.Column("text_from", sa.Text(), nullable=False, comment="page, feed or file"),
        sa.Column("published_at", Moment(), nullable=True, comment="event time, as stated"),
        sa.Column("published_by", sa.Text(), nullable=True, comment="the field that stated it"),
        sa.Column("published_day_only", sa.Boolean(), nullable=False, comment="stated without a time of day"),
        sa.Column(
            "published_confidence", sa.Float(), nullable=False, comment="0 to 1; 1 where a field stated it"
        ),
        sa.Column("fetched_at", Moment(), nullable=False, comment="sighting time: when we first had it"),
        sa.Column("sighting", sa.Text(), nullable=False, comment="live, late or backfill"),
        sa.Column("text_hash", sa.BigInteger(), nullable=False, comment="hash of the folded words"),
        sa.Column(
            "fingerprint_count", sa.Integer(), nullable=False, comment="how many fingerprints its text has"
        ),
        sa.Column("copy_of", sa.Integer(), nullable=True, comment="the article it shares most with"),
        sa.Column("copy_kind", sa.Text(), nullable=True, comment="exact, near or partial"),
        sa.Column("copy_group", sa.Integer(), nullable=True, comment="number of the group's first article"),
        sa.Column("of_this", sa.Float(), nullable=True, comment="share of its fingerprints found in copy_of"),
        sa.Column(
            "of_other", sa.Float(), nullable=True, comment="share of copy_of's fingerprints found in it"
        ),
        sa.Column("story", sa.Integer(), nullable=True, comment="the story it belongs to"),
        sa.Column("story_why", sa.Text(), nullable=True, comment="how the story was found, in words"),
        sa.Column("authors", sa.JSON(), nullable=False, comment="names, in the order of the byline"),
        sa.Column("text", sa.Text(), nullable=False, comment="body, one paragraph a line"),
        sa.ForeignKeyConstraint(["copy_of"], ["articles.number"], name=op.f("fk_articles_copy_of")),
        sa.ForeignKeyConstraint(["story"], ["stories.number"], name=op.f("fk_articles_story")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_articles")),
        sa.UniqueConstraint("id", name=op.f("uq_articles_id")),
        sa.UniqueConstraint("key", name=op.f("uq_articles_key")),
        comment="one row a text by one outlet; nothing is deleted to deduplicate",
    )
    op.create_index(op.f("ix_articles_copy_group"), "articles", ["copy_group"], unique=False)
    op.create_index(op.f("ix_articles_fetched_at"), "articles", ["fetched_at"], unique=False)
    op.create_index(op.f("ix_articles_published_at"), "articles", ["published_at"], unique=False)
    op.create_index(op.f("ix_articles_source"), "articles", ["source"], unique=False)
    op.create_index(op.f("ix_articles_story"), "articles", ["story"], unique=False)
    op.create_index(op.f("ix_articles_text_hash"), "articles", ["text_hash"], unique=False)
    op.create_table(
        "delivery_alerts",
        sa.Column("delivery", sa.Text(), nullable=False, comment="what carries it"),
        sa.Column("alert", sa.Text(), nullable=False, comment="what it carries"),
        sa.Column("position", sa.Integer(), nullable=False, comment="place in the message"),
        sa.ForeignKeyConstraint(["alert"], ["alerts.id"], name=op.f("fk_delivery_alerts_alert")),
        sa.ForeignKeyConstraint(["delivery"], ["deliveries.id"], name=op.f("fk_delivery_alerts_delivery")),
        sa.PrimaryKeyConstraint("delivery", "alert", name=op.f("pk_delivery_alerts")),
        comment="which alerts a delivery carries",
    )
    op.create_index(op.f("ix_delivery_alerts_alert"), "delivery_alerts", ["alert"], unique=False)
    op.create_table(
        "story_aliases",
        sa.Column("former", sa.Text(), nullable=False, comment="an id that the story once had"),
        sa.Column("story", sa.Integer(), nullable=False, comment="the story it is now"),
        sa.ForeignKeyConstraint(["story"], ["stories.number"], name=op.f("fk_story_aliases_story")),
        sa.PrimaryKeyConstraint("former", name=op.f("pk_story_aliases")),
        comment="former ids of merged stories",
    )
    op.create_table(
        "story_sketches",
        sa.Column("story", sa.Integer(), nullable=False, comment="whose"),
        sa.Column("script", sa.Text(), nullable=False, comment="cjk, other or bridge: they share no terms"),
        sa.Column("articles", sa.Integer(), nullable=False, comment="how many are summed up"),
        sa.Column("longest", sa.Integer(), nullable=False, comment="terms of the longest of them"),
        sa.Column(
            "names", sa.JSON(), nullable=False, comment="name to the number of articles that turn on it"
        ),
        sa.Column(
            "numbered",
            sa.JSON(),
            nullable=False,
            comment="what is counted (year, meeting) to the numbers given",
        ),
        sa.Column(
            "terms",
            sa.LargeBinary(),
            nullable=False,
            comment="sum of the articles' vectors: uint32 keys, then float16 weights",
        ),
        sa.ForeignKeyConstraint(["story"], ["stories.number"], name=op.f("fk_story_sketches_story")),
        sa.PrimaryKeyConstraint("story", "script", name=op.f("pk_story_sketches")),
        comment="what a story is about, for finding the story of the next article",
    )
    op.create_table(
        "addresses",
        sa.Column("key", sa.Text(), nullable=False, comment="canonical address"),
        sa.Column("article", sa.Integer(), nullable=False, comment="the article it leads to"),
        sa.ForeignKeyConstraint(["article"], ["articles.number"], name=op.f("fk_addresses_article")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_addresses")),
        comment="every address that names an article",
    )
    op.create_index(op.f("ix_addresses_article"), "addresses", ["article"], unique=False)
    op.create_table(
        "matches",
        sa.Column("article", sa.Integer(), nullable=False, comment="what met it"),
        sa.Column("watch", sa.Text(), nullable=False, comment="watch id"),
        sa.Column("evidence", sa.JSON(), nullable=False, comment="sentences and the terms in them"),
        sa.ForeignKeyConstraint(["article"], ["articles.number"], name=op.f("fk_matches_article")),
        sa.PrimaryKeyConstraint("article", "watch", name=op.f("pk_matches")),
        comment="watches that an article meets",
    )
    op.create_index("ix_matches_watch_article", "matches", ["watch", "article"], unique=False)
    op.create_table(
        "mentions",
        sa.Column("article", sa.Integer(), nullable=False, comment="where"),
        sa.Column("entity", sa.Text(), nullable=False, comment="entity id"),
        sa.Column("count", sa.Integer(), nullable=False, comment="how often"),
        sa.Column("in_title", sa.Boolean(), nullable=False, comment="whether the title names it"),
        sa.Column(
            "conflict",
            sa.Text(),
            nullable=True,
            comment="the name that the text gives where somebody else is meant",
        ),
        sa.ForeignKeyConstraint(["article"], ["articles.number"], name=op.f("fk_mentions_article")),
        sa.PrimaryKeyConstraint("article", "entity", name=op.f("pk_mentions")),
        comment="entities that an article names",
    )
    op.create_index("ix_mentions_entity_article", "mentions", ["entity", "article"], unique=False)
