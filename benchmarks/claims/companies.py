"""Simulated companies in which nothing ever changes, and their truth.

Customers come and go at a constant rate; answers, tickets and orders come at any time that their
customer is there. A normal value makes each of them: a share `alike` of its variance is the
customer's own, the rest is noise. Scores are cut from it, so that they are distributed as in
`SCORES` whatever the share.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from benchmarks.claims.mapping import mapping_of
from data.ingest.build import build
from data.store.snapshots import Snapshot, open_snapshot

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

END = datetime(2026, 1, 1)  # data go up to it
# The lowest score, and how many in a hundred answers have it and each one above it.
SCORES: dict[str, tuple[int, tuple[int, ...]]] = {
    "nps": (0, (4, 2, 2, 3, 3, 7, 8, 12, 19, 18, 22)),
    "csat": (1, (5, 6, 11, 38, 40)),
    "ces": (1, (3, 4, 6, 12, 22, 28, 25)),
}
_ASKED = {"nps": 0.4, "csat": 0.35, "ces": 0.25}
PLACES = {
    "touchpoint": {"Checkout": 0.3, "Use": 0.3, "Support": 0.2, "Billing": 0.15, "Shop": 0.05},
    "channel": {"E-mail": 0.6, "Web": 0.3, "Phone": 0.1},
}
SEGMENTS = {
    "plan": {"Basic": 0.9, "Plus": 0.08, "Premium": 0.02},
    "region": {"North": 0.4, "South": 0.35, "West": 0.25},
}
FIRST_CONTACT = 0.7  # share of tickets
MEDIAN_HOURS = {"first_response_time": 3.0, "resolution_time": 20.0}
_HOURS_SPREAD, _AMOUNT_SPREAD = 1.0, 0.8  # standard deviations of the logarithm
_AMOUNT = 80.0  # median
MEAN_AMOUNT = _AMOUNT * float(np.exp(_AMOUNT_SPREAD**2 / 2))
_DAYS_A_MONTH = 30.4


@dataclass(frozen=True)
class Company:
    """How many answers there are, and of whom; half as many tickets, and as many orders."""

    answers: int = 4_000
    each: float = 1.0  # answers of a customer, on average
    alike: float = 0.0  # share of the variance that is between customers
    spread: float = 0.0  # of how often customers answer: standard deviation of the logarithm
    stay: float = 40.0  # months for which customers are there, on average
    months: int = 24  # of data
    whole: bool = True  # with tickets and orders


@dataclass(frozen=True)
class _People:
    """Customers: days since the data begin on which they join and leave, and how active they are"""

    joined: Floats
    left: Floats
    rate: Floats
    days: int  # of data


@dataclass(frozen=True)
class _Events:
    """What customers do, by time in days."""

    who: Ints
    at: Floats


def opened(company: Company, folder: Path, seed: tuple[int, ...]) -> Snapshot:
    """The company's data, built."""
    return built(frames(company, np.random.default_rng(seed)), folder)


