"""Which companies must open: every metric alone and in pairs, each optional column or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from tests.grid.companies import Company, every_metric, fullest, optional


def alone(company: Company) -> Iterator[Company]:
    """The least company of a metric and its fullest one, and what lies one column from either."""
    whole = fullest(company)
    yield from sizes(company)
    yield from sizes(whole)
    for table in company.columns:
        for name in optional(table):
            if name not in company.columns[table]:
                yield company.with_columns(table, name)
                yield whole.without(table, name)


def sizes(company: Company) -> Iterator[Company]:
    """Of several levels, days, customers and rows; of one each."""
    yield company
    yield replace(company, levels=1)
    yield replace(company, days=1)
    yield replace(company, customers=1)
    yield replace(company, rows=1, customers=1, days=1)


def pairs() -> Iterator[Company]:
    """Every two metrics that need different columns: the least of both, and all their columns."""
    for (one, _), (other, _) in combinations(every_metric(), 2):
        both = one.and_(other)
        yield both
        yield replace(both, levels=1)
        yield fullest(both)


def unlike(companies: Iterator[Company]) -> list[Company]:
    """Each company once."""
    return list({company.name: company for company in companies}.values())
