"""HubSpot: tickets and feedback of its surveys, by its CRM search.

developers.hubspot.com/docs/api/crm/search: 200 rows a page, the first 10,000 of a search, filters
by `hs_lastmodifieddate` and `hs_object_id`. What was deleted is listed as archived for 90 days.
"""

from __future__ import annotations

from collections.abc import Callable

from connections.service import WEEKLY, Access, Configuration, Json, Service, bearer, typed

_LIMIT = 200
_TICKET = {
    "opened_at": "createdate",
    "first_response_at": "first_agent_reply_date",
    "resolved_at": "closed_date",
    "priority": "hs_ticket_priority",
    "channel": "source_type",
    "category": "hs_ticket_category",
    "agent": "hubspot_owner_id",
}
_FEEDBACK = {
    "submitted_at": "hs_submission_timestamp",
    "survey_type": "hs_survey_type",
    "survey_name": "hs_survey_name",
    "survey_channel": "hs_survey_channel",
    "score": "hs_value",
    "comment": "hs_content",
}
_ANSWERS = """
    SELECT id AS response_id, submitted_at, survey_name, survey_channel AS channel,
        CASE survey_type WHEN 'NPS' THEN score END AS "NPS score",
        CASE survey_type WHEN 'CSAT' THEN score END AS "CSAT score",
        CASE survey_type WHEN 'CES' THEN score END AS "CES score", comment
    FROM feedback_submissions ORDER BY id
"""


def configure(access: Access) -> Configuration:
    """What changed, and what was archived."""
    return {
        "client": {"base_url": f"{access.address}/crm/v3/objects/"},
        "resources": [
            *_resources(access, "tickets", _TICKET),
            *_resources(access, "feedback_submissions", _FEEDBACK),
        ],
    }


def _resources(access: Access, name: str, properties: dict[str, str]) -> list[Json]:
    from connections.paging import AfterLastId

    filters = [{"propertyName": "hs_object_id", "operator": "GT", "value": "0"}]
    if name in access.since:
        newest = str(int(access.since[name].timestamp() * 1000))
        changed = {"propertyName": "hs_lastmodifieddate", "operator": "GTE", "value": newest}
        filters.append(changed)
    columns = typed(
        bigint="id",
        timestamp=" ".join(one for one in properties if one.endswith("_at")),
        text=" ".join(one for one in properties if not one.endswith("_at")),
        newest="changed_at",
        gone="deleted",
    )
    return [
        {
            "name": name,
            "columns": columns,
            "endpoint": {
                "path": f"{name}/search",
                "method": "POST",
                "json": {
                    "filterGroups": [{"filters": filters}],
                    "sorts": [{"propertyName": "hs_object_id", "direction": "ASCENDING"}],
                    "properties": [*properties.values(), "hs_lastmodifieddate"],
                    "limit": _LIMIT,
                },
                "data_selector": "results",
                "paginator": AfterLastId(_LIMIT),
            },
            "processing_steps": [{"map": _reader(properties)}],
        },
        {
            "name": f"{name}_archived",
            "table_name": name,
            "columns": columns,
            "endpoint": {
                "path": name,
                "params": {"archived": "true", "limit": 100},
                "data_selector": "results",
                "paginator": {
                    "type": "cursor",
                    "cursor_path": "paging.next.after",
                    "cursor_param": "after",
                },
            },
            "processing_steps": [{"map": lambda one: {"id": int(one["id"]), "deleted": True}}],
        },
    ]


def _reader(properties: dict[str, str]) -> Callable[[Json], Json]:
    def read(one: Json) -> Json:
        found = one["properties"]
        return {
            "id": int(one["id"]),
            "changed_at": found["hs_lastmodifieddate"],
            "deleted": False,
            **{name: found.get(inside) or None for name, inside in properties.items()},
        }

    return read


SERVICE = Service(
    title="HubSpot",
    secrets=("TOKEN",),
    address=lambda _: "https://api.hubapi.com",
    sign=lambda _address, _options, secrets: bearer(secrets["TOKEN"]),
    configure=configure,
    tables={
        "tickets": f"SELECT id AS ticket_id, {', '.join(_TICKET)} FROM tickets ORDER BY id",
        "feedback": _ANSWERS,
    },
    cursors={"tickets": "changed_at", "feedback_submissions": "changed_at"},
    whole_after=WEEKLY,
)
