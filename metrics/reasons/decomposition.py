"""Why a total changed: because its parts changed, or because the mix of its parts did."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.inference import samples
from metrics.inference.differences import normal
from metrics.inference.verdicts import decide
from metrics.sums.cells import Cells
from metrics.sums.grouping import Array, IntArray, add_up
from metrics.sums.paired_cells import PairedCells

COMPARABLE = 0.9  # of the weight on either side: what levels seen on both must hold


@dataclass(frozen=True)
class Shift:
    """A level whose share of the answers changed, in per cent of their weight."""

    level: str
    share: float
    base_share: float


def mix_and_rate(both: PairedCells, metric: str, by: str, minimum_n: int = 10) -> dict[str, Array]:
    """Kitagawa's decomposition (1955) of the change of a total over the levels of `by`.

    One element a series: n, base_n, change = mix + rate, rate_low, rate_high, p_value, verdict (on
    the rate: did the levels themselves change?), in display units. Weights are the mean shares of
    the two periods, taken as given; a level seen on one side only is all mix. Without any level
    seen on both sides nothing can be said of the rate.
    """
    definition = DEFINITIONS[metric]
    cells, others = both.added([by])
    codes, first = cells.groups(())
    share, rate, error = _parts(cells, definition, codes, len(first))
    base_share, base_rate, base_error = _parts(others, definition, codes, len(first))
    rate, base_rate = _first_known(rate, base_rate), _first_known(base_rate, rate)
    seen = (cells.answers > 0) & (others.answers > 0)
    weight = (share + base_share) / 2

    def total(parts: Array) -> Array:
        return add_up(codes, parts, len(first))

    mix = total((share - base_share) * (rate + base_rate) / 2)
    effect = total(np.where(seen, weight * (rate - base_rate), 0))
    error = np.sqrt(total(np.where(seen, weight**2 * (error**2 + base_error**2), 0)))
    difference = normal(effect, error, np.zeros(len(first)), np.zeros(len(first)))
    n, base_n = (total(side.sums["answers"]).astype(np.int64) for side in (cells, others))
    enough = np.all([side.enough(minimum_n) for side in both.added(())], axis=0)
    compared = total(seen.astype(float)) > 0
    low, high, p_value = (np.where(compared, part, np.nan) for part in difference[1:])
    figures = {
        "change": mix + effect,
        "mix": mix,
        "rate": effect,
        "rate_low": low,
        "rate_high": high,
        "p_value": p_value,
    }
    return {
        "n": n,
        "base_n": base_n,
        **{name: np.where(enough, values, np.nan) for name, values in figures.items()},
        "verdict": decide(p_value, low, high, enough, compared),
    }


def largest_shift(both: PairedCells, metric: str, by: str, unstated: str) -> Shift | None:
    """Of one series the stated level whose share moved the total most in the way it went.

    It has the largest term (change of share) x (mean rate - overall), overall being the mean of the
    two totals. None where no share did, and where the levels of the two sides are not comparable:
    stated levels seen on both hold less than `COMPARABLE` of either.
    """
    now, base = both.added([by])
    whole = np.zeros(now.size, dtype=np.int64)
    share, rate, _ = _parts(now, DEFINITIONS[metric], whole, 1)
    base_share, base_rate, _ = _parts(base, DEFINITIONS[metric], whole, 1)
    stated = np.array([str(level) != unstated for level in now.labels[by]], dtype=bool)
    common = stated & (share > 0) & (base_share > 0)
    if min(share[common].sum(), base_share[common].sum()) < COMPARABLE:
        return None
    rate, base_rate = _first_known(rate, base_rate), _first_known(base_rate, rate)
    totals = np.nansum(share * rate), np.nansum(base_share * base_rate)
    term = (share - base_share) * ((rate + base_rate) / 2 - (totals[0] + totals[1]) / 2)
    toward = np.where(stated, np.nan_to_num(term * np.sign(totals[0] - totals[1])), 0)
    most = int(np.argmax(toward))
    if toward[most] <= 0:
        return None
    level = str(now.labels[by][most])
    return Shift(level, 100 * float(share[most]), 100 * float(base_share[most]))


def shares(cells: Cells, codes: IntArray, groups: int) -> Array:
    """Share of each cell in its group, by weight; 0 in an empty group."""
    weight = cells.sums["w"]
    whole = add_up(codes, weight, groups)[codes]
    return np.divide(weight, whole, out=np.zeros_like(weight), where=whole > 0)


def _parts(
    cells: Cells, definition: MetricDefinition, codes: IntArray, groups: int
) -> tuple[Array, Array, Array]:
    """Share, value and standard error of each cell.

    The variance of a single answer is unknown: a mean of one takes that of the whole series.
    """
    sample = samples.of_cells(cells, definition)
    error = samples.standard_error(sample, definition)
    if definition.kind == "mean":
        whole = samples.of_cells(cells.added(()), definition).variance[codes]
        with np.errstate(invalid="ignore", divide="ignore"):
            error = np.where(sample.n > 1, error, np.sqrt(whole / sample.n))
    return shares(cells, codes, groups), samples.value(sample, definition), error


def _first_known(values: Array, others: Array) -> Array:
    return np.where(np.isnan(values), others, values)
