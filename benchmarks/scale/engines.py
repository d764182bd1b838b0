"""The same facts, questions and shapes on all kinds of engines: load, cold open, questions, validation.

Run: .venv/bin/python benchmarks/scale/engines.py [--files 48 480] [--engines memory disk ...] [--to FILE]

480 files are a million triples. An engine that is not installed is left out with a word. CPU seconds are
those of the engine's own processes (of a validation on a server, also of ours), memory is the peak of the
largest of them; what takes longer than --limit seconds is stopped and printed as such. A run that was stopped
goes on where FILE ends, and `plot.py` draws the growth from FILE.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "locate"))
import project as made_up
from questions import LOOKUP, PREFIXES, QUESTIONS, SHAPES, TOML
from servers import SERVERS, Server, ServerError

from kgtools.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE = Path(__file__).resolve()
ENGINES = ("memory", "disk", "rdflib", *SERVERS)
RDFLIB_UP_TO = 480  # files: a million triples
STEPS = ("load", "open", "questions", "validation")
WORKERS = {
    "memory": STEPS[1:],
    "snapshot": STEPS[:1],
    "lookup": STEPS[1:2],
    "disk": STEPS[2:],
    "rdflib": STEPS[1:],
}
RUNS, ENOUGH = 10, 0.5  # a question is asked so often, or until it took so many CPU seconds


def worker_memory(folder: Path, took: Took) -> None:
    """Read the files into memory, ask and validate."""
    from kgtools.graph import Graph

    (folder / "kg.toml").write_text(TOML.replace("above_mb = 0", "enabled = false"), encoding="utf-8")
    graph = Graph(folder)
    took("open", lambda: len(graph.query(PREFIXES + LOOKUP)))  # type: ignore[arg-type]  # a table
    took("questions", lambda: _asked(graph.query))
    took("validation", lambda: _judged(graph.dataset.store.store))


def worker_snapshot(folder: Path, took: Took) -> None:
    """Make a snapshot."""
    from kgtools.graph import Graph

    took("load", lambda: Graph(folder).dataset.triples)


def worker_lookup(folder: Path, took: Took) -> None:
    """Open the snapshot and answer a lookup."""
    from kgtools.graph import Graph

    took("open", lambda: len(Graph(folder).query(PREFIXES + LOOKUP)))  # type: ignore[arg-type]  # a table


def worker_disk(folder: Path, took: Took) -> None:
    """Ask the snapshot, and validate it."""
    from kgtools.graph import Graph

    graph = Graph(folder)
    graph.query(PREFIXES + LOOKUP)
    took("questions", lambda: _asked(graph.query))
    took("validation", lambda: _judged(graph.dataset.store.store))


def worker_rdflib(folder: Path, took: Took) -> None:
    """Read the files with rdflib, ask it, and validate by pySHACL."""
    import pyshacl
    from rdflib import SH, Graph

    graph = Graph()

    def load() -> int:
        for path in sorted((folder / "data").glob("*.ttl")):
            graph.parse(path)
        return len(list(graph.query(PREFIXES + LOOKUP)))

    def validate() -> int:
        shapes = Graph().parse(data=SHAPES)
        report = pyshacl.validate(graph, shacl_graph=shapes, inplace=True)[1]
        return len(list(report.subjects(None, SH.ValidationResult)))  # type: ignore[union-attr,arg-type]

    took("open", load)
    took("questions", lambda: _asked(lambda text: list(graph.query(text))))
    took("validation", validate)


def _asked(query: Callable[[str], Any]) -> dict[str, Any]:
    """Return the CPU seconds of each question, the least of a few runs, and its rows."""
    found = {}
    for name, text in QUESTIONS.items():
        costs: list[float] = []
        while len(costs) < RUNS and sum(costs) < ENOUGH:
            start = time.process_time()
            rows = len(query(PREFIXES + text))
            costs.append(time.process_time() - start)
        found[name] = (min(costs), rows)
    return found


def _judged(store: Any) -> int:
    """Return how many results a validation has."""
    from pyoxigraph import RdfFormat, parse

    from kgtools.shapes import judge

    return len(judge(store, parse(SHAPES, RdfFormat.TURTLE)).violations)


class Took:
    """Runs the steps of a worker and prints a line for each: CPU and wall seconds, peak memory, what it gave.

    The first step counts from the start of the process.
    """

    def __init__(self, started: float) -> None:
        self._cpu, self._wall = 0.0, started

    def __call__(self, step: str, action: Callable[[], Any]) -> None:
        """Run one step."""
        said = action()
        cpu, wall, peak = time.process_time(), time.perf_counter(), _peak()
        print(json.dumps([step, Cost(cpu=cpu - self._cpu, wall=wall - self._wall, peak=peak, said=said)]))
        sys.stdout.flush()
        self._cpu, self._wall = time.process_time(), time.perf_counter()


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


class Cost(dict[str, Any]):
    """What a step took: CPU seconds, wall seconds, peak memory in MB, and what it gave."""


def run_embedded(engine: str, folder: Path, limit: float) -> dict[str, Cost]:
    """Return what each step of an embedded engine costs, its steps in processes of their own."""
    if engine != "disk":
        found = _work(engine, folder, limit)
        found.setdefault("load", found["open"])  # without a store on disk, to open is to load
        return found
    found = _work("snapshot", folder, limit)
    time.sleep(2.5)  # files just written are looked at again
    _work("lookup", folder, limit)
    found |= _work("lookup", folder, limit) | _work("disk", folder, limit)
    found["load"]["disk"] = _megabytes(folder / ".kg")
    return found


def _work(worker: str, folder: Path, limit: float) -> dict[str, Cost]:
    (folder / "kg.toml").write_text(TOML, encoding="utf-8")
    options = ["--worker", worker, "--folder", str(folder), "--started", str(time.perf_counter())]
    command = [sys.executable, str(HERE), *options]
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, timeout=limit, check=False)
    except subprocess.TimeoutExpired as error:
        printed, failed = error.stdout or b"", f"over {limit:g} s"
    else:
        printed, failed = done.stdout, f"status {done.returncode}"
    found = {step: Cost(cost) for step, cost in map(json.loads, printed.splitlines())}
    missing = {step: Cost(failed=failed) for step in WORKERS[worker] if step not in found}
    return found | missing


def run_server(server: Server, limit: float) -> dict[str, Cost]:
    """Return what each step of an engine on a network costs; after one that fails no other is tried."""
    found: dict[str, Cost] = {}
    try:
        found["load"] = Cost(server.load(limit))
        found["load"]["disk"] = _megabytes(server.folder)
        started = time.perf_counter()
        with server.running():
            found.update(_steps(server, started, limit))  # keeps those before one that fails
    except (KgError, ServerError) as error:
        found[STEPS[len(found)]] = Cost(failed=str(error)[:200])
    return found


def _steps(server: Server, started: float, limit: float) -> Iterator[tuple[str, Cost]]:
    """Yield the steps of a running engine."""
    from pyoxigraph import RdfFormat, parse

    from kgtools.shapes import judge
    from kgtools.store.dialects import Address
    from kgtools.store.endpoint import Endpoint
    from kgtools.store.remote import RemoteStore
    from kgtools.terms import NamedNode

    default = [NamedNode(server.graph)] if server.graph else []

    def store() -> Any:
        return RemoteStore(Endpoint(Address(server.address, seconds=limit)), default=default)

    def cost(cpu: float, said: Any = None) -> Cost:
        return Cost(cpu=cpu, wall=time.perf_counter() - started, peak=server.peak(), said=said)

    list(store().select(PREFIXES + LOOKUP).rows)
    yield "open", cost(server.cpu())

    started = time.perf_counter()
    with _within(limit):
        answers = _asked_server(server, store())
    yield "questions", cost(sum(seconds for seconds, _ in answers.values()), answers)

    started, before, own = time.perf_counter(), server.cpu(), time.process_time()
    with _within(limit):
        results = judge(store(), parse(SHAPES, RdfFormat.TURTLE))
    cpu = server.cpu() - before + time.process_time() - own
    yield "validation", cost(cpu, len(results.violations) if results.judged else "not judged, 0")


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    """Stop what takes longer: a step is many requests."""

    def stop(*_: object) -> None:
        raise ServerError(f"over {seconds:g} s")

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _asked_server(server: Server, store: Any) -> dict[str, tuple[float, int | str]]:
    """Return the CPU seconds that each question takes the engine, the mean of a few runs, and its rows."""
    answers: dict[str, tuple[float, int | str]] = {}
    for name, text in QUESTIONS.items():
        before, spent, runs = server.cpu(), 0.0, 0
        rows: int | str = 0
        while runs < RUNS and spent < ENOUGH and not isinstance(rows, str):
            try:
                rows = len(list(store.select(PREFIXES + text).rows))
            except KgError as error:  # what an engine cannot do is a result
                rows = str(error)[:80]
            runs, spent = runs + 1, server.cpu() - before
        answers[name] = (spent / runs, rows)
    return answers


def _megabytes(folder: Path) -> float:
    total = 0
    for path in folder.rglob("*"):
        with suppress(OSError):
            total += path.stat().st_size if path.is_file() else 0
    return total / 1e6


def show(engine: str, costs: dict[str, Cost]) -> None:
    """Print one engine's lines."""
    for step in STEPS:
        cost = costs.get(step, Cost(failed="not run"))
        if failed := cost.get("failed"):
            print(f"{engine:10} {step:11} {failed}", flush=True)
            continue
        cpu, said = cost["cpu"], cost.get("said")
        if step == "questions":
            cpu = sum(seconds for seconds, _ in said.values())
        note = f"disk {cost['disk']:.0f} MB" if "disk" in cost else ""
        note = f"{said} results" if step == "validation" else note
        peak = f"{cost['peak']:.0f}" if "peak" in cost else ""
        print(f"{engine:10} {step:11} {cpu:9.2f} {cost['wall']:9.2f} {peak:>8}  {note}".rstrip(), flush=True)


