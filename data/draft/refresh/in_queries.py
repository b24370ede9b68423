"""Which columns a query reads, and under which names it hands them on."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError


@dataclass
class Reads:
    """What a query reads; all names in small letters.

    `sources`: tables. `named`: columns. `star`: it hands on all columns as well. `plain`: column to
    the names under which it is handed on as it is; `aliases`: to those of expressions that it is
    in; `computed`: these names. `elsewhere`: columns that stand outside of such expressions.
    """

    sources: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    star: bool = False
    plain: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    aliases: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    computed: set[str] = field(default_factory=set)
    elsewhere: set[str] = field(default_factory=set)


def reads_of(query: str) -> Reads:
    """What a query reads; where it can't be parsed, each of its words may be a table or column."""
    read = Reads()
    try:
        parsed = sqlglot.parse_one(query, dialect="duckdb")
    except SqlglotError:
        words = {word.lower() for word in re.findall(r'"([^"]+)"|(\w+)', query) for word in word}
        return Reads(sources=words, named=words, star=True, elsewhere=words)
    read.sources = {table.name.lower() for table in parsed.find_all(exp.Table)}
    read.star = any(select.is_star for select in parsed.find_all(exp.Select))
    inside = set()
    for alias in parsed.find_all(exp.Alias):
        name = alias.alias.lower()
        if isinstance(alias.this, exp.Column):
            read.plain[alias.this.name.lower()].add(name)
        else:
            read.computed.add(name)
        for column in alias.find_all(exp.Column):
            read.aliases[column.name.lower()].add(name)
            inside.add(id(column))
    for column in parsed.find_all(exp.Column):
        if isinstance(column.this, exp.Star):
            read.star = True
            continue
        name = column.name.lower()
        read.named.add(name)
        if isinstance(column.parent, exp.Select):  # handed on under its own name
            read.plain[name].add(name)
            read.aliases[name].add(name)
        elif id(column) not in inside:
            read.elsewhere.add(name)
    return read
