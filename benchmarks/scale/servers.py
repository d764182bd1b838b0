"""Engines on a network for the benchmarks of scale: bulk load, start, CPU and memory of their processes."""

from __future__ import annotations

import os
import resource
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.error import URLError
from urllib.request import urlopen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PATIENCE = 300.0
SHOWN = 300  # characters of a log
TICKS = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """Return a port of loopback that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class ServerError(Exception):
    """An engine does not start, or does not load."""


class Server:
    """An engine that answers on loopback, with a folder of its own.

    Attributes:
        graph: The named graph that holds the facts; None is the default graph.
    """

    graph: ClassVar[str | None] = None

    def __init__(self, folder: Path, files: Sequence[Path]) -> None:
        self.folder, self.files, self.port = folder, files, free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where queries go."""
        return f"http://127.0.0.1:{self.port}/query"

    def missing(self) -> str:
        """Return what is not installed; nothing where all is there."""
        raise NotImplementedError

    def load(self, limit: float) -> dict[str, Any]:
        """Load the files by the engine's own bulk loader; return what it cost.

        Raises:
            ServerError: It failed, or took longer than the limit.
        """
        raise NotImplementedError

    def command(self) -> list[str]:
        """Return what starts it."""
        raise NotImplementedError

    @contextmanager
    def running(self) -> Iterator[None]:
        """Start it, wait until it answers, and end it.

        Raises:
            ServerError: It does not answer.
        """
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(self.command(), cwd=self.folder, stdout=log, stderr=log)
        try:
            self._wait()
            yield
        finally:
            self._process.terminate()
            try:
                self._process.wait(60)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def cpu(self) -> float:
        """Return the CPU seconds it used until now."""
        fields = self._proc("stat").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def peak(self) -> float:
        """Return the most memory it had, in MB."""
        line = next(line for line in self._proc("status").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024

    def _proc(self, name: str) -> str:
        pid = self._process.pid if self._process else "self"
        return Path(f"/proc/{pid}/{name}").read_text(encoding="utf-8")

    def _wait(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while self._process and self._process.poll() is None and time.monotonic() < deadline:
            try:
                urlopen(f"{self.address}?query=ASK%7B%7D", timeout=PATIENCE).close()  # noqa: S310 - loopback
            except (URLError, OSError):
                time.sleep(0.05)
            else:
                return
        raise ServerError(f"it does not answer: {self._log()}")

    def _log(self) -> str:
        return " ".join((self.folder / "log").read_text(errors="replace")[-SHOWN:].split())

    def _run(self, command: list[str], limit: float) -> dict[str, Any]:
        """Run a loader to its end; return what it cost."""
        start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        with (self.folder / "log").open("ab") as log:
            try:
                subprocess.run(command, cwd=self.folder, stdout=log, stderr=log, check=True, timeout=limit)
            except subprocess.TimeoutExpired:
                raise ServerError(f"over {limit:g} s") from None
            except subprocess.CalledProcessError as error:
                raise ServerError(f"status {error.returncode}: {self._log()}") from None
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return {"cpu": cpu, "wall": time.perf_counter() - start}


class Oxigraph(Server):
    """The oxigraph server, a development dependency."""

    _program = Path(sys.executable).parent / "oxigraph"

    def missing(self) -> str:
        """Return what is not installed."""
        return "" if self._program.exists() else "the package oxigraph"

    def load(self, limit: float) -> dict[str, Any]:
        """Load all files in one run."""
        names = [part for path in self.files for part in ("--file", str(path))]
        return self._run([str(self._program), "load", "--location", "db", *names], limit)

    def command(self) -> list[str]:
        """Return what starts it."""
        bind = f"127.0.0.1:{self.port}"
        return [str(self._program), "serve-read-only", "--location", "db", "--bind", bind]


class Fuseki(Server):
    """Apache Jena Fuseki over TDB2; its JAR file has the loader, too."""

    @property
    def address(self) -> str:
        """Where queries go."""
        return f"http://127.0.0.1:{self.port}/facts/query"

    def missing(self) -> str:
        """Return what is not installed."""
        jar = Path(os.environ.get("KG_FUSEKI", ""))
        return "" if jar.is_file() and shutil.which("java") else "Java, or the JAR file that KG_FUSEKI names"

    def load(self, limit: float) -> dict[str, Any]:
        """Load all files in one run."""
        return self._run([*self._java("tdb2.tdbloader"), "--loc=db", *map(str, self.files)], limit)

    def command(self) -> list[str]:
        """Return what starts it."""
        options = ["--port", str(self.port), "--localhost", "--tdb2", "--loc=db", "/facts"]
        return [*self._java("org.apache.jena.fuseki.main.cmds.FusekiMainCmd"), *options]

    def _java(self, name: str) -> list[str]:
        return ["java", "-Xmx3g", "-cp", os.environ["KG_FUSEKI"], name]


class Virtuoso(Server):
    """Virtuoso as Debian has it, with buffers for about 2 GB."""

    graph = "urn:x-scale:facts"

    @property
    def address(self) -> str:
        """Where queries go."""
        return f"http://127.0.0.1:{self.port}/sparql"

    def missing(self) -> str:
        """Return what is not installed."""
        return "" if shutil.which("virtuoso-t") and shutil.which("isql-vt") else "virtuoso-opensource"

    def load(self, limit: float) -> dict[str, Any]:
        """Load all files by ld_dir and rdf_loader_run, and write a checkpoint."""
        self._sql_port = free_port()
        settings = VIRTUOSO.format(port=self.port, sql=self._sql_port, files=self.files[0].parent)
        (self.folder / "virtuoso.ini").write_text(settings, encoding="utf-8")
        steps = (
            f"ld_dir('{self.files[0].parent}', '*.ttl', '{self.graph}');",
            "rdf_loader_run();",
            "checkpoint;",
        )
        start = time.perf_counter()
        with self.running():
            for step in steps:
                self._run(["isql-vt", str(self._sql_port), "dba", "dba", f"exec={step}"], limit)
            return {"cpu": self.cpu(), "wall": time.perf_counter() - start, "peak": self.peak()}

    def command(self) -> list[str]:
        """Return what starts it."""
        return ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"]


VIRTUOSO = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
DirsAllowed = ., {files}
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 1000000
"""
SERVERS: dict[str, type[Server]] = {"oxigraph": Oxigraph, "virtuoso": Virtuoso, "fuseki": Fuseki}
