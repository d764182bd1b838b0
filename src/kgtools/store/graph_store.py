"""Named graphs of an endpoint, replaced whole: by the Graph Store Protocol, or by updates without one."""

from __future__ import annotations

import re
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Final

from kgtools.store.endpoint import NotThereError
from kgtools.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgtools.store.endpoint import Endpoint
    from kgtools.terms import Triple

_IN_MEMORY: Final = 32 * 1024 * 1024
_PIECE: Final = 1_000  # triples of an update; some engines refuse texts of ten thousand lines
_NAMELESS: Final = re.compile(rb"^_:|> _:\S+ \.$")  # a line of N-Triples about a blank node


class GraphStore:
    """Writes graphs to an endpoint.

    Args:
        endpoint: Where. It has no graph store where ``kg.toml`` gives an empty address for it, or where
            nothing is found at the address that its dialect has it at.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._has_protocol = endpoint.address.graph_store != ""

    def replace(self, graph: NamedNode, triples: Iterable[Triple]) -> int:
        """Make a graph hold some triples and no others; return how many.

        Whoever asks meanwhile, or after a failure, sees the old ones or the new ones. By updates they come
        in pieces: into a graph beside, which then takes the place of the old one.

        Raises:
            EngineError: It was refused, or nobody answered.
            LimitError: It took too long.
        """
        with SpooledTemporaryFile(max_size=_IN_MEMORY) as text:
            number = 0
            for triple in triples:
                text.write(f"{triple} .\n".encode())
                number += 1
            if not (self._has_protocol and self._put(graph, text)):
                self._update(graph, text, is_empty=not number)
        return number

    def _put(self, graph: NamedNode, text: IO[bytes]) -> bool:
        """Replace a graph by the protocol; return whether there is such a thing."""
        try:
            self._endpoint.put(graph.value, text, text.tell())
        except NotThereError:
            if self._endpoint.address.graph_store:
                raise
            self._has_protocol = False
        return self._has_protocol

    def _update(self, graph: NamedNode, text: IO[bytes], *, is_empty: bool) -> None:
        beside = NamedNode(f"{graph.value}.part")
        self._endpoint.update(f"DROP SILENT GRAPH {beside}")  # of a push that failed
        text.seek(0)
        for piece in _pieces(text):
            self._endpoint.update(f"INSERT DATA {{ GRAPH {beside} {{\n{piece.decode()}}} }}")
        end = f"DROP SILENT GRAPH {graph}" if is_empty else f"MOVE GRAPH {beside} TO GRAPH {graph}"
        self._endpoint.update(end)


def _pieces(text: Iterable[bytes]) -> Iterator[bytes]:
    """Yield N-Triples in pieces; those about blank nodes in one, for labels mean nothing beyond it."""
    named: list[bytes] = []
    nameless: list[bytes] = []
    for line in text:
        (nameless if _NAMELESS.search(line) else named).append(line)
        if len(named) == _PIECE:
            yield b"".join(named)
            named.clear()
    yield from (b"".join(rest) for rest in (named, nameless) if rest)
