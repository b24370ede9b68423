"""`python -m benchmarks.voice [--cache FOLDER]`: Voice where each of 1 M answers has a comment.

Beside the other pages, over all tables with 1 M rows each. Two hundred thousand different texts.
Their vectors are drawn, a middle for each sentence and noise around it, and so are those of what is
sought: what the encoder takes is not part of any time here.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import duckdb
import numpy as np

from app import prepare
from benchmarks.client import Client
from benchmarks.feedback import pick
from benchmarks.pages import in_turns
from benchmarks.tables import make
from data.ingest.comments import kept_suggestions, read
from data.meaning import nearest
from data.meaning.kept import kept_vectors
from data.query.comments import Sought, comments, count_comments
from data.query.results import asked_once
from data.scope import Scope, Span
from data.store.snapshots import Snapshot, open_snapshot
from settings import Settings
from tests.voice.alone import by_words
from voice.vectors import WIDTH, Vectors

_ROWS, _TEXTS = 1_000_000, 200_000
_SEARCHES = 30
_STARTS = ["The bill", "An agent", "My order", "The app", "Your website", "The new contract"]
_MIDDLES = ["was", "became", "stayed", "is, after three calls,", "was, to be fair,"]
_ENDS = ["quick and friendly", "hard to understand", "late again", "better than last year", "fine"]


class Took(NamedTuple):
    """Seconds."""

    clock: float
    processors: float


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.voice", description=__doc__)
    usual = Path(tempfile.gettempdir()) / "cx-lens-benchmarks"
    parser.add_argument("--cache", type=Path, default=usual)
    folder = parser.parse_args().cache / "voice-of-all"
    mapping, built = _written(folder), folder / "built"
    with _drawn_vectors():
        file = prepare(Settings(mapping=mapping, folder=built))
    print("By the clock, and of the processors, p50 / p95:")
    _pages(Client(mapping, built))
    snapshot = open_snapshot(file)
    _searches(snapshot)
    _words(snapshot)


def _pages(client: Client) -> None:
    pages = ("overview", "voice", "loyalty", "touchpoints", "journey", "customers", "service")
    took: dict[str, list[Took]] = {page: [] for page in pages}
    for page, query in in_turns(client, pages, _ROWS):
        with _timed(took[page]):
            client.refresh(page, query)
    _tell(took)


def _searches(snapshot: Snapshot) -> None:
    """A search and its first page, in all rows, beside the cosines of all vectors in one go."""
    kept = kept_vectors(snapshot)
    assert kept is not None
    span = Span(snapshot.catalog.first_day, snapshot.catalog.last_day)
    sought, draw = Sought(Scope(span)), np.random.default_rng(1)
    took: dict[str, list[Took]] = {"all cosines": [], "search": []}
    for number in range(_SEARCHES):
        to = kept.vectors.floats(draw.integers(0, len(kept.vectors), 1))[0]
        with patch.object(nearest, "encoded", lambda _, to=to: to), _timed(took["search"]):
            near = nearest.near_to(snapshot, sought, str(number))
            assert near is not None and near.every
            texts, skip = near.page(0, 20)
            assert len(comments(snapshot, sought, 20, skip, texts))
        with _timed(took["all cosines"]):
            _ = kept.vectors.floats() @ to
    _tell(took)


def _words(snapshot: Snapshot) -> None:
    """A search by words and its first page, in all rows: one word that many use, and two."""
    span = Span(snapshot.catalog.first_day, snapshot.catalog.last_day)
    took: dict[str, list[Took]] = {"one word": [], "two words": []}
    for _ in range(_SEARCHES):
        for name, words in zip(took, (("bill",), ("bill", "late")), strict=True):
            sought = Sought(Scope(span), words)
            with _timed(took[name]), asked_once():
                assert count_comments(snapshot, sought) and len(comments(snapshot, sought, 20))
    _tell(took)


@contextmanager
def _timed(took: list[Took]) -> Iterator[None]:
    clock, processors = time.perf_counter(), time.process_time()
    yield
    took.append(Took(time.perf_counter() - clock, time.process_time() - processors))


def _tell(took: dict[str, list[Took]]) -> None:
    """Of each, and how many times as long as the first the others take."""
    first = np.array(next(iter(took.values())))
    for name, seconds in took.items():
        told = (_times([one[place] for one in seconds]) for place in range(2))
        ratios = np.median(np.array(seconds) / first, axis=0)
        print(f"{name}: {', '.join(told)}; {ratios[0]:.2f}, {ratios[1]:.2f} times", flush=True)


def _written(folder: Path) -> Path:
    """Feedback as `benchmarks.feedback` has it, with a comment in English in each answer."""
    mapping = make(_ROWS, folder)
    if "language" in mapping.read_text(encoding="utf-8"):
        return mapping
    each = _TEXTS // (len(_STARTS) * len(_MIDDLES) * len(_ENDS))
    parts = [pick(part, 20 + place) for place, part in enumerate((_STARTS, _MIDDLES, _ENDS))]
    said = " || ' ' || ".join(parts) + f" || ', case ' || i % {each}"
    place = folder / "feedback.parquet"
    new = folder / "written.parquet"
    with duckdb.connect() as con:
        con.execute(
            f"COPY (SELECT * EXCLUDE (comment, i), {said} AS comment, 'en' AS language FROM "
            f"(SELECT *, substr(response_id, 2)::BIGINT AS i FROM '{place}')) "
            f"TO '{new}' (FORMAT parquet)"
        )
    new.replace(place)
    text = mapping.read_text(encoding="utf-8")
    named = 'comment = "comment"\n'
    mapping.write_text(text.replace(named, f'{named}language = "language"\n'), encoding="utf-8")
    return mapping


@contextmanager
def _drawn_vectors() -> Iterator[None]:
    def drawn(texts: Sequence[str], *_: object) -> Vectors:
        draw = np.random.default_rng(0)
        sentences = [text.partition(", case")[0] for text in texts]
        middles = {one: draw.normal(size=WIDTH) for one in sorted(set(sentences))}
        found = np.array([middles[one] for one in sentences], dtype=np.float32)
        found += draw.normal(size=found.shape).astype(np.float32)
        scale = np.abs(found).max(axis=1) / 127
        whole = np.round(found / scale[:, None]).astype(np.int8)
        return Vectors(whole, (scale / np.linalg.norm(found, axis=1)).astype(np.float32))

    with (
        patch.object(read, "vectors_of", drawn),
        patch.object(read, "sentiment_of", by_words),
        patch.object(kept_suggestions, "suggestions", lambda *_: []),
    ):
        yield


def _times(seconds: Sequence[float]) -> str:
    p50, p95 = (1000 * float(np.quantile(seconds, q)) for q in (0.5, 0.95))
    return f"{p50:,.0f} / {p95:,.0f} ms"


if __name__ == "__main__":
    main()
