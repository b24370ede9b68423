"""Tickets with 0 contacts: a column that may count otherwise than it is read."""

from __future__ import annotations

from data.mapping.model import Mapping


def contacts_zero(zero: int, known: int, column: str) -> tuple[str, ...]:
    """A warning where tickets have fewer contacts than one; none where all have one at least.

    `zero` of the `known` tickets that state their contacts do, as `column` says.
    """
    if not zero:
        return ()
    return (
        f"{zero:,} of {known:,} tickets have 0 contacts. The first contact counts as 1, so it is "
        "not known whether they were solved at the first contact, and they are left out of first "
        f"contact resolution. If '{column}' counts only the contacts after the first, every ticket "
        "has one more than it says, and a query adds it: select *, cast("
        f'"{column}" as integer) + 1 as contacts_made from the source; map contacts_made. '
        'If 0 means "not known", say so: blank = [0].',
    )


def contacts_column(mapping: Mapping) -> str:
    """What the mapping's sources call the column."""
    mapped = (part.columns["contacts"] for part in mapping.tickets if "contacts" in part.columns)
    return next((one.column for one in mapped if one.column), "contacts")
