"""Zendesk, HubSpot and Salesforce: pages, changes, deletions, and what a row becomes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from connections.services import hubspot
from tests.connections.conftest import Pull, Rows
from tests.connections.played_hubspot import HubSpot, feedback
from tests.connections.played_hubspot import ticket as hubspot_ticket
from tests.connections.played_salesforce import Salesforce, account, case, opportunity
from tests.connections.played_zendesk import Zendesk, ticket
from tests.connections.stand_in import standing_in


def test_zendesk(pulled: Pull, rows: Rows) -> None:
    service = Zendesk(
        ticket(1, "2026-03-05T10:00:00Z"),
        ticket(2, "2026-03-06T10:00:00Z", metric_set={"solved_at": None}, status="open"),
        ticket(3, "2026-03-07T10:00:00Z", group_id=None, satisfaction_rating={"score": "offered"}),
        ticket(4, "2026-03-07T10:00:00Z", status="deleted"),
    )
    with standing_in(service) as there:
        assert pulled("zendesk", there) == {"tickets": 3}
        first, second, third = rows("zendesk", "tickets")
        assert first == {
            "ticket_id": 1,
            "opened_at": datetime(2026, 3, 1, 8, tzinfo=UTC),
            "first_response_at": datetime(2026, 3, 1, 8, 30, tzinfo=UTC),
            "resolved_at": datetime(2026, 3, 1, 18, tzinfo=UTC),
            "status": "solved",
            "priority": "high",
            "channel": "email",
            "team": "Care",
            "agent": "Ann",
            "customer_id": "9001",
            "organization_id": None,
            "replies": 2,
            "reopens": 0,
            "satisfaction": "good",
            "satisfaction_comment": "Quick",
        }
        assert (second["resolved_at"], second["first_response_at"]) == (None, None)
        assert (third["team"], third["satisfaction"]) == (None, None)

        there.asked.clear()
        service.tickets[0] = ticket(1, "2026-03-08T10:00:00Z", priority="low")
        service.tickets[1] = ticket(2, "2026-03-08T11:00:00Z", status="deleted")
        assert pulled("zendesk", there) == {"tickets": 2}
        assert [(r["ticket_id"], r["priority"]) for r in rows("zendesk", "tickets")] == [
            (1, "low"),
            (3, "high"),
        ]
        start = next(one.query["start_time"] for one in there.asked if "start_time" in one.query)
        assert datetime.fromtimestamp(int(start), UTC) == datetime(2026, 3, 7, 9, tzinfo=UTC)


def test_nothing_yet_is_an_empty_table_with_its_columns(pulled: Pull, rows: Rows) -> None:
    service = Zendesk()
    with standing_in(service) as there:
        assert pulled("zendesk", there) == {"tickets": 0}
        service.tickets.append(ticket(1, "2026-03-05T10:00:00Z"))
        assert pulled("zendesk", there) == {"tickets": 1}
    assert rows("zendesk", "tickets")[0]["team"] == "Care"


def test_hubspot(pulled: Pull, rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubspot, "_LIMIT", 2)
    old, new = "2026-03-05T00:00:00.000Z", "2026-03-09T00:00:00.000Z"
    service = HubSpot(
        [hubspot_ticket(number, old) for number in (1, 2, 9, 10, 11)], [feedback(7, old, "9")]
    )
    with standing_in(service) as there:
        assert pulled("hubspot", there) == {"tickets": 5, "feedback": 1}
        assert rows("hubspot", "tickets")[2] == {
            "ticket_id": 9,
            "opened_at": datetime(2026, 3, 1, 8, tzinfo=UTC),
            "first_response_at": datetime(2026, 3, 1, 9, tzinfo=UTC),
            "resolved_at": None,
            "priority": "HIGH",
            "channel": "EMAIL",
            "category": None,
            "agent": "501",
        }
        answer = rows("hubspot", "feedback")[0]
        assert (answer["NPS score"], answer["CSAT score"], answer["comment"]) == ("9", None, "Fine")

        tickets = service.objects["tickets"]
        service.archived = [tickets.pop(0), tickets.pop(0)]  # a page each
        tickets[0] = hubspot_ticket(9, new, hs_ticket_priority="LOW")
        tickets.append(hubspot_ticket(12, new))
        assert pulled("hubspot", there) == {"tickets": 4, "feedback": 1}
    found = [(r["ticket_id"], r["priority"]) for r in rows("hubspot", "tickets")]
    assert found == [(9, "LOW"), (10, "HIGH"), (11, "HIGH"), (12, "HIGH")]


def test_salesforce_with_tokens_that_expire(pulled: Pull, rows: Rows) -> None:
    old, new = "2026-03-05T00:00:00.000+0000", "2026-03-09T00:00:00.000+0000"
    service = Salesforce(
        Case=[case(number, old) for number in range(1, 6)],
        Account=[account(old)],
        Opportunity=[opportunity(1, old, True), opportunity(2, old, False)],
    )
    service.expires = 2
    with standing_in(service) as there:
        assert pulled("salesforce", there) == {"cases": 5, "accounts": 1, "orders": 1}
        assert service.tokens == 3  # five answers, two a token
        assert rows("salesforce", "cases")[0] == {
            "ticket_id": "00001",
            "opened_at": datetime(2026, 3, 1, 8, tzinfo=UTC),
            "resolved_at": None,
            "status": "New",
            "priority": "High",
            "channel": "Phone",
            "category": None,
            "agent": "Ann",
            "customer_id": "001A",
        }
        assert rows("salesforce", "accounts")[0]["country"] == "Norway"
        assert rows("salesforce", "orders")[0]["amount"] == 100.5

        service.records["Case"][1] = case(2, new, IsDeleted=True)
        service.records["Opportunity"] = [opportunity(1, new, False), opportunity(2, new, True)]
        assert pulled("salesforce", there) == {"cases": 4, "accounts": 1, "orders": 1}
    assert [r["order_id"] for r in rows("salesforce", "orders")] == ["0062"]
