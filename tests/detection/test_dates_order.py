"""Day first, month first, or a question: what all values of a column say together."""

from datetime import date, timedelta

from detection.column import Choice
from detection.dates import DateReading, date_choice
from tests.detection.columns import TODAY, of_rows


def choice(*texts: str, name: str = "when", today: date = TODAY) -> Choice[DateReading]:
    return date_choice(of_rows(texts, name), today)


def formats(found: Choice[DateReading]) -> list[str]:
    return [one.formats[0] for one in found.readings]


def test_one_day_over_12_is_enough() -> None:
    found = choice("03/04/2026", "05/06/2026", "13/06/2026")
    assert (formats(found), found.sure) == (["%d/%m/%Y"], True)
    assert found.evidence == "1 of 3 rows has a first part over 12"
    found = choice("03/04/2026", "05/06/2026", "06/13/2026", "06/14/2026")
    assert (formats(found), found.sure) == (["%m/%d/%Y"], True)
    assert found.evidence == "2 of 4 rows have a second part over 12"


def test_nothing_decides() -> None:
    found = choice("03/04/2026", "05/06/2026")
    assert (set(formats(found)), found.sure) == ({"%d/%m/%Y", "%m/%d/%Y"}, False)
    assert "all 2 rows can be either" in found.evidence


def test_two_orders_are_mixed() -> None:
    found = choice("13/04/2026", "14/04/2026", "04/15/2026", "05/06/2026")
    assert not found.sure
    assert "two orders are mixed: 2 rows are dates with the day first alone, 1 " in found.evidence


def test_slips_are_left_out() -> None:
    days = [f"{day:02d}/{month:02d}/2025" for day in range(13, 29) for month in range(1, 13)]
    found = choice(*days, "05/13/2025")
    assert (formats(found), found.sure) == (["%d/%m/%Y"], True)
    assert found.readings[0].unread == ("05/13/2025",)


def test_a_single_row_may_be_a_slip() -> None:
    days = [f"{day:02d}/{month:02d}/2025" for day in range(2, 12) for month in range(1, 13)]
    found = choice(*days, "05/13/2025")
    assert not found.sure
    assert "only 1 of 121 rows has a second part over 12" in found.evidence
    assert choice(*days[:60], "13/05/2025").sure


def test_the_same_days_either_way_need_no_question() -> None:
    found = choice("01/01/2026", "02/02/2026")
    assert (len(found.readings), found.sure) == (1, True)


def test_no_row_is_in_the_future() -> None:
    """Of 12 June: in month first, the 6th of July to December are ahead."""
    days = [f"{day:02d}/06/2026" for day in range(1, 13)]
    found = choice(*days, today=date(2026, 6, 15))
    assert (formats(found), found.sure) == (["%d/%m/%Y"], True)
    assert "6 rows would be in the future" in found.evidence
    assert not choice(*days, name="Due date", today=date(2026, 6, 15)).sure
    assert not choice(*days, today=date(2027, 1, 1)).sure


def test_years_of_two_digits_may_come_first_or_last() -> None:
    first = date(2026, 3, 1)
    days = [first + timedelta(days=n) for n in range(120)]
    assert formats(choice(*(f"{day:%d-%m-%y}" for day in days))) == ["%d-%m-%y"]
    assert formats(choice(*(f"{day:%y-%m-%d}" for day in days))) == ["%y-%m-%d"]
    assert formats(choice(*(f"{day:%m/%d/%y}" for day in days))) == ["%m/%d/%y"]
    assert not choice("05-06-07", "06-07-08").sure


def test_twenty_days_of_one_month_are_not_one_day_of_twenty_years() -> None:
    found = choice(*(f"{day:02d}.03.26" for day in range(1, 21)))
    assert (formats(found), found.sure) == (["%d.%m.%y"], True)
    assert found.evidence == "day first: else there would be 20 different years"


def test_hints_decide_only_together() -> None:
    """From 2 to 12 of some months, Monday to Friday, in the order of the file."""
    days = [date(2025, month, day) for month in range(1, 11) for day in range(2, 13)]
    days = [day for day in days if day.weekday() < 5]
    both = choice(*(f"{day:%d/%m/%Y}" for day in days))
    assert (formats(both), both.sure) == (["%d/%m/%Y"], True)
    assert "in the order of its dates and there are no weekends" in both.evidence
    shuffled = [days[(i * 37) % len(days)] for i in range(len(days))]
    assert len(set(shuffled)) == len(days)
    one = choice(*(f"{day:%d/%m/%Y}" for day in shuffled))
    assert (formats(one)[0], one.sure) == ("%d/%m/%Y", False)
    assert "there are no weekends with the day first" in one.evidence


def test_a_file_in_the_order_of_its_texts_is_no_hint() -> None:
    days = [date(2025, month, day) for month in range(1, 11) for day in range(2, 13)]
    by_text = sorted(f"{day:%d/%m/%Y}" for day in days)
    found = choice(*by_text)
    assert not found.sure
    assert "order of its dates" not in found.evidence
