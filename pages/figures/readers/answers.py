"""Reads feedback: answers by score, of every series at once."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from data.query import feedback
from data.store.snapshots import Snapshot
from metrics.sums.cells import Cells
from metrics.sums.counts import add_counts
from pages.figures.comparison import Comparison, comparisons_of
from pages.figures.sums import MetricSums, Request
from view.state import View


def read(request: Request) -> MetricSums:
    """The answers of the view by its keys."""
    found = answer_counts(request.snapshot, request.view, [request.by], request.grain)
    if found is None:
        return MetricSums()
    counts = found[0]
    return MetricSums(answers=answer_cells(counts, request.keys, request.view), counts=counts)


def answer_counts(
    snapshot: Snapshot, view: View, cuts: Sequence[Sequence[str]], grain: str | None = None
) -> list[Comparison[pd.DataFrame]] | None:
    """Counts of feedback cut in several ways, asked at once; None where the view can't be.

    Columns: [period], the keys of the cut, series, score, n and, where weighted, nw, w, w2.
    """
    return comparisons_of(snapshot, view, "feedback", feedback.counts_of, cuts, grain)


def answer_cells(
    counts: Comparison[pd.DataFrame], keys: Sequence[str], view: View
) -> Comparison[Cells]:
    """Sums by keys and series, weighted where the view is."""
    return counts.each(lambda frame: add_counts(frame, keys, weighted=view.weighted))
