"""Values of the parameters of a shape, of the types that SHACL asks for; others are reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.shapes.graph import MalformedListError
from kgtools.terms import SH, XSD, BlankNode, Literal, NamedNode, Subject, Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kgtools.shapes.source import Source

_TRUE = Literal("true", datatype=XSD["boolean"])
# What no data reach; the engine and the interpreter have limits of their own for longer numbers.
_LONGEST_NUMBER, _ENDLESS = 18, 10**18
_INTEGERS = """integer int long short byte nonNegativeInteger positiveInteger unsignedInt unsignedLong
unsignedShort unsignedByte"""
_INTEGER_TYPES = frozenset(XSD[name] for name in _INTEGERS.split())


class Values:
    """Reads the values of the parameters of one shape, and reports the ill-typed ones.

    Args:
        source: The shapes graph.
        node: The shape.
    """

    def __init__(self, source: Source, node: Subject) -> None:
        self._graph = source.graph
        self._findings = source.findings
        self._node = node

    def wrong(self, name: str, text: str, value: Term | None = None) -> None:
        """Report an ill-typed parameter (KG608)."""
        self._findings.add("KG608", f"{self._findings.show(self._node)} {text}", self._node, SH[name], value)

    def values(self, name: str, accepts: Callable[[Term], bool], expected: str) -> Iterator[Term]:
        """Yield the values of a parameter that are accepted; report the others."""
        for value in self._graph.objects(self._node, SH[name]):
            if accepts(value):
                yield value
            else:
                self.wrong(name, f"has {self._findings.show(value)} as sh:{name}; expected {expected}", value)

    def iris(self, name: str) -> Iterator[NamedNode]:
        """Yield its values, which have to be IRIs."""
        for value in self.values(name, lambda term: isinstance(term, NamedNode), "an IRI"):
            if isinstance(value, NamedNode):
                yield value

    def literals(self, name: str) -> Iterator[Literal]:
        """Yield its values, which have to be literals."""
        for value in self.values(name, lambda term: isinstance(term, Literal), "a literal"):
            if isinstance(value, Literal):
                yield value

    def strings(self, name: str) -> Iterator[str]:
        """Yield its values, which have to be strings."""
        for value in self.values(name, is_string, "a string"):
            yield value.value

    def integers(self, name: str) -> Iterator[int]:
        """Yield its values, which have to be non-negative integers; very long ones are cut."""
        for value in self.values(name, _is_count, "a non-negative integer"):
            digits = value.value.lstrip("+0") or "0"
            yield int(digits) if len(digits) < _LONGEST_NUMBER else _ENDLESS

    def references(self, name: str) -> Iterator[Subject]:
        """Yield its values, which have to be shapes."""
        for value in self.values(name, lambda term: not isinstance(term, Literal), "a shape"):
            if isinstance(value, NamedNode | BlankNode):
                yield value

    def lists(self, name: str) -> Iterator[tuple[Term, ...]]:
        """Yield the members of its lists; report malformed ones (KG605)."""
        for head in self._graph.objects(self._node, SH[name]):
            try:
                yield self._graph.members(head)
            except MalformedListError as error:
                shape = self._findings.show(self._node)
                self._findings.add(
                    "KG605", f"the sh:{name} of {shape} is malformed: {error}", self._node, SH[name], head
                )

    def shape_lists(self, name: str) -> Iterator[tuple[Subject, ...]]:
        """Yield the members of its lists, which have to be shapes."""
        for members in self.lists(name):
            shapes = tuple(member for member in members if isinstance(member, NamedNode | BlankNode))
            if len(shapes) == len(members):
                yield shapes
            else:
                self.wrong(name, f"has a literal in sh:{name}; expected shapes")

    def is_true(self, name: str) -> bool:
        """Return whether it is true."""
        for _ in self.values(name, _is_boolean, "true or false"):
            pass
        return _TRUE in self._graph.objects(self._node, SH[name])


def is_string(term: Term) -> bool:
    """Return whether a term is a literal of ``xsd:string``."""
    return isinstance(term, Literal) and term.datatype == XSD["string"]


def _is_boolean(term: Term) -> bool:
    return (
        isinstance(term, Literal)
        and term.datatype == XSD["boolean"]
        and term.value in {"true", "false", "0", "1"}
    )


def _is_count(term: Term) -> bool:
    return (
        isinstance(term, Literal)
        and term.datatype in _INTEGER_TYPES
        and term.value.removeprefix("+").isdecimal()
    )
