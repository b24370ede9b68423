"""Every kind of panel can be drawn."""

from __future__ import annotations

from components.panels.kinds import KINDS
from pages.panel import Kind


def test_every_kind_is_registered() -> None:
    assert set(KINDS) == set(Kind) - {Kind.SPARKLINES}  # drawn inside the cards


def test_what_has_no_table_is_one_itself() -> None:
    tables = {kind.value for kind, one in KINDS.items() if one.table is None}
    own = {"cohorts", "figures", "risk", "comments", "sought", "records", "definitions", "facts"}
    own |= {
        "outlooks",
        "leaving",
        "leaving_tested",
        "to_call",
        "own_cases",
        "helped",
        "failed",
        "too_large",
        "working",
    }  # a note alone
    assert tables == own
