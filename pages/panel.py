"""What a page says, before it is drawn: panels of figures that the page, its JSON and CSV share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

import pandas as pd

from data.scope import Filters
from pages.figures.figure import Figure
from view.notes import Note
from view.state import View

UNSAID = "What changed could not be put into words here; the log says why."


class Kind(StrEnum):
    """How a panel's frame is drawn."""

    CARDS = "cards"
    SPARKLINES = "sparklines"  # drawn inside the cards
    TREND = "trend"
    FORECAST = "forecast"
    OUTLOOKS = "outlooks"  # a table of forecasts
    DISTRIBUTION = "distribution"
    SHARES = "shares"
    BREAKDOWN = "breakdown"
    CONTRIBUTIONS = "contributions"  # of the parts of a composite
    BRIDGE = "bridge"  # from one side of a comparison to the other, level by level
    PLACES = "places"  # segments that changed otherwise than all others
    ACTIONS = "actions"  # that were registered, and what came of them
    DRIVERS = "drivers"  # what goes with a metric, beside random variables
    QUADRANT = "quadrant"  # importance against performance
    HEATMAP = "heatmap"
    JOURNEY = "journey"
    BACKLOG = "backlog"
    RANKING = "ranking"
    MOVEMENT = "movement"  # customers at the end, new and lost, by period
    COHORTS = "cohorts"
    FIGURES = "figures"  # a table of them
    RISK = "risk"
    LEAVING = "leaving"  # customers who may leave
    LEAVING_TESTED = "leaving_tested"  # what such risks were worth
    TO_CALL = "to_call"  # customers whose last answer was bad
    HELPED = "helped"  # what came of customers who were contacted
    OWN_CASES = "own_cases"  # that are the reader's to follow up
    COMMENTS = "comments"
    SOUGHT = "sought"  # comments, with what to seek among them
    THEMES = "themes"  # of comments, by how often and how they are named
    RECORDS = "records"  # a plain table
    DEFINITIONS = "definitions"
    FACTS = "facts"  # of one customer
    TIMELINE = "timeline"
    FAILED = "failed"  # it could not be made
    WORKING = "working"  # it is being worked out
    TOO_LARGE = "too_large"  # nor in the time and the memory of one question


class Choice(NamedTuple):
    """Another content for a panel: the link's parameter and value, and whether it is shown."""

    parameter: str
    value: str
    label: str
    chosen: bool


class FormLink(NamedTuple):
    """A cell of records that leads to a form."""

    label: str
    about: str  # what of, for who hears it read out
    href: str


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
    pages: tuple[Choice, ...] = ()  # to those of its rows that come before and after
    currency: str = ""  # of its figures, where they are money
    grain: str = ""  # of its periods, where it is not that of the view
    window: str = ""  # months that each of them pools, ending with its own
    leads_to: str = ""  # the page that has the comments of a score; "" this one
    every: pd.DataFrame | None = None  # all rows, where `frame` is only what is shown of them
    notes: tuple[Note, ...] = ()  # on the days of its periods
    passing: bool = False  # something of it could not be made now, and may be in a moment
    part_of: Mapping[str, str] = field(default_factory=dict)  # level -> the group that it is of
    pending: str = ""  # by which key to ask whether work on it, or some more of it, is done

    @property
    def missing(self) -> bool:
        """True where a note stands in its place."""
        return self.kind in (Kind.FAILED, Kind.TOO_LARGE, Kind.WORKING)

    @property
    def rows(self) -> pd.DataFrame:
        """All rows, shown or not."""
        return self.frame if self.every is None else self.every


class Finding(NamedTuple):
    """A line of the briefing: what changed beyond noise, why, what it costs, where to look."""

    figure: Figure
    name: str  # what it is of: `Net Promoter Score`
    why: str  # its verdict, since when and where, or the mix
    cost: str = ""
    leads_to: tuple[tuple[str, object], ...] = ()  # what of the view its link changes
    where: Filters = ()  # levels that its link narrows the view to
    rest: bool = False  # a level against all others, whatever the view is compared with

    def seen_in(self, view: View) -> View:
        """The view that shows it."""
        filters = tuple({**dict(view.filters), **dict(self.where)}.items())
        return replace(view, **dict(self.leads_to), filters=filters)  # type: ignore[arg-type]


class Briefing(NamedTuple):
    """What a page says before its figures; see `Page` for each."""

    headline: str
    findings: tuple[Finding, ...] = ()
    account: str = ""


class Way(NamedTuple):
    """Another view that has something to show, in words with how much."""

    label: str
    view: View


@dataclass(frozen=True)
class Page:
    """A page's content: a briefing, what stands below it, and the panels in reading order."""

    view: View
    headline: str  # at most 25 words, with whom it is about
    details: str  # the days of the view
    panels: tuple[Panel, ...]
    note: str = ""  # what the view leaves out, for the reader
    promise: str = ""  # what its verdicts promise, and what not
    findings: tuple[Finding, ...] = ()  # at most three, the weightiest first
    rest: str = ""  # one quiet line: the other figures, targets, answers, days without data
    account: str = ""  # what changed in full sentences, with sizes, reasons and intervals
    instead: tuple[Way, ...] = ()  # where to go on to, where there is nothing to show
    saved: bool = True  # its reader may save panels as files
    notes: tuple[Note, ...] = ()  # on the days of the view: see pages.panels.notes
    about: View | None = None  # whose figures the headline has, where not those of the view

    @property
    def whole(self) -> bool:
        """False where any part of it could not be made, or is being worked out."""
        return self.headline != UNSAID and not any(
            p.missing or p.pending or p.passing for p in self.panels
        )

    def panel(self, key: str) -> Panel | None:
        """The panel of that key, if the page has it."""
        return next((panel for panel in self.panels if panel.key == key), None)
