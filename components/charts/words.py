"""What charts by level write: labels of levels, changes, hovers."""

from __future__ import annotations

import math
from textwrap import wrap

from components import text
from components.charts import build
from metrics.verdicts import Verdict
from pages.reading import Reading
from view.state import View

_VERDICTS = {
    Verdict.REAL: "real",
    Verdict.NOISE: "noise",
    Verdict.TOO_FEW: "too few",
    Verdict.NONE: "",
}


def lines(name: str, width: int = 22, most: int = 2) -> list[str]:
    """A few lines where a name is long; the hover has the whole."""
    return wrap(name, width, max_lines=most, placeholder="…")


def label(name: str, width: int = 22, most: int = 2) -> str:
    """The lines as a tick."""
    return "<br>".join(build.plain(line) for line in lines(name, width, most))


def change(row: Reading) -> str:
    """`▼ 20.7 real`, or why there is none."""
    if row.hidden:
        return "too few" if row.hidden == "too_few" else "hidden"
    return f"{text.change(row)} {_VERDICTS[Verdict(row.verdict)]}".strip()


def hover(row: Reading, view: View) -> str:
    """The level, its figure, interval and n, its change, its goals."""
    metric = row.definition
    told = [
        f"<b>{build.plain(row.place)}</b>",
        f"{metric.short} {text.with_interval(row.value, row.low, row.high, metric)}, "
        f"n {text.count(row.n)}",
    ]
    if not math.isnan(row.change):
        told.append(
            f"{text.change(row)} ({text.change_interval(row)}) {text.verdict(row.verdict, view)}"
        )
    return "<br>".join([*told, *text.goals(row)])
