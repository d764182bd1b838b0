"""Facts in named graphs, which a project does not take: it has one graph for each of its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools import gate
from kgtools.errors import InputError, Location
from kgtools.terms import DefaultGraph
from kgtools.turtle.located import Format
from kgtools.turtle.parse import parse
from kgtools.turtle.position import Lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import RdfFormat

    from kgtools.terms import Quad


def refuse(data: bytes, syntax: RdfFormat, *, name: str) -> None:
    """Make sure that a text states everything in the default graph.

    A syntax error is left to whoever parses the text.

    Args:
        data: The text, as the gate gives it.
        syntax: Its syntax; where it has no named graphs nothing is looked at.
        name: What messages call the text.

    Raises:
        InputError: It names a graph; with the place of the first name, where the syntax has places.

    Example:
        >>> from pyoxigraph import RdfFormat
        >>> refuse(b"<urn:a> <urn:p> <urn:b> .", RdfFormat.TRIG, name="facts.trig")
        >>> try:
        ...     refuse(b"<urn:g> { <urn:a> <urn:p> <urn:b> }", RdfFormat.TRIG, name="facts.trig")
        ... except InputError as error:
        ...     error.message
        '`<urn:g>` is a named graph, but a project has one graph for each of its files'
    """
    if not syntax.supports_datasets:
        return
    try:
        refuse_among(gate.quads(data, syntax, name=name, base="file:///"), data, syntax, name=name)
    except InputError as error:
        if error.code == InputError.code:
            raise


def refuse_among(quads: Iterable[Quad], data: bytes, syntax: RdfFormat, *, name: str) -> None:
    """Make sure, as :func:`refuse` does, that the quads of a text stand in the default graph."""
    graph = next((q.graph_name for q in quads if not isinstance(q.graph_name, DefaultGraph)), None)
    if graph is not None:
        raise InputError(
            f"`{graph}` is a named graph, but a project has one graph for each of its files",
            location=_place(data, syntax, name),
            hint="state the facts in the default graph; the file is their graph (kg add --into chooses it)",
        )


def _place(data: bytes, syntax: RdfFormat, name: str) -> Location:
    ending = f".{syntax.file_extension}"
    if ending not in set(Format):
        return Location(name)
    text = data.decode()
    located = parse(text, syntax=Format(ending), base="file:///", file=name)
    extent = next((quad.graph_at for quad in located if quad.graph_at), None)
    return Lines(text).span(name, extent).location if extent else Location(name)
