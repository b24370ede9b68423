"""What a column of scores may mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ScoreReading:
    """One way to read a column: which metric, on which scale, and what is no answer.

    `values` maps texts to the scores that they stand for, as a mapping file would ("Very satisfied"
    to "5"); it is empty for numbers that are scores as they stand. `blank`: codes and words that
    are no answer, as they stand in the file. `answers`: rows that have a score. `decimal`: ","
    where the texts, and those of `values`, have decimals behind a comma.
    """

    metric: str  # nps, csat, ces, rating, sentiment
    scale: tuple[float, float]
    blank: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    answers: int = 0
    decimal: str = ""

    @property
    def scale_text(self) -> str:
        """The scale as people write it: `0-10`, `-1 to 1`."""
        return range_text(*self.scale)


def range_text(low: float, high: float) -> str:
    """A scale as people write it: `0-10`, `-1 to 1`."""
    return f"{low:g} to {high:g}" if low < 0 else f"{low:g}-{high:g}"
