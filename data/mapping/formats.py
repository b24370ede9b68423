"""Date formats: which directives are understood, and whether they make a whole date."""

from __future__ import annotations

import re

# The directives of DuckDB's strptime.
_DIRECTIVES = set("aAbBcdfgHIjmMnpSuUVwWxXyYzZ%")
_SWAP = str.maketrans({"d": "m", "m": "d"})


def directives(text: str) -> list[str]:
    """Letters of the directives in a format: `%d/%m/%Y` gives d, m, Y."""
    return [d[-1] for d in re.findall(r"%-?.", text)]


def check_format(text: str) -> str:
    """The format itself. Raises ValueError where it cannot give a date."""
    found = set(directives(text))
    unknown = sorted(found - _DIRECTIVES)
    if unknown:
        raise ValueError(f"the date format '{text}' has the unknown directive '%{unknown[0]}'")
    year = found & set("yYcx")
    day = found & set("cxj") or (found & set("d") and found & set("mbB"))
    if not (year and day):
        raise ValueError(
            f"the date format '{text}' must have a year (%Y), a month (%m) and a day (%d)"
        )
    return text


def swapped(text: str) -> str | None:
    """The same format with day and month exchanged, where both are numbers; else None."""
    if not {"d", "m"} <= set(directives(text)):
        return None
    return re.sub(r"%(-?)([dm])", lambda m: f"%{m[1]}{m[2].translate(_SWAP)}", text)


def has_zone(text: str) -> bool:
    """True where the text itself states the time zone."""
    return bool({"z", "Z"} & set(directives(text)))
