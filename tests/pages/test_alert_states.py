"""States of an alert are the same after they were kept, and what an alert may watch."""

from __future__ import annotations

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from data.store.snapshots import Snapshot
from metrics.alerts.conditions import Condition, State
from metrics.alerts.spending import FALSE_ALARMS
from pages.alerts.offered import CONDITIONS, PROMISE, impossible, offered_figures
from pages.alerts.states import conditions_of, states_as_json, states_of_json
from view.url import parse

_DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
_STATES = st.builds(
    State,
    direction=st.sampled_from([-1, 0, 1]),
    since=st.none() | _DAYS,
    level=st.none() | _DAYS,
    apart=st.lists(st.tuples(_DAYS, _DAYS), max_size=3).map(tuple),
)


@given(st.dictionaries(st.sampled_from(list(Condition)), _STATES))
def test_states_outlive_the_store(states: dict[Condition, State]) -> None:
    assert states_of_json(json.loads(json.dumps(states_as_json(states)))) == states


def test_what_is_kept_is_plain() -> None:
    kept = states_as_json({Condition.CHANGE: State(-1, date(2026, 10, 1))})
    assert (kept["change"]["direction"], kept["change"]["since"]) == (-1, "2026-10-01")
    assert states_of_json({"data": {"direction": 1}}) == {Condition.DATA: State(1)}


def test_what_is_promised_is_what_is_spent() -> None:
    assert (1 / FALSE_ALARMS, "one false alarm in two years" in PROMISE) == (2, True)


def test_every_condition_can_be_chosen() -> None:
    assert conditions_of(CONDITIONS) == {*Condition}


def test_what_a_page_offers(snapshot: Snapshot) -> None:
    catalog = snapshot.catalog
    assert dict(offered_figures("loyalty", catalog))["nps"].startswith("NPS")
    assert offered_figures("customer", catalog) == []
    view = parse("loyalty", "", catalog).view
    assert impossible(catalog, view, "nps", ["change", "answers", "data"]) == []
    (found,) = impossible(catalog, view, "sentiment", ["target", "data"])
    assert "target" in found
