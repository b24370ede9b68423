"""A pull that is killed: the files are as before, and the next one brings everything."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

from tests.connections.conftest import Pull, Rows
from tests.connections.hidden import assert_hidden
from tests.connections.known import OPTIONS, SECRETS
from tests.connections.played_surveys import Typeform, people
from tests.connections.stand_in import StandIn, standing_in

_ROOT = Path(__file__).parents[2]
# A process that kills itself where a function is called for the n-th time.
_CODE = """
import json, os, signal, sys
from importlib import import_module
from pathlib import Path
from connections.index import SERVICES
from connections.pull import pull

options, secrets, folder, address, module, name, nth = json.loads(sys.stdin.read())
holder = import_module(module)
*parts, name = name.split(".")
for part in parts:
    holder = getattr(holder, part)
real, calls = getattr(holder, name), []

def dying(*given, **named):
    calls.append(1)
    if len(calls) == nth:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*given, **named)

setattr(holder, name, dying)
pull(SERVICES["typeform"], options, secrets, Path(folder), address)
"""


def _killed(folder: Path, there: StandIn, *where: object) -> None:
    told = [OPTIONS["typeform"], SECRETS["typeform"], str(folder), there.address, *where]
    ended = subprocess.run(
        [sys.executable, "-c", _CODE],
        input=json.dumps(told), cwd=_ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert_hidden("typeform", folder, ended.stdout, ended.stderr)


def _ids(count: int) -> list[str]:
    return [f"tok{number}" for number in range(1, count + 1)]


def test_while_it_reads(pulled: Pull, rows: Rows, tmp_path: Path) -> None:
    folder = tmp_path / "typeform"
    with standing_in(Typeform(people(7), page=3)) as there:
        _killed(folder, there, "connections.services.typeform", "_value", 12)
        assert not list(folder.glob("*.parquet"))
        assert pulled("typeform", there) == {"responses": 7}
    assert [row["response_id"] for row in rows("typeform", "responses")] == _ids(7)


def test_while_it_writes(pulled: Pull, rows: Rows, tmp_path: Path) -> None:
    service = Typeform(people(7), page=3)
    folder = tmp_path / "typeform"
    file = folder / "responses.parquet"
    with standing_in(service) as there:
        pulled("typeform", there)
        before = file.read_bytes()
        service.people = people(9)
        _killed(folder, there, "pyarrow.parquet", "ParquetWriter.write_batch", 1)
        assert file.read_bytes() == before
        assert pulled("typeform", there) == {"responses": 9}
    assert [row["response_id"] for row in rows("typeform", "responses")] == _ids(9)
    assert [one.name for one in folder.iterdir() if one.is_file()] == ["responses.parquet"]
