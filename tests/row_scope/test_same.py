"""Row scope: what a limited reader gets is what a company shows that has these rows alone.

Exceptions, each named here:
- the version, and the panel of sources (files, their sizes and rows): they tell of the load;
- rows set aside and questions left empty are told to nobody who is limited: they can't be said to
  be anybody's. The company of these rows alone is built without them;
- until when it is known what became of a ticket is a moment of all tickets
  (`test_making.py`); the scopes here have a ticket of it;
- a column that is no filter of all rows, since people write in it, is none of a few rows.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from settings import Settings
from tests.row_scope.companies import Files, drawn, put
from tests.row_scope.same import check_same, chosen

SEEDS = (1,)  # test_warehouse.py has another
_SCOPES, _LINKS = 1, 1


@pytest.fixture(scope="module", params=SEEDS)
def seed(request: pytest.FixtureRequest) -> int:
    found: int = request.param
    return found


@pytest.fixture(scope="module")
def files(seed: int) -> Files:
    return drawn(seed)


@pytest.fixture(scope="module")
def whole(files: Files, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("whole")
    return Settings(mapping=put(files, folder / "files"), folder=folder)


@pytest.mark.slow
def test_every_exit_is_that_of_the_rows_alone(
    whole: Settings, files: Files, seed: int, tmp_path: Path
) -> None:
    for number, (rows, own) in enumerate(chosen(files, seed, _SCOPES)):
        folder = tmp_path / str(number)
        alone = Settings(mapping=put(own, folder / "files"), folder=folder)
        check_same(whole, files, rows, alone, random.Random(seed), _LINKS)
