"""Where a reason costs much of a table, build and check say so, and which option mends it."""

import pytest

from data.ingest.build import DataError, build
from data.ingest.check import check
from tests.data.company import HEAD, LONG, Company, survey

TICKETS = (
    HEAD
    + """
[sources.cases]
file = "cases.csv"
delimiter = ";"
[tickets]
source = "cases"
[tickets.columns]
ticket_id = "id"
opened_at = "date"
reopened = "again"
wait_seconds = "queue"
"""
)


def loud(company: Company) -> list[str]:
    """The warnings: the same ones in progress, in the catalog and in the report of `check`."""
    told: list[str] = []
    build(company.mapping, company.out, told.append)
    warnings = [w for table in company.tables().catalog.tables for w in table.warnings]
    assert [t for t in told if "ATTENTION" in t] == [f"ATTENTION: {w}" for w in warnings]
    report = check(company.mapping)
    assert [x.strip() for x in report.splitlines() if "ATTENTION" in x] == [
        f"ATTENTION: {w}" for w in warnings
    ]
    return warnings


@pytest.mark.parametrize(
    ("row", "reason", "option"),
    [
        ("13/02/2024,9", "date not understood (for example date: 13/02/2024)", "format = "),
        ("2024-01-05,99", "score outside the scale (for example score: 99", "blank = [99]"),
        ('2024-01-05,"8,5"', "score not a number (for example score: 8,5)", 'decimal = ","'),
        ("2024-01-05,great", "score not a number", 'values = { "great" = ... }'),
        ("2024-01-05", "wrong number of columns", "delimiter"),
    ],
)
def test_a_third_of_the_rows(company: Company, row: str, reason: str, option: str) -> None:
    company.write(LONG, survey_csv=survey("a,2024-01-05,9", "b,2024-01-06,3", f"c,{row}"))
    (warning,) = loud(company)
    assert warning.startswith(
        f"33 % of the rows of feedback (1 of 3) have been set aside: {reason}"
    )
    assert option in warning


def test_tickets_with_words_for_yes_and_decimal_commas(company: Company) -> None:
    rows = "id;date;again;queue\n1;2024-01-05;1;2\n2;2024-01-05;ja;2\n3;2024-01-05;0;2,5\n"
    first, second = loud(company.write(TICKETS, cases_csv=rows))
    assert 'column = "again", values = { "ja" = "yes"' in first
    assert 'column = "queue", decimal = ","' in second


def test_copies_need_no_ids(company: Company) -> None:
    (warning,) = loud(company.write(LONG, survey_csv=survey(*["a,2024-01-05,9"] * 3)))
    assert "67 % of the rows of feedback (2 of 3)" in warning
    assert "copies" in warning
    assert "select" not in warning


def test_an_unknown_metric_names_the_nearest(company: Company) -> None:
    mapping = LONG.replace('{ constant = "nps" }', '"kind"')
    rows = "id,date,score,kind\na,2024-01-05,9,nps\nb,2024-01-05,9,nsp\n"
    (warning,) = loud(company.write(mapping, survey_csv=rows))
    assert "Did you mean 'nps'?" in warning


@pytest.mark.parametrize(
    ("value", "advice"),
    [
        ("1,234", "Is 1,234 1234 or 1.234? Where a comma groups thousands, say"),
        ("€ 1,234", "Is 1,234 1234 or 1.234?"),
        ("12,5", "Are these decimal commas?"),
        ("1 234,50", "Are these decimal commas?"),
        ("1.234,50 €", "Are these decimal commas?"),
        ("$5", "the company's own currency are read: state it"),
        ("1,234.50 USD", "the company's own currency are read: state it"),
        ("Q1,234", "The number 1,234 stands with 'Q'."),
        ("5 of 10,5", "Say which number each text stands for"),
        ("1_0", "Say which number each text stands for"),
    ],
)
def test_a_number_is_asked_about_and_never_misread(
    company: Company, value: str, advice: str
) -> None:
    rows = survey("a,2024-01-05,9", f'b,2024-01-06,"{value}"')
    (warning,) = loud(company.write(LONG, survey_csv=rows))
    assert f"score not a number (for example score: {value})" in warning
    assert advice in warning


