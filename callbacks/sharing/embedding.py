"""A link in a frame of another page: what its maker is given for it, and told of it."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

_SNIPPET = Markup(
    '<iframe src="{address}" title="{title}" width="100%" height="900" loading="lazy" '
    'style="border: 0"></iframe>'
)
_NO_TLS = (
    "You have reached CX Lens by http. Browsers show a frame of it in pages of the same site alone "
    "until it is reached by https."
)


def snippet(address: str, title: str) -> str:
    """What a page needs to show a link."""
    return str(_SNIPPET.format(address=address, title=f"{title}, CX Lens"))


def embedding(parents: Sequence[str], address: str, title: str) -> dict[str, str] | None:
    """What is said of frames once a link is made; None where no site may show it in one."""
    if not parents:
        return None
    return {
        "snippet": snippet(address, title),
        "sites": ", ".join(parents),
        "warning": _NO_TLS if address.startswith("http:") else "",
    }
