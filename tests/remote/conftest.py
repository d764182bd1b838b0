"""Real engines on loopback, each loaded with the bundled project by ``kg push``.

Where one is not installed its tests skip and say why, unless ``KG_REQUIRE_ENGINES`` is set.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from kgtools.errors import KgError
from kgtools.graph import Graph
from kgtools.pushing import push
from kgtools.store.dialects import Address
from kgtools.store.endpoint import Endpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE = 120.0


class Engine(NamedTuple):
    """A running engine."""

    name: str
    address: Address


def free_port() -> int:
    """Return a port of loopback that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def missing(what: str) -> None:
    """Skip, or fail where engines have to be there."""
    if os.environ.get("KG_REQUIRE_ENGINES"):
        pytest.fail(f"{what} is not installed")
    pytest.skip(f"{what} is not installed")


def oxigraph(_folder: Path, port: int) -> tuple[list[str], str]:
    """Return the command of the oxigraph server, a development dependency, and its address."""
    program = Path(sys.executable).parent / "oxigraph"
    if not program.exists():
        missing("the package oxigraph")
    return [str(program), "serve", "-b", f"127.0.0.1:{port}"], f"http://127.0.0.1:{port}/query"


def fuseki(_folder: Path, port: int) -> tuple[list[str], str]:
    """Return the command of Apache Jena Fuseki, whose JAR file ``KG_FUSEKI`` names, and its address."""
    jar, java = os.environ.get("KG_FUSEKI", ""), shutil.which("java")
    if java is None or not Path(jar).is_file():
        missing("Fuseki: Java, and a JAR file named by KG_FUSEKI")
    options = ["--port", str(port), "--localhost", "--mem", "--update", "/facts"]
    brief = ["-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]  # less work in its first minutes
    return [str(java), *brief, "-jar", jar, *options], f"http://127.0.0.1:{port}/facts/query"


def virtuoso(folder: Path, port: int) -> tuple[list[str], str]:
    """Return the command of Virtuoso, Debian's virtuoso-opensource, and its address."""
    program = shutil.which("virtuoso-t")
    if program is None:
        missing("virtuoso-opensource")
    settings = VIRTUOSO.format(port=port, other=free_port())
    (folder / "virtuoso.ini").write_text(settings, encoding="utf-8")
    command = [str(program), "+foreground", "+configfile", "virtuoso.ini"]
    return command, f"http://127.0.0.1:{port}/sparql"


# As Debian has it, but for the folder, the ports and the memory: 10,000 rows at most.
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
ServerPort = 127.0.0.1:{other}
NumberOfBuffers = 20000
MaxDirtyBuffers = 12000
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 10000
"""
ENGINES: dict[str, Callable[[Path, int], tuple[list[str], str]]] = {
    "oxigraph": oxigraph,
    "fuseki": fuseki,
    "virtuoso": virtuoso,
}


@pytest.fixture(scope="session")
def _password() -> Iterator[None]:
    """The user that a new Virtuoso has; the other engines ask for none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KG_ENDPOINT_USER", "dba")
        patch.setenv("KG_ENDPOINT_PASSWORD", "dba")
        yield


@pytest.fixture(scope="session", params=ENGINES)
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, _password: None
) -> Iterator[Engine]:
    """An engine, empty; all tests share it."""
    folder = tmp_path_factory.mktemp(request.param)
    command, url = ENGINES[request.param](folder, free_port())
    address = Address(url)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        _wait(process, address, folder / "log")
        yield Engine(request.param, address)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        shutil.rmtree(folder)


def _wait(process: subprocess.Popen[bytes], address: Address, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            Endpoint(address).query("ASK {}", "application/sparql-results+json")
        except KgError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"the engine does not answer:\n{log.read_text(errors='replace')[-2000:]}")


@pytest.fixture(scope="session")
def pushed(engine: Engine, bundled: Graph) -> Engine:
    """The engine, loaded with the bundled project."""
    push(bundled.dataset, engine.address)
    return engine


@pytest.fixture(scope="session")
def distant(pushed: Engine, bundled: Graph) -> Graph:
    """The bundled project, asked on the engine."""
    return Graph(bundled.project.root, endpoint=pushed.address.query)
