"""Exports for graph programs at 100,000 triples, beside the time that reading the graph takes.

Run: .venv/bin/python benchmarks/export/run.py [--files 48] [--runs 3]

A made-up project of about 2,090 triples a file. Each format is a process of its own that reads the files and
writes the export to memory: CPU seconds of both steps, and memory before and after.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "locate"))
import project as made_up

from kgtools.export import Format, Options, render
from kgtools.graph import Graph

HERE = Path(__file__).resolve()
FORMATS = (Format.GRAPHML, Format.GEXF, Format.CYJS, Format.NEO4J, Format.DOT)
TOML = """base = "https://example.org/id/"
[prefixes]
id = "https://example.org/id/"
ex = "https://example.org/schema/"
[[time]]
start = "ex:date"
[bounds]
start_min = "ex:startMin"
start_max = "ex:startMax"
end_min = "ex:endMin"
end_max = "ex:endMax"
[snapshot]
enabled = false
[export.all]
nodes = ["ex:Event"]
"""


def step(folder: Path, form: Format) -> None:
    """Read, write, and print what both took."""
    begun = time.process_time()
    dataset = Graph(folder).dataset
    triples = len(dataset.store)
    read, before = time.process_time() - begun, _peak()
    begun = time.process_time()
    data = render(dataset, form, Options(profile="all"))
    written = time.process_time() - begun
    print(json.dumps([read, written, before, _peak(), triples, len(data)]))


def _peak() -> float:
    """Return megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--files", type=int, default=48)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--step", type=Format, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        step(options.folder, options.step)
        return
    print(
        f"Python {platform.python_version()}, pyoxigraph {version('pyoxigraph')}; medians of {options.runs}"
    )
    print(f"{'':10} {'triples':>8} {'read s':>7} {'write s':>8} {'ratio':>6} {'peak':>6} {'MB':>6}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "data").mkdir()
        made_up.write(folder / "data", files=options.files)
        (folder / "kg.toml").write_text(TOML, encoding="utf-8")
        for form in FORMATS:
            command = [sys.executable, str(HERE), "--step", form, "--folder", str(folder)]
            runs = [
                json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
                for _ in range(options.runs)
            ]
            read, written, before, after, triples, size = map(statistics.median, zip(*runs, strict=True))
            print(
                f"{form:10} {triples:8,.0f} {read:7.2f} {written:8.2f} {written / read:6.2f}"
                f" {after / before:6.2f} {size / 1e6:6.1f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
