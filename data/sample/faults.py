"""Rows that break the contract on purpose, so that the Data page has something to show."""

from __future__ import annotations

import numpy as np

from data.sample.calendar import Texts

# (how many, column, values to put there); the counts stand in docs/sample-company.md
_NPS_FAULTS = ((12, "score", ["11"]), (5, "score", ["good", "n.a."]))
_CSAT_FAULTS = ((7, "score", ["0", "6"]),)
_DATE_FAULTS = (
    (9, "submitted_at", ["31/02/2026", "yesterday", "2026-13-05T10:00:00", "12.2025"]),
    (8, "submitted_at", ["2062-03-14T09:30:00", "2062-08-02T16:05:00"]),  # 2026 mistyped
    (5, "submitted_at", [None]),
)
_DUPLICATES = 14
_RESOLVED_TOO_EARLY = 6


def add_feedback_faults(rng: np.random.Generator, columns: dict[str, Texts]) -> dict[str, Texts]:
    """Feedback with extra rows: scores and dates that cannot be, and ids that come twice."""
    metric = columns["metric"]
    everywhere = np.arange(len(metric))
    broken: list[tuple[int, dict[str, str | None]]] = []
    for rows, faults in (
        (np.flatnonzero(metric == "nps"), _NPS_FAULTS),
        (np.flatnonzero(metric == "csat"), _CSAT_FAULTS),
        (everywhere, _DATE_FAULTS),
    ):
        for count, column, values in faults:
            chosen = rng.choice(rows, count)
            broken += [(row, {column: values[i % len(values)]}) for i, row in enumerate(chosen)]
    copies = np.array([row for row, _ in broken])
    extra = {name: values[copies] for name, values in columns.items()}
    extra["response_id"] = np.array([f"X{i:03d}" for i in range(len(broken))], dtype=object)
    for i, (_, change) in enumerate(broken):
        for name, value in change.items():
            extra[name][i] = value
    twice = rng.choice(everywhere, _DUPLICATES, replace=False)
    joined = {name: [values, extra[name], values[twice]] for name, values in columns.items()}
    # Each extra row stands near the row it was made from, but never before it.
    place = np.concatenate([everywhere, copies, twice])
    order = np.argsort(place, kind="stable")
    return {name: np.concatenate(parts)[order] for name, parts in joined.items()}


def add_ticket_faults(rng: np.random.Generator, columns: dict[str, Texts]) -> dict[str, Texts]:
    """A few tickets that were resolved before they were opened."""
    resolved = np.flatnonzero(columns["resolved_at"] != np.array(None))
    rows = rng.choice(resolved[resolved > 500], _RESOLVED_TOO_EARLY, replace=False)
    columns["resolved_at"][rows] = columns["opened_at"][rows - 500]
    return columns
