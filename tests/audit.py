"""`make audit`: what is installed is what was locked, and nothing in it has a known hole."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version

from tests.requirements import LOCK, locked


def main() -> int:
    """Returns the exit code: 1 where something is wrong."""
    wrong = _not_as_locked()
    for line in wrong:
        print(f"Error: {line}")
    holes, unknown = _known_holes()
    for line in holes:
        print(f"Error: {line}")
    total = len(locked())
    if unknown:
        print(f"Not audited, since no advisory service here knows them: {unknown} of {total}.")
    print(f"{total} packages are as locked, by version and hash." if not wrong else "")
    return 1 if wrong or holes else 0


def _not_as_locked() -> list[str]:
    """Packages of another version than the lock file's; hashes were checked at the install."""
    found = []
    for name, one in locked().items():
        try:
            installed = version(name)
        except PackageNotFoundError:
            installed = "missing"
        if installed != one.version:
            found.append(f"{name} is {installed}; requirements.lock has {one.version}.")
    return found


def _known_holes() -> tuple[list[str], int]:
    """Advisories about what is locked, and how many packages nothing is known of."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(LOCK)]
    command += [
        "--require-hashes",
        "--disable-pip",
        "--format",
        "json",
        "--progress-spinner",
        "off",
    ]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        packages = json.loads(run.stdout)["dependencies"]
    except json.JSONDecodeError:  # no service answers
        return [], len(locked())
    holes = [
        f"{one['name']} {one['version']}: {hole['id']}, mended in {hole['fix_versions']}."
        for one in packages
        for hole in one.get("vulns", [])
    ]
    return holes, sum("skip_reason" in one for one in packages)


if __name__ == "__main__":
    sys.exit(main())
