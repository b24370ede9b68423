"""The journey of the sample company, recounted in plain pandas."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.catalog import Catalog
from data.frames import Tables
from data.store.snapshots import Snapshot
from metrics.journey import Moments
from pages.figures.figure import Figure
from pages.words.places import journey_sentence
from tests.data_sample.recount import value
from tests.pages.reading import figure, frame, read
from tests.pages.test_totals import answers
from view.pages import available_pages

# As the mapping of the sample company states it.
_STEPS = "Website, Sales, Checkout, Onboarding, Product use, Billing, Support chat, Support call"
ORDER = tuple(_STEPS.split(", "))


def test_touchpoints_in_their_order(snapshot: Snapshot) -> None:
    rows = frame(read(snapshot, "journey"), "journey")
    for metric in ("ces", "ces_mean", "csat", "csat_mean"):
        assert tuple(rows.loc[rows["metric"] == metric, "touchpoint"]) == ORDER
    assert list(rows["metric"].unique()) == ["ces", "ces_mean", "csat", "csat_mean"]


@pytest.mark.parametrize("metric", ["ces", "csat"])
def test_figures_are_the_recount(metric: str, snapshot: Snapshot, tables: Tables) -> None:
    rows = frame(read(snapshot, f"journey?metric={metric}"), "journey")
    given = answers(tables, metric)
    given = given[given["touchpoint"].notna()]
    for touchpoint, level in given.groupby("touchpoint", observed=True):
        row = figure(rows, metric=metric, touchpoint=str(touchpoint))
        assert row["n"] == len(level)
        assert row["share"] == pytest.approx(100 * len(level) / len(given))
        assert row["value"] == pytest.approx(value(level["score"], metric))
        mean = figure(rows, metric=f"{metric}_mean", touchpoint=str(touchpoint))
        assert mean["value"] == pytest.approx(level["score"].mean())


@pytest.mark.parametrize(("metric", "start"), [("ces", 5), ("csat", 4)])
def test_the_marked_moments_are_beyond_chance(
    metric: str, start: int, snapshot: Snapshot, tables: Tables
) -> None:
    """The peak and the low are at least two standard errors from all other answers."""
    rows = frame(read(snapshot, "journey"), "journey")
    marked = rows[(rows["metric"] == metric) & (rows["mark"] != "")]
    assert sorted(marked["mark"]) == ["end", "low", "peak"]
    assert figure(marked, mark="end")["touchpoint"] == ORDER[-1]
    given = answers(tables, metric)
    given = given[given["touchpoint"].notna()]
    positive = given["score"] >= start
    for mark, sign in (("peak", 1), ("low", -1)):
        here = given["touchpoint"] == figure(marked, mark=mark)["touchpoint"]
        gap = positive[here].mean() - positive[~here].mean()
        error = (positive.mean() * (1 - positive.mean()) / here.sum()) ** 0.5
        assert sign * gap / error > 2


def test_the_headline_names_them(snapshot: Snapshot) -> None:
    page = read(snapshot, "journey")
    rows = frame(page, "journey")
    ces = rows[rows["metric"] == "ces"]
    peak, low, end = (figure(ces, mark=mark) for mark in ("peak", "low", "end"))
    assert page.account.startswith(
        f"Ease (CES) has one of its highest scores at {peak['touchpoint']} ({peak['value']:.1f}%), "
        f"and one of its lowest at {low['touchpoint']} ({low['value']:.1f}%); both differ from the "
        f"rest beyond noise. The end, Support call, is at {end['value']:.1f}%."
    )
    assert " Satisfaction (CSAT) " in page.account
    assert page.headline == (
        "Ease (CES) has one of its highest scores at Sales, and one of its lowest at Onboarding."
    )


def test_segments_stand_against_the_rest_of_their_touchpoint(
    snapshot: Snapshot, tables: Tables
) -> None:
    panel = read(snapshot, "journey?by=region").panel("by_segment")
    assert panel is not None
    assert panel.rest
    row = figure(panel.frame, touchpoint="Billing", segment="EMEA")
    ces = answers(tables, "ces")
    billing = ces[ces["touchpoint"] == "Billing"]
    emea = billing["region"].astype("str") == "EMEA"
    assert (row["n"], row["base_n"]) == (emea.sum(), (~emea).sum())
    assert row["base_value"] == pytest.approx(value(billing.loc[~emea, "score"], "ces"))
    assert row["verdict"] == "real"  # planted: see docs/sample-company.md
    assert row["change"] < 0


def test_only_what_has_the_same_unit_stands_beside(snapshot: Snapshot) -> None:
    shown = frame(read(snapshot, "journey?metric=nps"), "journey")["metric"]
    assert set(shown) == {"nps", "sentiment"}


def changed(catalog: Catalog, **touchpoint: object) -> Catalog:
    """The catalogue with another touchpoint dimension."""
    dimensions = tuple(
        one.model_copy(update=touchpoint) if one.key == "touchpoint" else one
        for one in catalog.dimensions
    )
    return catalog.model_copy(update={"dimensions": dimensions})


def test_without_an_order_there_is_no_end(snapshot: Snapshot) -> None:
    without = replace(snapshot, catalog=changed(snapshot.catalog, ordered=0))
    page = read(without, "journey")
    panel = page.panel("journey")
    assert panel is not None
    assert set(panel.frame["mark"]) == {"", "peak", "low"}
    assert "states no order" in panel.note
    assert "the end" not in page.account


def test_one_touchpoint_alone(snapshot: Snapshot) -> None:
    page = read(snapshot, "journey?touchpoint=Billing")
    assert page.headline.startswith("Billing: Ease (CES) is ")
    assert page.headline.endswith(" at Billing, asked nowhere else.")
    assert set(frame(page, "journey")["mark"]) == {"", "end"}


def test_too_few_to_show(snapshot: Snapshot) -> None:
    page = read(snapshot, "journey?industry=Mining&period=last-90-days")
    assert "too few answers at every touchpoint" in page.headline
    rows = frame(page, "journey")
    assert rows[["value", "low", "high"]].isna().all(axis=None)


def test_it_needs_two_touchpoints(snapshot: Snapshot) -> None:
    assert "journey" in available_pages(snapshot.catalog)
    assert "journey" not in available_pages(changed(snapshot.catalog, levels=("Shop",)))


def at(touchpoint: str, value: float, reach: float) -> Figure:
    return Figure(
        *("ces", "ces:1-7:5-7"), *(value, value - reach, value + reach), *(50, ""),
        *(1.0, 0.0, 2.0), 50, *(0.0, -1.0, 1.0), *(0.5, "noise"), touchpoint=touchpoint,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("middle", "reach", "moments", "expected"),
    [  # B between A at 90 and C at 50, near one of them or both, as far as intervals reach
        (70, (1, 1, 1), ("A", "C"), "peaks at A (90.0%), and is lowest at C (50.0%); both differ"),
        (
            80,
            (15, 15, 1),
            ("A", "C"),
            "has one of its highest scores at A (90.0%), and is lowest at C (50.0%); both differ",
        ),
        (
            60,
            (1, 15, 15),
            ("A", "C"),
            "peaks at A (90.0%), and has one of its lowest scores at C (50.0%); both differ",
        ),
        (
            70,
            (30, 30, 30),
            ("A", "C"),
            "has one of its highest scores at A (90.0%), and one of its lowest at C (50.0%); both "
            "differ",
        ),
        (70, (30, 30, 30), ("", "C"), "has one of its lowest scores at C (50.0%); it differs"),
    ],
)
def test_of_peak_and_low_each_says_how_sure_it_is(
    middle: float, reach: tuple[float, ...], moments: tuple[str, str], expected: str
) -> None:
    rows = [at(*row) for row in zip("ABC", (90.0, middle, 50.0), reach, strict=True)]
    said = journey_sentence(rows, Moments(*moments, ""))
    assert said == f"Ease (CES) {expected} from the rest beyond noise."
