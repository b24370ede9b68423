"""Columns of dates as people and programs write them, read by hand."""

from datetime import date

import pytest

from detection.dates import DateReading, date_choice, unread_dates
from tests.detection.columns import TODAY, of_rows


def best(*texts: str, name: str = "when") -> DateReading:
    """The reading of a column that leaves no question."""
    choice = date_choice(of_rows(texts, name), TODAY)
    assert choice.sure, choice
    (reading,) = choice.readings
    return reading


def none(*texts: str, name: str = "when") -> str:
    """The evidence of a column that holds no dates."""
    choice = date_choice(of_rows(texts, name), TODAY)
    assert choice.readings == ()
    return choice.evidence


@pytest.mark.parametrize(
    ("texts", "formats"),
    [
        (["2026-03-14", "2026-02-01"], ()),
        (["2026/3/14 18:20", "2026/2/1 9:05"], ()),
        (["2026-03-14T18:20:05.123Z", "2026-02-01T00:00:00Z"], ()),
        (["2026-03-14 18:20:05+02:00", "2026-02-01 00:00:00+02:00"], ()),
        (["14/03/2026", "01/02/2026"], ("%d/%m/%Y",)),
        (["3/14/2026", "2/1/2026"], ("%m/%d/%Y",)),
        (["14.3.2026 18.20", "1.2.2026 0.00"], ("%d.%m.%Y %H.%M",)),
        (["14.3.2026 klo 18.20", "1.2.2026 klo 0.00"], ("%d.%m.%Y klo %H.%M",)),
        (["3/14/2026 6:20:05 PM", "2/1/2026 9:05:00 AM"], ("%m/%d/%Y %I:%M:%S %p",)),
        (["14-03-2026 18:20:05 +0200", "01-02-2026 00:00:00 +0200"], ("%d-%m-%Y %H:%M:%S %z",)),
        (["2026-03-14 18:20:05 UTC", "2026-02-01 00:00:00 UTC"], ("%Y-%m-%d %H:%M:%S %Z",)),
        (["14.03.2026 18:20Z", "01.02.2026 00:00+0200"], ("%d.%m.%Y %H:%M%z",)),
        (["3/14/2026 18:20 Z", "2/1/2026 0:00 +02:00"], ("%m/%d/%Y %H:%M %z",)),
        (["2026-03-14 18:20z", "2026-02-01 00:00Z"], ("%Y-%m-%d %H:%M%z",)),
        (["2026-03-14T18:20Z", "2026-02-01T00:00+02"], ()),
        (["14/03/2026 18:20GMT", "01/02/2026 00:00UTC"], ("%d/%m/%Y %H:%M%Z",)),
        (["14 Mar 2026 18:20Z", "1 Feb 2026 00:00 UTC"], ("%d %b %Y %H:%M%z", "%d %b %Y %H:%M %Z")),
        (["14.03.2026 18:20:05,5", "01.02.2026 00:00:00,5"], ("%d.%m.%Y %H:%M:%S,%f",)),
        (["14. 3. 2026", "1. 2. 2026"], ("%d. %m. %Y",)),
        (["2026年3月14日", "2026年2月1日"], ("%Y年%m月%d日",)),
        (["2026. 3. 14.", "2026. 2. 1."], ("%Y. %m. %d.",)),
        (["20260314", "20260201", "20260202"], ("%Y%m%d",)),
        (["20260314T182005", "20260201T000000"], ("%Y%m%dT%H%M%S",)),
        (["20260314182005", "20260201000000"], ("%Y%m%d%H%M%S",)),
        (["14 Mar 2026", "1 Feb 2026"], ("%d %b %Y",)),
        (["MARCH 14, 2026", "May 1, 2026", "February 1, 2026"], ("%B %d, %Y",)),
        (["Sat, 14 Mar 2026 18:20", "Sun, 01 Feb 2026 00:00"], ("%a, %d %b %Y %H:%M",)),
        (["14-Mar-26", "01-Feb-26"], ("%d-%b-%y",)),
        (["14th March 2026", "1st February 2026"], ("%dth %B %Y", "%dst %B %Y")),
    ],
)
def test_how_the_fourteenth_of_march_is_written(texts: list[str], formats: tuple[str, ...]) -> None:
    reading = best(*texts)
    assert (reading.formats, reading.language) == (formats, "")
    assert reading.last in (date(2026, 3, 14), date(2026, 5, 1))
    assert reading.first == date(2026, 2, 1)
    assert (reading.read, reading.unread) == (len(texts), ())
    assert reading.time == (":" in texts[0] or "18" in texts[0])


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("3. maaliskuuta 2026", "fi", date(2026, 3, 3)),
        ("3. Maalis 2026", "fi", date(2026, 3, 3)),
        ("7 augusti 2026", "sv", date(2026, 8, 7)),
        ("3. MÄRZ 2026", "de", date(2026, 3, 3)),
        ("03-DEZ-25", "de", date(2025, 12, 3)),
        ("2 févr. 2026", "fr", date(2026, 2, 2)),
        ("2 fevrier 2026", "fr", date(2026, 2, 2)),
        ("2 de enero de 2026", "es", date(2026, 1, 2)),
        ("2 gennaio 2026", "it", date(2026, 1, 2)),
        ("2 de março de 2026", "pt", date(2026, 3, 2)),
        ("sexta-feira, 27 de novembro de 2026", "pt", date(2026, 11, 27)),
        ("2 déc. 2025", "en", date(2025, 12, 2)),  # in French as well: the same month
        ("2 mrt. 2026", "nl", date(2026, 3, 2)),
        ("2 września 2026", "pl", date(2026, 9, 2)),
        ("2 мая 2026 г.", "ru", date(2026, 5, 2)),
        ("2 янв. 2026", "ru", date(2026, 1, 2)),
        ("十一月 2, 2026", "zh", date(2026, 11, 2)),
        ("2. marts 2026", "da", date(2026, 3, 2)),
        ("2. desember 2025", "nb", date(2025, 12, 2)),
        ("2 KASIM 2026", "tr", date(2026, 11, 2)),
        ("tiistai 3. maaliskuuta 2026", "fi", date(2026, 3, 3)),
        ("Sept. 2, 2026", "en", date(2026, 9, 2)),
    ],
)
def test_months_are_named_in_many_languages(text: str, language: str, day: date) -> None:
    reading = best(text)
    assert (reading.language, reading.first, reading.read) == (language, day, 1)


