"""What customers will spend: BG/NBD for their orders times Gamma-Gamma for what one is worth.

Fader, Hardie and Lee 2005, "Counting Your Customers the Easy Way: An Alternative to the Pareto/NBD
Model", Marketing Science 24(2); Fader and Hardie 2013, "The Gamma-Gamma Model of Monetary Value".

A history is how often a customer came back (`again`: days with orders after the first), when last
(`recency`) and how long they could (`age`), both in weeks from the first order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.special import chdtri, digamma, gammaln, hyp2f1

from metrics.sums.grouping import Array, IntArray

YEAR = 365.25 / 7  # weeks
_FAR = 12.0  # of the logarithm of a parameter: beyond, the data do not determine it
_NOTHING = 1e-3  # r, a or b below: most would never order, or leave at once or never
_STARTS = ((0.5, 10.0, 0.8, 2.5), (1.0, 50.0, 0.5, 2.0), (0.2, 4.0, 1.5, 5.0))
_START_OF_VALUE = (2.0, 4.0)
_FIT = 1.5  # times more or fewer orders than there were: then the model does not describe them
Loss = tuple[float, Array]  # and its derivatives by the logarithms of the parameters
_LIKELY = float(chdtri(1, 0.05)) / 2  # of log-likelihood: less is within the 95 % of a parameter


class Orders(NamedTuple):
    """BG/NBD. Orders a week are Gamma(r, alpha) over customers, leaving after one is Beta(a, b)."""

    r: float
    alpha: float
    a: float
    b: float


class Worth(NamedTuple):
    """Gamma-Gamma. Orders of a customer are Gamma(p, nu) in value, nu is Gamma(q, v)."""

    p: float
    q: float
    v: float

    @property
    def mean(self) -> float:
        """What an order of a customer is worth of whom nothing is known."""
        return self.p * self.v / (self.q - 1)


class Moments(NamedTuple):
    """How many values there are, their sum, and that of their squares."""

    n: Array
    total: Array
    squares: Array


class NotFittedError(ValueError):
    """The data do not determine the model; the message says why, for people."""


def fit_orders(again: Array, recency: Array, age: Array, n: Array) -> Orders:
    """Maximum likelihood over distinct histories, n customers each. Raises NotFittedError.

    Also where what was fitted would not have had about as many orders as there were (equation 9 of
    the paper, summed over customers): parameters far out leave the formulas without digits, and
    seasons or fixed dates are no such process.
    """
    levels, place = np.unique(again, return_inverse=True)
    whole = float(n.sum())

    def loss(logs: Array) -> Loss:
        at = np.exp(logs)
        of_each, slopes = _likelihood(Orders(*at), levels, place, recency, age)
        return -float(np.dot(n, of_each)) / whole, -(slopes @ n) * at / whole

    orders, none = Orders(*_best(loss, _STARTS)), np.zeros(len(n))
    expected = float(np.dot(n, _coming(orders, none, none, age)))
    seen, coming = float(np.dot(n, again)), expected_orders(orders, again, recency, age)
    if min(orders.r, orders.a, orders.b) < _NOTHING:
        raise NotFittedError("The orders do not determine the model: it fits at its edge alone.")
    if not np.isfinite(coming).all() or not seen / _FIT < expected < seen * _FIT:
        raise NotFittedError(
            "The orders do not come as the model has it, which can't predict them."
        )
    return orders


def likelihood(orders: Orders, again: Array, recency: Array, age: Array) -> Array:
    """Log-likelihood of each history, equation 6 of the paper."""
    levels, place = np.unique(again, return_inverse=True)
    return _likelihood(orders, levels, place, recency, age)[0]


def _likelihood(
    orders: Orders, levels: Array, place: IntArray, recency: Array, age: Array
) -> tuple[Array, Array]:
    """With its derivatives by r, alpha, a and b: a row each."""
    r, alpha, a, b = orders
    x = levels  # what depends on it alone is computed once a level
    common = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    common += gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
    left = np.where(x > 0, np.log(a) - np.log(np.maximum(b + x - 1, 1e-300)), -np.inf)
    power = (r + x)[place]
    still = -power * np.log(alpha + age)
    gone = left[place] - power * np.log(alpha + recency)
    either = np.logaddexp(still, gone)
    share = np.exp(gone - either)  # of the likelihood: that they have left
    by_still, by_gone = 1 / (alpha + age), 1 / (alpha + recency)
    mixed = (1 - share) * np.log(by_still) + share * np.log(by_gone)
    slopes = np.array(
        [
            (digamma(r + x) - digamma(r) + np.log(alpha))[place] + mixed,
            r / alpha - power * ((1 - share) * by_still + share * by_gone),
            (digamma(a + b) - digamma(a + b + x))[place] + share / a,
            (digamma(a + b) + digamma(b + x) - digamma(b) - digamma(a + b + x))[place]
            - share / np.maximum(b + x - 1, 1e-300)[place],
        ]
    )
    return common[place] + either, slopes


def fit_worth(again: Array, mean: Array, n: Array) -> Worth:
    """Maximum likelihood over customers who came back: how often, and the mean of those orders.

    n customers each. Raises NotFittedError, also where the data leave it open whether the mean
    value is infinite, which it is from q = 1 down (likelihood ratio, Wilks 1938).
    """
    whole, usual = float(n.sum()), float(np.average(mean, weights=n))

    def loss(logs: Array) -> Loss:
        at = np.exp(logs)
        of_each, slopes = _value_likelihood(Worth(*at), again, mean)
        return -float(np.dot(n, of_each)) / whole, -(slopes @ n) * at / whole

    starts = [(p, q, usual * (q - 1) / p) for p, q in (_START_OF_VALUE, (6.0, 3.0), (1.0, 10.0))]
    best = _best(loss, starts)
    worth = Worth(*best)

    def without_mean(logs: Array) -> Loss:
        value, slopes = loss(np.array([logs[0], 0.0, logs[1]]))
        return value, slopes[[0, 2]]

    at = np.log([worth.p, worth.v])
    near = minimize(without_mean, at, jac=True, method="L-BFGS-B", bounds=[(-_FAR, _FAR)] * 2)
    if worth.q <= 1 or whole * (float(near.fun) - loss(np.log(best))[0]) < _LIKELY:
        raise NotFittedError("A few orders are so large that their mean is not determined.")
    return worth


def value_likelihood(worth: Worth, again: Array, mean: Array) -> Array:
    """Log-likelihood of the mean value of each customer's orders, equation 1a of the note."""
    return _value_likelihood(worth, again, mean)[0]


