"""What is worked out of calls, chats and the like: solved without a person, change of tone."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from data.contract import ALONE


def contact_columns(tickets: ir.Table) -> dict[str, ir.Value]:
    """`self_served` (yes, no) and `tone_change` (-2 to 2), as far as their columns are there."""
    has = set(tickets.columns)
    found: dict[str, ir.Value] = {}
    if "self_service_solved" in has:
        found["self_served"] = _self_served(tickets)
    if {"tone_start", "tone_end"} <= has:
        found["tone_change"] = tickets.tone_end - tickets.tone_start
    return found


def _self_served(tickets: ir.Table) -> ir.BooleanValue:
    """Solved without a person: no where one took part, whatever else is said; NULL: not known.

    A word that is not known may be a person's: the share is rather too low than too high.
    """
    solved = tickets.self_service_solved
    if "handled_by" not in tickets.columns:
        return solved
    alone = tickets.handled_by.lower().isin(ALONE)
    return ibis.ifelse(tickets.handled_by.notnull() & ~alone, False, solved)
