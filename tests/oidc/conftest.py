from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from settings import Settings
from tests.oidc.provider import Provider, running
from tests.oidc.site import BACK, Site, site_of


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    with running(BACK, tmp_path_factory.mktemp("provider")) as found:
        yield found


@pytest.fixture
def people(provider: Provider) -> Provider:
    """The provider, true again, with Ann, who may see, and Eve, who may not."""
    provider.people.clear()
    provider.people["ann"] = {"preferred_username": "Ann", "groups": ["cx-team", "staff"]}
    provider.people["eve"] = {"preferred_username": "Eve", "groups": ["staff"]}
    provider.bend = lambda answer: answer
    provider.about, provider.hidden = {}, set()
    provider.asked.clear()
    return provider


@pytest.fixture(scope="module")
def site(
    settings: Settings,
    sample_file: Path,
    provider: Provider,
    tmp_path_factory: pytest.TempPathFactory,
) -> Site:
    """Log-ins by the provider and with a password."""
    return site_of(settings, tmp_path_factory.mktemp("both"), provider, log_in="password,oidc")


@pytest.fixture(scope="module")
def alone(
    settings: Settings,
    sample_file: Path,
    provider: Provider,
    tmp_path_factory: pytest.TempPathFactory,
) -> Site:
    """Log-ins by the provider alone, below a prefix."""
    return site_of(settings, tmp_path_factory.mktemp("alone"), provider, "/cx/", log_in="oidc")
