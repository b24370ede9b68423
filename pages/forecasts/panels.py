"""What comes next: a metric's history and the periods ahead, or why nothing is told of them."""

from __future__ import annotations

import pandas as pd

from data.grains import GRAINS
from data.store.snapshots import Snapshot
from metrics.forecast.backtest import Backtest
from metrics.forecast.forecast import ORIGINS, YEARS, Outlook
from pages.figures.comparison import PERIOD
from pages.figures.series import Subject
from pages.forecasts.ahead import Ahead, ahead
from pages.forecasts.outlooks import ROWS, subjects_of
from pages.forecasts.words import chance_words
from pages.heavy.kinds import answer_of
from pages.heavy.waiting import content_of
from pages.panel import Kind, Panel
from pages.panels.goals import target_of
from pages.words.series_names import unit_note
from view.state import View

KEY = "forecast"
SHOWN = 36  # periods of history at most in the chart; JSON and CSV have all
_TITLE = "What comes next"
_BANDS = ("low_80", "high_80", "low_95", "high_95")


def forecast_panel(snapshot: Snapshot, view: View, subject: Subject) -> Panel | None:
    """The subject's history and forecast, of the view's filters, from the newest whole period on.

    Rows: `period`, `metric`, `series`, `ahead` (0 in the history, else how many periods), `value`,
    `low`, `high`, `n` of the history, the ends of both bands, `target` and `chance` that it is met.
    None where the metric can't be forecast for this reader. Raises UnavailableError.
    """
    catalog, metric = snapshot.catalog, subject.metric
    target = target_of(catalog, view, metric)
    found = ahead(snapshot, view, subject, target)
    if found is None:
        return None
    told, tested = found.found.outlook == Outlook.TOLD, found.found.backtest
    frame = _frame(found, subject, target)
    return Panel(
        key=KEY,
        kind=Kind.FORECAST,
        title=f"{_TITLE}: {metric.short} by {found.grain}",
        subtitle=unit_note(subject.series, catalog.currency, metric)
        + (f", {_bands(tested)}" if told and tested else ""),
        frame=_newest(frame) if told else pd.DataFrame(),
        metric=metric.key,
        note=_note(found, target),
        currency=catalog.currency,
        grain=found.grain,
        every=frame if told else None,
    )


def _frame(found: Ahead, subject: Subject, target: float | None) -> pd.DataFrame:
    """The history above the periods ahead."""
    steps = found.found
    later = pd.DataFrame(
        {
            PERIOD: pd.DatetimeIndex(found.periods),
            "ahead": range(1, len(found.periods) + 1),
            "value": steps.value,
            **{name: getattr(steps, name) for name in _BANDS},
            "chance": steps.chance,
        }
    )
    rows = pd.concat([found.history.assign(ahead=0), later], ignore_index=True)
    rows = rows.reindex(
        columns=[PERIOD, "ahead", "value", "low", "high", "n", *_BANDS, "target", "chance"]
    )
    rows["target"] = float("nan") if target is None else target
    rows.insert(1, "metric", subject.metric.key)
    rows.insert(2, "series", subject.series)
    return rows


def _newest(frame: pd.DataFrame) -> pd.DataFrame:
    history = int((frame["ahead"] == 0).sum())
    return frame.iloc[max(history - SHOWN, 0) :].reset_index(drop=True)


def _bands(tested: Backtest) -> str:
    """What the bands promise, or where they did not keep it in the past, what they held."""
    if not tested.held_less:
        return "bands that hold 80 and 95% of what may come"
    held = f"{100 * tested.within_80:.0f} and {tested.within_95:.0%}"
    return f"bands meant to hold 80 and 95%; in the past they held {held}"


def _note(found: Ahead, target: float | None) -> str:
    """Why nothing is told, or what forecasts of the past were worth; and from which rows."""
    grain, tested = found.grain, found.found.backtest
    match found.found.outlook:
        case Outlook.TOO_SHORT:
            periods = YEARS * 12 // GRAINS[grain].months
            known = int(found.history["value"].notna().sum())
            there = f"there {'is' if known == 1 else 'are'} {known}"
            instead = " Last year's value is the best guess." if 2 * known > periods else ""
            return (
                f"No forecast: it needs {periods} whole {grain}s with a figure, and {ORIGINS} "
                f"earlier ones to be tried from; {there}.{instead}"
            )
        case Outlook.NO_BETTER:
            return f"No better than last year's value: no line. {_worth(tested, grain)}"
        case Outlook.UNSTEADY:
            return f"Too unsteady for a line: bands did not hold. {_worth(tested, grain)}"
    chance = found.found.chance
    words = f"{_met(float(chance[-1]), len(chance), grain)}{_worth(tested, grain)}"
    if target is not None and tested and tested.held_less:
        words += " That is less than they promise: no probability of the target is told."
    return f"{words} Of figures that {grain}s will show, if as many answer as in the last year."


def _met(chance: float, steps: int, grain: str) -> str:
    """`The target is met in 6 months with a probability of 71%. `, or nothing."""
    if chance != chance:  # no target, or none that can be told
        return ""
    return f"In {steps} {grain}s the target is met with a probability of {chance_words(chance)}. "


def _worth(tested: Backtest | None, grain: str) -> str:
    """What forecasts from earlier periods came to."""
    if tested is None:
        return ""
    if not tested.naive_mase > 0:
        return "Last year's values were exact."
    off = round(100 * (tested.mase / tested.naive_mase - 1))
    than = f"{abs(off)}% {'more' if off > 0 else 'less'} than" if off else "as much as"
    return (
        f"Tried from {tested.origins} earlier {grain}s, forecasts missed by {than} last year's "
        f"values; the 80% band held {tested.within_80:.0%} of {tested.banded} figures, the 95% "
        f"band {tested.within_95:.0%}."
    )


def outlooks_panel(snapshot: Snapshot, view: View) -> Panel | None:
    """The key figures some periods ahead, a row each; that they are worked out, until they are.

    None where none can be forecast for this reader.
    """
    if not subjects_of(snapshot.catalog, view):
        return None
    key, title = "outlooks", f"{_TITLE} of the key figures"
    content = content_of(key, title, answer_of(snapshot, view, "outlooks"))
    if isinstance(content, Panel):
        return content
    rows = [one.model_dump(mode="json") for one in ROWS.validate_json(content)]
    return Panel(key, Kind.OUTLOOKS, title, "months ahead, with 80% bands", pd.DataFrame(rows))
