"""Who may do what: the table that docs/security.md shows and that every request is held to."""

from __future__ import annotations

from enum import StrEnum


class Right(StrEnum):
    """Something that a reader may do; the words stand in the docs and in refusals."""

    VIEW = "see pages, figures and filters"
    COMMENTS = "read what customers wrote"
    CUSTOMERS = "look up single customers, where the mapping allows it"
    REJECTED = "see values of rows that were set aside"
    CASES = "make cases of customers whom they see, and change their own"
    EXPORT = "take figures away: CSV files and the API"
    SHARE = "share a view by a link"
    EDIT = "change targets, notes, themes, shared views and data"
    ADMINISTER = "read the audit log and manage what others share"
    OWN_WORK = "see their own work beside that of the rest of their team"


# What anonymous readers never have: it tells of single people.
OF_SINGLE_PEOPLE = frozenset({Right.COMMENTS, Right.CUSTOMERS, Right.REJECTED, Right.CASES})


class Role(StrEnum):
    """What an account is; each but the agent may do all that those before it may."""

    AGENT = "agent"  # tied to a name of the column `agent`: sees their own work and nothing else
    VIEWER = "viewer"
    ANALYST = "analyst"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


_LEAST = {
    Right.VIEW: Role.VIEWER,
    Right.COMMENTS: Role.ANALYST,
    Right.CUSTOMERS: Role.ANALYST,
    Right.REJECTED: Role.ANALYST,
    Right.CASES: Role.ANALYST,
    Right.EXPORT: Role.ANALYST,
    Right.SHARE: Role.ANALYST,
    Right.EDIT: Role.EDITOR,
    Right.ADMINISTER: Role.ADMINISTRATOR,
}
# From the least to the highest. Agents are none of them: what they may, nobody else may.
LADDER = (Role.VIEWER, Role.ANALYST, Role.EDITOR, Role.ADMINISTRATOR)
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.AGENT: frozenset({Right.OWN_WORK}),
    **{
        role: frozenset(
            right for right, least in _LEAST.items() if LADDER.index(role) >= LADDER.index(least)
        )
        for role in LADDER
    },
}
