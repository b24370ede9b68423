"""Answers by customer and reason, where a cell of the data may state several."""

from __future__ import annotations

import pandas as pd

from data.catalog import Catalog
from voice.themes.stated import reasons_in


def by_reason(catalog: Catalog, answered: pd.DataFrame) -> pd.DataFrame:
    """A row for each reason of each row of `answered`, whose column `reason` has cells of the data.

    All other columns are kept, so that what is counted of a cell is counted of each of its reasons.
    """
    dimension = catalog.dimension("reason")
    reasons = reasons_in(dimension.levels if dimension else ())
    return answered.assign(reason=answered["reason"].astype(str).map(reasons)).explode("reason")
