"""The commands for accounts and the store, and when `serve` refuses to begin."""

from __future__ import annotations

import io
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from app import create_app, main
from data.store.load_status import LoadStatus
from settings import Settings
from store.errors import StoreError
from tests.server.apart import environment_of, run

LONG_ENOUGH = "correct horse battery"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("HOST", "HOSTS", "ACCESS", "STORE"):
        monkeypatch.delenv(f"CXLENS_{name}", raising=False)
    monkeypatch.setenv("CXLENS_FOLDER", str(tmp_path))
    return tmp_path


def typed(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(words))


def column(folder: Path, name: str) -> list[object]:
    with closing(sqlite3.connect(folder / "store.sqlite")) as connection:
        return [row[0] for row in connection.execute(f"SELECT {name} FROM account ORDER BY id")]


def test_an_account_from_a_pipe(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, f"{LONG_ENOUGH}\n")
    assert main(["user", "add", "ann", "--role", "analyst", "--rows", "region=EMEA,APAC"]) == 0
    assert capsys.readouterr().out == "ann may log in as analyst.\n"
    (kept,) = column(folder, "password")
    assert PasswordHasher().verify(str(kept), LONG_ENOUGH)
    assert main(["user", "list"]) == 0
    assert capsys.readouterr().out == "ann: analyst, region: APAC, EMEA\n"
    assert main(["user", "role", "ann", "viewer", "--totals"]) == 0
    told = "From the next request on, ann: viewer, region: APAC, EMEA, with totals.\n"
    assert capsys.readouterr().out == told
    assert main(["user", "role", "ann", "viewer", "--rows", "all"]) == 0
    assert main(["user", "disable", "ann"]) == 0
    capsys.readouterr()
    main(["user", "list"])
    assert capsys.readouterr().out == "ann: viewer, all rows, disabled\n"
    assert main(["user", "enable", "ann"]) == 0
    assert capsys.readouterr().out == "ann may log in again.\n"


def test_a_team_by_itself(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["user", "add", "ann", "--generate", "--role", "editor", "--team", "Support"]) == 0
    assert column(folder, "team") == ["Support"]
    assert main(["user", "role", "ann", "--team", "Field sales"]) == 0
    assert capsys.readouterr().out.endswith("ann: editor, all rows, team “Field sales”.\n")
    assert main(["user", "role", "ann", "--no-team"]) == 0
    assert capsys.readouterr().out.endswith("ann: editor, all rows.\n")
    assert main(["user", "role", "ann"]) == 2
    assert "Say what is to change" in capsys.readouterr().err
    assert column(folder, "role") == ["editor"]


def test_a_generated_password_is_shown_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["user", "add", "ann", "--generate"]) == 0
    shown = capsys.readouterr().out.strip().rpartition(" ")[2]
    assert len(shown) == 20
    assert PasswordHasher().verify(str(column(folder, "password")[0]), shown)
    assert main(["user", "password", "ann", "--generate"]) == 0
    assert capsys.readouterr().out.strip().rpartition(" ")[2] != shown


