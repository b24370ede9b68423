"""Which cases a list is of: whose, how far they are, and what made them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Self

from access.cases.kept import KeptCase
from access.reader import Reader

NOBODY = "nobody"  # as owner
BY_HAND = "by-hand"  # as rule: no rule is called so


class Shown(StrEnum):
    """How far a case is; the value stands in links."""

    UNDER_WAY = "under-way"
    OVERDUE = "overdue"
    CLOSED = "closed"
    ALL = "all"


WORDS = {
    Shown.UNDER_WAY.value: "Under way",
    Shown.OVERDUE.value: "Overdue",
    Shown.CLOSED.value: "Closed",
    Shown.ALL.value: "All",
}


@dataclass(frozen=True)
class Offered:
    """What lists can be limited to, each with its words: owners by the id of an account, rules."""

    owners: Mapping[str, str]
    rules: Mapping[str, str]

    @classmethod
    def by(
        cls, cases: Iterable[KeptCase], who: Reader, more: Mapping[int, str] = MappingProxyType({})
    ) -> Self:
        """What some cases have; as owners also whoever reads, and `more` of them by id."""
        found = tuple(cases)
        owners = {str(one.owner_id): one.owner for one in found if one.owner_id is not None}
        owners |= {str(key): name for key, name in more.items()}
        owners[str(who.account)] = who.name
        by_name = dict(sorted(owners.items(), key=lambda one: one[1].casefold()))
        rules = sorted({one.rule for one in found if one.rule})
        return cls(
            {NOBODY: "Nobody", **by_name},
            {BY_HAND: "People", **{one: f"Rule “{one}”" for one in rules}},
        )


@dataclass(frozen=True)
class CaseFilters:
    """Of a list of cases. `owner`, `rule`: keys of what is offered, "" for any."""

    owner: str = ""
    status: Shown = Shown.UNDER_WAY
    rule: str = ""

    def of(self, cases: Iterable[KeptCase], today: date) -> list[KeptCase]:
        """Those of some cases that fit, in their order; closed ones after the others."""
        found = [one for one in cases if self._fits(one, today)]
        return sorted(found, key=lambda one: one.status.closed)

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters of its link."""
        said = (("owner", self.owner), ("status", self.status.value), ("rule", self.rule))
        return [(name, value) for name, value in said if value]

    def _fits(self, case: KeptCase, today: date) -> bool:
        owner = NOBODY if case.owner_id is None else str(case.owner_id)
        if self.owner not in ("", owner) or self.rule not in ("", case.rule or BY_HAND):
            return False
        match self.status:
            case Shown.UNDER_WAY:
                return not case.status.closed
            case Shown.OVERDUE:
                return case.overdue(today)
            case Shown.CLOSED:
                return case.status.closed
            case Shown.ALL:
                return True


def read_filters(
    given: Mapping[str, str], offered: Offered, who: Reader
) -> tuple[CaseFilters, list[str]]:
    """The filters of a link, and what of it can't be applied, in words.

    `mine` stands for the owner who reads, and `closed`, in links of before, for all cases.
    """
    usual = {
        "owner": str(who.account) if "mine" in given else "",
        "status": Shown.ALL.value if "closed" in given else Shown.UNDER_WAY.value,
        "rule": "",
    }
    known = {"owner": offered.owners, "status": WORDS, "rule": offered.rules}
    said, wrong = dict[str, str](), list[str]()
    for name, found in usual.items():
        value = given.get(name, "") or found
        if value and value not in known[name]:
            there = ", ".join(f"{key} ({words})" for key, words in known[name].items())
            wrong.append(f"There is no {name} “{value[:60]}” of cases here; there is {there}.")
            value = ""
        said[name] = value
    status = Shown(said["status"] or Shown.UNDER_WAY)
    return CaseFilters(said["owner"], status, said["rule"]), wrong
