"""Comments and answers by theme, against a slow recount, with and without what is counted ahead."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.catalog import Catalog
from data.derived.of_comments import each_level
from data.derived.rollups import WROTE, candidates_of_comments
from data.query.comments import Sought, comments
from data.query.compile import CountQuery
from data.query.feedback import counts_of, counts_sql
from data.query.mentions import answers_by_writing, mentions
from data.row_scope.snapshots import scoped
from data.scope import NOT_STATED, OF_OTHERS, Scope, Span
from data.store.snapshots import Snapshot, WholeSnapshot, open_snapshot
from tests.data.company import HEAD, Company
from tests.view.catalogs import dimension

MAPPING = (
    HEAD
    + """
[sources.survey]
file = "survey.csv"
[feedback]
source = "survey"
[feedback.columns]
response_id = "id"
submitted_at = "date"
metric = { constant = "nps" }
score = "score"
comment = "comment"
language = "language"
customer_id = "who"
weight = "weight"
[[segments]]
key = "region"
column = "region"
[[segments]]
key = "shop"
column = "shop"
"""
)
SAID = ("I waited on hold", "The price is too high", "I waited on hold and the price is too high")
COPY = "Nobody there could tell me what became of it all"
FIRST = date(2026, 1, 1)
GRAINS = {"month": "M", "week": "W-SUN"}


def _word(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> WholeSnapshot:
    """3,000 answers of four months; each second one has a comment, of which many name a theme.

    Of the others some have the same one: on each day one of these counts.
    """
    chance = np.random.default_rng(4)
    rows = [
        {
            "id": number,
            "date": FIRST + timedelta(number // 25),
            "score": int(chance.choice([2, 9])),
            "comment": f"{SAID[number % 3] if number % 5 else 'So it is'}, {_word(number)}"
            if number % 2
            else COPY * (number % 25 < 6),
            "language": "en",
            "who": f"c{int(chance.integers(0, 900))}",
            "weight": float(chance.choice([0.5, 1, 2])),
            "region": str(chance.choice(["North", "South", ""])),
            "shop": f"S{number % 300}",  # too many to be counted ahead
        }
        for number in range(3_000)
    ]
    company = Company(tmp_path_factory.mktemp("mentions"))
    return open_snapshot(company.write(MAPPING, survey_csv=pd.DataFrame(rows).to_csv()).build())


def _rows(snapshot: Snapshot) -> pd.DataFrame:
    rows = snapshot.database.frame("SELECT * FROM feedback")
    return rows.assign(day=pd.to_datetime(rows["day"]))


def _levels(cell: object) -> set[str]:
    return set(cell.strip("|").split("|")) if isinstance(cell, str) else set()


def _inside(rows: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    day = rows["day"].dt.date
    kept = (day >= scope.span.start) & (day <= scope.span.end)
    for key, levels in scope.filters:
        own = rows[key].astype(object)
        kept &= own.map(lambda cell, levels=levels: bool(_levels(cell) & {*levels}))
    found: pd.DataFrame = rows[kept]
    return found


def _named(row: Any, keys: tuple[str, ...], grain: str | None) -> tuple[str, ...]:  # noqa: ANN401
    cell = [str(getattr(row, key)) for key in keys if key not in ("theme", "theme_group")]
    cell = [NOT_STATED if one == "nan" else one for one in cell]
    return (str(row.day.to_period(GRAINS[grain]).start_time), *cell) if grain else tuple(cell)


def _recounted(rows: pd.DataFrame, asked: CountQuery) -> tuple[Counter[Any], Counter[Any]]:
    """All comments by cell, and those that name each level, or any."""
    every, naming = Counter[Any](), Counter[Any]()
    several = [key for key in asked.keys if key in ("theme", "theme_group")]
    for row in _inside(rows[rows["voice"].eq(True)], asked.scope).itertuples():
        place = _named(row, asked.keys, asked.grain)
        every[place] += 1
        told = _levels(getattr(row, several[0] if several else "theme"))
        naming.update((place, level) for level in told) if several else None
        naming.update([place] * bool(told and not several))
    return every, naming


def _check_mentions(snapshot: Snapshot, rows: pd.DataFrame, asked: CountQuery) -> None:
    (frame,) = mentions(snapshot, [asked])
    every, naming = _recounted(rows, asked)
    several = [key for key in asked.keys if key in ("theme", "theme_group")]
    names = [*(["period"] if asked.grain else []), *(k for k in asked.keys if k not in several)]
    places = [
        tuple(map(str, place)) for place in zip(*(frame[name] for name in names), strict=True)
    ]
    places = places or [()] * len(frame)
    assert {*zip(places, frame["n"], strict=True)} == ({*every.items()} or {((), 0)})
    found = [*zip(places, frame[several[0]].astype(str), strict=True)] if several else places
    assert len({*found}) == len(found)
    told = {place: n for place, n in zip(found, frame["positive"], strict=True) if n}
    assert told == dict(naming)
    if several:
        own = snapshot.catalog.dimension(several[0])
        assert own is not None and len(frame) == len(every) * len(own.levels)


def _queries(seed: int) -> list[CountQuery]:
    chance = random.Random(seed)
    found = []
    for keys in ((), ("theme",), ("theme_group",), ("region",), ("region", "theme"), ("shop",)):
        start = FIRST + timedelta(chance.choice([0, 31, 40]))
        span = Span(start, start + timedelta(chance.choice([27, 58, 76])))
        ways = [(), (("theme", ("Waiting time",)),), (("region", ("North", "South")),)]
        for filters in ways:
            found.append(CountQuery(Scope(span, filters), keys, chance.choice([None, *GRAINS])))
    return found


def test_comments_are_recounted(whole: WholeSnapshot) -> None:
    rows = _rows(whole)
    counted = rows["voice"].eq(True)
    assert 500 < (counted & rows["theme"].notna()).sum() < counted.sum() == 1_620
    for asked in _queries(1):
        _check_mentions(whole, rows, asked)


def test_a_limited_reader_has_the_comments_of_their_rows(whole: WholeSnapshot) -> None:
    own = scoped(whole, (("region", ("North",)),))
    assert any(
        WROTE in one.dimensions and "region" in one.dimensions for one in own.catalog.rollups
    )
    rows = _rows(whole)
    rows = rows[rows["region"] == "North"]
    for asked in _queries(2):
        if "region" not in {*asked.keys, *asked.scope.columns}:
            _check_mentions(own, rows, asked)


def test_what_is_asked_together_is_what_is_asked_alone(whole: WholeSnapshot) -> None:
    scope = Scope(Span(FIRST, date(2026, 3, 20)))
    asked = [
        CountQuery(scope),
        CountQuery(scope, ("theme",)),
        CountQuery(scope, ("theme",), "month"),
    ]
    asked += [CountQuery(scope, ("theme_group",)), CountQuery(scope, (), "month")]
    for found, one in zip(mentions(whole, asked), asked, strict=True):
        pd.testing.assert_frame_equal(found, mentions(whole, [one])[0])
    nobody = Scope(Span(date(2020, 1, 1), date(2020, 2, 1)))
    none, by_theme = mentions(whole, [CountQuery(nobody), CountQuery(nobody, ("theme",))])
    assert none.to_dict("records") == [{"n": 0, "positive": 0}]
    assert len(by_theme) and not by_theme[["n", "positive"]].to_numpy().any()


def test_counted_ahead_is_counted_from_the_rows(whole: WholeSnapshot) -> None:
    """Answers by theme, and those with a comment; whole months come from cells, and all agree."""
    catalog: Catalog = whole.catalog
    by_rows = replace(whole, catalog=catalog.model_copy(update={"rollups": ()}))
    told = [one for one in catalog.rollups if WROTE in one.dimensions]
    assert {one.dimensions for one in told} == {
        ("region", "theme", "theme_group", "voice", WROTE),
        ("theme", "theme_group", "voice", WROTE),
    }
    months = CountQuery(Scope(Span(FIRST, date(2026, 2, 28))), ("theme",), "month")
    assert told[1].name in counts_sql(whole, months, wrote=True).text
    rows = _rows(whole)
    for asked in _queries(3):
        (found, *both), (expected, *others) = (
            (*counts_of(one, [asked]), *answers_by_writing(one, asked)) for one in (whole, by_rows)
        )
        _same(found, expected, asked)
        own = _inside(rows, asked.scope)
        silent = own["comment"].isna()
        wrote = ~silent & own["voice"].ne(False).fillna(True)
        assert silent.sum() == 0 or 0 < wrote.sum() < len(own) - silent.sum()  # others are copies
        for side, other, of in zip(both, others, (wrote, silent), strict=True):
            _same(side, other, asked)
            if not {"theme", "theme_group"} & {*asked.keys}:
                assert side["n"].sum() == of.sum()
                assert side["w"].sum() == pytest.approx(own["weight"][of].sum())


def _same(found: pd.DataFrame, expected: pd.DataFrame, asked: CountQuery) -> None:
    by = [*(["period"] if asked.grain else []), *asked.keys, "series", "score"]
    first, second = (one.sort_values(by, ignore_index=True) for one in (found, expected))
    assert not first.duplicated(by).any()
    pd.testing.assert_frame_equal(first, second, check_like=True)


def test_of_the_rest_no_theme_is_told_that_a_reader_does_not_have(tmp_path: Path) -> None:
    """In the North comments name one theme, elsewhere this and another one in the same comment."""
    rows = [
        {
            "id": number,
            "date": FIRST,
            "score": 9,
            "comment": f"{SAID[0 if number % 2 else 2]}, {_word(number)}",
            "language": "en",
            "who": f"c{number}",
            "weight": 1,
            "region": "North" if number % 2 else "South",
            "shop": "S1",
        }
        for number in range(40)
    ]
    company = Company(tmp_path).write(MAPPING, survey_csv=pd.DataFrame(rows).to_csv())
    own = scoped(open_snapshot(company.build()), (("region", ("North",)),), totals=True)
    asked = CountQuery(Scope(Span(FIRST, FIRST), others=True), ("theme",))
    (frame,) = counts_of(own, [asked])
    nps = frame[frame["series"].astype(str) == "nps:0-10"]
    assert dict(zip(nps["theme"].astype(str), nps["n"], strict=True)) == {
        "Waiting time": 20,
        OF_OTHERS: 20,
    }
    (frame,) = mentions(own, [asked])
    assert frame[["n", "positive"]].to_numpy().tolist() == [[20, 20]]


def test_lists_take_up_where_the_one_before_ended(whole: WholeSnapshot) -> None:
    rows = _rows(whole)
    own = rows[rows["voice"].eq(True) & (rows["day"] <= "2026-02-10")].astype({"response_id": str})
    own = own.sort_values(["day", "response_id"], ascending=[False, True])
    sought = Sought(Scope(Span(FIRST, date(2026, 2, 10))))
    pages = [comments(whole, sought, 20, skip) for skip in range(0, 70, 20)]
    assert pd.concat(pages)["comment"].tolist() == own["comment"].head(80).tolist()
    last = len(own) - 5
    assert comments(whole, sought, 20, last)["comment"].tolist() == own["comment"][last:].tolist()
    waits = own[own["comment"].str.contains("hold")]
    found = comments(whole, replace(sought, words=("HOLD",)), 300)
    assert found["comment"].tolist() == waits["comment"].head(300).tolist()


def test_what_nine_customers_wrote_at_most(whole: WholeSnapshot) -> None:
    rows = _rows(whole)
    sizes = rows["customer_id"][rows["voice"].eq(True)].value_counts()
    few = whole.catalog.minimum_n - 1
    assert whole.catalog.rows_of_few["comments"] == sizes.head(few).sum() > few


def test_cells_with_several_levels() -> None:
    column = pd.array(["|B|A|", None, "|A|", "|C|"], dtype="str")
    rows, places, levels = each_level(column)
    assert levels == ["A", "B", "C"]
    assert [*zip(rows, places, strict=True)] == [(0, 1), (0, 0), (1, -1), (2, 0), (3, 2)]
    assert [len(one) for one in each_level(column[:0])] == [0, 0, 0]


def test_what_comments_say_multiplies_no_other_rollup() -> None:
    touchpoint = dimension("touchpoint", "Shop", segment=False)
    theme = dimension("theme", "A", segment=False)
    region, language = dimension("region", "N"), dimension("language", "en", segment=False)
    assert not [*candidates_of_comments((touchpoint, region))]
    held = ("theme", "theme_group", "voice", WROTE)
    assert [*candidates_of_comments((touchpoint, theme, region, language))] == [
        ("touchpoint", "region", *held),
        ("touchpoint", *held),
    ]
