"""How probable it is that a target is met, in words."""

from __future__ import annotations


def chance_words(chance: float) -> str:
    """`71%`; never certain, and never out of the question."""
    return "under 1%" if chance < 0.01 else "over 99%" if chance > 0.99 else f"{chance:.0%}"
