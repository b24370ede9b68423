"""What whole tables are, by tables made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import pytest

from detection.column import Choice
from detection.tables.interview import Interview, Open
from detection.tables.joins import with_customers, with_people
from detection.tables.profile import Profile
from detection.tables.reading import read_table
from detection.tables.segments import order_of, why_not
from detection.tables.table import TableReading
from tests.detection.columns import TODAY, of_rows

Table = Mapping[str, Sequence[str]]
N = 60
DAYS = [f"2026-{1 + i % 9:02d}-{1 + i % 28:02d}" for i in range(N)]
LATER = [f"2026-{1 + i % 9:02d}-{1 + i % 28:02d} 18:00" for i in range(N)]
IDS = [f"T{1000 + i}" for i in range(N)]
PEOPLE = [f"C{i % 25:03d}" for i in range(N)]
SIDES = ["North", "South", "East"] * (N // 3)
STARS = ["5", "4", "5", "3", "4", "1"] * (N // 6)


def profiles(**tables: Table) -> dict[str, list[Profile]]:
    return {
        name: [Profile(of_rows(list(texts), column), TODAY) for column, texts in table.items()]
        for name, table in tables.items()
    }


def read(
    given: Mapping[str, str] | None = None, **tables: Table
) -> tuple[dict[str, tuple[TableReading, ...]], list[Open]]:
    interview, known = Interview(given or {}), profiles(**tables)
    found = {
        name: read_table(name, known, pd.DataFrame(table), interview)
        for name, table in tables.items()
    }
    return found, interview.open


def test_tickets_have_an_opening_and_an_end() -> None:
    table = {"Ticket": IDS, "Created at": DAYS, "Solved at": LATER, "Group": SIDES}
    found, asked = read(desk=table)
    (tickets,) = found["desk"]
    assert tickets.table == "tickets"
    columns = {role: one.column for role, one in tickets.fields.items()}
    assert columns == {"ticket_id": "Ticket", "opened_at": "Created at", "resolved_at": "Solved at"}
    assert [one.column for one in tickets.segments] == ["Group"]
    assert asked == []


def test_tickets_with_satisfaction_are_feedback_as_well() -> None:
    table = {"Ticket": IDS, "Created": DAYS, "Solved": LATER, "Satisfaction (1-5)": STARS}
    found, asked = read({"desk.submitted_at": "2"}, desk=table)
    assert [one.table for one in found["desk"]] == ["tickets", "feedback"]
    assert found["desk"][1].fields["response_id"].column == "Ticket"
    assert asked == []


def test_an_event_log_becomes_tickets() -> None:
    cases = [f"Case {i // 4}" for i in range(N)]
    events = ["Opened", "Assigned", "Waiting", "Resolved"] * (N // 4)
    found, asked = read(log={"case id": cases, "timestamp": LATER, "activity": events})
    (tickets,) = found["log"]
    assert tickets.log is not None
    assert (tickets.log.ticket, tickets.log.resolved) == ("case id", "Resolved")
    assert asked == []


def test_which_event_resolves_a_ticket_is_asked_where_none_says_so() -> None:
    cases = [f"Case {i // 4}" for i in range(N)]
    events = ["Opened", "Assigned", "Waiting", "Done"] * (N // 4)
    _, asked = read(log={"case id": cases, "timestamp": LATER, "activity": events})
    assert [one.options for one in asked] == [("Opened", "Assigned", "Waiting", "Done")]


def test_amounts_of_orders_may_be_in_a_second_table() -> None:
    orders = {"order id": IDS, "customer id": PEOPLE, "order date": DAYS}
    paid = {"order id": IDS + IDS, "payment value": ["10.50", "3.20"] * N}
    found, _ = read(orders=orders, payments=paid)
    (read_orders,) = found["orders"]
    assert read_orders.amounts is not None
    assert (read_orders.amounts.source, read_orders.amounts.column) == ("payments", "payment value")
    assert found["payments"] == ()


def test_a_response_finds_its_customer_by_the_order() -> None:
    orders = {"order id": IDS, "customer id": PEOPLE, "order date": DAYS, "amount": ["9.5"] * N}
    answers = {"order": IDS, "day": DAYS, "satisfaction (1-5)": STARS}
    found, _ = read(orders=orders, answers=answers)
    known = profiles(orders=orders, answers=answers)
    found, joins = with_customers(found, known)
    (feedback,) = found["answers"]
    assert feedback.fields["customer_id"].column == "orders.customer id"
    assert [(one.source, one.column, one.key) for one in joins["answers"]] == [
        ("orders", "order", "order id")
    ]


def test_who_a_customer_is_is_asked_and_others_follow() -> None:
    rows = [f"R{i:03d}" for i in range(N)]
    people = [f"P{max(i, 2):03d}" for i in range(N)]  # one has three rows
    customers = {"customer_id": rows, "customer_unique_id": people, "state": SIDES}
    answers = {"customer_id": rows, "day": DAYS, "satisfaction (1-5)": STARS}
    _, asked = read(customers=customers, answers=answers)
    assert [one.options for one in asked] == [("customer_id", "customer_unique_id")]
    found, asked = read({"customers.customer_id": "2"}, customers=customers, answers=answers)
    assert asked == []
    found, joins = with_people(found, {}, profiles(customers=customers, answers=answers))
    (feedback,) = found["answers"]
    assert feedback.fields["customer_id"].column == "customers.customer_unique_id"
    assert joins["answers"][0].key == "customer_id"


def test_a_survey_with_a_row_an_answer() -> None:
    questions = ["Would you recommend us? (0-10)", "How satisfied are you? (1-5)"] * (N // 2)
    given = ["9", "4"] * (N // 2)
    respondents = [f"R{i // 2}" for i in range(N)]
    table = {"respondent": respondents, "question": questions, "answer": given, "date": DAYS}
    found, asked = read(survey=table)
    (feedback,) = found["survey"]
    assert feedback.long is not None
    metrics = {question: score.metric for question, score in feedback.long.scores.items()}
    assert metrics == {questions[0]: "nps", questions[1]: "csat"}
    assert feedback.fields["response_id"].column == "respondent"
    assert asked == []


@pytest.mark.parametrize("given", ["1 2 3 4 3 1", "1,0 1,5 2,0 3,5 2,0 1,0"])
def test_which_way_a_scale_goes_is_asked_and_done(given: str) -> None:
    table = {"Datum": DAYS, "Aufwand": given.split() * (N // 6)}
    _, (asked,) = read(s=table)
    assert asked.options[0] == asked.options[1] + ", with the lowest as the best"
    turned, as_it_is = (read({"s.Aufwand.score": n}, s=table)[0]["s"][0].questions for n in "12")
    assert turned[0].score.values[given.split()[0]] in "45"
    assert not as_it_is[0].score.values


def test_yes_to_a_bad_thing_is_asked_by_its_best_answer() -> None:
    table = {"Datum": DAYS, "War es schwierig?": ["ja", "nein"] * (N // 2)}
    _, (asked,) = read(s=table)
    assert asked.options[:2] == (
        "CES on 0-1, with 'nein' as the best",
        "CES on 0-1, with 'ja' as the best",
    )
    found, _ = read({asked.key: "2"}, s=table)
    assert found["s"][0].questions[0].score.values == {"ja": "1", "nein": "0"}


def test_without_a_date_the_day_is_asked() -> None:
    table = {"satisfaction (1-5)": STARS, "side": SIDES}
    found, asked = read(survey=table)
    assert found["survey"] == ()
    assert [(one.key, one.options) for one in asked] == [("survey.submitted_at", ())]
    found, asked = read({"survey.submitted_at": "2026-05-31"}, survey=table)
    assert found["survey"][0].fields["submitted_at"].day == "2026-05-31"
    assert asked == []


def test_dates_that_cannot_be_read_are_named() -> None:
    days = [f"{1 + i % 28:02d}.03.2026 10:00 CEST" for i in range(N)]
    _, (asked,) = read(survey={"Erstellt am": days, "Satisfaction (1-5)": STARS})
    assert asked.key == "survey.submitted_at"
    assert "look like dates: 'Erstellt am' ('01.03.2026 10:00 CEST')" in asked.evidence
    assert why_not(Profile(of_rows(days), TODAY)).startswith("looks like dates, but '01.03.2026")


def test_of_two_dates_that_say_nothing_one_is_asked() -> None:
    _, asked = read(survey={"satisfaction (1-5)": STARS, "when a": DAYS, "when b": LATER})
    assert [one.options for one in asked] == [("when a", "when b")]


def test_no_more_than_three_questions_and_the_rest_is_left_out() -> None:
    interview, open_one = Interview({"sure": "2"}), Choice(("a", "b"), sure=False)
    assert interview.choose("sure", "?", Choice(("a", "b")), str) == "b"  # changed, never asked
    chosen = [interview.choose(f"q{number}", "?", open_one, str) for number in range(4)]
    assert chosen == ["a", "a", "a", None]
    assert [one.key for one in interview.open] == ["q0", "q1", "q2"]
    assert [(one.key, one.chosen) for one in interview.others] == [("sure", 2)]


@pytest.mark.parametrize(
    ("levels", "ordered"),
    [
        (["50+", "<10", "10-49"], ("<10", "10-49", "50+")),
        (["60 and more", "under 18", "18 to 59"], ("under 18", "18 to 59", "60 and more")),
        (["North", "South"], ()),
        (["1", "2", "3"], ()),
    ],
)
def test_levels_that_begin_with_numbers_stand_in_their_order(
    levels: list[str], ordered: tuple[str, ...]
) -> None:
    assert order_of(levels) == ordered


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        (SIDES, ""),
        (["all"] * N, "the same in all rows"),
        (IDS, "another value in each row"),
        ([f"{i / 7:.2f}" for i in range(12)] * 5, "numbers"),
        ([f"I waited {i} minutes and nobody came to help me" for i in range(N)], "own words"),
    ],
)
def test_what_is_broken_down_by(texts: list[str], why: str) -> None:
    found = why_not(Profile(of_rows(texts, "group"), TODAY))
    assert (why in found) if why else found == ""


def test_a_comment_belongs_to_a_question_wherever_it_stands() -> None:
    words = [f"It took {i} days and I had to call again" for i in range(N)]
    table = {"day": DAYS, "satisfaction (1-5)": STARS, "side": SIDES, "comment": words}
    found, _ = read(survey=table)
    (feedback,) = found["survey"]
    assert [question.comment for question in feedback.questions] == ["comment"]
    assert "comment" not in feedback.fields
