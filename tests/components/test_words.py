"""Labels of levels: short, and no two alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.charts.parts.words import lines

BEFORE = "Onboarding und Rechnungserstellung im Fachhandel für gewerbliche Kunden der Region "


def test_a_short_name_is_whole() -> None:
    assert lines(["Shop", "Support chat"]) == [["Shop"], ["Support chat"]]


def test_a_long_name_alone_keeps_its_beginning() -> None:
    assert lines([BEFORE + "01"]) == [["Onboarding und", "Rechnungserstellung…"]]


@pytest.mark.parametrize(("width", "most"), [(22, 2), (20, 1), (13, 3)])
def test_names_that_begin_alike_are_told_apart(width: int, most: int) -> None:
    names = [f"{BEFORE}{i:02} {tail}" for i in range(12) for tail in ("Mitte", "Mitte West")]
    found = lines(names, width, most)
    assert len({tuple(one) for one in found}) == len(names)
    # What tells them apart can be read, and lines are longer only where nothing else does.
    assert all(f"{i // 2:02}" in "".join(one[-2:]) for i, one in enumerate(found))
    assert most == 1 or all(len(line) <= width for one in found for line in one)


def test_numbered_names_keep_to_their_lines() -> None:
    found = lines([f"{BEFORE}{i:02}" for i in range(3)])
    assert found == [["Onboarding und…", f"…on {i:02}"] for i in range(3)]
    assert lines([f"{BEFORE}{i:02}" for i in range(2)], 20, 1) == [
        ["Onboardin…on 00"],
        ["Onboardin…on 01"],
    ]


@given(st.lists(st.text("ab ", min_size=1, max_size=40).map(str.strip), unique=True, max_size=8))
def test_one_for_each_name(names: list[str]) -> None:
    assert len(lines(names)) == len(names)
