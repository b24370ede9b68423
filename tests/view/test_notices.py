"""What of a link can't be applied is named, with the nearest that can, and the rest applies."""

from __future__ import annotations

from datetime import date

import pytest

from data.scope import Span
from metrics.definitions import DEFINITIONS
from tests.view.catalogs import catalog, dimension
from view.pages import available_metrics, available_pages
from view.query import counted
from view.url import parse


@pytest.mark.parametrize(
    ("link", "notice"),
    [
        ("loyality", "There is no page “loyality” (nearest: “loyalty”)."),
        ("a/b", "There is no page “a/b”."),
        ("?region=EMAE", "“EMAE” is not a region in these data (nearest: “EMEA”); left out."),
        ("?region=x", "“x” is not a region in these data; left out."),
        ("?regoin=EMEA", "“regoin” is not a filter here (nearest: “region”)."),
        (
            "?period=last-mont",
            "“period=last-mont” is not known (nearest: “last-month”); "
            "showing “last-12-months” instead.",
        ),
        (
            "?compare=yearago",
            "“compare=yearago” is not known (nearest: “year-ago”); showing “previous” instead.",
        ),
        ("?metric=npps", "“metric=npps” is not known (nearest: “nps”); left out."),
        ("?metric=ces:1-5", "“metric=ces:1-5” is not known (nearest: “ces:1-7”); left out."),
        ("?region=emea", "“emea” is not a region in these data (nearest: “EMEA”); left out."),
        ("?by=plam", "“by=plam” is not known (nearest: “plan”); showing “region” instead."),
        ("?from=2026-02-30", "“from=2026-02-30” is not a date like 2026-03-31; left out."),
        ("?to=yesterday", "“to=yesterday” is not a date like 2026-03-31; left out."),
        ("?score=ten", "“score=ten” is not a score; left out."),
        ("?weighted=1", "“weighted=1” is not known; showing “no” instead."),
        ("?region=" + "x" * 99, f"“{'x' * 39}…” is not a region in these data; left out."),
        (
            "?from=2026-03-01&to=2026-01-01",
            "“from” is after “to”; 2026-01-01 to 2026-03-01 was taken.",
        ),
        (
            "?from=1990-01-01&to=2024-01-31",
            "The data run from 2023-11-01 to 2026-10-31; showing 2023-11-01 to 2024-01-31.",
        ),
        (
            "?from=2025-01-01&to=9999-12-31",
            "The data run from 2023-11-01 to 2026-10-31; showing 2025-01-01 to 2026-10-31.",
        ),
        (
            "?from=0001-01-01&to=0001-02-01",
            "The data run from 2023-11-01 to 2026-10-31; showing 1900-01-01 to 1900-01-01.",
        ),
        (
            "?from=2024-01-01&period=last-month",
            "The link names dates and a preset; the dates were taken.",
        ),
    ],
)
def test_one_thing_wrong(link: str, notice: str) -> None:
    path, _, query = link.partition("?")
    view, notices = parse(path, query + "&plan=Team", catalog())
    assert notices == (notice,)
    assert view.levels("plan") == ("Team",)  # the rest applies


def test_known_levels_apply_beside_unknown_ones() -> None:
    query = "region=Mars&region=EMEA&region=Venus&region=Pluto&region=Moon&region=Io"
    view, notices = parse("overview", query, catalog())
    assert view.levels("region") == ("EMEA",)
    assert len(notices) == 4  # three by name, the others counted
    assert notices[-1] == "2 more values of region are not in these data; left out."


def test_many_unknown_names_are_counted() -> None:
    _, notices = parse("overview", "&".join(f"q{i}=1" for i in range(50)), catalog())
    assert len(notices) == 4
    assert notices[-1] == "47 more names are not filters here."


def test_too_many_points() -> None:
    known = catalog(first=date(2010, 1, 1))
    view, notices = parse("overview", "period=all&grain=day", known)
    assert (view.grain, view.grain_given) == ("year", False)
    assert notices == ("Too many points by day for this period; showing it by year.",)


def test_weights_that_the_data_lack() -> None:
    view, notices = parse("overview", "weighted=yes", catalog(weighted=False))
    assert not view.weighted
    assert notices == ("These data have no weights; figures are unweighted.",)


