"""The chance to leave: a logistic regression on what is known of customers on a day.

Of several days, each with who left in the days after it: a discrete-time hazard (Singer and
Willett 1993, Journal of Educational Statistics 18), for which customers are independent rows until
they leave.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import expit

from metrics.inference.intervals import Array, Interval, Z
from metrics.leaving.features import Features, Numbers, theme_of

_PENALTY = 1.0  # of squares of the coefficients of standardised features: next to none
_STEPS = 100
Flags = npt.NDArray[np.bool_]


class Model(NamedTuple):
    """Log odds by standardised features: (x - centre) / spread times weight, plus the level."""

    centre: Array
    spread: Array
    weight: Array
    level: float
    covariance: Array  # of level and weights, the level first


def fit(values: Numbers, left: Flags) -> Model:
    """From rows of customers on a day, and whether they left after it. Some must have, some not."""
    # Slow to load, and needed by work in the background alone.
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler().fit(values)
    x = scaler.transform(values).astype(float)
    found = LogisticRegression(C=_PENALTY, solver="newton-cholesky", max_iter=_STEPS, tol=1e-8)
    found.fit(x, left)
    weight, level = found.coef_[0].astype(float), float(found.intercept_[0])
    risk = expit(x @ weight + level)
    # The inverse of the Hessian of the penalised likelihood.
    with_level = np.column_stack([np.ones(len(x)), x])
    hessian = with_level.T @ (with_level * (risk * (1 - risk))[:, None])
    hessian += np.diag([0.0, *[1 / _PENALTY] * len(weight)])
    scale = np.asarray(scaler.scale_, dtype=float)
    centre = np.asarray(scaler.mean_, dtype=float)
    return Model(centre, scale, weight, level, np.linalg.inv(hessian))


def risks(model: Model, values: Numbers) -> Interval:
    """The chance to leave of each row, 0 to 1, with its 95 % interval (delta method, log odds).

    Of the chance as the model has it: what it does not know of a customer is not in the interval.
    """
    x = _standard(model, values)
    odds = x @ model.weight + model.level
    half = Z * _errors(np.column_stack([np.ones(len(x)), x]), model.covariance)
    return Interval(expit(odds), expit(odds - half), expit(odds + half))


def raised_by(model: Model, known: Features) -> pd.DataFrame:
    """By how much each theme raises a row's log odds above those of the mean customer.

    A column a theme of `features.theme_of`; 0 where it is not certain at 95 % that it does.
    Association, not cause.
    """
    x = _standard(model, known.values)
    places: dict[str, list[int]] = {}
    for place, name in enumerate(known.names):
        places.setdefault(theme_of(name), []).append(place)
    found = {}
    for theme, own in places.items():
        moved = x[:, own] @ model.weight[own]
        with_level = np.array(own) + 1
        error = _errors(x[:, own], model.covariance[np.ix_(with_level, with_level)])
        found[theme] = np.where(moved > Z * error, moved, 0.0)
    return pd.DataFrame(found)


def _errors(x: Array, covariance: Array) -> Array:
    """The standard error of each row's sum of x times what has this covariance."""
    found: Array = np.sqrt(np.maximum(((x @ covariance) * x).sum(axis=1), 0.0))
    return found


def _standard(model: Model, values: Numbers) -> Array:
    found: Array = (values.astype(float) - model.centre) / model.spread
    return found
