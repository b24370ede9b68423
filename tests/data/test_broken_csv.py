"""CSV that breaks its own rules costs the rows at fault alone, and says where."""

from __future__ import annotations

import csv
import gzip
import io

import pytest

from data.ingest.build import DataError
from tests.data.company import LONG, Company

COMMENTED = LONG + 'comment = "comment"\n'
HEAD = "id,date,score,comment,shop\n"
OPEN = "quotes that do not close"
LEGIT = 'Hello,\nI bought a chair, a table, and 2 lamps,\n\n10,20,30\nBye, "all"'


def row(number: int, comment: str = "fine") -> str:
    return f"{number},2024-01-05,{number % 11},{comment},S{number % 3}\n"


def rows(first: int, last: int) -> str:
    return "".join(row(number) for number in range(first, last + 1))


def read(
    company: Company, text: str | bytes, name: str = "survey.csv", more: str = ""
) -> list[int]:
    (company.folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    mapping = COMMENTED.replace('file = "survey.csv"', f'file = "{name}"\n{more}')
    company.write(mapping)
    return [
        int(i)
        for (i,) in company.query("SELECT DISTINCT response_id::INT FROM feedback ORDER BY 1")
    ]


def aside(company: Company) -> list[tuple[int, str, str, str]]:
    return company.query("SELECT row_number, reason, detail, raw FROM rejected ORDER BY row_number")


def told(line: int) -> str:
    return f"a quote that opens in line {line} of the file does not close"


@pytest.mark.parametrize(
    ("after", "last"),
    [
        ("", 402),  # to the end of the file
        (row(403, '"hello"'), 403),  # where another cell opens
        (row(403, 'hello"'), 403),  # where another cell ends with a quote
    ],
)
@pytest.mark.parametrize("comment", ['"abc', '"abc\nand more'])
def test_an_open_quote_costs_its_own_row(
    company: Company, after: str, last: int, comment: str
) -> None:
    broken = row(2, comment)
    found = read(company, HEAD + row(1) + broken + rows(3, 402) + after)
    assert found == [1, *range(3, last + 1)]
    assert aside(company) == [(2, OPEN, told(3), broken.strip())]


def test_each_open_quote_is_told(company: Company) -> None:
    text = HEAD + row(1, f'"{LEGIT.replace(chr(34), chr(34) * 2)}"') + row(2, '"x') + rows(3, 50)
    found = read(company, text + row(51, '"y') + row(52, '"a"b"') + rows(53, 60))
    assert found == [1, *range(3, 51), *range(53, 61)]
    lines = text.count("\n") + 1
    assert [(n, detail) for n, _, detail, _ in aside(company)] == [
        (2, told(7)),
        (51, told(lines)),
        (52, told(lines + 1)),
    ]
    assert company.query("SELECT comment FROM feedback WHERE response_id = '1'") == [(LEGIT,)]


def test_in_the_first_column_and_where_all_is_quoted(company: Company) -> None:
    found = read(company, HEAD + row(1) + '"' + row(2) + rows(3, 40))
    assert found == [1, *range(3, 41)]
    quoted = "".join('"' + '","'.join(line.split(",")) + '"\n' for line in rows(1, 40).split())
    text = HEAD + quoted.replace('"2","2024-01-05"', '"2","2024-01-05')
    assert read(company, text) == [1, *range(3, 41)]
    assert [reason for _, reason, _, _ in aside(company)] == [OPEN]


def test_comments_of_several_lines_are_no_fault(company: Company) -> None:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEAD.strip().split(","))
    writer.writerows([i, "2024-01-05", 5, LEGIT, "S1"] for i in range(300))
    assert read(company, text.getvalue()) == list(range(300))
    assert aside(company) == []
    assert company.query("SELECT DISTINCT comment FROM feedback") == [(LEGIT,)]
    assert company.tables().catalog.tables[0].warnings == ()


@pytest.mark.parametrize(
    "ends", [("\n", "\r\n"), ("\r\n", "\n"), ("\r", "\n"), ("\n", "\r\n", "\r")]
)
def test_line_ends_that_differ(company: Company, ends: tuple[str, ...]) -> None:
    lines = [HEAD, *(row(i, f'"two\r\nlines, {i}\n"') for i in range(30))]
    text = "".join(line[:-1] + ends[i % len(ends)] for i, line in enumerate(lines))
    assert read(company, text) == list(range(30))
    assert aside(company) == []
    comments = company.query("SELECT comment FROM feedback ORDER BY rowid")
    assert comments == [(f"two\r\nlines, {i}\n",) for i in range(30)]


def test_in_other_encodings_delimiters_and_packed(company: Company) -> None:
    text = HEAD + row(1, "Größe") + row(2, '"Öl') + rows(3, 30)
    expected = [1, *range(3, 31)]
    packed = gzip.compress(text.encode())
    assert read(company, packed, "survey.csv.gz") == expected
    assert read(company, text.encode("cp1252"), more='encoding = "cp1252"') == expected
    assert read(company, text.replace(",", "\t"), "survey.tsv") == expected
    assert read(company, text.replace(",", "|"), more='delimiter = "|"') == expected


def test_a_quote_that_opens_in_the_header(company: Company) -> None:
    for size in (30, 9000):  # beyond what Python takes for one cell, too
        with pytest.raises(DataError, match=r"survey\.csv: a quote that opens in the first line"):
            read(company, '"' + HEAD + rows(1, size))


def test_a_packed_file_that_is_not_what_was_packed(company: Company) -> None:
    whole = gzip.compress((HEAD + rows(1, 5000)).encode())
    assert len(read(company, whole, "survey.csv.gz")) == 5000
    wrong = bytearray(whole)
    wrong[-6] ^= 1
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 255
    for bad in (bytes(wrong), bytes(flipped), whole[:-4], whole[: len(whole) // 2], whole + b"x"):
        with pytest.raises(DataError, match=r"^survey\.csv\.gz is damaged or cut short"):
            read(company, bad, "survey.csv.gz")


def test_the_advice_names_the_fault_of_the_file(company: Company) -> None:
    text = HEAD + row(1) + "".join(row(i, '"x') for i in range(2, 6))
    assert read(company, text) == [1]
    (warning,) = company.tables().catalog.tables[0].warnings
    assert f"{OPEN} (for example {told(3)})" in warning
    assert 'doubled ("")' in warning
