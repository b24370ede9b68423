"""Which table of CX Lens a table is, and which of its columns is which.

A column becomes a column of CX Lens where its name says so (`detection.roles`) and its values are
of that kind: a date for a time, a number for an amount. Each is used once, the best names first.
From what is found follows what a table is:

- *tickets*: a time of opening, and one of a first response or a solution;
- *orders*: a time, an amount and the customer or the order;
- *customers*: each customer once, and since when, until when or of what worth; or nothing but
  columns to break down by;
- *feedback*: at least one question that asks for a score (`detection.tables.questions`).

A table may be two of them: tickets with the satisfaction of those who were answered.
"""

from __future__ import annotations

from collections.abc import Sequence

from detection.tables.profile import Profile

NAMED = 0.75  # how well a name has to fit
_ID, _TIME, _NUMBER, _YES_NO, _TEXT = "id", "time", "number", "yes or no", "text"
_WORDS = (
    "words"  # or codes of letters: numbers under such a name are scores or codes without labels
)
_ABOUT_WORK = {"channel": _WORDS, "team": _WORDS, "agent": _TEXT}
COLUMNS = {
    "feedback": {
        "response_id": _ID,
        "submitted_at": _TIME,
        "customer_id": _ID,
        "touchpoint": _WORDS,
        **_ABOUT_WORK,
        "comment": _TEXT,
        "language": _WORDS,
        "reason": _WORDS,
        "weight": _NUMBER,
    },
    "tickets": {
        "ticket_id": _ID,
        "opened_at": _TIME,
        "customer_id": _ID,
        **_ABOUT_WORK,
        "priority": _TEXT,
        "first_response_at": _TIME,
        "resolved_at": _TIME,
        "reopened": _YES_NO,
        "contacts": _NUMBER,
    },
    "orders": {"order_id": _ID, "customer_id": _ID, "ordered_at": _TIME, "amount": _NUMBER},
    "customers": {
        "customer_id": _ID,
        "joined_at": _TIME,
        "churned_at": _TIME,
        "annual_revenue": _NUMBER,
    },
}
_OWN_KEY = {
    "feedback": "response_id",
    "tickets": "ticket_id",
    "orders": "order_id",
    "customers": "customer_id",
}
_YES = ("yes", "true", "1", "y", "ja", "oui", "sí", "si", "sim", "kyllä", "да", "是", "はい")
_NO = ("no", "false", "0", "n", "nej", "nein", "non", "não", "ei", "нет", "否", "いいえ")
_YES_NO_WORDS = frozenset((*_YES, *_NO))


def named(profiles: Sequence[Profile], table: str) -> dict[str, Profile]:
    """Columns of `table` that names and values say are there, by the name that CX Lens has."""
    fitting = [
        (profile.called(role), -place, role, profile)
        for place, profile in enumerate(profiles)
        for role, kind in COLUMNS[table].items()
        if profile.called(role) >= NAMED and _is(profile, kind, role == _OWN_KEY[table])
    ]
    found: dict[str, Profile] = {}
    used: set[str] = set()
    for _, _, role, profile in sorted(fitting, key=lambda one: one[:2], reverse=True):
        if role not in found and profile.column.name not in used:
            found[role] = profile
            used.add(profile.column.name)
    return found


def is_tickets(found: dict[str, Profile]) -> bool:
    """True where tickets were opened, and answered or resolved."""
    return "opened_at" in found and bool({"first_response_at", "resolved_at"} & set(found))


def is_orders(found: dict[str, Profile]) -> bool:
    """True where something was paid on a day by somebody."""
    return {"ordered_at", "amount"} <= set(found) and bool({"order_id", "customer_id"} & set(found))


def may_be_orders(found: dict[str, Profile]) -> bool:
    """True where each order comes once, with its day; the amounts may be elsewhere."""
    return {"ordered_at", "order_id"} <= set(found) and found["order_id"].unique


def is_customers(found: dict[str, Profile], others: bool) -> bool:
    """True where each customer comes once; `others`: the table is something else already."""
    if "customer_id" not in found or not found["customer_id"].unique:
        return False
    return bool({"joined_at", "churned_at", "annual_revenue"} & set(found)) or not others


def _is(profile: Profile, kind: str, own_key: bool) -> bool:
    """True where the values are of a kind; a table's own key has each value once."""
    if not profile.column.filled:
        return False
    if kind == _TIME:
        return bool(profile.dates.readings)
    if kind == _NUMBER:
        return bool(profile.numbers.readings)
    if kind == _YES_NO:
        return {value.casefold() for value in profile.column.values.index} <= _YES_NO_WORDS
    if kind == _ID:
        return (profile.unique or not own_key) and not profile.dates.readings
    if kind == _WORDS and profile.numbers.readings:
        return False
    return not profile.dates.readings
