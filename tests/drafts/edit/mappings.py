"""Mappings to be edited, and what is known of their data."""

from __future__ import annotations

import re
from pathlib import Path

from data.catalog import Dimension
from data.draft.edit.fields import Known
from data.draft.edit.form import edited, form_of
from data.mapping import MappingError, parse_mapping
from tests.view.catalogs import catalog

_ROOT = Path(__file__).parents[3]
_GUIDE = (_ROOT / "docs" / "mapping.md").read_text("utf-8")
_REST = (  # what parts of a mapping on the page leave out
    ("[company]", '[company]\nname = "Test"'),
    ("[sources.survey]", '[sources.survey]\nfile = "survey.csv"'),
    (
        "feedback",
        "[feedback]\nsource = 'survey'\ncolumns = { submitted_at = 'date', metric = "
        "{ constant = 'nps' }, score = 'score', customer_id = 'customer' }",
    ),
    ("[customers]", "[customers]\nsource = 'survey'\ncolumns.customer_id = 'customer'"),
)


def _examples() -> list[str]:
    """All examples of the guide that are whole with a few sections more."""
    found = []
    for block in re.findall(r"```toml\n(.*?)```", _GUIDE, re.DOTALL):
        text = block
        for name, section in _REST:
            if name not in block:
                text = f"{text}\n{section}\n"
        try:
            parse_mapping(text, Path("mapping.toml"))
        except MappingError:
            continue  # a part of a section
        found.append(text)
    return found


EXAMPLES = _examples()
SAMPLE = (_ROOT / "data" / "sample" / "mapping.toml").read_text("utf-8")
OTHERS = [path.read_text("utf-8") for path in sorted(_ROOT.glob("examples/*/*.toml"))]

TEXT = """# Ours.
minimum_n = 20          # as agreed

[company]
name = "Nordlys"        # on every page
currency = "NOK"

[sources.survey]
file = "0/survey.csv"   # 40 rows

[feedback]
source = "survey"

[feedback.columns]
submitted_at = "day"    # the only date
customer_id = "who"

[[feedback.questions]]
column = "q1"
metric = "nps"
blank = [11]            # no answer

[[feedback.questions]]
metric = "csat"         # stars
scale = [1, 5]
values = { Good = 5, Bad = 1 }

[feedback.questions.touchpoints]
Shop = "q2"
Web = "q3"

[tickets]
source = "survey"
columns = { opened_at = "day", resolved_at = "end", customer_id = "who" }

[[segments]]
key = "area"            # four of them
label = "Area"
column = "area"
order = ["South", "North"]

[segments.labels]
N = "North"             # asked in 2026
S = "South"

[[segments]]
key = "size"
column = "size"
"""


def known(
    levels: dict[str, tuple[str, ...]] | None = None,
    columns: dict[str, tuple[str, ...]] | None = None,
) -> Known:
    """Data that have these levels, beside touchpoints, and these columns of sources."""
    several = {"touchpoint": ("Shop", "Web"), **(levels or {})}
    dimensions = tuple(
        Dimension(key=key, label=key, levels=found, tables=("feedback",), segment=True)
        for key, found in several.items()
    )
    made = catalog().model_copy(update={"dimensions": dimensions})
    return Known(made, columns or {})


DATA = known({"area": ("South", "North", "East"), "size": ("10-49", "<10", "100+", "50-99")})


def changed(text: str, **typed: str) -> str:
    """What comes of typing this; names of fields with two underscores for their points."""
    sent = {name.replace("__", "."): value for name, value in typed.items()}
    form = form_of(text, DATA)
    names = {field.name for s in form for group in s.groups for field in group.fields}
    assert set(sent) <= names, set(sent) - names
    made, wrong = edited(text, form, sent)
    assert wrong == ()
    return made


def wrong(text: str, **typed: str) -> tuple[str, ...]:
    """What is said of typing this."""
    sent = {name.replace("__", "."): value for name, value in typed.items()}
    made, said = edited(text, form_of(text, DATA), sent)
    assert made == text
    return said
