"""The statements to export: parsed from the files, blank nodes named alike in every run, sorted."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import CanonicalizationAlgorithm
from pyoxigraph import Dataset as Quads

from kgtools.terms import RDF, BlankNode, DefaultGraph, Literal, NamedNode, Quad

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgtools.dataset import Dataset
    from kgtools.terms import Term

_TYPE = RDF["type"]


class Statement(NamedTuple):
    """A triple, and the graph of its file where that matters; the subject is no literal."""

    subject: Term
    predicate: NamedNode
    object: Term
    graph: NamedNode | None = None

    def sort_key(self) -> tuple[str, str, bool, str, str]:
        """Return what orders statements: by graph and subject, types first, then as written."""
        graph = self.graph.value if self.graph else ""
        return graph, str(self.subject), self.predicate != _TYPE, self.predicate.value, str(self.object)


def quads(dataset: Dataset, *, derived: bool = False) -> list[Statement]:
    """Return the distinct statements of each file, in the graph of the file, sorted.

    Literals are as written. Blank nodes have the names that RDFC-1.0 gives them, so neither
    the parser nor the order of the input shows. Derived date bounds, if asked for, are in a
    graph of their own.
    """
    return _sorted(_all(dataset, derived=derived))


def triples(dataset: Dataset, *, derived: bool = False) -> list[Statement]:
    """Return the distinct triples of all files, sorted.

    Blank nodes of two files are never the same; their names are those of RDFC-1.0.
    """
    return _sorted(each._replace(graph=None) for each in _all(dataset, derived=derived))


def lines(statements: Iterable[Statement]) -> str:
    """Return statements as N-Triples, or N-Quads where they have a graph, lines sorted."""
    return "".join(sorted(" ".join([*map(str, filter(None, each)), ".\n"]) for each in statements))


def digest(statements: Iterable[Statement]) -> str:
    """Return the SHA-256 of the statements: of the very bytes that exporting them as lines gives.

    Example:
        >>> digest([])[:23]
        'sha256:e3b0c44298fc1c14'
    """
    return f"sha256:{hashlib.sha256(lines(statements).encode()).hexdigest()}"


def _all(dataset: Dataset, *, derived: bool) -> Iterator[Statement]:
    for number, file in enumerate(dataset.files):
        home = dataset.project.graph_of(file.path)
        for quad in file.quads():
            graph = quad.graph_name if isinstance(quad.graph_name, NamedNode) else home
            yield Statement(_own(quad.subject, number), quad.predicate, _own(quad.object, number), graph)
    bounds = dataset.project.bounds
    if derived and bounds:
        graph = NamedNode(f"{dataset.project.base}graph/derived")
        for role in (bounds.start_min, bounds.start_max, bounds.end_min, bounds.end_max):
            for quad in dataset.store.match(None, role):
                # A blank node's name in the store is no name elsewhere.
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                    yield Statement(quad.subject, role, quad.object, graph)


def _own(term: object, file: int) -> Term:
    """Return a term, or the blank node that stands for it outside its file (RDF 1.1, section 3.4)."""
    if isinstance(term, BlankNode):
        return BlankNode(f"f{file}-{term.value}")
    return term  # type: ignore[return-value]  # no quoted triples: the gate refuses RDF 1.2


def _sorted(statements: Iterable[Statement]) -> list[Statement]:
    return sorted(_named(set(statements)), key=Statement.sort_key)


def _named(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Yield the statements with canonical names for blank nodes; RDFC-1.0 looks at no others."""
    blank = Quads()
    for each in statements:
        if isinstance(each.subject, BlankNode) or isinstance(each.object, BlankNode):
            blank.add(Quad(each.subject, each.predicate, each.object, each.graph))  # type: ignore[arg-type]
        else:
            yield each
    blank.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    for quad in blank:
        graph = None if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name
        yield Statement(quad.subject, quad.predicate, quad.object, graph)
