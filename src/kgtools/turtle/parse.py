"""Texts in the four line-based formats of RDF 1.1, with the place of every term."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

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
    yield from _statements(text, syntax, Naming(text, base, scope))


class Document(NamedTuple):
    """A text that was read to its end.

    Attributes:
        quads: Its quads, in its order.
        naming: The directives that it has, and the prefixes that it uses.
    """

    quads: list[LocatedQuad]
    naming: Naming


def read(text: Text, *, syntax: Format = Format.TURTLE, scope: str = "") -> Document:
    """Return a text as :func:`parse` does, with its prefixes.

    Raises:
        TurtleSyntaxError: The text breaks the grammar.

    Example:
        >>> document = read(Text("PREFIX a: <urn:a:> PREFIX b: <urn:b:> a:s a:p 1 .", "<text>"))
        >>> [declared.prefix for declared in document.naming.declarations], document.naming.used
        (['a', 'b'], {'a'})
    """
    naming = Naming(text, None, scope)
    return Document([quad for found in _statements(text, syntax, naming) for quad in found], naming)


def _statements(text: Text, syntax: Format, naming: Naming) -> Iterator[list[LocatedQuad]]:
    check_characters(text)
    if syntax in {Format.N_TRIPLES, Format.N_QUADS}:
        for quad in nquads.quads(text, naming, has_graphs=syntax is Format.N_QUADS):
            yield [quad]
        return
    reader_of = TrigReader if syntax is Format.TRIG else TurtleReader
    yield from reader_of(text, naming).statements()


def check_characters(text: Text) -> None:
    """Make sure that a text has no halves of characters, which UTF-8 cannot write.

    Raises:
        TurtleSyntaxError: It has one.
    """
    surrogate = None if text.content.isascii() else _SURROGATE.search(text.content)
    if surrogate is not None:
        message = f"U+{ord(surrogate[0]):04X} is half a character"
        raise TurtleSyntaxError(text, NOT_UTF8, message, surrogate.span(), help_text="save it as UTF-8")
