"""How a spreadsheet of the browser's language reads numbers."""

from __future__ import annotations

from typing import NamedTuple

from babel import Locale, UnknownLocaleError
from werkzeug.wrappers import Request


class CsvForm(NamedTuple):
    """The mark of decimals, and what parts cells."""

    decimal: str
    separator: str


PLAIN = CsvForm(".", ",")
WITH_COMMA = CsvForm(",", ";")


def csv_form(request: Request) -> CsvForm:
    """Of the language that a browser asks for first: decimal comma and semicolon where it has them.

    Scripts, which come with a token or name no language, get points and commas.
    """
    first = request.accept_languages.best
    if first is None or "Authorization" in request.headers:
        return PLAIN
    try:
        marks = Locale.parse(first, sep="-").number_symbols.get("latn", {})
    except (ValueError, UnknownLocaleError):  # `*`, or what nobody speaks
        return PLAIN
    return WITH_COMMA if marks.get("decimal") == WITH_COMMA.decimal else PLAIN
