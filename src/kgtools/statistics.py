"""Counting what is in a graph."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING

from kgtools.bounds import days
from kgtools.terms import RDF, Literal, NamedNode

if TYPE_CHECKING:
    from kgtools.dataset import Dataset
    from kgtools.labels import Labels


class By(StrEnum):
    """What to count by."""

    CLASS = "class"
    PROPERTY = "property"
    FILE = "file"
    STATUS = "status"
    SOURCE = "source"


def overview(dataset: Dataset) -> list[tuple[str, str]]:
    """Return the size of a graph: names of measures and their values, for a person."""
    store, project = dataset.store, dataset.project
    entities = {
        quad.subject
        for quad in store.match(None, RDF["type"])
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(project.base)
    }
    rows = [
        ("project", project.name),
        ("title", project.title),
        ("as of", project.as_of.isoformat() if project.as_of else "not stated"),
        ("files", f"{len(dataset.files):,}"),
        ("triples", f"{dataset.triples:,}"),
        ("entities", f"{len(entities):,}"),
    ]
    if project.roles.source:
        sources = {quad.object for quad in store.match(None, project.roles.source)}
        rows.append(("sources cited", f"{len(sources):,}"))
    if found := _days(dataset):
        rows.append(("dates", f"{found[0]} to {found[-1]}"))
    return rows


def counts(dataset: Dataset, labels: Labels, by: By) -> list[tuple[str, int]]:
    """Return how often each class, property, file, status or source occurs, most first.

    Classes, statuses and sources are counted over the entities of the project, properties and
    files over all stated triples. Raises nothing; a role that ``kg.toml`` does not name gives no rows.
    """
    tally: Counter[str] = Counter()
    roles = dataset.project.roles
    if by is By.FILE:
        tally.update({file.name: sum(1 for _ in file.quads()) for file in dataset.files})
    elif by is By.PROPERTY:
        tally.update(labels.of(quad.predicate) for file in dataset.files for quad in file.quads())
    else:
        role = {By.CLASS: RDF["type"], By.STATUS: roles.status, By.SOURCE: roles.source}[by]
        for quad in dataset.store.match(None, role) if role else ():
            subject, value = quad.subject, quad.object
            if isinstance(subject, NamedNode) and subject.value.startswith(dataset.project.base):
                tally[labels.of(value)] += 1
    return sorted(tally.items(), key=lambda item: (-item[1], item[0]))


def _days(dataset: Dataset) -> list[str]:
    """Return the days, in order, that the dates of things can mean at the earliest and at the latest."""
    rules = dataset.project.times
    properties = {node for rule in rules for node in (rule.start, rule.end, rule.last) if node}
    values = (quad.object for node in properties for quad in dataset.store.match(None, node))
    spans = (days(value.value) for value in values if isinstance(value, Literal))
    return sorted(day.value[:10] for span in spans if span for day in span)
