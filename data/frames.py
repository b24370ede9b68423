"""The canonical tables as pandas frames: the analyst's way in."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from data.catalog import Catalog
from data.ingest.build import build
from data.mapping import MappingError, load_mapping
from data.store.data_file import read_catalog
from metrics.series import parse_answer, parse_series


@dataclass(frozen=True)
class Tables:
    """The tables that a mapping fills; None where it does not fill one.

    Columns are those of the data contract that were mapped, and the segments. Feedback always has
    metric, score, scale_min, scale_max and positive_from. Times are in the company's time zone.
    """

    catalog: Catalog
    feedback: pd.DataFrame | None = None
    customers: pd.DataFrame | None = None
    orders: pd.DataFrame | None = None
    tickets: pd.DataFrame | None = None
    costs: pd.DataFrame | None = None
    engagement: pd.DataFrame | None = None
    invitations: pd.DataFrame | None = None


def load(mapping: Path | str) -> Tables:
    """Reads a mapping's sources. Raises MappingError or DataError with a message for people."""
    if load_mapping(Path(mapping)).warehouse:
        raise MappingError("The rows of a [warehouse] stay in it: ask it for them.")
    with tempfile.TemporaryDirectory() as folder:
        return read_tables(build(Path(mapping), Path(folder)))


def read_tables(file: Path) -> Tables:
    """The tables of a built data file."""
    with duckdb.connect(str(file), read_only=True) as con:
        catalog = read_catalog(con)
        frames = {t: con.execute(f"FROM {t}").df() for t in catalog.columns}
    if "feedback" in frames:
        frames["feedback"] = _with_scores(frames["feedback"])
    return Tables(catalog, **{t: f.drop(columns="day", errors="ignore") for t, f in frames.items()})


def _with_scores(feedback: pd.DataFrame) -> pd.DataFrame:
    """`answer` taken apart into metric, score, scale_min, scale_max and positive_from."""
    answers = [parse_answer(label) for label in feedback["answer"].cat.categories]
    series = [parse_series(one.series) for one in answers]
    codes = feedback["answer"].cat.codes.to_numpy()
    apart = pd.DataFrame(
        {
            "metric": pd.Categorical([s.metric for s in series]),
            "score": [one.score for one in answers],
            "scale_min": [float(s.scale_min) for s in series],
            "scale_max": [float(s.scale_max) for s in series],
            "positive_from": [float(s.positive_from) for s in series],
        }
    ).take(codes)
    apart.index = feedback.index
    at = list(feedback.columns).index("answer")
    parts: list[pd.DataFrame] = [feedback.iloc[:, :at], apart, feedback.iloc[:, at + 1 :]]
    return pd.concat(parts, axis="columns")
