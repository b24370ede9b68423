"""The requirements as they are written down: what was chosen, and all that comes with it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
CHOSEN = ROOT / "requirements.txt"
LOCK = ROOT / "requirements.lock"


class Locked(NamedTuple):
    """One package of the lock file."""

    version: str
    hashes: tuple[str, ...]  # SHA-256 of each of its files


def chosen() -> dict[str, str]:
    """Package to version in requirements.txt; ValueError where a line pins nothing."""
    found = {}
    for line in CHOSEN.read_text("utf-8").splitlines():
        text = line.partition("#")[0].strip()
        if text:
            matched = re.fullmatch(r"([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==([0-9a-z.]+)", text)
            if matched is None:
                raise ValueError(f"requirements.txt: “{text}” is not pinned")
            found[normal(matched[1])] = matched[2]
    return found


def locked() -> dict[str, Locked]:
    """Package to version and hashes in requirements.lock."""
    text = LOCK.read_text("utf-8").replace("\\\n", " ")
    return {
        normal(name): Locked(version, tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})\b", rest)))
        for name, version, rest in re.findall(r"^([a-z0-9._-]+)==(\S+)(.*)$", text, re.MULTILINE)
    }


def normal(name: str) -> str:
    """A package's name, in the one way of writing it."""
    return re.sub(r"[-_.]+", "-", name).lower()
