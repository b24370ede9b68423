"""One pull: what changed since the last one, into Parquet files that a mapping reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
from requests import RequestException, Response

from connections.errors import PullError
from connections.files import write_table
from connections.reading import SCHEMA, read_into
from connections.service import Access, Service
from connections.signed import Signed
from data.durable import UNFINISHED, write_durably
from data.engine_errors import is_full

_AGAIN = timedelta(hours=1)  # what changed while the last pull read, or was shown late
_KEPT, _WHOLE, _WORKING = "kept.duckdb", "whole", "working"


def pull(
    service: Service,
    options: Mapping[str, str],
    secrets: Mapping[str, str],
    folder: Path,
    address: str | None = None,
) -> dict[str, int]:
    """Brings the Parquet files of a service up to date; returns file to its rows.

    `folder`: of the files; what is kept between pulls is in `.pull` below it. A process that is
    killed leaves the files as they were, and the next pull goes on. `address`: of a stand-in, for
    tests. Raises PullError, and OSError where the folder can't be written.
    """
    kept = folder / ".pull"
    kept.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"{UNFINISHED}*"):  # by a process that was killed
        left.unlink()
    database, told = kept / _KEPT, kept / _WHOLE
    where = address or service.address(options)
    auth = Signed(where, service.sign(where, options, secrets))
    now = datetime.now(UTC)
    whole = not database.exists() or _whole_is_due(told, now, service.whole_after)
    since = {} if whole else _newest(database, service.cursors)
    try:
        configuration = service.configure(Access(where, options, since))
        load = read_into(database, kept / _WORKING, configuration, auth)
    except Exception as error:  # what dlt raises says nothing to people, and may quote what it got
        raise _in_words(service, error) from None
    with duckdb.connect(str(database)) as con:
        con.execute(f"SET schema = '{SCHEMA}'")
        if whole:
            _forget(con, service.cursors or service.tables, load)
        rows = {
            name: write_table(con, query, folder / f"{name}.parquet")
            for name, query in service.tables.items()
        }
    if whole:
        write_durably(told, now.isoformat())
    return rows


def _whole_is_due(told: Path, now: datetime, after: timedelta) -> bool:
    try:
        return now - datetime.fromisoformat(told.read_text("utf-8")) >= after
    except (FileNotFoundError, ValueError):
        return True


def _newest(database: Path, cursors: Mapping[str, str]) -> dict[str, datetime]:
    """Table to when the newest change of its rows was, and a while before."""
    with duckdb.connect(str(database), read_only=True) as con:
        found = {
            table: con.execute(f"SELECT epoch(max({column})) FROM {SCHEMA}.{table}").fetchall()[0][
                0
            ]
            for table, column in cursors.items()
        }
    return {
        table: datetime.fromtimestamp(newest, UTC) - _AGAIN
        for table, newest in found.items()
        if newest is not None
    }


def _forget(con: duckdb.DuckDBPyConnection, tables: Mapping[str, str], load: str) -> None:
    """Takes out what a pull of everything did not find any more."""
    for table in tables:
        con.execute(f"DELETE FROM {table} WHERE _dlt_load_id <> ?", [load])


def _in_words(service: Service, error: Exception) -> Exception:
    """What is to be told of what dlt raised, by what it was raised for."""
    for one in _causes(error):
        if is_full(one):
            return PullError("There is no room left on the disk. The files are as they were.")
        match one:
            case PullError():
                return one
            case RequestException():
                return _refused(service, one.response)
            case OSError(filename=str()):  # of the folder
                return one
    return PullError(
        f"{service.title} answered in a form that is not known here ({_name(error)}). "
        "The files are as they were."
    )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _name(error: Exception) -> str:
    *_, first = _causes(error)
    return type(first).__name__


def _refused(service: Service, answer: Response | None) -> PullError:
    """What an answer that is none means. It is never quoted: it may repeat what was sent."""
    if answer is None:
        return PullError(f"{service.title} can't be reached.", passing=True)
    status, path = answer.status_code, str(answer.request.path_url).partition("?")[0]
    match status:
        case 401:
            words = "does not accept the secret that was set: it is wrong, or was taken back"
        case 403:
            words = f"does not let its owner read {path}: give it the right to, or use another"
        case 404:
            words = f"has no {path}: check what the command was told"
        case 429:
            words = "was asked too often, and does not answer for now"
        case _ if status >= 500:
            words = f"has a fault of its own ({status}), also after several tries"
        case _:
            words = f"does not take the question for {path} ({status})"
    passing = status == 429 or status >= 500
    return PullError(f"{service.title} {words}. The files are as they were.", passing=passing)
