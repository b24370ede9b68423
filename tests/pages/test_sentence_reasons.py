"""Small companies built so that a careless sentence would give the wrong reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from data.store.snapshots import open_snapshot
from tests.data.company import LONG, Company
from tests.pages.reading import read

MAPPING = (
    LONG.replace('"nps"', '"csat"')
    + """touchpoint = "touchpoint"

[[segments]]
key = "region"
table = "feedback"
column = "region"
"""
)
NOW, BASE = "2026-01", "2025-01"


class Group(NamedTuple):
    """Answers of one month, so many of 100 of them satisfied."""

    month: str
    touchpoint: str
    region: str
    n: int
    satisfied: float


def headline(
    company: Company, groups: Iterable[Group], link: str = "", mapping: str = MAPPING
) -> str:
    """What is said of these answers."""
    rows = ["id,date,touchpoint,region,score"]
    for group in groups:
        happy = round(group.n * group.satisfied / 100)
        rows += [
            f"{len(rows) + i},{group.month}-{1 + i % 28:02d},{group.touchpoint},{group.region},"
            f"{5 if i < happy else 2}"
            for i in range(group.n)
        ]
    company.write(mapping, survey_csv="\n".join(rows) + "\n")
    link = link or "from=2026-01-01&to=2026-01-31"
    snapshot = open_snapshot(company.build())
    compare = "" if "compare=" in link else "&compare=year-ago"
    return read(snapshot, f"overview?{link}{compare}").account


def test_levels_that_do_not_overlap_are_no_mix(company: Company) -> None:
    # As versions do: 1.0 last year, 2.0 this year.
    told = headline(company, [Group(BASE, "", "1.0", 500, 90), Group(NOW, "", "2.0", 500, 70)])
    assert told == "Satisfaction (CSAT) fell 20.0 points, unlikely to be chance alone."


def test_a_segment_that_was_empty_is_no_mix(company: Company) -> None:
    told = headline(
        company,
        [
            Group(BASE, "", "", 500, 90),
            Group(NOW, "", "N", 250, 70),
            Group(NOW, "", "S", 250, 70),
        ],
    )
    assert told == "Satisfaction (CSAT) fell 20.0 points, unlikely to be chance alone."


def test_half_of_it_is_not_all_of_it(company: Company) -> None:
    # By hand: mix .1667 * (57.5 - 88.75) = -5.21, rate .4167 * -2.5 + .5833 * -5 = -3.96.
    told = headline(
        company,
        [
            Group(BASE, "", "N", 300, 90),
            Group(BASE, "", "S", 300, 60),
            Group(NOW, "", "N", 200, 87.5),
            Group(NOW, "", "S", 400, 55),
        ],
    )
    assert told == (
        "Satisfaction (CSAT) fell 9.2 points, unlikely to be chance alone, but 5.2 of the 9.2 "
        "points are the mix of answers: those where Region is N went from 50% to 33% of them; at "
        "an unchanged mix it fell 4.0 points (−8.9 to +1.0), within noise."
    )


def test_a_mix_of_touchpoints_is_not_put_in_a_region(company: Company) -> None:
    groups = [
        Group(month, touchpoint, region, n * share // 100, satisfied)
        for month, counts in ((BASE, (1000, 1000)), (NOW, (400, 1600)))
        for touchpoint, n, satisfied in zip(("Shop", "Delivery"), counts, (90, 60), strict=True)
        for region, share in (("N", 98), ("S", 2))
    ]
    assert headline(company, groups) == (
        "Satisfaction (CSAT) fell 9.0 points, unlikely to be chance alone, but the mix of answers "
        "alone comes to −9.0 points: those at Shop went from 50% to 20% of them; at an "
        "unchanged mix it did not move (−2.8 to +2.8 points)."
    )


def test_a_larger_share_is_not_a_worse_place(company: Company) -> None:
    told = headline(
        company,
        [
            Group(BASE, "Delivery", "", 400, 60),
            Group(BASE, "Shop", "", 1600, 90),
            Group(NOW, "Delivery", "", 1000, 56),
            Group(NOW, "Shop", "", 1000, 90),
        ],
    )
    assert told == (
        "Satisfaction (CSAT) fell 11.0 points, unlikely to be chance alone, but 9.6 of the 11.0 "
        "points are the mix of answers: those at Delivery went from 20% to 50% of them; at "
        "an unchanged mix it fell 1.4 points (−3.9 to +1.1), within noise."
    )


def test_plans_that_all_rose_while_the_total_fell(company: Company) -> None:
    # Simpson: N 90 -> 93, S 60 -> 63; N falls from 80 % to 30 % of the answers.
    told = headline(
        company,
        [
            Group(BASE, "", "N", 3200, 90),
            Group(BASE, "", "S", 800, 60),
            Group(NOW, "", "N", 1200, 93),
            Group(NOW, "", "S", 2800, 63),
        ],
    )
    assert told.startswith(
        "Satisfaction (CSAT) fell 12.0 points, unlikely to be chance alone, but the mix"
    )
    assert "the mix of answers did it, −15.0 points: those where Region is S went" in told
    assert "went from 20% to 70% of them; at an unchanged mix it rose 3.0 points (+1." in told
    assert told.endswith("), beyond noise.")


def test_a_mix_against_the_change_is_told_too(company: Company) -> None:
    # N 90 -> 75 and S 60 -> 45, while the better N grows from 30 % to 60 %.
    told = headline(
        company,
        [
            Group(BASE, "", "N", 1200, 90),
            Group(BASE, "", "S", 2800, 60),
            Group(NOW, "", "N", 2400, 75),
            Group(NOW, "", "S", 1600, 45),
        ],
    )
    assert "although the mix of answers went the other way (+9.0 points): those where" in told
    assert "at an unchanged mix it fell 15.0 points (" in told


def test_all_of_it_is_mix_where_that_is_sure(company: Company) -> None:
    told = headline(
        company,
        [
            Group(BASE, "", "N", 8000, 90),
            Group(BASE, "", "S", 2000, 50),
            Group(NOW, "", "N", 4000, 90),
            Group(NOW, "", "S", 6000, 50),
        ],
    )
    assert "but all of it is the mix of answers: those where Region is " in told
    assert "at an unchanged mix it did not move (" in told


def test_a_level_is_named_with_its_dimension(company: Company) -> None:
    groups = [Group(month, "", "No", 600, 80) for month in (BASE, NOW)]
    groups += [Group(BASE, "", "Yes", 400, 80), Group(NOW, "", "Yes", 400, 40)]
    mapping = MAPPING.replace('key = "region"', 'key = "region"\nlabel = "Had a problem"')
    told = headline(company, groups, mapping=mapping)
    assert told.endswith(" of it where Had a problem is Yes.")


def test_a_level_of_nearly_all_is_not_named(company: Company) -> None:
    """A quarter of the answers, A, fell by 14, and B, C, D less; 95 % of all are English."""

    def groups(falls: dict[str, int]) -> list[Group]:
        return [
            Group(month, place, region, n, 80 - (fall if month == NOW and n > 100 else -fall))
            for month in (BASE, NOW)
            for place, fall in falls.items()
            for region, n in (("English", 1900), ("Spanish", 100))
        ]

    told = headline(company, groups({"A": 14, "B": 7, "C": 2, "D": 7}))
    assert told.endswith("points, unlikely to be chance alone.")
    told = headline(company, groups({"A": 14, "B": 1, "C": 0, "D": 1}))
    assert " of it (at least " in told
    assert ") at A" in told
    assert "Spanish" not in told


def test_two_equal_causes_are_both_told(company: Company) -> None:
    falls = {"Shop": 0, "App": 0, "Delivery": 15, "Support": 15}
    told = headline(
        company,
        [
            Group(month, place, "N", 1000, 80 - fall * (month == NOW))
            for month in (BASE, NOW)
            for place, fall in falls.items()
        ],
    )
    assert told.endswith(("at Delivery or Support.", "at Support or Delivery."))


def months(first: str, satisfied: Iterable[float]) -> list[Group]:
    """Delivery month by month from the first on; Shop never changes."""
    year, month = (int(part) for part in first.split("-"))
    found = []
    for place, level in enumerate(satisfied):
        when = f"{year + (month - 1 + place) // 12}-{(month - 1 + place) % 12 + 1:02d}"
        found += [Group(when, "Delivery", "", 200, level), Group(when, "Shop", "", 200, 80)]
    return found


def test_since_a_month_that_lasts(company: Company) -> None:
    year = "from=2026-01-01&to=2026-12-31"
    told = headline(company, months("2025-01", [80] * 18 + [50] * 6), link=year)
    assert told.endswith("nearly all of it at Delivery since July 2026.")


def test_a_dip_that_is_over_is_not_since(company: Company) -> None:
    year = "from=2026-01-01&to=2026-12-31"
    told = headline(company, months("2025-01", [80] * 18 + [20] * 2 + [80] * 4), link=year)
    assert told.endswith("nearly all of it at Delivery.")


def test_the_month_it_got_better_is_not_when_it_fell(company: Company) -> None:
    # 80 % in the first quarter of 2025, then 20 % to January 2026, then up to 60 %.
    quarter = "from=2026-01-01&to=2026-03-31"
    told = headline(company, months("2025-01", [80] * 3 + [20] * 10 + [60] * 2), link=quarter)
    assert "fell" in told
    assert told.endswith("nearly all of it at Delivery.")


def test_a_month_that_is_not_certain_is_a_span(company: Company) -> None:
    year = "from=2026-01-01&to=2026-12-31"
    told = headline(company, months("2025-01", [80] * 17 + [65] + [50] * 6), link=year)
    assert told.endswith("at Delivery, beginning between June and July 2026.")


def test_a_drift_has_no_month(company: Company) -> None:
    year = "from=2026-01-01&to=2026-12-31"
    levels = [80] * 12 + [80 - 4 * place for place in range(12)]
    told = headline(company, months("2025-01", levels), link=year)
    assert told.endswith(" of it at Delivery.")


def test_a_season_is_no_step(company: Company) -> None:
    # Every autumn is 20 points worse; all of 2026 is 15 worse than 2025.
    year = "from=2026-01-01&to=2026-12-31"
    levels = [85 - 20 * (place % 12 > 7) - 15 * (place > 11) for place in range(24)]
    told = headline(company, months("2025-01", levels), link=year)
    assert told.endswith(" of it at Delivery.")


def test_without_a_year_before_no_month_is_told(company: Company) -> None:
    # Half a year against the half before it: a season can't be told from a step.
    half = "from=2026-01-01&to=2026-06-30&compare=previous"
    levels = [80] * 8 + [50] * 4
    told = headline(company, months("2025-07", levels), link=half)
    assert told.endswith(" of it at Delivery.")
