"""Rows count once: held against a slow recount of generated months."""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path

import pytest

from data.errors import DataError
from tests.drafts.refresh.months import WITH_IDS, Months, Row


def month(chance: random.Random, number: int, rows: int) -> list[Row]:
    """Answers of a month, with true copies among them."""
    return [
        (
            f"{chance.randint(1, 28):02d}/{number:02d}/2026",
            chance.randint(0, 10),
            chance.choice(["North", "South"]),
            chance.choice(["", "fine", "slow"]),
        )
        for _ in range(rows)
    ]


def told(months_changed: tuple[str, ...]) -> list[int]:
    """Rows added, known, corrected, as before, left out, and now: as the first line says it."""
    line = next(line for line in months_changed if " added, " in line)
    numbers = re.search(
        r"([\d,]+) rows? added, ([\d,]+) known already, ([\d,]+) corrected, ([\d,]+) as before"
        r"(?:, ([\d,]+) left out, which are not in it)?: ([\d,]+) rows? now",
        line,
    )
    assert numbers
    return [int((one or "0").replace(",", "")) for one in numbers.groups()]


@pytest.mark.parametrize("seed", range(3))
def test_without_ids_a_row_counts_as_often_as_the_file_that_has_it_most_often(
    tmp_path: Path, seed: int
) -> None:
    """Newer files overlap with before, in another order; columns are moved, one is renamed."""
    chance = random.Random(seed)
    before = [*month(chance, 4, 40), *month(chance, 5, 40)]
    again = [row for row in before if str(row[0])[3:5] == "05"]
    newer = [*again, *month(chance, 6, 30)]
    chance.shuffle(newer)
    months = Months(tmp_path, before)
    months.bring(
        [(why, region, day, score) for day, score, region, why in newer],
        ("why", "Region", "DAY", "Score"),
    )
    plan, rows = months.merged()
    text = [[tuple(str(cell) for cell in row) for row in some] for some in (before, newer)]
    right = Counter(text[0]) | Counter(text[1])
    assert Counter(tuple(cell or "" for cell in row) for row in rows) == right
    known = (Counter(text[0]) & Counter(text[1])).total()
    assert told(plan.changed) == [
        *(right.total() - len(before), known, 0),
        *(len(before) - known, 0, right.total()),
    ]
    assert rows[: len(before)] == [tuple(c or None for c in row) for row in text[0]]  # their order


@pytest.mark.parametrize("seed", range(3))
def test_with_ids_the_newer_row_counts(tmp_path: Path, seed: int) -> None:
    """Some rows are corrected, others come again as they were."""
    chance = random.Random(seed)
    before = {f"r{n}": row for n, row in enumerate(month(chance, 5, 60))}
    newer = {key: before[key] for key in chance.sample(sorted(before), 25)}
    for key in chance.sample(sorted(newer), 7):
        newer[key] = (newer[key][0], (int(str(newer[key][1])) + 1) % 11, *newer[key][2:])
    corrected = sum(newer[key] != before[key] for key in newer)
    newer |= {f"s{n}": row for n, row in enumerate(month(chance, 6, 20))}
    head = ("Id", "Day", "Score", "Region", "Why")
    months = Months(tmp_path, [(k, *row) for k, row in before.items()], head, WITH_IDS)
    shuffled = [(key, *row) for key, row in newer.items()]
    chance.shuffle(shuffled)
    months.bring(shuffled)
    plan, rows = months.merged({"june.csv.missing": "1"})  # what is missing stays
    assert {row[0]: tuple(cell or "" for cell in row[1:]) for row in rows} == {
        key: tuple(str(cell) for cell in row) for key, row in {**before, **newer}.items()
    }
    assert len(rows) == 80
    assert told(plan.changed) == [20, 25 - corrected, corrected, 35, 0, 80]


def test_of_several_newer_files_the_last_counts(tmp_path: Path) -> None:
    head = ("Id", "Day", "Score", "Region", "Why")
    row = ("a", "01/05/2026", 9, "North", "")
    months = Months(tmp_path, [row, ("b", *row[1:])], head, WITH_IDS)
    months.bring([("a", "01/05/2026", 8, "North", ""), ("c", "02/05/2026", 1, "South", "")])
    months.bring([("c", "02/05/2026", 7)], ("Id", "Day", "Score"), "june_2.csv")
    _, rows = months.merged()
    assert [row[:4] for row in rows] == [
        ("a", "01/05/2026", "8", "North"),
        ("b", "01/05/2026", "9", "North"),
        ("c", "02/05/2026", "7", None),
    ]


def test_texts_that_mean_the_same_are_no_other_rows(tmp_path: Path) -> None:
    """Blanks, space, a point behind a whole number, days without their zeros."""
    months = Months(tmp_path, [("01/05/2026", 9, "North", "-"), ("02/05/2026", 7, "South", "")])
    months.bring([("2/5/2026", "7.0", " South ", "-"), ("1/5/2026", "9", "North", "")])
    plan, rows = months.merged()
    assert told(plan.changed) == [0, 2, 0, 0, 0, 2]
    assert len(rows) == 2


def test_ids_that_begin_anew_in_each_file_are_refused(tmp_path: Path) -> None:
    head = ("Id", "Day", "Score", "Region", "Why")
    before = [(n, "05/05/2026", 9, "North", "") for n in range(1, 31)]
    months = Months(tmp_path, before, head, WITH_IDS)
    months.bring([(n, "05/06/2026", 9, "North", "") for n in range(1, 31)])
    with pytest.raises(DataError, match=r"name other rows in june\.csv than before: 30 of 30 rows"):
        months.plan()
