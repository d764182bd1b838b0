"""Rule files: a CONSTRUCT with one basic graph pattern and simple filters, as a rule.

Everything else is refused with a reason and a place: a rule that the engine
cannot follow both ways would give facts without proofs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kgtools.reason import filters
from kgtools.reason.model import Argument, Atom, Guard, Kind, Origin, Rule
from kgtools.reason.rulefilters import FilterReader
from kgtools.terms import RDF, Literal, NamedNode

if TYPE_CHECKING:
    from kgtools.reason.filters import Condition
    from kgtools.sparql.tokens import Token
    from kgtools.terms import Term

_TYPE = RDF["type"]
_SUMMARY = re.compile(r"^#\+\s*summary:\s*(.+?)\s*$", re.MULTILINE)
_REFUSED = {"OPTIONAL", "UNION", "MINUS", "GRAPH", "SERVICE", "BIND", "VALUES", "SELECT", "EXISTS", "NOT"}

Pattern = tuple[Argument, NamedNode, Argument]


def read_rule(text: str, *, name: str) -> tuple[Rule, ...]:
    """Return the rules of one file, one for each triple of its template.

    Args:
        text: SPARQL: ``CONSTRUCT { ... } WHERE { ... }``, with ``#+ summary:`` in its header.
        name: Path of the file, for messages and proofs.

    Raises:
        RuleError: It is no such query, or not one that can be a rule; says where.

    Example:
        >>> text = "PREFIX : <urn:x:> CONSTRUCT { ?a :uncle ?c } WHERE { ?a :parent ?b . ?b :brother ?c }"
        >>> [rule.head.predicate.value for rule in read_rule(text, name="uncle.rq")]
        ['urn:x:uncle']
    """
    found = _SUMMARY.search(text)
    return _RuleReader(text, name).rules(Origin(name, found[1] if found else name))


class _RuleReader(FilterReader):
    """Reads the query of one rule file."""

    def rules(self, origin: Origin) -> tuple[Rule, ...]:
        self._prologue()
        self._word("CONSTRUCT")
        start = self._token
        template, filters_there = self._group()
        if filters_there or not template:
            self._refuse("a template holds triples, at least one", start)
        if self._token.is_word("WHERE"):
            self._next()
        patterns, conditions = self._group()
        if self._token.kind != "end":
            self._refuse("nothing may follow the WHERE part of a rule")
        body = tuple(self._atom(pattern) for pattern in patterns)
        bound = {name for atom in body for name in atom.variables}
        guards = tuple(self._guard(condition, bound, start) for condition in conditions)
        heads = [self._atom(pattern) for pattern in template]
        return tuple(self._rule(head, body, guards, origin, start) for head in heads)

    def _rule(
        self, head: Atom, body: tuple[Atom, ...], guards: tuple[Guard, ...], origin: Origin, start: Token
    ) -> Rule:
        bound = {name for atom in body for name in atom.variables}
        for variable in head.variables:
            if variable not in bound:
                self._refuse(f"?{variable} stands in the template but in no pattern", start)
        subject = head.args[0]
        if isinstance(subject, str) and subject not in {atom.args[0] for atom in body}:
            guards = (*guards, Guard(Kind.RESOURCE, (subject,)))
        return Rule(head, body, guards, origin)

    def _prologue(self) -> None:
        while True:
            if self._token.is_word("PREFIX"):
                self._next()
                label, iri = self._next(), self._next()
                if label.kind != "name" or not label.text.endswith(":") or iri.kind != "iri":
                    self._refuse("PREFIX needs a prefix and an IRI", label)
                self._prefixes[label.text[:-1]] = iri.text[1:-1]
            elif self._token.is_word("BASE"):
                self._refuse("BASE is not taken: write full IRIs or prefixes")
            else:
                return

    def _group(self) -> tuple[list[Pattern], list[Condition]]:
        self._mark("{")
        patterns: list[Pattern] = []
        conditions: list[Condition] = []
        while not self._token.is_mark("}"):
            if self._token.is_word("FILTER"):
                self._next()
                conditions.append(self._constraint())
            elif self._token.is_mark("."):
                self._next()
            else:
                patterns.extend(self._same_subject())
                if not (
                    self._token.is_mark(".") or self._token.is_mark("}") or self._token.is_word("FILTER")
                ):
                    self._refuse(f"expected '.', found '{self._token.text or 'the end'}'")
        self._next()
        return patterns, conditions

    def _same_subject(self) -> list[Pattern]:
        if self._token.is_mark("{") or self._token.is_word(*_REFUSED):
            self._refuse(f"'{self._token.text}' is more than one basic graph pattern")
        subject = self._argument()
        if isinstance(subject, Literal):
            self._refuse("a literal cannot be a subject")
        found: list[Pattern] = []
        while True:
            predicate = self._predicate()
            found.append((subject, predicate, self._argument()))
            while self._token.is_mark(","):
                self._next()
                found.append((subject, predicate, self._argument()))
            while self._token.is_mark(";"):
                self._next()
            if self._token.kind == "mark" and self._token.text in ".}":
                return found
            if self._tokens[self._at - 1].text != ";":
                return found

    def _predicate(self) -> NamedNode:
        token = self._token
        if token.kind == "word" and token.text == "a":
            self._next()
            return _TYPE
        if token.kind == "variable":
            self._refuse("a rule needs a fixed property, not a variable")
        if token.kind == "mark" and token.text in "^!(":
            self._refuse("property paths are more than one basic graph pattern")
        term = self._term()
        if self._token.kind == "mark" and self._token.text in "/|*+":
            self._refuse("property paths are more than one basic graph pattern")
        if not isinstance(term, NamedNode):
            self._refuse("expected a property", token)
        return term

    def _atom(self, pattern: Pattern) -> Atom:
        subject, predicate, term = pattern
        if predicate != _TYPE:
            return Atom(predicate, (subject, term))
        if not isinstance(term, NamedNode):
            self._refuse("a rule needs a fixed class after 'a'", self._tokens[0])
        return Atom(term, (subject,))

    def _guard(self, condition: Condition, bound: set[str], start: Token) -> Guard:
        args = filters.variables(condition)
        for variable in args:
            if variable not in bound:
                self._refuse(f"?{variable} stands in a filter but in no pattern", start)

        def test(*terms: Term) -> bool:
            return filters.holds(condition, dict(zip(args, terms, strict=True)))

        return Guard(Kind.TEST, args, test, "filter")
