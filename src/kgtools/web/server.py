"""Granian around the application: sockets, time limits of the head, the loop."""

from __future__ import annotations

import asyncio
import errno
import socket
import sys
from typing import TYPE_CHECKING, NamedTuple

from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.server.embed import Server

from kgtools.errors import EngineError
from kgtools.web.app import application
from kgtools.web.security import Policy

if TYPE_CHECKING:
    from collections.abc import Callable

    from kgtools.web.state import State


_PAUSE = 0.01
_TURN = 0.0005  # seconds that a page may keep Python from the loop, which hands out all answers


class Door(NamedTuple):
    """Where a server listens, and for whom.

    Attributes:
        host: Address to listen on.
        port: Port; 0 takes a free one.
        names: Further names that the server is known by.
        token: What every request has to bring; "" asks for none.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    names: tuple[str, ...] = ()
    token: str = ""

    def policy(self, url: int) -> Policy:
        """Return who may ask; with a token, under any name."""
        return Policy(frozenset(), self.token, url) if self.token else Policy.local(self.port, self.names)


def serve(state: State, door: Door, ready: Callable[[str], None]) -> None:
    """Answer requests until the process ends.

    Args:
        state: What to serve.
        door: Where, and for whom.
        ready: Called with the server's address when it answers.

    Raises:
        EngineError: The port is taken, or the address is none of this machine.
    """
    sys.setswitchinterval(_TURN)
    asyncio.run(_serve(state, door, ready))


async def _serve(state: State, door: Door, ready: Callable[[str], None]) -> None:
    door = door._replace(port=_free_port(door.host, door.port))
    server = Server(
        application(state, door.policy(state.limits.url)),
        address=door.host,
        port=door.port,
        interface=Interfaces.ASGI,
        websockets=False,
        backpressure=state.limits.connections,
        http1_settings=HTTP1Settings(header_read_timeout=round(state.limits.header_seconds * 1000)),
        log_enabled=False,
    )
    running = asyncio.create_task(server.serve())
    await _listening(door)
    ready(f"http://{door.host}:{door.port}")
    await running


async def _listening(door: Door) -> None:
    """Wait until the server takes connections."""
    while True:
        try:
            _, writer = await asyncio.open_connection(door.host, door.port)
        except OSError:
            await asyncio.sleep(_PAUSE)
        else:
            writer.close()
            return


def _free_port(host: str, port: int) -> int:
    """Return the port, or a free one for 0; granian itself ends without a word where it is taken."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            is_taken = error.errno in {errno.EADDRINUSE, errno.EACCES}
            hint = "--port 0 takes a free one" if is_taken else "--host names an address of this machine"
            raise EngineError(f"cannot listen on {host}:{port}: {error.strerror}", hint=hint) from None
        return int(probe.getsockname()[1])
