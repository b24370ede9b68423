"""The band of a trend: what chance alone allows each period in a year of weekly looks."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metrics.definitions import MetricDefinition
from metrics.inference.intervals import Z
from metrics.inference.monitoring import band
from pages.figures.comparison import PERIOD
from pages.figures.coverage import BY_ROWS, grows_with_days

BAND = "wide band: chance, looked at weekly"


def with_band(rows: pd.DataFrame, metric: MetricDefinition, grain: str) -> pd.DataFrame:
    """The rows of one trend with band_low, band_high and unusual, where any period has a band.

    What grows with the days of a period has none: the first and the last are often cut. Standard
    errors are those of the 95 % intervals.
    """
    known = metric.table in BY_ROWS or metric.reader == "invitations"
    if not known or grows_with_days(metric) or rows.empty:
        return rows
    order = np.argsort(rows[PERIOD].to_numpy(), kind="stable")
    value, low, high, n = (
        rows[name].to_numpy(dtype=float)[order] for name in ("value", "low", "high", "n")
    )
    found = band(value, (high - low) / (2 * Z), n, grain)
    if np.isnan(found.low).all():
        return rows
    back = np.argsort(order)
    return rows.assign(
        band_low=found.low[back], band_high=found.high[back], unusual=found.unusual[back]
    )
