"""Orders, tickets and customers have reasons as answers have: each rate and mean of them."""

from __future__ import annotations

import pytest

from data.frames import Tables
from data.store.snapshots import Snapshot, open_snapshot
from pages.figures.coverage import base_scope
from pages.figures.figure import figures_of
from pages.figures.reasons import MixReason, reasons
from tests.data.company import ORDERS, TICKETS, Company
from tests.pages.reading import frame, read, view_of

FEBRUARY = "from=2026-02-01&to=2026-02-28&compare=year-ago"
PLANS = ORDERS + '[[segments]]\nkey = "plan"\ntable = "customers"\ncolumn = "plan"\n'
REGIONS = TICKETS + (
    'sla_met = "in_time"\n[[segments]]\nkey = "region"\ntable = "tickets"\ncolumn = "region"\n'
)


def test_the_order_value_fell_by_its_mix(company: Company) -> None:
    # By hand: half of the orders went from about 200 to about 50, and no plan moved.
    sold, known = ["no,who,at,sum"], ["who,plan"]
    for year, counts in (
        (2025, {"Small": 100, "Large": 300}),
        (2026, {"Small": 300, "Large": 100}),
    ):
        for plan, n in counts.items():
            for i in range(n):
                amount = {"Small": 47, "Large": 197}[plan] + i % 7
                sold.append(f"{len(sold)},c{len(sold)},{year}-02-{1 + i % 28:02d},{amount}")
                known.append(f"c{len(known)},{plan}")
    company.write(PLANS, shop_csv="\n".join(sold) + "\n", crm_csv="\n".join(known) + "\n")
    told = read(open_snapshot(company.build()), f"overview?{FEBRUARY}").account
    assert "The average order value fell EUR 75." in told
    assert "but all of it is the mix of orders: those where Plan is " in told


def test_a_rate_of_tickets_fell_in_one_region(company: Company) -> None:
    rows = ["id,opened,answered,resolved,in_time,region"]
    for year in (2025, 2026):
        for region, n in (("North", 600), ("South", 400)):
            kept = 50 if (year, region) == (2026, "South") else 90
            rows += [
                f"{year}{region}{i},{year}-02-{1 + i % 28:02d} 08:00,{year}-02-{1 + i % 28:02d} "
                f"09:00,{year}-02-{1 + i % 28:02d} 10:00,{'yes' if i % 100 < kept else 'no'},"
                f"{region}"
                for i in range(n)
            ]
    company.write(REGIONS, log_csv="\n".join(rows) + "\n")
    told = read(open_snapshot(company.build()), f"service?{FEBRUARY}").account
    assert "The share of answers in time fell 16.0 points, unlikely to be chance alone, " in told
    assert " of it where Region is South." in told


def test_the_parts_are_a_recount(snapshot: Snapshot, tables: Tables) -> None:
    """The order value by plan, counted order by order."""
    view = view_of(snapshot, "customers")
    rows = figures_of(frame(read(snapshot, "customers"), "cards"))
    (row,) = [row for row in rows if row.metric == "average_order_value"]
    found = reasons(snapshot, view, [row], True)[row.series]
    assert isinstance(found, MixReason)
    assert found.dimension.key == "plan"
    base = base_scope(snapshot.catalog, view)
    assert base is not None
    assert tables.orders is not None
    day = tables.orders["ordered_at"].dt.date
    now, then = (
        tables.orders[(day >= span.start) & (day <= span.end)]
        .groupby("plan", dropna=False)["amount"]
        .agg(["size", "mean"])
        for span in (view.span, base.span)
    )
    share, before = (side["size"] / side["size"].sum() for side in (now, then))
    mix = ((share - before) * (now["mean"] + then["mean"]) / 2).sum()
    rate = ((share + before) / 2 * (now["mean"] - then["mean"])).sum()
    parts = found.mix.parts
    assert (parts.mix.value, parts.rate.value) == pytest.approx((mix, rate))


def test_parts_are_as_uncertain_as_their_whole(snapshot: Snapshot) -> None:
    """Where customers answer several times the interval of the change is wider than of answers."""
    view = view_of(snapshot, "overview")
    rows = figures_of(frame(read(snapshot, "overview"), "cards"))
    (row,) = [row for row in rows if row.metric == "nps"]
    half = row.change_high - row.change
    wide = row._replace(change_low=row.change - 2 * half, change_high=row.change + 2 * half)
    one, two = (reasons(snapshot, view, [each], True)[row.series] for each in (row, wide))
    assert isinstance(one, MixReason)
    assert isinstance(two, MixReason)
    assert two.mix.parts.rate.value == one.mix.parts.rate.value
    for part in ("mix", "rate"):
        errors = [getattr(each.mix.parts, part).error for each in (one, two)]
        assert errors[1] == pytest.approx(2 * errors[0], rel=0.02)


def test_what_does_not_add_up_over_levels_is_not_taken_apart(snapshot: Snapshot) -> None:
    """Figures of another view than the cells are of have no reasons."""
    view = view_of(snapshot, "customers")
    rows = figures_of(frame(read(snapshot, "customers"), "cards"))
    (row,) = [row for row in rows if row.metric == "average_order_value"]
    assert reasons(snapshot, view, [row._replace(change=row.change + 1)], True) == {}


def test_medians_counts_and_the_index_have_no_reasons(snapshot: Snapshot) -> None:
    view = view_of(snapshot, "overview")
    rows = figures_of(frame(read(snapshot, "overview"), "cards"))
    others = [row for row in rows if row.metric in ("resolution_time", "xqi", "customers_end")]
    assert others
    assert reasons(snapshot, view, others, True) == {}
