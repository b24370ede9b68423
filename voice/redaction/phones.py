"""Telephone numbers, as phonenumbers knows the plans of all countries."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

from voice.redaction.words_before import is_order, is_phone

# Countries where a number may be written without country code, by the language of the comment.
_REGIONS = {
    "en": ("US", "GB", "IE", "AU"),
    "ru": ("RU",),  # and Kazakhstan, which has the same code
    "zh": ("CN", "TW"),
    "fi": ("FI",),
    "pt": ("BR", "PT"),
    "de": ("DE", "AT", "CH"),
    "es": ("ES", "MX", "AR", "CO"),
    "fr": ("FR", "BE", "CA", "CH"),
    "it": ("IT", "CH"),
    "nl": ("NL", "BE"),
    "sv": ("SE", "FI"),
    "da": ("DK",),
    "no": ("NO",),
    "et": ("EE",),
    "lv": ("LV",),
    "lt": ("LT",),
    "pl": ("PL",),
    "cs": ("CZ",),
    "sk": ("SK",),
    "hu": ("HU",),
    "ro": ("RO",),
    "el": ("GR",),
    "tr": ("TR",),
    "uk": ("UA",),
    "kk": ("KZ",),
    "ja": ("JP",),
    "ko": ("KR",),
}
# Countries where a number within the country begins with 0: others of the same length are orders.
_BEGIN_WITH_0 = frozenset(
    re.findall(r"\w+", "GB IE AU CN TW FI DE AT CH FR BE NL SE RO TR UA JP KR SK")
)
_CHINESE_MOBILE = re.compile(r"1\d{10}")  # has no 0
_FEWEST, _MOST = 7, 15  # digits
# Without a word that speaks of telephones shorter ones may be anything, but where all are short.
_FEWEST_ALONE = 9
_SHORT = {"da", "no", "et", "lv"}
_FEWEST_SHORT = 8

# Digits with at most three signs between, an extension, and no letter or decimal around. ASCII
# on purpose: to the look-behind `\w`, a Chinese word that stands before would be part of it.
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9_/#№$€£¥₽])(?<![A-Za-z0-9][.,:-])"
    r"(?:\+|00)?\(?\d(?:[ \t\u00a0().\-–/]{0,3}\d){6,19}"
    r"(?:\s?(?:x|ext\.?|доб\.?)\s?\d{1,6})?(?![A-Za-z0-9_]|[.,:]\d)",
    re.I,
)
_AMERICAN = re.compile(r"(?:\+?1[-. ]?)?(?:\([2-9]\d{2}\)[-. ]?|[2-9]\d{2}[-. ])\d{3}[-. ]\d{4}")
_DAY = re.compile(
    r"""
    (?:\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2}))(?![./-]?\d).*
    |(?:19|20)\d{2}\ ?[-–/]\ ?(?:19|20)\d{2}  # years
    |(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?:\d{4}|\d{6})?  # and its time
    """,
    re.X,
)
_OTHER = re.compile(
    r"""
    \d{5}-\d{3,4}  # post codes of Brazil and the United States
    |\d{1,3}(?:\.\d{1,3}){3}  # an address of the internet
    """,
    re.X,
)
_PRICE_BEFORE = re.compile(r"(?:[$€£¥₽]|\b(?:eur|usd|rub|cny|brl))\s?$", re.I)
_PRICE_AFTER = re.compile(
    r"\s?(?:[$€£¥₽%元]|(?:руб|р\.|eur|usd|rub|cny|brl|dollar|pound|евро|reais|real\b))", re.I
)


def spans(text: str, language: str | None) -> Iterator[tuple[int, int]]:
    """Where telephone numbers stand in a text of this language."""
    for found in _NUMBER.finditer(text):
        start = found.start()
        if is_order(text, start) or _is_price(text, *found.span()):
            continue
        near = is_phone(text, start)
        for end in _ends(found[0]):
            number = found[0][:end]
            if _is_phone(number, language, near):
                yield start, start + end
                break


def _is_price(text: str, start: int, end: int) -> bool:
    return bool(
        _PRICE_BEFORE.search(text, max(0, start - 5), start) or _PRICE_AFTER.match(text, end)
    )


def _ends(number: str) -> Iterator[int]:
    """All of it, and without the last digits behind a space: they may belong to what follows."""
    yield len(number)
    if " " in number:
        yield len(number[: number.rindex(" ")])


def _is_phone(number: str, language: str | None, near: bool) -> bool:
    digits = re.sub(r"\D", "", number)
    fewest = _FEWEST_SHORT if language in _SHORT else _FEWEST_ALONE
    foreign = number.startswith(("+", "00"))
    if not _FEWEST <= len(digits) <= _MOST or _DAY.fullmatch(number):
        return False
    if not near and not foreign and (len(digits) < fewest or _OTHER.fullmatch(number)):
        return False
    if near or number.startswith("+") or _AMERICAN.fullmatch(number):
        return True
    if foreign:
        return _is_valid("+" + number[2:], None)
    return any(
        _is_valid(number, region)
        for region in _REGIONS.get(language or "", ())
        if digits[0] == "0" or region not in _BEGIN_WITH_0 or _CHINESE_MOBILE.fullmatch(digits)
    )


def _is_valid(number: str, region: str | None) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, region))
    except phonenumbers.NumberParseException:
        return False
