"""New data on request: `POST /admin/reload` with the token of the settings."""

from __future__ import annotations

import hmac
from collections.abc import Callable

import orjson
from flask import Flask, Response, request
from pydantic import SecretStr
from werkzeug.exceptions import MethodNotAllowed

from data.store.snapshots import Store
from server.current import current_status


def register_reload(
    server: Flask, store: Store, load: Callable[[], None], token: SecretStr | None
) -> None:
    """Add the endpoint, which answers 404 without a token. `load` starts a load at once."""

    @server.post("/admin/reload")
    def reload() -> Response:
        if token is None:
            return _json(
                {"errors": ["Reload by request is off: CXLENS_RELOAD_TOKEN is unset."]}, 404
            )
        wanted = f"Bearer {token.get_secret_value()}".encode()
        given = request.headers.get("Authorization", "").encode("latin-1")  # the bytes as sent
        if not hmac.compare_digest(given, wanted):
            refused = "Expected the header “Authorization: Bearer” with CXLENS_RELOAD_TOKEN."
            answer = _json({"errors": [refused]}, 401)
            answer.headers["WWW-Authenticate"] = "Bearer"
            return answer
        load()
        return _json(
            {"status": "a load was started", "load": current_status(store).model_dump(mode="json")},
            202,
        )

    @server.get("/admin/reload")
    def no_page() -> Response:
        # Else it would be the frame of a page: 200 to whoever forgot to POST.
        raise MethodNotAllowed(["POST"], "Reload is asked for by POST; nothing was loaded.")


def _json(body: object, status: int) -> Response:
    return Response(orjson.dumps(body), status, mimetype="application/json")
