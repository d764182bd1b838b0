"""KG761: a term that no fact, shape, rule or query uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools import gate
from kgtools.errors import InputError
from kgtools.lint.finding import Advice, about
from kgtools.sparql.names import names
from kgtools.terms import OWL, RDFS, SKOS, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context
    from kgtools.terms import Term

CODE: Final = "KG761"
# Whoever uses a term uses what stands above it; whoever lists codes uses their list.
_UP: Final = (RDFS["subClassOf"], RDFS["subPropertyOf"], OWL["inverseOf"], SKOS["inScheme"])


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each declared term that is not used, nor anything below it."""
    used: set[Term] = set()
    for facts in (context.data, context.shapes):
        used |= facts.by_predicate.keys() | facts.by_object.keys()
    used |= set(_configured(context)) | set(_in_queries(context))
    waiting = list(used & context.ontology.by_subject.keys())
    while waiting:
        node = waiting.pop()
        for role in _UP:
            above = set(context.ontology.values(node, role)) - used
            used |= above
            waiting += above
    for term in context.declared.terms:
        if term.node not in used and not _is_deprecated(context, term.node):
            message = f"no fact, shape, rule or query uses the {term.kind} {context.show(term.node)}"
            advice = Advice("take it out, or say with a comment why it stays")
            yield about(context, CODE, message, term.fact, term.fact.subject_span, advice=advice)


def _is_deprecated(context: Context, node: NamedNode) -> bool:
    return any(True for _ in context.ontology.values(node, OWL["deprecated"]))


def _configured(context: Context) -> Iterator[Term]:
    """Yield the terms that ``kg.toml`` names."""
    project = context.project
    for group in (project.roles, *project.times, *filter(None, [project.bounds])):
        for value in group:
            yield from value if isinstance(value, tuple) else [value] if value else []


def _in_queries(context: Context) -> Iterator[NamedNode]:
    """Yield the terms in the texts of queries and rules, by the project's prefixes."""
    project = context.project
    for path in (*sorted(project.queries.glob("*.rq")), *project.rule_files):
        try:
            text = gate.read(path, name=project.relative(path)).decode()
        except InputError:  # told where the query is read
            continue
        yield from names(text, project.prefixes)
