"""Webhooks of Typeform: one form that was filled in."""

from __future__ import annotations

from data.intake.services.delivery import Delivery, Json, as_text, flat, part_of, text_of


def read(body: Json) -> list[Delivery]:
    """The answers by `ref` and by id of their question, hidden fields as `hidden.NAME`.

    Raises EventError.
    """
    if not isinstance(body, dict) or body.get("event_type") != "form_response":
        return []  # of forms that were only begun, for example
    response = part_of(body, "form_response")
    values = flat(response.get("hidden") or {}, "hidden")
    values |= flat(response.get("calculated") or {}, "calculated")
    answers = response.get("answers")
    for answer in answers if isinstance(answers, list) else []:
        asked = part_of(answer, "field", "an answer")
        text = _text(answer)
        if text:
            values |= {text_of(asked, key): text for key in ("id", "ref") if text_of(asked, key)}
    return [
        Delivery(
            values,
            response_id=text_of(response, "token"),
            event_id=text_of(body, "event_id"),
            submitted_at=text_of(response, "submitted_at"),
        )
    ]


def _text(answer: Json) -> str:
    """What was answered: its type says under which key that is."""
    value = answer.get(str(answer.get("type")))
    if isinstance(value, dict):  # a choice, or several
        value = value.get("label", value.get("labels", value.get("other")))
    if isinstance(value, list):
        return ", ".join(as_text(one) for one in value if not isinstance(one, dict | list))
    return as_text(value) if isinstance(value, str | int | float) else ""
