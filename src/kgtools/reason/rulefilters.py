"""The filters of rule files, read from their tokens (SPARQL 1.1, section 19.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.reason import filters
from kgtools.reason.cursor import Cursor

if TYPE_CHECKING:
    from collections.abc import Callable

    from kgtools.reason.filters import Condition
    from kgtools.reason.model import Argument

_COMPARISONS = {"=", "!=", "<", "<=", ">", ">="}
_FUNCTIONS = {"ISIRI": 1, "ISURI": 1, "ISBLANK": 1, "ISLITERAL": 1, "SAMETERM": 2}


class FilterReader(Cursor):
    """Reads what follows ``FILTER``."""

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
