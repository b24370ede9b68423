"""Why a message could not be made, or was not taken."""

from __future__ import annotations


class UnreadableError(Exception):
    """What a message says could not be read now; the message of this says why."""


class NotSentError(Exception):
    """It was not taken. `again`: it may be another time; else never."""

    def __init__(self, message: str, *, again: bool = True) -> None:
        super().__init__(message)
        self.again = again


class UnreachableError(NotSentError):
    """There is no connection to where all messages of a kind go: another would fare no better."""
