"""What a limited reader has of a version: its rows, and a catalogue that knows of no others."""

from __future__ import annotations

import hashlib
from concurrent.futures import Future
from contextlib import suppress

from data.catalog import Catalog
from data.counted_ahead import Totals
from data.derived.customer_rows import CUSTOMER_ROWS
from data.derived.ticket_columns import first_contact_within
from data.errors import DataError
from data.mapping.model import Mapping
from data.row_scope.ahead import CountedAhead
from data.row_scope.catalog import catalog_within, nothing
from data.row_scope.kept import Kept, keep, read_kept
from data.row_scope.tables import (
    beyond,
    named,
    none_of,
    of_known_customers,
    places_within,
    select,
    within,
)
from data.scope import Filters
from data.store.database import Whole
from data.store.snapshots import Snapshot, WholeSnapshot

MOST_KEPT = 64  # scopes of one version in one process
OF_ALL = "_of_all"  # how tables are called that were made of all rows, beside those of the scope


def scoped(snapshot: WholeSnapshot, rows: Filters, *, totals: bool = False) -> Snapshot:
    """The version as whoever is limited to `rows` has it; all of it where there is no limit.

    `rows` as data.scope.row_scope has them. An unknown segment, and levels that are all unknown,
    leave nothing. `totals`: of a reader who may compare these rows with all others, as a whole.
    What was made is kept; threads that ask for the same wait for one. Raises UnavailableError.
    """
    if not rows:
        return snapshot
    place = rows, totals
    with snapshot.making:
        made = snapshot.made.pop(place, None)
        mine = made is None
        if made is None:
            made = Future[Snapshot]()
        snapshot.made[place] = made  # the last one
        while len(snapshot.made) > MOST_KEPT:
            del snapshot.made[next(iter(snapshot.made))]
    if mine:
        try:
            own = _kept(snapshot, rows)
            made.set_result((_with_totals if totals else _alone)(snapshot, own))
        except BaseException as error:
            with snapshot.making:
                snapshot.made.pop(place, None)
            made.set_exception(error)
    return made.result()


def _kept(snapshot: WholeSnapshot, rows: Filters) -> Kept:
    whole, database = snapshot.catalog, snapshot.database
    # It stands in each key of what is kept of answers, so that no reader has another's.
    version = f"{whole.version}-{hashlib.sha256(repr(rows).encode()).hexdigest()[:16]}"
    found = read_kept(snapshot.file, version, rows)
    if found is None:
        found = Kept(rows=rows, catalog=nothing(whole, version), tables={})
        if {key for key, _ in rows} <= {one.key for one in whole.dimensions if one.segment}:
            # Else a load of these rows would have been refused: there are none, or too few.
            with suppress(DataError):
                found = _restricted(whole, database, snapshot.mapping, version, rows)
                keep(snapshot.file, found)
    return found


def _alone(snapshot: WholeSnapshot, own: Kept) -> Snapshot:
    database = snapshot.database.restricted(own.rows, own.tables)
    return Snapshot(own.catalog, database, own.rows, file=snapshot.file)


def _with_totals(snapshot: WholeSnapshot, own: Kept) -> Snapshot:
    """For who may compare these rows with all others: the same, and what stands against them."""
    whole, database, rows = snapshot.catalog, snapshot.database, own.rows
    if not own.tables:
        return _alone(snapshot, own)
    able = CountedAhead.of(whole, Mapping.model_validate_json(snapshot.mapping), rows)
    tables, others = dict(own.tables), {}
    for name in (*own.tables.keys() & whole.columns.keys(), *able.tables):
        others[name] = beyond(database, name, rows)
    same = tuple(one for one in whole.same_customer if one.table in own.tables)
    for one in same:  # of all rows, numbered alike on both sides
        tables[one.name + OF_ALL] = within(database, one.name, rows)
        others[one.name + OF_ALL] = beyond(database, one.name, rows)
    totals = Totals(
        same_customer=tuple(one.model_copy(update={"name": one.name + OF_ALL}) for one in same),
        unsure={table: tuple(sorted(keys)) for table, keys in able.of_customers.items()},
        rows_of_few=whole.rows_of_few,
        largest_amounts=whole.largest_amounts,
    )
    told = {"version": f"{own.catalog.version}-totals", "totals": totals}
    catalog = own.catalog.model_copy(update=told)
    both = database.restricted(rows, tables, others)
    return Snapshot(catalog, both, rows, file=snapshot.file)


def _restricted(whole: Catalog, database: Whole, stated: str, version: str, rows: Filters) -> Kept:
    """Raises DataError where there is nothing to show."""
    mapping, dialect = Mapping.model_validate_json(stated), database.dialect
    keys = frozenset(key for key, _ in rows)
    have = [one.tables for one in whole.dimensions if one.key in keys]
    tables = [name for name in mapping.tables if all(name in own for own in have)]
    able = CountedAhead.of(whole, mapping, rows)
    places = whole.customer_rows if able.customer_rows else ()
    own = {
        name: within(database, name, rows, numbered=name in places)
        for name in (*tables, *able.tables)
    }
    if places:
        own[CUSTOMER_ROWS] = places_within(database, rows)
    schemas = {name: database.schema_of(name) for name in tables}
    if able.contacts_apart and "tickets" in tables:
        alone = first_contact_within(named("tickets", schemas["tickets"]), whole.repeat_days)
        own["tickets"] = select(alone, dialect, own.__getitem__)
    for name, segments in able.of_customers.items():
        if segments and {name, "customers"} <= {*tables}:
            rows_of, customers = (named(one, schemas[one]) for one in (name, "customers"))
            told_of = of_known_customers(rows_of, customers, sorted(segments))
            own[name] = select(told_of, dialect, own.__getitem__)
    # A row that was set aside can't be said to be anybody's.
    own["rejected"] = none_of(database, "rejected")
    told = catalog_within(whole, mapping, version, schemas, able, database.restricted(rows, own))
    for name, made in told.tables.items():
        own[name] = select(made, dialect, own.__getitem__)
    return Kept(rows=rows, catalog=told.catalog, tables=own)
