"""The mapping guide is complete, and every example on it is a valid mapping."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from data.contract import TABLES
from data.mapping import model, parse_mapping
from data.mapping.check import check_mapping

PAGE = (Path(__file__).parents[2] / "docs" / "mapping.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)

# What a part on the page leaves out.
REST: dict[str, Any] = {"company": {"name": "Test"}, "sources": {"survey": {"file": "survey.csv"}}}
FEEDBACK: dict[str, Any] = {
    "source": "survey",
    "columns": {
        "response_id": "id",
        "submitted_at": "date",
        "metric": {"constant": "nps"},
        "score": "score",
        "customer_id": "customer",
    },
}


def completed(block: str) -> model.Mapping:
    content = tomllib.loads(block)
    if not block.startswith("# part"):
        return parse_mapping(block, Path("mapping.toml"))
    content = REST | content
    content["sources"] = REST["sources"] | content["sources"]
    if "feedback" not in content and "tickets" not in content:
        content["feedback"] = FEEDBACK
    if isinstance(content.get("feedback"), dict):
        columns = FEEDBACK["columns"] | content["feedback"].get("columns", {})
        content["feedback"] = FEEDBACK | content["feedback"] | {"columns": columns}
    if any(s.get("table") == "customers" for s in content.get("segments", ())):
        content["customers"] = {"source": "survey", "columns": {"customer_id": "customer"}}
    mapping = model.Mapping.model_validate(content)
    check_mapping(mapping)
    return mapping


def test_the_page_has_examples() -> None:
    assert len(BLOCKS) > 10


@pytest.mark.parametrize("block", BLOCKS, ids=lambda b: b.strip().splitlines()[0][:40])
def test_every_example_is_a_mapping(block: str) -> None:
    assert completed(block).tables


def models() -> list[type[BaseModel]]:
    found = [m for m in vars(model).values() if isinstance(m, type) and issubclass(m, BaseModel)]
    return [m for m in found if m not in (BaseModel, model.Strict)]


def test_every_option_has_an_example() -> None:
    examples = "\n".join(BLOCKS)
    for part in models():
        names = {field.alias or name for name, field in part.model_fields.items()}
        for name in names - {"path"}:
            assert re.search(rf"\b{name}\b\]* ?(=|\]|\.)", examples), f"{part.__name__}.{name}"


def test_every_column_of_the_contract_is_listed() -> None:
    for table in TABLES.values():
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{table.name}` |"))
        listed = re.findall(r"\w+", row)[1:]
        assert sorted(listed) == sorted(c.name for c in table.columns)
        required = re.findall(r"\w+", "".join(re.findall(r"\*\*(.*?)\*\*", row)))
        assert sorted(required) == sorted(
            c.name for c in table.columns if c.required and not c.numbered
        )
