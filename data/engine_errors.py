"""What an engine says of a failure, in words for people: one sentence, without its own lists."""

from __future__ import annotations

import re

from data.errors import nearest

# An engine's message begins with its kind, and goes on with hints, settings and a drawing.
_KIND = re.compile(r"^(?:[A-Z][A-Za-z /-]{0,40}? )?(?:Error|Exception): ")
_TAIL = re.compile(
    r"\s*(?:Candidate (?:functions|bindings)|Possible (?:fixes|solutions)|Did you mean|LINE \d+:|"
    r"In order to select one|You might need to|Use CREATE OR|\n).*",
    re.DOTALL,
)
_COLUMN = re.compile(
    r'does not have a column named "(.+?)"|column "(.+?)" not found|[Cc]olumn "(.+?)" does'
)
_TABLE = re.compile(r'Table with name "?(.+?)"? does not exist')
_FUNCTION = re.compile(r'Function with name "?(.+?)"? does not exist!(?:\s*Did you mean "(.+?)")?')
_CALL = re.compile(r"""(?:argument types '|function call ")(.+?)(?:'|"\. |"$)""", re.DOTALL)
_NEAR = re.compile(r'syntax error at or near "(.+?)"')
_VALUE = re.compile(r"(?:string |format: |value )['\"](.*?)['\"]")


# What DuckDB says of a disk that is full, whatever it was about to do.
_FULL = ("Could not write file", "No space left on device", "File too large", "quota exceeded")


def is_full(error: object) -> bool:
    """Is it the disk that has no room left?"""
    return any(sign in str(error) for sign in _FULL)


def in_words(error: object) -> str:
    """The first sentence of an engine's message, without a full stop at its end."""
    text = _KIND.sub("", str(error).strip())
    return _TAIL.sub("", text).strip().rstrip(".!:") or type(error).__name__


def query_in_words(error: BaseException, tables: list[str], columns: list[str]) -> str:
    """What is wrong with a query, and what to do.

    `tables`: the names that a query may read from; `columns`: those of the tables it does read.
    """
    text = str(error)
    if found := _NEAR.search(text):
        return f"SQL is not understood from '{found[1]}' on. Check what stands before it."
    if found := _TABLE.search(text):
        name = found[1].strip('"')
        return (
            f"there is no source '{name}' above it. {nearest(name, tables)} A query can read "
            "the sources that stand above it, and no file."
        )
    if found := _FUNCTION.search(text):
        near = f" Did you mean '{found[2]}'?" if found[2] else ""
        return f"DuckDB has no function '{found[1]}'.{near}"
    if found := _CALL.search(text):
        return (
            f"{_readable(found[1])} cannot be worked out. Columns of files are text: cast what is "
            "computed with, as in cast(x as double), cast(x as date) or cast(x as timestamp)."
        )
    if found := _COLUMN.search(text):
        name = next(n for n in found.groups() if n)
        return f"there is no column '{name}'. {nearest(name, columns)}"
    if "Conversion Error" in text or "Could not convert" in text:
        value = _VALUE.search(text)
        shown = f"the value '{value[1]}'" if value else "a value"
        return (
            f"{shown} cannot be cast: {in_words(error)}. With try_cast instead of cast such values "
            "become empty; or name codes that mean nothing: blank on the source."
        )
    return f"{in_words(error)}."


def _readable(call: str) -> str:
    """`-(VARCHAR, VARCHAR)` as `VARCHAR - VARCHAR`, and literals by their plain types."""
    call = re.sub(r"\bSTRING_LITERAL\b", "VARCHAR", call).replace("_LITERAL", "")
    if operator := re.fullmatch(r"(\W+)\((.+), (.+)\)", call):
        return f"{operator[2]} {operator[1]} {operator[3]}"
    return call
