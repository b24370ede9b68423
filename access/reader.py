"""Who reads, and what they may: what every answer depends on."""

from __future__ import annotations

from dataclasses import dataclass

from access.rights import RIGHTS, Right, Role
from data.scope import Filters


@dataclass(frozen=True)
class Reader:
    """Somebody for the length of a request."""

    account: int | None  # id of the account; None for nobody, and in the mode `open`
    name: str  # "" where there is no account
    role: Role | None
    rights: frozenset[Right]
    rows: Filters = ()  # (segment, levels) that they are limited to; () for all rows
    totals: bool = True  # may compare their rows with all others

    def may(self, right: Right) -> bool:
        """Have they this right?"""
        return right in self.rights

    @property
    def sees(self) -> tuple[object, ...]:
        """All that the content of an answer depends on, the same for who may see the same."""
        return (sorted(self.rights), self.rows, self.totals)


NOBODY = Reader(None, "", None, frozenset(), totals=False)
# Whoever reaches a dashboard without accounts.
ANYBODY = Reader(None, "", None, RIGHTS[Role.EDITOR])
