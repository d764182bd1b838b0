"""How triples become nodes and edges: an ``[export.NAME]`` table, or what the ontology suggests."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from kgtools.errors import Location, ProjectError, UsageError
from kgtools.export.evidence import evidence_classes
from kgtools.project import FILE
from kgtools.terms import RDFS, SKOS, NamedNode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kgtools.export.facts import Facts
    from kgtools.export.options import Options
    from kgtools.project import Project

DEFAULT = "default"
_SUBCLASS = RDFS["subClassOf"]
_KEYS = {"nodes", "label", "languages", "attributes", "edge"}
_EDGE_KEYS = {"situation", "from", "to", "label"}


@dataclass(frozen=True, slots=True)
class Fold:
    """A situation that becomes an edge: from which role to which, and what it is called."""

    source: NamedNode
    target: NamedNode
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """What becomes a node, an edge or an attribute.

    Attributes:
        name: The ``NAME`` of its table.
        classes: Instances of these are nodes; None means all but ``excluded``.
        excluded: Instances of these are no nodes: codes, sources, claims.
        situations: Classes of relations that are nodes in the data.
        folds: By class of situation: how it becomes an edge; empty makes an edge of each with two roles.
        label: Properties whose values name a thing, best first.
        languages: Languages of labels, best first.
        attributes: Properties to keep as attributes; None keeps all.
    """

    name: str
    label: tuple[NamedNode, ...]
    languages: tuple[str, ...]
    classes: frozenset[NamedNode] | None = None
    excluded: frozenset[NamedNode] = frozenset()
    situations: frozenset[NamedNode] = frozenset()
    folds: Mapping[NamedNode, Fold] = field(default_factory=dict)
    attributes: frozenset[NamedNode] | None = None


def profile(project: Project, facts: Facts, options: Options) -> Profile:
    """Return the profile that was asked for.

    Raises:
        UsageError: The project has no profile of this name.
        ProjectError: Its table holds an unknown key, or names what is not there.
    """
    name = options.profile or DEFAULT
    made = _suggested(project, facts)
    if name in project.exports:
        made = _Reader(project, facts, name).applied_to(made)
    elif name != DEFAULT:
        known = sorted({*project.exports, DEFAULT})
        raise UsageError(f"no export profile '{name}' in {FILE}", hint=f"one of {', '.join(known)}")
    if options.language:
        made = replace(made, languages=(options.language, *made.languages))
    return made


def _suggested(project: Project, facts: Facts) -> Profile:
    """Return the default: entities are nodes, situations with two roles are edges."""
    roles = project.roles
    situations = facts.below(roles.situation, _SUBCLASS) if roles.situation else frozenset()
    codes = facts.below(SKOS["ConceptScheme"], _SUBCLASS)
    if roles.code:
        codes |= facts.below(roles.code, _SUBCLASS)
    evidence = evidence_classes(facts, roles, situations=situations, codes=codes)
    return Profile(
        name=DEFAULT,
        label=roles.label,
        languages=project.languages,
        excluded=codes | evidence,
        situations=situations,
    )


class _Reader:
    """Reads one ``[export.NAME]`` table; every complaint names the key."""

    def __init__(self, project: Project, facts: Facts, name: str) -> None:
        self._project, self._facts, self._name = project, facts, name
        self._table = project.exports[name]

    def applied_to(self, suggested: Profile) -> Profile:
        """Return the suggestion, changed as the table says."""
        table = self._table
        if not isinstance(table, dict):
            raise self._wrong("expected a table")
        self._only(table, _KEYS)
        folds = [self._fold(each) for each in self._list("edge", dict)]
        made = replace(
            suggested,
            name=self._name,
            label=self._terms("label") or suggested.label,
            languages=tuple(self._list("languages", str)) or suggested.languages,
            folds={cls: fold for classes, fold in folds for cls in classes},
        )
        if "attributes" in table:
            made = replace(made, attributes=frozenset(self._terms("attributes")))
        if "nodes" in table:
            classes = frozenset().union(*(self._classes(name) for name in self._list("nodes", str)))
            made = replace(made, classes=classes, excluded=frozenset())
        return made

    def _fold(self, table: dict[str, Any]) -> tuple[frozenset[NamedNode], Fold]:
        self._only(table, _EDGE_KEYS)
        if missing := {"situation", "from", "to"} - table.keys():
            raise self._wrong(f"an edge lacks {', '.join(sorted(missing))}")
        fold = Fold(self._term(table["from"]), self._term(table["to"]), table.get("label"))
        if fold.label is not None and not isinstance(fold.label, str):
            raise self._wrong("expected text as the label of an edge")
        return self._classes(table["situation"]), fold

    def _classes(self, name: object) -> frozenset[NamedNode]:
        cls = self._term(name)
        found = self._facts.below(cls, _SUBCLASS)
        used = {each for stated in self._facts.types.values() for each in stated}
        if cls not in self._facts.vocabulary and not found & used:
            names = {self._project.prefixes.show(each): each for each in used}
            near = difflib.get_close_matches(str(name), names, 1)
            raise self._wrong(f"no class '{name}'", hint=f"did you mean '{near[0]}'?" if near else None)
        return found

    def _terms(self, key: str) -> tuple[NamedNode, ...]:
        return tuple(self._term(name) for name in self._list(key, str))

    def _term(self, name: object) -> NamedNode:
        iri = self._project.prefixes.resolve(name) if isinstance(name, str) else None
        if iri is None:
            raise self._wrong(f"'{name}' is no IRI and no name with a known prefix")
        return NamedNode(iri)

    def _list(self, key: str, kind: type) -> list[Any]:
        value = self._table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, kind) for each in value):
            raise self._wrong(f"expected a list in '{key}'")
        return value

    def _only(self, table: dict[str, Any], known: set[str]) -> None:
        for key in table:
            if key not in known:
                raise self._wrong(f"unknown key '{key}'; known: {', '.join(sorted(known))}")

    def _wrong(self, message: str, *, hint: str | None = None) -> ProjectError:
        place = Location(str(self._project.root / FILE))
        return ProjectError(f"[export.{self._name}] {message}", hint=hint, location=place)
