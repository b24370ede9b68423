"""Actions on one segment of companies that are made up: what is said where nothing came of them.

NPS by four-week periods, one or two years before and three periods after. All segments share what
happens to the company; each may have its own ups and downs, which may last, and the one acted upon
a trend of its own. What is planted is the effect that, it was said before, would be seen in 8 of 10
cases.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np
import pandas as pd

from benchmarks.claims.rows import Row, at_least, at_most, between, table
from metrics.actions.blocks import BEFORE, Blocks, blocks_of, steady
from metrics.actions.power import POWER, least_seen_after
from metrics.actions.verdict import Doubt, Judged, Outcome, judge
from metrics.definitions import DEFINITIONS
from metrics.sums.cells import MOMENTS, Cells
from metrics.sums.grouping import categorical

_COMPANIES = 10  # a round and case
PERIODS = 3
_MONTHS = 5.0  # standard deviation of what happens to the whole company
_RIGHT = (POWER - 0.1, POWER + 0.1)


class Case(NamedTuple):
    """Answers a period of the segments, the first of them acted upon; in points of NPS.

    `own`: standard deviation of a segment's own ups and downs, of which a share `lasts` from one
    period to the next. `power`: within which limits what was planted is to be found.
    """

    name: str
    answers: tuple[int, ...]
    own: float = 0.0
    lasts: float = 0.0
    before: int = BEFORE
    power: tuple[float, float] = _RIGHT


CASES = (
    Case("40 answers, two untouched segments", (40, 100, 150)),
    Case("200 answers, one untouched segment", (200, 200)),
    Case("200 answers, one untouched segment, a year before", (200, 200), before=13),
    Case("200 answers, eight untouched segments", (200, *(100,) * 8)),
    Case("25 answers, three untouched segments", (25, 60, 60, 60)),
    Case("own ups and downs of 5 points", (200, 200, 200), own=5.0),
    # What lasts looks like a trend or an effect: then less is told, and less is found.
    Case("own ups and downs of 5 points that last", (200, 200, 200), 5.0, 0.5, power=(0.45, 0.9)),
)


def drawn(chance: np.random.Generator, case: Case, effect: float = 0, trend: float = 0) -> Blocks:
    """The periods of a company. `trend`: what it adds from the mean of before to that of after."""
    many, size = case.before + PERIODS, len(case.answers)
    place = np.arange(-case.before, PERIODS)
    own = np.zeros((size, many))
    new = chance.normal(0, 1, (size, many))
    own[:, 0] = new[:, 0]
    for period in range(1, many):
        kept, rest = case.lasts, np.sqrt(1 - case.lasts**2)
        own[:, period] = kept * own[:, period - 1] + rest * new[:, period]
    points = case.own * own + chance.normal(0, _MONTHS, many)
    middle, way = -(case.before + 1) / 2, (PERIODS + case.before) / 2
    points[0] += effect * (place >= 0) + trend * (place - middle) / way
    n = chance.poisson(np.array(case.answers)[:, None], (size, many)).clip(1)
    positive = chance.binomial(n, np.clip(0.42 + points / 200, 0.01, 0.7))
    left = np.clip((0.24 - points / 200) / (1 - 0.42 - points / 200), 0.01, 0.99)
    negative = chance.binomial(n - positive, left)
    zero = np.zeros(n.size)
    sums = dict.fromkeys(MOMENTS, zero) | {
        name: n.ravel().astype(float) for name in ("answers", "w", "w2")
    }
    sums |= {"pos": positive.ravel().astype(float), "neg": negative.ravel().astype(float)}
    series = categorical(np.zeros(n.size, dtype=np.int64), ["nps:0-10"])
    unit = np.repeat(np.arange(size), many)
    cells = Cells({"series": series}, sums)
    return steady(blocks_of(cells, unit, np.tile(place, size), DEFINITIONS["nps"], np.ones(size)))


def run(seed: int, rounds: int) -> pd.DataFrame:
    """Shares of companies: case, measure, value, limit_low, limit_high."""
    chance, size = np.random.default_rng(seed), _COMPANIES * rounds
    rows: list[Row] = []
    for case in CASES:
        rows += measured(chance, case, size)
    return table(rows)


def measured(chance: np.random.Generator, case: Case, size: int) -> list[Row]:
    """The rows of a case."""
    seen = np.median([_said_before(drawn(chance, case)) for _ in range(30)])
    nothing = [judge(drawn(chance, case), 1, seen, PERIODS) for _ in range(size)]
    planted = [judge(drawn(chance, case, effect=seen), 1, seen, PERIODS) for _ in range(size)]
    told, found = (_counted(one) for one in (nothing, planted))
    rows = [
        at_most(case.name, "no effect: worked, either way", _either_way(nothing), size),
        at_least(case.name, "no effect: did not work", told[Outcome.DID_NOT], size, 0.5),
        between(case.name, "effect that is seen: worked", found[Outcome.WORKED], size, case.power),
        at_most(case.name, "effect that is seen: did not work", found[Outcome.DID_NOT], size),
    ]
    for part in (1 / 3, 2 / 3):
        drifting = [judge(drawn(chance, case, trend=part * seen), 1, None, PERIODS)
                    for _ in range(size)]  # fmt: skip
        name = f"trend of {part:.0%} of it, no effect: worked"
        most = 0.05 if not case.own else 0.08
        rows.append(at_most(case.name, name, _counted(drifting)[Outcome.WORKED], size, most))
    return rows


def _said_before(blocks: Blocks) -> float:
    said = least_seen_after(blocks, PERIODS)
    return np.nan if said is None else said


def _counted(judged: list[Judged]) -> Counter[Outcome]:
    return Counter(one.outcome for one in judged)


def _either_way(judged: list[Judged]) -> int:
    """Those that are said to work, or would be if the other direction were expected.

    A wrong direction is told as `did not work`; its interval leaves out zero all the same.
    """
    wrong = (
        one.effect is not None and one.doubt == Doubt.NONE and one.effect.high < 0
        for one in judged
    )  # fmt: skip
    return sum(one.outcome == Outcome.WORKED for one in judged) + sum(wrong)
