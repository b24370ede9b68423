"""The store on PostgreSQL: what is tested of it in a file holds there as well."""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from store.app_store import AppStore, engine_of
from store.errors import StoreError
from store.migrate import migrate
from store.tables import Base
from tests.access import (
    test_accounts,
    test_links,
    test_log_in,
    test_saved_views,
    test_sessions,
)
from tests.live_databases.postgres import PASSWORD, Postgres
from tests.server.apart import ROOT
from tests.store import test_app_store

_MODULES = (
    test_accounts,
    test_sessions,
    test_log_in,
    test_links,
    test_saved_views,
    test_app_store,
)
_OF_FILES = {
    "test_a_store_that_is_full",
    "test_a_store_that_is_gone_is_not_made_anew_and_is_found_again",
}
# Those that ask for a store and nothing else.
TESTS = [
    test
    for module in _MODULES
    for name, test in vars(module).items()
    if name.startswith("test_")
    and [*inspect.signature(test).parameters] == ["store"]
    and name not in _OF_FILES
]


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    started = Postgres()
    yield started
    started.remove()


def address(server: Postgres) -> str:
    return f"postgresql+psycopg://cx:{quote(PASSWORD, safe='')}@127.0.0.1:{server.port}/postgres"


@pytest.fixture
def store(server: Postgres) -> Iterator[AppStore]:
    """An empty store, up to date."""
    made = AppStore(address(server))
    engine = engine_of(made.url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    migrate(made)
    yield made
    made.close()


def test_there_is_much_to_hold() -> None:
    assert len(TESTS) > 25


@pytest.mark.parametrize("test", TESTS, ids=lambda test: test.__name__)
def test_as_in_a_file(test: Callable[[AppStore], None], store: AppStore) -> None:
    test(store)


def test_the_tables_are_those_of_the_code(store: AppStore) -> None:
    engine = engine_of(store.url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_many_processes_at_once_migrate_once(store: AppStore, server: Postgres) -> None:
    engine = engine_of(store.url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    code = (
        "import sys; from store.app_store import AppStore; from store.migrate import migrate; "
        "store = AppStore(sys.argv[1]); migrate(store); print(store.secret)"
    )
    command = [sys.executable, "-c", code, address(server)]
    running = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]
    found = [one.communicate(timeout=60)[0] for one in running]
    assert [one.returncode for one in running] == [0] * 4
    assert len(set(found)) == 1


@pytest.mark.parametrize(
    "change", ["DELETE FROM audit", "UPDATE audit SET who = ''", "TRUNCATE audit"]
)
def test_the_audit_log_is_append_only(store: AppStore, change: str) -> None:
    with pytest.raises(StoreError), store.write() as session:
        session.execute(text(change))


def test_a_server_that_is_away_and_back(store: AppStore, server: Postgres) -> None:
    store.ping()
    server.stop()
    with pytest.raises(StoreError, match="does not answer"):
        store.ping()
    server.start()
    store.ping()


def test_a_wrong_password(server: Postgres) -> None:
    with pytest.raises(StoreError, match="refuses the user or the password"):
        migrate(AppStore(f"postgresql+psycopg://cx:wrong@127.0.0.1:{server.port}/postgres"))
