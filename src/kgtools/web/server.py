"""Granian around the application: sockets, time limits of the head, the loop."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING

from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.server.embed import Server

from kgtools.errors import EngineError
from kgtools.web.app import application

if TYPE_CHECKING:
    from collections.abc import Callable

    from kgtools.web.state import State


def serve(state: State, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Answer requests until the process ends.

    Args:
        state: What to serve.
        host: Address to listen on.
        port: Port; 0 takes a free one.
        ready: Called with the server's address when it answers.

    Raises:
        EngineError: The port is taken, or the address is none of this machine.
    """
    asyncio.run(_serve(state, host, port, ready))


async def _serve(state: State, host: str, port: int, ready: Callable[[str], None]) -> None:
    port = _free_port(host, port)
    server = Server(
        application(state),
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        websockets=False,
        backpressure=state.limits.connections,
        http1_settings=HTTP1Settings(header_read_timeout=round(state.limits.header_seconds * 1000)),
        log_enabled=False,
    )
    running = asyncio.create_task(server.serve())
    ready(f"http://{host}:{port}")
    await running


def _free_port(host: str, port: int) -> int:
    """Return the port, or a free one for 0; granian itself ends without a word where it is taken."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            hint = "--port 0 takes a free one"
            raise EngineError(f"cannot listen on {host}:{port}: {error.strerror}", hint=hint) from None
        return int(probe.getsockname()[1])
