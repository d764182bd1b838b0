"""What a project is: its files by convention, and what its ``kg.toml`` says."""

from __future__ import annotations

import os
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from kgtools import gate
from kgtools.files import below
from kgtools.gate import FORMATS, UNREAD
from kgtools.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from datetime import date

    from kgtools.limits import Limits
    from kgtools.store.dialects import Address
    from kgtools.terms import Prefixes

# Values here are NamedTuples: a frozen dataclass takes seven times as long to define, and
# every command starts by importing this module.


class Roles(NamedTuple):
    """Which of a project's terms say what: properties unless stated otherwise.

    Attributes:
        label: Properties whose values name a thing, best first.
        alias: Properties with further names.
        status: From a situation to its status.
        source: From a fact to the document behind it.
        claimant: From a claim to who makes it.
        statement: The text of something that has no name.
        involves: Its sub-properties link a situation or event to those who have a part in it.
        situation: The class of relations that are nodes.
        code: The class of code-list values.
        option: From a contradiction to each of the claims in it.
        preferred: From a contradiction to the claim that is preferred.
    """

    label: tuple[NamedNode, ...]
    alias: tuple[NamedNode, ...]
    status: NamedNode | None = None
    source: NamedNode | None = None
    claimant: NamedNode | None = None
    statement: NamedNode | None = None
    involves: NamedNode | None = None
    situation: NamedNode | None = None
    code: NamedNode | None = None
    option: NamedNode | None = None
    preferred: NamedNode | None = None


class TimeRule(NamedTuple):
    """How a kind of thing says when it holds.

    Attributes:
        start: First day.
        end: First day on which it no longer holds (half-open).
        last: Last day (inclusive); without one, the first day is the last.
        ended: Boolean property: it ended on an unknown day.
    """

    start: NamedNode
    end: NamedNode | None = None
    last: NamedNode | None = None
    ended: NamedNode | None = None


class Bounds(NamedTuple):
    """The four derived properties (``xsd:dateTime``) that make imprecise dates comparable."""

    start_min: NamedNode
    start_max: NamedNode
    end_min: NamedNode
    end_max: NamedNode


# Of a project that says when things hold, but not how the derived properties are called.
UNNAMED_BOUNDS = Bounds(
    *(
        NamedNode(f"https://w3id.org/kgtools/bounds/{name}")
        for name in ("startMin", "startMax", "endMin", "endMax")
    )
)


class Project(NamedTuple):
    """What ``kg.toml`` and the folder say.

    Attributes:
        root: The folder.
        name: Short name.
        title: One line about the graph.
        base: Namespace of its entities.
        as_of: The data claims nothing later than this day.
        languages: Languages of labels, best first.
        prefixes: Known everywhere, in ad-hoc queries too.
        roles: Which terms say what.
        times: How things say when they hold.
        bounds: The derived date properties; None where nothing has a date.
        fail_on: The least severity that makes a check fail.
        levels: Severities of codes that differ from their own, from ``[check.levels]``.
        ignore: Codes, or beginnings of codes, that are not reported, from ``[check]``.
        entailment: ``rl`` where shapes see what follows, ``none`` where they see stated facts alone.
        dl_files: Ontology files whose axioms only a description logic reasoner reads.
        exports: Raw ``[export.NAME]`` tables, read by the exports.
        snapshot_above: Bytes of ontology and facts above which a snapshot on disk is used; None never.
        limits: What a server of the project gives at most.
        endpoint: Where an engine holds the project's facts; asked only where a command says so.
        drafts: What files would hold, to judge a change before it is made; None for one that would go.
    """

    root: Path
    name: str
    title: str
    base: str
    as_of: date | None
    languages: tuple[str, ...]
    prefixes: Prefixes
    roles: Roles
    times: tuple[TimeRule, ...]
    bounds: Bounds | None
    fail_on: str
    levels: Mapping[str, str]
    ignore: tuple[str, ...]
    entailment: str
    dl_files: tuple[Path, ...]
    exports: Mapping[str, Any]
    snapshot_above: int | None
    limits: Limits
    endpoint: Address | None
    drafts: Mapping[Path, bytes | None] = MappingProxyType({})

    def __repr__(self) -> str:
        return f"<Project {self.name}: {self.root}>"

    @property
    def ontology_files(self) -> tuple[Path, ...]:
        """Files of terms, sorted by path; shapes are not among them."""
        shapes = self.root / "ontology" / "shapes"
        return tuple(path for path in rdf_files(self.root / "ontology") if shapes not in path.parents)

    @property
    def shape_files(self) -> tuple[Path, ...]:
        """Files of shapes, sorted by path."""
        return rdf_files(self.root / "ontology" / "shapes")

    @property
    def rule_files(self) -> tuple[Path, ...]:
        """Rule files, sorted by path."""
        return _files(self.root / "ontology" / "rules", {".rq"})

    @property
    def data_files(self) -> tuple[Path, ...]:
        """Files of facts, sorted by path."""
        found = rdf_files(self.root / "data")
        if not self.drafts:
            return found
        return tuple(
            sorted(path for path in {*found, *self.drafts} if self.drafts.get(path, b"") is not None)
        )

    @property
    def unread_files(self) -> tuple[Path, ...]:
        """Files of facts and ontology that are RDF or OWL by their names, with endings that are not read."""
        return tuple(path for name in ("data", "ontology") for path in _files(self.root / name, UNREAD))

    @property
    def queries(self) -> Path:
        """The folder of named queries."""
        return self.root / "queries"

    def read(self, path: Path) -> bytes:
        """Return the clean text of a file, or of its draft.

        Raises:
            InputError: It is missing, or refused by the gate, or states something in a named graph.
        """
        draft = self.drafts.get(path)
        if draft is not None:
            return draft
        name = self.relative(path)
        data = gate.read(path, name=name)
        syntax = gate.FORMATS.get(path.suffix.lower())
        if syntax and syntax.supports_datasets:
            from kgtools import named_graphs

            named_graphs.refuse(data, syntax, name=name)
        return data

    def relative(self, path: Path) -> str:
        """Return a path as messages show it, with forward slashes: from the root, or from here."""
        root, text = str(self.root), str(path)
        if not text.startswith(root + os.sep):  # not one of our own: a link, or given by the user
            text = str(path.resolve())
        if text.startswith(root + os.sep):
            return text[len(root) + 1 :].replace(os.sep, "/")
        here = os.path.relpath(text)
        return text if here.startswith("..") else here.replace(os.sep, "/")

    @property
    def inferred_graph(self) -> NamedNode:
        """The IRI of the named graph that holds what follows; no RDF file can have this name."""
        return NamedNode(f"{self.base}graph/inferred")

    def graph_of(self, path: Path) -> NamedNode:
        """Return the IRI of the named graph that holds a file's facts."""
        from urllib.parse import quote

        return NamedNode(f"{self.base}graph/{quote(self.relative(path))}")

    def file_of(self, graph: NamedNode) -> str | None:
        """Return the file, relative to the root, that a named graph stands for."""
        from urllib.parse import unquote

        if graph == self.inferred_graph:
            return None
        prefix = f"{self.base}graph/"
        return unquote(graph.value[len(prefix) :]) if graph.value.startswith(prefix) else None


def rdf_files(folder: Path) -> tuple[Path, ...]:
    """Return the RDF files in a folder and those below it, sorted by path."""
    return _files(folder, FORMATS)


def _files(folder: Path, endings: Container[str]) -> tuple[Path, ...]:
    return tuple(Path(name) for name in sorted(below(folder)) if os.path.splitext(name)[1].lower() in endings)  # noqa: PTH122
