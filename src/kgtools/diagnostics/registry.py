"""The codes of findings and errors: how grave each is, and what it says in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kgtools.diagnostics.model import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE


class Entry(NamedTuple):
    """A code of the series.

    Attributes:
        code: ``KG`` and three digits.
        severity: How grave it is unless ``kg.toml`` says otherwise.
        title: What it means, in one line.
        is_fixable: Whether ``kg check --fix`` may apply its fixes.
    """

    code: str
    severity: Severity
    title: str
    is_fixable: bool = False

    @property
    def is_final(self) -> bool:
        """Whether no comment can silence it: half a graph, or half the shapes, would be judged."""
        return self.severity is _E and self.code[:3] in {"KG0", "KG6", "KG9"}


_ENTRIES: Final = (
    Entry("KG001", _E, "syntax error"),
    Entry("KG002", _E, "undeclared prefix", is_fixable=True),
    Entry("KG003", _E, "missing end of a triple"),
    Entry("KG004", _E, "invalid character in an IRI"),
    Entry("KG005", _W, "relative IRI"),
    Entry("KG006", _E, "not UTF-8"),
    Entry("KG007", _W, "control, zero-width or direction character"),
    Entry("KG008", _E, "prefix bound to another namespace than the project's", is_fixable=True),
    Entry("KG009", _E, "blank node among the facts"),
    Entry("KG010", _E, "IRI with another scheme, or too long"),
    Entry("KG011", _W, "byte order mark", is_fixable=True),
    Entry("KG101", _E, "undeclared class", is_fixable=True),
    Entry("KG102", _E, "undeclared property", is_fixable=True),
    Entry("KG103", _E, "reference to something described nowhere", is_fixable=True),
    Entry("KG104", _E, "term missing from its vocabulary", is_fixable=False),
    Entry("KG105", _W, "IRIs that hardly differ"),
    Entry("KG106", _W, "deprecated term", is_fixable=True),
    Entry("KG107", _W, "class used as individual, property as class, or one name for two kinds"),
    Entry("KG108", _W, "literal where a thing was meant, or the reverse"),
    Entry("KG109", _W, "domain or range gives a type that nobody stated"),
    Entry("KG110", _E, "stated types are disjoint"),
    Entry("KG111", _W, "individual without type"),
    Entry("KG112", _N, "class without shape"),
    Entry("KG201", _E, "ill-typed literal"),
    Entry("KG202", _W, "date as text or with the wrong datatype", is_fixable=True),
    Entry("KG203", _W, "number in quotes", is_fixable=True),
    Entry("KG204", _W, "language tag missing, wrong or at odds with the script"),
    Entry("KG205", _W, "stray spaces, or text not in normal form C", is_fixable=True),
    Entry("KG206", _W, "date out of the project's range"),
    Entry("KG207", _W, "same value twice in another form"),
    Entry("KG208", _W, "address as text where an IRI was meant, or the reverse", is_fixable=True),
    Entry("KG209", _W, "form that the query store does not keep", is_fixable=True),
    Entry("KG301", _W, "unused prefix", is_fixable=True),
    Entry("KG302", _N, "prefix declared twice", is_fixable=True),
    Entry("KG303", _W, "triple stated twice", is_fixable=True),
    Entry("KG304", _W, "one description split over files"),
    Entry("KG305", _N, "white space not in canonical form", is_fixable=True),
    Entry("KG306", _W, "comment that ignores nothing"),
    Entry("KG307", _W, "comment that may not ignore, or gives no reason"),
    Entry("KG308", _W, "file that states nothing"),
    Entry("KG401", _W, "label missing in the project's first language"),
    Entry("KG402", _W, "probably one thing under two names"),
    Entry("KG403", _E, "two things share one external identifier"),
    Entry("KG404", _W, "stated to be the same, yet with conflicting values"),
    Entry("KG405", _W, "isolated individual"),
    Entry("KG501", _W, "fact without source"),
    Entry("KG502", _W, "several values of a single-valued property"),
    Entry("KG601", _E, "no shape to check by"),
    Entry("KG602", _E, "no shape matches any node"),
    Entry("KG603", _E, "unknown term of SHACL"),
    Entry("KG604", _E, "recursive shapes"),
    Entry("KG605", _E, "malformed list or path in a shape"),
    Entry("KG606", _E, "constraint that cannot be decided"),
    Entry("KG607", _E, "query of a shape that cannot be used"),
    Entry("KG608", _E, "ill-typed parameter of a shape"),
    Entry("KG609", _W, "shape that matches no node"),
    Entry("KG610", _E, "word of a shape that the ontology lacks"),
    Entry("KG611", _N, "constraint judged by another engine"),
    Entry("KG612", _N, "deactivated shape"),
    Entry("KG613", _W, "constraint on a datatype that the store replaces"),
    Entry("KG614", _W, "shape outside the files of shapes"),
    Entry("KG651", _E, "undeclared term in a query"),
    Entry("KG652", _E, "column of a query that nothing binds"),
    Entry("KG653", _E, "text compared without the language tag that the data have"),
    Entry("KG654", _E, "header of a query missing or incomplete"),
    Entry("KG655", _E, "query that the engines cannot parse"),
    Entry("KG656", _E, "parameter of a query that does not fit its text"),
    Entry("KG657", _E, "columns of a query that differ from its header"),
    Entry("KG658", _E, "query without an order of rows"),
    Entry("KG659", _E, "query without test"),
    Entry("KG701", _E, "contradiction"),
    Entry("KG702", _E, "two names forced to be one thing"),
    Entry("KG703", _N, "axiom outside OWL 2 RL"),
    Entry("KG704", _E, "rule file that cannot be compiled"),
    Entry("KG705", _E, "class that can have no instance"),
    Entry("KG706", _E, "literal outside the declared range"),
    Entry("KG750", _E, "term of the ontology without label"),
    Entry("KG751", _W, "two terms with one label or definition"),
    Entry("KG752", _W, "several labels in one language"),
    Entry("KG753", _W, "term of the ontology without definition"),
    Entry("KG754", _W, "definition that leads back to its label"),
    Entry("KG755", _W, "terms that axioms make equal"),
    Entry("KG756", _E, "ontology without licence, title, description or version"),
    Entry("KG757", _W, "class without a place in the hierarchy"),
    Entry("KG758", _E, "replaced or deprecated, but not both"),
    Entry("KG759", _W, "inverses that do not fit"),
    Entry("KG760", _W, "several domains or ranges"),
    Entry("KG761", _N, "term that nothing uses"),
    Entry("KG762", _E, "cardinality that checks nothing"),
    Entry("KG763", _W, "domain or range not below that of the parent"),
    Entry("KG900", _E, "something could not be done"),
    Entry("KG901", _E, "wrong request"),
    Entry("KG902", _E, "no usable project"),
    Entry("KG903", _E, "text that could not be taken"),
    Entry("KG904", _E, "query that the engine failed on"),
    Entry("KG905", _E, "shapes that can judge nothing"),
    Entry("KG906", _E, "engine missing or failed"),
    Entry("KG907", _E, "nothing was written"),
    Entry("KG908", _E, "limit reached"),
)

REGISTRY: Final[Mapping[str, Entry]] = {entry.code: entry for entry in _ENTRIES}
"""Every code of the series, in its order."""