def test_pages_that_the_data_lack() -> None:
    plan = dimension("plan", "Team")
    known = catalog((plan,), series=("csat:1-5",), tables=("feedback",))
    pages = ["overview", "why", "voice", "to-call", "dictionary", "data", "customer"]
    assert list(available_pages(known)) == pages
    assert "service" in available_pages(catalog((plan,), tables=("tickets",)))
    view, notices = parse("/loyalty", "", known)
    assert view.page == "overview"
    assert notices == ("These data have nothing to show on “Loyalty”; this is Overview.",)


def test_metrics_of_a_link() -> None:
    found = available_metrics(catalog())
    answers = (
        *("nps", "csat", "ces", "rating"),
        *("nps:0-10", "csat:1-5", "csat:1-7", "ces:1-7", "rating:1-10>=8"),
    )
    assert tuple(found[: len(answers)]) == answers
    able = [d.key for d in DEFINITIONS.values() if catalog().answers_metric(d)]
    assert found[len(answers) :] == [key for key in able if key not in answers]
    assert {"csat_mean", "resolution_p90", "revenue"} <= set(found)
    assert {"retention_rate", "average_order_value"} & set(found) == {"average_order_value"}
    orders = available_metrics(catalog(series=(), tables=("orders",)))
    assert set(orders) == {
        "average_order_value",
        "repeat_purchase_rate",
        "predicted_lifetime_value",
        "revenue",
    }


@pytest.mark.parametrize(
    ("query", "start", "end"),
    [
        ("from=2019-01-01&to=2019-12-31", date(2019, 1, 1), date(2019, 12, 31)),
        ("from=2028-01-01&to=2028-02-01", date(2028, 1, 1), date(2028, 2, 1)),
        ("from=2028-01-01", date(2028, 1, 1), date(2028, 1, 1)),
        ("to=2019-03-31", date(2019, 3, 31), date(2019, 3, 31)),
    ],
)
def test_days_that_the_data_do_not_have_stay_as_they_are(
    query: str, start: date, end: date
) -> None:
    """The page says that the data have none of them, instead of showing others."""
    view, notices = parse("overview", query, catalog())
    assert (view.period, view.span, notices) == ("", Span(start, end), ())


def test_one_end_of_a_period() -> None:
    view, notices = parse("overview", "from=2026-05-04", catalog())
    assert notices == ()
    assert (view.period, view.span) == ("", Span(date(2026, 5, 4), date(2026, 10, 31)))
    view, _ = parse("overview", "to=2024-05-04", catalog())
    assert view.span == Span(date(2023, 11, 1), date(2024, 5, 4))


def test_the_last_of_a_repeated_parameter_counts() -> None:
    view, notices = parse("overview", "compare=rest&compare=year-ago", catalog())
    assert (view.compare, notices) == ("year-ago", ())


def test_customers_that_are_hidden_can_not_be_named() -> None:
    known = catalog(shown=False)
    assert "customer" not in available_pages(known)
    view, notices = parse("/customer", "?customer_id=C00042", known)
    assert (view.page, view.customer_id) == ("overview", "")
    assert len(notices) == 2
    assert "nothing to show on “Customer”" in notices[0]
    assert notices[1] == "“customer_id” works on Customer, and not with these data; left out."


def test_what_works_on_a_page_without_data_is_not_unknown() -> None:
    """Without comments; and “find” is not near to “window”."""
    without = catalog(tables=("tickets", "orders"))
    view, notices = parse("/overview", "?find=refund&nps_group=detractors", without)
    assert view.find == ""
    assert notices == (
        "“find” works on Voice, and not with these data; left out.",
        "“nps_group” works on Voice, and not with these data; left out.",
    )
    assert parse("/overview", "?finds=refund", without).notices == (
        "“finds” is not a filter here.",
    )
    assert parse("/overview", "?find=refund", catalog()).notices == ()


@pytest.mark.parametrize("customer_id", ["a" * 201, "a" * 10_000, "a%00b"])
def test_what_can_not_be_an_id(customer_id: str) -> None:
    view, notices = parse("/customer", f"?customer_id={customer_id}", catalog())
    assert view.customer_id == ""
    assert len(notices) == 1
    assert "can't be an id" in notices[0]


def test_customers_need_a_table_that_names_them() -> None:
    known = catalog().model_copy(update={"columns": {"feedback": ("response_id",)}})
    assert "customer" not in available_pages(known)


def test_one_of_them_is_singular() -> None:
    told = [counted(number, "days") for number in (0, 1, 1.4, 2, 8700)]
    assert told == ["0 days", "1 day", "1 day", "2 days", "8,700 days"]
