"""What the name of a column says: that it holds dates, or that its numbers are something else."""

from __future__ import annotations

import re

from detection.dates.names import plain

# Parts of words, without accents: `created_at`, `Päivämäärä`, `Fecha de envío`.
_DATE = re.compile(
    r"date|time|(?<![a-z])day|created|submitted|received|opened|closed|resolved|updated|started|ended"
    r"|joined|occurred|(?<![a-z])(at|on|when|since|epoch|unix)(?![a-z])|month|period|stamp"
    r"|paiva|aika|pvm|kuukausi|datum|(?<![a-z])(dag|tag|tid|zeit)|zeit|monat|manad|maned|manat"
    r"|fecha|data(?![a-z])|hora|giorno|\bmes\b|mese|mois|\bjour|heure|dia(?![a-z])|tijd|maand"
    r"|czas|miesiac|tarih|zaman|\bay\b|дата|время|день|месяц|日期|时间|日|时|月|時"
)
# Beside it, such a word is of a number that only names a thing, or of an amount.
_OTHER = re.compile(
    r"(?<![a-z])(id|ids|no|nr|num|number|code|key|ref|phone|tel|zip|postcode|amount|price|sum|total"
    r"|revenue|cost|count|duration|seconds|minutes|hours|days|age|user|customer|order|ticket)"
    r"(?![a-z])|numero|numer|nummer|numero|puhelin|telefon|betrag|importe|summa|номер|编号|金额|電話|番号"
)


def says_date(name: str) -> bool:
    """True where the name of a column says that it holds dates or times."""
    return bool(_DATE.search(_words(name)))


def says_other(name: str) -> bool:
    """True where it says that its numbers are ids, amounts, durations and the like."""
    return bool(_OTHER.search(_words(name)))


def _words(name: str) -> str:
    """Plain words: `orderDate` and `order_date` are two."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])|[_\W]+", " ", name)
    return plain(apart)
