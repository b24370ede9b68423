"""A leak takes two mistakes: behind the right snapshot stand locks that know who asks."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from flask import Flask

from access.reader import ANYBODY
from data.query.feedback import counts
from data.row_scope.snapshots import scoped
from data.scope import Scope, Span, row_scope
from data.store.connection import Address
from data.store.database import ForbiddenError
from data.store.restricted_warehouse import RestrictedWarehouse
from data.store.snapshots import Snapshot, Store, WholeSnapshot
from data.store.warehouse import Warehouse
from server.current import current
from server.gate.reader import put_reader
from settings import Settings
from tests.row_scope.conftest import ROWS

ROOT = Path(__file__).parents[2]
COUNT = "SELECT count(*) AS n FROM feedback"


def test_a_limited_reader_cannot_ask_all_rows(
    settings: Settings, whole: WholeSnapshot, limited: Snapshot
) -> None:
    store, others = Store(settings.place()[1]), scoped(whole, row_scope([("region", ["region B"])]))
    with Flask(__name__).app_context():
        put_reader(replace(ANYBODY, rows=(("region", ("region A",)),)))
        assert current(store).rows == ROWS
        assert limited.database.frame(COUNT)["n"].iloc[0] > 0
        for database in (whole.database, others.database):
            with pytest.raises(ForbiddenError):
                database.frame(COUNT)
        with pytest.raises(ForbiddenError):
            store.snapshot()
    assert whole.database.frame(COUNT)["n"].iloc[0] > limited.database.frame(COUNT)["n"].iloc[0]


def test_whoever_is_not_limited_has_all(settings: Settings) -> None:
    store = Store(settings.place()[1])
    with Flask(__name__).app_context():
        put_reader(ANYBODY)
        assert current(store).database is store.snapshot().database


def test_names_reach_no_other_rows(whole: WholeSnapshot, limited: Snapshot) -> None:
    tables = whole.database.frame("SELECT table_name AS name FROM duckdb_tables()")["name"]
    assert {"feedback", "rejected", "meta", "customer_rows"} <= {*tables}
    own = {*limited.database.frame("SELECT customer_id FROM customers")["customer_id"]}
    for name in tables:
        for named in (name, f"main.{name}"):
            found = limited.database.frame(f"SELECT * FROM {named}")
            for key in {"region"} & {*found}:
                assert {*found[key]} <= {"region A"}
            if name == "customer_rows":  # has no segment; of the scope's customers
                assert {*found["customer_id"]} <= own
            elif "region" not in found:
                assert len(found) == 0, name
    assert len(limited.database.frame("FROM orders")) == limited.catalog.rows("orders") > 0


def test_types_tell_no_level(limited: Snapshot) -> None:
    found = limited.database.frame("SELECT region, answer FROM feedback")
    assert [*found["region"].cat.categories] == ["region A"]
    empty = limited.database.frame("SELECT region FROM feedback WHERE false")
    assert [*empty["region"].cat.categories] == []


def test_a_row_of_another_level_is_refused(whole: WholeSnapshot, limited: Snapshot) -> None:
    wrong = replace(limited, database=whole.database)
    scope = Scope(Span(limited.catalog.first_day, limited.catalog.last_day))
    assert counts(limited, scope, ("region",))["n"].sum() > 0
    with pytest.raises(ForbiddenError):
        counts(wrong, scope, ("region",))


def test_a_warehouse_is_sent_no_bare_name() -> None:
    sent: list[str] = []

    class Whole(Warehouse):
        def answer(self, sql: str) -> pd.DataFrame:
            sent.append(sql)
            return pd.DataFrame()

    rows = Whole(Address("duckdb://", None, 1), "cxlens_v_")
    select = 'SELECT * FROM "cxlens_v_feedback" WHERE "region" IN (\'EMEA\')'
    own = RestrictedWarehouse(rows, ROWS, {"feedback": select, "of": f"SELECT 1 FROM ({select})"})
    own.frame(f"SELECT count(*) FROM {own.from_sql('feedback')}")
    own.frame(f"SELECT count(*) FROM {own.from_sql('of')}")
    assert len(sent) == 2
    for sql in ("FROM cxlens_v_feedback", f"{select} UNION ALL FROM cxlens_v_orders"):
        with pytest.raises(ForbiddenError):
            own.frame(sql)
    with pytest.raises(ForbiddenError):
        own.from_sql("orders")
    assert len(sent) == 2


def test_all_rows_are_taken_in_one_place() -> None:
    """Of the product, `server.current` alone takes the whole, and `data.row_scope` its names."""
    places: dict[str, set[str]] = {"whole": set(), "whole_sql": set()}
    for folder in ("api", "callbacks", "components", "data", "pages", "server", "view"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                called = node.func if isinstance(node, ast.Call) else None
                if isinstance(called, ast.Attribute) and called.attr in places:
                    places[called.attr].add(str(path.relative_to(ROOT)))
    assert places["whole"] == {"server/current.py", "data/store/snapshots.py"}
    assert places["whole_sql"] == {"data/row_scope/tables.py"}
