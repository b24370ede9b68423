"""Names for those who hear the page instead of seeing it."""

from __future__ import annotations

from typing import Any


def named(text: str) -> dict[str, Any]:
    """The keyword that gives a component an accessible name."""
    return {"aria-label": text}


def unread() -> dict[str, Any]:
    """The keyword that hides a component from screen readers: what it says is said elsewhere."""
    return {"aria-hidden": "true"}
