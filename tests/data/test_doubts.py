"""Doubts are said where rows look wrong, on the side of their threshold where they should be."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from data.ingest.check import check
from data.store.snapshots import Snapshot, open_snapshot
from pages.as_json import page_json
from tests.data.company import LONG, ORDERS, Company, survey
from tests.pages.reading import read, view_of

START = date(2024, 1, 1)
COMMENTED = LONG + 'comment = "why"\n'
SHOP = LONG + '[[segments]]\nkey = "shop"\ncolumn = "shop"\n'


def doubts(company: Company) -> list[str]:
    """What the catalogue says."""
    return [f"{one.found} {one.mend}" for one in company.tables().catalog.doubts]


def days(scores: Iterable[object]) -> str:
    """An answer a day."""
    rows = enumerate(scores)
    return survey(*(f"{i},{START + timedelta(days=i % 300)},{score}" for i, score in rows))


def commented(rows: Iterable[tuple[int, int, str]]) -> str:
    """Day, score and comment of each answer, with numbers of rows for ids."""
    listed = (f"{i},{START + timedelta(days=d)},{s},{c}\n" for i, (d, s, c) in enumerate(rows))
    return "id,date,score,why\n" + "".join(listed)


DIFFERENT = [(i % 90, i % 11, f"because of {i}") for i in range(400)]


def test_copies_of_one_row(company: Company) -> None:
    rows = commented([*DIFFERENT, *[(7, 1, "awful")] * 300])
    (said,) = doubts(company.write(COMMENTED, survey_csv=rows))
    assert said.startswith("300 of 700 rows of feedback are the same as another in everything but")
    assert "response_id" in said


def test_a_file_that_is_in_it_twice(company: Company) -> None:
    (said,) = doubts(company.write(COMMENTED, survey_csv=commented(DIFFERENT * 2)))
    assert said.startswith("800 of 800 rows")
    report = check(company.mapping).splitlines()
    assert [line for line in report if "DOUBT" in line] == [f"DOUBT: {said}"]


def test_nine_copies_are_quiet(company: Company) -> None:
    rows = commented([*DIFFERENT, *[(7, 1, "awful")] * 9])
    assert doubts(company.write(COMMENTED, survey_csv=rows)) == []
    rows = commented([*DIFFERENT, *[(7, 1, "awful")] * 10])
    assert len(doubts(company.write(COMMENTED, survey_csv=rows))) == 1


def test_what_many_say_is_no_copy(company: Company) -> None:
    """On each of 20 days many answers are 10, Good: no more alike than chance has it."""
    rows = [(day, 10, "Good") if i % 2 else (day, i, f"day {day}, {i}")
            for day in range(20) for i in range(20) if i % 2 or i <= 10]  # fmt: skip
    assert doubts(company.write(COMMENTED, survey_csv=commented(rows))) == []


def test_anonymous_answers_are_alike(company: Company) -> None:
    assert doubts(company.write(LONG, survey_csv=days([9, 9, 10, 0] * 300))) == []


def test_a_survey_of_one_day(company: Company) -> None:
    """All answers have one time: what is alike can't be told from copies."""
    rows = [(0, 9, "Good") if i % 3 else (0, i % 11, f"because of {i}") for i in range(300)]
    assert doubts(company.write(COMMENTED, survey_csv=commented(rows))) == []


def test_orders_that_are_in_it_twice(company: Company) -> None:
    once = [f"c{i % 40},{START + timedelta(days=i)},{10 + i}" for i in range(200)]
    shop = "no,who,at,sum\n" + "".join(f"{i},{row}\n" for i, row in enumerate(once * 2))
    crm = "who\n" + "".join(f"c{i}\n" for i in range(40))
    (said,) = doubts(company.write(ORDERS, shop_csv=shop, crm_csv=crm))
    assert said.startswith("400 of 400 rows of orders are the same as another in everything but")


