"""What all tests share: an invented project to work on, and the command line, called in this process.

Of several processes that run tests, each engine on a network gets one: it starts once, and is loaded once.
"""

from __future__ import annotations

import re
import shutil
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

import kgtools
from kgtools.cli import main
from kgtools.errors import KgError
from kgtools.graph import Graph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xdist.remote import Producer

# How long an example takes says something about the machine, not about the code. The same examples
# every time make a failure repeatable; --hypothesis-profile=explore looks for new ones.
settings.register_profile("kgtools", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None)
settings.load_profile("kgtools")

ROOT = Path(__file__).resolve().parents[1]
ORCHESTRA = Path(__file__).parent / "fixtures" / "orchestra"
_ENGINE = re.compile(r"tests/remote/.*\[(oxigraph|fuseki|virtuoso)\b")


class _EngineByEngine(LoadScopeScheduling):
    """Gives tests to processes one by one, but all tests of an engine to one of them."""

    def _split_scope(self, nodeid: str) -> str:
        found = _ENGINE.search(nodeid)
        return found[1] if found else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Say how tests are distributed over processes."""
    return _EngineByEngine(config, log)


@dataclass(frozen=True)
class Outcome:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session", autouse=True)
def _same_package() -> Iterator[None]:
    """Let processes that tests start import the package that the tests import, from any folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(kgtools.__file__).parents[1]))
        yield


@pytest.fixture(scope="session", autouse=True)
def _interruptible() -> None:
    """Let Ctrl-C reach the processes that tests start: those of a job in the background ignore it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository, which is the bundled project."""
    return ROOT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the invented project, to be changed at will."""
    return Path(shutil.copytree(ORCHESTRA, tmp_path / "orchestra"))


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The invented project, opened; nobody writes into it."""
    return Graph(shutil.copytree(ORCHESTRA, tmp_path_factory.mktemp("shared") / "orchestra"))


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The repository's own graph, opened from a copy, so that no cache lands in the tree."""
    copy = tmp_path_factory.mktemp("bundled")
    for name in ("ontology", "data", "queries"):
        shutil.copytree(ROOT / name, copy / name)
    shutil.copytree(ROOT / "tests" / "queries", copy / "tests" / "queries")
    shutil.copy(ROOT / "kg.toml", copy)
    return Graph(copy)


@pytest.fixture
def kg(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Return a function that runs ``kg`` in this process, as ``main`` does but for the ending of it."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "200")

    def run(*args: str | Path, stdin: str | None = None) -> Outcome:
        done = CliRunner().invoke(main.kg, [str(arg) for arg in args], input=stdin, prog_name="kg")
        if isinstance(done.exception, KgError):
            with CliRunner().isolation() as (_, err, _out):
                main.report(done.exception)
                complaint = err.getvalue().decode()
            return Outcome(done.exception.exit_code, done.stdout, done.stderr + complaint)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Outcome(done.exit_code, done.stdout, done.stderr)

    return run
