"""How an endpoint is reached: no redirection is followed, and who asks stands in the environment."""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING, NoReturn
from urllib import request
from urllib.parse import urlsplit

from kgtools.errors import EngineError

if TYPE_CHECKING:
    from http.client import HTTPResponse

    from kgtools.store.dialects import Address


def opener(address: Address) -> request.OpenerDirector:
    """Return what sends requests to an endpoint, with user and password or a token where there are any.

    Args:
        address: The endpoint, and the names of the environment variables.
    """
    here = urlsplit(address.query).hostname in ("localhost", "127.0.0.1", "::1")
    return request.build_opener(
        request.ProxyHandler({} if here else None), _NoRedirect(), _Close(), *_credentials(address)
    )


def _credentials(address: Address) -> list[request.BaseHandler]:
    """Return what answers a server that asks who one is."""
    if token := os.environ.get(address.token):
        return [_Bearer(token)]
    user, password = os.environ.get(address.user), os.environ.get(address.password)
    if user is None or password is None:
        return []
    known = request.HTTPPasswordMgrWithDefaultRealm()
    for each in (address.query, address.update or address.query, address.graph_store or address.query):
        parts = urlsplit(each)
        known.add_password(None, f"{parts.scheme}://{parts.netloc}/", user, password)
    return [_Digest(known), request.HTTPBasicAuthHandler(known)]


class _NoRedirect(request.HTTPRedirectHandler):
    """Follows no redirection: a query, and a password, go where the user said."""

    def redirect_request(self, req: request.Request, fp: IO[bytes], *_: object) -> NoReturn:
        """Refuse."""
        fp.close()
        raise EngineError(
            f"{req.full_url} leads to another address", hint="give the address of the endpoint itself"
        )


class _Close(request.BaseHandler):
    """Closes an answer that asks who one is, before the same is asked anew; urllib leaves it open."""

    handler_order = 100  # before those that answer

    def http_error_401(self, _req: request.Request, fp: IO[bytes], *_: object) -> None:
        """Close it, and leave it to the others."""
        fp.close()


class _Digest(request.HTTPDigestAuthHandler):
    """Answers a challenge, and from then on before being asked.

    A server that refuses a large body without reading it closes the connection, and nobody hears why.
    """

    _challenge: dict[str, str] | None = None

    def http_request(self, asked: request.Request) -> request.Request:
        """Return the request with the answer to the last challenge."""
        if self._challenge and not asked.has_header(self.auth_header):
            answer = self.get_authorization(asked, self._challenge)
            if answer:
                asked.add_unredirected_header(self.auth_header, f"Digest {answer}")
        return asked

    https_request = http_request

    def retry_http_digest_auth(self, req: request.Request, auth: str) -> HTTPResponse | None:
        """Answer a challenge, and keep it."""
        items = request.parse_http_list(auth.partition(" ")[2])
        self._challenge = request.parse_keqv_list([item for item in items if item])
        return super().retry_http_digest_auth(req, auth)


class _Bearer(request.BaseHandler):
    """Sends a token with each request."""

    def __init__(self, token: str) -> None:
        self._token = token

    def http_request(self, asked: request.Request) -> request.Request:
        """Return the request with its token."""
        asked.add_unredirected_header("Authorization", f"Bearer {self._token}")
        return asked

    https_request = http_request
