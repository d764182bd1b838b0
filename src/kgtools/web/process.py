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


class Channel(asyncio.Protocol):
    """The server's end of the socket to a worker: one question at a time, one answer to each."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._transport: asyncio.Transport | None = None
        self.is_open = True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport (called by the loop)."""
        self._transport = transport  # type: ignore[assignment]  # of a stream socket

    def data_received(self, data: bytes) -> None:
        """Take a part of an answer (called by the loop)."""
        self._data += data
        if len(self._data) >= frames.LENGTH.size:
            (length,) = frames.LENGTH.unpack_from(self._data)
            if len(self._data) == frames.LENGTH.size + length and not self._answer.done():
                self._answer.set_result(frames.unpack(memoryview(self._data)[frames.LENGTH.size :]))

    def connection_lost(self, _exc: Exception | None) -> None:
        """Learn that the worker is gone (called by the loop)."""
        self.is_open = False
        if not self._answer.done():
            self._answer.set_exception(EOFError())
            self._answer.exception()  # whoever waits is told; whoever does not need not be

    def ask(self, question: object) -> None:
        """Send a question."""
        self._data.clear()
        if self._answer.done():
            self._answer = asyncio.get_running_loop().create_future()
        if self._transport is None or not self.is_open:
            self._answer.set_exception(EOFError())
        else:
            self._transport.write(frames.pack(question))

    async def answer(self, seconds: float) -> Any:
        """Return the answer.

        Raises:
            TimeoutError: It did not come in time.
            EOFError: The worker is gone.
        """
        late = asyncio.get_running_loop().call_later(seconds, self._give_up)
        try:
            return await self._answer
        finally:
            late.cancel()

    def _give_up(self) -> None:
        if not self._answer.done():
            self._answer.set_exception(TimeoutError())

    def close(self) -> None:
        """Hang up."""
        self.is_open = False
        if self._transport is not None:
            self._transport.close()


class Process:
    """One worker process.

    Attributes:
        is_slow: Whether its job takes long, so that it no longer counts among the quick ones.
    """

    def __init__(self, child: subprocess.Popen[bytes], channel: Channel) -> None:
        self._child, self._channel = child, channel
        self.is_slow = False
        self._is_late = False
        self._late: asyncio.TimerHandle | None = None

    @classmethod
    async def start(cls, folder: Path, memory: int) -> Process:
        """Return a worker that has opened the project in a folder.

        Raises:
            EngineError: It could not.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "kgtools.web.worker", str(folder), str(memory)]
            # Started from the thread of the event loop: a worker dies with the thread that started it. In a
            # group of its own, but in our session: Linux may share the processor among sessions, and then the
            # niceness of a process counts within its own alone.
            child = subprocess.Popen(  # noqa: ASYNC220, S603 - it takes milliseconds; our own module
                command, stdin=theirs.fileno(), stdout=subprocess.DEVNULL, process_group=0
            )
        try:
            _, channel = await asyncio.get_running_loop().create_unix_connection(Channel, sock=ours)
        except BaseException:
            child.kill()
            child.wait()
            raise
        process = cls(child, channel)
        try:
            await channel.answer(START_SECONDS)
        except (TimeoutError, EOFError):
            process.kill()
            raise EngineError("a worker could not open the project") from None
        except BaseException:  # nobody waits for it any more
            process.kill()
            raise
        return process

    @property
    def is_alive(self) -> bool:
        """Whether it can take a job."""
        return self._channel.is_open

    async def do(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], seconds: float) -> Any:
        """Return what a job returns. A worker that did not answer in time, or died, is killed.

        Raises:
            LimitError: It took more time or memory than allowed.
            EngineError: It crashed.
            KgError: What the job raised.
        """
        try:
            self._channel.ask((name, args, kwargs, seconds))
            status, value = await self._channel.answer(seconds)
        except TimeoutError:
            self.kill()
            hint = "ask for less, or run it on the command line with --timeout"
            raise LimitError(f"stopped after {seconds:g} s", hint=hint) from None
        except EOFError:
            self.kill()
            raise await self._death() from None
        except BaseException:  # nobody waits any more: it must not work on
            self.kill()
            raise
        if status == "failed":
            raise _error(value)
        return value

    def yield_processor(self, *, after: float) -> None:
        """Let quicker work go first, if the job still runs after some seconds."""
        self._late = asyncio.get_running_loop().call_later(after, self._yield)

    def _yield(self) -> None:
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._child.pid, _LATER)
            self._is_late = True

    def recover(self) -> bool:
        """Return whether it works at full speed again; only the administrator may give that back."""
        if self._late is not None:
            self._late.cancel()
        try:
            if self._is_late:
                os.setpriority(os.PRIO_PROCESS, self._child.pid, 0)
        except OSError:
            return False
        self.is_slow = self._is_late = False
        return True

    def kill(self) -> None:
        """End it now, whatever it does."""
        if self._late is not None:
            self._late.cancel()
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._child.pid, signal.SIGKILL)
        self._channel.close()
        reaping = asyncio.get_running_loop().run_in_executor(None, self._child.wait)
        reaping.add_done_callback(lambda _: None)

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
