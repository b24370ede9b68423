"""docs/metrics.md is what the definitions say, with nothing left out."""

from __future__ import annotations

import pytest

from docs.metric_dictionary import PAGE, dictionary
from metrics.definitions import DEFINITIONS, MetricDefinition

TEXT = PAGE.read_text("utf-8")


def test_the_page_is_up_to_date() -> None:
    assert dictionary(TEXT) == TEXT, "run: python -m docs.metric_dictionary"


_BETTER = {True: "more", False: "less", None: "neither"}


@pytest.mark.parametrize("metric", DEFINITIONS.values(), ids=lambda metric: metric.key)
def test_each_definition_is_told_in_full(metric: MetricDefinition) -> None:
    start = TEXT.index(f"\n## {metric.name} ({metric.short})\n")
    section = TEXT[start:].split("\n## ")[1]
    for text in (
        f"`{metric.key}`",
        metric.question,
        metric.formula,
        metric.denominator,
        metric.source,
        f"| better | {_BETTER[metric.higher_is_better]} |",
    ):
        assert text in section
    assert all(len(row.split("|")) == 4 for row in section.splitlines() if row.startswith("|"))
