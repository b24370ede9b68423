"""The typed model of a mapping file. `docs/mapping.md` describes every field for people."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from data.contract import MAIN_TABLES, RESERVED, SEGMENT_KEY, TABLES
from data.mapping.cases.rules import CaseRule
from data.mapping.columns import MappedColumn
from data.mapping.comments import CommentSettings
from data.mapping.fields import (
    Metric,
    Scale,
    Texts,
    Values,
    Zone,
    as_tuple,
    check_nps,
)
from data.mapping.goals import Benchmark, CardGroup, Target, Xqi, as_value
from data.mapping.intake import Intake
from data.mapping.service import BusinessHours, ServiceSettings
from metrics.series import Series, positive_from


class Strict(BaseModel):
    """A frozen model that refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Warehouse(Strict):
    """The database that holds the company's rows, and where CX Lens keeps its tables."""

    url: str
    database: str | None = Field(default=None, alias="schema")  # pydantic has a `schema` itself
    timeout: float = Field(default=30, gt=0, le=3600)  # seconds that a question may take


class Source(Strict):
    """A file (or several of one shape), a query, or a table of the warehouse."""

    file: str | None = None
    query: str | None = None
    table: str | None = None
    format: Literal["csv", "tsv", "parquet", "excel", "spss"] | None = None
    delimiter: Annotated[str, Field(min_length=1, max_length=4)] | None = None
    encoding: str = "utf-8"
    sheet: str | None = None
    skip: Annotated[int, Field(ge=0)] = 0  # lines before the header
    header: Annotated[int, Field(ge=0, le=5)] = 1  # rows that make up the names of the columns
    notes: Annotated[int, Field(ge=0)] = 0  # rows below the header that are no data
    blank: Texts = ()

    @model_validator(mode="after")
    def _one(self) -> Self:
        if [self.file, self.query, self.table].count(None) != 2:
            raise ValueError("give one of 'file', 'query' and 'table'")
        if self.file is None and self.has_layout:
            raise ValueError("'skip', 'header' and 'notes' are about a 'file'")
        return self

    @property
    def has_layout(self) -> bool:
        """True where the file does not simply begin with one row of names."""
        return (self.skip, self.header, self.notes) != (0, 1, 0)


class Join(Strict):
    """Columns of another source, found by a key that is unique there."""

    source: str
    on: dict[str, str]

    @model_validator(mode="before")
    @classmethod
    def _same_name(cls, value: object) -> object:
        if isinstance(value, dict) and isinstance(value.get("on"), str):
            return {**value, "on": {value["on"]: value["on"]}}
        return value


class Question(Strict):
    """One question of a wide survey, or several that differ only in the touchpoint."""

    metric: Metric
    column: str | None = None
    touchpoint: str | None = None
    touchpoints: dict[str, str] = {}
    scale: Scale | None = None
    positive_from: float | None = None
    blank: Texts = ()
    values: Values = {}
    decimal: Literal[".", ","] | None = None  # None: a point, if nothing speaks against it
    comment: str | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.column is None) == (not self.touchpoints):
            raise ValueError("give either 'column' or 'touchpoints'")
        if self.touchpoints and (self.touchpoint or self.comment):
            raise ValueError("'touchpoint' and 'comment' go with 'column', not with 'touchpoints'")
        check_nps(self.metric, self.scale, self.positive_from)
        return self


class MetricSettings(Strict):
    """The usual scale of a metric in this company, and its lowest positive score."""

    scale: Scale | None = None
    positive_from: float | None = None


class TableMapping(Strict):
    """One source that fills a canonical table."""

    source: str
    joins: tuple[Join, ...] = ()
    columns: dict[str, MappedColumn] = {}
    questions: tuple[Question, ...] = ()  # of feedback only


