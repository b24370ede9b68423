"""What a form is made of: sections, groups and fields, each with what is typed there now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from data.catalog import Catalog, Dimension
from data.draft.edit.document import Change, Path, found
from data.draft.edit.values import (
    CHOICE,
    NUMBER,
    SPAN,
    WHOLE,
    WORD,
    WORDS,
    Codec,
    WrongError,
    as_word,
)
from metrics.definitions import DEFINITIONS, MetricDefinition

Options = Sequence[tuple[str, str]]  # value and words
Sent = Mapping[str, str]  # name of a field to what was typed


@dataclass(frozen=True)
class Known:
    """What the data have, beside the mapping: `columns` by source, where they could be read."""

    catalog: Catalog
    columns: Mapping[str, tuple[str, ...]]

    def levels(self, key: str) -> tuple[str, ...]:
        """The levels of a dimension, as they are shown."""
        dimension = self.catalog.dimension(key)
        return dimension.levels if dimension else ()

    def metrics(self) -> Iterator[MetricDefinition]:
        """The metrics that the data answer."""
        return filter(self.catalog.answers_metric, DEFINITIONS.values())

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """What the data can be broken down by."""
        return self.catalog.dimensions


@dataclass(frozen=True)
class Field:
    """One field: its name in the form, what people read, what stands in it and which changes of
    the mapping another text makes; None: its group says that."""

    name: str
    label: str
    now: str
    write: Callable[[str], list[Change]] | None = None
    kind: Literal["line", "lines", "choice", "boxes"] = "line"
    hint: str = ""
    options: Options = ()

    def typed(self, sent: Sent) -> str:
        """What was typed in it; browsers write ends of lines in their own way.

        Raises WrongError for what is none of its choices.
        """
        typed = _plain(sent.get(self.name, self.now))
        if typed == _plain(self.now):
            return self.now
        if self.kind != "choice":
            return typed
        chosen = next((value for value, _ in self.options if _plain(value) == typed), None)
        if chosen is None:
            raise WrongError(f"{self.label}: “{typed[:40]}” is none of its choices")
        return chosen


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True)
class Group:
    """Fields that belong together, with what is written of those that say nothing alone."""

    title: str
    fields: tuple[Field, ...]
    write: Callable[[Sent], list[Change]] | None = None

    def changes(self, sent: Sent) -> Iterator[Change]:
        """What another text than the one that stands there changes. Raises WrongError."""
        typed = {field.name: field.typed(sent) for field in self.fields}
        others = [field for field in self.fields if typed[field.name] != field.now]
        for field in others:
            if field.write:
                try:
                    yield from field.write(typed[field.name])
                except WrongError as error:
                    raise WrongError(f"{field.label}: {error}") from None
        if self.write and any(field.write is None for field in others):
            yield from self.write(typed)


@dataclass(frozen=True)
class Section:
    """Groups under one heading. `name`: of its place on the page."""

    name: str
    title: str
    told: str
    groups: tuple[Group, ...]


def name_of(path: Path) -> str:
    """The name of a field by its place in the mapping."""
    return ".".join(map(str, path))


def field_of(
    content: Mapping[str, Any],
    path: Path,
    label: str,
    codec: Codec = WORD,
    *,
    default: Any = None,  # noqa: ANN401
    options: Options = (),
    hint: str = "",
    gone: Path = (),
) -> Field:
    """A field of one value. What equals the default is removed; what is empty, too,
    and with it all of `gone`."""
    if options and codec is WORD:
        codec = CHOICE
    stated = found(content, path)
    value = default if stated is None and options else stated
    now = "" if value is None else codec.shown(value)
    if options and now not in {value for value, _ in options} and codec is not WORDS:
        options = [*options, (now, now or "not stated")]

    def write(typed: str) -> list[Change]:
        if not typed.strip():
            return [Change(gone or path)]
        read = codec.read(typed)
        return [Change(path, None if read == default else read)]

    kind: Literal["line", "lines", "choice", "boxes"] = "choice"
    if codec is WORDS:
        kind = "boxes"
        places = [one for one, _ in options]
        now = ", ".join(sorted(now.split(", "), key=[*places, *now.split(", ")].index))
    elif not options:
        kind = "line" if codec in (WORD, NUMBER, WHOLE, SPAN) else "lines"
        if default is not None:
            hint = " ".join(filter(None, (hint, f"Default: {as_word(default)}.")))
    return Field(name_of(path), label, now, write, kind, hint, options)


def as_options(values: Sequence[str]) -> Options:
    """Values that are their own words."""
    return [(value, value) for value in values]
