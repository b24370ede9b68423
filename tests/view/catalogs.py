"""Catalogues to read links with, made by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime

from data.catalog import Catalog, Dimension
from data.contract import COMPUTED, TABLES

FIRST, LAST = date(2023, 11, 1), date(2026, 10, 31)
ALL_SERIES = ("nps:0-10", "csat:1-5", "csat:1-7", "ces:1-7", "rating:1-10>=8")


def dimension(key: str, *levels: str, segment: bool = True) -> Dimension:
    return Dimension(
        key=key, label=key.capitalize(), levels=levels, tables=("feedback",), segment=segment
    )


USUAL = (
    dimension("touchpoint", "Website", "Support chat", segment=False),
    dimension("channel", "Email", "Web", segment=False),
    dimension("region", "EMEA", "North America"),
    dimension("plan", "Starter", "Team"),
)


def catalog(
    dimensions: tuple[Dimension, ...] = USUAL,
    series: tuple[str, ...] = ALL_SERIES,
    weighted: bool = True,
    first: date = FIRST,
    last: date = LAST,
    tables: tuple[str, ...] = ("feedback", "tickets", "orders"),
    shown: bool = True,
) -> Catalog:
    return Catalog(
        version="0123456789ab",
        company="Test",
        built_at=datetime(2026, 11, 1, tzinfo=UTC),
        timezone="UTC",
        currency="EUR",
        sample=False,
        minimum_n=10,
        first_day=first,
        last_day=last,
        weighted=weighted,
        customers_shown=shown,
        series=series,
        answers=(),
        rollups=(),
        activity=(),
        dimensions=dimensions,
        targets=(),
        sources=(),
        tables=(),
        columns={
            name: (*(c.name for c in TABLES[name].columns), *COMPUTED.get(name, ()))
            for name in tables
        },
    )
