"""Tickets, orders and customers, each as a system of a company exports them."""

from __future__ import annotations

from datetime import timedelta

from tests.drafts.case import Case, bench
from tests.drafts.people import People


@bench
def finnish_tickets(name: str) -> Case:
    p = People(name, 200)
    for moment in p.when:
        p.facts["ticket", f"{moment:%Y-%m}", True] += 1
    columns = {
        "Tikettinumero": p.ids("T-", 1),
        "Luotu": p.dates("%d.%m.%Y %H:%M"),
        "Ensimmäinen vastaus": p.dates(lambda d: f"{d + timedelta(minutes=25):%d.%m.%Y %H:%M}"),
        "Ratkaistu": p.dates(lambda d: f"{d + timedelta(hours=9):%d.%m.%Y %H:%M}"),
        "Kanava": p.pick("Puhelin", "Sähköposti", "Chat"),
        "Prioriteetti": p.pick("1", "2", "3"),
    }
    return p.case(p.file("tiketit.csv", columns, delimiter=";", encoding="cp1252"))


@bench
def tickets_with_satisfaction(name: str) -> Case:
    p = People(name, 200)
    for moment in p.when:
        p.facts["ticket", f"{moment:%Y-%m}", True] += 1
    columns = {
        "Case Number": p.ids("0000", 1000),
        "Date/Time Opened": p.dates("%m/%d/%Y %I:%M %p"),
        "Date/Time Closed": p.dates(lambda d: f"{d + timedelta(hours=30):%m/%d/%Y %I:%M %p}"),
        "Case Origin": p.pick("Web", "Phone", "Email"),
        "CSAT (1-5)": p.ask("csat", 1, 5, None, ("",), 0.6),
    }
    # Whether an answer belongs to the day of opening or of closing is nobody's to say.
    p.facts = +p.facts
    return p.case(p.file("cases.csv", columns), may_ask=True)


@bench
def german_orders(name: str) -> Case:
    p = People(name, 240)
    amounts = [p.chance.randrange(999, 250000) / 100 for _ in p.when]
    for moment, amount in zip(p.when, amounts, strict=True):
        p.facts["order", f"{moment:%Y-%m}", amount] += 1
    columns = {
        "Bestellnummer": p.ids("B", 70000),
        "Kundennummer": [str(4000 + p.chance.randrange(90)) for _ in p.when],
        "Bestelldatum": p.dates("%d.%m.%Y"),
        "Betrag": [
            f"{v:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".") for v in amounts
        ],
        "Versandart": p.pick("DHL", "Abholung"),
    }
    return p.case(p.file("bestellungen.csv", columns, delimiter=";", encoding="cp1252"))


@bench
def american_orders(name: str) -> Case:
    p = People(name, 240)
    amounts = [p.chance.randrange(999, 250000) / 100 for _ in p.when]
    for moment, amount in zip(p.when, amounts, strict=True):
        p.facts["order", f"{moment:%Y-%m}", amount] += 1
    columns = {
        "Order #": p.ids("", 70000),
        "Customer ID": [f"C{p.chance.randrange(90)}" for _ in p.when],
        "Order Date": p.dates("%m/%d/%Y"),
        "Total": [f"{v:,.2f}" for v in amounts],
        "Items": p.numbers(1, 9),
    }
    return p.case(p.file("orders.csv", columns))


@bench
def french_customers(name: str) -> Case:
    p = People(name, 200)
    for moment in p.when:
        p.facts["customer", f"{moment:%Y-%m}"] += 1
    columns = {
        "N° client": p.ids("CL", 1),
        "Date d'inscription": p.dates("%d/%m/%Y"),
        "Formule": p.pick("Essentiel", "Premium"),
        "Code postal": p.pick("75001", "69002", "13008", "31000"),
        "Téléphone": [f"06{v}" for v in p.numbers(10000000, 99999999)],
    }
    return p.case(
        p.file("clients.csv", columns, delimiter=";", encoding="cp1252"),
        segments=frozenset({"Formule"}),
        no_segments=frozenset({"Téléphone"}),
    )


@bench
def log_of_events(name: str) -> Case:
    """Several rows a ticket: what happened, and when."""
    p = People(name, 120)
    rows = []
    for at, moment in enumerate(p.when):
        p.facts["ticket", f"{moment:%Y-%m}", at % 4 != 0] += 1
        steps = [("Created", 0), ("Assigned", 1), ("Waiting", 5)]
        steps += [("Resolved", 20)] if at % 4 else []
        rows += [(f"INC{at}", step, f"{moment + timedelta(hours=h):%Y-%m-%d %H:%M:%S}")
                 for step, h in steps]  # fmt: skip
    header = ("incident", "activity", "timestamp")
    return p.case(p.file("log.csv", {}, header=header, rows=tuple(rows)))
