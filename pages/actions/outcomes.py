"""What came of each registered action, worked out together: too much for a page to wait for."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, TypeAdapter

from data.scope import Filters, Span
from data.store.snapshots import Snapshot
from data.work.questions import Step
from metrics.actions.power import least_seen_after
from metrics.actions.verdict import Doubt, Judged, Outcome, judge
from pages.actions.measured import Measured, measured
from pages.figures.series import subject_of
from view.notes import Action


class Asked(BaseModel):
    """An action as far as its outcome depends on it."""

    metric: str
    scope: Filters
    days: Span
    sign: int
    size: float | None
    periods: int

    @classmethod
    def of(cls, action: Action) -> Asked:
        """What is asked of a registered action."""
        note = action.note
        return cls(
            metric=action.metric,
            scope=note.scope,
            days=note.span,
            sign=action.sign,
            size=action.size,
            periods=action.periods,
        )


class Told(BaseModel):
    """What came of one: figures in display units, None where nothing is told.

    `whole`: four-week periods that the data have after it. `seen`: the effect that would be called
    worked in 80 of 100 cases. `answers`: of a period before, in its segment.
    """

    outcome: Outcome
    doubt: Doubt = Doubt.NONE
    whole: int
    seen: float | None = None
    answers: float | None = None
    effect: float | None = None
    low: float | None = None
    high: float | None = None
    before: float | None = None
    after: float | None = None
    others_before: float | None = None
    others_after: float | None = None
    n_before: int | None = None
    n: int | None = None
    others_n_before: int | None = None
    others_n: int | None = None
    segments: int = 0  # that were left untouched
    dispersion: float | None = None
    less: bool = False  # it worked, and the interval leaves out what was expected


ROWS = TypeAdapter(list[Told])
ACTIONS = TypeAdapter(tuple[Asked, ...])


def outcomes_json(snapshot: Snapshot, about: str, say: Step) -> str:
    """`ROWS` of some `ACTIONS`, in their order. Raises UnavailableError."""
    actions = ACTIONS.validate_json(about)
    rows = []
    for place, one in enumerate(actions):
        say(f"{place} of {len(actions)} actions")
        rows.append(outcome(snapshot, one))
    return ROWS.dump_json(rows).decode()


def outcome(snapshot: Snapshot, asked: Asked) -> Told:
    """What came of an action. Raises UnavailableError."""
    subject = subject_of(snapshot.catalog, asked.metric)
    found = measured(snapshot, subject, asked.scope, asked.days, asked.periods)
    too_early = found.whole < asked.periods
    waiting = Outcome.OPEN if found.whole == 0 else Outcome.TOO_EARLY
    if found.blocks is None:
        verdict = waiting if too_early else Outcome.CANT_TELL
        return Told(outcome=verdict, doubt=found.doubt, whole=found.whole)
    if too_early:
        return _waiting(found, waiting, asked.periods)
    told = _judged(found, judge(found.blocks, asked.sign, asked.size, asked.periods))
    if told.outcome != Outcome.WORKED or told.low is None or told.high is None:
        return told
    most = max(asked.sign * told.low, asked.sign * told.high)
    return told.model_copy(update={"less": asked.size is not None and most < asked.size})


def least_to_be_seen(snapshot: Snapshot, asked: Asked, periods: Sequence[int]) -> list[Told]:
    """What would be seen of an action after each of some numbers of periods, from those before it.

    Raises UnavailableError.
    """
    subject = subject_of(snapshot.catalog, asked.metric)
    found = measured(snapshot, subject, asked.scope, asked.days, asked.periods)
    if found.blocks is None:
        return [Told(outcome=Outcome.OPEN, doubt=found.doubt, whole=found.whole)] * len(periods)
    return [_waiting(found, Outcome.OPEN, many) for many in periods]


def _waiting(found: Measured, told: Outcome, periods: int) -> Told:
    blocks = found.blocks
    assert blocks is not None
    before = blocks.of(blocks.place < 0)
    doubt = Doubt.NONE
    seen = least_seen_after(before, periods)
    if seen is None:
        doubt = Doubt.UNTOUCHED if len(blocks.n) < 2 else Doubt.SHORT
    answers = float(before.n[0].mean()) if before.n.size else None
    segments = len(blocks.n) - 1
    return Told(
        outcome=told, doubt=doubt, whole=found.whole, seen=seen, answers=answers, segments=segments
    )


def _judged(found: Measured, judged: Judged) -> Told:
    blocks, effect = found.blocks, judged.effect
    assert blocks is not None
    told = Told(
        outcome=judged.outcome,
        doubt=judged.doubt,
        whole=found.whole,
        seen=judged.seen,
        segments=len(blocks.n) - 1,
    )
    if effect is None:
        return told
    later = blocks.place >= 0
    sides = [blocks.n[:, one].sum(axis=1).round().astype(int) for one in (~later, later)]
    return told.model_copy(
        update={
            **effect.means._asdict(),
            "effect": effect.value,
            "low": effect.low,
            "high": effect.high,
            "n_before": int(sides[0][0]),
            "n": int(sides[1][0]),
            "others_n_before": int(sides[0][1:].sum()),
            "others_n": int(sides[1][1:].sum()),
            "answers": float(blocks.n[0][~later].mean()),
            "dispersion": effect.dispersion,
        }
    )