class Segment(Strict):
    """A column to filter and break down by."""

    key: str
    column: str
    table: Literal["feedback", "customers", "tickets"] = "feedback"
    label: str = ""
    labels: Values = {}
    order: tuple[str, ...] = ()
    blank: Texts = ()

    @property
    def title(self) -> str:
        """The label, or the key made readable."""
        return self.label or self.key.replace("_", " ").capitalize()

    @model_validator(mode="after")
    def _free_key(self) -> Self:
        if not SEGMENT_KEY.fullmatch(self.key):
            raise ValueError(
                f"the key '{self.key}' must be lower-case letters, digits and underscores, "
                "and begin with a letter. Put the readable name into 'label'"
            )
        if self.key in RESERVED:
            raise ValueError(
                f"the key '{self.key}' is a word that links and tables use themselves. "
                f"Choose another, such as '{self.key}_group', and put the name into 'label'"
            )
        return self


class Company(Strict):
    """Whose data these are."""

    name: str
    currency: str = "EUR"
    timezone: Zone = "UTC"
    sample: bool = False

    @property
    def today(self) -> date:
        """The day that it is there now."""
        return datetime.now(ZoneInfo(self.timezone)).date()


class Privacy(Strict):
    """Whether single customers can be looked up, and others are hidden to shield small groups."""

    customers: Literal["hidden", "shown"] = "hidden"
    small_groups: Literal["hidden", "shielded"] = "hidden"


class Journey(Strict):
    """The order in which customers meet the touchpoints."""

    order: tuple[str, ...] = ()


Parts = Annotated[tuple[TableMapping, ...], BeforeValidator(as_tuple)]


class Mapping(Strict):
    """A whole mapping file. Each canonical table is filled by no, one or several sources."""

    company: Company
    folder: str = "."
    minimum_n: Annotated[int, Field(ge=2)] = 10
    warehouse: Warehouse | None = None
    sources: dict[str, Source]
    feedback: Parts = ()
    customers: Parts = ()
    orders: Parts = ()
    tickets: Parts = ()
    costs: Parts = ()
    engagement: Parts = ()
    invitations: Parts = ()
    segments: tuple[Segment, ...] = ()
    intake: dict[str, Intake] = {}
    cases: dict[str, CaseRule] = {}  # rules that make them
    journey: Journey = Journey()
    business_hours: BusinessHours | None = None
    service: ServiceSettings = ServiceSettings()
    privacy: Privacy = Privacy()
    comments: CommentSettings = CommentSettings()
    metrics: dict[Metric, MetricSettings] = {}
    targets: dict[str, Annotated[Target, BeforeValidator(as_value)]] = {}
    benchmarks: dict[str, Annotated[Benchmark, BeforeValidator(as_value)]] = {}
    xqi: Xqi | None = None
    overview: tuple[CardGroup, ...] = ()
    path: Path = Field(default=Path("mapping.toml"), exclude=True)

    def table(self, name: str) -> tuple[TableMapping, ...]:
        """The parts that fill a canonical table; none where it is not mapped."""
        parts: tuple[TableMapping, ...] = getattr(self, name)
        return parts

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the canonical tables that are mapped."""
        return tuple(name for name in TABLES if self.table(name))

    def scale(self, metric: str) -> tuple[float, float]:
        """Scale of a metric where neither question nor row states one."""
        settings = self.metrics.get(metric)
        if settings and settings.scale:
            return settings.scale
        usual = {"nps": (0.0, 10.0), "ces": (1.0, 7.0), "sentiment": (-1.0, 1.0)}
        return usual.get(metric, (1.0, 5.0))

    def series(self, metric: str, low: float, high: float, positive: float | None) -> Series:
        """The series of a question; `positive` is its own lowest positive score, if it has one."""
        settings = self.metrics.get(metric)
        if positive is None and settings and (low, high) == self.scale(metric):
            positive = settings.positive_from
        return Series(
            metric, low, high, positive_from(metric, low, high) if positive is None else positive
        )

    def as_json(self) -> str:
        """What it states, to be read again; of secrets it has the names alone."""
        return self.model_dump_json(by_alias=True, exclude_defaults=True)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        for metric, settings in self.metrics.items():
            check_nps(metric, settings.scale, settings.positive_from)
        dated = any("joined_at" in part.columns for part in self.customers)
        if not dated and not set(MAIN_TABLES) & set(self.tables):
            raise ValueError(
                f"map at least one of these tables: {', '.join(MAIN_TABLES)}, or customers with "
                "joined_at (and churned_at, to know who stays)"
            )
        return self
