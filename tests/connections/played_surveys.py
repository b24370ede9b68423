"""Typeform, SurveyMonkey, Qualtrics, Delighted and Google Sheets: the same two questions in each.

`Person` is one who answered; each class shows the same people as its service does.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

from tests.connections.known import SECRETS
from tests.connections.stand_in import Answer, Asked, Json

NPS = "How likely are you to recommend us to a friend or colleague?"
CSAT = "Overall, how satisfied were you with your order?"
WHY = "What could we do better?"
CHOICES = (
    "Very dissatisfied",
    "Dissatisfied",
    "Neither satisfied nor dissatisfied",
    "Satisfied",
    "Very satisfied",
)


@dataclass(frozen=True)
class Person:
    """Somebody's answers: how likely, how satisfied (1 to 5), why, where, when."""

    number: int
    nps: int
    csat: int
    why: str
    shop: str
    when: datetime
    changed: datetime


def people(count: int) -> list[Person]:
    """One every seven hours, with answers that differ."""
    start = datetime(2026, 1, 1, 9, 30, tzinfo=UTC)
    found = []
    for n in range(1, count + 1):
        when = start + timedelta(hours=7 * n)
        nps = (10, 9, 9, 8, 3, 10, 7, 0, 6, 5)[n * 7 % 10]
        why = ("", "Faster shipping please", "Nothing at all")[n % 3]
        found.append(Person(n, nps, 1 + n * 3 % 5, why, ("Oslo", "Bergen")[n % 2], when, when))
    return found


def newest_first(answered: list[Person]) -> list[Person]:
    return sorted(answered, key=lambda one: one.changed, reverse=True)


