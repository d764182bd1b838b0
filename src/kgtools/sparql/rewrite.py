"""Parameters are VALUES blocks: finding them, and replacing what stands between their braces."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kgtools.errors import UsageError
from kgtools.sparql.tokens import Token, decode_escapes, place, tokens

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kgtools.terms import Literal, NamedNode


class Block(NamedTuple):
    """A VALUES block with one variable: its name, its values, and the stretch between its braces."""

    variable: str
    values: tuple[Token, ...]
    start: int
    end: int


def blocks(text: str, *, name: str = "query") -> list[Block]:
    """Return the VALUES blocks of a query that have exactly one variable, in order.

    Example:
        >>> [b.variable for b in blocks("SELECT * { VALUES ?x { UNDEF } VALUES (?a ?b) { (1 2) } }")]
        ['x']
    """
    found = tokens(text, name=name)
    return [
        _block(text, found, index, name)
        for index, token in enumerate(found[:-2])
        if token.is_word("VALUES") and found[index + 1].kind == "variable" and found[index + 2].is_mark("{")
    ]


def _block(text: str, found: list[Token], index: int, name: str) -> Block:
    opening = found[index + 2]
    for end in range(index + 3, len(found)):
        if found[end].is_mark("}"):
            return Block(
                found[index + 1].text[1:], tuple(found[index + 3 : end]), opening.end, found[end].start
            )
    raise UsageError("this VALUES block has no '}'", location=place(text, opening.start, name))


def bind(text: str, values: Mapping[str, Sequence[NamedNode | Literal] | None]) -> str:
    """Return the query with the VALUES blocks of the named variables holding these terms.

    Args:
        text: The query.
        values: For each variable its terms; None writes UNDEF (any).

    Values are written as serialised terms, so no value can change the structure of
    the query; it is read again afterwards, and the number of blocks must be the same.

    Raises:
        UsageError: A variable has not exactly one block, or the structure would change.

    Example:
        >>> from kgtools.terms import NamedNode
        >>> bind("ASK { VALUES ?x { UNDEF } ?x ?p ?o }", {"x": [NamedNode("urn:a")]})
        'ASK { VALUES ?x { <urn:a> } ?x ?p ?o }'
    """
    if not values:
        return text
    text = decode_escapes(text)
    before = blocks(text)
    chosen = [block for block in before if block.variable in values]
    if len(chosen) != len(values):
        raise UsageError("each parameter needs exactly one VALUES block in the query")
    result = text
    for block in reversed(chosen):
        terms = values[block.variable]
        inner = "UNDEF" if terms is None else " ".join(str(term) for term in terms)
        result = f"{result[: block.start]} {inner} {result[block.end :]}"
    if [block.variable for block in blocks(result)] != [block.variable for block in before]:
        raise UsageError("the values would change the structure of the query")
    return result


def without_undef(text: str) -> str:
    """Return the query without VALUES blocks that are nothing but UNDEF: joined with one, all stays as it is.

    A block whose variable stands nowhere else is kept, because ``SELECT *`` lists it.

    Example:
        >>> without_undef("SELECT ?s { VALUES ?x { UNDEF } ?s <urn:p> ?x }")
        'SELECT ?s {  ?s <urn:p> ?x }'
    """
    found = tokens(text)
    variables = [token.text[1:] for token in found if token.kind == "variable"]
    kept, last = [], 0
    for block in blocks(text):
        if [value.text.upper() for value in block.values] == ["UNDEF"] and variables.count(
            block.variable
        ) > 1:
            start = max(
                token.start for token in found if token.is_word("VALUES") and token.start < block.start
            )
            kept.append(text[last:start])
            last = block.end + 1
    return "".join([*kept, text[last:]])
