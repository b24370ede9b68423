"""The figures of metrics from moments frames: now, against a base, or against the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
import pandas as pd

from metrics.definitions import DEFINITIONS
from metrics.figures import Columns, Side, absent, assemble, figure_columns
from metrics.inference import samples
from metrics.inference.design_effect import SameCustomer, independent
from metrics.privacy.persons import EACH_ROW, Persons, Sides, of_the_rest
from metrics.privacy.suppression import SHOWN, TOO_FEW, Reasons, hidden_cells
from metrics.sums.cells import ROUNDING, Cells, of_metrics
from metrics.sums.grouping import IntArray, coded, positions, take

_NOBODY: Mapping[str, SameCustomer] = MappingProxyType({})


def figures(
    now: pd.DataFrame | Cells,
    base: pd.DataFrame | Cells | None,
    metrics: Sequence[str],
    keys: Sequence[str] = (),
    minimum_n: int = 10,
    same: Mapping[str, SameCustomer] = _NOBODY,
    persons: Sides = (EACH_ROW, EACH_ROW),
) -> pd.DataFrame:
    """For each metric one row per (keys..., series) of `now`; columns as in `figures.assemble`.

    `now` and `base` are moments frames or their cells; keys that are not named are added up. The
    rows of a metric are one family: the false discovery rate is held over them. Cells below
    minimum_n, in effect too where answers are weighted, and those that would give them away, are
    hidden, and amounts that are nearly those of one customer. `same`: of these tables how often
    answers are of one customer, by the keys. `persons`: how many customers cells are of.
    """
    cells = of_metrics(now, metrics, keys)
    hidden = why_hidden(cells, keys, minimum_n, persons[0])
    if base is None:
        return _figures(metrics, cells, hidden, same)
    others = of_metrics(base, metrics, keys)
    base_hidden = why_hidden(others, keys, minimum_n, persons[1])
    rows = positions(cells.labels, others.labels)
    # The last element answers for the cells that are not in the base: position -1.
    matched = Cells(cells.labels, others.match(rows)), np.append(base_hidden, "")[rows]
    return _figures(metrics, cells, hidden, same, matched)


def against_rest(
    moments: pd.DataFrame | Cells,
    metrics: Sequence[str],
    by: str,
    within: Sequence[str] = (),
    minimum_n: int = 10,
    nested: bool = False,
    same: Mapping[str, SameCustomer] = _NOBODY,
    persons: Sides = (EACH_ROW, EACH_ROW),
) -> pd.DataFrame:
    """Each level of `by` against all its other levels taken together; columns as `figures`.

    `within` names keys that are held apart: levels are compared inside each of their cells. The
    rest is hidden where the level is, since with the total it would give the level away. With
    `nested`, totals of a level across these cells are displayed nowhere.
    """
    keys = [*within, by]
    cells = of_metrics(moments, metrics, keys)
    rest = cells.rest(within)
    now, _ = persons
    hidden = why_hidden(cells, keys, minimum_n, now, within if nested else ())
    sizes = now.sizes(cells.labels, keys, cells.answers, minimum_n, within)
    others = of_the_rest(sizes, cells.groups(within)[0])
    enough = rest.enough(minimum_n) & (others >= minimum_n - ROUNDING)
    enough &= ~now.perhaps_led(cells.labels, rest.sums["total"])
    rest_hidden = np.where(enough, hidden, TOO_FEW).astype(object)
    return _figures(metrics, cells, hidden, same, (rest, rest_hidden), within)


def why_hidden(
    cells: Cells, keys: Sequence[str], minimum_n: int, persons: Persons, apart: Sequence[str] = ()
) -> Reasons:
    """Why each cell of the keys is hidden, "" where it is shown.

    What too few weigh tells nothing, but gives nobody away either.
    """
    reasons = hidden_cells(cells.labels, keys, _counted_among(cells), minimum_n, apart, persons)
    weighted = cells.effective < cells.answers - ROUNDING
    reasons[(reasons == SHOWN) & weighted & ~cells.enough(minimum_n)] = TOO_FEW
    if minimum_n:
        led = persons.led(cells.labels, keys, cells.sums["total"])
        reasons[(reasons == SHOWN) & (cells.answers > 0) & led] = TOO_FEW
    return reasons


def _counted_among(cells: Cells) -> IntArray:
    """Whom a figure is of: of a number of customers, all that were there, which `total` has.

    That 3 of 120 left tells of nobody; with the share that left beside it, it is no secret either.
    """
    level, names = coded(cells.labels["series"])
    found = [DEFINITIONS.get(name) for name in names]
    numbers = [one and (one.kind, one.table) == ("count", "customers") for one in found]
    among = np.rint(cells.sums["total"]).astype(np.int64)
    return np.where(np.array(numbers, dtype=bool)[level], among, cells.answers)


def _figures(
    metrics: Sequence[str],
    cells: Cells,
    hidden: Reasons,
    same: Mapping[str, SameCustomer],
    base: tuple[Cells, Reasons] | None = None,
    within: Sequence[str] | None = None,
) -> pd.DataFrame:
    """The metrics' figures below each other; `base` holds the same cells in the same order."""
    rows = [cells.rows(metric) for metric in metrics]
    ties = {table: one.ties(cells, within) for table, one in same.items()}
    parts: list[Columns] = []
    for metric, own in zip(metrics, rows, strict=True):
        definition, ours = DEFINITIONS[metric], cells.pick(own)
        theirs = base[0].pick(own) if base else None
        known = same.get(definition.table)
        design = independent(ours.size)
        if known:
            design = known.design(definition, ties[definition.table].pick(own), ours, theirs)
        sample = samples.of_cells(ours, definition, design.now)
        side = Side(samples.measure(sample, definition), ours.answers, hidden[own])
        if base is None or theirs is None:
            against = absent(ours.size)
        else:
            other = samples.of_cells(theirs, definition, design.base)
            measured = samples.measure(other, definition)
            against = (
                Side(measured, theirs.answers, base[1][own]),
                samples.differ(sample, other, definition, design.shared),
            )
        parts.append(figure_columns(ours.labels["series"], metric, side, *against))
    return assemble(take(cells.labels, np.concatenate(rows)), parts)
