"""Terms as they are written in one Turtle file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kgtools.terms import RDF, WELL_KNOWN, XSD, Literal, NamedNode, Term
from kgtools.turtle.tokens import is_name

if TYPE_CHECKING:
    from collections.abc import Mapping

# Lexical forms that Turtle writes without quotation marks (Turtle 2.5.2 and 2.5.3).
_BARE: Final = {
    XSD["integer"]: re.compile(r"[+-]?[0-9]+"),
    XSD["decimal"]: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD["double"]: re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE][+-]?[0-9]+"),
    XSD["boolean"]: re.compile(r"true|false"),
}
# Names that a person would write with a prefix.
_LOCAL: Final = re.compile(r"\w(?:[\w.-]*[\w-])?")


class Spelling:
    """Writes terms with the prefixes of a file, and notes which further ones it needs.

    Args:
        declared: The prefixes that hold in the file.
        known: Those that may be declared on top, if their names are free.

    Attributes:
        needed: Prefixes that were used and are not declared, with their namespaces.

    Example:
        >>> spelling = Spelling({}, {"ex": "https://example.org/"})
        >>> spelling.term(NamedNode("https://example.org/a")), spelling.term(Literal(7))
        ('ex:a', '7')
        >>> spelling.needed
        {'ex': 'https://example.org/'}
    """

    def __init__(self, declared: Mapping[str, str], known: Mapping[str, str]) -> None:
        self._declared = declared
        others = {**WELL_KNOWN, **known}
        free = {prefix: iri for prefix, iri in others.items() if prefix not in declared}
        # The longest namespace wins, then what the file declares already.
        table = [*declared.items(), *((p, n) for p, n in free.items() if n not in declared.values())]
        self._table = sorted(table, key=lambda item: -len(item[1]))
        self.needed: dict[str, str] = {}

    def term(self, term: Term) -> str:
        """Return a term as it is written."""
        if isinstance(term, NamedNode):
            return self.iri(term)
        if not isinstance(term, Literal) or term.language or term.datatype == XSD["string"]:
            return str(term)
        bare = _BARE.get(term.datatype)
        if bare and bare.fullmatch(term.value):
            return term.value
        return f"{Literal(term.value)}^^{self.iri(term.datatype)}"

    def predicate(self, iri: NamedNode) -> str:
        """Return a property as it is written: ``a`` for the type."""
        return "a" if iri == RDF["type"] else self.iri(iri)

    def iri(self, iri: NamedNode) -> str:
        """Return an IRI with a prefix where a person would write one."""
        for prefix, namespace in self._table:
            local = iri.value.removeprefix(namespace)
            if local != iri.value and _LOCAL.fullmatch(local) and is_name(f"{prefix}:{local}"):
                if prefix not in self._declared:
                    self.needed[prefix] = namespace
                return f"{prefix}:{local}"
        return str(iri)
