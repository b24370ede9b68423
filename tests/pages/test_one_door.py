"""Every metric in all, by period and by dimension: all exits say the same of it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from data.grains import GRAINS
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS
from pages.as_json import page_json
from pages.figures.comparison import PERIOD
from pages.figures.read import read as read_figures
from pages.figures.series import subject_of
from pages.panel import Page
from tests.pages.reading import read
from view.pages import metrics_of
from view.url import parse

FIGURE = ["value", "low", "high", "n", "hidden"]
COMPARED = [*FIGURE, "base_value", "base_n", "change", "verdict"]
NUMBERS = ["value", "low", "high", "n"]
Keys = tuple[str, ...]
Row = dict[str, Any]
CLOSER = ("loyalty", "customers", "service")  # pages with a trend and sparklines
LINKS = st.fixed_dictionaries(
    {
        "grain": st.sampled_from([g for g in GRAINS if g != "day"]),
        "by": st.sampled_from(["region", "plan", "channel", "team", "survey"]),
        "compare": st.sampled_from(["previous", "year-ago", "rest", "none"]),
        "period": st.sampled_from(["last-12-months", "last-quarter"]),
    },
    optional={"region": st.sampled_from(["EMEA", "North America"])},
)


@pytest.mark.parametrize("metric", DEFINITIONS)
@given(LINKS)
@settings(max_examples=1, phases=(Phase.generate,))  # a smaller link tells no more
def test_all_exits_say_the_same(snapshot: Snapshot, metric: str, link: dict[str, str]) -> None:
    if not snapshot.catalog.answers_metric(DEFINITIONS[metric]):
        view = parse("overview", "", snapshot.catalog).view
        assert (
            read_figures(snapshot, view, [DEFINITIONS[metric]]).table([DEFINITIONS[metric]]) is None
        )
        return
    query = "&".join(f"{name}={value}" for name, value in link.items())
    definition, series = subject_of(snapshot.catalog, metric)
    shown = [one for one in CLOSER if metric in metrics_of(one, snapshot.catalog)]
    overview, *closer = (
        read(snapshot, f"{page}?{query}&metric={metric}") for page in ("overview", *shown)
    )
    view = overview.view
    figures = read_figures(snapshot, view, [definition], (), view.grain)

    def own(frame: pd.DataFrame | None, columns: list[str]) -> pd.DataFrame:
        if frame is None or frame.empty:
            return pd.DataFrame(columns=columns)
        rows = frame[(frame["metric"] == metric) & (frame["series"] == series)]
        return rows[columns].reset_index(drop=True)

    def panel(page: Page, key: str, columns: list[str]) -> pd.DataFrame:
        found = page.panel(key)
        return own(found.rows if found else None, columns)

    def same(one: pd.DataFrame, other: pd.DataFrame) -> None:
        pd.testing.assert_frame_equal(one, other, check_dtype=False)

    # By period; where there is no figure in the view, the panel says so.
    periods = own(figures.aligned(view.grain).table([definition], (PERIOD,)), COMPARED)
    trend = panel(overview, "trend", COMPARED)
    if len(trend):
        same(trend, periods)
    else:
        assert not periods["n"].sum()
    levels = panel(overview, "by_segment", COMPARED)
    whole = own(figures.table([definition]), FIGURE)
    for page in closer:
        same(panel(page, "trend", COMPARED), trend)
        line = panel(page, "sparklines", FIGURE)
        if len(line) and len(trend):
            same(line.tail(1).reset_index(drop=True), trend[FIGURE].tail(1).reset_index(drop=True))
        if page.view.page != "loyalty":  # which has NPS by segment, whatever the link names
            same(panel(page, "by_segment", COMPARED), levels)
    for page in (overview, *closer):
        card = panel(page, "cards", FIGURE)
        if len(card) and card["n"].any():
            same(card, whole)
    # The dictionary compares nothing.
    told = read(snapshot, f"dictionary?{query}").panel("metrics")
    assert told is not None
    (entry,) = told.frame[told.frame["metric"] == metric].to_dict("records")
    if len(whole) and whole["n"].any():
        assert entry["n"] == whole["n"].iloc[0]
        assert entry["value"] == pytest.approx(whole["value"].iloc[0]) or whole["hidden"].iloc[0]


def test_whom_a_figure_is_of_is_said(snapshot: Snapshot) -> None:
    for metric in ("left_after_answer", "money_at_risk"):
        page = read(snapshot, f"customers?metric={metric}&by=plan")
        for key in ("trend", "by_segment"):
            panel = page.panel(key)
            assert panel is not None
            assert panel.note == f"{DEFINITIONS[metric].name}: of detractors alone."


def test_the_api_tells_what_the_pages_tell(snapshot: Snapshot) -> None:
    for metric in ("revenue", "customers_new", "csat_mean", "resolution_p90"):
        body = page_json(read(snapshot, f"overview?metric={metric}&by=plan"), snapshot.catalog)
        for key in ("trend", "by_segment"):
            rows = body["panels"][key]["rows"]
            assert {row["metric"] for row in rows} == {metric}
            assert any(row["value"] is not None for row in rows), (metric, key)


@pytest.mark.parametrize("metric", DEFINITIONS)
def test_a_level_and_a_month_are_the_views_of_them(snapshot: Snapshot, metric: str) -> None:
    catalog, definition = snapshot.catalog, DEFINITIONS[metric]
    if not catalog.answers_metric(definition):
        return  # the test above holds that it has no figure
    series = subject_of(catalog, metric).series

    def rows(
        query: str, by: tuple[str, ...], grain: str | None, keys: tuple[str, ...]
    ) -> list[Row]:
        view, notices = parse("overview", f"compare=none&{query}", catalog)
        assert notices == ()
        table = read_figures(snapshot, view, [definition], by, grain).table([definition], keys)
        if table is None:
            return []
        found = table[(table["metric"] == metric) & (table["series"] == series)]
        return [{str(k): v for k, v in row.items()} for row in found.to_dict("records")]

    def same(cut: list[Row], view: list[Row]) -> None:
        for one, other in zip(cut, view, strict=True):
            if not (one["hidden"] or other["hidden"]):
                assert {name: one[name] for name in NUMBERS} == pytest.approx(
                    {name: other[name] for name in NUMBERS}, rel=1e-9, nan_ok=True
                )

    if catalog.divides("plan", definition):
        year = "from=2025-11-01&to=2026-10-31"
        levels = rows(year, ("plan",), None, ("plan",))
        assert levels
        for level in ("Business", "Starter"):
            cut = [row for row in levels if row["plan"] == level]
            same(cut, rows(f"{year}&plan={level}", (), None, ()))
    if definition.has_periods:
        months = rows("from=2025-11-01&to=2026-04-30", (), "month", (PERIOD,))
        march = [row for row in months if row[PERIOD] == pd.Timestamp("2026-03-01")]
        assert march
        same(march, rows("from=2026-03-01&to=2026-03-31", (), None, ()))
