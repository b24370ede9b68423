"""What forms and their addresses ask for."""

from __future__ import annotations

import re
from dataclasses import replace

from flask import request

from data.store.snapshots import Snapshot
from server.current import view_of
from view.state import View

LARGEST = 2**31 - 1  # number that stores take


def asked_view(link: str, snapshot: Snapshot) -> View:
    """The view of a link, as its reader sees it, but for whom it is about and what led there."""
    path, _, query = link.partition("?")
    view = view_of(path or "/", query, snapshot, "/").view
    return replace(view, customer_id="", reached_from="")


def number_of(given: str) -> int:
    """A number of the store, or one that nothing has."""
    return int(given) if re.fullmatch(r"[0-9]{1,9}", given) else 0


def was_sent(number: int) -> bool:
    """Is it the form of this number that was sent? 0 for that of a new one."""
    return request.method == "POST" and number_of(request.form.get("number", "")) == number


def typed(number: int, fields: dict[str, str]) -> dict[str, str]:
    """The fields of a form, as they were typed where they could not be taken; `number`: its own."""
    given = request.form if was_sent(number) else {}
    return {name: given.get(name, usual) for name, usual in fields.items()}
