"""Settings from the environment, validated when the process starts."""

from __future__ import annotations

import hashlib
import os
import re
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from data.errors import nearest
from data.sample import write_sample

_PREFIX = re.compile(r"/([\w.~-]+/)*", re.ASCII)
_HOST = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?")
_MOST_WORKERS = 4  # more than cores only cost memory: a query uses all cores already


class Settings(BaseSettings):
    """Each is read from `CXLENS_<NAME>`."""

    # An empty variable counts as unset.
    model_config = SettingsConfigDict(
        env_prefix="CXLENS_", env_ignore_empty=True, frozen=True, extra="ignore"
    )

    mapping: Path | None = None  # the mapping file; None for the sample company
    folder: Path = Path(".cxlens")  # where data files are built
    # Loopback: elsewhere people have to log in. Empty would be all addresses.
    host: str = Field(default="127.0.0.1", min_length=1)
    port: int = Field(default=8050, ge=1, le=65535)
    workers: int | None = Field(default=None, ge=1, le=64)  # processes; None: one for each core
    threads: int = Field(default=8, ge=1, le=256)  # requests that a worker answers at once
    hosts: Annotated[tuple[str, ...], NoDecode] = ()  # names it is reached by, beside localhost
    prefix: str = "/"  # where a proxy shows it
    # Who may say for whom it asks (X-Forwarded-For).
    proxies: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = (
        ip_network("127.0.0.1"),
        ip_network("::1"),
    )
    watch: int = Field(default=60, ge=0, le=86_400)  # seconds between looks at the sources; 0: none
    # Who may see it: everybody who reaches it, or who has an account. None: see `is_open`.
    access: Literal["open", "accounts"] | None = None
    store: SecretStr | None = Field(default=None, min_length=1)  # None: a file in the folder
    reload_token: SecretStr | None = Field(default=None, min_length=1)  # None: no reload by request

    @field_validator("prefix")
    @classmethod
    def _path(cls, given: str) -> str:
        if not _PREFIX.fullmatch(given):
            raise ValueError("expected a path with a slash at both ends, such as /cx/")
        return given

    @field_validator("hosts", mode="before")
    @classmethod
    def _names(cls, given: object) -> object:
        if not isinstance(given, str):
            return given
        names = tuple(given.replace(",", " ").lower().split())
        for name in names:
            if not _HOST.fullmatch(name):
                raise ValueError(
                    f"“{name}” is no name of a machine; expected names without scheme, port or "
                    "path, such as cx.example.org, with commas between them"
                )
        return names

    @field_validator("proxies", mode="before")
    @classmethod
    def _networks(cls, given: object) -> object:
        if not isinstance(given, str):
            return given
        try:
            return tuple(ip_network(one) for one in given.replace(",", " ").split())
        except ValueError as error:
            raise ValueError(
                f"{error}; expected addresses or networks, such as 10.0.0.5 or 172.18.0.0/16, "
                "with commas between them"
            ) from None

    def unknown(self) -> list[str]:
        """Sentences on variables of the environment that look like settings and are none."""
        known = [f"CXLENS_{name.upper()}" for name in type(self).model_fields]
        ours = sorted(name for name in os.environ if name.upper().startswith("CXLENS_"))
        return [
            f"{name} is not a setting. {nearest(name, known)}"
            for name in ours
            if name.upper() not in known
        ]

    def place(self) -> tuple[Path, Path]:
        """The mapping file (the sample company's is written first) and the folder of its data."""
        folder = self.folder.resolve()
        mapping = (self.mapping or write_sample(folder / "sample")).resolve()
        name = hashlib.sha256(str(mapping).encode()).hexdigest()[:8]
        return mapping, folder / f"{mapping.parent.name}-{name}"

    def is_open(self) -> bool:
        """Does everybody see it who reaches it? Unless told, only where that is this machine."""
        if self.access is not None:
            return self.access == "open"
        return not self.hosts and _is_loopback(self.host)

    def store_address(self) -> str | Path:
        """Where the app keeps what is its own: as SQLAlchemy writes it, or a file."""
        if self.store is not None:
            return self.store.get_secret_value()
        return self.folder.resolve() / "store.sqlite"

    def address(self) -> str:
        """Host and port as addresses have them."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def worker_count(self) -> int:
        """Processes that answer requests."""
        return self.workers or min(len(os.sched_getaffinity(0)), _MOST_WORKERS)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
