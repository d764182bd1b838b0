"""``kg infer``: what follows from anybody's ontology and data."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import click
from pyoxigraph import RdfFormat, serialize

from kgtools import gate, workers
from kgtools import project as projects
from kgtools.cli import options
from kgtools.consistency import inference_findings
from kgtools.dataset import SourceFile
from kgtools.diagnostics import Checked, Report, Severity, text
from kgtools.errors import InputError
from kgtools.inference import LIMITS, Inference
from kgtools.reason import Limits
from kgtools.terms import Prefixes
from kgtools.turtle.write import format_turtle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kgtools.terms import Triple

_PREFIX = re.compile(r"^[ \t]*@?prefix[ \t]+([\w.-]*):[ \t]*<([^<>\s]+)>", re.IGNORECASE | re.MULTILINE)


class InferFormat(StrEnum):
    """The output formats of ``kg infer``."""

    NT = "nt"
    TTL = "ttl"
    JSON = "json"


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@options.form(InferFormat)
@click.option("--merge", is_flag=True, help="Merge names that are inferred to be the same thing.")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="N",
    help="Stop where more than N facts follow (exit 4); without it, 20 for each stated one.",
)
@options.timeout(None)
@options.output
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[Path, ...],
    form: str | None,
    merge: bool,
    limit: int | None,
    timeout: float | None,
    output: Path | None,
) -> None:
    """Print what follows from FILES by OWL 2 RL and is not in them.

    FILES are ontology and data in any RDF syntax, and rule files (.rq). No project is needed;
    nothing is fetched.

    What is wrong goes to stderr, with places: contradictions, names forced to be the same, and axioms
    outside OWL 2 RL. Exit 1 where something contradicts itself.

    \b
    Examples:
      kg infer ontology.ttl data.ttl
      kg infer ontology.ttl data.ttl rules.rq -f ttl -o inferred.ttl
    """
    kind = options.one_of(InferFormat, form) or InferFormat.NT
    limits = Limits(facts=limit, seconds=timeout or LIMITS.seconds)
    found, report, prefixes = workers.call(lambda: _infer(files, limits, merge=merge), timeout=timeout)
    if report.diagnostics:
        click.echo(_findings(report, prefixes), err=True, nl=False)
    options.emit(_rendered(found, kind, prefixes), output)
    if not found and options.is_watched():
        click.echo("nothing follows", err=True)
    ctx.exit(int(report.count(Severity.ERROR) > 0))


def _infer(
    files: Iterable[Path], limits: Limits, *, merge: bool
) -> tuple[Sequence[Triple], Report, Prefixes]:
    given = [path for path in files if path.suffix != ".rq"]
    sources = [SourceFile(path, str(path), gate.read(path)) for path in projects.existing(given)]
    if not sources:
        raise InputError("only rule files are given", hint="add a file of ontology or data")
    rules = [(str(path), gate.read(path).decode()) for path in files if path.suffix == ".rq"]
    prefixes = _prefixes(sources)
    read = [(source.name, source.quads()) for source in sources]
    inference = Inference(read, rules, prefixes=prefixes, merge=merge, limits=limits)
    findings = inference_findings(inference, sources, prefixes, merge=merge)
    report = Report.of(findings, Checked(files=len(sources)))
    return sorted(inference.inferred, key=str), report, prefixes


def _findings(report: Report, prefixes: Prefixes) -> str:
    """Return errors with the facts behind them, and the rest in a line each."""
    errors = [finding for finding in report.diagnostics if finding.severity is Severity.ERROR]
    rest = Report.of((f for f in report.diagnostics if f.severity is not Severity.ERROR), report.checked)
    blocks = text.render_findings(Report.of(errors, report.checked), prefixes, read=_read)
    return blocks + text.render_short(rest, prefixes)


def _read(name: str) -> str | None:
    try:
        return Path(name).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None


def _prefixes(sources: Iterable[SourceFile]) -> Prefixes:
    """Return the prefixes that the files declare; the first declaration of a prefix wins."""
    declared: dict[str, str] = {}
    for source in sources:
        if source.path.suffix in {".ttl", ".trig"}:
            for prefix, namespace in _PREFIX.findall(source.data.decode()):
                declared.setdefault(prefix, namespace)
    return Prefixes(declared)


def _rendered(found: Sequence[Triple], kind: InferFormat, prefixes: Prefixes) -> str:
    if kind is InferFormat.JSON:
        rows = [{"s": str(fact.subject), "p": str(fact.predicate), "o": str(fact.object)} for fact in found]
        return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    syntax = RdfFormat.N_TRIPLES if kind is InferFormat.NT else RdfFormat.TURTLE
    lines = (serialize(found, format=syntax) or b"").decode()
    return lines if kind is InferFormat.NT else format_turtle(lines, prefixes=prefixes)
