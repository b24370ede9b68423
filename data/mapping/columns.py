"""Where the values of a canonical column come from."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, model_validator

from data.mapping.fields import Formats, Text, Texts, Values, Zone
from data.mapping.formats import check_language


class ColumnMapping(BaseModel, frozen=True, extra="forbid"):
    """Where the values of one canonical column come from and how they are read."""

    column: str | None = None
    constant: Text | None = None
    day: str | int | None = None
    month: str | int | None = None
    year: str | int | None = None
    values: Values = {}
    blank: Texts = ()
    format: Formats = ()
    language: str | None = None  # of the names of months in `format`
    timezone: Zone | None = None
    decimal: Literal[".", ","] | None = None  # None: a point, if nothing speaks against it

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        parts = [p is not None for p in (self.day, self.month, self.year)]
        if any(parts) and not all(parts):
            raise ValueError("a date from parts needs all of 'day', 'month' and 'year'")
        if [self.column is not None, self.constant is not None, all(parts)].count(True) != 1:
            raise ValueError("give one of 'column', 'constant', or 'day' with 'month' and 'year'")
        check_language(self.language, self.format)
        return self


def _as_column(value: object) -> object:
    return {"column": value} if isinstance(value, str) else value


MappedColumn = Annotated[ColumnMapping, BeforeValidator(_as_column)]
