"""The workbench as static files: its pages, asked one after the other, with relative links.

Nothing is drawn twice: the application itself answers, told that its pages will be files. Every link
of every page is followed, so a broken one cannot stay unseen.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from html import escape, unescape
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from kgtools import workers
from kgtools.bundle import STATIC
from kgtools.export import Format, render
from kgtools.limits import LIMITS
from kgtools.terms import NamedNode
from kgtools.web.app import application
from kgtools.web.security import Policy
from kgtools.web.state import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from starlette.applications import Starlette

EXPLORE: Final = "/explore"
_SEEDS: Final = ("/", "/timeline", "/contradictions", "/schema")
_ASSETS: Final = ("style.css", "app.js", "icon.svg", "LICENCES.txt")
_LINK: Final = re.compile(r'(?<=[\s"])(href|src)="([^"]*)"')
_ID: Final = re.compile(r'\sid="([^"]+)"')
_LONGEST: Final = 100
_TYPES: Final = {".csv": "text/csv", ".json": "application/json", ".ttl": "text/turtle"}


class Broken(NamedTuple):
    """A link that leads nowhere: the page it is on, and where it leads."""

    page: str
    link: str


class Site(NamedTuple):
    """A whole site, not yet written.

    Attributes:
        files: Contents by path, sorted.
        broken: Links that lead nowhere.
        links: How many links were followed.
    """

    files: dict[str, bytes]
    broken: tuple[Broken, ...]
    links: int


def build(root: Path, *, base_url: str = "", told: Callable[[int], None] | None = None) -> Site:
    """Return the pages of a project as files.

    Args:
        root: The project's folder.
        base_url: Where it will stand; makes canonical links and a site map.
        told: Called with the number of pages made so far.

    Raises:
        KgError: The project cannot be loaded.
    """
    # In a thread of its own, for whoever calls may be in an event loop already, as in a notebook.
    return workers.call(lambda: asyncio.run(_build(root, base_url.rstrip("/"), told or (lambda _: None))))


def write(site: Site, target: Path) -> None:
    """Write a site into a folder; files of an earlier one that are no more are taken away.

    Raises:
        OSError: The folder cannot be written.
    """
    listed = target / "site.json"
    if listed.is_file():
        for name in set(json.loads(listed.read_text("utf-8"))["files"]) - site.files.keys():
            (target / name).unlink(missing_ok=True)
    for name, data in site.files.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


async def _build(root: Path, base_url: str, told: Callable[[int], None]) -> Site:
    state = State(root, LIMITS._replace(workers=1))
    app = application(state, Policy(frozenset()))
    app.state.static = True
    async with state.open():
        await state.is_ready()
        crawl = _Crawl(app, base_url, told)
        graph = state.current.graph
        crawl.keep(EXPLORE, render(graph.dataset, Format.HTML))
        base = graph.project.base
        named = {quad.subject for quad in graph.dataset.store.match() if isinstance(quad.subject, NamedNode)}
        things = [each.value.removeprefix(base) for each in named if each.value.startswith(base)]
        queries = [f"/q/{name}" for name in graph.queries.names]
        await crawl.follow([*_SEEDS, *queries, *(f"/id/{quote(name, safe=':')}" for name in sorted(things))])
        return crawl.site(state.current.hash)


class _Crawl:
    """Follows links from page to page until there are no new ones."""

    def __init__(self, app: Starlette, base_url: str, told: Callable[[int], None]) -> None:
        self._app, self._base_url, self._told = app, base_url, told
        self._names: dict[str, str] = {}
        self._taken: set[str] = set()
        self._found: dict[str, bytes] = {}
        self._broken: list[Broken] = []
        self._links = 0

    def keep(self, address: str, data: bytes) -> None:
        """Take a page that is no answer of the application."""
        self._found[address] = data
        self._name(address)

    async def follow(self, addresses: Iterable[str]) -> None:
        """Get addresses, and all that they link to."""
        waiting = [(address, "") for address in addresses]
        seen = {address for address, _ in waiting} | self._found.keys()
        while waiting:
            address, referrer = waiting.pop(0)
            data = await self._get(address)
            if data is None:
                self._broken.append(Broken(referrer, address))
                continue
            self._found[address] = data
            self._name(address)
            self._told(len(self._found))
            for link in _links(data) if _is_page(address) else ():
                if link not in seen and not link.startswith("/static/"):
                    seen.add(link)
                    waiting.append((link, address))

    def site(self, dataset: str) -> Site:
        """Return the files with links among each other."""
        files = {f"static/{name}": (STATIC / name).read_bytes() for name in _ASSETS}
        ids = {
            address: set(_ID.findall(data.decode()))
            for address, data in self._found.items()
            if _is_page(address)
        }
        for address, data in self._found.items():
            own = _is_page(address) and address != EXPLORE
            files[self._names[address]] = self._linked(address, data.decode(), ids).encode() if own else data
        if self._base_url:
            files["sitemap.xml"] = self._map()
        names = sorted([*files, "site.json"])
        files["site.json"] = json.dumps({"dataset": dataset, "files": names}, indent=1).encode() + b"\n"
        return Site({name: files[name] for name in names}, tuple(self._broken), self._links)

    def _linked(self, address: str, text: str, ids: dict[str, set[str]]) -> str:
        here = PurePosixPath(self._names[address]).parent

        def relative(found: re.Match[str]) -> str:
            name, link = found[1], unescape(found[2])
            if not link.startswith(("/", "#")):
                return found[0]
            self._links += 1
            path, _, fragment = link.partition("#")
            target = path or address
            if fragment and unquote(fragment) not in ids.get(target, {unquote(fragment)}):
                self._broken.append(Broken(address, link))
            if not path:
                return found[0]
            file = path.removeprefix("/") if path.startswith("/static/") else self._names.get(path, "")
            mark = f"#{fragment}" if fragment else ""
            return f'{name}="{escape(quote(_from(here, file)) + mark)}"'

        text = _LINK.sub(relative, text)
        if self._base_url:
            place = escape(f"{self._base_url}/{quote(self._names[address])}")
            text = text.replace("</head>", f'<link rel="canonical" href="{place}">\n</head>', 1)
        return text

    def _name(self, address: str) -> None:
        """Give an address a file name that every system can hold, and no other address has."""
        parts = urlsplit(address)
        path = unquote(parts.path).strip("/") or "index"
        stem, dot, ending = path.rpartition(".")
        if f".{ending}" not in _TYPES or not dot:
            stem, ending = path, "html"
        if parts.query:
            stem = f"{stem}--{unquote(parts.query)}"
        safe = "/".join(
            re.sub(r"[^A-Za-z0-9._-]+", "-", part).strip("-.") or "-" for part in stem.split("/", 1)
        )
        if len(safe) > _LONGEST or f"{safe}.{ending}".lower() in self._taken:
            safe = f"{safe[:_LONGEST]}-{hashlib.sha256(stem.encode()).hexdigest()[:8]}"
        name = f"{safe}.{ending}"
        self._taken.add(name.lower())
        self._names[address] = name

    def _map(self) -> bytes:
        places = sorted(self._names[address] for address in self._found if _is_page(address))
        urls = "".join(
            f"<url><loc>{escape(f'{self._base_url}/{quote(name)}')}</loc></url>\n" for name in places
        )
        head = '<?xml version="1.0" encoding="UTF-8"?>\n'
        return (
            f'{head}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'.encode()
        )

    async def _get(self, address: str) -> bytes | None:
        """Return what the application answers; None for anything but 200."""
        parts = urlsplit(address)
        accept = _TYPES.get(PurePosixPath(parts.path).suffix, "text/html")
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": unquote(parts.path),
            "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(),
            "headers": [(b"host", b"localhost"), (b"accept", accept.encode())],
            "server": ("localhost", 80),
            "client": None,
        }
        status, body = 0, bytearray()

        async def receive() -> dict[str, object]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, object]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(str(message["status"]))
            elif isinstance(part := message.get("body"), bytes):
                body.extend(part)

        await self._app(scope, receive, send)  # type: ignore[arg-type]  # plain dictionaries are what it takes
        return bytes(body) if status == 200 else None  # noqa: PLR2004 - OK


def _is_page(address: str) -> bool:
    return PurePosixPath(urlsplit(address).path).suffix not in _TYPES


def _links(data: bytes) -> list[str]:
    found = (unescape(link).partition("#")[0] for _, link in _LINK.findall(data.decode()))
    return list(dict.fromkeys(link for link in found if link.startswith("/")))


def _from(here: PurePosixPath, file: str) -> str:
    """Return the way from a folder to a file.

    Example:
        >>> _from(PurePosixPath("id"), "q/a.html")
        '../q/a.html'
    """
    up = "../" * (0 if str(here) == "." else len(here.parts))
    return f"{up}{file}"
