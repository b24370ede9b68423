"""Texts as they are compared: without case and accents, signs that look alike made one."""

from __future__ import annotations

import re
import unicodedata

# Combining accents, and the sign that asks for a picture of a sign.
_LEFT_OUT = re.compile("[\u0300-\u036f\ufe0f]")
_ALIKE = str.maketrans({"’": "'", "‘": "'", "`": "'", "–": "-", "—": "-", "−": "-", "‑": "-"})
_CAMEL = re.compile(r"(?<=[a-zß-ÿ])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_QUESTION_NUMBER = re.compile(r"(?<![^\W_])([Qq]\d+)(?=[A-Za-z]{2})")
_BETWEEN = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """The text in small letters, without accents, with single spaces and straight signs."""
    plain = text.translate(_ALIKE)
    if not plain.isascii():
        plain = _LEFT_OUT.sub("", unicodedata.normalize("NFKD", plain.casefold()))
        plain = unicodedata.normalize("NFC", plain)
    return " ".join(plain.casefold().split())


def header_words(header: str) -> str:
    """The words of a header, folded, one space between: `Q1_npsScore` and `Q1NPS score` begin with
    `q1 nps`."""
    apart = _QUESTION_NUMBER.sub(r"\1 ", _CAMEL.sub(" ", header))
    return _BETWEEN.sub(" ", fold(apart)).strip()
