"""Small cells are hidden, and others with them where a displayed total would give them away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from metrics.grouping import IntArray, Labels, add_up, group, take

SHOWN = ""
TOO_FEW = "too_few"
PROTECTS = "protects"

Flags: TypeAlias = npt.NDArray[np.bool_]
Reasons: TypeAlias = npt.NDArray[np.object_]  # why a cell is hidden, "" where it is shown


def hidden_cells(
    labels: Labels,
    keys: Sequence[str],
    answers: IntArray,
    minimum_n: int,
    apart: Sequence[str] = (),
) -> Reasons:
    """Why each cell of the keys (crossed, per series) is hidden; see `suppress`.

    The totals over any of the keys count as displayed; one that is itself hidden can't be had from
    its cells either. Each cell of the keys `apart` is a table of its own, as a team is of its
    agents: no totals across them are displayed.
    """
    reasons = np.full(len(answers), SHOWN, dtype=object)
    if (answers >= minimum_n).all():
        return reasons
    codes, first = group({name: labels[name] for name in ("series", *apart)}, len(answers))
    inner = [key for key in keys if key not in apart]
    for one in range(len(first)):
        rows = np.flatnonzero(codes == one)
        crossed = take({key: labels[key] for key in inner}, rows)
        reasons[rows] = _hidden(crossed, answers[rows], minimum_n)
    return reasons


def _hidden(labels: Labels, answers: IntArray, minimum_n: int) -> Reasons:
    """Why each cell of one series is hidden; its labels are the keys."""
    shown = [np.zeros((0, len(answers)), dtype=bool)]
    secret = list(shown)
    for key in labels:
        others = {other: column for other, column in labels.items() if other != key}
        codes, first = group(others, len(answers))
        sums = add_up(codes, answers.astype(float), len(first)).astype(np.int64)
        reasons = _hidden(take(others, first), sums, minimum_n)
        shown.append(np.flatnonzero(reasons == SHOWN)[:, None] == codes)
        secret.append(np.flatnonzero((reasons != SHOWN) & (sums > 0))[:, None] == codes)
    return suppress(answers, np.concatenate(shown), np.concatenate(secret), minimum_n)


def suppress(answers: IntArray, totals: Flags, secrets: Flags, minimum_n: int) -> Reasons:
    """Per cell "" (shown), "too_few" (below minimum_n) or "protects" (hidden to shield another).

    `totals` tells which cells (columns) each displayed total (row) is made of, `secrets` those of
    the totals that are hidden elsewhere. The smallest further cell is hidden, until in no displayed
    total the hidden cells hold fewer than minimum_n answers together, and neither a small cell nor
    a hidden total follows from all totals and shown cells (read as linear equations).
    """
    small = answers < minimum_n
    hidden = small & (answers > 0)  # that there are no answers is not a secret
    while hidden.any() and totals.size:
        told = _told(answers, totals, secrets, hidden, minimum_n)
        shown = ~small & ~hidden
        if not told.any() or not shown.any():
            break
        near = shown & told
        choice = np.flatnonzero(near if near.any() else shown)
        hidden[choice[np.argmin(answers[choice])]] = True
    reasons = np.full(len(answers), SHOWN, dtype=object)
    reasons[hidden] = PROTECTS
    reasons[small] = TOO_FEW
    return reasons


def _told(answers: IntArray, totals: Flags, secrets: Flags, hidden: Flags, minimum_n: int) -> Flags:
    """The cells of which another one must be hidden."""
    held = totals @ (answers * hidden)
    few: Flags = np.logical_and(held > 0, held < minimum_n)
    if few.any():
        return _any(totals[few], 0)
    # A hidden cell follows from the others if and only if its leverage in the equations is one,
    # and a sum of hidden cells if and only if the equations leave nothing of it.
    equations, sums = totals[:, hidden].astype(float), secrets[:, hidden].astype(float)
    projected = np.linalg.pinv(equations @ equations.T) @ equations
    follows = np.zeros_like(hidden)
    follows[hidden] = (equations * projected).sum(axis=0) > 1 - 1e-6
    if (follows & (answers < minimum_n)).any():
        return _any(totals[_any(totals[:, follows], 1)], 0)
    left = np.abs(sums - sums @ equations.T @ projected).sum(axis=1)
    known = _any(secrets[left < 1e-6], 0)
    return known | _any(totals[_any(totals[:, known & hidden], 1)], 0)


def _any(flags: Flags, axis: int) -> Flags:
    found: Flags = np.any(flags, axis=axis)
    return found
