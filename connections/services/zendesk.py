"""Zendesk: tickets, with their times and ratings, by its incremental export.

developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports: 10 requests a
minute, a cursor a page, deleted tickets have the status `deleted`; `metric_sets` come with each.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from connections.answers import as_text
from connections.service import (
    WEEKLY,
    Access,
    Configuration,
    Json,
    Option,
    Service,
    Signature,
    typed,
)

_TICKETS = """
    SELECT id AS ticket_id, opened_at, first_response_at, resolved_at, status, priority, channel,
        g.name AS team, coalesce(u.name, agent_id) AS agent, customer_id, organization_id, replies,
        reopens, satisfaction, satisfaction_comment
    FROM tickets t LEFT JOIN teams g USING (team_id) LEFT JOIN agents u USING (agent_id)
    ORDER BY opened_at, id
"""


def _sign(_: str, options: Mapping[str, str], secrets: Mapping[str, str]) -> Signature:
    known = b64encode(f"{options['user']}/token:{secrets['TOKEN']}".encode()).decode()
    return Signature("Authorization", lambda: f"Basic {known}")


def configure(access: Access) -> Configuration:
    """Tickets that changed; the names of all agents and groups."""
    from connections.paging import UntilEnd

    since = access.since.get("tickets", datetime(2000, 1, 1, tzinfo=UTC))
    names = {
        "type": "cursor",
        "cursor_path": "meta.after_cursor",
        "cursor_param": "page[after]",
        "has_more_path": "meta.has_more",
    }
    return {
        "client": {"base_url": f"{access.address}/api/v2/"},
        "resources": [
            {
                "name": "tickets",
                "columns": typed(
                    text="status priority channel team_id agent_id customer_id organization_id "
                    "satisfaction satisfaction_comment",
                    timestamp="opened_at first_response_at resolved_at",
                    bigint="id replies reopens",
                    newest="changed_at",
                    gone="deleted",
                ),
                "endpoint": {
                    "path": "incremental/tickets/cursor.json",
                    "params": {"start_time": int(since.timestamp()), "include": "metric_sets"},
                    "data_selector": "tickets",
                    "paginator": UntilEnd(),
                },
                "processing_steps": [{"map": _ticket}],
            },
            {
                "name": "teams",
                "primary_key": "team_id",
                "write_disposition": "replace",
                "columns": typed(text="team_id name"),
                "endpoint": {
                    "path": "groups.json",
                    "params": {"page[size]": 100},
                    "data_selector": "groups",
                    "paginator": names,
                },
                "processing_steps": [{"map": lambda one: _named(one, "team_id")}],
            },
            {
                "name": "agents",
                "primary_key": "agent_id",
                "write_disposition": "replace",
                "columns": typed(text="agent_id name"),
                "endpoint": {
                    "path": "users.json",
                    "params": {"page[size]": 100, "role[]": ["agent", "admin"]},
                    "data_selector": "users",
                    "paginator": names,
                },
                "processing_steps": [{"map": lambda one: _named(one, "agent_id")}],
            },
        ],
    }


def _ticket(ticket: Json) -> Json:
    metrics = ticket.get("metric_set") or {}
    rated = ticket.get("satisfaction_rating") or {}
    good = {"good": "good", "bad": "bad"}.get(str(rated.get("score")).split("_")[0])
    minutes = (metrics.get("reply_time_in_minutes") or {}).get("calendar")
    opened = datetime.fromisoformat(ticket["created_at"])
    return {
        "id": ticket["id"],
        "opened_at": opened,
        "first_response_at": None if minutes is None else opened + timedelta(minutes=minutes),
        "resolved_at": metrics.get("solved_at"),
        "status": ticket["status"],
        "priority": ticket.get("priority"),
        "channel": (ticket.get("via") or {}).get("channel"),
        "team_id": as_text(ticket.get("group_id")),
        "agent_id": as_text(ticket.get("assignee_id")),
        "customer_id": as_text(ticket.get("requester_id")),
        "organization_id": as_text(ticket.get("organization_id")),
        "replies": metrics.get("replies"),
        "reopens": metrics.get("reopens"),
        "satisfaction": good,
        "satisfaction_comment": rated.get("comment") if good else None,
        "changed_at": datetime.fromtimestamp(ticket["generated_timestamp"], UTC),
        "deleted": ticket["status"] == "deleted",
    }


def _named(one: Json, key: str) -> Json:
    return {key: as_text(one["id"]), "name": one["name"]}


SERVICE = Service(
    title="Zendesk",
    secrets=("TOKEN",),
    options=(
        Option("subdomain", r"[a-z0-9-]+", "acme, where Zendesk is at acme.zendesk.com"),
        Option("user", r"[^\s:/]+@[^\s:/]+", "the mail address that the token was made by"),
    ),
    address=lambda options: f"https://{options['subdomain']}.zendesk.com",
    sign=_sign,
    configure=configure,
    tables={"tickets": _TICKETS},
    cursors={"tickets": "changed_at"},
    whole_after=WEEKLY,
)
