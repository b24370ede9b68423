"""What pages show, as statements about rows that are known: of which rows each figure is.

Days, levels and periods are read from the page's JSON, as anybody can who has the link. Which rows
that are is worked out here from the files, and held against the n that stands beside the figure:
where they differ this reading is wrong, and the figure is `unread`.

Not read: texts (headline, findings, account), risk, cohorts after their first month, quantiles and
p values beyond their rows, averages beside ranks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from data.grains import bucket_within
from data.scope import Scope, Span
from metrics.definitions import DEFINITIONS
from pages.as_json import page_json
from pages.figures.comparison import pairs_of
from pages.index import read_page
from tests.privacy.companies import LEVELS, Known
from tests.privacy.rows import Flags, Json, inside, rows_of
from view.pages import applied
from view.state import View
from view.url import parse

_MOVES = ("customers_start", "customers_end", "customers_new", "customers_lost")
_RESTS = ("teams", "agents")  # panels whose levels always stand against the others


@dataclass(frozen=True)
class Shown:
    """A figure of a page: of which rows of which table, and whether its value is shown."""

    table: str
    of: str  # whose sums add up: a series of answers, the amounts of orders, a metric of tickets
    metric: str
    link: str
    place: str  # panel and labels
    rows: Flags
    value: float | None
    n: int  # as printed
    now: bool = True  # of the view; else of what it is compared with
    period: str = ""  # one of several that stand side by side

    @property
    def key(self) -> tuple[str, bytes]:
        """What is the same on whichever page it stands."""
        return self.of, self.rows.tobytes()

    @property
    def told(self) -> str:
        """For people."""
        side = "" if self.now else " (compared with)"
        return f"{self.link} {self.place} {self.metric}{side} = {self.value}, n {self.n}"


@dataclass
class Seen:
    """All that a page shows."""

    figures: list[Shown] = field(default_factory=list)
    comments: list[tuple[str, Flags, list[str]]] = field(default_factory=list)  # link, cell, times
    small: list[tuple[str, str, int]] = field(default_factory=list)  # n printed beside what hides
    unread: list[str] = field(default_factory=list)


def see(known: Known, link: str, read: Callable[[View], View] = lambda view: view) -> Seen:
    """Opens a link and reads its page; `read`: what is shown instead of the view that it names."""
    path, _, query = link.partition("?")
    catalog = known.snapshot.catalog
    view = read(parse(path, query, catalog).view)
    told = page_json(read_page(known.snapshot, view), catalog)
    return _Reading(known, link, applied(view, catalog)).of(told)


class _Reading:
    def __init__(self, known: Known, link: str, view: View) -> None:
        self.known, self.link, self.view, self.seen = known, link, view, Seen()
        self.segments = frozenset({"region", "plan"})
        self.base = view.base_scope(self.segments)
        self.cache: dict[object, Flags] = {}

    def of(self, told: Json) -> Seen:
        for key, panel in told["panels"].items():
            for row in panel["rows"]:
                self._row(key, panel, row)
            if key == "comments" and panel["rows"]:
                self._comments(panel["rows"])
            if key == "distribution" and not panel["rows"]:
                told_n = "".join(c for c in panel["subtitle"].split(" answers")[0] if c.isdigit())
                self._hidden("distribution", int(told_n) if told_n else None)
        return self.seen

    def _hidden(self, place: str, n: int | None) -> None:
        if n is not None:
            self.seen.small.append((self.link, place, n))

    def _row(self, key: str, panel: Json, row: Json) -> None:
        if key == "cohorts":
            self._cohort(row)
        elif key in ("shares", "distribution"):
            self._answers(key, panel, row)
        elif "compared_n" in row:
            self._level(key, panel, row)
        elif "comparison" in row and key not in ("risk", "moved"):
            labels: Json = {k: row[k] for k in ("touchpoint", "team", "period") if k in row}
            if "segment" in row:
                labels[row["dimension"]] = row["segment"]
            self._figure(key, panel, row, labels)

    def _level(self, key: str, panel: Json, row: Json) -> None:
        """A level, or two crossed, of a bridge or of where a change is: both its sides."""
        if "step" in row:
            names = row["level"].split(" · ") if row["step"] == "level" else []
        else:
            names = [row[name] for name in ("level", "level_2") if row[name]]
        if names:  # the others of a bridge are the total less these
            levels = {dim: one for dim, own in LEVELS.items() for one in names if one in own}
            other = {"value": row["compared_value"], "n": row["compared_n"]}
            self._figure(key, panel, {**row, "comparison": other}, levels)

    def _figure(self, key: str, panel: Json, row: Json, labels: Json) -> None:
        metric = DEFINITIONS[row["metric"]]
        if metric.table not in self.known.tables or metric.reader not in (
            *("feedback", "tickets", "orders"),
            "customers",
        ):
            return
        of = row.get("series") or (row["metric"] if metric.table != "orders" else "orders")
        place = f"{key} {labels}" if labels else key
        made = Shown(metric.table, of, row["metric"], self.link, place, np.empty(0, bool), None, 0)
        made = replace(made, period=str(labels.get("period", "")))
        grain = panel.get("grain") or self.view.grain
        if row.get("hidden"):
            self._hidden(f"{place} {row['metric']}", row["n"])
        base = row["comparison"]
        for side, now in ((row, True), (base, False)):
            if side["n"] == 0:
                continue
            masks = list(self._masks(key, row["metric"], of, labels, grain, now))
            counted = metric.key in _MOVES
            size = int(side["value"] or 0) if counted else side["n"]
            if counted and side["value"] is None:
                continue
            # A hidden one does not tell of how many it is.
            found = next(((m, span) for m, span in masks if size in (None, m.sum())), None)
            if found is None:
                sizes = [int(m.sum()) for m, _ in masks]
                self.seen.unread.append(f"{self.link} {place} {metric.key} {now} {size} {sizes}")
                continue
            rows, span = found
            # Whether a customer left, and what one is worth, is another matter in each span.
            own = f"{of} {span.start} {span.end}" if made.table == "customers" else of
            own = "customers" if counted else own
            self.seen.figures.append(
                replace(made, of=own, rows=rows, value=side["value"], n=size or 0, now=now)
            )

    def _masks(
        self, key: str, metric: str, of: str, labels: Json, grain: str, now: bool
    ) -> Iterator[tuple[Flags, Span]]:
        """The rows that it may be of, and their days, the likeliest first."""
        view = self.view
        drop = {"teams": ("team", "agent"), "agents": ("agent",)}.get(key, ())
        scope = replace(view.scope(), filters=tuple(f for f in view.filters if f[0] not in drop))
        table = DEFINITIONS[metric].table
        period = date.fromisoformat(labels["period"]) if "period" in labels else None
        levels = {name: level for name, level in labels.items() if name != "period"}
        if now:
            span = bucket_within(period, grain, scope.span) if period else scope.span
            yield self._rows(table, metric, of, replace(scope, span=span), levels), span
            return
        others = [name for name in levels if name not in ("touchpoint", "team")] or [*levels]
        if key in _RESTS or (key == "by_segment" and self.link.startswith("journey")):
            yield self._rest(table, metric, of, scope, levels, others[0]), scope.span
        if view.compare == "rest" and levels and period is None:
            yield self._rest(table, metric, of, scope, levels, others[0]), scope.span
        if self.base is None:
            return
        if period is None or view.compare == "rest":
            span = bucket_within(period, grain, self.base.span) if period else self.base.span
            yield self._rows(table, metric, of, replace(self.base, span=span), levels), span
            return
        beside = dict(pairs_of(view, self.base.span, grain)).get(period)
        if beside:
            span = bucket_within(beside, grain, self.base.span)
            yield self._rows(table, metric, of, replace(self.base, span=span), levels), span

    def _rest(
        self, table: str, metric: str, of: str, scope: Scope, levels: Json, other: str
    ) -> Flags:
        """All others of a level, within those of other dimensions."""
        within = {name: level for name, level in levels.items() if name != other}
        whole = self._rows(table, metric, of, scope, within)
        return whole & ~self._rows(table, metric, of, scope, levels)

    def _rows(self, table: str, metric: str, of: str, scope: Scope, levels: Json) -> Flags:
        asked = (table, metric, of, scope, tuple(levels.items()))
        if asked not in self.cache:
            self.cache[asked] = rows_of(self.known, table, metric, of, scope, levels)
        return self.cache[asked]

    def _answers(self, key: str, panel: Json, row: Json) -> None:
        """Of the panels by score and by group of scores, whose rows are no figures."""
        labels = {"period": row["period"]} if "period" in row else {}
        of, metric = row["series"], row["metric"]
        for mask, _ in self._masks(key, metric, of, labels, self.view.grain, True):
            if mask.sum() == row["n"]:
                place = f"{key} {labels}"
                made = Shown("feedback", of, metric, self.link, place, mask, 0.0, row["n"])
                self.seen.figures.append(made)
            else:
                self.seen.unread.append(f"{self.link} {key} {labels} {row['n']} {mask.sum()}")

    def _cohort(self, row: Json) -> None:
        if row.get("hidden"):
            self._hidden(f"cohorts {row['period']}", row["n"])
        # Who joined in the month: the same for all months after it.
        elif row["months"] == 0 and row["value"] is not None:
            month = date.fromisoformat(row["period"])
            scope = Scope(bucket_within(month, "month", Span(month, date.max)), self.view.filters)
            mask = rows_of(self.known, "customers", "customers_new", "customers_new", scope, {})
            if mask.sum() != row["n"]:
                self.seen.unread.append(f"{self.link} cohorts {month} {row['n']} {mask.sum()}")
            else:
                place = f"cohorts {month}"
                self.seen.figures.append(
                    Shown("customers", "cohorts", "retention_rate", self.link, place, mask, 0.0, 0)
                )

    def _comments(self, rows: list[Json]) -> None:
        """The cell that the listed comments are of: after every filter, that of scores too."""
        feedback = self.known.tables["feedback"]
        listed = feedback["comment"].isin([row["comment"] for row in rows])
        asked = set(feedback["metric"][listed])
        cell = inside(feedback, self.view.scope(), {}) & feedback["metric"].isin(asked).to_numpy()
        if self.view.scores:
            cell &= feedback["score"].isin(self.view.scores).to_numpy()
        times = [row["submitted_at"] for row in rows]
        self.seen.comments.append((self.link, cell, times))
