"""Replaces variables of a query by terms, everywhere: pre-binding as SHACL defines it (appendix A).

A blank node cannot be written into a query. In its place stands a call of a function that returns
it; :func:`functions` gives the functions to run the query with.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from pyoxigraph import Variable

from kgtools.sparql import tree
from kgtools.terms import XSD, BlankNode, Literal, NamedNode, Term, Triple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kgtools.sparql.tree import Element, Expression, Group, Path, Select

_BLANK = "urn:kgtools:blank:"
_TRUE = Literal("true", datatype=XSD["boolean"])
_NOTHING = tree.Values((), ())
Function = Callable[..., NamedNode | BlankNode | Literal | Triple | None]
QueryT = TypeVar("QueryT", tree.Select, tree.Ask)


def substitute(query: QueryT, terms: Mapping[str, Term], path: tuple[str, Path] | None = None) -> QueryT:
    """Return the query with terms in place of variables; columns of these variables are gone.

    Args:
        query: A query.
        terms: Variable names and what stands for them.
        path: A variable name and the path that stands for it as a predicate.

    Example:
        >>> from kgtools.sparql import algebra, write
        >>> query = algebra.parse("SELECT ?this ?x { ?this ?p ?x FILTER(?x) }")
        >>> write.query(substitute(query, {"this": NamedNode("http://example.org/a")}))
        'SELECT ?x WHERE { <http://example.org/a> ?p ?x . FILTER(?x) }'
    """
    binder = _Substitution(terms, path)
    return binder.any(query)  # type: ignore[no-any-return]


def functions(query: tree.Query) -> dict[NamedNode, Function]:
    """Return the functions that stand for blank nodes in a query that went through substitution."""
    names = {
        part.function
        for part in tree.walk(query)
        if isinstance(part, tree.Call) and isinstance(part.function, NamedNode)
    }
    return {name: _returning(name) for name in names if name.value.startswith(_BLANK)}


def _returning(name: NamedNode) -> Callable[..., BlankNode]:
    node = BlankNode(name.value.removeprefix(_BLANK))
    return lambda: node


class _Substitution:
    """One substitution on its way through a query."""

    def __init__(self, terms: Mapping[str, Term], path: tuple[str, Path] | None) -> None:
        self._terms = terms
        self._path = path
        self._columns = 0

    def any(self, value: Any) -> Any:  # noqa: PLR0911 - one case each
        """Return any part of a query with its variables replaced."""
        match value:
            case Variable():
                return self._expression(value)
            case tree.Group():
                return self._group(value)
            case tree.Select():
                return self.select(value)
            case tree.Call("BOUND", (Variable() as variable,)) if variable.value in self._terms:
                return _TRUE
            case tuple():
                return tuple(self.any(each) for each in value)
            case tree.Bind() | tree.Projected() | tree.Key():
                # What stands after AS is a name, not a use.
                return replace(value, expression=self.any(value.expression))
            case tree.Values():
                return value
        if not is_dataclass(value) or isinstance(value, type):
            return value
        return replace(value, **{each.name: self.any(getattr(value, each.name)) for each in fields(value)})

    def select(self, query: Select) -> Select:
        """Return a SELECT without the columns that are bound."""
        if query.columns is None:
            columns = None
        else:
            kept = [
                c for c in query.columns if c.expression is not None or c.variable.value not in self._terms
            ]
            columns = self.any(tuple(kept)) or (tree.Projected(self._unused(), _TRUE),)
        return replace(
            query,
            columns=columns,
            where=self._group(query.where),
            keys=self.any(query.keys),
            having=self.any(query.having),
            order=self.any(query.order),
        )

    def _unused(self) -> Variable:
        """Return a column for a SELECT that has lost all of its own."""
        self._columns += 1
        return Variable(f"kg_any{self._columns}")

    def _expression(self, variable: Variable) -> Expression:
        term = self._terms.get(variable.value)
        if term is None:
            return variable
        return tree.Call(NamedNode(_BLANK + term.value), ()) if isinstance(term, BlankNode) else term

    def _group(self, group: Group) -> Group:
        elements: list[Element] = []
        blank: dict[str, Element] = {}
        for element in group.elements:
            if isinstance(element, tree.Triple):
                elements.append(self._triple(element, blank))
            elif isinstance(element, tree.InGraph | tree.Service):
                name = self._terms.get(element.name.value) if isinstance(element.name, Variable) else None
                named = replace(element, name=name) if isinstance(name, NamedNode) else element
                elements.append(replace(named, group=self._group(element.group)))
            else:
                elements.append(self.any(element))
        return tree.Group((*blank.values(), *elements))

    def _triple(self, triple: tree.Triple, blank: dict[str, Element]) -> Element:
        subject = self._node(triple.subject, blank)
        predicate: Any = triple.predicate
        if isinstance(predicate, Variable):
            if self._path and predicate.value == self._path[0]:
                predicate = self._path[1]
            else:
                predicate = self._node(predicate, blank)
                if not isinstance(predicate, Variable | NamedNode):
                    return _NOTHING
        is_step = isinstance(predicate, Variable | NamedNode)
        if isinstance(subject, Literal) and is_step:
            return _NOTHING  # no triple has a literal as its subject
        return tree.Triple(subject, predicate, self._node(triple.object, blank))

    def _node(self, node: tree.Node, blank: dict[str, Element]) -> tree.Node:
        term = self._terms.get(node.value) if isinstance(node, Variable) else None
        if term is None:
            return node
        if isinstance(term, BlankNode):
            stand_in = Variable(f"kg_{node.value}")
            blank[node.value] = tree.Bind(tree.Call(NamedNode(_BLANK + term.value), ()), stand_in)
            return stand_in
        return term
