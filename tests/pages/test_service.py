"""The service page of the sample company, recounted in plain pandas."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from data.frames import Tables
from data.store.snapshots import Snapshot, open_snapshot
from metrics.definitions import DEFINITIONS
from tests.data.company import LONG, Company
from tests.pages.reading import figure, frame, read
from tests.pages.test_totals import BEFORE, NOW, between
from view.pages import available_pages

CARDS = [  # first those that the overview has too
    *("first_contact_resolution", "first_response_time", "resolution_time", "tickets_opened"),
    *("first_response_business_time", "resolution_business_time", "sla_met"),
    *("resolution_rate", "reopen_rate", "handle_time", "average_speed_of_answer"),
    *("unanswered_calls", "tickets_resolved", "tickets_unsolved", "open_cases"),
    *("quality_score", "self_service_share", "transfers_per_contact", "tone_change"),
]


TICKETS = """
[sources.t]
file = "t.csv"
[tickets]
source = "t"
[tickets.columns]
ticket_id = "id"
opened_at = "at"
"""


@pytest.fixture(scope="module")
def tickets(tables: Tables) -> pd.DataFrame:
    assert tables.tickets is not None
    return tables.tickets


def test_every_metric_of_tickets_has_a_card(snapshot: Snapshot) -> None:
    page = read(snapshot, "service")
    rows = frame(page, "cards")
    carded = [key for key in rows["metric"] if not DEFINITIONS[key].beside]
    assert carded == CARDS
    assert set(frame(page, "sparklines")["metric"]) == set(CARDS)


def test_volumes_are_the_recount(snapshot: Snapshot, tickets: pd.DataFrame) -> None:
    rows = frame(read(snapshot, "service"), "cards")
    opened = figure(rows, metric="tickets_opened")
    assert opened["value"] == len(between(tickets, "opened_at", NOW))
    assert opened["base_value"] == len(between(tickets, "opened_at", BEFORE))
    contacts = between(tickets, "opened_at", NOW)["contacts"].sum()
    assert figure(rows, metric="interactions")["value"] == contacts
    answered = between(tickets, "opened_at", NOW)["answered"].dropna().astype(bool)
    assert figure(rows, metric="unanswered_calls")["value"] == pytest.approx(
        100 * (~answered).mean()
    )


def test_the_backlog_is_the_recount(snapshot: Snapshot, tickets: pd.DataFrame) -> None:
    rows = frame(read(snapshot, "service?team=Billing"), "backlog")
    own = tickets[tickets["team"].astype("str") == "Billing"]
    assert len(rows) == 12
    # A call that nobody answered, and nobody resolved, is no open case.
    gone = own["resolved_at"].isna() & ~own["answered"].fillna(True).astype(bool)
    named = ["period", "opened", "resolved", "unsolved", "open"]
    for start, opened, resolved, unsolved, left in rows[named].itertuples(index=False):
        end = start + pd.DateOffset(months=1)
        assert opened == ((own["opened_at"] >= start) & (own["opened_at"] < end)).sum()
        assert resolved == ((own["resolved_at"] >= start) & (own["resolved_at"] < end)).sum()
        came = (own["opened_at"] >= start) & (own["opened_at"] < end)
        assert unsolved == (came & gone).sum()
        assert left == ((own["opened_at"] < end) & ~(own["resolved_at"] < end) & ~gone).sum()


def test_a_breakdown_is_the_recount(snapshot: Snapshot, tickets: pd.DataFrame) -> None:
    rows = frame(read(snapshot, "service?metric=resolution_time&by=priority"), "by_segment")
    done = between(tickets, "resolved_at", NOW)
    hours = done["resolution_seconds"] / 3600  # of true time: clocks change
    for level, own in hours.groupby(done["priority"].astype("str")):
        row = figure(rows, segment=str(level))
        assert (row["n"], row["value"]) == (len(own), pytest.approx(own.median()))


def test_volume_by_channel(snapshot: Snapshot, tickets: pd.DataFrame) -> None:
    rows = frame(read(snapshot, "service"), "tickets_opened_by_channel")
    counted = between(tickets, "opened_at", NOW)["channel"].astype("str").value_counts()
    assert rows.set_index("segment")["value"].to_dict() == counted.to_dict()
    assert list(rows["value"]) == sorted(rows["value"], reverse=True)


def test_one_team_is_ranked_by_the_lower_end(snapshot: Snapshot, tickets: pd.DataFrame) -> None:
    """Wilson's lower ends of the share that was resolved at the first contact."""
    page = read(snapshot, "service?team=Billing&metric=first_contact_resolution")
    rows = frame(page, "agents")
    done = between(tickets, "resolved_at", NOW)
    done = done[(done["team"].astype("str") == "Billing") & done["contacts"].notna()]
    once = (done["contacts"] == 1) & ~done["reopened"].fillna(False).astype(bool)
    counted = once.groupby(done["agent"].astype("str")).agg(["sum", "count"])
    low, high = proportion_confint(counted["sum"], counted["count"], method="wilson")
    assert list(rows["segment"]) == list(low.sort_values(ascending=False).index)
    assert list(rows["rank"]) == list(range(1, len(rows) + 1))
    assert rows["low"].to_numpy() == pytest.approx(100 * np.sort(low.to_numpy())[::-1], abs=1e-6)
    assert rows["average"].to_numpy() == pytest.approx(100 * once.mean())
    assert "team" not in rows
    row = rows.iloc[0]
    others = once[done["agent"].astype("str") != row["segment"]]
    assert (row["base_n"], row["base_value"]) == (len(others), pytest.approx(100 * others.mean()))
    assert high.max() < 1


