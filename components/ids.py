"""Ids of everything that callbacks touch."""

from __future__ import annotations

import json
from enum import StrEnum


class Ids(StrEnum):
    """What Dash makes: the controls, the link, and the answer to it."""

    URL = "url"
    ANSWER = "answer"
    PERIOD = "period"  # the pills of the bar, and the chips of its filters
    COMPARISON = "comparison"
    CHIPS = "chips"
    RESET = "reset"
    COPY = "copy-link"
    SHARE = "share"  # to assets/cxlens.js
    SAVE = "save"  # likewise
    NOTE = "note"  # likewise
    SLIDES = "slides"  # likewise
    PRESENT = "present"  # to assets/present.js
    THEME_SET = "theme-set"


CONTROL = "control"  # pattern: {"type": CONTROL, "name": parameter of the link}
CHART = "chart"  # pattern: {"type": CHART, "panel": key}


def control(name: str) -> dict[str, str]:
    """Id of the control of one parameter."""
    return {"type": CONTROL, "name": name}


def dom_id(component: dict[str, str]) -> str:
    """The id as it stands in the page."""
    return json.dumps(component, sort_keys=True, separators=(",", ":"))


def chart(panel: str) -> dict[str, str]:
    """Id of a panel's chart."""
    return {"type": CHART, "panel": panel}
