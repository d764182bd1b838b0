"""Did you mean: the known names that are nearest to one that nobody knows."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from kgtools.lint.finding import Advice
from kgtools.lint.vocabulary import namespace
from kgtools.terms import Literal, NamedNode, local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kgtools.lint.facts import Facts
    from kgtools.lint.file import File
    from kgtools.lint.vocabulary import Vocabulary
    from kgtools.project import Project
    from kgtools.turtle.position import Extent

_OTHER_NAMESPACE: Final = 1
_OTHER_TYPE: Final = 2
_MOST: Final = 3
# Each takes a look at all names; where so many are unknown, misspelling is not the cause.
_MOST_ASKED: Final = 500

Distances: TypeAlias = "dict[NamedNode, int]"


class Names:
    """Known names of terms, and which of them are near to an unknown one.

    Args:
        named: The names of each term: local name, labels, aliases.

    Example:
        >>> names = Names({NamedNode("urn:x:Person"): {"Person"}, NamedNode("urn:x:Place"): {"Place"}})
        >>> [str(term) for term in names.near(NamedNode("urn:x:Persn"))]
        ['<urn:x:Person>']
    """

    def __init__(self, named: Mapping[NamedNode, Iterable[str]]) -> None:
        pairs = [(name, term) for term, names in named.items() for name in {_folded(name) for name in names}]
        self._names = [name for name, _ in pairs]
        self._terms = [term for _, term in pairs]
        self._asked: dict[NamedNode, Distances] = {}  # a slip is often repeated

    def near(self, unknown: NamedNode) -> Distances:
        """Return the terms that are near enough, and how far each is; none for the 501st name asked for."""
        if unknown not in self._asked and len(self._asked) < _MOST_ASKED:
            self._asked[unknown] = self._distances(unknown)
        return self._asked.get(unknown, {})

    def _distances(self, unknown: NamedNode) -> Distances:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        written = _folded(local_name(unknown.value))
        cutoff = max(1, len(written) // 4)
        near = process.extract(written, self._names, scorer=OSA.distance, score_cutoff=cutoff, limit=None)
        found: Distances = {}
        for _, letters, index in near:
            term = self._terms[index]
            if term != unknown:
                distance = int(letters) + _OTHER_NAMESPACE * (
                    namespace(term.value) != namespace(unknown.value)
                )
                found[term] = min(distance, found.get(term, distance))
        return found


class Suggestion(NamedTuple):
    """A known term and how far it is from what was written."""

    term: NamedNode
    distance: int


class Suggestions:
    """The names that a project knows.

    Args:
        facts: Ontology and facts.
        shapes: The shapes, which name each other.
        vocabulary: What the ontology declares.
        project: Which properties name things.
    """

    def __init__(self, facts: Facts, shapes: Facts, vocabulary: Vocabulary, project: Project) -> None:
        self._facts = facts
        self._shapes = shapes
        self._vocabulary = vocabulary
        self._project = project

    def class_(self, unknown: NamedNode) -> list[Suggestion]:
        """Return the classes that may have been meant, nearest first."""
        return _ranked(self._classes.near(unknown))

    def property_(self, unknown: NamedNode) -> list[Suggestion]:
        """Return the properties that may have been meant, nearest first."""
        return _ranked(self._properties.near(unknown))

    def individual(self, unknown: NamedNode, predicate: NamedNode) -> list[Suggestion]:
        """Return the things that may have been meant as a value of a property, nearest first."""
        near, wanted = self._things.near(unknown), self._vocabulary.ranges.get(predicate, ())
        if wanted:
            near = {term: distance + self._unfitness(term, wanted) for term, distance in near.items()}
        return _ranked(near)

    def shape(self, unknown: NamedNode) -> list[Suggestion]:
        """Return the shapes that may have been meant, nearest first."""
        return _ranked(self._shape_names.near(unknown))

    def term(self, unknown: NamedNode) -> list[Suggestion]:
        """Return the classes, properties and things that may have been meant by a name, nearest first."""
        kinds = (self._classes, self._properties, self._things)
        found = _ranked({term: far for kind in kinds for term, far in kind.near(unknown).items()})
        return [each for each in found if each.distance == found[0].distance]

    def words(self, found: list[Suggestion]) -> str | None:
        """Return suggestions as a question, None without any."""
        names = [f"`{self._project.prefixes.show(suggestion.term)}`" for suggestion in found[:_MOST]]
        if not names:
            return None
        listed = ", ".join(names[:-1]) + f" or {names[-1]}" if len(names) > 1 else names[0]
        return f"did you mean {listed}?"

    def advice(self, found: list[Suggestion], file: File, at: Extent) -> Advice:
        """Return the suggestions in words, and the edit if one is nearer than all others."""
        if not found:
            return Advice()
        is_sure = len(found) == 1 or found[0].distance < found[1].distance
        fixes = file.fix(at, file.show(found[0].term)) if is_sure else ()
        return Advice(self.words(found), fixes)

    @cached_property
    def _classes(self) -> Names:
        return self._named(self._vocabulary.classes)

    @cached_property
    def _properties(self) -> Names:
        return self._named(self._vocabulary.properties)

    @cached_property
    def _things(self) -> Names:
        terms = self._vocabulary.classes | self._vocabulary.properties
        return self._named(n for n in self._facts.by_subject if isinstance(n, NamedNode) and n not in terms)

    @cached_property
    def _shape_names(self) -> Names:
        return self._named(node for node in self._shapes.by_subject if isinstance(node, NamedNode))

    def _named(self, terms: Iterable[NamedNode]) -> Names:
        return Names({term: (local_name(term.value), *self._labels.get(term, ())) for term in terms})

    @cached_property
    def _labels(self) -> dict[NamedNode, list[str]]:
        found: dict[NamedNode, list[str]] = {}
        for role in (*self._project.roles.label, *self._project.roles.alias):
            for fact in self._facts.using(role):
                if isinstance(fact.subject, NamedNode) and isinstance(fact.object, Literal):
                    found.setdefault(fact.subject, []).append(fact.object.value)
        return found

    def _unfitness(self, term: NamedNode, wanted: Iterable[NamedNode]) -> int:
        """Return how much further a term is for its type."""
        return _OTHER_TYPE * self._vocabulary.all_types(term).isdisjoint(wanted)


def _ranked(near: Distances) -> list[Suggestion]:
    ordered = sorted(near.items(), key=lambda item: (item[1], item[0].value))
    return [Suggestion(term, distance) for term, distance in ordered]


def nearest_name(written: str, known: Iterable[str]) -> str | None:
    """Return the one name that is nearest to a misspelt one; None where none or several are near.

    Example:
        >>> nearest_name("dctrems", ["dcterms", "skos"])
        'dcterms'
    """
    from rapidfuzz.distance import OSA

    limit = max(1, len(written) // 4)
    found = sorted((OSA.distance(written.casefold(), name.casefold()), name) for name in {*known} if name)
    near = [name for distance, name in found if distance <= limit and distance == found[0][0]]
    return near[0] if len(near) == 1 else None


def _folded(name: str) -> str:
    """Return the letters and digits of a name, without case."""
    return "".join(filter(str.isalnum, name)).casefold()
