"""Segments: their levels, what these are called, and their order; and the order of the journey."""

from __future__ import annotations

import tomllib
from typing import Any

from tests.drafts.edit.mappings import TEXT, changed


def segments(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(text)["segments"]
    return found


def test_levels_get_names_and_an_order_of_their_own() -> None:
    made = changed(TEXT, segments__0__levels="E = East\nS = South\nN = Nord", segments__0__label="")
    area = segments(made)[0]
    assert area["labels"] == {"N": "Nord", "S": "South", "E": "East"}
    assert area["order"] == ["East", "South", "Nord"] and "label" not in area
    assert "# asked in 2026" in made and "# four of them" in made


def test_a_level_that_is_called_otherwise_keeps_its_place() -> None:
    """East has no place of its own, and gets none."""
    typed = "S = Süden\nN = North\nEast = "
    area = segments(changed(TEXT, segments__0__levels=typed))[0]
    assert area["order"] == ["Süden", "North"]
    assert area["labels"] == {"N": "North", "S": "Süden"}


def test_orders() -> None:
    for sort, order in (
        ("data", None),
        ("alphabet", ["10-49", "100+", "50-99", "<10"]),
        ("value", ["<10", "10-49", "50-99", "100+"]),
        ("listed", ["10-49", "<10", "100+", "50-99"]),
    ):
        made = changed(TEXT, segments__1__sort=sort)
        assert segments(made)[1].get("order") == order
        back = changed(made, segments__1__sort="data")
        assert tomllib.loads(back) == tomllib.loads(TEXT)


def test_what_no_line_can_hold_is_in_quotes() -> None:
    odd = {'a "b"\n[x]': "c = d", "#=": "<b>&", "\\": "'''", "  ": "x"}
    lines = "\n".join(
        (r'"a \"b\"\n[x]" = "c = d"', "#= = <b>&", r"\ = '''", '"  " = x', "North = ", "South = ")
    )
    made = changed(TEXT, segments__1__levels=lines)
    assert segments(made)[1]["labels"] == odd
    assert changed(made, segments__1__label="Size")  # what was made can be read as a form
    back = changed(made, segments__1__levels="10-49 = \n<10 = \n100+ = \n50-99 = ")
    assert tomllib.loads(back) == tomllib.loads(TEXT)


def test_a_segment_is_added_and_removed() -> None:
    columns = {"segments__new__column": "tickets who", "segments__new__label": "Team: Ä & co"}
    made = changed(TEXT, **columns)
    added = {"key": "team_a_co", "label": "Team: Ä & co", "column": "who", "table": "tickets"}
    assert segments(made)[2] == added
    twice = changed(made, **columns)
    assert [one["key"] for one in segments(twice)] == ["area", "size", "team_a_co", "team_a_co_2"]
    fewer = changed(twice, segments__0__used="no", segments__2__used="no")
    assert [one["key"] for one in segments(fewer)] == ["size", "team_a_co_2"]
    none = changed(fewer, segments__0__used="no", segments__1__used="no")
    assert "segments" not in tomllib.loads(none)
    again = changed(none, segments__new__column="feedback who")
    assert segments(again) == [{"key": "who", "label": "Who", "column": "who"}]


def test_a_segment_is_of_another_column() -> None:
    made = changed(TEXT, segments__0__column="tickets end")
    assert segments(made)[0]["table"] == "tickets" and segments(made)[0]["column"] == "end"
    back = changed(made, segments__0__column="feedback q1")
    assert segments(back)[0]["column"] == "q1" and "table" not in segments(back)[0]


def test_the_journey() -> None:
    made = changed(TEXT, journey__sort="listed", journey__order="Web\nShop")
    assert tomllib.loads(made)["journey"] == {"order": ["Web", "Shop"]}
    assert tomllib.loads(changed(made, journey__sort="data")) == tomllib.loads(TEXT)
