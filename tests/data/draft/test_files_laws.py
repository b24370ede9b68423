"""A table that is written in any of the usual ways comes back the same."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.data.draft.raw import names, table

# Signs that stand between columns, quotes, line ends and letters that cp1252 has as well.
_TEXT = st.text("ab éß,;|\t^\"'\n-&1", max_size=12).map(str.strip)
_ROW = st.tuples(
    st.integers(0, 10),
    st.floats(-99, 99).map(lambda x: f"{x:.2f}"),
    _TEXT,
    st.sampled_from(["good", "bad", "so so"]),
)


@st.composite
def _written(draw: st.DrawFn) -> tuple[bytes, list[list[str]]]:
    comma = draw(st.booleans())
    rows = draw(st.lists(_ROW, min_size=12, max_size=30))
    cells = [
        [
            *(str(1000 + i), f"2024-{1 + i % 12:02d}-{1 + i % 28:02d}", str(score)),
            *(amount.replace(".", ",") if comma else amount, text, word),
        ]
        for i, (score, amount, text, word) in enumerate(rows)
    ]
    out = io.StringIO()
    writer = csv.writer(
        out,
        delimiter=draw(st.sampled_from(",;\t|^")),
        quoting=draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
        lineterminator=draw(st.sampled_from(["\n", "\r\n"])),
    )
    if draw(st.booleans()):
        writer.writerow(["Report of March"])
    head = draw(st.booleans())
    writer.writerows([_NAMES, *cells] if head else cells)
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
    return out.getvalue().encode(encoding), [_NAMES if head else [], *cells]


_NAMES = ["id", "day", "score", "amount", "comment", "shop"]


@given(_written())
@settings(max_examples=20)
def test_any_dialect_gives_the_same_table(made: tuple[bytes, list[list[str]]]) -> None:
    content, (head, *cells) = made
    with tempfile.TemporaryDirectory() as folder:
        found = table(Path(folder), "a.csv", content)
    columns = head or [f"column_{i}" for i in range(1, 7)]
    filled = [i for i in range(6) if any(row[i] for row in cells)]
    assert names(found) == [columns[i] for i in filled]
    assert found.rows == len(cells)
    for column, place in zip(found.columns, filled, strict=True):
        texts = [row[place] or None for row in cells]
        assert found.sample[column.name].tolist() == texts
        counts = {text: texts.count(text) for text in texts if text}
        assert column.values.to_dict() == counts
        assert list(column.values.index) == list(counts)
