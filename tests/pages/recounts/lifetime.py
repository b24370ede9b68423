"""What a customer will spend within a year: BG/NBD times Gamma-Gamma, fitted here once more.

Fader, Hardie and Lee 2005; Fader and Hardie 2013. Weeks, from the first day with an order.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import minimize
from scipy.special import betaln, gammaln, hyp2f1

from tests.pages.recounts.company import Company

Array = npt.NDArray[np.float64]
YEAR = 365.25 / 7


@cache
def predicted(company: Company) -> pd.Series:
    """By customer."""
    orders = company.orders.assign(day=company.orders["ordered_at"].dt.normalize())
    days = orders.groupby(["customer_id", "day"])["amount"].sum().reset_index()
    lives = days.groupby("customer_id")["day"].agg(["min", "max", "size"])
    again = lives["size"].to_numpy(float) - 1
    recency = (lives["max"] - lives["min"]).dt.days.to_numpy(float) / 7
    age = (company.newest - lives["min"]).dt.days.to_numpy(float) / 7
    days = days[days["day"] > days["customer_id"].map(lives["min"])]
    worth = days.groupby("customer_id")["amount"].mean().reindex(lives.index)
    return pd.Series(_orders(again, recency, age) * _worth(again, worth.to_numpy()), lives.index)


def _orders(x: Array, recency: Array, age: Array) -> Array:
    """Expected days with orders in the next year."""
    before = np.maximum(x, 1) - 1  # used only of those who came back

    def unlikely(logs: Array) -> float:
        r, alpha, a, b = np.exp(logs)
        alive = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + age)
        gone = betaln(a + 1, b + before) - betaln(a, b) - (r + x) * np.log(alpha + recency)
        either = np.logaddexp(alive, np.where(x > 0, gone, -np.inf))
        return -float((gammaln(r + x) - gammaln(r) + r * np.log(alpha) + either).sum())

    r, alpha, a, b = np.exp(_least(unlikely, (0.5, 10, 0.8, 2.5)))
    shape = (r + x, b + x, a + b + x - 1, YEAR / (alpha + age + YEAR))
    shrunk = ((alpha + age) / (alpha + age + YEAR)) ** (r + x) * hyp2f1(*shape)
    gone = a / (b + before) * ((alpha + age) / (alpha + recency)) ** (r + x)
    found: Array = (a + b + x - 1) / (a - 1) * (1 - shrunk) / (1 + np.where(x > 0, gone, 0))
    return found


def _worth(x: Array, mean: Array) -> Array:
    """What a day with orders is worth, from the mean of those after the first."""
    back, m = x[x > 0], mean[x > 0]

    def unlikely(logs: Array) -> float:
        p, q, v = np.exp(logs)
        likely = gammaln(p * back + q) - gammaln(p * back) - gammaln(q) + q * np.log(v)
        likely += (p * back - 1) * np.log(m) + p * back * np.log(back)
        return -float((likely - (p * back + q) * np.log(v + m * back)).sum())

    p, q, v = np.exp(_least(unlikely, (1, 2, 300)))
    return np.asarray(p * (v + x * np.nan_to_num(mean)) / (p * x + q - 1), dtype=np.float64)


def _least(unlikely: Callable[[Array], float], start: tuple[float, ...]) -> Array:
    near = minimize(unlikely, np.log(start), method="L-BFGS-B").x
    found = minimize(unlikely, near, method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-6})
    return np.asarray(found.x, dtype=np.float64)
