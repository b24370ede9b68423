"""What an agent's page asks of the data: their own rows, beside those of the rest of the team."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from data.catalog import Catalog
from data.grains import add_months, bucket_start
from data.scope import NOT_STATED, Filters, Span
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS, MetricDefinition
from pages.figures.read import Figures, read
from view.own_work import is_own
from view.state import View

AGENT, TEAM = "agent", "team"
_MONTHS = 3  # the newest ones of the data: whoever works for a team in them is in it


@dataclass(frozen=True)
class Own:
    """An agent, their team ("" for none), and the data as the page asks them: it alone sees them.

    In these the agent is a segment, so that `compare=rest` is the rest of the team.
    """

    snapshot: Snapshot
    agent: str
    team: str = ""

    @property
    def catalog(self) -> Catalog:
        """What is known of the data, of all agents."""
        return self.snapshot.catalog

    def metrics(self, table: str) -> list[MetricDefinition]:
        """The figures of a table that names agents."""
        return [
            one
            for one in DEFINITIONS.values()
            if one.table == table
            and is_own(one)
            and self.catalog.answers_metric(one)
            and self.catalog.divides(AGENT, one)
        ]

    def view(self, view: View, table: str) -> View:
        """The view of the agent's own rows of a table: those for the team, where it names teams."""
        return replace(view, filters=(*self.team_of(table), (AGENT, (self.agent,))))

    def team_of(self, table: str) -> Filters:
        """The rows of a table that are of the team: all where it names none."""
        dimension = self.catalog.dimension(TEAM)
        named = dimension is not None and table in dimension.tables
        return ((TEAM, (self.team,)),) if self.team and named else ()

    def read(self, view: View, table: str) -> Figures:
        """The figures of a table, over the view and by its grain."""
        metrics = self.metrics(table)
        own = self.view(view, table)
        return read(self.snapshot, own, metrics, (), view.grain, base_by_period=False)


def own_of(snapshot: Snapshot, view: View) -> Own | None:
    """Whose work the page shows; None where no row names the agent.

    `snapshot`: as an agent may know it, with all that there is in `of_rows`. The team is that of
    most of their rows in the newest months, whatever the view: else views would differ by a team.
    Raises UnavailableError.
    """
    whole, agent = snapshot.of_rows or snapshot.catalog, snapshot.catalog.own_agent
    dimension = whole.dimension(AGENT)
    if dimension is None or agent not in dimension.levels:
        return None
    dimensions = tuple(
        one.model_copy(update={"segment": True}) if one.key == AGENT else one
        for one in whole.dimensions
    )
    catalog = whole.model_copy(update={"dimensions": dimensions, "customers_shown": False})
    own = Own(replace(snapshot, catalog=catalog, of_rows=None), agent)
    newest = bucket_start(catalog.newest_day, "month")
    recent = Span(add_months(newest, 1 - _MONTHS), catalog.last_day)
    team = _team(own, view, recent) or _team(own, view, Span(catalog.first_day, catalog.last_day))
    return replace(own, team=team)


def _team(own: Own, view: View, span: Span) -> str:
    """The team of most of the agent's tickets and answers on these days; "" where none is named."""
    found = []
    for table in ("tickets", "feedback"):
        asked = replace(own.view(view, table), span=span, compare="none")
        metrics = [DEFINITIONS["tickets_opened"]] if table == "tickets" else own.metrics(table)
        rows = read(own.snapshot, asked, metrics, (TEAM,)).table(metrics, (TEAM,))
        if rows is not None:
            found.append(rows.groupby(TEAM, observed=True)["n"].max())
    rows_of = pd.concat(found) if found else pd.Series(dtype=float)
    rows_of = rows_of.groupby(level=0, observed=True).sum()
    rows_of = rows_of[(rows_of.index != NOT_STATED) & (rows_of > 0)].sort_index()
    return str(rows_of.idxmax()) if len(rows_of) else ""
