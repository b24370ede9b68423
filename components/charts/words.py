"""What charts by level write: labels of levels, changes, hovers."""

from __future__ import annotations

import math
from collections.abc import Sequence
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


def lines(names: Sequence[str], width: int = 22, most: int = 2) -> list[list[str]]:
    """A few lines for each name, no two alike; the hover has the whole of a long one."""
    short = {name: wrap(name, width, max_lines=most, placeholder="…") for name in names}
    alike: dict[tuple[str, ...], list[str]] = {}
    for name, found in short.items():
        alike.setdefault(tuple(found), []).append(name)
    for group in alike.values():
        short |= _apart(group, width, most)
    return [short[name] for name in names]


def _apart(names: list[str], width: int, most: int) -> dict[str, list[str]]:
    """Names that begin alike: how they begin, and from where on they differ."""
    if len(names) < 2:
        return {}
    first, last = min(names), max(names)  # all others lie between, and begin as both do
    start = next(
        (at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other),
        len(first),
    )
    room = width if most > 1 else width // 2
    found: dict[str, list[str]] = {}
    by_next: dict[str, list[str]] = {}
    for name in names:
        by_next.setdefault(name[start : start + 1], []).append(name)
        # A few letters before, that a number is not torn apart.
        rest = name[max(start - 4, 0) :] if start < len(name) else name[-4:]
        cut = f"…{rest if len(rest) < room else f'{rest[: room - 2]}…'}"
        if most > 1:
            head = wrap(name, width, max_lines=most - 1, placeholder="…")
            found[name] = [*(line for line in head if line != "…"), cut]
        else:
            found[name] = [f"{name[: width - room - 1]}{cut}"]
    for group in by_next.values():
        found |= _apart(group, width, most)
    return found


def label(lines: Sequence[str]) -> str:
    """The lines of a name as a tick."""
    return "<br>".join(build.plain(line) for line in lines)


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
