"""A load after each of several sendings gives what one load of everything gives."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import duckdb

from data.ingest.service import load_in_turn
from data.intake.queue import Queue
from data.store.snapshots import open_snapshot
from tests.data.company import Company
from tests.intake.sent import answer, company, received

_COPY = "Thank you for the kind help with my order, I will gladly come back again soon"
_SECRET = "My neighbour Zebedee opened the parcel"
_WORDS = ["Quick and friendly", "The parcel came late", "Nobody answers", "Good", "Too expensive"]


def sendings() -> list[list[dict[str, object]]]:
    """New answers, some late; corrections, some out of date; deletions; copies of comments."""
    draw = random.Random(3)

    def given(number: int, **more: object) -> dict[str, object]:
        said = {"comment": f"{draw.choice(_WORDS)} {number}"} if draw.random() < 0.6 else {}
        at = f"2026-{draw.randint(1, 3):02}-{draw.randint(1, 28):02}T09:30:00Z"
        return answer(number, draw.randint(0, 10), submitted_at=at, **said) | more

    def same_day(number: int) -> dict[str, object]:
        return given(number, comment=_COPY, submitted_at="2026-02-03T10:00:00Z")

    first = [given(number) for number in range(10, 40)]
    first += [same_day(40), same_day(41), given(42, comment=_SECRET)]
    later = "2026-04-01T00:00:00Z"
    second = [given(number, changed_at=later) for number in range(10, 15)]
    second += [given(15, score=0, changed_at="2025-01-01T00:00:00Z"), same_day(43)]
    second += [given(44, submitted_at="2025-06-01T10:00:00Z"), answer(2, 10, comment="Good")]
    second += [{"response_id": "42", "delete": True}, {"response_id": "40", "delete": True}]
    third = [given(12, changed_at="2026-05-01T00:00:00Z", comment=_COPY), given(45)]
    third += [{"response_id": "11", "delete": True}, given(42, changed_at=later)]
    return [first, second, third]


def loaded(of: Company) -> Path:
    file = load_in_turn(of.mapping, of.out)
    assert file
    return file


def content(file: Path) -> dict[str, Any]:
    """All tables of a data file, and what its catalogue says but for times of files."""
    with duckdb.connect(str(file), read_only=True) as con:
        names = [name for (name,) in con.execute("SHOW TABLES").fetchall() if name != "meta"]
        found = {name: sorted(map(repr, con.execute(f"FROM {name}").fetchall())) for name in names}
    catalog = open_snapshot(file).catalog
    said = catalog.model_dump(exclude={"version", "built_at", "sources"})
    return found | {"catalogue": said, "files": [(one.file, one.rows) for one in catalog.sources]}


def test_loads_in_turn_give_what_one_load_of_everything_gives(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("in_turn", "at_once")]
    for folder in folders:
        folder.mkdir()
    in_turn, at_once = (company(folder) for folder in folders)
    for bodies in sendings():
        for of in (in_turn, at_once):
            Queue(of.out).take(received(bodies).events)
        file = loaded(in_turn)
    found = content(file)
    assert found == content(loaded(at_once))
    assert len(found["feedback"]) > 30 and found["catalogue"]["comments_read"]["copies"] == 1
    for of in (in_turn, at_once):
        kept = b"".join(one.read_bytes() for one in of.out.rglob("*") if one.is_file())
        assert b"Zebedee" not in kept
