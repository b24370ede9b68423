"""Validation errors of the mapping model as sentences for people."""

from __future__ import annotations

from typing import get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from data.errors import nearest
from data.mapping.model import Mapping


def explain(error: ValidationError, file: str) -> str:
    """One line for each problem, with its place in the file."""
    return "\n".join(f"{file}, {_place(e)}: {_sentence(e)}" for e in error.errors())


def _place(error: ErrorDetails) -> str:
    unknown_key = error["type"] == "extra_forbidden"
    where = error["loc"][:-1] if unknown_key else error["loc"]
    names = [f"number {step + 1}" if isinstance(step, int) else str(step) for step in where]
    return ".".join(names).replace(".number", ", number") if names else "top level"


def _sentence(error: ErrorDetails) -> str:
    kind, last = error["type"], str(error["loc"][-1]) if error["loc"] else ""
    if kind == "extra_forbidden":
        return f"unknown key '{last}'. {nearest(last, _known_keys(error['loc'][:-1]))}"
    if kind == "missing":
        return "this is required and missing."
    if kind == "value_error":
        return str(error["ctx"]["error"]) + "."
    message = error["msg"][0].lower() + error["msg"][1:]
    return f"found {error['input']!r}; {message}."


def _known_keys(where: tuple[int | str, ...]) -> list[str]:
    """Field names of the model that an error's place leads to."""
    model: type[BaseModel] = Mapping
    for step in where:
        if isinstance(step, str) and step in model.model_fields:
            model = _model_in(model.model_fields[step].annotation) or model
    fields = model.model_fields.items()
    return [field.alias or name for name, field in fields if name != "path"]


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model_in(argument) for argument in get_args(annotation))
    return next((model for model in found if model is not None), None)
