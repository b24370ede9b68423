"""Numbers, dates and changes as people read them."""

from __future__ import annotations

import math
from datetime import date, datetime

from data.scope import Span
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.inference.verdicts import Verdict
from pages.figures.figure import Figure
from pages.words.season_words import judgement_words
from pages.words.units import (
    Unit,
    is_lost,
    large,
    large_number,
    unit_of,
    unit_of_change,
    unit_of_goal,
)
from view.state import View

MINUS = "−"
PROTECTS = "hidden to protect a small group"
_VERDICT_WORDS = {
    Verdict.REAL: "beyond noise",
    Verdict.NOISE: "within noise",
    Verdict.TOO_FEW: "too few to judge",
    Verdict.NONE: "nothing to compare",
}


def number(value: float | None, decimals: int) -> str:
    """`1,234.5`, with a true minus sign; a dash where there is no figure."""
    if value is None or math.isnan(value):
        return "–"
    text = f"{abs(value):,.{decimals}f}"
    return f"{MINUS}{text}" if value < 0 and float(text.replace(",", "")) else text


def amount(value: float | None, metric: MetricDefinition, beside: float = math.nan) -> str:
    """A figure with its unit where the unit is part of how it is read: `82.1%`, `16.4 h`.

    `beside`: the figure that it is read with, whose unit it takes.
    """
    if value is None or math.isnan(value):
        return "–"
    unit = unit_of(metric.unit, value if math.isnan(beside) else beside)
    suffix = "%" if metric.unit == "%" else unit.short
    if is_lost(unit, value, metric):
        return f"<{number(10**-metric.decimals, metric.decimals)}{suffix}"
    return f"{number(value / unit.size, metric.decimals)}{suffix}"


def short_amount(value: float | None, metric: MetricDefinition, beside: float = math.nan) -> str:
    """The figure where there is little room: `57.93 bn`, money from a million, counts from ten.

    `beside`: the figure that it is read with, whose `bn` it takes where that leaves three digits.
    """
    if value is None:
        return amount(value, metric)
    return _large(value, metric, value if math.isnan(beside) else beside) or amount(value, metric)


def short_interval(
    value: float | None, low: float | None, high: float | None, metric: MetricDefinition
) -> str:
    """The interval of such a figure: `57.02 – 58.84 bn`."""
    size, word = large(metric.unit, math.nan if high is None else high)
    if low is None or high is None or not word:
        return interval(value, low, high, metric)
    ends = (f"{MINUS if end < 0 else ''}{large_number(end, size)}" for end in (low, high))
    return f"{_joint(low).join(ends)}\u00a0{word}"


def short_change(row: Figure) -> str:
    """`▲ 1.083 m`: a change where there is little room, in the size of its figure."""
    shown = _large(abs(row.change), row.definition, row.value)
    return f"{arrow(row.change, 0)} {shown}" if shown else change(row)


def _large(value: float, metric: MetricDefinition, beside: float) -> str:
    size, word = large(metric.unit, beside)
    if not word or not abs(value) >= size / 10:
        return ""
    return f"{MINUS if value < 0 else ''}{large_number(value, size)}\u00a0{word}"


def with_currency(amount: str, metric: MetricDefinition, currency: str) -> str:
    """`EUR 6.712 m` where it is money, else the amount, with its interval or not, as it is."""
    money = metric.unit == "currency" and currency and not amount.startswith("–")
    return f"{currency}\u00a0{amount}" if money else amount


def hidden(why: str, metric: MetricDefinition, unknown: str = "") -> str:
    """Why a figure is not shown: `too few tickets`. `unknown`: why it is not known yet."""
    return unknown or f"too few {metric.noun}" if why == "too_few" else PROTECTS


def statistic(metric: MetricDefinition) -> str:
    """Which figure of the same rows it is: `mean`, `p90`; of an amount its name."""
    if metric.kind in ("total", "count", "stock"):
        return metric.short.lower()
    if metric.quantile is None:
        return metric.kind
    return "median" if metric.quantile == 0.5 else f"p{100 * metric.quantile:g}"


def interval(
    value: float | None, low: float | None, high: float | None, metric: MetricDefinition
) -> str:
    """`38.1 – 44.0`, the 95 % interval in the unit of its figure; nothing where there is none.

    Of the longest times few answers tell no upper end: `12.8 or more`.
    """
    return _between(low, high, metric, unit_of(metric.unit, math.nan if value is None else value))


def _between(low: float | None, high: float | None, metric: MetricDefinition, unit: Unit) -> str:
    ends = [
        "" if end is None or math.isnan(end) else number(end / unit.size, metric.decimals)
        for end in (low, high)
    ]
    match ends:
        case "", "":
            return ""
        case least, "":
            return f"{least} or more"
        case "", most:
            return f"{most} or less"
        case _:
            return _joint(low or 0).join(ends)


def _joint(low: float) -> str:
    """Between the ends: a word after a negative number, where a dash would be one of many."""
    return "\u00a0to\u00a0" if low < 0 else "\u00a0–\u00a0"  # never broken between lines


def with_interval(value: float, low: float, high: float, metric: MetricDefinition) -> str:
    """`82.1% (81.0 – 83.1)`."""
    between = interval(value, low, high, metric)
    return f"{amount(value, metric)} ({between})" if between else amount(value, metric)


def satisfaction(row: Figure) -> str:
    """An agent's CSAT beside what is ranked: `CSAT 82.1% (75.0 – 87.6), n 40`."""
    if row.csat_hidden:
        return f"CSAT {hidden(row.csat_hidden, DEFINITIONS['csat'])}"
    found = share(row.csat_value, row.csat_low, row.csat_high) if row.csat_n else "–"
    return f"CSAT {found}, n {count(row.csat_n)}"


