"""The usual measures of an ontology and of the graph that uses it."""

from __future__ import annotations

from collections import Counter
from statistics import mean, median
from typing import TYPE_CHECKING, Final

from kgtools.schema.read import CLASSES, DEFINITIONS, PROPERTIES
from kgtools.schema.tree import tree
from kgtools.terms import OWL, RDF, RDFS, NamedNode, local_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from kgtools.dataset import Dataset
    from kgtools.terms import Quad

_AXIOMS: Final = {
    RDFS["subClassOf"]: "subclass",
    OWL["equivalentClass"]: "equivalent class",
    OWL["disjointWith"]: "disjoint classes",
    OWL["members"]: "disjoint or different list",
    OWL["disjointUnionOf"]: "disjoint union",
    RDFS["subPropertyOf"]: "sub-property",
    OWL["equivalentProperty"]: "equivalent property",
    OWL["propertyDisjointWith"]: "disjoint properties",
    OWL["propertyChainAxiom"]: "property chain",
    OWL["inverseOf"]: "inverse",
    RDFS["domain"]: "domain",
    RDFS["range"]: "range",
    OWL["hasKey"]: "key",
}
_CHARACTERISTICS: Final = frozenset(
    OWL[f"{name}Property"]
    for name in (
        *("Functional", "InverseFunctional", "Transitive", "Symmetric"),
        *("Asymmetric", "Reflexive", "Irreflexive"),
    )
)
# Letters of the names of description logics, by the terms that ask for them. What a letter includes
# (S of ALC with transitive roles, R of role hierarchies, Q of N, N of F) is left out of a name.
_LETTERS: Final = {
    "C": ("complementOf", "unionOf", "disjointUnionOf", "disjointWith", "AllDisjointClasses"),
    "+": ("TransitiveProperty",),
    "R": (
        *("propertyChainAxiom", "hasSelf", "ReflexiveProperty", "IrreflexiveProperty"),
        *("AsymmetricProperty", "propertyDisjointWith", "AllDisjointProperties"),
    ),
    "H": ("subPropertyOf", "equivalentProperty"),
    "O": ("oneOf", "hasValue"),
    "I": ("inverseOf", "InverseFunctionalProperty", "SymmetricProperty"),
    "Q": ("qualifiedCardinality", "minQualifiedCardinality", "maxQualifiedCardinality"),
    "N": ("cardinality", "minCardinality", "maxCardinality"),
    "F": ("FunctionalProperty", "InverseFunctionalProperty"),
    "D": ("DatatypeProperty",),
}
_INCLUDED: Final = {"R": "H", "Q": "NF", "N": "F"}


def measures(dataset: Dataset) -> list[tuple[str, str]]:
    """Return the measures of a dataset's ontology and of its use: names and values, for a person.

    Raises:
        InputError: A file cannot be read.
    """
    found = _Measures(dataset)
    return [*found.terms(), *found.axioms(), *found.documentation(), *found.usage(), *found.links()]


def expressivity(ontology: Iterable[Quad]) -> str:
    """Return the name of the least description logic that has all constructors of an ontology.

    Example:
        >>> expressivity([])
        'AL'
    """
    terms = {term for quad in ontology for term in (quad.predicate, quad.object)}
    used = {
        letter
        for letter, names in _LETTERS.items()
        if any(space[name] in terms for name in names for space in (OWL, RDFS))
    }
    for letter, included in _INCLUDED.items():
        if letter in used:
            used -= set(included)
    base = "S" if "+" in used else "ALC" if "C" in used else "AL"
    return base + "".join(letter for letter in "RHOIQNF" if letter in used) + "(D)" * ("D" in used)


