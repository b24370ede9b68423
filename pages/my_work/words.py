"""What an agent's page says in words."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.definitions import MetricDefinition
from metrics.inference.streak import Streak
from pages.figures.figure import Figure, carded
from pages.my_work.team import LEAST_OTHERS
from view.query import listed

OF_MONTHS = (
    "Each month stands beside your own month before, all of them as one family. A slow change that "
    "no single month shows is not seen here; look at the trend."
)
NO_NAME = "There is no work of yours in these data."
WHOSE = (
    "Your account is tied to “{agent}”, which no ticket and no answer names. Whoever runs CX Lens "
    "can tie it to the name that they have."
)
_MIX = (
    "Nobody is ranked here, and nobody else sees this page. Other customers and other questions "
    "are part of each difference."
)


def beside_whom(team: str, rows: Sequence[Figure], minimum_n: int) -> str:
    """Whom the figures stand beside, and of which nothing is told of the team."""
    whole = f"the rest of your team, {team}" if team else "all other agents"
    told = f"Your own figures beside {whole}. {_MIX}"
    hidden = [row.definition.name for row in carded(rows) if row.n and not row.base_n]
    if not hidden:
        return told
    them = "all figures" if len(hidden) == len(carded(rows)) else listed(hidden)
    return (
        f"{told} Of {them} the others are not shown: in some month they are fewer than "
        f"{LEAST_OTHERS} colleagues or {minimum_n} rows, and a single one could be computed."
    )


def streak_words(found: Streak | None, metric: MetricDefinition) -> str:
    """The streak in words."""
    if found is None:
        return f"{metric.name}: neither more nor less is better, so there is no streak."
    if not found.periods:
        why = (
            "became worse beyond noise" if found.worse else "can't be judged beside the one before"
        )
        return f"No streak: the newest month {why}"
    months = f"{found.periods} month{'s' if found.periods > 1 else ''}"
    better = f"{found.improved or 'none'} of them became better beyond noise"
    return f"Streak: {months} in a row without a change for the worse beyond noise; {better}"
