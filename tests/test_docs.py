"""The documents say what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from settings import Settings

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_links_to_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#]+)", text)
    own = [target for target in targets if not re.match(r"[a-z]+:|/", target)]
    assert [target for target in own if not (document.parent / target).exists()] == []


def test_every_setting_is_documented_with_its_default() -> None:
    text = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    documented = dict(re.findall(r"^\| `CXLENS_(\w+)` \| `?([^`|]+?)`? \|", text, re.MULTILINE))
    unset = {"mapping": "the sample company", "workers": "the cores, at most 4"}
    defaults = {
        name.upper(): unset.get(name, "none") if field.default is None else str(field.default)
        for name, field in Settings.model_fields.items()
    }
    assert documented == defaults


def test_everything_vendored_is_listed_with_its_licence() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    folders = ("assets/vendor", "assets/fonts", "tests/browser/vendor")
    files = [file.relative_to(ROOT) for name in folders for file in (ROOT / name).iterdir()]
    assert len(files) == 9
    assert [str(file) for file in files if f"`{file.as_posix()}`" not in text] == []
