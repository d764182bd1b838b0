"""How properties are used: what kinds of values each has, as declared or as nearly all facts have it."""

from __future__ import annotations

from collections import Counter
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from kgtools.lint.vocabulary import DATATYPE_PROPERTY, OBJECT_PROPERTY
from kgtools.terms import RDF, XSD, Literal, NamedNode

if TYPE_CHECKING:
    from kgtools.lint.facts import Facts
    from kgtools.lint.vocabulary import Vocabulary
    from kgtools.project import Project

DATES: Final = frozenset(XSD[name] for name in ("date", "gYear", "gYearMonth", "dateTime", "dateTimeStamp"))
NUMBERS: Final = frozenset(
    XSD[name]
    for name in (
        *("integer", "decimal", "double", "float", "long", "int", "short", "byte"),
        *("nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
        *("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
    )
)
_FEW: Final = 5
_NEARLY_ALL: Final = 0.8


class Kind(Enum):
    """What a value is."""

    IRI = auto()
    DATE = auto()
    NUMBER = auto()
    TAGGED = auto()
    TEXT = auto()
    OTHER = auto()


class Usage:
    """What values properties have.

    Args:
        facts: Where to look.
        vocabulary: What the ontology says about them.
        project: Which properties hold dates and labels.
    """

    def __init__(self, facts: Facts, vocabulary: Vocabulary, project: Project) -> None:
        self._facts = facts
        self._vocabulary = vocabulary
        self._dated = {node for rule in project.times for node in (rule.start, rule.end, rule.last) if node}
        self._expected: dict[NamedNode, Kind | None] = {}

    def expected(self, predicate: NamedNode) -> Kind | None:
        """Return the kind of values that a property has; None where that is open."""
        if predicate not in self._expected:
            self._expected[predicate] = self._declared(predicate) or self._usual(predicate)
        return self._expected[predicate]

    def is_declared(self, predicate: NamedNode) -> bool:
        """Return whether the kind is stated somewhere, not only usual."""
        return self._declared(predicate) is not None

    def _declared(self, predicate: NamedNode) -> Kind | None:
        vocabulary = self._vocabulary
        if predicate in self._dated:
            return Kind.DATE
        for range_ in vocabulary.ranges.get(predicate, ()):
            kind = _kind_of(range_)
            if kind is not Kind.OTHER:
                return kind
        if vocabulary.is_a(predicate, OBJECT_PROPERTY) and not vocabulary.is_a(predicate, DATATYPE_PROPERTY):
            return Kind.IRI
        return None

    def _usual(self, predicate: NamedNode) -> Kind | None:
        counts = Counter(kind_of(fact.quad.object) for fact in self._facts.using(predicate))
        if not counts:
            return None
        kind, number = counts.most_common(1)[0]
        return kind if number >= _FEW and number >= _NEARLY_ALL * counts.total() else None


def kind_of(value: object) -> Kind:
    """Return the kind of a value."""
    if isinstance(value, Literal):
        return Kind.TAGGED if value.language else _kind_of(value.datatype)
    return Kind.IRI if isinstance(value, NamedNode) else Kind.OTHER


def _kind_of(datatype: NamedNode) -> Kind:
    if datatype in DATES:
        return Kind.DATE
    if datatype in NUMBERS:
        return Kind.NUMBER
    if datatype == RDF["langString"]:
        return Kind.TAGGED
    return Kind.TEXT if datatype == XSD["string"] else Kind.OTHER
