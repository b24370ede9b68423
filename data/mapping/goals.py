"""What a company aims at, compares itself with and looks at first: targets to Overview's cards."""

from __future__ import annotations

import math
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, Field, model_validator


def as_value(value: object) -> object:
    """`40` as `{ value = 40 }`."""
    return {"value": value} if isinstance(value, int | float | str) else value


class Target(BaseModel, frozen=True, extra="forbid"):
    """What one metric should reach: everywhere, and at levels that have a target of their own."""

    value: float | None = None
    by: dict[str, dict[str, float]] = {}

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.value is None and not any(self.by.values()):
            raise ValueError(
                "give 'value' for all, 'by' for single levels ({ region = { EMEA = 45 } }), or both"
            )
        return self


class Benchmark(Target, frozen=True, extra="forbid"):
    """What others reach, and who says so."""

    source: str = ""


def _worst_to_best(ends: tuple[float, float]) -> tuple[float, float]:
    if ends[0] == ends[1] or not all(math.isfinite(end) for end in ends):
        raise ValueError(f"a range goes from the worst to the best figure, found {list(ends)}")
    return ends


class Xqi(BaseModel, frozen=True, extra="forbid"):
    """Parts of the experience quality index: how much each weighs, where its 0 and its 100 are."""

    weights: Annotated[
        dict[str, Annotated[float, Field(gt=0, allow_inf_nan=False)]], Field(min_length=1)
    ]
    ranges: dict[str, Annotated[tuple[float, float], AfterValidator(_worst_to_best)]] = {}


class CardGroup(BaseModel, frozen=True, extra="forbid"):
    """Cards of Overview under one heading; `by`: in views of one level alone."""

    name: Annotated[str, Field(min_length=1)]
    cards: Annotated[tuple[str, ...], Field(min_length=1)]
    by: Annotated[dict[str, str], Field(max_length=1)] = {}

    @property
    def place(self) -> tuple[str, str]:
        """The dimension and the level whose views they are in; empty for all."""
        return next(iter(self.by.items()), ("", ""))
