"""Answers of surveys as columns: one row a response, one column a question."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from connections.service import Json

_TAG = re.compile(r"<[^>]*>")


def as_text(value: Json) -> str | None:
    """What was answered as text: several with commas between, whole numbers without a fraction.

    None for no answer.
    """
    if isinstance(value, list):
        return ", ".join(text for one in value if (text := as_text(one))) or None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value).strip() or None if isinstance(value, str | int) else None


def given(answers: Iterable[tuple[str, Json]]) -> dict[str, str]:
    """Key to text, of what was answered."""
    return {key: text for key, value in answers if (text := as_text(value)) is not None}


def plain(title: str) -> str:
    """A title without the HTML that some services write into it."""
    return " ".join(html.unescape(_TAG.sub(" ", title)).split())


def unique(names: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Names of columns, none of them twice, whatever their case: a second one has a number."""
    used = {name.lower() for name in taken}
    found = []
    for name in names:
        base = " ".join(name.split()) or "Question"
        made, number = base, 2
        while made.lower() in used:
            made, number = f"{base} ({number})", number + 1
        used.add(made.lower())
        found.append(made)
    return found
