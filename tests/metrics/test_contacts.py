"""Did contact help: pairs by hand, figures by hand and by scipy, claims by simulation."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from metrics.actions.contacts import APART, FOLLOWED, helped, least_seen, pairs_of

NAN = float("nan")
LAST = 10_000
COLUMNS = ["customer_id", "stratum", "answered", "next_answered", "next_score", "left"]
CONTACT = ("a", "nps 3", 100, 150, 8, NAN, 110)  # contacted ten days after the answer


def contacts(*rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[*COLUMNS, "contacted"])


def others(*rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS)


def pair(*rows: tuple[object, ...], contact: tuple[object, ...] = CONTACT) -> list[list[float]]:
    found: list[list[float]] = pairs_of(contacts(contact), others(*rows), LAST).to_numpy().tolist()
    return found


def test_the_nearest_of_the_same_stratum() -> None:
    found = pair(
        ("far", "nps 3", 95, 200, 1, NAN),
        ("near", "nps 3", 104, 200, 5, 150),
        ("else", "nps 4", 100, 200, 9, NAN),
    )
    assert found == [[8, 1, 5, 0]]


@pytest.mark.parametrize(
    ("other", "taken"),
    [
        (("b", "nps 3", 100 - APART, 400, 5, NAN), True),
        (("b", "nps 3", 100 + APART, 400, 5, NAN), True),
        (("b", "nps 3", 99 - APART, 400, 5, NAN), False),
        (("b", "nps 3", 101 + APART, 400, 5, NAN), False),
        # As long after the answer as the contact was: ten days.
        (("b", "nps 3", 105, 115, 5, NAN), False),
        (("b", "nps 3", 105, 116, 5, NAN), True),
        (("b", "nps 3", 105, 400, 5, 115), False),
        (("b", "nps 3", 105, 400, 5, 116), True),
        (("a", "nps 3", 105, 400, 5, NAN), False),  # who was contacted is beside nobody
    ],
)
def test_who_may_stand_beside(other: tuple[object, ...], taken: bool) -> None:
    assert len(pair(other)) == taken


def test_what_came_after_ninety_days_is_not_of_it() -> None:
    end = 110 + FOLLOWED
    late = ("a", "nps 3", 100, end + 1, 8, end + 1, 110)
    same = ("b", "nps 3", 100, end, 5, end)
    ((score, stays, other, other_stays),) = pair(same, contact=late)
    assert np.isnan(score)
    assert (stays, other, other_stays) == (1, 5, 0)
    followed = contacts(CONTACT), others(same)
    assert len(pairs_of(*followed, end)) == 1
    assert len(pairs_of(*followed, end - 1)) == 0


def test_nobody_twice() -> None:
    two = contacts(CONTACT, ("z", "nps 3", 101, NAN, NAN, NAN, 110))
    rows = others(("b", "nps 3", 101, NAN, NAN, NAN), ("b", "nps 3", 102, NAN, NAN, NAN))
    assert len(pairs_of(two, rows, LAST)) == 1


@settings(max_examples=20)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(random: np.random.RandomState) -> None:
    rows = [(f"o{n}", f"nps {n % 2}", 90 + n % 7 * 3, 300, n, NAN) for n in range(12)]
    own = [(f"c{n}", f"nps {n % 2}", 100, 300, n, NAN, 105 + n % 3) for n in range(5)]
    expected = pairs_of(contacts(*own), others(*rows), LAST)
    random.shuffle(rows)
    random.shuffle(own)
    pd.testing.assert_frame_equal(pairs_of(contacts(*own), others(*rows), LAST), expected)


def test_figures_by_hand_and_by_scipy() -> None:
    ours, theirs = np.arange(40) % 11.0, np.arange(40) % 7.0
    stays = np.r_[np.ones(30), np.zeros(10)]
    others_stay = np.r_[np.ones(12), np.zeros(28)]
    pairs = pd.DataFrame(
        {"score": ours, "other_score": theirs, "stays": stays, "other_stays": others_stay}
    )
    score, stay = helped(pairs, (0, 10), 10)
    assert (score.n, score.contacted, score.others) == (40, ours.mean(), theirs.mean())
    assert score.change == pytest.approx((ours - theirs).mean())
    # The interval of a t with one answer added lies about the plain one.
    plain = stats.ttest_rel(ours, theirs).confidence_interval()
    assert (score.low, score.high) == pytest.approx((plain.low, plain.high), abs=0.1)
    assert score.high - score.low >= plain.high - plain.low
    assert (stay.contacted, stay.others, stay.change) == (75, 30, 45)
    assert stay.verdict == "real"  # 18 pairs to none: McNemar's p is 2 / 2**18
    # Net share by hand: (18.75 - 0.75) / 43, with the variance of Rocks.
    p, d = 18.75 / 43, 0.75 / 43
    reach = 1.959964 * ((p + d - (p - d) ** 2) / 43) ** 0.5
    assert stay.low == pytest.approx(100 * (p - d - reach))
    assert stay.high == pytest.approx(100 * (p - d + reach))


def test_too_few_pairs_are_told_nothing_of() -> None:
    pairs = pd.DataFrame(
        {"score": [9.0] * 9 + [NAN], "other_score": 0.0, "stays": 1.0, "other_stays": 0.0}
    )
    score, stay = helped(pairs, (0, 10), 10)
    assert (score.n, score.verdict) == (9, "too_few")
    assert np.isnan(score[1:6]).all() and np.isnan(score.seen)
    assert (stay.n, stay.verdict, stay.change) == (10, "real", 100)
    assert [one.verdict for one in helped(pairs.iloc[:0], (0, 10), 10)] == ["too_few"] * 2


def company(chance: np.random.Generator, many: int, effect: float, stays: float) -> pd.DataFrame:
    """The pairs of a company: customers differ, those in trouble are called rather.

    All score the same at first; segments have scores and losses of their own; who is called is
    called late, so that some have left or answered before.
    """
    size = 8 * many
    segment = chance.integers(0, 3, size)
    answered = chance.integers(0, 200, size)
    liking = chance.normal(3 + segment, 1.5)
    called = np.zeros(size, dtype=bool)
    called[chance.choice(size, many, replace=False, p=(1 + segment) / (1 + segment).sum())] = True
    lag = chance.integers(1, 21, size)
    again = answered + chance.geometric(1 / 60, size)
    left = answered + chance.geometric(np.array([1 / 400, 1 / 600, 1 / 900])[segment])
    reached = called & (again > answered + lag) & (left > answered + lag)
    kept = reached & (chance.random(size) < stays)
    left = np.where(kept, 9_999, left)
    # What is planted is added beyond the ends of the scale: it is to be of a known size.
    score = np.clip(np.rint(liking + chance.normal(0, 1.5, size)), 0, 10) + effect * reached
    frame = pd.DataFrame(
        {
            "customer_id": [f"c{n:05d}" for n in range(size)],
            "stratum": [f"nps {one}" for one in segment],
            "answered": answered.astype(float),
            "next_answered": np.where(again < left, again, np.nan),
            "next_score": np.where(again < left, score, np.nan),
            "left": left.astype(float),
            "contacted": (answered + lag).astype(float),
        }
    )
    return pairs_of(frame[called], frame[~called].drop(columns="contacted"), LAST)


def test_where_nothing_helps_at_most_one_in_twenty_is_said_to() -> None:
    chance = np.random.default_rng(17)
    rounds, said = 200, 0
    for _ in range(rounds):
        found = helped(company(chance, 60, 0, 0), (0, 10), 10)
        said += any(one.verdict == "real" for one in found)
    # 5 % and what chance adds in so many rounds: above it with p < 0.001.
    assert said <= stats.binom.ppf(0.999, rounds, 0.05)


def test_what_would_be_seen_is_seen_as_often_as_stated() -> None:
    chance = np.random.default_rng(18)
    none = pd.concat([company(chance, 60, 0, 0) for _ in range(20)])
    apart = (none["score"] - none["other_score"]).dropna()
    n = len(apart) // 20
    effect = least_seen(apart.std() / n**0.5, n, 2)
    rounds = 150
    found = [helped(company(chance, 60, effect, 0), (0, 10), 10)[0] for _ in range(rounds)]
    share = np.mean([one.verdict == "real" and one.change > 0 for one in found])
    assert 0.7 <= share <= 0.9  # 80 of 100, by three standard errors
    # What is stated in each round is near to that.
    assert np.median([one.seen for one in found]) == pytest.approx(effect, rel=0.12)
    inside = np.mean([one.low <= effect <= one.high for one in found])
    assert inside >= 0.9


def test_customers_who_are_kept_are_found() -> None:
    chance = np.random.default_rng(19)
    found = [helped(company(chance, 150, 0, 0.9), (0, 10), 10)[1] for _ in range(25)]
    assert np.mean([one.verdict == "real" and one.change > 0 for one in found]) >= 0.8


def test_an_outcome_that_is_not_known_is_none_of_the_family() -> None:
    """Else its p of 1 would double that of the other: `noise` beside an interval without 0."""
    chance = np.random.default_rng(3)
    told = 0
    for _ in range(200):
        apart = chance.normal(0.35, 1, 40)
        pairs = pd.DataFrame({"score": 5 + apart, "other_score": 5.0})
        first, second = helped(pairs.assign(stays=np.nan, other_stays=np.nan), (0, 10), 10)
        assert (first.verdict == "real") == (first.low > 0 or first.high < 0)
        assert second.verdict == "too_few"
        told += first.verdict == "real"
    assert 60 < told < 180  # both happen
