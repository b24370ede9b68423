"""The page of an agent: own figures and the rest of the team, recounted from the files in plain
pandas, and nothing from which a single colleague can be computed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from access.reader import Reader
from access.rights import RIGHTS, Role
from data.frames import Tables
from data.scope import Span
from data.store.snapshots import Snapshot, open_snapshot
from pages.index import read_page
from pages.panel import Page
from server.seen import seen_by
from tests.data.company import HEAD, Company
from tests.pages.reading import figure, frame
from view.url import Parsed, parse

AGENT, TEAM = "Ada B.", "Frontline"
YEAR = Span(date(2025, 11, 1), date(2026, 10, 31))
TICKETS = """
[sources.t]
file = "t.csv"
[tickets]
source = "t"
[tickets.columns]
ticket_id = "id"
opened_at = "at"
resolved_at = "done"
agent = "who"
team = "team"
quality_score = "quality"
"""
ANSWERS = """
[sources.f]
file = "f.csv"
[feedback]
source = "f"
[feedback.columns]
response_id = "id"
customer_id = "customer"
submitted_at = "at"
metric = { constant = "csat" }
score = "score"
comment = "said"
agent = "who"
"""


def of_agent(snapshot: Snapshot, agent: str) -> Snapshot:
    reader = Reader(1, "somebody", Role.AGENT, RIGHTS[Role.AGENT], agent=agent)
    return seen_by(snapshot, reader)


def parsed(snapshot: Snapshot, query: str = "") -> Parsed:
    return parse("/my-work", query, snapshot.catalog)


def read(snapshot: Snapshot, agent: str, query: str = "") -> Page:
    own = of_agent(snapshot, agent)
    return read_page(own, parsed(own, query).view)


@pytest.fixture(scope="module")
def page(snapshot: Snapshot) -> Page:
    return read(snapshot, AGENT)


def test_own_figures_and_those_of_the_team_are_the_recount(page: Page, tables: Tables) -> None:
    rows = tables.tickets
    assert rows is not None
    end = pd.Timestamp(YEAR.end) + pd.Timedelta(days=1)
    done, opened = (
        rows[at].between(pd.Timestamp(YEAR.start), end, inclusive="left")
        for at in ("resolved_at", "opened_at")
    )
    team, own = rows["team"] == TEAM, rows["agent"] == AGENT
    cards = frame(page, "cards")
    for which, name in ((team & own, ""), (team & ~own, "base_")):
        solved = rows[done & which]
        alone = (solved["contacts"] == 1) & (solved["reopened"].astype(str).isin(["False", "no"]))
        found = figure(cards, metric="first_contact_resolution")
        assert found[f"{name}n"] == len(solved)
        assert found[f"{name}value"] == pytest.approx(100 * alone.mean())
        handled = rows[opened & which]["quality_score"].dropna()
        found = figure(cards, metric="quality_score")
        assert found[f"{name}n"] == len(handled)
        assert found[f"{name}value"] == pytest.approx(handled.mean())
    assert set(cards["verdict"]) == {"real", "noise"}
    assert cards["low"].notna().all()
    assert cards["change_low"].notna().all()


def test_nobody_else_is_named(page: Page, tables: Tables) -> None:
    assert tables.tickets is not None
    others = set(tables.tickets["agent"].dropna()) - {AGENT}
    told = " ".join(
        [page.headline, page.note, page.rest, page.account]
        + [f"{one.title} {one.note} {one.rows.to_csv()}" for one in page.panels]
    )
    assert not [one for one in others if one in told]
    assert TEAM in page.note


def test_months_are_recounted_each_beside_the_one_before(page: Page, tables: Tables) -> None:
    rows = tables.tickets
    assert rows is not None
    own = rows[(rows["agent"] == AGENT) & (rows["team"] == TEAM)]
    solved = own.dropna(subset=["resolved_at"])
    month = solved["resolved_at"].dt.to_period("M")
    alone = (solved["contacts"] == 1) & (solved["reopened"].astype(str).isin(["False", "no"]))
    share = 100 * alone.groupby(month).mean()
    found = frame(page, "months")
    assert len(found) == 12
    assert found["period"].is_monotonic_decreasing
    for _, row in found.iterrows():
        at = row["period"].to_period("M")
        assert row["value"] == pytest.approx(share[at])
        assert row["base_value"] == pytest.approx(share[at - 1])
    panel = page.panel("months")
    assert panel is not None
    assert panel.subtitle.startswith(("Streak: ", "No streak: "))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("from=2026-01-01&to=2026-03-31", Span(date(2026, 1, 1), date(2026, 3, 31))),
        ("from=2026-01-02&to=2026-03-30", Span(date(2026, 2, 1), date(2026, 2, 28))),
        ("from=2026-02-10&to=2026-02-12", Span(date(2026, 2, 1), date(2026, 2, 28))),
        ("from=2026-02-01&to=2026-02-27", Span(date(2026, 2, 1), date(2026, 2, 28))),
        (
            "period=last-7-days&grain=day&weighted=yes&compare=previous",
            Span(date(2026, 10, 1), YEAR.end),
        ),
        ("period=this-quarter", Span(date(2026, 10, 1), YEAR.end)),
    ],
)
def test_views_are_of_whole_months(snapshot: Snapshot, query: str, expected: Span) -> None:
    own = of_agent(snapshot, AGENT)
    view = parsed(own, query).view
    assert view.span == expected
    assert (view.grain, view.compare, view.weighted) == ("month", "rest", False)
    assert view.filters == ()


def test_no_day_of_a_month_under_way_is_shown(company: Company) -> None:
    own = of_agent(open_snapshot(tickets(company, {"A": 40, "B": 40, "C": 40, "D": 40})), "A")
    newest = own.catalog.newest_day
    assert newest.month == 3
    assert newest.day < 31
    for query in ("", "period=all", "period=this-month", f"from=2026-03-01&to={newest}"):
        assert parsed(own, query).view.span.end == date(2026, 2, 28)


def tickets(company: Company, each: dict[str, int], march: int = 10, **teams: str) -> Path:
    """January and February with so many tickets of each agent a month, and a part of March."""
    rng = np.random.default_rng(3)
    lines = ["id,at,done,who,team,quality"]
    for month, days in ((1, 28), (2, 28), (3, march)):
        for who, n in each.items():
            for number in range(n):
                day = f"2026-{month:02d}-{1 + number % days:02d}"
                quality = 50 + int(rng.integers(40))
                team = teams.get(who, "One")
                lines.append(
                    f"{who}{month}-{number},{day} 09:00,{day} 11:00,{who},{team},{quality}"
                )
    return company.write(HEAD + TICKETS, t_csv="\n".join(lines)).build()


@pytest.mark.parametrize(
    ("each", "told"),
    [
        ({"A": 40, "B": 40, "C": 40, "D": 40}, True),
        ({"A": 40, "B": 40, "C": 40}, False),  # of two others either could be told
        ({"A": 40, "B": 80}, False),
        ({"A": 40, "B": 3, "C": 3, "D": 3}, False),  # 9 rows a month
        ({"A": 40, "B": 4, "C": 4, "D": 4}, True),
    ],
)
def test_the_team_is_shown_where_three_others_stand_behind_it(
    company: Company, each: dict[str, int], told: bool
) -> None:
    page = read(open_snapshot(tickets(company, each)), "A", "period=all")
    row = figure(frame(page, "cards"), metric="quality_score")
    assert row["n"] == 80
    assert (row["base_n"] > 0, not np.isnan(row["base_value"])) == (told, told)
    assert (row["verdict"] == "too_few") != told
    assert ("could be computed" in page.note) != told


def test_one_month_of_a_single_colleague_hides_the_team_of_all(company: Company) -> None:
    """Else the view without that month, and the one with it, would tell that colleague's figure."""
    snapshot = open_snapshot(tickets(company, {"A": 40, "B": 40, "C": 40, "D": 40}))
    lines = (company.folder / "t.csv").read_text().splitlines()
    february = [one for one in lines if "2026-02" not in one or one.startswith(("A", "B"))]
    (company.folder / "t.csv").write_text("\n".join(february))
    cut = open_snapshot(company.build())
    for query, told in (
        ("from=2026-01-01&to=2026-01-31", True),
        ("from=2026-01-01&to=2026-02-28", False),
        ("from=2026-02-01&to=2026-02-28", False),
    ):
        row = figure(frame(read(cut, "A", query), "cards"), metric="quality_score")
        assert (row["base_n"] > 0) == told
        assert figure(frame(read(snapshot, "A", query), "cards"), metric="quality_score")["base_n"]


