"""Row scope in a warehouse: a limited reader's dashboard beside that of the rows alone."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from settings import Settings
from tests.row_scope.companies import drawn, mapped, typed
from tests.row_scope.same import check_same, chosen
from tests.row_scope.totals import check_totals

Put = Callable[[str, pd.DataFrame], object]


def check_warehouse(put: Put, named: str, warehouse: str, folder: Path, seed: int) -> None:
    """`put` makes a table of a frame, `named` is how a mapping names it, with `{}` for its name."""
    files = drawn(seed, rows=200)
    ((rows, own),) = chosen(files, seed, 1)
    settings = []
    for which, company in (("whole", files), ("alone", own)):
        for table in company.tables:
            put(f"{which}_{seed}_{table}", typed(company, table))
        place = folder / which
        place.mkdir(parents=True)
        mapping = place / "mapping.toml"
        source = f'table = "{named.format(f"{which}_{seed}_")}{{}}"'
        mapping.write_text(mapped(company, source, warehouse))
        settings.append(Settings(mapping=mapping, folder=place / "out"))
    whole, alone = settings
    check_same(whole, files, rows, alone, random.Random(seed), 1)
    check_totals(whole, files, rows, random.Random(seed), 1)