def test_a_password_typed_twice(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = [LONG_ENOUGH, LONG_ENOUGH, LONG_ENOUGH, "another one of these"]
    monkeypatch.setattr("getpass.getpass", lambda _: answers.pop(0))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    assert main(["user", "add", "ann"]) == 0
    assert main(["user", "password", "ann"]) == 2
    assert "The two passwords differ" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["user", "add", "ann"], "The password is too short; expected 12 characters"),
        (["user", "add", "ann", "--generate", "--rows", "region"], "limits no rows: expected"),
        (["user", "role", "bob", "viewer"], "There is no account “bob”"),
        (["store", "restore", "nothing.sqlite"], "There is no file nothing.sqlite"),
    ],
)
def test_what_is_refused(
    command: list[str],
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    typed(monkeypatch, "short\n")
    assert main(command) == 2
    error = capsys.readouterr().err
    assert f"Error: {words}" in error.replace("“region” ", "")
    assert "Traceback" not in error
    main(["user", "list"])
    assert capsys.readouterr().out == "There is no account yet.\n"


def test_a_password_is_no_argument(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["user", "add", "ann", "--password", LONG_ENOUGH])
    with pytest.raises(SystemExit):
        main(["user", "add", "ann", LONG_ENOUGH])


def test_a_backup_and_the_way_back(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["user", "add", "ann", "--generate"])
    assert main(["store", "backup", str(folder / "copy.sqlite")]) == 0
    main(["user", "add", "bob", "--generate"])
    capsys.readouterr()
    assert main(["store", "restore", str(folder / "copy.sqlite")]) == 0
    before = Path(capsys.readouterr().out.strip().rpartition(" ")[2])
    assert column(folder, "name") == ["ann"]
    assert main(["store", "restore", str(before)]) == 0
    assert column(folder, "name") == ["ann", "bob"]


@pytest.mark.parametrize(
    ("environment", "is_open"),
    [
        ({}, True),
        ({"HOST": "localhost"}, True),
        ({"HOST": "127.8.9.1"}, True),
        ({"HOST": "::1"}, True),
        ({"HOST": "0.0.0.0"}, False),
        ({"HOST": "::"}, False),
        ({"HOST": "10.0.0.5"}, False),
        ({"HOST": "cx.example.org"}, False),
        ({"HOSTS": "cx.example.org"}, False),  # a proxy shows it to others
        ({"HOST": "0.0.0.0", "ACCESS": "open"}, True),
        ({"HOSTS": "cx.example.org", "ACCESS": "open"}, True),
        ({"ACCESS": "accounts"}, False),
    ],
)
def test_who_has_to_log_in(
    environment: dict[str, str], is_open: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(f"CXLENS_{name}", value)
    assert Settings().is_open() == is_open


def test_another_word_for_it_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CXLENS_ACCESS", "closed")
    assert main(["serve"]) == 2
    assert "Error: CXLENS_ACCESS is 'closed': Input should be 'open' or" in capsys.readouterr().err


def test_serve_refuses_where_nobody_could_log_in(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "execv", lambda *_: pytest.fail("it was served"))
    assert main(["serve", "--host", "0.0.0.0"]) == 2
    said = capsys.readouterr().err
    assert "Nobody could log in: there is no account yet." in said
    assert "python app.py user add NAME --role administrator" in said
    assert "CXLENS_ACCESS=open" in said
    main(["user", "add", "ann", "--generate"])
    main(["user", "disable", "ann"])
    assert main(["serve", "--host", "0.0.0.0"]) == 2
    with pytest.raises(StoreError, match="Nobody could log in"):  # as another WSGI server has it
        create_app(Settings(access="accounts", folder=folder))


def test_a_store_that_cannot_be_used_is_not_served(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["user", "add", "ann", "--generate"])
    with closing(sqlite3.connect(folder / "store.sqlite")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0099'")
        connection.commit()
    capsys.readouterr()
    for command in (["serve", "--host", "0.0.0.0"], ["user", "list"]):
        assert main(command) == 2
        error = capsys.readouterr().err
        assert "is of version 0099; this CX Lens knows those up to" in error
        assert "Traceback" not in error


def test_a_store_that_is_away_at_the_start_may_be_back_later(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("psycopg")
    monkeypatch.setenv("CXLENS_STORE", "postgresql+psycopg://ann:hunter2@127.0.0.1:1/x")
    assert main(["serve", "--host", "0.0.0.0"]) == 1  # 2 would keep systemd from trying again
    error = capsys.readouterr().err
    assert "it does not answer. Try again in a moment" in error
    assert "hunter2" not in error


def test_a_wrong_address_of_the_store_shows_no_password(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CXLENS_STORE", "mysql://ann:hunter2@machine/x")
    assert main(["user", "list"]) == 2
    assert main(["serve", "--host", "0.0.0.0"]) == 2
    error = capsys.readouterr().err
    assert "CXLENS_STORE is of the kind “mysql”" in error
    assert "hunter2" not in error
    assert "hunter2" not in repr(Settings())


def test_making_the_app_opens_no_connection_that_a_fork_would_share(
    settings: Settings, sample_file: Path, folder: Path
) -> None:
    main(["user", "add", "ann", "--generate"])
    code = (
        "import os\n"
        "from app import server\n"
        "opened = [os.path.realpath(f'/proc/self/fd/{fd}') for fd in os.listdir('/proc/self/fd')]\n"
        "print([one for one in opened if 'store.sqlite' in one])\n"
        "print('alembic' in __import__('sys').modules)\n"
    )
    store = f"sqlite:///{folder / 'store.sqlite'}"
    told = LoadStatus().model_dump_json()
    environment = environment_of(
        settings, CXLENS_ACCESS="accounts", CXLENS_STORE=store, CXLENS_AT_START=told
    )
    assert run(code, environment).stdout.splitlines() == ["[]", "False"]


def test_an_open_dashboard_has_no_store(
    settings: Settings, sample_file: Path, folder: Path
) -> None:
    create_app(settings.model_copy(update={"folder": settings.folder}))
    assert not (settings.folder / "store.sqlite").exists()
    assert not (folder / "store.sqlite").exists()


def test_cases_of_a_customer_are_forgotten(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, f"{LONG_ENOUGH}\n")
    assert main(["user", "add", "ann", "--role", "analyst"]) == 0
    capsys.readouterr()
    made = (
        "INSERT INTO customer_case(id, customer_id, under_way, owner_id, status, due, cause, text, "
        "author, made_at, changed_at, stamp) "
        "VALUES({0}, 'C-{0}', 'C-{0}', 1, 'open', '2026-12-04', '', '', "
        "'ann', '2026-11-27 17:00:00', '2026-11-27 17:00:00', {0})"
    )
    with closing(sqlite3.connect(folder / "store.sqlite")) as connection, connection:
        for number in (1, 2):
            connection.execute(made.format(number))
    assert main(["forget-cases", "C-1"]) == 0
    assert capsys.readouterr().out == "1 case of this customer deleted.\n"
    with closing(sqlite3.connect(folder / "store.sqlite")) as connection:
        left = connection.execute("SELECT customer_id FROM customer_case").fetchall()
    assert left == [("C-2",)]
    assert main(["forget-cases", "C-1"]) == 0
    assert capsys.readouterr().out == "0 cases of this customer deleted.\n"
