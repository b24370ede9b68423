"""Whether what is said of sent answers fits the rest of a mapping."""

from __future__ import annotations

from data.contract import FEEDBACK, SEGMENT_KEY
from data.errors import MappingError, nearest
from data.mapping.model import Mapping

# Each intake states these itself.
_STATED = ("metric", "scale_min", "scale_max")


def intake_columns(mapping: Mapping) -> tuple[str, ...]:
    """Columns that sent answers may have: those of feedback, and those of its segments."""
    own = [column.name for column in FEEDBACK.columns if column.name not in _STATED]
    of_segments = [one.column for one in mapping.segments if one.table == "feedback"]
    return tuple(dict.fromkeys([*own, *of_segments]))


def check_intake(file: str, mapping: Mapping) -> None:
    """Raises MappingError where an `[intake.NAME]` can't be taken as it stands."""
    if mapping.intake and mapping.warehouse:
        raise MappingError(
            f"{file}, [intake]: answers are taken where the sources are files. With a [warehouse] "
            "send them there, into the table that the feedback is read from."
        )
    known = intake_columns(mapping)
    for name, intake in mapping.intake.items():
        place = f"{file}, [intake.{name}]"
        if not SEGMENT_KEY.fullmatch(name):
            raise MappingError(
                f"{place}: the name stands in an address, so it must be lower-case letters, "
                "digits and underscores, and begin with a letter."
            )
        if f"intake_{name}" in mapping.sources:
            raise MappingError(
                f"{place}: its answers are the source 'intake_{name}'. Give the source of that "
                "name in [sources] another one."
            )
        for column in intake.columns:
            if column not in known:
                raise MappingError(
                    f"{place}.columns: unknown column '{column}'. {nearest(column, known)}"
                )
