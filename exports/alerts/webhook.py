"""News of an alert for programs, signed as Standard Webhooks says (standardwebhooks.com, 1.0.0).

docs/alert_webhook.md describes what is sent.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import asdict
from datetime import datetime

import orjson

from exports.alerts.told import Told
from exports.alerts.words import headline, shown_n
from metrics.definitions import DEFINITIONS

_SECRET = "whsec_"


def body(told: Told, id: str) -> bytes:
    """The event as JSON. `id`: the same however often it is sent."""
    news, about = told.news, told.about
    what = f"{news.condition}.{'began' if news.begins else 'ended'}" if news else "test"
    data = {
        "alert": told.name,
        "headline": headline(told),
        "company": about.company,
        "page": about.title,
        "scope": about.scope,
        "link": about.link,
        "metric": told.metric,
        "figure": told.figure,
        "unit": DEFINITIONS[told.metric].unit,
        "grain": told.grain,
    }
    if news:
        known = asdict(news) | {"n": shown_n(news)}
        data |= {name: one for name, one in known.items() if name not in ("condition", "begins")}
    event = {"type": f"alert.{what}", "timestamp": told.at, "id": id, "data": data}
    return orjson.dumps(event)  # NaN becomes null


def headers(body: bytes, secret: str, at: datetime, id: str) -> dict[str, str]:
    """What is sent with a body. `secret`: `whsec_` and base64; `at`: the moment of sending."""
    key, moment = base64.b64decode(secret.removeprefix(_SECRET)), f"{int(at.timestamp())}"
    signed = hmac.new(key, f"{id}.{moment}.".encode() + body, hashlib.sha256).digest()
    return {
        "Content-Type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{base64.b64encode(signed).decode()}",
    }
