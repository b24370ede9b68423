"""Slides and workbooks against the schemas of Office Open XML, by a validator that others wrote."""

from __future__ import annotations

from pathlib import Path

import pytest
from openxml_audit import FileFormat, OpenXmlValidator

from data.store.snapshots import Snapshot
from exports.about import about
from exports.excel.workbook import workbook
from exports.slides import slides
from tests.exports.opened import ADDRESS
from tests.exports.test_pictures import page

PAGES = ("overview", "loyalty", "customers")  # all forms of charts


@pytest.fixture(scope="module")
def validator() -> OpenXmlValidator:
    return OpenXmlValidator(FileFormat.OFFICE_2019)


def wrong(file: Path, validator: OpenXmlValidator) -> list[str]:
    return [f"{one.part_uri}: {one.description}" for one in validator.validate(file).errors]


def test_slides_keep_the_schema(
    snapshot: Snapshot, tmp_path: Path, validator: OpenXmlValidator
) -> None:
    found = [page(snapshot, name) for name in PAGES]
    told = [about(one, snapshot.catalog, ADDRESS) for one in found]
    file = tmp_path / "pack.pptx"
    file.write_bytes(slides(found, snapshot.catalog, told, None))
    assert wrong(file, validator) == []


def test_a_workbook_keeps_the_schema(
    snapshot: Snapshot, tmp_path: Path, validator: OpenXmlValidator
) -> None:
    of = page(snapshot, "overview")
    file = tmp_path / "view.xlsx"
    file.write_bytes(workbook(of, snapshot.catalog, about(of, snapshot.catalog, ADDRESS)))
    assert wrong(file, validator) == []
