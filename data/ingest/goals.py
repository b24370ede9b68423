"""Targets, benchmarks, parts of the XQI and cards of Overview, checked against the data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Named
from typing import NamedTuple

from data.catalog import CardGroup, Catalog, Dimension, Goal, XqiPart
from data.errors import MappingError, nearest
from data.mapping.goals import Benchmark, Target
from data.mapping.model import Mapping
from data.scope import NOT_STATED
from metrics.definitions import DEFINITIONS
from metrics.definitions.words import needs


class Goals(NamedTuple):
    """The fields of the catalogue of these names, in the mapping's order."""

    targets: tuple[Goal, ...]
    benchmarks: tuple[Goal, ...]
    xqi: tuple[XqiPart, ...]
    overview: tuple[CardGroup, ...]


def find_goals(mapping: Mapping, dimensions: Sequence[Dimension]) -> Goals:
    """What the mapping states of them.

    Raises MappingError where a level is none of the data and of no `order` either.
    """
    levels = {d.key: (*d.levels, NOT_STATED) for d in dimensions}
    for segment in mapping.segments:
        every = (*levels.get(segment.key, ()), *segment.order)
        levels[segment.key] = tuple(dict.fromkeys(every))
    file = mapping.path.name
    return Goals(
        tuple(_goals(f"{file}, [targets]", mapping.targets, levels)),
        tuple(_goals(f"{file}, [benchmarks]", mapping.benchmarks, levels)),
        _parts(mapping),
        tuple(_cards(f"{file}, [[overview]]", mapping, levels)),
    )


def check_cards(mapping: Mapping, catalog: Catalog) -> None:
    """Raises MappingError where the mapping asks for a card of what the data can't answer."""
    for group in mapping.overview:
        for metric in (DEFINITIONS[card] for card in group.cards):
            if not catalog.answers_metric(metric):
                able = [key for key, one in DEFINITIONS.items() if catalog.answers_metric(one)]
                raise MappingError(
                    f"{mapping.path.name}, [[overview]]: these data can't answer {metric.key}, "
                    f"which '{group.name}' names ({needs(metric)}). They answer: {', '.join(able)}."
                )


def _goals(
    place: str, stated: Named[str, Target], levels: dict[str, tuple[str, ...]]
) -> Iterator[Goal]:
    for metric, one in stated.items():
        source = one.source if isinstance(one, Benchmark) else ""
        for dimension, values in one.by.items():
            known = levels.get(dimension, ())
            for level, value in values.items():
                _check_level(place, metric, dimension, level, known)
                yield Goal(
                    metric=metric, value=value, dimension=dimension, level=level, source=source
                )
        if one.value is not None:
            yield Goal(metric=metric, value=one.value, source=source)


def _check_level(place: str, who: str, dimension: str, level: str, known: tuple[str, ...]) -> None:
    if level not in known:
        raise MappingError(
            f"{place}: {who} names the {dimension} '{level}', which no row has. "
            f"{nearest(level, known)}"
        )


def _cards(place: str, mapping: Mapping, levels: dict[str, tuple[str, ...]]) -> Iterator[CardGroup]:
    for group in mapping.overview:
        dimension, level = group.place
        if dimension:
            known = levels.get(dimension, ())
            _check_level(place, f"'{group.name}'", dimension, level, known)
        yield CardGroup(name=group.name, cards=group.cards, dimension=dimension, level=level)


def _parts(mapping: Mapping) -> tuple[XqiPart, ...]:
    if mapping.xqi is None:
        return ()
    whole = sum(mapping.xqi.weights.values())
    return tuple(
        XqiPart(metric=metric, weight=weight / whole, ends=mapping.xqi.ranges.get(metric))
        for metric, weight in mapping.xqi.weights.items()
    )
