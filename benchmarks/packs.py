"""A pack of twelve views as slides, asked of the sample company: `python -m benchmarks.packs`."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from app import create_app
from settings import Settings

REGIONS = ("EMEA", "North America", "APAC", "Oceania")
PAGES = ("overview", "loyalty", "service")
MOST = 5.0  # seconds that it may take


def measure(folder: Path) -> tuple[float, float]:
    """Seconds, and seconds of this process's own work, of a pack that no answer is kept of.

    The views are asked for once before with other dates, as of a server that has been up.
    """
    client = create_app(Settings(folder=folder)).server.test_client()
    found = (0.0, 0.0)
    for period in ("last-90-days", "last-12-months"):
        links = [f"/{page}?region={one}&period={period}" for page in PAGES for one in REGIONS]
        started, worked = time.perf_counter(), time.process_time()
        answer = client.get("/api/pack.pptx", query_string={"view": links})
        found = (time.perf_counter() - started, time.process_time() - worked)
        if answer.status_code != 200:
            raise RuntimeError(f"The pack was answered with {answer.status}: {answer.text}")
    return found


def main() -> None:
    """Measure and print; data are built in the cache folder."""
    folder = Path(tempfile.gettempdir()) / "cx-lens-benchmarks" / "packs"
    seconds, worked = measure(folder)
    views = len(PAGES) * len(REGIONS)
    print(f"A pack of {views} views, at most {MOST:.0f} s: {seconds:.1f} s, work of {worked:.1f} s")


if __name__ == "__main__":
    main()
