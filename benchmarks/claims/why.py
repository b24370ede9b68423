"""Does *Where* name what was planted, and nothing where nothing was? Does a bridge hold the truth?

Companies of two years, by touchpoint and channel of an answer, plan and region of a customer. A
normal value makes each answer: a part of its variance is the customer's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from benchmarks.claims.companies import SCORES
from benchmarks.claims.rows import Row, at_least, at_most, table
from metrics.definitions import DEFINITIONS
from metrics.inference.design_effect import (
    Alike,
    SameCustomer,
    alike_key,
    intraclass_correlation,
)
from metrics.reasons.bridge import bridge
from metrics.reasons.decomposition import MixAndRate
from metrics.reasons.where import Search, search, ways_of
from metrics.series import Series, group_place, parse_series
from metrics.sums.counts import add_counts, add_tallies
from metrics.sums.paired_cells import PairedCells, outer

LEVELS = {
    "touchpoint": {"Support": 0.25, "Billing": 0.25, "Delivery": 0.2, "Shop": 0.2, "App": 0.1},
    "plan": {"Basic": 0.6, "Plus": 0.25, "Team": 0.1, "Large": 0.05},
    "region": {"EMEA": 0.5, "Americas": 0.3, "Asia": 0.2},
    "channel": {"mail": 0.9, "web": 0.1},
}
OF_CUSTOMERS = ("plan", "region")
SERIES = {"nps": "nps:0-10", "csat": "csat:1-5", "csat_mean": "csat:1-5"}
AMOUNTS = "average_order_value"
METRICS = (*SERIES, AMOUNTS)
RIGHT = 0.9
_OPINION = 0.5  # of the variance behind an answer, where customers have opinions of their own
_SPREAD = 0.8  # of amounts: standard deviation of the logarithm

Levels = Mapping[str, str]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Company:
    """Two years: what happened from one to the other."""

    metric: str = "nps"
    answers: int = 6_000  # of a year
    each: float = 1.0  # answers of a customer in both years
    tail: float = 0.0  # of how often they answer: standard deviation of the logarithm
    falls: tuple[tuple[Levels, float], ...] = ()  # of these segments, in standard deviations
    mix: Mapping[str, Floats] = field(default_factory=dict)  # shares of the second year
    standing: tuple[tuple[Levels, float], ...] = (
        ({"plan": "Basic"}, -0.3), ({"touchpoint": "Shop"}, 0.2),
    )  # fmt: skip


class Seen(NamedTuple):
    """What is found of a company."""

    search: Search
    by_plan: MixAndRate


def run(seed: int, rounds: int) -> pd.DataFrame:
    """How often what is found is right; a frame as `benchmarks.claims.rows.table`."""
    rng = np.random.default_rng(seed)
    rows: list[Row] = []
    for name, company in quiet().items():
        for metric in METRICS:
            own = replace(company, metric=metric)
            said = sum(bool(ask(own, rng).search.places) for _ in range(4 * rounds))
            rows.append(at_most(name, f"{metric}: a segment is named", said, 4 * rounds))
    for name, (company, right) in planted().items():
        for metric in METRICS:
            own = replace(company, metric=metric)
            found = sum(right(ask(own, rng)) for _ in range(rounds))
            rows.append(at_least(name, f"{metric}: named rightly", found, rounds, RIGHT))
    return table(rows)


def quiet() -> dict[str, Company]:
    """Companies in which nothing changes."""
    return {
        "nothing, 1,500 answers": Company(answers=1_500),
        "nothing, 6,000 answers": Company(),
        "nothing, 5 answers of a customer": Company(each=5),
        "nothing, some answer far more often": Company(each=3, tail=1.2),
    }


def planted() -> dict[str, tuple[Company, Callable[[Seen], bool]]]:
    """Companies with a cause, and what is right to say of them."""
    emea, support = {"region": "EMEA"}, {"touchpoint": "Support"}
    deep = {**support, **emea}
    moved = np.array([0.2, 0.25, 0.35, 0.2])
    more = np.array([0.85, 0.1, 0.03, 0.02])
    shares = np.array([0.1, 0.4, 0.2, 0.2, 0.1])
    return {
        "one segment": (Company(falls=((emea, 0.3),)), lambda seen: _named(seen, emea)),
        "one segment, 5 answers of a customer": (
            Company(falls=((emea, 0.3),), each=5), lambda seen: _named(seen, emea),
        ),
        "two segments at once": (
            Company(falls=((emea, 0.3), (support, 0.3))), lambda seen: _named(seen, emea, support),
        ),
        "a segment at a touchpoint": (
            Company(falls=((deep, 0.6),)), lambda seen: _named(seen, deep),
        ),
        "mix alone": (Company(mix={"plan": moved}), _is_mix),
        "mix, and every plan up (Simpson)": (
            Company(
                mix={"plan": more}, falls=(({}, -0.15),),
                standing=(({"plan": "Basic"}, -1.0),), answers=12_000,
            ),
            _is_turn,
        ),
        "a share drifts, no value moves": (
            Company(mix={"touchpoint": shares}), lambda seen: not seen.search.places,
        ),
    }  # fmt: skip


def ask(company: Company, rng: np.random.Generator) -> Seen:
    """Draws the answers of two years, and looks for what changed."""
    both, same = drawn(company, rng)
    definition = DEFINITIONS[company.metric]
    by_plan = bridge(both.added(["plan"]), definition)
    assert by_plan is not None
    return Seen(search(both, definition, ways_of(list(LEVELS)), same=same), MixAndRate.of(by_plan))


def drawn(company: Company, rng: np.random.Generator) -> tuple[PairedCells, SameCustomer | None]:
    """The cells of both years by all dimensions, and whose answers they are."""
    many = max(int(2 * company.answers / company.each), 1)
    often = np.ones(many, dtype=np.int64)
    if company.each > 1:
        active = rng.lognormal(-(company.tail**2) / 2, company.tail, many)
        often = 1 + rng.poisson((company.each - 1) * active)
    who = np.repeat(np.arange(many), often)
    rows = pd.DataFrame({"customer": who, "now": rng.random(len(who)) < 0.5})
    for key, shares in LEVELS.items():
        names, chance = list(shares), np.array(list(shares.values()))
        drawn = rng.random(many)[who] if key in OF_CUSTOMERS else rng.random(len(who))
        later = np.cumsum(company.mix.get(key, chance))
        place = np.where(
            rows["now"], np.searchsorted(later, drawn), np.searchsorted(np.cumsum(chance), drawn)
        )
        rows[key] = np.array(names)[np.minimum(place, len(names) - 1)]
    own = _OPINION if company.each > 1 else 0.0
    latent = rng.normal(size=many)[who] * np.sqrt(own) + rng.normal(size=len(who)) * np.sqrt(
        1 - own
    )
    for levels, size in company.standing:
        latent += size * _inside(rows, levels)
    for levels, size in company.falls:
        latent -= size * _inside(rows, levels) * rows["now"].to_numpy()
    return _cells(rows, latent, company)


def _cells(
    rows: pd.DataFrame, latent: Floats, company: Company
) -> tuple[PairedCells, SameCustomer | None]:
    keys, metric = list(LEVELS), company.metric
    definition, series = DEFINITIONS[metric], SERIES.get(metric, metric)
    if metric == AMOUNTS:
        value = amount = np.exp(_SPREAD * latent + 4)
        rows = rows.assign(n=1, total=amount, squares=amount**2, cubes=amount**3)
        sides = [add_tallies(rows[rows["now"] == now], metric, keys) for now in (True, False)]
    else:
        scale = parse_series(series)
        low, shares = SCORES[scale.metric]
        cuts = special.ndtri(np.cumsum(shares)[:-1] / sum(shares))
        score = low + np.searchsorted(cuts, latent).astype(float)
        value = _value(metric, scale, score)
        rows = rows.assign(series=pd.Categorical([series] * len(rows)), score=score, n=1)
        sides = [add_counts(rows[rows["now"] == now], keys) for now in (True, False)]
    both = outer(sides[0], sides[1], [metric], keys)
    if company.each <= 1:
        return both, None
    rho, more = intraclass_correlation(rows["customer"].to_numpy(), value, np.ones(len(rows)))
    named = [*keys, *(["series"] if metric != AMOUNTS else []), "customer"]
    people = rows.assign(w=1.0, w2=1.0)
    now, base = (
        people[people["now"] == side].groupby(named, observed=True)[["w", "w2"]].sum().reset_index()
        for side in (True, False)
    )
    alike = {alike_key(definition, series): Alike(rho, more, 1.0)}
    return both, SameCustomer(now, base, alike)


def _value(metric: str, scale: Series, score: Floats) -> Floats:
    """What a score adds to a metric."""
    if metric == "csat_mean":
        return score
    place = group_place(
        score, np.full(len(score), scale.positive_from), np.full(len(score), scale.negative_to)
    )
    return np.asarray(place - 1.0 if metric == "nps" else place == 2, dtype=np.float64)


def _inside(rows: pd.DataFrame, levels: Levels) -> npt.NDArray[np.bool_]:
    found = np.ones(len(rows), dtype=bool)
    for key, level in levels.items():
        found &= (rows[key] == level).to_numpy()
    return found


def _named(seen: Seen, *wanted: Levels) -> bool:
    """These and no others."""
    found: list[Levels] = [dict(place.levels) for place in seen.search.places]
    return len(found) == len(wanted) and all(dict(one) in found for one in wanted)


def _is_mix(seen: Seen) -> bool:
    """The mix is real, the interval of the rate holds none, and no segment is named."""
    both = seen.by_plan
    return both.mix.real and not both.rate.real and not seen.search.places


def _is_turn(seen: Seen) -> bool:
    return seen.by_plan.mix.real and seen.by_plan.turns and not seen.search.places
