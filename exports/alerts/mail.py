"""News of an alert as a mail."""

from __future__ import annotations

from exports.alerts.told import Told
from exports.alerts.words import facts, headline
from exports.mail import letter as frame


def letter(told: Told, end: str) -> frame.Letter:
    """The mail. `end`: the address that ends it for its receiver."""
    found = facts(told)
    return frame.letter(
        "alerts/alert.html",
        told.about,
        headline(told),
        ["\n".join(f"{name}: {words}" for name, words in found)],
        sent_by="alert",
        name=told.name,
        end=end,
        facts=found,
    )
