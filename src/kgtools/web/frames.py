"""What server and workers say to each other: values, each with its length before it.

Both ends are our own, joined by a socket pair that nobody else has, so pickle is safe here.
"""

from __future__ import annotations

import pickle
import struct
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import socket

LENGTH: Final = struct.Struct(">Q")


def pack(value: object) -> bytes:
    """Return a value as one frame.

    Example:
        >>> unpack(pack(["a", 1])[LENGTH.size :])
        ['a', 1]
    """
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(data)) + data


def unpack(data: bytes | memoryview) -> Any:
    """Return the value of a frame's content."""
    return pickle.loads(data)  # noqa: S301 - see above


def receive(connection: socket.socket) -> Any:
    """Return the next value; blocks.

    Raises:
        EOFError: The other end is gone.
    """
    (length,) = LENGTH.unpack(_exactly(connection, LENGTH.size))
    return unpack(_exactly(connection, length))


def _exactly(connection: socket.socket, length: int) -> bytes:
    parts, missing = [], length
    while missing:
        part = connection.recv(min(missing, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
