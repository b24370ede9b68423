"""The nearest vectors, against all cosines in plain floats."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from voice import nearest as module
from voice.nearest import nearest, signs_of
from voice.vectors import WIDTH, Vectors


def made(found: np.ndarray) -> Vectors:
    """Vectors as the load keeps them."""
    scale = np.abs(found).max(axis=1) / 127
    whole = np.round(found / scale[:, None]).astype(np.int8)
    return Vectors(whole, scale.astype(np.float32))


def clusters(seed: int, n: int, noise: float) -> np.ndarray:
    draw = np.random.default_rng(seed)
    middles = draw.normal(size=(10, WIDTH))
    return middles[draw.integers(0, 10, n)] + noise * draw.normal(size=(n, WIDTH))


def test_signs_are_bits_of_numbers_above_zero() -> None:
    whole = np.full((2, WIDTH), -5, np.int8)
    whole[1, 0], whole[1, 9] = 3, 0
    signs = signs_of(whole)
    assert signs.shape == (2, WIDTH // 64) and signs.dtype == np.uint64
    assert np.bitwise_count(signs).sum(axis=1).tolist() == [0, 1]


@given(st.integers(0, 2**32 - 1), st.floats(-0.2, 0.9))
def test_all_rows_are_compared_where_they_are_few(seed: int, least: float) -> None:
    floats = clusters(seed, 60, 1.0)
    vectors = made(floats)
    draw = np.random.default_rng(seed + 1)
    rows = draw.permutation(60)[: draw.integers(0, 60)]
    found = nearest(vectors, signs_of(vectors.whole), rows, floats[0].astype(np.float32), least)
    kept = vectors.whole.astype(float) * vectors.scale[:, None]
    both = np.linalg.norm(kept, axis=1) * np.linalg.norm(floats[0])
    slow = {int(row): float(kept[row] @ floats[0] / both[row]) for row in rows}
    sure = {row for row, cosine in slow.items() if abs(cosine - least) > 1e-5}
    assert {*found.rows.tolist()} & sure == {row for row in sure if slow[row] >= least}
    np.testing.assert_allclose(found.cosines, [slow[row] for row in found.rows.tolist()], atol=1e-5)
    assert (np.diff(found.cosines) <= 0).all()


def test_signs_leave_out_hardly_any_that_is_near() -> None:
    """Of 20,000 vectors 4,000 are candidates: the 500 nearest of all are among them."""
    floats = clusters(0, 20_000, 1.0)
    vectors = made(floats)
    to = floats[7].astype(np.float32)
    found = nearest(vectors, signs_of(vectors.whole), np.arange(20_000), to, -1.0)
    assert len(found.rows) == module.CANDIDATES
    cosines = floats @ to / np.linalg.norm(floats, axis=1)
    best = np.argsort(-cosines)[:500]
    assert len(np.intersect1d(best, found.rows[:600])) >= 495


def test_rows_that_are_not_asked_for_are_not_found() -> None:
    vectors = made(clusters(1, 9_000, 0.1))
    own = np.arange(0, 9_000, 2)
    found = nearest(vectors, signs_of(vectors.whole), own, vectors.floats(np.array([1]))[0], 0.5)
    assert len(found.rows) and set(found.rows.tolist()) <= set(own.tolist())
