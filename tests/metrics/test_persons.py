"""Cells of enough rows, but of few customers, are hidden; worked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from metrics.estimates import against_rest, figures
from metrics.privacy.persons import Persons
from metrics.privacy.suppression import hidden_cells
from metrics.sums.counts import add_tallies
from tests.metrics.samples import cells, feedback

NPS = "nps:0-10"
# Level -> rows, customers, and of these those with rows at no other level.
ASKED = {"one": (11, 1, 1), "many": (30, 12, 9), "none": (40, 20, 20), "few": (6, 3, 2)}


def persons(most: int = 25) -> tuple[Persons, list[tuple[str, ...]]]:
    """That the nine customers with most rows have 25 together; and what was asked."""
    asked: list[tuple[str, ...]] = []

    def count(keys: tuple[str, ...], series: tuple[str, ...], _: tuple[str, ...]) -> pd.DataFrame:
        asked.append(keys)
        frame = pd.DataFrame({"level": list(ASKED), "persons": [one[1] for one in ASKED.values()]})
        frame["alone"] = [one[2] for one in ASKED.values()]
        frame = frame if keys else pd.DataFrame({"persons": [33], "alone": [33]})
        return frame.assign(series=series[0])

    return Persons({NPS: most}, count), asked


def sizes(names: list[str], most: int = 25, *, exact: bool = False) -> list[float]:
    labels = {"level": pd.array(names, dtype="str"), "series": pd.Categorical([NPS] * len(names))}
    n = np.array([ASKED[name][0] for name in names])
    found: list[float] = persons(most)[0].sizes(labels, ("level",), n, 10, exact=exact).tolist()
    return found


def test_more_rows_than_nine_customers_have_are_of_ten() -> None:
    # 30 rows: 25 are of nine customers at most. 11 rows may be, and are, of one.
    assert sizes(["many", "none"])[0] >= 10
    found, asked = persons()
    labels = {"level": pd.array(["many"], dtype="str"), "series": pd.Categorical([NPS])}
    found.sizes(labels, ("level",), np.array([30]), 10)
    assert asked == []


def test_of_fewer_rows_the_customers_are_asked() -> None:
    assert sizes(["one"])[0] < 10
    assert sizes(["many"], most=35) == [10]  # 12 customers of 30 rows


def test_those_who_are_nowhere_else_add_up() -> None:
    assert sizes(["one", "few"], exact=True) == [1, 2]
    # Not asked, 6 of 26 rows are surely of no more than 2.3 parts of ten customers.
    assert sizes(["few"]) == pytest.approx([6 * 10 / 26])


def test_a_cell_of_one_customer_is_hidden_and_shielded() -> None:
    names = ["one", "many", "none"]
    labels = {"level": pd.array(names, dtype="str"), "series": pd.Categorical([NPS] * 3)}
    n = np.array([ASKED[name][0] for name in names])
    found = hidden_cells(labels, ["level"], n, 10, persons=persons()[0])
    assert found.tolist() == ["too_few", "protects", ""]


def test_without_knowledge_a_row_is_a_person() -> None:
    labels = {"level": pd.array(["a", "b"], dtype="str"), "series": pd.Categorical([NPS] * 2)}
    assert Persons().sizes(labels, ("level",), np.array([9, 10]), 10).tolist() == [9, 10]


def test_a_figure_of_one_customer_is_on_neither_side() -> None:
    rows = pd.concat(
        feedback("nps", [9] * n, level=name) for name, (n, *_) in ASKED.items() if name != "few"
    )
    who = persons()[0]
    found = figures(cells(rows, ["level"]), cells(rows, ["level"]), ["nps"], ["level"],
                    persons=(who, who)).set_index("level")  # fmt: skip
    assert found.loc["one", "hidden"] == "too_few"
    assert found.loc[["one", "many"], ["value", "base_value"]].isna().all(axis=None)
    assert found.loc["none", "value"] == 100


def test_the_rest_of_one_customer_is_hidden() -> None:
    rows = pd.concat(feedback("nps", [9] * ASKED[name][0], level=name) for name in ("one", "none"))
    who = persons()[0]
    found = against_rest(cells(rows, ["level"]), ["nps"], "level", persons=(who, who))
    assert found["base_value"].isna().all()


# Amounts: what two customers ordered for. They are nearly all of it where the others have less
# than a tenth of what the larger one has (the p % rule).


def led(whole: float, largest: float, second: float, total: float) -> bool:
    def leaders(*_: tuple[str, ...]) -> pd.DataFrame:
        frame = pd.DataFrame({"whole": [whole], "largest": [largest], "second": [second]})
        return frame.assign(series="revenue")

    who = Persons(largest={"revenue": (900.0, 300.0)}, leaders=leaders)
    labels = {"series": pd.Categorical(["revenue"])}
    return bool(who.led(labels, (), np.array([total]))[0])


def test_an_amount_that_is_nearly_one_customer_s_is_led() -> None:
    assert led(1000, 900, 20, 1000)  # the others have 80, less than 90
    assert not led(1020, 900, 20, 1020)  # 100


def test_a_large_amount_needs_no_question() -> None:
    # 1.1 times the largest and the second largest that anybody has.
    assert not led(0, 1, 0, 1.1 * 900 + 300)
    assert led(0, 1, 0, 1.1 * 900 + 299)


def test_amounts_that_are_led_are_hidden() -> None:
    tally = pd.DataFrame({"n": [20], "total": [1000.0], "squares": [8e5]})

    def leaders(*_: tuple[str, ...]) -> pd.DataFrame:
        frame = pd.DataFrame({"whole": [1000.0], "largest": [900.0], "second": [20.0]})
        return frame.assign(series="revenue")

    who = Persons(largest={"revenue": (900.0, 300.0)}, leaders=leaders)
    (row,) = figures(add_tallies(tally, "revenue"), None, ["revenue"], persons=(who, who)).to_dict(
        "records"
    )
    assert row["hidden"] == "too_few"


def test_a_small_number_of_many_customers_is_shown() -> None:
    # 3 of 120 left; of the other level 3 of 4.
    tally = pd.DataFrame({"level": ["a", "b"], "n": [3, 3], "total": [120.0, 4.0]})
    found = figures(add_tallies(tally, "customers_lost", ["level"]), None, ["customers_lost"],
                    ["level"])  # fmt: skip
    # And so that b's three do not follow from the total, a's are hidden with them.
    assert found["hidden"].tolist() == ["protects", "too_few"]
    alone = add_tallies(tally.head(1), "customers_lost")
    assert figures(alone, None, ["customers_lost"])["value"].tolist() == [3]