def share(value: float, low: float, high: float) -> str:
    """`47.4% (46.6 – 48.2)`, a share of answers with its interval."""
    return f"{number(value, 1)}% ({number(low, 1)}\u00a0–\u00a0{number(high, 1)})"


def arrow(change: float, decimals: int) -> str:
    """Direction sign of a change as it is shown, `=` where it rounds to nothing."""
    if round(change, decimals) == 0:
        return "="
    return "▲" if change > 0 else "▼"


def change(row: Figure) -> str:
    """`▲ 5.1`, `▼ 0.4 h`: the size of a change without a judgement."""
    if math.isnan(row.change):
        return ""
    metric = row.definition
    unit = unit_of_change(metric, row.value, row.change)
    size = row.change / unit.size
    return f"{arrow(size, metric.decimals)} {number(abs(size), metric.decimals)}{unit.short}"


def signed(value: float, metric: MetricDefinition, figure: float, currency: str = "") -> str:
    """`+5.1`, `−GBP 12.50`: what is added to a figure, in the figure's unit."""
    unit = unit_of(metric.unit, figure)
    size, rounded = value / unit.size, round(value / unit.size, metric.decimals)
    sign = "" if rounded == 0 else "+" if rounded > 0 else MINUS
    money = f"{currency}\u00a0" if currency and metric.unit == "currency" else ""
    return f"{sign}{money}{number(abs(size), metric.decimals)}{unit.short}"


def change_interval(row: Figure) -> str:
    """The 95 % interval of a change, in the unit of the change."""
    metric = row.definition
    unit = unit_of_change(metric, row.value, row.change)
    return _between(row.change_low, row.change_high, metric, unit)


def verdict(value: str, view: View) -> str:
    """The verdict in words: what its test says."""
    return _VERDICT_WORDS[Verdict(value)]


def judgement(row: Figure, view: View) -> str:
    """The verdict of a figure, or how its change is beside the season."""
    return judgement_words(row) or verdict(row.verdict, view)


def tone(change_value: float | None, verdict: str, metric: MetricDefinition) -> str:
    """`good` or `bad` where a change is unlikely to be chance alone, else `neutral`."""
    if verdict != Verdict.REAL or change_value is None or metric.higher_is_better is None:
        return "neutral"
    return "good" if (change_value > 0) == metric.higher_is_better else "bad"


def goal(value: float, metric: MetricDefinition) -> str:
    """A target or benchmark as the mapping states it: `40`, `4.25`, `24 h`."""
    unit = unit_of_goal(metric.unit, value)
    return f"{number(value / unit.size, 10).rstrip('0').rstrip('.')}{unit.short}"


def target(row: Figure) -> str:
    """`target 40 · met`, `target 50 for Enterprise · too close to call`, or nothing."""
    return held_against("target", row.target, row.target_verdict, row.definition, row.target_level)


def benchmark(row: Figure) -> str:
    """`benchmark 36 · above`, or nothing."""
    return held_against("benchmark", row.benchmark, row.benchmark_verdict, row.definition)


def goals(row: Figure) -> list[str]:
    """What there is of target and benchmark, a line each."""
    return [line for line in (target(row), benchmark(row)) if line]


def held_against(
    name: str,
    value: float | None,
    verdict: str | None,
    metric: MetricDefinition,
    level: str = "",
) -> str:
    """A target or benchmark with its verdict, where there are such."""
    if value is None or math.isnan(value):
        return ""
    words = f"{name} {goal(value, metric)}" + (f" for {level}" if level else "")
    return f"{words} · {verdict}" if isinstance(verdict, str) else words


def count(value: float | int) -> str:
    """`12,318`."""
    return f"{int(value):,}"


def n_of(n: int | None) -> str:
    """How many rows a figure is of, a dash where that is hidden with it."""
    return "–" if n is None else count(n)


def day(value: date | datetime) -> str:
    """`31 Oct 2026`."""
    return f"{value.day} {value:%b %Y}"


def moment(value: datetime) -> str:
    """`31 Oct 2026, 14:05 UTC`, of a moment in UTC."""
    return f"{day(value)}, {value:%H:%M} UTC"


def days(span: Span) -> str:
    """`31 Oct 2026`, or `31 Oct 2026 to 3 Nov 2026`."""
    return " to ".join(dict.fromkeys((day(span.start), day(span.end))))


def bucket(value: date, grain: str, window: str = "") -> str:
    """The name of a bucket: `Oct 2026`, `Q4 2026`, `week of 5 Oct 2026`.

    `window`: of so many months that end with it, `3 months to Oct 2026`.
    """
    if window:
        return f"{window} months to {bucket(value, grain)}"
    match grain:
        case "month":
            return f"{value:%b %Y}"
        case "quarter":
            return f"Q{(value.month + 2) // 3} {value.year}"
        case "year":
            return str(value.year)
        case "week":
            return f"week of {day(value)}"
        case _:
            return day(value)


def cut(days: int, of_days: int) -> str:
    """`, 3 of 7 days` of a period that the view or the data cut; nothing of a whole one."""
    return f", {days} of {of_days} days" if days < of_days else ""


def tick(value: date, grain: str) -> str:
    """The name of a bucket in two short lines, for below a bar."""
    first = {"month": f"{value:%b}", "quarter": f"Q{(value.month + 2) // 3}", "year": ""}
    return f"{first.get(grain, f'{value.day} {value:%b}')}<br>{value.year}"