def show_questions(found: dict[str, dict[str, Cost]]) -> None:
    """Print the CPU milliseconds of each question on each engine, and where rows differ."""
    said = {e: c["questions"]["said"] for e, c in found.items() if c.get("questions", {}).get("said")}
    print(f"\n{'CPU ms':31}" + "".join(f"{engine:>11}" for engine in said))
    for name in QUESTIONS:
        cells = "".join(f"{answers[name][0] * 1000:11.1f}" for answers in said.values())
        rows = {str(answers[name][1]) for answers in said.values()}
        print(f"{name:31}{cells}  {'rows differ: ' + ', '.join(sorted(rows)) if len(rows) > 1 else ''}")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--files", type=int, nargs="+", default=[48, 480])
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES)
    parser.add_argument("--limit", type=float, default=900, help="seconds for a step")
    parser.add_argument(
        "--to", type=Path, help="file of JSON lines for the figures; what it has is not measured again"
    )
    parser.add_argument("--worker", choices=WORKERS, help=argparse.SUPPRESS)
    parser.add_argument("--started", type=float, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help="where files and stores go, and stay; by default nowhere")
    options = parser.parse_args()
    if options.worker:
        globals()[f"worker_{options.worker}"](options.folder, Took(options.started))
        return
    load = f"load {os.getloadavg()[0]:.1f}"
    print(f"Python {platform.python_version()}, pyoxigraph {version('pyoxigraph')}, {load}")
    for files in options.files:
        with tempfile.TemporaryDirectory() as name:
            folder = options.folder / str(files) if options.folder else Path(name)
            measure(files, folder, options)


