"""What goes with a metric: planted causes by name, recounts, silence, and who sees it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from components.charts.reasons import drivers, quadrant
from components.theme import DARK, LIGHT
from data.frames import Tables
from data.scope import Span
from data.store.snapshots import Snapshot, open_snapshot
from data.work.questions import Answer, Question
from pages.as_json import panel_json
from pages.drivers.customers import Known, known_of_customers
from pages.drivers.panels import driver_panels
from pages.drivers.predictors import Group, Predictor
from pages.drivers.work import weighed
from pages.figures.series import subject_of
from pages.panel import Kind, Panel
from tests.data.company import HEAD, Company
from tests.pages.reading import read, view_of

WIDE = (
    HEAD
    + """
[sources.survey]
file = "survey.csv"
[feedback]
source = "survey"
[feedback.columns]
response_id = "id"
submitted_at = "date"
[[feedback.questions]]
column = "nps"
metric = "nps"
[[feedback.questions]]
metric = "rating"
scale = [1, 5]
[feedback.questions.touchpoints]
"Desk" = "desk"
"Lounge" = "lounge"
"Gate" = "gate"
"Food" = "food"
"Train" = "train"
[targets]
rating = { by = { touchpoint = { "Desk" = 95 } } }
"""
)


def survey() -> pd.DataFrame:
    """NPS goes with Desk, less with Gate, against Food; with Lounge not at all; few have Train."""
    chance = np.random.default_rng(11)
    size = 900
    scores = np.clip(np.round(3.6 + chance.standard_normal((size, 5))), 1, 5)
    about = 7 + 1.2 * (scores[:, 0] - 3.6) + 0.5 * (scores[:, 2] - 3.6) - 0.5 * (scores[:, 3] - 3.6)
    nps = np.clip(np.round(about + chance.standard_normal(size)), 0, 10)
    days = pd.Timestamp("2026-01-01") + pd.to_timedelta(np.arange(size) % 180, unit="D")
    names = ["desk", "lounge", "gate", "food", "train"]
    frame = pd.DataFrame(scores, columns=names).astype("Int64")
    frame.loc[60:, "train"] = pd.NA
    frame.loc[:40, "gate"] = pd.NA
    return frame.assign(id=range(size), date=days.strftime("%Y-%m-%d"), nps=nps.astype(int))


@pytest.fixture(scope="module")
def airport(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    company = Company(tmp_path_factory.mktemp("airport"))
    company.write(WIDE, survey_csv=survey().to_csv(index=False))
    return open_snapshot(company.build())


def panels(snapshot: Snapshot, link: str) -> dict[str, Panel]:
    return {panel.key: panel for panel in read(snapshot, link).panels}


def test_planted_drivers_are_named_with_their_signs(airport: Snapshot) -> None:
    panel = panels(airport, "why?metric=nps&period=all")["drivers_scores"]
    rows = panel.frame.set_index("driver")
    named = rows[rows["above_noise"]]
    assert named.index[0] == "Desk, Rating"
    assert {*named.index} == {"Desk, Rating", "Gate, Rating", "Food, Rating"}
    assert not rows.loc["Lounge, Rating", "above_noise"]
    assert (np.sign(rows["correlation"])[["Desk, Rating", "Food, Rating"]] == [1, -1]).all()
    assert "an association, not a cause" in panel.note
    assert "A row is a response from 1 Jan 2026 to 29 Jun 2026." in panel.note
    assert "All figures here are known of 859 of 900; these are weighed." in panel.note
    assert "Left out, known of too few together: " not in panel.note  # Train has not even 104


def test_weights_are_those_of_the_file(airport: Snapshot) -> None:
    """Of orthogonal scores each weight is the squared correlation, nearly."""
    rows = panels(airport, "why?metric=nps&period=all")["drivers_scores"].frame.set_index("driver")
    whole = survey().dropna(subset="gate")
    for name in ("desk", "gate", "food", "lounge"):
        r = np.corrcoef(whole[name].astype(float), whole["nps"])[0, 1]
        row = rows.loc[f"{name.capitalize()}, Rating"]
        assert row["correlation"] == pytest.approx(r)
        assert row["weight"] == pytest.approx(100 * r**2, abs=1.5)
        assert row["low"] < row["weight"] < row["high"]


def test_the_quadrant_has_the_figures_of_the_page(airport: Snapshot) -> None:
    panel = panels(airport, "why?metric=nps&period=all")["quadrant"]
    rows = panel.frame.set_index("touchpoint")
    own = survey()
    for name in ("Desk", "Gate", "Food", "Lounge"):
        share = 100 * (own[name.lower()].dropna() >= 4).mean()
        assert rows.loc[name, "value"] == pytest.approx(share)
    assert (rows.loc["Desk", "threshold"], rows.loc["Desk", "threshold_is"]) == (95, "target")
    others = [100 * (own[name].dropna() >= 4).mean() for name in ("desk", "gate", "food", "lounge")]
    assert rows.loc["Gate", "threshold"] == pytest.approx(np.mean(others))
    assert rows.loc["Desk", "quadrant"] == "Concentrate here"
    assert rows.loc["Food", "quadrant"] == ""  # better there goes with worse here
    assert rows.loc["Lounge", "quadrant"] == ""  # within noise
    assert panel.note.startswith("Concentrate here: Desk, Rating.")


def test_charts_tables_and_json_say_the_same(airport: Snapshot) -> None:
    found = panels(airport, "why?metric=nps&period=all")
    view = view_of(airport, "why?metric=nps")
    for key, module in (("drivers_scores", drivers), ("quadrant", quadrant)):
        panel = found[key]
        for theme in (LIGHT, DARK):
            chart = module.draw(panel, view, theme)
            go.Figure(chart)
            assert len(chart["data"][-1]["x"]) == len(panel.frame)
        assert str(module.table(panel, view, airport.catalog)).count("Tr(") == 1 + len(panel.frame)
        assert len(panel_json(panel, airport.catalog)["rows"]) == len(panel.frame)


def test_in_the_sample_leaving_goes_with_nps_alone(snapshot: Snapshot) -> None:
    """Planted: detractors leave more often. No score goes with NPS or CSAT: answers are drawn."""
    found = panels(snapshot, "why?metric=customer_churn")
    scores = found["drivers_scores"].frame.set_index("driver")
    assert scores.index[scores["above_noise"]].tolist() == ["NPS"]
    assert (scores["correlation"][["NPS"]] < 0).all()
    assert not found["drivers_service"].rows["above_noise"].any()
    assert "whether they left by 31 Oct 2026" in found["drivers_scores"].note
    for metric in ("nps", "csat"):
        own = panels(snapshot, f"why?metric={metric}")
        for key in ("drivers_scores", "drivers_service"):
            assert not own[key].rows["above_noise"].any()
        assert "quadrant" not in own
        assert "None can be told from noise." in own["drivers_scores"].note


def test_outcome_and_predictors_are_a_recount(snapshot: Snapshot, tables: Tables) -> None:
    view = view_of(snapshot, "why?metric=nps&region=EMEA")
    known = known_of_customers(snapshot, view, subject_of(snapshot.catalog, "nps"))
    assert known is not None and tables.feedback is not None
    rows = tables.feedback
    day = rows["submitted_at"].dt.date
    rows = rows[(day >= view.span.start) & (day <= view.span.end) & (rows["region"] == "EMEA")]
    nps = rows[(rows["metric"] == "nps") & rows["touchpoint"].isna()]
    outcome = nps.groupby(nps["customer_id"].astype(str))["score"].mean().sort_index()
    assert known.many == len(outcome)
    np.testing.assert_allclose(known.outcome, outcome)
    place = next(i for i, one in enumerate(known.predictors) if one.name == "Billing, CES")
    own = rows[(rows["metric"] == "ces") & (rows["touchpoint"] == "Billing")]
    means = own.groupby(own["customer_id"].astype(str))["score"].mean().reindex(outcome.index)
    np.testing.assert_allclose(known.values[:, place], means)
    opened = [one.name for one in known.predictors].index("Tickets opened")
    assert not np.isnan(known.values[:, opened]).any()


def test_own_answers_are_no_driver(snapshot: Snapshot) -> None:
    """CSAT of the sample is asked at touchpoints alone: these are its parts."""
    view = view_of(snapshot, "why?metric=csat")
    known = known_of_customers(snapshot, view, subject_of(snapshot.catalog, "csat"))
    assert known is not None
    assert not any(one.metric in ("csat", "sentiment") for one in known.predictors)


def test_who_sees_none(snapshot: Snapshot) -> None:
    view = view_of(snapshot, "why?metric=nps")
    subject = subject_of(snapshot.catalog, "nps")
    own = replace(snapshot, catalog=snapshot.catalog.model_copy(update={"anonymous": True}))
    assert driver_panels(own, view, subject) == []
    assert driver_panels(snapshot, view, subject_of(snapshot.catalog, "sla_met")) == []


def test_work_is_of_a_metric_its_days_and_its_filters_alone(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is compared, and by what, is another page of the same drivers."""

    class Worker:
        def ask(self, question: Question) -> Answer:
            return Answer(None, "begun", question.key)

    monkeypatch.setattr("data.work.questions._WORKERS.find", Worker)

    def key(link: str) -> str:
        panel = read(snapshot, link).panel("drivers")
        assert panel is not None and panel.kind == Kind.WORKING
        assert "Being worked out: begun." in panel.note
        return panel.pending

    own = key("why?metric=nps")
    assert own == key("why?metric=nps&compare=year-ago&by=plan") == key("why")
    others = ["metric=csat", "metric=nps&period=last-quarter", "metric=nps&region=EMEA"]
    assert len({own, *(key(f"why?{link}") for link in others)}) == 4


def test_few_are_not_weighed(snapshot: Snapshot) -> None:
    view = view_of(snapshot, "why?metric=nps&industry=Mining")
    for panel in driver_panels(snapshot, view, subject_of(snapshot.catalog, "nps")):
        assert panel.kind == Kind.DRIVERS and panel.frame.empty


def test_below_the_minimum_n_nothing_is_told() -> None:
    chance = np.random.default_rng(2)
    values = chance.standard_normal((300, 1))
    span = Span(pd.Timestamp("2026-01-01").date(), pd.Timestamp("2026-06-30").date())
    one = Predictor(group=Group.SCORES, name="Desk", metric="csat")
    known = Known(values[:, 0] + chance.standard_normal(300), values, [one], 300, span, span)
    assert weighed(known, 300).groups[0].drivers[0].above_noise
    few = weighed(known, 301).groups[0]
    assert not few.drivers and few.left_out == ["Desk"]
