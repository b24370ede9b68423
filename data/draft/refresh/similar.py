"""How alike two columns are by what they hold, whatever they are called.

Both hold days, or people's own words, or numbers, or neither. Then numbers and levels are as alike
as the share of the newer column's values that the other one has; columns of many different texts,
such as ids, as the share of texts of the same shape (letters, digits and signs at the same places).
"""

from __future__ import annotations

import re

from detection.tables.profile import Profile

FEW = 300  # different values, of which most come again in the next file
LIKELY = 0.3  # as alike as this a column may be the same
_LOOKED_AT = 500


def alike(before: Profile, newer: Profile) -> tuple[float, str]:
    """From 0 to 1, and what speaks for it in words."""
    days = bool(before.dates.readings), bool(newer.dates.readings)
    if any(days):
        return (1.0, "both hold days") if all(days) else (0.0, "")
    own_words = before.own_words, newer.own_words
    if any(own_words):
        return (1.0, "both hold people's own words") if all(own_words) else (0.0, "")
    if not newer.levels or not before.levels:
        return 0.0, ""
    common = len(newer.texts & before.texts)
    share = newer.among(before)
    told = f"{common:,} of its {newer.levels:,} different values are those of before"
    if min(before.levels, newer.levels) <= FEW or share >= LIKELY:
        return share, told
    if bool(before.numbers.readings) != bool(newer.numbers.readings):
        return 0.0, ""
    known, shapes = _shapes(before), _shapes(newer)
    same = sum(shape in known for shape in shapes) / len(shapes)
    return same / 2, f"{same:.0%} of its values look like those of before"


def _shapes(profile: Profile) -> list[str]:
    """`AB-1204` is `a-9`."""
    texts = [str(text) for text in profile.column.values.index[:_LOOKED_AT]]
    return [re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", text)) for text in texts]
