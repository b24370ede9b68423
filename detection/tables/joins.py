"""How tables hang together: keys of one that are found among those of another.

A column refers to another table where at least 90 % of its different values, 20 of them or more,
are among the values of a column that is unique there. Names need not be alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from detection.tables.profile import Profile
from detection.tables.table import Found, TableReading

_OVERLAP = 0.9
_LEAST = 20  # different keys: fewer may be alike by chance


@dataclass(frozen=True)
class Join:
    """`column` of a table holds the key `key` of the table `source`."""

    source: str
    column: str
    key: str
    evidence: str


def references(
    profiles: Sequence[Profile], others: Mapping[str, Sequence[Profile]]
) -> tuple[Join, ...]:
    """The columns of a table that refer to others, the best overlap first."""
    found = []
    for profile in profiles:
        if profile.levels < _LEAST or profile.dates.readings or profile.own_words:
            continue
        for source, columns in others.items():
            for key in columns:
                if not key.unique or key.dates.readings:
                    continue
                share = profile.among(key)
                if share >= _OVERLAP and not _counts(profile, key):
                    said = f"{share:.0%} of its {profile.levels:,} values are there"
                    found.append((share, Join(source, profile.column.name, key.column.name, said)))
    return tuple(join for _, join in sorted(found, key=lambda one: -one[0]))


def _counts(one: Profile, other: Profile) -> bool:
    """True where both merely count 1, 2, 3 ...: these overlap without meaning the same."""
    if one.column.name.casefold() == other.column.name.casefold():
        return False
    return bool(one.numbers.readings and other.numbers.readings)


def with_customers(
    readings: Mapping[str, tuple[TableReading, ...]], profiles: Mapping[str, Sequence[Profile]]
) -> tuple[dict[str, tuple[TableReading, ...]], dict[str, tuple[Join, ...]]]:
    """Readings whose rows find their customer by a key; and the joins that this takes.

    A key of the customers themselves is their id; a key of another table that knows the customer
    is a way to it.
    """
    joins: dict[str, tuple[Join, ...]] = {}
    found = dict(readings)
    people = {s for s, read in readings.items() if any(t.table == "customers" for t in read)}
    for source, read in readings.items():
        others = {name: columns for name, columns in profiles.items() if name != source}
        known = references(profiles[source], others)
        tables = []
        for table in read:
            if table.table == "customers" or "customer_id" in table.fields:
                tables.append(table)
                continue
            own = next((j for j in known if j.source in people and _is_id(j, readings)), None)
            if own:
                said = Found(own.column, f"{own.evidence} (source '{own.source}')")
                tables.append(_with_customer(table, said))
                continue
            way = next((j for j in known if _customer_of(readings.get(j.source, ()))), None)
            if way:
                column = _customer_of(readings[way.source])
                joins[source] = (*joins.get(source, ()), way)
                said = Found(f"{way.source}.{column}", way.evidence)
                table = _with_customer(table, said)
            tables.append(table)
        found[source] = tuple(tables)
    return found, joins


def with_people(
    readings: Mapping[str, tuple[TableReading, ...]],
    joins: Mapping[str, tuple[Join, ...]],
    profiles: Mapping[str, Sequence[Profile]],
) -> tuple[dict[str, tuple[TableReading, ...]], dict[str, tuple[Join, ...]]]:
    """The same where customers have an id a row and another one a person: each table finds the
    person by the id of the row."""
    found, ways = dict(readings), dict(joins)
    people = [(s, t) for s, read in readings.items() for t in read if t.person]
    for people_source, customers in people:
        key = customers.fields["customer_id"].column
        known = {p.column.name: p for p in profiles[people_source]}[key]
        for source, read in readings.items():
            if source == people_source:
                continue
            tables = []
            for table in read:
                own = table.fields.get("customer_id")
                if own and _share(own.column, source, profiles, known) >= _OVERLAP:
                    said = f"the {customers.person} of its {key}"
                    ways[source] = (
                        *ways.get(source, ()),
                        Join(people_source, own.column, key, said),
                    )
                    person = Found(f"{people_source}.{customers.person}", said)
                    table = replace(table, fields={**table.fields, "customer_id": person})
                tables.append(table)
            found[source] = tuple(tables)
    return found, ways


def _share(
    column: str, source: str, profiles: Mapping[str, Sequence[Profile]], known: Profile
) -> float:
    """Of a column's different values, those that are known; `column` may be `source.column`."""
    other, _, name = column.rpartition(".")
    own = {p.column.name: p for p in profiles.get(other or source, profiles[source])}
    profile = own.get(name if other in profiles else column)
    return profile.among(known) if profile else 0.0


def _with_customer(table: TableReading, customer: Found) -> TableReading:
    segments = tuple(s for s in table.segments if s.column != customer.column)
    unused = {k: why for k, why in table.unused.items() if k != customer.column}
    fields = {**table.fields, "customer_id": customer}
    return replace(table, fields=fields, segments=segments, unused=unused)


def _is_id(join: Join, readings: Mapping[str, tuple[TableReading, ...]]) -> bool:
    tables = (t for t in readings[join.source] if t.table == "customers")
    return any(t.fields["customer_id"].column == join.key for t in tables)


def _customer_of(read: tuple[TableReading, ...]) -> str:
    return next((t.fields["customer_id"].column for t in read if "customer_id" in t.fields), "")
