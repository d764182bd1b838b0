"""The version step that a changed ontology needs, and whether its version was raised by it.

Major: inferences change, or something that was there is gone. Minor: something new, or something
deprecated. Patch: text. In versions 0.y.z every step counts one lower (Semantic Versioning 2.0.0, item 4).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from contextlib import suppress
from enum import IntEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from kgtools.difference.consequences import consequences
from kgtools.difference.entities import Kind
from kgtools.difference.folding import Structure
from kgtools.errors import InputError
from kgtools.terms import DCTERMS, OWL, RDF, RDFS, SH, SKOS, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgtools.difference.entities import Entity, ValueChange
    from kgtools.difference.sides import Side
    from kgtools.terms import Quad

_TEXT: Final = {
    *(RDFS[name] for name in ("label", "comment", "seeAlso", "isDefinedBy")),
    *(SKOS[f"{name}Label"] for name in ("pref", "alt", "hidden")),
    *(SKOS[name] for name in ("definition", "example", "scopeNote", "note", "editorialNote", "changeNote")),
    *(
        DCTERMS[name]
        for name in ("title", "description", "license", "source", "creator", "created", "modified")
    ),
    *(SH[name] for name in ("name", "description", "message", "order", "group")),
}
_RETIRING: Final = {OWL["deprecated"], DCTERMS["isReplacedBy"]}
_VERSION: Final = {OWL["versionInfo"], OWL["versionIRI"], OWL["priorVersion"]}
_NUMBERS: Final = re.compile(r"(\d+)\.(\d+)\.(\d+)")


class Step(IntEnum):
    """How far a version is raised."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3


class VersionChange(NamedTuple):
    """What the changes of one ontology ask of its version.

    Attributes:
        ontology: The IRI in its header.
        file: Where that header stands.
        needed: The step that the changes need.
        reasons: Why, with counts.
        old: The version before; None where it has none.
        new: The version now.
    """

    ontology: NamedNode
    file: str
    needed: Step
    reasons: tuple[str, ...]
    old: str | None
    new: str | None

    @property
    def is_raised(self) -> bool:
        """Whether the version was raised by that step at least."""
        before, after = _numbers(self.old), _numbers(self.new)
        if before is None or after is None:  # nothing was published before, or no version is told
            return before is None and after is not None
        # In 0.y.z the first number says nothing yet: a break shows in the second, all else in the third.
        needed = self.needed if before[0] else max(self.needed - 1, min(self.needed, Step.PATCH))
        return _step(before, after) >= needed


def version_changes(old: Side, new: Side, changed: Iterable[Entity]) -> tuple[VersionChange, ...]:
    """Return what each changed ontology of a project asks of its version.

    Args:
        old: One side.
        new: The other.
        changed: The entities whose facts differ, those of shapes among them.

    Raises:
        LimitError: More follows than the limits allow.
    """
    before, after = _headers(old), _headers(new)
    headers = {**before, **after}
    needed: dict[str, Counter[tuple[Step, str]]] = defaultdict(Counter)
    ontology_nodes = {header.iri for header in headers.values()}
    for entity in changed:
        for file, change in _in_files(entity):
            if file in headers:
                needed[file][_weight(entity, change, is_header=entity.node in ontology_nodes)] += 1
    for file, terms in consequences(old, new, headers.keys()).items():
        needed[file][Step.MAJOR, f"other facts follow: {', '.join(terms)}"] += 1
    return tuple(
        VersionChange(
            headers[file].iri,
            file,
            max(step for step, _ in reasons),
            tuple(_told(reasons)),
            before[file].version if file in before else None,
            after[file].version if file in after else None,
        )
        for file, reasons in sorted(needed.items())
    )


class _Header(NamedTuple):
    iri: NamedNode
    version: str | None


def _headers(side: Side) -> dict[str, _Header]:
    """Return the ontology header of each file that has one."""
    project = side.graph.project
    files = {**side.facts, **side.shapes}
    names = {project.relative(path) for path in (*project.ontology_files, *project.shape_files)}
    found: dict[str, _Header] = {}
    for name in sorted(names & files.keys()):
        with suppress(InputError):  # a file that cannot be read is reported as such
            header = _header(list(files[name].quads()))
            if header:
                found[name] = header
    return found


def _header(quads: list[Quad]) -> _Header | None:
    is_ontology = (RDF["type"], OWL["Ontology"])
    iri = next((quad.subject for quad in quads if (quad.predicate, quad.object) == is_ontology), None)
    if not isinstance(iri, NamedNode):
        return None
    told = (q.object for q in quads if (q.subject, q.predicate) == (iri, OWL["versionInfo"]))
    return _Header(iri, next((value.value for value in told if isinstance(value, Literal)), None))


def _in_files(entity: Entity) -> Iterator[tuple[str, ValueChange]]:
    for change in entity.changes:
        files = {span.file for said in (change.old, change.new) if said for span in said.spans}
        for file in files:
            yield file, change


def _weight(entity: Entity, change: ValueChange, *, is_header: bool) -> tuple[Step, str]:
    """Return the step that one change needs, and why; the first row that fits decides."""
    is_axiom = isinstance(entity.node, Structure)
    rows = (
        (change.predicate in _VERSION, Step.NONE, "the version itself"),
        (is_header, Step.PATCH, "text of the header"),
        (is_axiom, Step.MAJOR, f"axiom {entity.kind}"),
        (entity.kind is Kind.ADDED, Step.MINOR, "new term"),
        (entity.kind is Kind.REMOVED, Step.MAJOR, "term removed"),
        (change.predicate in _RETIRING, Step.MINOR, "term deprecated or brought back"),
        (change.predicate in _TEXT, Step.PATCH, "text"),
        (True, Step.MAJOR, "meaning of a term that was there"),
    )
    return next((step, reason) for fits, step, reason in rows if fits)


def _told(reasons: Counter[tuple[Step, str]]) -> Iterator[str]:
    """Yield the reasons, those of the largest step first, each with its count."""
    for (step, reason), count in sorted(reasons.items(), key=lambda item: (-item[0][0], item[0][1])):
        if step:
            yield f"{reason} ({count})" if count > 1 else reason


def _numbers(version: str | None) -> tuple[int, ...] | None:
    found = _NUMBERS.match(version or "")
    return tuple(map(int, found.groups())) if found else None


def _step(before: tuple[int, ...], after: tuple[int, ...]) -> Step:
    if after <= before:
        return Step.NONE
    return next(
        step for step, a, b in zip((Step.MAJOR, Step.MINOR, Step.PATCH), before, after, strict=True) if a != b
    )
