"""Fields of the company, and of what readers see of few people."""

from __future__ import annotations

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from data.draft.edit.fields import Group, Known, Options, Section, as_options, field_of
from data.draft.edit.values import WHOLE

_HIDDEN = (("hidden", "hidden"), ("shown", "shown: each has a page"))
_SMALL = (("hidden", "hidden"), ("shielded", "hidden, and not to be subtracted on a page either"))


@cache
def _zones() -> Options:
    return as_options(sorted(available_timezones()))


def company(content: dict[str, Any], _: Known) -> Section:
    """The company itself, and privacy."""
    own = Group(
        "Name, currency, time zone",
        (
            field_of(content, ("company", "name"), "Name of the company"),
            field_of(content, ("company", "currency"), "Currency", default="EUR"),
            field_of(
                content, ("company", "timezone"), "Time zone", default="UTC", options=_zones()
            ),
        ),
    )
    few = Group(
        "What readers see of few people",
        (
            field_of(
                content,
                ("minimum_n",),
                "People of whom a figure is shown, at least",
                WHOLE,
                default=10,
            ),
            field_of(
                content,
                ("privacy", "customers"),
                "Single customers",
                default="hidden",
                options=_HIDDEN,
            ),
            field_of(
                content,
                ("privacy", "small_groups"),
                "Small groups",
                default="hidden",
                options=_SMALL,
            ),
        ),
    )
    return Section("company", "The company", "", (own, few))
