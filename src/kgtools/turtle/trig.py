"""TriG: Turtle with graphs. RDF 1.1 TriG, section 4.5."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kgtools.terms import DefaultGraph
from kgtools.turtle.grammar import TurtleReader
from kgtools.turtle.surprise import Progress
from kgtools.turtle.tokens import BLANK, IRI, NAME, TRIVIA, WORD

if TYPE_CHECKING:
    from kgtools.terms import BlankNode, NamedNode
    from kgtools.turtle.grammar import Step
    from kgtools.turtle.position import Extent

_BLOCK: Final = re.compile(rf"{TRIVIA}\{{")


class TrigReader(TurtleReader):
    """Reads the statements of a TriG text; the braces around a graph count as statements of their own."""

    def _as_first(self, node: NamedNode | BlankNode, at: Extent) -> Step | None:
        if self._block is None and _BLOCK.match(self._content, self._scan.position):
            self._scan.advance()
            return self._open_block(node, at)
        return self._as_subject(node, at)

    def _directive(self) -> Step | None:
        scan = self._scan
        if self._block is not None:
            return self._close_block("a subject or `}`", Progress.INSIDE)
        if scan.kind == WORD and scan.written.lower() == "graph":
            return self._graph_name
        if scan.kind == "{":
            return self._open_block(DefaultGraph(), None)
        return super()._directive()

    def _graph_name(self) -> Step | None:
        scan, name = self._scan, None
        if scan.advance() in {NAME, IRI, BLANK}:
            name = self._resource()
        elif scan.kind == "[":
            name = self._empty_brackets()
        if name is None:
            raise self._surprise("the name of a graph")
        at = scan.at
        if scan.advance() != "{":
            raise self._surprise("`{`")
        return self._open_block(name, at)

    def _open_block(self, name: NamedNode | BlankNode | DefaultGraph, at: Extent | None) -> Step | None:
        self._graph, self._graph_at, self._block = name, at, self._scan.at
        return None

    def _close_block(self, expected: str, progress: Progress) -> Step | None:
        if self._scan.kind != "}":
            raise self._surprise(expected, progress)
        self._graph, self._graph_at, self._block = DefaultGraph(), None, None
        return None

    def _ends(self) -> str:
        return super()._ends() if self._frames or self._block is None else "`.` or `}`"

    def _end(self, expected: str, progress: Progress = Progress.INSIDE) -> Step | None:
        if self._frames or self._block is None or self._scan.kind == ".":
            return super()._end(expected, progress)
        return self._close_block(expected, progress)
