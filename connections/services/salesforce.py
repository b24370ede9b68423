"""Salesforce: cases, accounts and opportunities that were won, by SOQL.

developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_queryall.htm: `queryAll`
tells of deleted rows as well, until they leave the recycle bin; the next page is `nextRecordsUrl`.
The token is of the OAuth client credentials flow, and expires.
"""

from __future__ import annotations

from collections.abc import Mapping

from connections.oauth import client_credentials
from connections.service import (
    WEEKLY,
    Access,
    Configuration,
    Json,
    Option,
    Service,
    Signature,
    typed,
)

_VERSION = "v62.0"
# Table to its object, and column to field.
_OBJECTS = {
    "cases": (
        "Case",
        {
            "ticket_id": "CaseNumber",
            "opened_at": "CreatedDate",
            "resolved_at": "ClosedDate",
            "status": "Status",
            "priority": "Priority",
            "channel": "Origin",
            "category": "Type",
            "agent": "Owner.Name",
            "customer_id": "AccountId",
        },
    ),
    "accounts": (
        "Account",
        {
            "customer_since": "CreatedDate",
            "type": "Type",
            "industry": "Industry",
            "country": "BillingCountry",
        },
    ),
    "orders": (
        "Opportunity",
        {
            "ordered_at": "CloseDate",
            "amount": "Amount",
            "type": "Type",
            "customer_id": "AccountId",
            "won": "IsWon",
        },
    ),
}
_KEYS = {"cases": "ticket_id", "accounts": "customer_id", "orders": "order_id"}


def _sign(address: str, _: Mapping[str, str], secrets: Mapping[str, str]) -> Signature:
    obtain = client_credentials(f"{address}/services/oauth2/token", secrets)
    return Signature("Authorization", obtain, renewed=True)


def configure(access: Access) -> Configuration:
    """What changed or was deleted; opportunities that are lost again go as well."""
    return {
        "client": {
            "base_url": f"{access.address}/services/data/{_VERSION}/",
            "paginator": {"type": "json_link", "next_url_path": "nextRecordsUrl"},
        },
        "resources": [_resource(access, name) for name in _OBJECTS],
    }


def _resource(access: Access, name: str) -> Json:
    of, fields = _OBJECTS[name]
    query = f"SELECT Id, {', '.join(fields.values())}, IsDeleted, SystemModstamp FROM {of}"
    if name in access.since:
        query += f" WHERE SystemModstamp >= {access.since[name]:%Y-%m-%dT%H:%M:%SZ}"
    times = ["opened_at", "resolved_at", "customer_since", "ordered_at"]

    def read(one: Json) -> Json:
        row = {column: _field(one, field) for column, field in fields.items()}
        gone = one["IsDeleted"] or row.pop("won", True) is False
        return {"id": one["Id"], **row, "changed_at": one["SystemModstamp"], "deleted": gone}

    columns = [column for column in fields if column != "won"]
    return {
        "name": name,
        "columns": typed(
            text=" ".join(["id", *(c for c in columns if c not in (*times, "amount"))]),
            timestamp=" ".join(c for c in columns if c in times),
            double="amount" if "amount" in columns else "",
            newest="changed_at",
            gone="deleted",
        ),
        "endpoint": {
            "path": "queryAll",
            "params": {"q": f"{query} ORDER BY SystemModstamp"},
            "data_selector": "records",
        },
        "processing_steps": [{"map": read}],
    }


def _field(one: Json, path: str) -> Json:
    """A field of a record, or of the record that it points to."""
    for part in path.split("."):
        one = (one or {}).get(part)
    return one


def _query(name: str, key: str) -> str:
    columns = [column for column in _OBJECTS[name][1] if column not in (key, "won")]
    first = key if key in _OBJECTS[name][1] else f"id AS {key}"
    return f"SELECT {', '.join([first, *columns])} FROM {name} ORDER BY id"


SERVICE = Service(
    title="Salesforce",
    secrets=("CLIENT_ID", "CLIENT_SECRET"),
    options=(
        Option(
            "domain",
            r"[a-z0-9-]+(\.sandbox|\.develop)?",
            "acme, where Salesforce is at acme.my.salesforce.com",
        ),
    ),
    address=lambda options: f"https://{options['domain']}.my.salesforce.com",
    sign=_sign,
    configure=configure,
    tables={name: _query(name, key) for name, key in _KEYS.items()},
    cursors=dict.fromkeys(_OBJECTS, "changed_at"),
    whole_after=WEEKLY,
)
