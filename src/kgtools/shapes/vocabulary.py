"""The terms of the SHACL namespace, and which of them this software does not evaluate.

From the vocabulary of the Recommendation of 20 July 2017, with SHACL Advanced Features and SHACL
JavaScript Extensions (Notes of 2017), so that their terms are told apart from misspelt ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import DamerauLevenshtein

from kgtools.terms import SH, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

_COMPONENTS = """And Class Closed Datatype Disjoint Equals Expression HasValue In JS LanguageIn LessThan
LessThanOrEquals MaxCount MaxExclusive MaxInclusive MaxLength MinCount MinExclusive MinInclusive
MinLength Node NodeKind Not Or Pattern Property QualifiedMaxCount QualifiedMinCount SPARQL UniqueLang
Xone"""
_PARAMETERS = """and class closed datatype disjoint equals expression flags hasValue ignoredProperties in js
languageIn lessThan lessThanOrEquals maxCount maxExclusive maxInclusive maxLength minCount
minExclusive minInclusive minLength node nodeKind not or pattern property qualifiedMaxCount
qualifiedMinCount qualifiedValueShape qualifiedValueShapesDisjoint sparql uniqueLang xone"""
_CLASSES = """AbstractResult BlankNode BlankNodeOrIRI BlankNodeOrLiteral ConstraintComponent Function IRI
IRIOrLiteral Info JSConstraint JSExecutable JSFunction JSLibrary JSRule JSTarget JSTargetType
JSValidator Literal NodeKind NodeShape Parameter Parameterizable PrefixDeclaration PropertyGroup
PropertyShape ResultAnnotation Rule SPARQLAskExecutable SPARQLAskValidator SPARQLConstraint
SPARQLConstructExecutable SPARQLExecutable SPARQLFunction SPARQLRule SPARQLSelectExecutable
SPARQLSelectValidator SPARQLTarget SPARQLTargetType SPARQLUpdateExecutable Severity Shape Target
TargetType TripleRule ValidationReport ValidationResult Validator Violation Warning"""
_PROPERTIES = """alternativePath annotationProperty annotationValue annotationVarName ask condition conforms
construct deactivated declare defaultValue description detail entailment filterShape focusNode
group intersection inversePath jsFunctionName jsLibrary jsLibraryURL labelTemplate message name
namespace nodes nodeValidator object oneOrMorePath optional order parameter path predicate prefix
prefixes propertyValidator result resultAnnotation resultMessage resultPath resultSeverity
returnType rule select severity shapesGraph shapesGraphWellFormed sourceConstraint
sourceConstraintComponent sourceShape subject suggestedShapesGraph target targetClass targetNode
targetObjectsOf targetSubjectsOf this union update validator value values zeroOrMorePath zeroOrOnePath"""

COMPONENTS: Final = tuple(_COMPONENTS.split())
"""What the names of SHACL's own constraint components begin with."""

PARAMETERS: Final = frozenset(SH[name] for name in _PARAMETERS.split())
"""Predicates that make their subject a shape."""

_NAMES: Final = frozenset(
    [*_PARAMETERS.split(), *_CLASSES.split(), *_PROPERTIES.split()]
    + [f"{name}ConstraintComponent" for name in COMPONENTS]
)

UNSUPPORTED: Final = {
    SH["js"]: "JavaScript is never run",
    SH["target"]: "targets of SHACL Advanced Features are not evaluated",
    SH["expression"]: "node expressions of SHACL Advanced Features are not evaluated",
    SH["rule"]: "rules of SHACL Advanced Features are not applied",
    SH["values"]: "property value rules of SHACL Advanced Features are not applied",
}
"""What no engine here decides, and why."""


def is_known(term: NamedNode) -> bool:
    """Return whether an IRI of the SHACL namespace is a term of its vocabulary.

    Parameters of components have composed names (``sh:InConstraintComponent-in``).

    Example:
        >>> is_known(SH["targetClass"]), is_known(SH["targetclass"])
        (True, False)
    """
    name = term.value[len(SH) :]
    component, dash, parameter = name.partition("-")
    return name in _NAMES or not name or bool(dash and component in _NAMES and parameter in _NAMES)


def suggest(term: NamedNode) -> str | None:
    """Return the ``sh:`` name that was probably meant, or None.

    Example:
        >>> suggest(SH["targetclass"])
        'sh:targetClass'
    """
    meant = nearest(term.value[len(SH) :], _NAMES)
    return f"sh:{meant}" if meant else None


def nearest(wrong: str, names: Iterable[str]) -> str | None:
    """Return the name that was probably meant by a misspelt one, or None.

    Example:
        >>> nearest("naem", ["name", "born"])
        'name'
    """
    limit = max(1, len(wrong) // 4)
    ranked = sorted((DamerauLevenshtein.distance(wrong.casefold(), name.casefold()), name) for name in names)
    return ranked[0][1] if ranked and ranked[0][0] <= limit else None
