"""New themes that are suggested, sought anew once a day and where the comments have changed much.

To seek them takes seconds, as much as all else that a load makes of a few new comments.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import orjson

from data.comments_read import SuggestedTheme
from data.ingest.comments.arrays import (
    Arrays,
    digest_of,
    digests_of,
    keep_arrays,
    read_arrays,
)
from data.store.versions import COMMENTS, FORMAT
from voice.themes.suggestions import suggestions
from voice.vectors import Vectors

_FILE = f"{COMMENTS}suggested"
_NEWEST = 20_000  # texts that new themes are sought in: all of a year would take 800 MB
_GROWTH = 1.1  # times as many comments, and themes are sought anew


def suggested(
    texts: Sequence[str],
    languages: Sequence[str | None],
    vectors: Vectors | None,
    covered: np.ndarray,
    last: np.ndarray,
    dictionary: str,
    folder: Path,
) -> tuple[SuggestedTheme, ...]:
    """Themes for the newest texts that none covers; none without vectors.

    `covered`: whether a theme of the dictionary, of which this is the version, covers each text;
    `last`: the day each was last written, as a number. `folder` keeps what was found. It is sought
    anew for a newer day, with another dictionary, where there are a tenth more comments or fewer,
    and where one of the texts that were looked at is gone.
    """
    file = folder / _FILE
    if vectors is None or not len(texts):
        file.unlink(missing_ok=True)
        return ()
    basis = [FORMAT, dictionary, int(last.max())]
    arrays = read_arrays(file)
    if arrays is None or not _still_holds(arrays, basis, texts):
        # Of one day by their letters: the order of rows decides nothing.
        by_age = sorted(range(len(texts)), key=lambda place: (-last[place], texts[place]))
        rows = np.array(by_age[:_NEWEST], dtype=np.int64)
        found = _sought(
            [texts[row] for row in rows],
            [languages[row] for row in rows],
            vectors.floats(rows),
            covered[rows],
        )
        dumped = [one.model_dump() for one in found]
        looked = {"basis": basis, "comments": len(texts), "found": dumped}
        arrays = {
            "told": np.frombuffer(orjson.dumps(looked), np.uint8),
            "texts": digests_of(texts[row] for row in rows),
        }
        keep_arrays(file, arrays)
    told = orjson.loads(arrays["told"].tobytes())
    return tuple(SuggestedTheme.model_validate(one) for one in told["found"])


def _still_holds(arrays: Arrays, basis: list[object], texts: Sequence[str]) -> bool:
    told = orjson.loads(arrays["told"].tobytes())
    if told["basis"] != basis:
        return False
    if not told["comments"] / _GROWTH <= len(texts) <= told["comments"] * _GROWTH:
        return False
    return {one.tobytes() for one in arrays["texts"]} <= {digest_of(text) for text in texts}


def _sought(
    newest: list[str], languages: list[str | None], floats: np.ndarray, covered: np.ndarray
) -> tuple[SuggestedTheme, ...]:
    return tuple(
        SuggestedTheme(
            phrases=tuple(said.phrase.text for said in one.phrases),
            quotes=tuple(newest[place] for place in one.quotes),
            comments=one.size,
            lines=one.lines(),
        )
        for one in suggestions(newest, languages, floats, covered)
    )
