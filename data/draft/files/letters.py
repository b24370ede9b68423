"""Which older encoding makes letters of one language out of the bytes of a text.

A word of a German text has ü and ß, and no ř; read in a wrong encoding it has letters that no one
language has together, capitals after small letters, signs amid letters, or two scripts. These are
the alphabets of encodings of one byte a letter; those of Asia have no such sign, and are left to
charset-normalizer.
"""

from __future__ import annotations

import re

_WESTERN = (
    "äöüßé",  # German, and its cafés
    "àâæçéèêëîïôœùûüÿ",  # French
    "áéíóúüñ",  # Spanish
    "ãõáâàéêíóôúüç",  # Portuguese
    "àèéìíîòóùú",  # Italian
    "æøåé",  # Danish, Norwegian
    "åäöé",  # Swedish, Finnish
    "éëïöüèêóíáú",  # Dutch
    "àéèíïóòúüç",  # Catalan
    "áðéíóúýþæö",  # Icelandic
)
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґјљњћђџ"
# Encoding -> what the alphabets of its languages have beyond English; the usual ones first.
_ALPHABETS: dict[str, tuple[str, ...]] = {
    "cp1252": _WESTERN,
    "cp1250": (
        "ąćęłńóśźż",  # Polish
        "áčďéěíňóřšťúůýž",  # Czech
        "áäčďéíĺľňóôŕšťúýž",  # Slovak
        "áéíóöőúüű",  # Hungarian
        "čćđšž",  # Croatian, Slovene
        "ăâîşţ",  # Romanian
    ),
    "cp1254": ("çğıöşüâîû",),  # Turkish
    "cp1255": ("אבגדהוזחטיךכלםמןנסעףפץצקרשת",),
    "cp1251": (_CYRILLIC,),
    "koi8_r": (_CYRILLIC,),
    "cp1253": ("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",),
    "cp1256": ("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگ",),
    "cp1257": ("ąčęėįšųūž", "āčēģīķļņšūž", "äöüõšž"),  # Lithuanian, Latvian, Estonian
    "mac_roman": _WESTERN,
}
_SIGNS = frozenset("“”„‘’‚–—…€£©®™°§«»¿¡·•´\xa0×±²³½،؟№")
_FITTING = 0.98  # of all letters beyond English; there are names from elsewhere in any text
_NOT_LATIN = frozenset({"cp1251", "koi8_r", "cp1253", "cp1255", "cp1256"})
_TWO_SCRIPTS = re.compile(r"[A-Za-z][^\W\d_A-Za-z]|[^\W\d_A-Za-z][A-Za-z]")
_CAPITAL_WITHIN = re.compile(r"[^\W\d_A-Z](?<=[^\x00-\x7f])[^\W\d_a-z](?<=[^\x00-\x7f])")
# Signs, raised digits, and letters of Hebrew that only end words.
_SIGN_WITHIN = re.compile(r"[^\W\d_](?:[^\w\x00-\x7f’‘·´\xa0]|[¹²³¼½¾ªº])[^\W\d_]|[ךםןףץ][א-ת]")


def by_letters(raw: bytes) -> str | None:
    """The first encoding in which the letters beyond English are of one language.

    Else the first in which they are of several languages that share it; None where there is none.
    """
    texts = {name: text for name in _ALPHABETS if (text := _plausible(raw, name)) is not None}
    for name, text in texts.items():
        if any(_share(text, frozenset(one)) >= _FITTING for one in _ALPHABETS[name]):
            return name
    for name, text in texts.items():
        if _share(text, frozenset("".join(_ALPHABETS[name]))) >= _FITTING:
            return name
    return None


def _plausible(raw: bytes, encoding: str) -> str | None:
    """The text; None where bytes mean nothing, or words have what none has."""
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return None
    odd = sum(_turned(pair[0]) for pair in _CAPITAL_WITHIN.finditer(text))
    odd += len(_SIGN_WITHIN.findall(text))
    odd += len(_TWO_SCRIPTS.findall(text)) if encoding in _NOT_LATIN else 0
    others = sum(letter > "\x7f" for letter in text)
    return text if odd <= (1 - _FITTING) * others else None


def _turned(pair: str) -> bool:
    return pair[0].islower() and pair[1].isupper()


def _share(text: str, alphabet: frozenset[str]) -> float:
    others = [letter for letter in text.lower() if letter > "\x7f" and letter not in _SIGNS]
    return sum(letter in alphabet for letter in others) / len(others) if others else 1.0
