"""Why a request was not made, or not taken, in words."""

from __future__ import annotations


class OutgoingError(Exception):
    """It was not taken. `again`: it may be another time; else never. `handed_over`: the receiver
    had all of it and gave no answer, so that once more may be twice.

    The message names the host and never the path, which is a secret of many services.
    """

    def __init__(self, message: str, *, again: bool = False, handed_over: bool = False) -> None:
        super().__init__(message)
        self.again = again
        self.handed_over = handed_over
