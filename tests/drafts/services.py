"""Exports as services write them: their headers, their extra rows, their words."""

from __future__ import annotations

from datetime import timedelta

from tests.drafts.case import Case, bench
from tests.drafts.people import People, nps_group


@bench
def qualtrics(name: str) -> Case:
    """Three rows of header: names, questions, and how each is called inside."""
    p = People(name, 180)
    scores = p.ask("nps", 0, 10)
    columns = {
        "StartDate": p.dates(lambda d: f"{d - timedelta(minutes=7):%Y-%m-%d %H:%M:%S}"),
        "EndDate": p.dates("%Y-%m-%d %H:%M:%S"),
        "Status": p.pick("IP Address"),
        "Progress": p.pick("100"),
        "Duration (in seconds)": p.numbers(40, 900),
        "Finished": p.pick("True"),
        "RecordedDate": p.dates("%Y-%m-%d %H:%M:%S"),
        "ResponseId": p.ids("R_3kX"),
        "LocationLatitude": [f"6{v}.16" for v in p.numbers(0, 9)],
        "Q1": scores,
        "Q1_NPS_GROUP": [nps_group(score) for score in scores],
        "Q2": p.ask(
            "csat", 1, 5,
            {1: "Extremely dissatisfied", 2: "Somewhat dissatisfied",
             3: "Neither satisfied nor dissatisfied", 4: "Somewhat satisfied",
             5: "Extremely satisfied"}, ("",), 0.1,
        ),
    }  # fmt: skip
    asked = {
        "Q1": "On a scale from 0-10, how likely are you to recommend us to a friend or colleague?",
        "Q1_NPS_GROUP": "On a scale from 0-10, how likely are you to recommend us? - Group",
        "Q2": "Overall, how satisfied or dissatisfied are you with our company?",
    }
    questions = tuple(asked.get(column, column) for column in columns)
    inside = tuple(f'{{"ImportId":"{column}"}}' for column in columns)
    return p.case(p.file("qualtrics.csv", columns, below=(questions, inside)))


@bench
def survey_monkey(name: str) -> Case:
    """Two rows of header, a question over its parts."""
    p = People(name, 180)
    parts = ("Price", "Quality", "Delivery")
    columns = {
        "Respondent ID": p.ids("11", 4000),
        "Collector ID": p.pick("401"),
        "Start Date": p.dates(lambda d: f"{d - timedelta(minutes=5):%m/%d/%Y %I:%M:%S %p}"),
        "End Date": p.dates("%m/%d/%Y %I:%M:%S %p"),
        "How likely is it that you would recommend this company to a friend?": p.ask("nps", 0, 10),
        "How satisfied are you with the following?": p.ask("csat", 1, 5),
        "": p.ask("csat", 1, 5),
        " ": p.ask("csat", 1, 5),
    }
    below = ("", "", "", "", "Response", *parts)
    header = tuple(name.strip() for name in columns)
    rows = tuple(zip(*columns.values(), strict=True))
    file = p.file("monkey.csv", {}, header=header, rows=rows, below=(below,), fixed=True)
    return p.case(file)


@bench
def typeform(name: str) -> Case:
    p = People(name, 180)
    columns = {
        "#": p.ids("k3v8", 100),
        "How likely are you to recommend us to a friend or colleague?": p.ask("nps", 0, 10),
        "What could we do better?": p.say("Faster shipping", "Cheaper", "Nothing really"),
        "Start Date (UTC)": p.dates(lambda d: f"{d - timedelta(minutes=3):%Y-%m-%d %H:%M:%S}"),
        "Submit Date (UTC)": p.dates("%Y-%m-%d %H:%M:%S"),
        "Network ID": p.ids("9f", 5000),
        "Tags": p.pick(""),
    }
    return p.case(p.file("typeform.csv", columns))


