"""A load in a process of its own: `python -m server.load MAPPING FOLDER`; see `server.reload`."""

from __future__ import annotations

import logging.config
import os
import sys
from pathlib import Path

from data.errors import DataError, MappingError
from data.ingest.service import load
from server.logs import log_config

_LOG = logging.getLogger("cxlens.load")
_POLITE = 5  # added to the niceness: requests go first


def main(mapping: Path, folder: Path) -> int:
    """Load, and say what came of it. Returns the exit code: 0, or 2 where it failed."""
    logging.config.dictConfig(log_config())
    os.nice(_POLITE)
    try:
        file = load(mapping, folder, attended=False)
    except (MappingError, DataError) as error:
        _LOG.error("New data could not be loaded: %s", error)
        return 2
    _LOG.info("The data in use are of version %s", file.stem)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
