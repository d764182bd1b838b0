"""Rule files: a CONSTRUCT with one basic graph pattern and simple filters, as a rule.

Everything else is refused with a reason and a place: a rule that the engine
cannot follow both ways would give facts without proofs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from kgtools.errors import InputError, UsageError
from kgtools.reason import filters
from kgtools.reason.model import Argument, Atom, Guard, Kind, Origin, Rule
from kgtools.sparql.tokens import Token, decode_escapes, place, tokens
from kgtools.terms import RDF, XSD, BlankNode, Literal, NamedNode, Prefixes

if TYPE_CHECKING:
    from collections.abc import Callable

    from kgtools.reason.filters import Condition
    from kgtools.terms import Term

_TYPE = RDF["type"]
_SUMMARY = re.compile(r"^#\+\s*summary:\s*(.+?)\s*$", re.MULTILINE)
_STRING_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_COMPARISONS = {"=", "!=", "<", "<=", ">", ">="}
_FUNCTIONS = {"ISIRI": 1, "ISURI": 1, "ISBLANK": 1, "ISLITERAL": 1, "SAMETERM": 2}
_REFUSED = {"OPTIONAL", "UNION", "MINUS", "GRAPH", "SERVICE", "BIND", "VALUES", "SELECT", "EXISTS", "NOT"}

Pattern = tuple[Argument, NamedNode, Argument]


class RuleError(InputError):
    """A rule file cannot be compiled (KG704)."""

    code = "KG704"


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
    try:
        decoded = decode_escapes(text)
        reader = _Reader(decoded, tokens(decoded, name=name), name)
    except UsageError as error:
        raise RuleError(error.message, location=error.location) from None
    return reader.rules(Origin(name, found[1] if found else name))


class _Reader:
    """A recursive descent over the tokens of one rule file."""

    def __init__(self, text: str, stream: list[Token], name: str) -> None:
        self._text, self._name = text, name
        self._tokens = [*stream, Token("end", "", len(text))]
        self._at = 0
        self._prefixes: dict[str, str] = {}

    # -- the query

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
                if not (self._token.is_mark(".") or self._token.is_mark("}") or self._token.is_word("FILTER")):
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

    def _argument(self) -> Argument:
        if self._token.kind == "variable":
            return self._next().text[1:]
        return self._term()

    def _atom(self, pattern: Pattern) -> Atom:
        subject, predicate, term = pattern
        if predicate != _TYPE:
            return Atom(predicate, (subject, term))
        if not isinstance(term, NamedNode):
            self._refuse("a rule needs a fixed class after 'a'", self._tokens[0])
        return Atom(term, (subject,))

    # -- filters

    def _constraint(self) -> Condition:
        if self._token.is_mark("("):
            return self._bracketed()
        return self._call()

    def _bracketed(self) -> Condition:
        self._mark("(")
        condition = self._either()
        self._mark(")")
        return condition

    def _either(self) -> Condition:
        return self._connected("||", lambda: self._connected("&&", self._unary))

    def _connected(self, mark: str, inner: Callable[[], Condition]) -> Condition:
        parts = [inner()]
        while self._token.is_mark(mark):
            self._next()
            parts.append(inner())
        return parts[0] if len(parts) == 1 else filters.Logic(mark, tuple(parts))

    def _unary(self) -> Condition:
        if self._token.is_mark("!"):
            self._next()
            return filters.Logic("!", (self._unary(),))
        if self._token.is_mark("("):
            return self._bracketed()
        if self._token.kind == "word" and self._token.text not in {"true", "false"}:
            return self._call()
        return self._comparison()

    def _call(self) -> Condition:
        token = self._next()
        name = token.text.upper()
        if name not in _FUNCTIONS:
            self._refuse(f"'{token.text}' is no simple filter", token)
        self._mark("(")
        args = [self._argument()]
        while self._token.is_mark(","):
            self._next()
            args.append(self._argument())
        self._mark(")")
        if len(args) != _FUNCTIONS[name]:
            self._refuse(f"{token.text} takes {_FUNCTIONS[name]} argument(s)", token)
        return filters.Call(name, tuple(args))

    def _comparison(self) -> Condition:
        left = self._argument()
        token = self._next()
        negated = token.is_word("NOT")
        if negated:
            token = self._next()
        if token.is_word("IN"):
            return self._membership(left, negated=negated)
        if token.text not in _COMPARISONS or negated:
            self._refuse("expected one of = != < <= > >= IN", token)
        return filters.Compare(token.text, left, self._argument())

    def _membership(self, left: Argument, *, negated: bool) -> Condition:
        self._mark("(")
        options = [filters.Compare("=", left, self._argument())]
        while self._token.is_mark(","):
            self._next()
            options.append(filters.Compare("=", left, self._argument()))
        self._mark(")")
        found = filters.Logic("||", tuple(options))
        return filters.Logic("!", (found,)) if negated else found

    def _guard(self, condition: Condition, bound: set[str], start: Token) -> Guard:
        args = filters.variables(condition)
        for variable in args:
            if variable not in bound:
                self._refuse(f"?{variable} stands in a filter but in no pattern", start)

        def test(*terms: Term) -> bool:
            return filters.holds(condition, dict(zip(args, terms, strict=True)))

        return Guard(Kind.TEST, args, test, "filter")

    # -- terms

    def _term(self) -> Term:
        token = self._next()
        match token.kind:
            case "iri":
                return self._iri(token.text[1:-1], token)
            case "name":
                return self._iri(self._expanded(token), token)
            case "string":
                return self._literal(token)
            case "number":
                return self._number(token.text)
            case "word" if token.text in {"true", "false"}:
                return Literal(token.text, datatype=XSD["boolean"])
            case "mark" if token.text in "+-" and self._token.kind == "number":
                return self._number(token.text + self._next().text)
            case "blank":
                self._refuse("blank nodes are not taken: use a variable, or a name", token)
            case "mark" if token.text in "[(":
                self._refuse("blank nodes and lists are not taken: use variables", token)
            case _:
                self._refuse(f"expected a term, found '{token.text or 'the end'}'", token)

    def _iri(self, text: str, token: Token) -> NamedNode:
        try:
            return NamedNode(text)
        except ValueError:
            self._refuse(f"'{text}' is no absolute IRI", token)

    def _expanded(self, token: Token) -> str:
        prefix, _, local = token.text.partition(":")
        if prefix not in self._prefixes:
            self._refuse(f"prefix '{prefix}:' is not declared", token)
        return self._prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)

    def _literal(self, token: Token) -> Literal:
        quotes = 3 if token.text[:3] in {'"""', "'''"} else 1
        text = re.sub(r"\\(.)", lambda m: _STRING_ESCAPES.get(m[1], m[0]), token.text[quotes:-quotes])
        if self._token.kind == "language":
            return Literal(text, language=self._next().text[1:])
        if self._token.is_mark("^^"):
            self._next()
            datatype = self._term()
            if not isinstance(datatype, NamedNode):
                self._refuse("expected a datatype", token)
            return Literal(text, datatype=datatype)
        return Literal(text)

    @staticmethod
    def _number(text: str) -> Literal:
        kind = "double" if "e" in text.lower() else "decimal" if "." in text else "integer"
        return Literal(text, datatype=XSD[kind])

    # -- tokens

    @property
    def _token(self) -> Token:
        return self._tokens[self._at]

    def _next(self) -> Token:
        token = self._token
        self._at += token.kind != "end"
        return token

    def _word(self, word: str) -> None:
        if not self._token.is_word(word):
            self._refuse(f"expected {word}, found '{self._token.text or 'the end'}'")
        self._next()

    def _mark(self, mark: str) -> None:
        if not self._token.is_mark(mark):
            self._refuse(f"expected '{mark}', found '{self._token.text or 'the end'}'")
        self._next()

    def _refuse(self, message: str, token: Token | None = None) -> NoReturn:
        where = place(self._text, (token or self._token).start, self._name)
        raise RuleError(message, location=where, hint="a rule is CONSTRUCT { triples } WHERE { triples, filters }")
