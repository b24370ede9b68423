"""Errors for people: what was found, what was expected, what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

# The folders of an absolute path, or of a local URL. Folders may have spaces; a sentence goes on
# after a space that follows a sign. No path begins in the middle of a word or of another path.
_FOLDERS = re.compile(
    r"""(?:(?<![\w./~*?\]-])(?:/|(?<!:)//)|(?<=://)/)(?=[^\s/])"""
    r"""(?:(?:(?![:;,.!?]\s)[^/\n"“”])*[^/\s"“”'(\[]/+)*"""
)


class MappingError(Exception):
    """The mapping file is wrong, or does not fit the files it names."""


class DataError(Exception):
    """The data cannot be used as the mapping describes them."""


class UnavailableError(Exception):
    """The database that holds the data can't be reached, or does not answer in time."""


def without_folders(message: str) -> str:
    """A message for readers: it names files, but not the folders of the server that they are in."""
    return _FOLDERS.sub("", message)


NO_ROOM = "There is no room left on the server's disk."
LESS = "A shorter period, a filter or a coarser grain asks for less."


class TooLargeError(Exception):
    """What was asked is more than one question may take. Its words are for readers."""


def nearest(found: str, expected: Iterable[str]) -> str:
    """A sentence that names the nearest of the expected names, or lists them where none is near."""
    names = list(expected)
    by_lower = {name.lower(): name for name in reversed(names)}
    close = get_close_matches(found.lower(), by_lower, n=1, cutoff=0.6)
    if close:
        return f"Did you mean '{by_lower[close[0]]}'?"
    shown = ", ".join(names[:30]) + (f" and {len(names) - 30} more" if len(names) > 30 else "")
    return f"There are: {shown}." if names else "There are none."


def only_case_differs(name: str, names: Iterable[str]) -> str | None:
    """The one of the names that is written otherwise in case alone; None where it is not sure.

    `id` is not taken for `ID` beside `ID_1`, which may have been called `ID` in the file.
    """
    wanted = name.lower()
    same = [n for n in names if re.fullmatch(rf"{re.escape(wanted)}(_\d+)?", n.lower())]
    return same[0] if len(same) == 1 and same[0].lower() == wanted else None
