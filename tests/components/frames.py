"""Panels made by hand, from answers through the metrics."""

from __future__ import annotations

import pandas as pd

from metrics.estimates import figures
from pages.panel import Kind, Panel
from tests.metrics.samples import cells, nps
from tests.view.catalogs import catalog
from view.state import View
from view.url import parse

CATALOG = catalog()


def view(query: str = "") -> View:
    found, notices = parse("overview", query, CATALOG)
    assert notices == ()
    return found


def answers(**by: tuple[int, int, int]) -> pd.DataFrame:
    """Raw NPS answers: promoters, passives and detractors of each level or period."""
    return pd.concat([nps(*counts, place=level) for level, counts in by.items()])


def breakdown(
    now: dict[str, tuple[int, int, int]], base: dict[str, tuple[int, int, int]] | None = None
) -> Panel:
    sides = [cells(answers(**side), ("place",)) for side in (now, base) if side]
    frame = figures(sides[0], sides[1] if base else None, ["nps"], ("place",))
    frame = frame.rename(columns={"place": "segment"}).assign(dimension="region")
    return Panel(
        "by_segment", Kind.BREAKDOWN, "NPS by region", "", frame, "nps", dimension="region"
    )


def trend(
    now: dict[str, tuple[int, int, int]], base: dict[str, tuple[int, int, int]] | None = None
) -> Panel:
    """By period; periods are first days as ISO dates."""
    sides = []
    for side in (now, base):
        if side:
            raw = answers(**side)
            raw["period"] = pd.to_datetime(raw.pop("place")).astype("datetime64[us]")
            sides.append(cells(raw, ("period",)))
    frame = figures(sides[0], sides[1] if base else None, ["nps"], ("period",))
    return Panel("trend", Kind.TREND, "NPS by month", "", frame, "nps")
