"""Passwords: hashed by argon2, few at a time, and as long for who is unknown."""

from __future__ import annotations

import secrets
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

FEWEST = 12  # characters of a new password
_WAITING = 2  # that may wait for their turn in one process: each holds a thread of the server


class BusyError(Exception):
    """Too many passwords are being checked at the moment."""


class Passwords:
    """Hashes and checks. One at a time in a process: each takes 64 MB and much of a core."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._of_nobody = self._hasher.hash(secrets.token_hex())
        self._turn = threading.Lock()
        # Browsers that have logged in before wait in a line that no stranger can fill.
        self._lines = {known: threading.Semaphore(1 + _WAITING) for known in (True, False)}

    def hash(self, password: str) -> str:
        """As it is kept. Raises ValueError for a password that is too short."""
        if len(password) < FEWEST:
            raise ValueError(f"The password is too short; expected {FEWEST} characters at least.")
        return self._hasher.hash(_plain(password))

    @contextmanager
    def line(self, *, known: bool) -> Iterator[None]:
        """A place in the line, before anything else is done. Raises BusyError."""
        line = self._lines[known]
        if not line.acquire(blocking=False):
            raise BusyError
        try:
            yield
        finally:
            line.release()

    def fits(self, kept: str | None, given: str) -> bool:
        """Is it the password? None, nobody's, takes as long and never fits."""
        with self._turn:
            try:
                return self._hasher.verify(kept or self._of_nobody, _plain(given)) and bool(kept)
            except (VerificationError, InvalidHashError):
                return False


def _plain(password: str) -> bytes:
    """The same letters typed on another keyboard are the same bytes."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
