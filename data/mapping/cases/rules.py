"""Rules that make cases: what `[cases.NAME]` says of them."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, Field, model_validator

from metrics.series import OF_THE_COMPANY


def _low_to_high(ends: tuple[float, float]) -> tuple[float, float]:
    if not ends[0] <= ends[1]:
        raise ValueError(f"a range goes from the lowest to the highest score, found {list(ends)}")
    return ends


Scores = Annotated[tuple[float, float], AfterValidator(_low_to_high)]


class When(BaseModel, frozen=True, extra="forbid"):
    """What must hold of a customer, all of it: the last answer, and what else is stated."""

    nps: Scores | None = None
    csat: Scores | None = None
    ces: Scores | None = None
    revenue_over: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None  # a year
    ticket_days: Annotated[int, Field(ge=1, le=3650)] | None = None  # that one waits, or more

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(getattr(self, name) is not None for name in OF_THE_COMPANY) != 1:
            raise ValueError(
                "a case is made for one answer: give the scores of one metric, such as "
                "nps = [0, 6], csat = [1, 2] or ces = [1, 3]"
            )
        return self

    @property
    def metric(self) -> str:
        """The metric whose last answer counts."""
        return next(name for name in OF_THE_COMPANY if getattr(self, name) is not None)

    @property
    def scores(self) -> tuple[float, float]:
        """The lowest and the highest score for which a case is made."""
        found: tuple[float, float] = getattr(self, self.metric)
        return found


class CaseRule(BaseModel, frozen=True, extra="forbid"):
    """When a load makes a case, of whom it is ("" for nobody's), and when it is due."""

    when: When
    owner: str = ""
    due_days: Annotated[int, Field(ge=1, le=365)] = 7
