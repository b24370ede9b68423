"""The addresses of own data: files are brought, read, looked at, and used."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import Flask, Response

from callbacks.own_data.draft import draft, take
from callbacks.own_data.edit import edit
from callbacks.own_data.files import new, piece
from callbacks.own_data.refresh import refresh
from callbacks.own_data.shared import Shared
from callbacks.own_data.start import start
from server.gate.table import (
    OWN_DATA,
    OWN_DRAFT,
    OWN_EDIT,
    OWN_FILE,
    OWN_NEW,
    OWN_REFRESH,
    OWN_USE,
)


def register_own_data(server: Flask, shared: Shared) -> None:
    """Add the pages."""

    def add(address: str, name: str, view: Callable[..., Response], *methods: str) -> None:
        server.add_url_rule(address, name, partial(view, shared), methods=list(methods))

    add("/own-data", OWN_DATA, start, "GET", "POST")
    add("/own-data/new", OWN_NEW, new, "POST")
    add("/own-data/edit", OWN_EDIT, edit, "GET", "POST")
    add("/own-data/<upload>", OWN_DRAFT, draft, "GET", "POST")
    add("/own-data/<upload>/refresh", OWN_REFRESH, refresh, "GET", "POST")
    add("/own-data/<upload>/use", OWN_USE, take, "GET", "POST")
    add("/own-data/<upload>/<int:number>", OWN_FILE, piece, "GET", "PUT")
