"""States of an alert's conditions, as they are kept between two looks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import TypeAdapter

from metrics.alerts.conditions import Condition, State

_STATES = TypeAdapter(dict[Condition, State])


def conditions_of(names: Iterable[str]) -> frozenset[Condition]:
    """Those of these names."""
    return frozenset(map(Condition, names))


def states_as_json(states: Mapping[Condition, State]) -> dict[str, dict[str, Any]]:
    """As JSON has them: names, days as texts."""
    found: dict[str, dict[str, Any]] = _STATES.dump_python(dict(states), mode="json")
    return found


def states_of_json(kept: Mapping[str, Any]) -> dict[Condition, State]:
    """What `states_as_json` wrote. Raises ValueError for anything else."""
    return _STATES.validate_python(dict(kept))
