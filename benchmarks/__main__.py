"""`python -m benchmarks [SIZE ...]`: refreshes and the browser, timed on data of these sizes."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks import (
    browsing,
    crowd,
    digests,
    known,
    limited,
    long_use,
    pages,
    refresh,
    suppression,
)
from tests.browser import chromium
from view.pages import PAGES

_UNITS = {"k": 1_000, "M": 1_000_000}
_SIZES = ("100k", "1M", "10M")
_BROWSED = 1_000_000  # rows of the data that the browser shows
_LARGEST = 6  # files named
_ROW = "{:>11} {:>8} {:>13} {:>15} {:>12} {:>6} {:>10}"


def main() -> None:
    """Measure and print; everything is written into the cache folder."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("sizes", nargs="*", metavar="SIZE", help="default: " + " ".join(_SIZES))
    parser.add_argument(
        "--cache",
        type=Path,
        default=Path(tempfile.gettempdir()) / "cx-lens-benchmarks",
        help="where data are made and built (default: %(default)s)",
    )
    given = parser.parse_args()
    try:
        sizes = [_rows(size) for size in given.sizes or _SIZES]
    except ValueError as error:
        parser.error(str(error))
    print(f"Overview of feedback, link in, response out: ms, p50 / p95 of {refresh.VIEWS} views.")
    print("x: median over the views of pandas' time, with its figures or for the data alone.")
    names = ("rows", "build s", "overview", "pandas", "figures", "x", "x data")
    print(_ROW.format(*names))
    for rows in sizes:
        print(_ROW.format(*_row(refresh.measure(rows, given.cache))), flush=True)
    _print_pages([size for size in sizes if size <= pages.MOST], given.cache)
    _print_suppression()
    print(f"\n{digests.told(digests.measure(given.cache))}", flush=True)
    if _BROWSED in sizes:
        _print_limited(limited.measure(_BROWSED, given.cache))
        _print_known(known.measure(_BROWSED, given.cache))
        _print_crowd(crowd.measure(_BROWSED, given.cache))
        path = chromium.find(chromium.WHOLE)
        if path is None:
            print(f"No browser: none of {', '.join(chromium.WHOLE)} is installed.")
        else:
            _print_browsing(browsing.measure(path, _BROWSED, given.cache))


def _print_suppression() -> None:
    few, many, ratio = suppression.FEW, suppression.MANY, suppression.measure()
    cells = (many / few) ** 2
    print(f"\nSuppression of {many:,} x {many:,} levels, with {cells:.0f} times the cells of")
    print(f"{few} x {few}: {ratio:.1f} times the time.")


def _row(found: refresh.Timings) -> list[str]:
    return [
        f"{found.rows:,}",
        f"{found.build:.1f}",
        _times(found.overview),
        _times(found.plain_data),
        _times(found.plain_figures),
        _ratio(found.ratio(figures=True)),
        _ratio(found.ratio(figures=False)),
    ]


def _ratio(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"


def _print_pages(sizes: Sequence[int], folder: Path) -> None:
    """A line a page, a column a size."""
    found = {size: pages.measure(size, folder) for size in sizes}
    print("\nEvery page, of all tables with so many rows each: ms, p50 / p95")
    print(f"{'':12}" + "".join(f"{size:>16,}" for size in sizes))
    for page in PAGES:
        print(f"{page:12}" + "".join(f"{_times(found[size][page]):>16}" for size in sizes))


def _print_limited(found: limited.Limited) -> None:
    """A line a page: of nobody limited, of a scope of all rows, of a sixth of them."""
    print(f"\nReaders limited to some rows, {_BROWSED:,} rows of each table: ms, p50 / p95,")
    print("and the median of what being limited adds to a view")
    print(f"{'':12}{'':>16}{'all rows':>16}{'a sixth':>16}{'adds':>8}")
    for page, of in found.views.items():
        added = 1000 * float(np.median(np.subtract(of["all"], of[""])))
        times = "".join(f"{_times(of[name]):>16}" for name in ("", *limited.SCOPES))
        print(f"{page:12}{times}{added:>8.1f}")
    print(f"To make what a scope needs, once a version: {found.made:.1f} s")


def _print_known(found: known.Known) -> None:
    print(f"\nWho reads: ms of a view whose answer is kept, {_BROWSED:,} rows, p50 / p95, and")
    print("the median of what it takes longer than for everybody")
    print(f"  everybody      {_times(found.everybody)}")
    for words, seconds in (
        ("logged in     ", found.logged_in),
        ("through a link", found.through_link),
    ):
        print(f"  {words} {_times(seconds)}  {found.adds(seconds):+.1f}")


def _print_crowd(found: crowd.Crowd) -> None:
    print(f"\n{crowd.USERS} users, {crowd.WORKERS} workers, {_BROWSED:,} rows: overviews a second")
    print(f"  every view a new one  {found.uncached:,.0f}")
    print(f"  views that are shared {found.cached:,.0f}")
    print(f"  answers other than 200: {found.failed}; memory {found.memory:,.0f} MB")


def _print_browsing(found: browsing.Browsing) -> None:
    ratio = float(np.median(found.changes) / np.median(found.plain))
    print(f"\nBrowser, overview, {_BROWSED:,} rows: ms, p50 / p95")
    print(f"  click to last chart on the screen painted  {_times(found.changes)}")
    print(f"  the same changes on a plain Dash page      {_times(found.plain)}  ({ratio:.2f}x)")
    print(f"  first figure changed                       {_times(found.figures)}")
    print(f"  cold load, last chart painted              {_times(found.cold)}")
    print(f"  first contentful paint, with the headline  {_times(found.first)}")
    print(f"  the same at 400 kbit/s, 400 ms             {1000 * found.slow:,.0f}")
    print(f"  layout shift while a page loads, at most   {max(found.shifts):.3f}")
    for changes, held in zip((long_use.EARLY, long_use.CHANGES), found.held, strict=True):
        megabytes = f"{held.heap / 1e6:.0f} MB, {held.nodes:,.0f} nodes"
        print(f"  held after {changes} changes of filters          {megabytes}")
    kilobytes = sum(found.files.values()) / 1000
    print(f"  transferred                                {kilobytes:,.0f} kB, of it")
    for name in sorted(found.files, key=lambda name: -found.files[name])[:_LARGEST]:
        print(f"    {found.files[name] / 1000:6,.0f}  {name}")


def _times(seconds: Sequence[float]) -> str:
    if not seconds:
        return "-"
    p50, p95 = (1000 * float(np.quantile(seconds, q)) for q in (0.5, 0.95))
    return f"{p50:,.0f} / {p95:,.0f}"


def _rows(size: str) -> int:
    unit = _UNITS.get(size[-1:], 1)
    number = size[:-1] if unit > 1 else size
    if not number.isdigit() or int(number) < 1:
        raise ValueError(f"{size!r} is not a number of rows like 100k, 10M or 250000")
    return int(number) * unit


if __name__ == "__main__":
    main()
