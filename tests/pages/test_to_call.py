"""The page To call: its words, its list, and the cases on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from data.query import compile
from data.query.each_customer import to_call
from data.query.each_customer.timeline import events
from data.scope import Span
from data.store.snapshots import Snapshot, open_snapshot
from metrics.series import parse_series
from pages.panel import Kind, Page, Panel
from pages.to_call.answers import answer_words
from pages.to_call.cases import with_cases
from pages.to_call.page import SHOWN
from pages.to_call.words import bad_words
from tests.data.company import HEAD, Company
from tests.pages.reading import read
from view.cases import Case
from view.pages import available_pages
from view.state import View

NPS, CSAT, NAN = parse_series("nps:0-10"), parse_series("csat:1-5"), float("nan")
DUE = date(2026, 12, 4)
VIEW = View(
    page="to-call", period="", span=Span(DUE, DUE), grain="day", grain_given=False,
    compare="none", filters=(), by="", metric="", weighted=False, scores=(), tables=(),
)  # fmt: skip
MAPPING = (
    HEAD
    + """
[privacy]
customers = "shown"

[sources.survey]
file = "survey.csv"

[feedback]
source = "survey"
columns = { response_id = "id", submitted_at = "at", metric = "metric", score = "score", customer_id = "who" }
"""  # noqa: E501
)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((NPS, 6, NAN, True), "detractor"),
        ((NPS, 0, 10, True), "detractor, 10 points lower"),
        ((NPS, 7, 10, False), "3 points lower"),
        ((NPS, 6, 8, True), "detractor"),
        ((CSAT, 3, 1, True), "below the positive range"),
        ((CSAT, 1, 4, True), "below the positive range, 3 points lower"),
    ],
)
def test_why_somebody_is_told_of(given: tuple[object, float, float, bool], expected: str) -> None:
    series, score, before, bad = given
    assert bad_words(series, score, before, bad=bad) == expected  # type: ignore[arg-type]


def test_the_page(snapshot: Snapshot) -> None:
    page = read(snapshot, "to-call?to=2026-08-15&from=2026-08-15&region=EMEA")
    assert page.details == "Answers of the 90 days to 15 Aug 2026"
    assert page.headline.startswith("EMEA: ") and len(page.headline.split()) <= 25
    (panel,) = page.panels
    number = int(page.headline.split()[1].replace(",", ""))
    assert (len(panel.frame), len(panel.rows)) == (SHOWN, number)
    assert panel.rows["annual_revenue"].is_monotonic_decreasing
    assert panel.rows["customer_id"].is_unique
    since = pd.Timestamp(2026, 8, 15) - panel.rows["answered"]
    assert (since.dt.days == panel.rows["days"]).all()
    assert panel.rows["days"].between(0, 89).all()


@pytest.mark.parametrize("most", [to_call.MOST, 150])
def test_the_list_says_how_much_of_it_is_seen_and_saved(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(to_call, "MOST", most)
    compile._compiled.cache_clear()
    page = read(snapshot, "to-call?to=2026-08-15&from=2026-08-15")
    compile._compiled.cache_clear()
    (panel,) = page.panels
    number = page.headline.split()[0]
    saved = "all" if most > 150 else "the first 150"
    order = "by what is at stake"
    assert panel.subtitle == f"the first 100 of {number}, {order}; the CSV has {saved}"
    assert len(panel.rows) == (int(number.replace(",", "")) if saved == "all" else 150)


def test_nobody_to_call(company: Company) -> None:
    text = "id,at,metric,score,who\n1,2026-01-05,nps,9,a\n2,2026-06-30,nps,8,b\n"
    page = read(open_snapshot(company.write(MAPPING, **{"survey.csv": text}).build()), "to-call")
    assert (
        page.headline == "Nobody to call: no last answer of 90 days was bad, or fell by 3 points."
    )
    assert page.panels == ()


def test_answers_of_one_moment_are_not_before_each_other(company: Company) -> None:
    rows = [("1", "2026-01-05", "nps", 7, "a"), ("2", "2026-01-05", "nps", 10, "a")]
    columns = ["id", "at", "metric", "score", "who"]
    company.write(MAPPING, survey_csv=pd.DataFrame(rows, columns=columns).to_csv(index=False))
    page = read(open_snapshot(company.build()), "to-call?period=all")
    assert page.headline.startswith("Nobody to call")


def test_within_filters_there_may_be_a_later_answer(company: Company) -> None:
    rows = [("1", "2026-01-05", "nps", 2, "a", "Mail"), ("2", "2026-02-06", "nps", 10, "a", "Web")]
    columns = ["id", "at", "metric", "score", "who", "channel"]
    mapping = MAPPING.replace('score = "score"', 'score = "score", channel = "channel"')
    company.write(mapping, survey_csv=pd.DataFrame(rows, columns=columns).to_csv(index=False))
    snapshot = open_snapshot(company.build())
    assert read(snapshot, "to-call?period=all").headline.startswith("Nobody to call: no last")
    said = read(snapshot, "to-call?period=all&channel=Mail").headline
    assert "their last answer of 90 days within the filters was bad or fell" in said


@pytest.mark.parametrize(
    "change",
    [
        {"customers_shown": False},
        {"anonymous": True},
        {"days_held": True},
        {"series": ("rating:1-5",)},
    ],
)
def test_only_where_single_customers_may_be_seen(
    snapshot: Snapshot, change: dict[str, object]
) -> None:
    assert "to-call" in available_pages(snapshot.catalog)
    assert "to-call" not in available_pages(snapshot.catalog.model_copy(update=change))


def listed(*answered: str) -> Page:
    """A page with customers a, b, c... who answered on these days, of whom it shows two."""
    every = pd.DataFrame(
        {"customer_id": list("abcdef")[: len(answered)], "answered": pd.to_datetime(list(answered))}
    )
    panel = Panel("to_call", Kind.TO_CALL, "", "", every.iloc[:2], every=every)
    return Page(VIEW, "", "", (panel,))


def case(number: int, who: str, closed_on: date | None = None) -> Case:
    return Case(number, who, "solved" if closed_on else "open", "ann", DUE, closed_on)


def test_the_case_under_way_else_one_closed_since_the_answer() -> None:
    page = listed(*["2026-10-05"] * 5)
    old, same, new = (date(2026, 10, day) for day in (4, 5, 6))
    cases = [
        case(1, "a"),
        case(2, "a", new),
        case(3, "b", old),
        case(4, "c", same),
        case(5, "d", same),
        case(6, "d", new),
        case(7, "z"),
    ]
    _, panel = with_cases(page, cases).panels
    assert panel.rows["case"].tolist() == [1, pd.NA, 4, 6, pd.NA]
    assert panel.rows["case_status"].tolist() == ["open", None, "solved", "solved", None]
    assert panel.rows["case_owner"].tolist() == ["ann", None, "ann", "ann", None]
    assert panel.rows["case_due"].tolist() == [DUE, None, DUE, DUE, None]
    assert panel.rows["case_closed"].tolist() == [None, None, same, new, None]
    assert panel.frame["case"].tolist() == [1, pd.NA]


def test_without_the_right_there_is_no_column() -> None:
    page = listed("2026-10-05")
    assert with_cases(page, None) is page
    _, panel = with_cases(page, ()).panels
    assert panel.rows["case"].isna().all()


def test_the_readers_own_cases_that_are_due_first_before_the_others() -> None:
    own = replace(case(1, "a"), own=True, cause="Waiting time")
    cases = [
        own,
        replace(own, number=2, customer_id="b", due=DUE - timedelta(days=9), overdue=True),
        replace(own, number=3, customer_id="c", closed_on=DUE),
        case(4, "d"),
    ]
    panel, _ = with_cases(listed("2026-10-05"), cases).panels
    assert panel.subtitle == "2 under way, 1 of them overdue; of all days, whatever the filters"
    assert panel.frame.to_numpy().tolist() == [
        [2, "b", "open", DUE - timedelta(days=9), True, "Waiting time"],
        [1, "a", "open", DUE, False, "Waiting time"],
    ]
    none, _ = with_cases(listed("2026-10-05"), cases[2:]).panels
    assert (none.subtitle, len(none.frame)) == ("none is under way", 0)
    elsewhere = replace(listed("2026-10-05"), view=replace(VIEW, page="customer"))
    assert with_cases(elsewhere, cases) is elsewhere


def test_the_answer_of_a_case_in_words_where_it_is_in_the_rows(snapshot: Snapshot) -> None:
    panel = read(snapshot, "to-call").panel("to_call")
    assert panel is not None
    every = (events(snapshot, who).assign(who=who) for who in panel.rows["customer_id"][:40])
    found = pd.concat([one[one["kind"] == "feedback"] for one in every])
    both = found[found["comment"].notna()].iloc[0]
    at, (metric, _, score) = both["at"], str(both["answer"]).partition("|")
    words = answer_words(snapshot, both["who"], both["id"])
    assert f"{metric.partition(':')[0].upper()} {float(score):g}" in words
    assert words.endswith(f" of {at.day} {at:%b %Y}: “{both['comment']}”")
    silent = found[found["comment"].isna()].iloc[0]
    words = answer_words(snapshot, silent["who"], silent["id"])
    assert words.endswith(f" of {silent['at'].day} {silent['at']:%b %Y}")
    other = found[found["who"] != both["who"]].iloc[0]
    assert answer_words(snapshot, both["who"], other["id"]) == ""
    assert answer_words(snapshot, both["who"], "") == ""
