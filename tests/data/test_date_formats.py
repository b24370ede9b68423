"""Formats of dates: numbers that count, and names of months in any language, through a load."""

from __future__ import annotations

from datetime import datetime

import duckdb
import pytest
from babel import Locale

from data.contract import Kind
from data.ingest.files.convert import time, typed
from data.mapping.columns import ColumnMapping
from data.mapping.model import Company as MappedCompany
from data.sql import literal
from detection.dates.names import LANGUAGES, plain
from tests.data.company import LONG, Company, refused, survey


def dated(option: str, mapping: str = LONG) -> str:
    """The mapping with an option of the column of dates."""
    return mapping.replace('"date"', f"{{ column = 'date', {option} }}")


def times(company: Company, option: str, *dates: str) -> list[datetime]:
    rows = survey(*(f'{i},"{day}",9' for i, day in enumerate(dates)))
    company.write(dated(option), survey_csv=rows)
    found = company.query("SELECT submitted_at FROM feedback ORDER BY response_id")
    return [row[0] for row in found]


def test_a_list_of_days_that_count_and_dates_in_words(company: Company) -> None:
    """46157 days after 30 December 1899 it is 15 May 2026; a quarter of a day is 6 hours."""
    option = "format = ['excel', '%d. %B %Y'], language = 'fi'"
    assert times(company, option, "46157", "46157.25", "16. toukokuuta 2026") == [
        datetime(2026, 5, 15),
        datetime(2026, 5, 15, 6),
        datetime(2026, 5, 16),
    ]


def test_seconds_since_1970_are_instants(company: Company) -> None:
    """1 778 803 200 s are 20 588 days; in Oslo, two hours later by the clock in May."""
    there = LONG.replace('name = "Test"', 'name = "Test"\ntimezone = "Europe/Oslo"')
    rows = survey("1,1778803200,9")
    company.write(dated("format = 'unix'", there), survey_csv=rows)
    assert company.query("SELECT submitted_at FROM feedback") == [(datetime(2026, 5, 15, 2),)]


def read(text: str, text_format: str, language: str | None = None) -> datetime | None:
    mapped = ColumnMapping(column="x", format=(text_format,), language=language)
    row = duckdb.execute(f"SELECT {time(literal(text), mapped, 'UTC')}").fetchone()
    assert row is not None
    value: datetime | None = row[0]
    return value


@pytest.mark.parametrize(
    ("text", "text_format", "moment"),
    [
        ("61", "excel", datetime(1900, 3, 1)),  # from here on Excel's days are right
        ("60", "excel", None),
        ("25569", "excel", datetime(1970, 1, 1)),
        ("45335,5", "excel", datetime(2024, 2, 13, 12)),
        ("45335.770833333336", "excel", datetime(2024, 2, 13, 18, 30)),
        ("2958466", "excel", None),  # of the year 10000
        ("2024-02-13", "excel", None),
        ("-46157", "excel", None),
        ("0", "unix", datetime(1970, 1, 1)),
        ("-86400", "unix", datetime(1969, 12, 31)),
        ("1707849000.5", "unix", datetime(2024, 2, 13, 18, 30, 0, 500000)),
        ("1707849000123", "unix", None),
        ("1707849000123", "unix_ms", datetime(2024, 2, 13, 18, 30, 0, 123000)),
        ("soon", "unix_ms", None),
    ],
)
def test_numbers_that_count(text: str, text_format: str, moment: datetime | None) -> None:
    assert read(text, text_format) == moment


