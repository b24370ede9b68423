"""Values of a mapping as people type them: words, numbers, a line for each, pairs."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from data.draft.toml import plain_number

_TO = re.compile(r"(\S+)\s+to\s+(\S+)")
_MARK = " = "  # between a code and what it is called
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
_ODD = re.compile(rf"^\"|^\s|\s$|^$|{_BREAKS.pattern}")


class WrongError(ValueError):
    """What was typed can't be taken, in words."""


@dataclass(frozen=True)
class Codec:
    """How a value of TOML stands in a field, and what is read of the field. `read` gets a text
    that is not empty, and raises WrongError."""

    shown: Callable[[Any], str]
    read: Callable[[str], Any]


def as_word(value: object) -> str:
    """A single value as text."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:.15g}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def number(text: str) -> float | int:
    """A number. Raises WrongError."""
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise WrongError(f"“{text[:40]}” is no number: expected one such as 40 or 0.5")
    return plain_number(found)


def whole(text: str) -> int:
    """A whole number. Raises WrongError."""
    found = number(text)
    if not isinstance(found, int):
        raise WrongError(f"“{text[:40]}” is no whole number: expected one such as 10")
    return found


def span(text: str) -> list[float | int]:
    """Two numbers, from and to. Raises WrongError."""
    ends = _TO.fullmatch(text)
    if ends is None:
        raise WrongError(f"“{text[:40]}” is no range: expected two numbers such as 1 to 5")
    return [number(ends[1]), number(ends[2])]


def shown_word(value: object) -> str:
    """A text as it stands in a field of one line; in quotes where that would not hold it."""
    text = as_word(value)
    return text if word(text) == text and not _BREAKS.search(text) else json.dumps(text)


def word(text: str) -> str:
    """The text of a field of one line."""
    text = text.strip()
    if not (text.startswith('"') and text.endswith('"')):
        return text
    try:
        return str(json.loads(text))
    except ValueError:  # quotes that are part of it
        return text


def quoted(item: str) -> str:
    """A text as it stands in a line of its own: one that a line can't hold is in quotes."""
    return json.dumps(item) if _ODD.search(item) or _MARK in item else item


def unquoted(line: str) -> str:
    """The text that stands in a line. Raises WrongError."""
    line = line.strip()
    if not line.startswith('"'):
        return line
    try:
        return str(json.loads(line))
    except ValueError:
        raise WrongError(f"the quotes of {line[:40]} do not close") from None


def lines(text: str) -> list[str]:
    """What stands in the lines, without empty ones. Raises WrongError."""
    return [unquoted(line) for line in text.split("\n") if line.strip()]


def pairs(text: str) -> dict[str, str]:
    """Lines of `code = what it is called`; one without a sign has an empty text behind it.

    Raises WrongError.
    """
    found: dict[str, str] = {}
    for line in filter(str.strip, text.split("\n")):
        left, right = _halves(line)
        if left in found:
            raise WrongError(f"“{left[:40]}” is there twice")
        found[left] = right
    return found


def _halves(line: str) -> tuple[str, str]:
    """What stands before and behind the sign; before it may be a text in quotes."""
    line = line.strip()
    if line.startswith('"'):
        try:
            left, end = json.JSONDecoder().raw_decode(line)
        except ValueError:
            raise WrongError(f"the quotes of {line[:40]} do not close") from None
        rest = line[end:].strip()
        if rest and not rest.startswith("="):
            raise WrongError(f"expected = behind {line[:end][:40]}")
        return str(left), unquoted(rest[1:])
    left, _, right = f"{line} ".partition(_MARK)
    return left.strip(), unquoted(right)


def shown_pairs(values: Mapping[str, object]) -> str:
    """A line for each pair."""
    words = {quoted(key): as_word(one) for key, one in values.items()}
    return "\n".join(f"{key}{_MARK}{quoted(one) if one else ''}" for key, one in words.items())


def shown_lines(values: Sequence[object] | object) -> str:
    """A line for each; a single value is a list of one."""
    several = values if isinstance(values, list | tuple) else [values]
    return "\n".join(quoted(as_word(one)) for one in several)


WORD = Codec(shown_word, word)
CHOICE = Codec(as_word, str)
NUMBER = Codec(as_word, number)
WHOLE = Codec(as_word, whole)
SPAN = Codec(lambda ends: " to ".join(map(as_word, ends)), span)
YES = Codec(as_word, lambda text: text == "yes")
LINES = Codec(shown_lines, lines)
WORDS = Codec(  # ticked boxes
    lambda values: ", ".join(values if isinstance(values, list) else [values]),
    lambda text: text.split(", "),
)
