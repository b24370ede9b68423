"""Did it help: what the panel says of contacts, counted by hand."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from data.query import compile
from data.query.each_customer.answered_next import _answered_next
from data.scope import Span
from data.store.snapshots import Snapshot, open_snapshot
from pages.panel import Panel
from pages.to_call.helped import helped_panel, with_helped
from tests.data.company import Company
from tests.pages.test_to_call import DUE, case, listed
from tests.query.test_customer_questions import DIALECTS
from tests.query.test_to_call import COMPANY

FIRST = date(2026, 1, 10)
END = date(2026, 10, 31)


def company_of(company: Company, pairs: int, better: float) -> Snapshot:
    """Pairs of customers who scored 3; each contacted one scores more later, one of five stays."""
    answers, people = [f"0,{END},nps,9,z"], ["z,2020-01-01,,"]
    for number in range(pairs):
        day = FIRST + timedelta(days=number % 20)
        for who, later in (("c", 5 + number % 3 + better), ("o", 5 + number % 3)):
            name = f"{who}{number}"
            answers.append(f"{name}a,{day},nps,3,{name}")
            answers.append(f"{name}b,{day + timedelta(days=60)},nps,{later:g},{name}")
            gone = day + timedelta(days=70) if who == "o" and number % 5 else ""
            people.append(f"{name},2020-01-01,{gone},")
    files = {
        "survey_csv": "\n".join(["id,at,metric,score,who", *answers]),
        "crm_csv": "\n".join(["who,since,left,pays", *people]),
        "log_csv": f"id,who,at,done\n1,z,{END},\n",
    }
    return open_snapshot(company.write(COMPANY, **files).build())


def contacts(pairs: int) -> dict[str, date]:
    """The day of each contact, two after the answer."""
    return {f"c{n}": FIRST + timedelta(days=n % 20 + 2) for n in range(pairs)}


def rows(panel: Panel) -> list[dict[Hashable, Any]]:
    return panel.frame.astype(object).to_dict("records")


def test_what_came_of_them(company: Company) -> None:
    panel = helped_panel(contacts(40), company_of(company, 40, better=2))
    score, stays = rows(panel)
    # 5, 6, 7 in turn: 14 times 5, 13 times 6 and 7; two more where they were contacted.
    assert (score["outcome"], score["n"], score["verdict"]) == ("Next NPS score", 40, "real")
    assert (score["others"], score["contacted"]) == pytest.approx((5.975, 7.975))
    assert (stays["outcome"], stays["n"]) == ("Still a customer after 90 days", 40)
    assert (stays["contacted"], stays["others"], stays["verdict"]) == (100, 20, "real")
    assert panel.subtitle == "40 customers contacted in two years"
    assert "not drawn by lot" in panel.note


def test_too_few_are_told_nothing_of(company: Company) -> None:
    found = company_of(company, 9, better=2)
    late = contacts(9) | {"c0": END - timedelta(days=89)}
    panel = helped_panel(late, found)
    assert panel.frame["verdict"].tolist() == ["too_few"] * 2
    assert panel.frame["least"].tolist() == [10, 10]
    assert panel.frame[["n", "contacted", "others", "change", "low", "high"]].isna().all(axis=None)
    assert (panel.frame["seen"] > 0).all()
    assert (
        panel.subtitle
        == "9 customers contacted in two years; 1 of them not yet followed for 90 days"
    )


def test_the_first_contact_of_each_customer_counts(company: Company) -> None:
    found = company_of(company, 12, better=0)
    cases = [
        replace(case(number, who), contacted_on=day)
        for number, (who, day) in enumerate(contacts(12).items())
    ]
    again = replace(case(99, "c0"), contacted_on=END)
    page = with_helped(listed("2026-10-05"), [again, *cases], found)
    panel = page.panel("helped")
    assert panel is not None
    assert panel.frame["n"].tolist() == [12, 12]
    assert panel.frame["verdict"].tolist()[0] == "noise"
    assert panel.frame["change"].tolist()[0] == 0
    same = listed("2026-10-05")
    for none in (None, (), [case(1, "a"), case(2, "b", DUE)]):
        assert with_helped(same, none, found) is same


def test_strangers_and_the_silent_are_in_no_pair(company: Company) -> None:
    found = company_of(company, 12, better=0)
    days = contacts(12)
    for who in ("nobody", "z"):
        days |= {who: Span(FIRST, END).start}
    assert helped_panel(days, found).frame["n"].tolist() == [12, 12]
    alone = helped_panel({"nobody": FIRST}, found)
    assert alone.frame["verdict"].tolist() == ["too_few"] * 2


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("shape", [("region", True), ("", False)])
def test_it_compiles_for_every_engine(shape: tuple[str, bool], dialect: str) -> None:
    assert "rows0" in compile._compiled(_answered_next, dialect, shape).text
