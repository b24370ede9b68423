"""The figures of one metric from moments frames: now, against a base, or against the rest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from metrics import samples
from metrics.counts import MOMENTS, add_moments
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.figures import Side, absent, assemble, hidden_cells, unchanged
from metrics.grouping import group_codes, positions
from metrics.samples import Samples


def figures(
    now: pd.DataFrame,
    base: pd.DataFrame | None,
    metric: str,
    keys: Sequence[str] = (),
    minimum_n: int = 10,
) -> pd.DataFrame:
    """One row per (keys..., series) of `now`; columns as in `figures.assemble`, in display units.

    `now` and `base` are moments frames; keys that are not named are added up. The rows of a call
    are one family: the false discovery rate is held over them. Cells below minimum_n, and those
    that would give them away, are hidden.
    """
    definition = DEFINITIONS[metric]
    cells = of_metric(now, definition, keys)
    sample = samples.of_moments(cells, definition)
    side = _side(cells, sample, definition, keys, minimum_n)
    by = [*keys, "series"]
    if base is None:
        nothing = absent(len(cells)), unchanged(len(cells))
        return assemble(cells[by], metric, side, *nothing)
    base_cells = of_metric(base, definition, keys)
    base_sample = samples.of_moments(base_cells, definition)
    base_side = _side(base_cells, base_sample, definition, keys, minimum_n)
    matched = positions(cells, base_cells, by)
    difference = samples.differ(sample, base_sample.take(matched), definition)
    return assemble(cells[by], metric, side, base_side.take(matched), difference)


def against_rest(
    moments: pd.DataFrame,
    metric: str,
    by: str,
    within: Sequence[str] = (),
    minimum_n: int = 10,
) -> pd.DataFrame:
    """Each level of `by` against all its other levels taken together; columns as `figures`.

    `within` names keys that are held apart: levels are compared inside each of their cells. The
    rest is hidden where the level is, since with the total it would give the level away.
    """
    definition = DEFINITIONS[metric]
    keys = [*within, by]
    cells = of_metric(moments, definition, keys)
    sample = samples.of_moments(cells, definition)
    side = _side(cells, sample, definition, keys, minimum_n)
    rest = samples.of_moments(rest_of(cells, within), definition)
    hidden = np.where(rest.answers < minimum_n, "too_few", side.hidden).astype(object)
    base_side = Side(samples.measure(rest, definition), rest.answers, hidden)
    difference = samples.differ(sample, rest, definition)
    return assemble(cells[[*keys, "series"]], metric, side, base_side, difference)


def rest_of(cells: pd.DataFrame, within: Sequence[str] = ()) -> pd.DataFrame:
    """For each row of a moments frame the sums of the other rows of its series (and `within`)."""
    codes, first = group_codes(cells, [*within, "series"])
    rest = cells.copy()
    for name in MOMENTS:
        values = cells[name].to_numpy(dtype=float)
        total = np.bincount(codes, weights=values, minlength=len(first))
        rest[name] = np.maximum(total[codes] - values, 0) if len(cells) else values
    rest["answers"] = np.rint(rest["answers"]).astype(np.int64)
    return rest


def of_metric(
    moments: pd.DataFrame, definition: MetricDefinition, keys: Sequence[str] = ()
) -> pd.DataFrame:
    """The rows of a moments frame that belong to the metric, added up to the keys."""
    wanted = definition.feedback_metric or definition.key
    # A series begins with its metric; compared on the few distinct names, not on every row.
    names = [name for name in moments["series"].unique() if name.partition(":")[0] == wanted]
    rows = moments[moments["series"].isin(names)].reset_index(drop=True)
    return add_moments(rows, keys)


def _side(
    cells: pd.DataFrame,
    sample: Samples,
    definition: MetricDefinition,
    keys: Sequence[str],
    minimum_n: int,
) -> Side:
    hidden = hidden_cells(cells, keys, sample.answers, minimum_n)
    return Side(samples.measure(sample, definition), sample.answers, hidden)
