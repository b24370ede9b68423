"""All cases of the bench."""

from __future__ import annotations

from tests.drafts import languages
from tests.drafts.case import Case, bench

MODULES = (languages,)


def all_cases() -> list[Case]:
    """Each of them, in the order of their modules."""
    return bench.cases()
