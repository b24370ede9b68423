"""A provider of log-ins on loopback: that of idpyoidc, which is certified, behind small pages.

What OpenID Connect says is idpyoidc's: requests, codes, PKCE, tokens, keys, userinfo. Here stand
the people, the form that they log in with, and what a test bends on purpose.
"""

from __future__ import annotations

import html
import json
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask, Response, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server
from werkzeug.wrappers import Response as AnyResponse

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of its libraries
    from idpyoidc.message.oauth2 import ResponseMessage
    from idpyoidc.message.oidc import AccessTokenRequest, AuthorizationRequest
    from idpyoidc.server import Server
    from idpyoidc.server.configure import OPConfiguration
    from idpyoidc.server.endpoint import Endpoint
    from idpyoidc.server.user_authn.user import UserAuthnMethod

CLIENT, SECRET = "cx-lens", "a secret of the tests that is long enough"
_HOW = "urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified"
_SCOPES = ["openid", "profile", "groups"]
Answer = dict[str, Any]


class Form(UserAuthnMethod):  # type: ignore[misc]
    """Whoever somebody says they are, they are."""

    def __call__(self, **given: str) -> str:
        asked = html.escape(given["query"])
        return (
            "<!DOCTYPE html><html lang=en><title>Provider</title><h1>The provider</h1>"
            f"<form method=post action=/verify><input type=hidden name=asked value='{asked}'>"
            "<label>Who are you? <input name=who></label><button>I am</button></form>"
        )


class Provider:
    """Its state, which tests change."""

    def __init__(self, issuer: str, back: list[str], folder: Path) -> None:
        self.issuer = issuer
        self.people: dict[str, Answer] = {}  # by name, what userinfo tells of them
        self.bend: Callable[[Answer], Answer] = lambda answer: answer  # of the token endpoint
        self.about: Answer = {}  # said of itself instead of the truth
        self.hidden: set[str] = set()
        self.more_keys: list[Answer] = []
        self.asked: list[str] = []  # paths
        self._server = Server(OPConfiguration(_configuration(issuer, folder)), cwd=str(folder))
        self._server.context.userinfo.db = self.people
        self._server.context.cdb[CLIENT] = {
            "client_secret": SECRET,
            "redirect_uris": [],
            "response_types_supported": ["code"],
            "allowed_scopes": _SCOPES,
        }
        self.leads_back_to(*back)

    def leads_back_to(self, *back: str) -> None:
        """To these addresses of ours as well."""
        self._server.context.cdb[CLIENT]["redirect_uris"] += [(one, None) for one in back]

    @property
    def key(self) -> RSAKey:
        """With which it signs id tokens."""
        found = self._server.keyjar.get_signing_key("RSA")[0]
        private = found.priv_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return RSAKey.import_key(private, {"kid": found.kid})

    def claims(self, token: str) -> Answer:
        """What one of its id tokens says."""
        return dict(jwt.decode(token, self.key, algorithms=["RS256"]).claims)

    def app(self) -> Flask:
        """Its addresses."""
        app = Flask(__name__)
        app.add_url_rule("/.well-known/openid-configuration", "about", self._about)
        app.add_url_rule("/keys", "keys", self._keys)
        app.add_url_rule("/authorization", "authorization", lambda: self._asks("authorization"))
        app.add_url_rule("/token", "token", self._token, methods=["POST"])
        app.add_url_rule("/userinfo", "userinfo", lambda: self._asks("userinfo"))
        app.add_url_rule("/session", "session", lambda: "<h1>Log out here?</h1>")
        app.add_url_rule("/verify", "verify", self._verify, methods=["POST"])
        app.before_request(lambda: self.asked.append(request.path))
        return app

    def _about(self) -> Answer:
        told = self._asks("provider_config").get_json()
        told = {**told, "jwks_uri": f"{self.issuer}/keys", **self.about}
        return {name: value for name, value in told.items() if name not in self.hidden}

    def _keys(self) -> Answer:
        told: Answer = self._server.keyjar.export_jwks("")
        return {"keys": [*told["keys"], *self.more_keys]}

    def _token(self) -> AnyResponse:
        answer = self._asks("token")
        if answer.status_code == 200:
            answer.set_data(json.dumps(self.bend(json.loads(answer.get_data()))))
        return answer

    def _verify(self) -> AnyResponse:
        wanted = AuthorizationRequest().from_urlencoded(request.form["asked"])
        endpoint = self._server.get_endpoint("authorization")
        form = self._server.context.authn_broker.get_method_by_id("form")
        session = endpoint.create_session(wanted, request.form["who"], _HOW, int(time.time()), form)
        return _answered(endpoint, wanted, endpoint.authz_part2(request=wanted, session_id=session))

    def _asks(self, name: str) -> AnyResponse:
        endpoint = self._server.get_endpoint(name)
        given = (request.form if request.method == "POST" else request.args).to_dict()
        about = {
            "headers": {key.lower(): value for key, value in request.headers.items()},
            "method": request.method,
            "url": request.url,
            "cookie": [],
        }
        try:
            read = endpoint.parse_request(given, http_info=about)
            if not (isinstance(read, ResponseMessage) and "error" in read):
                if name == "token":
                    read = AccessTokenRequest(**read)
                told = endpoint.process_request(read, http_info=about)
                return _answered(endpoint, read, told)
        except Exception as error:  # the providers that are made of it do the same
            read = ResponseMessage(error="invalid_request", error_description=str(error))
        return Response(read.to_json(), 400, mimetype="application/json")


