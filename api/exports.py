"""What leaves by a file or the API is an entry of the audit log, where people log in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Response, request

from access.audit import note
from server.gate.client import address
from server.gate.reader import current_reader
from server.logs import without_secrets
from server.worker.clients import Network
from store.app_store import AppStore


@dataclass(frozen=True)
class Exports:
    """Notes them. `accounts`: None where everybody is let in, and nothing is noted."""

    accounts: AppStore | None
    proxies: Sequence[Network] = ()

    def noted(self, answer: Response, query: str) -> Response:
        """The answer, once it is noted: who took what. Raises StoreError; then nothing leaves.

        `query`: of the view as it was read, whatever was asked for.
        """
        if self.accounts is not None and answer.status_code == 200:
            reader = current_reader()
            what = f"{request.path.lstrip('/')}?{without_secrets(query)}".rstrip("?")
            link = reader.held.link if reader.held else None
            who = f"(link {link})" if link else reader.name
            with self.accounts.write() as session:
                note(session, datetime.now(UTC), who, "export", what, address(self.proxies), link)
        return answer
