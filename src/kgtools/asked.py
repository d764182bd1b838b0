"""The triple that is asked about, from names that people write."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from pyoxigraph import RdfFormat

from kgtools import gate
from kgtools.errors import InputError, UsageError
from kgtools.terms import OWL, RDF, Literal, NamedNode, Triple, local_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgtools.dataset import Dataset
    from kgtools.labels import Labels
    from kgtools.terms import Term

_TYPE: Final = RDF["type"]
_PROPERTIES: Final = (
    OWL["ObjectProperty"],
    OWL["DatatypeProperty"],
    OWL["AnnotationProperty"],
    RDF["Property"],
)


def fact(dataset: Dataset, labels: Labels, subject: str, predicate: str, value: str) -> Triple:
    """Return the triple that three names mean.

    Raises:
        UsageError: A name means nothing, or more than one thing.
    """
    thing = labels.resolve(subject)
    link = _TYPE if predicate in {"a", "rdf:type"} else _property(dataset, labels, predicate)
    return Triple(thing, link, _value(dataset, labels, thing, link, value))


def _property(dataset: Dataset, labels: Labels, name: str) -> NamedNode:
    """Return the property that a name means; an IRI need not be described in the graph."""
    iri = dataset.project.prefixes.resolve(name)
    if iri is not None:
        try:
            return NamedNode(iri)
        except ValueError:
            raise UsageError(f"'{name}' is no IRI") from None
    try:
        found = _one_of(labels, name, _PROPERTIES)
    except UsageError as error:
        if error.message.startswith(f"'{name}' means"):
            raise
        raise UsageError(error.message, hint=_spelt(dataset, labels, name) or error.hint) from None
    if OWL["Class"] in labels.types(found):
        message = f"'{name}' means the class {dataset.project.prefixes.show(found)}, which is no property"
        raise UsageError(message, hint=_spelt(dataset, labels, name))
    return found


def _spelt(dataset: Dataset, labels: Labels, name: str) -> str | None:
    """Return which properties have a name as the last part of their IRI, as a question; None without any."""
    known = {node for kind in _PROPERTIES for node in labels.instances(kind)}
    near = [node for node in known if local_name(node.value).casefold() == name.casefold()]
    shown = sorted(map(dataset.project.prefixes.show, near))
    return f"did you mean {' or '.join(shown)}?" if shown else None


def _one_of(labels: Labels, name: str, kinds: Iterable[NamedNode]) -> NamedNode:
    """Return what a name means among instances of some classes, else what it means at all."""
    complaint: UsageError | None = None
    for kind in kinds:
        try:
            return labels.resolve(name, within=kind)
        except UsageError as error:
            if error.message.startswith(f"'{name}' means"):
                complaint = error
    if complaint:
        raise complaint
    return labels.resolve(name)


def _value(dataset: Dataset, labels: Labels, subject: NamedNode, predicate: NamedNode, name: str) -> Term:
    if name[:1] in {'"', "'"}:
        return _literal(dataset, name)
    values = [quad.object for quad in dataset.inference.quads if quad.predicate == predicate]
    own = [fact.object for fact in (*dataset.inference.quads, *dataset.inferred) if fact.subject == subject]
    literals = [value for value in own if isinstance(value, Literal)]
    # A store shows 1.50 as 1.5, and somebody may ask for what it showed.
    for is_meant in (str.__eq__, _is_same_number):
        for value in literals:
            if is_meant(value.value, name):
                return value
    try:
        return _one_of(labels, name, [OWL["Class"]]) if predicate == _TYPE else labels.resolve(name)
    except UsageError:
        if any(isinstance(value, Literal) for value in values):
            return Literal(name)
        raise


def _is_same_number(one: str, other: str) -> bool:
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return False


def _literal(dataset: Dataset, text: str) -> Literal:
    """Return a literal as Turtle writes it, with the prefixes of the project."""
    declared = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in dataset.project.prefixes.items())
    data = f"{declared}<urn:s> <urn:p> {text} .".encode()
    try:
        quads = list(gate.quads(gate.clean(data, name="literal"), RdfFormat.TURTLE, name="literal"))
    except InputError:
        quads = []
    value = quads[0].object if len(quads) == 1 else None
    if not isinstance(value, Literal):
        raise UsageError(
            f"{text} is no literal", hint='write it as in Turtle: "text"@en, "2018-06-12"^^xsd:date'
        )
    return value
