"""The documents say what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from settings import Settings
from tests.test_architecture import FLOORS

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
    in_words = {
        "mapping": "the sample company",
        "workers": "the cores, at most 4",
        "hosts": "localhost",
        "proxies": "127.0.0.1 ::1",
        "access": "by the address",
        "store": "a file in the folder",
        "identity_headers": "X-Forwarded-User X-Forwarded-Groups",
    }
    defaults = {
        name.upper(): in_words.get(name, str(field.default or "none"))
        for name, field in Settings.model_fields.items()
    }
    assert documented == defaults


def test_everything_vendored_is_listed_with_its_licence() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    folders = ("assets/vendor", "assets/fonts", "exports/fonts", "tests/browser/vendor")
    files = [file.relative_to(ROOT) for name in folders for file in (ROOT / name).iterdir()]
    assert len(files) == 14
    assert [str(file) for file in files if f"`{file.as_posix()}`" not in text] == []


ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_what_the_architecture_names_is_there() -> None:
    folders_of_code = [
        "metrics",
        "data",
        "view",
        "pages",
        "components",
        "server",
        "access",
        "store",
    ]
    code = [path for folder in folders_of_code for path in (ROOT / folder).rglob("*.py")]
    names = {path.name for path in code}
    paths = re.findall(r"`([\w/.]+(?:\.py|/))`", ARCHITECTURE)
    assert len(paths) > 60
    folders = {f"{path.parent.name}/" for path in code}
    known = names | folders
    routes = {"/api/levels/", "/api/work/", "/api/new-data/"}
    gone = [one for one in paths if not (ROOT / one).exists() and one not in known | routes]
    assert gone == []


def test_every_word_of_the_glossary_is_in_the_code() -> None:
    glossary = ARCHITECTURE.split("## Glossary")[1].split("\n## ")[0]
    words = {name for row in re.findall(r"\| ([^|]*) \|$", glossary, re.MULTILINE)
             for name in re.findall(r"`(\w+)`", row)}  # fmt: skip
    assert len(words) > 18
    above = ("metrics", "voice", "detection")
    folders = (*above, "data", "view", "pages", "server", "access", "store")
    code = "\n".join(
        path.read_text("utf-8") for name in folders for path in (ROOT / name).rglob("*.py")
    )
    assert [
        w for w in sorted(words) if not re.search(rf"^(class )?{w}\b", code, re.MULTILINE)
    ] == []


def test_the_floors_drawn_are_those_that_are_held() -> None:
    drawn = ARCHITECTURE.split("data/\n")[1].split("\n\n")[0].splitlines()
    lines = [set(re.findall(r"\w+", line)) for line in drawn]
    places = [
        next(place for place, words in enumerate(lines) if set(floor) <= words)
        for floor in reversed(FLOORS)
    ]
    assert places == sorted(set(places))
