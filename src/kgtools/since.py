"""What changed in a project since a git revision, and which findings concern it."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from kgtools import gate
from kgtools.errors import InputError
from kgtools.git import Repository
from kgtools.terms import NamedNode

if TYPE_CHECKING:
    from pathlib import Path

    from kgtools.diagnostics import Diagnostic, Report
    from kgtools.project import Project
    from kgtools.terms import Quad


class Changes(NamedTuple):
    """What differs from a revision.

    Attributes:
        lines: The lines of each file that are new, or stand beside something deleted.
        subjects: What the statements that came or went are about.
    """

    lines: dict[str, frozenset[int]]
    subjects: frozenset[NamedNode]

    def concern(self, finding: Diagnostic) -> bool:
        """Return whether a finding stands on a changed line, or is about something that changed.

        What stops everything else from being judged concerns every change.
        """
        if finding.code.startswith(("KG0", "KG9")):
            return True
        terms = {finding.focus_node, finding.value, finding.shape}
        spans = (finding.span, *(related.span for related in finding.related))
        return not terms.isdisjoint(self.subjects) or any(
            span is not None
            and span.line is not None
            and not self.lines.get(span.file, frozenset()).isdisjoint(
                range(span.line, (span.end_line or span.line) + 1)
            )
            for span in spans
        )

    def among(self, report: Report) -> Report:
        """Return a report with only the findings that concern the changes."""
        return replace(report, diagnostics=tuple(filter(self.concern, report.diagnostics)))


def changes(project: Project, revision: str) -> Changes:
    """Return what changed in a project's files since a revision, committed or not.

    Raises:
        UsageError: The project is in no git repository, or the revision is unknown.
        EngineError: There is no git, or it failed.
    """
    repository = Repository(project.root)
    repository.commit(revision)
    own = {
        project.relative(path): path
        for path in (*project.ontology_files, *project.shape_files, *project.data_files)
    }
    lines: dict[str, frozenset[int]] = {}
    subjects: set[NamedNode] = set()
    for name in sorted(repository.changed(revision)):
        path = project.root / name
        old, new = repository.text(revision, name), path.read_bytes() if name in own else b""
        lines[name] = frozenset(_changed_lines(old, new))
        subjects |= {
            quad.subject
            for quad in _quads(path, old) ^ _quads(path, new)
            if isinstance(quad.subject, NamedNode)
        }
    return Changes(lines, frozenset(subjects))


def _changed_lines(old: bytes, new: bytes) -> set[int]:
    before, after = old.splitlines(), new.splitlines()
    found: set[int] = set()
    for kind, _, _, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "delete":
            found |= {first, first + 1}  # the lines around what is gone
        elif kind != "equal":
            found.update(range(first + 1, last + 1))
    return found


def _quads(path: Path, data: bytes) -> set[Quad]:
    """Return the quads of a text; none where it cannot be read, which is a finding of its own."""
    try:
        return set(gate.quads(data, gate.format_of(path), name=path.name))
    except InputError:
        return set()
