"""Names of months and of days of the week in a language, as CLDR has them.

A name is understood in each of its forms: whole or abbreviated, as it stands alone or in a date
(maaliskuu, maaliskuuta, maalis), and cut to three or four letters where that leaves it its own
(mär, sept). Capitals, accents and a point behind it do not matter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.localedata import exists

# Languages that an unknown file is tried in; a mapping may state any that CLDR has.
LANGUAGES = (
    *("en", "fi", "sv", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "zh", "ja", "da", "nb"),
    *("tr", "cs", "hu", "uk", "ro", "el"),
)
_SAME = str.maketrans("ıς", "iσ")  # capitals do not tell them apart
_SHORT = (3, 4)  # letters that a name is cut to
# Written, and not in CLDR.
_FINNISH = "tammik helmik maalisk huhtik toukok kesak heinak elok syysk lokak marrask jouluk"
_ALSO = {
    "de": {"mrz": 3, "janner": 1, "feber": 2},
    "fi": {name: number for number, name in enumerate(_FINNISH.split(), start=1)},
}


def plain(text: str) -> str:
    """Lower case without accents: names are compared so."""
    apart = unicodedata.normalize("NFD", text.lower())
    bare = "".join(c for c in apart if not unicodedata.category(c).startswith("M"))
    return unicodedata.normalize("NFC", bare).translate(_SAME)


def known(language: str) -> bool:
    """True for a code of a language whose names CLDR has."""
    try:
        return len(language) < 4 and exists(language) and str(Locale.parse(language)) == language
    except (UnknownLocaleError, ValueError):
        return False


@lru_cache(maxsize=64)
def month_names(language: str) -> Mapping[str, int]:
    """Plain forms of the names of months, without a point at the end, with their numbers 1-12."""
    return _forms(Locale.parse(language).months, first=0) | _ALSO.get(language, {})


@lru_cache(maxsize=64)
def day_names(language: str) -> Mapping[str, int]:
    """The same of the days of the week: Monday is 1."""
    return _forms(Locale.parse(language).days, first=1)


def _forms(names: Mapping[str, Mapping[str, Mapping[int, str]]], first: int) -> dict[str, int]:
    forms: dict[str, int] = {}
    wide: list[tuple[str, int]] = []
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in names[context][width].items():
                form = plain(name).rstrip(".")
                # Of 3月 the number is read as one.
                if not any(c.isdigit() for c in form):
                    forms.setdefault(form, number + first)
                    if width == "wide":
                        wide.append((form, number + first))
    return _cut(wide) | forms


def _cut(wide: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Names cut short, of those that no other one shares."""
    found: dict[str, set[int]] = {}
    for form, number in wide:
        for letters in _SHORT:
            if len(form) > letters:
                found.setdefault(form[:letters], set()).add(number)
    return {form: numbers.pop() for form, numbers in found.items() if len(numbers) == 1}
