"""How what a scope needs is made, kept and cleared; and where it differs from its rows alone."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

import data.row_scope.snapshots as making
from data.catalog import CardGroup, Goal
from data.mapping import load_mapping
from data.mapping.model import Mapping
from data.row_scope.goals import cards_within, goals_within
from data.row_scope.snapshots import MOST_KEPT, scoped
from data.scope import row_scope
from data.store.snapshots import Snapshot, WholeSnapshot, open_snapshot
from data.store.versions import clear_up
from tests.data.company import HEAD, Company
from tests.row_scope.conftest import ROWS

ROOT = Path(__file__).parents[2]
OTHER = row_scope([("region", ["region B"])])
TICKETS = (
    HEAD
    + """
[sources.log]
file = "log.csv"

[tickets]
source = "log"

[tickets.columns]
ticket_id = "id"
opened_at = "opened"
resolved_at = "resolved"

[[segments]]
key = "region"
column = "region"
table = "tickets"
"""
)


@pytest.fixture
def copy(whole: WholeSnapshot, tmp_path: Path) -> WholeSnapshot:
    """The company's data in a folder of their own, where no scope has been made."""
    assert whole.file is not None
    shutil.copy(whole.file, tmp_path / whole.file.name)
    (tmp_path / "current").write_text(whole.file.name)
    return open_snapshot(tmp_path / whole.file.name)


