"""`python -m benchmarks [SIZE ...]`: refreshes and the browser, timed on data of these sizes."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np

from benchmarks import refresh

_UNITS = {"k": 1_000, "M": 1_000_000}


def main() -> None:
    """Measure and print a table; everything is written into the cache folder."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=_size, metavar="SIZE", help="100k, 1M, 10M, ...")
    parser.add_argument(
        "--cache",
        type=Path,
        default=Path(tempfile.gettempdir()) / "cx-lens-benchmarks",
        help="where data are made and built (default: %(default)s)",
    )
    given = parser.parse_args()
    print("Refresh: milliseconds, p50 / p95 over 30 random views; x is the median ratio")
    print(_ROW.format(*_HEADS))
    for rows in given.sizes or [100_000, 1_000_000, 10_000_000]:
        print(_ROW.format(*_row(refresh.measure(rows, given.cache))), flush=True)


_HEADS = (
    "rows", "build s", *refresh.PAGES, "pandas", "its figures", "x", "x of data alone",
)  # fmt: skip
_ROW = "{:>12} {:>8} {:>12} {:>12} {:>12} {:>14} {:>12} {:>6} {:>16}"


def _row(found: refresh.Timings) -> list[str]:
    return [
        f"{found.rows:,}",
        f"{found.build:.1f}",
        *(_times(found.pages[page]) for page in refresh.PAGES),
        _times(found.plain_data),
        _times(found.plain_figures),
        f"{found.ratio(figures=True):.1f}",
        f"{found.ratio(figures=False):.1f}",
    ]


def _times(seconds: list[float]) -> str:
    p50, p95 = (1000 * float(np.quantile(seconds, q)) for q in (0.5, 0.95))
    return f"{p50:,.0f} / {p95:,.0f}"


def _size(text: str) -> int:
    unit = _UNITS.get(text[-1:], 1)
    number = text[:-1] if unit > 1 else text
    if not number.isdigit() or not int(number):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of rows like 100k or 10M")
    return int(number) * unit


if __name__ == "__main__":
    main()
