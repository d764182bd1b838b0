"""Cases: what a query or a shape must give, kept beside it, run by ``kg test``.

Query cases stand in the header of the query. Shape cases are Turtle files
``tests/shapes/<Shape>/valid-*.ttl`` and ``invalid-*.ttl``; an invalid one names in
comments exactly the results it must produce::

    # expect: focus=id:x path=pol:date component=sh:MinCountConstraintComponent severity=sh:Violation

A blank node is written ``[]``. Cases of a check are the same files under ``tests/checks/<check>/``.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from kgtools import checks, gate
from kgtools.diagnostics.text import count
from kgtools.errors import KgError
from kgtools.query.parameters import ANY
from kgtools.query.run import Result
from kgtools.shapes import judge, show_path
from kgtools.store.memory import MemoryStore
from kgtools.terms import BlankNode, Literal, NamedNode, local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kgtools.graph import Graph
    from kgtools.query.run import Answer
    from kgtools.query.spec import Case, QuerySpec
    from kgtools.shapes import Violation
    from kgtools.terms import Prefixes, Quad, Term, Triple

_EXPECT = re.compile(r"^#\s*expect:\s*(.+)$", re.MULTILINE)
_FIELDS = re.compile(
    r"(focus|path|component|severity|value)=((?:\"[^\"]*\"\S*|(?!\s(?:focus|path|component|severity|value)=).)+)"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case that was run: its name, and why it failed (None: it passed)."""

    name: str
    problem: str | None = None


def query_cases(graph: Graph, spec: QuerySpec, *, by_both: bool = True) -> Iterator[Outcome]:
    """Run a query with its defaults and with each test of its header; what several ask alike is asked once.

    Args:
        graph: What is asked.
        spec: The query.
        by_both: Whether rdflib is asked too, and must give the same rows in the same order.
    """
    cases: list[tuple[str, Case | None]] = [
        (f"{spec.name} ({n})", case) for n, case in enumerate(spec.tests, 1)
    ]
    if not any(param.required for param in spec.params):
        cases.insert(0, (f"{spec.name} (defaults)", None))
    answers: dict[str, tuple[Answer, str | None]] = {}
    for name, case in cases:
        given = arguments(case) if case else {}
        key = repr(sorted(given.items()))
        try:
            if key not in answers:
                answers[key] = _answer(graph, spec, given, by_both=by_both)
        except KgError as error:
            yield Outcome(name, str(error))
        else:
            found, difference = answers[key]
            yield Outcome(name, difference or (_unmet(graph, found, case) if case else None))


def _answer(
    graph: Graph, spec: QuerySpec, given: dict[str, object], *, by_both: bool
) -> tuple[Answer, str | None]:
    """Return the answer, and how that of rdflib differs (None: it does not, or is not asked for)."""
    found = graph.ask(spec, given)
    return found, _difference(found, graph.ask(spec, given, engine="rdflib")) if by_both else None


def arguments(case: Case) -> dict[str, object]:
    """Return what a test in a header asks its query with: ``ANY`` there means every value."""
    return {key: ANY if value == "ANY" else value for key, value in case.arguments.items()}


def _difference(found: Answer, other: Answer) -> str | None:
    """Return how the answers of two engines differ, or None."""
    if not isinstance(found, Result) or not isinstance(other, Result):
        same = (
            set(found) == set(other)
            if isinstance(found, tuple) and isinstance(other, tuple)
            else found == other
        )
        return None if same else "rdflib gives another answer"
    mine, theirs = _comparable(found), _comparable(other)
    if mine == theirs:
        return None
    if Counter(mine) == Counter(theirs):
        return "rdflib gives the rows in another order: ORDER BY does not fix it"
    only = (
        list((Counter(mine) - Counter(theirs)).elements())[:1]
        or list((Counter(theirs) - Counter(mine)).elements())[:1]
    )
    return f"rdflib gives other rows ({len(theirs)} instead of {len(mine)}), such as {only[0]}"


def _comparable(result: Result) -> list[tuple[str, ...]]:
    return [tuple("" if term is None else _value(term) for term in row) for row in result.rows]


def _value(term: Term) -> str:
    """Return a term so that equal numbers are equal: engines write 1.50 and 1.5."""
    if isinstance(term, Literal) and not term.language:
        try:
            return (
                f"{Decimal(term.value).normalize():f}"
                if local_name(term.datatype.value) != "string"
                else str(term)
            )
        except InvalidOperation:
            return str(term)
    return str(term)


def _unmet(graph: Graph, found: Answer, case: Case) -> str | None:
    """Return which expectation of a case the answer does not meet, or None."""
    if not isinstance(found, Result):
        return _unmet_without_columns(found, case)
    records = found.records()
    if case.rows is not None and len(records) != case.rows:
        return f"{count(len(records), 'row')} instead of {case.rows}"
    if case.contains is not None and not any(
        all(row.get(column) == value for column, value in case.contains.items()) for row in records
    ):
        return f"no row has {dict(case.contains)}"
    if case.equals is not None:
        return _golden(graph.project.root / "tests" / "queries" / case.equals, records, found.columns)
    return None


def _unmet_without_columns(found: bool | tuple[Triple, ...], case: Case) -> str | None:  # noqa: FBT001 - an answer
    """Return which expectation triples, or a truth value, do not meet, or None."""
    if case.contains is not None or case.equals is not None:
        return "only a table has columns"
    if isinstance(found, tuple):
        size = len(set(found))
        return None if case.rows in (None, size) else f"{count(size, 'triple')} instead of {case.rows}"
    if case.rows not in (None, 0, 1):
        return "the rows of an ASK are 1 for true and 0 for false"
    return None if case.rows in (None, int(found)) else f"{found} instead of {not found}".lower()


