"""A place in the tokens of a rule file: terms in, or a refusal that says where."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from kgtools.errors import InputError, UsageError
from kgtools.sparql.tokens import Token, decode_escapes, place, tokens
from kgtools.terms import XSD, Literal, NamedNode

if TYPE_CHECKING:
    from kgtools.reason.model import Argument
    from kgtools.terms import Term

_FORM = "a rule is CONSTRUCT { triples } WHERE { triples, filters }"
_STRING_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


class RuleError(InputError):
    """A rule file cannot be compiled (KG704)."""

    code = "KG704"


class Cursor:
    """A recursive descent over the tokens of one rule file.

    Args:
        text: The file.
        name: Its path, for messages.

    Raises:
        RuleError: A character begins no token.
    """

    def __init__(self, text: str, name: str) -> None:
        try:
            self._text, self._name = decode_escapes(text), name
            stream = tokens(self._text, name=name)
        except UsageError as error:
            raise RuleError(error.message, location=error.location) from None
        self._tokens = [*stream, Token("end", "", len(self._text))]
        self._at = 0
        self._prefixes: dict[str, str] = {}

    def _argument(self) -> Argument:
        if self._token.kind == "variable":
            return self._next().text[1:]
        return self._term()

    # -- terms

    def _term(self) -> Term:  # noqa: RET503 - a refusal never returns
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
            hint = f"write PREFIX {prefix}: <...> above"
            self._refuse(f"prefix '{prefix}:' is not declared", token, hint=hint)
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

    def _refuse(self, message: str, token: Token | None = None, *, hint: str = _FORM) -> NoReturn:
        where = place(self._text, (token or self._token).start, self._name)
        raise RuleError(message, location=where, hint=hint)
