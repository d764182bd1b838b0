"""What is wrong with a named query before anyone asks it (design: queries, "Lint")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.diagnostics import Span
from kgtools.errors import KgError
from kgtools.query import header_rules, patterns
from kgtools.query.findings import (
    COLUMNS,
    ORDER,
    PARAMETER,
    SYNTAX,
    UNBOUND,
    UNDECLARED,
    UNTAGGED,
    finding,
    refusal,
)
from kgtools.query.parameters import default
from kgtools.sparql import algebra, tree
from kgtools.sparql.complaint import undeclared_prefix
from kgtools.sparql.cursor import unquoted
from kgtools.sparql.guard import Form, Guarded, guard
from kgtools.sparql.rewrite import blocks
from kgtools.sparql.tokens import Token, place
from kgtools.store.memory import MemoryStore
from kgtools.terms import RDF, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kgtools.dataset import Dataset
    from kgtools.diagnostics import Diagnostic
    from kgtools.query.spec import Param, QuerySpec


def lint(spec: QuerySpec, dataset: Dataset) -> list[Diagnostic]:
    """Return the findings about one query, in the order of the rules.

    A query that the guard or an engine refuses gets that one finding.
    """
    name = dataset.project.relative(spec.path)
    try:
        query = guard(spec.text, name=name, graphs=dataset.graph_names)
        if unknown := undeclared_prefix(query.text):
            return [_undeclared_prefix(query, unknown, dataset, name)]
        _parse_in_both_engines(query, spec)
    except KgError as error:
        return [refusal(error, name)]
    rules = (header_rules.rule, _parameters, _guards, _columns, _order, _terms, _patterns, _as_of)
    return [found for rule in rules for found in rule(spec, query, dataset, name)]


def _parse_in_both_engines(query: Guarded, spec: QuerySpec) -> None:
    """Two parsers agree that the text is SPARQL, with the prefixes that it declares itself."""
    from rdflib.plugins.sparql import prepareQuery

    from kgtools.errors import UsageError

    store = MemoryStore()
    match query.form:
        case Form.SELECT:
            store.select(query.text)
        case Form.ASK:
            store.ask(query.text)
        case _:
            store.construct(query.text)
    try:
        prepareQuery(spec.text)
    except Exception as error:  # noqa: BLE001 - rdflib's parser raises many kinds
        raise UsageError(f"rdflib does not parse it: {error}") from None


def _undeclared_prefix(query: Guarded, used: Token, dataset: Dataset, name: str) -> Diagnostic:
    """Return the finding about a prefix that ``kg query`` may know from ``kg.toml``, and others do not."""
    prefix = used.text.partition(":")[0]
    namespace = dataset.project.prefixes.get(prefix, "...")
    cure = f"write PREFIX {prefix}: <{namespace}> in the file: it is to run elsewhere, too"
    return _at(
        query, name, used.start, SYNTAX, f"the file does not declare the prefix `{prefix}:`", cure=cure
    )


def _parameters(spec: QuerySpec, query: Guarded, dataset: Dataset, name: str) -> Iterator[Diagnostic]:
    found = blocks(query.text, name=name)
    for param in spec.params:
        mine = [block for block in found if block.variable == param.name]
        if len(mine) != 1:
            message = f"parameter '{param.name}' has {len(mine)} VALUES blocks instead of one"
            yield finding(PARAMETER, message, Span(name, 1, 1))
        elif not mine[0].values:
            yield _at(
                query,
                name,
                mine[0].start,
                PARAMETER,
                "an empty VALUES block means different things to engines",
            )
        elif problem := _unfit(spec, param, dataset):
            yield _at(query, name, mine[0].start, PARAMETER, problem)


def _unfit(spec: QuerySpec, param: Param, dataset: Dataset) -> str | None:
    """Return why a default does not fit the type of its parameter, or None."""
    from kgtools.query.parameters import literal

    given = default(spec, param, dataset.project.prefixes)
    for value in [given] if isinstance(given, str) else given or []:
        if param.type == "iri":
            if not value.startswith(("http:", "https:", "urn:")):
                return f"the default '{value}' of '{param.name}' is no IRI"
        else:
            try:
                literal(param, value)
            except KgError as error:
                return error.message
    return None


def _guards(spec: QuerySpec, query: Guarded, _dataset: Dataset, name: str) -> Iterator[Diagnostic]:
    """An unbound parameter in a FILTER is an error, so rows vanish; BOUND must stand beside it."""
    for start, tokens in _filters(query.tokens):
        used = {token.text[1:] for token in tokens if token.kind == "variable"}
        guarded = {
            tokens[index + 2].text[1:]
            for index, token in enumerate(tokens[:-2])
            if token.is_word("BOUND", "COALESCE")
        }
        for param in spec.params:
            if param.name in used and param.name not in guarded and not param.required:
                message = f"parameter '{param.name}' stands in a FILTER without BOUND"
                hint = f"FILTER(!BOUND(?{param.name}) || ...)"
                yield _at(query, name, start, PARAMETER, message, cure=hint)


def _filters(tokens: Sequence[Token]) -> Iterator[tuple[int, Sequence[Token]]]:
    """Yield each bracketed FILTER expression that is no EXISTS: its offset and its tokens."""
    for index, token in enumerate(tokens):
        if token.is_word("FILTER") and index + 1 < len(tokens) and tokens[index + 1].is_mark("("):
            depth = 0
            for end in range(index + 1, len(tokens)):
                depth += tokens[end].is_mark("(") - tokens[end].is_mark(")")
                if depth == 0:
                    yield token.start, tokens[index + 1 : end]
                    break


def _columns(spec: QuerySpec, query: Guarded, _dataset: Dataset, name: str) -> Iterator[Diagnostic]:
    if query.form is not Form.SELECT:
        return
    if query.selects_all:
        yield finding(COLUMNS, "SELECT * does not say which columns, nor in which order", Span(name, 1, 1))
        return
    projected = list(MemoryStore().select(query.text).variables)
    declared = [column for column, _ in spec.columns]
    if projected != declared:
        message = f"columns are {', '.join(declared) or 'none'}, but the query gives {', '.join(projected)}"
        yield finding(COLUMNS, message, Span(name, 1, 1))


def _order(_spec: QuerySpec, query: Guarded, _dataset: Dataset, name: str) -> Iterator[Diagnostic]:
    if query.form is Form.SELECT and not any(token.is_word("ORDER") for token in query.tokens):
        yield finding(ORDER, "without ORDER BY the rows come in any order", Span(name, 1, 1))


def _terms(_spec: QuerySpec, query: Guarded, dataset: Dataset, name: str) -> Iterator[Diagnostic]:
    for token, _ in undescribed(query, dataset):
        yield _at(query, name, token.start, UNDECLARED, f"'{token.text}' is described nowhere")


def undescribed(query: Guarded, dataset: Dataset) -> Iterator[tuple[Token, NamedNode]]:
    """Yield each name of a query in a namespace that the graph describes, of which nothing is said there."""
    prefixes = dataset.project.prefixes
    described = {quad.subject for quad in dataset.store.match(None, RDF["type"])}
    defined = {_namespace(node.value) for node in described if isinstance(node, NamedNode)}
    for token in query.tokens:
        iri = prefixes.expand(token.text) if token.kind == "name" else None
        if iri and _namespace(iri) in defined and iri != _namespace(iri) and NamedNode(iri) not in described:
            yield token, NamedNode(iri)


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def _patterns(_spec: QuerySpec, query: Guarded, dataset: Dataset, name: str) -> Iterator[Diagnostic]:
    """Columns that nothing binds, and texts that no value can equal since all values have a language."""
    if query.form not in {Form.SELECT, Form.ASK}:
        return
    parsed = algebra.parse(query.text)
    for variable in dict.fromkeys(patterns.unbound(parsed)):
        start = next(t.start for t in query.tokens if t.kind == "variable" and t.text[1:] == variable.value)
        yield _at(query, name, start, UNBOUND, f"nothing binds ?{variable.value}, so its column stays empty")
    starts = _starts_of_texts(parsed, query)
    for text, properties in patterns.compared_texts(parsed):
        tagged = [_tagged(dataset, each, text.value) for each in sorted(properties, key=str)]
        if tagged[0] is not None and None not in tagged:
            message = (
                f"{text} has no language tag, but all values of the property have one, such as {tagged[0]}"
            )
            cure = f"write {Literal(text.value, language=tagged[0].language)}, or compare STR(?value)"
            yield _at(query, name, starts[id(text)], UNTAGGED, message, cure=cure)


def _starts_of_texts(parsed: tree.Query, query: Guarded) -> dict[int, int]:
    """Return the offset of each text without language in a query, by the identity of the literal."""
    starts: dict[str, list[int]] = {}
    for token, following in zip(query.tokens, [*query.tokens[1:], Token("end", "", 0)], strict=True):
        if token.kind == "string" and following.kind != "language" and not following.is_mark("^^"):
            starts.setdefault(unquoted(token.text), []).append(token.start)
    found: dict[int, int] = {}
    for part in tree.walk(parsed):
        if patterns.is_plain(part):
            places = starts[part.value]
            found[id(part)] = places.pop(0) if len(places) > 1 else places[0]
    return found


def _tagged(dataset: Dataset, predicate: NamedNode, text: str) -> Literal | None:
    """Return a value of a property, by preference this text, where all have a language tag; else None."""
    found = None
    for quad in dataset.store.match(None, predicate):
        value = quad.object
        if patterns.is_plain(value):
            return None
        if isinstance(value, Literal) and value.language and (found is None or value.value == text):
            found = value
    return found


def _as_of(spec: QuerySpec, query: Guarded, dataset: Dataset, name: str) -> Iterator[Diagnostic]:
    param = spec.param("asof")
    given = default(spec, param, dataset.project.prefixes) if param else None
    day = dataset.project.as_of
    if given is not None and day is not None and given != day.isoformat():
        block = next(block for block in blocks(query.text) if block.variable == "asof")
        message = f"the default day {given} is not the as-of day of kg.toml, {day.isoformat()}"
        yield _at(query, name, block.start, PARAMETER, message)


def _at(
    query: Guarded, name: str, offset: int, code: str, message: str, *, cure: str | None = None
) -> Diagnostic:
    where = place(query.text, offset, name)
    return finding(code, message, Span(name, where.line, where.column), cure=cure)
