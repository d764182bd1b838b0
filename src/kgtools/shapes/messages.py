"""A violation as a finding: its code, its severity and a plain sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.diagnostics.model import Diagnostic, Severity
from kgtools.shapes import checks, paths
from kgtools.shapes.checks import NodeKind
from kgtools.shapes.findings import shortened
from kgtools.terms import SH, BlankNode, Literal, NamedNode, Term, local_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kgtools.shapes.checks import Check
    from kgtools.shapes.results import Violation
    from kgtools.terms import Prefixes

_SEVERITIES = {SH["Violation"]: Severity.ERROR, SH["Warning"]: Severity.WARNING, SH["Info"]: Severity.NOTE}
_KINDS = {
    NodeKind.BLANK_NODE: "a blank node",
    NodeKind.IRI: "an IRI",
    NodeKind.LITERAL: "a literal",
    NodeKind.BLANK_NODE_OR_IRI: "an IRI or a blank node",
    NodeKind.BLANK_NODE_OR_LITERAL: "a literal or a blank node",
    NodeKind.IRI_OR_LITERAL: "an IRI or a literal",
}
_COMPARISONS = {">=": "at least", ">": "greater than", "<=": "at most", "<": "less than"}
_FEW = 5


def to_diagnostic(
    violation: Violation,
    prefixes: Prefixes,
    *,
    label: Callable[[Term], str] | None = None,
    languages: Sequence[str] = ("en",),
) -> Diagnostic:
    """Return a violation as a finding without a place.

    The code is the local name of the nearest node shape, or the alias of the component
    (``SH-MinCount``) where no shape has an IRI. The message is the author's ``sh:message`` in the
    first of the languages, else a sentence made from the constraint, with what breaks a nested shape.

    Args:
        violation: What an engine found.
        prefixes: How IRIs are shown.
        label: Names a term in a sentence; its CURIE or literal if not given.
        languages: The reader's languages, best first.
    """

    def told(found: Violation) -> str:
        return _authored(found.messages, languages) or sentence(found, prefixes, label or prefixes.show)

    message = told(violation)
    if violation.details and not violation.messages:
        message += f" ({'; '.join(dict.fromkeys(map(told, violation.leaves[:_FEW])))})"
    return Diagnostic(
        code=local_name(violation.node_shape.value) if violation.node_shape else alias(violation),
        severity=_SEVERITIES.get(violation.severity, Severity.ERROR),
        message=message,
        focus_node=violation.focus_node,
        path=paths.show(violation.path, prefixes) if violation.path is not None else None,
        value=violation.value,
        shape=violation.source_shape,
        component=prefixes.show(violation.component),
    )


def alias(violation: Violation) -> str:
    """Return the code that all violations of a component share, as ``SH-MinCount``."""
    component = violation.component
    if isinstance(component, BlankNode):
        return "SH-SPARQL"
    return f"SH-{local_name(component.value).removesuffix('ConstraintComponent')}"


def _authored(messages: Sequence[Literal], languages: Sequence[str]) -> str | None:
    order = {language: rank for rank, language in enumerate((*languages, None))}
    ranked = sorted(messages, key=lambda m: (order.get(m.language, len(order)), m.value))
    return ranked[0].value if ranked else None


def sentence(violation: Violation, prefixes: Prefixes, label: Callable[[Term], str]) -> str:
    """Return one sentence that says what is wrong, without a final stop."""

    def label_of(term: Term) -> str:
        return "a blank node" if isinstance(term, BlankNode) else shortened(label(term))

    focus = label_of(violation.focus_node)
    where = paths.show(violation.path, prefixes) if violation.path is not None else None
    rule = _rule(violation.check, violation.value, label_of) if violation.check else None
    if rule is None:
        rule = f"breaks {prefixes.show(violation.component)}"
    if where is None:
        return f"{focus} {rule}"
    if violation.value is None:
        return f"{focus}: {where} {rule}"
    return f"{focus}: {where} {label_of(violation.value)} {rule}"


def _rule(  # noqa: C901, PLR0911, PLR0912 - one case each
    check: Check, value: Term | None, label: Callable[[Term], str]
) -> str | None:
    match check:
        case checks.ClassCheck(class_):
            return f"is not of the class {label(class_)}"
        case checks.DatatypeCheck(datatype):
            return _other_datatype(value, datatype, label)
        case checks.NodeKindCheck(kind):
            return f"is not {_KINDS[kind]}"
        case checks.MinCountCheck(count):
            return "is missing" if count == 1 else f"has fewer than {count} values"
        case checks.MaxCountCheck(count):
            return "must have no value" if count == 0 else f"has more than {_count(count, 'value')}"
        case checks.RangeCheck(comparison, bound):
            return f"is not {_COMPARISONS[comparison.value]} {label(bound)}"
        case checks.MinLengthCheck(length):
            return f"is shorter than {_count(length, 'character')}"
        case checks.MaxLengthCheck(length):
            return f"is longer than {_count(length, 'character')}"
        case checks.PatternCheck(pattern, flags):
            return f"does not match the pattern {shortened(str(Literal(pattern)))}" + (
                f" with flags {flags}" if flags else ""
            )
        case checks.LanguageInCheck(tags):
            return f"is not in one of the languages {', '.join(tags)}"
        case checks.UniqueLangCheck():
            return "has several values in one language"
        case checks.EqualsCheck(predicate):
            return f"is not a value of both this and {label(predicate)}"
        case checks.DisjointCheck(predicate):
            return f"is also a value of {label(predicate)}"
        case checks.LessThanCheck(predicate, or_equal):
            return f"is not less than {'or equal to ' if or_equal else ''}each value of {label(predicate)}"
        case checks.NotCheck(shape):
            return f"conforms to {_shape(shape, label)}, which it must not"
        case checks.AndCheck(shapes):
            return f"does not conform to all of {_list(shapes, label)}"
        case checks.OrCheck(shapes):
            return f"conforms to none of {_list(shapes, label)}"
        case checks.XoneCheck(shapes):
            return f"does not conform to exactly one of {_list(shapes, label)}"
        case checks.NodeCheck(shape) | checks.PropertyCheck(shape):
            return f"does not conform to {_shape(shape, label)}"
        case checks.QualifiedCheck(shape, at_least, count):
            word = "fewer" if at_least else "more"
            return f"has {word} than {_count(count, 'value')} conforming to {_shape(shape, label)}"
        case checks.ClosedCheck():
            return "is not allowed here: the shape is closed"
        case checks.HasValueCheck(wanted):
            return f"lacks the value {label(wanted)}"
        case checks.InCheck(members):
            return f"is none of {_list(members, label)}"
        case _:
            return None


def _other_datatype(value: Term | None, wanted: NamedNode, label: Callable[[Term], str]) -> str:
    """Return why a value has not the datatype that is wanted: it has another, or is not spelt so."""
    if not isinstance(value, Literal):
        return f"is no literal of the datatype {label(wanted)}"
    if value.datatype == wanted:
        return f"is no well-formed value of {label(wanted)}"
    found = f"text in {value.language}" if value.language else f"of the datatype {label(value.datatype)}"
    return f"is {found}, not {label(wanted)}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _shape(node: Term, label: Callable[[Term], str]) -> str:
    return label(node) if isinstance(node, NamedNode) else "a nested shape"


def _list(terms: Sequence[Term], label: Callable[[Term], str]) -> str:
    if all(isinstance(term, BlankNode) for term in terms):
        return f"{len(terms)} nested shapes"
    shown = [_shape(term, label) for term in terms[:_FEW]]
    more = len(terms) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")
