"""What was sent, as pages list it."""

from __future__ import annotations

from access.sent.listed import Listed
from components.text import moment


def sent_row(one: Listed) -> dict[str, object]:
    """A message: when, what, to whom, and what came of it."""
    return {
        "at": moment(one.made_at),
        "subject": one.subject,
        "period": one.period,
        "to": f"{one.receiver}, {one.address}",
        "state": str(one.state),
        "why": one.error,
        "tries": one.attempts,
    }
