"""The briefing: whom it is about, what goes first, and never more than 25 words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.catalog import Catalog, Dimension
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS
from pages.figures.figure import Figure
from pages.words import headline
from pages.words.briefing import rest, with_targets
from pages.words.scope_words import about, scope_words
from pages.words.sentence import weightiest
from tests.pages.reading import read, view_of

KEYS = [key for key, one in DEFINITIONS.items() if not one.beside]


def changed(metric: str, change: float, half: float = 1.0, **more: Any) -> Figure:  # noqa: ANN401
    """A real change of a figure of many rows."""
    plain = Figure(metric, metric, 50.0, 49.0, 51.0, 900, "", 50.0 - change, 40.0, 60.0, 900,
                   change, change - half, change + half, 0.001, "real")  # fmt: skip
    return plain._replace(**more)


def with_levels(catalog: Catalog, **levels: tuple[str, ...]) -> Catalog:
    """The catalogue with other filters."""
    dimensions = tuple(
        Dimension(
            key=key,
            label=key.replace("_", " ").capitalize(),
            levels=names,
            tables=("feedback",),
            segment=True,
        )
        for key, names in levels.items()
    )
    return catalog.model_copy(update={"dimensions": dimensions})


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ""),
        ({"region": ("EMEA",)}, "EMEA"),
        ({"region": ("EMEA", "APAC"), "plan": ("Pro",)}, "EMEA or APAC, Pro"),
        ({"region": ("EMEA", "APAC", "Latin America")}, "3 levels of Region"),
        ({"had_a_problem": ("Yes",)}, "Had a problem Yes"),  # a bare “Yes” says nothing
        ({"size": ("500",)}, "Size 500"),
        ({"region": ("a name of no fewer than eight words which",)}, "Filtered by Region"),
        (
            {f"a_name_of_three_{i}": (f"level {i} of very many words",) for i in range(3)},
            "With 3 filters",
        ),
    ],
)
def test_whom_it_is_about(
    filters: dict[str, tuple[str, ...]], expected: str, snapshot: Snapshot
) -> None:
    catalog = with_levels(snapshot.catalog, **filters)
    view = view_of(snapshot, "overview")
    own = view.__class__(**{**view.__dict__, "filters": tuple(filters.items())})
    assert scope_words(own, catalog) == expected
    assert about(own, catalog, "Loyalty fell.") == (
        f"{expected}: Loyalty fell." if expected else "Loyalty fell."
    )


def test_the_weightiest_goes_first(snapshot: Snapshot) -> None:
    """By hand: ease by 8 of its half intervals, loyalty by 3; what grows, the index, few: later."""
    rows = [
        changed("revenue", 900.0),
        changed("xqi", 9.0),
        changed("retention_rate", 40.0, base_n=12),
        changed("nps", 3.0),
        changed("ces", -8.0),
        changed("csat", 20.0, verdict="noise"),
    ]
    view = view_of(snapshot, "overview")
    found = [row.metric for row in weightiest(rows, {}, view, snapshot.catalog)]
    assert found == ["ces", "nps", "revenue", "xqi", "retention_rate"]


@given(
    metrics=st.lists(st.sampled_from(KEYS), min_size=1, max_size=9, unique=True),
    up=st.lists(st.booleans(), min_size=9, max_size=9),
    link=st.sampled_from(
        [
            "overview",
            "overview?compare=rest&region=EMEA&plan=Enterprise",
            "overview?compare=year-ago&industry=Public+sector&region=North+America",
        ]
    ),
)
def test_a_headline_has_25_words_at_most(
    metrics: list[str], up: list[bool], link: str, snapshot: Snapshot
) -> None:
    view, catalog = view_of(snapshot, link), snapshot.catalog
    rows = [changed(m, 5.0 if high else -5.0) for m, high in zip(metrics, up, strict=False)]
    found = weightiest(rows, {}, view, catalog)
    said = headline.of_changes(found, found[:3], {}, view, catalog)
    assert len(about(view, catalog, said).split()) <= 25


def test_both_directions_in_one_headline(snapshot: Snapshot) -> None:
    view = view_of(snapshot, "overview")
    found = [changed("ces", -8.0), changed("nps", -5.0), changed("revenue", 3.0)]
    said = headline.of_changes(found, found, {}, view, snapshot.catalog)
    assert said == "Ease (CES) and loyalty (NPS) fell; order revenue rose."
    more = [*found, changed("retention_rate", 2.0), changed("xqi", 2.0)]
    said = headline.of_changes(more, more[:3], {}, view, snapshot.catalog)
    assert said == "Ease (CES) and loyalty (NPS) fell; order revenue rose. 2 more changed."


def test_a_quiet_view_is_quiet(snapshot: Snapshot) -> None:
    view, catalog = view_of(snapshot, "overview"), snapshot.catalog
    noise = [changed(key, 0.1, verdict="noise") for key in ("nps", "csat", "ces")]
    assert headline.of_none(noise, [], view, catalog) == "No key figure changed beyond chance."
    assert headline.of_none(noise[:1], [], view, catalog) == (
        "Loyalty (NPS) shows no change beyond chance."
    )
    assert headline.of_none(noise, [], view, catalog, all_told=False) == (
        "Loyalty (NPS), satisfaction (CSAT) and ease (CES) show no change beyond chance."
    )
    assert rest(noise, [], catalog, view) == "3 key figures within noise"


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        (["met", "not met", "not met"], "2 of 3 targets missed · 1 answer"),
        (["met", "met"], "2 of 2 targets met · 1 answer"),
        (["met", "too close to call"], "1 of 2 targets met, 1 too close to call · 1 answer"),
        (["not met"], "target missed · 1 answer"),
        (["too close to call"], "target too close to call · 1 answer"),
        ([], "1 answer"),
    ],
)
def test_targets_are_counted(verdicts: list[str], expected: str) -> None:
    rows = [
        changed(key, 1.0, target=1.0, target_verdict=verdict)
        for key, verdict in zip(("nps", "csat", "ces"), verdicts, strict=False)
    ]
    assert with_targets("1 answer", rows) == expected


def test_each_finding_leads_to_what_it_tells_of(snapshot: Snapshot) -> None:
    page = read(snapshot, "overview")
    assert [one.figure.verdict for one in page.findings] == ["real"] * 3
    ease, loyalty, _ = (one.seen_in(page.view) for one in page.findings)
    assert (ease.page, loyalty.page, ease.filters) == ("why", "why", ())
    assert ease.compare == page.view.compare
    assert (ease.metric, loyalty.metric, loyalty.by) == ("ces", "nps", "plan")
    assert "a year at risk" in page.findings[1].cost
