"""How a text is written as a date: where in it the day, the month, the year and the time stand.

Texts are looked at as templates, in which every digit is a 0: `14.3.2026 18:20` is `00.0.0000
00:00`. A template has a layout for each way to read it: numbers of one or two digits around others
are day, month and year in one of three orders, and a number of four digits is the year. What
stands between the numbers may be anything short. Names are those of one language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from detection.dates.names import day_names, month_names, plain

Order = Literal["dmy", "mdy", "ymd", ""]  # "": there is one way to read it

_SIGN = r"(?:\s?[-/.,_|\\年月년월]\s?|\s{1,2})"
_END = r"(?:\.|日|일|\s?г\.?)?"
_NUMBERS = re.compile(rf"(0{{1,4}})({_SIGN})(0{{1,2}})({_SIGN})(0{{1,4}}){_END}")
_WORD = r"[^\W\d_][^\W\d_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W\d_]*)*"  # accents may be apart
# Between a day or a year and a name: "14th of", "14. ", ", ", " de ".
_BESIDE = r"(?:st|nd|rd|th|er|º)?[\s.,/-]*(?:\b(?:de|of|del|den|the)\s+)?"
_TAIL = r"(?:\.|\s?г\.?)?"
_NAMED = tuple(
    re.compile(one, re.IGNORECASE)
    for one in (
        rf"(?P<d>0{{1,2}}){_BESIDE}(?P<b>{_WORD})\.?{_BESIDE}(?P<y>0000|00){_TAIL}",
        rf"(?P<b>{_WORD})\.?{_BESIDE}(?P<d>0{{1,2}})(?=\D){_BESIDE}(?P<y>0000|00){_TAIL}",
        rf"(?P<y>0000){_BESIDE}(?P<b>{_WORD})\.?{_BESIDE}(?P<d>0{{1,2}}){_TAIL}",
        rf"(?P<b>{_WORD})\.?{_BESIDE}(?P<y>0000){_TAIL}",
        rf"(?P<b>{_WORD})\.?[-'’](?P<y>00)",
        rf"(?P<y>0000){_BESIDE}(?P<b>{_WORD})\.?",
    )
)
_MONTHS = (
    re.compile(r"(?P<y>0000)[-/年]\s?(?P<m>0{1,2})月?"),
    re.compile(r"(?P<m>0{1,2})[-/](?P<y>0000)|(?P<m2>00)\.(?P<y2>0000)"),
)
_TIME = re.compile(
    r"(?P<date>.+?)(?P<gap>t(?=0)|,?\s+(?:-\s|(?:klo|kl\.?|um|at|à|o)\s)?)"
    r"(?P<H>0{1,2})(?:[:.h](?P<M>00)(?:[:.](?P<S>00)(?:[.,](?P<f>0{1,9}))?)?"
    r"|(?<=t00)(?P<M2>00)(?P<S2>00)?)(?:\s?(?P<p>[ap]m))?"
    r"(?:\s?(?P<z>z|[+-]00:?(?:00)?)|\s?(?P<Z>utc|gmt))?",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(rf"({_WORD}(?:-{_WORD})?)\.?,?\s+(?=\S)")
_ISO = re.compile(r"%Y([-/])%m\1%d([T ]+%H:%M(:%S(\.%[fn])?)?(%z)?)?")
_SHORTEST_ZONED = 17  # signs: a mapping looks for the zone of longer texts alone
# Digits alone: ISO's basic form, and the same of other orders.
_WHOLE: dict[str, tuple[tuple[Order, str], ...]] = {
    "00000000": (("ymd", "%Y%m%d"), ("dmy", "%d%m%Y"), ("mdy", "%m%d%Y")),
    "000000": (("", "%Y%m"),),
    "0" * 12: (("", "%Y%m%d%H%M"),),
    "0" * 14: (("", "%Y%m%d%H%M%S"),),
}
_ABBREVIATED = 3  # letters of an English name
_WIDTHS = {"Y": 4}  # of a directive in `_WHOLE`; all others have two digits


@dataclass(frozen=True)
class Layout:
    """One way to read the texts of a template.

    `format`: for strptime; with a name of a month in it, `%b`. `places`: directive -> from where to
    where its digits stand. `month`: that of the name. `afternoon`: 12 hours to add or not, None
    for hours up to 24. `iso`: a mapping reads it without a format.
    """

    order: Order
    format: str
    places: dict[str, tuple[int, int]]
    month: int | None = None
    afternoon: bool | None = None
    word: str = ""
    iso: bool = False


def layouts(template: str, language: str) -> tuple[Layout, ...]:
    """All layouts of a template; none where it is no date. Names are those of the language."""
    if template in _WHOLE:
        return tuple(_whole(order, text) for order, text in _WHOLE[template])
    start = _weekday(template, language)
    timed = _TIME.fullmatch(template, start)
    found = _timed(template, start, timed, language)
    if timed and not found:  # the T of 05OCT2026 is no sign of a time
        found = _timed(template, start, None, language)
    return found


def _timed(
    template: str, start: int, timed: re.Match[str] | None, language: str
) -> tuple[Layout, ...]:
    """The layouts with this time of day behind the date, or with none."""
    end = timed.end("date") if timed else len(template)
    found = []
    for order, places, month, word in _dates(template, start, end, language):
        pieces = dict(places)
        if timed:
            names = {"M2": "M", "S2": "S"}
            for key in ("H", "M", "S", "f", "M2", "S2"):
                if timed[key] is not None:
                    pieces[names.get(key, key)] = timed.span(key)
        found.append(_layout(template, order, pieces, month, word, start, timed))
    return tuple(found)


def _whole(order: Order, text: str) -> Layout:
    places, at = {}, 0
    for letter in re.findall(r"%(\w)", text):
        width = _WIDTHS.get(letter, 2)
        places[letter] = (at, at + width)
        at += width
    return Layout(order, text, places)


def _weekday(template: str, language: str) -> int:
    """Where the text behind the name of a day of the week begins; 0 without one."""
    found = _WEEKDAY.match(template)
    return found.end() if found and plain(found[1]) in day_names(language) else 0


_Found = tuple[Order, dict[str, tuple[int, int]], int | None, str]


def _dates(template: str, start: int, end: int, language: str) -> Iterator[_Found]:
    if template[start:end] == "0" * 8:
        year, month_, day = (start, start + 4), (start + 4, end - 2), (end - 2, end)
        yield "", {"Y": year, "m": month_, "d": day}, None, ""
        return
    numbers = _NUMBERS.fullmatch(template, start, end)
    if numbers:
        yield from _of_numbers(numbers)
        return
    for pattern in _NAMED:
        named = pattern.fullmatch(template, start, end)
        month = month_names(language).get(plain(named["b"])) if named else None
        if named and month:
            places = {"b": named.span("b"), _year(named["y"]): named.span("y")}
            if "d" in pattern.groupindex:
                places["d"] = named.span("d")
            yield "", places, month, named["b"]
            return
    for pattern in _MONTHS:
        found = pattern.fullmatch(template, start, end)
        if found:
            second = "2" if "m2" in pattern.groupindex and found["m2"] else ""
            yield "", {"Y": found.span(f"y{second}"), "m": found.span(f"m{second}")}, None, ""
            return


def _of_numbers(found: re.Match[str]) -> Iterator[_Found]:
    first, second, third = (found.span(group) for group in (1, 3, 5))
    widths = [len(found[group]) for group in (1, 5)]
    if widths[0] == 4 and widths[1] <= 2:
        yield "", {"Y": first, "m": second, "d": third}, None, ""
    elif widths[0] <= 2 and widths[1] in (2, 4):
        year = _year(found[5])
        yield "dmy", {"d": first, "m": second, year: third}, None, ""
        yield "mdy", {"m": first, "d": second, year: third}, None, ""
        if widths == [2, 2]:
            yield "ymd", {"y": first, "m": second, "d": third}, None, ""


def _year(digits: str) -> str:
    return "Y" if len(digits) == 4 else "y"


def _layout(
    template: str,
    order: Order,
    places: dict[str, tuple[int, int]],
    month: int | None,
    word: str,
    start: int,
    timed: re.Match[str] | None,
) -> Layout:
    marks = {span: f"%{letter}" for letter, span in places.items()}
    afternoon = None
    if timed and timed["p"]:
        afternoon = timed["p"].lower() == "pm"
        marks[timed.span("H")] = "%I"
        marks[timed.span("p")] = "%p"
    if timed and timed["f"] and len(timed["f"]) > 6:
        marks[timed.span("f")] = "%n"
    if timed and timed["z"]:
        marks[timed.span("z")] = "%z"
    if timed and timed["Z"]:
        marks[timed.span("Z")] = "%Z"
    if start:
        weekday = _WEEKDAY.match(template)
        if weekday:
            marks[weekday.span(1)] = "%A" if len(weekday[1]) > _ABBREVIATED else "%a"
    text, at = "", 0
    for (begin, stop), mark in sorted(marks.items()):
        text += template[at:begin].replace("%", "%%") + mark
        at = stop
    text += template[at:].replace("%", "%%")
    iso = bool(_ISO.fullmatch(text))
    if iso and timed and timed["z"]:
        iso = len(template) >= _SHORTEST_ZONED and timed["z"] != "z"
    return Layout(order, text, places, month, afternoon, word, iso)
