"""Who may leave, in words: what was found, why nothing is told, what the risks were worth."""

from __future__ import annotations

from data.catalog import Catalog
from metrics.leaving.leaving import AHEAD, FEWEST, FEWEST_PERIODS, Outcome
from pages.leaving.worked import MOST_CUSTOMERS, Ends, Worked, learnt_from
from view.query import listed

_TABLES = {
    "feedback": "answers",
    "orders": "orders",
    "tickets": "tickets",
    "engagement": "engagement",
}


_TOO_SHORT = (
    f"No risks: the data must go back far enough for two periods of {AHEAD} days in which it is "
    "known who left, and a year of history before each where answers, orders, tickets or "
    "engagement are known."
)


def at_once_off_words(catalog: Catalog) -> str:
    """Why no risks can be told of these data, where that is known before any work; else nothing."""
    if not catalog.has("customers", "joined_at", "churned_at"):
        return "No risks: the data do not say when customers joined and when they left."
    customers, (_, days) = catalog.rows("customers"), learnt_from(catalog)
    if len(days) < FEWEST_PERIODS:
        return _TOO_SHORT
    if customers < FEWEST:
        return f"No risks: {FEWEST} customers who left are needed; there are fewer in all."
    if customers > MOST_CUSTOMERS:
        return f"No risks: they are not worked out for more than {MOST_CUSTOMERS:,} customers."
    return ""


def off_words(worked: Worked) -> str:
    """Why no risks are told."""
    match worked.outcome:
        case Outcome.TOO_SHORT:
            return _TOO_SHORT
        case Outcome.TOO_FEW:
            # Not how many: it may be too few to be told.
            return (
                f"No risks: fewer than {FEWEST} customers left in the periods that could be learnt "
                "from."
            )
        case Outcome.UNSTEADY:
            return (
                "No risks: in earlier periods far more or fewer customers left than risks learnt "
                "before had expected. Leaving changed in a way that the past does not tell. "
                f"{_worth(worked)}"
            ).strip()
    return (
        "No risks: tried on earlier periods, they foretold who left no better than giving "
        f"everybody the same chance. {_worth(worked)}"
    ).strip()


def found_words(worked: Worked) -> str:
    """How many are expected to leave, and what the risks were learnt from."""
    tables = [_TABLES[name] for name in worked.tables]
    known = listed([*tables, "how long they have been customers"])
    told = ""
    if worked.expected:
        value, low, high = worked.expected
        told = (
            f"Of {worked.customers:,} customers on {worked.day:%-d %b %Y} about {value:,.0f} "
            f"({low:,.0f} to {high:,.0f}) are expected to leave within {AHEAD} days, besides those "
            "who are known to and are not in the list. "
        )
    return (
        f"{told}Risks are learnt from {known}, as known on the day; plan, revenue and other facts "
        "without a date are not used. What raised a risk goes with leaving; it need not be its "
        "cause."
    )


def left_out_words(worked: Worked, catalog: Catalog) -> str:
    """Who is not in the list, and what is not told."""
    parts = []
    if not worked.listed:
        parts.append("Single customers are not shown to you here.")
    model = catalog.lifetime
    if worked.listed and model is not None and model.orders is not None:
        parts.append(
            "Next orders are those of the model behind the predicted value, if they stay; of who "
            "never ordered it knows nothing."
        )
    return " ".join(parts)


def tested_words(worked: Worked) -> str:
    """What the risks of earlier periods were worth."""
    return (
        f"Each period was told by what was known before it alone. {_worth(worked)} The share of "
        "who left is of the customers of all periods together."
    )


def _worth(worked: Worked) -> str:
    if worked.area is None or worked.brier is None or worked.base_brier is None:
        return ""
    value, low, high = worked.area
    return (
        f"Of one who left and one who stayed, the first had the higher risk in {_of(worked.area)} "
        f"of 100 pairs (AUC {value:.2f}, {low:.2f} – {high:.2f}; by chance 50). The mean squared "
        f"error (Brier score) was {worked.brier:.4f}, with the same chance for everybody "
        f"{worked.base_brier:.4f}."
    )


def _of(ends: Ends) -> str:
    return f"{100 * ends[0]:.0f}"
