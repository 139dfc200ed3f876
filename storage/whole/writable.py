"""Whether we may write a database at all: a file of another user, or a role without rights, can be opened."""

from __future__ import annotations

from storage.database import Database
from storage.tables import marks


def refuse_unwritable(db: Database) -> None:
    """Write nothing, as one who may write.

    Raises: StorageError: this user, or this role of the server, may not write the open database.
    """
    with db.writing() as tx:
        tx.execute(marks.update().where(marks.c.name == "").values(name=""))
