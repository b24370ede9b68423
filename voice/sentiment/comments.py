"""What sentiment is worked out from, and what is said of how it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np

from voice.vectors import Vectors


@dataclass(frozen=True)
class Comments:
    """The different texts of a company. All have the same length n.

    `when`: day of the newest use, NaN where unknown. `scores`: what the customer's own score
    says, +1 positive, -1 negative, 0 or NaN neither. Raises `ValueError` for other lengths.
    """

    texts: Sequence[str]
    languages: Sequence[str | None]
    vectors: Vectors | None = None
    when: np.ndarray | None = None
    scores: np.ndarray | None = None

    def __post_init__(self) -> None:
        for name in ("languages", "vectors", "when", "scores"):
            value = getattr(self, name)
            if value is not None and len(value) != len(self.texts):
                raise ValueError(
                    f"{name} has {len(value)} rows, expected one for each of the "
                    f"{len(self.texts)} texts."
                )

    def __len__(self) -> int:
        return len(self.texts)

    def of(self, rows: np.ndarray) -> Comments:
        """Those of these rows alone."""
        when, scores = self.when, self.scores
        return Comments(
            [self.texts[row] for row in rows],
            [self.languages[row] for row in rows],
            None if self.vectors is None else self.vectors.of(rows),
            None if when is None else np.asarray(when)[rows],
            None if scores is None else np.asarray(scores)[rows],
        )

    def with_vector(self) -> np.ndarray:
        """Which rows have a vector: bool (n,)."""
        return np.zeros(len(self), bool) if self.vectors is None else self.vectors.there

    def newest_first(self, rows: np.ndarray) -> np.ndarray:
        """These rows by day; days that are equal or unknown by a fixed draw from the texts."""
        when = np.full(len(self), np.nan) if self.when is None else np.asarray(self.when, float)
        age = np.where(np.isnan(when), np.inf, -when)
        return np.array(sorted(rows, key=lambda row: (age[row], *drawn(self.texts[row]))), int)


def drawn(text: str) -> tuple[int, str]:
    """A place for a text as if drawn by lot: the same wherever the text stands."""
    return crc32(text.encode("utf-8", "surrogatepass")), text


@dataclass(frozen=True)
class Agreement:
    """How well scores go with the customers' own on the latest fifth of scored comments."""

    auc: float
    low: float  # the 95 % interval
    high: float
    positive: int  # n of each side
    negative: int


@dataclass(frozen=True)
class Method:
    """How the comments of a company were scored."""

    way: str  # WORDS, WORDS_AND_COMMENTS or SCORES of voice.sentiment.whole
    agreement: Agreement | None  # None where too few comments have a score
    coverage: float  # share of the texts that have a score, NaN without texts
    version: str
    reason: str  # why the company's own scores were not learnt from, empty where they were


@dataclass(frozen=True)
class Sentiment:
    """Scores: float (n,) from -1 to 1, NaN where nothing can be said. 0 is the threshold."""

    scores: np.ndarray = field(repr=False)
    method: Method
