"""KG001 to KG006: what is wrong with a text that cannot be read, and what may have been meant."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kgtools.diagnostics import Diagnostic, Fix, Severity, Span
from kgtools.lint.file import DECLARATION
from kgtools.lint.suggest import nearest_name
from kgtools.turtle.check import syntax_errors
from kgtools.turtle.syntax import UNDECLARED_PREFIX, Text, TurtleSyntaxError

if TYPE_CHECKING:
    from kgtools.errors import InputError
    from kgtools.lint.file import File
    from kgtools.project import Project

_KNOWN_ELSEWHERE: Final = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "org": "http://www.w3.org/ns/org#",
    "schema": "https://schema.org/",
    "time": "http://www.w3.org/2006/time#",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
}


def told(error: InputError) -> Diagnostic:
    """Return an error about a text as a finding."""
    if isinstance(error, TurtleSyntaxError):
        return error.diagnostic
    place = error.location
    span = Span(place.file, place.line, place.column) if place else None
    return Diagnostic(error.code, Severity.ERROR, error.message, span, help=error.hint)


def explained(error: InputError, file: File, project: Project) -> list[Diagnostic]:
    """Return all that breaks the grammar of a file, with the prefixes that may have been meant.

    Args:
        error: The first mistake.
        file: The file.
        project: Whose prefixes are known.
    """
    if file.syntax is None:
        return [told(error)]
    found = syntax_errors(file.text, syntax=file.syntax, file=file.name)
    text = Text(file.text, file.name)
    return [with_prefix(each, text, project) for each in found] or [told(error)]


def with_prefix(error: TurtleSyntaxError, text: Text, project: Project) -> Diagnostic:
    """Return a mistake as a finding, of an undeclared prefix with the one that may have been meant.

    Args:
        error: The mistake.
        text: The whole text.
        project: Whose prefixes are known.
    """
    finding = error.diagnostic
    if finding.code != UNDECLARED_PREFIX:
        return finding
    prefix = text.content[slice(*error.extent)].removesuffix(":")
    known = {**_KNOWN_ELSEWHERE, **project.prefixes}
    if prefix in known:
        line = f"PREFIX {prefix}: <{known[prefix]}>\n"
        place = Span(text.file, *(_row(text.content, prefix), 1) * 2)
        return replace(finding, help=f"declare it: `{line.strip()}`", fixes=(Fix(place, line),))
    declared = [match["prefix"] for match in DECLARATION.finditer(text.content)]
    meant = nearest_name(prefix, declared) or nearest_name(prefix, known)
    if meant is None or finding.span is None:
        return finding
    return replace(finding, help=f"did you mean `{meant}:`?", fixes=(Fix(finding.span, f"{meant}:"),))


def _row(text: str, prefix: str) -> int:
    """Return the line on which the declaration of a prefix belongs: among the others, in order."""
    row = 1
    for match in DECLARATION.finditer(text):
        if match["prefix"] < prefix:
            row = text.count("\n", 0, match.end()) + 2
    return row
