"""The right to see totals: the rest of a comparison is that of all rows, and nothing else is."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from flask import Flask, request

from access.reader import ANYBODY
from app import create_app
from data.query.feedback import counts
from data.row_scope.snapshots import scoped
from data.scope import NOT_STATED, OF_OTHERS, Filters, Scope, Span
from data.store.connection import Address
from data.store.database import ForbiddenError
from data.store.restricted_file import RestrictedFile
from data.store.restricted_warehouse import RestrictedWarehouse
from data.store.snapshots import Snapshot, WholeSnapshot
from data.store.warehouse import Warehouse
from server.gate.reader import put_reader
from settings import Settings
from tests.row_scope.companies import Files, drawn, put, scopes
from tests.row_scope.conftest import ROWS
from tests.row_scope.exits import answer, app_for, different, limit, links, page_links, version_of
from tests.row_scope.test_sql import ask_everything
from tests.row_scope.totals import check_totals

REST = "/api/overview?period=all&compare=rest"


@pytest.fixture(scope="module")
def beside(whole: WholeSnapshot) -> Snapshot:
    """The company's snapshot for a limited reader who may see totals."""
    return scoped(whole, ROWS, totals=True)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1))
def test_the_rest_is_what_an_unlimited_reader_sees(seed: int, tmp_path: Path) -> None:
    files = drawn(seed)
    whole = Settings(mapping=put(files, tmp_path / "files"), folder=tmp_path)
    customers = [
        (key, (level,))
        for key, tables in files.segments.items()
        if tables == ("customers",)
        for level in files.levels(key)
    ]
    chosen: list[Filters] = [(customers[seed % len(customers)],)]
    chosen += scopes(files, random.Random(seed))[:1]
    compared = [check_totals(whole, files, rows, random.Random(seed), 2) for rows in chosen]
    assert compared[0] > 10


def test_without_the_right_nothing_stands_against_all_rows(settings: Settings) -> None:
    bases = {}
    for totals in (False, True):
        client = app_for(settings, ROWS, totals=totals).server.test_client()
        body = client.get(REST).get_json()
        bases[totals] = {row["comparison"]["n"] for row in body["panels"]["cards"]["rows"]}
        assert ("The rest is that of the whole company" in str(body["note"])) == totals
        assert ("Choose a segment" in str(body["note"])) != totals
    assert bases[False] <= {0, None}
    assert max(n or 0 for n in bases[True]) > 10


def test_nothing_but_the_rest_is_of_others(
    settings: Settings, whole: WholeSnapshot, files: Files
) -> None:
    """All other views are the same, with and without the right, but for a label."""
    clients = [app_for(settings, ROWS, totals=one).server.test_client() for one in (False, True)]
    versions = [version_of(one) for one in clients]
    assert versions[0] != versions[1]
    limited = scoped(whole, ROWS).catalog
    asked = ["/api/levels/region", "/api/openapi.json", "/api/data/rejected.csv"]
    for query in links(limited, random.Random(5), 2, sorted(files.texts())):
        asked += page_links(limited, query.replace("compare=rest", "compare=previous"))
    for link in asked:
        first, second = (answer(*one) for one in zip(clients, (link, link), versions, strict=True))
        assert different(_unnamed(first), _unnamed(second)) == "", link


def _unnamed(found: Any) -> Any:  # noqa: ANN401
    """An answer without the one choice that is offered or not."""
    text = re.sub(r"\{[^{}]*Against the rest[^{}]*\}", "{}", json.dumps(found, default=str))
    return json.loads(text)


def test_kept_answers_are_not_mixed_up(settings: Settings) -> None:
    app = create_app(settings)
    limit(app.server, lambda: ROWS, lambda: request.headers.get("X-Totals") == "yes")
    client = app.server.test_client()
    for link in (REST, "/api/overview?period=all"):
        yes, no, again = (client.get(link, headers={"X-Totals": x}) for x in ("yes", "no", "yes"))
        assert yes.headers["ETag"] == again.headers["ETag"] != no.headers["ETag"]
        assert yes.text == again.text != no.text
        tag = {"If-None-Match": yes.headers["ETag"]}
        assert client.get(link, headers={"X-Totals": "no", **tag}).status_code == 200


