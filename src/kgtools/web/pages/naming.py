"""What pages call things: relations by those they join, terms of the W3C by plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.query.entity import describe, own_name
from kgtools.terms import OWL, RDF, RDFS, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgtools.graph import Graph
    from kgtools.terms import Term

_WORDS: Final = {
    RDF["type"]: "type",
    RDFS["comment"]: "comment",
    RDFS["isDefinedBy"]: "is defined by",
    RDFS["label"]: "label",
    RDFS["seeAlso"]: "see also",
    OWL["AnnotationProperty"]: "Annotation property",
    OWL["Class"]: "Class",
    OWL["DatatypeProperty"]: "Datatype property",
    OWL["ObjectProperty"]: "Object property",
    OWL["Ontology"]: "Ontology",
    OWL["sameAs"]: "same as",
}
_UNTOLD: Final = OWL["NamedIndividual"]
"""A class of everything: it says nothing of a thing."""


def word(graph: Graph, term: Term) -> str:
    """Return what people call a term: its label, else a plain word for those that everybody uses."""
    if isinstance(term, NamedNode) and term in _WORDS and not graph.labels.given(term):
        return _WORDS[term]
    return graph.labels.of(term)


def title(graph: Graph, node: Term, *, besides: Term | None = None) -> str:
    """Return the name of a thing; of a relation, the names of the things it joins.

    Args:
        graph: Where it is.
        node: The thing.
        besides: A thing that goes without saying: the one whose page it is on.

    Where it joins other relations alone, it is called by what those join; where nothing is joined, it is
    what :func:`kgtools.query.entity.describe` says.
    """
    labels = graph.labels
    if not isinstance(node, NamedNode) or node in _WORDS or labels.given(node):
        return word(graph, node)
    if own := own_name(graph.dataset, labels, node):
        return own
    joined = _joined(graph, node) - {besides}
    beyond = {other for each in joined for other in _joined(graph, each)}
    names = _names(graph, joined) or _names(graph, beyond)
    return ", ".join(names) or describe(graph.dataset, labels, node, besides=besides)


def _joined(graph: Graph, node: NamedNode) -> set[NamedNode]:
    """Return the things that a relation joins."""
    roles, base = graph.project.roles, graph.project.base
    said = {RDF["type"], roles.source, roles.claimant, roles.status}
    return {
        quad.object
        for quad in graph.dataset.store.match(node)
        if isinstance(quad.object, NamedNode)
        and quad.predicate not in said
        and quad.object.value.startswith(base)
    }


def _names(graph: Graph, nodes: Iterable[NamedNode]) -> list[str]:
    return sorted({name for each in nodes if (name := own_name(graph.dataset, graph.labels, each))})


def classes(graph: Graph, node: Term) -> list[NamedNode]:
    """Return the stated classes of a thing that say something of it."""
    return [cls for cls in graph.labels.types(node) if cls != _UNTOLD] if isinstance(node, NamedNode) else []


def kind(graph: Graph, node: Term) -> str:
    """Return the classes of a thing, in words; of what has no name of its own its codes, too."""
    return ", ".join([*(word(graph, cls) for cls in classes(graph, node)), *_codes(graph, node)])


def distinct(graph: Graph, node: NamedNode, *, besides: Term | None = None) -> str:
    """Return the name of a thing; of a relation its codes before it, for where many stand side by side."""
    codes, name = _codes(graph, node), title(graph, node, besides=besides)
    return f"{', '.join(codes)}: {name}" if codes else name


def _codes(graph: Graph, node: Term) -> list[str]:
    """Return the codes of a relation but its status, which tell it from others of the same things."""
    if not isinstance(node, NamedNode) or own_name(graph.dataset, graph.labels, node):
        return []
    roles = graph.project.roles
    return sorted(
        {
            graph.labels.of(quad.object)
            for quad in graph.dataset.store.match(node)
            if isinstance(quad.object, NamedNode)
            and quad.predicate not in (RDF["type"], roles.status)
            and roles.code in graph.labels.types(quad.object)
        }
    )
