"""The log-in by a provider: out to it, and back with its answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from flask import Flask, Response, request

from access.log_in import RefusedError
from access.oidc import pending
from access.oidc.flow import ELSEWHERE, Flow
from access.oidc.pending import Pending
from access.outside import entry
from callbacks.log_in_page import Pages, go, local
from server.gate.client import address, over_tls
from server.gate.cookies import sent_session
from server.gate.table import OIDC_BACK, OIDC_GO, OIDC_PAGE
from server.http.hosts import own_host
from server.worker.clients import Network

_NO_NAME = (
    "CX Lens was opened by an address that a provider of log-ins cannot lead back to. Open it by "
    "its name; whoever runs it can add that to CXLENS_HOSTS."
)


def register_oidc(
    server: Flask,
    pages: Pages,
    flow: Flow,
    names: Collection[str],
    proxies: Sequence[Network],
) -> None:
    """Add the addresses below `/log-in/oidc`. `names`: those that the server is reached by."""
    path = f"{pages.root}log-in/oidc"

    def out() -> Response:
        wanted = request.args.get("next", "")
        host = own_host(names)
        if host is None:
            return pages.page(wanted, _NO_NAME, status=400)
        scheme = "https" if over_tls(proxies) else "http"
        begun = pending.begun(f"{scheme}://{host}{path}/back", wanted)
        try:
            leading = flow.address(begun)
        except RefusedError as refused:
            return pages.refused(wanted, refused)
        answer = Response(status=302, headers={"Location": leading})
        secret = pages.store.secret
        for one in pending.given_up(secret, request.cookies):
            answer.delete_cookie(one, path=path)
        answer.set_cookie(
            begun.cookie,
            pending.signed(secret, begun),
            max_age=pending.SECONDS,
            path=path,
            secure=over_tls(proxies),
            httponly=True,
            samesite="Lax",
        )
        return answer

    def back() -> Response:
        begun = pending.read(pages.store.secret, request.args.get("state", ""), request.cookies)
        if begun is None:
            return pages.page("", ELSEWHERE, status=400)
        answer = finish(begun)
        answer.delete_cookie(begun.cookie, path=path)  # an answer counts once
        return answer

    def finish(begun: Pending) -> Response:
        try:
            known = flow.identity(begun, request.args)
            done = entry.log_in(
                pages.store,
                pages.ways.groups,
                known,
                sent_session(),
                datetime.now(UTC),
                address(proxies),
            )
        except RefusedError as refused:
            return pages.refused(begun.wanted, refused)
        pages.cookies.begin(done.session, done.mark)
        return go(local(begun.wanted, pages.root))

    if not pages.ways.password:
        server.add_url_rule("/log-in/oidc", OIDC_PAGE, pages.asked_for)
    server.add_url_rule("/log-in/oidc/go", OIDC_GO, out)
    server.add_url_rule("/log-in/oidc/back", OIDC_BACK, back)
