"""Which properties are followed by a class, by a property, or by no thing of the project."""

from __future__ import annotations

from typing import Final

from kgtools.terms import OWL, RDF, RDFS, SH

CLASS_POSITIONS: Final = (
    RDF["type"],
    RDFS["subClassOf"],
    RDFS["domain"],
    RDFS["range"],
    OWL["disjointWith"],
    OWL["equivalentClass"],
    OWL["complementOf"],
    OWL["someValuesFrom"],
    OWL["allValuesFrom"],
    OWL["onClass"],
    SH["class"],
    SH["targetClass"],
)
"""Properties whose value is a class."""

PROPERTY_POSITIONS: Final = (
    RDFS["subPropertyOf"],
    OWL["inverseOf"],
    OWL["onProperty"],
    OWL["equivalentProperty"],
    OWL["propertyDisjointWith"],
    SH["path"],
    SH["inversePath"],
    SH["zeroOrMorePath"],
    SH["oneOrMorePath"],
    SH["zeroOrOnePath"],
    SH["targetSubjectsOf"],
    SH["targetObjectsOf"],
    SH["equals"],
    SH["disjoint"],
    SH["lessThan"],
    SH["lessThanOrEquals"],
)
"""Properties whose value is a property."""

NO_REFERENCE: Final = frozenset(
    {
        *CLASS_POSITIONS,
        *PROPERTY_POSITIONS,
        *(OWL[f"{name}"] for name in ("versionIRI", "priorVersion", "imports", "backwardCompatibleWith")),
        OWL["incompatibleWith"],
        RDFS["isDefinedBy"],
        SH["declare"],
    }
)
"""Properties whose value need not be described in the project."""
