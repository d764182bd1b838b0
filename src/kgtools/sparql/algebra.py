"""Reads SPARQL text into a query tree.

rdflib's parser does the reading; it never evaluates anything. Its grammar objects are shared by
the whole process and not safe for threads, so one lock guards them.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from pyoxigraph import Store, Variable

from kgtools.sparql import tree
from kgtools.terms import RDF, BlankNode, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

_LOCK = threading.Lock()
_TRIPLE = 3


class MalformedQueryError(ValueError):
    """A text is no SPARQL query of the kind that is read here."""


def parse(text: str, prefixes: Iterable[tuple[str, str]] = ()) -> tree.Query:
    """Return a SELECT or ASK query as a tree.

    Nothing is fetched or evaluated on data.

    Args:
        text: The query; its own PREFIX lines win over the given prefixes.
        prefixes: Prefix and namespace pairs it may use.

    Raises:
        MalformedQueryError: It has a syntax error, or is CONSTRUCT, DESCRIBE or an update.

    Example:
        >>> parse("ASK { ?s a <http://example.org/C> }").where.elements[0].subject
        <Variable value=s>
    """
    declared = dict(prefixes)
    parsed = _parse(text, declared)
    if parsed.name not in {"SelectQuery", "AskQuery"}:
        raise MalformedQueryError("only SELECT and ASK are allowed here")
    query = _select(parsed) if parsed.name == "SelectQuery" else _ask(parsed)
    if not any(isinstance(part, tree.Service) for part in tree.walk(query)):
        _check_syntax(text, declared)
    return query


def _check_syntax(text: str, prefixes: dict[str, str]) -> None:
    """Let the engine's own parser, which is stricter than rdflib's, see the text; it runs on no data."""
    try:
        Store().query(text, prefixes=prefixes)
    except SyntaxError as error:
        raise MalformedQueryError(str(error)) from error
    except RuntimeError:
        pass  # an unknown function shows when the query runs


def _parse(text: str, prefixes: dict[str, str]) -> Any:
    from functools import partial

    from rdflib.plugins.sparql import algebra, parser

    with _LOCK:
        try:
            prologue, query = parser.parseQuery(text)
            names = algebra.translatePrologue(prologue, None, prefixes)
            query = algebra.traverse(query, visitPost=partial(algebra.translatePName, prologue=names))
            return algebra.traverse(query, visitPost=algebra.translatePath)
        except Exception as error:  # rdflib and pyparsing raise bare ones
            raise MalformedQueryError(str(error)) from error


# Queries


def _select(node: Any) -> tree.Select:
    limits = node.limitoffset
    return tree.Select(
        columns=tuple(_column(column) for column in node.projection) if node.projection else None,
        where=_group(node.where),
        distinct=node.modifier == "DISTINCT",
        keys=tuple(_key(key) for key in node.groupby.condition) if node.groupby else (),
        having=tuple(_expression(condition) for condition in node.having.condition) if node.having else (),
        order=tuple(_order(order) for order in node.orderby.condition) if node.orderby else (),
        limit=int(limits.limit) if limits and limits.limit is not None else None,
        offset=int(limits.offset) if limits and limits.offset is not None else None,
        values=_values(node.valuesClause) if node.valuesClause else None,
        dataset=_dataset(node),
    )


def _ask(node: Any) -> tree.Ask:
    return tree.Ask(_group(node.where), _dataset(node))


def _dataset(node: Any) -> tuple[NamedNode, ...]:
    clauses = node.datasetClause or []
    return tuple(NamedNode(str(clause.default or clause.named)) for clause in clauses)


def _column(node: Any) -> tree.Projected:
    if node.expr is not None:
        return tree.Projected(_variable(node.evar), _expression(node.expr))
    return tree.Projected(_variable(node.var))


def _key(node: Any) -> tree.Key:
    if getattr(node, "name", None) == "GroupAs":
        return tree.Key(_expression(node.expr), _variable(node.var) if node.var is not None else None)
    return tree.Key(_expression(node))


def _order(node: Any) -> tree.Order:
    return tree.Order(_expression(node.expr), node.order == "DESC")


# Graph patterns


def _group(node: Any) -> tree.Group:
    if node.name == "SubSelect":
        return tree.Group((_select(node),))
    elements: list[tree.Element] = []
    for part in node.part or []:
        elements.extend(_elements(part))
    return tree.Group(tuple(elements))


def _elements(node: Any) -> Iterable[tree.Element]:  # noqa: PLR0911 - one case each
    match node.name:
        case "TriplesBlock":
            return _triples(node.triples)
        case "Filter":
            return [tree.Filter(_expression(node.expr))]
        case "Bind":
            return [tree.Bind(_expression(node.expr), _variable(node.var))]
        case "OptionalGraphPattern":
            return [tree.Optional(_group(node.graph))]
        case "MinusGraphPattern":
            return [tree.Minus(_group(node.graph))]
        case "GroupOrUnionGraphPattern":
            groups = tuple(_group(branch) for branch in node.graph)
            return [groups[0] if len(groups) == 1 else tree.Union(groups)]
        case "GraphGraphPattern":
            return [tree.InGraph(_name(node.term), _group(node.graph))]
        case "ServiceGraphPattern":
            return [tree.Service(_name(node.term), _group(node.graph))]
        case "InlineData":
            return [_values(node)]
        case _:
            raise MalformedQueryError(f"{node.name} is not understood here")


def _triples(blocks: Any) -> list[tree.Triple]:
    found = []
    for block in blocks:
        flat = list(block)
        for start in range(0, len(flat), _TRIPLE):
            subject, predicate, object_ = flat[start : start + _TRIPLE]
            found.append(tree.Triple(_node(subject), _path(predicate), _node(object_)))
    return found


def _values(node: Any) -> tree.Values:
    variables = tuple(_variable(variable) for variable in node.var or [])
    rows = []
    for value in node.value or []:
        cells = [value] if len(variables) == 1 and not isinstance(value, list) else list(value)
        rows.append(tuple(_cell(cell) for cell in cells))
    return tree.Values(variables, tuple(rows))


def _cell(cell: Any) -> NamedNode | Literal | None:
    if cell == "UNDEF":
        return None
    term = _node(cell)
    if isinstance(term, NamedNode | Literal):
        return term
    raise MalformedQueryError("VALUES holds something that is no IRI or literal")


_MODIFIERS: dict[str, type[tree.ZeroOrMore | tree.OneOrMore | tree.ZeroOrOne]] = {
    "*": tree.ZeroOrMore,
    "+": tree.OneOrMore,
    "?": tree.ZeroOrOne,
}


def _path(node: Any) -> Variable | tree.Path:  # noqa: PLR0911 - one case each
    from rdflib import URIRef, paths
    from rdflib.term import Variable as RdflibVariable

    if isinstance(node, RdflibVariable):
        return _variable(node)
    if isinstance(node, URIRef):
        return NamedNode(str(node))
    match node:
        case paths.InvPath():
            return tree.Inverse(_plain(node.arg))
        case paths.SequencePath():
            return tree.Sequence(tuple(_plain(part) for part in node.args))
        case paths.AlternativePath():
            return tree.Alternative(tuple(_plain(part) for part in node.args))
        case paths.MulPath():
            return _MODIFIERS[node.mod](_plain(node.path))
        case paths.NegatedPath():
            return tree.Negated(tuple(_negated(part) for part in node.args))
        case _:
            raise MalformedQueryError(f"the property path {node} is not understood here")


def _plain(node: Any) -> tree.Path:
    path = _path(node)
    if isinstance(path, Variable):
        raise MalformedQueryError("a variable stands inside a property path")
    return path


def _negated(node: Any) -> NamedNode | tree.Inverse:
    path = _path(node)
    if isinstance(path, NamedNode | tree.Inverse):
        return path
    raise MalformedQueryError("a negated property set holds something else than properties")


# Expressions


_FLAT = {"ConditionalAndExpression": "&&", "ConditionalOrExpression": "||"}
_UNARY = {"UnaryNot": "!", "UnaryMinus": "-", "UnaryPlus": "+"}
_ARGUMENTS = ("arg", "arg1", "arg2", "arg3", "text", "start", "length", "pattern", "replacement", "flags")


def _expression(node: Any) -> tree.Expression:  # noqa: PLR0911 - one case each
    name = getattr(node, "name", None)
    if not isinstance(name, str):
        return _node(node)
    if name in _FLAT:
        rest = tuple(_expression(other) for other in _list(node.other))
        first = _expression(node.expr)
        return tree.Operation(_FLAT[name], (first, *rest)) if rest else first
    if name in {"AdditiveExpression", "MultiplicativeExpression"}:
        return _chain(node, _list(node.op))
    if name in _UNARY:
        return tree.Operation(_UNARY[name], (_expression(node.expr),))
    if name == "RelationalExpression":
        return _relation(node)
    if name == "Function":
        arguments = () if node.expr is None else tuple(_expression(each) for each in _list(node.expr))
        return tree.Call(NamedNode(str(node.iri)), arguments)
    if name in {"Builtin_EXISTS", "Builtin_NOTEXISTS"}:
        return tree.Exists(_group(node.graph), name == "Builtin_NOTEXISTS")
    if name.startswith("Aggregate_"):
        return _aggregate(node, name.removeprefix("Aggregate_"))
    if name.startswith("Builtin_"):
        return tree.Call(name.removeprefix("Builtin_"), tuple(_arguments(node)))
    raise MalformedQueryError(f"{name} is not understood here")


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _chain(node: Any, operators: list[str]) -> tree.Expression:
    result = _expression(node.expr)
    for operator, other in zip(operators, _list(node.other), strict=True):
        result = tree.Operation(operator, (result, _expression(other)))
    return result


def _relation(node: Any) -> tree.Expression:
    left = _expression(node.expr)
    if node.op is None:
        return left
    if node.op in {"IN", "NOT IN"}:
        members = [] if node.other == _rdf_nil() else list(node.other)
        return tree.In(left, tuple(_expression(member) for member in members), node.op == "NOT IN")
    return tree.Operation(str(node.op), (left, _expression(node.other)))


def _rdf_nil() -> Any:
    from rdflib import RDF as RDFLIB_RDF

    return RDFLIB_RDF.nil


def _arguments(node: Any) -> Iterable[tree.Expression]:
    for name in _ARGUMENTS:
        value = node[name] if name in node else None  # noqa: SIM401 - its get() gives the name back
        if value is None or str(value) == RDF["nil"].value:
            continue
        for each in value if _is_sequence(value) else [value]:
            yield _expression(each)


def _is_sequence(value: Any) -> bool:
    from pyparsing import ParseResults

    return isinstance(value, list | ParseResults)


def _aggregate(node: Any, name: str) -> tree.Aggregate:
    function = {"GroupConcat": "GROUP_CONCAT"}.get(name, name.upper())
    argument = None if isinstance(node.vars, str) and str(node.vars) == "*" else _expression(node.vars)
    separator = str(node.separator) if node.separator is not None else None
    return tree.Aggregate(function, argument, node.distinct == "DISTINCT", separator)


# Terms


def _variable(node: Any) -> Variable:
    return Variable(str(node))


def _name(node: Any) -> Variable | NamedNode:
    term = _node(node)
    if isinstance(term, Variable | NamedNode):
        return term
    raise MalformedQueryError("a graph name is neither an IRI nor a variable")


def _node(node: Any) -> Variable | NamedNode | BlankNode | Literal:
    import rdflib

    if isinstance(node, rdflib.Variable):
        return _variable(node)
    if isinstance(node, rdflib.URIRef):
        return NamedNode(str(node))
    if isinstance(node, rdflib.BNode):
        return BlankNode(str(node))
    if isinstance(node, rdflib.Literal):
        if node.language:
            return Literal(str(node), language=node.language)
        return Literal(str(node), datatype=NamedNode(str(node.datatype)) if node.datatype else None)
    raise MalformedQueryError(f"{node!r} is not understood here")
