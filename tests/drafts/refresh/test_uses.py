"""What a mapping takes columns for: by itself, through joins, and through queries."""

from __future__ import annotations

import tomllib
from pathlib import Path

import tomlkit

from data.draft.refresh.rewrite import rewritten
from data.draft.refresh.uses import uses_of
from data.mapping import parse_mapping

MAPPING = """folder = "data"  # ours
[company]
name = "Pohjola"
[sources.raw]
file = "raw.csv"
delimiter = ";"  # said by hand
blank = ["-"]
[sources.people]
file = "people.xlsx"
sheet = "All"
skip = 2
[sources.survey]
query = 'select row_number() over () as id, upper("Area") as area, "Points" as points, * from raw'
[feedback]
source = "survey"
joins = [{ source = "people", on = { Mail = "mail" } }]
[feedback.columns]
response_id = "id"
submitted_at = { column = "Day", format = "%d.%m.%Y" }
metric = { constant = "nps" }
score = "points"
customer_id = "people.No"
[[segments]]
key = "area"
column = "area"
[[segments]]
key = "plan"
column = "people.Plan"
"""
COLUMNS = {
    "raw": ["Day", "Points", "Area", "Mail", "Other"],
    "people": ["mail", "No", "Plan", "Phone"],
}


def test_columns_are_used_through_joins_and_queries() -> None:
    found = uses_of(parse_mapping(MAPPING, Path("mapping.toml")), COLUMNS)
    roles = {
        source: {column: {use.role for use in uses} for column, uses in found[source].items()}
        for source in COLUMNS
    }
    assert roles == {
        "raw": {
            "Day": {"submitted_at"},
            "Points": {"score", "query"},
            "Area": {"query"},
            "Mail": {"join"},
        },
        "people": {"mail": {"key"}, "No": {"customer_id"}, "Plan": {"segment"}},
    }
    needed = {c for uses in found.values() for c, own in uses.items() if any(u.needed for u in own)}
    assert needed >= {"Day", "Points", "mail"}
    assert not needed & {"Area", "Mail", "No", "Plan"}  # only to break down by


def test_a_query_that_can_not_be_parsed_may_read_all_its_words() -> None:
    odd = MAPPING.replace("select row_number() over ()", "select ~?~ row_number( over")
    found = uses_of(parse_mapping(odd, Path("mapping.toml")), COLUMNS)
    assert {"Day", "Points", "Area"} <= set(found["raw"])
    assert "Other" not in found["raw"]


def test_only_the_lines_of_files_change() -> None:
    anew = rewritten(MAPPING, {"raw": ("raw.parquet", "45 rows")})
    before, after = tomllib.loads(MAPPING), tomllib.loads(anew)
    assert after["sources"].pop("raw") == {"file": "raw.parquet", "blank": ["-"]}
    del before["sources"]["raw"]
    assert after == before
    assert "# ours" in anew and 'file = "raw.parquet" # 45 rows' in anew
    inline = "[sources]\nraw = { file = 'a.csv', delimiter = ';' }\n"
    assert tomlkit.parse(rewritten(inline, {"raw": ("b.parquet", "")})) == {
        "sources": {"raw": {"file": "b.parquet"}}
    }
