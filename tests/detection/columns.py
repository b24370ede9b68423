"""Columns that tests make by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from detection.column import Column

TODAY = date(2026, 11, 29)
# Answers on scales as they are mostly given: skewed to the good end, a few at the worst.
UP_TO_5 = {"1": 5, "2": 8, "3": 20, "4": 60, "5": 70}
UP_TO_7 = {"1": 3, "2": 4, "3": 6, "4": 11, "5": 23, "6": 40, "7": 38}
FROM_0_TO_10 = dict(zip(map(str, range(11)), (3, 1, 2, 3, 4, 9, 10, 20, 40, 35, 50), strict=True))
FROM_1_TO_10 = {score: n for score, n in FROM_0_TO_10.items() if score != "0"}


def column(
    name: str,
    values: Mapping[str, int],
    label: str = "",
    labels: Mapping[str, str] | None = None,
) -> Column:
    """A column with so many rows of each text."""
    counts = pd.Series(dict(values), dtype=int)
    return Column(name, counts, int(counts.sum()), label, labels or {})


def of_rows(texts: Sequence[str], name: str = "when") -> Column:
    """A column with these texts, row by row; empty ones are left out."""
    filled = pd.Series([text for text in texts if text], dtype=object)
    values = filled.value_counts(sort=False).reindex(filled.unique())
    return Column(name, values, len(texts))
