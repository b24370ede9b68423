"""Texts in charts by level: labels, changes, hovers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from textwrap import wrap

from components import text
from components.charts.parts import build
from metrics.inference.verdicts import Verdict
from pages.figures.figure import Figure
from pages.words.season_words import seasonal
from view.state import View

_VERDICTS = {
    Verdict.REAL: "beyond noise",
    Verdict.NOISE: "noise",
    Verdict.TOO_FEW: "too few",
    Verdict.NONE: "",
}


def lines(names: Sequence[str], width: int = 22, most: int = 2) -> list[list[str]]:
    """A few lines for each name, no two alike; the hover has the whole of a long one."""
    short = {name: wrap(name, width, max_lines=most, placeholder="…") for name in names}
    for group in _alike(short):
        short |= _apart(group, width, most)
    return [short[name] for name in names]


def _alike(short: dict[str, list[str]]) -> list[list[str]]:
    """Groups of names whose lines are the same."""
    found: dict[tuple[str, ...], list[str]] = {}
    for name, shown in short.items():
        found.setdefault(tuple(shown), []).append(name)
    return [group for group in found.values() if len(group) > 1]


def _apart(names: list[str], width: int, most: int) -> dict[str, list[str]]:
    """Lines that tell these names apart: how they begin, and where they differ."""
    first, last = min(names), max(names)  # all others lie between, and begin as both do
    start = next(
        (at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other),
        len(first),
    )
    room = width if most > 1 else width // 2
    head = wrap(first[:start], width, max_lines=most - 1, placeholder="…") if most > 1 else []
    begin = first[: width - room - 1] if most == 1 else ""
    found, whole = {}, {}
    for name in names:
        rest = name[max(start - 4, 0) :]  # a few letters before, that no number is torn apart
        cut = rest if len(rest) < room else f"{rest[: room - 2]}…"
        found[name] = [*(line for line in head if line != "…"), f"{begin}…{cut}"]
        end = f"{begin}…{rest}"
        whole[name] = [*found[name][:-1], *(wrap(end, width) if most > 1 else [end])]
    still = {name for group in _alike(found) for name in group}
    return {name: whole[name] if name in still else found[name] for name in names}


def label(lines: Sequence[str]) -> str:
    """The lines of a name as a tick."""
    return "<br>".join(build.plain(line) for line in lines)


def change(row: Figure) -> str:
    """`▼ 20.7 beyond noise`, or why there is none."""
    if row.hidden:
        return "too few" if row.hidden == "too_few" else "hidden"
    return f"{text.change(row)} {_verdict(row)}".strip()


def weight(words: str, verdict: str) -> str:
    """The words, bold where the change is beyond noise: colour is not seen by all."""
    return f"<b>{words}</b>" if verdict == Verdict.REAL else words


def size(verdict: str) -> int:
    """Pixels of a point: small where its change is within noise, large where it is beyond."""
    if verdict == Verdict.REAL:
        return 14
    return 8 if verdict == Verdict.NOISE else 11


def _verdict(row: Figure) -> str:
    return "season?" if seasonal(row) else _VERDICTS[Verdict(row.verdict)]


def hover(row: Figure, view: View, currency: str = "") -> str:
    """The level, its figure, interval and n, its change, its goals."""
    metric = row.definition
    figure = text.with_interval(row.value, row.low, row.high, metric)
    told = [
        f"<b>{build.plain(row.place)}</b>",
        f"{metric.short} {text.with_currency(figure, metric, currency)}, n {text.count(row.n)}",
    ]
    if not math.isnan(row.change):
        told.append(f"{text.change(row)} ({text.change_interval(row)}) {text.judgement(row, view)}")
    return "<br>".join([*told, *text.goals(row)])
