"""What a mapping may say of a warehouse: each mistake is named with what to do."""

from __future__ import annotations

import sys
from pathlib import Path

import ibis
import pytest

from data.mapping import MappingError, parse_mapping
from data.store.connection import Address, connect
from tests.data.company import LONG, refused

WAREHOUSE = '\n[warehouse]\nurl = "postgres://cx:${SECRET}@db/crm"\n'
TABLE = LONG.replace('file = "survey.csv"', 'table = "crm.survey"')


def test_a_warehouse_is_a_mapping() -> None:
    more = 'schema = "cx"\ntimeout = 10\n'
    warehouse = parse_mapping(TABLE + WAREHOUSE + more, Path("mapping.toml")).warehouse
    assert warehouse is not None
    assert Address.of(warehouse) == Address("postgres://cx:${SECRET}@db/crm", "cx", 10)


def test_a_table_needs_a_database() -> None:
    assert "'table' is one of a database" in refused(TABLE)


def test_files_do_not_go_with_a_database() -> None:
    assert "the rows come from it. Name a 'table'" in refused(LONG + WAREHOUSE)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("postgres://", "postgrs://", "kind of database 'postgrs'. Did you mean 'postgres'"),
        ("${SECRET}", "hunter2", "the url has a password"),
        ("${SECRET}", "pre${SECRET}", "the url has a password"),
        ('"crm.survey"', '"crm.survey"\nencoding = "cp1252"', "'encoding' is about files"),
        ('"crm.survey"', '"crm.survey"\nsheet = "a"', "'sheet' is about files"),
        ('"date"', '{ column = "date", format = "%Y-%m-%d" }', "'format' is for files"),
        ('"date"', '{ column = "date", timezone = "UTC" }', "'timezone' is for files"),
        ('"date"', '{ day = "d", month = 1, year = 2026 }', "'day' is for files"),
        ('"score"', '{ column = "score", decimal = "," }', "'decimal' is for files"),
        ('"survey"\n\n', '"survey"\njoins = [{ source = "survey", on = "id" }]\n', "'joins'"),
        ("[warehouse]\n", "[warehouse]\ntimeout = 0\n", "timeout"),
        ("[warehouse]\n", '[warehouse]\nshema = "x"\n', "Did you mean 'schema'"),
    ],
)
def test_what_is_refused(old: str, new: str, said: str) -> None:
    text = TABLE + WAREHOUSE
    assert old in text
    assert said in refused(text.replace(old, new, 1))


def test_a_refused_password_is_not_repeated() -> None:
    assert "hunter2" not in refused((TABLE + WAREHOUSE).replace("${SECRET}", "hunter2"))


def test_a_secret_that_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET", raising=False)
    address = Address("postgres://cx:${SECRET}@db/crm", None, 30)
    with pytest.raises(MappingError, match="environment variable SECRET, which it names"):
        address.secret()


def test_secrets_are_shown_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "p@ss/word")
    address = Address("postgres://cx:${SECRET}@db/crm", None, 30)
    assert address.secret() == "postgres://cx:p%40ss%2Fword@db/crm"
    for text in (repr(address), address.shown, address.without_secrets("p@ss/word p%40ss%2Fword")):
        assert "ss/word" not in text
        assert "ss%2Fword" not in text


def test_a_missing_driver_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ibis.backends.trino", None)
    monkeypatch.setitem(sys.modules, "trino", None)
    monkeypatch.delitem(vars(ibis), "trino", raising=False)
    with pytest.raises(MappingError, match=r"trino needs a driver .* pip install 'trino'"):
        connect(Address("trino://db/crm", None, 30), reading=True)
