"""Names of customers are read to take them out of comments, and kept nowhere."""

from __future__ import annotations

import pandas as pd

from data.query.comments import Sought, comment_batches
from data.scope import Scope, Span
from data.store.snapshots import open_snapshot
from tests.data.company import HEAD, Company

MAPPING = (
    HEAD
    + """
[sources.survey]
file = "survey.csv"

[sources.people]
file = "people.csv"

[feedback]
source = "survey"

[feedback.columns]
response_id = "id"
submitted_at = "date"
metric = { constant = "nps" }
score = "score"
comment = "comment"
customer_id = "who"

[customers]
source = "people"

[customers.columns]
customer_id = "who"
name = "full name"
joined_at = "joined"
"""
)
SURVEY = pd.DataFrame(
    [
        ("1", "2026-01-01", 3, "This is Zelda, nobody called", "a"),
        ("2", "2026-01-02", 9, "My neighbour zelda quixano told me of you", "b"),
        ("3", "2026-01-03", 10, "Zelda is a good game", "b"),
    ],
    columns=["id", "date", "score", "comment", "who"],
)
PEOPLE = pd.DataFrame(
    [("a", "Zelda Quixano", "2025-01-01"), ("b", "Bo Umbridge", "2025-01-01"), ("c", "", "")],
    columns=["who", "full name", "joined"],
)


def test_names_are_taken_out_and_kept_nowhere(company: Company) -> None:
    file = company.write(
        MAPPING,
        survey_csv=SURVEY.to_csv(index=False),
        people_csv=PEOPLE.to_csv(index=False),
    ).build()
    snapshot = open_snapshot(file)
    span = Span(snapshot.catalog.first_day, snapshot.catalog.last_day)
    (rows,) = comment_batches(snapshot, Sought(Scope(span)))
    assert set(rows["comment"]) == {
        "This is [name], nobody called",
        "My neighbour [name] told me of you",
        "Zelda is a good game",
    }
    read = snapshot.catalog.comments_read
    assert read is not None
    assert read.masked is not None
    assert read.masked["name"] == 2
    assert not snapshot.catalog.has("customers", "name")
    assert "name" not in snapshot.database.frame("SELECT * FROM customers")
    for one in file.parent.iterdir():
        if one.is_file():
            assert b"Quixano" not in one.read_bytes(), one.name
            assert b"Umbridge" not in one.read_bytes(), one.name
