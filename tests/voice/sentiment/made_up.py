"""Comments made up for tests, in Finnish: it has no vectors, so that nothing is encoded."""

from __future__ import annotations

import random

import numpy as np

from voice.sentiment import Comments

THINGS = ["tilaus", "liittymä", "laukku", "kenkä", "takki", "pöytä", "tuoli", "peili"]


def planted(count: int, seed: int = 0, wrong: float = 0.0) -> Comments:
    """No word of the lists: "sininen" goes with a high score, "vihreä" with a low one.

    Newest last, every third high; this share of the scores is wrong.
    """
    draw = random.Random(seed)
    signs = [1 if number % 3 == 0 else -1 for number in range(count)]
    texts = [
        f"{draw.choice(THINGS)} {'sininen' if sign > 0 else 'vihreä'} {draw.choice(THINGS)} {at}"
        for at, sign in enumerate(signs)
    ]
    scores = [-sign if draw.random() < wrong else sign for sign in signs]
    return Comments(texts, ["fi"] * count, None, np.arange(count, dtype=float), np.array(scores))


def partly_in_words(count: int) -> Comments:
    """Half has a word of the lists, and "sininen" or "vihreä" beside it; half has only these."""
    draw = random.Random(0)
    texts = []
    for number in range(count):
        good = number % 2 == 0
        said = ("hyvä" if good else "huono") if number % 4 < 2 else draw.choice(THINGS)
        texts.append(f"{said} {'sininen' if good else 'vihreä'} {draw.choice(THINGS)} {number}")
    return Comments(texts, ["fi"] * count)
