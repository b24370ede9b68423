"""Files of SPSS: codes and labels, codes for missing answers, dates."""

from __future__ import annotations

import importlib.util
import os
import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data.draft.files.read import read_raw
from data.errors import DataError
from tests.data.test_layouts import read

INSTALLED = importlib.util.find_spec("pyreadstat") is not None
needs_pyreadstat = pytest.mark.skipif(
    not INSTALLED and not os.environ.get("CX_LENS_REQUIRE_ALL"),
    reason="pyreadstat is not installed (requirements-spss.txt)",
)


def saved(path: Path) -> Path:
    import pyreadstat

    frame = pd.DataFrame(
        {
            "id": [1.0, 2.0, 3.0, 4.0],
            "day": [date(2024, 1, 5)] * 4,
            "q1": [9.0, 99.0, None, 5.5],
            "town": ["Oslo", "", " Bergen ", "Ålesund"],
        }
    )
    pyreadstat.write_sav(
        frame,
        str(path),
        column_labels={"q1": "How likely is it that you recommend us?"},
        variable_value_labels={"q1": {0: "Not at all", 10: "For certain", 99: "Refused"}},
        missing_ranges={"q1": [99]},
    )
    return path


@needs_pyreadstat
@pytest.mark.parametrize("chunk", [2, 3, 100])
def test_a_load_reads_codes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    monkeypatch.setattr("data.ingest.files.formats.spss._CHUNK", chunk)
    names, rows, _ = read(saved(tmp_path / "survey.sav"))
    assert names == ["id", "day", "q1", "town"]
    assert [(row[0], row[1], row[2]) for row in rows] == [
        *(("1", "2024-01-05", "9"), ("2", "2024-01-05", None)),
        *(("3", "2024-01-05", None), ("4", "2024-01-05", "5.5")),
    ]


@needs_pyreadstat
def test_a_draft_knows_the_words(tmp_path: Path) -> None:
    saved(tmp_path / "survey.sav").rename(tmp_path / "survey.csv")
    (found,) = read_raw([tmp_path / "survey.csv"], tmp_path)
    assert (found.source, found.rows) == ({"format": "spss"}, 4)
    asked = {column.name: column for column in found.columns}["q1"]
    assert asked.title == "How likely is it that you recommend us?"
    assert asked.labels == {"0": "Not at all", "10": "For certain", "99": "Refused"}
    assert asked.values.to_dict() == {"9": 1, "5.5": 1}
    assert list({column.name: column for column in found.columns}["town"].values.index) == [
        *("Oslo", "Bergen", "Ålesund")
    ]


@needs_pyreadstat
def test_a_damaged_file(tmp_path: Path) -> None:
    path = saved(tmp_path / "survey.sav")
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(DataError, match=r"survey\.sav could not be read as an SPSS file"):
        read(path)
    with pytest.raises(DataError, match=r"survey\.sav could not be read as an SPSS file"):
        read_raw([path], tmp_path)


def test_without_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    path = tmp_path / "survey.sav"
    path.write_bytes(b"$FL2" + bytes(200))
    with pytest.raises(DataError, match=r"pip install -r requirements-spss\.txt"):
        read_raw([path], tmp_path)
