"""Every metric in all, by period and by dimension: all exits say the same of it."""

from __future__ import annotations

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
from pages.figures.readers import READERS
from pages.figures.series import subject_of
from tests.pages.reading import read
from view.pages import metrics_of

FIGURE = ["value", "low", "high", "n", "hidden"]
COMPARED = [*FIGURE, "base_value", "base_n", "change", "verdict"]
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


def test_every_definition_names_who_reads_it() -> None:
    readers = {metric.reader for metric in DEFINITIONS.values() if not metric.of_parts}
    assert readers == set(READERS)


@pytest.mark.parametrize("metric", DEFINITIONS)
@given(LINKS)
@settings(max_examples=3, phases=(Phase.generate,))  # a smaller link tells no more
def test_all_exits_say_the_same(
    snapshot: Snapshot, metric: str, parameters: dict[str, str]
) -> None:
    if not snapshot.catalog.answers_metric(DEFINITIONS[metric]):
        pytest.skip("the sample company does not have it")
    link = "&".join(f"{name}={value}" for name, value in parameters.items())
    definition, series = subject_of(snapshot.catalog, metric)
    overview = read(snapshot, f"overview?{link}&metric={metric}")
    view = overview.view
    figures = read_figures(snapshot, view, [definition], (), view.grain)

    def own(frame: pd.DataFrame | None, columns: list[str]) -> pd.DataFrame:
        if frame is None or frame.empty:
            return pd.DataFrame(columns=columns)
        rows = frame[(frame["metric"] == metric) & (frame["series"] == series)]
        return rows[columns].reset_index(drop=True)

    def panel(page: str, key: str, columns: list[str]) -> pd.DataFrame:
        found = read(snapshot, f"{page}?{link}&metric={metric}").panel(key)
        return own(found.rows if found else None, columns)

    # By period: Overview, the page it belongs to, and the last point of its sparkline.
    periods = own(figures.aligned(snapshot, view.grain).table([definition], (PERIOD,)), COMPARED)
    trend = panel("overview", "trend", COMPARED)
    if len(trend):  # else it says that there is no figure in the view
        pd.testing.assert_frame_equal(trend, periods, check_dtype=False)
    else:
        assert not periods["n"].sum()
    for page in CLOSER:
        if metric not in metrics_of(page, snapshot.catalog):
            continue
        pd.testing.assert_frame_equal(panel(page, "trend", COMPARED), trend, check_dtype=False)
        line = panel(page, "sparklines", FIGURE)
        if len(line) and len(trend):
            assert line.iloc[-1].equals(trend[FIGURE].iloc[-1])
        # By dimension.
        levels, closer = (panel(one, "by_segment", COMPARED) for one in ("overview", page))
        if metric not in ("sentiment", "response_rate", "contacts_per_customer"):
            pd.testing.assert_frame_equal(levels, closer, check_dtype=False)
    # In all: cards, and the dictionary, which compares nothing.
    whole = own(figures.table([definition]), FIGURE)
    for page in ("overview", *CLOSER):
        card = panel(page, "cards", FIGURE) if page == "overview" or len(trend) else whole
        if len(card) and card["n"].any():
            pd.testing.assert_frame_equal(card, whole, check_dtype=False)
    told = read(snapshot, f"dictionary?{link}").panel("metrics")
    assert told is not None
    (entry,) = told.frame[told.frame["metric"] == metric].to_dict("records")
    if len(whole) and whole["n"].any():
        assert entry["n"] == whole["n"].iloc[0]
        assert entry["value"] == whole["value"].iloc[0] or whole["hidden"].iloc[0]


def test_the_api_tells_what_the_pages_tell(snapshot: Snapshot) -> None:
    for metric in ("revenue", "customers_new", "csat_mean", "resolution_p90"):
        body = page_json(read(snapshot, f"overview?metric={metric}&by=plan"), snapshot.catalog)
        for key in ("trend", "by_segment"):
            rows = body["panels"][key]["rows"]
            assert {row["metric"] for row in rows} == {metric}
            assert any(row["value"] is not None for row in rows), (metric, key)
