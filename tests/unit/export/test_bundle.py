"""The project that kgtools comes with, whatever is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import parse

from kgtools import bundle, project
from kgtools.dataset import Dataset
from kgtools.export import Format, Options, project_graph, render
from kgtools.terms import OWL

from .test_graphs import READERS, edges, nodes, read_edges, read_nodes
from .test_rdf import DATASETS, GRAPHS, canonical, stated
from .test_rdfxml import assertions, individuals, instances, opened, stated_assertions

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def bundled() -> Dataset:
    return Dataset(project.load(bundle.root()))


@pytest.mark.parametrize("form", [*GRAPHS, *DATASETS])
def test_rdf_formats_give_back_every_triple(bundled: Dataset, form: Format) -> None:
    back = canonical(parse(render(bundled, form), {**GRAPHS, **DATASETS}[form]))
    assert back == stated(bundled, named=form in DATASETS)


def test_owlready2_sees_the_same_graph(bundled: Dataset, tmp_path: Path) -> None:
    world = opened(bundled, tmp_path)
    assert {cls.iri for cls in world.classes()} >= instances(bundled, OWL["Class"])
    assert {each.iri for each in world.individuals()} >= individuals(bundled)
    assert assertions(world) == stated_assertions(bundled)


@pytest.mark.parametrize("form", READERS)
def test_networkx_reads_the_same_nodes_and_edges(bundled: Dataset, form: Format) -> None:
    graph = project_graph(bundled, Options())
    back = READERS[form](render(bundled, form))
    assert read_nodes(back) == nodes(graph)
    assert read_edges(back) == edges(graph)
    assert graph.counts.total == len(stated(bundled, named=False))
