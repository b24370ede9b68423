"""Dependencies point one way, files stay small, and nothing is fetched from anywhere."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
_NAMES = (
    "metrics voice detection data view pages components exports callbacks "
    "api server access store connections commands app settings"
)
OURS = set(_NAMES.split())

# What a package may import of ours, beside itself.
MAY_IMPORT = {
    "metrics": set(),
    "voice": set(),
    "detection": set(),
    "data": {"metrics", "voice", "detection"},
    "view": {"data", "metrics"},
    "pages": {"view", "data", "metrics"},
    "components": {"pages", "view", "data", "metrics"},
    "exports": {"components", "pages", "view", "data", "metrics"},
    "store": set(),
    "access": {"store", "data", "settings"},
    "server": {"access", "store", "view", "data", "settings"},
    "callbacks": {"components", "pages", "view", "access", "store", "data", "server"},
    "api": {"exports", "pages", "view", "access", "store", "data", "server", "settings"},
    "connections": {"data"},
    "commands": {"exports", "pages", "view", "access", "data", "detection", "connections"},
}
# Of `data`, what the floors above the build may know: the catalogue, the scope, and what asks.
PARTS_OF_DATA = {
    "view": ("catalog", "scope", "grains", "space"),
    "pages": (
        "query",
        "store",
        "work",
        "meaning",
        "catalog",
        "counted_ahead",
        "comments_read",
        "scope",
        "grains",
    ),
    "components": ("catalog", "scope", "grains"),
    "exports": ("catalog", "scope", "grains"),
    "access": ("scope",),
    "connections": ("durable", "engine_errors"),
}
# The floors of `data`, the lowest first: a module imports of its own floor and of those below.
FLOORS = (
    (
        "contract",
        "catalog",
        "counted_ahead",
        "comments_read",
        "scope",
        "grains",
        "errors",
        "engine_errors",
        "sql",
        "space",
        "numbers",
        "dates",
        "duckdb_tables",
        "durable",
    ),
    ("mapping", "sample"),
    ("store", "derived"),
    ("intake",),
    ("query", "work", "meaning"),
    ("ingest",),
    ("row_scope", "draft"),
    ("frames",),
)
MOST_MODULES = 15  # on one level of a folder
NOT_WITH = {
    "metrics": {"dash", "plotly", "flask", "duckdb", "ibis", "pyarrow", "pydantic"},
    "voice": {"dash", "plotly", "flask", "duckdb", "ibis", "pyarrow", "pydantic", "pandas"},
    "detection": {"dash", "plotly", "flask", "duckdb", "ibis", "pyarrow", "pydantic"},
    "data": {"dash", "plotly", "flask"},
    "view": {"dash", "plotly", "flask", "duckdb", "ibis", "pandas", "numpy"},
    "pages": {"dash", "plotly", "flask", "duckdb", "ibis"},
    "components": {"flask", "duckdb", "ibis", "plotly", "numpy"},
    "exports": {"dash", "flask", "duckdb", "ibis"},
    "callbacks": {"pandas", "numpy", "plotly", "duckdb", "ibis", "metrics"},
    "server": {"plotly", "pandas", "numpy", "duckdb", "ibis"},
    "api": {"numpy", "dash", "plotly", "duckdb", "ibis"},
    "connections": {"dash", "plotly", "flask", "pandas", "numpy", "ibis", "pydantic"},
    "commands": {"dlt", "dash", "plotly", "flask", "pandas", "numpy", "duckdb", "ibis"},
    "store": {"dash", "plotly", "flask", "pandas", "numpy", "duckdb", "ibis"},
    "access": {"dash", "plotly", "flask", "pandas", "numpy", "duckdb", "ibis", "alembic"},
}
PACKAGES = (*MAY_IMPORT, "benchmarks", "tests")
FILES = [ROOT / "app.py", ROOT / "settings.py"]
CODE = FILES + sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
BESIDE = ("benchmarks", "tests")
PRODUCT = [path for path in CODE if path.relative_to(ROOT).parts[0] not in BESIDE]


def imports(path: Path) -> set[str]:
    """Modules that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute here"
            assert node.module
            found.add(node.module)
            if node.module in OURS:  # `from data import engine` is the module data.query.feedback
                found |= {f"{node.module}.{name.name}" for name in node.names}
    return found


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_dependencies_point_one_way(package: str) -> None:
    wrong = []
    files = sorted((ROOT / package).rglob("*.py"))
    assert files
    for path in files:
        for module in imports(path):
            top = module.partition(".")[0]
            ours = top in OURS - {package} and top not in MAY_IMPORT[package]
            theirs = top in NOT_WITH[package]
            part = module.startswith("data.") and package in PARTS_OF_DATA
            if part:
                part = module.split(".")[1] not in PARTS_OF_DATA[package]
            if ours or theirs or part:
                wrong.append(f"{path.relative_to(ROOT)} imports {module}")
    assert wrong == []


