"""Which other sites may show an answer in a frame: none, unless a shared link names them."""

from __future__ import annotations

from collections.abc import Iterable

from flask import g

# For the page of links that open nothing: it is the same for all, and nothing on it can be pressed.
ANY_SITE = ("*",)


def may_frame(parents: Iterable[str]) -> None:
    """The answer to this request may stand in frames of these sites."""
    g.parents = tuple(parents)


def framing_sites() -> tuple[str, ...]:
    """The sites that may show the answer to this request; () for none."""
    found: tuple[str, ...] = g.get("parents", ())
    return found
