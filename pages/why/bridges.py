"""Panels of a bridge: what each level of a dimension, or of two, adds to a change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from metrics.inference import samples
from metrics.reasons.bridge import Bridge, Steps, bridge, pooled, small
from metrics.reasons.decomposition import RELEVANT, MixAndRate, mix_and_rate, most_telling
from metrics.sums.grouping import IntArray
from metrics.sums.paired_cells import PairedCells
from pages.figures.figure import Figure
from pages.figures.reasons import MixReason, Place
from pages.figures.sums import Keys
from pages.panel import Choice, Kind, Panel
from pages.why.cut import Cut
from pages.why.words import bridge_note
from pages.words.series_names import unit_note
from view.parameters import breakdowns

MOST = 10  # levels that are shown; the others are one line
_MOST_PAIRED = 400  # cells of two dimensions that are looked at
_SIDES = ("", "compared_")
_PARTS = ("mix", "rate", "both")

Flags = npt.NDArray[np.bool_]


def ways_shown(cut: Cut, told: MixReason | Place | None, pair: Keys) -> dict[str, Keys]:
    """The ways to cut that have a bridge, by the key of its panel: what tells, what is asked for.

    And touchpoints, which the link can't ask for. `pair` as `crossed` has it.
    """
    ways: dict[str, Keys] = {}
    mix = pair or ((told.dimension.key,) if isinstance(told, MixReason) else ())
    asked = _asked(cut)
    if asked:
        ways["bridge"] = (asked,)
    if mix and mix != (asked,):
        ways = {"mix": mix, **ways}
    if "touchpoint" in cut.dimensions and ("touchpoint",) not in ways.values():
        ways["by_touchpoint"] = ("touchpoint",)
    return {key: way for key, way in ways.items() if cut.of(way) is not None}


def crossed(cut: Cut, told: MixReason | Place | None) -> Keys:
    """Two dimensions whose mix, by their cells, tells what neither of them tells alone; or none.

    It is one of `most_telling`, of all pairs, whose mix is larger than that of either dimension by
    a third of the change, or in which alone the levels went the other way than their total.
    """
    metric, least = cut.row.definition, cut.catalog.minimum_n
    singles: dict[str, MixAndRate] = {}
    pairs: dict[Keys, MixAndRate] = {}
    turned = isinstance(told, MixReason) and told.mix.parts.turns
    if turned or cut.catalog.anonymous:
        return ()
    for key in cut.places():
        both = cut.certain((key,))
        found = mix_and_rate(both, metric, (key,), least) if both else None
        if found:
            singles[key] = found
    for pair in combinations(singles, 2):
        both = cut.certain(pair)
        if both is None or both.now.size > _MOST_PAIRED or not _whole(both, least):
            continue
        found = mix_and_rate(both, metric, pair, least)
        alone = max((singles[key] for key in pair), key=lambda one: abs(one.mix.value))
        more = abs(found.mix.value) - abs(alone.mix.value) if found else 0.0
        if found and (found.turns or more >= RELEVANT * abs(found.change)):
            pairs[pair] = found
    place = most_telling(list(pairs.values()))
    return () if place is None else list(pairs)[place]


def _whole(both: PairedCells, least: int) -> bool:
    """True where nearly all rows are in cells of enough on both sides: few cells are one."""
    few = small(both, least)
    return all(side.sums["w"][few].sum() <= 0.1 * side.sums["w"].sum() for side in both)


def _asked(cut: Cut) -> str:
    """The dimension that the link breaks down by, else a segment, else any."""
    able = [key for key in breakdowns(cut.catalog) if cut.of((key,)) is not None]
    named = [key for key in able if key == cut.view.by]
    usual = [key for key in able if cut.dimensions[key].segment]
    return next(iter([*named, *usual, *able]), "")


def choices(cut: Cut) -> tuple[Choice, ...]:
    """The dimensions that a bridge may be by."""
    chosen = _asked(cut)
    return tuple(
        Choice("by", key, cut.dimensions[key].label, key == chosen)
        for key in breakdowns(cut.catalog)
        if cut.of((key,)) is not None
    )


def bridge_panel(key: str, cut: Cut, way: Keys) -> Panel | None:
    """The bridge over the levels of a way; None where no level is known on both sides.

    A row for each side (`step` before, now) and each level, what is too small being one with the
    others: share and compared_share (%), value, n, compared_value, compared_n, and what it adds to
    the change by its share (mix), by its value (rate), and by both, with the ends of their 95 %
    intervals. The row `now` has the sums.
    """
    both = cut.certain(way)
    assert both is not None
    few = _few(cut, both, way)
    shown = pooled(both, few) if few.any() else both
    found = bridge(shown, cut.row.definition)
    if found is None:
        return None
    metric, catalog = cut.row.definition, cut.catalog
    names = [
        " · ".join(str(shown.now.labels[name][row]) for name in way) for row in range(found.size)
    ]
    counts = np.ones(found.size, dtype=np.int64)
    if few.any():
        names[-1], counts[-1] = "", np.count_nonzero(few)
    every = _frame(cut, shown, found, names, counts, np.arange(found.size))
    frame = _frame(cut, shown, found, names, counts, _groups(found, names))
    labels = " and ".join(cut.dimensions[name].noun for name in way)
    unit = unit_note(cut.row.series, catalog.currency, metric)
    verb = "What sets apart" if cut.view.compare == "rest" else "What moved"
    return Panel(
        key=key,
        kind=Kind.BRIDGE,
        title=f"{verb} {metric.short}, by {labels}",
        subtitle=f"{unit} · what each level adds, 95% interval",
        frame=frame,
        metric=metric.key,
        dimension=way[0] if len(way) == 1 else "",
        note=bridge_note(MixAndRate.of(found), cut.row, catalog, int(few.sum())),
        choices=choices(cut) if key == "bridge" else (),
        currency=catalog.currency,
        every=every if len(every) > len(frame) else None,
    )


def _few(cut: Cut, both: PairedCells, way: Keys) -> Flags:
    """Levels that are told as one: too few on a side, hidden, or what shields these."""
    few = small(both, cut.catalog.minimum_n) | cut.hidden(way)
    # One that is hidden must not be alone, nor be too few with others that are.
    while few.any() and not few.all() and not _is_enough(cut, both, way, few):
        n = np.where(few, np.inf, both.now.answers + both.base.answers)
        few = few.copy()
        few[int(np.argmin(n))] = True
    return few


def _is_enough(cut: Cut, both: PairedCells, way: Keys, few: Flags) -> bool:
    """True where those told as one are no secret: on each side enough, and of several levels."""
    least = cut.catalog.minimum_n
    one = both.pick(np.flatnonzero(few)).added(())
    enough = all(not side.answers[0] or side.enough(least)[0] for side in one)
    told = cut.catalog.shielded or bool((few & ~cut.hidden(way) & ~small(both, least)).any())
    return bool(enough and told and np.count_nonzero(few) > 1)


def _groups(found: Bridge, names: Sequence[str]) -> IntArray:
    """The row of each level: those that add most have one of their own."""
    size = np.abs(found.steps().both)
    size[[place for place, name in enumerate(names) if not name]] = -1.0
    kept = np.sort(np.argsort(-size, kind="stable")[:MOST])
    if len(kept) + 1 >= found.size:
        return np.arange(found.size)
    codes = np.full(found.size, len(kept), dtype=np.int64)
    codes[kept] = np.arange(len(kept))
    return codes


def _frame(
    cut: Cut, both: PairedCells, found: Bridge, names: Sequence[str], counts: IntArray,
    groups: IntArray,
) -> pd.DataFrame:  # fmt: skip
    """The rows of the panel: before, the groups of levels by what they add, now."""
    steps, many = found.steps(groups), groups.max() + 1
    held = np.bincount(groups, counts, many).astype(np.int64)
    rows = []
    for row in range(many):
        own = np.flatnonzero(groups == row)
        alone = len(own) == 1 and names[own[0]] != ""
        sides = both.pick(own).added(())
        level: dict[str, object] = {
            "step": "level" if alone else "others",
            "level": names[own[0]] if alone else "",
            "levels": int(held[row]),
            "share": 100 * float(found.share[own].sum()),
            "compared_share": 100 * float(found.base_share[own].sum()),
        }
        for prefix, side in zip(_SIDES, sides, strict=True):
            sample = samples.of_cells(side, cut.row.definition)
            level[f"{prefix}value"] = float(samples.value(sample, cut.row.definition)[0])
            level[f"{prefix}n"] = int(side.answers[0])
        rows.append(level | _parts(steps, row))
    rows.sort(key=lambda one: (one["step"] == "others", -abs(_number(one, "both"))))
    whole = _parts(found.total(), 0)
    every = {"level": "", "levels": int(counts.sum()), "share": 100.0, "compared_share": 100.0}
    first = _total(cut.row, "base_") | every | {"step": "before"} | dict.fromkeys(whole, np.nan)
    last = _total(cut.row, "") | every | {"step": "now"} | whole
    frame = pd.DataFrame([first, *rows, last])
    identity = {"metric": cut.row.metric, "series": cut.row.series}
    order = [*identity, "step", "level", "levels", "share", "compared_share", "value", "low"]
    order += ["high", "n", "compared_value", "compared_n", *whole]
    return frame.assign(**identity)[order]


def _number(row: Mapping[str, object], name: str) -> float:
    value = row[name]
    return value if isinstance(value, float) else 0.0


def _parts(steps: Steps, row: int) -> dict[str, object]:
    """What a row adds, with intervals."""
    found: dict[str, object] = {}
    for name in _PARTS:
        part = steps.part(name, row)
        found |= {name: part.value, f"{name}_low": part.low, f"{name}_high": part.high}
    return found


def _total(row: Figure, side: str) -> dict[str, object]:
    """The figure of one side."""
    names = ("value", "low", "high", "n")
    return {name: getattr(row, f"{side}{name}") for name in names}