def count_makings(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    made: list[object] = []
    restricted = making._restricted

    def counted(*given: object) -> object:
        made.append(given[-1])
        return restricted(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(making, "_restricted", counted)
    return made


def test_it_is_made_once_however_many_ask(
    copy: WholeSnapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = count_makings(monkeypatch)
    with ThreadPoolExecutor(6) as pool:
        found = [*pool.map(lambda _: scoped(copy, ROWS), range(6))]
    assert {id(one) for one in found} == {id(found[0])}
    assert made == [ROWS]


def test_another_process_finds_it_made(
    copy: WholeSnapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, first = count_makings(monkeypatch), scoped(copy, ROWS)
    assert copy.file is not None
    again = scoped(open_snapshot(copy.file), ROWS)
    assert again.catalog == first.catalog
    sql = "SELECT count(*) AS n FROM feedback"
    assert again.database.frame(sql).equals(first.database.frame(sql))
    assert made == [ROWS]
    (kept,) = copy.file.parent.glob("*.scope")
    for torn in (kept.read_bytes()[:100], b"", b"{}"):
        kept.write_bytes(torn)
        assert scoped(open_snapshot(copy.file), ROWS).catalog.tables == first.catalog.tables
    assert made == [ROWS] * 4


def test_it_is_not_taken_for_another_scope(copy: WholeSnapshot) -> None:
    own, other = scoped(copy, ROWS), scoped(copy, OTHER)
    assert copy.file is not None
    mine, theirs = (copy.file.with_name(f"{one.catalog.version}.scope") for one in (own, other))
    shutil.copy(mine, theirs)
    found = scoped(open_snapshot(copy.file), OTHER)
    assert found.catalog.tables == other.catalog.tables != own.catalog.tables


def test_it_goes_with_its_version(copy: WholeSnapshot) -> None:
    scoped(copy, ROWS)
    assert copy.file is not None
    folder = copy.file.parent
    clear_up(folder)
    assert len([*folder.glob("*.scope")]) == 1
    copy.file.unlink()
    clear_up(folder)
    assert [*folder.glob("*.scope")] == []


def test_it_does_without_a_place(whole: WholeSnapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = WholeSnapshot(whole.catalog, whole.database, mapping=whole.mapping)
    full = WholeSnapshot(
        whole.catalog, whole.database, mapping=whole.mapping, file=Path("/proc/none/a.duckdb")
    )
    found = [scoped(one, ROWS).catalog.tables for one in (nowhere, full, whole)]
    assert found[0] == found[1] == found[2] != ()


def test_what_failed_is_tried_again(copy: WholeSnapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patched:
        patched.setattr(making, "_restricted", away)
        with pytest.raises(ConnectionError):
            scoped(copy, ROWS)
    assert scoped(copy, ROWS).catalog.tables


def test_few_are_held(copy: WholeSnapshot) -> None:
    for number in range(MOST_KEPT + 5):
        scoped(copy, row_scope([("country", [f"{number}"])]))
    assert len(copy.made) == MOST_KEPT


def test_a_mapping_is_read_again_as_it_was() -> None:
    found = [*(ROOT / "examples").rglob("mapping.toml"), ROOT / "data/sample/mapping.toml"]
    assert len(found) > 3
    for path in found:
        mapping = load_mapping(path)
        again = Mapping.model_validate_json(mapping.as_json())
        assert again.model_copy(update={"path": path}) == mapping


def test_targets_and_cards_of_hidden_levels_are_not_there(
    whole: WholeSnapshot, limited: Snapshot
) -> None:
    def goal(dimension: str, level: str) -> Goal:
        return Goal(metric="nps", value=1, dimension=dimension, level=level)

    own, hidden = goal("region", "region A"), goal("region", "region B")
    everywhere, gone = goal("", ""), goal("country", "Narnia")
    cards = [
        CardGroup(name=f"{number}", cards=("nps", "xqi"), dimension=one.dimension, level=one.level)
        for number, one in enumerate((everywhere, own, hidden, gone))
    ]
    catalog = whole.catalog.model_copy(
        update={"targets": (everywhere, own, hidden, gone), "overview": tuple(cards)}
    )
    assert goals_within(catalog, limited.catalog.dimensions).targets == (everywhere, own)
    left = cards_within(catalog, limited.catalog)
    assert [(one.level, one.cards) for one in left] == [("", ("nps",)), ("region A", ("nps",))]


def test_tickets_are_judged_up_to_the_newest_of_all(company: Company) -> None:
    """That the company's data go on is no row: what was open in January is known to be late."""
    rows = ["a,2026-01-02,,A", "b,2026-01-03,2026-01-04,A", "c,2026-05-01,2026-05-02,B"]
    company.write(TICKETS, log_csv="\n".join(["id,opened,resolved,region", *rows]))
    whole = open_snapshot(company.build())
    own = scoped(whole, row_scope([("region", ["A"])]))
    sql = "SELECT resolved_in_30_days AS known FROM tickets ORDER BY ticket_id"
    assert [*own.database.frame(sql)["known"]] == [False, True]
    company.write(TICKETS, log_csv="\n".join(["id,opened,resolved,region", *rows[:2]]))
    alone = open_snapshot(company.build())
    assert [*alone.database.frame(sql)["known"].isna()] == [True, True]
    assert own.catalog.last_day == alone.catalog.last_day  # but the days are those of its rows


def test_what_people_wrote_is_no_filter_of_few_rows(company: Company) -> None:
    lines = ["[sources.survey]", 'file = "survey.csv"', "[feedback]", 'source = "survey"']
    columns = {"response_id": "id", "submitted_at": "date", "score": "score", "reason": "why"}
    lines += ["[feedback.columns]", *(f'{name} = "{column}"' for name, column in columns.items())]
    lines += [
        'metric = { constant = "nps" }',
        "[[segments]]",
        'key = "region"',
        'column = "region"',
    ]
    frame = pd.DataFrame(
        {
            "id": range(60),
            "date": "2026-01-02",
            "score": 9,
            "why": [f"I, number {number}, say so" for number in range(60)],
            "region": ["A"] * 10 + ["B"] * 50,
        }
    )
    company.write(HEAD + "\n".join(lines), survey_csv=frame.to_csv(index=False))
    whole = open_snapshot(company.build())
    own = scoped(whole, row_scope([("region", ["A"])]))
    assert [one.key for one in whole.catalog.dimensions] == ["region"]
    assert [one.key for one in own.catalog.dimensions] == ["region"]
