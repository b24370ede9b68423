"""Tables of figures as they leave the one door: no verdict that the periods do not allow."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.catalog import Catalog
from metrics.definitions import DEFINITIONS
from metrics.inference.verdicts import Verdict
from pages.figures.comparison import PERIOD
from pages.figures.coverage import comparable_periods, known_days
from pages.figures.periods import part_of
from view.state import View

_JUDGED = (Verdict.REAL, Verdict.NOISE)
_OF_VERDICTS = ("change_low", "change_high", "p_single", "p_value")


def judged(frame: pd.DataFrame, catalog: Catalog, view: View, by_period: bool) -> pd.DataFrame:
    """The figures without the verdicts on periods too unlike, and on stocks.

    Values and changes stay. By period the pairs are alike as they are (`comparison.aligned`). What
    is open at an end is what all earlier days left: its change is no sample, and teams that keep
    pace make it steadier than any count of independent tickets, so there is nothing to judge it by.
    """
    kinds = [DEFINITIONS[key].kind for key in frame["metric"]]
    unlike = np.array([kind == "stock" for kind in kinds], dtype=bool)
    if not by_period and view.compare in ("previous", "year-ago"):
        pairs = list(zip(frame["metric"], frame["series"].astype(str), strict=True))
        alike = {pair: comparable_periods(catalog, view, *pair) for pair in set(pairs)}
        unlike |= np.array([not alike[pair] for pair in pairs], dtype=bool)
    return _without_verdict(frame, unlike)


def _without_verdict(frame: pd.DataFrame, rows: npt.NDArray[np.bool_]) -> pd.DataFrame:
    rows = rows & frame["verdict"].isin(_JUDGED).to_numpy()
    if not rows.any():
        return frame
    unknown = {name: frame[name].where(~rows) for name in _OF_VERDICTS}
    return frame.assign(**unknown, verdict=frame["verdict"].where(~rows, str(Verdict.NONE)))


def with_days(frame: pd.DataFrame, catalog: Catalog, view: View, grain: str) -> pd.DataFrame:
    """Figures by period with `days`, how many of it the view and the data cover, and `of_days`."""
    pairs = list(zip(frame["metric"].tolist(), frame["series"].astype(str).tolist(), strict=True))
    known = {
        (metric, series): known_days(catalog, DEFINITIONS[metric].table, series)
        for metric, series in dict.fromkeys(pairs)
    }
    periods, starts = frame[PERIOD].factorize()
    parts = {
        (one, place): part_of(one, start.date(), grain, view.span)
        for one in dict.fromkeys(known.values())
        for place, start in enumerate(starts)
    }
    found = [parts[known[pair], place] for pair, place in zip(pairs, periods, strict=True)]
    return frame.assign(
        days=[part.days for part in found], of_days=[part.of_days for part in found]
    )
