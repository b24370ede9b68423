"""Typeform: the responses of a form, a column a question, hidden fields beside them.

typeform.com/developers/responses/reference/retrieve-responses: 1,000 a page, newest first, the next
page is what came before its last token; `since` is of when it was answered. Deletions are not told.
"""

from __future__ import annotations

from collections.abc import Iterator

from connections.answers import given, plain
from connections.service import Access, Configuration, Json, Option, Service, bearer, typed
from connections.surveys import RESPONSES, questions


def configure(access: Access) -> Configuration:
    """What was answered since, and what is asked."""
    params: dict[str, object] = {"page_size": 1000, "response_type": "completed"}
    if "responses" in access.since:
        params["since"] = f"{access.since['responses']:%Y-%m-%dT%H:%M:%S}"
    return {
        "client": {"base_url": f"{access.address}/forms/"},
        "resources": [
            questions(access.options["form"], "$", _questions),
            {
                "name": "responses",
                "columns": typed(text="id", newest="submitted_at", json="answers"),
                "endpoint": {
                    "path": f"{access.options['form']}/responses",
                    "params": params,
                    "data_selector": "items",
                    "paginator": {
                        "type": "cursor",
                        "cursor_path": "items[-1].token",
                        "cursor_param": "before",
                    },
                },
                "processing_steps": [{"map": _response}],
            },
        ],
    }


def _questions(form: Json) -> Iterator[Json]:
    """The fields in their order, those of groups in the place of the group."""
    left = list(form.get("fields") or [])
    place = 0
    while left:
        field, *left = left
        inner = (field.get("properties") or {}).get("fields")
        if inner:
            left = [*inner, *left]
            continue
        yield {"id": field["id"], "title": plain(field["title"]), "place": place}
        place += 1


def _response(one: Json) -> Json:
    """Its type says under which key an answer is."""
    said = [(answer["field"]["id"], _value(answer)) for answer in one.get("answers") or []]
    hidden = (one.get("hidden") or {}).items()
    return {
        "id": one.get("response_id") or one["token"],
        "submitted_at": one["submitted_at"],
        "answers": given([*said, *hidden]),
    }


def _value(answer: Json) -> Json:
    value = answer.get(answer["type"])
    if isinstance(value, dict):  # a choice, or several
        several = value.get("labels") or ([value["label"]] if value.get("label") else [])
        return [*several, *([value["other"]] if value.get("other") else [])]
    return value


SERVICE = Service(
    title="Typeform",
    secrets=("TOKEN",),
    options=(
        Option("form", r"[A-Za-z0-9]+", "the part of its address after /to/"),
        Option("region", r"us|eu", "where the account is: us or eu", "us"),
    ),
    named_by="form",
    address=lambda options: (
        "https://api.eu.typeform.com" if options["region"] == "eu" else "https://api.typeform.com"
    ),
    sign=lambda _address, _options, secrets: bearer(secrets["TOKEN"]),
    configure=configure,
    tables={"responses": RESPONSES},
    cursors={"responses": "submitted_at"},
)
