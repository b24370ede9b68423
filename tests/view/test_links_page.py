"""docs/links.md names everything that a link can say, and its examples hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from data.catalog import Catalog
from data.grains import GRAINS
from data.store.snapshots import Snapshot
from view.pages import PAGES, available_metrics
from view.parameters import PARAMETERS
from view.periods import PRESET_LABELS
from view.state import COMPARISONS
from view.url import parse

TEXT = (Path(__file__).parents[2] / "docs" / "links.md").read_text("utf-8")
DICTIONARY = (Path(__file__).parents[2] / "docs" / "metrics.md").read_text("utf-8")
EXAMPLES = sorted(set(re.findall(r"^(/[^\s`]*\?\S*)$|`(/[^\s`]*)`", TEXT, flags=re.M)))
LINKS = [whole or inline for whole, inline in EXAMPLES]


def named() -> set[str]:
    return set(re.findall(r"`([^`\n]+)`", TEXT.replace("```", "")))


def metrics(catalog: Catalog) -> set[str]:
    return {key for key in available_metrics(catalog) if ":" not in key}


def test_everything_is_on_the_page(snapshot: Snapshot) -> None:
    assert {one.name for one in PARAMETERS} <= named()
    assert set(PRESET_LABELS) <= named()
    assert set(GRAINS) | set(COMPARISONS) | {"yes", "no"} <= named()
    assert {f"/{page}" for page in PAGES} <= named()
    # It leads to the metric dictionary, which has the others.
    known = set(re.findall(r"^\| key \| `(\w+)` \|$", DICTIONARY, flags=re.M))
    assert metrics(snapshot.catalog) <= named() | known
    assert {dimension.key for dimension in snapshot.catalog.dimensions} <= named()


def test_no_preset_that_there_is_not() -> None:
    rows = re.findall(r"^\| `((?:last|this)-[^`]+|all)` \|", TEXT, flags=re.M)
    assert rows == list(PRESET_LABELS)


def test_each_parameter_has_an_example() -> None:
    assert len(LINKS) > 15
    used = {pair.partition("=")[0] for link in LINKS for pair in link.partition("?")[2].split("&")}
    assert {one.name for one in PARAMETERS} <= used


@pytest.mark.parametrize("link", LINKS)
def test_an_example_can_be_applied(link: str, snapshot: Snapshot) -> None:
    path, _, query = link.partition("?")
    read = snapshot.catalog.comments_read
    assert read
    more: dict[str, object] = {"comments_read": read.model_copy(update={"by_meaning": True})}
    more |= {"own_agent": "Ada B."} if path == "/my-work" else {}
    view, notices = parse(path, query, snapshot.catalog.model_copy(update=more))
    assert notices == ()
    assert path == "/" or view.page == path.strip("/")