def _value_likelihood(worth: Worth, again: Array, mean: Array) -> tuple[Array, Array]:
    """With its derivatives by p, q and v: a row each."""
    p, q, v = worth
    shape, all_worth = p * again, np.log(v + again * mean)
    found: Array = gammaln(shape + q) - gammaln(shape) - gammaln(q) + q * np.log(v)
    found += (shape - 1) * np.log(mean) + shape * np.log(again)
    found -= (shape + q) * all_worth
    both = digamma(shape + q)
    slopes = np.array(
        [
            again * (both - digamma(shape) + np.log(mean) + np.log(again) - all_worth),
            both - digamma(q) + np.log(v) - all_worth,
            q / v - (shape + q) * np.exp(-all_worth),
        ]
    )
    return found, slopes


def expected_orders(
    orders: Orders, again: Array, recency: Array, age: Array, weeks: float = YEAR
) -> Array:
    """Days with orders in the weeks to come, equation 10 of the paper."""
    # The costly part depends on two of the three.
    pairs, place = np.unique(again + 1j * age, return_inverse=True)
    coming = _coming(orders, pairs.real, pairs.imag, np.full(len(pairs), weeks))
    found: Array = coming[place] / (1 + odds_of_having_left(orders, again, recency, age))
    return found


def odds_of_having_left(orders: Orders, again: Array, recency: Array, age: Array) -> Array:
    """Of customers with these histories, the last factor of equation 10 of the paper."""
    r, alpha, a, b = orders
    ratio = (r + again) * (np.log(alpha + age) - np.log(alpha + recency))
    found: Array = np.where(again > 0, a / np.maximum(b + again - 1, 1e-300) * np.exp(ratio), 0)
    return found


def _coming(orders: Orders, again: Array, age: Array, weeks: Array) -> Array:
    """Of customers who have not left. With Euler's transformation of the hypergeometric function,
    which stays small."""
    r, alpha, a, b = orders
    a += 1e-7 * (abs(a - 1) < 1e-7)  # where the equation has a removable gap
    z = weeks / (alpha + age + weeks)
    with np.errstate(over="ignore", invalid="ignore"):
        rest = (1 - z) ** (a - 1) * hyp2f1(a - 1, a + b - 1 - r, a + b + again - 1, z)
    found: Array = (a + b + again - 1) / (a - 1) * (1 - rest)
    return found


def weight_of_own(worth: Worth, again: Array) -> Array:
    """How far a customer's own orders decide what the next are worth: between 0 and 1.

    Their worth is weight x own mean + (1 - weight) x `Worth.mean`, equation 5 of the note.
    """
    found: Array = worth.p * again / (worth.p * again + worth.q - 1)
    return found


def predicted_sums(
    orders: Orders, worth: Worth, again: Array, recency: Array, age: Array, sums: Moments
) -> tuple[Array, Array]:
    """Sum and sum of squares of what the customers of each cell will spend within a year.

    `sums` are of the mean value of their own orders.
    """
    coming, own = expected_orders(orders, again, recency, age), weight_of_own(worth, again)
    usual = (1 - own) * worth.mean
    n, total, squares = sums
    spent = coming * (own * total + usual * n)
    squared = coming**2 * (own**2 * squares + 2 * own * usual * total + usual**2 * n)
    return spent, squared


def _best(loss: Callable[[Array], Loss], starts: Sequence[Sequence[float]]) -> list[float]:
    """The parameters of least loss, from several starts. Raises NotFittedError."""
    found = [
        minimize(
            loss,
            np.log(np.asarray(start, dtype=float)),
            jac=True,
            method="L-BFGS-B",
            bounds=[(-_FAR, _FAR)] * len(start),
            options={"ftol": 1e-13, "gtol": 1e-8, "maxiter": 500},
        )
        for start in starts
    ]
    best = min(found, key=lambda one: float(one.fun))
    if not np.isfinite(best.fun) or (np.abs(best.x) > _FAR - 0.01).any():
        raise NotFittedError("The orders do not determine the model: it did not converge.")
    return [float(value) for value in np.exp(best.x)]
