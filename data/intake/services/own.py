"""Our own JSON: one answer or a list of them, corrections and deletions."""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from data.errors import nearest
from data.intake.services.delivery import Delivery, EventError, Json, as_text, text_of
from data.intake.times import moment

_ABOUT = ("event_id", "changed_at", "delete")


def read(body: Json, columns: Sequence[str], zone: str) -> list[Delivery]:
    """The answers, each by the names of `columns`. Raises EventError, which names the answer.

    `zone`: of times that state none.
    """
    several = body if isinstance(body, list) else [body]
    if not several:
        raise EventError("The list is empty: expected an answer, or a list of answers.")
    found = []
    for number, one in enumerate(several, start=1):
        try:
            found.append(_read(one, columns, zone))
        except EventError as error:
            if one is body:
                raise
            raise EventError(f"Answer {number} of {len(several)}: {error}") from None
    return found


def _read(one: Json, columns: Sequence[str], zone: str) -> Delivery:
    if not isinstance(one, dict):
        raise EventError("Expected an object with response_id, submitted_at and score.")
    for key, value in one.items():
        if key not in columns and key not in _ABOUT:
            raise EventError(f"Unknown key '{key[:60]}'. {nearest(key, [*columns, *_ABOUT])}")
        if isinstance(value, dict | list):
            raise EventError(f"'{key}' holds more than one value; expected a text or a number.")
    deletes = one.get("delete", False)
    if not isinstance(deletes, bool):
        raise EventError("'delete' is true or false.")
    values = {key: as_text(one[key]) for key in columns if one.get(key) is not None}
    if not deletes:
        for key in ("submitted_at", "score"):
            if not values.get(key, "").strip():
                raise EventError(f"'{key}' is missing.")
    changed = text_of(one, "changed_at")
    return Delivery(
        values,
        response_id=values.get("response_id", "").strip(),
        event_id=text_of(one, "event_id")
        or orjson.dumps(one, option=orjson.OPT_SORT_KEYS).decode(),
        submitted_at=values.get("submitted_at", ""),
        changed_at=moment(changed, zone, "changed_at") if changed else None,
        deletes=deletes,
    )
