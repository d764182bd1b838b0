"""Mending what can be mended without asking: the edits that findings carry."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from kgtools.diagnostics.registry import REGISTRY
from kgtools.errors import WriteError
from kgtools.files import replace
from kgtools.lint import Context, lint
from kgtools.lint.ignores import Ignores
from kgtools.sifting import Choice, names_of
from kgtools.turtle.parse import parse
from kgtools.turtle.position import Lines
from kgtools.turtle.syntax import TurtleSyntaxError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kgtools.diagnostics import Diagnostic, Fix
    from kgtools.lint.file import File
    from kgtools.project import Project
    from kgtools.turtle.position import Extent

# An edit may make room for another: a prefix that was declared for a name that was mended.
_ROUNDS: Final = 10


def fix(project: Project, files: Iterable[Path] = (), *, choice: Choice | None = None) -> list[Diagnostic]:
    """Mend files in place and return the findings that are gone, each with its old place.

    Only edits of codes that are safe to mend are made, only where no comment ignores the finding, and
    only if the file can still be read; each file is replaced whole or not at all.

    Args:
        project: Whose files to mend.
        files: With files, only these are changed.
        choice: Which codes are mended; by default all.

    Raises:
        WriteError: A file cannot be written; files before it are mended.
    """
    chosen = tuple(path.resolve() for path in files)
    done: list[Diagnostic] = []
    for _ in range(_ROUNDS):
        context, refused = Context.of(project, chosen)
        wanted = [file for file in context.files if not chosen or file.path in chosen]
        by_name = {file.name: file for file in wanted if file.syntax}
        mended = False
        for name, findings in _mendable(context, refused, choice or Choice()).items():
            if name in by_name and (gone := _mend(by_name[name], findings)):
                done += gone
                mended = True
        if not mended:
            break
    return done


def _mendable(context: Context, refused: list[Diagnostic], choice: Choice) -> dict[str, list[Diagnostic]]:
    """Return the findings with edits by file; of unreadable files only, if there are any."""
    ignored = Choice(ignore=context.project.ignore)
    found = refused or Ignores.of(context.files).sift(lint(context), names_of)
    by_file: defaultdict[str, list[Diagnostic]] = defaultdict(list)
    for finding in found:
        entry = REGISTRY.get(finding.code)
        files = {edit.span.file for edit in finding.fixes}
        if (
            entry
            and entry.is_fixable
            and len(files) == 1
            and choice.takes(finding)
            and ignored.takes(finding)
        ):
            by_file[files.pop()].append(finding)
    return by_file


def _mend(file: File, findings: list[Diagnostic]) -> list[Diagnostic]:
    """Make the edits of the findings in a file and return those that were made."""
    if file.path.is_symlink():
        raise WriteError(f"'{file.name}' is a link and is not changed", hint="mend the file it leads to")
    lines = Lines(file.text)
    edits: list[tuple[Extent, str]] = []  # in the order of the text
    gone: list[Diagnostic] = []
    for finding in findings:
        own = list(_edits(finding.fixes, lines))
        if not any(_overlaps(extent, edits) for extent, _ in own):
            for edit in own:
                insort(edits, edit)
            gone.append(finding)
    text = _edited(file.text, edits)
    if _reads_worse(file, text):
        return []
    try:
        replace(file.path, text.encode())
    except OSError as error:
        raise WriteError(f"cannot write '{file.name}': {error.strerror}") from None
    return gone


def _edits(fixes: Iterable[Fix], lines: Lines) -> Iterator[tuple[Extent, str]]:
    for edit in fixes:
        span = edit.span
        start = lines.offset(span.line or 1, span.column or 1)
        yield (start, lines.offset(span.end_line or 1, span.end_column or 1)), edit.text


def _overlaps(one: Extent, edits: list[tuple[Extent, str]]) -> bool:
    """Return whether an edit touches the text of another; two at one place count, for their order is open."""
    at = bisect_left(edits, (one, ""))
    beside = (other for other, _ in edits[max(at - 1, 0) : at + 1])
    return any(one == other or (one[0] < other[1] and other[0] < one[1]) for other in beside)


def _edited(text: str, edits: Iterable[tuple[Extent, str]]) -> str:
    """Return a text with edits that are in its order and do not overlap."""
    pieces, done = [], 0
    for (start, end), new in edits:
        pieces += [text[done:start], new]
        done = end
    return "".join((*pieces, text[done:]))


def _reads_worse(file: File, text: str) -> bool:
    """Return whether a new text breaks the grammar where the old one did not, or at the same place still."""
    before, after = _error(file, file.text), _error(file, text)
    return after is not None and (before is None or after[1] == before[1])


def _error(file: File, text: str) -> tuple[Extent, str] | None:
    """Return where and how a text breaks the grammar; None where it does not."""
    if file.syntax is None:
        return None
    try:
        for _ in parse(text, syntax=file.syntax, file=file.name):
            pass
    except TurtleSyntaxError as error:
        return error.extent, f"{text[slice(*error.extent)]} {error.message}"
    return None
