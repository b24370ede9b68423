"""Mapping files: how a company's own files become the canonical tables."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from data.errors import MappingError
from data.mapping.check import check_mapping
from data.mapping.explain import explain
from data.mapping.model import Mapping

__all__ = ["Mapping", "MappingError", "load_mapping", "parse_mapping"]


def load_mapping(path: Path) -> Mapping:
    """Reads and checks a mapping file. Raises MappingError with a message for people."""
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise MappingError(f"There is no mapping file '{path}'.") from None
    except IsADirectoryError:
        raise MappingError(f"'{path}' is a folder. Name the mapping file in it.") from None
    except UnicodeDecodeError:
        raise MappingError(f"{path.name} is not UTF-8 text. Save it as UTF-8.") from None
    return parse_mapping(text, path)


def parse_mapping(text: str, path: Path) -> Mapping:
    """A mapping from its text; `path` says where files are looked for. Raises MappingError."""
    try:
        content: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingError(f"{path.name} is not valid TOML: {error}.") from None
    except RecursionError:
        raise MappingError(f"{path.name} is not valid TOML: its brackets never end.") from None
    if "path" in content:
        raise MappingError(f"{path.name}: unknown key 'path'. Files are named in [sources].")
    try:
        mapping = Mapping.model_validate({**content, "path": path})
    except ValidationError as error:
        raise MappingError(explain(error, path.name)) from None
    check_mapping(mapping)
    return mapping
