"""Dates: orders that are decided and that are not, numbers that count, and several in one file."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.drafts.case import Case, bench
from tests.drafts.people import People

_EXCEL_ZERO = datetime(1899, 12, 30)
_ASKED = "How likely are you to recommend us to a friend?"


@bench
def undecided_day_first(name: str) -> Case:
    p = People(name, 150, range(1, 13), year=2025)
    columns = {"Date": p.dates("%d/%m/%Y"), _ASKED: p.ask("nps", 0, 10), "Shop": p.pick("A", "B")}
    return p.case(p.file("nps.csv", columns), must_ask=True)


@bench
def undecided_month_first(name: str) -> Case:
    p = People(name, 150, range(1, 13), year=2025)
    columns = {"Date": p.dates("%m/%d/%Y"), _ASKED: p.ask("nps", 0, 10), "Shop": p.pick("A", "B")}
    return p.case(p.file("nps.csv", columns), must_ask=True)


@bench
def undecided_two_figures_of_the_year(name: str) -> Case:
    p = People(name, 150, range(1, 13), year=2025)
    columns = {"When": p.dates("%m-%d-%y"), "CSAT score (1-5)": p.ask("csat", 1, 5)}
    return p.case(p.file("csat.csv", columns), must_ask=True)


@bench
def decided_by_one_row(name: str) -> Case:
    """One date beyond the twelfth says how all are meant."""
    p = People(name, 200, range(1, 12), year=2025)
    p.when[0] = datetime(2025, 3, 17, 9, 0)
    columns = {"Date": p.dates("%d/%m/%Y"), _ASKED: p.ask("nps", 0, 10)}
    return p.case(p.file("nps.csv", columns), may_ask=True)


@bench
def excel_numbers(name: str) -> Case:
    p = People(name, 160)
    columns = {
        "Date": p.dates(lambda d: str((d - _EXCEL_ZERO).days)),
        "How satisfied are you with our service?": p.ask("csat", 1, 5),
        "Team": p.pick("Blue", "Green", "Red"),
    }
    return p.case(p.file("export.csv", columns))


@bench
def excel_numbers_beside_texts(name: str) -> Case:
    """Excel turned those dates into numbers that it took for dates of its own, with time."""
    p = People(name, 160)
    half = iter(range(160))
    columns = {
        "Fecha de respuesta": p.dates(
            lambda d: (
                f"{(d - _EXCEL_ZERO) / timedelta(days=1):.4f}"
                if next(half) % 2
                else f"{d:%d/%m/%Y}"
            )
        ),
        "¿Qué tan satisfecho está con la atención?": p.ask("csat", 1, 5),
    }
    return p.case(p.file("encuesta.csv", columns, delimiter=";"))


@bench
def excel_exchanged_days(name: str) -> Case:
    """Excel read what it could month first, the rest stayed text: no date can be trusted."""
    p = People(name, 220)

    def by_excel(day: datetime) -> str:
        if day.day > 12:
            return f"{day:%d/%m/%Y}"
        return str((datetime(day.year, day.day, day.month) - _EXCEL_ZERO).days)

    columns = {"Date": p.dates(by_excel), _ASKED: p.ask("nps", 0, 10)}
    return p.case(p.file("opened.csv", columns), may_ask=True)


@bench
def seconds_since_1970(name: str) -> Case:
    p = People(name, 160)
    columns = {
        "id": p.ids(),
        "created_at": p.dates(lambda d: str(int((d - datetime(1970, 1, 1)).total_seconds()))),
        "nps_score": p.ask("nps", 0, 10),
        "plan": p.pick("free", "pro", "team"),
    }
    return p.case(p.file("events.csv", columns))


@bench
def milliseconds_since_1970(name: str) -> Case:
    p = People(name, 160)
    columns = {
        "timestamp": p.dates(lambda d: str(int((d - datetime(1970, 1, 1)).total_seconds() * 1e3))),
        "csat": p.ask("csat", 1, 5),
        "country": p.pick("DE", "FR", "PL"),
    }
    return p.case(p.file("events.tsv", columns, delimiter="\t"))


@bench
def zones(name: str) -> Case:
    p = People(name, 160)
    columns = {
        "submitted": p.dates("%Y-%m-%dT%H:%M:%S.000Z"),
        "rating": p.ask("rating", 1, 5),
        "product": p.pick("Lamp", "Chair", "Table"),
    }
    return p.case(p.file("reviews.csv", columns), either=True, may_ask=True)


@bench
def birthdays_beside_answers(name: str) -> Case:
    """The older dates are of birth and of buying."""
    p = People(name, 200)
    born = [datetime(1950, 1, 1) + timedelta(days=p.chance.randrange(19000)) for _ in p.when]
    columns = {
        "Geburtsdatum": [f"{day:%d.%m.%Y}" for day in born],
        "Kaufdatum": p.dates(lambda d: f"{d - timedelta(days=9):%d.%m.%Y}"),
        "Antwortdatum": p.dates("%d.%m.%Y"),
        "Wie zufrieden sind Sie mit uns?": p.ask("csat", 1, 5),
    }
    return p.case(p.file("kunden.csv", columns, delimiter=";"), may_ask=True)


@bench
def start_and_end(name: str) -> Case:
    """The survey was begun at the end of one month and ended in the next, for some."""
    p = People(name, 200)
    columns = {
        "Started": p.dates(lambda d: f"{d - timedelta(hours=30):%Y-%m-%d %H:%M}"),
        "Completed": p.dates("%Y-%m-%d %H:%M"),
        _ASKED: p.ask("nps", 0, 10),
    }
    return p.case(p.file("survey.csv", columns), may_ask=True)


@bench
def two_dates_of_other_orders(name: str) -> Case:
    """Sent dates are written month first, those of answers day first."""
    p = People(name, 200)
    columns = {
        "Sent on": p.dates(lambda d: f"{d - timedelta(days=3):%m/%d/%Y}"),
        "Response date": p.dates("%d/%m/%Y"),
        _ASKED: p.ask("nps", 0, 10),
    }
    return p.case(p.file("both.csv", columns), may_ask=True)


@bench
def day_and_time_apart(name: str) -> Case:
    p = People(name, 180)
    columns = {
        "Pvm": p.dates(lambda d: f"{d.day}.{d.month}.{d.year}"),
        "Klo": p.dates("%H:%M"),
        "NPS": p.ask("nps", 0, 10),
        "Toimipiste": p.pick("Kamppi", "Pasila", "Itis"),
    }
    return p.case(p.file("nps.csv", columns, delimiter=";"))


@bench
def day_in_words(name: str) -> Case:
    p = People(name, 180)
    columns = {
        "Date submitted": p.dates("%A, %B %d, %Y"),
        "Overall satisfaction": p.ask("csat", 1, 5),
        "Channel": p.pick("Email", "Phone", "Chat"),
    }
    return p.case(p.file("words.csv", columns))


@bench
def compact_days(name: str) -> Case:
    p = People(name, 180)
    columns = {
        "datum": p.dates("%Y%m%d"),
        "Weiterempfehlung (0-10)": p.ask("nps", 0, 10, None, ("-1",), 0.1),
        "filialnummer": p.pick("101", "102", "205", "310"),
    }
    return p.case(p.file("nps.txt", columns, delimiter="|"))


@bench
def no_answer_dates(name: str) -> Case:
    """Empty dates are written as the first of 1900 or as zeros."""
    p = People(name, 180)
    columns = {
        "Answer date": p.dates("%Y-%m-%d"),
        "Closed date": p.pick("0000-00-00", "1900-01-01", ""),
        _ASKED: p.ask("nps", 0, 10),
    }
    return p.case(p.file("dates.csv", columns))
