"""A reason for which rows were rejected, the values that failed, and what the mapping says."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field

from data.ingest.advice.repeated import Repeated
from data.ingest.answers import questions_of
from data.mapping.columns import ColumnMapping
from data.mapping.formats import directives
from data.mapping.model import Mapping, Question
from data.sql import ident

MOST_VALUES = 1000  # different ones that are looked at
_SCALE = re.compile(r" \(scale (.*)\)$")


@dataclass(frozen=True)
class Case:
    """A reason, and the values of one column of the source that failed for it."""

    mapping: Mapping
    table: str
    reason: str
    column: str = ""  # of the source
    name: str = ""  # the canonical column; empty for a question of a wide survey
    mapped: ColumnMapping | Question | None = None  # how the mapping has it read
    values: Dict[str, int] = field(default_factory=dict)  # text -> rows, most frequent first
    scale: str = ""  # that scores are outside of: `1 to 5`
    repeated: Repeated | None = None  # of duplicates: what kind they are of
    all_failed: bool = False  # no row of the table is left

    @classmethod
    def of(
        cls,
        mapping: Mapping,
        table: str,
        reason: str,
        details: Dict[str, int],
        *,
        repeated: Repeated | None = None,
        all_failed: bool = False,
    ) -> Case:
        """The case of details (`column: value`) -> rows, the most frequent first.

        The column is that of the first one.
        """
        first = next(iter(details), "")
        known = _columns(mapping, table)
        fitting = [name for name in known if first.startswith(f"{name}: ")]
        shown = max(fitting, key=len, default=first.partition(": ")[0])
        name, column, mapped = known.get(shown, ("", shown, None))
        start, scale = f"{shown}: ", _SCALE.search(first)
        values: dict[str, int] = {}
        for detail, rows in details.items():
            if detail.startswith(start):
                value = _SCALE.sub("", detail.removeprefix(start))
                values[value] = values.get(value, 0) + rows
        return cls(
            mapping=mapping,
            table=table,
            reason=reason,
            column=column,
            name=name,
            mapped=mapped,
            values=values,
            scale=scale[1] if scale else "",
            repeated=repeated,
            all_failed=all_failed,
        )

    @property
    def source(self) -> str:
        """The source of the column, or the first one of the table."""
        parts = self.mapping.table(self.table)
        for part in parts:
            if any(self.mapped is one for one in (*part.columns.values(), *part.questions)):
                return part.source
        return parts[0].source

    def option(self, option: str) -> str:
        """Where an option is written: `{ column = "date", format = "%d.%m.%Y" }`."""
        if isinstance(self.mapped, Question):
            return f"{option} in the question of '{self.column}'"
        named = f"{self.name} = " if self.name else ""
        return f"{named}{{ column = {quoted(self.column)}, {option} }}"

    def blank(self, *codes: str) -> str:
        """The option that takes codes for no value."""
        return self.option(f"blank = [{', '.join(map(code, codes))}]")

    def format(self, *formats: str, language: str = "") -> str:
        """The options that have dates read by these formats, with the names of a language."""
        texts = ", ".join(map(quoted, formats))
        named = any(one in "aAbB" for text in formats for one in directives(text))
        names = f", language = {quoted(language)}" if language and named else ""
        return self.option(f"format = {texts if len(formats) == 1 else f'[{texts}]'}{names}")

    def means(self, pairs: Dict[str, str]) -> str:
        """The option that takes texts for values, which are given as TOML has them."""
        listed = ", ".join(f"{quoted(text)} = {value}" for text, value in pairs.items())
        return self.option(f"values = {{ {listed} }}")

    def query(self, expression: str) -> str:
        """A query that gives the column other values; `{}` in the expression is the column."""
        name = ident(self.column)
        if self.mapping.warehouse:
            return f"Do that in the source's query: {expression.format(name)}."
        return (
            f"A query does it: select * replace ({expression.format(name)} as {name}) "
            f"from {self.source}."
        )


def _columns(mapping: Mapping, table: str) -> dict[str, tuple[str, str, ColumnMapping | Question]]:
    """What a detail may begin with -> canonical name, column of the source, how it is read."""
    found: dict[str, tuple[str, str, ColumnMapping | Question]] = {}
    for part in mapping.table(table):
        for name, mapped in part.columns.items():
            own = (name, mapped.column or name, mapped)
            found.setdefault(mapped.column or name, own)
            found.setdefault(name, own)
        for question, column, _ in questions_of(part):
            found.setdefault(column, ("", column, question))
    return found


def quoted(text: str) -> str:
    """A text as TOML has it; what can't be seen is written as `\\u00a0`."""
    return "".join(
        c if c.isprintable() else f"\\U{ord(c):08x}" if ord(c) > 0xFFFF else f"\\u{ord(c):04x}"
        for c in json.dumps(text, ensure_ascii=False)
    )


def code(text: str) -> str:
    """A code as TOML has it: numbers without quotes."""
    return text if re.fullmatch(r"[+-]?\d+(\.\d+)?", text) else quoted(text)
