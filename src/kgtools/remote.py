"""A project whose facts are asked where they lie: on an endpoint that ``kg push`` loaded, or any other.

``kg push`` keeps a list of what it wrote in a named graph of its own, the manifest. With it, questions see
exactly the project's graphs, whatever an engine takes for its default graph and whatever else it holds.
Without it, the engine's own default graph is asked.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from kgtools.dataset import Dataset
from kgtools.errors import EngineError, UsageError
from kgtools.store.dialects import Address
from kgtools.store.endpoint import Endpoint
from kgtools.store.remote import RemoteStore
from kgtools.terms import DCTERMS, VOID, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from kgtools.project import Project
    from kgtools.terms import Quad

PROJECT = "project"
HASH, TRIPLES = DCTERMS["identifier"], VOID["triples"]


class Written(NamedTuple):
    """A graph that ``kg push`` wrote: the hash of what it was made of, and its triples."""

    hash: str
    triples: int


def address_of(project: Project, endpoint: str, *, seconds: float | None = None) -> Address:
    """Return how an endpoint is reached.

    Args:
        project: Whose ``[endpoint]`` may say more about it.
        endpoint: Its address, or ``project`` for that in ``kg.toml``.
        seconds: Time for one request, instead of what ``kg.toml`` says.

    Raises:
        UsageError: ``kg.toml`` names no endpoint.
    """
    own = project.endpoint
    if endpoint == PROJECT and own is None:
        raise UsageError("kg.toml names no endpoint", hint="give its address, or write an [endpoint] table")
    found = own if own is not None and endpoint in (PROJECT, own.query) else Address(endpoint)
    return found._replace(seconds=seconds) if seconds else found


def default_graph(project: Project) -> NamedNode:
    """Return the name of the graph that holds each distinct triple once."""
    return NamedNode(f"{project.base}graph/default")


def manifest_graph(project: Project) -> NamedNode:
    """Return the name of the graph that lists what was pushed."""
    return NamedNode(f"{project.base}graph/manifest")


def manifest(project: Project, endpoint: Endpoint) -> dict[NamedNode, Written]:
    """Return what ``kg push`` wrote there; nothing where it never did."""
    where = f"GRAPH {manifest_graph(project)} {{ ?graph {HASH} ?hash ; {TRIPLES} ?triples }}"
    rows = RemoteStore(endpoint).select(f"SELECT ?graph ?hash ?triples {{ {where} }}").rows
    return {
        graph: Written(digest.value, int(size.value))
        for graph, digest, size in rows
        if isinstance(graph, NamedNode) and isinstance(digest, Literal) and isinstance(size, Literal)
    }


class RemoteFile:
    """A file of the project as the endpoint holds it.

    Args:
        store: What to ask.
        path: Where it would be in the project.
        name: What messages call it.
        graph: The named graph with its facts; None for the default graph of an endpoint without names.
    """

    def __init__(self, store: RemoteStore, path: Path, name: str, graph: NamedNode | None) -> None:
        self._store, self.path, self.name, self._graph = store, path, name, graph

    def quads(self) -> Iterator[Quad]:
        """Yield its quads, as the engine spells their literals."""
        return self._store.match(graph=self._graph)

    @property
    def data(self) -> bytes:
        """Its triples as N-Triples, which are Turtle."""
        return "".join(f"{quad.triple} .\n" for quad in self.quads()).encode()


class RemoteDataset(Dataset):
    """The facts of a project on an endpoint; its shapes, queries and settings from its folder.

    Args:
        project: What the facts belong to.
        address: Where they are.
    """

    def __init__(self, project: Project, address: Address) -> None:
        super().__init__(project)
        self.endpoint = Endpoint(address)

    @cached_property
    def manifest(self) -> Mapping[NamedNode, Written]:
        """What ``kg push`` wrote there."""
        return manifest(self.project, self.endpoint)

    @cached_property
    def store(self) -> RemoteStore:  # type: ignore[override]  # asked like the store in memory
        """What is stated."""
        return self._asking(default_graph(self.project))

    @cached_property
    def graphs(self) -> RemoteStore:  # type: ignore[override]
        """The same, also with one named graph per file."""
        return self._asking(default_graph(self.project), named=self._file_graphs)

    @cached_property
    def entailed(self) -> RemoteStore:  # type: ignore[override]
        """What is stated and what follows, also with one named graph per file and one for what follows.

        Raises:
            UsageError: What follows was not pushed.
        """
        inferred = self.project.inferred_graph
        if inferred not in self.manifest:
            raise UsageError(
                f"{self.endpoint.address.query} does not hold what follows from this project",
                hint="load it with 'kg push'",
            )
        return self._asking(default_graph(self.project), inferred, named=[*self._file_graphs, inferred])

    @property
    def closure(self) -> RemoteStore:  # type: ignore[override]
        """What shapes judge."""
        return self.entailed

    @cached_property
    def files(self) -> tuple[RemoteFile, ...]:  # type: ignore[override]
        """The files of ontology and facts that were pushed; one that stands for all where none was."""
        root, name = self.project.root, self.project.file_of
        found = [(graph, name(graph)) for graph in self._file_graphs]
        if not found:
            return (RemoteFile(self.store, root / "endpoint.nt", self.endpoint.address.query, None),)
        return tuple(RemoteFile(self.graphs, root / file, file, graph) for graph, file in found if file)

    @property
    def snapshots(self) -> None:
        """None: what is not read is not kept."""
        return

    @property
    def triples(self) -> int:
        """How many distinct triples are stated; derived date bounds do not count."""
        return self.store.count() - sum(
            self.store.count(f"?s {bound} ?o") for bound in self.project.bounds or ()
        )

    @property
    def graph_names(self) -> frozenset[str]:
        """The IRIs of the named graphs that a question may choose."""
        return frozenset(graph.value for graph in self._file_graphs)

    @property
    def _file_graphs(self) -> list[NamedNode]:
        others = (default_graph(self.project), self.project.inferred_graph)
        return sorted((graph for graph in self.manifest if graph not in others), key=str)

    def _asking(self, *default: NamedNode, named: Iterable[NamedNode] = ()) -> RemoteStore:
        project = self.project
        names = (*project.roles.label, *project.roles.alias)
        if not self.manifest:
            return RemoteStore(self.endpoint, project.prefixes, names=names)
        if default_graph(project) not in self.manifest:  # it is written last
            raise EngineError(
                f"the last push to {self.endpoint.address.query} did not finish", hint="'kg push' again"
            )
        return RemoteStore(self.endpoint, project.prefixes, default=default, named=named, names=names)
