"""The index is the same wherever it is read, whatever it is made of: recounted from the pages of
its parts."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle
from pathlib import Path

import pandas as pd
import pytest

from data.catalog import XqiPart
from data.errors import MappingError
from data.mapping import parse_mapping
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS, MetricDefinition
from pages.as_json import page_json
from tests.data.company import LONG
from tests.pages.reading import figure, frame, read

pytestmark = pytest.mark.slow

_WIDE = ("customer_lifetime_value", "average_order_value", "predicted_lifetime_value")
# Where the figures of parts are read: panels that show totals.
_PLACES = [
    ("overview", "cards"),
    ("loyalty", "others"),
    ("voice", "cards"),
    ("service", "cards"),
    ("customers", "cards"),
]
_QUERIES = ["", "plan=Enterprise&compare=rest", "period=last-90-days&compare=year-ago"]


def ends_of(metric: MetricDefinition) -> tuple[float, float]:
    """The worst and the best figure that the index of this test is made with."""
    if metric.kind == "net_share":
        return -100.0, 100.0
    high = 100.0 if metric.kind == "proportion" else 100_000.0 if metric.key in _WIDE else 1000.0
    return (0.0, high) if metric.higher_is_better is not False else (high, 0.0)


def accepted() -> list[str]:
    """The metrics that a mapping may name in [xqi]: those that it is not refused for."""
    found = []
    for metric in DEFINITIONS.values():
        index = f"weights = {{ {metric.key} = 1 }}\nranges = {{ {metric.key} = [0, 100] }}"
        try:
            parse_mapping(f"{LONG}\n[xqi]\n{index}\n", Path("mapping.toml"))
        except MappingError:
            continue
        found.append(metric.key)
    return found


def made_of(snapshot: Snapshot, metric: str) -> Snapshot:
    """The sample company with an index of NPS and another metric, half and half."""
    parts = (
        XqiPart(metric=metric, weight=0.5, ends=ends_of(DEFINITIONS[metric])),
        XqiPart(metric="nps", weight=0.5),
    )
    return replace(snapshot, catalog=snapshot.catalog.model_copy(update={"xqi": parts}))


@pytest.fixture(scope="module")
def shown(snapshot: Snapshot) -> dict[str, dict[str, float]]:
    """By query the figure of each metric, as the page that shows it has it."""
    figures = {}
    for query in _QUERIES:
        panels = [frame(read(snapshot, f"{page}?{query}"), key) for page, key in _PLACES]
        rows = pd.concat(panels).drop_duplicates("metric")
        figures[query] = dict(zip(rows["metric"], rows["value"], strict=True))
    return figures


def test_what_has_one_figure_is_accepted() -> None:
    assert len(accepted()) > 35
    refused = {"xqi", "revenue", "tickets_opened", "rating", "left_after_answer", "money_at_risk"}
    assert not refused & set(accepted())


@pytest.mark.parametrize(
    ("metric", "query"), list(zip(sorted(set(accepted()) - {"nps"}), cycle(_QUERIES), strict=False))
)
def test_all_say_the_same(
    metric: str, query: str, snapshot: Snapshot, shown: dict[str, dict[str, float]]
) -> None:
    company = made_of(snapshot, metric)
    if not company.catalog.answers_metric(DEFINITIONS[metric]):
        pytest.skip("the sample company can't answer it")
    worst, best = ends_of(DEFINITIONS[metric])
    own = shown[query].get(metric, float("nan"))
    part = min(max(100 * (own - worst) / (best - worst), 0), 100)
    expected = 0.5 * part + 0.5 * (shown[query]["nps"] + 100) / 2
    overview, dictionary = (read(company, f"{p}?{query}") for p in ("overview", "dictionary"))
    row = figure(frame(dictionary, "metrics"), metric="xqi")
    if pd.isna(own):  # a part without a figure: no index, and that is said
        assert pd.isna(row["value"])
        assert "No XQI here" in overview.note
        return
    card = figure(frame(overview, "cards"), metric="xqi")
    assert card["value"] == pytest.approx(expected)
    assert row[["value", "low", "high", "n"]].tolist() == pytest.approx(
        card[["value", "low", "high", "n"]].tolist(), nan_ok=True
    )
    told = page_json(overview, company.catalog)["panels"]["cards"]["rows"]
    (in_json,) = (one for one in told if one["metric"] == "xqi")
    assert in_json["value"] == pytest.approx(expected)


# Every fifth: whatever the metric, both come from the same periods of the parts.
@pytest.mark.parametrize(
    "metric", sorted(set(accepted()) - {"nps", "predicted_lifetime_value"})[::5]
)
def test_the_trend_ends_where_the_sparkline_does(metric: str, snapshot: Snapshot) -> None:
    company = made_of(snapshot, metric)
    if not company.catalog.answers_metric(DEFINITIONS[metric]):
        pytest.skip("the sample company can't answer it")
    page = read(company, "overview?metric=xqi")
    trend = frame(page, "trend").set_index("period")["value"]
    lines = frame(page, "sparklines")
    line = lines[lines["metric"] == "xqi"].set_index("period")["value"]
    assert trend.notna().sum() >= 11  # of twelve months
    pd.testing.assert_series_equal(trend, line, check_names=False)


def test_what_looks_ahead_has_no_trend(snapshot: Snapshot) -> None:
    page = read(made_of(snapshot, "predicted_lifetime_value"), "overview?metric=xqi")
    trend = page.panel("trend")
    assert trend is not None and trend.note == "In no month do all parts have a figure."
    assert figure(frame(page, "cards"), metric="xqi")["value"] > 0
