"""The audit log as a file, for administrators."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime

from flask import Flask, Response, stream_with_context

from access.audit import COLUMNS, entries, note
from api.as_csv import heading, line
from server.gate.reader import current_reader
from store.app_store import AppStore
from store.errors import StoreError

_LOG = logging.getLogger(__name__)


def register_audit(server: Flask, store: AppStore) -> None:
    """Add `/api/audit.csv`. That it was taken is an entry of its own, the last of the file."""

    @server.get("/api/audit.csv", endpoint="api.audit")
    def audit() -> Response:
        with store.write() as session:
            note(session, datetime.now(UTC), current_reader().name, "audit log taken")

        def parts() -> Iterator[str]:
            yield heading(COLUMNS)
            try:
                for batch in entries(store):
                    yield "".join(map(line, batch))
            except StoreError:
                _LOG.exception("The audit log broke off")
                yield line(["This file is not whole.", *[None] * (len(COLUMNS) - 1)])
                raise

        response = Response(stream_with_context(parts()), mimetype="text/csv")
        response.headers.set("Content-Disposition", "attachment", filename="audit.csv")
        return response
