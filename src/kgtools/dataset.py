"""The files of a project as one dataset: each distinct triple once, and one graph per file."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kgtools import gate
from kgtools.store.memory import MemoryStore
from kgtools.terms import XSD, BlankNode, Literal, NamedNode, Quad

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kgtools.inference import Inference
    from kgtools.project import Bounds, Project, TimeRule
    from kgtools.terms import Subject


_DATE_TIME = XSD["dateTime"]


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

    Files are read when first needed and only once; a broken file leaves nothing loaded.

    Example:
        >>> from kgtools import bundle, project
        >>> facts = Dataset(project.load(bundle.root()))
        >>> facts.store.ask("ASK { ?s ?p ?o }")
        True
    """

    def __init__(self, project: Project, extra: Iterable[Path] = ()) -> None:
        self.project = project
        self._derived: list[Quad] = []
        self._extra = tuple(path.resolve() for path in extra)

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
    def store(self) -> MemoryStore:
        """Every distinct triple once in the default graph, derived date bounds included.

        Raises:
            InputError: A file is missing, refused or has a syntax error.
        """
        store = MemoryStore(self.project.prefixes)
        for file in self.files:
            store.load_text(file.data, gate.format_of(file.path), name=file.name)
        if self.project.bounds:
            self._derived = list(dict.fromkeys(_bounds(store, self.project.times, self.project.bounds)))
            store.load(self._derived)
        return store

    @property
    def triples(self) -> int:
        """How many distinct triples the files state; derived date bounds do not count."""
        return sum(1 for _ in self.store.match()) - len(self._derived)

    @cached_property
    def graphs(self) -> MemoryStore:
        """The same store, now also with one named graph per file."""
        for file in self.files:
            self.store.load_text(
                file.data, gate.format_of(file.path), name=file.name, graph=self.project.graph_of(file.path)
            )
        return self.store

    @cached_property
    def inference(self) -> Inference:
        """What follows from ontology, rule files and facts; nothing is derived before it is asked.

        Derived date bounds are no facts, so no rule sees them.

        Raises:
            InputError: A file is missing, refused or has a syntax error.
        """
        from kgtools.inference import Inference

        project = self.project
        return Inference(
            [(file.name, file.quads()) for file in self.files],
            [(file.name, file.data.decode()) for file in map(self.read, project.rule_files)],
            prefixes=project.prefixes,
            silent=map(project.relative, project.dl_files),
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
        return SourceFile(path, name, gate.read(path, name=name))


def _bounds(store: MemoryStore, rules: Iterable[TimeRule], bounds: Bounds) -> Iterator[Quad]:
    """Yield the earliest and latest first and first-no-longer day of everything that has a date.

    Years and months do not compare with days in SPARQL; these bounds do (design: model, section 5).
    """
    for rule in rules:
        starts = dict(_dated(store, rule.start))
        for node, start in starts.items():
            yield from _pair(node, bounds.start_min, bounds.start_max, _days(start))
        if rule.last:  # an event: the day after its last day is the first without it
            lasts = {**starts, **{node: day for node, day in _dated(store, rule.last) if node in starts}}
            for node, last in lasts.items():
                yield from _pair(node, bounds.end_min, bounds.end_max, _days(last, 1))
        if rule.end:
            for node, end in _dated(store, rule.end):
                yield from _pair(node, bounds.end_min, bounds.end_max, _days(end))
        if rule.ended:
            for node, _ in _dated(store, rule.ended):
                # Ended, day unknown: certain on no day, possible on every one since its start.
                days = _days(starts.get(node, "0001-01-01"))
                yield from _pair(node, bounds.end_min, bounds.end_min, days and (days[0], days[0]))


def _dated(store: MemoryStore, role: NamedNode) -> Iterator[tuple[Subject, str]]:
    for quad in store.match(None, role):
        subject, value = quad.subject, quad.object
        # "false" is what the boolean role says of things that have not ended.
        if (
            isinstance(value, Literal)
            and value.value != "false"
            and isinstance(subject, NamedNode | BlankNode)
        ):
            yield subject, value.value


def _pair(node: Subject, low: NamedNode, high: NamedNode, days: tuple[str, str] | None) -> Iterator[Quad]:
    if days:
        yield Quad(node, low, _midnight(days[0]))
        yield Quad(node, high, _midnight(days[1]))


@lru_cache(maxsize=4096)
def _midnight(day: str) -> Literal:
    return Literal(f"{day}T00:00:00", datatype=_DATE_TIME)


@lru_cache(maxsize=4096)
def _days(text: str, later: int = 0) -> tuple[str, str] | None:
    """Return the first and the last day that a year, month or day can mean, as ISO text.

    ``later`` moves both by as many days. None where the text is no day of the calendar; the
    literal checks report that.
    """
    year, month, day = (*text[:10].split("-"), "", "")[:3]
    try:
        first = date(int(year), int(month or 1), int(day or 1))
        last = first if day else _last_of_month(first.year, int(month or 12))
        shift = timedelta(days=later)
        return (first + shift).isoformat(), (last + shift).isoformat()
    except (ValueError, OverflowError):
        return None


def _last_of_month(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
