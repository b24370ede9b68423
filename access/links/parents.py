"""The sites that may show a link in a frame: origins, and nothing that is wider than one."""

from __future__ import annotations

import re

from access.links.made import LinkError

MOST = 5  # of a link: each is in a header of every answer
_LONGEST = 200  # characters of one
_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_ORIGIN = re.compile(rf"(https?)://({_LABEL}(?:\.{_LABEL})*)(?::([0-9]{{1,5}}))?")
_USUAL = {"http": 80, "https": 443}
_EXAMPLE = "a site is written as https://intranet, with its whole name, and a port if it has one"


def parents_of(text: str) -> tuple[str, ...]:
    """The origins that somebody has written, with spaces, commas or lines between them.

    Raises LinkError for what is none, and for too many.
    """
    found = dict.fromkeys(_origin(one) for one in re.split(r"[\s,]+", text) if one)
    if len(found) > MOST:
        raise LinkError(f"At most {MOST} sites may show a link in a frame; {len(found)} are named.")
    return tuple(found)


def _origin(written: str) -> str:
    shown = f"“{written[:64]}”"
    if "*" in written:
        raise LinkError(f"{shown} would be many sites: name each; {_EXAMPLE}.")
    if not written.isascii():
        raise LinkError(f"{shown} has letters beyond a to z: write the name as xn--… has it.")
    found = _ORIGIN.fullmatch(written.lower())
    if found is None or len(written) > _LONGEST:
        raise LinkError(f"{shown} is no site: {_EXAMPLE}, and without anything behind it.")
    scheme, host, port = found[1], found[2], int(found[3] or 0)
    if found[3] and not 1 <= port <= 65_535:
        raise LinkError(f"{shown} has no port that there can be: 1 to 65535.")
    return f"{scheme}://{host}" + (f":{port}" if port not in (0, _USUAL[scheme]) else "")
