"""What was made of texts before, so that a load works on new texts alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

Work = Callable[[Sequence[int]], Iterable[str]]  # of the places of keys


class Memory(Protocol):
    """Answers from what it knows, and asks `work` for the rest."""

    def __call__(self, what: str, basis: object, keys: Sequence[object], work: Work) -> list[str]:
        """A string for each key, in their order.

        `what` is worked out. `basis` and each key hold all that it depends on, as JSON can have it.
        """


def no_memory(what: str, basis: object, keys: Sequence[object], work: Work) -> list[str]:
    """Everything is worked out."""
    return list(work(range(len(keys))))
