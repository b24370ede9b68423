"""The second wall: whoever passes the gate by mistake still gets no data that are not theirs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.exceptions import Forbidden

from access.reader import ANYBODY, NOBODY, Reader
from access.rights import RIGHTS, Right, Role
from data.store.snapshots import Snapshot, Store
from server.current import current
from server.gate.reader import current_reader
from server.seen import seen_by
from settings import Settings


def reader(*rights: Right) -> Reader:
    return Reader(1, "ann", Role.VIEWER, frozenset({Right.VIEW, *rights}))


def test_nobody_gets_nothing(snapshot: Snapshot) -> None:
    with pytest.raises(Forbidden, match="Nobody is logged in"):
        seen_by(snapshot, NOBODY)
    with pytest.raises(Forbidden, match="Nobody is logged in"):
        seen_by(snapshot, replace(NOBODY, rights=frozenset(Right) - {Right.VIEW}))


def test_a_request_that_passed_no_gate_gets_nothing(
    settings: Settings, sample_file: object
) -> None:
    store = Store(settings.place()[1])
    with Flask(__name__).test_request_context():
        with pytest.raises(LookupError):
            current_reader()
        with pytest.raises(LookupError):
            current(store)


def test_each_right_by_itself(snapshot: Snapshot) -> None:
    whole = snapshot.catalog
    assert whole.has("feedback", "comment")
    assert whole.customers_shown
    assert any(table.examples for table in whole.tables)
    for given in [(), (Right.COMMENTS,), (Right.CUSTOMERS,), (Right.REJECTED,)]:
        seen = seen_by(snapshot, reader(*given)).catalog
        assert seen.has("feedback", "comment") == (Right.COMMENTS in given)
        assert seen.customers_shown == (Right.CUSTOMERS in given)
        assert any(table.examples for table in seen.tables) == (Right.REJECTED in given)
        # All else stays.
        same = {"columns", "customers_shown", "tables"}
        assert seen.model_dump(exclude=same) == whole.model_dump(exclude=same)
        assert [one.rejected for one in seen.tables] == [one.rejected for one in whole.tables]
    assert snapshot.catalog == whole  # what others see is untouched


def test_who_may_all_sees_all(snapshot: Snapshot) -> None:
    assert seen_by(snapshot, ANYBODY).catalog is snapshot.catalog
    above = {Right.ADMINISTER, Right.OWN_WORK}
    assert ANYBODY.rights == set(Right) - above == RIGHTS[Role.EDITOR]
