"""Date formats: which directives are understood, and whether they make a date."""

from __future__ import annotations

import re

from detection.dates.names import LANGUAGES, known, month_names

# The directives of DuckDB's strptime.
_DIRECTIVES = set("aAbBcdfgHIjmMnpSuUVwWxXyYzZ%")
# Numbers that count instead: Excel's days since 1899, seconds and milliseconds since 1970.
COUNTED = ("excel", "unix", "unix_ms")
_NAMES = set("aAbB")
_SWAP = str.maketrans({"d": "m", "m": "d"})


def directives(text: str) -> list[str]:
    """Letters of the directives in a format: `%d/%m/%Y` gives d, m, Y."""
    return [d[-1] for d in re.findall(r"%-?.", text)]


def check_format(text: str) -> str:
    """The format itself. Raises ValueError where it cannot give a date."""
    if text in COUNTED:
        return text
    found = set(directives(text))
    unknown = sorted(found - _DIRECTIVES)
    if unknown:
        raise ValueError(f"the date format '{text}' has the unknown directive '%{unknown[0]}'")
    year = found & set("yYcx")
    month = found & set("cxjmbB")
    if not (year and month):
        raise ValueError(
            f"the date format '{text}' must have a year (%Y) and a month (%m), and a day (%d) "
            f"unless months are meant; or be one of {', '.join(COUNTED)}"
        )
    return text


def check_language(language: str | None, formats: tuple[str, ...]) -> None:
    """Raises ValueError where a language is stated that has no names, or without need of them."""
    if language is None:
        return
    if not known(language):
        raise ValueError(
            f"'{language}' is no language whose names of months are known. Expected its code, such "
            f"as {', '.join(LANGUAGES[:5])}"
        )
    letters = {one for text in formats for one in directives(text)} & _NAMES
    if not letters:
        raise ValueError(
            f"the language '{language}' is of names of months: the format needs one (%B), as in "
            "'%d. %B %Y'"
        )
    if letters & set("bB") and not month_names(language):
        raise ValueError(
            f"months have no names in the language '{language}', but numbers: use %m, as in "
            "'%Y年%m月%d日'"
        )


def swapped(text: str) -> str | None:
    """The same format with day and month exchanged, where both are numbers; else None."""
    if not {"d", "m"} <= set(directives(text)):
        return None
    return re.sub(r"%(-?)([dm])", lambda m: f"%{m[1]}{m[2].translate(_SWAP)}", text)


def has_zone(text: str) -> bool:
    """True where the text itself states the time zone, or counts from an instant."""
    return text in COUNTED[1:] or bool({"z", "Z"} & set(directives(text)))
