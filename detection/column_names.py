"""What the name of a column says: that it holds dates, or that its numbers are something else."""

from __future__ import annotations

import re

from detection.dates.names import plain

# Parts of words, without accents: `created_at`, `Päivämäärä`, `Fecha de envío`.
_DATE = re.compile(
    r"date|time|(?<![a-z])day|created|submitted|received|opened|closed|resolved|updated|started|ended"
    r"|joined|occurred|(?<![a-z])(at|on|when|since|epoch|unix)(?![a-z])|month|period|stamp"
    r"|paiva|aika|pvm|kuukausi|datum|(?<![a-z])(dag|tag|tid)|zeit|monat|manad|maned"
    r"|fecha|data(?![a-z])|hora|giorno|mese|mois|\bjour|heure|dia(?![a-z])|tijd|maand"
    r"|czas|miesiac|tarih|zaman|\b(ay|mes)\b|дата|время|день|месяц|日期|时间|日|时|月|時"
)
# Names of things, whatever their numbers are.
_CODE = re.compile(
    r"(?<![a-z])(id|ids|uid|guid|ref|phone|tel|zip|postcode|postal|plz|iban|ean|sku)(?![a-z])"
    r"|(?<![a-z])(key|nr|no)$|telephone|telefon|puhelin|postinumero|postnummer|postleitzahl"
    r"|code postal|codigo postal|telefono|телефон|индекс|电话|邮编|電話|郵便"
)
_AMOUNT = re.compile(
    r"(?<![a-z])(amount|price|sum|total|revenue|cost|count|number|num|duration|seconds|minutes"
    r"|hours|days|age|user|customer|order|ticket|code)(?![a-z])"
    r"|numero|numer|nummer|betrag|importe|summa|номер|сумма|编号|金额|番号"
)

_DURATION = re.compile(
    r"(wait|handl|respon|repl|talk|hold|process|load|resolution|call)[a-z]* time"
    r"|time (spent|taken|to)"
    r"|(?<![a-z])(duration|seconds|secs?|minutes|ms|hours)(?![a-z])"
)


def says_date(name: str) -> bool:
    """True where the name of a column says that it holds dates or times."""
    return bool(_DATE.search(_words(name)))


def says_duration(name: str) -> bool:
    """True where it says that it holds how long something took."""
    return bool(_DURATION.search(_words(name)))


def says_code(name: str) -> bool:
    """True where it says that its numbers only name things: ids, telephones, postal codes."""
    return bool(_CODE.search(_words(name)))


def says_other(name: str) -> bool:
    """True where it says that its numbers are codes, amounts, durations and the like."""
    return says_code(name) or bool(_AMOUNT.search(_words(name)))


def _words(name: str) -> str:
    """Plain words: `orderDate` and `order_date` are two."""
    return plain(re.sub(r"(?<=[a-z])(?=[A-Z])|[_\W]+", " ", name))
