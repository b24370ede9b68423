"""A column of an unknown file, and how it may be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import pandas as pd

Reading = TypeVar("Reading")


@dataclass(frozen=True)
class Column:
    """A column of text as rules see it: its name, and how often it has which value.

    `values`: int, indexed by the distinct texts without the space around them, in the order of
    the file; empty ones are left out. `label` and `labels` are of files that state them beside the
    name and the codes: the words of a question, and what a code stands for.
    """

    name: str
    values: pd.Series
    rows: int
    label: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What people would call it."""
        return self.label or self.name

    @property
    def filled(self) -> int:
        """Rows that have a value."""
        return int(self.values.sum())


@dataclass(frozen=True)
class Choice(Generic[Reading]):
    """The readings of a column, the best first; none where it is nothing of that kind.

    `sure`: the data, or what the column is called, tell the first from all others. Where it is
    False, the first two give different figures and somebody has to be asked. `evidence` says what
    speaks for the first, or what is open, in a few words ("12 of 500 have a first part over 12").
    """

    readings: tuple[Reading, ...] = ()
    sure: bool = True
    evidence: str = ""

    @property
    def best(self) -> Reading | None:
        """The first reading."""
        return self.readings[0] if self.readings else None