@pytest.mark.parametrize(
    ("texts", "name", "formats"),
    [
        (["2026-03", "2026-04"], "month", ("%Y-%m",)),
        (["03/2026", "04/2026"], "x", ("%m/%Y",)),
        (["Mar 2026", "Apr 2026"], "x", ("%b %Y",)),
        (["202603", "202604"], "month", ("%Y%m",)),
    ],
)
def test_months_alone(texts: list[str], name: str, formats: tuple[str, ...]) -> None:
    reading = best(*texts, name=name)
    assert reading.formats == formats
    assert (reading.first, reading.last) == (date(2026, 3, 1), date(2026, 4, 1))


def test_what_stands_for_no_date_is_named_and_not_read() -> None:
    texts = ["14/03/2026", "0000-00-00", "-", "n/a", "31/12/9999", "15/03/2026"]
    choice = date_choice(of_rows(texts), TODAY)
    assert choice.best is not None
    assert choice.best.unread == ("0000-00-00", "-", "n/a", "31/12/9999")
    assert (choice.best.read, choice.best.last) == (2, date(2026, 3, 15))
    assert "no date: '0000-00-00'" in choice.evidence


def test_a_fraction_of_a_second_is_no_year() -> None:
    reading = best("2026-03-14 18:20:05.0001", "2026-03-15 18:20:05.9999")
    assert (reading.read, reading.unread) == (2, ())


def test_a_day_that_computers_begin_with_is_none_only_where_it_stands_alone() -> None:
    alone = best("01.01.1970", "14.03.2026", "15.03.2026")
    assert (alone.read, alone.unread, alone.first) == (2, ("01.01.1970",), date(2026, 3, 14))
    births = best("1970-01-01", "1971-04-14", "1965-05-15")
    assert (births.read, births.unread) == (3, ())


