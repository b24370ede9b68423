"""Where a change comes from: what each cell contributes, and what is left without it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from metrics import samples
from metrics.decomposition import outer, sample_of, shares
from metrics.definitions import DEFINITIONS
from metrics.estimates import figures
from metrics.verdicts import decide


def drivers(
    now: pd.DataFrame,
    base: pd.DataFrame,
    metric: str,
    keys: Sequence[str],
    minimum_n: int = 10,
) -> pd.DataFrame:
    """Per cell its contribution to the change of the total, largest first.

    One row per (keys..., series) found on either side. Columns as `estimates.figures` (verdicts
    hold the false discovery rate over the cells), and `contribution`: share now x (value now -
    overall) - share then x (value then - overall), where overall is the mean of the two totals. All
    contributions sum to the total change; those of hidden cells are not given. `rest_change`,
    `rest_low`, `rest_high`, `rest_p_value` and `rest_verdict` tell how everything else changed,
    each as a single test.
    """
    definition = DEFINITIONS[metric]
    cells, others = outer(now, base, definition, keys)
    frame = figures(cells.frame(), others.frame(), metric, keys, minimum_n)
    codes, first = cells.groups(())
    values = [samples.value(sample_of(side, definition), definition) for side in (cells, others)]
    totals = [
        samples.value(sample_of(side.added(()), definition), definition) for side in (cells, others)
    ]
    overall = ((totals[0] + totals[1]) / 2)[codes]
    parts = [
        np.nan_to_num(shares(side, codes, len(first)) * (value - overall))
        for side, value in zip((cells, others), values, strict=True)
    ]
    rest, base_rest = cells.rest(), others.rest()
    change = samples.differ(
        sample_of(rest, definition), sample_of(base_rest, definition), definition
    )
    # A cell that was empty on one side may still be told: it came or went, in full view.
    shown = frame["value"].notna().to_numpy() | (cells.answers == 0)
    base_shown = frame["base_value"].notna().to_numpy() | (others.answers == 0)
    told = shown & base_shown & ~np.isnan(overall)
    enough = told & (rest.answers >= minimum_n) & (base_rest.answers >= minimum_n)
    frame["contribution"] = np.where(told, parts[0] - parts[1], np.nan)
    frame["rest_change"] = np.where(enough, change.change, np.nan)
    frame["rest_low"] = np.where(enough, change.low, np.nan)
    frame["rest_high"] = np.where(enough, change.high, np.nan)
    frame["rest_p_value"] = np.where(enough, change.p_value, np.nan)
    frame["rest_verdict"] = decide(
        change.p_value, change.low, change.high, enough, base_rest.answers > 0
    )
    order = np.argsort(-np.abs(frame["contribution"].to_numpy()), kind="stable")
    return frame.take(order).reset_index(drop=True)
