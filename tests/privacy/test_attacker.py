"""What can be worked out about fewer persons than the minimum: nothing that is promised.

`python -m tests.privacy.attacker 1 2 3` opens all links up to two steps apart; here one step.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pandas.api.extensions import ExtensionArray

from data.scope import Scope, Span
from data.store.snapshots import Snapshot
from metrics.privacy.suppression import hidden_cells
from tests.privacy.attacker import Attacker, attack
from tests.privacy.companies import Known, company
from tests.privacy.findings import ALWAYS, KINDS, PROMISED, is_promised, report
from tests.privacy.links import links
from tests.privacy.overlap import random_table, tried
from tests.privacy.rows import rows_of
from tests.privacy.shown import Seen, Shown

PAGES = ("loyalty", "customers", "service")
Opened = tuple[Known, list[Seen]]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    known = company(1, tmp_path_factory.mktemp("known"))
    return known, attack(known, 1, PAGES)[1]


@pytest.mark.slow
def test_every_figure_is_known_to_the_attacker(opened: Opened) -> None:
    _, seen = opened
    assert not [one for page in seen for one in page.unread]
    assert sum(len(page.figures) for page in seen) > 5_000


@pytest.mark.slow
def test_nothing_that_is_promised_follows_of_fewer_persons(opened: Opened) -> None:
    known, seen = opened
    found = [one for one in Attacker(known).found(seen) if is_promised(one)]
    assert not found, report(found)


@pytest.mark.slow
def test_where_nothing_is_shielded_only_subtraction_tells(opened: Opened) -> None:
    known, _ = opened
    catalog = known.snapshot.catalog.model_copy(update={"shielded": False})
    usual = replace(known, snapshot=replace(known.snapshot, catalog=catalog))
    found = Attacker(usual).found(attack(usual, 0, PAGES)[1])
    always = [one for one in found if is_promised(one) and one.kind in ALWAYS]
    assert not always, report(always)
    assert {"same period"} <= {one.kind for one in found}


@pytest.mark.slow
def test_the_parts_of_a_change_tell_nothing_that_is_promised(tmp_path: Path) -> None:
    known = company(2, tmp_path, scale=6)
    found, seen = attack(known, 1, ("why",))
    assert not [one for page in seen for one in page.unread]
    places = [one.place.partition(" ")[0] for page in seen for one in page.figures]
    assert sum(place in ("bridge", "mix", "by_touchpoint", "where") for place in places) > 30
    assert not [one for one in found if is_promised(one)], report(found)


# What the attacker can do, by companies of a few rows.

WHO = ["a", "a", "a", "b", "c", "d", "e"]


def known(snapshot: Snapshot | None = None) -> Known:
    """Seven rows, the first three of one customer; at least three persons."""
    feedback = pd.DataFrame({"customer_id": WHO, "comment": None, "metric": "nps", "score": 1})
    orders = pd.DataFrame({"customer_id": WHO, "amount": [900.0, 0, 0, 20, 20, 20, 20]})
    return Known(0, 3, snapshot, {"feedback": feedback, "orders": orders})  # type: ignore[arg-type]


def shown(rows: str, link: str = "one", of: str = "nps", value: float | None = 1.0) -> Shown:
    """A figure of the rows that are marked with 1."""
    mask = np.array([one == "1" for one in rows])
    table = "orders" if of == "orders" else "feedback"
    return Shown(table, of, of, link, rows, mask, value, int(mask.sum()))


def kinds(*figures: Shown, persons: bool = True) -> list[str]:
    pages: dict[str, Seen] = {}
    for one in figures:
        pages.setdefault(one.link, Seen()).figures.append(one)
    found = Attacker(known(), persons=persons).found(list(pages.values()))
    others = ("most of one", "over time", "over time, equations")
    return [one.kind for one in found if one.kind not in others]


def test_rows_of_few_persons_are_found() -> None:
    assert kinds(shown("1111000")) == ["direct"]
    assert kinds(shown("1111000"), persons=False) == []
    assert kinds(shown("1111100")) == []


def test_the_difference_of_two_figures_is_found() -> None:
    whole, part = shown("1111111"), shown("1111100")
    assert kinds(whole, part) == ["same period", "same period, equations", "all links, equations"]
    assert kinds(whole, shown("1111100", "two")) == ["two links", "all links, equations"]
    assert kinds(whole, shown("0001111", value=None)) == []


def test_what_several_figures_leave_is_found() -> None:
    figures = [shown("1111111"), shown("1001100"), shown("0100011")]
    assert kinds(*figures) == ["same period, equations", "all links, equations"]


def test_amounts_of_one_customer_are_found() -> None:
    assert kinds(shown("1111111", of="orders")) == ["dominance"]
    assert kinds(shown("0111111", of="orders")) == []


def test_comments_of_few_persons_are_found() -> None:
    cell = np.array([True, True, True, False, False, False, False])
    page = Seen(comments=[("one", cell, ["2026-01-01T10:00:00"])])
    found = Attacker(known()).found([page])
    assert [one.kind for one in found] == ["comments", "exact times"]
    assert found[0].persons == 1


def test_rows_of_a_scope_are_those_of_its_days_and_levels() -> None:
    times = ["2026-01-01 23:59", "2026-01-02 00:00", "2026-01-03 12:00", "2026-01-04 00:00"]
    days = pd.to_datetime(times)
    rows = pd.DataFrame({"submitted_at": days, "metric": "nps", "plan": ["A", "A", "B", "A"]})
    made = Known(0, 3, None, {"feedback": rows})  # type: ignore[arg-type]
    span = Span(date(2026, 1, 1), date(2026, 1, 3))
    inside = rows_of(made, "feedback", "nps", "nps:0-10", Scope(span, (("plan", ("A",)),)), {})
    assert inside.tolist() == [True, True, False, False]
    rest = rows_of(made, "feedback", "nps", "nps:0-10", Scope(span, (), (("plan", ("A",)),)), {})
    assert rest.tolist() == [False, False, True, False]


def test_links_are_different_and_few_steps_from_the_usual_one() -> None:
    assert len(list(links("loyalty", 0))) == 1
    assert len(set(links("loyalty"))) == len(list(links("loyalty")))


def test_every_kind_is_explained() -> None:
    assert set(PROMISED) <= set(KINDS)


# The rule for tables of two keys: see `tests.privacy.overlap`.


def test_the_whole_less_what_is_shown_is_not_of_few() -> None:
    # Rows of 1, 1 and 58 answers, all of them hidden; of the last one, 57 are shown in a column.
    # The whole is 60: the other three cells together have 3 answers.
    answers = np.array([1, 1, 57, 1])
    labels: dict[str, ExtensionArray] = {
        "series": pd.Categorical(["nps"] * 4),
        "row": pd.Categorical([0, 1, 2, 2]),
        "column": pd.Categorical([0, 0, 0, 1]),
    }
    hidden = hidden_cells(labels, ["row", "column"], answers, 5)
    left = answers[hidden != ""].sum()
    assert left == 0 or left >= 5


@pytest.mark.slow
def test_where_persons_are_in_several_cells_hardly_anything_follows() -> None:
    # The sums of a key are hidden so that they are of enough persons, and cells so that none of
    # few is alone; that three hidden cells which follow together are of few is left, in one of
    # a hundred tables.
    sums, gone, every = tried(range(120))
    assert sums <= 1
    assert gone < 0.95 * every


def test_random_tables_have_persons_in_several_cells() -> None:
    _, _, persons, n = random_table(2).cells()
    assert sum(map(len, persons)) > len(frozenset().union(*persons))
    assert n.sum() == len(random_table(2).who)


def test_the_same_seed_is_the_same_company(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    one, two = (company(5, tmp_path / name).tables["orders"] for name in ("one", "two"))
    pd.testing.assert_frame_equal(one, two)
