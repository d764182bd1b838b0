"""Texts in the four line-based formats of RDF 1.1, with the place of every term."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kgtools.turtle import nquads
from kgtools.turtle.grammar import TurtleReader
from kgtools.turtle.located import Format
from kgtools.turtle.naming import Naming
from kgtools.turtle.syntax import NOT_UTF8, Text, TurtleSyntaxError
from kgtools.turtle.trig import TrigReader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.turtle.located import LocatedQuad

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def parse(
    text: str,
    *,
    syntax: Format = Format.TURTLE,
    base: str | None = None,
    file: str = "<text>",
    scope: str = "",
) -> Iterator[LocatedQuad]:
    """Yield every quad of a text, in the order of the text, with the places of its terms.

    Blank nodes keep their labels; unnamed ones are labelled by their offset, so the same text gives the
    same labels. RDF 1.2 and N3 are refused.

    Args:
        text: The whole text; offsets count its code points.
        syntax: Its format.
        base: The IRI against which relative IRIs are resolved; without one they are errors.
        file: The name of the text, for errors.
        scope: What the label of every blank node begins with, to keep several texts apart.

    Raises:
        TurtleSyntaxError: The text breaks the grammar; raised when that place is reached.

    Example:
        >>> text = 'PREFIX ex: <https://example.org/> ex:a ex:p "1"@en .'
        >>> [quad] = parse(text)
        >>> quad.object, text[slice(*quad.object_at)]
        (<Literal value=1 language=en>, '"1"@en')
    """
    for statement in statements(Text(text, file), syntax=syntax, base=base, scope=scope):
        yield from statement


def statements(
    text: Text, *, syntax: Format = Format.TURTLE, base: str | None = None, scope: str = ""
) -> Iterator[list[LocatedQuad]]:
    """Yield the quads of a text as :func:`parse` does, those of one statement together.

    Raises:
        TurtleSyntaxError: The text breaks the grammar.
    """
    check_characters(text)
    if syntax in {Format.N_TRIPLES, Format.N_QUADS}:
        naming = Naming(text, None, scope)
        for quad in nquads.quads(text, naming, has_graphs=syntax is Format.N_QUADS):
            yield [quad]
        return
    reader_of = TrigReader if syntax is Format.TRIG else TurtleReader
    yield from reader_of(text, Naming(text, base, scope)).statements()


def check_characters(text: Text) -> None:
    """Make sure that a text has no halves of characters, which UTF-8 cannot write.

    Raises:
        TurtleSyntaxError: It has one.
    """
    surrogate = None if text.content.isascii() else _SURROGATE.search(text.content)
    if surrogate is not None:
        message = f"U+{ord(surrogate[0]):04X} is half a character"
        raise TurtleSyntaxError(text, NOT_UTF8, message, surrogate.span(), help_text="save it as UTF-8")
