"""National identity numbers of Finland, Russia, China and Brazil, by their check digits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from voice.redaction.words_before import is_order

_NOT_AFTER, _NOT_BEFORE = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"
_WORD_NEAR = 20  # characters before

_FINNISH = r"[0-9]{6}[-+A-FU-Ya-fu-y][0-9]{3}[0-9A-FHJ-NPR-Ya-fhj-npr-y]"
_FINNISH_SIGNS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_CHINESE = r"[0-9]{17}[0-9Xx]"
_SNILS = r"[0-9]{3}-[0-9]{3}-[0-9]{3}[ -][0-9]{2}"
_CPF = r"[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2}"
# Since July 2026 the first twelve signs of a company's may be letters.
_CNPJ = r"[0-9A-Za-z]{2}\.[0-9A-Za-z]{3}\.[0-9A-Za-z]{3}/[0-9A-Za-z]{4}-[0-9]{2}"


def spans(text: str, language: str | None) -> Iterator[tuple[int, int]]:
    """Where identity numbers stand in a text of this language.

    Those that are written as no other number is are found in every language, digits without any
    sign between them only behind their word (INN, SNILS) or in Portuguese (CPF, CNPJ).
    """
    end = 0
    for found in _ANY.finditer(text):
        start, signs = found.start(), re.sub(r"[ ./-]", "", found[0])
        kind = found.lastgroup or ""
        if kind == "plain":
            valid = _plain(signs, text[max(0, start - _WORD_NEAR) : start], language)
            valid = valid and not is_order(text, start)
        else:
            valid = _VALID[kind](found[0] if kind == "finnish" else signs)
        if valid and start >= end:
            end = found.end()
            yield start, end


def _plain(digits: str, before: str, language: str | None) -> bool:
    if re.search(r"ИНН|\bINN\b", before, re.I):
        return _inn(digits)
    if re.search(r"СНИЛС|SNILS", before, re.I):
        return _snils(digits)
    return (language == "pt" or "CPF" in before.upper() or "CNPJ" in before.upper()) and (
        _cpf(digits) or _cnpj(digits)
    )


def _finnish(signs: str) -> bool:
    """Day, month, year of two digits, and the remainder by 31 (Digital and Population Data)."""
    signs = signs.upper()
    century = {"+": 1800}.get(signs[6], 1900 if signs[6] in "-UVWXY" else 2000)
    born = _is_day(century + int(signs[4:6]), int(signs[2:4]), int(signs[:2]))
    return born and signs[10] == _FINNISH_SIGNS[int(signs[:6] + signs[7:10]) % 31]


def _chinese(signs: str) -> bool:
    """A day of birth inside, and a check sign by ISO 7064, MOD 11-2 (GB 11643)."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(signs[:17]))
    born = _is_day(int(signs[6:10]), int(signs[10:12]), int(signs[12:14]))
    return born and int(signs[6:10]) > 1800 and signs[17].upper() == "10X98765432"[total % 11]


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _snils(digits: str) -> bool:
    """Nine digits weighted 9 to 1, by 101; 100 is written 00."""
    if len(digits) != 11:
        return False
    total = sum(int(digit) * (9 - place) for place, digit in enumerate(digits[:9]))
    return total % 101 % 100 == int(digits[9:])


def _inn(digits: str) -> bool:
    """One check digit of a company's ten, two of a person's twelve, by 11."""
    weights = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
    if len(digits) not in (10, 12):
        return False
    for place in (9,) if len(digits) == 10 else (10, 11):
        pairs = zip(digits[:place], weights[-place:], strict=True)
        if sum(int(digit) * weight for digit, weight in pairs) % 11 % 10 != int(digits[place]):
            return False
    return True


def _cpf(digits: str) -> bool:
    return len(digits) == 11 and len(set(digits)) > 1 and _brazilian(digits, 11)


def _cnpj(signs: str) -> bool:
    return len(signs) == 14 and len(set(signs)) > 1 and _brazilian(signs.upper(), 9)


def _brazilian(signs: str, most: int) -> bool:
    """Two check digits by 11, weights from 2 to `most` and again, from the right; A is 17."""
    for place in (len(signs) - 2, len(signs) - 1):
        total = sum(
            (ord(sign) - 48) * (2 + back % (most - 1))
            for back, sign in enumerate(reversed(signs[:place]))
        )
        if (11 - total % 11) % 11 % 10 != int(signs[place]):
            return False
    return True


_VALID: dict[str, Callable[[str], bool]] = {
    "finnish": _finnish,
    "chinese": _chinese,
    "snils": _snils,
    "cpf": _cpf,
    "cnpj": _cnpj,
}
_ANY = re.compile(
    f"{_NOT_AFTER}(?:(?P<finnish>{_FINNISH})|(?P<chinese>{_CHINESE})|(?P<snils>{_SNILS})"
    f"|(?P<cpf>{_CPF})|(?P<cnpj>{_CNPJ})|(?P<plain>[0-9]{{10,14}})){_NOT_BEFORE}"
)
