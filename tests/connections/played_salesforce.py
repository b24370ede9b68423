"""Salesforce's token and its `queryAll`, two records a page; a token may expire between pages."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

from tests.connections.known import SECRETS
from tests.connections.stand_in import Answer, Asked, Json

_KNOWN = SECRETS["salesforce"]


def case(number: int, changed: str, **more: Json) -> Json:
    return {
        "attributes": {"type": "Case", "url": f"/services/data/v62.0/sobjects/Case/500{number}"},
        "Id": f"500{number}",
        "CaseNumber": f"0000{number}",
        "CreatedDate": f"2026-03-0{number}T08:00:00.000+0000",
        "ClosedDate": None,
        "Status": "New",
        "Priority": "High",
        "Origin": "Phone",
        "Type": None,
        "Owner": {"attributes": {"type": "Name"}, "Name": "Ann"},
        "AccountId": "001A",
        "IsDeleted": False,
        "SystemModstamp": changed,
        **more,
    }


def account(changed: str, **more: Json) -> Json:
    return {
        "Id": "001A",
        "CreatedDate": "2025-01-01T00:00:00.000+0000",
        "Type": "Customer",
        "Industry": "Retail",
        "BillingCountry": "Norway",
        "IsDeleted": False,
        "SystemModstamp": changed,
        **more,
    }


def opportunity(number: int, changed: str, won: bool) -> Json:
    return {
        "Id": f"006{number}",
        "CloseDate": "2026-02-0" + str(number),
        "Amount": 100.5 * number,
        "Type": None,
        "AccountId": "001A",
        "IsWon": won,
        "IsDeleted": False,
        "SystemModstamp": changed,
    }


class Salesforce:
    """Records by object; `expires`: how many answers a token is good for."""

    def __init__(self, **records: list[Json]) -> None:
        self.records = records
        self.expires = 100
        self.tokens = 0
        self._left = self._answered = 0
        self._pages: dict[str, list[Json]] = {}

    def __call__(self, asked: Asked, _: str) -> Answer:
        if asked.path == "/services/oauth2/token":
            sent = {key: value[0] for key, value in parse_qs(asked.body).items()}
            assert sent.pop("grant_type") == "client_credentials"
            if sent != {
                "client_id": _KNOWN["CLIENT_ID"],
                "client_secret": _KNOWN["CLIENT_SECRET"],
            }:
                return Answer({"error": "invalid_client", "error_description": "bad"}, 400)
            self.tokens, self._left = self.tokens + 1, self.expires
            return Answer({"access_token": f"00D-token-{self.tokens}", "token_type": "Bearer"})
        if asked.headers["Authorization"] != f"Bearer 00D-token-{self.tokens}" or not self._left:
            return Answer([{"errorCode": "INVALID_SESSION_ID", "message": "Session expired"}], 401)
        self._left -= 1
        self._answered += 1
        if asked.path == "/services/data/v62.0/queryAll":
            rows = self._found(asked.query["q"])
        else:
            rows = self._pages.pop(asked.path)
        rest = rows[2:]
        more: Json = {"done": not rest}
        if rest:
            more["nextRecordsUrl"] = f"/services/data/v62.0/query/01g{self._answered}-2000"
            self._pages[more["nextRecordsUrl"]] = rest
        return Answer({"totalSize": len(rows), "records": rows[:2], **more})

    def _found(self, query: str) -> list[Json]:
        matched = re.fullmatch(
            r"SELECT Id, .*, IsDeleted, SystemModstamp FROM (\w+)"
            r"(?: WHERE SystemModstamp >= (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ))?"
            r" ORDER BY SystemModstamp",
            query,
        )
        assert matched, query
        rows = self.records.get(matched[1], [])
        return [one for one in rows if one["SystemModstamp"] >= (matched[2] or "")]
