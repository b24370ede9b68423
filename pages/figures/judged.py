"""Tables of figures as they leave the one door: no verdict that the periods do not allow."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.catalog import Catalog
from metrics.definitions import DEFINITIONS
from metrics.inference.verdicts import Verdict, is_judged
from metrics.sums.grouping import IntArray, coded
from pages.figures.comparison import PERIOD
from pages.figures.coverage import comparable_periods
from pages.figures.periods import part_of
from view.known_days import Known, known_days
from view.state import View

_OF_VERDICTS = ("change_low", "change_high", "p_single", "p_value")


def judged(frame: pd.DataFrame, catalog: Catalog, view: View, by_period: bool) -> pd.DataFrame:
    """The figures without the verdicts on periods too unlike, and on stocks.

    Values and changes stay. By period the pairs are alike as they are (`comparison.aligned`). What
    is open at an end is what all earlier days left: its change is no sample, and teams that keep
    pace make it steadier than any count of independent tickets, so there is nothing to judge it by.
    """
    pairs, place = _pairs(frame)
    unlike = np.array([DEFINITIONS[metric].kind == "stock" for metric, _ in pairs], dtype=bool)
    if not by_period and view.compare in ("previous", "year-ago"):
        alike = [comparable_periods(catalog, view, *pair) for pair in pairs]
        unlike |= ~np.array(alike, dtype=bool)
    unlike = unlike[place]
    return _without_verdict(frame, unlike)


def _without_verdict(frame: pd.DataFrame, rows: npt.NDArray[np.bool_]) -> pd.DataFrame:
    rows = rows & is_judged(frame["verdict"])
    if not rows.any():
        return frame
    unknown = {name: frame[name].where(~rows) for name in _OF_VERDICTS}
    return frame.assign(**unknown, verdict=frame["verdict"].where(~rows, str(Verdict.NONE)))


def with_days(frame: pd.DataFrame, catalog: Catalog, view: View, grain: str) -> pd.DataFrame:
    """Figures by period with `days`, how many of it the view and the data cover, and `of_days`."""
    pairs, place = _pairs(frame)
    periods, starts = frame[PERIOD].factorize()
    days: dict[Known, list[tuple[int, int]]] = {}
    for metric, series in pairs:
        known = known_days(catalog, DEFINITIONS[metric].table, series)
        if known not in days:
            parts = [part_of(known, one.date(), grain, view.span) for one in starts]
            days[known] = [(part.days, part.of_days) for part in parts]
    each = [
        days[known_days(catalog, DEFINITIONS[metric].table, series)] for metric, series in pairs
    ]
    found = np.array(each, dtype=np.int64).reshape(len(pairs), len(starts), 2)[place, periods]
    return frame.assign(days=found[:, 0], of_days=found[:, 1])


def _pairs(frame: pd.DataFrame) -> tuple[list[tuple[str, str]], IntArray]:
    """The metrics with their series that a frame has rows of, and the place of each row's."""
    metric, metrics = pd.factorize(frame["metric"].to_numpy(dtype=object))
    level, series = coded(frame["series"].array)
    place, found = pd.factorize(metric * len(series) + level)
    pairs = [divmod(int(code), len(series)) for code in found]
    return [(metrics[one], series[other]) for one, other in pairs], place
