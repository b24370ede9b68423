"""Levels that differ from all others now: what stands out where nothing is to be compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from data.catalog import Dimension
from data.scope import NOT_STATED
from data.store.snapshots import Snapshot
from metrics.definitions import MetricDefinition
from metrics.inference.multiple_testing import as_one_family
from metrics.inference.verdicts import is_judged
from pages.figures.figure import Figure, figures_of
from pages.figures.read import Figures, read
from pages.figures.reasons import dimensions_of, is_place
from pages.words.sentence import weightiest
from view.state import View

_TABLES = ("feedback", "tickets", "orders")


@dataclass(frozen=True)
class StandingOut:
    """The levels that differ beyond noise, the weightiest first, of so many that were compared.

    Each figure has its `dimension` and its `segment`, the level; its base are all other levels.
    """

    found: tuple[Figure, ...]
    compared: int
    dimensions: tuple[Dimension, ...]  # of which levels were compared

    def dimension(self, row: Figure) -> Dimension:
        """That of the level of a figure."""
        return next(one for one in self.dimensions if one.key == row.dimension)


def standing_out(snapshot: Snapshot, view: View, rows: Sequence[Figure]) -> StandingOut | None:
    """Each level of each segment, and each touchpoint, against all the others, by these figures.

    Rates and means of answers, tickets and orders. All levels of all figures are one family: the
    false discovery rate is held over them. None where no level can be compared, and where small
    groups are shielded: no other panel has the same levels. Raises UnavailableError.
    """
    catalog = snapshot.catalog
    if catalog.own_agent or catalog.shielded:
        return None
    averages = [row for row in rows if row.definition.is_average and not row.hidden]
    compared, searched = list[pd.DataFrame](), dict[str, Dimension]()
    for table in _TABLES:
        own = [row for row in averages if row.definition.reader == table]
        places = [one for one in dimensions_of(catalog, table).values() if is_place(one)]
        for dimension in (one for one in places if own and len(view.levels(one.key)) != 1):
            frame = _against_others(snapshot, view, own, dimension)
            if len(frame):
                compared.append(frame)
                searched[dimension.key] = dimension
    if not compared:
        return None
    whole = pd.concat(compared, ignore_index=True)
    # One column may be a touchpoint and a segment: it is compared once.
    whole = whole.drop_duplicates(["metric", "series", "segment", "n", "value"], ignore_index=True)
    whole = as_one_family(whole, np.ones(len(whole), dtype=bool))
    whole = whole[is_judged(whole["verdict"])]
    if whole.empty:
        return None
    found = weightiest(figures_of(whole), {}, replace(view, compare="rest"), catalog)
    levels = len(whole[["dimension", "segment"]].drop_duplicates())
    there = tuple(searched[key] for key in whole["dimension"].unique())
    return StandingOut(tuple(_of_pairs(found, whole)), levels, there)


def _against_others(
    snapshot: Snapshot, view: View, rows: Sequence[Figure], dimension: Dimension
) -> pd.DataFrame:
    """The levels of a dimension that are stated, each against all others, by these figures."""
    metrics = [row.definition for row in rows]
    figures = read(snapshot, replace(view, compare="none"), metrics, (dimension.key,))
    frames = [one for one in _tables(figures, metrics, dimension.key) if one is not None]
    if not frames:
        return pd.DataFrame()
    frame = pd.concat(frames, ignore_index=True)
    frame = frame[frame["series"].isin([row.series for row in rows]) & (frame["n"] > 0)]
    named = frame[dimension.key].astype("str")
    frame = frame.assign(series=frame["series"].astype("str"), segment=named)
    frame = frame[named != NOT_STATED].drop(columns=dimension.key)
    return frame.assign(dimension=dimension.key)


def _tables(
    figures: Figures, metrics: Sequence[MetricDefinition], by: str
) -> list[pd.DataFrame | None]:
    asked = [one.key for one in metrics if figures.has_common_figure(one, (by,))]
    others = [one for one in metrics if not one.feedback_metric]
    of_answers = figures.answers_against_rest(asked, by) if asked and figures.answers else None
    return [of_answers, *(figures.against_others(one, by) for one in others)]


def _of_pairs(found: Sequence[Figure], compared: pd.DataFrame) -> list[Figure]:
    """Without the second of two levels that are all there is: it says the same the other way."""
    levels = compared.groupby(["series", "metric", "dimension"]).size()
    told, kept = set[tuple[str, str, str]](), list[Figure]()
    for row in found:
        place = row.series, row.metric, row.dimension
        if place not in told or levels[place] > 2:
            kept.append(row)
        told.add(place)
    return kept
