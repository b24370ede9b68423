"""Who reads, for the length of a request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import g

from access.reader import Reader
from server.gate.links import place_of


def put_reader(reader: Reader, *, may_log_out: bool = True) -> None:
    """From now on this request is answered for them. Only a proxy can end what it says."""
    g.reader, g.may_log_out = reader, may_log_out


def current_reader() -> Reader:
    """Who this request is answered for.

    Raises LookupError where nobody was put: then there is no answer, rather than one for all.
    """
    if "reader" not in g:
        raise LookupError("No reader was put into this request")
    found: Reader = g.reader
    return found


@contextmanager
def reading_as(reader: Reader) -> Iterator[None]:
    """What is asked within is answered for somebody else: who is to open a link, for its maker."""
    own = current_reader()
    g.reader = reader
    try:
        yield
    finally:
        g.reader = own


def current_root(root: str) -> str:
    """Where the dashboard lives for this reader: through a link, below an address of its own."""
    held = current_reader().held
    return place_of(root, held.link) if held else root
