"""Who reads, and what they may: what every answer depends on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from access.rights import OF_SINGLE_PEOPLE, RIGHTS, Right, Role
from data.scope import Filters, Span


@dataclass(frozen=True)
class Held:
    """The shared link that somebody reads through, and what of its view they can't leave."""

    link: int  # its id
    page: str
    query: str  # of the view as it was shared
    filters: Filters
    days: Span | None  # None where the dates may move
    period: str  # a preset instead of days; "" for none
    compare: str  # held with the dates; "" where they are free
    version: str  # of the data it is pinned to; "" for those in use
    maker: str
    made_at: datetime
    until: datetime
    parents: tuple[str, ...] = ()  # sites that may show it in a frame
    figures: tuple[tuple[str, str, str], ...] = ()  # (key, name, words) as its maker saw them

    @property
    def limits(self) -> tuple[object, ...]:
        """What an answer depends on."""
        return (self.page, self.filters, self.days, self.period, self.compare, self.version)


@dataclass(frozen=True)
class Reader:
    """Somebody for the length of a request."""

    account: int | None  # id of the account; None for nobody, and in the mode `open`
    name: str  # "" where there is no account
    role: Role | None
    rights: frozenset[Right]
    rows: Filters = ()  # (segment, levels) that they are limited to; () for all rows
    totals: bool = True  # may compare their rows with all others
    held: Held | None = None  # for who reads through a shared link
    team: str = ""  # of the account; answers depend on it in nothing
    # Their views are never so near each other that the difference is of a few people.
    anonymous: bool = False
    agent: str = ""  # whose own work they see, and nothing else; "" for everybody else

    def may(self, right: Right) -> bool:
        """Have they this right?"""
        return right in self.rights and not (self.anonymous and right in OF_SINGLE_PEOPLE)

    @property
    def sees(self) -> tuple[object, ...]:
        """All that the content of an answer depends on, the same for who may see the same."""
        held = self.held.limits if self.held else ()
        return (sorted(self.rights), self.rows, self.totals, held, self.anonymous, self.agent)


NOBODY = Reader(None, "", None, frozenset(), totals=False)
# Whoever reaches a dashboard without accounts.
ANYBODY = Reader(None, "", None, RIGHTS[Role.EDITOR])
