"""Tests of one value that need no other shape, as SPARQL expressions that never fail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Variable

from kgtools.literals import REWRITTEN, is_well_formed
from kgtools.shapes import checks
from kgtools.shapes.checks import NodeKind
from kgtools.shapes.logic import FALSE, conjunction, disjunction, integer, of_text, total
from kgtools.shapes.table import stored
from kgtools.sparql.tree import Call, In, Operation
from kgtools.terms import RDF, XSD, BlankNode, Literal, NamedNode

if TYPE_CHECKING:
    from kgtools.shapes.checks import Check
    from kgtools.sparql.tree import Expression, Node

_KINDS: Final = {
    NodeKind.BLANK_NODE: ("isBlank",),
    NodeKind.IRI: ("isIRI",),
    NodeKind.LITERAL: ("isLiteral",),
    NodeKind.BLANK_NODE_OR_IRI: ("isBlank", "isIRI"),
    NodeKind.BLANK_NODE_OR_LITERAL: ("isBlank", "isLiteral"),
    NodeKind.IRI_OR_LITERAL: ("isIRI", "isLiteral"),
}
# A store spells each of their values in one way, so that equal ones are the same.
_EQUAL_IF_SAME: Final = {XSD["string"], RDF["langString"], XSD["boolean"]}


def passes(check: Check, x: Variable) -> Expression:  # noqa: PLR0911 - one case each
    """Return whether a value passes a constraint.

    Raises:
        TypeError: The constraint asks for more than the value.
    """
    match check:
        case checks.NodeKindCheck(kind):
            return disjunction([Call(name, (x,)) for name in _KINDS[kind]])
        case checks.RangeCheck(comparison, bound):
            return is_ordered(x, comparison.value, bound) if is_well_formed(bound) else FALSE
        case checks.MinLengthCheck(length):
            return of_text(x, Operation(">=", (Call("STRLEN", (Call("STR", (x,)),)), integer(length))))
        case checks.MaxLengthCheck(length):
            return of_text(x, Operation("<=", (Call("STRLEN", (Call("STR", (x,)),)), integer(length))))
        case checks.PatternCheck(pattern, flags):
            return of_text(x, Call("REGEX", (Call("STR", (x,)), Literal(pattern), Literal(flags))))
        case checks.LanguageInCheck(tags):
            language = Call("LANG", (x,))
            return disjunction([total(Call("LANGMATCHES", (language, Literal(tag)))) for tag in tags])
        case checks.InCheck(members):
            return _is_member(x, members)
        case _:
            raise TypeError(f"{type(check).__name__} does not look at one value")


def is_term(x: Variable, term: Node) -> Expression:
    """Return whether ``x`` is a term, compared by identity; blank nodes of shapes match nothing."""
    if isinstance(term, BlankNode) or (isinstance(term, Literal) and stored(term) != term):
        return FALSE
    return Call("sameTerm", (x, term)) if isinstance(term, NamedNode | Literal) else FALSE


def _is_member(x: Variable, members: tuple[Node, ...]) -> Expression:
    """Return whether ``x`` is one of some terms; each test holds many, since a chain of tests nests."""
    plain: list[Node] = []
    spellings: dict[NamedNode, list[Literal]] = {}
    for member in members:
        if isinstance(member, NamedNode):
            plain.append(member)
        elif not isinstance(member, Literal) or stored(member) != member:
            continue
        elif member.datatype in _EQUAL_IF_SAME:
            plain.append(member)
        else:
            spellings.setdefault(member.datatype, []).append(Literal(member.value))
    tests: list[Expression] = [In(x, tuple(plain))] if plain else []
    for datatype, texts in spellings.items():
        same = Operation("=", (Call("DATATYPE", (x,)), datatype))
        tests.append(conjunction([same, In(Call("STR", (x,)), tuple(texts))]))
    return disjunction([total(test) for test in tests])


def is_ordered(left: Variable, operator: str, right: Variable | Literal) -> Expression:
    """Return whether two literals compare; the engine would say that an IRI is at most itself."""
    literals = [Call("isLiteral", (each,)) for each in (left, right) if isinstance(each, Variable)]
    return total(conjunction([*literals, Operation(operator, (left, right))]))


def has_datatype(x: Variable, datatype: NamedNode, *, are_kept: bool) -> Expression:
    """Return whether ``x`` is a literal of a datatype.

    Args:
        x: The value.
        datatype: The datatype.
        are_kept: Whether the store has the datatypes as they are written; if not, one that it puts in the
            place of others is accepted where the value fits.
    """
    if datatype == RDF["langString"]:  # which not every engine gives as a datatype
        return total(Operation("!=", (Call("LANG", (x,)), Literal(""))))
    found = Call("DATATYPE", (x,))
    if are_kept or datatype.value not in REWRITTEN:
        return total(Operation("=", (found, datatype)))
    kept = REWRITTEN[datatype.value]
    tests: list[Expression] = [In(found, (datatype, kept.datatype))]
    tests += [Operation(">=", (x, integer(kept.lowest)))] if kept.lowest is not None else []
    tests += [Operation("<=", (x, integer(kept.highest)))] if kept.highest is not None else []
    return total(conjunction(tests))
