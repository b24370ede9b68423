"""`python -m benchmarks.claims [NAME ...]`: what is claimed of simulated companies.

Ends with code 1 where a value is out of its limits.
"""

from __future__ import annotations

import argparse
import sys
import time
from importlib import import_module

import pandas as pd

from benchmarks.claims.rows import outside

# A module each, with `run(seed, rounds)`, which gives a frame as `benchmarks.claims.rows.table`.
SIMULATIONS = (
    "noise",
    "customers",
    "coverage",
    "repeats",
    "tails",
    "counts",
    "reasons",
    "why",
    "season",
    "looking",
    "unusual",
    "alerts",
    "forecast",
    "leaving",
    "actions",
    "drivers",
    "voice",
)
_ROUNDS = 40
_ROW = "{:9} {:44} {:44} {:>7} {:>16}  {}"


def main() -> int:
    """Simulate and print; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.claims", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="default: all of them")
    parser.add_argument("--rounds", type=int, default=_ROUNDS, help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=1, help="default: %(default)s")
    given = parser.parse_args()
    unknown = sorted({*given.names} - {*SIMULATIONS})
    if unknown:
        parser.error(f"no simulation: {', '.join(unknown)}; there are {', '.join(SIMULATIONS)}")
    print(_ROW.format("", "case", "measure", "value", "limits", "").rstrip(), flush=True)
    out = 0
    for name in given.names or SIMULATIONS:
        started = time.perf_counter()
        found = run(name, given.seed, given.rounds)
        out += _print(name, found)
        print(f"{name}: {time.perf_counter() - started:,.0f} s\n", flush=True)
    print(f"{out} values are out of their limits." if out else "All values are in their limits.")
    return int(out > 0)


def run(name: str, seed: int, rounds: int) -> pd.DataFrame:
    """The rows of one simulation."""
    found: pd.DataFrame = import_module(f"benchmarks.claims.{name}").run(seed, rounds)
    return found


def _print(name: str, found: pd.DataFrame) -> int:
    """Prints the rows; how many are out of their limits."""
    wrong = outside(found)
    for row, out in zip(found.itertuples(), wrong, strict=True):
        limits = f"{row.limit_low:.3g} to {row.limit_high:.3g}".replace("nan to nan", "-")
        mark = "OUT" if out else ""
        print(_ROW.format(name, row.case, row.measure, f"{row.value:.3f}", limits, mark).rstrip())
    return int(wrong.sum())


if __name__ == "__main__":
    sys.exit(main())
