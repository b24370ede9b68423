"""Tickets with 0 contacts: a column that may count otherwise than it is read."""

from __future__ import annotations

from collections.abc import Iterator

from data.catalog import Doubt
from data.ingest.published import Published
from data.sql import ident


def no_contacts(published: Published) -> Iterator[Doubt]:
    """Tickets with fewer contacts than one, from one on: the first contact counts as 1."""
    tickets = published.tables.get("tickets")
    if tickets is None or "contacts" not in tickets.columns:
        return
    asked = tickets.aggregate(
        zero=(tickets.contacts < 1).ifelse(1, 0).sum(), known=tickets.contacts.count()
    )
    zero, known = published.ask(asked).fillna(0).iloc[0]
    if not zero:
        return
    mapped = (part.columns.get("contacts") for part in published.mapping.tickets)
    column = next((one.column for one in mapped if one and one.column), "contacts")
    yield Doubt(
        table="tickets",
        found=f"{int(zero):,} of {int(known):,} tickets have 0 contacts. The first contact counts "
        "as 1, so it is not known whether they were solved at the first contact, and they are left "
        "out of first contact resolution.",
        mend=f"If '{column}' counts the contacts after the first, 1 is the wrong one for all "
        "others as well: add it in a query, as in select *, cast("
        f"{ident(column)} as integer) + 1 as contacts_made from the source, and map contacts_made. "
        'If 0 means "not known", say so: blank = [0].',
    )
