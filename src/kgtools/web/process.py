"""A worker as the server sees it: starting it, giving it a job, killing it."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from kgtools import errors
from kgtools.errors import EngineError, KgError, LimitError
from kgtools.web import frames

if TYPE_CHECKING:
    from pathlib import Path

START_SECONDS: Final = 120.0
_CLASSES: Final = {name: kind for name, kind in vars(errors).items() if isinstance(kind, type)}
_LATER: Final = 10  # niceness of a job that takes long


class Process:
    """One worker process.

    Attributes:
        is_slow: Whether its job takes long, so that it no longer counts among the quick ones.
    """

    def __init__(
        self, child: subprocess.Popen[bytes], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._child, self._reader, self._writer = child, reader, writer
        self.is_slow = False
        self._is_late = self._is_killed = False

    @classmethod
    async def start(cls, folder: Path, memory: int) -> Process:
        """Return a worker that has opened the project in a folder.

        Raises:
            EngineError: It could not.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "kgtools.web.worker", str(folder), str(memory)]
            # Started from the thread of the event loop: a worker dies with the thread that started it.
            child = subprocess.Popen(command, stdin=theirs.fileno(), stdout=subprocess.DEVNULL)  # noqa: ASYNC220, S603 - it takes milliseconds; our own module
        try:
            process = cls(child, *await asyncio.open_unix_connection(sock=ours))
        except BaseException:
            child.kill()
            child.wait()
            raise
        try:
            async with asyncio.timeout(START_SECONDS):
                await process._receive()
        except (TimeoutError, OSError, asyncio.IncompleteReadError):
            process.kill()
            raise EngineError("a worker could not open the project") from None
        except BaseException:  # nobody waits for it any more
            process.kill()
            raise
        return process

    @property
    def is_alive(self) -> bool:
        """Whether it can take a job."""
        return not self._is_killed and not self._reader.at_eof()

    async def do(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], seconds: float) -> Any:
        """Return what a job returns. A worker that did not answer in time, or died, is killed.

        Raises:
            LimitError: It took more time or memory than allowed.
            EngineError: It crashed.
            KgError: What the job raised.
        """
        try:
            async with asyncio.timeout(seconds):
                self._writer.write(frames.pack((name, args, kwargs, seconds)))
                status, value = await self._receive()
        except TimeoutError:
            self.kill()
            hint = "ask for less, or run it on the command line with --timeout"
            raise LimitError(f"stopped after {seconds:g} s", hint=hint) from None
        except (OSError, asyncio.IncompleteReadError):
            self.kill()
            raise await self._death() from None
        except BaseException:  # nobody waits any more: it must not work on
            self.kill()
            raise
        if status == "failed":
            raise _error(value)
        return value

    def yield_processor(self) -> None:
        """Let quicker work go first from now on."""
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._child.pid, _LATER)
            self._is_late = True

    def recover(self) -> bool:
        """Return whether it works at full speed again; only the administrator may give that back."""
        try:
            if self._is_late:
                os.setpriority(os.PRIO_PROCESS, self._child.pid, 0)
        except OSError:
            return False
        self.is_slow = self._is_late = False
        return True

    def kill(self) -> None:
        """End it now, whatever it does."""
        self._is_killed = True
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._child.pid, signal.SIGKILL)
        with suppress(ProcessLookupError):
            self._child.kill()  # where it has not yet a group of its own
        self._writer.close()
        reaping = asyncio.get_running_loop().run_in_executor(None, self._child.wait)
        reaping.add_done_callback(lambda _: None)

    async def _receive(self) -> Any:
        (length,) = frames.LENGTH.unpack(await self._reader.readexactly(frames.LENGTH.size))
        return frames.unpack(await self._reader.readexactly(length))

    async def _death(self) -> KgError:
        code = await asyncio.to_thread(self._child.wait)
        if code in (-signal.SIGABRT, -signal.SIGKILL, -signal.SIGXCPU):  # the allocator aborts
            hint = "ask for less at once"
            return LimitError("stopped: it needs more memory or time than a query may take", hint=hint)
        return EngineError("the engine crashed on this query", hint="simplify it")


def _error(value: tuple[str, str, str | None, Any, str]) -> KgError:
    kind, message, hint, location, code = value
    found: type[KgError] = _CLASSES.get(kind, KgError)
    return found(message, hint=hint, location=location, code=code)
