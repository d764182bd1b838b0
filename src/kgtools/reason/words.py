"""Axioms as a person writes them (OWL 2 Manchester Syntax)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.reason.expressions import (
    And,
    Cardinality,
    DataRange,
    HasSelf,
    HasValue,
    Not,
    OneOf,
    Only,
    Or,
    Role,
    Some,
)
from kgtools.terms import XSD, NamedNode

if TYPE_CHECKING:
    from kgtools.reason.expressions import Expression
    from kgtools.terms import Prefixes, Term


class Words:
    """Expressions in words, with the prefixes of a project.

    Args:
        prefixes: How IRIs are shortened.

    Example:
        >>> from kgtools.terms import Prefixes, NamedNode
        >>> kin = Role(NamedNode("https://example.org/kin"), inverse=True)
        >>> Words(Prefixes({"ex": "https://example.org/"})).expression(HasSelf(kin))
        'inverse (ex:kin) Self'
    """

    def __init__(self, prefixes: Prefixes) -> None:
        self._show = prefixes.show

    def term(self, term: Term) -> str:
        """Return a term as CURIE, IRI or literal."""
        return self._show(term)

    def role(self, role: Role) -> str:
        """Return a property expression."""
        return f"inverse ({self.term(role.iri)})" if role.inverse else self.term(role.iri)

    def expression(self, expression: Expression | DataRange | None) -> str:  # noqa: C901, PLR0911 - one line per kind
        """Return a class expression or data range, in brackets where it has parts."""
        match expression:
            case None:
                return "owl:Thing"
            case NamedNode():
                return self.term(expression)
            case And(parts):
                return f"({' and '.join(map(self.expression, parts))})"
            case Or(parts):
                return f"({' or '.join(map(self.expression, parts))})"
            case Not(part):
                return f"not {self.expression(part)}"
            case OneOf(members):
                return f"{{{', '.join(map(self.term, members))}}}"
            case Some(role, filler):
                return f"({self.role(role)} some {self.expression(filler)})"
            case Only(role, filler):
                return f"({self.role(role)} only {self.expression(filler)})"
            case HasValue(role, value):
                return f"({self.role(role)} value {self.term(value)})"
            case HasSelf(role):
                return f"{self.role(role)} Self"
            case Cardinality(word, number, role, filler):
                return f"({self.role(role)} {word} {number} {self.expression(filler)})"
            case DataRange():
                return self._data_range(expression)

    def _data_range(self, data: DataRange) -> str:
        if data.word:
            parts = [self._data_range(part) for part in data.parts]
            return f"not {parts[0]}" if data.word == "not" else f"({f' {data.word} '.join(parts)})"
        if data.datatype is None:
            return f"{{{', '.join(map(self.term, data.values))}}}"
        name = self.term(NamedNode(data.datatype)) if data.datatype != XSD + "string" else "xsd:string"
        facets = ", ".join(f"{facet} {bound.value}" for facet, bound in data.facets)
        return f"{name}[{facets}]" if facets else name
