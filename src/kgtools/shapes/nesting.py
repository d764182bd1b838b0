"""How shapes refer to each other: in circles, or too deep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.shapes.checks import references
from kgtools.terms import NamedNode, Subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgtools.shapes.findings import Findings
    from kgtools.shapes.model import Shapes

# Evaluation and queries follow references by recursion; about 100 levels overflow the interpreter's stack.
_DEEPEST = 64


def find_recursion(shapes: Shapes, findings: Findings) -> None:
    """Find shapes that refer to each other in a circle, and shapes that nest too deep.

    Circles are KG604: SHACL 3.4.3 leaves their meaning open. Nesting deeper than 64 levels is KG606, once.

    Args:
        shapes: The shapes.
        findings: Collects what is found.
    """
    levels: dict[Subject, int] = {}
    for start in shapes.by_node:
        if start not in levels:
            for cycle in _walk(shapes, start, levels):
                shown = " -> ".join(findings.show(member) for member in cycle)
                findings.add("KG604", f"the shapes are recursive: {shown}", _named(cycle))
    too_deep = next((node for node, level in levels.items() if level > _DEEPEST), None)
    if too_deep is not None:
        findings.add("KG606", f"the shapes nest deeper than {_DEEPEST} levels", too_deep)


def _walk(shapes: Shapes, start: Subject, levels: dict[Subject, int]) -> Iterator[list[Subject]]:
    """Note how deep each shape nests that one leads to, and yield the cycles on the way."""
    trail: dict[Subject, Iterator[Subject]] = {start: _used(shapes, start)}
    while trail:
        node = next(reversed(trail))
        following = next(trail[node], None)
        if following is None:
            del trail[node]
            levels[node] = 1 + max((levels.get(used, 0) for used in _used(shapes, node)), default=0)
        elif following in trail:
            nodes = list(trail)
            yield [*nodes[nodes.index(following) :], following]
        elif following not in levels:
            trail[following] = _used(shapes, following)


def _named(cycle: Iterable[Subject]) -> Subject:
    nodes = list(cycle)
    return next((node for node in nodes if isinstance(node, NamedNode)), nodes[0])


def _used(shapes: Shapes, node: Subject) -> Iterator[Subject]:
    shape = shapes.by_node.get(node)
    return (used for check in (shape.checks if shape else ()) for used in references(check))
