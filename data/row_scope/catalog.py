"""The catalogue of a row scope: as a load would have made it that had found these rows alone."""

from __future__ import annotations

from collections.abc import Mapping as Named
from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir

from data.catalog import Catalog, TableReport
from data.contract import main_tables
from data.errors import DataError
from data.ingest.catalog import catalog_of, examine
from data.ingest.dimensions import Found, find_dimensions
from data.ingest.labels import Answers, published_answers
from data.ingest.published import Published
from data.ingest.rejects.report import report_taken
from data.mapping.model import Mapping
from data.mapping.service import ServiceSettings
from data.row_scope.ahead import CountedAhead, Made, ahead_of
from data.row_scope.goals import cards_within, goals_within
from data.row_scope.tables import asking, named
from data.store.database import Database


@dataclass(frozen=True)
class Told:
    """The catalogue, and tables of the scope that have to be made yet."""

    catalog: Catalog
    tables: Named[str, ir.Table]


def catalog_within(
    whole: Catalog,
    mapping: Mapping,
    version: str,
    schemas: Named[str, ibis.Schema],
    able: CountedAhead,
    database: Database,
) -> Told:
    """The catalogue of the scope's tables, whose columns are `schemas`.

    Raises DataError where a load of these rows would have found nothing to show.
    """
    ask = asking(database)
    tables = {name: named(name, schema) for name, schema in schemas.items()}
    every = Published(_without_others(mapping, tables), (), tables, ask)
    reports = [report_taken(every, name) for name in every.mapping.tables]
    reports = _without_empty(reports)
    tables = {one.table: tables[one.table] for one in reports}
    own = _without_others(mapping, tables)
    found = _also_of_all(find_dimensions(ask, own, tables), whole)
    tables = {name: _columns_of(rows, name, own, found) for name, rows in tables.items()}
    published = Published(own, found.dimensions, tables, ask)
    answers = Answers()
    if "feedback" in tables:
        answers = published_answers(ask, tables["feedback"], whole.answers)
    findings = examine(published, reports, found)
    made: Made = ahead_of(able, published, answers, findings)
    goals = goals_within(whole, found.dimensions)
    catalog = catalog_of(published, version, (), answers, goals, findings, made.ahead)
    catalog = catalog.model_copy(update={"built_at": whole.built_at})
    cards = cards_within(whole, catalog)
    read = whole.comments_read if catalog.has("feedback", "theme") else None
    spoken = read.without_rows() if read else None
    told = {"overview": cards, "comments_read": spoken}
    return Told(catalog.model_copy(update=told), made.tables)


def nothing(whole: Catalog, version: str) -> Catalog:
    """The catalogue of a reader who may see no row."""
    day: date = whole.built_at.date()
    return Catalog(
        version=version,
        format=whole.format,
        company=whole.company,
        built_at=whole.built_at,
        timezone=whole.timezone,
        currency=whole.currency,
        sample=whole.sample,
        minimum_n=whole.minimum_n,
        first_day=day,
        last_day=day,
        weighted=False,
        series=(),
        answers=(),
        dimensions=(),
        rollups=(),
        activity=(),
        targets=(),
        sources=(),
        tables=(),
        columns={},
    )


def _without_empty(reports: list[TableReport]) -> list[TableReport]:
    """Without main tables that have no row: a load refuses these. Raises DataError for none."""
    rows = {one.table: one.accepted for one in reports}
    main = main_tables(rows)
    left = [one for one in reports if one.accepted or one.table not in main]
    names = {one.table for one in left}
    if not any(rows.get(table) for table in main_tables(names)):
        raise DataError("There is no row in this scope.")
    return left


def _without_others(mapping: Mapping, tables: Named[str, object]) -> Mapping:
    """The mapping of these tables alone, without cards, which are for all of the data."""
    gone: dict[str, object] = {name: () for name in mapping.tables if name not in tables}
    if "tickets" in gone:
        gone["service"] = ServiceSettings()
    segments = tuple(one for one in mapping.segments if one.table in tables)
    return mapping.model_copy(update={**gone, "segments": segments, "overview": ()})


def _also_of_all(found: Found, whole: Catalog) -> Found:
    """What is no filter of all rows is none of a few: what people wrote, for example."""
    known = {one.key for one in whole.dimensions}
    return found._replace(dimensions=tuple(d for d in found.dimensions if d.key in known))


def _columns_of(rows: ir.Table, table: str, mapping: Mapping, found: Found) -> ir.Table:
    """Without segments of customers that the scope does not have."""
    every = {one.key for one in mapping.segments}
    stated = {one.key for one in mapping.segments if one.table == table}
    stated |= {one.key for one in found.dimensions if table in one.tables}
    return rows.select(*(name for name in rows.columns if name not in every or name in stated))
