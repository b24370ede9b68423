"""What runs is pinned with its hashes, and the lock file is of these requirements."""

from __future__ import annotations

from tests.newest import loosened
from tests.requirements import CHOSEN, LOCK, chosen, locked


def test_what_was_chosen_is_locked() -> None:
    found = locked()
    wrong = {
        name: version
        for name, version in chosen().items()
        if name not in found or found[name].version != version
    }
    assert wrong == {}, "run `make lock`"


def test_everything_locked_has_hashes() -> None:
    found = locked()
    assert len(found) > 40  # what comes along is there as well
    assert [name for name, one in found.items() if not one.hashes] == []


def test_the_lock_file_names_no_place() -> None:
    text = LOCK.read_text("utf-8")
    assert "//" not in text
    assert "--index-url" not in text


def test_the_newest_are_those_from_each_pin_on_but_what_is_held() -> None:
    text = loosened(CHOSEN.read_text("utf-8"))
    assert "ibis-framework[duckdb]>=" in text
    assert [line.partition("==")[0] for line in text.splitlines() if "==" in line] == ["sqlglot"]
