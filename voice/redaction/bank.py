"""Bank cards and account numbers, by their check digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from voice.redaction.words_before import is_order

# As cards are written: in one, in fours, or as American Express and Diners Club do.
_GAP = "[ \u00a0.-]"
_CARD = re.compile(
    rf"(?<![A-Za-z0-9_])(?:\d{{4}}(?:{_GAP}\d{{4}}){{3}}(?:{_GAP}\d{{3}})?"
    rf"|\d{{4}}{_GAP}\d{{6}}{_GAP}\d{{4,5}}|\d{{12,19}})(?![0-9])"
)
# First digits of issuers (ISO/IEC 7812), from and to, and how many digits their cards have.
_ISSUERS = (
    ("4", "4", {13, 16, 19}),  # Visa
    ("51", "55", {16}),  # Mastercard
    ("2221", "2720", {16}),
    ("34", "34", {15}),  # American Express
    ("37", "37", {15}),
    ("300", "305", {14}),  # Diners Club
    ("36", "36", {14}),
    ("38", "39", {14}),
    ("3528", "3589", {16, 17, 18, 19}),  # JCB
    ("6011", "6011", {16, 17, 18, 19}),  # Discover
    ("644", "659", {16, 17, 18, 19}),
    ("62", "62", {16, 17, 18, 19}),  # UnionPay
    ("2200", "2204", {16, 17, 18, 19}),  # Mir
    ("5018", "5038", {12, 13, 14, 15, 16, 17, 18, 19}),  # Maestro
    ("6304", "6304", {12, 13, 14, 15, 16, 17, 18, 19}),
    ("6759", "6763", {12, 13, 14, 15, 16, 17, 18, 19}),
    ("5041", "5041", {16}),  # Elo
    ("5067", "5067", {16}),
    ("5090", "5099", {16}),
    ("6362", "6363", {16}),
    ("6062", "6062", {16}),  # Hipercard
)

# Looked ahead only: what begins like one and is none ("nr12 FI21 1234...") may hold one.
_IBAN = re.compile(r"(?<![A-Za-z0-9])(?=([A-Za-z]{2}[0-9]{2}(?:[ -]?[A-Za-z0-9]){11,32}))")
# Lengths by country, of the IBAN Registry (ISO 13616).
_IBAN_LENGTHS = """
    NO15 BE16 DK18 FI18 FO18 GL18 NL18 MK19 SI19 AT20 BA20 EE20 KZ20 LT20 LU20 XK20 CH21 HR21 LI21
    LV21 BG22 BH22 CR22 DE22 GB22 GE22 IE22 ME22 RS22 VA22 AE23 IL23 IQ23 TL23 AD24 CZ24 ES24 MD24
    PK24 RO24 SA24 SE24 SK24 TN24 VG24 LY25 PT25 ST25 IS26 TR26 FR27 GR27 IT27 MC27 MR27 SM27 AL28
    AZ28 BY28 CY28 DO28 GT28 HU28 LB28 PL28 SV28 BR29 EG29 PS29 QA29 UA29 JO30 KW30 MU30 MT31 SC31
    LC32 RU33
"""
_LENGTH = {one[:2]: int(one[2:]) for one in _IBAN_LENGTHS.split()}


def cards(text: str) -> Iterator[tuple[int, int]]:
    """Where bank cards stand: an issuer's first digits and length, and Luhn (ISO/IEC 7812-1)."""
    for found in _CARD.finditer(text):
        start, end = found.span()
        # Behind sixteen digits in fours, three more may be the code on the back.
        for last in (end, end - 4):
            digits = re.sub(r"\D", "", text[start:last])
            if _is_card(digits) and not is_order(text, start):
                yield start, last
                break


def _is_card(digits: str) -> bool:
    issued = any(
        low <= digits[: len(low)] <= high and len(digits) in lengths
        for low, high, lengths in _ISSUERS
    )
    return issued and _luhn(digits)


def _luhn(digits: str) -> bool:
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0


def ibans(text: str) -> Iterator[tuple[int, int]]:
    """Where account numbers stand: the country's length, and remainder 1 by 97 (ISO 13616)."""
    before = 0
    for found in _IBAN.finditer(text):
        length = _LENGTH.get(found[1][:2].upper())
        places = [place for place, sign in enumerate(found[1]) if sign.isalnum()]
        if length is None or len(places) < length or found.start() < before:
            continue
        end = places[length - 1] + 1  # words behind it were taken for more of it
        signs = re.sub("[ -]", "", found[1][:end]).upper()
        if int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97 == 1:
            before = found.start() + end
            yield found.start(), before
