"""Settings from the environment, validated when the process starts."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import parse_qs, unquote, urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from data.draft.own import own_mapping
from data.errors import nearest
from data.sample import write_sample

_PREFIX = re.compile(r"/([\w.~-]+/)*", re.ASCII)
_HOST = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?")
_OUTGOING = re.compile(rf"(\*\.)?{_HOST.pattern}(:[0-9]{{1,5}})?")
_HEADER = re.compile(r"[A-Za-z0-9-]+")
_INTAKE = "CXLENS_INTAKE_"  # and the name of an intake: its secrets
_PULL = "CXLENS_PULL_"  # and the name of a service: its secrets, for the command alone
_MAIL_ADDRESS = re.compile(r"[\w.+-]{1,64}@[A-Za-z0-9.-]+", re.ASCII)
_MAIL_PORTS = {"smtp": 587, "smtps": 465}
_MAIL_SERVER = (
    "expected smtps://USER:PASSWORD@HOST:465, or smtp://HOST:587 (with ?starttls=no where the "
    "server has no TLS)"
)
_MOST_WORKERS = 4  # more than cores only cost memory: a query uses all cores already


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed in. The password is in no text of it."""

    host: str
    port: int
    tls: str  # `smtps`, `starttls` or `no`
    user: str = ""
    password: str = dataclass_field(default="", repr=False)

    @classmethod
    def of(cls, url: str) -> MailServer:
        """As CXLENS_SMTP has it. Raises ValueError, which does not say what was given."""
        try:
            parts = urlsplit(url)
            port = parts.port or _MAIL_PORTS.get(parts.scheme, 0)
            query = parse_qs(parts.query, strict_parsing=bool(parts.query))
        except ValueError:
            raise ValueError(_MAIL_SERVER) from None
        wanted = query.pop("starttls", ["yes"])[-1]
        plain = parts.scheme in _MAIL_PORTS and parts.path in ("", "/") and not query
        if not (plain and parts.hostname and wanted in ("yes", "no")) or parts.fragment:
            raise ValueError(_MAIL_SERVER)
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        if not (user + password).isascii():
            raise ValueError("expected a user and a password in letters of ASCII")
        tls = "smtps" if parts.scheme == "smtps" else {"yes": "starttls", "no": "no"}[wanted]
        return cls(parts.hostname, port, tls, user, password)


