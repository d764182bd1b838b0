"""Terms from their spelling: IRIs in full or with a prefix, and literals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from kgtools.terms import RDF, BlankNode, Literal, NamedNode
from kgtools.turtle.iris import is_absolute, resolve
from kgtools.turtle.syntax import BAD_IRI, RELATIVE_IRI, SYNTAX, UNDECLARED_PREFIX, TurtleSyntaxError, quoted
from kgtools.turtle.tokens import is_name, unescape

if TYPE_CHECKING:
    from kgtools.turtle.position import Extent
    from kgtools.turtle.syntax import Text

_TAKEN: Final = re.compile("_:b([0-9]{1,9})x")
# RDF 1.1 Concepts, 3.3: a literal has one of these exactly if it has a language tag (or a direction).
_TAGGED: Final = frozenset({RDF["langString"], RDF["dirLangString"]})


class Declaration(NamedTuple):
    """A directive: the prefix it binds, None for the base; to what; and where the directive ends."""

    prefix: str | None
    iri: str
    end: int


class Naming:
    """Which terms the spellings of one text stand for, at one point of it.

    Args:
        text: The text, for errors.
        base: The base IRI; None where relative IRIs are errors.
        scope: What the label of every blank node begins with, to keep several texts apart.

    Attributes:
        base: The base IRI that holds now.
        prefixes: The prefixes that hold now.
        declarations: The directives so far.
        known: The IRIs that were asked for, by spelling; emptied when a declaration changes them.
    """

    __slots__ = ("_earlier", "_scope", "_text", "_unnamed", "base", "declarations", "known", "prefixes")

    def __init__(self, text: Text, base: str | None, scope: str = "") -> None:
        self._text = text
        self._scope = scope
        self._unnamed = scope + unused_label(text.content)
        self.base = base
        self.prefixes: dict[str, str] = {}
        self.declarations: list[Declaration] = []
        self.known: dict[str, NamedNode] = {}
        self._earlier: set[str] = set()

    def declare(self, prefix: str | None, iri: str, end: int) -> None:
        """Bind a prefix, or the base where ``prefix`` is None, from here on."""
        self.declarations.append(Declaration(prefix, iri, end))
        if prefix is None:
            self.base = iri
            self._forget()
        elif self.prefixes.get(prefix) != iri:
            self.prefixes[prefix] = iri
            self._forget()

    def _forget(self) -> None:
        self._earlier = self.used
        self.known = {}

    @property
    def used(self) -> set[str]:
        """The prefixes that names were written with so far."""
        return self._earlier | {name.partition(":")[0] for name in self.known if name[0] != "<"}

    def blank(self, written: str, at: Extent) -> BlankNode:
        """Return the blank node with a label.

        Raises:
            TurtleSyntaxError: The label has a character that none may have.
        """
        self.check_name(written, at)
        return BlankNode(self._scope + written[2:])

    def check_name(self, written: str, at: Extent) -> None:
        """Make sure that a prefix, a prefixed name or a label has only characters that they may have.

        Raises:
            TurtleSyntaxError: It has not.
        """
        if not is_name(written):
            bad = next((char for char in written if not is_name(f":a{char}")), written[0])
            shown = quoted(bad) if bad.isprintable() else f"U+{ord(bad):04X}"
            message = f"{shown} may not stand {'in' if bad != written[0] else 'at the beginning of'} a name"
            raise self._error(SYNTAX, message, at, "write the IRI in full")

    def unnamed(self, offset: int, kind: str = "") -> BlankNode:
        """Return the blank node without a label that stands at an offset.

        Args:
            offset: Where it stands.
            kind: Tells apart several nodes at one offset.
        """
        return BlankNode(f"{self._unnamed}{offset}{kind}")

    def named(self, written: str, at: Extent) -> NamedNode:
        """Return the IRI that ``<...>`` or a prefixed name stands for.

        Raises:
            TurtleSyntaxError: The prefix is not declared, or the result is no absolute IRI.
        """
        found = self.known.get(written)
        if found is None:
            found = self._full(written, at) if written[0] == "<" else self._prefixed(written, at)
            self.known[written] = found
        return found

    def _full(self, written: str, at: Extent) -> NamedNode:
        iri = self.unescaped(written[1:-1], at)
        if self.base is None and not is_absolute(iri):
            message = f"`{written}` is relative, and there is no base"
            raise self._error(RELATIVE_IRI, message, at, "write it in full or declare a base")
        try:
            return NamedNode(iri if self.base is None else resolve(self.base, iri))
        except ValueError as error:
            raise self._error(BAD_IRI, f"`{written}` is no IRI: {error}", at) from None

    def _prefixed(self, written: str, at: Extent) -> NamedNode:
        self.check_name(written, at)
        prefix, _, local = written.partition(":")
        namespace = self.prefixes.get(prefix)
        if namespace is None and self._text.content.startswith("//", at[1]):
            raise self._error(BAD_IRI, "an IRI in full stands between `<` and `>`", at)
        if namespace is None:
            message = f"the prefix `{prefix}:` is not declared"
            place = (at[0], at[0] + len(prefix) + 1)
            raise self._error(UNDECLARED_PREFIX, message, place, f"declare it: `PREFIX {prefix}: <...>`")
        iri = namespace + unescape(local)
        try:
            return NamedNode(iri)
        except ValueError as error:
            raise self._error(BAD_IRI, f"`{written}` means <{iri}>, which is no IRI: {error}", at) from None

    def tagged(self, form: str, language: str, at: Extent) -> Literal:
        """Return a literal with a language tag.

        Raises:
            TurtleSyntaxError: The tag is none; ``at`` is its place.
        """
        try:
            return Literal(form, language=language)
        except ValueError as error:
            raise self._error(SYNTAX, f"`{language}` is no language tag: {error}", at) from None

    def typed(self, form: str, datatype: NamedNode, at: Extent) -> Literal:
        """Return a literal with a datatype; whether its form fits is not asked.

        Raises:
            TurtleSyntaxError: The datatype is for literals with a language tag; ``at`` is its place.
        """
        if datatype in _TAGGED:
            message = f"a literal of type rdf:{datatype.value.rpartition('#')[2]} needs a language tag"
            raise self._error(SYNTAX, message, at, 'write `"text"@en`')
        return Literal(form, datatype=datatype)

    def unescaped(self, body: str, at: Extent) -> str:
        """Return the characters that a string or an IRI stands for.

        Raises:
            TurtleSyntaxError: An escape stands for no character; ``at`` is where the token stands.
        """
        try:
            return unescape(body)
        except ValueError as error:
            raise self._error(SYNTAX, str(error), at) from None

    def _error(self, code: str, message: str, at: Extent, help_text: str | None = None) -> TurtleSyntaxError:
        return TurtleSyntaxError(self._text, code, message, at, help_text=help_text)


def unused_label(text: str) -> str:
    """Return letters and digits with which no blank node label of a text begins.

    Example:
        >>> unused_label("[] a _:c1 ."), unused_label("_:b1 a _:b0x7 .")
        ('b', 'b1x')
    """
    if "_:b" not in text:
        return "b"
    taken = {int(number) for number in _TAKEN.findall(text)}
    return next(f"b{number}x" for number in range(len(taken) + 1) if number not in taken)