def _answered(endpoint: Endpoint, asked: object, told: Answer) -> AnyResponse:
    if "http_response" in told:
        return Response(told["http_response"], mimetype="text/html")
    if "redirect_location" in told:
        return redirect(told["redirect_location"])
    if "error" in told:
        return Response(json.dumps(dict(told)), 400, mimetype="application/json")
    made = endpoint.do_response(request=asked, **told)
    if made.get("response_placement", endpoint.response_placement) == "url":
        return redirect(made["response"])
    return Response(made["response"], made.get("response_code", 200), dict(made["http_headers"]))


def _configuration(issuer: str, folder: Path) -> Answer:
    def keys(name: str, kind: str, uses: dict[str, str]) -> Answer:
        made = [{"type": kind, "bytes": 24, "use": [use], "kid": kid} for kid, use in uses.items()]
        return {"private_path": str(folder / name), "key_defs": made, "read_only": False}

    def token(name: str) -> Answer:
        return {"class": f"idpyoidc.server.token.{name}", "kwargs": {"lifetime": 60}}

    def endpoint(path: str, name: str, **more: object) -> Answer:
        return {"path": path, "class": f"idpyoidc.server.oidc.{name}", "kwargs": more}

    by_secret = ["client_secret_basic", "client_secret_post"]
    signing = [{"type": "RSA", "use": ["sig"]}, {"type": "EC", "crv": "P-256", "use": ["sig"]}]
    session = {"logout_verify_url": "verify_logout", "post_logout_uri_path": "post_logout"}
    return {
        "issuer": issuer,
        "httpc_params": {"verify": True},
        "preference": {"scopes_supported": _SCOPES},
        "key_conf": {"key_defs": signing},
        "cookie_handler": {
            "class": "idpyoidc.server.cookie_handler.CookieHandler",
            "kwargs": {
                "keys": keys("cookie_keys.json", "OCT", {"enc": "enc", "sig": "sig"}),
                "name": {"session": "provider"},
            },
        },
        "token_handler_args": {
            "jwks_def": keys("token_keys.json", "oct", {"code": "enc"}),
            "code": {"kwargs": {"lifetime": 60}},
            "token": token("jwt_token.JWTToken"),
            "id_token": token("id_token.IDToken"),
        },
        "endpoint": {
            "provider_config": endpoint(
                ".well-known/openid-configuration",
                "provider_config.ProviderConfiguration",
                client_authn_method=None,
            ),
            "authorization": endpoint(
                "authorization",
                "authorization.Authorization",
                client_authn_method=None,
                response_types_supported=["code"],
                response_modes_supported=["query"],
            ),
            "token": endpoint("token", "token.Token", client_authn_method=by_secret),
            "userinfo": endpoint("userinfo", "userinfo.UserInfo"),
            "session": endpoint("session", "session.Session", **session),
        },
        "add_on": {
            "pkce": {
                "function": "idpyoidc.server.oauth2.add_on.pkce.add_support",
                "kwargs": {"essential": True, "code_challenge_method": "S256"},
            }
        },
        "authentication": {"form": {"acr": _HOW, "class": Form, "kwargs": {}}},
        "userinfo": {"class": "idpyoidc.server.user_info.UserInfo", "kwargs": {"db": {}}},
        "scopes_to_claims": {
            "openid": ["sub"],
            "profile": ["preferred_username", "name"],
            "groups": ["groups"],
        },
    }


@contextmanager
def running(
    back: list[str], folder: Path, port: int = 0, name: str = "127.0.0.1"
) -> Iterator[Provider]:
    """The provider, which leads back to these addresses alone, until the block ends."""
    apps: list[Flask] = []
    web = make_server("127.0.0.1", port, lambda *given: apps[0](*given), threaded=True)
    provider = Provider(f"http://{name}:{web.server_port}", back, folder)
    apps.append(provider.app())
    thread = threading.Thread(target=web.serve_forever)
    thread.start()
    try:
        yield provider
    finally:
        web.shutdown()
        thread.join()
        web.server_close()