@pytest.mark.parametrize(
    ("texts", "name", "kind"),
    [
        (["46157.75", "46158"], "Created", "excel"),
        (["46157", "46158"], "päivämäärä", "excel"),
        (["1778803200", "1778889600"], "created_at", "unix"),
        (["1778803200000", "1778889600000"], "日期", "unix_ms"),
    ],
)
def test_numbers_count_days_where_the_name_says_so(texts: list[str], name: str, kind: str) -> None:
    """46157 is 15 May 2026; so is 1778803200, at midnight."""
    reading = best(*texts, name=name)
    assert reading.formats == (kind,)
    assert (reading.first, reading.last) == (date(2026, 5, 15), date(2026, 5, 16))


def test_numbers_without_a_name_of_dates_are_none() -> None:
    assert "name does not say so" in none("46157", "46158", name="order_no")
    assert "name does not say so" in none("46157.75", "45800.5", name="Amount")
    assert "name does not say so" in none("40000", "41000", name="response_time")
    weeks = [str(1_778_803_200 + 604_800 * i) for i in range(10)]
    assert "name does not say so" in none(*weeks, name="phone")
    years = [str(1_000_000_000 + 31_557_600 * i) for i in range(20)]
    assert "name does not say so" in none(*years, name="column_3")
    weeks += [str(1_778_803_200 - 31_557_600)]
    asked = date_choice(of_rows(weeks, "column_3"), TODAY)
    assert len(asked.readings) == 1
    assert not asked.sure


@pytest.mark.parametrize(
    "texts",
    [
        ["9", "10", "0"],
        ["2024", "2025"],
        ["14.03.2569", "15.03.2569"],  # of the Buddhist calendar
        ["040 123 4567", "050 765 4321"],
        ["12.50", "3.99"],
        ["10.12.20.26", "10.12.20.27"],
        ["1.234,50", "2.345,10"],
        ["20269999", "20261388", "20260230"],
        ["2026-Q1", "2026-Q2"],
        ["2026-13-01", "2026-14-01"],
        ["31.02.2026", "30.02.2026"],
        ["good 14.3.2026", "bad", "so so"],
        ["14.03.2026 25:00", "15.03.2026 18:75"],
        ["14 Marketing 2026"],
        ["March", "May"],
        [],
    ],
)  # fmt: skip
def test_what_is_no_date(texts: list[str]) -> None:
    none(*texts)


def test_eight_digits_are_dates_where_there_are_three_or_the_name_says_so() -> None:
    days = ["20260314", "20260201", "20260202"]
    assert best(*days, name="x").formats == ("%Y%m%d",)
    assert best(*days[:1], name="Datum").formats == ("%Y%m%d",)
    none(*days[:2], name="x")
    none(*days, name="order_id")


def test_nearly_all_rows_are_dates() -> None:
    most = best("14.03.2026", "15.03.2026", "16.03.2026", "17.03.2026", "soon")
    assert (most.read, most.unread) == (4, ("soon",))
    none("14.03.2026", "15.03.2026", "16.03.2026", "soon", "later")


def test_formats_of_one_column_are_all_named() -> None:
    reading = best("2026-03-14", "15.03.2026 10:20", "16.3.26")
    assert set(reading.formats) == {"%d.%m.%y", "%Y-%m-%d", "%d.%m.%Y %H:%M"}
    assert reading.formats[0] == "%d.%m.%y"  # %Y would read 26 as the year 26
    assert reading.last == date(2026, 3, 16)


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["14.03.2026 10:00", "01.02.2026 10:00 Uhr", "02.02.2026 09:00"], "01.02.2026 10:00 Uhr"),
        (["n/a", "31/14/2026", "30/13/2026"], "31/14/2026"),
        (["2026-03-14 CEST", "-", "-"], "2026-03-14 CEST"),
        (["14 Brumaire 2026", "15 Brumaire 2026"], "14 Brumaire 2026"),
        (["1.2.3", "192.168.10.20", "10-20", "555-12-3456"], ""),
        (["Came on 14.03.2026, and nobody was there to help me with any of it", "Fine"], ""),
        (["14.03.2026", "soon", "later", "never mind"], ""),
        ([], ""),
    ],
)
def test_what_looks_like_dates_and_is_not_read(texts: list[str], found: str) -> None:
    assert unread_dates(of_rows(texts)) == found
