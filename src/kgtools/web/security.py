"""Who may ask what: host names, other sites, tokens, sizes; and what every answer tells the browser.

The design is safety, section 6. A page of another site must neither read nor steer this server, also
where that page has made its name point to this machine (DNS rebinding).
"""

from __future__ import annotations

import hmac
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders

from kgtools.web import problems
from kgtools.web.problems import Refusal, refuse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY: Final = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
LOCAL: Final = ("127.0.0.1", "localhost", "[::1]")
_COOKIE: Final = "kg-token"
_OWN: Final = ("same-origin", "none", "")  # what Sec-Fetch-Site says of our own pages and of the address bar
_HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Policy(NamedTuple):
    """Who may ask.

    Attributes:
        hosts: Values of the Host header that mean this server; empty allows all, for which a token is needed.
        token: What every request has to bring; "" asks for none.
        url: Bytes of an address at most.
    """

    hosts: frozenset[str]
    token: str = ""
    url: int = 8 * 1024

    @classmethod
    def local(cls, port: int, others: tuple[str, ...] = ()) -> Policy:
        """Return the policy of a server for this machine alone, and for further names it is known by.

        Example:
            >>> sorted(Policy.local(8000).hosts)
            ['127.0.0.1:8000', '[::1]:8000', 'localhost:8000']
        """
        bare = LOCAL if port == 80 else ()  # noqa: PLR2004 - browsers leave this port out
        return cls(frozenset((*(f"{name}:{port}" for name in LOCAL), *bare, *others)))


class Guard:
    """Middleware that refuses what may not be asked, and adds the headers of defence to every answer."""

    def __init__(self, app: ASGIApp, policy: Policy) -> None:
        self._app, self._policy = app, policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        more = dict(_HEADERS)

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, text in more.items():
                    headers.setdefault(name, text)
            await send(message)

        try:
            more |= self._admit(scope)
        except Refusal as refusal:
            told = problems.response(refusal.error, refusal.status, refusal.headers)
            await told(scope, receive, add)
            return
        await self._app(scope, receive, add)

    def _admit(self, scope: Scope) -> dict[str, str]:
        """Return headers for the answer.

        Raises:
            Refusal: The request may not be made.
        """
        headers = Headers(scope=scope)
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > self._policy.url:
            raise refuse(414, f"longer than {self._policy.url >> 10} KB", hint="send long queries by POST")
        if self._policy.hosts and headers.get("host", "").lower() not in self._policy.hosts:
            raise refuse(
                421,
                "this server has another name",
                hint="kg serve --allow-host NAME adds a name it is known by",
            )
        if headers.get("content-encoding", "identity").lower() != "identity":
            raise refuse(415, "compressed requests are not taken", hint="send it as it is")
        scope.setdefault("state", {})["is_foreign"] = _is_foreign(scope, headers)
        return self._check_token(scope, headers)

    def _check_token(self, scope: Scope, headers: Headers) -> dict[str, str]:
        token = self._policy.token
        if not token:
            return {}
        kind, _, bearer = headers.get("authorization", "").partition(" ")
        given = parse_qs(scope["query_string"].decode("ascii", "replace")).get("token", [""])[0]
        kept = SimpleCookie(headers.get("cookie", "")).get(_COOKIE)
        if given and hmac.compare_digest(given.encode(), token.encode()):
            # So that the links of a page work; scripts and other sites cannot read or send it.
            return {"Set-Cookie": f"{_COOKIE}={token}; HttpOnly; SameSite=Strict; Path=/"}
        for found in (bearer if kind.lower() == "bearer" else "", kept.value if kept else ""):
            if hmac.compare_digest(found.encode(errors="replace"), token.encode()):
                return {}
        raise refuse(
            401,
            "a token is needed",
            hint="the address that kg serve printed has it",
            WWW_Authenticate="Bearer",
        )


def _is_foreign(scope: Scope, headers: Headers) -> bool:
    """Return whether a link of another site led here: the page may open, but no free-form query may run.

    Raises:
        Refusal: Another site asks for anything but a page to be opened.
    """
    site = headers.get("sec-fetch-site", "").lower()
    origin = headers.get("origin", "")
    own = not origin or urlsplit(origin).netloc.lower() == headers.get("host", "").lower()
    if site in _OWN and (own or site == "same-origin"):
        return False
    is_link = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    if is_link and scope["method"] == "GET" and site:
        return True
    raise refuse(403, "pages of other sites may not use this server", hint="open it in a tab of its own")
