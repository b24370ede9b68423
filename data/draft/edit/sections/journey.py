"""The order in which customers meet the touchpoints."""

from __future__ import annotations

from typing import Any

from data.draft.edit.document import Change, found
from data.draft.edit.fields import Field, Group, Known, Section, Sent
from data.draft.edit.order import ORDERS, kind_of, ordered
from data.draft.edit.values import WrongError, lines, shown_lines

_TOLD = "A touchpoint a line, the first that a customer meets first."


def journey(content: dict[str, Any], known: Known) -> Section:
    """The touchpoints of the data, and their order."""
    stated = list(found(content, ("journey", "order")) or ())
    every = list(dict.fromkeys((*stated, *known.levels("touchpoint"))))
    sort = kind_of(stated, every)
    name, shown = "journey.order", shown_lines(every)

    def write(sent: Sent) -> list[Change]:
        try:
            order = ordered(sent["journey.sort"], lines(sent[name]))
        except WrongError as error:
            raise WrongError(f"Touchpoints: {error}") from None
        return [] if order == stated else [Change(("journey", "order"), order or None)]

    fields = (
        Field("journey.sort", "Order", sort, kind="choice", options=ORDERS),
        Field(name, "Touchpoints", shown, kind="lines", hint=_TOLD),
    )
    groups = (Group("Order of the touchpoints", fields, write),) if every else ()
    return Section("journey", "Journey", "", groups)