class Typeform:
    def __init__(self, answered: list[Person], page: int = 1000) -> None:
        self.people, self._page = answered, page

    def __call__(self, asked: Asked, _: str) -> Answer:
        if asked.path == "/forms/lR6F4j":
            group = {"fields": [{"id": "q2", "title": CSAT}, {"id": "q3", "title": WHY}]}
            fields = [
                {"id": "q1", "title": NPS, "type": "nps"},
                {"id": "g", "title": "Your order", "type": "group", "properties": group},
            ]
            return Answer({"id": "lR6F4j", "title": "Orders", "fields": fields})
        assert asked.path == "/forms/lR6F4j/responses", asked.path
        assert asked.query["response_type"] == "completed"
        rows = [self._response(one) for one in reversed(self.people)]
        rows = [one for one in rows if one["submitted_at"] >= asked.query.get("since", "")]
        tokens = [one["token"] for one in rows]
        if "before" in asked.query:
            rows = rows[tokens.index(asked.query["before"]) + 1 :]
        size = min(self._page, int(asked.query["page_size"]))
        pages = -(-len(rows) // size)
        return Answer({"total_items": len(rows), "page_count": pages, "items": rows[:size]})

    def _response(self, one: Person) -> Json:
        answers = [
            {"field": {"id": "q1", "type": "nps"}, "type": "number", "number": one.nps},
            {
                "field": {"id": "q2", "type": "multiple_choice"},
                "type": "choice",
                "choice": {"id": "c", "label": CHOICES[one.csat - 1]},
            },
            {"field": {"id": "q3", "type": "long_text"}, "type": "text", "text": one.why},
        ]
        return {
            "token": f"tok{one.number}",
            "response_id": f"tok{one.number}",
            "landed_at": f"{one.when - timedelta(minutes=2):%Y-%m-%dT%H:%M:%SZ}",
            "submitted_at": f"{one.when:%Y-%m-%dT%H:%M:%SZ}",
            "metadata": {"user_agent": "Mozilla", "network_id": "9f"},
            "hidden": {"shop": one.shop},
            "answers": answers if one.why else answers[:2],
        }


class SurveyMonkey:
    def __init__(self, answered: list[Person], page: int = 100) -> None:
        self.people, self._page = answered, page

    def __call__(self, asked: Asked, address: str) -> Answer:
        base = "/v3/surveys/105724755"
        if asked.path == f"{base}/details":
            return Answer(self._details())
        assert asked.path == f"{base}/responses/bulk", asked.path
        since = asked.query.get("start_modified_at", "")
        rows = [self._response(one) for one in newest_first(self.people)]
        rows = [one for one in rows if one["date_modified"] >= since]
        number, size = (
            int(asked.query.get("page", 1)),
            min(self._page, int(asked.query["per_page"])),
        )
        links = {"self": address + asked.path}
        if number * size < len(rows):
            query = f"?per_page={size}&page={number + 1}&start_modified_at={since}"
            links["next"] = address + asked.path + query
        data = rows[(number - 1) * size : number * size]
        return Answer({"data": data, "page": number, "total": len(rows), "links": links})

    def _details(self) -> Json:
        likely = [{"id": f"90{n}", "text": str(n)} for n in range(11)]
        words = [{"id": f"80{n}", "text": text} for n, text in enumerate(CHOICES, 1)]
        one_row = {"rows": [{"id": "11", "text": ""}], "choices": likely}
        rows = [{"id": "21", "text": "Delivery"}, {"id": "22", "text": "Price &amp; value"}]
        about = "How satisfied were you with the following?"
        questions = [
            {"id": "1", "headings": [{"heading": f"<strong>{NPS}</strong>"}], "answers": one_row},
            {
                "id": "2",
                "headings": [{"heading": about}],
                "answers": {"rows": rows, "choices": words},
            },
            {"id": "3", "headings": [{"heading": WHY}], "family": "open_ended"},
        ]
        return {"id": "105724755", "pages": [{"id": "7", "questions": questions}]}

    def _response(self, one: Person) -> Json:
        questions = [
            {"id": "1", "answers": [{"row_id": "11", "choice_id": f"90{one.nps}"}]},
            {
                "id": "2",
                "answers": [
                    {"row_id": "21", "choice_id": f"80{one.csat}"},
                    {"row_id": "22", "choice_id": f"80{6 - one.csat}"},
                ],
            },
            *([{"id": "3", "answers": [{"text": one.why}]}] if one.why else []),
        ]
        return {
            "id": str(50071544000 + one.number),
            "response_status": "completed",
            "ip_address": "192.0.2.7",
            "custom_variables": {"shop": one.shop},
            "date_created": f"{one.when:%Y-%m-%dT%H:%M:%S}+00:00",
            "date_modified": f"{one.changed:%Y-%m-%dT%H:%M:%S}+00:00",
            "pages": [{"id": "7", "questions": questions}],
        }


class Qualtrics:
    def __init__(self, answered: list[Person]) -> None:
        self.people, self.ends = answered, "complete"
        self._wanted: Json = {}
        self._asked = 0

    def __call__(self, asked: Asked, _: str) -> Answer:
        assert asked.headers["X-API-TOKEN"] == SECRETS["qualtrics"]["TOKEN"]
        base = "/API/v3/surveys/SV_3kXabc"
        match asked.method, asked.path.removeprefix(base):
            case "GET", "/response-schema":
                return Answer({"result": self._schema(), "meta": {}})
            case "POST", "/export-responses":
                self._wanted, self._asked = json.loads(asked.body), 0
                assert (self._wanted["format"], self._wanted["compress"]) == ("json", False)
                begun = {"progressId": "ES_1", "percentComplete": 0.0, "status": "inProgress"}
                return Answer({"result": begun})
            case "GET", "/export-responses/ES_1":
                self._asked += 1
                if self._asked < 3:
                    return Answer({"result": {"percentComplete": 40.0, "status": "inProgress"}})
                return Answer({"result": {"fileId": "f-1", "status": self.ends}})
            case "GET", "/export-responses/f-1/file":
                since = self._wanted.get("startDate", "")
                rows = [self._response(one) for one in self.people]
                kept = [one for one in rows if one["values"]["recordedDate"] >= since]
                return Answer({"responses": kept})
        raise AssertionError(asked)

    def _schema(self) -> Json:
        said = {"recordedDate": "Recorded Date", "ipAddress": "IP Address", "QID1": NPS,
                "QID1_NPS_GROUP": f"{NPS} - Group", "QID2": f"<div>{CSAT}</div>",
                "QID3_TEXT": WHY, "shop": "shop"}  # fmt: skip
        values = {key: {"description": text, "type": "string"} for key, text in said.items()}
        return {"properties": {"values": {"properties": values}}}

    def _response(self, one: Person) -> Json:
        when = f"{one.when:%Y-%m-%dT%H:%M:%SZ}"
        group = 1 if one.nps <= 6 else 2 if one.nps <= 8 else 3
        return {
            "responseId": f"R_{one.number}",
            "values": {
                "startDate": when,
                "endDate": when,
                "recordedDate": when,
                "status": 0,
                "ipAddress": "192.0.2.7",
                "progress": 100,
                "duration": 34,
                "finished": 1,
                "_recordId": f"R_{one.number}",
                "QID1": one.nps,
                "QID1_NPS_GROUP": group,
                "QID2": one.csat,
                **({"QID3_TEXT": one.why} if one.why else {}),
                "shop": one.shop,
            },
            "labels": {
                "status": "IP Address",
                "finished": "True",
                "QID1_NPS_GROUP": ("Detractor", "Passive", "Promoter")[group - 1],
                "QID2": CHOICES[one.csat - 1],
            },
            "displayedFields": ["QID1", "QID2"],
        }


class Delighted:
    def __init__(self, answered: list[Person], page: int = 100) -> None:
        self.people, self._page = answered, page

    def __call__(self, asked: Asked, _: str) -> Answer:
        assert asked.path == "/v1/survey_responses.json"
        assert asked.query["order"] == "desc:updated_at"
        size = min(self._page, int(asked.query["per_page"]))
        least = int(asked.query.get("updated_since", 0))
        rows = [self._response(one) for one in newest_first(self.people)]
        rows = [one for one in rows if one["updated_at"] >= least]
        number = int(asked.query["page"])
        return Answer(rows[(number - 1) * size : number * size])

    def _response(self, one: Person) -> Json:
        chosen = {"id": "c", "text": CHOICES[one.csat - 1]}
        question = {"id": "satisfied", "type": "select_one", "text": CSAT}
        return {
            "id": str(5000 + one.number),
            "person": str(900 + one.number),
            "survey_type": "nps",
            "score": one.nps,
            "comment": one.why or None,
            "permalink": "https://delighted.com/r/abc",
            "created_at": int(one.when.timestamp()),
            "updated_at": int(one.changed.timestamp()),
            "person_properties": {"shop": one.shop, "Delighted Source": "Email"},
            "notes": [],
            "tags": [],
            "additional_answers": [{"id": "1", "value": chosen, "question": question}],
        }


class GoogleSheets:
    def __init__(self, answered: list[Person]) -> None:
        self.people = answered
        self.signed: list[str] = []  # what tokens were asked for with

    def __call__(self, asked: Asked, _: str) -> Answer:
        if asked.path == "/token":
            self.signed.append(parse_qs(asked.body)["assertion"][0])
            return Answer({"access_token": f"ya29.{len(self.signed)}", "expires_in": 3599})
        assert asked.path == "/v4/spreadsheets/1AbC-d_E/values/Answers", asked.path
        assert asked.headers["Authorization"] == f"Bearer ya29.{len(self.signed)}"
        header: list[Json] = ["Timestamp", NPS, CSAT, "Shop", WHY, "Note", "Note"]
        rows: list[list[Json]] = [header]
        for one in self.people:
            when = f"{one.when:%Y-%m-%d %H:%M:%S}"
            rows.append([when, one.nps, CHOICES[one.csat - 1], one.shop, one.why])
        return Answer({"range": "Answers!A1:G99", "majorDimension": "ROWS", "values": rows})