@bench
def delighted(name: str) -> Case:
    p = People(name, 180)
    columns = {
        "Response ID": p.ids("", 90210),
        "Person Email": [f"{v}@example.com" for v in p.ids("p")],
        "Score": p.ask("nps", 0, 10),
        "Comment": p.say("Love it", "Support was slow", "Too expensive"),
        "Survey type": p.pick("nps"),
        "Survey sent at": p.dates(lambda d: f"{d - timedelta(days=2):%Y-%m-%d %H:%M:%S} UTC"),
        "Responded at": p.dates("%Y-%m-%d %H:%M:%S UTC"),
        "Plan": p.pick("Free", "Pro"),
    }
    return p.case(p.file("delighted.csv", columns))


@bench
def zendesk_tickets(name: str) -> Case:
    p = People(name, 240)
    solved = [p.chance.random() < 0.8 for _ in p.when]
    for moment, done in zip(p.when, solved, strict=True):
        p.facts["ticket", f"{moment:%Y-%m}", done] += 1
    hours = [p.chance.randrange(1, 90) for _ in p.when]
    ends = [
        f"{moment + timedelta(hours=h):%Y-%m-%d %H:%M:%S}" if done else ""
        for moment, h, done in zip(p.when, hours, solved, strict=True)
    ]
    columns = {
        "Ticket ID": p.ids("", 300),
        "Created at": p.dates("%Y-%m-%d %H:%M:%S"),
        "Solved at": ends,
        "Status": ["Solved" if done else "Open" for done in solved],
        "Priority": p.pick("Low", "Normal", "High", "Urgent"),
        "Group": p.pick("Support", "Billing"),
        "Assignee": p.pick("Ann", "Bo", "Cy", "Di"),
        "Reopens": p.pick("0", "0", "0", "1"),
    }
    return p.case(p.file("zendesk.csv", columns))


@bench
def google_form(name: str) -> Case:
    p = People(name, 180)
    columns = {
        "Timestamp": p.dates(lambda d: f"{d.month}/{d.day}/{d:%Y %H:%M:%S}"),
        "Email Address": [f"{v}@example.org" for v in p.ids("u")],
        "How easy was it to solve your problem? (1 very difficult - 5 very easy)": p.ask(
            "ces", 1, 5
        ),
        "Which office did you visit?": p.pick("Dublin", "Cork", "Galway"),
        "Anything else?": p.say("Friendly staff", "No parking", "Long queue"),
    }
    return p.case(p.file("Form Responses 1.xlsx", columns))


@bench
def microsoft_form(name: str) -> Case:
    """A workbook with real dates, in German."""
    p = People(name, 160)
    columns = {
        "ID": p.ids("", 1),
        "Startzeit": p.dates(lambda d: d - timedelta(minutes=4)),
        "Fertigstellungszeit": p.dates(lambda d: d),
        "E-Mail": p.pick("anonymous"),
        "Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen?": p.ask("nps", 0, 10, int),
        "Standort": p.pick("Wien", "Graz", "Linz"),
    }
    return p.case(p.file("Umfrage.xlsx", columns))


@bench
def trustpilot(name: str) -> Case:
    p = People(name, 160)
    columns = {
        "Review Created (UTC)": p.dates("%Y-%m-%d %H:%M:%S"),
        "Review Id": p.ids("62fa", 7000),
        "Review Stars": p.ask("rating", 1, 5),
        "Review Title": p.say("Great", "Awful", "Okay"),
        "Review Content": p.say("It arrived on time", "Never again", "Fine for the price"),
        "Review Language": p.pick("en", "da", "de"),
        "Domain Name": p.pick("example.com"),
    }
    return p.case(p.file("trustpilot.csv", columns), either=True)


@bench
def report_of_a_system(name: str) -> Case:
    """Lines above the header, and a sum at the end of a column of amounts."""
    p = People(name, 160)
    columns = {
        "Kundennummer": p.ids("", 500123),
        "Befragungsdatum": p.dates("%d.%m.%Y"),
        "Zufriedenheit gesamt (1-10)": p.ask("csat", 1, 10),
        "Vertriebsgebiet": p.pick("01", "02", "03", "04"),
    }
    file = p.file(
        "bericht.csv",
        columns,
        delimiter=";",
        encoding="cp1252",
        above=("Auswertung Kundenzufriedenheit", "Stand: 27.11.2026", ""),
    )
    return p.case(file, may_ask=True)
