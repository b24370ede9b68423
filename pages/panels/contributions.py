"""What moved the experience quality index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from metrics.composite import Part, contribution, scaled_part
from metrics.definitions import DEFINITIONS
from metrics.inference.verdicts import Verdict, benjamini_hochberg, decide
from metrics.rounding import apportioned
from pages.figures.xqi import XQI
from pages.panel import Kind, Panel
from view.query import listed

_ENDS = {"": "value", "_low": "low", "_high": "high"}


def missing(parts: Sequence[Part]) -> str:
    """A sentence on the parts without a figure in this view, or nothing."""
    names = [
        DEFINITIONS[part.metric].subject
        for part in parts
        if part.figures.empty or part.figures["hidden"].iloc[0]
    ]
    have = "has" if len(names) == 1 else "have"
    return f"No XQI here: {listed(names)} {have} no figure in this view." if names else ""


def moved_panel(parts: Sequence[Part], index: pd.Series) -> Panel:
    """What each part adds to the change of the index, whose own row of figures is `index`.

    metric, weight (%), value, low, high and n as the metric has them, the same of what it is
    compared with, score (0 to 100), compared_score, contribution (points of the index) with
    interval, p value and verdict. The last row is the index itself.
    """
    rows, compared = [_row(part) for part in parts], bool(index["base_n"])
    p_value = benjamini_hochberg(np.array([row["p_value"] for row in rows], dtype=float))
    low, high = (
        np.array([row[f"contribution_{end}"] for row in rows], dtype=float)
        for end in ("low", "high")
    )
    # Nor are the parts judged where the periods of the index are too unlike for it.
    judged = np.full(len(rows), compared and index["verdict"] != Verdict.NONE)
    p_value = np.where(judged, p_value, np.nan)
    verdicts = decide(p_value, low, high, ~np.isnan(low), judged)
    for row, adjusted, verdict in zip(rows, p_value, verdicts, strict=True):
        row |= {"p_value": adjusted, "verdict": verdict}
    whole = {name: index[name] for name in ("value", "low", "high", "n", "p_value", "verdict")}
    whole |= {f"compared_{name}": index[f"base_{name}"] for name in ("value", "low", "high", "n")}
    whole |= {"metric": XQI, "series": XQI, "weight": 100.0}
    whole |= {f"score{end}": index[name] for end, name in _ENDS.items()}
    whole |= {"compared_score": index["base_value"]}
    whole |= {f"contribution{end}": index[f"change{end}"] for end in _ENDS}
    return Panel(
        key="moved",
        kind=Kind.CONTRIBUTIONS,
        title="What moved XQI" if compared else "What XQI is made of",
        subtitle=(
            "points that each part adds, 95% interval" if compared else "each part from 0 to 100"
        ),
        frame=pd.DataFrame([*rows, whole], columns=list(rows[0])),
        metric=XQI,
    )


def _row(part: Part) -> dict[str, object]:
    """What is known of one part, its p value that of a single test."""
    names = ("value", "low", "high", "n")
    own = part.figures.iloc[0] if len(part.figures) else pd.Series(dtype=object)
    now, base = scaled_part(part)
    moved = contribution(now, base, part.weight)
    season = own["p_value"] if pd.notna(own.get("last_year")) else 0.0  # of no more than last year
    found = {
        "metric": part.metric,
        "series": own.get("series", part.metric),
        "weight": 100 * part.weight,
        **{name: own.get(name, np.nan) for name in names},
        **{f"compared_{name}": own.get(f"base_{name}", np.nan) for name in names},
        **{f"score{end}": side[0] for end, side in zip(_ENDS, now, strict=True)},
        "compared_score": base.value[0],
        "contribution": moved.change[0],
        "contribution_low": moved.low[0],
        "contribution_high": moved.high[0],
        "p_value": max(moved.p_value[0], season),
        "verdict": "",
    }
    for side, value in (("", now), ("compared_", base)):
        if np.isnan(value.value[0]):  # what is hidden does not tell of how many it is either
            found[f"{side}n"] = np.nan
    return found


def weights_in_words(weights: Iterable[float]) -> list[str]:
    """Weights in per cent that add up: `40%`, or `33.4%` where one of them is no whole number."""
    exact = list(weights)
    decimals = 0 if all(abs(one - round(one)) < 1e-9 for one in exact) else 1
    shown = apportioned(exact, round(sum(exact), decimals), decimals)
    return [f"{one:.{decimals}f}%" for one in shown]
