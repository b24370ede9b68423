"""Numbers that look like scores and dates and are none: what a bold reader falls for."""

from __future__ import annotations

from tests.drafts.case import Case, bench
from tests.drafts.people import People, nps_group

_ASKED = "How likely are you to recommend us to a friend?"


@bench
def months_and_ages(name: str) -> Case:
    p = People(name, 240)
    columns = {
        "Survey date": p.dates("%Y-%m-%d"),
        "Month": p.dates(lambda d: str(d.month)),
        "Age": p.numbers(18, 85),
        "Number of visits": p.numbers(1, 10),
        "Household size": p.numbers(1, 6),
        _ASKED: p.ask("nps", 0, 10),
    }
    return p.case(p.file("counts.csv", columns), no_segments=frozenset({"Age"}))


@bench
def store_numbers(name: str) -> Case:
    p = People(name, 240)
    columns = {
        "date": p.dates("%Y-%m-%d"),
        "store": p.numbers(1, 10),
        "till": p.numbers(0, 10),
        "cashier": p.numbers(1, 5),
        "csat": p.ask("csat", 1, 5),
    }
    return p.case(p.file("tills.csv", columns))


@bench
def stars_of_hotels(name: str) -> Case:
    """The class of a hotel is no rating by its guests."""
    p = People(name, 240)
    columns = {
        "Checkout": p.dates("%Y-%m-%d"),
        "Hotel class": p.numbers(1, 5),
        "Nights": p.numbers(1, 7),
        "Floor": p.numbers(0, 10),
        "How satisfied were you with your stay?": p.ask("csat", 1, 5),
    }
    return p.case(p.file("stays.csv", columns), may_ask=True)


@bench
def priorities(name: str) -> Case:
    """Priority 1 to 5 and severity are no scores, and importance is none of satisfaction."""
    p = People(name, 240)
    columns = {
        "created": p.dates("%Y-%m-%d %H:%M"),
        "priority": p.numbers(1, 5),
        "severity": p.numbers(1, 4),
        "How important is price to you? (1-5)": p.numbers(1, 5),
        "How satisfied are you with the price? (1-5)": p.ask("csat", 1, 5),
    }
    return p.case(p.file("importance.csv", columns), may_ask=True)


@bench
def expected_and_given(name: str) -> Case:
    """A rating by the company of its customers, beside one by customers of the company."""
    p = People(name, 240)
    columns = {
        "date": p.dates("%Y-%m-%d"),
        "credit_rating": p.numbers(1, 10),
        "lead_score": p.numbers(0, 100),
        "health_score": p.numbers(0, 10),
        "nps_score": p.ask("nps", 0, 10),
    }
    return p.case(p.file("crm.csv", columns), may_ask=True)


@bench
def groups_of_the_score(name: str) -> Case:
    """The group of the NPS as a word and as 100, 0 and -100."""
    p = People(name, 240)
    scores = p.ask("nps", 0, 10)
    groups = [nps_group(score) for score in scores]
    value = {"Promoter": "100", "Passive": "0", "Detractor": "-100"}
    columns = {
        "Date": p.dates("%Y-%m-%d"),
        "NPS score": scores,
        "NPS group": [*groups],
        "NPS value": [value[group] for group in groups],
    }
    return p.case(p.file("groups.csv", columns), no_segments=frozenset({"NPS group", "NPS value"}))


@bench
def means_of_others(name: str) -> Case:
    """The mean of the agent in the last month is no answer."""
    p = People(name, 240)
    columns = {
        "Date": p.dates("%Y-%m-%d"),
        "Agent average CSAT": [f"{p.chance.uniform(3.2, 4.9):.2f}" for _ in p.when],
        "CSAT": p.ask("csat", 1, 5),
    }
    return p.case(p.file("agents.csv", columns), may_ask=True)


@bench
def years_as_customer(name: str) -> Case:
    p = People(name, 240)
    columns = {
        "Datum": p.dates("%Y-%m-%d"),
        "Kund sedan": p.numbers(1998, 2026),
        "Antal barn": p.numbers(0, 5),
        "Postnummer": p.numbers(10000, 98499),
        "Hur sannolikt är det att du rekommenderar oss till en vän?": p.ask("nps", 0, 10),
    }
    return p.case(p.file("kunder.csv", columns), no_segments=frozenset({"Postnummer"}))


@bench
def last_year_beside(name: str) -> Case:
    """The answer of last year stands beside that of this year: one of them belongs to the day."""
    p = People(name, 240)
    before = p.chance.choices(range(11), range(1, 12), k=240)
    columns = {
        "Date": p.dates("%Y-%m-%d"),
        "NPS previous survey": [str(score) for score in before],
        "NPS": p.ask("nps", 0, 10),
    }
    return p.case(p.file("waves.csv", columns), may_ask=True)


@bench
def rivals(name: str) -> Case:
    """They were asked whether they recommend another company, too."""
    p = People(name, 240)
    others = p.chance.choices(range(11), k=240)
    columns = {
        "Date": p.dates("%Y-%m-%d"),
        "How likely are you to recommend Nordlys?": p.ask("nps", 0, 10),
        "How likely are you to recommend your main competitor's shop?": [str(v) for v in others],
    }
    return p.case(p.file("rivals.csv", columns), must_ask=True)


@bench
def nothing_to_show(name: str) -> Case:
    """Stock of a warehouse: no survey, no ticket, no order."""
    p = People(name, 160)
    p.facts.clear()
    columns = {
        "sku": p.ids("S"),
        "quantity": p.numbers(0, 10),
        "shelf": p.numbers(1, 5),
        "last counted": p.dates("%Y-%m-%d"),
    }
    return p.case(p.file("stock.csv", columns), may_ask=True)
