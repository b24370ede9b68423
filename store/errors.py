"""What goes wrong with the store, as sentences for people."""

from __future__ import annotations

from sqlalchemy.exc import SQLAlchemyError


class StoreError(Exception):
    """The store cannot be used; nothing was changed. The message says why and what to do.

    `for_readers`: the same without where the store is. `passing`: it may go by itself.
    """

    passing = False
    for_readers = "Log-ins can't be checked at the moment; the log says why. Nothing is lost."


_BUSY = "it is busy: another process is writing. Try again in a moment"
_ELSE = "it does not answer. Try again in a moment; the log says more"
# What databases say, in small letters, and what that means. The first that is found counts.
_MEANINGS = (
    ("database is locked", _BUSY),
    ("lock timeout", _BUSY),
    ("disk is full", "there is no room left on its disk. Free some, and try again"),
    ("no space left", "there is no room left on its disk. Free some, and try again"),
    ("readonly database", "this process may read it, but not write. Let its user own the file"),
    ("permission denied", "this user may not use it. Grant it that, and try again"),
    ("not a database", "the file is no SQLite database. Restore a backup"),
    ("malformed", "the file is damaged. Restore a backup"),
    ("no such table", "it has no tables of ours. Restart the server, or restore a backup"),
    ("unable to open", "its file is not there or cannot be opened. Restart, or restore a backup"),
    ("password authentication failed", "it refuses the user or the password of CXLENS_STORE"),
    ("does not exist", "the database or a table of it is not there. See CXLENS_STORE"),
)


def in_words(error: SQLAlchemyError, where: str) -> StoreError:
    """A database's error as ours. `where`: the store's address without a password."""
    told = str(getattr(error, "orig", None) or error).lower()
    meaning = next((words for mark, words in _MEANINGS if mark in told), _ELSE)
    made = StoreError(f"The store at {where} cannot be used: {meaning}.")
    made.for_readers = (
        f"Log-ins can't be checked at the moment, since the store is away: {meaning}."
    )
    made.passing = meaning in (_BUSY, _ELSE)
    return made