def test_other_teams_do_not_count(company: Company) -> None:
    each = {"A": 40, "B": 40, "C": 40, "D": 40, "E": 40}
    snapshot = open_snapshot(tickets(company, each, D="Two", E="Two"))
    row = figure(frame(read(snapshot, "A", "period=all"), "cards"), metric="quality_score")
    assert row["base_n"] == 0  # B and C alone


def test_whom_no_row_names_is_told_so(snapshot: Snapshot) -> None:
    page = read(snapshot, "Nobody N.")
    assert page.headline == "There is no work of yours in these data."
    assert page.panels == ()
    assert "“Nobody N.”" in page.details


@pytest.fixture
def answers(company: Company) -> Snapshot:
    """Answers of four agents without a team; customers write good and bad words to each."""
    lines = ["id,customer,at,score,said,who"]
    for month in (1, 2):
        for number in range(60):
            who, score = "ABCD"[number % 4], 5 if number % 3 else 1
            words = "Thank you for the help" if score == 5 else "I waited far too long"
            at = f"2026-{month:02d}-{1 + number % 28:02d}"
            line = f"{month}-{number},c{month}{number},{at},{score},{words} {who}{number},{who}"
            lines.append(line)
    return open_snapshot(company.write(HEAD + ANSWERS, f_csv="\n".join(lines)).build())


def test_answers_without_a_team_stand_beside_all_other_agents(answers: Snapshot) -> None:
    page = read(answers, "A", "from=2026-01-01&to=2026-01-31")
    row = figure(frame(page, "cards"), metric="csat")
    assert (row["n"], row["base_n"]) == (15, 45)
    assert row["value"] == pytest.approx(100 * 10 / 15)
    assert "beside all other agents" in page.note


def test_best_comments_are_own_and_of_content_customers(answers: Snapshot) -> None:
    page = read(answers, "A", "from=2026-01-01&to=2026-01-31")
    found = frame(page, "comments")
    assert set(found["score"]) == {5.0}
    assert len(found) == 10
    assert all(" A" in one and one.startswith("Thank you") for one in found["comment"])
    assert "customer_id" not in found
    assert "response_id" not in found
    assert found["submitted_at"].is_monotonic_decreasing
