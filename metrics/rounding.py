"""Shares as they are shown: rounded so that what stands side by side adds up."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from metrics.series import NPS_GROUPS

_NET = ((NPS_GROUPS[-1], NPS_GROUPS[0]), ("positive", "negative"))


def apportioned(parts: Sequence[float], whole: float, decimals: int = 1) -> list[float]:
    """Parts with so many decimals that add up to `whole`, each rounded up or down.

    The largest remainders are rounded up (Hamilton's method). `whole` has no more decimals.
    """
    unit = 10**decimals
    exact = [round(part * unit, 6) for part in parts]  # 33.3 times 10 is no whole number to floats
    floors = [math.floor(one) for one in exact]
    missing = round(whole * unit) - sum(floors)
    by_remainder = sorted(range(len(exact)), key=lambda i: floors[i] - exact[i])
    for i in by_remainder[:missing]:
        floors[i] += 1
    return [one / unit for one in floors]


def rounded_groups(groups: Mapping[str, float]) -> dict[str, float]:
    """Shares of groups of scores, in per cent with one decimal, that add up to 100.

    Of three groups, best minus worst is also the net share as it is rounded by itself; of two, the
    share that is positive.
    """
    for best, worst in _NET:
        if best in groups and worst in groups and len(groups) == 3:
            return _with_net(dict(groups), best, worst)
    if set(groups) == {"positive", "other"}:
        positive = _nearest(groups["positive"])
        return {name: positive if name == "positive" else 100 - positive for name in groups}
    return dict(zip(groups, apportioned(list(groups.values()), 100), strict=True))


def _with_net(groups: dict[str, float], best: str, worst: str) -> dict[str, float]:
    (between,) = groups.keys() - {best, worst}
    net = round(10 * _nearest(groups[best] - groups[worst]))
    choices = []
    for first in _both_ways(groups[best]):
        shown = {best: first, worst: first - net, between: 1000 - 2 * first + net}
        error = max(abs(shown[name] - 10 * groups[name]) for name in groups)
        choices.append((error, {name: shown[name] / 10 for name in groups}))
    return min(choices, key=lambda choice: choice[0])[1]


def _both_ways(share: float) -> tuple[int, int]:
    tenths = round(10 * share, 6)
    return math.floor(tenths), math.ceil(tenths)


def _nearest(share: float) -> float:
    """As Python writes it with one decimal."""
    return float(f"{share:.1f}")
