"""Servers for the tests: real ones, each a process of its own, over a copy of the invented project."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from tests.conftest import ORCHESTRA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager


@dataclass(frozen=True)
class Server:
    """A running server."""

    address: str
    root: Path
    process: subprocess.Popen[str]

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def client(self, **options: object) -> httpx.Client:
        return httpx.Client(base_url=self.address, timeout=30, **options)  # type: ignore[arg-type]

    def memory(self) -> int:
        """Return the bytes that the main process holds."""
        statm = Path(f"/proc/{self.process.pid}/statm").read_text()
        return int(statm.split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def workers(self) -> list[int]:
        """Return the process numbers of its workers."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(word) for task in tasks for word in task.read_text().split()]

    def waits(self) -> dict[int, float]:
        """Return the seconds that each of its processes, and this one, has waited for a processor."""
        return {number: _waited(number) for number in (os.getpid(), self.process.pid, *self.workers())}


def _waited(process: int) -> float:
    found = 0.0
    for file in Path(f"/proc/{process}/task").glob("*/schedstat"):
        with suppress(OSError):  # it has just ended
            found += int(file.read_text().split()[1]) / 1e9
    return found


@contextmanager
def patience(server: Server, seconds: float) -> Iterator[None]:
    """Expect something within some seconds; what the processes had to wait for a busy machine does not count."""
    begun, before = time.monotonic(), server.waits()
    yield
    waited = sum(after - before.get(number, 0.0) for number, after in server.waits().items())
    assert time.monotonic() - begun - waited < seconds


@contextmanager
def serving(root: Path, *options: str) -> Iterator[Server]:
    """Run ``kg serve`` on a project and wait until it answers."""
    code = "from kgtools.cli.main import main; main()"
    command = [sys.executable, "-c", code, "-C", str(root), "serve", "--port", "0", *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=root)
    try:
        assert process.stderr is not None
        lines = []
        for line in process.stderr:
            lines.append(line)
            if found := re.search(r"pages +(http://[^/\s]+)", line):
                yield Server(found[1], root, process)
                break
        else:
            pytest.fail(f"no server: {lines}")
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        if process.stderr is not None:
            process.stderr.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over the invented project."""
    with serving(_copy(tmp_path_factory)) as running:
        yield running


@pytest.fixture(scope="session")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The same, where queries may take a second."""
    with serving(_copy(tmp_path_factory), "--timeout", "1") as running:
        yield running


def _copy(factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(ORCHESTRA, factory.mktemp("served") / "orchestra")


@pytest.fixture
def http(server: Server) -> Iterator[httpx.Client]:
    """A client of that server."""
    with server.client() as client:
        yield client


@pytest.fixture(scope="session")
def serve() -> Callable[..., AbstractContextManager[Server]]:
    """Start a server of one's own."""
    return serving
