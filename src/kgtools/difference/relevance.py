"""Which queries changed facts can matter to, told by their triple patterns."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kgtools.difference.folding import Structure
from kgtools.sparql import tree
from kgtools.sparql.algebra import MalformedQueryError, parse
from kgtools.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from kgtools.difference.folding import Fact
    from kgtools.project import Project

_ANY_LENGTH = tree.ZeroOrMore | tree.ZeroOrOne  # of length zero it reaches every node, whatever is said of it


class Relevance:
    """Tells whether a query can give other solutions once some facts changed.

    It can where a changed fact fits one of its triple patterns: a query sees a graph through nothing
    else. Where that cannot be told, it can.

    Args:
        facts: What changed.
        project: Whose date bounds are derived from facts.
    """

    def __init__(self, facts: Collection[Fact], project: Project) -> None:
        self._values: dict[NamedNode, set[object]] = defaultdict(set)
        self._prefixes: Mapping[str, str] = project.prefixes
        waiting = [(fact.predicate, fact.value) for fact in facts]
        waiting += [
            pair for fact in facts if isinstance(fact.subject, Structure) for pair in fact.subject.pairs
        ]
        while waiting:
            predicate, value = waiting.pop()
            self._values[predicate].add(value)
            waiting += value.pairs if isinstance(value, Structure) else ()
        dated = {role for rule in project.times for role in rule}
        if project.bounds and not dated.isdisjoint(self._values):
            for bound in project.bounds:
                self._values[bound].add(None)  # some value

    def of(self, text: str) -> bool:
        """Return whether the answer of a query may differ; of a text that is no SELECT or ASK, it may."""
        try:
            query = parse(text, self._prefixes.items())
        except MalformedQueryError:
            return True
        parts = list(tree.walk(query))
        if any(isinstance(part, tree.InGraph | _ANY_LENGTH | tree.Negated) for part in parts):
            return True
        return any(self._fits(part) for part in parts if isinstance(part, tree.Triple))

    def _fits(self, pattern: tree.Triple) -> bool:
        if not isinstance(pattern.predicate, NamedNode):
            walked = {part for part in tree.walk(pattern.predicate) if isinstance(part, NamedNode)}
            return not walked or not walked.isdisjoint(self._values)
        values = self._values.get(pattern.predicate, set())
        if isinstance(pattern.object, NamedNode):  # a literal may be written otherwise than stored
            return pattern.object in values or None in values
        return bool(values)
