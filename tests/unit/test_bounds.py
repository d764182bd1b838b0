from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat

from kgtools import bounds, bundle
from kgtools import project as projects
from kgtools.dataset import Dataset
from kgtools.store.memory import MemoryStore
from kgtools.terms import BlankNode

if TYPE_CHECKING:
    from pathlib import Path

    from kgtools.project import Bounds, Project


def _properties(project: Project) -> Bounds:
    assert project.bounds is not None
    return project.bounds


def test_what_is_added_is_what_is_derived() -> None:
    project = projects.load(bundle.root())
    properties, store = _properties(project), MemoryStore()
    for file in Dataset(project).files:
        store.load_text(file.data, RdfFormat.TURTLE, name=file.name)
    stated = set(store.match())
    derived = set(bounds.derive(lambda role: store.match(None, role), project.times, properties))
    bounds.add(store, project.times, properties)
    assert derived
    assert set(store.match()) - stated == derived


def test_a_node_without_a_name_gets_its_own_bounds(folder: Path) -> None:
    project = projects.load(folder)
    properties, store = _properties(project), MemoryStore()
    start = project.times[0].start
    store.load_text(b'[ %s "2001" ] .' % str(start).encode(), RdfFormat.TURTLE, name="facts.ttl")
    (fact,) = store.match()
    assert isinstance(fact.subject, BlankNode)
    bounds.add(store, project.times, properties)
    found = [(quad.predicate, getattr(quad.object, "value", None)) for quad in store.match(fact.subject)]
    assert (properties.start_min, "2001-01-01T00:00:00") in found
    assert (properties.start_max, "2001-12-31T00:00:00") in found


def test_bounds_that_are_stated_count_as_stated(folder: Path) -> None:
    before = Dataset(projects.load(folder)).triples
    project = projects.load(folder)
    node, low = "<https://example.org/id/new>", str(_properties(project).start_min)
    (folder / "data" / "new.ttl").write_text(
        f'{node} {project.times[0].start} "2001" ; {low} "2001-01-01T00:00:00"^^'
        "<http://www.w3.org/2001/XMLSchema#dateTime> .\n"
    )
    assert Dataset(projects.load(folder)).triples == before + 2
