"""Orders whose amounts are in a table of their own: payments or items, several rows an order.

Amounts of an order are added up. That is right for what was paid, and for prices of items; a table
that has several such columns says by their names which one it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detection.tables.profile import Profile

_NAMED = 0.75
_OVERLAP = 0.9
_PAID = ("paid", "payment", "payments")


@dataclass(frozen=True)
class Amounts:
    """Where the amounts of orders are: a table, its key of the order, and the column to add up."""

    source: str
    key: str
    column: str
    decimal: str
    evidence: str


def find_amounts(orders: Profile, tables: Mapping[str, Sequence[Profile]]) -> Amounts | None:
    """The amounts of the orders whose ids are in `orders`; what was paid goes before prices."""
    found = []
    for source, profiles in tables.items():
        for key in profiles:
            share = key.among(orders)
            if key.called("order_id") < _NAMED or share < _OVERLAP:
                continue
            for profile in profiles:
                number = profile.numbers.best
                if profile.called("amount") >= _NAMED and number and profile.numbers.sure:
                    said = f"added up by order; {share:.0%} of its orders are there"
                    amounts = Amounts(
                        source, key.column.name, profile.column.name, number.decimal, said
                    )
                    paid = any(word in profile.column.name.casefold() for word in _PAID)
                    found.append(((paid, profile.called("amount")), amounts))
    return max(found, key=lambda one: one[0])[1] if found else None
