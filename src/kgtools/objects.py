"""The graph as Python objects, through owlready2."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, serialize

from kgtools.errors import EngineError
from kgtools.reason import handover
from kgtools.terms import OWL, RDF, NamedNode, Triple

if TYPE_CHECKING:
    from owlready2 import Ontology

    from kgtools.dataset import Dataset

_NEUTRAL = "urn:kgtools:ontology#"
_TYPE = RDF["type"]
_DECLARING = {OWL["Class"], OWL["ObjectProperty"], OWL["DatatypeProperty"], OWL["AnnotationProperty"]}


def ontology(dataset: Dataset, *, facts: bool = True) -> Ontology:
    """Return an owlready2 ontology loaded with a graph, in a private world.

    owlready2 gets N-Triples that were parsed and written here, without imports; it is told to
    load nothing but these. Its names lie below the namespace with the most declared terms.

    Args:
        dataset: The graph.
        facts: Take the facts along; otherwise the ontology alone.

    Raises:
        EngineError: owlready2 is missing, or did not read all classes.
        InputError: A triple would make it import and run a module.

    Example:
        >>> from kgtools import bundle, project
        >>> from kgtools.dataset import Dataset
        >>> onto = ontology(Dataset(project.load(bundle.root())), facts=False)
        >>> onto.LeverUse.is_a[0].name
        'Situation'
    """
    try:
        import owlready2
    except ImportError:
        raise EngineError("owlready2 is not installed", hint="pip install owlready2") from None
    names = {dataset.project.relative(path) for path in dataset.project.ontology_files}
    quads = dataset.inference.quads if facts else tuple(dataset.inference.quads_of(names))
    handover.prepared(quads)  # raises where a triple would run code
    triples = [triple for triple in dict.fromkeys(quad.triple for quad in quads) if not _heads(triple)]
    text = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    namespace = _namespace(triples)
    if {namespace, namespace[:-1]} & owlready2.PREDEFINED_ONTOLOGIES.keys():
        namespace = _NEUTRAL  # for these it would read a file of its own, or fetch one
    world = owlready2.World()
    found = world.get_ontology(namespace)
    found.load(fileobj=BytesIO(text), only_local=True, format="ntriples")
    wanted = {t.subject for t in triples if t.predicate == _TYPE and t.object == OWL["Class"]}
    missing = sum(isinstance(c, NamedNode) for c in wanted) - len(list(found.classes()))
    if missing > 0:
        raise EngineError(f"owlready2 did not read {missing} of the classes")
    return found


def _heads(triple: Triple) -> bool:
    """Return whether a triple belongs to the header of an ontology: what it imports, what it is called."""
    return triple.predicate == OWL["imports"] or (
        triple.predicate == _TYPE and triple.object == OWL["Ontology"]
    )


def _namespace(triples: list[Triple]) -> str:
    """Return the namespace in which most terms are declared; owlready2 finds names below it."""
    counts: dict[str, int] = {}
    for triple in triples:
        if (
            triple.predicate == _TYPE
            and triple.object in _DECLARING
            and isinstance(triple.subject, NamedNode)
        ):
            iri = triple.subject.value
            space = iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]
            counts[space] = counts.get(space, 0) + 1
    return max(counts, key=lambda space: counts[space], default=_NEUTRAL)
