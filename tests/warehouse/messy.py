"""A company whose rows break every rule that a database does not hold by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd

LATER = datetime.now().replace(microsecond=0) + timedelta(days=400)
DAY = datetime(2026, 3, 14, 9, 30)
HOUR = timedelta(hours=1)

LONG = pd.DataFrame(
    [
        # id, date, metric, score, low, high, person, remark, weight, crew
        ("1", DAY, "nps", 9, None, None, "a", "fine", 1.0, "it's"),
        ("2", DAY, "NPS", 10, None, None, "b", "  kept as it is ", 0.5, "it's"),
        ("3", DAY, "csat", 5, 1, 7, "a", None, None, " padded "),
        ("4", DAY, "csat", 4, None, None, "zz", "", 2.0, "(not stated)"),
        ("4", DAY, "csat", 4, None, None, "zz", "", 2.0, "(not stated)"),
        ("4", DAY + HOUR, "csat", 2, None, None, "zz", "", 2.0, None),
        ("4", DAY, "ces", 4, None, None, "zz", "", 2.0, None),
        ("5", DAY, "csat", 6, None, None, "a", "", 1.0, "back\\slash"),
        ("6", DAY, "rating", 3, 5, 1, "a", "", 1.0, "x"),
        ("7", DAY, "mood", 3, None, None, "a", "", 1.0, "x"),
        ("8", DAY, "nps", 7.5, None, None, "a", "", 1.0, "x"),
        ("9", DAY, "nps", None, None, None, "a", "", 1.0, "x"),
        ("10", DAY, "nps", 99, None, None, "a", "", 1.0, "x"),
        ("11", LATER, "nps", 5, None, None, "a", "", 1.0, "x"),
        ("12", datetime(1850, 1, 1), "nps", 5, None, None, "a", "", 1.0, "x"),
        ("13", None, "nps", 5, None, None, "a", "", 1.0, "x"),
        (None, DAY, "nps", 5, None, None, "a", "", 1.0, "x"),
        (" ", DAY, "nps", 5, None, None, "a", "", 1.0, "x"),
        ("14", DAY, None, 5, None, None, "a", "", 1.0, "x"),
        ("15", DAY, "nps", 0, None, None, "a", "日本 é", -1.0, "Zürich"),
        ("16", DAY, "ces", 2.5, 1, 5, "b", "", 0.0, "n/a"),
    ],
    columns=["id", "date", "metric", "score", "low", "high", "person", "remark", "weight", "crew"],
)
WIDE = pd.DataFrame(
    [
        ("w1", DAY, 10.0, 3.0, 11.0, "Excellent", "so good", "a"),
        ("w2", DAY, 11.0, None, 2.0, "Poor", None, "b"),
        ("w3", DAY, 4.5, 9.0, 7.0, "So so", "", None),
        ("w4", None, 10.0, 3.0, 1.0, "Poor", "", "a"),
        ("w1", DAY + HOUR, 1.0, 1.0, 1.0, "Poor", "", "a"),
    ],
    columns=["id", "date", "recommend", "ease", "help", "stars", "why", "person"],
)
PEOPLE = pd.DataFrame(
    [("a", 1, datetime(1999, 5, 1)), ("b", 2, DAY), ("b", 1, DAY + HOUR), (None, 1, None)],
    columns=["id", "tier", "joined"],
)
CASES = pd.DataFrame(
    [
        (1, datetime(2026, 3, 29, 1, 0), datetime(2026, 3, 29, 4, 0), None, "a", True, 1, 10.0),
        (2, DAY, DAY - timedelta(minutes=1), None, "b", False, 2, 10.0),
        (3, DAY, None, DAY - timedelta(days=1), None, False, -2, 10.0),
        (4, datetime(2026, 10, 25, 1, 30), datetime(2026, 10, 25, 3, 30), None, "a", None, 1, None),
        (5, DAY, None, LATER, "a", True, 1, 1.0),
        (5, DAY, None, None, "a", True, None, 1.0),
        (6, DAY, DAY, DAY + timedelta(days=2), "a", True, 1, 1.0),
    ],
    columns=["id", "opened", "answered", "solved", "person", "again", "contacts", "wait"],
)
TABLES = {"answers": LONG, "wide": WIDE, "people": PEOPLE, "cases": CASES}

MAPPING = """
[company]
name = "Messy"
timezone = "Europe/Berlin"

[sources.answers]
@answers
blank = ["n/a"]
[sources.wide]
@wide
[sources.people]
@people
[sources.cases]
@cases

[[feedback]]
source = "answers"
[feedback.columns]
response_id = "id"
submitted_at = "date"
metric = "metric"
score = { column = "score", blank = [99] }
scale_min = "low"
scale_max = "high"
touchpoint = { constant = "Shop" }
customer_id = "person"
comment = "remark"
weight = "weight"

[[feedback]]
source = "wide"
columns = { response_id = "id", submitted_at = "date", customer_id = "person" }
[[feedback.questions]]
column = "recommend"
metric = "nps"
blank = [11]
comment = "why"
[[feedback.questions]]
metric = "ces"
scale = [1, 7]
positive_from = 6
touchpoints = { Checkout = "ease", Help = "help" }
[[feedback.questions]]
column = "stars"
metric = "csat"
values = { Excellent = 5, Poor = 1 }

[customers]
source = "people"
columns = { customer_id = "id", joined_at = "joined" }

[tickets]
source = "cases"
[tickets.columns]
ticket_id = "id"
opened_at = "opened"
first_response_at = "answered"
resolved_at = "solved"
customer_id = "person"
reopened = "again"
contacts = "contacts"
wait_seconds = "wait"

[[segments]]
key = "crew"
column = "crew"
[[segments]]
key = "tier"
table = "customers"
column = "tier"
labels = { 1 = "Gold", 2 = "Silver" }
"""


def mapping(source: str, more: str = "") -> str:
    """The mapping; `source` is the line of a source, with {} for the name of its table."""
    text = MAPPING
    for name in TABLES:
        text = text.replace(f"@{name}", source.format(name))
    return text + more