@pytest.mark.parametrize("metric", ["resolution_time", "sla_met"])
def test_agents_of_several_teams_stand_against_their_own(metric: str, snapshot: Snapshot) -> None:
    rows = frame(read(snapshot, f"service?metric={metric}"), "agents")
    teams = frame(read(snapshot, f"service?metric={metric}"), "teams")
    of_team = teams.set_index("segment")["value"]
    assert rows["average"].to_numpy() == pytest.approx(of_team[rows["team"]].to_numpy())
    more = DEFINITIONS[metric].higher_is_better
    end = rows["change_low" if more else "change_high"]
    assert end.is_monotonic_decreasing if more else end.is_monotonic_increasing
    assert rows["team"].nunique() == 4


def test_medians_stand_against_the_team(snapshot: Snapshot, tickets: pd.DataFrame) -> None:
    rows = frame(read(snapshot, "service?metric=resolution_time"), "agents")
    done = between(tickets, "resolved_at", NOW)
    hours = done["resolution_seconds"] / 3600  # of true time: clocks change
    team, agent = done["team"].astype("str"), done["agent"].astype("str")
    for row in rows.itertuples():
        own = hours[(team == row.team) & (agent == row.segment)].median()
        assert row.value == pytest.approx(own)
        others = hours[(team == row.team) & (agent != row.segment)].median()
        assert row.change == pytest.approx(own - others)


@pytest.mark.parametrize("metric", ["first_contact_resolution", "resolution_time"])
def test_the_list_is_of_all_whomever_the_view_is_about(metric: str, snapshot: Snapshot) -> None:
    """A view of one agent, or of a team, ranks the same agents and teams with the same figures."""
    whole = read(snapshot, f"service?metric={metric}")
    agents, teams = frame(whole, "agents"), frame(whole, "teams")
    name = agents["segment"].iloc[3].replace(" ", "+")
    of_one = read(snapshot, f"service?metric={metric}&agent={name}")
    pd.testing.assert_frame_equal(frame(of_one, "agents"), agents)
    pd.testing.assert_frame_equal(frame(of_one, "teams"), teams)
    of_team = read(snapshot, f"service?metric={metric}&team=Billing")
    pd.testing.assert_frame_equal(frame(of_team, "teams"), teams)
    assert set(frame(of_team, "agents")["segment"]) == set(
        agents.loc[agents["team"] == "Billing", "segment"]
    )


def test_nobody_is_ranked_below_the_minimum(snapshot: Snapshot) -> None:
    link = "service?metric=sla_met&team=Billing&from=2026-10-25&to=2026-10-31"
    rows = frame(read(snapshot, link), "agents")
    few = rows[rows["n"] < snapshot.catalog.minimum_n]
    assert len(few)
    assert (few["rank"] == 0).all()
    assert few[["value", "low", "high", "change"]].isna().all(axis=None)
    assert (rows.loc[rows["rank"] > 0, "n"] >= snapshot.catalog.minimum_n).all()


def test_what_has_no_better_is_not_ranked(snapshot: Snapshot) -> None:
    """Volume is shown by any dimension, but agents are ranked by the first metric that can."""
    page = read(snapshot, "service?metric=tickets_opened&by=team")
    assert set(frame(page, "by_segment")["metric"]) == {"tickets_opened"}
    assert set(frame(page, "agents")["metric"]) == {"first_contact_resolution"}


def test_what_tickets_do_not_have_is_left_out_and_said(snapshot: Snapshot) -> None:
    page, whole = read(snapshot, "service?touchpoint=Billing"), read(snapshot, "service")
    assert page.headline == whole.headline
    assert page.note.startswith("Touchpoint does not apply to Service; it is left out here.")
    pd.testing.assert_frame_equal(frame(page, "cards"), frame(whole, "cards"))


def test_a_dimension_of_feedback_alone_gives_way(snapshot: Snapshot) -> None:
    assert set(frame(read(snapshot, "service?by=survey"), "by_segment")["dimension"]) == {"region"}


def test_few_columns_give_a_short_page(company: Company) -> None:
    """Tickets with nothing but their opening: their number, and no panel that needs more."""
    rows = "".join(f"t{i},2024-01-{1 + i % 28:02d}\n" for i in range(40))
    mapping = LONG + TICKETS
    company.write(mapping, survey_csv="id,date,score\n1,2024-01-05,9\n", t_csv=f"id,at\n{rows}")
    found = open_snapshot(company.build())
    page = read(found, "service?period=all&compare=none")
    assert [panel.key for panel in page.panels] == ["cards", "sparklines", "trend"]
    assert page.headline == "The number of tickets opened is 40."


def test_it_needs_tickets(company: Company) -> None:
    company.write(LONG, survey_csv="id,date,score\n1,2024-01-05,9\n")
    assert "service" not in available_pages(open_snapshot(company.build()).catalog)
