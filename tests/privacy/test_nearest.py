"""By how few customers a level of a breakdown differs from that of a neighbouring view."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from data.query.compile import CountQuery
from data.query.whose_rows.nearest import nearest
from data.query.whose_rows.neighbours import blocks_of_time
from data.query.whose_rows.persons import Counted
from data.scope import Filters, Scope, Span
from metrics.privacy.persons import Persons
from metrics.sums.grouping import labels
from tests.privacy.companies import FIRST, LAST, Known, company


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Known:
    return company(2, tmp_path_factory.mktemp("known"), scale=4)


@pytest.mark.parametrize("plans", [("Basic",), ("Basic", "Pro"), ("Plus",), ()])
def test_of_other_plans_and_of_single_months(known: Known, plans: tuple[str, ...]) -> None:
    filters: Filters = (("plan", plans),) if plans else ()
    asked = CountQuery(Scope(Span(FIRST, LAST), filters), ("region",))
    found = nearest(known.snapshot, Counted("orders"), asked).set_index("region")["persons"]
    rows = known.tables["orders"]
    inside = rows["plan"].isin(plans) if plans else rows["plan"].notna()
    rows = rows.assign(inside=inside, day=pd.to_datetime(rows["ordered_at"]).dt.date)
    rows["month"] = rows["day"].map(lambda day: day.replace(day=1))
    for region, own in rows.groupby("region"):
        expected = [own.loc[~own["inside"], "customer_id"].nunique()]
        for block in blocks_of_time(known.snapshot, filters):
            there = own[own["inside"] & own["day"].between(block.start, block.end)]
            by_month = there.groupby("month")["customer_id"].nunique()
            expected.append(by_month.max() if len(there) else 0)
        some = [one for one in expected if one > 0]
        assert found[region] == min(some), region


def test_what_is_all_of_a_view_is_asked_of_its_filters_alone(known: Known) -> None:
    scope = Scope(Span(FIRST, LAST))
    assert nearest(known.snapshot, Counted("orders"), CountQuery(scope)).empty
    one = nearest(
        known.snapshot,
        Counted("orders"),
        CountQuery(Scope(Span(FIRST, LAST), (("region", ("North", "South", "West")),))),
    )
    assert one["persons"].tolist() == [1]  # the only customer of East


def test_a_cell_that_is_too_near_another_counts_as_small() -> None:
    cells = pd.DataFrame({"region": ["A", "B", "C"], "series": ["nps"] * 3})

    def near(keys: tuple[str, ...], *_: tuple[str, ...]) -> pd.DataFrame:
        return pd.DataFrame({"region": ["A", "B"], "series": "nps", "persons": [4, 5]})

    of, n = labels(cells, ("region", "series")), np.full(3, 50, dtype=np.int64)
    assert (Persons().sizes(of, ("region",), n, 5) >= 5).all()
    sizes = Persons(near=near).sizes(of, ("region",), n, 5)
    assert (sizes >= 5).tolist() == [False, True, True]
