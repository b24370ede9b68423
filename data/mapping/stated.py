"""What a mapping states itself, not a file: constants, value maps, positive ranges."""

from __future__ import annotations

from data.contract import DURATIONS, YES_NO, Column, Kind, Table
from data.errors import MappingError, nearest
from data.mapping.columns import ColumnMapping
from data.mapping.model import Mapping, TableMapping
from data.numbers import stated


def check_columns(place: str, table: Table, part: TableMapping, mapping: Mapping) -> None:
    """Raises MappingError where a constant or a value map gives what no row may have."""
    for name, mapped in part.columns.items():
        for value in (mapped.constant, *mapped.values.values()):
            if value is not None:
                _check_value(f"{place}.columns.{name}", table.column(name), value, mapped)
    _check_scale(place, part, mapping)
    for number, question in enumerate(part.questions, start=1):
        _check_positive(
            f"{place}.questions, number {number}",
            question.metric,
            question.scale or mapping.scale(question.metric),
            question.positive_from,
        )


def check_tickets(place: str, mapping: Mapping) -> None:
    """Raises MappingError where rules for tickets have no tickets that they could be about."""
    found = {name for part in mapping.tickets for name in part.columns}
    if mapping.service.repeat_days and not {"customer_id", "resolved_at"} <= found:
        raise MappingError(
            f"{place}, [service]: 'repeat_days' needs the columns customer_id and resolved_at of "
            f"[tickets]; found {', '.join(sorted(found)) or 'no tickets'}. Map them, or remove it."
        )
    if mapping.business_hours and not set(DURATIONS) & found:
        raise MappingError(
            f"{place}, [business_hours]: they are for the times of tickets, and [tickets] has "
            f"neither {' nor '.join(DURATIONS)}. Map one of them, or remove the section."
        )


def check_metrics(place: str, mapping: Mapping) -> None:
    """Raises MappingError where a positive range cannot be."""
    for name, settings in mapping.metrics.items():
        where = f"{place}, [metrics.{name}]"
        _check_positive(where, name, mapping.scale(name), settings.positive_from)


def _check_value(place: str, column: Column, value: str, mapped: ColumnMapping) -> None:
    if column.known and value.lower() not in column.known:
        raise MappingError(
            f"{place}: unknown {column.name} '{value}'. {nearest(value, column.known)}"
        )
    if column.kind is Kind.YES_NO and value.lower() not in YES_NO:
        raise MappingError(f"{place}: found '{value}', expected 'yes' or 'no'.")
    if column.kind is Kind.NUMBER:
        number = stated(value, mapped.decimal)
        if number is None:
            raise MappingError(f"{place}: found '{value}', expected a number.")
        if column.low is not None and number < column.low:
            raise MappingError(f"{place}: found {value}, expected {column.low:g} or more.")
        if column.high is not None and number > column.high:
            raise MappingError(f"{place}: found {value}, expected {column.high:g} or less.")


def _check_scale(place: str, part: TableMapping, mapping: Mapping) -> None:
    """The scale, as far as the mapping alone tells it."""
    metric = part.columns.get("metric")
    asked = (metric.constant or "").lower() if metric else ""
    usual = mapping.scale(asked) if asked else (None, None)
    low, high = (
        _constant(part.columns.get(name), end)
        for name, end in zip(("scale_min", "scale_max"), usual, strict=True)
    )
    if asked == "nps" and (low not in (None, 0) or high not in (None, 10)):
        raise MappingError(
            f"{place}: NPS is asked on 0 to 10, found the scale {_shown(low)} to {_shown(high)}. "
            "Use the metric 'rating' for another scale."
        )
    if low is not None and high is not None and low >= high:
        raise MappingError(
            f"{place}.columns: the scale must go from low to high, found scale_min {low:g} and "
            f"scale_max {high:g}."
        )


def _constant(mapped: ColumnMapping | None, usual: float | None) -> float | None:
    if mapped is None:
        return usual
    return None if mapped.constant is None else stated(mapped.constant, mapped.decimal)


def _shown(end: float | None) -> str:
    return "(a column)" if end is None else f"{end:g}"


def _check_positive(
    place: str, metric: str, scale: tuple[float, float], positive: float | None
) -> None:
    if positive is None:
        return
    if metric == "sentiment" and positive <= sum(scale) / 2:
        raise MappingError(
            f"{place}: 'positive_from' is {positive:g}, not above the middle of the scale. What is "
            "as far below it counts as negative, so that the two would overlap."
        )
    if not scale[0] < positive <= scale[1]:
        raise MappingError(
            f"{place}: 'positive_from' is {positive:g}, outside the scale of {scale[0]:g} to "
            f"{scale[1]:g}. It is the lowest score that counts as positive."
        )
