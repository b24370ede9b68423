"""Secrets of services: from the environment, and from nowhere else."""

from __future__ import annotations

import os
from collections.abc import Sequence

from connections.errors import PullError


def variable(service: str, secret: str) -> str:
    """The name of the variable of a secret, such as CXLENS_PULL_ZENDESK_TOKEN."""
    return f"CXLENS_PULL_{service}_{secret}".upper().replace("-", "_")


def secrets_of(service: str, names: Sequence[str]) -> dict[str, str]:
    """Each secret by the end of its name. Raises PullError, which names those that are missing."""
    found = {name: os.environ.get(variable(service, name), "").strip() for name in names}
    missing = [variable(service, name) for name, value in found.items() if not value]
    if missing:
        raise PullError(
            f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set. Secrets are "
            "taken from the environment alone; docs/connections.md says where to find them."
        )
    return found
