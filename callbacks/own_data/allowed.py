"""Who may bring data: editors who see all rows, or whoever sits at the machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request

from access.rights import Right
from server.gate.client import from_this_machine
from server.gate.reader import current_reader
from server.gate.same_site import is_from_here
from server.worker.clients import Network

_SOME_ROWS = "Data are of everybody: who sees some rows alone can't change them."
_ELSEWHERE = (
    "Where nobody logs in, data are brought at the machine that CX Lens runs on: open it there as "
    "localhost."
)


@dataclass(frozen=True)
class Allowed:
    """What is asked of each request. `stated`: the name of the mapping that whoever runs CX Lens
    gave, "" where data may be brought."""

    stated: str
    proxies: Sequence[Network]

    def refusal(self) -> str:
        """Why this request may not change what everybody sees; empty where it may."""
        reader = current_reader()
        if reader.rows:
            return _SOME_ROWS
        ours = request.method == "GET" or is_from_here()  # to look changes nothing
        if reader.account is None and not (from_this_machine(self.proxies) and ours):
            return _ELSEWHERE
        return ""

    def offers(self) -> bool:
        """True where a page should lead there."""
        reader = current_reader()
        may = reader.may(Right.EDIT) and reader.held is None
        return may and not self.stated and not self.refusal()