@pytest.mark.parametrize(("decimal", "expected"), [(".", "8000"), (",", "8")])
def test_what_was_asked_can_be_answered(company: Company, decimal: str, expected: str) -> None:
    mapping = LONG.replace('"score"\n', f'{{ column = "score", decimal = "{decimal}" }}\n')
    mapping = mapping.replace('"nps"', '"rating"') + "scale_max = { constant = 10000 }\n"
    company.write(mapping, survey_csv=survey('a,2024-01-05,"8,000"', "b,2024-01-05,9"))
    rows = company.query("SELECT answer::VARCHAR FROM feedback WHERE response_id = 'a'")
    assert rows[0][0].endswith(f"|{expected}")


def test_decimal_points_where_commas_were_said(company: Company) -> None:
    mapping = LONG.replace('"score"\n', '{ column = "score", decimal = "," }\n')
    rows = survey("a,2024-01-05,9", "b,2024-01-06,8.5")
    (warning,) = loud(company.write(mapping, survey_csv=rows))
    assert "A decimal comma is stated, and 8.5 is written with a point" in warning


@pytest.mark.parametrize("name", ["re", "contacts"])
def test_tickets_without_any_contact_are_doubted(company: Company, name: str) -> None:
    mapping = TICKETS.replace('delimiter = ";"\n', "").replace('reopened = "again"\n', "")
    mapping = mapping.replace('wait_seconds = "queue"', f'contacts = "{name}"\nresolved_at = "end"')
    rows = f"id,date,end,{name}\n" + "".join(
        f"{i},2024-01-05,2024-01-06,{n}\n" for i, n in enumerate([0, 0, 0, 1, 1, 2, ""])
    )
    (doubt,) = company.write(mapping, cases_csv=rows).tables().catalog.doubts
    assert doubt.found.startswith("3 of 6 tickets have 0 contacts. ")
    assert f'cast("{name}" as integer) + 1' in doubt.mend
    solved = "SELECT first_contact_resolved FROM tickets ORDER BY ticket_id"
    known = [value for (value,) in company.query(solved)]
    assert known == [None, None, None, True, True, False, None]
    more = mapping.replace('source = "cases"', 'source = "q"')
    more = more.replace(f'contacts = "{name}"', 'contacts = "contacts_made"')
    query = f'select *, cast("{name}" as integer) + 1 as contacts_made from cases'
    company.write(f"{more}\n[sources.q]\nquery = '{query}'\n")
    assert company.tables().catalog.doubts == ()
    known = [value for (value,) in company.query(solved)]
    assert known == [True, True, True, False, False, False, None]


def test_a_fifth_is_quiet(company: Company) -> None:
    good = [f"{i},2024-01-05,9" for i in range(4)]
    assert loud(company.write(LONG, survey_csv=survey(*good, "x,2024-01-05,99"))) == []


def test_one_question_of_many_is_measured_by_rows(company: Company) -> None:
    columns = LONG.replace('metric = { constant = "nps" }\nscore = "score"\n', "")
    mapping = columns + "".join(
        f'[[feedback.questions]]\nmetric = "csat"\ntouchpoints = {{ T{i} = "q{i}" }}\n'
        for i in range(6)
    )
    rows = "".join(f"{i},2024-01-05,5,5,5,5,5,9\n" for i in range(4))
    company.write(mapping, survey_csv=f"id,date,q0,q1,q2,q3,q4,q5\n{rows}")
    (warning,) = loud(company)
    assert warning.startswith("17 % of the answers of feedback (4 of 24), in 4 of 4 rows,")
    assert "q5: 9 (scale 1 to 5)" in warning


def test_where_no_row_is_left_the_error_names_the_option(company: Company) -> None:
    company.write(LONG, survey_csv=survey('a,2024-01-05,"8,5"'))
    with pytest.raises(DataError, match=r'for example score: 8,5\)\. Are these decimal .*","'):
        company.build()
