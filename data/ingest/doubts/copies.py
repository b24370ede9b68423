"""Rows that are the same in everything but their id, more often than chance would have it."""

from __future__ import annotations

from collections.abc import Iterator

import ibis
import ibis.expr.types as ir

from data.catalog import Doubt
from data.contract import COMPUTED, MAIN_TABLES, TABLES
from data.derived.of_comments import read_of_comments
from data.ingest.published import Published

_FEWEST, _SHARE = 10, 0.01  # copies, and of all rows, from which on it is worth a word
_CHANCE = -7.0  # logarithm: less than one group of a thousand has so many by chance


def copies(published: Published) -> Iterator[Doubt]:
    """Exact copies among rows that say more than an answer: a comment, a customer, a duration.

    Rows have a content (answer, comment, customer, ...) and circumstances (time, segments). From
    how often a content is there in other circumstances follows how many rows with it these would
    have by chance; many more, by Chernoff's bound of the Poisson distribution, are copies.
    """
    for table in MAIN_TABLES:
        if table not in published.tables:
            continue
        rows, clock, key = published.tables[table], TABLES[table].clock, TABLES[table].key[0]
        if table == "feedback":
            rows = rows.filter(~read_of_comments(rows))
        dimensions = {d.key for d in published.dimensions}
        around = [c for c in rows.columns if c in (clock, "weight") or c in dimensions]
        left_out = {*around, "day", key, *COMPUTED.get(table, ())}
        content = [c for c in rows.columns if c not in left_out]
        telling = [rows[c].notnull() for c in content if c != "answer"]
        if not telling:
            continue  # anonymous answers are alike without being copies
        every = int(published.ask(rows.aggregate(n=rows.count()))["n"].iloc[0])
        least = max(_FEWEST, every * _SHARE)
        told = rows.filter(ibis.or_(*telling))
        both = [name for name in told.columns if name in (clock, "customer_id")]
        if _sum(published, _repeated(told, both)) < least:
            continue  # by far the most tables: copies have all the same, and so these columns
        texts = told.select(content=_as_one(told, content), around=_as_one(told, around))
        groups = _repeated(texts, ["content", "around"])
        if _sum(published, groups) < least:
            continue
        alike = _sum(published, _more_than_chance(texts, groups, every))
        if alike >= least:
            yield Doubt(
                table=table,
                found=f"{alike:,} of {every:,} rows of {table} are the same as another in "
                f"everything but {key}.",
                mend="If something is in the sources twice, keep one of each with a query, before "
                "ids are made: select distinct * from the source.",
            )


def _repeated(rows: ir.Table, columns: list[str]) -> ir.Table:
    """The groups with the same in these columns that have several rows, `same` of them."""
    groups = rows.group_by(columns).aggregate(same=rows.count())
    return groups.filter(groups.same > 1)


def _sum(published: Published, groups: ir.Table) -> int:
    return int(published.ask(groups.aggregate(n=groups.same.sum()))["n"].fillna(0).iloc[0])


def _more_than_chance(texts: ir.Table, groups: ir.Table, every: int) -> ir.Table:
    """The groups of the same content and circumstances that have more rows than chance gives."""
    by_content = texts.group_by("content").aggregate(of_content=texts.count())
    by_around = texts.group_by("around").aggregate(of_around=texts.count())
    both = groups.inner_join(by_content, "content").inner_join(by_around, "around")
    same = both.same.cast("float64")
    elsewhere = (both.of_content - both.same + 1) / (every - both.of_around + 1)
    expected = both.of_around * elsewhere
    bound = same - expected + same * (expected / same).ln()
    return both.filter((same > expected) & (bound < _CHANCE))


def _as_one(rows: ir.Table, columns: list[str]) -> ir.StringValue:
    return ibis.literal("\x1f").join([rows[c].cast("string").fill_null("") for c in columns])
