"""Qualtrics: the responses of a survey, by an export that is ordered, awaited and fetched.

api.qualtrics.com, *Survey response export* and *response schema*. An export knows when a response
was recorded, not when it was changed or deleted; 500 requests a minute.
"""

from __future__ import annotations

from collections.abc import Iterator

from connections.answers import given, plain
from connections.errors import PullError
from connections.service import Access, Configuration, Json, Option, Service, Signature, typed
from connections.surveys import RESPONSES, questions

# What Qualtrics says of each response beside its answers, and who and where somebody was.
_LEFT_OUT = [
    "startDate",
    "endDate",
    "recordedDate",
    "status",
    "ipAddress",
    "progress",
    "duration",
    "finished",
    "locationLatitude",
    "locationLongitude",
    "recipientLastName",
    "recipientFirstName",
    "recipientEmail",
    "_recordId",
]

_UNREAL = (1, 2, 8, 9, 12, 17)  # status of previews, tests and spam


def configure(access: Access) -> Configuration:
    """What was recorded since, and what is asked."""
    from connections.paging import UntilComplete

    survey = access.options["survey"]
    wanted: dict[str, object] = {"format": "json", "compress": False}
    if "responses" in access.since:
        wanted["startDate"] = f"{access.since['responses']:%Y-%m-%dT%H:%M:%SZ}"
    exports = f"{survey}/export-responses"
    return {
        "client": {"base_url": f"{access.address}/API/v3/surveys/", "paginator": "single_page"},
        "resources": [
            questions(f"{survey}/response-schema", "result", _questions),
            {
                "name": "exports",
                "selected": False,
                "endpoint": {
                    "path": exports,
                    "method": "POST",
                    "json": wanted,
                    "data_selector": "result",
                },
            },
            {
                "name": "progress",
                "selected": False,
                "endpoint": {
                    "path": f"{exports}/{{resources.exports.progressId}}",
                    "data_selector": "result",
                    "paginator": UntilComplete(),
                },
                "processing_steps": [{"filter": _complete}],
            },
            {
                "name": "responses",
                "columns": typed(text="id", newest="submitted_at", json="answers"),
                "endpoint": {
                    "path": f"{exports}/{{resources.progress.fileId}}/file",
                    "data_selector": "responses",
                },
                "processing_steps": [{"filter": _is_real}, {"map": _response}],
            },
        ],
    }


def _complete(progress: Json) -> bool:
    if progress["status"] == "failed":
        raise PullError("Qualtrics could not make the export. Pull again later.", passing=True)
    return bool(progress["status"] == "complete")


def _is_real(one: Json) -> bool:
    return one["values"].get("status") not in _UNREAL


def _questions(schema: Json) -> Iterator[Json]:
    values = schema["properties"]["values"]["properties"]
    asked = [key for key in values if key not in _LEFT_OUT]
    for place, key in enumerate(asked):
        title = plain(values[key].get("description") or key)
        yield {"id": key, "title": title, "place": place}


def _response(one: Json) -> Json:
    """Words of choices where there are some, else what was typed or its number."""
    values, labels = one["values"], one.get("labels") or {}
    said = {key: labels.get(key, value) for key, value in values.items() if key not in _LEFT_OUT}
    return {
        "id": one["responseId"],
        "submitted_at": values["recordedDate"],
        "answers": given(said.items()),
    }


SERVICE = Service(
    title="Qualtrics",
    secrets=("TOKEN",),
    options=(
        Option("datacenter", r"[a-z0-9]+", "fra1, where Qualtrics is at fra1.qualtrics.com"),
        Option("survey", r"SV_[A-Za-z0-9]+", "its id, which begins with SV_"),
    ),
    named_by="survey",
    address=lambda options: f"https://{options['datacenter']}.qualtrics.com",
    sign=lambda _address, _options, secrets: Signature("X-API-TOKEN", lambda: secrets["TOKEN"]),
    configure=configure,
    tables={"responses": RESPONSES},
    cursors={"responses": "submitted_at"},
)
