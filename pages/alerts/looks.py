"""One look at each condition: a whole period, as the method of that condition judges it."""

from __future__ import annotations

from math import ceil

from metrics.alerts.answers import fewer, numbers
from metrics.alerts.changes import change
from metrics.alerts.conditions import Condition, State
from metrics.alerts.periods import Periods, expected_at
from metrics.alerts.scales import NUMBERS, Scale, scale_of
from metrics.alerts.targets import missed
from metrics.inference.intervals import ALPHA
from pages.alerts.periods import Figures
from pages.figures.series import Subject


class Looks:
    """Looks at the periods of one figure, each of which may take the same chance."""

    def __init__(
        self, figures: Figures, subject: Subject, grain: str, target: float | None, chance: float
    ) -> None:
        self.figures, self.grain, self.target, self.chance = figures, grain, target, chance
        self._metric, self._scale = subject.metric, scale_of(*subject)
        self._judged = self._scale.of(figures.judged)
        self._numbers = numbers(figures.judged, figures.answers)

    def after(self, condition: Condition, at: int, state: State) -> State:
        """The state after the period at this place, from that before it."""
        match condition:
            case Condition.CHANGE:
                return change(self._judged, at, state, self.chance, self.grain)
            case Condition.ANSWERS:
                return fewer(self._numbers, at, state, self.chance, self.grain)
            case Condition.TARGET if self.target is not None:
                shown = self.figures.shown
                return missed(shown, at, state, self.chance, self.target, self._metric)
        return state

    def expected(self, at: int, state: State) -> tuple[float, float] | None:
        """Where 95 % of values would be without a change, as figures are shown."""
        found = self._within(self._judged, at, state, self._scale)
        days = float(self.figures.days[at])
        return found and (found[0] * days, found[1] * days)

    def usual_least(self, at: int, state: State) -> int | None:
        """How many answers a period usually has at least."""
        found = self._within(self._numbers, at, state, NUMBERS)
        return ceil(found[0]) if found else None

    def _within(
        self, periods: Periods, at: int, state: State, scale: Scale
    ) -> tuple[float, float] | None:
        found = expected_at(periods, [at], state, self.grain)
        if found is None:
            return None
        low, high = found.within(ALPHA)
        return scale.value(low), scale.value(high)
