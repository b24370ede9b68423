"""A level, a slope that fades, a season, months that are unlike: averaged over how large each is.

The structural model of Harvey (1989, 2.3) and Durbin and Koopman (2012, 3.2). What a period's
figure is off by chance of its answers is known and goes in as the variance of its observation, so
that a thin month moves the level less. How much the level moves, how strong the season is and how
unlike months are is not known, and two or three years do not tell: each of a grid of models is
filtered, and forecasts are averaged by how likely each makes what came so far (Hoeting and others
1999). One pass from the first period to the last gives the forecasts from every period: what is
forecast from a period knows of none after it.
"""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

import numpy as np
from scipy import special

from metrics.sums.grouping import Array, IntArray

FADES = 0.9  # of a slope is left a period later
# Standard deviations in logits or logarithms, a period: 0.1 are 2.5 percentage points of 50 %,
# 5 points of NPS, 10 % of an amount.
# Beside each how likely it is before anything is seen: most series are calmer than they look.
LEVEL = {0.0: 8, 0.02: 6, 0.05: 4, 0.1: 3, 0.2: 2, 0.4: 1}
SLOPE = {0.0: 6, 0.02: 2, 0.06: 1}
SEASON = {0.0: 4, 0.06: 3, 0.15: 2, 0.4: 1}
UNLIKE = {0.0: 6, 0.05: 3, 0.12: 2, 0.3: 1}  # months, beyond what their answers explain
_ANYWHERE = 1e4  # variance of a level of which nothing is known yet
_TOLERANCE = 40  # halvings of the span in which a quantile is looked for


class Models(NamedTuple):
    """A grid of models, an element each: variances, and the logarithm of how likely it is."""

    level: Array
    slope: Array
    season: Array
    unlike: Array
    likely: Array


def grid() -> Models:
    """All that are averaged."""
    axes = (LEVEL, SLOPE, SEASON, UNLIKE)
    level, slope, season, unlike = np.array(list(product(*axes))).T ** 2
    likely = np.array(list(product(*(axis.values() for axis in axes))))
    return Models(level, slope, season, unlike, np.log(likely).sum(axis=1))


class Mixture(NamedTuple):
    """Normal forecasts, a row each, with an element a model: mean, standard deviation, weight."""

    mean: Array
    deviation: Array
    weight: Array

    @property
    def centre(self) -> Array:
        """The mean of each."""
        return np.asarray((self.weight * self.mean).sum(axis=-1))

    def below(self, place: Array) -> Array:
        """How probable it is that a value lies below each place."""
        off = (place[..., None] - self.mean) / self.deviation
        return np.asarray((self.weight * special.ndtr(off)).sum(axis=-1))

    def quantile(self, q: float) -> Array:
        """The place below which a value lies with probability q, by bisection."""
        reach = 10 * self.deviation.max(axis=-1)
        low: Array = self.mean.min(axis=-1) - reach
        high: Array = self.mean.max(axis=-1) + reach
        for _ in range(_TOLERANCE):
            middle = (low + high) / 2
            less = self.below(middle) < q
            low, high = np.where(less, middle, low), np.where(less, high, middle)
        found: Array = (low + high) / 2
        return found


class _States:
    """What each model thinks of level, slope and season: means, and covariances."""

    def __init__(self, models: Models, seasons: int) -> None:
        size = len(models.level)
        self.models = models
        self.mean = np.zeros((size, 2 + seasons))
        self.covariance = np.zeros((size, 2 + seasons, 2 + seasons))
        self.covariance[:, 0, 0] = _ANYWHERE
        self.covariance[:, 1, 1] = models.slope
        diagonal = np.arange(2, 2 + seasons)
        self.covariance[:, diagonal, diagonal] = models.season[:, None]

    def move(self) -> None:
        """One period on."""
        self.mean[:, 0] += self.mean[:, 1]
        self.mean[:, 1] *= FADES
        p = self.covariance
        p[:, 0, :] += p[:, 1, :]
        p[:, 1, :] *= FADES
        p[:, :, 0] += p[:, :, 1]
        p[:, :, 1] *= FADES
        p[:, 0, 0] += self.models.level
        p[:, 1, 1] += self.models.slope * (1 - FADES**2)

    def learn(self, value: float, season: int, variance: float) -> Array:
        """Take in what was observed; the log density that each model gave it."""
        at = 2 + season
        column = self.covariance[:, :, 0] + self.covariance[:, :, at]
        spread = column[:, 0] + column[:, at] + self.models.unlike + variance
        off = value - self.mean[:, 0] - self.mean[:, at]
        self.mean += column * (off / spread)[:, None]
        self.covariance -= column[:, :, None] * (column / spread[:, None])[:, None, :]
        return -0.5 * (np.log(2 * np.pi * spread) + off**2 / spread)

    def ahead(self, steps: int, season: int) -> tuple[Array, Array]:
        """Mean and variance of level and season so many periods later, of each model."""
        p, at = self.covariance, 2 + season
        c = (1 - FADES**steps) / (1 - FADES)  # what a slope comes to
        # A slope's change k periods before the end has come to this much of the level.
        later = (1 - FADES ** np.arange(steps)) / (1 - FADES)
        moved = steps * self.models.level
        moved = moved + self.models.slope * (1 - FADES**2) * (later**2).sum()
        known = p[:, 0, 0] + 2 * c * p[:, 0, 1] + c**2 * p[:, 1, 1]
        known = known + 2 * (p[:, 0, at] + c * p[:, 1, at]) + p[:, at, at]
        return self.mean[:, 0] + c * self.mean[:, 1] + self.mean[:, at], known + moved


def forecasts(
    place: Array,
    variance: Array,
    season: IntArray,
    horizon: int,
    origins: IntArray,
    seasons: int,
    models: Models | None = None,
) -> Mixture:
    """Forecasts of the underlying figure from each origin, 1 to `horizon` periods ahead.

    `place`, `variance`: of each period, NaN where nothing is known; `season`: which of the
    `seasons` it is of. `origins`: how many periods each may know. Rows (origin, step). What the
    answers of the period itself will be off by is not in it: see `with_sampling`.
    """
    found = models or grid()
    states = _States(found, seasons)
    size, steps = len(found.level), np.arange(1, horizon + 1)
    mean = np.full((len(origins), horizon, size), np.nan)
    spread, weight = mean.copy(), mean.copy()
    likely = found.likely
    seen = 0
    for period in range(int(origins.max())):
        if period:
            states.move()
        if np.isfinite(place[period]):
            told = states.learn(float(place[period]), int(season[period]), float(variance[period]))
            likely = likely + (told if seen else 0.0)  # the first tells where, not how
            seen += 1
        for row in np.flatnonzero(origins == period + 1):
            share = np.asarray(special.softmax(likely))
            for step in steps:
                of = (int(season[period]) + step) % seasons
                centre, wide = states.ahead(int(step), int(of))
                mean[row, step - 1], weight[row, step - 1] = centre, share
                spread[row, step - 1] = wide + found.unlike
    return Mixture(mean, np.sqrt(spread), weight)


def with_sampling(found: Mixture, variances: Array) -> Mixture:
    """The same of the figure that will be read: `variances`, each as likely as the others, are
    what its answers may be off by; rows as of the forecasts, an element a variance."""
    size = variances.shape[-1]
    spread = np.sqrt(found.deviation[..., None] ** 2 + variances[..., None, :])
    flat = (*found.mean.shape[:-1], -1)
    return Mixture(
        np.repeat(found.mean, size, axis=-1),
        spread.reshape(flat),
        np.repeat(found.weight, size, axis=-1) / size,
    )
