"""``/schema``: the words of the record: classes with counts, properties, code lists, shapes."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kgtools.terms import OWL, RDF, RDFS, SH, SKOS, Literal, NamedNode
from kgtools.web.pages import record
from kgtools.web.pages.frame import Frame

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request
    from starlette.responses import Response

    from kgtools.graph import Graph
    from kgtools.web.state import State

_PROPERTIES = (OWL["ObjectProperty"], OWL["DatatypeProperty"], OWL["AnnotationProperty"])
_DEFINITIONS = (SKOS["definition"], RDFS["comment"])


class Word(NamedTuple):
    """A class, property or code.

    Attributes:
        node: The term.
        anchor: Its name on the page.
        label: What people call it.
        definition: What it means; "" where nobody says.
        depth: How far down it stands in the tree.
        size: Instances of a class, its subclasses included; uses of a property.
        links: Terms that belong to it, by the word for how: parents, domain, range, shapes.
    """

    node: NamedNode
    anchor: str
    label: str
    definition: str
    depth: int = 0
    size: int = 0
    hue: int = 0
    links: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()


class Codes(NamedTuple):
    """A code list and its codes."""

    word: Word
    codes: list[Word]


async def schema(request: Request, state: State) -> Response:
    """Return the page of classes, properties and code lists."""
    frame = Frame(request, state, "Schema", section="/schema", undated="Words do not depend on the day")
    return await frame.state.make(_page, frame)


def _page(frame: Frame) -> Response:
    words = _Words(frame)
    return frame.render(
        "schema.html",
        classes=words.classes(),
        properties=words.properties(),
        codes=words.codes(),
        shapes=len(_shapes(frame.graph)),
    )


class _Words:
    """Reads the vocabulary of one dataset."""

    def __init__(self, frame: Frame) -> None:
        self._frame, self._graph = frame, frame.graph
        self._store = frame.graph.dataset.store
        self._labels = frame.graph.labels

    def classes(self) -> list[Word]:
        """Return the classes as a tree, each below its first named parent."""
        known = self._of(OWL["Class"])
        below: dict[NamedNode | None, list[NamedNode]] = {}
        for cls in known:
            parents = sorted(self._objects(cls, RDFS["subClassOf"]) & known, key=lambda each: each.value)
            below.setdefault(parents[0] if parents else None, []).append(cls)
        shapes = _shapes(self._graph)
        used = _used(self._graph)
        hues = record.hues(self._graph)
        found: list[Word] = []

        def grow(cls: NamedNode, depth: int) -> None:
            instances = self._labels.instances(cls)
            links = (
                ("below", self._linked(self._objects(cls, RDFS["subClassOf"]) & known)),
                ("properties in use", self._linked(used.get(cls, ()))),
                ("judged by", tuple((name, "") for name in shapes.get(cls, ()))),
            )
            label = self._labels.of(cls)
            found.append(
                self._word(cls, depth=depth, size=len(instances), hue=hues.get(label, 0), links=links)
            )
            for each in sorted(below.get(cls, ()), key=self._labels.of):
                grow(each, depth + 1)

        for root in sorted(below.get(None, ()), key=self._labels.of):
            grow(root, 0)
        return found

    def properties(self) -> list[Word]:
        """Return the properties by name."""
        known = frozenset[NamedNode]().union(*(self._of(kind) for kind in _PROPERTIES))
        uses = Counter(quad.predicate for quad in self._store.match())
        return [
            self._word(
                role,
                size=uses[role],
                links=(
                    ("below", self._linked(self._objects(role, RDFS["subPropertyOf"]))),
                    ("from", self._linked(self._objects(role, RDFS["domain"]))),
                    ("to", self._linked(self._objects(role, RDFS["range"]))),
                ),
            )
            for role in sorted(known, key=lambda role: self._labels.of(role).casefold())
        ]

    def codes(self) -> list[Codes]:
        """Return the code lists with their codes."""
        found = []
        for scheme in sorted(self._of(SKOS["ConceptScheme"]), key=self._labels.of):
            members = {
                quad.subject
                for quad in self._store.match(None, SKOS["inScheme"], scheme)
                if isinstance(quad.subject, NamedNode)
            }
            words = [self._word(each) for each in sorted(members, key=self._labels.of)]
            found.append(Codes(self._word(scheme), words))
        return found

    def _word(
        self,
        node: NamedNode,
        *,
        depth: int = 0,
        size: int = 0,
        hue: int = 0,
        links: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (),
    ) -> Word:
        kept = tuple((name, found) for name, found in links if found)
        return Word(
            node,
            self._frame.name(node),
            self._labels.of(node),
            self._definition(node),
            depth,
            size,
            hue,
            kept,
        )

    def _linked(self, nodes: Iterable[NamedNode]) -> tuple[tuple[str, str], ...]:
        known = record.vocabulary(self._graph)
        pairs = [(self._labels.of(node), self._frame.thing(node) if node in known else "") for node in nodes]
        return tuple(sorted(pairs))

    def _definition(self, node: NamedNode) -> str:
        languages = (*self._graph.project.languages, "")
        for role in _DEFINITIONS:
            texts = {
                quad.object.language or "": quad.object.value
                for quad in self._store.match(node, role)
                if isinstance(quad.object, Literal)
            }
            for language in (*languages, *texts):
                if language in texts:
                    return texts[language]
        return ""

    def _of(self, kind: NamedNode) -> frozenset[NamedNode]:
        found = (quad.subject for quad in self._store.match(None, RDF["type"], kind))
        return frozenset(node for node in found if isinstance(node, NamedNode))

    def _objects(self, node: NamedNode, role: NamedNode) -> frozenset[NamedNode]:
        found = (quad.object for quad in self._store.match(node, role))
        return frozenset(each for each in found if isinstance(each, NamedNode))


@lru_cache(maxsize=4)
def _used(graph: Graph) -> dict[NamedNode, tuple[NamedNode, ...]]:
    """Return the properties that instances of each class have."""
    store, known = graph.dataset.store, record.vocabulary(graph)
    types: dict[object, list[NamedNode]] = {}
    for quad in store.match(None, RDF["type"]):
        if quad.object in known and isinstance(quad.object, NamedNode):
            types.setdefault(quad.subject, []).append(quad.object)
    found: dict[NamedNode, set[NamedNode]] = {}
    for quad in store.match():
        if quad.predicate in known:
            for cls in types.get(quad.subject, ()):
                found.setdefault(cls, set()).add(quad.predicate)
    return {cls: tuple(sorted(roles, key=lambda role: role.value)) for cls, roles in found.items()}


@lru_cache(maxsize=4)
def _shapes(graph: Graph) -> dict[NamedNode, tuple[str, ...]]:
    """Return the names of the shapes that judge each class."""
    found: dict[NamedNode, set[str]] = {}
    for quad in graph.dataset.shapes:
        if quad.predicate == SH["targetClass"] and isinstance(quad.object, NamedNode):
            name = graph.project.prefixes.show(quad.subject)
            found.setdefault(quad.object, set()).add(name)
    return {cls: tuple(sorted(names)) for cls, names in found.items()}
