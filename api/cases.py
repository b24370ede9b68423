"""Cases of customers as a file, by the filters of their list."""

from __future__ import annotations

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest, NotFound

from access.cases.kept import KeptCase
from api.as_csv import heading, line
from api.asked import saved_as
from api.csv_form import csv_form
from api.exports import Exports
from data.catalog import Catalog
from data.store.snapshots import Store
from server.cases import day_of, listed_cases, may_have_cases, today
from server.current import current
from view.url import encoded

COLUMNS = (
    *("case", "customer_id", "status", "owner", "due", "overdue", "made_on", "made_by", "rule"),
    *("contacted_on", "closed_on", "root_cause", "note"),
)


def register_cases_csv(server: Flask, store: Store, exports: Exports) -> None:
    """Add `/api/cases.csv`: the list of `/cases` as its link filters it, all of it."""

    @server.get("/api/cases.csv", endpoint="api.cases")
    def cases() -> Response:
        snapshot = current(store)
        if not may_have_cases(snapshot.catalog):  # the gate asks for exports alone
            raise NotFound("There are no cases: single customers can't be seen here.")
        found, form = listed_cases(snapshot, request.args), csv_form(request)
        if found.wrong:
            raise BadRequest(" ".join(found.wrong))
        rows = (line(_row(one, snapshot.catalog), form) for one in found.cases)
        answer = Response("".join((heading(COLUMNS, form), *rows)), mimetype="text/csv")
        return exports.noted(saved_as("cases.csv", answer), encoded(found.filters.pairs()))


def _row(case: KeptCase, catalog: Catalog) -> tuple[object, ...]:
    late = case.overdue(today(catalog))
    return (
        *(case.id, case.customer_id, case.status.value, case.owner, case.due, late),
        *(day_of(case.made_at, catalog), case.author, case.rule),
        *(day_of(case.contacted_at, catalog), day_of(case.closed_at, catalog)),
        *(case.cause, case.text),
    )
