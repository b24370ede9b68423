"""What may go with an outcome: scores at touchpoints, what became of tickets, themes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

import pandas as pd
from pydantic import BaseModel

from data.catalog import Catalog
from data.query.each_customer.by_customer import (
    Whose,
    answers_by_customer,
    identity,
    tickets_by_customer,
)
from data.query.each_customer.reasons import by_reason
from data.query.plan import answers
from data.scope import NOT_STATED, Scope
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS
from metrics.series import metric_of
from pages.words.series_names import short_name

SENTIMENT = "sentiment"
_THEMES = 10  # those of most answers
# Figures of tickets; of the first two pairs business hours where they are known.
_TIMES = (
    ("first_response_business_time", "first_response_time"),
    ("resolution_business_time", "resolution_time"),
    ("average_speed_of_answer",),
    ("handle_time",),
)
_SHARES = ("first_contact_resolution", "sla_met", "resolution_sla_met", "reopen_rate")
_OTHERS = ("unanswered_calls", "quality_score")
_OPENED = "tickets_opened"


class Group(StrEnum):
    """What is weighed among itself, by the customers of whom all of it is known."""

    SCORES = "scores"
    SERVICE = "service"
    THEMES = "themes"


class Predictor(BaseModel, frozen=True):
    """What may go with an outcome: answers at a touchpoint, a figure of tickets, or a theme."""

    group: Group
    name: str
    metric: str = ""  # "" of a theme
    series: str = ""
    touchpoint: str = ""


def means(given: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Mean score by customer, a column for each of the keys' levels."""
    total = (given["score"] * given["n"]).rename("total")
    sums = (
        given[["customer", *keys, "n"]]
        .join(total)
        .groupby(["customer", *keys], observed=True)
        .sum()
    )
    mean = (sums["total"] / sums["n"]).rename("mean")
    return mean.unstack(list(keys)) if keys else mean.to_frame()


def of_answers(
    given: pd.DataFrame, catalog: Catalog, without: str, *, alone: bool
) -> list[tuple[Predictor, pd.Series[float]]]:
    """Scores at touchpoints but those of a series that is the outcome's own; `alone`: and others.

    The sentiment of a comment is another reading of its answer, and is none.
    """
    series = given["series"].astype(str)
    kept = given[(series != without) & (series.map(metric_of) != SENTIMENT)]
    if not alone:
        kept = kept[kept["touchpoint"] != NOT_STATED]
    if kept.empty:
        return []
    scores, found = means(kept, ["touchpoint", "series"]), []
    for place in scores.columns:
        touchpoint, asked = (str(level) for level in place)
        short = short_name(asked, catalog.series)
        at = "" if touchpoint == NOT_STATED else touchpoint
        one = Predictor(
            group=Group.SCORES,
            name=f"{at}, {short}" if at else short,
            metric=metric_of(asked),
            series=asked,
            touchpoint=at,
        )
        found.append((one, scores[place]))
    return found


def of_tickets(
    snapshot: Snapshot, whose: Whose, scope: Scope, customers: pd.Index[int]
) -> Iterator[tuple[Predictor, pd.Series[float]]]:
    """What became of the tickets of each, and how many they opened: none of most."""
    catalog = snapshot.catalog
    by_id = not whose.series or identity(catalog) == "customer_id"
    known = catalog.has("tickets", "customer_id") and by_id
    if not known or not answers(snapshot, "tickets", scope):
        return
    able = {key for key, one in DEFINITIONS.items() if catalog.answers_metric(one)}
    keys = [next((key for key in keys if key in able), "") for keys in _TIMES]
    keys += [key for key in (*_SHARES, *_OTHERS) if key in able]
    columns = {key: DEFINITIONS[key].column or "" for key in keys if key}
    frame = tickets_by_customer(snapshot, whose, scope, tuple(columns.values()))
    frame = frame.set_index("customer")
    for key, column in columns.items():
        yield _of_service(key), frame[column].astype(float)
    opened = frame["n"].astype(float).reindex(customers).fillna(0.0)
    yield _of_service(_OPENED), opened


def _of_service(key: str) -> Predictor:
    return Predictor(group=Group.SERVICE, name=DEFINITIONS[key].name, metric=key)


def of_themes(
    snapshot: Snapshot, whose: Whose, scope: Scope
) -> Iterator[tuple[Predictor, pd.Series[float]]]:
    """Of each customer's answers with a coded reason, the share of each of the usual ones; an
    answer may have several.

    Of responses alone that have no answer to the outcome's question: what others say is the outcome
    in words. Who leaves has no such question: then of all.
    """
    catalog = snapshot.catalog
    named = identity(catalog) == "customer_id"
    known = catalog.has("feedback", "reason") and named and catalog.dimension("reason")
    if not known or not answers(snapshot, "feedback", scope):
        return
    frame = answers_by_customer(snapshot, whose, scope, "reason", apart=True)
    series = frame["series"].astype(str)
    others = (series != whose.series) & (series.map(metric_of) != SENTIMENT)
    frame = frame[(frame["reason"] != NOT_STATED) & others]
    each = by_reason(catalog, frame)
    own = each.groupby(["customer", "reason"])["n"].sum().unstack(fill_value=0)
    shares = own.div(frame.groupby("customer")["n"].sum(), axis=0)
    for reason in own.sum().nlargest(_THEMES).index:
        yield Predictor(group=Group.THEMES, name=str(reason)), shares[reason]
