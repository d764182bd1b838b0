"""Did you mean: the known names that are nearest to one that nobody knows."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from kgtools.lint.finding import Advice
from kgtools.lint.vocabulary import namespace
from kgtools.terms import Literal, NamedNode, local_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgtools.lint.facts import Facts
    from kgtools.lint.file import File
    from kgtools.lint.vocabulary import Vocabulary
    from kgtools.project import Project
    from kgtools.turtle.position import Extent

_OTHER_NAMESPACE: Final = 1
_OTHER_TYPE: Final = 2
_MOST: Final = 3


class Suggestion(NamedTuple):
    """A known term and how far it is from what was written."""

    term: NamedNode
    distance: int


class Suggestions:
    """The names that a project knows.

    Args:
        facts: Ontology and facts.
        vocabulary: What the ontology declares.
        project: Which properties name things.
    """

    def __init__(self, facts: Facts, vocabulary: Vocabulary, project: Project) -> None:
        self._facts = facts
        self._vocabulary = vocabulary
        self._project = project

    def class_(self, unknown: NamedNode) -> list[Suggestion]:
        """Return the classes that may have been meant, nearest first."""
        return self._nearest(unknown, self._vocabulary.classes)

    def property_(self, unknown: NamedNode) -> list[Suggestion]:
        """Return the properties that may have been meant, nearest first."""
        return self._nearest(unknown, self._vocabulary.properties)

    def individual(self, unknown: NamedNode, predicate: NamedNode) -> list[Suggestion]:
        """Return the things that may have been meant as a value of a property, nearest first."""
        wanted = {*self._vocabulary.ranges.get(predicate, ())}
        return self._nearest(unknown, self._things, wanted)

    def advice(self, found: list[Suggestion], file: File, at: Extent) -> Advice:
        """Return the suggestions in words, and the edit if one is nearer than all others."""
        if not found:
            return Advice()
        names = [f"`{self._project.prefixes.show(suggestion.term)}`" for suggestion in found[:_MOST]]
        listed = ", ".join(names[:-1]) + f" or {names[-1]}" if len(names) > 1 else names[0]
        is_sure = len(found) == 1 or found[0].distance < found[1].distance
        fixes = file.fix(at, file.show(found[0].term)) if is_sure else ()
        return Advice(f"did you mean {listed}?", fixes)

    @cached_property
    def _things(self) -> list[NamedNode]:
        vocabulary = self._vocabulary
        terms = vocabulary.classes | vocabulary.properties
        return [n for n in self._facts.by_subject if isinstance(n, NamedNode) and n not in terms]

    @cached_property
    def _names(self) -> dict[NamedNode, list[str]]:
        found: dict[NamedNode, list[str]] = {}
        for role in (*self._project.roles.label, *self._project.roles.alias):
            for fact in self._facts.using(role):
                if isinstance(fact.subject, NamedNode) and isinstance(fact.object, Literal):
                    found.setdefault(fact.subject, []).append(_folded(fact.object.value))
        return found

    def _nearest(
        self, unknown: NamedNode, known: Iterable[NamedNode], wanted: set[NamedNode] | None = None
    ) -> list[Suggestion]:
        from rapidfuzz.distance import OSA

        written = _folded(local_name(unknown.value))
        limit = max(1, len(written) // 4)
        home = namespace(unknown.value)
        found: list[Suggestion] = []
        for term in known:
            names = (_folded(local_name(term.value)), *self._names.get(term, ()))
            distance = min(OSA.distance(written, name, score_cutoff=limit) for name in names)
            if distance > limit or term == unknown:
                continue
            if namespace(term.value) != home:
                distance += _OTHER_NAMESPACE
            if wanted and wanted.isdisjoint(self._vocabulary.all_types(term)):
                distance += _OTHER_TYPE
            found.append(Suggestion(term, distance))
        return sorted(found, key=lambda suggestion: (suggestion.distance, suggestion.term.value))


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
