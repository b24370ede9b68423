"""A level of one customer with many rows shows nothing of that person, anywhere on a page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from data.store.snapshots import Snapshot, open_snapshot
from pages.as_json import page_json
from tests.data.company import HEAD, Company
from tests.pages.reading import frame, read

MAPPING = (
    '[privacy]\ncustomers = "shown"\n'
    + HEAD
    + """
[sources.survey]
file = "survey.csv"
[sources.shop]
file = "shop.csv"
[feedback]
source = "survey"
[feedback.columns]
response_id = "id"
submitted_at = "date"
metric = { constant = "nps" }
score = "score"
customer_id = "who"
comment = "why"
[orders]
source = "shop"
[orders.columns]
order_id = "id"
customer_id = "who"
ordered_at = "date"
amount = "amount"
[sources.crm]
file = "crm.csv"
[customers]
source = "crm"
[customers.columns]
customer_id = "who"
[[segments]]
key = "shop"
table = "customers"
column = "shop"
"""
)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Shop North: 11 rows of one customer. South: 60 of as many, East 40."""
    rows = [("North", "n0")] * 11
    rows += [("South", f"s{i}") for i in range(60)] + [("East", f"e{i}") for i in range(40)]
    survey = ["id,date,score,who,why"]
    shop, crm = ["id,date,amount,who"], dict[str, str]()
    for number, (level, who) in enumerate(rows):
        day = f"2026-03-{number % 28 + 1:02} 10:{number % 60:02}"
        survey.append(f"{number},{day},{number % 11},{who},{level} said {number}")
        shop.append(f"{number},{day},{10 + number % 7},{who}")
        crm[who] = f"{who},{level}"
    company = Company(Path(tmp_path_factory.mktemp("persons"))).write(
        MAPPING,
        survey_csv="\n".join(survey) + "\n",
        shop_csv="\n".join(shop) + "\n",
        crm_csv="\n".join(["who,shop", *crm.values()]) + "\n",
    )
    return open_snapshot(company.build())


@pytest.mark.parametrize("page", ["overview", "loyalty", "customers"])
def test_of_one_customer_no_figure_is_shown(page: str, snapshot: Snapshot) -> None:
    told = page_json(read(snapshot, f"{page}?period=all&shop=North"), snapshot.catalog)
    rows = [row for panel in told["panels"].values() for row in panel["rows"]]
    assert all(row["value"] is None for row in rows if "comparison" in row)
    assert not [row for row in rows if "comment" in row]


def hidden(snapshot: Snapshot) -> dict[str, str]:
    rows = frame(read(snapshot, "loyalty?period=all&by=shop"), "by_segment")
    return dict(zip(rows["segment"], rows["hidden"], strict=True))


def test_what_can_be_had_alone_is_shown_beside_others(snapshot: Snapshot) -> None:
    assert hidden(snapshot) == {"South": "", "East": "", "North": "too_few"}


def test_where_small_groups_are_shielded_the_next_is_hidden_too(snapshot: Snapshot) -> None:
    shielded = snapshot.catalog.model_copy(update={"shielded": True})
    found = hidden(replace(snapshot, catalog=shielded))
    assert found == {"South": "", "East": "protects", "North": "too_few"}


def test_by_the_day_nothing_shields_another(snapshot: Snapshot) -> None:
    # Each day has four answers of several people: too few, and none is hidden for them.
    rows = frame(read(snapshot, "loyalty?period=all&grain=month"), "trend")
    assert set(rows["hidden"]) == {""}


def test_comments_have_their_day_alone(snapshot: Snapshot) -> None:
    rows = frame(read(snapshot, "loyalty?period=all"), "comments")
    assert (rows["submitted_at"].dt.hour == 0).all()
    told = page_json(read(snapshot, "loyalty?period=all"), snapshot.catalog)
    assert {len(row["submitted_at"]) for row in told["panels"]["comments"]["rows"]} == {10}


def test_what_is_hidden_does_not_say_of_how_many(snapshot: Snapshot) -> None:
    told = page_json(read(snapshot, "loyalty?period=all&by=shop"), snapshot.catalog)
    (row,) = (r for r in told["panels"]["by_segment"]["rows"] if r["segment"] == "North")
    assert (row["n"], row["hidden"]) == (None, "too_few")
    page = read(snapshot, "loyalty?period=all&shop=North")
    told = page_json(page, snapshot.catalog)
    words = [page.headline, page.rest, page.account, page.details, page.note]
    words += [told["panels"][key][name] for key in told["panels"] for name in ("subtitle", "note")]
    assert not [one for one in words if one and "11" in one]
    for key in ("distribution", "shares"):
        assert told["panels"][key]["note"] == "Answers of fewer than 10: not shown."
