"""The parameters of a link, and what of them could not be understood, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from itertools import islice

LONGEST_ID = 200  # characters
_NEAR = 0.65  # of 1, alike: “npps” and “nps”, but not “find” and “window”
_MOST_COMPARED = 1000  # names: more take longer than the rest of the page


@dataclass
class Query:
    """The parameters of a link, each with its values in order, and what was wrong with them."""

    values: dict[str, list[str]]
    notices: list[str]

    def one(self, name: str) -> str | None:
        """The last value of a parameter, if it is there."""
        found = self.values.get(name)
        return found[-1].strip() if found else None

    def choice(self, name: str, choices: Iterable[str], default: str) -> str:
        """A parameter that takes one of these, else the default and a notice."""
        found = self.one(name)
        if found is None:
            return default
        if found in (known := list(choices)):
            return found
        self.notices.append(
            f"“{name}={short(found)}” is not known{nearest(found, known)}; "
            f"showing “{default}” instead."
            if default
            else f"“{name}={short(found)}” is not known{nearest(found, known)}; left out."
        )
        return default

    def text(self, name: str, longest: int) -> str:
        """A parameter that takes words; of too many the first, and a notice."""
        found = " ".join((self.one(name) or "").replace("\0", " ").split())
        if len(found) > longest:
            self.notices.append(f"“{name}” is cut after {longest} characters.")
        return found[:longest]

    def identifier(self, name: str) -> str:
        """A parameter that takes the id of a row, whatever it looks like; else a notice."""
        found = self.one(name) or ""
        if len(found) > LONGEST_ID or "\0" in found:
            self.notices.append(f"“{name}={short(found)}” can't be an id; left out.")
            return ""
        return found

    def day(self, name: str) -> date | None:
        """A parameter that takes a date; anything else is left out with a notice."""
        found = self.one(name)
        if not found:
            return None
        try:
            return date.fromisoformat(found)
        except ValueError:
            self.notices.append(f"“{name}={short(found)}” is not a date like 2026-03-31; left out.")
            return None


def short(text: str) -> str:
    """Somebody's text, fit for a sentence."""
    return text if len(text) <= 40 else text[:39] + "…"


def nearest(found: str, known: Iterable[str]) -> str:
    """The nearest of the known names in brackets, or nothing where none is near.

    Of very many names only the first are compared, and any that differs in case alone.
    """
    by_lower = {name.lower(): name for name in known}
    asked = found[:60].lower()
    if asked in by_lower:
        close = [asked]
    else:
        close = get_close_matches(asked, islice(by_lower, _MOST_COMPARED), n=1, cutoff=_NEAR)
    return f" (nearest: “{by_lower[close[0]]}”)" if close else ""


def counted(number: float, nouns: str) -> str:
    """`8,700 days`, `1 day`. `nouns`: a plural that ends in s."""
    return f"{number:,.0f} {nouns.removesuffix('s') if round(number) == 1 else nouns}"


def listed(parts: Sequence[str]) -> str:
    """`A, B and C`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
