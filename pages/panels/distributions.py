"""Answers by score, and the share of each group of scores."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from metrics.inference.intervals import proportion
from metrics.series import parse_series
from metrics.sums.grouping import add_up
from pages.figures.read import Figures
from pages.figures.series import definition_of
from pages.panel import Kind, Panel


def distribution_panel(figures: Figures, series: str) -> Panel:
    """Answers by score, with the group each score belongs to and its share (by weight or not)."""
    metric, read = definition_of(series), parse_series(series)
    assert figures.counts is not None  # there are answers
    counts, view, minimum_n = figures.counts.now, figures.view, figures.catalog.minimum_n
    own = np.flatnonzero(counts["series"] == series)
    given = counts["score"].to_numpy()[own]
    scores = np.unique(given)
    if all(float(end).is_integer() for end in (read.scale_min, read.scale_max, *scores)):
        scores = np.arange(read.scale_min, read.scale_max + 1)
    place = np.searchsorted(scores, given)
    answers, parts, squares = (
        add_up(place, counts[name].to_numpy(dtype=float)[own], len(scores))
        for name in (("nw", "w", "w2") if view.weighted else ("n", "n", "n"))
    )
    n = int(answers.sum())
    effective = parts.sum() ** 2 / squares.sum() if squares.sum() else 0.0
    hidden = effective < minimum_n or not figures.of_enough(series, n)
    groups = [read.group(score) for score in scores]
    of_group, names = pd.factorize(np.array(groups, dtype=object))
    whole = add_up(of_group, parts, len(names))[of_group]
    frame = pd.DataFrame(
        {
            "metric": metric.key,
            "series": series,
            "score": scores,
            "group": groups,
            "answers": answers.astype(np.int64),
            **share_columns("share", parts, parts.sum(), effective),
            **share_columns("group_share", whole, parts.sum(), effective),
            "n": n,
        }
    )
    many = "" if hidden else f"{n:,} "
    return Panel(
        key="distribution",
        kind=Kind.DISTRIBUTION,
        title=f"{metric.short} answers",
        subtitle=f"% of {many}answers{', weighted' if view.weighted else ''}",
        frame=frame.iloc[:0] if hidden else frame,
        metric=metric.key,
        note=f"Answers of fewer than {minimum_n}: not shown." if hidden else "",
    )


def share_columns(
    name: str,
    part: npt.NDArray[np.float64],
    whole: npt.NDArray[np.float64] | float,
    n: npt.NDArray[np.float64] | float,
) -> dict[str, npt.NDArray[np.float64]]:
    """Shares in per cent with the ends of their intervals: `name`, `name`_low and `name`_high."""
    with np.errstate(invalid="ignore", divide="ignore"):
        found = proportion(np.broadcast_to(n, part.shape), part / whole)
    return dict(zip((name, f"{name}_low", f"{name}_high"), (100 * x for x in found), strict=True))
