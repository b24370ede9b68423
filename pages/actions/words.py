"""What is said of registered actions: verdicts, why nothing can be told, what would be seen."""

from __future__ import annotations

from data.catalog import Catalog
from metrics.actions.blocks import LEAST_BEFORE
from metrics.actions.verdict import Doubt, Outcome
from metrics.definitions import MetricDefinition
from pages.actions.outcomes import Told
from pages.words.figure_words import size_words

WEEKS = 4  # of a period

OUTCOMES = {
    Outcome.OPEN: "Open",
    Outcome.TOO_EARLY: "Too early",
    Outcome.WORKED: "Worked",
    Outcome.DID_NOT: "Did not work",
    Outcome.CANT_TELL: "Can't tell",
}

_DOUBTS = {
    Doubt.NONE: "",
    Doubt.UNTOUCHED: "no untouched segment has enough answers to compare with",
    Doubt.HIDDEN: "there or elsewhere it is of too few customers, or has no answers",
    Doubt.SHORT: f"fewer than {LEAST_BEFORE} four-week periods before it have enough answers",
    Doubt.FEW: "too few answers since",
    Doubt.DRIFT: "it may have been drifting apart from the others before",
    Doubt.DATES: "an earlier date, when nothing was done, shows as much",
    Doubt.SEGMENTS: "a segment in which nothing was done shows as much",
    Doubt.WIDE: "it may be nothing, and it may be what was expected",
    Doubt.UNSIZED: "it may be nothing, and no size was expected that it could fall short of",
}

NOTE = (
    "Each is the change of its segment less that of all segments that were left untouched, judged "
    "once: by the four-week periods up to two years before it, and those registered after it. "
    "Worked: the 95% interval is all on the expected side, also with the trend before carried on. "
    "Did not work: it leaves out what was expected. Of 20 actions that do nothing, one may seem to "
    "work."
)


def outcome_words(outcome: str, doubt: str, whole: int, periods: int, *, less: bool) -> str:
    """`Too early: 1 of 3 four-week periods since`, `Can't tell: too few answers since`."""
    told = OUTCOMES[Outcome(outcome)]
    if outcome == Outcome.TOO_EARLY:
        return f"{told}: {whole} of {periods} four-week periods since"
    if less:
        return f"{told}, by less than expected"
    why = _DOUBTS[Doubt(doubt)] if outcome == Outcome.CANT_TELL else ""
    return f"{told}: {why}" if why else told


def expected_words(sign: int, size: float | None, periods: int, metric: MetricDefinition) -> str:
    """`expected up by 5.0 points or more after 12 weeks`."""
    way = "up" if sign > 0 else "down"
    by = "" if size is None else f" by {size_words(size, metric)} or more"
    return f"expected {way}{by} after {WEEKS * periods} weeks"


def seen_words(told: Told, metric: MetricDefinition, periods: int, catalog: Catalog) -> str:
    """What of an action would be seen, or why nothing; `told` of what is known before it."""
    if told.seen is None or told.answers is None:
        return f"Nothing would be seen: {_DOUBTS[told.doubt]}."
    money = f"{catalog.currency} ".lstrip() if metric.unit == "currency" else ""
    size = size_words(told.seen, metric, told.seen)
    return (
        f"With {told.answers:,.0f} {metric.noun} in four weeks there, only a change of "
        f"{money}{size} or more would be seen after {WEEKS * periods} weeks (in 8 of 10 cases)."
    )
