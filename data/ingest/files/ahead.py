"""What is counted ahead in the data file, so that pages need not read all rows."""

from __future__ import annotations

import duckdb
import ibis

from data.catalog import Rollup
from data.derived.activity import ACTIVITY, make_activity
from data.derived.customer_rows import make_customer_rows
from data.derived.lifetime import HISTORY, fit_lifetime
from data.derived.outcomes import OUTCOMES, outcomes
from data.derived.rollups import make_order_rollups, make_rollups
from data.derived.same_customer import make_same_customer
from data.derived.ticket_rollups import make_ticket_rollups
from data.duckdb_tables import compiled
from data.ingest.catalog import Ahead, Findings
from data.ingest.labels import Answers
from data.ingest.published import Published


def count_ahead(
    con: duckdb.DuckDBPyConnection,
    published: Published,
    answers: Answers,
    findings: Findings,
) -> Ahead:
    """Creates the tables beside the published ones that save reading these."""
    mapping, dimensions = published.mapping, published.dimensions
    with con.cursor() as built:
        built.execute("USE built")
        feedback: tuple[Rollup, ...] = ()
        if mapping.feedback:
            feedback = make_rollups(built, dimensions, weighted=published.weighted)
        tickets = make_ticket_rollups(built, dimensions) if mapping.tickets else ()
        orders = make_order_rollups(built, dimensions) if mapping.orders else ()
    activity = make_activity(con, mapping, dimensions, findings.reports)
    histories = ibis.table(HISTORY, ACTIVITY, database="built")
    return Ahead(
        rollups=feedback,
        ticket_rollups=tickets,
        order_rollups=orders,
        activity=activity,
        lifetime=fit_lifetime(published.ask, histories, findings.newest_order),
        customer_rows=make_customer_rows(con, mapping),
        outcomes=_make_outcomes(con, published, answers),
        same_customer=make_same_customer(
            published.tables,
            dimensions,
            published.ask,
            lambda name, rows: con.execute(
                f"CREATE TABLE built.{name} AS {compiled(rows)} ORDER BY day"
            ),
        ),
    )


def _make_outcomes(
    con: duckdb.DuckDBPyConnection, published: Published, answers: Answers
) -> tuple[str, ...]:
    """Creates the table of NPS answers and what came of them; returns its columns."""
    rows = outcomes(published.tables, published.dimensions, answers.labels)
    if rows is None:
        return ()
    con.execute(f"CREATE TABLE built.{OUTCOMES} AS {compiled(rows)} ORDER BY day")
    return tuple(rows.columns)
