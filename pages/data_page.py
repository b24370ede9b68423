"""Data: what was read, what was set aside and why, how fresh it is."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pandas as pd

from data.catalog import Catalog, source_lines
from data.store.snapshots import Snapshot
from pages.panel import Kind, Page, Panel
from pages.voice.reading import counts_panel
from view.query import counted
from view.state import View


def read_data(snapshot: Snapshot, view: View) -> Page:
    """The state of the data; filters do not apply."""
    catalog = snapshot.catalog
    zone = ZoneInfo(catalog.timezone)
    built = catalog.built_at.astimezone(zone)
    accepted = sum(table.taken for table in catalog.tables)
    aside = sum(sum(table.rejected.values()) for table in catalog.tables)
    doubts = len(catalog.doubts)
    doubted = f", {doubts} doubt{'s' if doubts > 1 else ''}" if doubts else ""
    return Page(
        view,
        f"{counted(accepted, 'rows')} taken, {aside:,} set aside{doubted}.",
        f"Newest data of {catalog.last_day:%-d %b %Y}, loaded {built:%-d %b %Y %H:%M} "
        f"({catalog.timezone}), version {catalog.version}.",
        (
            *([_doubts(catalog)] if doubts else []),
            _tables(catalog),
            _set_aside(catalog),
            _sources(catalog, zone),
            *([counts_panel(catalog.comments_read)] if catalog.comments_read else []),
            _dimensions(catalog),
        ),
        " ".join(warning for table in catalog.tables for warning in table.warnings),
    )


def _records(key: str, title: str, subtitle: str, rows: list[dict[str, object]]) -> Panel:
    return Panel(key, Kind.RECORDS, title, subtitle, pd.DataFrame(rows))


def _doubts(catalog: Catalog) -> Panel:
    rows: list[dict[str, object]] = [
        {"table": doubt.table or "all", "doubt": doubt.found, "what_to_do": doubt.mend}
        for doubt in catalog.doubts
    ]
    return _records("doubts", "Doubts", "rows that were taken and look wrong", rows)


def _tables(catalog: Catalog) -> Panel:
    rows: list[dict[str, object]] = [
        {
            "table": table.table,
            "rows": table.taken,
            "set_aside": sum(table.rejected.values()),
            "first": table.first,
            "last": table.last,
        }
        for table in catalog.tables
    ]
    return _records("tables", "Tables", "rows taken and set aside; of feedback, answers", rows)


def _set_aside(catalog: Catalog) -> Panel:
    rows: list[dict[str, object]] = [
        {
            "table": table.table,
            "reason": reason,
            "rows": rows,
            "example": table.examples.get(reason, ""),
        }
        for table in catalog.tables
        for reason, rows in table.rejected.items()
    ]
    return _records("set_aside", "Set aside", "rows that break the contract, by reason", rows)


def _sources(catalog: Catalog, zone: ZoneInfo) -> Panel:
    rows: list[dict[str, object]] = [
        {
            "source": source.name,
            "file": source.file,
            "rows": source.rows,
            "kilobytes": source.bytes and round(source.bytes / 1000),
            "changed": source.modified_at and source.modified_at.astimezone(zone),
        }
        for source in source_lines(catalog.sources)
    ]
    return _records("sources", "Sources", "what was read", rows)


def _dimensions(catalog: Catalog) -> Panel:
    rows: list[dict[str, object]] = [
        {
            "filter": dimension.label,
            "in_links": dimension.key,
            "levels": len(dimension.levels),
            "tables": ", ".join(dimension.tables),
            "examples": ", ".join(dimension.levels[:5]),
        }
        for dimension in catalog.dimensions
    ]
    return _records("dimensions", "Filters and segments", "what views can be narrowed to", rows)
