"""Events that were taken: a SQLite file in the data folder, on the disk before anybody is told so.

It holds the newest state of each answer, the keys of events that have come, and of what was
deleted a digest of its id alone.
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import orjson

from data.intake.events import Event

QUEUE_FILE = "intake.sqlite"
MOST_WAITING = 1_000_000  # events that no load has taken yet
_LOG = logging.getLogger(__name__)
_BUSY = 10.0  # seconds to wait for another process
_TABLES = """
CREATE TABLE IF NOT EXISTS seen (event BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS answers (
    intake TEXT NOT NULL, response_id TEXT NOT NULL, changed_at TEXT NOT NULL, answer TEXT NOT NULL,
    PRIMARY KEY (intake, response_id));
CREATE TABLE IF NOT EXISTS deleted (response BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS counted (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT OR IGNORE INTO counted VALUES ('taken', 0), ('published', 0), ('deleted', 0),
    ('deleted and published', 0);
"""
_PUT = """
INSERT INTO answers VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
SET changed_at = excluded.changed_at, answer = excluded.answer
WHERE excluded.changed_at >= answers.changed_at
"""


class QueueError(Exception):
    """Events can't be kept now; whoever sent them may send them again. Its words say why."""


@dataclass(frozen=True)
class Counts:
    """How many events were ever taken, and of these deletions; and how many a load has taken up."""

    taken: int
    published: int
    deleted: int
    deleted_and_published: int

    @property
    def waiting(self) -> int:
        """Events that no load has taken up."""
        return self.taken - self.published


@dataclass(frozen=True)
class Taken:
    """How many of some events are new, and how many answers that were here they deleted."""

    new: int
    deleted: int


@dataclass
class _Batch:
    """Events of one request, and what came of them."""

    events: Sequence[Event]
    taken: Taken | None = None
    failed: QueueError | None = None

    @property
    def done(self) -> bool:
        """Did somebody write it, or fail to?"""
        return self.taken is not None or self.failed is not None


class Queue:
    """The queue of a data folder. For many threads and processes, and made before these fork."""

    def __init__(self, folder: Path, most_waiting: int = MOST_WAITING) -> None:
        self._folder = folder
        self._most = most_waiting
        self._file: sqlite3.Connection | None = None
        self._turn = threading.Condition()
        self._writing = False
        self._waiting: list[_Batch] = []

    def take(self, events: Sequence[Event]) -> Taken:
        """Returns what came of the events, once they are on the disk. Raises QueueError.

        Either all of them are kept or none. Requests that come at the same time share a sync of
        the disk: whoever writes next writes for all that wait.
        """
        batch, mine = _Batch(events), []
        with self._turn:
            self._waiting.append(batch)
            self._turn.wait_for(lambda: batch.done or not self._writing)
            if not batch.done:
                self._writing = True
                mine, self._waiting = self._waiting, []
        if mine:
            self._write(mine)
            with self._turn:
                self._writing = False
                self._turn.notify_all()
        if batch.taken is None:
            raise QueueError(str(batch.failed))
        return batch.taken

    def _write(self, batches: Sequence[_Batch]) -> None:
        try:
            with transaction(self._opened()) as cursor:
                counts = read_counts(cursor)
                if counts.waiting + sum(len(one.events) for one in batches) > self._most:
                    raise QueueError("Too many events wait to be loaded.")
                taken = [_keep(cursor, batch.events) for batch in batches]
        except QueueError as error:
            failed = error
        except Exception as error:  # whatever it is, all who wait are told
            _LOG.error("Events could not be kept", exc_info=error)
            self._close()
            failed = QueueError("Events can't be kept now; try again later.")
        else:
            for batch, of_it in zip(batches, taken, strict=True):
                batch.taken = of_it
            return
        for batch in batches:
            batch.failed = failed

    def _opened(self) -> sqlite3.Connection:
        """Opened when first needed: no process may take over another one's."""
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file = connect(self._folder)
        return self._file

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def connect(folder: Path) -> sqlite3.Connection:
    """The queue's file, made where there is none. Raises sqlite3.Error."""
    file = sqlite3.connect(
        folder / QUEUE_FILE, timeout=_BUSY, isolation_level=None, check_same_thread=False
    )
    _write_ahead(file)
    # FULL: a commit returns when it is on the disk. What is deleted is overwritten.
    for setting in ("synchronous = FULL", "secure_delete = ON"):
        file.execute(f"PRAGMA {setting}").fetchall()
    with transaction(file) as cursor:
        known = cursor.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if not known[0]:
            for statement in _TABLES.split(";")[:-1]:
                cursor.execute(statement)
    return file


def _write_ahead(file: sqlite3.Connection) -> None:
    """Sets WAL; where two processes do so at once, SQLite fails one without waiting."""
    end = time.monotonic() + _BUSY
    while True:
        try:
            file.execute("PRAGMA journal_mode = WAL").fetchall()
            return
        except sqlite3.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)


def waits(folder: Path) -> bool:
    """Has something been sent that no load has taken up? False where it can't be told now."""
    try:
        if not (folder / QUEUE_FILE).exists():
            return False
        with closing(connect(folder)) as file:
            return read_counts(file.cursor()).waiting > 0
    except (sqlite3.Error, OSError):
        return False


@contextmanager
def transaction(file: sqlite3.Connection) -> Iterator[sqlite3.Cursor]:
    """A change of the queue: all of it or nothing."""
    cursor = file.cursor()
    cursor.execute("BEGIN IMMEDIATE")
    try:
        yield cursor
        cursor.execute("COMMIT")
    except BaseException:
        if file.in_transaction:
            cursor.execute("ROLLBACK")
        raise


def read_counts(cursor: sqlite3.Cursor) -> Counts:
    """What has come, and how much of it loads have taken up."""
    found = dict(cursor.execute("SELECT name, value FROM counted").fetchall())
    return Counts(
        found["taken"], found["published"], found["deleted"], found["deleted and published"]
    )


def _keep(cursor: sqlite3.Cursor, events: Sequence[Event]) -> Taken:
    """Keeps what is new of some events.

    A deletion is kept whatever is here: its answer may come after it.
    """
    new = deletions = deleted = 0
    for event in events:
        cursor.execute("INSERT OR IGNORE INTO seen VALUES (?)", [event.key])
        if not cursor.rowcount:
            continue
        new += 1
        which = [event.intake, event.response_id]
        gone = hashlib.sha256(orjson.dumps(which)).digest()
        if event.answer is None:
            cursor.execute("INSERT OR IGNORE INTO deleted VALUES (?)", [gone])
            cursor.execute("DELETE FROM answers WHERE intake = ? AND response_id = ?", which)
            deleted += cursor.rowcount
            deletions += 1
        elif not cursor.execute("SELECT 1 FROM deleted WHERE response = ?", [gone]).fetchone():
            at = event.changed_at.isoformat(timespec="microseconds")
            cursor.execute(_PUT, [*which, at, orjson.dumps(event.answer).decode()])
    for name, more in (("taken", new), ("deleted", deletions)):
        cursor.execute("UPDATE counted SET value = value + ? WHERE name = ?", [more, name])
    return Taken(new, deleted)
