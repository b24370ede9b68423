"""`python -m benchmarks.drafts [CASE ...]`: what is drafted of unknown files, against the truth."""

from __future__ import annotations

import argparse
from collections import Counter

from tests.drafts.everything import all_cases
from tests.drafts.meaning import facts_of, loaded
from tests.drafts.outcome import ASKED, LEFT_OUT, RIGHT, WRONG, outcome_of


def main() -> None:
    """Draft each file of the bench in some arrangements, load what was drafted, and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.drafts", description=__doc__)
    parser.add_argument("cases", nargs="*", metavar="CASE", help="default: all")
    parser.add_argument("--arrangements", type=int, default=1, help="of rows and columns")
    parser.add_argument("--unloaded", action="store_true", help="read the mapping, load nothing")
    parser.add_argument("--mapping", action="store_true", help="print each mapping")
    given = parser.parse_args()
    reader = facts_of if given.unloaded else lambda text, _: loaded(text)
    found: Counter[str] = Counter()
    for case in all_cases():
        if given.cases and case.name not in given.cases:
            continue
        for arrangement in range(given.arrangements):
            outcome = outcome_of(case, reader, arrangement)
            found[outcome.how] += 1
            print(f"{case.name:32} {outcome.how}", flush=True)
            for line in (*outcome.questions, *outcome.notes):
                print(f"    {line}")
            if given.mapping:
                print(outcome.text)
    total = found.total()
    for how in (RIGHT, ASKED, LEFT_OUT, WRONG):
        print(f"{how:24} {found[how]:4} of {total}, {found[how] / total:.0%}")


if __name__ == "__main__":
    main()
