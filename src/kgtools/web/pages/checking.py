"""``/check``: facts are pasted, findings come back with their place and what to do."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, NamedTuple

from kgtools.diagnostics import Severity
from kgtools.errors import KgError
from kgtools.turtle.position import Lines
from kgtools.web import checks, jobs
from kgtools.web.pages.cells import Cell, cell
from kgtools.web.pages.frame import Frame
from kgtools.web.protocol import FORM

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kgtools.diagnostics import Diagnostic, Fix, Report, Span
    from kgtools.graph import Graph
    from kgtools.web.state import State

_AROUND = 1
_MOST = 200
_EXAMPLE = """\
<{base}new> a owl:Thing .
"""


class Line(NamedTuple):
    """A line of an excerpt, and a mark below it, "" for none."""

    number: int
    text: str
    mark: str


class Finding(NamedTuple):
    """A finding, ready to be shown."""

    code: str
    severity: str
    message: str
    place: Span | None
    focus: Cell | None
    path: str
    help: str
    lines: list[Line]
    patch: str
    mended: str


async def checking(request: Request, state: State) -> Response:
    """Return the form; with posted facts, what is found; with ``project=1``, what is found in the record."""
    frame = Frame(request, state, "Check", section="/check", undated="A check looks at all days")
    text, ending = "", ".ttl"
    report: Report | None = None
    problem: KgError | None = None
    try:
        if request.method == "POST":
            data, ending = await checks.facts(request, state)
            text = data.decode("utf-8", "replace")
            if text.strip():
                report = await state.check(data, ending)
        elif request.query_params.get("project"):
            report = await state.run_long(jobs.check_project)
    except KgError as error:
        problem = error
    shown = report.diagnostics[:_MOST] if report else []
    findings = await state.make(lambda: [_finding(frame, each, text) for each in shown])
    response = await state.make(
        frame.render,
        "check.html",
        text=text,
        syntax=ending.removeprefix("."),
        example=_example(frame),
        report=report,
        problem=problem,
        counts=[(each.value, report.count(each)) for each in Severity] if report else [],
        findings=findings,
        is_project=request.method != "POST" and report is not None,
        form=FORM,
    )
    response.headers["Cache-Control"] = "no-store"
    if request.method == "GET":
        state.expect_check()
    return response


def _example(frame: Frame) -> str:
    """Return a first thing to paste."""
    prefixes = frame.graph.project.prefixes
    for prefix, iri in prefixes.items():
        if iri == frame.graph.project.base:
            return f"PREFIX {prefix}: <{iri}>\n"
    return _EXAMPLE.format(base=frame.graph.project.base)


def _finding(frame: Frame, found: Diagnostic, text: str) -> Finding:
    is_posted = bool(text) and found.span is not None and found.span.file.startswith("facts")
    source = text if is_posted else _source(frame.graph, found.span)
    mended = _mended(text, found.fixes) if is_posted and found.fixes else ""
    focus = found.focus_node
    return Finding(
        code=found.code,
        severity=found.severity.value,
        message=found.message,
        place=found.span,
        focus=cell(frame, focus, described=True) if focus is not None else None,
        path=found.path or "",
        help=found.help or "",
        lines=_excerpt(source, found.span) if source and found.span else [],
        patch=_patch(text, mended) if mended else "",
        mended=mended,
    )


def _source(graph: Graph, span: Span | None) -> str:
    if span is None:
        return ""
    file = next(
        (each for each in (*graph.dataset.files, *graph.dataset.shape_files) if each.name == span.file), None
    )
    return file.data.decode("utf-8", "replace") if file else ""


def _excerpt(source: str, span: Span) -> list[Line]:
    lines = source.splitlines()
    if span.line is None or not 1 <= span.line <= len(lines):
        return []
    first, last = max(1, span.line - _AROUND), min(len(lines), span.line + _AROUND)
    found = []
    for number in range(first, last + 1):
        mark = ""
        if number == span.line:
            start = span.column or 1
            end = (
                span.end_column
                if span.end_line == span.line and span.end_column
                else len(lines[number - 1]) + 1
            )
            mark = " " * (start - 1) + "^" * max(1, end - start)
        found.append(Line(number, lines[number - 1], mark))
    return found


def _mended(text: str, fixes: tuple[Fix, ...]) -> str:
    """Return the text with the edits of a finding made."""
    lines = Lines(text)
    edits = [
        (
            lines.offset(each.span.line or 1, each.span.column or 1),
            lines.offset(each.span.end_line or 1, each.span.end_column or 1),
            each.text,
        )
        for each in fixes
    ]
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _patch(text: str, mended: str) -> str:
    found = difflib.unified_diff(
        text.splitlines(), mended.splitlines(), "facts", "facts, mended", lineterm="", n=1
    )
    return "\n".join(found)
