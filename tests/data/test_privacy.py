"""Customers are hidden unless the mapping shows them; ids are data, whatever they look like."""

from __future__ import annotations

import orjson
import pytest
import sqlglot
from sqlglot import exp

from data.catalog import Catalog
from data.errors import MappingError
from data.query import feedback
from data.query.each_customer import timeline
from data.scope import Scope, Span
from data.sql import name_sql
from data.store.snapshots import Snapshot, open_snapshot
from pages.as_json import page_json
from settings import Settings
from tests.callbacks.client import client_of
from tests.data.company import LONG, Company
from tests.pages.reading import read
from view.pages import available_pages

NAMED = LONG + 'customer_id = "who"\ncomment = "said"\n'
SHOWN = '\n[privacy]\ncustomers = "shown"\n'
# As CSV has them: quotes doubled.
AWKWARD = ("it's", 'say "hi"', "back\\slash", "(not stated)", "Zürich 💩", "' OR 1=1 --", "null")
ROWS = [
    f'{number},2026-01-{1 + number % 28:02},9,"{who.replace(chr(34), 2 * chr(34))}",word{number}'
    for number, who in enumerate([*AWKWARD, *["many"] * 30, "", ""])
]
SURVEY = "\n".join(["id,date,score,who,said", *ROWS])


def opened(company: Company, more: str = "") -> Snapshot:
    return open_snapshot(company.write(NAMED + more, survey_csv=SURVEY).build())


def everywhere(catalog: Catalog) -> Scope:
    return Scope(Span(catalog.first_day, catalog.last_day))


def test_hidden_customers_are_in_no_list(company: Company) -> None:
    snapshot = opened(company)
    assert "customer" not in available_pages(snapshot.catalog)
    comments = feedback.newest_comments(snapshot, everywhere(snapshot.catalog))
    assert len(comments) == 20
    assert not {"customer_id", "response_id"} & set(comments)
    sent = orjson.dumps(page_json(read(snapshot, "loyalty?period=all"), snapshot.catalog)["panels"])
    assert b"word" in sent
    assert b"many" not in sent


def test_hidden_customers_have_no_page(company: Company) -> None:
    company.write(NAMED, survey_csv=SURVEY).build()
    client = client_of(Settings(mapping=company.mapping, folder=company.out))
    for address in ("/api/customer?customer_id=many", "/api/customer/timeline.csv"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "There is no page “customer”" in answer.get_json()["errors"][0]
    assert client.get("/api/overview?customer_id=many").status_code == 400
    names = client.get("/api/openapi.json").get_data(as_text=True)
    assert '"customer_id"' not in names.partition('"components"')[0]


def test_shown_customers_are_named(company: Company) -> None:
    snapshot = opened(company, SHOWN)
    assert "customer" in available_pages(snapshot.catalog)
    comments = feedback.newest_comments(snapshot, everywhere(snapshot.catalog))
    assert {"customer_id", "response_id"} <= set(comments)


def test_few_answers_lead_to_nobody(company: Company) -> None:
    few = "\n".join(SURVEY.splitlines()[:6])
    snapshot = open_snapshot(company.write(NAMED + SHOWN, survey_csv=few).build())
    found = read(snapshot, "loyalty").panel("comments")
    assert found is None or found.frame.empty


def test_an_unknown_way_of_showing_is_an_error(company: Company) -> None:
    with pytest.raises(MappingError, match=r"privacy.*customers.*'hidden' or 'shown'"):
        opened(company, SHOWN.replace("shown", "partly"))


def test_each_id_finds_its_own_rows_alone(company: Company) -> None:
    snapshot = opened(company, SHOWN)
    for number, who in enumerate(AWKWARD):
        found = timeline.events(snapshot, who)
        assert found["comment"].tolist() == [f"word{number}"]
    assert len(timeline.events(snapshot, "many")) == 30
    for nobody in ("", "man", "MANY", "%", "_", "x" * 10_000, "it''s", "many'--"):
        assert timeline.events(snapshot, nobody).empty
    assert timeline.attributes(snapshot, "many") == {}  # no table of customers


@pytest.mark.parametrize("looked_up", [True, False])
@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "clickhouse", "trino", "snowflake"])
def test_an_id_is_a_literal_in_every_dialect(
    dialect: str, looked_up: bool, snapshot: Snapshot
) -> None:
    class Elsewhere:
        def __init__(self) -> None:
            self.dialect = dialect

        def from_sql(self, table: str) -> str:
            return name_sql(f"cx_{table}", dialect)

    named = ("feedback", "orders", "tickets", "engagement", "customers")
    found = named if looked_up else ()
    catalog = snapshot.catalog.model_copy(update={"customer_rows": found})
    away = Snapshot(catalog, Elsewhere())  # type: ignore[arg-type]
    for who in (*AWKWARD, "\\' OR 1=1 --", "x'; DROP TABLE feedback; --", "\n\t", "a" * 10_000):
        sql = timeline.events_sql(away, who)
        assert sql is not None
        (parsed,) = sqlglot.parse(sql.text, dialect=dialect)
        assert parsed is not None
        literals = [one.this for one in parsed.find_all(exp.Literal) if one.is_string]
        assert literals.count(who) == len(timeline.KINDS)
        read = {table.name for table in parsed.find_all(exp.Table)}
        assert read - {"cx_customer_rows"} == {f"cx_{one}" for one in named}
        assert ("cx_customer_rows" in read) == looked_up
