"""What a built data file holds: its tables, dimensions, dates and settings, without any row."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cached_property

from pydantic import BaseModel, ConfigDict

from data.comments_read import CommentsRead
from data.contract import BAR, MAIN_TABLES, SEVERAL
from data.counted_ahead import Alone, Lifetime, RowsByDay, SameCustomers, Totals
from data.scope import NOT_STATED
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.definitions.overview import usual_groups
from metrics.series import metric_of


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Dimension(_Frozen):
    """A column to filter and break down by: one of contract.DIMENSIONS or a declared segment."""

    key: str  # column name in the data file, and the name in links
    label: str  # what people read
    levels: tuple[str, ...]  # in display order: as declared, else by frequency
    tables: tuple[str, ...]  # of contract.SEGMENTED_TABLES: those that have the column
    segment: bool  # declared in the mapping (not one of contract.DIMENSIONS)
    ordered: int = 0  # how many levels, the first ones, are in an order that the mapping states

    @property
    def noun(self) -> str:
        """The label inside a sentence: as it is written, if it has more capitals than its first."""
        low = self.label[:1].lower() + self.label[1:]
        return low if low.islower() else self.label

    @property
    def several(self) -> bool:
        """True where a row may have several of the levels: its parts do not add up to all."""
        return self.key in SEVERAL

    def held(self, cell: str) -> list[str]:
        """The levels that a row has, by what its cell holds."""
        return cell.strip(BAR).split(BAR) if self.several else [cell]

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each level in the order of display, `(not stated)` last."""
        return {level: place for place, level in enumerate((*self.levels, NOT_STATED))}


class SourceFile(_Frozen):
    """One file that was read, or a table of a warehouse (which has neither size nor date)."""

    name: str
    file: str  # as written in the mapping
    rows: int
    bytes: int | None
    modified_at: datetime | None


_LISTED = 5  # files of one source: more are one line


def source_lines(files: Sequence[SourceFile]) -> list[SourceFile]:
    """The files that were read, those of a source with many of them as one, in their order."""
    of_source: dict[str, list[SourceFile]] = {}
    for file in files:
        of_source.setdefault(file.name, []).append(file)
    lines = (own if len(own) <= _LISTED else [_as_one(own)] for own in of_source.values())
    return [file for own in lines for file in own]


def _as_one(files: Sequence[SourceFile]) -> SourceFile:
    return SourceFile(
        name=files[0].name,
        file=f"{len(files):,} files, {files[0].file} to {files[-1].file}",
        rows=sum(file.rows for file in files),
        bytes=sum(file.bytes or 0 for file in files),
        modified_at=max((f.modified_at for f in files if f.modified_at), default=None),
    )


class TableReport(_Frozen):
    """Rows of one canonical table: accepted, and rejected by reason."""

    table: str
    accepted: int
    rejected: dict[str, int]
    examples: dict[str, str] = {}  # reason -> a value that was set aside for it
    warnings: tuple[str, ...] = ()  # sentences on reasons that set aside much of the table
    read: int = 0  # of the accepted ones, what was read of comments: it is no row of a source
    no_answer: int = 0  # questions of feedback that were left empty: neither taken nor set aside
    first: datetime | None = None
    last: datetime | None = None

    @property
    def taken(self) -> int:
        """Rows of the sources that were accepted."""
        return self.accepted - self.read


def days_of_tables(
    reports: Sequence[TableReport], names: Sequence[str]
) -> tuple[date, date] | None:
    """The first and the last day on which these tables have rows; None without any."""
    own = [report for report in reports if report.table in names]
    firsts = [report.first.date() for report in own if report.first]
    lasts = [report.last.date() for report in own if report.last]
    return (min(firsts), max(lasts)) if firsts and lasts else None


class Doubt(_Frozen):
    """What looks wrong in rows that were taken: see data.ingest.doubts."""

    table: str  # empty where it is about all
    found: str
    mend: str  # what to do


class Goal(_Frozen):
    """A target or a benchmark of one metric, in its unit: of all, or of one level's figures."""

    metric: str
    value: float
    dimension: str = ""  # "" for all
    level: str = ""
    source: str = ""  # who says so; of benchmarks


class XqiPart(_Frozen):
    """A metric that the experience quality index is made of."""

    metric: str
    weight: float  # of all parts together 1
    ends: tuple[float, float] | None = None  # worst and best; None: the natural ends of its scale


class CardGroup(_Frozen):
    """Cards of Overview under one heading: in all views, or in those of one level."""

    name: str
    cards: tuple[str, ...]  # keys of metrics
    dimension: str = ""  # "" for all views
    level: str = ""


class Rollup(_Frozen):
    """Rows counted ahead: of feedback, cells of (day, answer, dimensions) with n and weights."""

    name: str  # its table
    unit: str  # day, or month: then `day` is the first of the month
    dimensions: tuple[str, ...]  # where it tells of comments, with derived.rollups.OF_COMMENTS
    cells: int


