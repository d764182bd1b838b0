"""Words that shapes name and the ontology beside the data does not declare: such a shape checks nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.shapes.model import TargetKind
from kgtools.shapes.paths import predicates
from kgtools.shapes.vocabulary import nearest
from kgtools.terms import OWL, RDF, RDFS, SH, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Store

    from kgtools.shapes.findings import Findings
    from kgtools.shapes.model import Shape, Shapes
    from kgtools.terms import Term

_TYPE: Final = RDF["type"]
_CLASS_TYPES: Final = (OWL["Class"], RDFS["Class"])
_PROPERTY_TYPES: Final = (
    RDF["Property"],
    *(OWL[f"{kind}Property"] for kind in ("Object", "Datatype", "Annotation")),
)


class Words:
    """The classes, or the properties, that the data declare.

    Args:
        data: Facts and ontology.
        types: The types that declare a word.
        parent: The property between a word and one above it; both ends of it are words.
    """

    def __init__(self, data: Store, types: tuple[NamedNode, ...], parent: NamedNode) -> None:
        typed = [q.subject for type_ in types for q in data.quads_for_pattern(None, _TYPE, type_, None)]
        placed = [
            end for q in data.quads_for_pattern(None, parent, None, None) for end in (q.subject, q.object)
        ]
        self._declared = {word for word in (*typed, *placed) if isinstance(word, NamedNode)}
        self._homes = {_home(word) for word in self._declared}

    def lacks(self, word: Term) -> bool:
        """Return whether a word stands in a namespace of these and is none of them."""
        return isinstance(word, NamedNode) and word not in self._declared and _home(word) in self._homes

    def like(self, word: NamedNode) -> NamedNode | None:
        """Return the word that is nearest to a misspelt one; None where none is near."""
        home = _home(word)
        names = (known.value[len(home) :] for known in self._declared if _home(known) == home)
        meant = nearest(word.value[len(home) :], names)
        return NamedNode(home + meant) if meant else None


def find_undeclared(shapes: Shapes, data: Store, findings: Findings) -> None:
    """Find target classes and paths that the ontology among the data lacks, and no fact uses (KG610).

    Only where an ontology with a header stands among the data, and only in its namespaces: it alone says
    which words there are.
    """
    if not any(data.quads_for_pattern(None, _TYPE, OWL["Ontology"], None)):
        return
    classes = Words(data, _CLASS_TYPES, RDFS["subClassOf"])
    properties = Words(data, _PROPERTY_TYPES, RDFS["subPropertyOf"])
    for shape in shapes.by_node.values():
        if shape.deactivated:
            continue
        for where, word in _classes(shape):
            if classes.lacks(word) and not any(data.quads_for_pattern(None, _TYPE, word, None)):
                _tell(findings, classes, shape, where, word)
        for where, word in _properties(shape):
            if properties.lacks(word) and not any(data.quads_for_pattern(None, word, None, None)):
                _tell(findings, properties, shape, where, word)


def _classes(shape: Shape) -> Iterator[tuple[NamedNode, NamedNode]]:
    for target in shape.targets:
        is_implicit = target.term == shape.node
        if target.kind is TargetKind.CLASS and isinstance(target.term, NamedNode) and not is_implicit:
            yield target.kind.value, target.term


def _properties(shape: Shape) -> Iterator[tuple[NamedNode, NamedNode]]:
    for target in shape.targets:
        if target.kind in {TargetKind.SUBJECTS_OF, TargetKind.OBJECTS_OF} and isinstance(
            target.term, NamedNode
        ):
            yield target.kind.value, target.term
    for predicate in sorted(predicates(shape.path), key=str) if shape.path else ():
        yield SH["path"], predicate


def _tell(findings: Findings, words: Words, shape: Shape, where: NamedNode, word: NamedNode) -> None:
    meant = words.like(word)
    findings.add(
        "KG610",
        f"{findings.show(word)} is not declared in its ontology, and no fact uses it",
        shape.node,
        where,
        word,
        help=f"did you mean {findings.show(meant)}?" if meant else "declare it, or correct the name",
    )


def _home(word: NamedNode) -> str:
    return word.value[: max(word.value.rfind("#"), word.value.rfind("/")) + 1]