class _Measures:
    """Counts what one dataset holds."""

    def __init__(self, dataset: Dataset) -> None:
        self._store, self._project = dataset.store, dataset.project
        own = frozenset(dataset.project.ontology_files)
        self._sizes = [sum(1 for _ in file.quads()) for file in dataset.files]
        self._ontology = [quad for file in dataset.files if file.path in own for quad in file.quads()]
        self._kinds = {kind: self._of(kind) for kind in (*CLASSES, *PROPERTIES)}
        self._classes = frozenset[NamedNode]().union(*(self._kinds[kind] for kind in CLASSES))
        self._properties = frozenset[NamedNode]().union(*(self._kinds[kind] for kind in PROPERTIES))

    def terms(self) -> list[tuple[str, str]]:
        """Return how many terms there are, and how deep the tree of classes is."""
        parents: dict[NamedNode, set[NamedNode]] = {cls: set() for cls in self._classes}
        for quad in self._store.match(None, RDFS["subClassOf"]):
            if quad.subject in parents and quad.object in parents:
                parents[quad.subject].add(quad.object)  # type: ignore[index,arg-type]  # they are named
        depths = [depth for _, depth in tree(parents, str)]
        tops = sum(not above for above in parents.values())
        kinds = {
            local_name(kind.value).removesuffix("Property").lower(): len(self._kinds[kind])
            for kind in PROPERTIES[:-1]
        }
        return [
            ("classes", f"{len(self._classes):,}"),
            ("classes without a superclass", f"{tops:,}"),
            ("depth of the class tree", f"{max(depths, default=-1) + 1}"),
            ("properties", f"{len(self._properties):,}"),
            *((f"{kind} properties", f"{count:,}") for kind, count in kinds.items()),
        ]

    def axioms(self) -> list[tuple[str, str]]:
        """Return how many axioms of each kind there are, and which logic they need."""
        tally = Counter(_AXIOMS[quad.predicate] for quad in self._ontology if quad.predicate in _AXIOMS)
        tally["property characteristic"] = sum(quad.object in _CHARACTERISTICS for quad in self._ontology)
        kinds = sorted((+tally).items(), key=lambda item: (-item[1], item[0]))
        return [
            ("expressivity", expressivity(self._ontology)),
            ("axioms", f"{tally.total():,}"),
            *((f"axioms: {kind}", f"{count:,}") for kind, count in kinds),
        ]

    def documentation(self) -> list[tuple[str, str]]:
        """Return how many terms have labels and definitions."""
        terms = self._classes | self._properties
        labels = [self._count(term, self._project.roles.label) for term in terms]
        defined = sum(self._count(term, DEFINITIONS) > 0 for term in terms)
        return [
            ("terms with a label", _part(sum(map(bool, labels)), terms)),
            ("labels per term", _mean(labels)),
            ("terms with a definition", _part(defined, terms)),
        ]

    def usage(self) -> list[tuple[str, str]]:
        """Return how many terms the graph uses."""
        types = {quad.object for quad in self._store.match(None, RDF["type"])}
        roles = {quad.predicate for quad in self._store.match()}
        return [
            ("classes with instances", _part(len(self._classes & types), self._classes)),
            ("properties in use", _part(len(self._properties & roles), self._properties)),
        ]

    def links(self) -> list[tuple[str, str]]:
        """Return how many links the things of the project have among each other, and how large files are."""
        base = self._project.base
        degrees: Counter[NamedNode] = Counter()
        for quad in self._store.match():
            ends = [end for end in (quad.subject, quad.object) if isinstance(end, NamedNode)]
            own = [end for end in ends if end.value.startswith(base)]
            degrees.update(dict.fromkeys(own[:1], 0))
            degrees.update(own if len(own) > 1 else ())
        counts = list(degrees.values())
        return [
            ("links per thing", _mean(counts)),
            ("median links of a thing", f"{median(counts or [0]):g}"),
            ("most links of a thing", f"{max(counts, default=0):,}"),
            ("things without a link", _part(counts.count(0), counts)),
            ("median triples of a file", f"{median(self._sizes or [0]):g}"),
            ("most triples of a file", f"{max(self._sizes, default=0):,}"),
        ]

    def _count(self, term: NamedNode, roles: Iterable[NamedNode]) -> int:
        return sum(1 for role in roles for _ in self._store.match(term, role))

    def _of(self, kind: NamedNode) -> frozenset[NamedNode]:
        found = (quad.subject for quad in self._store.match(None, RDF["type"], kind))
        return frozenset(node for node in found if isinstance(node, NamedNode))


def _part(count: int, whole: Collection[object]) -> str:
    return f"{count:,} of {len(whole):,}"


def _mean(counts: Collection[int]) -> str:
    return f"{mean(counts or [0]):.2f}"
