"""What the mapping states of targets and cards, as far as a row scope has what they are about."""

from __future__ import annotations

from collections.abc import Sequence

from data.catalog import CardGroup, Catalog, Dimension, Goal
from data.ingest.goals import Goals
from data.scope import NOT_STATED
from metrics.definitions import DEFINITIONS


def goals_within(whole: Catalog, dimensions: Sequence[Dimension]) -> Goals:
    """Targets and benchmarks of all and of levels that the scope has; no cards yet."""
    there = {"": ("",), **{one.key: (*one.levels, NOT_STATED) for one in dimensions}}

    def own(goals: Sequence[Goal]) -> tuple[Goal, ...]:
        return tuple(goal for goal in goals if goal.level in there.get(goal.dimension, ()))

    return Goals(own(whole.targets), own(whole.benchmarks), whole.xqi, ())


def cards_within(whole: Catalog, own: Catalog) -> tuple[CardGroup, ...]:
    """The groups of Overview for places that the scope has, of what it can answer."""
    found = []
    for group in whole.overview:
        dimension = own.dimension(group.dimension)
        if group.dimension and (dimension is None or group.level not in dimension.places):
            continue
        able = tuple(key for key in group.cards if own.answers_metric(DEFINITIONS[key]))
        if able:
            found.append(group.model_copy(update={"cards": able}))
    return tuple(found)
