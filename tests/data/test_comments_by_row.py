"""What a comment is does not hang on other rows with the same words, nor on the order of rows."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import pytest

from data.store.snapshots import Snapshot, open_snapshot
from tests.data.company import Company
from tests.data.test_stated_sentiment import COLUMNS, MAPPING
from tests.pages.reading import frame, read

LANGUAGE = 'language = "lang"\n'
LONG = "Thank you very much for your quick and friendly help today"


def _opened(company: Company, rows: Sequence[tuple[object, ...]], more: str) -> Snapshot:
    columns = [*COLUMNS, more.partition('"')[2].partition('"')[0]]
    text = pd.DataFrame(rows, columns=columns).to_csv(index=False)
    return open_snapshot(company.write(MAPPING + more, survey_csv=text).build())


def _nps(snapshot: Snapshot, by: str) -> dict[str, float]:
    rows = frame(read(snapshot, f"loyalty?period=all&by={by}"), "by_segment")
    return dict(zip(rows["segment"], rows["value"], strict=True))


def test_a_language_is_that_of_its_own_row(company: Company) -> None:
    rows = [(f"e{i}", "2026-01-01", "nps", 10, "OK", "en") for i in range(20)]
    rows += [(f"f{i}", "2026-01-01", "nps", 0, "OK", "fi") for i in range(20)]
    assert _nps(_opened(company, rows, LANGUAGE), "language") == {"en": 100, "fi": -100}


@pytest.mark.parametrize(
    ("stated", "told"), [("EN", "en"), ("en-GB", "en"), ("English", "English")]
)
def test_with_and_without_a_comment_it_is_the_same(
    company: Company, stated: str, told: str
) -> None:
    rows = [(f"{i}", "2026-01-01", "nps", i % 11, "Well done, thanks", stated) for i in range(22)]
    rows += [(f"s{i}", "2026-01-01", "nps", i % 11, "", stated) for i in range(22)]
    rows += [(f"o{i}", "2026-01-01", "nps", 9, "", "ru") for i in range(22)]
    assert set(_nps(_opened(company, rows, LANGUAGE), "language")) == {told, "ru"}


def test_a_language_that_is_not_stated_is_found(company: Company) -> None:
    words = "The delivery came three days later than you had promised me"
    rows = [(f"{i}", "2026-01-01", "nps", 9, f"{words} {i}", "?") for i in range(20)]
    told = _opened(company, rows, LANGUAGE).database.frame("SELECT DISTINCT language FROM feedback")
    assert told["language"].tolist() == ["en"]


def test_which_of_several_copies_counts_is_told_by_time(company: Company) -> None:
    rows = [
        (f"{i}", "2026-01-02 10:00", "nps", 9, f"Fine, said number {i}", "East") for i in range(9)
    ]
    rows += [("b", "2026-01-02 09:00", "nps", 9, LONG, "North")]
    rows += [("a", "2026-01-02 11:00", "nps", 9, LONG, "South")]
    for order in (rows, rows[::-1]):
        told = _opened(company, order, 'touchpoint = "at"\n').database.frame(
            "SELECT response_id FROM feedback WHERE voice AND answer::varchar LIKE 'nps%'"
        )
        assert "b" in set(told["response_id"]) and "a" not in set(told["response_id"])


def test_what_says_nothing_is_no_comment(company: Company) -> None:
    words = [f"Terrible service, number {i}" for i in range(12)]
    rows = [(f"{i}", "2026-01-02", "nps", 2, one, "en") for i, one in enumerate(words)]
    rows += [(f"n{i}", "2026-01-02", "nps", 9, one, "en") for i, one in enumerate(["-", "N/A"] * 9)]
    rows += [("n0", "2026-01-02", "csat", 5, "-", "en")]  # of the same response
    snapshot = _opened(company, rows, LANGUAGE)
    told = snapshot.database.frame("SELECT comment FROM feedback WHERE answer::varchar LIKE 'nps%'")
    assert sorted(told["comment"].dropna()) == sorted(words)
    counted = snapshot.catalog.comments_read
    assert counted and (counted.comments, counted.nothing) == (12, 18)
    scored = snapshot.database.frame(
        "SELECT response_id FROM feedback WHERE answer::varchar LIKE 'sentiment%'"
    )
    assert set(scored["response_id"]) == {str(i) for i in range(12)}


def test_where_nobody_says_anything(company: Company) -> None:
    rows = [(f"{i}", "2026-01-02", "nps", 9, "-", "en") for i in range(20)]
    page = read(_opened(company, rows, LANGUAGE), "overview?period=all")
    assert page.rest.split(" · ")[0] == "20 answers"
