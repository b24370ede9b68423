"""The SQL that is sent for a limited reader: every table in it is read of their rows alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
import sqlglot
from sqlglot import exp

from data.query.compile import questions
from data.row_scope.kept import read_kept
from data.row_scope.snapshots import scoped
from data.store.data_file import DataFile
from data.store.restricted_warehouse import RestrictedWarehouse
from data.store.snapshots import Snapshot, WholeSnapshot, open_snapshot
from data.store.warehouse import Warehouse
from pages.index import read_page
from tests.row_scope.companies import Files, mapped, typed
from tests.row_scope.conftest import ROWS
from tests.warehouse_loads.database import Database
from view.pages import available_pages
from view.url import parse

LINKS = (
    "",
    "period=all&compare=rest&plan=plan+A",
    "period=last-90-days&grain=day&compare=year-ago",
)
Sent = list[str]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    """All SQL that goes to either kind of database, as it is sent."""
    found: Sent = []

    def listened(answer: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
        def listen(database: object, sql: str, *more: object) -> pd.DataFrame:
            found.append(sql)
            return answer(database, sql, *more)

        return listen

    monkeypatch.setattr(DataFile, "answer", listened(DataFile.answer))
    monkeypatch.setattr(Warehouse, "answer", listened(Warehouse.answer))
    return found


def ask_everything(snapshot: Snapshot) -> None:
    """Every page, and every question there is."""
    for page in available_pages(snapshot.catalog):
        for query in LINKS if page != "customer" else ("customer_id=C1",):
            view, _ = parse(page, query, snapshot.catalog)
            assert read_page(snapshot, view).whole
    for question in questions():
        for _, ask in question.examples(snapshot):
            ask()


def tables_of(sql: str, dialect: str) -> Iterator[exp.Table]:
    """The tables that SQL reads, but for those it names itself."""
    parsed = sqlglot.parse_one(sql, dialect=dialect)
    own = {one.alias for one in parsed.find_all(exp.CTE)}
    return (table for table in parsed.find_all(exp.Table) if table.name not in own)


def test_a_file_is_asked_by_names_of_views(whole: WholeSnapshot, sent: Sent) -> None:
    snapshot = scoped(whole, ROWS)
    ask_everything(snapshot)
    assert len(sent) > 50
    for sql in sent:
        for table in tables_of(sql, "duckdb"):
            assert table.args.get("db") is None, sql  # which a view of the scope stands before
    assert snapshot.catalog.version not in (whole.catalog.version, "")


def test_each_view_is_of_its_rows(whole: WholeSnapshot, limited: Snapshot) -> None:
    kept = read_kept(whole.file, limited.catalog.version, ROWS)
    assert kept is not None
    assert {"feedback", "orders", "tickets", "customers", "rejected"} <= kept.tables.keys()
    for name, sql in kept.tables.items():
        for table in tables_of(sql, "duckdb"):
            check_restricted(table, name)


def test_a_warehouse_is_asked_within_its_rows(files: Files, tmp_path: Path, sent: Sent) -> None:
    database = Database(tmp_path)
    for name in files.tables:
        database.put(name, typed(files, name))
    database.mapping.write_text(mapped(files, 'table = "{}"', database.warehouse))
    snapshot = scoped(open_snapshot(database.load()), ROWS)
    assert isinstance(snapshot.database, RestrictedWarehouse)
    sent.clear()
    ask_everything(snapshot)
    assert len(sent) > 50
    for sql in sent:
        for table in tables_of(sql, "duckdb"):
            assert table.name.startswith("cxlens_")
            check_restricted(table, sql)


def check_restricted(table: exp.Table, about: str) -> None:
    """The SELECT that a table stands in chooses the scope's rows of it, or none, and joins none."""
    chosen = table.find_ancestor(exp.Select)
    assert chosen is not None, about
    assert chosen.args.get("joins") is None, about
    where = chosen.args["where"].this.sql(dialect="duckdb")
    if table.name == "customer_rows":  # has no segment: of the customers that are in the scope
        assert re.fullmatch(
            r"customer_id IN \(SELECT customer_id FROM \S+customers\" "
            r"WHERE \"region\" IN \('region A'\)\)",
            where,
        ), about
        return
    assert where in ("\"region\" IN ('region A')", "1 = 0"), about


def test_the_oracle_sees_a_bare_table() -> None:
    (table,) = tables_of('SELECT * FROM "cxlens_feedback" WHERE "region" IN (\'B\')', "duckdb")
    with pytest.raises(AssertionError):
        check_restricted(table, "")
