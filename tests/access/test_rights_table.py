"""The table of rights in the docs is that of the code."""

from __future__ import annotations

from access.rights import Right
from docs.rights_table import PAGE, with_table

TEXT = PAGE.read_text("utf-8")


def test_the_page_says_what_the_code_does() -> None:
    assert with_table(TEXT) == TEXT, "run: python -m docs.rights_table"


def test_every_right_has_a_row_that_reads_as_a_sentence() -> None:
    for right in Right:
        assert f"| {right} |" in TEXT
        assert not right.endswith(".")
    # By hand, so that a slip in the code is not a slip in both.
    assert "| read what customers wrote | | | yes | yes | yes |" in TEXT
    assert "| take figures away: CSV files and the API | | | yes | yes | yes |" in TEXT
    assert "| change targets, notes, themes, shared views and data | | | | yes | yes |" in TEXT
    assert "| read the audit log and manage what others share | | | | | yes |" in TEXT
