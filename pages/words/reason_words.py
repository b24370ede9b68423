"""A reason in words, to follow what changed: `, most of it (at least 61%) at Delivery`."""

from __future__ import annotations

from collections.abc import Sequence

from data.catalog import Dimension
from metrics.reasons.change_point import Months
from pages.figures.figure import Figure
from pages.figures.reasons import MixReason, Place
from pages.words.figure_words import change_unit, signed_words

_NEARLY_ALL = 0.8  # of the change, for certain


def reason_words(why: MixReason | Place | None, row: Figure, currency: str) -> str:
    """Why the figure changed, or nothing where that is not known."""
    match why:
        case MixReason():
            return _mix(why, row, f"{currency} ".lstrip())
        case Place():
            return f", {most_words(why)} {place_words(why)}{_since(why.since)}"
    return ""


def where_words(dimension: Dimension, levels: Sequence[str]) -> str:
    """A level with its dimension: `at Support`, `where Had a problem is Yes`."""
    named = " or ".join(levels)
    return f"at {named}" if dimension.key == "touchpoint" else f"where {dimension.label} is {named}"


def _mix(why: MixReason, row: Figure, currency: str) -> str:
    """What the mix did, by which level, and what is left at an unchanged mix."""
    money = currency if row.definition.unit == "currency" else ""
    parts, shift, unit = why.mix.parts, why.mix.shift, change_unit(row)
    mix_of, rate = f"the mix of {row.definition.noun}", parts.rate
    mix, whole = parts.mix.value, parts.change
    part, total = (signed_words(abs(one), row, money).lstrip("+") for one in (mix, whole))
    if parts.all_mix:
        told = f"but all of it is {mix_of}"
    elif mix * whole < 0:
        told = f"although {mix_of} went the other way ({signed_words(mix, row, money)}{unit})"
    elif abs(mix) > abs(whole) or part == total:
        did = "did it," if parts.turns else "alone comes to"
        told = f"but {mix_of} {did} {signed_words(mix, row, money)}{unit}"
    else:
        told = f"but {part} of the {total}{unit} are {mix_of}"
    ends = " to ".join(signed_words(end, row, money) for end in (rate.low, rate.high))
    size = signed_words(abs(rate.value), row, money)
    if size.startswith("+"):
        judged = "beyond noise" if rate.real else "within noise"
        verb = "rose" if rate.value > 0 else "fell"
        left = f"{verb} {size.lstrip('+')}{unit} ({ends}), {judged}"
    else:
        left = f"did not move ({ends}{unit})"
    level = where_words(why.dimension, [shift.level])
    before, now = _percents(shift.base_share, shift.share)
    return (
        f", {told}: those {level} went from {before} to {now} of them; "
        f"at an unchanged mix it {left}"
    )


def _percents(*shares: float) -> list[str]:
    """Shares as whole per cents, with a decimal where these would be the same."""
    decimals = 0 if len({f"{share:.0f}" for share in shares}) == len(shares) else 1
    return [f"{share:.{decimals}f}%" for share in shares]


def most_words(why: Place) -> str:
    """What the lower end of the interval of its share allows."""
    if why.leading.share_low >= _NEARLY_ALL:
        return "nearly all of it"
    return f"most of it (at least {int(100 * why.leading.share_low)}%)"


def place_words(why: Place) -> str:
    """Where it is: `at Billing where Region is EMEA`."""
    return " ".join(where_words(dimension, levels) for dimension, levels in why.where)


def line_words(why: MixReason | Place | None, row: Figure, currency: str) -> str:
    """The reason as a line of the briefing has it, or nothing: `; most of it at Billing`."""
    match why:
        case MixReason():
            return _short_mix(why, row, f"{currency} ".lstrip())
        case Place():
            return f"; {most_words(why)} {place_words(why)}{_since(why.since)}"
    return ""


def _short_mix(why: MixReason, row: Figure, currency: str) -> str:
    """How much the mix did, and what changed at an unchanged mix."""
    money = currency if row.definition.unit == "currency" else ""
    parts, unit = why.mix.parts, change_unit(row)
    noun, shift = row.definition.noun, why.mix.shift
    before, now = _percents(shift.base_share, shift.share)
    place = "" if why.dimension.key == "touchpoint" else f"{why.dimension.label} "
    shares = f"({place}{shift.level}: {before} to {now} of {noun})"
    size, left = (signed_words(one, row, money) for one in (parts.mix.value, parts.rate.value))
    judged = "beyond" if parts.rate.real else "within"
    rate = f"{left} without it, {judged} noise"
    if parts.all_mix:
        return f"; all of it the mix {shares}"
    return f"; {size}{unit} by the mix {shares}; {rate}"


def _since(months: Months | None) -> str:
    if months is None:
        return ""
    first, last = months
    if first == last:
        return f" since {first:%B %Y}"
    begin = f"{first:%B}" if first.year == last.year else f"{first:%B %Y}"
    return f", beginning between {begin} and {last:%B %Y}"
