"""Every shape has valid and invalid cases, and every constraint an invalid one."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kgtools import cases, project
from kgtools.dataset import Dataset
from kgtools.shapes import show_path
from kgtools.shapes.checks import PropertyCheck, component_of
from kgtools.shapes.findings import Findings
from kgtools.shapes.graph import Graph
from kgtools.shapes.read import read_shapes
from kgtools.terms import SH, NamedNode, local_name

if TYPE_CHECKING:
    from kgtools.shapes.model import Shape, Shapes

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "shapes"
PROJECT = project.load(ROOT)
SPARQL = PROJECT.prefixes.show(SH["SPARQLConstraintComponent"])


def _read() -> Shapes:
    findings = Findings(PROJECT.prefixes)
    shapes = read_shapes(Graph(Dataset(PROJECT).shapes), findings)
    assert not findings.fatal
    return shapes


SHAPES = _read()
TARGETED = {
    local_name(shape.node.value): shape for shape in SHAPES.targeted() if isinstance(shape.node, NamedNode)
}


def _constraints(shape: Shape) -> Counter[tuple[str, str]]:
    """Return path and component of each constraint of a shape and of its property shapes."""
    path = "" if shape.path is None else show_path(shape.path, PROJECT.prefixes)
    found: Counter[tuple[str, str]] = Counter()
    for check in shape.checks:
        if isinstance(check, PropertyCheck):
            found += _constraints(SHAPES.by_node[check.shape])
        else:
            component = component_of(check)
            assert isinstance(component, NamedNode)
            found[path, PROJECT.prefixes.show(component)] += 1
    return found


def _expected(shape: str) -> Counter[tuple[str, str]]:
    """Return in how many files of a shape a result of this path and component is expected."""
    found: Counter[tuple[str, str]] = Counter()
    for file in (CASES / shape).glob("invalid-*.ttl"):
        found.update({(path, component) for _, path, component, _ in cases._expected(file)})
    return found


@pytest.mark.parametrize("shape", sorted(TARGETED))
def test_a_shape_has_valid_and_invalid_cases(shape: str) -> None:
    names = [path.name for path in (CASES / shape).glob("*.ttl")]
    assert any(name.startswith("valid-") for name in names)
    assert any(name.startswith("invalid-") for name in names)
    assert all(name.startswith(("valid-", "invalid-")) for name in names)


@pytest.mark.parametrize("shape", sorted(TARGETED))
def test_each_constraint_has_an_invalid_case(shape: str) -> None:
    declared, expected = _constraints(TARGETED[shape]), _expected(shape)
    plain = {found: count for found, count in declared.items() if found[1] != SPARQL}
    missing = {found: count for found, count in plain.items() if not expected[found]}
    assert missing == {}
    # A SPARQL constraint may name the path of each result itself, so these are only counted.
    queries = sum(count for (_, component), count in declared.items() if component == SPARQL)
    assert queries <= sum(count for (_, component), count in expected.items() if component == SPARQL)


def test_each_folder_of_cases_belongs_to_a_shape() -> None:
    assert {path.name for path in CASES.iterdir() if path.is_dir()} <= set(TARGETED)


def test_each_shape_says_what_a_person_needs() -> None:
    graph = Graph(Dataset(PROJECT).shapes)
    named = [shape for shape in SHAPES.by_node.values() if isinstance(shape.node, NamedNode)]
    assert len(named) > 200
    nameless = [shape.node.value for shape in named if not list(graph.objects(shape.node, SH["name"]))]
    assert nameless == []
    speechless = [
        shape.node.value
        for shape in named
        if shape.path is not None and shape.checks and not shape.messages and not _speaks(shape)
    ]
    assert speechless == []
    silent = [shape.node.value for shape in named if not list(graph.objects(shape.node, SH["severity"]))]
    assert silent == []


def _speaks(shape: Shape) -> bool:
    """Return whether each of a shape's constraints is a query with a message of its own."""
    return all(getattr(check, "query", None) and check.query.messages for check in shape.checks)  # type: ignore[union-attr]