def test_levels_of_others_are_one(whole: WholeSnapshot, beside: Snapshot) -> None:
    catalog = whole.catalog
    span = Span(catalog.first_day, catalog.last_day)
    found = counts(beside, Scope(span, others=True), ("region",))
    every = counts(whole, Scope(span), ("region",))
    assert {*found["region"]} == {OF_OTHERS, NOT_STATED}
    outside = every[every["region"] != "region A"]
    assert found["n"].sum() == outside["n"].sum() > 0
    told = found.groupby("score")["n"].sum()
    assert told.equals(outside.groupby("score")["n"].sum())


def test_an_ordinary_question_has_no_row_of_others(
    whole: WholeSnapshot, limited: Snapshot, beside: Snapshot
) -> None:
    catalog = limited.catalog
    for scope in (
        Scope(Span(catalog.first_day, catalog.last_day)),
        Scope(Span(catalog.first_day, catalog.last_day), without=(("region", ("region B",)),)),
    ):
        assert counts(beside, scope, ("region",)).equals(counts(limited, scope, ("region",)))


def test_only_the_rest_is_sent_where_others_can_be_named(
    beside: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: dict[str, list[str]] = {"frame": [], "rest_frame": []}
    for name, kept in sent.items():
        ask = getattr(RestrictedFile, name)

        def listen(
            own: RestrictedFile,
            sql: str,
            ask: Callable[..., pd.DataFrame] = ask,
            kept: list[str] = kept,
        ) -> pd.DataFrame:
            kept.append(sql)
            return ask(own, sql)

        monkeypatch.setattr(RestrictedFile, name, listen)
    ask_everything(beside)
    assert len(sent["frame"]) > 50
    assert sent["rest_frame"]
    assert all('"others in ' in sql for sql in sent["rest_frame"])
    assert not any("others in " in sql for sql in sent["frame"])


def test_names_of_others_are_on_connections_of_their_own(
    limited: Snapshot, beside: Snapshot
) -> None:
    sql = 'SELECT DISTINCT region FROM "others in feedback"'
    found = {*beside.database.rest_frame(sql)["region"].dropna()}
    assert found
    assert "region A" not in found
    for database in (limited.database, beside.database):
        with pytest.raises(duckdb.CatalogException):
            database.frame(sql)
    with pytest.raises(ForbiddenError):
        limited.database.rest_frame(sql)
    assert limited.database.others_sql("feedback") is None
    with pytest.raises(ForbiddenError):
        beside.database.others_sql("rejected")


def test_the_second_lock_knows_who_compares(whole: WholeSnapshot, beside: Snapshot) -> None:
    sql = 'SELECT count(*) AS n FROM "others in feedback"'
    rows = (("region", ("region A",)),)
    readers = {
        True: replace(ANYBODY, rows=rows, totals=True),
        False: replace(ANYBODY, rows=rows, totals=False),
    }
    for allowed, reader in readers.items():
        with Flask(__name__).app_context():
            put_reader(reader)
            assert beside.database.frame("SELECT count(*) AS n FROM feedback")["n"].iloc[0] > 0
            with pytest.raises(ForbiddenError):
                whole.database.frame("SELECT count(*) AS n FROM feedback")
            if allowed:
                assert beside.database.rest_frame(sql)["n"].iloc[0] > 0
            else:
                with pytest.raises(ForbiddenError):
                    beside.database.rest_frame(sql)
    with Flask(__name__).app_context():
        put_reader(replace(ANYBODY, rows=(("region", ("region B",)),)))
        with pytest.raises(ForbiddenError):
            beside.database.rest_frame(sql)


def test_a_warehouse_is_sent_others_for_the_rest_alone() -> None:
    class Whole(Warehouse):
        def answer(self, sql: str) -> pd.DataFrame:
            return pd.DataFrame({"n": [1]})

    rows = Whole(Address("duckdb://", None, 1), "cxlens_v_")
    own = 'SELECT * FROM "cxlens_v_feedback" WHERE "region" IN (\'EMEA\')'
    others = 'SELECT * FROM "cxlens_v_feedback" WHERE NOT "region" IN (\'EMEA\')'
    plain = RestrictedWarehouse(rows, ROWS, {"feedback": own})
    both = RestrictedWarehouse(rows, ROWS, {"feedback": own}, {"feedback": others})
    sql = f"SELECT 1 FROM ({own}) UNION ALL SELECT 1 FROM {both.others_sql('feedback')}"
    assert len(both.rest_frame(sql)) == 1
    for ask in (both.frame, plain.frame, plain.rest_frame):
        with pytest.raises(ForbiddenError):
            ask(sql)
    with pytest.raises(ForbiddenError):
        both.rest_frame("SELECT 1 FROM cxlens_v_feedback")
    assert plain.others_sql("feedback") is None
