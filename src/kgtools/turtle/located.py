"""Quads with the places of their terms."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from kgtools.terms import Quad

if TYPE_CHECKING:
    from pathlib import PurePath

    from kgtools.terms import BlankNode, DefaultGraph, NamedNode, Subject, Term
    from kgtools.turtle.position import Extent


class Format(StrEnum):
    """The four text formats whose findings have a line and a column; the value is the file suffix."""

    TURTLE = ".ttl"
    TRIG = ".trig"
    N_TRIPLES = ".nt"
    N_QUADS = ".nq"

    @classmethod
    def of(cls, path: PurePath) -> Format:
        """Return the format that the name of a file tells.

        Raises:
            ValueError: The suffix is none of the four.

        Example:
            >>> from pathlib import PurePath
            >>> Format.of(PurePath("data/actors.ttl"))
            <Format.TURTLE: '.ttl'>
        """
        return cls(path.suffix.lower())


class LocatedQuad(NamedTuple):
    """A quad as it stands in a text, and where each of its terms stands.

    A term that punctuation implies stands where the punctuation does: ``[`` for a blank node with
    properties, ``(`` or the item for a list cell, ``)`` for the end of a list, and the item for the
    predicates ``rdf:first`` and ``rdf:rest``.

    Attributes:
        subject: The subject.
        predicate: The predicate.
        object: The object; a literal keeps its lexical form.
        graph_name: The graph; the default graph everywhere but in TriG and N-Quads.
        subject_at: Where the subject stands.
        predicate_at: Where the predicate stands.
        object_at: Where the object stands: a literal with its language tag or datatype.
        graph_at: Where the graph name stands; None for the default graph.
    """

    subject: Subject
    predicate: NamedNode
    object: Term
    graph_name: NamedNode | BlankNode | DefaultGraph
    subject_at: Extent
    predicate_at: Extent
    object_at: Extent
    graph_at: Extent | None

    @property
    def quad(self) -> Quad:
        """The quad alone."""
        return Quad(self.subject, self.predicate, self.object, self.graph_name)
