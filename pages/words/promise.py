"""What the verdicts of a page promise, and what they do not: a few short sentences."""

from __future__ import annotations

from data.catalog import Catalog
from metrics.definitions import DEFINITIONS
from metrics.inference.verdicts import is_judged
from pages.figures.season import same_a_year_before, season_known, usual_season_known
from pages.panel import Kind, Page
from view.query import listed
from view.state import View

# Of companies in which nothing changes, those whose headline shows a real change in at least one of
# 52 looks, a week apart, by the days of the view: benchmarks/claims/looking.py.
_LOOKING = ((270, "four"), (120, "six"), (60, "seven"), (0, "nine"))  # in ten, at most
_ROWS = {"feedback": "answers", "tickets": "tickets", "orders": "orders"}  # of events
_UNLIKELY = "“Unlikely to be chance alone”"


def promise(page: Page, catalog: Catalog) -> str:
    """The words below a page with verdicts; nothing where nothing is judged."""
    view, metrics = page.view, _judged(page)
    levels = [one.figure.metric for one in page.findings if one.rest]
    if not metrics and not levels:
        return ""
    if view.compare == "rest" or levels:
        rest = f"{_UNLIKELY} is wrong in at most 5 of 100 views in which nothing differs."
        return " ".join([rest, *_customers(catalog, [*metrics, *levels])])
    share = next(words for days, words in _LOOKING if view.span.days >= days)
    charted = any(one.kind == Kind.CARDS and "variation" in one.frame for one in page.panels)
    icons = "; the icons of variation are made for that: all together in at most 5 of 100"
    once = f"{_UNLIKELY} is wrong in at most 5 of 100 views in which nothing changed, seen once."
    often = "Looked at every week, chance alone shows such a change within a year in up to"
    told = f"{often} {share} of ten companies{icons if charted else ''}."
    return " ".join([once, told, *_season(catalog, view, metrics), *_customers(catalog, metrics)])


def _judged(page: Page) -> list[str]:
    """The keys of the metrics whose changes are judged on the page."""
    keys: dict[str, None] = {}
    for panel in page.panels:
        if "verdict" in panel.frame and "metric" in panel.frame:
            metrics = panel.frame["metric"].to_numpy(dtype=object)
            keys |= dict.fromkeys(metrics[is_judged(panel.frame["verdict"])])
    return list(keys)


def _season(catalog: Catalog, view: View, metrics: list[str]) -> list[str]:
    """Whether changes are held against last year's, and of what they can't be."""
    if same_a_year_before(view) is None:
        return []
    tables = {
        DEFINITIONS[key].table: season_known(catalog, view, DEFINITIONS[key]) for key in metrics
    }
    lacking = [_ROWS.get(table, table) for table, known in tables.items() if not known]
    usual = any(usual_season_known(catalog, view, DEFINITIONS[key]) for key in metrics)
    then = "in earlier years" if usual else "a year before"
    held = f"A change counts only beside that of the same days {then}, where that is known."
    if not lacking:
        return [held]
    if len(lacking) == len(tables):
        return ["The same change a year before is not in the data: this may be the season."]
    return [held, f"Of {listed(lacking)} that is not in the data: their changes may be the season."]


def _customers(catalog: Catalog, metrics: list[str]) -> list[str]:
    """Whether several rows of one customer count for less, and of which no customer is known."""
    tables = [one for one in _ROWS if any(DEFINITIONS[key].table == one for key in metrics)]
    several = {one.table for one in catalog.same_customer}
    less = [_ROWS[one] for one in tables if one in several]
    nobody = [_ROWS[one] for one in tables if not catalog.has(one, "customer_id")]
    told = [f"Several {listed(less)} of one customer count for less."] if less else []
    if nobody:
        told.append(f"Of {listed(nobody)} no customer is known: each counts as one of its own.")
    return told
