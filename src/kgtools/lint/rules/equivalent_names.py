"""KG755: classes or properties that the axioms make one: a cycle, or two names stated to be equal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import Advice, about
from kgtools.terms import OWL, RDFS, SKOS, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context
    from kgtools.lint.file import Fact

CODE: Final = "KG755"
_CYCLES: Final = (RDFS["subClassOf"], RDFS["subPropertyOf"], SKOS["broader"])
_EQUAL: Final = (OWL["equivalentClass"], OWL["equivalentProperty"])


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each cycle, at its first statement, and for each pair of equal own names."""
    for axiom in _CYCLES:
        yield from _cycles(context, axiom)
    for axiom in _EQUAL:
        for node, facts in context.declared.links(axiom).items():
            for fact in facts:
                if fact.object in context.declared.by_node:
                    message = (
                        f"{context.show(node)} and {context.show(fact.object)} are two names for one thing"
                    )
                    advice = Advice("keep one name, and mark the other with owl:deprecated")
                    yield about(context, CODE, message, fact, fact.object_span, advice=advice)


def _cycles(context: Context, axiom: NamedNode) -> Iterator[Diagnostic]:
    links = context.declared.links(axiom)
    done: set[NamedNode] = set()
    for start in links:
        if start in done:
            continue
        way = _way_back(start, links)
        if way:
            done |= {fact.subject for fact in way if isinstance(fact.subject, NamedNode)}
            names = " below ".join(context.show(node) for node in (start, *(fact.object for fact in way)))
            message = f"{names}: by this all of them are the same"
            advice = Advice("take out the statement that is not meant")
            yield about(context, CODE, message, way[0], way[0].object_span, advice=advice)


def _way_back(start: NamedNode, links: Mapping[NamedNode, list[Fact]]) -> list[Fact]:
    """Return the statements that lead from a term back to it, as few as possible; none if none do."""
    ways: list[list[Fact]] = [[fact] for fact in links.get(start, ())]
    seen: set[NamedNode] = set()
    for way in ways:  # grows while it is read: breadth first
        end = way[-1].object
        if end == start:
            return way
        if isinstance(end, NamedNode) and end not in seen:
            seen.add(end)
            ways += [[*way, fact] for fact in links.get(end, ())]
    return []
