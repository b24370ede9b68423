"""The pages: what each is called, when it has something to show, and which metrics it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from data.catalog import Catalog, Dimension
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.series import FEEDBACK_METRICS, OF_THE_COMPANY, parse_series
from view.own_work import OWN_PAGE, is_own
from view.state import View

MOST_IN_A_PACK = 24  # views in one file


@dataclass(frozen=True)
class PageSpec:
    """What is known of a page before it is read: all but its content (pages/index.py)."""

    title: str
    # The tables that it stands on: what none of them can be filtered by is left out there.
    tables: tuple[str, ...] = ()
    available: Callable[[Catalog], bool] = lambda _: True
    # Which metrics `metric=` may name there; None: the page looks at no single metric.
    shows: Callable[[MetricDefinition], bool] | None = None
    listed: bool = True  # in the navigation
    of_agents: bool = False  # for agents alone, who have no other page
    # Twelfths of a wide screen, by key or kind of the panel, where they are not the usual ones.
    widths: Mapping[str, int] = field(default_factory=dict)


def _has_touchpoints(catalog: Catalog) -> bool:
    touchpoint = catalog.dimension("touchpoint")
    return touchpoint is not None and "feedback" in touchpoint.tables


def _has_journey(catalog: Catalog) -> bool:
    touchpoint = catalog.dimension("touchpoint")
    return touchpoint is not None and _has_touchpoints(catalog) and len(touchpoint.levels) > 1


def _has_customers(catalog: Catalog) -> bool:
    of_customers = (metric for metric in DEFINITIONS.values() if metric.of_customers)
    return any(catalog.has_all(metric.needs) for metric in of_customers)


def _shows_customers(catalog: Catalog) -> bool:
    named = any(catalog.has(table, "customer_id") for table in catalog.columns)
    return catalog.customers_shown and named


def _calls(catalog: Catalog) -> bool:
    named = catalog.customers_shown and catalog.has("feedback", "customer_id")
    whole = not (catalog.anonymous or catalog.days_held)
    return named and whole and not catalog.metrics_asked.isdisjoint(OF_THE_COMPANY)


def _is_asked(metric: MetricDefinition) -> bool:
    return metric.feedback_metric is not None and not metric.beside


def _is_average(metric: MetricDefinition) -> bool:
    return metric.is_average


def has_comments(catalog: Catalog) -> bool:
    """True where the page Voice has comments to show, and its reader may see what they say."""
    return catalog.has("feedback", "comment", "theme")


PAGES = {
    "overview": PageSpec(
        "Overview",
        tables=("feedback", "tickets", "orders", "customers"),
        shows=lambda _: True,
    ),
    "why": PageSpec(
        "Why",
        tables=("feedback", "tickets", "orders", "customers"),
        available=lambda catalog: bool(_named(catalog, _is_average)),
        shows=_is_average,
    ),
    "loyalty": PageSpec(
        "Loyalty",
        tables=("feedback",),  # invitations stand beside
        available=lambda catalog: any(parse_series(s).metric == "nps" for s in catalog.series),
        shows=lambda metric: metric.key in ("nps", "sentiment") or metric.table == "invitations",
        widths={
            "cards": 3,
            "trend": 9,
            "shares": 7,
            "breakdown": 12,
            "others": 6,
            "invitations_by": 6,
        },
    ),
    "voice": PageSpec(
        "Voice",
        tables=("feedback",),
        available=has_comments,
        shows=lambda metric: metric.key in ("nps", "csat", "ces", "rating"),
    ),
    "touchpoints": PageSpec(
        "Touchpoints", tables=("feedback",), available=_has_touchpoints, shows=_is_asked
    ),
    "journey": PageSpec("Journey", tables=("feedback",), available=_has_journey, shows=_is_asked),
    "customers": PageSpec(
        "Customers",
        tables=("customers", "orders"),
        available=_has_customers,
        shows=lambda metric: metric.of_customers,
        widths={"trend": 12},
    ),
    "to-call": PageSpec("To call", tables=("feedback",), available=_calls),
    "service": PageSpec(
        "Service",
        tables=("tickets",),
        available=lambda catalog: "tickets" in catalog.columns,
        shows=lambda metric: metric.table == "tickets",
        widths={"agents": 12},
    ),
    "dictionary": PageSpec(
        "Dictionary", tables=("feedback", "tickets", "orders", "customers", "invitations")
    ),
    "data": PageSpec("Data", widths={"doubts": 12}),
    "customer": PageSpec("Customer", available=_shows_customers, listed=False),
    OWN_PAGE: PageSpec(
        "My work",
        tables=("feedback", "tickets"),
        shows=is_own,
        of_agents=True,
        widths={"trend": 12},
    ),
}


_WITH_TRENDS = ("overview", "loyalty", "service", "customers", OWN_PAGE)


def available_pages(catalog: Catalog) -> dict[str, str]:
    """Pages that have data to show, key to title. Agents have one, that nobody else has."""
    own = bool(catalog.own_agent)
    return {
        key: page.title
        for key, page in PAGES.items()
        if page.of_agents == own and page.available(catalog)
    }


def unused_filters(view: View, catalog: Catalog) -> tuple[str, ...]:
    """Keys of the view's filters that its page does without: those that none of its tables has.

    They stay in the link. All of them on a page that stands on no table.
    """
    return tuple(dimension.key for dimension in _filtered(view, catalog, used=False))


def applied(view: View, catalog: Catalog) -> View:
    """The view with those of its filters that its page applies: the rows that the page reads."""
    unused = unused_filters(view, catalog)
    return replace(view, filters=tuple(one for one in view.filters if one[0] not in unused))


def has_rest(view: View, catalog: Catalog) -> bool:
    """True where a segment is chosen that the page applies: what stands against the rest.

    Or where all that the reader sees does, since they may compare it with all other rows. An
    agent stands against the rest of their team.
    """
    if catalog.own_agent:
        return True
    if catalog.totals and not catalog.columns.keys().isdisjoint(PAGES[view.page].tables):
        return True
    return any(dimension.segment for dimension in _filtered(view, catalog, used=True))


def is_used(dimension: Dimension, page: str) -> bool:
    """True where a table of the page can be filtered by the dimension."""
    return not {*dimension.tables}.isdisjoint(PAGES[page].tables)


def _filtered(view: View, catalog: Catalog, used: bool) -> list[Dimension]:
    set_there = [dimension for dimension in catalog.dimensions if view.levels(dimension.key)]
    return [one for one in set_there if is_used(one, view.page) == used]


def page_of_trend(page: str) -> str:
    """The page that shows the trend of the metric in a link: this one, else Overview."""
    return page if page in _WITH_TRENDS else "overview"


def page_of_reason(page: str, metric: MetricDefinition) -> str:
    """The page that says why a metric changed: Why where it can, else that of its trend."""
    return "why" if metric.is_average and page != OWN_PAGE else page_of_trend(page)


def available_metrics(catalog: Catalog) -> list[str]:
    """What `metric=` may name: every metric that the data answer, and series of answers."""
    return _named(catalog, lambda _: True)


def metrics_of(page: str, catalog: Catalog) -> list[str]:
    """Those of the available metrics that a page can show."""
    return _named(catalog, PAGES[page].shows or (lambda _: True))


def _named(catalog: Catalog, shows: Callable[[MetricDefinition], bool]) -> list[str]:
    """Metrics that were asked, then each on its scales, then all others."""
    able = [m for m in DEFINITIONS.values() if shows(m) and catalog.answers_metric(m)]
    asked = {metric.key for metric in able if metric.key in FEEDBACK_METRICS}
    series = [key for key in catalog.series if parse_series(key).metric in asked]
    first = list(dict.fromkeys(parse_series(key).metric for key in series))
    return [*first, *series, *(metric.key for metric in able if metric.key not in asked)]
