"""Data files are immutable, versioned and swapped in one step; queries reach no file."""

from pathlib import Path

import duckdb
import pytest

from data.frames import load
from data.ingest.build import DataError, MappingError, build
from data.ingest.check import check
from data.store.snapshots import Store
from data.store.versions import SPILL
from tests.data.company import LONG, Company, survey

GOOD = survey("a,2024-01-05,9", "b,2024-01-06,3")


def test_an_unchanged_version_is_not_built_again(company: Company) -> None:
    company.write(LONG, survey_csv=GOOD)
    file = company.build()
    stamp = file.stat().st_mtime_ns
    assert company.build() == file
    assert file.stat().st_mtime_ns == stamp
    assert (company.out / "current").read_text() == file.name
    assert {p.name for p in company.out.iterdir()} - {SPILL} == {file.name, "current"}


def test_a_change_of_data_or_mapping_gives_another_file(company: Company) -> None:
    first = company.write(LONG, survey_csv=GOOD).build()
    second = company.write(LONG, survey_csv=GOOD + "c,2024-01-07,5\n").build()
    third = company.write("minimum_n = 20\n" + LONG).build()
    assert len({first, second, third}) == 3
    assert (company.out / "current").read_text() == third.name
    # A reader may be about to open the one before; what is older is gone.
    assert [f.exists() for f in (first, second, third)] == [False, True, True]


def test_a_bad_load_leaves_the_good_one(company: Company) -> None:
    good = company.write(LONG, survey_csv=GOOD).build()
    company.write(LONG, survey_csv="id,date,score\n")
    with pytest.raises(DataError):
        company.build()
    assert (company.out / "current").read_text() == good.name
    assert sorted(p.name for p in company.out.iterdir()) == sorted([good.name, "current"])
    assert Store(company.out).snapshot().catalog.company == "Test"


def test_progress_is_told(company: Company) -> None:
    company.write(LONG, survey_csv=GOOD)
    told: list[str] = []
    build(company.mapping, company.out, told.append)
    assert told == [
        "[1/4] reading survey.csv",
        "[2/4] checking feedback",
        "[3/4] writing the data file",
        "[4/4] counting ahead",
    ]


QUERY = LONG.replace('source = "survey"', 'source = "q"') + '[sources.q]\nquery = """{}"""\n'


def test_a_query_sees_the_other_sources(company: Company) -> None:
    mapping = QUERY.replace("{}", "select id, date, cast(score as int) + 1 as score from survey;")
    assert list(company.write(mapping, survey_csv=GOOD).feedback()["score"]) == [10, 4]


@pytest.mark.parametrize(
    "query",
    [
        "select * from read_csv('{file}')",
        "select * from '{file}'",
        "select content as id from read_text('{file}')",
        "select * from glob('{folder}/*')",
        "copy survey to '{folder}/out.csv'",
        "attach '{folder}/x.duckdb' as x",
        "set enable_external_access = true",
        "select 1; drop table survey",
        "install httpfs",
        "create table x as select 1",
        "select * from LONG",
    ],
)
def test_a_query_reaches_no_file_and_changes_nothing(company: Company, query: str) -> None:
    inside = query.format(file=company.folder / "other.csv", folder=company.folder)
    company.write(QUERY.replace("{}", inside), survey_csv=GOOD, other_csv=GOOD)
    before = sorted(company.folder.iterdir())
    with pytest.raises(MappingError, match=r"\[sources.q\], query"):
        company.build()
    assert [p for p in sorted(company.folder.iterdir()) if p != company.out] == before


def test_load_gives_frames_of_the_contract(company: Company) -> None:
    tables = load(company.write(LONG, survey_csv=GOOD).mapping)
    assert tables.feedback is not None
    assert tables.feedback.dtypes.astype(str).to_dict() == {
        "response_id": "str",
        "submitted_at": "datetime64[us]",
        "metric": "category",
        "score": "float64",
        "scale_min": "float64",
        "scale_max": "float64",
        "positive_from": "float64",
    }
    assert tables.feedback["score"].tolist() == [9, 3]
    assert tables.feedback["positive_from"].tolist() == [9, 9]
    assert tables.customers is None


def test_check_reports_what_was_read(company: Company) -> None:
    mapping = LONG + 'touchpoint = "at"\n[journey]\norder = ["Shop", "Tills"]\n'
    rows = "id,date,score,at\na,2024-01-05,9,Shop\nb,2024-02-01,11,Shop\n"
    rows += "c,2024-03-01,,Till\nd,2024-04-01,7,Till\n"
    report = check(company.write(mapping, survey_csv=rows).mapping)
    assert "Test: 2024-01-05 to 2024-04-01" in report
    assert "survey.csv: 4 rows" in report
    for name, count in (
        ("accepted", 2),
        ("score outside the scale", 1),
        ("(questions without an answer)", 1),
    ):
        line = next(x for x in report.splitlines() if x.strip().startswith(name))
        assert line.strip().removeprefix(name).split()[0] == str(count)
    assert "1   score: 11 (scale 0 to 10)" in report  # an example of each reason
    assert "Touchpoint (touchpoint): Shop 1, Till 1" in report
    assert "No row has the touchpoint 'Tills'. Did you mean 'Till'?" in report
    assert not company.out.exists()


def test_codes_and_touchpoints_that_no_row_has_are_told(company: Company) -> None:
    mapping = LONG + '[journey]\norder = ["Shop", "Till"]\n[[segments]]\nkey = "region"\n'
    mapping += 'column = "r"\nlabels = { N = "North", S = "South" }\n'
    rows = "id,date,score,r\na,2024-01-05,9,N\nb,2024-01-05,9,s\n"
    report = check(company.write(mapping, survey_csv=rows).mapping)
    assert "[journey] puts touchpoints in order, but no row has a touchpoint." in report
    assert report.endswith(
        "No row has the code 'S', which the segment 'region' labels 'South'. "
        "Values without a label: s."
    )


def test_segments_without_a_value_are_told(company: Company) -> None:
    crm = '[sources.crm]\nfile = "crm.csv"\n[customers]\nsource = "crm"\n'
    crm += '[customers.columns]\ncustomer_id = "id"\n'
    segments = '[[segments]]\nkey = "tier"\ntable = "customers"\ncolumn = "tier"\n'
    segments += '[[segments]]\nkey = "city"\ncolumn = "city"\n'
    rows = "id,date,score,city\na,2024-01-05,9,\n"
    company.write(LONG + crm + segments, survey_csv=rows, crm_csv="id,tier\na,gold\n")
    report = check(company.mapping)
    assert "The segment 'city' is not shown" in report
    assert "Tier (tier): gold 1" in report  # of customers, though no answer names its customer


def test_the_file_opens_read_only_with_its_schema(company: Company) -> None:
    file: Path = company.write(LONG, survey_csv=GOOD).build()
    with duckdb.connect(str(file), read_only=True) as con:
        tables = {name for (name,) in con.execute("SHOW TABLES").fetchall()}
        kinds = dict(
            con.execute("SELECT column_name, column_type FROM (DESCRIBE feedback)").fetchall()
        )
    assert tables == {"feedback", "rejected", "meta"}
    assert kinds == {
        "response_id": "VARCHAR",
        "submitted_at": "TIMESTAMP",
        "day": "DATE",
        "answer": "ENUM('nps:0-10|3', 'nps:0-10|9')",
    }
