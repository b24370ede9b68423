"""Google Sheets: one sheet, whole, as its cells are shown; its first row names the columns.

developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets.values/get: one answer
without pages. A sheet tells neither changes nor deletions, so each pull is of everything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from urllib.parse import quote

from connections.answers import as_text, unique
from connections.oauth import service_account
from connections.service import Access, Configuration, Json, Option, Service, Signature, typed

_SCOPE = "https://www.googleapis.com/auth/spreadsheets.readonly"


def _sign(address: str, _: Mapping[str, str], secrets: Mapping[str, str]) -> Signature:
    google = "https://oauth2.googleapis.com/token"
    where = google if address.endswith(".googleapis.com") else f"{address}/token"
    return Signature("Authorization", service_account(where, secrets["KEY"], _SCOPE), renewed=True)


def configure(access: Access) -> Configuration:
    """All rows below the first: numbers as they are, dates as they are shown."""
    sheet, part = access.options["sheet"], quote(access.options["range"], safe="")
    return {
        "client": {"base_url": f"{access.address}/v4/spreadsheets/"},
        "resources": [
            {
                "name": "rows",
                "primary_key": "id",
                "columns": typed(bigint="id", json="answers"),
                "endpoint": {
                    "path": f"{sheet}/values/{part}",
                    "params": {
                        "valueRenderOption": "UNFORMATTED_VALUE",
                        "dateTimeRenderOption": "FORMATTED_STRING",
                    },
                    "data_selector": "$",
                    "paginator": "single_page",
                },
                "processing_steps": [{"yield_map": _rows}],
            }
        ],
    }


def _rows(sheet: Json) -> Iterator[Json]:
    header, *rows = sheet.get("values") or [[]]
    names = unique(as_text(cell) or "" for cell in header)
    for number, row in enumerate(rows, 2):
        cells = dict.fromkeys(names) | dict(zip(names, map(as_text, row), strict=False))
        if any(cells.values()):
            yield {"id": number, "answers": cells}


SERVICE = Service(
    title="Google Sheets",
    secrets=("KEY",),
    options=(
        Option("sheet", r"[A-Za-z0-9_-]+", "the part of its address after /spreadsheets/d/"),
        Option("range", r"[^/?#]+", "a sheet of it, such as Answers, or 'My answers'!A1:F", "A:ZZ"),
    ),
    named_by="sheet",
    address=lambda _: "https://sheets.googleapis.com",
    sign=_sign,
    configure=configure,
    tables={"rows": "SELECT answers FROM rows ORDER BY id"},
    whole_after=timedelta(0),
)
