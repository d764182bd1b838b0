"""What relations are called that have no name of their own: by those they join."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.query.entity import describe
from kgtools.terms import RDF, NamedNode

if TYPE_CHECKING:
    from kgtools.graph import Graph
    from kgtools.terms import Term


def title(graph: Graph, node: Term, *, besides: Term | None = None) -> str:
    """Return the name of a thing; of a relation, the names of the things it joins.

    Args:
        graph: Where it is.
        node: The thing.
        besides: A thing that goes without saying: the one whose page it is on.

    Where nothing is joined, it is what :func:`kgtools.query.entity.describe` says.
    """
    labels, project = graph.labels, graph.project
    if not isinstance(node, NamedNode) or labels.given(node):
        return labels.of(node)
    roles = project.roles
    said = {RDF["type"], roles.source, roles.claimant, roles.status}
    joined = [
        quad.object
        for quad in graph.dataset.store.match(node)
        if isinstance(quad.object, NamedNode)
        and quad.predicate not in said
        and quad.object.value.startswith(project.base)
        and quad.object != besides
    ]
    names = sorted({labels.of(each) for each in joined if labels.given(each)})
    if roles.statement and any(True for _ in graph.dataset.store.match(node, roles.statement)):
        names = []
    return ", ".join(names) or describe(graph.dataset, labels, node)


def kind(graph: Graph, node: Term) -> str:
    """Return the classes of a thing, in words."""
    if not isinstance(node, NamedNode):
        return ""
    return ", ".join(graph.labels.of(cls) for cls in graph.labels.types(node))
