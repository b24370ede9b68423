"""For those who hear the page instead of seeing it, or have no mouse."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component


def named(text: str) -> dict[str, Any]:
    """The keyword that gives a component an accessible name."""
    return {"aria-label": text}


def waits_for(address: str, *, whole: bool) -> dict[str, Any]:
    """The keywords of what is being worked out: assets/pending.js asks there.

    `whole`: all of it is; else it is there, and some more will be.
    """
    return {"data-pending": address} | ({"aria-busy": "true"} if whole else {})


def unread() -> dict[str, Any]:
    """The keyword that hides a component from screen readers: what it says is said elsewhere."""
    return {"aria-hidden": "true"}


def scrolling(content: Component, name: str, more: str = "") -> html.Div:
    """What scrolls where it is too wide: it must be reached by keyboard. `more`: classes."""
    classes = f"cx-scroll {more}".strip()
    return html.Div(content, className=classes, tabIndex=0, role="region", **named(name))
