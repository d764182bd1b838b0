"""Shapes judged where the facts are: the same violations as in memory."""

from __future__ import annotations

import io
import os
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pyoxigraph import Store

from kgtools import check, gate, remote_check
from kgtools.graph import Graph
from kgtools.pushing import push
from kgtools.shapes import judge
from kgtools.store.endpoint import Endpoint
from kgtools.store.remote import RemoteStore
from kgtools.terms import BlankNode, NamedNode, Quad

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Outcome
    from tests.remote.conftest import Engine

    from kgtools.project import Project
    from kgtools.shapes import Judgement

ROOT = Path(__file__).resolve().parents[2]
# Virtuoso 7 keeps one of two values that differ in spelling, as in these cases and the others; see docs/remote.md.
RESPELT = re.compile("as-text|with-time-zone|wrong-datatype|instant-without-zone")
CASES = NamedNode("urn:x-kgtools:cases")


def _cases(bundled: Graph, left_out: re.Pattern[str] | None) -> Iterator[Quad]:
    """Yield the ontology and the cases that violate a shape; blank nodes have no names on an endpoint."""
    for file in sorted(bundled.dataset.files, key=lambda file: file.name):
        if file.name.startswith("ontology/"):
            yield from file.quads()
    for path in sorted((ROOT / "tests" / "shapes").glob("*/invalid-*.ttl")):
        if left_out and left_out.search(path.stem):
            continue
        quads = list(gate.quads(path.read_bytes(), gate.format_of(path), name=path.name))
        if not any(isinstance(term, BlankNode) for quad in quads for term in quad.triple):
            yield from quads


def _found(judgement: Judgement) -> Counter[tuple[str, ...]]:
    assert judgement.judged
    return Counter(
        (str(v.focus_node), str(v.path), str(v.value), str(v.component), str(v.source_shape))
        for v in judgement.violations
    )


@pytest.mark.timeout(900)
def test_every_shape_finds_the_same(engine: Engine, bundled: Graph) -> None:
    here = Store()
    left_out = RESPELT if engine.name == "virtuoso" else None
    here.extend(Quad(*quad.triple) for quad in _cases(bundled, left_out))
    text = "".join(f"{quad.triple} .\n" for quad in here).encode()
    endpoint = Endpoint(engine.address)
    endpoint.update(f"DROP SILENT GRAPH {CASES}")  # Virtuoso asks for a password before it reads so much
    endpoint.put(CASES.value, io.BytesIO(text), len(text))
    there: Any = RemoteStore(endpoint, default=[CASES])
    wanted = _found(judge(here, bundled.dataset.shapes))
    assert len({shape for *_, shape in wanted}) > 100
    assert _found(judge(there, bundled.dataset.shapes)) == wanted
    endpoint.update(f"DROP SILENT GRAPH {CASES}")


def test_a_project_is_judged_where_it_is(kg: Callable[..., Outcome], engine: Engine, folder: Path) -> None:
    engagements = folder / "data" / "engagements.ttl"
    text = engagements.read_text(encoding="utf-8")
    engagements.write_text(text.replace("    dcterms:source id:doc-programme ;\n", "", 1), encoding="utf-8")
    project = Graph(folder).project
    push(Graph(folder).dataset, engine.address)
    _compare(Graph(folder, endpoint=engine.address.query), project)
    done = kg("-C", folder, "check", "--endpoint", engine.address.query)
    assert done.code == 1
    assert "Say where the fact comes from." in done.out
    done = kg("-C", folder, "check", "--endpoint", "project")
    assert done.code == 2
    assert "kg.toml names no endpoint" in done.err


@pytest.mark.skipif(not os.environ.get("KGTOOLS_NIGHTLY"), reason="takes minutes; set KGTOOLS_NIGHTLY")
@pytest.mark.timeout(900)
def test_the_bundled_project_is_judged_where_it_is(distant: Graph, bundled: Graph) -> None:
    _compare(distant, bundled.project)


def _compare(there: Graph, project: Project) -> None:
    """Make sure that shapes find on an engine what they find in the files."""
    report = remote_check.check(there)
    assert report.judged
    by_shapes = {d.message for d in check.check(project).diagnostics if d.shape}
    assert {d.message for d in report.diagnostics if d.shape} == by_shapes
    (note,) = (d for d in report.diagnostics if "contradictions by rules" in d.message)
    assert note.code == "KG613"
