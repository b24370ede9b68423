"""Exports of survey services, known by the columns that only they have.

The names are those of the exports themselves: Qualtrics' by `ResponseId` beside `RecordedDate`,
SurveyMonkey's by respondent and collector, Typeform's by `Submit Date (UTC)` beside `Network ID`,
Delighted's by properties that begin with its name, Zendesk's by the times of its list of tickets.
"""

from __future__ import annotations

from collections.abc import Collection

# Any of the sets, in small letters without space.
_COLUMNS = {
    "Qualtrics": (
        {"responseid", "recordeddate"},
        {"responseid", "responseset", "externaldatareference"},
        {"responseid", "durationinseconds", "finished"},
    ),
    "SurveyMonkey": ({"respondentid", "collectorid"},),
    "Typeform": (
        {"submitdateutc", "networkid"},
        {"submitdateutc", "startdateutc", "#"},
    ),
    "Delighted": (
        {"delightedsource", "delightedbrowser"},
        {"delightedsource", "delighteddevicetype"},
    ),
    "Zendesk": (
        {"requesterid", "tickettype", "solvedat"},
        {"firstreplytimeinminutes", "fullresolutiontimeinminutes"},
    ),
}


def service_of(names: Collection[str]) -> str:
    """The service that exported columns of these names; "" where none is known."""
    found = {"".join(c for c in name.lower() if c.isalnum() or c == "#") for name in names}
    for service, choices in _COLUMNS.items():
        if any(one <= found for one in choices):
            return service
    return ""
