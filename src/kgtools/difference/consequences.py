"""What other axioms and rules make of the same facts."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING

from kgtools.errors import InputError
from kgtools.inference import Inference, of_project
from kgtools.reason import RuleError, read_rule
from kgtools.terms import RDF, NamedNode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from kgtools.dataset import SourceFile
    from kgtools.difference.sides import Side
    from kgtools.terms import Triple


def consequences(old: Side, new: Side, files: Collection[str]) -> dict[str, list[str]]:
    """Return for each ontology file the terms of which other facts follow from the same old facts.

    Only facts about what was there before count: that new terms have new consequences breaks nothing.

    Args:
        old: The side with the facts.
        new: The side with the other axioms and rules.
        files: The ontology files in question, by name.

    Raises:
        LimitError: More follows than the limits allow.
    """
    if not _axioms_differ(old, new):
        return {}
    try:
        before = {quad.triple for quad in old.graph.dataset.inferred}
        after = set(_inferred(old, new))
    except InputError:
        return {}  # a file that cannot be read is reported as such
    known = {term for fact in (*old.graph.dataset.inference.stated, *before) for term in fact}
    derived, homes = _derived_by_changed_rules(old, new), _homes(old, new, files)
    found: dict[str, set[str]] = defaultdict(set)
    for fact in before ^ after:
        term = fact.object if fact.predicate == RDF["type"] else fact.predicate
        if isinstance(term, NamedNode) and term in homes and all(each in known for each in fact):
            home = homes[term]
            if term in derived or _data(old, home) != _data(new, home):
                found[home].add(new.graph.project.prefixes.show(term))
    return {file: sorted(terms) for file, terms in found.items()}


def _data(side: Side, name: str) -> bytes | None:
    file = side.facts.get(name)
    return file.data if file else None


def _derived_by_changed_rules(old: Side, new: Side) -> set[object]:
    """Return the classes and properties that rule files derive whose text differs."""
    found: set[object] = set()
    for side, other in ((old, new), (new, old)):
        for name, data in _rules(side).items():
            if other.others.get(name) != data:
                with suppress(RuleError):  # the conclusions say that it cannot be compiled
                    found.update(rule.head.predicate for rule in read_rule(data.decode(), name=name))
    return found


def _rules(side: Side) -> dict[str, bytes]:
    names = {side.graph.project.relative(path) for path in side.graph.project.rule_files}
    return {name: data for name, data in side.others.items() if name in names}


def _axioms_differ(old: Side, new: Side) -> bool:
    def state(side: Side) -> dict[str, bytes]:
        project = side.graph.project
        own = {project.relative(path) for path in project.ontology_files}
        return {**{name: file.data for name, file in side.facts.items() if name in own}, **_rules(side)}

    return state(old) != state(new)


def _inferred(old: Side, new: Side) -> Iterable[Triple]:
    """Return what the new ontology and rules infer from the old facts."""
    project = new.graph.project
    ontology = {project.relative(path) for path in project.ontology_files}
    old_ontology = {old.graph.project.relative(path) for path in old.graph.project.ontology_files}
    files: list[SourceFile] = [file for name, file in new.facts.items() if name in ontology]
    files += [file for name, file in old.facts.items() if name not in old_ontology]
    return Inference(
        [(file.name, file.quads()) for file in files],
        [(name, data.decode()) for name, data in _rules(new).items()],
        prefixes=project.prefixes,
        silent=map(project.relative, project.dl_files),
        limits=of_project(project.limits),
    ).inferred


def _homes(old: Side, new: Side, files: Collection[str]) -> dict[NamedNode, str]:
    """Return which of some files describes each term."""
    homes: dict[NamedNode, str] = {}
    for side in (old, new):
        for name in set(files) & side.facts.keys():
            for quad in side.facts[name].quads():
                if isinstance(quad.subject, NamedNode) and quad.predicate == RDF["type"]:
                    homes[quad.subject] = name
    return homes
