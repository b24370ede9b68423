"""What a theme goes with: the scores of those who name it against others who wrote, and did not."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from data.query.compile import CountQuery
from data.query.mentions import answers_by_writing
from data.query.whose_rows.persons import Counted, persons
from data.scope import NOT_STATED
from data.store.snapshots import Snapshot
from metrics.estimates import figures
from metrics.privacy.persons import Persons
from metrics.sums.cells import Cells
from metrics.sums.counts import add_counts
from metrics.sums.grouping import categorical
from pages.figures.readers.answers import answer_counts
from pages.figures.series import Subject
from pages.panel import Kind, Panel
from pages.panels.breakdowns import breakdown_panel
from pages.voice.alike import WritersAlike
from pages.voice.themes import THEME, Themes, with_a_figure
from view.state import View

_WROTE = "segment"


class Costs(NamedTuple):
    """Figures of one series of answers.

    `themes`: by theme, those who name it; `base_*` are others who wrote, `change` is between them,
    and `pull` with its interval what that is of the figure of all. `writers`: those who wrote and
    those who did not, `change` between them; copies of a comment are of neither.
    """

    subject: Subject
    themes: pd.DataFrame
    writers: pd.DataFrame


def costs_of(snapshot: Snapshot, view: View, subject: Subject) -> Costs | None:
    """Of the view's rows, whatever it is compared with. Raises UnavailableError."""
    alone = replace(view, compare="none")
    named = answer_counts(snapshot, view, [(THEME,)])  # as for sentiment: they are asked for once
    counted = answer_counts(snapshot, alone, [()])
    if named is None or counted is None:
        return None
    wrote, without = answers_by_writing(snapshot, CountQuery(alone.scope()))
    naming, writers, silent, every = (
        _of_series(add_counts(one, keys, weighted=view.weighted), subject)
        for one, keys in (
            (named[0].now, (THEME,)), (wrote, ()), (without, ()), (counted[0].now, ()),
        )
    )  # fmt: skip
    if not writers.size or not every.size:
        return None
    stated = np.flatnonzero(pd.Series(naming.labels[THEME]).astype(str).to_numpy() != NOT_STATED)
    naming = naming.pick(stated)
    catalog = snapshot.catalog
    others = Persons(catalog.rows_of_few, _unknown, shielded=catalog.shielded)
    who_name = replace(others, count=partial(_naming, snapshot, alone))
    whose = WritersAlike.of_view(snapshot, alone, subject)
    by_theme = figures(
        naming, _others(writers, naming), [subject.metric.key], (THEME,), catalog.minimum_n,
        whose.by_theme(), (who_name, others),
    )  # fmt: skip
    place = categorical(np.zeros(1, dtype=np.int64), ["Those who wrote, against those who did not"])
    both = [Cells({_WROTE: place[: one.size], **one.labels}, one.sums) for one in (writers, silent)]
    of_writers = figures(
        both[0], both[1], [subject.metric.key], (_WROTE,), catalog.minimum_n,
        whose.of_writers(), (others, others),
    )  # fmt: skip
    return Costs(subject, _with_pull(by_theme, naming, float(every.sums["w"][0])), of_writers)


def _of_series(cells: Cells, subject: Subject) -> Cells:
    series = pd.Series(cells.labels["series"]).astype(str).to_numpy()
    return cells.pick(np.flatnonzero(series == subject.series))


def _others(writers: Cells, naming: Cells) -> Cells:
    """For each theme those who wrote and did not name it."""
    sums = {name: one[0] - naming.sums[name] for name, one in writers.sums.items()}
    return Cells(naming.labels, sums)


def _naming(
    snapshot: Snapshot,
    view: View,
    keys: tuple[str, ...],
    _: tuple[str, ...],
    apart: tuple[str, ...],
) -> pd.DataFrame:
    """How many customers name each theme, by series: `persons` and `alone` beside these."""
    query = CountQuery(view.scope(), keys)
    return persons(snapshot, Counted("feedback"), query, apart, weighted=view.weighted)


def _unknown(keys: tuple[str, ...], series: tuple[str, ...], _: tuple[str, ...]) -> pd.DataFrame:
    """That no more is known of whose they are: of rows that may be of few nothing is told."""
    return pd.DataFrame(columns=[*keys, "series", "persons", "alone"])


def _with_pull(frame: pd.DataFrame, naming: Cells, weight: float) -> pd.DataFrame:
    """With what the figure of all would differ by, if those who name a theme were as others.

    `weight` is that of all answers; without weights, how many there are.
    """
    own = dict(zip(naming.labels[THEME].astype(str), naming.sums["w"], strict=True))
    share = np.array([own[theme] for theme in frame[THEME].astype(str)], dtype=float)
    share /= weight or np.nan
    ends = {"pull": "change", "pull_low": "change_low", "pull_high": "change_high"}
    return frame.assign(**{name: frame[change] * share for name, change in ends.items()})


def cost_panels(themes: Themes, costs: Costs | None) -> list[Panel]:
    """The score by theme, and that of those who wrote nothing."""
    if costs is None or themes.dimension is None or costs.themes.empty:
        return []
    metric = costs.subject.metric
    against_others = replace(themes.view, compare="rest")
    shown = with_a_figure(themes.of_named(costs.themes))
    if shown.empty:
        return []
    panel = breakdown_panel("costs", shown, costs.subject, themes.dimension, against_others)
    by_theme = replace(
        panel,
        title=f"{metric.short} of those who name a theme",
        subtitle="● they ○ others who wrote",
        note="What goes with a theme is an association, not a cause.",
        rest=True,
    )
    writers = Panel(
        key="writers",
        kind=Kind.FIGURES,
        title="Who writes, and who does not",
        subtitle=f"{metric.short} of those who wrote beside those who gave a score alone",
        frame=costs.writers,
        metric=metric.key,
        note="Writers differ from the silent: what is read of comments is of those who wrote.",
        rest=True,
    )
    both = costs.writers["value"].notna() & (costs.writers["base_n"] > 0)
    return [by_theme, *([writers] if both.any() else [])]
