"""Texts as they are compared: without case and accents, as words."""

from __future__ import annotations

import re
import unicodedata

# Combining accents: people leave them out (`otimo`, `еще`, `myohassa`), so they never count.
_ACCENTS = re.compile("[\u0300-\u036f]")
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(rf"[^\W_{_HAN}]+(?:'[^\W_{_HAN}]+)*")
_CHINESE = re.compile(f"[{_HAN}]+")
# What the redaction leaves in the place of personal data, as `[phone]`.
MARK = re.compile(r"\[[a-z][a-z _-]*\]")


def fold(text: str) -> str:
    """The text in small letters, without accents, with straight apostrophes."""
    if text.isascii():
        return text.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", in_small_letters(text)))


def in_small_letters(text: str) -> str:
    """The text in small letters, each accent one character with its letter, for people to read."""
    return unicodedata.normalize("NFC", text.casefold().replace("’", "'"))


def words_of(text: str) -> list[str]:
    """The words of a text, none of them Chinese: letters and digits, and apostrophes between."""
    return _WORD.findall(text)


def chinese_runs(text: str) -> list[str]:
    """The unbroken runs of Chinese characters of a text."""
    return _CHINESE.findall(text)
