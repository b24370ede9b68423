"""What was recovered, by kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# What docs/mapping.md promises, under Privacy.
ALWAYS = (
    *("direct", "direct, compared", "n beside hidden", "dominance", "comments", "exact times"),
)
PROMISED = (*ALWAYS, "same period", "same period, equations")  # where small groups are shielded
KINDS = {
    "direct": "a figure whose rows are of fewer persons",
    "direct, compared": "the same, of what the view is compared with",
    "same period": "the difference of two figures of a page, both of all of it or of one period",
    "same period, equations": "a hidden cell that follows from all such figures of its page",
    "over time": "the difference of two figures of a page, of other periods",
    "over time, equations": "a hidden cell that follows from all figures of its page",
    "two links": "the difference of two figures of two links",
    "all links, equations": "a hidden cell that follows from all figures of all links",
    "n beside hidden": "a number of rows, printed beside what is hidden",
    "dominance": "an amount whose second largest customer knows the largest within 10 %",
    "most of one": "a share, mean or time of whose rows one customer has 85 % and more",
    "comments": "comments of a cell of fewer persons, all filters applied",
    "comments, two links": "comments on two lists, of whose levels together are fewer persons",
    "exact times": "comments with their time of the day",
}


@dataclass(frozen=True)
class Finding:
    """What was recovered of how many persons, and by which links."""

    kind: str
    table: str
    seed: int
    links: tuple[str, ...]
    what: str
    persons: int
    rows: int


def is_promised(one: Finding) -> bool:
    """True of what must not be. A number of customers is of all whom it counts among."""
    return one.kind in PROMISED and " customers_" not in one.what


def report(found: Sequence[Finding]) -> str:
    """By kind and table how often, in how many companies, and the simplest example."""
    lines = []
    for kind, says in KINDS.items():
        lines.append(f"{kind}: {says}")
        for table in sorted({one.table for one in found if one.kind == kind}):
            own = [one for one in found if (one.kind, one.table) == (kind, table)]
            seeds = len({one.seed for one in own})
            alone = sum(one.persons == 1 for one in own)
            one = min(own, key=lambda one: (sum(map(len, one.links)), one.persons))
            of = f" of {table}" if table else ""
            lines += [
                f"  {len(own)}{of} in {seeds} companies, {alone} of one person; the simplest:",
                f"    seed {one.seed}: {one.persons} persons, {one.rows} rows: {one.what}",
                *(f"    {link}" for link in one.links),
            ]
    return "\n".join(lines)
