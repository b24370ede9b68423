"""SurveyMonkey: the responses of a survey, a column a question, a matrix a column a row.

api.surveymonkey.com/v3/docs, *Survey responses*: 100 a page, the next page is `links.next`, by
`start_modified_at` what changed. Responses name choices by id; `details` has their words. Apps that
are private may ask 500 times a day. Deletions are told by webhooks alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from connections.answers import as_text, given, plain
from connections.service import Access, Configuration, Json, Option, Service, bearer, typed
from connections.surveys import RESPONSES, questions


def configure(access: Access) -> Configuration:
    """What was answered or changed since, and what is asked."""
    # The newest first: what changes meanwhile comes twice then, instead of pushing others out.
    params = {"per_page": "100", "status": "completed", "sort_by": "date_modified"}
    params["sort_order"] = "DESC"
    if "responses" in access.since:
        params["start_modified_at"] = f"{access.since['responses']:%Y-%m-%dT%H:%M:%S}"
    survey = access.options["survey"]
    return {
        "client": {"base_url": f"{access.address}/v3/surveys/"},
        "resources": [
            questions(f"{survey}/details", "$", _questions),
            {
                "name": "responses",
                "columns": typed(
                    text="id", timestamp="submitted_at", newest="changed_at", json="answers"
                ),
                "endpoint": {
                    "path": f"{survey}/responses/bulk",
                    "params": params,
                    "data_selector": "data",
                    "paginator": {"type": "json_link", "next_url_path": "links.next"},
                },
                "processing_steps": [{"map": _response}],
            },
        ],
    }


def _questions(survey: Json) -> Iterator[Json]:
    """Each question, or each row of one, with the words of its choices by their ids."""
    place = 0
    for page in survey["pages"]:
        for question in page["questions"]:
            said = question.get("answers") or {}
            title = plain(question["headings"][0]["heading"])
            choices = [*(said.get("choices") or []), *(said.get("cols") or [])]
            words = {one["id"]: plain(one["text"]) for one in choices if one.get("text")}
            rows = [(f".{row['id']}", plain(row.get("text", ""))) for row in said.get("rows") or []]
            for row, text in rows or [("", "")]:
                name = f"{title} - {text}" if text else title
                yield {"id": question["id"] + row, "title": name, "place": place, "labels": words}
                place += 1


def _response(one: Json) -> Json:
    """What was chosen as ids still: the words of them come with the questions."""
    answers: dict[str, list[str]] = {}
    for page in one["pages"]:
        for question in page["questions"]:
            for answer in question["answers"]:
                row = answer.get("row_id")
                key = f"{question['id']}.{row}" if row else question["id"]
                said = as_text(answer.get("choice_id") or answer.get("text"))
                answers.setdefault(key, []).extend([said] if said else [])
    return {
        "id": one["id"],
        "submitted_at": one["date_created"],
        "changed_at": one["date_modified"],
        "answers": answers | given((one.get("custom_variables") or {}).items()),
    }


SERVICE = Service(
    title="SurveyMonkey",
    secrets=("TOKEN",),
    options=(
        Option("survey", r"[0-9]+", "its number, as GET /v3/surveys lists it"),
        Option("region", r"us|eu|ca", "where the account is: us, eu or ca", "us"),
    ),
    named_by="survey",
    address=lambda options: (
        "https://api.surveymonkey.com"
        if options["region"] == "us"
        else f"https://api.{options['region']}.surveymonkey.com"
    ),
    sign=lambda _address, _options, secrets: bearer(secrets["TOKEN"]),
    configure=configure,
    tables={"responses": RESPONSES},
    cursors={"responses": "changed_at"},
)
