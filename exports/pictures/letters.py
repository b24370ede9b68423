"""How wide words are, about, whichever font draws them: what is shortened or broken."""

from __future__ import annotations

import unicodedata

_NARROW, _WIDE = frozenset("iljtfrI.,:;|!'()[] "), frozenset("mwMWQO@%&—…")


def width(words: str, size: float) -> float:
    """In pixels; rather too much than too little."""
    return size * sum(map(_share, words))


def shortened(words: str, room: float, size: float) -> str:
    """The words, cut with `…` where they are wider than the room."""
    if width(words, size) <= room:
        return words
    left, at = room - size, 0
    while at < len(words) and (left := left - size * _share(words[at])) >= 0:
        at += 1
    return f"{words[:at].rstrip()}…"


def wrapped(words: str, room: float, size: float, most: int) -> list[str]:
    """The words in at most so many lines, the last one shortened; broken in a word that is long."""
    lines, left = list[str](), words.strip()
    while left and len(lines) < most - 1 and width(left, size) > room:
        at = _fitting(left, room, size)
        space = left.rfind(" ", 1, at + 1)
        if space > 0 and width(left[space + 1 :].partition(" ")[0], size) <= room:
            at = space
        lines.append(left[:at].rstrip())
        left = left[at:].lstrip()
    return [*lines, shortened(left, room, size)] if left else lines


def _fitting(words: str, room: float, size: float) -> int:
    """How many letters have room, one at least."""
    for at, letter in enumerate(words):
        room -= size * _share(letter)
        if room < 0:
            return max(at, 1)
    return len(words)


def _share(letter: str) -> float:
    """Of the size of letters, how wide one is."""
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in "WF" or letter in _WIDE:
        return 1
    if letter in _NARROW:
        return 0.38
    return 0.75 if letter.isupper() or ord(letter) > 0x24F else 0.62
