"""HubSpot's search and its list of what was archived."""

from __future__ import annotations

import json
from datetime import datetime

from tests.connections.stand_in import Answer, Asked, Json


def ticket(number: int, changed: str, **properties: Json) -> Json:
    return {
        "id": str(number),
        "properties": {
            "hs_object_id": str(number),
            "createdate": "2026-03-01T08:00:00.000Z",
            "closed_date": "",
            "first_agent_reply_date": "2026-03-01T09:00:00Z",
            "hs_ticket_priority": "HIGH",
            "hs_ticket_category": None,
            "source_type": "EMAIL",
            "hubspot_owner_id": "501",
            "hs_lastmodifieddate": changed,
            **properties,
        },
        "createdAt": "2026-03-01T08:00:00.000Z",
        "updatedAt": changed,
        "archived": False,
    }


def feedback(number: int, changed: str, score: str) -> Json:
    return {
        "id": str(number),
        "properties": {
            "hs_object_id": str(number),
            "hs_submission_timestamp": changed,
            "hs_survey_type": "NPS",
            "hs_survey_name": "Spring",
            "hs_survey_channel": "EMAIL",
            "hs_value": score,
            "hs_content": "Fine",
            "hs_lastmodifieddate": changed,
        },
    }


class HubSpot:
    """Objects by kind, those that were archived, and where a page ends."""

    def __init__(self, tickets: list[Json], answers: list[Json]) -> None:
        self.objects = {"tickets": tickets, "feedback_submissions": answers}
        self.archived: list[Json] = []

    def __call__(self, asked: Asked, _: str) -> Answer:
        kind, _, search = asked.path.removeprefix("/crm/v3/objects/").partition("/")
        if not search:
            assert asked.query["archived"] == "true"
            rows = self.archived if kind == "tickets" else []
            first = int(asked.query.get("after", 0))
            more = {"paging": {"next": {"after": str(first + 1)}}} if first + 1 < len(rows) else {}
            return Answer({"results": rows[first : first + 1], **more})
        wanted = json.loads(asked.body)
        least, since = 0, 0.0
        for one in wanted["filterGroups"][0]["filters"]:
            if one["propertyName"] == "hs_object_id":
                assert one["operator"] == "GT"
                least = int(one["value"])
            else:
                assert (one["propertyName"], one["operator"]) == ("hs_lastmodifieddate", "GTE")
                since = int(one["value"]) / 1000
        assert wanted["sorts"] == [{"propertyName": "hs_object_id", "direction": "ASCENDING"}]
        rows = [
            one
            for one in sorted(self.objects[kind], key=lambda one: int(one["id"]))
            if int(one["id"]) > least
            and datetime.fromisoformat(one["properties"]["hs_lastmodifieddate"]).timestamp()
            >= since
        ]
        page = rows[: wanted["limit"]]
        assert set(wanted["properties"]) <= set(page[0]["properties"]) if page else True
        return Answer({"total": len(rows), "results": page})
