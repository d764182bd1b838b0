"""Making a snapshot: of all files in one stream, or of another snapshot and the files that changed."""

from __future__ import annotations

import shutil
import zlib
from collections import defaultdict
from itertools import chain, compress
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import DefaultGraph

from kgtools import gate
from kgtools.bounds import derive
from kgtools.files import replace
from kgtools.store.names import Names
from kgtools.store.snapshot import NAMES, STORE, fill, open_store, reason
from kgtools.terms import BlankNode, Literal, NamedNode, Quad

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from pyoxigraph import Store

    from kgtools.project import Project
    from kgtools.snapshots.manifest import Manifest
    from kgtools.store.names import Named

_MOST_CHANGED: Final = 0.2  # of the bytes; above that, loading all is about as fast and packs better
_DEFAULT: Final = DefaultGraph()
_PREDICATE: Final = attrgetter("predicate")


class Builder(NamedTuple):
    """Makes the snapshots of one project.

    Attributes:
        project: Whose files.
        paths: The files of ontology and facts by name.
        packed: The folder of packed copies of files, by digest. From them it is known later what a
            file said before it changed, so that the other files need not be read.
        progress: Called with bytes read and bytes in all while files are loaded.
    """

    project: Project
    paths: Mapping[str, Path]
    packed: Path
    progress: Callable[[int, int], None]

    def build(self, wanted: Manifest, folder: Path) -> Manifest:
        """Load all files into an empty folder, with date bounds and an index of names.

        What is derived is derived as it passes by: reading back what was just written is slow.

        Raises:
            InputError: A file is refused or has a syntax error.
            OSError: The disk is full, or cannot be written.
        """
        store = open_store(folder / STORE, read_only=False)
        passed = _Passed()
        with Names(folder / NAMES).making() as add_names:
            fill(store, chain.from_iterable(self._stream(wanted, passed, add_names)))
        triples = len(store) - passed.derived
        return wanted._replace(triples=triples, disjoint=triples == passed.stated)

    def add_graphs(self, facts: Path, wanted: Manifest, folder: Path) -> None:
        """Put what a snapshot of the facts holds, and a named graph for each file, into an empty folder.

        Raises:
            OSError: The disk is full, or cannot be written.
        """
        store = _copy(facts, folder)
        graphs = ((self._graph(name), quads) for name, quads in self._files(wanted))
        fill(store, (_in(graph, quad) for graph, quads in graphs for quad in quads))

    def change(
        self, known: Manifest, old: Path, wanted: Manifest, folder: Path, *, graphs: bool
    ) -> Manifest | None:
        """Make a snapshot of another one and the files that differ; None where that is not sound.

        It is not where a file with blank nodes changed, for they have no names, or where a fact is gone
        that another file may state too; and not worth it where much changed.

        Args:
            known: What the other snapshot holds.
            old: Its folder.
            wanted: The files as they are now.
            folder: An empty folder.
            graphs: Whether there is a named graph for each file.

        Raises:
            InputError: A changed file has a syntax error.
            OSError: The disk is full, or cannot be written.
        """
        names = [n for n in {**known.files, **wanted.files} if _digest(known, n) != _digest(wanted, n)]
        size = sum(wanted.files[name].size for name in names if name in wanted.files)
        if size > _MOST_CHANGED * sum(entry.size for entry in wanted.files.values()):
            return None
        before = {name: self._packed_facts(known, name) for name in names if name in known.files}
        after = {name: set(self._quads(wanted, name)) for name in names if name in wanted.files}
        if None in before.values() or any(map(_has_blank, (*before.values(), *after.values()))):
            return None
        old_facts = {quad for quads in before.values() for quad in quads or ()}
        new_facts = {quad for quads in after.values() for quad in quads}
        gone, come = old_facts - new_facts, new_facts - old_facts
        if gone and not known.disjoint:
            return None
        store = _copy(old, folder)
        there = {quad for quad in come if quad in store}
        _exchange(store, gone, come)
        if graphs:
            for name in names:
                graph, was, now = self._graph(name), before.get(name) or set(), after.get(name, set())
                _exchange(store, (_in(graph, q) for q in was - now), [_in(graph, q) for q in now - was])
        self._derive_again(store, Names(folder / NAMES), {*gone, *come})
        store.flush()
        is_disjoint = not there and sum(map(len, after.values())) == len(new_facts)
        triples = known.triples - len(gone) + len(come - there)
        return wanted._replace(triples=triples, disjoint=known.disjoint and is_disjoint)

    def _derive_again(self, store: Store, names: Names, changed: Collection[Quad]) -> None:
        """Derive date bounds and names anew where what they come from changed."""
        project = self.project
        dates = self._dates()
        dated = {quad.subject for quad in changed if quad.predicate in dates}
        for node in dated:
            for role in project.bounds or ():
                _exchange(store, list(store.quads_for_pattern(node, role, None, _DEFAULT)), ())
        _exchange(store, (), list(self._bounds(lambda role: _about(store, dated, role))))
        named = {quad.subject for quad in changed if quad.predicate in self._labels()}
        nodes = [node for node in named if isinstance(node, NamedNode)]
        names.change(nodes, self._names(lambda role: _about(store, nodes, role)))

    def _stream(
        self, wanted: Manifest, passed: _Passed, add_names: Callable[[Named], None]
    ) -> Iterator[Collection[Quad]]:
        """Yield the facts of each file, then the date bounds: one stream needs no compaction afterwards."""
        roles = self._labels() | self._dates()
        for _, quads in self._files(wanted):
            facts = list(quads)
            passed.stated += len(set(facts))
            by_role = defaultdict[NamedNode, list[Quad]](list)
            # Nothing but what is kept costs steps of Python: they are most of the time otherwise.
            for quad in compress(facts, map(roles.__contains__, map(_PREDICATE, facts))):
                by_role[quad.predicate].append(quad)
            add_names(self._names(by_role.__getitem__))
            for role in self._dates():
                passed.dated[role] += by_role[role]
            yield facts
        bounds = set(self._bounds(passed.dated.__getitem__))
        passed.derived = len(bounds)
        yield bounds

    def _files(self, wanted: Manifest) -> Iterator[tuple[str, Iterable[Quad]]]:
        total = sum(entry.size for entry in wanted.files.values())
        done = 0
        for name, entry in wanted.files.items():
            yield name, self._quads(wanted, name)
            done += entry.size
            self.progress(done, total)

    def _quads(self, wanted: Manifest, name: str) -> Iterator[Quad]:
        """Yield the quads of a file as it is now, and keep a packed copy of it."""
        path = self.paths[name]
        data = self.project.read(path)
        target = self.packed / wanted.files[name].digest
        if not target.exists():
            replace(target, zlib.compress(data, 1))
        return gate.quads(data, gate.format_of(path), name=name, rename_blank_nodes=True)

    def _packed_facts(self, known: Manifest, name: str) -> set[Quad] | None:
        """Return what a file said when a snapshot was made; None where that was not kept."""
        path = self.project.root / name
        try:
            data = zlib.decompress((self.packed / known.files[name].digest).read_bytes())
        except (OSError, zlib.error):
            return None
        return set(gate.quads(data, gate.format_of(path), name=name))

    def _graph(self, name: str) -> NamedNode:
        return self.project.graph_of(self.project.root / name)

    def _labels(self) -> set[NamedNode]:
        return {*self.project.roles.label, *self.project.roles.alias}

    def _dates(self) -> set[NamedNode]:
        return {role for rule in self.project.times for role in rule if role}

    def _bounds(self, facts: Callable[[NamedNode], Iterable[Quad]]) -> Iterable[Quad]:
        project = self.project
        return derive(facts, project.times, project.bounds) if project.bounds else ()

    def _names(self, facts: Callable[[NamedNode], Iterable[Quad]]) -> Iterator[tuple[str, NamedNode]]:
        for quad in (quad for role in self._labels() for quad in facts(role)):
            node, name = quad.subject, quad.object  # made anew at each access
            if isinstance(name, Literal) and isinstance(node, NamedNode):
                yield name.value, node


