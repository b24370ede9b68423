"""From the body of a request to events: answers as the mapping wants them, and deletions."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import orjson

from data.intake.services import delighted, free_form, own, surveymonkey, typeform
from data.intake.services.delivery import Delivery, EventError, Json
from data.intake.times import moment
from data.mapping.check_intake import intake_columns
from data.mapping.intake import Intake, Service
from data.mapping.model import Mapping

_FUTURE = timedelta(days=1)  # a clock may be wrong by a zone
_LONGEST_ID = 200  # characters
_READERS = {
    "typeform": typeform.read,
    "zendesk": free_form.read,
    "qualtrics": free_form.read,
    "surveymonkey": surveymonkey.read,
    "delighted": delighted.read,
}
# Where a service always has what no column names.
_USUAL = {"delighted": {"score": "score", "comment": "comment", "customer_id": "person.id"}}


@dataclass(frozen=True)
class Event:
    """One answer that was given, corrected or, without `answer`, deleted."""

    key: bytes  # the same for the same event, however often it comes
    intake: str
    response_id: str
    changed_at: datetime
    answer: dict[str, str] | None  # column of feedback or of a segment -> text


@dataclass(frozen=True)
class Received:
    """What a body holds. `ignored`: events that have no answer, such as a form without score."""

    events: list[Event]
    ignored: int


def read_events(
    body: bytes, service: Service, mapping: Mapping, name: str, at: datetime | None
) -> Received:
    """The events of a body that was sent to `name`. Raises EventError, in words for people.

    `service`: whose form it has. `at`: when it was signed; an answer that states no time has this
    one, or that of now.
    """
    now = datetime.now(UTC)
    content = _parsed(body)
    found = _deliveries(content, service, mapping)
    events = []
    for number, delivery in enumerate(found, start=1):
        values = _picked(delivery, service, mapping, name)
        # The body names an event that has no name.
        named = delivery.event_id or hashlib.sha256(body).hexdigest()
        try:
            event = _event(delivery, values, mapping, name, named, at or now)
            if event and event.changed_at > now + _FUTURE:
                raise EventError("Its time lies in the future.")
        except EventError as error:
            which = f"Answer {number} of {len(found)}: " if len(found) > 1 else ""
            raise EventError(f"{which}{error}") from None
        if event:
            events.append(event)
    return Received(events, max(len(found), 1) - len(events))


def _parsed(body: bytes) -> Json:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise EventError(f"The body is not JSON: {error}.") from None


def _deliveries(content: Json, service: Service, mapping: Mapping) -> list[Delivery]:
    if service == "json":
        return own.read(content, intake_columns(mapping), mapping.company.timezone)
    return _READERS[service](content)


def _picked(delivery: Delivery, service: Service, mapping: Mapping, name: str) -> dict[str, str]:
    """Column -> its text in the event; what is empty is left out."""
    if service == "json":  # it has the names of the columns
        return dict(delivery.values)
    wanted = dict(_USUAL.get(service, {}))
    for column, mapped in mapping.intake[name].columns.items():
        wanted[column] = mapped.column or ""
    found = {column: delivery.values.get(place, "") for column, place in wanted.items()}
    return {column: text for column, text in found.items() if text.strip()}


def _event(
    delivery: Delivery,
    values: dict[str, str],
    mapping: Mapping,
    name: str,
    named: str,
    at: datetime,
) -> Event | None:
    """None where there is no score: most services also send what was not answered."""
    response_id = delivery.response_id or values.get("response_id", "").strip()
    if not response_id:
        raise EventError("'response_id', the id of the answer, is missing.")
    if len(response_id) > _LONGEST_ID or not response_id.isprintable():
        raise EventError(f"The id of an answer has at most {_LONGEST_ID} printable characters.")
    key = hashlib.sha256(orjson.dumps([name, named])).digest()
    if delivery.deletes:
        return Event(key, name, response_id, delivery.changed_at or at, None)
    intake = mapping.intake[name]
    if not _has_score(values.get("score", ""), intake, mapping):
        return None
    text = values.get("submitted_at") or delivery.submitted_at
    submitted = moment(text, mapping.company.timezone, "submitted_at") if text else at
    answer = values | {"response_id": response_id, "submitted_at": submitted.isoformat()}
    return Event(key, name, response_id, delivery.changed_at or submitted, answer)


def _has_score(text: str, intake: Intake, mapping: Mapping) -> bool:
    """Is there a score? Raises EventError where it is none of the scale."""
    mapped = intake.columns.get("score")
    given = text.strip()
    if mapped and (mapped.constant is not None or given in mapped.values):
        return True
    if not given or (mapped and given in mapped.blank):
        return False
    low, high = scale_of(intake, mapping)
    try:
        score = float(given)
    except ValueError:
        score = math.nan
    whole = intake.metric == "nps"  # as the load wants it: see data.ingest.answers
    if not low <= score <= high or (whole and not score.is_integer()):
        number = "a whole number" if whole else "a number"
        raise EventError(f"'score' is '{given[:40]}'; expected {number} from {low:g} to {high:g}.")
    return True


def scale_of(intake: Intake, mapping: Mapping) -> tuple[float, float]:
    """Lowest and highest score of an intake: its own, or the company's for the metric."""
    return intake.scale or mapping.scale(intake.metric)
