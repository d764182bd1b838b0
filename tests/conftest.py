"""What all tests share: an invented project to work on, and the command line, called in this process.

Of several processes that run tests, each engine on a network gets one: it starts once, and is loaded once.
"""

from __future__ import annotations

import re
import shutil
import signal
import sys
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
LONG = ("virtuoso", "tests/web/test_browser.py", "fuseki", "oxigraph", "tests/test_queries.py")
"""What takes longest, so that it begins first and no process waits for another at the end."""


def _scope(nodeid: str) -> str:
    found = _ENGINE.search(nodeid)
    return found[1] if found else nodeid.partition("::")[0]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long tests first."""
    places = {scope: place for place, scope in enumerate(LONG)}
    items.sort(key=lambda item: places.get(_scope(item.nodeid), len(LONG)))


class _ModuleByModule(LoadScopeScheduling):
    """Gives each process a module at a time, or all tests of an engine, in their order.

    One test at a time would keep the process that gives them out as busy as those that run them.
    """

    def _split_scope(self, nodeid: str) -> str:
        return _scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Say how tests are distributed over processes."""
    config.option.loadscopereorder = False
    return _ModuleByModule(config, log)


@dataclass(frozen=True)
class Outcome:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session", autouse=True)
def _same_package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let processes that tests start import the package that the tests import, from any folder.

    Where compiled modules may not be kept beside the sources, they are kept for this run: hundreds of
    processes would each compile the package anew.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(kgtools.__file__).parents[1]))
        if sys.dont_write_bytecode:
            patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
            patch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path_factory.getbasetemp().parent / "compiled"))
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
