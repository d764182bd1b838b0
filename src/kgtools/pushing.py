"""Loading a project into an engine on a network, a named graph for each file: what changed, and no more.

The default graph comes last, so that questions see the old state until all of the new one is there. A graph
leaves the manifest before it is written and comes back after: a push that fails can be repeated, and writes
again what it is not sure of.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from kgtools.errors import KgError
from kgtools.project import FILE
from kgtools.remote import HASH, TRIPLES, default_graph, manifest, manifest_graph
from kgtools.store.endpoint import Endpoint
from kgtools.store.graph_store import GraphStore
from kgtools.terms import XSD, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kgtools.dataset import Dataset
    from kgtools.project import Project
    from kgtools.store.dialects import Address
    from kgtools.terms import Quad

_FORM = "1"  # of what is derived from the files; another number writes it anew


class Push(NamedTuple):
    """What a push wrote, or would write: graphs put, graphs dropped, and how many were the same."""

    written: tuple[NamedNode, ...]
    dropped: tuple[NamedNode, ...]
    same: int


def push(
    dataset: Dataset,
    address: Address,
    *,
    inferred: bool = True,
    dry_run: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Push:
    """Make an endpoint hold the project's files, its default graph and what follows from it.

    Args:
        dataset: The project, as its files have it.
        address: Where to write.
        inferred: Write what follows, too; shapes and ``--inferred`` need it.
        dry_run: Write nothing.
        progress: Called with graphs done and graphs in all.

    Raises:
        EngineError: The endpoint refused or failed; the hint says what was written until then.
        LimitError: It took too long.
    """
    project, endpoint = dataset.project, Endpoint(address)
    wanted = _wanted(dataset, inferred=inferred)
    held = manifest(project, endpoint)
    changed = [graph for graph, digest in wanted.items() if graph not in held or held[graph].hash != digest]
    gone = sorted(held.keys() - wanted.keys(), key=str)
    planned = Push(tuple(changed), tuple(gone), len(wanted) - len(changed))
    if dry_run:
        return planned
    graphs = GraphStore(endpoint)
    total, done = len(changed) + len(gone), list[NamedNode]()
    try:
        for graph in changed:
            _forget(endpoint, project, graph)
            size = graphs.replace(graph, (quad.triple for quad in _quads(dataset, graph)))
            _note(endpoint, project, graph, wanted[graph], size)
            done.append(graph)
            progress(len(done), total)
        for graph in gone:
            endpoint.update(f"DROP SILENT GRAPH {graph}")
            _forget(endpoint, project, graph)
            done.append(graph)
            progress(len(done), total)
    except KgError as error:
        last = f", the last of them {_name(project, done[-1])}" if done else ""
        written = f"written until then: {len(done)} of {total} graphs{last}"
        told = f"{written}; 'kg push' again writes the rest, and with --dry-run lists it"
        error.hint = f"{error.hint}\n  {told}" if error.hint else told
        raise
    return planned


def _wanted(dataset: Dataset, *, inferred: bool) -> dict[NamedNode, str]:
    """Return the graphs that there shall be, the default graph last, each with a hash of what makes it."""
    project = dataset.project
    found = {
        project.graph_of(file.path): hashlib.sha256(file.data).hexdigest()
        for file in sorted(dataset.files, key=lambda file: file.name)
    }
    everything = hashlib.sha256(f"{_FORM} {dataset.hash}".encode())
    for path in (project.root / FILE, *project.rule_files):
        everything.update(path.read_bytes())
    if inferred:
        found[project.inferred_graph] = everything.hexdigest()
    found[default_graph(project)] = everything.hexdigest()
    return found


def _quads(dataset: Dataset, graph: NamedNode) -> Iterable[Quad]:
    if graph == dataset.project.inferred_graph:
        return dataset.inferred
    # As the store spells literals, so that all engines hold the same terms.
    return dataset.graphs.match(graph=None if graph == default_graph(dataset.project) else graph)


def _forget(endpoint: Endpoint, project: Project, graph: NamedNode) -> None:
    listed = manifest_graph(project)
    endpoint.update(f"DELETE WHERE {{ GRAPH {listed} {{ {graph} ?p ?o }} }}")


def _note(endpoint: Endpoint, project: Project, graph: NamedNode, digest: str, triples: int) -> None:
    size = Literal(str(triples), datatype=XSD["integer"])
    stated = f'{graph} {HASH} "{digest}" ; {TRIPLES} {size}'
    endpoint.update(f"INSERT DATA {{ GRAPH {manifest_graph(project)} {{ {stated} }} }}")


def _name(project: Project, graph: NamedNode) -> str:
    return project.file_of(graph) or graph.value
