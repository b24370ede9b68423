"""Alerts: what begins, lasts and ends, how rarely by chance, and how soon if it is real."""

from __future__ import annotations

import math

import numpy as np
from scipy import stats

from metrics.alerts.answers import fewer, numbers
from metrics.alerts.changes import change
from metrics.alerts.conditions import State
from metrics.alerts.periods import Periods
from metrics.alerts.spending import LOOKS_A_YEAR, per_look
from metrics.alerts.targets import missed
from metrics.definitions import DEFINITIONS
from tests.metrics.weeks import FIRST, Z, week, weeks

RARE = 0.0002
USUAL = [20.0, 21.0] * 10


def states(periods: Periods, state: State | None = None, first: int = 0) -> list[State]:
    """The state of a change after each week from `first` on."""
    found, now = [], state or State()
    for at in range(first, len(periods.starts)):
        now = change(periods, at, now, RARE, "week")
        found.append(now)
    return found


def directions(values: list[float]) -> list[int]:
    return [one.direction for one in states(weeks(values))]


def test_a_change_begins_once_lasts_and_ends_once_and_begins_anew() -> None:
    found = directions([*USUAL, 40, 41, 40, 40, 20, 21, 20, 21, 20, *USUAL, -5, -6])
    assert found[:20] == [0] * 20
    assert found[20:24] == [1, 1, 1, 1]
    back = found.index(0, 20)
    assert 25 <= back <= 28, "the newest four together are back"
    assert found[back:-2] == [0] * (len(found) - 2 - back)
    assert found[-2:] == [-1, -1]


def test_a_change_says_since_when() -> None:
    found = states(weeks([*USUAL, 40, 41]))
    assert found[-1] == State(1, week(20))
    assert found[19] == State()


def test_what_is_too_small_for_one_week_is_found_in_four() -> None:
    """Three standard errors lower, where a week alone must be further off, after a year."""
    year = [*USUAL * 2, *USUAL[:12]]
    alone = states(weeks([*year, 17.5]))[-1]
    assert alone == State()
    found = states(weeks([*year, 17.5, 17.2, 17.4, 17.3]))
    told = next(place for place, state in enumerate(found) if state.direction)
    assert told in (53, 54, 55)
    assert found[told].direction == -1
    assert found[told].since == week(told - 3), "the first of the four"


def test_one_far_off_is_over_when_those_after_it_are_back() -> None:
    found = directions([*USUAL, 40, *USUAL])
    assert found[20] == 1
    assert sum(found) <= 4 and found[-1] == 0


def test_the_other_side_ends_a_change() -> None:
    found = states(weeks([*USUAL, 40, 0]))
    assert found[-2].direction == 1
    assert found[-1] == State(apart=((week(20), week(20)),))


def test_too_short_a_past_tells_nothing() -> None:
    """Eight weeks, without the newest eight."""
    assert directions([*USUAL[:14], 80]) == [0] * 15
    assert directions([*USUAL[:15], 80])[-1] == 1


def test_weeks_without_a_figure_are_passed_over() -> None:
    nan = math.nan
    assert directions([*USUAL, nan, 40, nan, nan, 41])[20:] == [0, 1, 1, 1, 1]
    assert directions([*USUAL[:7], nan, *USUAL[:7], 80])[-1] == 0, "seven are too few"


def test_a_change_that_lasts_half_a_year_is_the_usual_level() -> None:
    found = states(weeks([*USUAL, *[40.0, 41.0] * 20, 20.0]))
    assert [one.direction for one in found[20:45]] == [1] * 25
    assert found[45] == State(level=week(20))
    assert [one.direction for one in found[45:-1]] == [0] * 15
    assert found[-1] == State(-1, week(60), week(20)), "a change from the new level"


def test_a_change_that_has_ended_is_no_part_of_what_is_usual() -> None:
    before, after = states(weeks([*USUAL, 35, 20]))[-1], weeks([*USUAL, 35, 20, *USUAL, 12])
    assert before.direction == 1
    assert directions(list(after.value[:20]) + list(after.value[22:]))[-1] == -1
    assert states(after)[-1].direction == -1, "as if the week had never been"


def test_a_level_that_a_note_names_is_no_change() -> None:
    periods = weeks([*USUAL, *[40.0, 41.0] * 6])
    noted = periods._replace(levels=[None] * 20 + [week(20)] * 12)
    assert all(one.direction == 0 for one in states(noted))
    late = periods._replace(levels=[None] * 22 + [week(22)] * 10)
    found = states(late)
    assert [one.direction for one in found[20:23]] == [1, 1, 0]
    assert found[-1] == State(level=week(22))


# Targets, and too few answers.


def test_a_target_is_missed_where_an_interval_as_wide_as_the_look_asks_says_so() -> None:
    """30, from 26 to 34: at one in a thousand 3.09 / 1.96 * 4 = 6.31 wider, to 36.31."""
    periods, nps = weeks([30.0], error=4 / Z), DEFINITIONS["nps"]
    told = [missed(periods, 0, State(), 0.001, target, nps) for target in (35.0, 36.25, 36.4)]
    assert [one.direction for one in told] == [0, 0, 1]
    assert told[-1] == State(1, FIRST)


def test_where_less_is_better_more_misses_it() -> None:
    periods, hours = weeks([30.0], error=1.0), DEFINITIONS["resolution_time"]
    assert missed(periods, 0, State(), 0.001, 20.0, hours).direction == 1
    assert missed(periods, 0, State(), 0.001, 40.0, hours).direction == 0


def test_a_target_is_reached_by_two_values_in_a_row() -> None:
    periods, nps = weeks([30.0, 41.0, 38.0, 41.0, math.nan, 40.0, 39.0]), DEFINITIONS["nps"]
    state, found = State(), []
    for at in range(7):
        state = missed(periods, at, state, 0.001, 40.0, nps)
        found.append(state.direction)
    assert found == [1, 1, 1, 1, 1, 0, 0]


def test_fewer_answers_are_told_and_more_are_not() -> None:
    usual = [150.0, 160.0, 140.0, 155.0] * 4
    for newest, told in ((60.0, 1), (150.0, 0), (400.0, 0)):
        answers = np.array([*usual, newest])
        periods = numbers(weeks([20.0] * 17), answers)
        state = State()
        for at in range(17):
            state = fewer(periods, at, state, RARE, "week")
        assert state.direction == told
        assert state.since == (week(16) if told else None)


# How rarely, and how soon.


def test_on_noise_alarms_are_as_rare_as_stated_and_a_step_is_told() -> None:
    """300 companies with one alert, months of 150 answers: half an alarm a year or fewer."""
    chance, size = np.random.default_rng(11), 300
    error = 80 / math.sqrt(150)
    values = chance.normal(30, error, (36, size))
    stepped = values.copy()
    stepped[30:] -= 20
    took = per_look(1, LOOKS_A_YEAR["month"])
    began, seen = 0, 0
    for place in range(size):
        for planted, series in ((False, values[:, place]), (True, stepped[:, place])):
            periods, state = weeks(series.tolist(), error), State()
            for at in range(24, 36):
                after = change(periods, at, state, took, "month")
                began += not planted and after.direction != 0 == state.direction
                state = after
            seen += planted and state.direction == -1
    assert began <= stats.binom.isf(0.001, size * 12, took)
    assert began > 0.05 * size, "the chance is there to be taken"
    assert seen > 0.9 * size
