"""`python app.py pull SERVICE --to FOLDER`: what a service holds, as files that a mapping reads."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from connections.errors import PullError
from connections.index import SERVICES
from connections.secrets import secrets_of
from connections.service import Service
from data.store.locks import lock

_MISSING = "Pulling needs dlt, which is not installed here: pip install -r requirements-pull.txt."


def add_pull(command: argparse.ArgumentParser) -> None:
    """What `pull` is given: a service, a folder, and what the service has to be told."""
    services = command.add_subparsers(dest="service", required=True, metavar="SERVICE")
    for name, service in SERVICES.items():
        one = services.add_parser(name, help=service.title)
        one.add_argument("--to", type=Path, required=True, metavar="FOLDER")
        for option in service.options:
            one.add_argument(
                f"--{option.name}",
                required=option.default is None,
                default=option.default,
                help=option.help,
            )


def run(given: argparse.Namespace) -> int:
    """Pull, and say what came of it. Returns 0; 2 for what is wrong; 1 for what may pass."""
    service = SERVICES[given.service]
    try:
        options = _options(given, service)
        secrets = secrets_of(given.service, service.secrets)
        folder = _folder(given, service, options)
        folder.mkdir(parents=True, exist_ok=True)
        with lock(folder / ".lock", wait=False) as taken:
            if not taken:
                raise PullError(f"Another pull into {folder} is at work.", passing=True)
            print(f"Asking {service.title}. This may take a while.", file=sys.stderr)
            rows = _pull(service, options, secrets, folder)
    except PullError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1 if error.passing else 2
    for name, count in rows.items():
        print(f"{folder / name}.parquet: {count} rows")
    return 0


def _pull(
    service: Service, options: dict[str, str], secrets: dict[str, str], folder: Path
) -> dict[str, int]:
    try:
        from connections.pull import pull  # dlt, for this command alone
    except ModuleNotFoundError as error:
        if error.name != "dlt":
            raise
        raise PullError(_MISSING) from None
    return pull(service, options, secrets, folder)


def _options(given: argparse.Namespace, service: Service) -> dict[str, str]:
    found = {option.name: getattr(given, option.name) for option in service.options}
    for option in service.options:
        value = found[option.name]
        if not re.fullmatch(option.pattern, value):
            raise PullError(f"--{option.name} '{value}': expected {option.help}.")
    return found


def _folder(given: argparse.Namespace, service: Service, options: dict[str, str]) -> Path:
    """A folder a service, and in it one for each survey or sheet."""
    to: Path = given.to / given.service
    return to / options[service.named_by] if service.named_by else to
