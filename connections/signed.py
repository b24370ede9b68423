"""Requests that say who asks, to one service and nobody else."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from requests import PreparedRequest, Response
from requests.auth import AuthBase

from connections.errors import PullError
from connections.service import Signature


class Signed(AuthBase):
    """Puts the signature on requests to `address`; where it expired, a new one, once a request.

    A link to another machine raises PullError: what is secret here goes nowhere else.
    """

    def __init__(self, address: str, signature: Signature) -> None:
        self._place = urlsplit(address)[:2]
        self._signature = signature
        self._value: str | None = None

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """The request with its signature. Raises PullError."""
        if urlsplit(str(request.url))[:2] != self._place:
            raise PullError(
                f"A link leads to {urlsplit(str(request.url)).hostname}, not to "
                f"{self._place[1]}. Nothing was sent there."
            )
        self._value = self._value or self._signature.obtain()
        request.headers[self._signature.header] = self._value
        request.register_hook("response", self._refused)
        return request

    def _refused(self, response: Response, **kwargs: Any) -> Response:  # noqa: ANN401
        if response.status_code < 400:
            return response
        _ = response.content  # read to its end, so that the connection can be used again
        if response.status_code != 401 or not self._signature.renewed:
            return response
        self._value = self._signature.obtain()
        again = response.request.copy()
        again.headers[self._signature.header] = self._value
        sent: Response = response.connection.send(again, **kwargs)
        sent.request = again
        _ = sent.content
        return sent
