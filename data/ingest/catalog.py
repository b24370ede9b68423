"""The catalogue of a load, of files or of a database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from data.catalog import Catalog, Doubt, Lifetime, Rollup, SourceFile, TableReport
from data.ingest.days import Days
from data.ingest.doubts.stray_days import newest_alone
from data.ingest.goals import Goals
from data.ingest.labels import Answers
from data.ingest.published import Published
from data.store.versions import FORMAT


@dataclass(frozen=True)
class Ahead:
    """What was counted ahead, each as the field of the catalogue of that name has it."""

    rollups: tuple[Rollup, ...] = ()
    ticket_rollups: tuple[Rollup, ...] = ()
    order_rollups: tuple[Rollup, ...] = ()
    activity: tuple[str, ...] = ()
    customer_rows: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    lifetime: Lifetime | None = None


def catalog_of(
    published: Published,
    version: str,
    *,
    sources: Sequence[SourceFile],
    answers: Answers,
    goals: Goals,
    reports: Sequence[TableReport],
    days: Days,
    unplaced: int,
    doubts: Sequence[Doubt],
    ahead: Ahead,
) -> Catalog:
    """All that pages and links need to know of the published tables."""
    mapping = published.mapping
    return Catalog(
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
        series=answers.series,
        answers=answers.labels,
        dimensions=published.dimensions,
        rollups=ahead.rollups,
        ticket_rollups=ahead.ticket_rollups,
        order_rollups=ahead.order_rollups,
        activity=ahead.activity,
        unplaced=unplaced,
        customer_rows=ahead.customer_rows,
        targets=goals.targets,
        benchmarks=goals.benchmarks,
        xqi=goals.xqi,
        repeat_days=mapping.service.repeat_days,
        lifetime=ahead.lifetime,
        outcomes=ahead.outcomes,
        sources=tuple(sources),
        tables=tuple(reports),
        columns=published.columns,
        doubts=tuple(doubts),
        newest_alone=newest_alone(published),
    )


def newest_order(reports: Sequence[TableReport]) -> date | None:
    """The day up to which orders are known."""
    found = next((one.last for one in reports if one.table == "orders"), None)
    return found.date() if found else None


def tell(
    say: Callable[[str], None], reports: Sequence[TableReport], doubts: Sequence[Doubt]
) -> None:
    """Says what whoever loads should look at: warnings on rejected rows, and doubts."""
    for warning in (warning for report in reports for warning in report.warnings):
        say(f"ATTENTION: {warning}")
    for doubt in doubts:
        say(f"DOUBT: {doubt.found} {doubt.mend}")
