"""Answers that are sent to the server: what `[intake.NAME]` says of them."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, model_validator

from data.mapping.columns import MappedColumn
from data.mapping.fields import Metric, Scale, check_nps

Service = Literal["json", "typeform", "zendesk", "surveymonkey", "delighted", "qualtrics"]
# What a mapping must say of each service, since its webhooks do not name it.
_REQUIRED: dict[Service, tuple[str, ...]] = {
    "json": (),
    "typeform": ("score",),
    "zendesk": ("response_id", "score"),
    "surveymonkey": (),
    "delighted": (),
    "qualtrics": ("response_id", "score"),
}
_OF_FILES = ("day", "month", "year", "format", "language", "timezone", "decimal")


class Intake(BaseModel, frozen=True, extra="forbid"):
    """A service that sends answers to one question, and where in them each column is."""

    service: Service
    metric: Metric
    scale: Scale | None = None
    columns: dict[str, MappedColumn] = {}

    @model_validator(mode="after")
    def _whole(self) -> Self:
        check_nps(self.metric, self.scale, None)
        for name in _REQUIRED[self.service]:
            if name not in self.columns:
                raise ValueError(
                    f"'{name}' is missing in its columns. Add: columns.{name} = \"where "
                    f'{self.service} has it"'
                )
        for name, mapped in self.columns.items():
            wrong = [option for option in _OF_FILES if getattr(mapped, option)]
            if wrong:
                raise ValueError(f"'{wrong[0]}' of the column '{name}' is for files")
        for name in ("response_id", "submitted_at"):
            if name in self.columns and self.columns[name].column is None:
                raise ValueError(f"'{name}' is another one in each answer: name where it is sent")
        return self
