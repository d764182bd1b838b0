"""A place in the tokens of a query, and the reading of terms there (SPARQL 1.1, sections 4.1 and 19)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from pyoxigraph import Variable

from kgtools.sparql.tokens import Token, place, tokens
from kgtools.terms import RDF, XSD, BlankNode, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Mapping

# A level takes up to ten calls, and the interpreter allows a thousand.
_DEEPEST = 64
_END = Token("end", "", 0)
_ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_STRING_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_NAME_ESCAPE = re.compile(r"\\(.)")
_WHOLE = re.compile(r"[0-9]+\.")


class MalformedQueryError(ValueError):
    """A text is no SPARQL query of the kind that is read here.

    Attributes:
        token: What cannot stand where it stands, of kind ``end`` behind the last; None where that is unknown.
        wanted: What has to stand there; None where that may be many things.
    """

    def __init__(self, message: str, *, token: Token | None = None, wanted: str | None = None) -> None:
        super().__init__(message)
        self.token, self.wanted = token, wanted


class UndeclaredPrefixError(MalformedQueryError):
    """A name has a prefix that nobody declares."""


class Cursor:
    """Reads tokens one after the other.

    Args:
        text: The query, escapes of code points decoded.
        prefixes: Prefixes known from outside.
    """

    def __init__(self, text: str, prefixes: Mapping[str, str]) -> None:
        self._text = text
        self._tokens = list(_split(tokens(text)))
        self._next = 0
        self._depth = 0
        self._base = ""
        self._prefixes = dict(prefixes)

    # Tokens

    @property
    def token(self) -> Token:
        """The token that comes next; of kind ``end`` after the last."""
        return self._tokens[self._next] if self._next < len(self._tokens) else _END

    def ahead(self, steps: int = 1) -> Token:
        """Return a token further on."""
        index = self._next + steps
        return self._tokens[index] if index < len(self._tokens) else _END

    def take(self) -> Token:
        """Return the next token and move on."""
        token = self.token
        self._next += 1
        return token

    def at_word(self, *words: str) -> bool:
        """Return whether one of these keywords comes next."""
        return self.token.is_word(*words)

    def at_mark(self, *marks: str) -> bool:
        """Return whether one of these marks comes next."""
        return self.token.kind == "mark" and self.token.text in marks

    def accept_word(self, *words: str) -> str | None:
        """Return the keyword in capitals and move on if it comes next, else None."""
        return self.take().text.upper() if self.at_word(*words) else None

    def accept(self, *marks: str) -> str | None:
        """Return the mark and move on if it comes next, else None."""
        return self.take().text if self.at_mark(*marks) else None

    def expect(self, mark: str) -> None:
        """Move past a mark.

        Raises:
            MalformedQueryError: Something else comes next.
        """
        if not self.accept(mark):
            raise self.error(f"expected {mark}", wanted=f"`{mark}`")

    def expect_word(self, word: str) -> None:
        """Move past a keyword.

        Raises:
            MalformedQueryError: Something else comes next.
        """
        if not self.accept_word(word):
            raise self.error(f"expected {word}", wanted=word)

    def error(self, expectation: str, *, wanted: str | None = None) -> MalformedQueryError:
        """Return an error about the next token.

        Args:
            expectation: What was expected, in words.
            wanted: The only thing that could stand there, if there is but one.
        """
        token = self.token
        if token.kind == "end":
            message = f"the query ends where something is missing: {expectation}"
        else:
            where = place(self._text, token.start)
            message = f"line {where.line}, column {where.column}: {expectation}, found {token.text}"
        return MalformedQueryError(message, token=token, wanted=wanted)

    def deeper(self) -> None:
        """Note one more level of nesting.

        Raises:
            MalformedQueryError: The query is nested too deep to be run safely.
        """
        self._depth += 1
        if self._depth > _DEEPEST:
            raise MalformedQueryError(f"the query is nested deeper than {_DEEPEST} levels")

    def shallower(self) -> None:
        """Note the end of a level of nesting."""
        self._depth -= 1

    # Prologue

    def prologue(self) -> None:
        """Read BASE and PREFIX lines."""
        while word := self.accept_word("BASE", "PREFIX"):
            if word == "BASE":
                self._base = self._resolve(self.take().text[1:-1])
            else:
                prefix = self.take().text.rstrip(":")
                self._prefixes[prefix] = self._resolve(self.take().text[1:-1])

    def _resolve(self, iri: str) -> str:
        return urljoin(self._base, iri) if self._base else iri

    # Terms

    def at_iri(self) -> bool:
        """Return whether an IRI or a prefixed name comes next."""
        return self.token.kind in {"iri", "name"}

    def iri(self) -> NamedNode:
        """Read an IRI or a prefixed name.

        Raises:
            MalformedQueryError: Something else, an unknown prefix or an invalid IRI.
        """
        token = self.token
        if not self.at_iri():
            raise self.error("expected an IRI")
        if token.kind == "iri":
            value = self._resolve(token.text[1:-1])
        else:
            prefix, _, local = token.text.partition(":")
            if prefix not in self._prefixes:
                where = place(self._text, token.start)
                message = f"line {where.line}, column {where.column}: the prefix {prefix}: is not declared"
                raise UndeclaredPrefixError(message, token=token)
            value = self._prefixes[prefix] + _NAME_ESCAPE.sub(r"\1", local)
        self.take()
        try:
            return NamedNode(value)
        except ValueError as error:
            raise MalformedQueryError(f"<{value}> is no IRI: {error}") from error

    def variable(self) -> Variable:
        """Read a variable."""
        if self.token.kind != "variable":
            raise self.error("expected a variable", wanted="a variable")
        return Variable(self.take().text[1:])

    def at_literal(self) -> bool:
        """Return whether a literal without a sign comes next."""
        return self.token.kind in {"string", "number"} or self.at_word("TRUE", "FALSE")

    def literal(self) -> Literal:
        """Read a literal without a sign."""
        if self.token.kind == "number":
            return _number(self.take().text)
        if word := self.accept_word("TRUE", "FALSE"):
            return Literal(word.lower(), datatype=XSD["boolean"])
        if self.token.kind != "string":
            raise self.error("expected a literal")
        value = unquoted(self.take().text)
        if self.token.kind == "language":
            return Literal(value, language=self.take().text[1:])
        return Literal(value, datatype=self.iri()) if self.accept("^^") else Literal(value)

    def term(self) -> Variable | NamedNode | BlankNode | Literal:
        """Read a variable, an IRI, a literal or a labelled blank node."""
        if self.token.kind == "variable":
            return self.variable()
        if self.at_iri():
            return self.iri()
        if self.token.kind == "blank":
            return BlankNode(self.take().text[2:])
        if self.at_mark("(") and self.ahead().is_mark(")"):
            self.take()
            self.take()
            return RDF["nil"]
        return self.signed()

    def signed(self) -> Literal:
        """Read a literal; a number may have a sign."""
        sign = self.accept("+", "-") if self.ahead().kind == "number" else None
        literal = self.literal()
        return Literal(sign + literal.value, datatype=literal.datatype) if sign else literal


def _split(found: list[Token]) -> list[Token]:
    """Return tokens with the full stop after a whole number on its own: ``1.`` is no decimal."""
    result = []
    for token in found:
        if token.kind == "number" and _WHOLE.fullmatch(token.text):
            result.append(Token("number", token.text[:-1], token.start))
            result.append(Token("mark", ".", token.end - 1))
        else:
            result.append(token)
    return result


def _number(text: str) -> Literal:
    kind = "double" if "e" in text.lower() else "decimal" if "." in text else "integer"
    return Literal(text, datatype=XSD[kind])


def unquoted(text: str) -> str:
    """Return what a string token stands for."""
    quotes = 3 if text[:3] in {'"""', "'''"} else 1
    inner = text[quotes:-quotes]
    return _STRING_ESCAPE.sub(lambda match: _ESCAPES.get(match[1], match[1]), inner)
