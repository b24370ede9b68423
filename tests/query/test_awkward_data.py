"""Levels that SQL might trip over, empty cells, weights, and text of any length."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data.frames import read_tables
from data.query import feedback as questions
from data.scope import NOT_STATED, Filters, Scope, Span
from data.store.snapshots import Snapshot, open_snapshot
from tests.data.company import LONG, Company
from tests.query import recount
from tests.query.test_engine import as_counts

MAPPING = (
    LONG
    + """
comment = "comment"
weight = "weight"

[[segments]]
key = "crew"
table = "feedback"
column = "crew"

[[segments]]
key = "site"
table = "feedback"
column = "site"
"""
)
LEVELS = [
    "it's", '"quoted"', "back\\slash", "'; DROP TABLE feedback; --", "a,b", "%_", "Zürich", "日本",
    "<b>x</b>", "null", "O''Neil", "{x}", "$1", "--", "/*", "line one\nline two", "(none)",
]  # fmt: skip
SPAN = Span(date(2026, 1, 1), date(2026, 12, 31))
LONG_TEXT = "é<script>alert(1)</script>\"'\n" * 4000 + "end"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = [["id", "date", "score", "comment", "weight", "crew", "site"]]
    for number in range(12 * (len(LEVELS) + 1)):
        level = [*LEVELS, ""][number % (len(LEVELS) + 1)]
        weight = "" if number % 7 == 0 else str(number % 5 / 2)
        site = ["A", "B", ""][number % 5 % 3]
        text = LONG_TEXT if number == 0 else ""
        row = [number, f"2026-01-{1 + number % 28:02d}", number % 11, text, weight, level, site]
        rows.append([str(cell) for cell in row])
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    folder = tmp_path_factory.mktemp("awkward")
    return Company(folder).write(MAPPING, survey_csv=file.getvalue()).build()


@pytest.fixture(scope="module")
def awkward(built: Path, feedback: pd.DataFrame) -> Snapshot:
    # After the frames: one process can't open a file in two ways at once.
    return open_snapshot(built)


@pytest.fixture(scope="module")
def feedback(built: Path) -> pd.DataFrame:
    found = read_tables(built).feedback
    assert found is not None
    return found


def test_every_level_is_found(awkward: Snapshot, feedback: pd.DataFrame) -> None:
    dimension = awkward.catalog.dimension("crew")
    assert dimension is not None
    assert sorted(dimension.levels) == sorted(LEVELS)
    for level in [*LEVELS, NOT_STATED]:
        scope = Scope(SPAN, (("crew", (level,)),))
        found = as_counts(questions.counts(awkward, scope, ("crew",)), ["crew"])
        assert sum(sums[0] for sums in found.values()) == 12
        assert {place[0] for place in found} == {level}
        assert found == recount.counts(feedback, scope, ("crew",), None)


def test_an_unknown_level_is_nobody(awkward: Snapshot) -> None:
    for level in ("", "x' OR '1'='1", "it''s", "back\\\\slash", "@in day@", "'@in crew@'"):
        scope = Scope(SPAN, (("crew", (level,)),))
        assert questions.counts(awkward, scope).empty


@pytest.mark.parametrize(
    "without",
    [
        (("crew", ("it's",)),),
        (("crew", (NOT_STATED,)),),
        (("crew", ("it's", NOT_STATED)),),
        (("crew", ("it's", "a,b")), ("site", ("A",))),
        (("crew", ("it's", "a,b")), ("site", ("A", NOT_STATED))),
    ],
)
def test_the_rest_has_the_empty_cells(
    without: Filters, awkward: Snapshot, feedback: pd.DataFrame
) -> None:
    scope = Scope(SPAN, (("site", ("A", NOT_STATED)),) if len(without) == 1 else (), without)
    keys = ["crew", "site"]
    found = as_counts(questions.counts(awkward, scope, keys), keys)
    assert found == recount.counts(feedback, scope, tuple(keys), None)


def test_an_answer_without_weight_has_none(awkward: Snapshot, feedback: pd.DataFrame) -> None:
    frame = questions.counts(awkward, Scope(SPAN))
    assert frame["w"].sum() == pytest.approx(feedback["weight"].sum())
    assert frame["w2"].sum() == pytest.approx((feedback["weight"] ** 2).sum())
    assert int(frame["n"].sum()) == len(feedback)


def test_a_long_comment_is_cut_and_says_how_long_it_was(awkward: Snapshot) -> None:
    frame = questions.newest_comments(awkward, Scope(SPAN))
    assert frame["comment"].tolist() == [LONG_TEXT[:2000]]
    assert frame["length"].tolist() == [len(LONG_TEXT)]


def test_the_words_for_empty_as_a_value(company: Company) -> None:
    """Data that write “(not stated)” themselves mean an empty cell."""
    text = "id,date,score,comment,weight,crew,site\n" + "".join(
        f"{number},2026-01-01,9,,1,{crew},A\n"
        for number, crew in enumerate(["(not stated)", "", "X"])
    )
    snapshot = open_snapshot(company.write(MAPPING, survey_csv=text).build())
    frame = questions.counts(snapshot, Scope(SPAN), ("crew",))
    assert dict(zip(frame["crew"], frame["n"], strict=True)) == {"X": 1, NOT_STATED: 2}
