"""What a limited reader has of a version: its rows, and a catalogue that knows of no others."""

from __future__ import annotations

import hashlib
from concurrent.futures import Future

from data.catalog import Catalog
from data.derived.ticket_columns import first_contact_within
from data.errors import DataError
from data.mapping.model import Mapping
from data.row_scope.ahead import CountedAhead
from data.row_scope.catalog import catalog_within, nothing
from data.row_scope.tables import named, none_of, of_known_customers, select, within
from data.scope import Filters
from data.store.database import Whole
from data.store.snapshots import Snapshot, WholeSnapshot

MOST_KEPT = 64  # scopes of one version in one process


def scoped(snapshot: WholeSnapshot, rows: Filters) -> Snapshot:
    """The version as whoever is limited to `rows` has it; all of it where there is no limit.

    `rows` as data.scope.row_scope has them. An unknown segment, and levels that are all unknown,
    leave nothing. What was made is kept; threads that ask for the same wait for one. Raises
    UnavailableError.
    """
    if not rows:
        return snapshot
    with snapshot.making:
        made = snapshot.made.pop(rows, None)
        mine = made is None
        if made is None:
            made = Future[Snapshot]()
        snapshot.made[rows] = made  # the last one
        while len(snapshot.made) > MOST_KEPT:
            del snapshot.made[next(iter(snapshot.made))]
    if mine:
        try:
            made.set_result(_make(snapshot, rows))
        except BaseException as error:
            with snapshot.making:
                snapshot.made.pop(rows, None)
            made.set_exception(error)
    return made.result()


def _make(snapshot: WholeSnapshot, rows: Filters) -> Snapshot:
    whole, database = snapshot.catalog, snapshot.database
    version = f"{whole.version}-{hashlib.sha256(repr(rows).encode()).hexdigest()[:8]}"
    keys = frozenset(key for key, _ in rows)
    if keys <= {one.key for one in whole.dimensions if one.segment}:
        try:
            return _restricted(whole, database, snapshot.mapping, version, rows)
        except DataError:  # a load of these rows would have been refused: there are too few
            pass
    return Snapshot(nothing(whole, version), database.restricted(rows, {}), rows)


def _restricted(
    whole: Catalog, database: Whole, stated: str, version: str, rows: Filters
) -> Snapshot:
    mapping, dialect = Mapping.model_validate_json(stated), database.dialect
    keys = frozenset(key for key, _ in rows)
    have = [one.tables for one in whole.dimensions if one.key in keys]
    tables = [name for name in mapping.tables if all(name in own for own in have)]
    able = CountedAhead.of(whole, mapping, keys)
    own = {name: within(database, name, rows) for name in (*tables, *able.tables)}
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
    return Snapshot(told.catalog, database.restricted(rows, own), rows)
