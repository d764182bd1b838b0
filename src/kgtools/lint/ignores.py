"""KG306, KG307: comments that silence findings, with a reason.

``# kg: ignore[CODE] reason`` silences findings of the line it stands on; where it stands alone, of the next
line that says something; behind the dot that alone closes a description, of all of that, since ``kg fmt``
puts it there where all stood on one line. ``# kg: ignore-file[CODE] reason`` silences those of the whole
file. Several codes stand between commas; the beginning of a code stands for all codes that begin so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kgtools.diagnostics.registry import REGISTRY
from kgtools.lint.finding import finding as report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kgtools.diagnostics import Diagnostic, Span
    from kgtools.lint.file import File

UNUSED: Final = "KG306"
REFUSED: Final = "KG307"
CODES: Final = frozenset({UNUSED, REFUSED})
"""The codes of findings about comments."""
_COMMENT: Final = re.compile(
    r"#[ \t]*kg:[ \t]*ignore(?P<all>-file)?[ \t]*\[(?P<codes>[^\]\r\n]*)\][ \t]*(?P<reason>[^\r\n]*)"
)
_SILENT: Final = re.compile(r"[ \t]*\r?\n(?:[ \t]*(?:#[^\r\n]*)?\r?\n)*")
"""The end of a line, and the lines below that are empty or comments."""


@dataclass(frozen=True, slots=True)
class Ignore:
    """A comment that silences one code.

    Attributes:
        code: The code or its beginning.
        file: The file it stands in.
        lines: The first and the last line that it silences; None for the whole file.
        span: Where the comment stands.
    """

    code: str
    file: str
    lines: tuple[int, int] | None
    span: Span

    def silences(self, finding: Diagnostic, names: Iterable[str]) -> bool:
        """Return whether a finding is meant."""
        span = finding.span
        if span is None or span.file != self.file:
            return False
        if self.lines and not self.lines[0] <= (span.line or 0) <= self.lines[1]:
            return False
        return any(name.startswith(self.code) for name in names)


@dataclass(frozen=True, slots=True)
class Ignores:
    """The comments of all files.

    Attributes:
        ignores: Those that hold.
        complaints: Findings about those that do not.
    """

    ignores: tuple[Ignore, ...]
    complaints: tuple[Diagnostic, ...]

    @classmethod
    def of(cls, files: Iterable[File]) -> Ignores:
        """Return the comments of some files."""
        ignores: list[Ignore] = []
        complaints: list[Diagnostic] = []
        for file in files:
            if "kg:" not in file.text:
                continue
            for match in _COMMENT.finditer(file.text):
                if not file.is_in_literal(match.start()):
                    _read(file, match, ignores, complaints)
        return cls(tuple(ignores), tuple(complaints))

    def sift(
        self, findings: Iterable[Diagnostic], names_of: Callable[[Diagnostic], tuple[str, ...]]
    ) -> Iterator[Diagnostic]:
        """Yield the findings that no comment silences, then what is wrong with the comments."""
        used: set[Ignore] = set()
        for finding in findings:
            entry = REGISTRY.get(finding.code)
            names = names_of(finding)
            silencing = [ignore for ignore in self.ignores if ignore.silences(finding, names)]
            if silencing and not (entry and entry.is_final):
                used.update(silencing)
            else:
                yield finding
        yield from self.complaints
        for ignore in self.ignores:
            if ignore not in used:
                message = f"nothing to ignore: no finding {ignore.code} here"
                yield report(UNUSED, message, ignore.span, cure="delete the comment")


def _read(file: File, match: re.Match[str], ignores: list[Ignore], complaints: list[Diagnostic]) -> None:
    span = file.span(match.span())
    codes = [code.strip() for code in match["codes"].split(",") if code.strip()]
    if not codes or not match["reason"].strip():
        what = "a reason" if codes else "a code"
        cure = "write `# kg: ignore[KG402] two people of one name`"
        complaints.append(report(REFUSED, f"the comment ignores nothing: it lacks {what}", span, cure=cure))
        return
    lines = None if match["all"] else _lines(file, match)
    for code in codes:
        entry = REGISTRY.get(code)
        if entry and entry.is_final:
            message = f"{code} cannot be ignored: {entry.title}"
            complaints.append(report(REFUSED, message, span, cure="mend it"))
        else:
            ignores.append(Ignore(code, file.name, lines, span))


def _lines(file: File, match: re.Match[str]) -> tuple[int, int]:
    """Return the first and the last line that a comment is about."""
    start = file.text.rfind("\n", 0, match.start()) + 1
    before = file.text[start : match.start()].strip()
    line = file.span(match.span()).line or 0
    if not before:
        silent = _SILENT.match(file.text, match.end())
        line += silent[0].count("\n") if silent else 1
        return line, line
    if before == ".":
        closed = max(
            (fact.quad for fact in file.facts if fact.quad.object_at[1] <= start),
            key=lambda quad: quad.object_at,
            default=None,
        )
        if closed:
            return file.span(closed.subject_at).line or line, line
    return line, line
