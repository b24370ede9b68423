"""Rarer files: languages without word lists, sums instead of answers, dates of two hands."""

from __future__ import annotations

from datetime import datetime

from tests.drafts.case import Case, bench
from tests.drafts.people import People

_ASKED = "How likely are you to recommend us to a friend?"
_DAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")


@bench
def czech_without_a_list(name: str) -> Case:
    p = People(name, 200)
    columns = {
        "Datum odpovědi": p.dates("%d.%m.%Y"),
        "Jak pravděpodobné je, že nás doporučíte přátelům?": p.ask("nps", 0, 10),
        "Pobočka": p.pick("Praha", "Brno", "Plzeň"),
    }
    return p.case(p.file("odpovedi.csv", columns, delimiter=";", encoding="cp1250"), may_ask=True)


@bench
def turkish_without_a_list(name: str) -> Case:
    p = People(name, 200)
    columns = {
        "Tarih": p.dates("%d.%m.%Y %H:%M"),
        "Hizmetimizden ne kadar memnunsunuz? (1-5)": p.ask("csat", 1, 5),
        "Şube": p.pick("İzmir", "Ankara", "Bursa"),
    }
    file = p.file("anket.csv", columns, delimiter=";", encoding="cp1254")
    return p.case(file, may_ask=True, either=True)


@bench
def danish(name: str) -> Case:
    p = People(name, 200)
    columns = {
        "Dato": p.dates("%d-%m-%Y"),
        "Hvor sandsynligt er det, at du vil anbefale os?": p.ask("nps", 0, 10),
        "Butik": p.pick("Aarhus", "Odense", "Ribe"),
    }
    return p.case(p.file("svar.csv", columns, delimiter=";", encoding="cp1252"), may_ask=True)


@bench
def japanese_words(name: str) -> Case:
    p = People(name, 200)
    words = {1: "とても不満", 2: "不満", 3: "どちらともいえない", 4: "満足", 5: "とても満足"}
    columns = {
        "回答日": p.dates(lambda d: f"{d.year}年{d.month:02}月{d.day:02}日"),
        "サービスの満足度": p.ask("csat", 1, 5, words),
        "年代": p.pick("20代", "30代", "40代"),
    }
    return p.case(p.file("回答.csv", columns, encoding="cp932"))


@bench
def spanish_ease(name: str) -> Case:
    p = People(name, 200)
    words = {1: "Muy difícil", 2: "Difícil", 3: "Ni fácil ni difícil", 4: "Fácil", 5: "Muy fácil"}
    columns = {
        "Fecha": p.dates("%d/%m/%Y"),
        "¿Qué tan fácil fue resolver su problema?": p.ask("ces", 1, 5, words),
        "Canal": p.pick("Teléfono", "Correo", "Chat"),
    }
    return p.case(p.file("esfuerzo.csv", columns, delimiter=";"))


@bench
def separator_stated_for_excel(name: str) -> Case:
    p = People(name, 160)
    columns = {"Date": p.dates("%Y-%m-%d"), _ASKED: p.ask("nps", 0, 10), "Site": p.pick("A", "B")}
    return p.case(p.file("sep.csv", columns, delimiter=";", above=("sep=;",)))


@bench
def weekdays_before_dates(name: str) -> Case:
    p = People(name, 160)
    columns = {
        "Antwortdatum": p.dates(lambda d: f"{_DAYS[d.weekday()]}, {d:%d.%m.%Y}"),
        "Wie zufrieden waren Sie mit dem Besuch? (1-5)": p.ask("csat", 1, 5),
    }
    return p.case(p.file("besuche.csv", columns, delimiter=";"))


@bench
def finnish_clock(name: str) -> Case:
    p = People(name, 160)
    columns = {
        "Vastattu": p.dates(lambda d: f"{d.day}.{d.month}.{d.year} klo {d.hour}.{d:%M}"),
        "Kokonaisarvosana (1-5)": p.ask("rating", 1, 5),
    }
    return p.case(p.file("arvosanat.csv", columns, delimiter=";"), either=True, may_ask=True)


@bench
def two_ways_of_dates(name: str) -> Case:
    """Half by hand, half by a system: both can be told apart."""
    p = People(name, 200)
    turn = iter(range(200))
    columns = {
        "Datum": p.dates(lambda d: f"{d:%Y-%m-%d}" if next(turn) % 2 else f"{d:%d.%m.%Y}"),
        "Hur nöjd är du? (1-5)": p.ask("csat", 1, 5),
    }
    return p.case(p.file("blandat.csv", columns, delimiter=";"))


@bench
def two_orders_of_dates(name: str) -> Case:
    """Two offices, one day first and one month first: no reading is right."""
    p = People(name, 200)
    turn = iter(range(200))
    columns = {
        "Date": p.dates(lambda d: f"{d:%d/%m/%Y}" if next(turn) % 2 else f"{d:%m/%d/%Y}"),
        _ASKED: p.ask("nps", 0, 10),
    }
    return p.case(p.file("offices.csv", columns), must_ask=True)


@bench
def written_together(name: str) -> Case:
    p = People(name, 160)
    columns = {
        "INTDATE": p.dates(lambda d: f"{d:%d%b%Y}".upper()),
        "OSAT": p.ask("csat", 1, 10),
        "LTR": p.ask("nps", 0, 10),
    }
    return p.case(p.file("panel.csv", columns))