@pytest.mark.parametrize(
    ("text", "text_format", "language", "day"),
    [
        ("14. maaliskuuta 2026 klo 18", "%d. %B %Y klo %H", "fi", datetime(2026, 3, 14, 18)),
        ("14. Maalis. 2026", "%d. %b %Y", "fi", datetime(2026, 3, 14)),
        ("14.maalis.2026", "%d.%b.%Y", "fi", datetime(2026, 3, 14)),
        ("14 MÄR 26", "%d %B %y", "de", datetime(2026, 3, 14)),
        ("14 Mrz 2026", "%d %b %Y", "de", datetime(2026, 3, 14)),
        ("14 fevrier 2026", "%d %B %Y", "fr", datetime(2026, 2, 14)),
        ("mar 3 mar 2026", "%a %d %b %Y", "es", datetime(2026, 3, 3)),
        ("martes, 3 marzo 2026", "%A, %d %B %Y", "es", datetime(2026, 3, 3)),
        ("14 DE MARÇO DE 2026", "%d de %B de %Y", "pt", datetime(2026, 3, 14)),
        ("14 мая 2026 г.", "%d %B %Y г.", "ru", datetime(2026, 5, 14)),
        ("14 KASIM 2026 6:20 PM", "%d %B %Y %I:%M %p", "tr", datetime(2026, 11, 14, 18, 20)),
        ("十二月 3, 2026", "%B %d, %Y", "zh", datetime(2026, 12, 3)),
        ("14 Sept. 2026", "%d %b %Y", "en", datetime(2026, 9, 14)),
        ("14 Sept. 2026", "%d %b %Y", None, None),
        ("14 mars 2026", "%d %b %Y", "fi", None),
        ("14 marzipan 2026", "%d %b %Y", "it", None),
    ],
)
def test_names_of_a_language(
    text: str, text_format: str, language: str | None, day: datetime | None
) -> None:
    assert read(text, text_format, language) == day


def test_sql_and_rules_compare_names_alike() -> None:
    """The names of all languages, in capitals and not: what is plain in one is in the other."""
    names = {
        name
        for language in LANGUAGES
        for widths in Locale.parse(language).months.values()
        for name in (*widths["wide"].values(), *widths["abbreviated"].values())
    }
    texts = sorted(names | {name.upper() for name in names})
    rows = duckdb.execute(
        f"SELECT translate(strip_accents(lower(x)), 'ıς', 'iσ') FROM "
        f"(VALUES {', '.join('(?)' for _ in texts)}) AS t(x)",
        texts,
    ).fetchall()
    assert [row[0] for row in rows] == [plain(text) for text in texts]


def test_a_month_alone_is_its_first_day() -> None:
    assert read("03/2026", "%m/%Y") == datetime(2026, 3, 1)
    mapped = ColumnMapping(column="x", format=("%m/%Y",))
    sql = typed("'03/2026'", Kind.MONTH, mapped, MappedCompany(name="Test"))
    row = duckdb.execute(f"SELECT {sql}::VARCHAR").fetchone()
    assert row == ("2026-03-01",)


def test_years_of_two_and_of_four_digits_stand_beside_each_other(company: Company) -> None:
    option = "format = ['%d.%m.%y', '%d.%m.%Y']"
    assert times(company, option, "14.03.26", "15.03.2026") == [
        datetime(2026, 3, 14),
        datetime(2026, 3, 15),
    ]


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("format = 'exel'", "must have a year (%Y) and a month (%m)"),
        ("format = '%d %B %Y', language = 'finnish'", "'finnish' is no language"),
        ("format = '%d %B %Y', language = 'xx'", "such as en, fi, sv"),
        ("format = '%d.%m.%Y', language = 'fi'", "the format needs one (%B)"),
        ("language = 'fi'", "the format needs one (%B)"),
        ("format = '%d %B %Y', language = 'ja'", "but numbers: use %m"),
    ],
)
def test_what_a_format_cannot_say(option: str, said: str) -> None:
    assert said in refused(dated(option))


@pytest.mark.parametrize("zone", ["Z", "z", "+0000", "+00:00", "+00", "UTC", "GMT", "utc"])
@pytest.mark.parametrize("gap", ["", " "])
def test_zones_by_letters(zone: str, gap: str) -> None:
    """All of them are UTC, read by one format and with names of months in any language."""
    plain = read(f"14.03.2026 18:20{gap}{zone}", f"%d.%m.%Y %H:%M{gap}%z")
    assert plain == datetime(2026, 3, 14, 18, 20)
    finnish = read(f"14. maaliskuuta 2026 18:20{gap}{zone}", f"%d. %B %Y %H:%M{gap}%z", "fi")
    assert finnish == datetime(2026, 3, 14, 18, 20)


def test_a_zone_beside_letters_is_that_of_its_row() -> None:
    """20:20 in summer at +0200 is 18:20 in UTC; what has no zone is none of this format."""
    assert read("14/07/2026 20:20+0200", "%d/%m/%Y %H:%M%z") == datetime(2026, 7, 14, 18, 20)
    assert read("14/07/2026 18:20Z", "%d/%m/%Y %H:%M%z") == datetime(2026, 7, 14, 18, 20)
    assert read("14/07/2026 18:20", "%d/%m/%Y %H:%M%z") is None
    assert read("Z", "%d/%m/%Y %H:%M%z") is None