def test_the_zero_of_a_calendar(company: Company) -> None:
    rows = survey("a,1970-01-01,9", *(f"{i},{START + timedelta(days=i)},0" for i in range(40)))
    (said,) = doubts(company.write(LONG, survey_csv=rows))
    assert said.startswith("1 of 41 values of submitted_at in feedback are of 1 Jan 1970")


def test_the_answers_of_that_time(company: Company) -> None:
    rows = survey("a,1970-01-01,9", "b,1970-01-01,3", "c,1970-01-02,8")
    assert doubts(company.write(LONG, survey_csv=rows)) == []


@pytest.mark.parametrize(("low", "said"), [(10, True), (9, False)])
def test_nobody_ever_gave_0(company: Company, low: int, said: bool) -> None:
    """30 answers of 1 to 3 and none of 0 are too many."""
    scores = [*range(4, 11), *[1, 2, 3] * low]
    found = doubts(company.write(LONG, survey_csv=days(scores)))
    assert [("not one is 0" in one, "1 to 10" in one) for one in found] == [(True, True)] * said


def test_nobody_gave_1_either(company: Company) -> None:
    scores = [*range(4, 11), *[2, 3] * 50]
    assert doubts(company.write(LONG, survey_csv=days(scores))) == []


def test_somebody_gave_0(company: Company) -> None:
    scores = [0, *range(4, 11), *[1, 2, 3] * 50]
    assert doubts(company.write(LONG, survey_csv=days(scores))) == []


@pytest.mark.parametrize(("n", "said"), [(100, True), (99, False)])
def test_nobody_ever_gave_the_best(company: Company, n: int, said: bool) -> None:
    """Effort is of 1 to 7 unless the mapping says otherwise: here it was asked on 1 to 5."""
    mapping = LONG.replace('"nps"', '"ces"')
    scores = [1 + i % 5 for i in range(n)]
    found = doubts(company.write(mapping, survey_csv=days(scores)))
    assert ["not one is above 5" in one and "scale = [1, 5]" in one for one in found] == [
        True
    ] * said
    assert doubts(company.write(mapping, survey_csv=days([*scores, 7]))) == []


def test_yes_and_no_is_no_rating(company: Company) -> None:
    stated = "scale_min = { constant = 0 }\nscale_max = { constant = 1 }\n"
    mapping = LONG.replace('"nps"', '"csat"') + stated
    assert doubts(company.write(mapping, survey_csv=days([1] * 150))) == []


def test_levels_that_are_twins(company: Company) -> None:
    shops = ["Retail"] * 5 + ["RETAIL"] * 2 + ["retail\u00a0"] + ["Retail Park"] * 3
    rows = "id,date,score,shop\n" + "".join(f"{i},{START},0,{s}\n" for i, s in enumerate(shops))
    (said,) = doubts(company.write(SHOP, survey_csv=rows))
    assert '"Retail" (5) and "RETAIL" (2)' in said
    assert "Park" not in said
    line = said.partition("To make them one: ")[2].partition(" in the segment")[0]
    company.write(f"{SHOP}{line}\n", survey_csv=rows)
    assert doubts(company) == []
    assert company.tables().catalog.dimensions[0].levels == ("Retail", "Retail Park")


def test_twins_of_a_column(company: Company) -> None:
    mapping = LONG + 'channel = "via"\n'
    rows = "id,date,score,via\n" + f"1,{START},0,Web\n2,{START},0,web\n3,{START},0,Web\n"
    (said,) = doubts(company.write(mapping, survey_csv=rows))
    line = said.partition("To make them one: ")[2].removesuffix(".")
    company.write(LONG + line + "\n", survey_csv=rows)
    assert doubts(company) == []


def stray(company: Company, *rows: str) -> Snapshot:
    """800 answers of 400 days from 1 January 2024 on, and some rows more."""
    usual = [f"{i},{START + timedelta(days=i % 400)},{i % 11}" for i in range(800)]
    return open_snapshot(company.write(LONG, survey_csv=survey(*usual, *rows)).build())


