"""Adding facts to a project and taking them out: judged first, then written whole or not at all."""

from __future__ import annotations

import functools
import json
import os
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import RdfFormat, serialize

from kgtools import gate
from kgtools.change import durable
from kgtools.change.durable import Rewrite
from kgtools.change.edit import delete, insert
from kgtools.change.homes import Homes
from kgtools.check import check
from kgtools.diagnostics import Diagnostic, Severity, document
from kgtools.errors import (
    InputError,
    KgError,
    LimitError,
    Location,
    ShapesError,
    UsageError,
    WriteError,
)
from kgtools.terms import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple
from kgtools.turtle.located import Format
from kgtools.turtle.parse import parse
from kgtools.turtle.position import Lines

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable
    from pathlib import Path

    from kgtools.diagnostics import Report
    from kgtools.project import Project

MOST: Final = 10 * 1024 * 1024
"""Most bytes of facts that are taken at once."""
_ATTEMPTS: Final = 5
_ROUNDS: Final = 20


@dataclass(frozen=True, slots=True)
class Change:
    """What adding or removing facts does, or would do.

    Attributes:
        added: Facts that come, each with its file.
        removed: Facts that go, each with its file.
        already: Facts that were there.
        described: What was described before.
        refused: Facts that are not taken.
        reasons: Why.
        dangling: Facts that refer to what would be described nowhere.
        notes: Warnings about what changes.
        rewrites: The texts of the files, before and after.
        written: Whether the files were changed.
        rejected: Where refused facts are kept.
    """

    added: dict[Quad, Path] = field(default_factory=dict)
    removed: dict[Quad, Path] = field(default_factory=dict)
    already: tuple[Quad, ...] = ()
    described: frozenset[object] = frozenset()
    refused: tuple[Quad, ...] = ()
    reasons: tuple[Diagnostic, ...] = ()
    dangling: tuple[Quad, ...] = ()
    notes: tuple[Diagnostic, ...] = ()
    rewrites: tuple[Rewrite, ...] = ()
    written: bool = False
    rejected: Path | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing was refused."""
        return not (self.refused or self.reasons or self.dangling)


def read(data: bytes, syntax: RdfFormat, *, name: str) -> list[Quad]:
    """Return the facts of a text that somebody gives.

    Raises:
        LimitError: It is larger than 10 MB.
        InputError: The gate refuses it, it has a syntax error, or it states something in a named graph.
    """
    if len(data) > MOST:
        raise LimitError(f"'{name}' is larger than {MOST >> 20} MB", hint="add it in parts")
    clean = gate.clean(data, name=name, syntax=syntax)
    quads = list(gate.quads(clean, syntax, name=name))
    named = next((q.graph_name for q in quads if not isinstance(q.graph_name, DefaultGraph)), None)
    if named is not None:
        raise _graph_named(clean, syntax, named, name)
    facts = [_plain(quad) for quad in quads]
    if any(isinstance(term, Triple) for fact in facts for term in (fact.subject, fact.object)):
        raise InputError("RDF 1.2 triple terms are not taken", hint="state the fact itself", code="KG001")
    if not facts:
        raise InputError(f"'{name}' states nothing", hint="give it at least one fact")
    return list(dict.fromkeys(facts))


def _graph_named(clean: bytes, syntax: RdfFormat, graph: NamedNode | BlankNode, name: str) -> InputError:
    """Return the refusal of a named graph, with its place where the format has places."""
    place = Location(name)
    if f".{syntax.file_extension}" in set(Format):
        text = clean.decode()
        located = parse(text, syntax=Format(f".{syntax.file_extension}"), base="file:///", file=name)
        extent = next((quad.graph_at for quad in located if quad.graph_at), None)
        place = Lines(text).span(name, extent).location if extent else place
    return InputError(
        f"`{graph}` is a named graph, but a project has one graph for each of its files",
        location=place,
        hint="state the facts in the default graph; --into chooses their file",
    )


def add(
    project: Project,
    facts: Iterable[Quad],
    *,
    into: Path | None = None,
    source: NamedNode | None = None,
    partial: bool = False,
    dry_run: bool = False,
    rejects: Path | None = None,
) -> Change:
    """Judge facts merged with a project, and write them into its files of facts.

    All or nothing, unless ``partial``. Adding facts that are there changes nothing, so what was interrupted
    may be repeated. Holds the lock of the project while it works.

    Args:
        project: Where to add them.
        facts: The facts, in no graph.
        into: The file to write them into; else each thing goes where it is described already, or where
            most things of its class are.
        source: The source of every thing among them that names none.
        partial: Take what is right and refuse the rest.
        dry_run: Write nothing.
        rejects: The folder where refused facts are kept; by default ``.kg/rejected``.

    Raises:
        UsageError: No file is known for one of them.
        InputError: The project cannot be read.
        ShapesError: Its shapes cannot judge.
        WriteError: The lock is held, or nothing can be written.
    """
    return _Adding(project, list(dict.fromkeys(facts)), into, source, partial=partial).run(dry_run, rejects)


def remove(
    project: Project, facts: Iterable[Quad], *, leave_dangling: bool = False, dry_run: bool = False
) -> Change:
    """Take facts out of the files of a project, if what remains is still right.

    Args:
        project: Whose files.
        facts: The facts; those that no file states count as already gone.
        leave_dangling: Allow that other facts refer to what is described nowhere any more.
        dry_run: Write nothing.

    Raises:
        InputError: The project cannot be read.
        ShapesError: Its shapes cannot judge.
        WriteError: The lock is held, or nothing can be written.
    """
    wanted = list(dict.fromkeys(facts))
    for _ in range(_ATTEMPTS):
        with durable.lock(project.root):
            change = _removal(project, wanted, leave_dangling=leave_dangling)
            if dry_run or not change.ok or not change.rewrites:
                return change
            if _unchanged(change):
                durable.rewrite(project.root, change.rewrites)
                return _written(change)
    raise WriteError("the files keep changing", hint="try again when nobody else writes")


def facts_about(project: Project, node: NamedNode) -> list[Quad]:
    """Return what the files of facts state about a thing."""
    return [quad for quads in _stated(project).values() for quad in quads if quad.subject == node]


class _Adding:
    """One call of :func:`add`."""

    def __init__(
        self,
        project: Project,
        facts: list[Quad],
        into: Path | None,
        source: NamedNode | None,
        *,
        partial: bool,
    ) -> None:
        self._project, self._facts, self._partial = project, facts, partial
        self._into = self._target(into) if into else None
        self._source = source

    def run(self, dry_run: bool, rejects: Path | None) -> Change:  # noqa: FBT001 - handed through
        project = self._project
        for _ in range(_ATTEMPTS):
            with durable.lock(project.root):
                change = self._judged()
                if dry_run:
                    return change
                if change.refused:
                    change = _kept(project, change, rejects or project.root / ".kg" / "rejected")
                if not change.rewrites or (change.refused and not self._partial):
                    return change
                if _unchanged(change):
                    durable.rewrite(project.root, change.rewrites)
                    return _written(change)
        raise WriteError("the files keep changing", hint="try again when nobody else writes")

    def _target(self, into: Path) -> Path:
        path = into if into.is_absolute() else self._project.root / into
        path = path.parent.resolve() / path.name
        if self._project.root / "data" not in path.parents or path.suffix.lower() != ".ttl":
            raise UsageError(f"'{into}' is no Turtle file under data/", hint="such as data/people.ttl")
        return path

    def _judged(self) -> Change:
        """Return the change for the files as they are now."""
        stated = _stated(self._project)
        homes = Homes(self._project.root / "data", stated)
        facts = self._with_sources(homes)
        already = tuple(fact for fact in facts if _key(fact) in homes.facts)
        new = [fact for fact in facts if _key(fact) not in homes.facts]
        refused, reasons = self._unfit(new, homes)
        if refused and not self._partial:
            new_left: list[Quad] = [fact for fact in new if fact not in refused]
            return self._refusal(new, reasons, homes, already, new_left)
        left = [fact for fact in new if fact not in set(refused)]
        for _ in range(_ROUNDS):
            planned = self._planned(left, homes)
            found, notes = _introduced(self._project, planned[1], left)
            if not found:
                break
            reasons += found
            guilty = set(left) if not self._partial else _guilty(found, left) or set(left)
            refused += [fact for fact in left if fact in guilty]
            left = [fact for fact in left if fact not in guilty]
            if not self._partial:
                return Change(
                    added=planned[0],
                    already=already,
                    described=_described(homes, facts),
                    refused=tuple(refused),
                    reasons=tuple(reasons),
                )
        else:
            refused, left, planned, notes = refused + left, [], ({}, ()), []
        return Change(
            added=planned[0],
            already=already,
            described=_described(homes, facts),
            refused=tuple(refused),
            reasons=tuple(reasons),
            notes=tuple(notes),
            rewrites=planned[1],
        )

    def _refusal(
        self,
        new: list[Quad],
        reasons: list[Diagnostic],
        homes: Homes,
        already: tuple[Quad, ...],
        left: list[Quad],
    ) -> Change:
        """Return a change that takes nothing; what else is wrong is found too where that can be told."""
        try:
            found, _ = _introduced(self._project, self._planned(left, homes)[1], left) if left else ([], [])
        except KgError:
            found = []
        return Change(
            already=already, described=_described(homes, new), refused=tuple(new), reasons=(*reasons, *found)
        )

    def _with_sources(self, homes: Homes) -> list[Quad]:
        role = self._project.roles.source
        if not (self._source and role):
            return self._facts
        sourced = {fact.subject for fact in self._facts if fact.predicate == role}
        bare = dict.fromkeys(f.subject for f in self._facts if f.subject not in sourced)
        sources = {key[2] for key in homes.facts if key[1] == role} | {self._source}
        has = {key[0] for key in homes.facts if key[1] == role}
        return [
            *self._facts,
            *(Quad(s, role, self._source) for s in bare if s not in sources and s not in has),
        ]

    def _unfit(self, new: list[Quad], homes: Homes) -> tuple[list[Quad], list[Diagnostic]]:
        """Return the facts that no file takes: about blank nodes, or about a thing without a source."""
        refused, reasons = [], []
        for fact in new:
            if isinstance(fact.subject, BlankNode) or isinstance(fact.object, BlankNode):
                refused.append(fact)
                reasons.append(
                    Diagnostic(
                        "KG009",
                        Severity.ERROR,
                        "a fact about a blank node",
                        help="give the node an IRI",
                        focus_node=fact.subject if isinstance(fact.subject, NamedNode | BlankNode) else None,
                        path=self._project.prefixes.show(fact.predicate),
                    )
                )
        role = self._project.roles.source
        if role is None:
            return refused, reasons
        merged = {*homes.facts, *map(_key, new)}
        sources = {s for s, p, _ in merged if p == role}
        documents = {o for _, p, o in merged if p == role}
        kinds = {o for s, p, o in merged if s in documents and str(p) == _TYPE}
        documents |= {s for s, p, o in merged if o in kinds and str(p) == _TYPE}
        path = self._project.prefixes.show(role)
        for subject in dict.fromkeys(fact.subject for fact in new):
            if subject not in sources and subject not in documents and isinstance(subject, NamedNode):
                refused += [fact for fact in new if fact.subject == subject and fact not in refused]
                message = f"`{self._project.prefixes.show(subject)}` has no source"
                cure = f"add {path}, or give --source"
                reasons.append(
                    Diagnostic("KG501", Severity.ERROR, message, focus_node=subject, path=path, help=cure)
                )
        return refused, reasons

    def _planned(self, facts: list[Quad], homes: Homes) -> tuple[dict[Quad, Path], tuple[Rewrite, ...]]:
        about: defaultdict[NamedNode, list[Quad]] = defaultdict(list)
        for fact in facts:
            if isinstance(fact.subject, NamedNode):  # the others have been refused
                about[fact.subject].append(fact)
        placed: dict[Quad, Path] = {}
        for subject, own in about.items():
            path = self._into or homes.of(subject, own)
            placed |= dict.fromkeys(own, path)
        by_file: defaultdict[Path, list[Quad]] = defaultdict(list)
        for fact, path in placed.items():
            by_file[path].append(fact)
        return placed, tuple(
            _rewrite(
                self._project, path, functools.partial(insert, facts=own, prefixes=self._project.prefixes)
            )
            for path, own in sorted(by_file.items())
        )


_TYPE: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


def _removal(project: Project, wanted: list[Quad], *, leave_dangling: bool) -> Change:
    stated = _stated(project)
    known = {_key(quad): path for path, quads in stated.items() for quad in quads}
    going = [fact for fact in wanted if _key(fact) in known]
    by_file: defaultdict[Path, list[Quad]] = defaultdict(list)
    gone = set(map(_key, going))
    for path, quads in stated.items():
        by_file[path] += [_plain(quad) for quad in quads if _key(quad) in gone]
    left = [quad for quads in stated.values() for quad in quads if _key(quad) not in gone]
    before, after = {quad.subject for quad in going}, {quad.subject for quad in left}
    dangling = tuple(_plain(quad) for quad in left if quad.object in before - after)
    rewrites = tuple(
        _rewrite(project, path, functools.partial(delete, facts=own))
        for path, own in sorted(by_file.items())
        if own
    )
    removed = {fact: known[_key(fact)] for fact in going}
    already = tuple(fact for fact in wanted if _key(fact) not in known)
    if dangling and not leave_dangling:
        return Change(removed=removed, already=already, dangling=dangling)
    found, notes = _introduced(project, rewrites, going) if rewrites else ([], [])
    targets = {quad.object for quad in dangling}
    found = [reason for reason in found if reason.value not in targets]
    return Change(
        removed=removed, already=already, reasons=tuple(found), notes=tuple(notes), rewrites=rewrites
    )


def _key(fact: Quad) -> tuple[object, ...]:
    return fact.subject, fact.predicate, fact.object


def _plain(quad: Quad) -> Quad:
    """Return a fact in no graph."""
    return Quad(quad.subject, quad.predicate, quad.object)


def _stated(project: Project) -> dict[Path, list[Quad]]:
    return {
        path: list(gate.quads(project.read(path), gate.format_of(path), name=project.relative(path)))
        for path in project.data_files
    }


def _rewrite(project: Project, path: Path, edit: Callable[..., str]) -> Rewrite:
    name = project.relative(path)
    if path.suffix.lower() != ".ttl":
        raise WriteError(f"'{name}' is no Turtle, and only Turtle is edited", hint="--into a file that is")
    old = path.read_bytes() if path.exists() else None
    text = gate.clean(old, name=name).decode() if old is not None else ""
    new: str = edit(text, file=name)
    data = new.encode()
    if old is not None and old.startswith(b"\xef\xbb\xbf"):
        data = b"\xef\xbb\xbf" + data
    return Rewrite(path, old, data if new.strip() else None)


def _introduced(
    project: Project, rewrites: Iterable[Rewrite], facts: Iterable[Quad]
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """Return the errors that a change brings, and warnings about what it touches."""
    drafts = {change.path: change.new for change in rewrites}
    report = _judged(project._replace(drafts=drafts))
    touched = {fact.subject for fact in facts}
    notes = [f for f in report.diagnostics if f.severity is not Severity.ERROR and f.focus_node in touched]
    errors = [f for f in report.diagnostics if f.severity is Severity.ERROR]
    if not errors:
        return [], notes
    before = Counter(map(_same, _judged(project).diagnostics))
    found = []
    for error in errors:
        if before[_same(error)]:
            before[_same(error)] -= 1
        else:
            found.append(error)
    return found, notes


def _judged(project: Project) -> Report:
    report = check(project)
    if not report.judged:
        raise ShapesError("the shapes cannot judge, so nothing is written", hint="kg check")
    if not report.checked.triples and report.diagnostics:
        first = report.diagnostics[0]
        place = first.span.location if first.span else None
        raise InputError(f"the project cannot be read: {first.message}", location=place, code=first.code)
    return report


def _same(finding: Diagnostic) -> Hashable:
    return finding.code, finding.focus_node, finding.path, finding.value, finding.message


def _guilty(reasons: list[Diagnostic], facts: list[Quad]) -> set[Quad]:
    """Return the facts that errors are about: the very fact, else all about the thing, else what names it."""
    found: set[Quad] = set()
    for reason in reasons:
        about = [fact for fact in facts if fact.subject == reason.focus_node]
        exact = [fact for fact in about if reason.value is not None and _is_like(fact, reason)]
        naming = [fact for fact in facts if fact.object == reason.focus_node]
        found.update(exact or about or naming)
    return found


def _is_like(fact: Quad, reason: Diagnostic) -> bool:
    value = reason.value
    if fact.object == value:
        return True
    return (
        isinstance(fact.object, Literal) and isinstance(value, Literal) and fact.object.value == value.value
    )


def _described(homes: Homes, facts: Iterable[Quad]) -> frozenset[object]:
    return frozenset(fact.subject for fact in facts if homes.is_described(fact.subject))


def _unchanged(change: Change) -> bool:
    """Return whether the files still hold what was judged."""
    return all(
        (rewrite.path.read_bytes() if rewrite.path.exists() else None) == rewrite.old
        for rewrite in change.rewrites
    )


def _written(change: Change) -> Change:
    return replace(change, written=True)


def _kept(project: Project, change: Change, folder: Path) -> Change:
    """Keep refused facts as Turtle, and with their reasons as JSON."""
    prefixes = {name: iri for name, iri in project.prefixes.items() if name}
    text = (
        serialize([fact.triple for fact in change.refused], format=RdfFormat.TURTLE, prefixes=prefixes) or b""
    )
    name, show = durable.digest(text)[:12], project.prefixes.show
    entries = {
        "facts": [[show(f.subject), show(f.predicate), show(f.object)] for f in change.refused],
        "reasons": [document.entry(reason, project.prefixes) for reason in change.reasons],
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for ending, data in (
            ("ttl", text),
            ("json", json.dumps(entries, ensure_ascii=False, indent=1).encode()),
        ):
            temporary = folder / f".{name}.{ending}.{os.getpid()}"
            temporary.write_bytes(data)
            temporary.replace(folder / f"{name}.{ending}")
    except OSError as error:
        raise WriteError(f"cannot keep the refused facts in '{folder}': {error.strerror}") from None
    return replace(change, rejected=folder / f"{name}.ttl")
