"""How long a page may take: what is asked of the data for it ends when its time is up."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from data.errors import LESS, TooLargeError

_UNTIL: ContextVar[float | None] = ContextVar("_UNTIL", default=None)  # by the monotonic clock


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """What is asked inside has so many seconds in all."""
    token = _UNTIL.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _UNTIL.reset(token)


def seconds_left() -> float | None:
    """Of the time limit; None where there is none. Raises TooLargeError where nothing is left."""
    until = _UNTIL.get()
    if until is None:
        return None
    left = until - time.monotonic()
    if left <= 0:
        raise TooLargeError(f"This takes longer than one page may take. {LESS}")
    return left