class Settings(BaseSettings):
    """Each is read from `CXLENS_<NAME>`."""

    # An empty variable counts as unset.
    model_config = SettingsConfigDict(
        env_prefix="CXLENS_",
        env_ignore_empty=True,
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,  # it may be a password
    )

    mapping: Path | None = None  # the mapping file; None for the sample company
    folder: Path = Path(".cxlens")  # where data files are built
    template: Path | None = None  # a presentation whose layouts slides have; None for plain ones
    logo: Path | None = None  # a picture, PNG or JPEG, that PDF files begin with
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
    upload_mb: int = Field(default=2000, ge=1, le=100_000)  # of files that are brought at once
    watch: int = Field(default=60, ge=0, le=86_400)  # seconds between looks at the sources; 0: none
    # Who may see it: everybody who reaches it, or who has an account. None: see `is_open`.
    access: Literal["open", "accounts"] | None = None
    store: SecretStr | None = Field(default=None, min_length=1)  # None: a file in the folder
    reload_token: SecretStr | None = Field(default=None, min_length=1)  # None: no reload by request
    # People who are known elsewhere: which group there has which role, and which rows.
    groups: str | None = None
    group_rows: str | None = None
    oidc_issuer: str | None = None  # the provider, as it calls itself
    oidc_client: str | None = None  # what it calls us
    oidc_secret: SecretStr | None = None
    oidc_claim: str = "groups"  # where the provider says groups
    # Who may say who somebody is, in a header for the name and one for the groups.
    identity_from: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = ()
    identity_headers: Annotated[tuple[str, ...], NoDecode] = (
        "X-Forwarded-User",
        "X-Forwarded-Groups",
    )
    # Mail: where it is handed in, from whom it is, and the address that its links lead to.
    mail_from: str | None = None
    public_address: str | None = None
    smtp: SecretStr | None = Field(default=None, min_length=1)
    outgoing_hosts: Annotated[tuple[str, ...], NoDecode] = ()  # that alerts may be posted to
    # How people log in. After what it is checked against.
    log_in: Annotated[tuple[Literal["password", "oidc", "proxy"], ...], NoDecode] = Field(
        default="password", validate_default=True
    )

    @field_validator("prefix")
    @classmethod
    def _path(cls, given: str) -> str:
        if not _PREFIX.fullmatch(given):
            raise ValueError("expected a path with a slash at both ends, such as /cx/")
        return given

    @field_validator("hosts", "outgoing_hosts", mode="before")
    @classmethod
    def _names(cls, given: object, info: ValidationInfo) -> object:
        if not isinstance(given, str):
            return given
        outgoing = info.field_name == "outgoing_hosts"
        if outgoing and not info.data.get("public_address"):
            raise ValueError("what is sent needs CXLENS_PUBLIC_ADDRESS as well")
        names = tuple(given.replace(",", " ").lower().split())
        for name in names:
            if not (_OUTGOING if outgoing else _HOST).fullmatch(name):
                raise ValueError(
                    f"“{name}” is no name of a machine; expected names without scheme, port or "
                    "path, such as cx.example.org, with commas between them"
                    + (" (a port other than 443, and *. at the beginning, may be)" * outgoing)
                )
        return names

    @field_validator("proxies", "identity_from", mode="before")
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

    @field_validator("oidc_issuer")
    @classmethod
    def _issuer(cls, given: str | None) -> str | None:
        found = urlsplit(given or "https://-")
        local = found.scheme == "http" and _is_loopback(found.hostname or "")
        if not (found.hostname and (found.scheme == "https" or local)) or found.query:
            raise ValueError("expected the provider as it calls itself, an address with https://")
        return given

    @field_validator("mail_from")
    @classmethod
    def _from(cls, given: str | None) -> str | None:
        if given is not None and not _MAIL_ADDRESS.fullmatch(given):
            raise ValueError("expected the address that mail comes from, such as cx@example.org")
        return given

    @field_validator("public_address")
    @classmethod
    def _public(cls, given: str | None) -> str | None:
        found = urlsplit(given or "https://-")
        more = (found.path.rstrip("/"), found.query, found.fragment, found.username)
        if found.scheme not in ("https", "http") or not found.hostname or any(more):
            raise ValueError(
                "expected scheme and host of the dashboard, such as https:// and cx.example.org; "
                "the path is CXLENS_PREFIX"
            )
        return given and given.rstrip("/")

    @field_validator("smtp")
    @classmethod
    def _mail(cls, given: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if given is not None:
            MailServer.of(given.get_secret_value())
            missing = [one for one in ("mail_from", "public_address") if not info.data.get(one)]
            if missing:
                raise ValueError(f"mail needs CXLENS_{missing[0].upper()} as well")
        return given

    @field_validator("identity_headers", mode="before")
    @classmethod
    def _headers(cls, given: object) -> object:
        if not isinstance(given, str):
            return given
        found = given.replace(",", " ").split()
        if len(set(found)) != 2 or not all(map(_HEADER.fullmatch, found)):
            raise ValueError("expected two names of headers: that of who it is, that of the groups")
        return tuple(found)

    @field_validator("log_in", mode="before")
    @classmethod
    def _ways_in(cls, given: object) -> object:
        if not isinstance(given, str):
            return given
        found = tuple(dict.fromkeys(given.replace(",", " ").lower().split()))
        if not found or not set(found) <= {"password", "oidc", "proxy"}:
            raise ValueError("expected “password”, “oidc” or “proxy”, or two with a comma between")
        return found

    @field_validator("log_in")
    @classmethod
    def _complete(cls, ways: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        """What is half set would be silently off."""
        if {"oidc", "proxy"} <= set(ways):
            raise ValueError("expected “oidc” or “proxy”, not both: they would name people twice")
        needed = {
            "oidc": ("oidc_issuer", "oidc_client", "oidc_secret"),
            "proxy": ("identity_from",),
        }
        for way, names in needed.items():
            there = [name for name in names if info.data.get(name)]
            wanted = (*names, "groups") if way in ways else ()
            missing = [f"CXLENS_{one.upper()}" for one in wanted if not info.data.get(one)]
            if missing:
                raise ValueError(f"“{way}” needs {', '.join(missing)} as well")
            if there and way not in ways:
                raise ValueError(f"CXLENS_{there[0].upper()} is set, which needs “{way}” here")
        if ways != ("password",) and info.data.get("access") == "open":
            raise ValueError("CXLENS_ACCESS is “open”, where nobody logs in. Unset one of the two")
        return ways

    def unknown(self) -> list[str]:
        """Sentences on variables of the environment that look like settings and are none."""
        known = [f"CXLENS_{name.upper()}" for name in type(self).model_fields]
        ours = sorted(name for name in os.environ if name.upper().startswith("CXLENS_"))
        return [
            f"{name} is not a setting. {nearest(name, known)}"
            for name in ours
            if name.upper() not in known and not name.upper().startswith((_INTAKE, _PULL))
        ]

    def intake_secrets(self, name: str) -> tuple[str, ...]:
        """What the service of an intake may sign with: CXLENS_INTAKE_<NAME>, two with a comma."""
        found = os.environ.get(f"{_INTAKE}{name.upper()}", "")
        return tuple(one.strip() for one in found.split(",") if one.strip())

    def place(self) -> tuple[Path, Path]:
        """The mapping file and the folder of its data. Where none is stated it is that of the data
        that were brought in the browser, or of the sample company: both have the same folder."""
        folder = self.folder.resolve()
        sample = folder / "sample"
        named = self.mapping.resolve() if self.mapping else sample / "mapping.toml"
        name = hashlib.sha256(str(named).encode()).hexdigest()[:8]
        mapping = named if self.mapping else own_mapping(self.own_data()) or write_sample(sample)
        return mapping, folder / f"{named.parent.name}-{name}"

    def own_data(self) -> Path:
        """Where data are kept that were brought in the browser."""
        return self.folder.resolve() / "own"

    def is_open(self) -> bool:
        """Does everybody see it who reaches it? Unless told, only where that is this machine."""
        if self.access is not None:
            return self.access == "open"
        return self.log_in == ("password",) and not self.hosts and _is_loopback(self.host)

    def store_address(self) -> str | Path:
        """Where the app keeps what is its own: as SQLAlchemy writes it, or a file."""
        if self.store is not None:
            return self.store.get_secret_value()
        return self.folder.resolve() / "store.sqlite"

    def mail_server(self) -> MailServer | None:
        """Where mail is handed in; None where none is sent."""
        return MailServer.of(self.smtp.get_secret_value()) if self.smtp else None

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
