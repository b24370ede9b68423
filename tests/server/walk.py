"""Every address that there is, found by introspection."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dash import Dash

# Of each part of an address one that there is.
EXAMPLES = {
    "page": "overview",
    "panel": "cards",
    "key": "region",
    "filename": "links.js",
    "path": "loyalty",
    "package_name": "dash",
    "fingerprinted_path": "dcc/async-graph.js",
    "token": "A" * 22,
    "number": "1",
    "upload": "A" * 22,
    "name": "none",
    "work": "0" * 32,
}


def plain(rule: str) -> str:
    """A rule without the fingerprint of a file."""
    return re.sub(r"-[0-9a-f]{12}\.", ".", rule)


def every_address(
    app: Dash, examples: Mapping[str, str] = EXAMPLES
) -> Iterator[tuple[str, str, set[str]]]:
    """The rule as tables name it, an address below the root without `/`, and its methods."""
    for rule in app.server.url_map.iter_rules():
        written = rule.rule.replace("/api/<path:path>", "/api/no/such")
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: examples[found[1]], written)
        yield plain(rule.rule), path[1:], set(rule.methods or ())


def every_callback(app: Dash) -> list[str]:
    """The output of each callback that the server answers."""
    return [output for output, one in app.callback_map.items() if "callback" in one]
