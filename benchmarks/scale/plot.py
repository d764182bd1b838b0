"""Draw how engines grow with the size of a graph, from the figures that engines.py wrote.

Run: .venv/bin/python benchmarks/scale/plot.py FIGURES.jsonl [-o docs/images/scale.svg]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from matplotlib import pyplot as plt

TRIPLES_PER_FILE = 2_088
PANELS = (
    ("load", "cpu", "load, CPU s"),
    ("open", "cpu", "open and look one thing up, CPU s"),
    ("questions", "cpu", "twelve questions, CPU s"),
    ("validation", "cpu", "validation, CPU s"),
    ("questions", "peak", "peak memory, MB"),
    ("load", "disk", "on disk, MB"),
)


def main() -> None:
    """Draw a panel for each measure, with both axes logarithmic."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("figures", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("docs/images/scale.svg"))
    options = parser.parse_args()
    lines = [json.loads(line) for line in options.figures.read_text(encoding="utf-8").splitlines()]
    plt.rcParams.update({"svg.hashsalt": "scale", "font.size": 9})
    figure, axes = plt.subplots(2, 3, figsize=(10, 5.6), layout="constrained")
    for axis, (step, measure, title) in zip(axes.flat, PANELS, strict=True):
        for number, engine in enumerate(dict.fromkeys(line["engine"] for line in lines)):
            points = sorted(_points([line for line in lines if line["engine"] == engine], step, measure))
            if points:
                axis.plot(*zip(*points, strict=True), f"C{number}o-", label=engine)
        axis.set(xscale="log", yscale="log", title=title, xlabel="triples")
        axis.grid(visible=True, alpha=0.3)
    handles, labels = axes.flat[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=len(labels), frameon=False)
    figure.savefig(options.output, metadata={"Date": None})


def _points(lines: list[dict[str, Any]], step: str, measure: str) -> list[tuple[int, float]]:
    found = {}
    for line in lines:
        cost = line["steps"].get(step, {})
        value = cost.get(measure)
        if step == "questions" and measure == "cpu" and value is not None:
            value = sum(seconds for seconds, _ in cost["said"].values())
        if value:
            found[line["files"] * TRIPLES_PER_FILE] = value
    return list(found.items())


if __name__ == "__main__":
    main()
