"""A store of each version there ever was comes up to date, with all that is in it."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select

from access.notes.kept import read_notes
from store import migrate as migrating
from store.app_store import NEWEST, AppStore, engine_of
from store.errors import StoreError
from store.migrate import migrate
from store.tables import (
    Account,
    ApiToken,
    AuditEntry,
    Base,
    Identity,
    Link,
    LinkPerson,
    LinkSession,
    Note,
    SavedView,
    StartPage,
    StoredSession,
)

ROOT = Path(__file__).parents[2]
VERSIONS = Path(__file__).parent / "versions"  # stores as each version left them, as SQL


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "store" / "migrations"))
    return ScriptDirectory.from_config(config)


def of_version(version: str, folder: Path) -> AppStore:
    file = folder / "old.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript((VERSIONS / f"{version}.sql").read_text("utf-8"))
    return AppStore(f"sqlite:///{file}")


def test_there_is_a_store_of_every_version() -> None:
    known = [script.revision for script in scripts().walk_revisions()]
    assert sorted(path.stem for path in VERSIONS.glob("*.sql")) == sorted(known)
    assert scripts().get_current_head() == NEWEST == max(known)


@pytest.mark.parametrize("version", sorted(path.stem for path in VERSIONS.glob("*.sql")))
def test_from_each_version_on_nothing_is_lost(version: str, tmp_path: Path) -> None:
    old = of_version(version, tmp_path)
    migrate(old)
    with old.read() as session:
        accounts = session.scalars(select(Account).order_by(Account.id)).all()
        assert [(one.name, one.role, one.disabled) for one in accounts] == [
            ("Ann", "administrator", False),
            ("Bob", "viewer", True),
        ]
        assert accounts[1].rows == [["region", ["APAC", "EMEA"]]]
        assert session.scalars(select(StoredSession.account_id)).all() == [1]
        assert [one.team for one in accounts] == ["", "Support" if version >= "0005" else ""]
        known = session.scalars(select(Identity)).all()
        expected = [("https://id.one.org", "b0b", 2)] if version >= "0004" else []
        assert [(one.issuer, one.subject, one.account_id) for one in known] == expected
        written = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()[0]
        assert (written.who, written.event) == ("command line", "account added")
        assert written.at == datetime(2026, 11, 27, 17, 0, tzinfo=UTC)
    assert old.secret == "a-secret-of-the-tests"
    old.close()


def test_shared_links_stay_what_they_were(tmp_path: Path) -> None:
    old = of_version("0002", tmp_path)
    migrate(old)
    with old.read() as session:
        first, second = session.scalars(select(Link).order_by(Link.id)).all()
        assert (first.token_hash, first.account_id, first.page) == ("ef" * 32, 1, "loyalty")
        assert first.until == datetime(2026, 12, 27, 17, 0, tzinfo=UTC)
        assert (first.rows, first.filters) == ([["region", ["EMEA"]]], [["region", ["EMEA"]]])
        assert (first.first_day, first.last_day) == (date(2026, 1, 1), date(2026, 3, 31))
        assert (first.named, first.comments, first.exports, first.totals) == (
            True,
            True,
            False,
            False,
        )
        assert first.version == "0123456789ab"
        assert first.figures["shown"] == [["nps", "NPS", "41.2 points"]]
        assert second.revoked_at == datetime(2026, 11, 28, 8, 0, tzinfo=UTC)
        assert session.scalars(select(LinkPerson.account_id)).all() == [2]
        assert session.scalars(select(LinkSession.link_id)).all() == [1]
        assert session.scalars(select(AuditEntry.link).order_by(AuditEntry.id)).all() == [None, 1]
    old.close()


def test_a_link_of_before_is_for_no_team(tmp_path: Path) -> None:
    for version, for_teams in (("0004", [False, False]), ("0005", [False, True])):
        folder = tmp_path / version
        folder.mkdir()
        old = of_version(version, folder)
        migrate(old)
        with old.read() as session:
            assert session.scalars(select(Link.team).order_by(Link.id)).all() == for_teams
        old.close()


def test_saved_views_stay_what_they_were(tmp_path: Path) -> None:
    old = of_version("0005", tmp_path)
    migrate(old)
    with old.read() as session:
        own, team, company = session.scalars(select(SavedView).order_by(SavedView.id)).all()
        assert (own.account_id, own.whose, own.name) == (2, "account 2", "Mine")
        assert (own.page, own.query) == ("loyalty", "region=EMEA")
        assert (team.account_id, team.team, team.whose) == (None, "Support", "team support")
        assert (company.whose, company.key, company.author) == ("company", "all", "Ann")
        assert company.saved_at == datetime(2026, 11, 27, 17, 0, tzinfo=UTC)
        (start,) = session.scalars(select(StartPage)).all()
        assert (start.account_id, start.view_id) == (2, 2)
    old.close()


@pytest.mark.parametrize("version", ["0002", "0004", "0007", "0008"])
def test_no_site_may_frame_a_link_of_before(version: str, tmp_path: Path) -> None:
    old = of_version(version, tmp_path)
    migrate(old)
    with old.read() as session:
        found = session.scalars(select(Link.parents).order_by(Link.id)).all()
    named = ["https://intranet.example.org"] if version >= "0008" else []
    assert found == [[], named]
    old.close()


def test_tokens_stay_what_they_were(tmp_path: Path) -> None:
    old = of_version("0003", tmp_path)
    migrate(old)
    with old.read() as session:
        kept = session.scalars(select(ApiToken)).one()
        assert (kept.token_hash, kept.account_id, kept.name) == ("b2" * 32, 1, "nightly report")
        assert (kept.rights, kept.rows) == (["EXPORT", "VIEW"], [["region", ["EMEA"]]])
        assert kept.until == datetime(2027, 2, 25, 17, 0, tzinfo=UTC)
    old.close()


@pytest.mark.parametrize(
    ("version", "anonymous"), [("0003", [False] * 4), ("0006", [False, True, True, False])]
)
def test_nobody_becomes_anonymous_by_itself(
    version: str, anonymous: list[bool], tmp_path: Path
) -> None:
    old = of_version(version, tmp_path)
    migrate(old)
    with old.read() as session:
        accounts = session.scalars(select(Account.anonymous).order_by(Account.id)).all()
        links = session.scalars(select(Link.anonymous).order_by(Link.id)).all()
    assert [*accounts, *links] == anonymous
    old.close()


def test_notes_stay_what_they_were(tmp_path: Path) -> None:
    old = of_version("0007", tmp_path)
    migrate(old)
    with old.read() as session:
        kept = session.scalars(select(Note)).one()
        assert (kept.first_day, kept.last_day) == (date(2026, 10, 5), date(2026, 10, 9))
        assert (kept.text, kept.author) == ("New billing portal", "Ann")
        assert kept.scope == [["region", ["EMEA"]]]
        assert (kept.written_at, kept.stamp) == (datetime(2026, 11, 27, 17, 0, tzinfo=UTC), 73)
    old.close()


def test_a_note_of_before_registers_no_action(tmp_path: Path) -> None:
    registered = {"metric": "nps", "sign": 1, "size": 5.0, "periods": 3}
    for version, expected in (("0007", [{}]), ("0009", [{}, registered])):
        folder = tmp_path / version
        folder.mkdir()
        old = of_version(version, folder)
        migrate(old)
        with old.read() as session:
            assert session.scalars(select(Note.expected).order_by(Note.id)).all() == expected
        assert [one.expected is not None for one in read_notes(old).notes] == [
            bool(one) for one in expected
        ]
        old.close()


def test_the_tables_are_those_of_the_code(store: AppStore) -> None:
    engine = engine_of(store.url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_a_second_time_changes_nothing(store: AppStore) -> None:
    before = store.secret
    migrate(store)
    assert AppStore(str(store.url)).secret == before


def test_many_processes_at_once_do_it_once(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'store.sqlite'}"
    code = (
        "import sys; from store.app_store import AppStore; from store.migrate import migrate; "
        "store = AppStore(sys.argv[1]); migrate(store); print(store.secret)"
    )
    command = [sys.executable, "-c", code, address]
    running = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(6)
    ]
    found = [one.communicate(timeout=60)[0] for one in running]
    assert [one.returncode for one in running] == [0] * 6
    assert len(set(found)) == 1


def test_a_newer_store_is_left_alone(store: AppStore) -> None:
    assert store.file
    with closing(sqlite3.connect(store.file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0099'")
        connection.commit()
    before = store.file.read_bytes()
    uses: list[Callable[[], None]] = [lambda: migrate(store), store.ping]
    for use in uses:
        with pytest.raises(StoreError, match=r"of version 0099; this CX Lens knows those up to"):
            use()
    assert store.file.read_bytes() == before


def test_an_older_store_is_not_used_before_it_is_brought_up_to_date(tmp_path: Path) -> None:
    file = tmp_path / "empty.sqlite"
    file.touch()
    with pytest.raises(StoreError, match="Start the server anew"):
        AppStore(f"sqlite:///{file}").ping()


def test_what_fails_in_the_middle_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = AppStore(f"sqlite:///{tmp_path / 'store.sqlite'}")
    upgrade = migrating._upgrade

    def broken(connection: object, to: str) -> None:
        upgrade(connection, to)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(migrating, "_upgrade", broken)
    with pytest.raises(KeyboardInterrupt):
        migrate(store)
    with closing(sqlite3.connect(tmp_path / "store.sqlite")) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []
    monkeypatch.undo()
    migrate(store)
    store.ping()
    store.close()


def test_its_owner_alone_may_read_it(store: AppStore) -> None:
    assert store.file
    store.ping()
    kept = [path for path in store.file.parent.iterdir() if path.name.startswith(store.file.name)]
    assert len(kept) > 1  # what SQLite keeps beside it as well
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}


def test_a_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"cannot be written: .*CXLENS_STORE"):
        migrate(AppStore(f"sqlite:///{tmp_path / 'file' / 'store.sqlite'}"))


def test_making_one_opens_nothing(store: AppStore) -> None:
    def opened() -> list[str]:
        return [os.path.realpath(one) for one in Path("/proc/self/fd").iterdir()]

    assert not [path for path in opened() if path.startswith(str(store.file))]
    store.ping()
    assert [path for path in opened() if path.startswith(str(store.file))]
