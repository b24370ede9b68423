"""A series: answers that may be added up, since they share metric, scale and positive range."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, overload

if TYPE_CHECKING:  # links are read without numpy
    from metrics.sums.grouping import Array, IntArray

FEEDBACK_METRICS = ("nps", "csat", "ces", "rating", "sentiment")
OF_THE_COMPANY = ("nps", "csat", "ces")  # not of things, and not of words
_DETRACTOR_TO = 6  # NPS: scores 0-6
# From where sentiment that was read of comments, in steps of 0.2, is positive: where the data state
# some as well, it is a series of its own, since two ways are not to be compared.
READ_FROM = 0.1
READ = f"sentiment:-1-1>={READ_FROM}"
NPS_GROUPS = ("detractors", "passives", "promoters")
# Groups of scores, the worst first; of other metrics only the positive range is told apart.
_GROUPS = {"nps": NPS_GROUPS, "sentiment": ("negative", "neutral", "positive")}
_OTHER_GROUPS = ("other", "other", "positive")

# Top-box conventions: CSAT 4-5 of 5, 9-10 of 10, 6-7 of 7; CES 5-7 of 7 (MeasuringU; Dixon 2010).
_POSITIVE_FROM: dict[tuple[str, float, float], float] = {
    ("csat", 1, 5): 4,
    ("csat", 1, 7): 6,
    ("csat", 1, 10): 9,
    ("csat", 0, 10): 9,
    ("rating", 1, 5): 4,
    ("rating", 1, 7): 6,
    ("rating", 1, 10): 9,
    ("rating", 0, 10): 9,
    ("ces", 1, 5): 4,
    ("ces", 1, 7): 5,
}


_NUMBER = r"-?\d[\d.]*(?:e[+-]?\d+)?"
_KEY = re.compile(
    rf"(?P<metric>\w+):(?P<low>{_NUMBER})-(?P<high>{_NUMBER})(?:>=(?P<start>{_NUMBER}))?"
)


@dataclass(frozen=True, order=True)
class Series:
    """Metric, scale ends and the lowest score that counts as positive (9 for an NPS promoter)."""

    metric: str
    scale_min: float
    scale_max: float
    positive_from: float

    @property
    def key(self) -> str:
        """Readable, parseable name: `csat:1-5`, or `csat:1-5>=5` where the range is not usual."""
        scale = f"{self.metric}:{self.scale_min:g}-{self.scale_max:g}"
        return scale if self.usual else f"{scale}>={self.positive_from:g}"

    @property
    def usual(self) -> bool:
        """True where the positive range is the one by convention."""
        return self.positive_from == positive_from(self.metric, self.scale_min, self.scale_max)

    @property
    def negative_to(self) -> float:
        """Highest score that counts against: 6 for an NPS detractor, of sentiment the mirror image
        of the positive range; other metrics have none, and it is minus infinity."""
        if self.metric == "nps":
            return _DETRACTOR_TO
        if self.metric == "sentiment":
            return self.scale_min + self.scale_max - self.positive_from
        return -math.inf

    @property
    def groups(self) -> tuple[str, str, str]:
        """The groups of its scores: those against, those between, those for."""
        return _GROUPS.get(self.metric, _OTHER_GROUPS)

    def group(self, score: float) -> str:
        """The group that a score belongs to: of NPS promoters, passives or detractors."""
        return self.groups[group_place(score, self.positive_from, self.negative_to)]

    @property
    def scale(self) -> str:
        """The scale as people write it: `1–5`."""
        joint = " to " if self.scale_min < 0 else "–"
        return f"{self.scale_min:g}{joint}{self.scale_max:g}"


@overload
def group_place(score: float, positive_from: float, negative_to: float) -> int: ...
@overload
def group_place(score: Array, positive_from: Array, negative_to: Array) -> IntArray: ...
def group_place(
    score: float | Array, positive_from: float | Array, negative_to: float | Array
) -> int | IntArray:
    """0 for a score that counts against, 2 for one that counts for, 1 between; see `Series.groups`.

    Of single numbers, or of arrays of the same length.
    """
    return 1 + (score >= positive_from) - (score <= negative_to)


def positive_from(metric: str, scale_min: float, scale_max: float) -> float:
    """Lowest positive score by convention; on a scale without one, the upper third begins there.

    Of two answers that is the better one, of three the best. Sentiment is positive above the middle
    of its scale.
    """
    if metric == "nps":
        return 9
    if metric == "sentiment":
        return math.nextafter((scale_min + scale_max) / 2, math.inf)
    usual = _POSITIVE_FROM.get((metric, scale_min, scale_max))
    if usual is not None:
        return usual
    return scale_min + (scale_max - scale_min) * 2 / 3


class Answer(NamedTuple):
    """A score of a series, whose key it has. Data files call it `nps:0-10|9`: its label."""

    series: str
    score: float

    @property
    def label(self) -> str:
        """Inverse of `parse_answer`."""
        return f"{self.series}|{self.score:g}"


@cache
def parse_answer(label: str) -> Answer:
    """Inverse of `Answer.label`."""
    series, _, score = label.rpartition("|")
    return Answer(series, float(score))


def is_series(key: str) -> bool:
    """True for the key of a series, `csat:1-5`; False for that of a metric, `csat`."""
    return ":" in key


def metric_of(key: str) -> str:
    """The metric of a series' key; a metric's own key is returned as it is."""
    return key.partition(":")[0]


def by_metric(answers: Mapping[str, int]) -> tuple[str, ...]:
    """The keys of series, given with their numbers of answers: by metric, most answered first."""
    return tuple(
        sorted(answers, key=lambda k: (FEEDBACK_METRICS.index(metric_of(k)), -answers[k], k))
    )


@cache
def parse_series(key: str) -> Series:
    """Inverse of `Series.key`. Raises ValueError for anything else."""
    found = _KEY.fullmatch(key)
    if found is None or found["metric"] not in FEEDBACK_METRICS:
        raise ValueError(f"not a series: {key!r}; expected for example 'csat:1-5'")
    metric, low, high, start = (
        found["metric"],
        *map(float, found.group("low", "high")),
        found["start"],
    )
    return Series(metric, low, high, float(start) if start else positive_from(metric, low, high))
