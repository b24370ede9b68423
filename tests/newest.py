"""`make newest`: what would fail with the newest versions of what runs CX Lens.

A report and never a failure: it always ends with 0. It asks the package registry, and has a
virtual environment of its own.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import venv

from tests.requirements import CHOSEN, ROOT, locked, normal

_FOLDER = ROOT / ".venv-newest"
_PYTHON = str(_FOLDER / "bin" / "python")
# Known not to work with later ones; said in requirements.txt.
_HELD = ("sqlglot",)


def main() -> None:
    """Installs, names what is newer, and runs the tests that the arguments choose."""
    if not _FOLDER.exists():
        venv.create(_FOLDER, with_pip=True)
    if said := _install():
        print(f"The newest versions could not be installed: {said}")
        return
    newer = _newer()
    print("\n".join(newer) or "Nothing is newer than what is locked.")
    if newer:
        _test(sys.argv[1:])


def loosened(text: str) -> str:
    """Requirements with every pin but those held made a lower bound."""
    held = "|".join(map(re.escape, _HELD))
    return re.sub(rf"^(?!(?:{held})==)([^\s#=]+)==", r"\1>=", text, flags=re.MULTILINE)


def _install() -> str:
    """The last line of what went wrong, or nothing."""
    tools = (ROOT / "requirements-dev.txt").read_text("utf-8").replace(f"-r {CHOSEN.name}", "")
    # Here, since it names other files of this folder.
    with tempfile.NamedTemporaryFile("w", suffix=".txt", dir=ROOT, encoding="utf-8") as file:
        file.write(loosened(CHOSEN.read_text("utf-8")) + tools)
        file.flush()
        run = _python("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--upgrade",
                      "--upgrade-strategy", "eager", "-r", file.name)  # fmt: skip
    return (run.stderr.strip().splitlines() or [""])[-1] if run.returncode else ""


def _newer() -> list[str]:
    """A line for each locked package of which another version is installed there."""
    listed = _python("-m", "pip", "list", "--format", "json", "--disable-pip-version-check")
    there = {normal(one["name"]): one["version"] for one in json.loads(listed.stdout)}
    return [
        f"{name}: {one.version} is locked, {there[name]} was installed"
        for name, one in locked().items()
        if there.get(name, one.version) != one.version
    ]


def _test(chosen: list[str]) -> None:
    """Runs the tests; says what failed, and the count."""
    lines = _python("-m", "pytest", "--tb=no", *chosen).stdout.splitlines()
    failed = [line for line in lines if line.startswith(("FAILED", "ERROR"))]
    print("\n".join([*failed, *lines[-1:]]))


def _python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [_PYTHON, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


if __name__ == "__main__":
    main()
