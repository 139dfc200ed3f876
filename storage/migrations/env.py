"""What Alembic runs: the steps, on the connection and in the transaction that it is handed."""

from __future__ import annotations

from alembic import context

from storage.tables import SEARCH_TABLES, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot alter a column in place
    compare_type=True,
    include_name=lambda name, kind, _: not (kind == "table" and str(name).startswith(SEARCH_TABLES)),
)
with context.begin_transaction():
    context.run_migrations()
