"""What is wrong with a query that the engine refuses: a sentence, a place, and what may have been meant.

The engine names all that it could have taken at the furthest place it came to, ranges of characters among
it, and often that place lies behind the mistake. Our own reading stops at the mistake.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kgtools.errors import Location, UsageError
from kgtools.sparql import algebra
from kgtools.sparql.tokens import place, tokens

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from kgtools.sparql.tokens import Token

_POSITION: Final = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
_SENTENCE: Final = re.compile(r"[A-Z]\w* [\w ]+")  # among the alternatives, for what the grammar allows
_CLOSING: Final = {"{": "}", "(": ")", "[": "]"}
_KEYWORDS: Final = frozenset(
    {"ASK", "BASE", "BIND", "CONSTRUCT", "DESCRIBE", "DISTINCT", "EXISTS", "FILTER", "FROM", "GRAPH", "GROUP"}
    | {"HAVING", "LIMIT", "MINUS", "OFFSET", "OPTIONAL", "ORDER", "PREFIX", "SELECT", "SERVICE", "UNION"}
    | {"UNDEF", "VALUES", "WHERE"}
)


def complaint(text: str, prefixes: Mapping[str, str], said: str) -> UsageError:
    """Return what is wrong with a query, as an error with line and column.

    Args:
        text: The query.
        prefixes: Known without being declared in it.
        said: What the engine says of it, which stands where nothing better is known.

    Example:
        >>> error = complaint("ASK { ?s a ?c FILTR(?c > 3) }", {}, "")
        >>> error.message, str(error.location), error.hint
        ('the query has a syntax error: `FILTR` cannot stand here', 'query:1:15', 'did you mean FILTER?')
    """
    if name := undeclared_prefix(text, prefixes):
        prefix = name.text.partition(":")[0]
        return UsageError(
            f"the prefix '{prefix}' is not declared",
            hint=f"write PREFIX {prefix}: <...> above, or name it in kg.toml",
            location=place(text, name.start),
        )
    try:
        algebra.parse(text, prefixes.items())
    except algebra.MalformedQueryError as error:
        token = error.token
        if token is not None and not token.is_word("CONSTRUCT", "DESCRIBE"):  # which are not read here
            return _misplaced(text, token, error.wanted)
    return _refused(text, said)


def undeclared_prefix(text: str, known: Container[str] = ()) -> Token | None:
    """Return the first name whose prefix neither the query declares nor anybody knows; the engine names none.

    Args:
        text: The query.
        known: Prefixes that need no declaration.

    Example:
        >>> undeclared_prefix("PREFIX a: <urn:a> ASK { a:x b:y ?z }").text
        'b:y'
    """
    names = [token for token in tokens(text) if token.kind == "name" or token.is_word("PREFIX")]
    declared = {name.text[:-1] for before, name in pairwise(names) if before.is_word("PREFIX")}
    for name in names:
        prefix, colon, _ = name.text.partition(":")
        if colon and prefix not in declared and prefix not in known:
            return name
    return None


def _misplaced(text: str, token: Token, wanted: str | None) -> UsageError:
    """Return the error about a token that cannot stand where it stands."""
    if token.kind == "end":
        return _ended(text)
    near = get_close_matches(token.text.upper(), _KEYWORDS, n=1, cutoff=0.75) if token.kind == "word" else []
    hint = f"did you mean {near[0]}?" if near and near[0] != token.text.upper() else None
    why = f"expected {wanted}, found `{token.text}`" if wanted else f"`{token.text}` cannot stand here"
    return _error(why, place(text, token.start), hint)


def _ended(text: str) -> UsageError:
    """Return the error about a text that ends too early."""
    opened = _unclosed(text)
    if opened is None:
        return _error("it ends where more has to come", place(text, len(text.rstrip())))
    return _error(f"`{text[opened]}` is never closed", place(text, opened))


def _unclosed(text: str) -> int | None:
    """Return where the innermost bracket opens that nothing closes."""
    opened: list[int] = []
    for token in tokens(text):
        if token.kind == "mark" and token.text in _CLOSING:
            opened.append(token.start)
        elif token.kind == "mark" and opened and token.text == _CLOSING[text[opened[-1]]]:
            opened.pop()
    return opened[-1] if opened else None


def _refused(text: str, said: str) -> UsageError:
    """Return the engine's complaint, without all that it would have taken instead."""
    found = _POSITION.match(said)
    if found is None:
        return _error(said)
    location = Location("query", int(found[1]), int(found[2]))
    if sentence := _SENTENCE.search(found[3]):
        return _error(sentence[0], location)
    if _unclosed(text) is not None:
        return _ended(text)
    return _error("the engine cannot take what ends here", location)


def _error(why: str, location: Location | None = None, hint: str | None = None) -> UsageError:
    return UsageError(f"the query has a syntax error: {why}", hint=hint, location=location)
