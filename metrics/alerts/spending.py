"""How much chance each look at a figure may take, so that false alarms are rare over a year.

A look is one whole period of one condition of one alert: whoever looks every day looks no more
often, since a period is judged once. Where nothing changes, a look says so wrongly with a chance of
`per_look` at most. False alarms a year are expected to be the sum of these chances over all looks
of the year, whatever depends on whatever (expectations add up: the inequality of Boole and
Bonferroni): of alerts with `looks_a_year` each, alerts * looks_a_year * per_look = `FALSE_ALARMS`.
As alerts are added and removed, each look takes the share of those that are running at that moment,
so that the rate is `FALSE_ALARMS` a year at every moment.
"""

from __future__ import annotations

FALSE_ALARMS = 0.5  # a year, over all alerts of a company: one in two years
LOOKS_A_YEAR = {"day": 365.25, "week": 365.25 / 7, "month": 12.0, "quarter": 4.0, "year": 1.0}


def per_look(alerts: int, looks_a_year: float) -> float:
    """The chance of a false alarm that one look may take, of both directions together.

    `alerts`: how many are running in the company; `looks_a_year`: of this one, over all conditions
    that it judges by chance. Raises ValueError where there is no alert or no look.
    """
    if alerts < 1 or not looks_a_year > 0:
        raise ValueError(
            f"{alerts} alerts with {looks_a_year:g} looks a year: there must be at least one alert "
            "that looks."
        )
    return FALSE_ALARMS / (alerts * looks_a_year)
