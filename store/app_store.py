"""Where the app keeps what is its own: opened when first needed, used in transactions."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from store.errors import StoreError, in_words
from store.tables import Secret

NEWEST = "0015"  # the version of the tables that this code works with
_LOCK = 7_302_451  # of PostgreSQL's advisory locks: any number that nobody else takes
_PATIENCE = 5  # seconds that a writer waits for another, and a connection for its server
_LOG = logging.getLogger(__name__)
_EXPECTED = (
    "expected sqlite:////path/to/a/file or postgresql+psycopg://user:password@machine/database"
)


class AppStore:
    """The store at an address. Making one opens nothing: each process opens its own."""

    def __init__(self, address: str | Path) -> None:
        """`address`: as SQLAlchemy writes it, or a file. StoreError for what is neither."""
        self.url = _url(address)
        self.where = self.url.render_as_string(hide_password=True)
        self._lock = threading.Lock()
        self._engine: Engine | None = None

    @property
    def file(self) -> Path | None:
        """The file of the store; None where it is on a server."""
        return Path(str(self.url.database)) if self.url.get_backend_name() == "sqlite" else None

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that changes nothing. Raises StoreError."""
        with self._transaction(write=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction: all of it is kept, or none. Raises StoreError."""
        with self._transaction(write=True) as session:
            yield session

    @cached_property
    def secret(self) -> str:
        """What all processes sign with. Raises StoreError."""
        with self.read() as session:
            return session.scalars(select(Secret.value).where(Secret.name == "signing")).one()

    def ping(self) -> None:
        """Does it answer? Raises StoreError where it does not."""
        with self.read() as session:
            session.execute(text("SELECT 1"))

    def close(self) -> None:
        """Close all connections; the next use opens new ones."""
        with self._lock:
            if self._engine is not None:
                self._engine.dispose()
                self._engine = None

    @contextmanager
    def _transaction(self, *, write: bool) -> Iterator[Session]:
        try:
            engine = self._opened().execution_options(write=write)
            with Session(engine, expire_on_commit=False) as session, session.begin():
                yield session
        except IntegrityError:
            raise  # a rule of ours was broken, and the store is well
        except DBAPIError as error:
            _LOG.warning("The store failed: %s", error.orig)
            raise in_words(error, self.where) from error

    def _opened(self) -> Engine:
        with self._lock:
            if self._engine is None:
                engine = engine_of(self.url)
                try:
                    with engine.connect() as connection:
                        refuse_another_version(version_of(connection), self.where)
                except SQLAlchemyError as error:
                    engine.dispose()
                    _LOG.warning("The store could not be opened: %s", error)
                    raise in_words(error, self.where) from error
                except StoreError:
                    engine.dispose()
                    raise
                self._engine = engine
            return self._engine


def version_of(connection: Connection) -> str | None:
    """The version of the tables that are there; None before the first migration."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found else None


def refuse_another_version(found: str | None, where: str) -> None:
    """Raises StoreError where the tables are not of this code's version."""
    if found is not None and found > NEWEST:
        raise StoreError(
            f"The store at {where} is of version {found}; this CX Lens knows those up to {NEWEST}. "
            "Nothing was changed. Start the newer CX Lens, or restore a backup from before it."
        )
    if found != NEWEST:
        raise StoreError(
            f"The store at {where} is of version {found or 'none'}, and {NEWEST} is expected. "
            "Start the server anew: it brings the store up to date."
        )


def engine_of(url: URL) -> Engine:
    """Connections to a store, as many as there are threads; none is opened yet."""
    if url.get_backend_name() == "sqlite":
        engine = create_engine(
            "sqlite://", creator=lambda: _open_file(url), poolclass=QueuePool, max_overflow=-1
        )
        event.listen(engine, "connect", _as_we_want_it)
    else:
        engine = create_engine(
            url,
            max_overflow=-1,
            pool_pre_ping=True,  # a server that was away and is back is not an error
            connect_args={
                "connect_timeout": _PATIENCE,
                "options": f"-c lock_timeout={_PATIENCE}s -c statement_timeout={4 * _PATIENCE}s",
            },
        )
    event.listen(engine, "begin", _begin)
    return engine


def _open_file(url: URL) -> sqlite3.Connection:
    # "rw": a file that is gone is an error, and not an empty store in its place.
    path = quote(str(Path(str(url.database)).absolute()))
    return sqlite3.connect(
        f"file:{path}?mode=rw", uri=True, timeout=_PATIENCE, check_same_thread=False
    )


def _as_we_want_it(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # transactions begin where we say so, tables included
    for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {setting}")


def _begin(connection: Connection) -> None:
    """Who is going to write waits at the beginning for who writes, on SQLite and elsewhere.

    There is little to write; and what was read before a decision still holds when it is made.
    """
    write = connection.get_execution_options().get("write")
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
    elif write:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")


def _url(address: str | Path) -> URL:
    if isinstance(address, Path):
        return URL.create("sqlite", database=str(address))
    try:
        url = make_url(address)
    except ArgumentError:
        raise StoreError(f"CXLENS_STORE is no address of a store; {_EXPECTED}.") from None
    if url.drivername not in ("sqlite", "postgresql+psycopg") or not url.database:
        raise StoreError(
            f"CXLENS_STORE is of the kind “{url.drivername}” or names no database; {_EXPECTED}."
        )
    if url.drivername == "sqlite" and not Path(url.database).is_absolute():
        raise StoreError(
            f"CXLENS_STORE names the file {url.database} by a path that depends on where a command "
            f"is run; {_EXPECTED}, with four slashes."
        )
    return url
