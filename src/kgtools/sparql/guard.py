"""What a query may not do: change anything, reach outside the dataset, or exhaust the parser."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from kgtools.errors import UsageError
from kgtools.sparql.tokens import Token, decode_escapes, place, tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

MAX_TEXT = 64 * 1024
MAX_TOKENS = 20_000
MAX_DEPTH = 100  # deep text overflows the engine's stack; see the design, safety section 4
MAX_CHAIN = 1_000

_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


class Form(StrEnum):
    """The four query forms (SPARQL 1.1, section 16)."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"


class Guarded:
    """A query that passed the guard.

    Attributes:
        text: The text to run, escapes decoded.
        form: Which of the four forms it is.
        tokens: Its tokens.
        uses_graphs: Whether it looks into named graphs.
        selects_all: Whether it is a ``SELECT *``.
    """

    __slots__ = ("form", "selects_all", "text", "tokens", "uses_graphs")

    def __init__(self, text: str, form: Form, found: Sequence[Token]) -> None:
        self.text = text
        self.form = form
        self.tokens = found
        self.uses_graphs = any(token.is_word("GRAPH", "FROM") for token in found)
        self.selects_all = form is Form.SELECT and _selects_all(found)


def guard(text: str, *, name: str = "query", graphs: Collection[str] = ()) -> Guarded:
    """Return the query, checked; every door runs this before the engine sees any text.

    Args:
        text: SPARQL as a person wrote it.
        name: What messages call it, usually its file.
        graphs: IRIs of the dataset's named graphs, the only ones FROM may name.

    Raises:
        UsageError: An update, SERVICE, FROM outside the dataset, or text beyond the limits.

    Example:
        >>> guard("ASK { ?s ?p ?o }").form
        <Form.ASK: 'ASK'>
    """
    query = _checked(text, name)
    for index, token in enumerate(query.tokens if query.uses_graphs else ()):
        if token.is_word("FROM"):
            _check_from(query.text, query.tokens, index, name, graphs)
    return query


# The same question comes again and again, above all to a server; reading its tokens takes longer than
# many lookups. What FROM may name depends on the dataset and is judged each time.
@lru_cache(maxsize=128)
def _checked(text: str, name: str) -> Guarded:
    if len(text.encode()) > MAX_TEXT:
        raise UsageError(f"the query is longer than {MAX_TEXT >> 10} KB")
    text = decode_escapes(text)
    found = tuple(tokens(text, name=name))
    if len(found) > MAX_TOKENS:
        raise UsageError(f"the query has more than {MAX_TOKENS:,} tokens")
    _refuse_depth(text, found, name)
    _refuse_chains(text, found, name)
    for token in found:
        if token.is_word("SERVICE"):
            raise _forbidden(text, token, name, "SERVICE would ask another server")
    return Guarded(text, _form(text, found, name), found)


def _selects_all(found: Sequence[Token]) -> bool:
    select = next(index for index, token in enumerate(found) if token.is_word("SELECT"))
    after = [token for token in found[select + 1 : select + 3] if not token.is_word("DISTINCT", "REDUCED")]
    return bool(after) and after[0].is_mark("*")


def _form(text: str, found: Sequence[Token], name: str) -> Form:
    for token in found:  # the prologue holds PREFIX and BASE only
        if token.kind != "word":
            continue
        if token.is_word(*_FORMS):
            return Form(token.text.upper())
        if token.is_word(*_UPDATES):
            raise _forbidden(text, token, name, f"{token.text.upper()} would change or load data")
        if not token.is_word("PREFIX", "BASE"):
            raise UsageError(
                f"a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, not with '{token.text}'",
                location=place(text, token.start, name),
            )
    raise UsageError(
        "there is no query in this text",
        hint="begin with SELECT, ASK, CONSTRUCT or DESCRIBE",
        location=place(text, len(text), name),
    )


def _check_from(text: str, found: Sequence[Token], index: int, name: str, graphs: Collection[str]) -> None:
    after = found[index + 1 : index + 3]
    if after and after[0].is_word("NAMED"):
        after = after[1:]
    graph = after[0] if after else found[index]
    if graph.kind != "iri" or graph.text[1:-1] not in graphs:
        raise _forbidden(text, graph, name, "FROM may name only graphs of this dataset, by their full IRI")


def _refuse_depth(text: str, found: Sequence[Token], name: str) -> None:
    depth = 0
    for token in found:
        if token.kind == "mark" and token.text in "{([":
            depth += 1
            if depth > MAX_DEPTH:
                raise UsageError(
                    f"brackets nested deeper than {MAX_DEPTH}", location=place(text, token.start, name)
                )
        elif token.kind == "mark" and token.text in "})]":
            depth -= 1


def _refuse_chains(text: str, found: Sequence[Token], name: str) -> None:
    """Refuse long runs of one operator: the engine's parser recurses on each link."""
    counts: dict[str, int] = {}
    for token in found:
        operator = token.text.upper()
        if token.is_word("UNION", "NOT") or (
            token.kind == "mark" and operator in ("||", "&&", "|", "/", "!", "^", "-", "+")
        ):
            counts[operator] = counts.get(operator, 0) + 1
            if counts[operator] > MAX_CHAIN:
                raise UsageError(
                    f"more than {MAX_CHAIN:,} times '{token.text}'", location=place(text, token.start, name)
                )


def _forbidden(text: str, token: Token, name: str, why: str) -> UsageError:
    return UsageError(
        f"not allowed: {why}",
        hint="queries only read this dataset",
        location=place(text, token.start, name),
    )
