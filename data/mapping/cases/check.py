"""Whether rules that make cases fit the rest of a mapping."""

from __future__ import annotations

from data.contract import SEGMENT_KEY
from data.errors import MappingError
from data.mapping.cases.rules import When
from data.mapping.model import Mapping

_LONGEST = 60  # characters of a rule's name


def check_cases(file: str, mapping: Mapping) -> None:
    """Raises MappingError where a `[cases.NAME]` can make no case as it stands."""
    if mapping.cases and mapping.privacy.customers != "shown":
        raise MappingError(
            f"{file}, [cases]: cases are of single customers, whom nobody may look up here. Add "
            'customers = "shown" to [privacy], or remove the rules.'
        )
    for name, rule in mapping.cases.items():
        place = f"{file}, [cases.{name}]"
        if not SEGMENT_KEY.fullmatch(name) or len(name) > _LONGEST:
            raise MappingError(
                f"{place}: the name stands in each case that the rule makes. It must be "
                f"lower-case letters, digits and underscores, at most {_LONGEST}, and begin with "
                "a letter."
            )
        _check_scores(f"{place}.when", rule.when, mapping)
        _check_columns(f"{place}.when", rule.when, mapping)


def _check_scores(place: str, when: When, mapping: Mapping) -> None:
    (low, high), (least, most) = when.scores, mapping.scale(when.metric)
    if low < least or high > most:
        raise MappingError(
            f"{place}: {when.metric} = [{low:g}, {high:g}] leaves its scale, which goes from "
            f"{least:g} to {most:g}. Give scores within it."
        )


def _check_columns(place: str, when: When, mapping: Mapping) -> None:
    needed = [("feedback", "customer_id", when.metric)]
    if when.revenue_over is not None:
        needed.append(("customers", "annual_revenue", "revenue_over"))
    if when.ticket_days is not None:
        needed.append(("tickets", "customer_id", "ticket_days"))
    for table, column, key in needed:
        if not any(column in part.columns for part in mapping.table(table)):
            raise MappingError(
                f"{place}: '{key}' needs the column {column} of [{table}]. Map it, or remove "
                f"{'the rule' if table == 'feedback' else repr(key)}."
            )
