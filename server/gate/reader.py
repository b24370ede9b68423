"""Who reads, for the length of a request."""

from __future__ import annotations

from flask import g

from access.reader import Reader


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
