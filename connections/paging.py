"""Ways to the next page that dlt does not have."""

from __future__ import annotations

import time
from typing import Any

from dlt.sources.helpers.rest_client.paginators import BasePaginator
from requests import Request, Response

from connections.service import Json


class UntilEnd(BasePaginator):
    """Zendesk's exports: a cursor on every page, also on the last one, which says that it is."""

    _cursor: str | None = None

    def update_state(self, response: Response, data: list[Any] | None = None) -> None:
        """Reads where the next page begins."""
        page = response.json()
        self._cursor = page["after_cursor"]
        self._has_next_page = not page["end_of_stream"]

    def update_request(self, request: Request) -> None:
        """Asks for it: the cursor takes the place of the time."""
        asked: Json = request.params
        request.params = {**asked, "cursor": self._cursor}
        request.params.pop("start_time", None)


class AfterLastId(BasePaginator):
    """HubSpot's search: rows by id, each page those above the last id of the page before.

    Its own cursor ends after 10,000 rows.
    """

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit
        self._last = "0"

    def update_state(self, response: Response, data: list[Any] | None = None) -> None:
        """Reads the last id; a page that is not full is the last one."""
        rows = data or []
        self._has_next_page = len(rows) == self._limit
        if rows:
            self._last = str(rows[-1]["id"])

    def update_request(self, request: Request) -> None:
        """Asks for what is above it."""
        asked: Json = request.json
        asked["filterGroups"][0]["filters"][0]["value"] = self._last


class UntilComplete(BasePaginator):
    """Qualtrics' exports: asked again until the file is made."""

    seconds = 5.0  # between two questions

    def update_state(self, response: Response, data: list[Any] | None = None) -> None:
        """Reads whether it is made; waits where it is not."""
        self._has_next_page = response.json()["result"]["status"] == "inProgress"
        if self._has_next_page:
            time.sleep(self.seconds)

    def update_request(self, request: Request) -> None:
        """The same question."""