class Catalog(_Frozen):
    """All that pages and links need to know of the data before they ask for a number."""

    version: str  # changes with the data, the mapping or the format of the file
    format: int = 0  # of the data file: data.store.versions.FORMAT
    company: str
    built_at: datetime
    timezone: str
    currency: str
    sample: bool  # the built-in sample company
    minimum_n: int
    first_day: date  # of all dated tables and customers: see data.ingest.days
    last_day: date
    leaving_since: date | None = None  # from here on it is known who left; None: nobody has a date
    weighted: bool  # feedback has a weight column
    customers_shown: bool = False  # single customers may be looked up
    shielded: bool = False  # small groups must not follow from others on the page either
    anonymous: bool = False  # for a reader whose views are never a few customers apart
    own_agent: str = ""  # of a reader who sees the work of this agent alone; "" for all others
    days_held: bool = False  # for a reader of a shared view who may not leave its days
    series: tuple[str, ...]  # keys of metrics.series.Series, most answered first within a metric
    series_days: dict[str, tuple[date, date]] = {}  # the first and the last day of each
    rows_by_day: tuple[RowsByDay, ...] = ()  # of feedback, tickets and orders
    answers: tuple[str, ...]  # every answer given, as `series|score`
    dimensions: tuple[Dimension, ...]
    rollups: tuple[Rollup, ...]
    ticket_rollups: tuple[Rollup, ...] = ()  # cells of tickets: see data.derived.ticket_rollups
    order_rollups: tuple[Rollup, ...] = ()  # cells of orders: see data.derived.rollups
    activity: tuple[str, ...]  # columns of the table of customers' active months; none without it
    activity_from: date | None = None  # whose month is the first of these; None: of the first event
    unplaced: int = 0  # customers without a joining date, or with one after they left
    customer_rows: tuple[str, ...] = ()  # tables whose rows are found by customer
    targets: tuple[Goal, ...]
    benchmarks: tuple[Goal, ...] = ()
    xqi: tuple[XqiPart, ...] = ()
    overview: tuple[CardGroup, ...] = ()  # as the mapping states them
    repeat_days: int | None = None  # the repeat window of first contact resolution
    lifetime: Lifetime | None = None  # None without orders
    outcomes: tuple[str, ...] = ()  # columns of the table of NPS answers and what came of them
    same_customer: tuple[SameCustomers, ...] = ()  # of tables with several rows of one customer
    rows_of_few: dict[str, int] = {}  # see data.derived.few_customers
    largest_amounts: tuple[float, float] | None = None  # that two customers have in orders
    comments_read: CommentsRead | None = None  # None without comments
    totals: Totals | None = None  # of all rows, for who is limited and may compare with the rest
    sources: tuple[SourceFile, ...]
    tables: tuple[TableReport, ...]
    columns: dict[str, tuple[str, ...]]  # canonical table -> its columns in the data file
    doubts: tuple[Doubt, ...] = ()
    newest_alone: Alone | None = None  # rows that presets leave out, or None

    @property
    def newest_day(self) -> date:
        """The day that presets end on: the last one, unless its rows are alone."""
        alone = self.newest_alone
        return alone.others if alone and alone.day == self.last_day else self.last_day

    @property
    def metrics_asked(self) -> set[str]:
        """Keys of the metrics that feedback has answers to."""
        return {metric_of(key) for key in self.series}

    def has(self, table: str, *columns: str) -> bool:
        """True where the table was mapped and has all these columns."""
        return table in self.columns and set(columns) <= set(self.columns[table])

    def has_all(self, names: Sequence[str]) -> bool:
        """True where every `table.column` of the names was mapped."""
        return all(self.has(*name.split(".")) for name in names)

    def answers_metric(self, metric: MetricDefinition) -> bool:
        """True where these data have all that the metric needs."""
        if metric.of_parts:
            parts = [DEFINITIONS[part.metric] for part in self.xqi]
            return bool(parts) and all(self.answers_metric(part) for part in parts)
        asked = metric.feedback_metric
        return asked in self.metrics_asked if asked else self.has_all(metric.needs)

    def divides(self, key: str, metric: MetricDefinition) -> bool:
        """True where figures of the metric can be had by the levels of a dimension."""
        dimension = self.dimension(key)
        if dimension is None:
            return False
        if metric.of_parts:
            return all(self.divides(key, DEFINITIONS[part.metric]) for part in self.xqi)
        if metric.reader == "outcomes":
            return key in self.outcomes
        own = metric.table in dimension.tables
        return own and (dimension.segment or metric.reader != "predicted value")

    def card_groups(self, places: Collection[tuple[str, str]] = ()) -> tuple[CardGroup, ...]:
        """The cards of Overview in a view of these (dimension, level).

        The mapping's for the first of its levels that is among them, else for all; else the usual.
        """
        own = ((one.dimension, one.level) for one in self.overview)
        place = next((one for one in own if one in places), ("", ""))
        stated = (one for one in self.overview if (one.dimension, one.level) == place)
        return tuple(stated) or tuple(
            CardGroup(name=name, cards=cards)
            for name, cards in usual_groups(self.answers_metric).items()
        )

    def filters(self, dimension: Dimension, metric: MetricDefinition) -> bool:
        """True where the metric is known of the rows of a level; costs are of the whole company."""
        if metric.of_parts:
            return all(self.filters(dimension, DEFINITIONS[part.metric]) for part in self.xqi)
        if metric.reader == "outcomes":
            return dimension.key in self.outcomes
        return ("customers" if metric.table == "engagement" else metric.table) in dimension.tables

    def on_overview(self, metric: MetricDefinition) -> bool:
        """True where the metric has a card there, or stands on the card of one that has."""
        cards = {key for group in self.card_groups() for key in group.cards}
        return not cards.isdisjoint({metric.key, metric.beside})

    def rows(self, table: str) -> int:
        """How many rows of the table were taken."""
        return sum(report.accepted for report in self.tables if report.table == table)

    def days(self, *tables: str) -> tuple[date, date] | None:
        """The first and the last day on which these tables have rows; None without any."""
        return days_of_tables(self.tables, tables)

    @property
    def event_days(self) -> tuple[date, date]:
        """Those of feedback, tickets and orders; where there are none, of all data."""
        return self.days(*MAIN_TABLES) or (self.first_day, self.last_day)

    def dimension(self, key: str) -> Dimension | None:
        """The dimension of that key, if any."""
        return next((d for d in self.dimensions if d.key == key), None)
