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


def headline(company: Company, groups: Iterable[Group], link: str = "") -> str:
    """What is said of these answers."""
    rows = ["id,date,touchpoint,region,score"]
    for group in groups:
        happy = round(group.n * group.satisfied / 100)
        rows += [
            f"{len(rows) + i},{group.month}-{1 + i % 28:02d},{group.touchpoint},{group.region},"
            f"{5 if i < happy else 2}"
            for i in range(group.n)
        ]
    company.write(MAPPING, survey_csv="\n".join(rows) + "\n")
    link = link or "from=2026-01-01&to=2026-01-31"
    snapshot = open_snapshot(company.build())
    return read(snapshot, f"overview?{link}&compare=year-ago").headline


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
        "points are the mix of answers: region N went from 50% to 33% of them."
    )


def test_a_mix_of_touchpoints_is_not_put_in_a_region(company: Company) -> None:
    groups = [
        Group(month, touchpoint, region, n * share // 100, satisfied)
        for month, counts in ((BASE, (1000, 1000)), (NOW, (400, 1600)))
        for touchpoint, n, satisfied in zip(("Shop", "Delivery"), counts, (90, 60), strict=True)
        for region, share in (("N", 98), ("S", 2))
    ]
    assert headline(company, groups) == (
        "Satisfaction (CSAT) fell 9.0 points, unlikely to be chance alone, but all of it is the "
        "mix of answers: touchpoint Shop went from 50% to 20% of them."
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
        "points are the mix of answers: touchpoint Delivery went from 20% to 50% of them."
    )


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
