"""Exports opened by the libraries of graph programs in JavaScript: Cytoscape.js and graphology."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from tests.conftest import ROOT

from kgtools.export import Format, Options, project_graph, render
from kgtools.export.layout import layout

if TYPE_CHECKING:
    from pathlib import Path

    from kgtools.dataset import Dataset

READERS = ROOT / "web" / "test" / "readers.mjs"
NODE = shutil.which("node")
IS_INSTALLED = all((ROOT / "web" / "node_modules" / name).is_dir() for name in ("cytoscape", "graphology"))
IS_REQUIRED = bool(os.environ.get("KG_REQUIRE_NODE"))


def _opened(path: Path, form: Format, data: bytes) -> Any:
    file = path / f"graph.{form.ending}"
    file.write_bytes(data)
    command = [str(NODE), str(READERS), form.value, str(file)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.mark.skipif(
    not IS_REQUIRED and not (NODE and IS_INSTALLED), reason="needs Node, and 'npm ci' in web/"
)
@pytest.mark.parametrize("form", [Format.CYJS, Format.GEXF, Format.GRAPHML])
def test_nodes_edges_labels_and_places_arrive(garden: Dataset, tmp_path: Path, form: Format) -> None:
    graph = project_graph(garden, Options())
    back = _opened(tmp_path, form, render(garden, form))
    assert {node[0]: node[1] for node in back["nodes"]} == {node.id: node.label for node in graph.nodes}
    ids = [edge[0] for edge in back["edges"]]
    assert len(ids) == len(set(ids))
    expected = Counter((edge.source, edge.target, edge.label) for edge in graph.edges)
    assert Counter(tuple(edge[1:]) for edge in back["edges"]) == expected
    across = {node: place[0] for node, place in layout(graph).items()}
    assert {node[0]: node[2] for node in back["nodes"]} == across
