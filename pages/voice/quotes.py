"""Typical comments on a theme, chosen by a rule that is printed with them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pandas as pd

from data.meaning.typical import typical_by_meaning
from data.query.comments import Sought, comments
from data.store.snapshots import Snapshot
from metrics.series import parse_series
from pages.panel import Kind, Panel
from pages.voice.themes import THEME
from view.state import View

_READ = 400  # of the newest comments on the theme
_OF_GROUP = 2  # quotes of each group of scores
_WORD = re.compile(r"[^\W\d_]+")
_CJK = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_MARK = re.compile(r"\[(?:email|phone|card|iban|id|name)\]")
_LENGTHS = (20, 400)  # characters of a quote
_BY_MEANING = (
    "Chosen of the newest {n:,} by rule: in each group of scores the comment that is nearest in "
    "meaning to the middle of them all, then the one that is farthest from it among the nearest "
    "half; one a customer, none with masked data, and none that the encoder cannot read."
)
_BY_WORDS = (
    "Chosen of the newest {n:,} by rule: in each group of scores the comment whose words most "
    "others share, then the next that says something else; one a customer, none with masked data."
)


def quotes_panel(snapshot: Snapshot, view: View, theme: str) -> Panel | None:
    """Two comments of each group of scores that name a theme; None where there are none."""
    others = tuple(one for one in view.filters if one[0] != THEME)
    scope = replace(view, filters=(*others, (THEME, (theme,)))).scope()
    numbered = snapshot.catalog.has("feedback", "vector")
    frame = comments(snapshot, Sought(scope), _READ, numbered=numbered)
    if frame.empty:
        return None
    groups = _able(frame)
    by_meaning = typical_by_meaning(snapshot, frame, groups, _OF_GROUP) if numbered else None
    chosen = typical(frame) if by_meaning is None else by_meaning
    if not chosen:
        return None
    rule = _BY_WORDS if by_meaning is None else _BY_MEANING
    return Panel(
        key="quotes",
        kind=Kind.COMMENTS,
        title=f"“{theme}” in their words",
        subtitle="typical comments",
        frame=frame.take(chosen).drop(columns="vector", errors="ignore").reset_index(drop=True),
        note=rule.format(n=len(frame)),
    )


def typical(frame: pd.DataFrame) -> list[int]:
    """Places of quotes by words, by group of scores.

    `frame`: columns comment, series, score and customer_id.
    """
    texts = [str(text) for text in frame["comment"]]
    words = [words_of(text) for text in texts]
    held = Counter(word for own in words for word in own)
    whose = frame["customer_id"].tolist() if "customer_id" in frame else [None] * len(frame)
    groups = _able(frame)
    chosen: list[int] = []
    for name in sorted(groups):
        chosen += _of_group(groups[name], words, held, whose, chosen)
    return chosen


def _able(frame: pd.DataFrame) -> dict[str, list[int]]:
    """The places of comments that may be quoted, by group of scores."""
    groups: dict[str, list[int]] = {}
    rows = zip(frame["comment"], frame["series"], frame["score"], strict=True)
    for place, (comment, series, score) in enumerate(rows):
        text = str(comment)
        if _LENGTHS[0] <= len(text) <= _LENGTHS[1] and not _MARK.search(text):
            groups.setdefault(parse_series(str(series)).group(score), []).append(place)
    return groups


def _of_group(
    places: Sequence[int],
    words: Sequence[frozenset[str]],
    held: Counter[str],
    whose: Sequence[object],
    before: Sequence[int],
) -> list[int]:
    """The most typical, then those that share least with what is chosen."""
    chosen: list[int] = []

    def typical_of(place: int) -> float:
        own = words[place]
        return sum(held[word] for word in own) / (len(own) + 3)  # of three words too few to tell

    ranked = sorted(places, key=lambda place: (-typical_of(place), place))
    for _ in range(_OF_GROUP):
        taken = {whose[one] for one in (*before, *chosen)} - {None}
        able = [one for one in ranked if one not in chosen and whose[one] not in taken]
        able = [one for one in able if all(_shared(words[one], words[two]) < 0.5 for two in chosen)]
        if able:
            chosen.append(able[0])
    return chosen


def words_of(text: str) -> frozenset[str]:
    """The words of a comment; of Chinese and Japanese, pairs of letters beside each other."""
    lower = text.lower()
    found = {word for word in _WORD.findall(lower) if len(word) > 2 and not _CJK.search(word)}
    signs = _CJK.findall(lower)
    return frozenset(found | {one + other for one, other in pairwise(signs)})


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of words that two comments have in common (Jaccard 1901)."""
    return len(one & other) / max(len(one | other), 1)
