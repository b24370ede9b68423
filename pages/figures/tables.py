"""Figures of metrics that add up, those that are worked out alike at once."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.catalog import Catalog
from metrics.definitions import DEFINITIONS
from metrics.estimates import figures
from metrics.inference.design_effect import SameCustomer
from metrics.sums.cells import Cells, below
from pages.figures.amounts import per_day, with_change
from pages.figures.comparison import PERIOD, Comparison
from pages.figures.sums import CellsOf, Keys
from view.state import View


def of_sums(
    sums: CellsOf, keys: Keys, minimum_n: int, same: Mapping[str, SameCustomer]
) -> list[pd.DataFrame]:
    """Figures of many metrics, those that are worked out alike at once."""
    alike: dict[tuple[int, bool], CellsOf] = {}
    for key, sides in sums.items():
        kind = DEFINITIONS[key].kind
        if kind == "stock" and PERIOD not in keys:
            sides = sides.each(_at_the_end)
        # A number of tickets is known, however small; of customers it would tell who left.
        of_tickets = DEFINITIONS[key].table == "tickets"
        least = 0 if of_tickets and kind in ("count", "stock") else minimum_n
        alike.setdefault((least, sides.base is None), {})[key] = sides
    frames = []
    for (least, _), found in alike.items():
        now = below([sides.now for sides in found.values()], keys)
        others = [sides.base for sides in found.values() if sides.base is not None]
        base = below(others, keys) if others else None
        frames.append(figures(now, base, list(found), keys, least, same))
    return frames


def _at_the_end(cells: Cells) -> Cells:
    """The cells of the last period: what was there at its end."""
    periods = pd.DatetimeIndex(cells.labels[PERIOD])
    return cells.pick(np.flatnonzero(periods == periods.max()))


def compared(
    frame: pd.DataFrame,
    sums: CellsOf,
    weekly: Mapping[str, Comparison[Cells]],
    keys: Keys,
    place: tuple[Catalog, View, str],
) -> pd.DataFrame:
    """A table of sums with its amounts compared at the same number of days."""
    parts = []
    for metric, rows in frame.groupby("metric", sort=False):
        key = str(metric)
        if per_day(DEFINITIONS[key]):
            rows = with_change(rows, key, sums[key], weekly.get(key), keys, place)
        parts.append(rows)
    return pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0] if parts else frame
