"""Whoever waits sees that it moves."""

import re
import threading

import duckdb
import pytest

from data.ingest import progress
from data.ingest.progress import Steps


def test_a_long_step_tells_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_EVERY", 0.01)
    told: list[str] = []
    again = threading.Event()

    def tell(line: str) -> None:
        told.append(line)
        if len(told) > 2:
            again.set()

    with duckdb.connect() as con:
        steps = Steps(con, 2, tell)
        with steps.step("long"):
            assert again.wait(30)
        lines = len(told)
        with pytest.raises(ZeroDivisionError), steps.step("wrong"):
            raise ZeroDivisionError
    assert told[0] == "[1/2] long"
    assert all(line.startswith("[1/2] long: 0 s") for line in told[1:lines])
    assert told[lines] == "[2/2] wrong"


def test_the_share_of_a_query_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_EVERY", 0.01)
    told: list[str] = []
    with duckdb.connect() as con, Steps(con, 1, told.append).step("counting"):
        for _ in range(200):
            con.execute("SELECT sum(hash(i)) FROM range(3_000_000) AS t(i)").fetchall()
            if any("% of this query" in line for line in list(told)):
                break
    assert any(
        re.match(r"\[1/1\] counting: \d+ % of this query, \d+ s so far$", line) for line in told
    )