def test_one_newest_row_that_is_alone(company: Company) -> None:
    snapshot = stray(company, "x,2026-03-05,9")
    (doubt,) = snapshot.catalog.doubts
    assert doubt.found.startswith(
        "The newest row is of 5 Mar 2026, alone: all others are of 3 Feb 2025 or earlier."
    )
    view = view_of(snapshot, "overview?period=last-12-months")
    assert (view.span.start, view.span.end) == (date(2024, 2, 4), date(2025, 2, 3))
    page = read(snapshot, "overview")
    assert page.view.span.end == date(2025, 2, 3)
    assert "5 Mar 2026, alone" in page.note
    assert page.panels
    assert "5 Mar 2026, alone" in page_json(page, snapshot.catalog)["note"]


def test_pages_that_have_all_or_other_dates(company: Company) -> None:
    snapshot = stray(company, "x,2026-03-05,9")
    said = {}
    for link in ("period=all", "from=2024-03-01&to=2024-05-31", "from=2026-01-01&to=2026-03-31"):
        said[link] = "alone" in read(snapshot, f"overview?{link}").note
    assert list(said.values()) == [False, False, True]
    assert view_of(snapshot, "overview?period=all").span.end == date(2026, 3, 5)


@pytest.mark.parametrize(
    "rows",
    [
        [f"x{i},2026-03-05,9" for i in range(10)],  # as many as a figure needs
        ["x,2025-05-05,9"],  # 91 days after all others
        [f"x{i},{date(2025, 3, 1) + timedelta(days=80 * i)},9" for i in range(5)],  # sparse
    ],
)
def test_newest_rows_that_are_no_slip(company: Company, rows: list[str]) -> None:
    catalog = stray(company, *rows).catalog
    assert catalog.newest_alone is None
    assert catalog.newest_day == catalog.last_day
    assert catalog.doubts == ()


def test_a_gap_of_a_quarter_is_one(company: Company) -> None:
    assert stray(company, "x,2025-05-06,9").catalog.newest_alone is not None


@pytest.mark.parametrize(("day", "said"), [("2022-12-30", True), ("2023-01-02", False)])
def test_one_oldest_row_that_is_alone(company: Company, day: str, said: bool) -> None:
    found = stray(company, f"x,{day},9").catalog.doubts
    assert ["alone: all others are of 1 Jan 2024 or later" in d.found for d in found] == [
        True
    ] * said


def test_few_rows_are_never_alone(company: Company) -> None:
    company.write(LONG, survey_csv=survey("a,2024-01-01,9", "b,2026-01-01,9"))
    assert doubts(company) == []


def test_the_sample_company_has_none(snapshot: Snapshot) -> None:
    assert snapshot.catalog.doubts == ()
    assert snapshot.catalog.newest_alone is None


def test_the_page_of_data_lists_them(company: Company) -> None:
    snapshot = stray(company, "x,2026-03-05,9")
    page = read(snapshot, "data")
    assert page.headline == "801 rows taken, 0 set aside, 1 doubt."
    (row,) = page_json(page, snapshot.catalog)["panels"]["doubts"]["rows"]
    assert row["doubt"].startswith("The newest row is of 5 Mar 2026")
    assert "query" in row["what_to_do"]


def test_many_files_of_a_source_are_one_line(company: Company) -> None:
    mapping = LONG.replace("survey.csv", "part-*.csv")
    for n, files in enumerate((5, 6)):
        for i in range(files):
            text = survey(*(f"{i}-{j},2024-01-05,9" for j in range(i + 1)))
            (company.folder / f"part-{i}.csv").write_text(text)
        report = check(company.write(mapping).mapping).partition("Read\n")[2].partition("\n\n")[0]
        lines = report.splitlines()
        assert len(lines) == (5, 1)[n]
    assert lines == ["  6 files, part-0.csv to part-5.csv: 21 rows (source 'survey')"]
    snapshot = open_snapshot(company.build())
    (row,) = page_json(read(snapshot, "data"), snapshot.catalog)["panels"]["sources"]["rows"]
    assert (row["file"], row["rows"]) == ("6 files, part-0.csv to part-5.csv", 21)
    assert len(snapshot.catalog.sources) == 6
