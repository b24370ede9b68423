"""Cells that have a type, beside what the JSON has in their place."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any


def flat(row: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in row.items():
        if isinstance(value, dict):
            found |= flat(value, f"{above}{key}_")
        else:
            found[f"{above}{key}"] = value
    return found


def same(cell: object, told: object) -> bool:
    if isinstance(cell, datetime):
        return told == cell.date().isoformat()
    if isinstance(told, float):
        return isinstance(cell, int | float) and math.isclose(cell, told, rel_tol=1e-12)
    if isinstance(told, list):
        return (cell or "") == "; ".join(map(str, told))
    return cell == told or (told == "" and cell is None)
