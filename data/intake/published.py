"""What was sent, as files that loads read like all other sources: `intake-NAME.parquet`."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from data.contract import FEEDBACK
from data.durable import replace_durably, sync, write_durably
from data.errors import DataError
from data.intake.events import scale_of
from data.intake.queue import QUEUE_FILE, connect, read_counts, transaction
from data.mapping.check_intake import intake_columns
from data.mapping.columns import ColumnMapping
from data.mapping.model import Mapping, Source, TableMapping
from data.store.versions import forget_others

_FORGET = "intake-forget"  # there is a deletion that older data files may know nothing of
_REQUIRED = ("response_id", "submitted_at", "score")


def publish(mapping: Mapping, folder: Path) -> None:
    """Writes what was sent into files for the load that follows, where there is something new.

    Call it while the lock on builds is held. Raises DataError.
    """
    if not (folder / QUEUE_FILE).exists():
        return
    try:
        with closing(connect(folder)) as file:
            _publish(file, mapping, folder)
    except sqlite3.Error as error:
        raise DataError(f"{QUEUE_FILE}, answers that were sent, can't be read: {error}.") from error


def _publish(file: sqlite3.Connection, mapping: Mapping, folder: Path) -> None:
    with transaction(file) as cursor:  # all that is read is of one moment
        found = read_counts(cursor)
        sent = {name for (name,) in cursor.execute("SELECT DISTINCT intake FROM answers")}
        wanted = sorted(sent & set(mapping.intake))
        files = {_file(folder, name) for name in wanted}
        left = set(folder.glob("intake-*.parquet"))
        if not found.waiting and left == files:
            return
        rows = [
            cursor.execute(
                "SELECT answer FROM answers WHERE intake = ? ORDER BY response_id", [name]
            ).fetchall()
            for name in wanted
        ]
    deletes = found.deleted > found.deleted_and_published
    if deletes:
        write_durably(folder / _FORGET, "")  # before any file changes: see `forget`
    for one in left - files:
        one.unlink()  # all its answers were deleted, or it is mapped no longer
    sync(folder)
    for name, texts in zip(wanted, rows, strict=True):
        answers = [orjson.loads(text) for (text,) in texts]
        _write(_file(folder, name), answers, intake_columns(mapping))
    with transaction(file) as cursor:
        cursor.executemany(
            "UPDATE counted SET value = ? WHERE name = ?",
            [(found.taken, "published"), (found.deleted, "deleted and published")],
        )
    if deletes:  # what was deleted is in the log of changes until then
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _write(file: Path, answers: Sequence[dict[str, str]], known: Sequence[str]) -> None:
    """One row for each answer. A column is there where an answer has it."""
    given = {column for answer in answers for column in answer}
    columns = [column for column in known if column in given or column in _REQUIRED]
    table = pa.table(
        {
            column: pa.array([answer.get(column) for answer in answers], pa.string())
            for column in columns
            if column != "submitted_at"
        }
        | {
            "submitted_at": pa.array(
                [datetime.fromisoformat(answer["submitted_at"]) for answer in answers],
                pa.timestamp("us", "UTC"),
            )
        }
    )
    replace_durably(file, lambda new: pq.write_table(table, new))


def with_sent(mapping: Mapping, folder: Path) -> Mapping:
    """The mapping with what was sent as sources of feedback, before all others. Raises DataError.

    Of rows with one id the first is taken: an answer that is sent replaces that of a file.
    """
    files = {name: _file(folder, name) for name in mapping.intake}
    there = {name: file for name, file in files.items() if file.exists()}
    if not there:
        return mapping
    sources = {f"intake_{name}": Source(file=str(file)) for name, file in there.items()}
    parts = [_part(mapping, name, file) for name, file in there.items()]
    return mapping.model_copy(
        update={
            "sources": {**mapping.sources, **sources},
            "feedback": (*parts, *mapping.feedback),
        }
    )


def _part(mapping: Mapping, name: str, file: Path) -> TableMapping:
    """How the answers of an intake fill the table."""
    intake = mapping.intake[name]
    low, high = scale_of(intake, mapping)
    columns = {
        "metric": ColumnMapping(constant=intake.metric),
        "scale_min": ColumnMapping(constant=f"{low:g}"),
        "scale_max": ColumnMapping(constant=f"{high:g}"),
    }
    canonical = {column.name for column in FEEDBACK.columns}
    try:
        there = pq.read_schema(file).names
    except pa.ArrowException as error:
        raise DataError(
            f"{file.name}, answers that were sent, can't be read: {error}. Delete this file: the "
            "next load writes it anew."
        ) from None
    for column in there:
        if column in canonical:
            columns[column] = ColumnMapping(column=column)
    for column, mapped in intake.columns.items():
        if mapped.constant is not None and column in canonical:
            columns[column] = mapped
        elif column in columns:
            columns[column] = mapped.model_copy(update={"column": column})
    return TableMapping(source=f"intake_{name}", columns=columns)


def forget(folder: Path) -> None:
    """After a load: where something was deleted, data files from before it go, and what was made
    of them. Whoever reads one reads it to the end.

    Call it while the lock on builds is held, and when the current file is of the sources as they
    are now.
    """
    if (folder / _FORGET).exists():
        forget_others(folder)
        (folder / _FORGET).unlink()


def _file(folder: Path, name: str) -> Path:
    return folder / f"intake-{name}.parquet"
