"""Who the customers are: when they joined, where, on which plan, and what they are worth."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from data.sample.calendar import (
    FIRST_DAY,
    MONTHS,
    Floats,
    Ints,
    Seconds,
    Texts,
    month_index,
    pick,
    season,
    times_within,
)

REGIONS = ("EMEA", "North America", "APAC", "Latin America", "Oceania")
PLANS = ("Starter", "Team", "Business", "Enterprise")
INDUSTRIES = (
    "Retail",
    "Professional services",
    "Manufacturing",
    "Healthcare",
    "Hospitality",
    "Logistics",
    "Education",
    "Public sector",
    "Mining",
    "Forestry",
    "Fishing",
)
STARTER_CAMPAIGN = month_index("2025-11")

_BASE = 6_500  # customers from before the first day
_JOINING = (3_300, 3_900, 6_300)  # in each of the three years
_REGION_SHARES = (0.38, 0.29, 0.17, 0.11, 0.05)
_PLAN_SHARES = (0.10, 0.45, 0.32, 0.13)
_CAMPAIGN_PLAN_SHARES = (0.78, 0.12, 0.07, 0.03)
_INDUSTRY_SHARES = (0.25, 0.20, 0.17, 0.13, 0.11, 0.08, 0.06)
_SMALL_INDUSTRIES = {"Public sector": 110, "Mining": 8, "Forestry": 8, "Fishing": 8}
_PUBLIC_SECTOR_ANSWERS = 0.45  # relative to others
_INDUSTRY_MISSING = 0.06
_REFERRED = 0.12
_REVENUE = (540, 2_600, 9_800, 46_000)  # median a year, by plan, EUR
_ACQUISITION = (60, 420, 1_700, 7_500)


@dataclass
class Customers:
    """One entry a customer; region, plan and industry are positions, industry -1 where missing."""

    joined_at: Seconds
    joined_month: Ints  # position in MONTHS, -1 before the first day
    region: Ints
    plan: Ints
    industry: Ints
    answering: Floats  # relative inclination to answer surveys
    annual_revenue: Floats
    acquisition_cost: Floats
    referred_by: Ints  # -1 where nobody did

    def __len__(self) -> int:
        return len(self.region)


def make_customers(rng: np.random.Generator, weights: Floats) -> Customers:
    """All customers, those who joined first at the top."""
    joined_at, joined_month = _joining(rng, weights)
    size = len(joined_at)
    campaign = joined_month >= STARTER_CAMPAIGN
    plan = np.where(campaign, pick(rng, _CAMPAIGN_PLAN_SHARES, size), pick(rng, _PLAN_SHARES, size))
    industry = _industries(rng, size)
    answering = rng.lognormal(0, 0.5, size)
    small = np.isin(industry, [INDUSTRIES.index(name) for name in _SMALL_INDUSTRIES])
    answering[small] = 1.0
    answering[industry == INDUSTRIES.index("Public sector")] = _PUBLIC_SECTOR_ANSWERS
    earlier = (rng.random(size) * np.arange(size)).astype(np.int64)  # someone who joined before
    return Customers(
        joined_at=joined_at,
        joined_month=joined_month,
        region=pick(rng, _REGION_SHARES, size),
        plan=plan,
        industry=industry,
        answering=answering,
        annual_revenue=np.round(np.array(_REVENUE)[plan] * rng.lognormal(0, 0.45, size), 2),
        acquisition_cost=np.round(np.array(_ACQUISITION)[plan] * rng.lognormal(0, 0.4, size), 2),
        referred_by=np.where(rng.random(size) < _REFERRED, earlier, -1),
    )


def _joining(rng: np.random.Generator, weights: Floats) -> tuple[Seconds, Ints]:
    before = FIRST_DAY.astype("datetime64[s]") - np.int64(1)
    age = (rng.random(_BASE) ** 1.6 * 6 * 365 * 86_400).astype(
        np.int64
    )  # the company is 6 years old
    shares = (np.repeat(_JOINING, 12) * season()).reshape(3, 12)
    shares /= shares.sum(axis=1, keepdims=True)
    per_month = np.concatenate(
        [rng.multinomial(n, p) for n, p in zip(_JOINING, shares, strict=True)]
    )
    months = np.repeat(np.arange(len(MONTHS)), per_month)
    joined_at = np.concatenate([before - age, times_within(rng, months, weights)])
    joined_month = np.concatenate([np.full(_BASE, -1), months])
    order = np.argsort(joined_at, kind="stable")
    return joined_at[order], joined_month[order]


def _industries(rng: np.random.Generator, size: int) -> Ints:
    industry = pick(rng, _INDUSTRY_SHARES, size)
    industry[rng.random(size) < _INDUSTRY_MISSING] = -1
    # The small ones are old customers, so that every year has some.
    places = rng.permutation(_BASE)
    for name, count in _SMALL_INDUSTRIES.items():
        chosen, places = places[:count], places[count:]
        industry[chosen] = INDUSTRIES.index(name)
    return industry


def named(positions: Ints, names: tuple[str, ...]) -> Texts:
    """Names of positions, None where -1."""
    return np.array([*names, None], dtype=object)[positions]


def customer_ids(positions: Ints) -> Texts:
    """Ids such as `C00042`, counted from 1, None where -1."""
    return np.asarray(_table_of_ids(int(positions.max(initial=0)) + 1)[positions], dtype=object)


@cache
def _table_of_ids(size: int) -> Texts:
    return np.array([*(f"C{i:05d}" for i in range(1, size + 1)), None], object)