def test_data_has_floors() -> None:
    floor = {part: place for place, parts in enumerate(FLOORS) for part in parts}
    wrong = []
    for path in sorted((ROOT / "data").rglob("*.py")):
        own = path.relative_to(ROOT / "data").with_suffix("").parts[0]
        for module in imports(path) if own != "__init__" else ():
            package, _, rest = module.partition(".")
            if package == "data" and floor[rest.split(".")[0]] > floor[own]:
                wrong.append(f"{path.relative_to(ROOT)} imports {module}")
    assert wrong == []


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_folders_can_be_overlooked(package: str) -> None:
    crowded = {
        str(folder.relative_to(ROOT)): len(modules)
        for folder in [ROOT / package, *(ROOT / package).rglob("*/")]
        if len(modules := [one for one in folder.glob("*.py") if one.stem != "__init__"])
        > MOST_MODULES
    }
    assert crowded == {}


def test_only_drawing_wiring_and_what_surrounds_them_know_dash() -> None:
    users = {
        path.relative_to(ROOT).parts[0]
        for path in PRODUCT
        if any(module.partition(".")[0] == "dash" for module in imports(path))
    }
    assert users == {"components", "callbacks", "server", "app.py"}


def test_metrics_read_no_files() -> None:
    opening = re.compile(r"\bopen\(|read_csv|read_parquet|read_text|pathlib|\bimport os\b")
    wrong = [path.name for path in (ROOT / "metrics").rglob("*.py") if opening.search(_text(path))]
    assert wrong == []


def test_files_are_short() -> None:
    long = [str(path.relative_to(ROOT)) for path in CODE if len(_text(path).splitlines()) > 300]
    assert long == []


# An address in the code is either our own, a name space, or documentation.
ADDRESS = re.compile(r"""(?:https?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)+[^\s"'`)]*""")
NAMES = ("http://www.w3.org/", "http://127.0.0.1")
SERVICES = ROOT / "connections" / "services"  # each says where its service is


def test_nothing_comes_from_elsewhere() -> None:
    own = [p for p in (ROOT / "assets").rglob("*") if p.suffix in (".js", ".css", ".svg")]
    own = [path for path in own if "vendor" not in path.parts]
    assert own
    wrong = [
        f"{path.relative_to(ROOT)}: {address}"
        for path in [*PRODUCT, *own]
        if path.parent != SERVICES
        for address in ADDRESS.findall(_text(path))
        if not address.startswith(NAMES)
    ]
    assert wrong == []


def test_vendored_styles_load_nothing() -> None:
    for path in (ROOT / "assets").rglob("*.css"):
        targets = re.findall(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""", _text(path))
        found = [one for pair in targets for one in pair if one]
        assert [one for one in found if one.startswith(("http", "//"))] == []


def _text(path: Path) -> str:
    return path.read_text("utf-8")


def test_a_view_is_read_without_the_build() -> None:
    code = "import sys, view.state; print(*(m for m in sys.modules if m in HEAVY))"
    heavy = ("duckdb", "ibis", "pandas", "numpy")
    found = subprocess.run(
        [sys.executable, "-c", code.replace("HEAVY", repr(heavy))],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert found.stdout.strip() == ""
