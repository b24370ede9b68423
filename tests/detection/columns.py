"""Columns of unknown files, made of their texts."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from detection.column import Column

TODAY = date(2026, 11, 29)


def column(texts: Sequence[str], name: str = "when") -> Column:
    """A column with these texts, row by row; empty ones are left out."""
    filled = pd.Series([text for text in texts if text], dtype=object)
    values = filled.value_counts(sort=False).reindex(filled.unique())
    return Column(name, values, len(texts))
