"""Space that is not seen is no part of a level, an id, a number or a date, nor of a link."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.data.company import LONG, Company
from view.url import parse

MAPPING = LONG + '[[segments]]\nkey = "region"\ncolumn = "region"\nblank = ["-"]\n'
KINDS = ("\u00a0", "\u202f", "\u200b", "\ufeff", "\u3000", " \u2009\t")


@pytest.mark.parametrize("space", KINDS)
def test_a_level_is_found_with_and_without_its_space(company: Company, space: str) -> None:
    lines = [f"{i},2024-01-05,9,{'North' if i % 2 else space + 'Süd' + space}" for i in range(40)]
    lines += [
        f"{space}x{space},{space}2024-01-05{space},{space}8,{space}",
        "y,2024-01-05,7,-" + space,
    ]
    company.write(MAPPING, survey_csv="id,date,score,region\n" + "\n".join(lines))
    assert company.rejected() == []
    catalog = company.tables().catalog
    region = catalog.dimension("region")
    assert region and region.levels == ("North", "Süd")
    rows = company.query("SELECT answer::VARCHAR, region::VARCHAR FROM feedback "
                         "WHERE response_id IN ('x', 'y') ORDER BY response_id")  # fmt: skip
    assert [a for a, _ in rows] == ["nps:0-10|8", "nps:0-10|7"]
    assert len({level for _, level in rows}) == 1
    for level in ("Süd", f"{space}Süd{space}"):
        view, notices = parse("overview", f"region={quote(level)}", catalog)
        assert (view.filters, notices) == ((("region", ("Süd",)),), ())
    view, notices = parse("overview", f"region={quote(space)}", catalog)
    assert view.filters == ()
    assert notices == ("“” is not a region in these data; left out.",)


def test_a_level_that_is_space_because_the_mapping_says_so(company: Company) -> None:
    company.write(
        MAPPING + 'labels = { N = "\u00a0" }\n',
        survey_csv="id,date,score,region\na,2024-01-05,9,N\nb,2024-01-05,9,S\n",
    )
    catalog = company.tables().catalog
    view, notices = parse("overview", f"region={quote(chr(160))}", catalog)
    assert (view.filters, notices) == ((("region", ("\u00a0",)),), ())


def test_names_of_columns_are_trimmed_too(company: Company) -> None:
    company.write(LONG, survey_csv="\u00a0id,date\u200b,score\u202f\na,2024-01-05,9\n")
    assert company.query("SELECT response_id FROM feedback") == [("a",)]
