"""The statements to export: parsed from the files, blank nodes named alike in every run, sorted."""

from __future__ import annotations

import hashlib
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from kgtools.export.naming import named
from kgtools.terms import BlankNode, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgtools.dataset import Dataset
    from kgtools.export.naming import Bare
    from kgtools.terms import Term


class Statement(NamedTuple):
    """A triple, and the graph of its file where that matters.

    Attributes:
        line: The same as a line of N-Triples or N-Quads; statements are ordered by it.
        subject: No literal.
    """

    line: str
    subject: Term
    predicate: NamedNode
    object: Term
    graph: NamedNode | None = None


def statement(subject: Term, predicate: NamedNode, value: Term, graph: NamedNode | None = None) -> Statement:
    r"""Return a statement with its line.

    Example:
        >>> statement(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c")).line
        '<urn:a> <urn:b> "c" .\n'
    """
    home = f" {graph}" if graph else ""
    return Statement(f"{subject} {predicate} {value}{home} .\n", subject, predicate, value, graph)


def quads(dataset: Dataset, *, derived: bool = False) -> list[Statement]:
    """Return the distinct statements of each file, in the graph of the file, sorted.

    Literals are as written. Blank nodes are named by what is stated about them, so neither the
    parser nor the order of the input shows. Derived date bounds, if asked for, are in a graph
    of their own.

    Raises:
        LimitError: Blank nodes that are too alike to be named in time.
    """
    return _sorted(_all(dataset, derived=derived))


def triples(dataset: Dataset, *, derived: bool = False) -> list[Statement]:
    """Return the distinct triples of all files, sorted.

    Blank nodes of two files are never the same.

    Raises:
        LimitError: Blank nodes that are too alike to be named in time.
    """
    return _sorted((subject, role, value, None) for subject, role, value, _ in _all(dataset, derived=derived))


def lines(statements: Iterable[Statement]) -> str:
    """Return sorted statements as N-Triples, or N-Quads where they have a graph."""
    return "".join(each.line for each in statements)


def digest(statements: Iterable[Statement]) -> str:
    """Return the SHA-256 of sorted statements: of the very bytes that exporting them as lines gives.

    Example:
        >>> digest([])[:23]
        'sha256:e3b0c44298fc1c14'
    """
    return f"sha256:{hashlib.sha256(lines(statements).encode()).hexdigest()}"


def _all(dataset: Dataset, *, derived: bool) -> Iterator[Bare]:
    for number, file in enumerate(dataset.files):
        home = dataset.project.graph_of(file.path)
        for quad in file.quads():
            graph = quad.graph_name if isinstance(quad.graph_name, NamedNode) else home
            yield _own(quad.subject, number), quad.predicate, _own(quad.object, number), graph
    bounds = dataset.project.bounds
    if derived and bounds:
        graph = NamedNode(f"{dataset.project.base}graph/derived")
        for role in (bounds.start_min, bounds.start_max, bounds.end_min, bounds.end_max):
            for quad in dataset.store.match(None, role):
                # A blank node's name in the store is no name elsewhere.
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                    yield quad.subject, role, quad.object, graph


def _own(term: object, file: int) -> Term:
    """Return a term, or the blank node that stands for it outside its file (RDF 1.1, section 3.4)."""
    if isinstance(term, BlankNode):
        return BlankNode(f"f{file}-{term.value}")
    return term  # type: ignore[return-value]  # no quoted triples: the gate refuses RDF 1.2


def _sorted(found: Iterable[Bare]) -> list[Statement]:
    made = {each.line: each for each in (statement(*bare) for bare in named(found))}
    return sorted(made.values(), key=attrgetter("line"))