@bench
def out_of_five(name: str) -> Case:
    p = People(name, 160)
    columns = {
        "date": p.dates("%d %b %Y %H:%M"),
        "rating": p.ask("rating", 1, 5, lambda s: f"{s}/5"),
        "app version": p.pick("3.1", "3.2", "4.0"),
    }
    return p.case(p.file("app.csv", columns), either=True)


@bench
def smileys(name: str) -> Case:
    p = People(name, 160)
    faces = {1: "😡", 2: "🙁", 3: "😐", 4: "🙂", 5: "😀"}
    columns = {
        "time": p.dates("%Y-%m-%d %H:%M:%S"),
        "How happy are you with us today?": p.ask("csat", 1, 5, faces),
        "terminal": p.pick("Gate A", "Gate B"),
    }
    return p.case(p.file("terminals.csv", columns), may_ask=True)


@bench
def swiss_grades(name: str) -> Case:
    """6 is the best there; the header says it."""
    p = People(name, 200)
    columns = {
        "Datum": p.dates("%d.%m.%Y"),
        "Zufriedenheit (1 = sehr schlecht, 6 = sehr gut)": p.ask("csat", 1, 6),
    }
    return p.case(p.file("noten.csv", columns, delimiter=";"))


@bench
def grades_that_do_not_say(name: str) -> Case:
    """Grades 1 to 6 without a word: in Germany 1 is the best, in Switzerland 6."""
    p = People(name, 200)
    columns = {
        "Datum": p.dates("%d.%m.%Y"),
        "Schulnote für unseren Service": p.ask("rating", 1, 6, lambda s: str(7 - s)),
    }
    return p.case(p.file("note.csv", columns, delimiter=";"), must_ask=True, either=True)


@bench
def recommended_yes_or_no(name: str) -> Case:
    """Would you recommend us? Yes or no is no NPS."""
    p = People(name, 200)
    columns = {
        "Date": p.dates("%Y-%m-%d"),
        "Would you recommend us?": p.ask("rating", 0, 1, {0: "No", 1: "Yes"}),
    }
    return p.case(p.file("yes.csv", columns), either=True)


@bench
def sums_of_months(name: str) -> Case:
    """A report: a row a month and shop with its NPS, which is no answer."""
    p = People(name, 60)
    p.facts.clear()
    columns = {
        "Month": p.dates(lambda d: f"{d:%Y-%m}-01"),
        "Shop": p.pick("A", "B", "C"),
        "Responses": p.numbers(40, 400),
        "NPS": p.numbers(-20, 70),
    }
    return p.case(p.file("report.csv", columns), may_ask=True)


@bench
def means_of_shops(name: str) -> Case:
    """A report: the mean of many answers in each row, which is no answer either."""
    p = People(name, 80)
    p.facts.clear()
    columns = {
        "Date": p.dates("%Y-%m-%d"),
        "Shop": p.pick("A", "B", "C"),
        "Number of responses": p.numbers(40, 400),
        "Average CSAT": [f"{p.chance.uniform(3.2, 4.8):.2f}" for _ in p.when],
    }
    return p.case(p.file("averages.csv", columns), may_ask=True)


@bench
def without_a_header(name: str) -> Case:
    """Nothing says what the numbers are: they are asked about, or left out."""
    p = People(name, 160)
    when, scores = p.dates("%Y-%m-%d"), p.ask("nps", 0, 10)
    rows = tuple(zip(when, scores, p.pick("Oslo", "Bergen"), strict=True))
    file = p.file("raw.csv", {}, header=tuple(map(str, rows[0])), rows=rows[1:])
    return p.case(file, must_ask=True)


@bench
def offered_by_zendesk(name: str) -> Case:
    """Good and bad beside offered, which is no answer."""
    p = People(name, 260)
    for moment in p.when:
        p.facts["ticket", f"{moment:%Y-%m}", True] += 1
    columns = {
        "id": p.ids("", 900),
        "created_at": p.dates("%Y-%m-%dT%H:%M:%SZ"),
        "solved_at": p.dates(lambda d: f"{datetime(d.year, d.month, d.day, 23, 59):%FT%TZ}"),
        "satisfaction_rating": p.ask(
            "csat", 0, 1, {0: "bad", 1: "good"}, ("offered", "unoffered"), 0.5
        ),
        "group": p.pick("L1", "L2"),
    }
    return p.case(p.file("tickets.csv", columns), either=True, may_ask=True)


@bench
def total_at_the_end(name: str) -> Case:
    p = People(name, 160)
    columns = {
        "Datum": p.dates("%d.%m.%Y"),
        "Hoe waarschijnlijk is het dat u ons aanbeveelt? (0-10)": p.ask("nps", 0, 10),
        "Winkel": p.pick("Ede", "Goes"),
    }
    file = p.file("totaal.csv", columns, delimiter=";")
    return p.case(p.file("totaal.csv", {}, header=file.header, delimiter=";",
                         rows=(*file.rows, ("Totaal", "160", ""))))  # fmt: skip


@bench
def likely_to_leave(name: str) -> Case:
    """How likely people are to leave is on 0 to 10 as well, and no NPS."""
    p = People(name, 200)
    columns = {
        "Date": p.dates("%Y-%m-%d"),
        "How likely are you to switch to another provider? (0-10)": p.numbers(0, 10),
        _ASKED: p.ask("nps", 0, 10),
        "Main reason (code)": p.numbers(1, 10),
    }
    return p.case(p.file("switch.csv", columns), may_ask=True)
