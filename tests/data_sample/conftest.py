"""The sample company as it was written, read back by plain pandas."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from settings import Settings


@pytest.fixture(scope="session")
def mapping(settings: Settings) -> Path:
    assert settings.mapping
    return settings.mapping


@pytest.fixture(scope="session")
def written(mapping: Path) -> dict[str, pd.DataFrame]:
    """Every file as it was written, all text."""
    return {p.stem: pd.read_csv(p, dtype=str) for p in sorted(mapping.parent.glob("*.csv"))}


@pytest.fixture(scope="session")
def feedback(written: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Answers that keep the contract, with the customers' segments and the year they fall in."""
    rows = written["feedback"]
    rows = rows[~rows["response_id"].str.startswith("X")].drop_duplicates("response_id")
    rows = rows.assign(
        submitted_at=pd.to_datetime(rows["submitted_at"]), score=rows["score"].astype(int)
    )
    segments = written["customers"][["customer_id", "joined_at", "region", "plan", "industry"]]
    rows = rows.merge(segments, on="customer_id", how="left", validate="many_to_one")
    years = ["2023-11-01", "2024-11-01", "2025-11-01", "2026-11-01"]
    return rows.assign(
        month=rows["submitted_at"].dt.to_period("M"),
        year=pd.cut(
            rows["submitted_at"],
            pd.to_datetime(years),
            right=False,
            labels=["first", "before", "now"],
        ).astype(str),
    )
