"""Names and other words that people type: what is one, and when two names are the same."""

from __future__ import annotations

import unicodedata

_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_JOINERS = "\u200c\u200d"  # of letters and pictures that belong together
_BLANKS = dict.fromkeys(map(ord, "\u115f\u1160\u2800\u3164\uffa0"), " ")  # letters without ink


def key_of(name: str) -> str:
    """A name as names are compared: neither capitals nor space around it tell two apart."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def is_name(name: str, longest: int) -> bool:
    """Is it in one line, of letters, digits and signs that are seen, and not too long?"""
    # A sign that stands for whole words may be eighteen, as names are compared.
    return 0 < len(name) <= longest and name.isprintable() and len(key_of(name)) <= 3 * longest


class TextError(Exception):
    """A text can't be kept; the message says why."""


def one_line(text: str, name: str, longest: int) -> str:
    """The text in one line, "" where it has nothing that is seen.

    `name`: what it is, as a sentence begins with it; `longest`: in characters. Raises TextError.
    """
    words = " ".join(text.translate(_BLANKS).split())
    if all(unicodedata.category(one) in ("Cf", "Mn", "Me") for one in words):
        return ""
    if len(words) > longest:
        raise TextError(f"{name} has {len(words):,} characters; {longest} are the most.")
    if any(unicodedata.category(one) in _UNSEEN and one not in _JOINERS for one in words):
        raise TextError(f"{name} has characters that nobody sees; write it without them.")
    return words
