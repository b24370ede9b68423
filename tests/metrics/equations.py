"""Suppression of a table of two keys, slowly: what follows is what linear equations say."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def hidden(answers: Numbers, rows: Numbers, columns: Numbers, minimum_n: int) -> Flags:
    """Which cells that have answers are hidden; each has a row and a column, whose totals count."""
    totals, secrets = [], []
    for codes in (rows, columns):
        sums = np.bincount(codes, weights=answers).astype(np.int64)
        whole = np.ones((int(sums.sum() >= minimum_n), len(sums)), dtype=bool)
        gone = _suppressed(sums, whole, whole[:0], minimum_n) | (sums < minimum_n)
        totals += [codes == one for one in np.flatnonzero(~gone)]
        if len(whole) and gone.any():  # what the whole leaves when the others are taken off
            totals.append(np.isin(codes, np.flatnonzero(gone)))
        secrets += [codes == one for one in np.flatnonzero(gone & (sums > 0))]
    known, secret = (np.array(one, bool).reshape(-1, len(answers)) for one in (totals, secrets))
    return _suppressed(answers, known, secret, minimum_n)


def _suppressed(answers: Numbers, totals: Flags, secrets: Flags, minimum_n: int) -> Flags:
    """Hides the smallest cell of those in question, until nothing hidden follows."""
    small = answers < minimum_n
    gone = small & (answers > 0)
    while gone.any() and len(totals):
        told = _told(answers, totals, secrets, gone, minimum_n)
        shown = ~small & ~gone
        if not told.any() or not shown.any():
            break
        choice = np.flatnonzero(shown & told if (shown & told).any() else shown)
        gone[choice[np.argmin(answers[choice])]] = True
    return gone


def _told(answers: Numbers, totals: Flags, secrets: Flags, gone: Flags, minimum_n: int) -> Flags:
    if (few := _few(totals @ (answers * gone), minimum_n)).any():
        return np.asarray(totals[few].any(axis=0))
    known = np.vstack([totals, np.diag(~gone)[~gone]]).astype(float)
    follows = np.array(
        [gone[i] and _spanned(known, np.eye(len(gone))[i]) for i in range(len(gone))]
    )
    if (follows & (answers < minimum_n)).any():
        return np.asarray(totals[totals[:, follows].any(axis=1)].any(axis=0))
    if (few := _few(totals @ (answers * (gone & ~follows)), minimum_n)).any():
        at = np.asarray(follows & totals[few].any(axis=0))  # what follows there need not
        found = np.asarray(totals[few | totals[:, at].any(axis=1)].any(axis=0))
        if (found & (answers >= minimum_n) & ~gone).any():
            return found
    of_secrets = np.zeros(len(gone), dtype=bool)
    for secret in secrets:
        if _spanned(known, secret.astype(float)):
            of_secrets |= secret
    beside = totals[totals[:, of_secrets & gone].any(axis=1)].any(axis=0)
    return np.asarray(of_secrets | beside)


def _few(held: Numbers, minimum_n: int) -> Flags:
    return np.asarray((held > 0) & (held < minimum_n))


def _spanned(known: npt.NDArray[np.float64], one: npt.NDArray[np.float64]) -> bool:
    rank = np.linalg.matrix_rank
    return bool(rank(known) == rank(np.vstack([known, one])))
