"""The files for deployment name what is there. No container is built here."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from settings import Settings
from tests.test_architecture import MAY_IMPORT

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
UNIT = (ROOT / "deploy" / "cx-lens.service").read_text()
NGINX = (ROOT / "deploy" / "nginx.conf").read_text()
SETTINGS = {f"CXLENS_{name.upper()}" for name in Settings.model_fields}


def steps(name: str) -> list[str]:
    """What follows each of an instruction of the Dockerfile, in order."""
    return re.findall(rf"^\s*{name}\s+(.*?)\s*$", DOCKERFILE, re.MULTILINE)


def test_the_image_holds_every_package_and_what_it_reads() -> None:
    copied = {one for step in steps("COPY") for one in step.split()[:-1]}
    assert copied == {"app.py", "settings.py", "requirements.lock", "assets", *MAY_IMPORT}
    assert [one for one in copied if not (ROOT / one).exists()] == []


def test_the_image_has_the_python_of_the_project() -> None:
    assert steps("FROM") == ["python:3.11-slim"]
    assert 'requires-python = ">=3.11"' in (ROOT / "pyproject.toml").read_text()


def test_the_image_runs_as_somebody_who_is_not_root() -> None:
    (user,) = steps("USER")
    assert int(user) > 0
    assert f"--uid {user} " in DOCKERFILE
    assert DOCKERFILE.index("\nUSER") < DOCKERFILE.index("\nCMD")
    assert DOCKERFILE.index("--owner=cxlens") < DOCKERFILE.index("\nUSER")


def test_the_image_states_settings_that_exist_and_its_volume_is_the_folder() -> None:
    stated = dict(re.findall(r"(CXLENS_\w+)=(\S+)", DOCKERFILE))
    assert set(stated) <= SETTINGS
    assert steps("VOLUME") == [stated["CXLENS_FOLDER"]]
    assert steps("EXPOSE") == [stated["CXLENS_PORT"]]
    assert stated["CXLENS_HOST"] == "0.0.0.0"  # or nobody outside the container reaches it
    (health,) = steps("HEALTHCHECK")
    assert f"http://127.0.0.1:{stated['CXLENS_PORT']}/readyz" in health
    assert steps("CMD")[-1] == '["python", "app.py", "serve"]'


def test_the_unit_states_settings_that_exist() -> None:
    assert set(re.findall(r"CXLENS_\w+", UNIT)) <= SETTINGS
    assert "ExecStart=/opt/cx-lens/.venv/bin/python app.py serve\n" in UNIT
    assert "StateDirectory=cxlens\n" in UNIT
    assert "CXLENS_FOLDER=/var/lib/cxlens\n" in UNIT


def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        if os.environ.get("CX_LENS_REQUIRE_ALL"):
            pytest.fail("systemd is not installed")
        pytest.skip("systemd is not installed")
    # The checkout is somewhere else here.
    unit = UNIT.replace("/opt/cx-lens/.venv/bin/python", "/bin/true").replace("/opt/cx-lens", "/")
    file = tmp_path / "cx-lens.service"
    file.write_text(unit)
    done = subprocess.run([analyze, "verify", file], capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if "cx-lens" in line] == []


def test_the_proxy_passes_the_prefix_on_and_keeps_the_reload_to_the_machine() -> None:
    assert Settings(prefix="/cx/").prefix == "/cx/"
    assert "CXLENS_PREFIX=/cx/" in NGINX
    assert f"proxy_pass http://127.0.0.1:{Settings.model_fields['port'].default};" in NGINX
    assert "location /cx/admin/" in NGINX
