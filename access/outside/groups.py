"""Which group of the outside has which role here, and which rows: the explicit table."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass

from access.accounts import Changes
from access.rights import LADDER, Role
from access.rows import parse_rows
from data.scope import Filters

_HOW = "expected groups and roles, such as cx-admins=administrator,cx-team=analyst; roles are "
_HOW_ROWS = "expected groups and rows, such as cx-emea: region=EMEA,APAC; cx-pro: plan=Pro"


@dataclass(frozen=True)
class Groups:
    """The table. Who is in no group of `roles` may see nothing."""

    roles: dict[str, Role]
    rows: dict[str, Filters]

    def rights_of(self, groups: Iterable[str]) -> Changes | None:
        """The highest role of all groups; None where none has one.

        A group with rows limits, whatever other groups somebody is in: of several with the same
        segment, the levels of all; of several segments, rows that are in each.
        """
        known = set(groups)
        roles = [role for group, role in self.roles.items() if group in known]
        if not roles:
            return None
        allowed: dict[str, set[str]] = {}
        for group in known & set(self.rows):
            for key, levels in self.rows[group]:
                allowed.setdefault(key, set()).update(levels)
        rows = tuple((key, tuple(sorted(levels))) for key, levels in sorted(allowed.items()))
        return Changes(max(roles, key=LADDER.index), rows, totals=False)


def parse_groups(roles: str, rows: str = "") -> Groups:
    """The tables as settings have them. Raises ValueError with a sentence."""
    return Groups(_roles(roles), _rows(rows))


def _roles(given: str) -> dict[str, Role]:
    """`cx-admins=administrator,"CN=cx, OU=one=analyst"`; commas in double quotes are of a name."""
    found: dict[str, Role] = {}
    for one in next(csv.reader([given], skipinitialspace=True), []):
        group, _, role = one.rpartition("=")
        group, role = group.strip(), role.strip().lower()
        if not group or role not in LADDER:
            raise ValueError(f"CXLENS_GROUPS has “{one}”; {_HOW}{', '.join(LADDER)}.")
        if group in found:
            raise ValueError(f"CXLENS_GROUPS has “{group}” twice; expected one role for each.")
        found[group] = Role(role)
    return found


def _rows(given: str) -> dict[str, Filters]:
    """`cx-emea: region=EMEA,APAC; cx-pro: plan=Pro`; again for another segment of a group."""
    written: dict[str, list[str]] = {}
    for one in given.split(";") if given else ():
        group, colon, limit = one.partition(": ")
        if not (group.strip() and colon):
            raise ValueError(f"CXLENS_GROUP_ROWS has “{one.strip()}”; {_HOW_ROWS}.")
        written.setdefault(group.strip(), []).append(limit.strip())
    try:
        return {group: parse_rows(limits) for group, limits in written.items()}
    except ValueError as error:
        raise ValueError(f"CXLENS_GROUP_ROWS: {error}") from None