def measure(files: int, folder: Path, options: argparse.Namespace) -> None:
    """Measure the engines on one size, but for those whose figures there are."""
    if not (folder / "data").exists():
        (folder / "data").mkdir(parents=True)
        made_up.write(folder / "data", files=files)
    print(f"\n{files} files, {_megabytes(folder / 'data'):.0f} MB")
    print(f"{'':22} {'CPU s':>9} {'wall s':>9} {'peak MB':>8}")
    known = _known(options.to, files)
    found = {}
    for engine in options.engines:
        if engine not in known and (missing := _missing(engine, files)):
            print(f"{engine:10} left out: {missing}")
            continue
        found[engine] = known.get(engine) or run(engine, folder, options.limit)
        show(engine, found[engine])
        if options.to and engine not in known:
            with options.to.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"files": files, "engine": engine, "steps": found[engine]}) + "\n")
    show_questions(found)


def run(engine: str, folder: Path, limit: float) -> dict[str, Cost]:
    """Return what each step of an engine costs; it begins with an empty store."""
    if engine not in SERVERS:
        shutil.rmtree(folder / ".kg", ignore_errors=True)
        return run_embedded(engine, folder, limit)
    server = _server(engine, folder)
    shutil.rmtree(server.folder, ignore_errors=True)
    server.folder.mkdir()
    costs = run_server(server, limit)
    shutil.rmtree(server.folder)
    return costs


def _server(engine: str, folder: Path) -> Server:
    return SERVERS[engine](folder / engine, sorted((folder / "data").glob("*.ttl")))


def _missing(engine: str, files: int) -> str:
    """Return why an engine is left out at a size; nothing where it is not."""
    if engine == "rdflib":
        return "" if files <= RDFLIB_UP_TO else f"measured up to {RDFLIB_UP_TO} files"
    return _server(engine, Path()).missing() if engine in SERVERS else ""


def _known(figures: Path | None, files: int) -> dict[str, dict[str, Cost]]:
    """Return what was measured of a size by an earlier run."""
    if figures is None or not figures.exists():
        return {}
    lines = map(json.loads, figures.read_text(encoding="utf-8").splitlines())
    return {
        line["engine"]: {step: Cost(cost) for step, cost in line["steps"].items()}
        for line in lines
        if line["files"] == files
    }


if __name__ == "__main__":
    main()
