"""The state of a view: everything that decides what a page shows, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from data.scope import Filters, Scope, Span
from view.notes import NewLevel
from view.periods import previous, year_before

COMPARISONS = {
    "previous": "Previous period",
    "year-ago": "A year before",
    "rest": "Against the rest",
    "none": "No comparison",
}
DEFAULT_COMPARISON = "previous"
MATCHES = {"words": "By words", "meaning": "By meaning"}
TONES = {
    "good": "Good words",
    "mixed": "Neither",
    "bad": "Bad words",
    "unscored": "Not scored",
    "contradicts": "Contradicts its score",
}


@dataclass(frozen=True)
class View:
    """A page with its period, comparison, filters and choices. Made by `view.url.parse`."""

    page: str
    period: str  # a preset of view.periods, or "" where the dates were given
    span: Span
    grain: str
    grain_given: bool
    compare: str
    filters: Filters  # dimension -> levels, in the catalogue's order
    by: str  # dimension to break down by, "" where the data have none
    metric: str  # series key or metric to look at, "" for the page's usual one
    weighted: bool
    scores: tuple[float, ...]  # scores whose comments are listed; empty for all
    tables: tuple[str, ...]  # panels shown as tables
    window: str = ""  # months that each point of a trend pools, "" for its grain
    find: str = ""  # words that the comments of the page Voice are to hold
    match: str = "words"  # how they are sought: one of MATCHES
    nps_group: str = ""  # whose comments: promoters, passives or detractors; "" for all
    tone: str = ""  # of the comments: one of TONES; "" for all
    skip: int = 0  # comments before the first that is listed
    customer_id: str = ""  # whom the page Customer shows
    reached_from: str = ""  # the page that led there
    root: str = "/"  # where the dashboard lives: how each of its addresses begins
    new_levels: tuple[NewLevel, ...] = ()  # of its rows, up to its last day, the oldest first

    def levels(self, dimension: str) -> tuple[str, ...]:
        """Levels the dimension is filtered to; empty for all."""
        return dict(self.filters).get(dimension, ())

    def scope(self) -> Scope:
        """The rows the view shows."""
        return Scope(self.span, self.filters)

    def base_scope(self, segments: frozenset[str], *, totals: bool = False) -> Scope | None:
        """The rows it is compared with, or None. `segments`: the dimensions that are segments.

        `totals`: of a reader who is limited, and may compare their rows with all others.
        """
        match self.compare:
            case "previous":
                return Scope(previous(self.span), self.filters)
            case "year-ago":
                return Scope(year_before(self.span), self.filters)
            case "rest":
                chosen = tuple(f for f in self.filters if f[0] in segments)
                others = tuple(f for f in self.filters if f[0] not in segments)
                known = bool(chosen) or totals
                return Scope(self.span, others, chosen, totals) if known else None
            case _:
                return None
