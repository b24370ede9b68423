"""How customers score, and the planted truths: which levels move, where and when."""

from __future__ import annotations

import numpy as np

from data.sample.calendar import OUTAGE, Floats, Ints, Seconds, month_index, month_of, pick
from data.sample.customers import INDUSTRIES, REGIONS

TOUCHPOINTS = (
    "Website",
    "Sales",
    "Checkout",
    "Onboarding",
    "Product use",
    "Billing",
    "Support chat",
    "Support call",
)
BILLING_PORTAL = month_index("2026-03")  # effort at Billing worsens in EMEA
CHAT_TEAM = month_index("2026-01")  # CSAT at Support chat improves

# Shares of promoters and detractors by plan. They never move: only the mix of plans does.
_PROMOTERS = np.array([0.33, 0.50, 0.54, 0.58])
_DETRACTORS = np.array([0.31, 0.18, 0.15, 0.12])
_REGION_LOYALTY = np.array([0.0, 0.02, -0.02, 0.01, 0.01])  # moved between the two groups
_INDUSTRY_LOYALTY = dict.fromkeys(INDUSTRIES, 0.0) | {"Healthcare": 0.02, "Hospitality": -0.03}

# Shares of positive answers by touchpoint: CSAT 4-5 of 5, CES 5-7 of 7.
_CSAT = np.array([0.80, 0.84, 0.82, 0.77, 0.81, 0.74, 0.72, 0.76])
_CES = np.array([0.76, 0.79, 0.77, 0.68, 0.74, 0.75, 0.70, 0.66])
_BILLING_PORTAL_CES = 0.47
_CHAT_TEAM_CSAT = 0.785
_DECEMBER = -0.025
_OUTAGE_CSAT = -0.18

# Real scores pile up: NPS at 10, 8, 7, 5 and 0, CSAT and CES at the ends.
_PROMOTER_SCORES = [0] * 9 + [0.38, 0.62]
_PASSIVE_SCORES = [0] * 7 + [0.42, 0.58]
_DETRACTOR_SCORES = [0.13, 0.05, 0.07, 0.10, 0.10, 0.31, 0.24]
_CSAT_SCORES = ([0, 0.34, 0.20, 0.46], [0, 0, 0, 0, 0.40, 0.60])  # negative, positive
_CES_SCORES = ([0, 0.22, 0.15, 0.22, 0.41], [0, 0, 0, 0, 0, 0.24, 0.34, 0.42])


def nps_scores(rng: np.random.Generator, plan: Ints, region: Ints, industry: Ints) -> Ints:
    """0-10 by plan, with small steady differences between regions and industries."""
    industries = np.array([*_INDUSTRY_LOYALTY.values(), 0.0])  # the last one where missing
    shift = _REGION_LOYALTY[region] + industries[industry]
    u, size = rng.random(len(plan)), len(plan)
    scores = pick(rng, _PASSIVE_SCORES, size)
    promoter = u >= 1 - _PROMOTERS[plan] - shift / 2
    detractor = u < _DETRACTORS[plan] - shift / 2
    scores[promoter] = pick(rng, _PROMOTER_SCORES, int(promoter.sum()))
    scores[detractor] = pick(rng, _DETRACTOR_SCORES, int(detractor.sum()))
    return scores


def csat_scores(rng: np.random.Generator, touchpoint: Ints, times: Seconds) -> Ints:
    """1-5 by touchpoint: Support chat better from 2026-01, Product use bad in the outage week."""
    months = month_of(times)
    level = _CSAT[touchpoint] + _december(months)
    chat = touchpoint == TOUCHPOINTS.index("Support chat")
    level[chat & (months >= CHAT_TEAM)] += (
        _CHAT_TEAM_CSAT - _CSAT[TOUCHPOINTS.index("Support chat")]
    )
    outage = (times >= OUTAGE[0]) & (times < OUTAGE[1])
    level[outage & (touchpoint == TOUCHPOINTS.index("Product use"))] += _OUTAGE_CSAT
    return _two_sided(rng, level, *_CSAT_SCORES)


def ces_scores(rng: np.random.Generator, touchpoint: Ints, region: Ints, times: Seconds) -> Ints:
    """1-7 by touchpoint: Billing in EMEA worse from 2026-03. Region is -1 where unknown."""
    months = month_of(times)
    level = _CES[touchpoint] + _december(months)
    level[portal_trouble(touchpoint, region, months)] = _BILLING_PORTAL_CES
    return _two_sided(rng, level, *_CES_SCORES)


def portal_trouble(touchpoint: Ints, region: Ints, months: Ints) -> np.ndarray:
    """Where the new billing portal hurts: Billing, EMEA, from 2026-03 on."""
    where = (touchpoint == TOUCHPOINTS.index("Billing")) & (region == REGIONS.index("EMEA"))
    return np.asarray(where & (months >= BILLING_PORTAL))


def _december(months: Ints) -> Floats:
    return np.where(months % 12 == month_index("2023-12"), _DECEMBER, 0.0)


def _two_sided(
    rng: np.random.Generator, level: Floats, negative: list[float], positive: list[float]
) -> Ints:
    good = rng.random(len(level)) < level
    return np.where(good, pick(rng, positive, len(level)), pick(rng, negative, len(level)))
