"""The audit log by itself."""

from __future__ import annotations

from access.audit import entries, note
from store.app_store import AppStore
from tests.access.people import NOW


def test_what_does_not_fit_is_said_to_be_cut(store: AppStore) -> None:
    with store.write() as session:
        note(session, NOW, "ann", "export", "x" * 3000)
    (entry,) = (one for batch in entries(store) for one in batch)
    assert len(str(entry[4])) == 1000
    assert str(entry[4]).endswith("x … (cut)")
