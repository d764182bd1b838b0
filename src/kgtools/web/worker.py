"""A worker: a process that opens a frozen project and does one job after the other until it is killed.

Started as ``python -m kgtools.web.worker FOLDER LANGUAGE MEMORY``, with its socket as standard input.
It has little to break: no network where the system allows that, no files to write, bounded memory; it
dies with the server (design: safety, section 5).
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import socket
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from kgtools import workers
from kgtools.errors import KgError, LimitError
from kgtools.graph import Graph
from kgtools.web import frames, jobs

if TYPE_CHECKING:
    from typing import Any

_PR_SET_PDEATHSIG: Final = 1
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_FILES: Final = 256
_SPARE_SECONDS: Final = 5  # of processor time, beyond the limit that the server itself enforces


def main(folder: str, memory: int) -> None:
    """Open a project, say so, and do jobs until the server is gone.

    Args:
        folder: The frozen project.
        memory: Bytes that jobs may take beyond the open project.
    """
    connection = socket.socket(fileno=os.dup(0))
    _die_with_the_server()
    _leave_the_network()
    graph = Graph(folder)
    jobs.warm(graph)
    _limit(memory)
    with suppress(BrokenPipeError):  # a server that ended meanwhile needs none
        connection.sendall(frames.pack(("ready", graph.dataset.hash)))
    # The engine recurses as deep as a query nests: it needs a deep stack.
    workers.call(lambda: _work(graph, connection))


def _work(graph: Graph, connection: socket.socket) -> None:
    while True:
        try:
            name, args, kwargs, seconds = frames.receive(connection)
        except (EOFError, OSError):
            return
        _allow(seconds)
        connection.sendall(frames.pack(outcome(graph, name, args, kwargs)))


def outcome(graph: Graph, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[str, Any]:
    """Return what came of a job: ``done`` with its value, or ``failed`` with what the error says."""
    try:
        return "done", getattr(jobs, name)(graph, *args, **kwargs)
    except KgError as error:
        return "failed", told(error)
    except MemoryError:
        return "failed", told(LimitError("stopped: it needs more memory than a query may take"))
    except RecursionError:
        return "failed", told(LimitError("stopped: it nests deeper than can be worked on"))


def told(error: KgError) -> tuple[str, str, str | None, Any, str]:
    """Return an error as plain values."""
    return type(error).__name__, error.message, error.hint, error.location, error.code


def _die_with_the_server() -> None:
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died in between
            os.kill(os.getpid(), signal.SIGKILL)


def _leave_the_network() -> None:
    """Move into an empty network of its own; where the system does not allow it, nothing happens."""
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(_CLONE_NEWNET):
            libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def _limit(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_FILES, _FILES))
    if sys.platform == "linux":
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - no path to speak of
            pages = int(file.read().split()[0])
        most = pages * resource.getpagesize() + workers.STACK + memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _allow(seconds: float) -> None:
    """Allow the processor time of one job more, in case nobody is left to stop it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + seconds) + _SPARE_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
