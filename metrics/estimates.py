"""The figures of one metric from moments frames: now, against a base, or against the rest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from metrics import samples
from metrics.cells import Cells, of_metric
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.figures import Side, absent, assemble
from metrics.grouping import positions
from metrics.samples import Samples
from metrics.suppression import hidden_cells


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
    sample = _samples(cells, definition)
    side = Side(
        samples.measure(sample, definition),
        cells.answers,
        hidden_cells(cells.labels, keys, cells.answers, minimum_n),
    )
    if base is None:
        return assemble(cells.labels, metric, side, *absent(cells.size))
    others = of_metric(base, definition, keys)
    hidden = hidden_cells(others.labels, keys, others.answers, minimum_n)
    rows = positions(cells.labels, others.labels)
    # The last element answers for the cells that are not in the base: position -1.
    matched = Cells(cells.labels, others.match(rows))
    base_sample = _samples(matched, definition)
    base_side = Side(
        samples.measure(base_sample, definition), matched.answers, np.append(hidden, "")[rows]
    )
    difference = samples.differ(sample, base_sample, definition)
    return assemble(cells.labels, metric, side, base_side, difference)


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
    rest = cells.rest(within)
    sample, others = _samples(cells, definition), _samples(rest, definition)
    hidden = hidden_cells(cells.labels, keys, cells.answers, minimum_n)
    side = Side(samples.measure(sample, definition), cells.answers, hidden)
    rest_hidden = np.where(rest.answers < minimum_n, "too_few", hidden).astype(object)
    rest_side = Side(samples.measure(others, definition), rest.answers, rest_hidden)
    difference = samples.differ(sample, others, definition)
    return assemble(cells.labels, metric, side, rest_side, difference)


def _samples(cells: Cells, definition: MetricDefinition) -> Samples:
    return samples.of_sums(cells.sums, cells.series, definition)
