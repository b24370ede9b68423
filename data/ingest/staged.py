"""Staged rows: the parts of a canonical table as one, typed, each with the reason why it fails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import ibis
import ibis.expr.types as ir

from data.contract import DURATIONS, Kind, Table

TYPES = {
    Kind.TEXT: "string",
    Kind.TIME: "timestamp(6)",  # to the microsecond; ClickHouse would take seconds
    Kind.MONTH: "date",
    Kind.NUMBER: "float64",
    Kind.YES_NO: "boolean",
}
_WHOLE = ("_part", "_row", "_question")


class Staged(NamedTuple):
    """The rows of a canonical table: `_part`, the mapped columns, its own segments.

    Questions of feedback that were left without an answer are among the accepted ones.
    """

    accepted: ir.Table
    rejected: ir.Table  # with `_reason`


def answered(accepted: ir.Table) -> ir.Table:
    """The accepted rows without questions that were left empty."""
    return accepted.filter(accepted.score.notnull()) if "score" in accepted.columns else accepted


def taken(staged: Mapping[str, Staged]) -> dict[str, ir.Table]:
    """What is published of each table."""
    return {table: answered(rows.accepted) for table, rows in staged.items()}


def united(parts: list[ir.Table], table: Table) -> ir.Table:
    """Union by name: what a part lacks is NULL."""
    names = list(dict.fromkeys(name for part in parts for name in part.columns))
    types = {c.name: TYPES[c.kind] for c in table.columns}
    types |= dict.fromkeys(_WHOLE, "int64")
    types |= dict.fromkeys((*DURATIONS.values(), "positive_from"), "float64")
    aligned = [
        part.select(
            **{
                name: part[name].cast(types.get(name, "string"))
                if name in part.columns
                else ibis.null(types.get(name, "string"))
                for name in names
            }
        )
        for part in parts
    ]
    return ibis.union(*aligned) if len(aligned) > 1 else aligned[0]