def built(tables: Mapping[str, pd.DataFrame], folder: Path) -> Snapshot:
    """Tables as `frames` makes them, written as files and built like a customer's own."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        frame.to_parquet(folder / f"{name}.parquet", index=False)
    mapping = folder / "mapping.toml"
    mapping.write_text(mapping_of(tables, SEGMENTS), encoding="utf-8")
    return open_snapshot(build(mapping, folder / "out"))


def frames(company: Company, rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    """The tables of the company by name, their columns named as in the contract."""
    start = pd.Timestamp(END) - pd.DateOffset(months=company.months)
    people = _people(company, (pd.Timestamp(END) - start).days, rng)
    many = len(people.joined)

    def happened(events: _Events) -> tuple[Floats, dict[str, object]]:
        """A value of each event, what the customer has in common not being that of other tables."""
        own, noise = rng.standard_normal(many), rng.standard_normal(len(events.who))
        value = np.sqrt(company.alike) * own[events.who] + np.sqrt(1 - company.alike) * noise
        return value, {"customer_id": _ids("C", events.who)}

    answers = _events(company.answers, people, rng)
    value, who = happened(answers)
    tables = {
        "customers": _customers(people, start, rng),
        "feedback": pd.DataFrame(
            {"submitted_at": _times(answers.at, start), **who, **_answers(value, rng)}
        ),
    }
    if company.whole:
        asked, bought = (_events(company.answers // 2, people, rng) for _ in range(2))
        value, who = happened(asked)
        tables["tickets"] = pd.DataFrame({**who, **_tickets(asked.at, value, start, rng)})
        value, who = happened(bought)
        amount = np.round(_AMOUNT * np.exp(_AMOUNT_SPREAD * value), 2)
        tables["orders"] = pd.DataFrame(
            {"ordered_at": _times(bought.at, start), **who, "amount": amount}
        )
    for name, key in (
        ("feedback", "response_id"),
        ("tickets", "ticket_id"),
        ("orders", "order_id"),
    ):
        if name in tables:
            tables[name].insert(0, key, _ids(key[0], np.arange(len(tables[name]))))
    return tables


def _people(company: Company, days: int, rng: np.random.Generator) -> _People:
    """As many customers as it takes for the answers; as many come as go."""
    stay = company.stay * _DAYS_A_MONTH
    there = max(round(company.answers / company.each / (1 + days / stay)), 20)
    new = rng.poisson(there * days / stay)
    joined = np.concatenate([-rng.exponential(stay, there), rng.uniform(0, days, new)])
    # Of an exponential stay, what is over says nothing of what is to come.
    left = np.maximum(joined, 0) + rng.exponential(stay, there + new)
    return _People(joined, left, np.exp(company.spread * rng.standard_normal(there + new)), days)


def _events(many: int, people: _People, rng: np.random.Generator) -> _Events:
    """About so many, of customers in proportion to their days there and how active they are."""
    since, until = np.maximum(people.joined, 0), np.minimum(people.left, people.days)
    expected = people.rate * (until - since)
    who = np.repeat(np.arange(len(expected)), rng.poisson(many * expected / expected.sum()))
    at = rng.uniform(since[who], until[who])
    order = np.argsort(at)
    return _Events(who[order], at[order])


def _customers(people: _People, start: pd.Timestamp, rng: np.random.Generator) -> pd.DataFrame:
    many = len(people.joined)
    gone = np.where(people.left < people.days, people.left, np.nan)
    levels = {key: _picked(shares, many, rng) for key, shares in SEGMENTS.items()}
    return pd.DataFrame(
        {
            "customer_id": _ids("C", np.arange(many)),
            "joined_at": _times(people.joined, start),
            "churned_at": _times(gone, start),
            **levels,
        }
    )


def _answers(value: Floats, rng: np.random.Generator) -> dict[str, object]:
    metric = _picked(_ASKED, len(value), rng)
    score = np.zeros(len(value), dtype=np.int64)
    for one in SCORES:
        score[metric == one] = scored(one, value[metric == one])
    places = {key: _picked(shares, len(value), rng) for key, shares in PLACES.items()}
    return {"metric": metric, "score": score, **places}


def scored(metric: str, value: Floats) -> Ints:
    """Scores of standard normal values."""
    first, shares = SCORES[metric]
    return first + np.searchsorted(special.ndtri(np.cumsum(shares[:-1]) / 100), value)


def _tickets(
    at: Floats, value: Floats, start: pd.Timestamp, rng: np.random.Generator
) -> dict[str, object]:
    """Who has to write again waits longer, by the same value."""
    spread = np.exp(_HOURS_SPREAD * value) / 24
    ends = {key: at + hours * spread for key, hours in MEDIAN_HOURS.items()}
    over = (pd.Timestamp(END) - start).days
    first, last = (_times(np.where(end < over, end, np.nan), start) for end in ends.values())
    again = value > special.ndtri(FIRST_CONTACT)
    return {
        "opened_at": _times(at, start),
        "first_response_at": first,
        "resolved_at": last,
        "contacts": 1 + again,
        "reopened": np.where(rng.random(len(at)) < 0.05, "yes", "no"),
        "channel": _picked(PLACES["channel"], len(at), rng),
    }


def _picked(
    shares: dict[str, float], many: int, rng: np.random.Generator
) -> npt.NDArray[np.object_]:
    return np.asarray(
        rng.choice(np.array(list(shares), dtype=object), many, p=list(shares.values()))
    )


def _ids(letter: str, numbers: Ints) -> pd.Series[str]:
    return letter + pd.Series(numbers).astype(str)


def _times(days: Floats, start: pd.Timestamp) -> pd.Series[pd.Timestamp]:
    """Times of days since the start, to the second; not there where there is no number."""
    return (start + pd.to_timedelta(pd.Series(days), unit="D")).dt.floor("s")
