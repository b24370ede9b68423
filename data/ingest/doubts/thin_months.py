"""Months with next to no rows between months with many: an export that was not whole."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from data.catalog import Doubt
from data.contract import MAIN_TABLES
from data.ingest.published import Published

_SHARE = 0.1  # of the usual rows: so few are no quiet month
_USUAL = 30  # rows of a month: a tenth of them does not come by chance
_AROUND = 3  # months on either side whose median is usual
_HABIT = 1 / 6  # of all months, one at least: where more are so, answers come in waves
_NAMED = 5  # months


def thin_months(published: Published) -> Iterator[Doubt]:
    """Of each table the months with at most a tenth of the rows of those before and after.

    The first and the last month may be cut, and a season is low for longer than the months around
    it, or in the same month of another year as well: these are no doubt.
    """
    for table in (one for one in MAIN_TABLES if one in published.tables):
        rows = published.tables[table]
        month = rows.day.truncate("M").cast("date")
        counted = published.ask(rows.group_by(month=month).aggregate(n=rows.count()))
        months = counted.set_index(pd.PeriodIndex(pd.to_datetime(counted["month"]), freq="M"))["n"]
        found = _thin(months)
        if len(found):
            yield Doubt(
                table=table,
                found=f"There is hardly a row of {table} in {_named(found)}.",
                mend="If rows are missing in the sources, add them; if there were no more, figures "
                "of these months stand on few.",
            )


def _thin(months: pd.Series[int]) -> pd.DataFrame:
    """Months that are a doubt, with their rows `n` and the `usual` ones."""
    if len(months) < _AROUND:
        return pd.DataFrame()
    every = pd.period_range(months.index.min(), months.index.max(), freq="M")
    n = months.reindex(every, fill_value=0).astype(float)
    before = n.rolling(_AROUND, min_periods=1).median().shift(1)
    after = n[::-1].rolling(_AROUND, min_periods=1).median().shift(1)[::-1]
    usual = pd.concat([before, after], axis=1).min(axis=1, skipna=False)  # none at either end
    thin = (usual >= _USUAL) & (n <= _SHARE * usual)
    if thin.sum() > max(1, _HABIT * len(thin)):
        return pd.DataFrame()
    years = thin.groupby(every.month).transform("sum")
    alone = thin & (years == 1)
    return pd.DataFrame({"n": n, "usual": usual})[alone]


def _named(found: pd.DataFrame) -> str:
    told = [
        f"{month:%B %Y} ({n:,.0f}, around it about {usual:,.0f} a month)"
        for month, n, usual in zip(found.index, found["n"], found["usual"], strict=True)
    ]
    more = [f"{len(told) - _NAMED} more"] if len(told) > _NAMED else []
    return ", ".join([*told[:_NAMED], *more])
