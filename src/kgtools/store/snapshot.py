"""A dataset on disk (RocksDB through pyoxigraph): built beside, renamed into place, opened read-only.

Quirks that callers must know: loading file by file takes five times as long as loading one stream, and
one stream takes up to about a gigabyte of memory; a damaged block is noticed only when it is read.
"""

from __future__ import annotations

import logging
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar

from pyoxigraph import Store

from kgtools.errors import QueryError
from kgtools.store.base import Solutions
from kgtools.store.memory import MemoryStore
from kgtools.store.names import Names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from kgtools.terms import NamedNode, Quad, Subject, Term, Triple

STORE: Final = "store"
NAMES: Final = "names.sqlite"

_T = TypeVar("_T")

log = logging.getLogger(__name__)


class SnapshotStore(MemoryStore):
    """A snapshot, open for reading; many processes may have it open at once.

    Args:
        folder: Where it is.
        prefixes: Known in every query without being declared there.
        replace: Called where the snapshot turns out to be damaged; gives the store to go on with.

    Raises:
        OSError: It is not there, or damaged.
    """

    name = "snapshot"

    def __init__(
        self, folder: Path, prefixes: Mapping[str, str] | None = None, *, replace: Callable[[], MemoryStore]
    ) -> None:
        super().__init__(prefixes)
        self.store = open_store(folder / STORE, read_only=True)
        self._names = Names(folder / NAMES)
        self._replace = replace
        self._other: MemoryStore | None = None

    def select(self, text: str) -> Solutions:
        """Return the solutions of a SELECT query."""
        if self._other is not None:
            return self._other.select(text)
        try:
            found = super().select(text)
            first = list(islice(found.rows, 1))  # most damage shows before the first row
        except QueryError as error:
            return self._go_on(error).select(text)
        return Solutions(found.variables, self._guarded(first, found.rows))

    def ask(self, text: str) -> bool:
        """Return the answer of an ASK query."""
        if self._other is not None:
            return self._other.ask(text)
        try:
            return super().ask(text)
        except QueryError as error:
            return self._go_on(error).ask(text)

    def construct(self, text: str) -> Iterator[Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE query."""
        if self._other is not None:
            return self._other.construct(text)
        try:
            return iter(list(super().construct(text)))
        except (QueryError, OSError, RuntimeError) as error:
            return self._go_on(error).construct(text)

    def match(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        value: Term | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """Yield the quads of the default graph, or of ``graph``, that fit."""
        if self._other is not None:
            return self._other.match(subject, predicate, value, graph)
        found = super().match(subject, predicate, value, graph)
        try:
            first = list(islice(found, 1))
        except (OSError, RuntimeError) as error:
            return self._go_on(error).match(subject, predicate, value, graph)
        return self._guarded(first, found)

    def named(self, name: str) -> Iterable[NamedNode] | None:
        """Return the things that have a name in any case; None where there is no index of names."""
        return self._names.find(name)

    def _guarded(self, first: list[_T], rest: Iterator[_T]) -> Iterator[_T]:
        """Yield what the engine gives; once something was given it is too late to go on elsewhere."""
        yield from first
        try:
            yield from rest
        except (OSError, RuntimeError, QueryError) as error:
            self._go_on(error)
            raise QueryError(
                "the snapshot on disk is damaged, and part of the answer was given already",
                hint="ask again: it will be made anew",
            ) from error

    def _go_on(self, error: Exception) -> MemoryStore:
        if not is_damage(error):
            raise error
        log.warning("the snapshot on disk is damaged and is not used: %s", reason(error))
        self._other = self._replace()
        return self._other


def open_store(folder: Path, *, read_only: bool) -> Store:
    """Return pyoxigraph's store in a folder.

    Raises:
        OSError: It is not there, or damaged.
    """
    try:
        return Store.read_only(str(folder)) if read_only else Store(str(folder))
    except (
        OSError,
        RuntimeError,
        ValueError,
    ) as error:  # ValueError: its format is not one that this engine knows
        raise OSError(reason(error)) from error


def is_damage(error: BaseException | None) -> bool:
    """Return whether an engine's complaint is about its files, not about what it was asked."""
    text = str(error)
    return any(word in text for word in ("Corruption", "corrupt", "IO error", "No such file", "checksum"))


def fill(store: Store, quads: Iterable[Quad]) -> None:
    """Add quads to a store, in as few pieces as the engine makes: it takes up to a million at once.

    Raises:
        OSError: The disk is full, or cannot be written.
    """
    try:
        store.bulk_extend(quads)
        store.flush()
    except (OSError, RuntimeError) as error:
        raise OSError(reason(error)) from error


def reason(error: BaseException) -> str:
    r"""Return what a complaint comes down to: in the engine's, the operating system speaks last.

    Example:
        >>> reason(OSError("IO error: DB::Open() failed --- IO error: a/b.sst: No space left on device\n"))
        'No space left on device'
    """
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    text = str(error).strip().partition("\n")[0]
    return text.rpartition(": ")[2] if text.startswith("IO error") else text
