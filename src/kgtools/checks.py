"""Checks: queries in ``queries/checks/`` whose rows are findings.

A shape asks one node at a time; a check asks the whole graph. It is a SELECT with the variables of
SHACL-SPARQL (5.3.1): ``?this`` is the node that is wrong, and ``?path``, ``?value`` and ``?message`` say more
of it where the query binds them. Its header gives ``summary`` (what to do, the message where no ``?message``
is bound), ``description`` (why) and ``severity`` (``error`` by default, ``warning`` or ``note``). A parameter
``asof`` gets the data's day from ``kg.toml``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kgtools.cache import folder as cache_folder
from kgtools.errors import KgError, UsageError
from kgtools.query.catalogue import Catalogue
from kgtools.query.findings import COLUMNS, HEADER, refusal
from kgtools.query.header import header_text
from kgtools.shapes import Violation
from kgtools.sparql.guard import Form, guard
from kgtools.sparql.rewrite import bind
from kgtools.terms import SH, XSD, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.project import Project
    from kgtools.query.spec import QuerySpec
    from kgtools.store.memory import MemoryStore

_SEVERITIES = {"error": SH["Violation"], "warning": SH["Warning"], "note": SH["Info"]}
_DAY = "asof"


class Outcome(NamedTuple):
    """What the checks of a project found: wrong facts, and checks that cannot be run."""

    violations: tuple[Violation, ...]
    diagnostics: tuple[Diagnostic, ...]


def catalogue(project: Project) -> Catalogue:
    """Return the checks of a project."""
    return Catalogue(project.queries / "checks", cache_folder(project.root) / "checks.json")


def run(project: Project, store: MemoryStore) -> Outcome:
    """Run all checks of a project.

    Args:
        project: Whose checks, and whose day they are asked about.
        store: What they are asked of; facts and what follows.

    A check that cannot be run is a finding, so none passes by not being asked.

    Example:
        >>> from kgtools import bundle, project
        >>> from kgtools.dataset import Dataset
        >>> data = Dataset(project.load(bundle.root()))
        >>> run(data.project, data.entailed).diagnostics
        ()
    """
    violations: list[Violation] = []
    diagnostics: list[Diagnostic] = []
    checks = catalogue(project)
    for name in checks.names:
        try:
            violations += ask(checks.get(name), project, store)
        except KgError as error:
            diagnostics.append(refusal(error, project.relative(checks.folder / f"{name}.rq")))
    return Outcome(tuple(violations), tuple(diagnostics))


def ask(check: QuerySpec, project: Project, store: MemoryStore) -> Iterator[Violation]:
    """Yield what one check finds, in the order of its rows.

    Raises:
        UsageError: It is no SELECT of ``?this``, is malformed or forbidden, or has no message.
        QueryError: The engine failed.
    """
    if not check.summary:
        raise UsageError("the header has no summary, which is the message of the check", code=HEADER)
    text = check.text
    if check.param(_DAY) and project.as_of:
        text = bind(text, {_DAY: [Literal(project.as_of.isoformat(), datatype=XSD["date"])]})
    query = guard(text, name=project.relative(check.path))
    if query.form is not Form.SELECT:
        raise UsageError("a check is a SELECT of ?this", code=COLUMNS)
    columns, rows = store.select(query.text)
    if "this" not in columns:
        raise UsageError("a check selects ?this, the node that is wrong", code=COLUMNS)
    code = NamedNode(f"{project.base}check/{check.name}")
    for row in rows:
        found = dict(zip(columns, row, strict=True))
        node, path, message = found["this"], found.get("path"), found.get("message")
        if node is None:
            raise UsageError("a row of the check has no ?this", code=COLUMNS)
        yield Violation(
            focus_node=node,
            path=path if isinstance(path, NamedNode) else None,
            value=found.get("value"),
            component=SH["SPARQLConstraintComponent"],
            source_shape=code,
            severity=_SEVERITIES[check.severity],
            messages=(Literal(message.value if isinstance(message, Literal) else check.summary),),
            node_shape=code,
        )


def page(check: QuerySpec, project: Project) -> str:
    """Return what a check means, as Markdown."""
    parts = [
        f"# {check.name}: {check.summary}",
        f"Level: {check.severity}. Asked of the whole graph by a query.",
        check.description.strip(),
        f"Written in {project.relative(check.path)}:{len(header_text(check.text).splitlines()) + 1}.",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"
