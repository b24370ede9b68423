"""All cases of the bench."""

from __future__ import annotations

from tests.drafts import (
    codes,
    dated,
    files,
    languages,
    mixed,
    no_scores,
    other_tables,
    rarer,
    services,
)
from tests.drafts.case import Case, bench

__all__ = ["MODULES", "all_cases", "bench"]

MODULES = (languages, dated, codes, services, files, no_scores, other_tables, rarer, mixed)


def all_cases() -> list[Case]:
    """Each of them, in the order of their modules."""
    return bench.cases()