def _golden(path: Path, records: list[dict[str, str | None]], columns: tuple[str, ...]) -> str | None:
    if not path.is_file():
        return f"the golden file {path.name} is missing"
    with path.open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))
    given = [{column: row[column] or "" for column in columns} for row in records]
    wanted = list(expected[0]) if expected else []
    if missing := [column for column in wanted if column not in columns]:
        return f"{path.name} has columns that the answer has not: {', '.join(missing)}"
    shown = [{column: row[column] for column in wanted} for row in given]
    if shown == expected:
        return None
    for number, (left, right) in enumerate(zip(shown, expected, strict=False), 1):
        if left != right:
            return f"row {number} is {left} instead of {right}"
    return f"{count(len(shown), 'row')} instead of {len(expected)}"


def shape_folders(graph: Graph) -> list[Path]:
    """Return the folders of shape cases, sorted by the shape's name."""
    return sorted(path for path in (graph.project.root / "tests" / "shapes").glob("*") if path.is_dir())


def shape_cases(graph: Graph, shape: str) -> Iterator[Outcome]:
    """Run the cases of one shape, given its local name: each file is judged together with the ontology."""
    for path in sorted((graph.project.root / "tests" / "shapes" / shape).glob("*.ttl")):
        name = f"{shape}/{path.name}"
        try:
            yield Outcome(name, _shape_case(graph, shape, path))
        except KgError as error:
            yield Outcome(name, str(error))


def _shape_case(graph: Graph, shape: str, path: Path) -> str | None:
    data = _with_ontology(graph, path)
    prefixes = graph.project.prefixes
    judgement = judge(
        data.store, _reachable(graph.dataset.shapes, shape), prefixes=prefixes, refuse_vacuous=False
    )
    if not judgement.judged:
        return "; ".join(finding.message for finding in judgement.diagnostics)
    mine = (
        violation
        for violation in judgement.violations
        if violation.node_shape and local_name(violation.node_shape.value) == shape
    )
    return _difference_of(mine, path, prefixes)


def _with_ontology(graph: Graph, path: Path) -> MemoryStore:
    """Return a case together with the ontology."""
    data = MemoryStore(graph.project.prefixes)
    for file in (graph.dataset.read(each) for each in (*graph.project.ontology_files, path)):
        data.load_text(file.data, gate.format_of(file.path), name=file.name)
    return data


def check_folders(graph: Graph) -> list[Path]:
    """Return the folders of cases of checks, sorted by the check's name."""
    return sorted(path for path in (graph.project.root / "tests" / "checks").glob("*") if path.is_dir())


def check_cases(graph: Graph, check: str) -> Iterator[Outcome]:
    """Run the cases of one check: each file is asked together with the ontology."""
    for path in sorted((graph.project.root / "tests" / "checks" / check).glob("*.ttl")):
        name = f"{check}/{path.name}"
        try:
            yield Outcome(name, _check_case(graph, check, path))
        except KgError as error:
            yield Outcome(name, str(error))


def _check_case(graph: Graph, check: str, path: Path) -> str | None:
    found = checks.ask(checks.catalogue(graph.project).get(check), graph.project, _with_ontology(graph, path))
    return _difference_of(found, path, graph.project.prefixes)


def _difference_of(violations: Iterable[Violation], path: Path, prefixes: Prefixes) -> str | None:
    """Return how what was found differs from what a case expects, or None."""
    found = Counter(_described(violation, prefixes) for violation in violations)
    expected = Counter(_expected(path))
    if path.name.startswith("invalid") and not expected:
        return "an invalid case must name what it expects"
    if missing := expected - found:
        return f"missing: {_show(next(iter(missing)))}"
    if surplus := found - expected:
        return f"unexpected: {_show(next(iter(surplus)))}"
    return None


def _reachable(shapes: tuple[Quad, ...], name: str) -> list[Quad]:
    """Return the part of the shapes graph that one node shape needs."""
    by_subject: dict[object, list[Quad]] = {}
    for quad in shapes:
        by_subject.setdefault(quad.subject, []).append(quad)
    waiting: list[object] = [
        node for node in by_subject if isinstance(node, NamedNode) and local_name(node.value) == name
    ]
    found: dict[object, list[Quad]] = {}
    while waiting:
        node = waiting.pop()
        if node in by_subject and node not in found:
            found[node] = by_subject[node]
            waiting += [quad.object for quad in by_subject[node]]
    return [quad for quads in found.values() for quad in quads]


def _described(violation: Violation, prefixes: Prefixes) -> tuple[str, str, str, str]:
    return (
        "[]" if isinstance(violation.focus_node, BlankNode) else prefixes.show(violation.focus_node),
        show_path(violation.path, prefixes) if violation.path is not None else "",
        prefixes.show(violation.component),
        prefixes.show(violation.severity),
    )


def _expected(path: Path) -> Iterator[tuple[str, str, str, str]]:
    for line in _EXPECT.findall(path.read_text(encoding="utf-8")):
        fields = {key: value.strip() for key, value in _FIELDS.findall(line)}
        yield (
            fields.get("focus", ""),
            fields.get("path", ""),
            fields.get("component", ""),
            fields.get("severity", ""),
        )


def _show(result: tuple[str, str, str, str]) -> str:
    names = ("focus", "path", "component", "severity")
    return " ".join(f"{name}={value}" for name, value in zip(names, result, strict=True) if value)
