"""The panel of what comes next: whole periods alone, for who may see them, drawn and told alike."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pandas as pd
import pytest

from components.charts.forecast import draw, table
from components.theme import LIGHT
from data.store.snapshots import Snapshot
from metrics.forecast import forecast
from metrics.forecast.backtest import Backtest, backtest
from pages.as_json import panel_json
from pages.figures.series import subject_of
from pages.forecasts import panels
from pages.forecasts.panels import forecast_panel
from pages.panel import Panel
from tests.pages.reading import view_of

METRIC = "quality_score"


@pytest.fixture(scope="module")
def panel(snapshot: Snapshot) -> Panel:
    view = view_of(snapshot, "/service")
    found = forecast_panel(snapshot, view, subject_of(snapshot.catalog, METRIC))
    assert found is not None
    return found


def test_history_is_of_whole_months_and_the_rest_follows_it(
    snapshot: Snapshot, panel: Panel
) -> None:
    rows = panel.rows
    assert (rows["period"].diff().dropna().dt.days.between(28, 31)).all()
    newest = rows.loc[rows["ahead"] == 0, "period"].iloc[-1]
    end = newest + pd.offsets.MonthEnd()
    assert end.date() <= snapshot.catalog.last_day + timedelta(days=3)
    assert rows["ahead"].tolist()[-6:] == [1, 2, 3, 4, 5, 6]
    later = rows[rows["ahead"] > 0]
    assert (later["low_95"] < later["low_80"]).all() and (later["value"] < later["high_80"]).all()
    assert "MASE" not in panel.note and "80% band held" in panel.note
    assert re.search(r"forecasts missed by \d+% less than last year's values", panel.note)


def test_bands_that_held_less_are_not_promised(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As they would be of the same history, had the bands held less in the past."""

    def less(*given: Any) -> Backtest:  # noqa: ANN401
        return backtest(*given)._replace(within_80=0.61, within_95=0.86, banded=96, steps=6)

    view, subject = view_of(snapshot, "/service"), subject_of(snapshot.catalog, METRIC)
    monkeypatch.setattr(panels, "target_of", lambda *_: 80.0)
    sound = forecast_panel(snapshot, view, subject)
    monkeypatch.setattr(forecast, "backtest", less)
    found = forecast_panel(snapshot, view, subject)
    assert sound is not None and found is not None
    assert sound.subtitle.endswith(", bands that hold 80 and 95% of what may come")
    assert sound.rows["chance"].notna().sum() == 6 and "probability of" in sound.note
    assert found.subtitle.endswith(
        ", bands meant to hold 80 and 95%; in the past they held 61 and 86%"
    )
    assert found.rows["chance"].isna().all() and found.rows["low_80"].notna().sum() == 6
    assert found.note.startswith("Tried from ")
    assert (
        "held 61% of 96 figures, the 95% band 86%. That is less than they promise: no probability "
        "of the target is told." in found.note
    )


def test_chart_table_and_json_have_the_same_periods(snapshot: Snapshot, panel: Panel) -> None:
    view = view_of(snapshot, "/service")
    chart = draw(panel, view, LIGHT)
    assert [one["name"] for one in chart["data"][:2]] == ["95% band", "80% band"]
    assert len(chart["data"][-1]["x"]) == len(panel.frame)
    assert "forecast" in str(table(panel, view, snapshot.catalog))
    told = panel_json(panel, snapshot.catalog)
    assert len(told["rows"]) == len(panel.rows) and told["rows"][-1]["low_80"] is not None


def test_who_may_not_leave_the_days_of_a_view_sees_none(snapshot: Snapshot) -> None:
    view = view_of(snapshot, "/service")
    for name in ("days_held", "anonymous"):
        own = replace(snapshot, catalog=snapshot.catalog.model_copy(update={name: True}))
        assert forecast_panel(own, view, subject_of(own.catalog, METRIC)) is None


def test_what_grows_with_the_days_has_none(snapshot: Snapshot) -> None:
    view = view_of(snapshot, "/overview")
    for key in ("tickets_opened", "revenue", "retention_rate", "ordered_after_answer"):
        assert forecast_panel(snapshot, view, subject_of(snapshot.catalog, key)) is None
