"""What another reasoner is given: checked N-Triples that we wrote, and nothing that acts.

Imports are left out, since nothing may be fetched; so is what only describes
(labels, definitions, sources), since no axiom speaks of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, serialize

from kgtools.errors import InputError
from kgtools.reason import datatypes
from kgtools.reason.hermit import SENTINEL
from kgtools.terms import OWL, RDF, RDFS, BlankNode, Literal, NamedNode, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kgtools.terms import Quad

_TYPE = RDF["type"]
_OWLREADY = "http://www.lesfleursdunormal.fr/static/_downloads/owlready_ontology.owl#"
_ACTING = {NamedNode(_OWLREADY + "python_module"), NamedNode(_OWLREADY + "python_name")}
_DESCRIBING = {RDFS[name] for name in ("label", "comment", "seeAlso", "isDefinedBy")} | {
    OWL[name] for name in ("imports", "versionInfo", "versionIRI", "priorVersion", "deprecated")
}
_DECLARING = {
    OWL[name] for name in ("Class", "ObjectProperty", "DatatypeProperty", "NamedIndividual", "Ontology")
}
_NAME = NamedNode("urn:kgtools:name")
_LANGUAGE = (RDF, RDFS, OWL)
# OWL 2 Structural Specification, section 4; HermiT takes no other.
_SUPPORTED = frozenset({OWL + "real", OWL + "rational", RDF + "XMLLiteral", *datatypes.in_owl_map()})


def prepared(quads: Iterable[Quad | Triple]) -> list[Triple]:
    """Return the triples that say something to a reasoner, each once.

    Raises:
        InputError: A triple would make owlready2 import and run a Python module.
    """
    triples = list(dict.fromkeys(Triple(quad.subject, quad.predicate, quad.object) for quad in quads))
    for triple in triples:
        if triple.predicate in _ACTING:
            raise InputError(
                f"{triple.subject} names a Python module to run ({triple.predicate})",
                hint="remove the triple",
            )
    annotations = {
        t.subject for t in triples if t.predicate == _TYPE and t.object == OWL["AnnotationProperty"]
    }
    silent = _DESCRIBING | annotations
    return [
        triple for triple in triples if triple.predicate not in silent and triple.subject not in annotations
    ]


def is_fact(triple: Triple) -> bool:
    """Return whether a triple is an assertion about a thing, not part of the ontology."""
    if triple.predicate == _TYPE:
        kind = triple.object
        return isinstance(kind, NamedNode) and not kind.value.startswith(_LANGUAGE)
    same = triple.predicate in {OWL["sameAs"], OWL["differentFrom"]}
    return same or not triple.predicate.value.startswith(_LANGUAGE)


def is_declaration(triple: Triple) -> bool:
    """Return whether a triple only says of what kind a name is."""
    return triple.predicate == _TYPE and isinstance(triple.subject, NamedNode) and triple.object in _DECLARING


def ignored_datatypes(triples: Iterable[Triple]) -> tuple[str, ...]:
    """Return the datatypes outside the OWL 2 datatype map: HermiT leaves their facts unjudged."""
    found = {triple.object.datatype.value for triple in triples if isinstance(triple.object, Literal)}
    return tuple(sorted(found - _SUPPORTED))


def declarations(triples: Sequence[Triple]) -> list[Triple]:
    """Return the declarations that are missing: HermiT takes an undeclared property for an annotation."""
    declared = {(t.subject, t.object) for t in triples if t.predicate == _TYPE}
    properties = {OWL["ObjectProperty"], OWL["DatatypeProperty"]}
    known = {subject for subject, kind in declared if kind in properties}
    found: dict[Triple, None] = {}
    for triple in triples:
        if not is_fact(triple) or triple.predicate in {OWL["sameAs"], OWL["differentFrom"]}:
            continue
        if triple.predicate == _TYPE:
            if (triple.object, OWL["Class"]) not in declared:
                found[Triple(triple.object, _TYPE, OWL["Class"])] = None  # type: ignore[arg-type]
        elif triple.predicate not in known:
            kind = "DatatypeProperty" if isinstance(triple.object, Literal) else "ObjectProperty"
            found[Triple(triple.predicate, _TYPE, OWL[kind])] = None
    return list(found)


def distinct_names(triples: Iterable[Triple]) -> list[Triple]:
    """Return what makes all named things of the facts different.

    Each gets its IRI as the one value of a functional property. That says the same as
    owl:AllDifferent, and HermiT need not look at every pair.
    """
    names: dict[NamedNode, None] = {}
    for triple in filter(is_fact, triples):
        ends = (triple.subject,) if triple.predicate == _TYPE else (triple.subject, triple.object)
        names.update((end, None) for end in ends if isinstance(end, NamedNode))
    kinds = [Triple(_NAME, _TYPE, OWL[kind]) for kind in ("DatatypeProperty", "FunctionalProperty")]
    return [*kinds, *(Triple(name, _NAME, Literal(name.value)) for name in names)]


def written(triples: Iterable[Triple]) -> bytes:
    """Return N-Triples that end with the sentinel."""
    sentinel, above, complement = NamedNode(SENTINEL), NamedNode(f"{SENTINEL}:above"), BlankNode("kgsentinel")
    end = [
        Triple(sentinel, _TYPE, OWL["Class"]),
        Triple(above, _TYPE, OWL["Class"]),
        Triple(complement, _TYPE, OWL["Class"]),
        Triple(complement, OWL["complementOf"], above),
        Triple(sentinel, RDFS["subClassOf"], above),
        Triple(sentinel, RDFS["subClassOf"], complement),
    ]
    return serialize([*triples, *end], format=RdfFormat.N_TRIPLES) or b""
