"""The catalogue of a load, of files or of a database, and what whoever loads is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from data.catalog import (
    Catalog,
    Doubt,
    Rollup,
    SourceFile,
    TableReport,
)
from data.counted_ahead import Lifetime, SameCustomers
from data.derived.few_customers import largest_amounts, rows_of_few
from data.ingest.days import Days, days_of, days_of_series, lives_of, rows_by_day
from data.ingest.dimensions import Found
from data.ingest.doubts import find_doubts
from data.ingest.doubts.stray_days import newest_alone
from data.ingest.goals import Goals, check_cards
from data.ingest.labels import Answers
from data.ingest.published import Published
from data.store.versions import FORMAT


@dataclass(frozen=True)
class Findings:
    """What the published tables and the rejected rows tell."""

    reports: tuple[TableReport, ...]
    days: Days
    unplaced: int  # customers
    doubts: tuple[Doubt, ...]

    @property
    def newest_order(self) -> date | None:
        """The day up to which orders are known."""
        found = next((one.last for one in self.reports if one.table == "orders"), None)
        return found.date() if found else None

    def tell(self, say: Callable[[str], None]) -> None:
        """Says what whoever loads should look at: warnings on rejected rows, and doubts."""
        for warning in (warning for report in self.reports for warning in report.warnings):
            say(f"ATTENTION: {warning}")
        for doubt in self.doubts:
            say(f"DOUBT: {doubt.found} {doubt.mend}")


@dataclass(frozen=True)
class Ahead:
    """What was counted ahead, each as the field of the catalogue of that name has it."""

    rollups: tuple[Rollup, ...] = ()
    ticket_rollups: tuple[Rollup, ...] = ()
    order_rollups: tuple[Rollup, ...] = ()
    activity: tuple[str, ...] = ()
    activity_from: date | None = None
    customer_rows: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    same_customer: tuple[SameCustomers, ...] = ()
    lifetime: Lifetime | None = None


def examine(published: Published, reports: Sequence[TableReport], found: Found) -> Findings:
    """Reports, days and doubts. Raises DataError where there is no day to show."""
    reports = found.told_in(reports)
    unplaced, first_left = lives_of(published)
    days = days_of(reports, published.columns, first_left)
    return Findings(reports, days, unplaced, find_doubts(published))


def catalog_of(
    published: Published,
    version: str,
    sources: Sequence[SourceFile],
    answers: Answers,
    goals: Goals,
    findings: Findings,
    ahead: Ahead,
) -> Catalog:
    """All that pages and links need to know of the published tables.

    Raises MappingError where the mapping asks Overview for what the data can't answer.
    """
    mapping, days = published.mapping, findings.days
    catalog = Catalog(
        version=version,
        format=FORMAT,
        company=mapping.company.name,
        built_at=datetime.now(UTC),
        timezone=mapping.company.timezone,
        currency=mapping.company.currency,
        sample=mapping.company.sample,
        minimum_n=mapping.minimum_n,
        first_day=days.first,
        last_day=days.last,
        leaving_since=days.leaving,
        weighted=published.weighted,
        customers_shown=mapping.privacy.customers == "shown",
        shielded=mapping.privacy.small_groups == "shielded",
        series=answers.series,
        series_days=days_of_series(published),
        rows_by_day=rows_by_day(published),
        answers=answers.labels,
        dimensions=published.dimensions,
        unplaced=findings.unplaced,
        repeat_days=mapping.service.repeat_days,
        sources=tuple(sources),
        tables=findings.reports,
        columns=published.columns,
        doubts=findings.doubts,
        newest_alone=newest_alone(published),
        largest_amounts=largest_amounts(published.tables.get("orders"), published.ask),
        rows_of_few=rows_of_few(published.tables, mapping.minimum_n - 1, published.ask),
        **goals._asdict(),
        **vars(ahead),
    )
    check_cards(mapping, catalog)
    return catalog
