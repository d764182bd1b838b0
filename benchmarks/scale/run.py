"""Large projects: making a snapshot, opening it, and asking it, beside the bare engine on the same files.

Run: .venv/bin/python benchmarks/scale/run.py [--files 48 480] [--runs 3]

A made-up project of about 2,090 triples a file (480 files are a million triples). Every step is a process of
its own: CPU seconds of the process, seconds on the wall, and peak memory. A snapshot holds more than the bare
stores: date bounds, which are a fifth more triples here, an index of names, and packed copies of the files.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "locate"))
import project as made_up
from questions import LOOKUP, PREFIXES, QUESTIONS, TOML

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).resolve()


def step_bare_stream(folder: Path) -> None:
    """Load all files as one stream into a bare store on disk."""
    from pyoxigraph import RdfFormat, Store, parse

    shutil.rmtree(folder / "bare", ignore_errors=True)
    store = Store(str(folder / "bare"))
    files = sorted((folder / "data").glob("*.ttl"))
    store.bulk_extend(quad for path in files for quad in parse(path.read_bytes(), RdfFormat.TURTLE))
    store.flush()


def step_bare_files(folder: Path) -> None:
    """Load file by file, each into its named graph, into a bare store on disk."""
    from pyoxigraph import NamedNode, RdfFormat, Store

    shutil.rmtree(folder / "bare-files", ignore_errors=True)
    store = Store(str(folder / "bare-files"))
    for path in sorted((folder / "data").glob("*.ttl")):
        graph = NamedNode(f"https://example.org/id/graph/data/{path.stem}")
        store.bulk_load(path=str(path), format=RdfFormat.TURTLE, to_graph=graph)
    store.flush()


def step_memory(folder: Path) -> None:
    """Read all files into memory, as without a snapshot."""
    from kgtools import project
    from kgtools.dataset import Dataset

    Dataset(project.load(folder)._replace(snapshot_above=None)).store  # noqa: B018 - loaded when asked for


def step_questions(folder: Path) -> None:
    """Print the CPU seconds that each question takes through kgtools and bare, in turns, warm."""
    from pyoxigraph import Store

    from kgtools.graph import Graph

    graph, bare = Graph(folder), Store.read_only(str(folder / "bare"))
    found: dict[str, tuple[float, float, int]] = {}
    for name, text in QUESTIONS.items():
        query = PREFIXES + text
        mine: list[float] = []
        theirs: list[float] = []
        for _ in range(5):
            start = time.process_time()
            rows = len(graph.query(query))  # type: ignore[arg-type]  # a table
            mine.append(time.process_time() - start)
            start = time.process_time()
            other = len([tuple(solution) for solution in bare.query(query)])
            theirs.append(time.process_time() - start)
            if rows != other:
                sys.exit(f"{name}: {rows} rows through kgtools, {other} bare")
        found[name] = (min(mine), min(theirs), rows)
    print(json.dumps(found))


def measure(command: list[str]) -> tuple[float, float, float, str]:
    """Return CPU seconds, wall seconds and peak memory (MB) of a process, and what it printed."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    printed = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{command} failed")
    memory = usage.ru_maxrss / (1 if sys.platform == "darwin" else 1024)
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - start, memory, printed


def show(name: str, costs: Sequence[tuple[float, float, float, str]], note: str = "") -> float:
    """Print one line; return its CPU seconds."""
    cpu, wall, memory = (statistics.median(cost[column] for cost in costs) for column in range(3))  # type: ignore[type-var]
    print(f"{name:54} {cpu:8.2f} {wall:8.2f} {memory:8.0f}  {note}", flush=True)
    return float(cpu)


def run(folder: Path, runs: int) -> None:
    """Print the table of one size."""

    def step(name: str) -> tuple[float, float, float, str]:
        return measure([sys.executable, str(HERE), "--step", name, "--folder", str(folder)])

    def kg(*arguments: str) -> tuple[float, float, float, str]:
        return measure([str(Path(sys.executable).parent / "kg"), "-C", str(folder), *arguments])

    print(f"\n{'':54} {'CPU s':>8} {'wall s':>8} {'peak MB':>8}")

    def snapshot() -> tuple[float, float, float, str]:
        shutil.rmtree(folder / ".kg", ignore_errors=True)
        return kg(*lookup)  # the first question makes it

    lookup = ("query", "-q", LOOKUP)
    made = [[step("bare_files"), step("bare_stream"), snapshot()] for _ in range(runs)]
    by_file, stream, mine = zip(*made, strict=True)
    ratios = [
        statistics.median(own[0] / theirs[0] for own, theirs in zip(mine, bare, strict=True))
        for bare in (by_file, stream)
    ]
    show("bare pyoxigraph, bulk_load of each file to its graph", by_file)
    show("bare pyoxigraph, all files as one stream", stream)
    show(
        "kg query, cold, which makes the snapshot",
        mine,
        "{:.2f} x file by file, {:.2f} x one stream".format(*ratios),
    )
    show("kgtools, read into memory", [step("memory")])
    time.sleep(2.5)  # files just written are looked at again
    kg(*lookup)
    show("kg query, one thing, cold process", [kg(*lookup) for _ in range(runs)])
    part = next((folder / "data").glob("*.ttl"))
    before = part.read_text(encoding="utf-8")
    part.write_text(before.replace("no. 42", "no. 43"), encoding="utf-8")
    show("the same after one file changed", [kg(*lookup)])
    size = sum(path.stat().st_size for path in (folder / ".kg").rglob("*") if path.is_file())
    print(f"{'on disk: files, snapshot':54} {folder_size(folder / 'data'):8.0f} {size / 1e6:8.0f} MB")
    part.write_text(before, encoding="utf-8")
    questions: dict[str, tuple[float, float, int]] = json.loads(step("questions")[3])
    print(f"\n{'twelve questions, CPU ms':54} {'kgtools':>8} {'bare':>8} {'rows':>8}")
    for name, (mine, theirs, rows) in questions.items():
        print(f"{name:54} {mine * 1000:8.2f} {theirs * 1000:8.2f} {rows:8,}")
    ratio = statistics.geometric_mean(mine / theirs for mine, theirs, _ in questions.values())
    print(f"geometric mean of kgtools / bare: {ratio:.2f}")


def folder_size(folder: Path) -> float:
    """Return megabytes."""
    return sum(path.stat().st_size for path in folder.iterdir()) / 1e6


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--files", type=int, nargs="+", default=[48, 480])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--step", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        globals()[f"step_{options.step}"](options.folder)
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    load = os.getloadavg()[0]
    print(f"Python {platform.python_version()}, pyoxigraph {version('pyoxigraph')}, load {load:.1f}")
    for files in options.files:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "data").mkdir()
            made_up.write(folder / "data", files=files)
            (folder / "kg.toml").write_text(TOML, encoding="utf-8")
            print(f"\n{files} files, {folder_size(folder / 'data'):.0f} MB")
            run(folder, options.runs)


if __name__ == "__main__":
    main()
