"""A customer's history as it is shown."""

from __future__ import annotations

from components.panels.timeline import _quote_once


def test_a_comment_that_gave_two_scores_is_quoted_once() -> None:
    given = [(2, "Good."), (2, "Good."), (1, "Good."), (1, None), (1, None)]
    rows = [{"at": at, "comment": comment} for at, comment in given]
    _quote_once(rows)
    assert [row["comment"] for row in rows] == [None, "Good.", "Good.", None, None]
