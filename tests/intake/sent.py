"""A small company that takes answers, and services that send them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from data.intake.events import Received, read_events
from data.intake.signatures import sign
from data.mapping import Mapping, parse_mapping
from tests.data.company import LONG, Company, survey

SECRET, NEXT_SECRET = "first secret", "second secret"
INTAKES = """
[[segments]]
key = "branch"
column = "shop"

[intake.app]
service = "json"
metric = "nps"

[intake.form]
service = "typeform"
metric = "nps"
[intake.form.columns]
score = "would-recommend"
comment = "why"
customer_id = "hidden.customer"
language = "hidden.language"
shop = "how"
touchpoint = { constant = "Delivery" }

[intake.desk]
service = "zendesk"
metric = "csat"
[intake.desk.columns]
response_id = "ticket.id"
score = { column = "ticket.satisfaction.rating", values = { good = 5, bad = 1 }, blank = "offered" }
comment = "ticket.satisfaction.comment"
customer_id = "requester.external_id"
submitted_at = "rated_at"

[intake.monkey]
service = "surveymonkey"
metric = "nps"

[intake.pleased]
service = "delighted"
metric = "nps"
[intake.pleased.columns]
touchpoint = "person_properties.touchpoint"

[intake.panel]
service = "qualtrics"
metric = "csat"
scale = [1, 5]
[intake.panel.columns]
response_id = "response"
score = "csat"
comment = "text"
submitted_at = "ended"
customer_id = "panel.account"
"""
MAPPING = LONG.replace('name = "Test"', 'name = "Test"\ntimezone = "Europe/Helsinki"') + INTAKES
RECORDED = Path(__file__).parent / "recorded"


def mapping() -> Mapping:
    return parse_mapping(MAPPING, Path("mapping.toml"))


def company(folder: Path) -> Company:
    rows = survey("1,2026-01-01,9", "2,2026-01-02,3").replace("id,date,score", "id,date,score,shop")
    rows = rows.replace(",9\n", ",9,North\n").replace(",3\n", ",3,South\n")
    return Company(folder).write(MAPPING, survey_csv=rows)


def recorded(name: str) -> bytes:
    return (RECORDED / f"{name}.json").read_bytes()


def received(
    body: object, name: str = "app", service: str = "json", at: datetime | None = None
) -> Received:
    """What a body holds that was sent to an intake; `body`: bytes, or what is made JSON."""
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return read_events(sent, service, mapping(), name, at)  # type: ignore[arg-type]


def answer(number: object, score: float = 9, **more: object) -> dict[str, object]:
    """An answer in our own form."""
    return {
        "response_id": str(number),
        "submitted_at": "2026-03-01T09:30:00Z",
        "score": score,
        **more,
    }


def signed(body: bytes, secret: str = SECRET, at: datetime | None = None) -> dict[str, str]:
    """Headers of a request in our own form."""
    header = sign(body, secret, at or datetime.now(UTC))
    return {"CXLens-Signature": header, "Content-Type": "application/json"}
