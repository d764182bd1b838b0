"""The files of a project as one dataset: each distinct triple once, and one graph per file."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from kgtools import bounds, gate
from kgtools.errors import LimitError
from kgtools.store.memory import MemoryStore
from kgtools.terms import BlankNode, Quad

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kgtools.inference import Inference
    from kgtools.project import Project
    from kgtools.snapshots import Snapshots
    from kgtools.turtle.located import LocatedQuad

_IN_MEMORY: Final = 8  # bytes of memory that a byte of Turtle takes once it is loaded


class SourceFile(NamedTuple):
    """A file of the project that passed the gate: its name in messages, and its bytes."""

    path: Path
    name: str
    data: bytes

    def quads(self) -> Iterator[Quad]:
        """Yield its quads with literals as written.

        Raises:
            InputError: A syntax error, with its place.
        """
        return gate.quads(self.data, gate.format_of(self.path), name=self.name)


class Dataset:
    """Facts and ontology in one store; shapes in another.

    Args:
        project: Whose files to load.
        extra: Further files of facts, judged and asked together with the project's.
        parsed: The triples of all these files by their names, where they were read before. No two files
            share the label of a blank node, and loaded and inferred facts keep it.
        progress: Called with bytes read and bytes in all while a snapshot is made.

    Above a size that ``kg.toml`` sets, a snapshot on disk is asked instead of a store in memory. Files are
    read when first needed and only once; a broken file leaves nothing loaded.

    Example:
        >>> from kgtools import bundle, project
        >>> facts = Dataset(project.load(bundle.root()))
        >>> facts.store.ask("ASK { ?s ?p ?o }")
        True
    """

    def __init__(
        self,
        project: Project,
        extra: Iterable[Path] = (),
        *,
        parsed: Mapping[str, Sequence[LocatedQuad]] | None = None,
        progress: Callable[[int, int], None] = lambda _done, _all: None,
    ) -> None:
        self.project = project
        self._parsed = parsed
        self._derived = 0
        self._extra = tuple(path.resolve() for path in extra)
        self._progress = progress

    @cached_property
    def files(self) -> tuple[SourceFile, ...]:
        """The files of ontology and facts, in the order of their paths.

        Raises:
            InputError: One of them is refused by the gate.
        """
        paths = (*self.project.ontology_files, *self.project.data_files)
        return tuple(self.read(path) for path in dict.fromkeys((*paths, *self._extra)))

    @cached_property
    def shape_files(self) -> tuple[SourceFile, ...]:
        """The files of shapes."""
        return tuple(self.read(path) for path in self.project.shape_files)

    @cached_property
    def snapshots(self) -> Snapshots | None:
        """The project's snapshots; None where it is small, or judged together with further files."""
        above = self.project.snapshot_above
        paths = (*self.project.ontology_files, *self.project.data_files)
        if above is None or self._extra or self.project.drafts or sum(map(_size, paths)) <= above:
            return None
        from kgtools.snapshots import Snapshots

        return Snapshots(self.project, self._progress)

    @cached_property
    def store(self) -> MemoryStore:
        """Every distinct triple once in the default graph, derived date bounds included.

        Raises:
            InputError: A file is missing, refused or has a syntax error.
            LimitError: There is neither a snapshot nor memory enough.
        """
        found = self._snapshot(graphs=False)
        return self._loaded() if found is None else found

    @property
    def triples(self) -> int:
        """How many distinct triples the files state; derived date bounds do not count."""
        if self.snapshots and self.store.name == "snapshot":
            return self.snapshots.ready()[1].triples
        return self.store.count() - self._derived

    @cached_property
    def graphs(self) -> MemoryStore:
        """The same, also with one named graph per file."""
        found = self._snapshot(graphs=True)
        return self._with_graphs(self.store) if found is None else found

    def _snapshot(self, *, graphs: bool, is_last_try: bool = False) -> MemoryStore | None:
        """Return a snapshot to ask; None where there is to be none, or there can be none."""
        if not self.snapshots:
            return None
        from kgtools.store.snapshot import SnapshotStore

        snapshots = self.snapshots

        def instead() -> MemoryStore:
            snapshots.discard()
            other = None if is_last_try else self._snapshot(graphs=graphs, is_last_try=True)
            if other is not None:
                return other
            return self._with_graphs(self._loaded()) if graphs else self._loaded()

        for again in (False, True):
            try:
                folder, _ = snapshots.ready(graphs=graphs)
                return SnapshotStore(folder, self.project.prefixes, replace=instead)
            except OSError as error:
                if again:
                    from kgtools.store.snapshot import log, reason  # slow to import, and rarely needed

                    told = "no snapshot can be made in %s (%s), so the files are read into memory"
                    log.warning(told, snapshots.home, reason(error))
                else:  # what is there may be damaged: away with it, and once more
                    snapshots.discard()
        return None

    def _loaded(self) -> MemoryStore:
        if self.snapshots:
            _refuse_what_does_not_fit(self.snapshots.size())
        store = MemoryStore(self.project.prefixes)
        for file in self.files:
            if self._parsed and _has_blank_nodes(file, self._parsed[file.name]):
                store.load(located.quad for located in self._parsed[file.name])
            else:
                store.load_text(file.data, gate.format_of(file.path), name=file.name)
        if self.project.bounds:
            stated = len(store)
            bounds.add(store, self.project.times, self.project.bounds)
            self._derived = len(store) - stated
        return store

    def _with_graphs(self, store: MemoryStore) -> MemoryStore:
        for file in self.files:
            graph = self.project.graph_of(file.path)
            store.load_text(file.data, gate.format_of(file.path), name=file.name, graph=graph)
        return store

    @cached_property
    def inference(self) -> Inference:
        """What follows from ontology, rule files and facts; nothing is derived before it is asked.

        Derived date bounds are no facts, so no rule sees them.

        Raises:
            InputError: A file is missing, refused or has a syntax error.
        """
        from kgtools.inference import Inference, of_project

        project = self.project
        return Inference(
            [(file.name, self._parsed[file.name] if self._parsed else file.quads()) for file in self.files],
            [(file.name, file.data.decode()) for file in map(self.read, project.rule_files)],
            prefixes=project.prefixes,
            silent=map(project.relative, project.dl_files),
            apart=self._parsed is not None,
            limits=of_project(project.limits),
        )

    @cached_property
    def inferred(self) -> tuple[Quad, ...]:
        """What follows and is stated nowhere, in a named graph of its own.

        Raises:
            RuleError: A rule file cannot be compiled.
            LimitError: More follows than the limits allow.
        """
        if self.inference.refused:
            raise self.inference.refused[0]
        graph = self.project.inferred_graph
        return tuple(
            Quad(fact.subject, fact.predicate, fact.object, graph) for fact in self.inference.inferred
        )

    @cached_property
    def entailed(self) -> MemoryStore:
        """A second store: what the first one holds, and what follows, in the default and its own graph.

        Raises:
            RuleError: A rule file cannot be compiled.
            LimitError: More follows than the limits allow.
        """
        store = MemoryStore(self.project.prefixes)
        store.load(self.graphs.store)
        store.load(self.inferred)
        store.load(Quad(quad.subject, quad.predicate, quad.object) for quad in self.inferred)
        return store

    @cached_property
    def closure(self) -> MemoryStore:
        """What shapes judge: each distinct triple, stated or inferred, in the default graph alone.

        Raises:
            RuleError: A rule file cannot be compiled.
            LimitError: More follows than the limits allow.
        """
        store = MemoryStore(self.project.prefixes)
        store.load(self.store.match())
        store.load(self._follows())
        return store

    @property
    def has_entailment(self) -> bool:
        """Whether shapes see what follows: the project does not say no, and all rule files compile."""
        return self.project.entailment == "rl" and not self.inference.refused

    def complete(self) -> MemoryStore:
        """Add what follows to the store itself, if shapes see it, and return it as what they judge.

        For whoever needs the store for nothing else: a second one takes as long again.

        Raises:
            LimitError: More follows than the limits allow.
        """
        if not self.has_entailment:
            return self.store
        if self.snapshots:
            return self.closure
        self.store.load(self._follows())
        return self.store

    def _follows(self) -> Iterator[Quad]:
        if self.inference.refused:
            raise self.inference.refused[0]
        return (Quad(*fact) for fact in self.inference.inferred)

    @cached_property
    def shapes(self) -> tuple[Quad, ...]:
        """The shapes graph, literals as written."""
        return tuple(quad for file in self.shape_files for quad in file.quads())

    @property
    def graph_names(self) -> frozenset[str]:
        """The IRIs of the named graphs."""
        return frozenset(self.project.graph_of(file.path).value for file in self.files)

    @cached_property
    def hash(self) -> str:
        """A SHA-256 over names and contents of all files: equal hash, equal dataset."""
        import hashlib

        digest = hashlib.sha256()
        for file in (*self.files, *self.shape_files):
            digest.update(f"{file.name}\0{len(file.data)}\0".encode())
            digest.update(file.data)
        return digest.hexdigest()

    def read(self, path: Path) -> SourceFile:
        """Return one file, checked by the gate."""
        name = self.project.relative(path)
        return SourceFile(path, name, self.project.read(path))


def _has_blank_nodes(file: SourceFile, parsed: Iterable[LocatedQuad]) -> bool:
    """Return whether a file has blank nodes; hardly any Turtle without a mark of them is looked through."""
    from kgtools.turtle.located import Format  # only a check needs it, and every question imports this module

    is_plain = file.path.suffix.lower() in set(Format)
    if is_plain and not any(mark in file.data for mark in (b"_:", b"[", b"(")):
        return False
    return any(isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode) for q in parsed)


def _size(path: Path) -> int:
    """Return the bytes of a file; 0 for what is none, which is refused when it is read."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _refuse_what_does_not_fit(size: int) -> None:
    """Make sure that files of a size can be read into memory.

    Raises:
        LimitError: They would take more than the machine has.
    """
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    if size * _IN_MEMORY > memory:
        raise LimitError(
            f"{size >> 20} MB of files would take more memory than there is ({memory >> 20} MB)",
            hint="make room for a snapshot on disk (kg doctor shows where), or ask a remote engine",
        )
