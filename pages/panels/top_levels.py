"""Of many levels, a panel shows the largest and those beyond noise; exports have all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from data.catalog import Catalog
from metrics.inference.verdicts import Verdict
from pages.panel import Kind, Page, Panel

MOST = 40  # levels of a dimension in a panel
_LARGEST = 30  # that are shown whatever became of them
_ENDS = 100  # of a ranking, which is read as a table: from the top and from the bottom
_KINDS = (Kind.BREAKDOWN, Kind.HEATMAP, Kind.JOURNEY)


def cut(page: Page, catalog: Catalog) -> Page:
    """The page with at most MOST levels of a dimension in a panel, and a note of those left out.

    All figures stay those of all levels: only what is shown is chosen. All rows are `Panel.every`.
    """
    return replace(page, panels=tuple(_cut(panel, catalog) for panel in page.panels))


def _cut(panel: Panel, catalog: Catalog) -> Panel:
    if panel.kind == Kind.RANKING:
        return _cut_ranking(panel)
    if panel.kind not in _KINDS:
        return panel
    frame, notes = panel.frame, [panel.note] if panel.note else []
    for column in ("touchpoint", "segment"):
        if column not in frame or len(frame) <= MOST:
            continue
        codes, levels = pd.factorize(frame[column])
        if len(levels) <= MOST:
            continue
        key = str(frame["dimension"].iloc[0]) if column == "segment" else column
        dimension = catalog.dimension(key)
        frame = frame[np.isin(codes, _chosen(frame, codes, len(levels), panel.metric))]
        notes.append(
            f"{dimension.label if dimension else key}: {MOST} of {len(levels):,} are shown, the "
            "largest and those that changed beyond noise; the CSV has all."
        )
    if frame is panel.frame:
        return panel
    shown = frame.reset_index(drop=True)
    return replace(panel, frame=shown, every=panel.frame, note=" ".join(notes))


def _chosen(frame: pd.DataFrame, codes: np.ndarray, levels: int, metric: str) -> np.ndarray:
    """The codes of the levels to show: marked ones, the largest, beyond noise by size."""
    own = (frame["metric"] == metric).to_numpy()
    n = np.bincount(codes, weights=frame["n"].to_numpy() * own, minlength=levels)
    real = own & (frame["verdict"] == Verdict.REAL).to_numpy()
    change = np.zeros(levels)
    np.maximum.at(change, codes[real], frame["change"].abs().to_numpy()[real])
    marked = np.zeros(levels, dtype=bool)
    if "mark" in frame:
        marked[codes[(frame["mark"] != "").to_numpy()]] = True
    by_size = np.lexsort((-n, ~marked))
    by_change = np.lexsort((-n, -change))
    chosen = dict.fromkeys([*by_size[:_LARGEST], *by_change, *by_size])
    return np.array(list(chosen)[:MOST])


def _cut_ranking(panel: Panel) -> Panel:
    """The first and the last of those that are ranked, and the largest of those that are not."""
    rank = panel.frame["rank"].to_numpy()
    ranked, others = np.flatnonzero(rank > 0), np.flatnonzero(rank == 0)
    ends = ranked if len(ranked) <= 2 * _ENDS else np.append(ranked[:_ENDS], ranked[-_ENDS:])
    rows = np.append(ends, others[:_ENDS])
    if len(rows) == len(panel.frame):
        return panel
    return replace(panel, frame=panel.frame.take(rows).reset_index(drop=True), every=panel.frame)
