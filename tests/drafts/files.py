"""How files are written: encodings, separators, workbooks, several files, long and wide tables."""

from __future__ import annotations

from tests.drafts.case import Case, bench
from tests.drafts.people import People

_ASKED = "How likely are you to recommend us to a friend?"


@bench
def utf_16(name: str) -> Case:
    p = People(name, 150)
    columns = {
        "Datum": p.dates("%Y-%m-%d"),
        "Hur nöjd är du med kundtjänst?": p.ask("csat", 1, 5),
        "Län": p.pick("Skåne", "Örebro", "Västerås"),
    }
    return p.case(p.file("svar.txt", columns, delimiter="\t", encoding="utf-16"))


@bench
def bars_and_commas(name: str) -> Case:
    """Commas in texts, bars between columns."""
    p = People(name, 150)
    columns = {
        "date": p.dates("%Y-%m-%d"),
        "csat_score": p.ask("csat", 1, 5),
        "city": p.pick("Paris, FR", "Lyon, FR", "Nice, FR"),
        "comment": p.say("Well, fine", "No, never, not again", "Yes; quite"),
    }
    return p.case(p.file("bars.txt", columns, delimiter="|"))


@bench
def line_breaks(name: str) -> Case:
    p = People(name, 150)
    columns = {
        "date": p.dates("%Y-%m-%d %H:%M"),
        _ASKED: p.ask("nps", 0, 10),
        "Why?": p.say('First line\nSecond "quoted" line;', "a, b", "plain; text"),
        "area": p.pick("East", "West"),
    }
    return p.case(p.file("breaks.csv", columns))


@bench
def a_row_an_answer(name: str) -> Case:
    """Long: a row for each question that somebody answered."""
    p = People(name, 160)
    header = ("respondent", "answered_at", "question", "answer")
    asked = (
        ("How likely are you to recommend us?", p.ask("nps", 0, 10)),
        ("How satisfied are you with our support?", p.ask("csat", 1, 5)),
        ("How easy was it to get help?", p.ask("ces", 1, 7)),
    )
    when = p.dates("%Y-%m-%d")
    rows = tuple(
        (f"r{at}", when[at], question, given[at]) for question, given in asked for at in range(160)
    )
    return p.case(p.file("long.csv", {}, header=header, rows=rows))


@bench
def block_of_questions(name: str) -> Case:
    """Eight things on one scale, with one code for not used, and the total."""
    p = People(name, 200)
    things = ("Check-in", "Rooms", "Breakfast", "Pool", "Wifi", "Staff", "Location")
    columns = {"Stay date": p.dates("%d %B %Y")}
    for thing in things:
        columns[f"Satisfaction: {thing}"] = p.ask("csat", 1, 5, None, ("Not used",), 0.2)
    columns["Recommend to a friend (0-10)"] = p.ask("nps", 0, 10)
    columns["Room type"] = p.pick("Single", "Double", "Suite")
    return p.case(p.file("hotel.csv", columns), segments=frozenset({"Room type"}))


@bench
def one_file_a_month(name: str) -> Case:
    """Two files of the same columns, in other orders of them and of the date."""
    p, q = People(name, 120), People(f"{name} later", 120)
    for moments, month in ((p.when, 9), (q.when, 10)):
        moments[:] = [moment.replace(month=month, day=min(moment.day, 30)) for moment in moments]
    first = {"Date": p.dates("%d/%m/%Y"), _ASKED: p.ask("nps", 0, 10), "Shop": p.pick("A", "B")}
    later = {"Date": q.dates("%d/%m/%Y"), _ASKED: q.ask("nps", 0, 10), "Shop": q.pick("A", "B")}
    p.facts += q.facts
    return p.case(p.file("september.csv", first), q.file("october.csv", later))


@bench
def workbook_with_title(name: str) -> Case:
    p = People(name, 150)
    columns = {
        "Päivä": p.dates(lambda d: d.replace(hour=0, minute=0)),
        "Suositteluhalukkuus (NPS)": p.ask("nps", 0, 10, int),
        "Tyytyväisyys 1-5": p.ask("csat", 1, 5, int),
        "Asiakasryhmä": p.pick("Kuluttaja", "Yritys"),
    }
    file = p.file("raportti.xlsx", columns, above=("Asiakaskysely 2026", "Luottamuksellinen"))
    return p.case(file, segments=frozenset({"Asiakasryhmä"}))


@bench
def numbers_as_floats(name: str) -> Case:
    """As pandas writes whole numbers beside empty ones."""
    p = People(name, 150)
    columns = {
        "": [str(at) for at in range(150)],
        "date": p.dates("%Y-%m-%d"),
        "nps": p.ask("nps", 0, 10, lambda s: f"{s}.0", ("",), 0.2),
        "csat": p.ask("csat", 1, 5, lambda s: f"{s}.0", ("",), 0.2),
        "store": [f"{v}.0" for v in p.pick(11, 12, 27)],
    }
    return p.case(p.file("frame.csv", columns))


@bench
def two_tables_of_one_customer(name: str) -> Case:
    """Answers know the customer alone; what they can be broken down by is in the other file."""
    p = People(name, 200)
    ids = p.ids("C", 100)
    answers = {
        "customer": ids,
        "answered": p.dates("%Y-%m-%d"),
        "nps": p.ask("nps", 0, 10),
    }
    buyers = {
        "customer_no": ids,
        "segment": p.pick("SMB", "Enterprise", "Public"),
        "country": p.pick("Norway", "Sweden"),
    }
    files = (p.file("answers.csv", answers), p.file("buyers.csv", buyers))
    return p.case(*files, segments=frozenset({"segment", "country"}))


@bench
def yes_and_no(name: str) -> Case:
    """Was it solved? is no satisfaction, or one of yes and no: it may be left out."""
    p = People(name, 200)
    columns = {
        "Datum": p.dates("%d-%m-%Y"),
        "Is uw probleem opgelost?": p.pick("Ja", "Nee"),
        "Hoe tevreden bent u over het gesprek?": p.ask("csat", 1, 5),
    }
    return p.case(p.file("gesprek.csv", columns, delimiter=";"))
