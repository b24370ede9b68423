"""What a page says, before it is drawn: panels of figures that the page, its JSON and CSV share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import pandas as pd

from view.state import View

UNSAID = "What changed could not be put into words here; the log says why."


class Kind(StrEnum):
    """How a panel's frame is drawn."""

    CARDS = "cards"
    SPARKLINES = "sparklines"  # drawn inside the cards
    TREND = "trend"
    DISTRIBUTION = "distribution"
    SHARES = "shares"
    BREAKDOWN = "breakdown"
    CONTRIBUTIONS = "contributions"  # of the parts of a composite
    HEATMAP = "heatmap"
    JOURNEY = "journey"
    BACKLOG = "backlog"
    RANKING = "ranking"
    MOVEMENT = "movement"  # customers at the end, new and lost, by period
    COHORTS = "cohorts"
    FIGURES = "figures"  # a table of them
    RISK = "risk"
    COMMENTS = "comments"
    RECORDS = "records"  # a plain table
    DEFINITIONS = "definitions"
    FACTS = "facts"  # of one customer
    TIMELINE = "timeline"
    FAILED = "failed"  # it could not be made


class Choice(NamedTuple):
    """Another content for a panel: the link's parameter and value, and whether it is shown."""

    parameter: str
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Panel:
    """One frame of readings, a row each, with what a reader needs to understand it.

    Figures have the columns of `metrics.figures.assemble` beside their keys (`period`,
    `touchpoint`, `segment`, `score`).
    """

    key: str
    kind: Kind
    title: str
    subtitle: str
    frame: pd.DataFrame
    metric: str = ""  # key of the metric definition, where the panel is about one
    dimension: str = ""  # the dimension of its levels, for a click on one
    note: str = ""  # for the reader, below the chart
    rest: bool = False  # levels stand against all others, whatever the view is compared with
    choices: tuple[Choice, ...] = ()  # what else it can show
    grain: str = ""  # of its periods, where it is not that of the view
    leads_to: str = ""  # the page that has the comments of a score; "" this one
    every: pd.DataFrame | None = None  # all rows, where `frame` is only what is shown of them

    @property
    def rows(self) -> pd.DataFrame:
        """All rows, shown or not."""
        return self.frame if self.every is None else self.every


@dataclass(frozen=True)
class Page:
    """A page's content: the sentence, what stands below it, and the panels in reading order."""

    view: View
    headline: str
    details: str
    panels: tuple[Panel, ...]
    note: str = ""  # what the view leaves out, for the reader
    promise: str = ""  # what its verdicts promise, and what not

    @property
    def whole(self) -> bool:
        """False where any part of it could not be made."""
        return self.headline != UNSAID and all(p.kind != Kind.FAILED for p in self.panels)

    def panel(self, key: str) -> Panel | None:
        """The panel of that key, if the page has it."""
        return next((panel for panel in self.panels if panel.key == key), None)
