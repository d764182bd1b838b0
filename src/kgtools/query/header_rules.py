"""What is wrong with the header of a named query: what is missing, and what it names that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.diagnostics import Span
from kgtools.query.findings import COLUMNS, HEADER, PARAMETER, UNDECLARED, UNTESTED, finding
from kgtools.query.header import header_text
from kgtools.query.parameters import python_name
from kgtools.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.dataset import Dataset
    from kgtools.diagnostics import Diagnostic
    from kgtools.query.spec import QuerySpec
    from kgtools.sparql.guard import Guarded


def rule(spec: QuerySpec, _query: Guarded, dataset: Dataset, name: str) -> Iterator[Diagnostic]:
    """Yield the findings about a header."""
    first = Span(name, 1, 1)
    if not header_text(spec.text):
        yield finding(HEADER, "the query has no header", first, cure="begin with lines '#+ key: value'")
        return
    if not spec.summary:
        yield finding(HEADER, "the header has no summary", first)
    if not spec.tests:
        yield finding(UNTESTED, "the header has no test", first, cure="add tests: with a number of rows")
    if any(column == "receipt" for column, _ in spec.columns):
        yield finding(COLUMNS, "a column may not be called 'receipt'", first)
    yield from _offers(spec, dataset, name)
    yield from _cases(spec, name)


def _offers(spec: QuerySpec, dataset: Dataset, name: str) -> Iterator[Diagnostic]:
    """Yield a finding for each class or query that offers values of a parameter and is not there."""
    for param in spec.params:
        iri = dataset.project.prefixes.resolve(param.cls) if param.cls else None
        if param.cls and not (iri and any(True for _ in dataset.store.match(NamedNode(iri)))):
            message = f"the class '{param.cls}' of parameter '{param.name}' is described nowhere"
            yield finding(UNDECLARED, message, _line(spec, param.cls, name))
        if param.query and not (spec.path.parent / f"{param.query}.rq").is_file():
            message = f"there is no query called '{param.query}', which offers values of '{param.name}'"
            yield finding(PARAMETER, message, _line(spec, param.query, name))


def _cases(spec: QuerySpec, name: str) -> Iterator[Diagnostic]:
    """Yield a finding for each parameter and each column that a test names and the query does not have."""
    parameters = {each for param in spec.params for each in (param.name, python_name(param.name))}
    columns = {column for column, _ in spec.columns}
    for case in spec.tests:
        for given in case.arguments:
            if given not in parameters:
                message = f"a test gives '{given}', which is no parameter"
                yield finding(PARAMETER, message, _line(spec, f"{given}:", name))
        for column in case.contains or ():
            if column not in columns:
                message = f"a test expects '{column}', which is no column"
                yield finding(COLUMNS, message, _line(spec, f"{column}:", name))


def _line(spec: QuerySpec, words: str, name: str) -> Span:
    lines = header_text(spec.text).splitlines()
    return Span(name, next((number for number, line in enumerate(lines, 1) if words in line), 1))
