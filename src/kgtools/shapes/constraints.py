"""Runs SPARQL-based constraints: ``sh:sparql`` and the validators of components (SHACL 5 and 6)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pyoxigraph import DefaultGraph, Quad, Store, Variable

from kgtools.shapes.checks import ComponentCheck, SparqlCheck, component_of
from kgtools.shapes.prebinding import Prepared, prepare, with_targets
from kgtools.shapes.results import Violation
from kgtools.sparql import tree, write
from kgtools.sparql.nest import nested
from kgtools.sparql.substitute import functions, substitute
from kgtools.terms import XSD, BlankNode, Literal, NamedNode, Term

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kgtools.shapes.graph import Graph
    from kgtools.shapes.model import Shape
    from kgtools.shapes.view import View
    from kgtools.sparql.tree import Element

SHAPES_GRAPH = NamedNode("urn:kgtools:shapes")
ROOT = Variable("f0")
"""What the target selects, where a path leads on from there to the focus nodes."""
_THIS, _VALUE = Variable("this"), Variable("value")
_PLACEHOLDER = re.compile(r"\{[?$](\w+)\}")
_TRUE = Literal("true", datatype=XSD["boolean"])
SparqlBased = SparqlCheck | ComponentCheck


class Constraints:
    """Evaluates SPARQL-based constraints over one data graph.

    Args:
        view: The data.
        graph: The shapes graph, which a query may read as ``$shapesGraph``.
    """

    def __init__(self, view: View, graph: Graph) -> None:
        self._view = view
        self._graph = graph
        self._with_shapes: Store | None = None

    def run(self, check: SparqlBased, shape: Shape, focus: Term) -> Iterator[Violation]:
        """Yield the violations of one focus node, in the order of the solutions."""
        prepared = prepare(check, has_path=shape.path is not None)
        bound = {**self._bindings(check, shape), "this": focus}
        path = ("PATH", shape.path) if shape.path is not None else None
        if isinstance(prepared.query, tree.Select):
            query = substitute(prepared.query, bound, path)
            for row in self._rows(query, prepared):
                yield self._violation(check, shape, {**row, **bound})
            return
        for value in self._view.values(focus, shape.path) if shape.path is not None else [focus]:
            ask = substitute(prepared.query, {**bound, "value": value}, path)
            if not self._store(prepared).query(write.query(ask), custom_functions=functions(ask)):
                yield self._violation(check, shape, {**bound, "value": value})

    def run_all(
        self, check: SparqlBased, shape: Shape, targets: tuple[Element, ...], *, each_once: bool
    ) -> list[tuple[Term, Violation]] | None:
        """Return the violations of all focus nodes from one query, or None where that is not sound.

        With each comes the targeted node that led to it.

        Args:
            check: The constraint.
            shape: Its shape.
            targets: A pattern that binds ``?this`` to each focus node, as often as it is one.
            each_once: Whether that is once for each; if not, it binds ``?f0`` to what is targeted.
        """
        prepared = prepare(check, has_path=shape.path is not None)
        if not prepared.is_flat:
            return None
        if not each_once and (prepared.is_grouped or isinstance(prepared.query, tree.Ask)):
            return None  # results of a node reached twice would fall together
        bound = self._bindings(check, shape)
        path = ("PATH", shape.path) if shape.path is not None else None
        joined = _joined(prepared.query, shape, targets)
        if not each_once:
            joined = replace(joined, columns=(*(joined.columns or ()), tree.Projected(ROOT)))
        rows = self._rows(nested(substitute(joined, bound, path)), prepared)
        root = "this" if each_once else ROOT.value
        return [(row[root], self._violation(check, shape, {**row, **bound})) for row in rows]

    def _bindings(self, check: SparqlBased, shape: Shape) -> dict[str, Term]:
        arguments = dict(check.arguments) if isinstance(check, ComponentCheck) else {}
        return {**arguments, "currentShape": shape.node, "shapesGraph": SHAPES_GRAPH}

    def _store(self, prepared: Prepared) -> Store:
        """Return the data, with the shapes graph under its own name where the query reads it."""
        if not prepared.uses_shapes_graph:
            return self._view.store
        if self._with_shapes is None:
            # The caller's store is never written to, so this takes a copy.
            store = Store()
            store.bulk_extend(self._view.store.quads_for_pattern(None, None, None, DefaultGraph()))
            store.bulk_extend(Quad(*triple, SHAPES_GRAPH) for triple in self._graph)
            self._with_shapes = store
        return self._with_shapes

    def _rows(self, query: tree.Select, prepared: Prepared) -> Iterator[dict[str, Term]]:
        """Yield the solutions of a query: variable names and terms, unbound ones left out."""
        solutions: Any = self._store(prepared).query(write.query(query), custom_functions=functions(query))
        names = [variable.value for variable in solutions.variables]
        for solution in solutions:
            yield {name: term for name, term in zip(names, solution, strict=True) if term is not None}

    def _violation(self, check: SparqlBased, shape: Shape, row: Mapping[str, Term]) -> Violation:
        focus = row["this"]
        given = row.get("path")
        value = row.get("value")
        if value is None and shape.path is None:
            value = focus
        return Violation(
            focus_node=focus,
            path=given if isinstance(given, NamedNode) else shape.path,
            value=value,
            component=component_of(check),
            source_shape=shape.node,
            severity=shape.severity,
            messages=tuple(_messages(check, shape, row)),
            source_constraint=check.query.node if isinstance(check, SparqlCheck) else None,
            check=check,
        )


def _joined(query: tree.Query, shape: Shape, targets: tuple[Element, ...]) -> tree.Select:
    """Return a flat query with the focus nodes joined in; an ASK becomes a search for failing values."""
    if isinstance(query, tree.Select):
        columns = tuple(c for c in query.columns or () if c.variable != _THIS)
        where = with_targets(query.where, targets)
        return replace(query, columns=(tree.Projected(_THIS), *columns), where=where)
    if shape.path is None:
        values: Element = tree.Bind(_THIS, _VALUE)
    else:
        values = tree.Triple(_THIS, shape.path, _VALUE)
    columns = (tree.Projected(_THIS), tree.Projected(_VALUE))
    condition = tree.Filter(tree.Exists(query.where, negated=True))
    return tree.Select(columns, tree.Group((*targets, values, condition)), distinct=True)


def _messages(check: SparqlBased, shape: Shape, row: Mapping[str, Term]) -> Iterator[Literal]:
    own = row.get("message")
    if isinstance(own, Literal):
        yield own
        return
    for template in check.query.messages or shape.messages:
        text = _PLACEHOLDER.sub(lambda match: _shown(row, match), template.value)
        yield Literal(text, language=template.language) if template.language else Literal(text)


def _shown(row: Mapping[str, Term], match: re.Match[str]) -> str:
    term = row.get(match[1])
    if term is None:
        return match[0]
    return f"_:{term.value}" if isinstance(term, BlankNode) else term.value
