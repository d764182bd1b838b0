"""Terms as they are shown: a name, a link, a language, how to align it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kgtools.terms import RDF, XSD, Literal, NamedNode, local_name
from kgtools.web.pages.naming import title, word

if TYPE_CHECKING:
    from kgtools.terms import Term
    from kgtools.web.pages.frame import Frame

_NUMBERS: Final = frozenset(
    XSD + name
    for name in (
        *("integer", "decimal", "double", "float", "long", "int", "short", "byte"),
        *("nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
        *("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
    )
)
_DATES: Final = frozenset(
    XSD + name for name in ("date", "dateTime", "dateTimeStamp", "gYear", "gYearMonth", "time")
)
_TEXTS: Final = (XSD + "string", RDF + "langString")
_WEB: Final = ("http://", "https://")


class Cell(NamedTuple):
    """A term, ready to be shown.

    Attributes:
        text: What a person reads.
        kind: ``thing``, ``number``, ``date``, ``truth``, ``link`` or ``text``.
        href: Where it leads; "" for nowhere.
        iri: Its IRI, for a tooltip.
        lang: The language of the text, where it has one.
        unit: A datatype that says more than the text.
        outside: Whether the link leaves this site.
    """

    text: str
    kind: str = "text"
    href: str = ""
    iri: str = ""
    lang: str = ""
    unit: str = ""
    outside: bool = False


def cell(frame: Frame, term: Term, *, described: bool = False) -> Cell:
    """Return a term as a cell.

    Args:
        frame: The page that it is on.
        term: What to show.
        described: Call what has no label by those it joins.
    """
    if isinstance(term, NamedNode):
        name = title(frame.graph, term) if described else word(frame.graph, term)
        return _named(frame, term, name)
    if not isinstance(term, Literal):
        return Cell(term.value, iri="blank node")
    return literal(term)


def literal(term: Literal) -> Cell:
    """Return a literal as a cell: its text, without the IRI of its datatype.

    Example:
        >>> literal(Literal("1.50", datatype=NamedNode(XSD + "decimal"))).kind
        'number'
    """
    datatype = term.datatype.value
    if term.language:
        return Cell(term.value, lang=term.language)
    if datatype in _NUMBERS:
        return Cell(term.value, "number")
    if datatype in _DATES:
        return Cell(term.value, "date")
    if datatype == XSD + "boolean":
        return Cell({"true": "yes", "false": "no"}.get(term.value, term.value), "truth")
    if datatype == XSD + "anyURI" and term.value.startswith(_WEB):
        return Cell(term.value, "link", term.value, outside=True)
    known = datatype in _TEXTS or datatype.startswith(XSD)
    return Cell(term.value, unit="" if known else local_name(datatype))


def _named(frame: Frame, node: NamedNode, name: str) -> Cell:
    if frame.is_known(node):
        return Cell(name, "thing", frame.thing(node), node.value)
    if file := frame.graph.project.file_of(node):
        return Cell(file, "text", "", node.value)
    if node.value.startswith(_WEB):
        return Cell(name, "link", node.value, node.value, outside=True)
    return Cell(name, "thing", "", node.value)