class _Passed:
    """What a stream of facts showed as it passed by.

    Attributes:
        dated: The facts of the properties that date bounds come from.
        stated: How many facts each file states, summed up.
        derived: How many date bounds were derived.
    """

    def __init__(self) -> None:
        self.dated: dict[NamedNode, list[Quad]] = defaultdict(list)
        self.stated = 0
        self.derived = 0


def _digest(manifest: Manifest, name: str) -> str | None:
    entry = manifest.files.get(name)
    return entry.digest if entry else None


def _has_blank(quads: Iterable[Quad] | None) -> bool:
    return any(isinstance(term, BlankNode) for quad in quads or () for term in (quad.subject, quad.object))


def _in(graph: NamedNode, quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object, graph)


def _about(store: Store, nodes: Iterable[object], role: NamedNode) -> list[Quad]:
    return [quad for node in nodes for quad in store.quads_for_pattern(node, role, None, _DEFAULT)]  # type: ignore[arg-type]  # no quoted triples


def _copy(snapshot: Path, folder: Path) -> Store:
    """Return a copy of a snapshot, open for writing; its large files are linked, for they never change."""
    try:
        open_store(snapshot / STORE, read_only=True).backup(str(folder / STORE))
    except (OSError, RuntimeError) as error:
        raise OSError(reason(error)) from error
    shutil.copy(snapshot / NAMES, folder / NAMES)
    return open_store(folder / STORE, read_only=False)


def _exchange(store: Store, gone: Iterable[Quad], come: Iterable[Quad]) -> None:
    try:
        for quad in gone:
            store.remove(quad)
        store.extend(come)
    except (OSError, RuntimeError) as error:
        raise OSError(reason(error)) from error
