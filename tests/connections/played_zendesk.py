"""Zendesk's incremental export, as its documentation shows it: two tickets a page."""

from __future__ import annotations

from datetime import datetime

from tests.connections.stand_in import Answer, Asked, Json


def ticket(number: int, changed: str, **more: Json) -> Json:
    """A ticket as the export has it, with what a pull leaves alone as well."""
    return {
        "id": number,
        "url": f"https://acme.zendesk.com/api/v2/tickets/{number}.json",
        "subject": "Where is my parcel?",
        "created_at": f"2026-03-0{number}T08:00:00Z",
        "updated_at": changed,
        "generated_timestamp": int(datetime.fromisoformat(changed).timestamp()),
        "status": "solved",
        "priority": "high",
        "via": {"channel": "email", "source": {"from": {}, "to": {}, "rel": None}},
        "group_id": 71,
        "assignee_id": 11,
        "requester_id": 9000 + number,
        "organization_id": None,
        "satisfaction_rating": {"score": "good", "id": 1, "comment": "Quick"},
        "custom_fields": [{"id": 27642, "value": "745"}],
        "metric_set": {
            "solved_at": f"2026-03-0{number}T18:00:00Z",
            "replies": 2,
            "reopens": 0,
            "reply_time_in_minutes": {"calendar": 30, "business": 5},
        },
        **more,
    }


class Zendesk:
    """Holds tickets, and answers as Zendesk would."""

    def __init__(self, *tickets: Json) -> None:
        self.tickets = list(tickets)

    def __call__(self, asked: Asked, address: str) -> Answer:
        if asked.path == "/api/v2/incremental/tickets/cursor.json":
            return self._export(asked, address)
        last = "page[after]" in asked.query
        meta = {"has_more": not last, "after_cursor": "next"}
        if asked.path == "/api/v2/groups.json":
            groups = [{"id": 72, "name": "Billing"}] if last else [{"id": 71, "name": "Care"}]
            return Answer({"groups": groups, "meta": meta, "links": {"next": address}})
        assert asked.path == "/api/v2/users.json", asked.path
        assert asked.query["role[]"] == "agent,admin"
        users = [] if last else [{"id": 11, "name": "Ann", "email": "ann@example.org"}]
        return Answer({"users": users, "meta": meta, "links": {"next": address}})

    def _export(self, asked: Asked, address: str) -> Answer:
        assert asked.query["include"] == "metric_sets"
        assert ("cursor" in asked.query) != ("start_time" in asked.query)
        start, skip = (int(v) for v in asked.query.get("cursor", "0|0").split("|"))
        start = start or int(asked.query["start_time"])
        rows = sorted(self.tickets, key=lambda one: one["generated_timestamp"])
        rows = [one for one in rows if one["generated_timestamp"] >= start][skip:]
        cursor = f"{start}|{skip + 2}"
        return Answer(
            {
                "tickets": rows[:2],
                "after_url": f"{address}/api/v2/incremental/tickets/cursor.json?cursor={cursor}",
                "after_cursor": cursor,
                "before_url": None,
                "before_cursor": None,
                "end_of_stream": len(rows) <= 2,
            }
        )
