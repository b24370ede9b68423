"""Money at risk: what customers did after an NPS answer, by its group. Association, not cause."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from metrics.estimates import figures
from metrics.figures import Side, absent, assemble, figure_columns
from metrics.inference.intervals import Interval
from metrics.privacy.persons import Persons
from metrics.privacy.suppression import SHOWN, TOO_FEW
from metrics.series import NPS_GROUPS
from metrics.sums.cells import MOMENTS, Cells
from metrics.sums.grouping import labels, need, positions, take

_WEIGHTED = "revenue_left_after_answer"


def risk_figures(
    outcomes: pd.DataFrame, minimum_n: int, keys: Sequence[str] = (), *, shielded: bool = False
) -> pd.DataFrame:
    """Figures by NPS group (column `segment`), detractors and passives against promoters.

    `outcomes` has a row a group, within each cell of the keys (one at most): keys..., nps_group, n,
    positive and, where known, paying, w, w2, pos, pos2 and revenue, total, squares and cubes; see
    `data.query.customers.risk`. Metrics: left_after_answer, revenue_left_after_answer,
    ordered_after_answer; money_at_risk of detractors, in whose rows `n` is the number of current
    ones. `shielded`: see `metrics.privacy.persons`.
    """
    need(outcomes, (*keys, "nps_group", "n", "positive", "current"))
    if keys:  # engines hand groups over in any order
        outcomes = outcomes.sort_values([*keys], kind="stable", ignore_index=True)
    n = outcomes["n"]
    sums = {"left_after_answer": {"answers": n, "w": n, "w2": n, "pos": outcomes["positive"]}}
    if "paying" in outcomes:
        weights = {name: outcomes[name] for name in ("w", "w2", "pos")}
        weights["squares"] = outcomes["pos2"]
        sums[_WEIGHTED] = {"answers": outcomes["paying"], **weights}
    if "total" in outcomes:
        totals = {name: outcomes[name] for name in ("total", "squares", "cubes")}
        sums["ordered_after_answer"] = {"answers": n, "w": n, "w2": n, **totals}
    found = {
        metric: _against_promoters(outcomes, metric, own, minimum_n, keys, shielded)
        for metric, own in sums.items()
    }
    parts = list(found.values())
    if _WEIGHTED in found:
        parts.insert(0, _money(outcomes, found[_WEIGHTED], minimum_n, keys))
    return pd.concat([part for part in parts if len(part)], ignore_index=True)


def _against_promoters(
    outcomes: pd.DataFrame,
    metric: str,
    sums: dict[str, pd.Series],
    minimum_n: int,
    keys: Sequence[str],
    shielded: bool,
) -> pd.DataFrame:
    none = np.zeros(len(outcomes))
    moments = {name: sums[name].to_numpy(dtype=float) if name in sums else none for name in MOMENTS}
    groups = pd.Categorical(outcomes["nps_group"].astype(str), categories=NPS_GROUPS, ordered=True)
    places = {**labels(outcomes, keys), "segment": groups}
    now = Cells({**places, "series": pd.Categorical([metric] * len(outcomes))}, moments)
    # Beside each group of others the promoters of the same cell.
    others = np.flatnonzero(groups != NPS_GROUPS[-1])
    promoters = now.pick(np.flatnonzero(groups == NPS_GROUPS[-1]))
    beside = now.pick(others)
    if keys:
        own, theirs = ({key: one.labels[key] for key in keys} for one in (beside, promoters))
        rows = positions(own, theirs) if promoters.size else np.full(len(others), -1)
    else:
        rows = np.full(len(others), 0 if promoters.size else -1)
    known = np.flatnonzero(rows >= 0)
    base = Cells(take(beside.labels, known), promoters.match(rows[known]))
    who = Persons(shielded=shielded)
    frame = figures(now, base, [metric], (*keys, "segment"), minimum_n, persons=(who, who))
    return frame.assign(segment=frame["segment"].astype(str))


def _money(
    outcomes: pd.DataFrame, lost: pd.DataFrame, minimum_n: int, keys: Sequence[str]
) -> pd.DataFrame:
    """Revenue of current detractors times the difference between the two rates, and its ends."""
    own = outcomes[outcomes["nps_group"] == NPS_GROUPS[0]]
    change = lost[lost["segment"] == NPS_GROUPS[0]]
    if keys:
        rows = positions(labels(own, keys), labels(change, keys))
        change = change.take(rows[rows >= 0])
        own = own.take(np.flatnonzero(rows >= 0))
    revenue, n = own["revenue"].to_numpy(float), own["current"].to_numpy(np.int64)
    ends = (change[name].to_numpy(float) / 100 for name in ("change", "change_low", "change_high"))
    hidden = np.where(n < minimum_n, TOO_FEW, SHOWN).astype(object)
    side = Side(Interval(*(revenue * end for end in ends)), n, hidden)
    series = pd.Categorical(["money_at_risk"] * len(own))
    segment = pd.array([NPS_GROUPS[0]] * len(own), dtype="str")
    part = figure_columns(series, "money_at_risk", side, *absent(len(own)))
    frame = assemble({**labels(own, keys), "segment": segment, "series": series}, [part])
    return frame[frame["value"].notna() | (frame["hidden"] != SHOWN)]
