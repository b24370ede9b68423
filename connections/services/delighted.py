"""Delighted: answers with their comments, properties and additional questions.

delighted.com/docs/api, *Listing survey responses*: 100 a page by number, `updated_since` in
seconds, the key as the user of Basic authentication.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime

from connections.answers import given
from connections.service import Access, Configuration, Json, Service, Signature, typed


def _sign(_: str, __: Mapping[str, str], secrets: Mapping[str, str]) -> Signature:
    known = b64encode(f"{secrets['KEY']}:".encode()).decode()
    return Signature("Authorization", lambda: f"Basic {known}")


def configure(access: Access) -> Configuration:
    """What was answered or changed since."""
    # The newest first: what changes meanwhile comes twice then, instead of pushing others out.
    params: dict[str, object] = {"per_page": 100, "order": "desc:updated_at"}
    if "responses" in access.since:
        params["updated_since"] = int(access.since["responses"].timestamp())
    return {
        "client": {"base_url": f"{access.address}/v1/"},
        "resources": [
            {
                "name": "responses",
                "columns": typed(
                    text="id customer_id comment",
                    timestamp="submitted_at",
                    newest="changed_at",
                    json="answers",
                ),
                "endpoint": {
                    "path": "survey_responses.json",
                    "params": params,
                    "data_selector": "$",
                    "paginator": {"type": "page_number", "base_page": 1, "total_path": None},
                },
                "processing_steps": [{"map": _response}],
            }
        ],
    }


def _response(one: Json) -> Json:
    """The score stands under what was asked for, such as *NPS score*."""
    asked = (f"{one['survey_type'].upper()} score", one["score"])
    more = [
        (answer["question"]["text"], _value(answer.get("value")))
        for answer in one.get("additional_answers") or []
    ]
    return {
        "id": one["id"],
        "submitted_at": datetime.fromtimestamp(one["created_at"], UTC),
        "changed_at": datetime.fromtimestamp(one["updated_at"], UTC),
        "customer_id": one.get("person"),
        "comment": one.get("comment"),
        "answers": given([asked, *more, *(one.get("person_properties") or {}).items()]),
    }


def _value(value: Json) -> Json:
    """A choice has an id and a text; several are a list of these."""
    if isinstance(value, list):
        return [_value(one) for one in value]
    return value.get("text") if isinstance(value, dict) else value


SERVICE = Service(
    title="Delighted",
    secrets=("KEY",),
    address=lambda _: "https://api.delighted.com",
    sign=_sign,
    configure=configure,
    tables={
        "responses": "SELECT id AS response_id, submitted_at, customer_id, comment, answers "
        "FROM responses ORDER BY submitted_at, id"
    },
    cursors={"responses": "changed_at"},
)
