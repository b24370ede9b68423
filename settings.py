"""Settings from the environment, validated when the process starts."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Each is read from `CXLENS_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="CXLENS_", frozen=True, extra="ignore")

    mapping: Path | None = None  # the mapping file; None for the sample company
    folder: Path = Path(".cxlens")  # where data files are built
    host: str = "127.0.0.1"  # loopback: the dashboard has no log-in of its own
    port: int = Field(default=8050, ge=1, le=65535)
    threads: int = Field(default=8, ge=1, le=256)  # requests answered at once
