"""One SPARQL endpoint over HTTP: requests with a deadline and few retries, answers whole or not at all.

The one place below ``web/`` where a socket is opened. Nothing is sent before somebody names an endpoint.
"""

from __future__ import annotations

import logging
import time
from functools import cached_property
from http.client import HTTPException, IncompleteRead
from typing import IO, TYPE_CHECKING, NoReturn
from urllib import request
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit

from kgtools.errors import EngineError, LimitError, QueryError, UsageError
from kgtools.store.access import opener
from kgtools.store.dialects import DIALECTS, Dialect, of_headers
from kgtools.store.reply import Reply, cut, plain, refuse_part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from http.client import HTTPResponse

    from kgtools.store.dialects import Address

log = logging.getLogger(__name__)

_RETRIES = 2  # after the first try
_BUSY = (429, 502, 503, 504)
_PIECE = 64 * 1024
_LARGEST = 2 * 1024**3  # an answer is read whole before it is believed
_SHOWN = 300
_MISSING = (404, 405, 410, 501)
_DENIED = (401, 403)
_CLOSED = (ConnectionResetError, BrokenPipeError)


class NotThereError(EngineError):
    """Nothing is at an address that answers as SPARQL's protocols say."""


class Endpoint:
    """Where an engine listens.

    Args:
        address: Its addresses, and the names of the environment variables with user and password.

    Raises:
        UsageError: An address is no HTTP address.

    Example:
        >>> from kgtools.store.dialects import Address
        >>> Endpoint(Address("ftp://example.org/sparql"))
        Traceback (most recent call last):
        kgtools.errors.UsageError: 'ftp://example.org/sparql' is no address of an endpoint
        help: it begins with http:// or https://; user and password come from the environment
    """

    def __init__(self, address: Address) -> None:
        for each in (address.query, address.update, address.graph_store):
            parts = urlsplit(each or address.query)
            if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
                hint = "it begins with http:// or https://; user and password come from the environment"
                raise UsageError(f"'{each}' is no address of an endpoint", hint=hint)
        self.address = address

    @cached_property
    def dialect(self) -> Dialect:
        """What ``kg.toml`` names, or what the server shows by its headers; warns where it wants caution."""
        if self.address.dialect:
            found = DIALECTS[self.address.dialect]
        else:
            found = of_headers(self.query("ASK {}", "application/sparql-results+json").headers)
        if found.caution:
            log.warning("%s", found.caution)
        return found

    @cached_property
    def update_address(self) -> str:
        """Where updates go."""
        return self.address.update or self.address.beside(self.dialect.update)

    @cached_property
    def graph_store_address(self) -> str:
        """Where graphs are put."""
        return self.address.graph_store or self.address.beside(self.dialect.graph_store)

    def query(
        self,
        text: str,
        accept: str,
        *,
        default: Iterable[str] = (),
        named: Iterable[str] = (),
        timeout: tuple[str, int] | None = None,
    ) -> Reply:
        """Return the answer of a query (SPARQL 1.1 Protocol, 2.1.2).

        Args:
            text: The query.
            accept: Types of answers, best first.
            default: Graphs whose merge is the default graph; none leaves it to the engine.
            named: Graphs that ``GRAPH`` reaches.
            timeout: The engine's parameter of a time limit, and how many units make a second.

        Raises:
            EngineError: No answer, or none that can be trusted.
            LimitError: The answer took too long, or rows were left out.
            QueryError: The engine did not take the query.
        """
        form = [("query", text), *(("default-graph-uri", each) for each in default)]
        form += [("named-graph-uri", each) for each in named]
        if timeout:
            form.append((timeout[0], str(int(self.address.seconds * timeout[1]))))
        kind = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
        reply = self._send("POST", self.address.query, urlencode(form).encode(), kind, retries=_RETRIES)
        refuse_part(reply)
        if reply.kind not in accept:
            self._no_answer(reply)
        return reply

    def update(self, text: str) -> None:
        """Run an update (SPARQL 1.1 Protocol, 2.2).

        Raises:
            EngineError: It was refused, or nobody answered.
            LimitError: It took too long.
        """
        kind = {"Content-Type": "application/sparql-update"}
        self._send("POST", self.update_address, text.encode(), kind)

    def put(self, graph: str, triples: IO[bytes], size: int) -> None:
        """Replace a named graph by triples in N-Triples (Graph Store HTTP Protocol, 5.3).

        Raises:
            NotThereError: There is no graph store.
            EngineError: It was refused, or nobody answered.
            LimitError: It took too long.
        """
        kind = {"Content-Type": "application/n-triples", "Content-Length": str(size)}
        self._send("PUT", f"{self.graph_store_address}?graph={quote(graph, safe='')}", _Pieces(triples), kind)

    def _send(
        self, method: str, url: str, body: bytes | _Pieces, headers: dict[str, str], *, retries: int = 0
    ) -> Reply:
        deadline = time.monotonic() + self.address.seconds
        pause = 0.2
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise self._slow()
            try:
                return self._once(request.Request(url, body, headers, method=method), left)  # noqa: S310 - http only
            except HTTPError as error:
                if error.code not in _BUSY or not retries:
                    self._refused(url, error)
                error.close()
            except _CLOSED:
                if not retries:
                    raise EngineError(f"{url} closed the connection", hint="look at its log") from None
            retries -= 1
            time.sleep(min(pause, max(0.0, deadline - time.monotonic())))
            pause *= 4

    def _once(self, asked: request.Request, seconds: float) -> Reply:
        url = asked.full_url
        try:
            with self._opener.open(asked, timeout=seconds) as response:
                data = self._read(response, url, time.monotonic() + seconds)
                found = {name.lower(): value for name, value in response.headers.items()}
        except HTTPError:
            raise
        except TimeoutError:
            raise self._slow() from None
        except IncompleteRead:
            raise cut(url) from None
        except URLError as error:
            self._unreachable(url, error.reason)
        except _CLOSED:
            raise
        except (OSError, HTTPException, ValueError) as error:
            raise EngineError(f"{url} does not speak HTTP: {error}", hint="look at the address") from None
        if len(data) < int(found.get("content-length", 0)):  # reading in pieces does not complain
            raise cut(url)
        return Reply(found.get("content-type", "").partition(";")[0].strip(), found, plain(data, found, url))

    def _read(self, response: HTTPResponse, url: str, deadline: float) -> bytes:
        """Return the body of an answer; a server that sends a byte now and then does not hold it up."""
        data = bytearray()
        while piece := response.read1(_PIECE):
            data += piece
            if time.monotonic() > deadline:
                raise self._slow()
            if len(data) > _LARGEST:
                raise LimitError(f"{url} answered with more than {_LARGEST >> 30} GB", hint="ask for less")
        return bytes(data)

    @cached_property
    def _opener(self) -> request.OpenerDirector:
        return opener(self.address)

    def _slow(self) -> LimitError:
        return LimitError(
            f"{self.address.query} did not finish within {self.address.seconds:g} s",
            hint="ask for less, or allow more: --timeout, or 'seconds' in [endpoint] of kg.toml",
        )

    def _unreachable(self, url: str, reason: object) -> NoReturn:
        if isinstance(reason, TimeoutError):
            raise self._slow()
        if isinstance(reason, _CLOSED):
            raise reason
        if isinstance(reason, ConnectionRefusedError):
            raise EngineError(f"nothing listens at {url}", hint="start the engine, or look at the port")
        raise EngineError(f"{url} cannot be reached: {reason}", hint="look at the address")

    def _refused(self, url: str, error: HTTPError) -> NoReturn:
        """Raise what a status means; an answer that asks for a password is closed already."""
        if error.code in _DENIED:
            error.close()
            raise EngineError(
                f"{url} refuses access ({error.code})",
                hint=f"set user and password in {self.address.user} and {self.address.password}, "
                f"or a token in {self.address.token}; the user needs the right to do this",
            )
        if error.code in _MISSING:
            error.close()
            raise NotThereError(
                f"{url} is no SPARQL endpoint ({error.code})", hint="look at the path of the address"
            )
        with error:
            said = " ".join(error.read(4096).decode(errors="replace").split())[:_SHOWN]
        if error.code == 400:  # noqa: PLR2004 - HTTP: bad request
            raise QueryError(f"{url} does not take this: {said}")
        raise EngineError(f"{url} failed ({error.code}): {said}", hint="look at its log")

    def _no_answer(self, reply: Reply) -> NoReturn:
        kind = reply.kind or "no type"
        if "html" in kind:
            hint = "this is a page for people; the address for programs often ends in /sparql or /query"
            raise EngineError(f"{self.address.query} answers with a web page, not with results", hint=hint)
        raise EngineError(f"{self.address.query} answers with {kind}, not with results")


class _Pieces:
    """The body of a request, from its beginning each time: it is sent twice where a password is asked for."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __iter__(self) -> Iterator[bytes]:
        self._file.seek(0)
        while piece := self._file.read(_PIECE):
            yield piece
