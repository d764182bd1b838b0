"""An index of names on disk: what is called so, in any case, without a look at every label."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from kgtools.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from typing import TypeAlias

    Named: TypeAlias = Iterable[tuple[str, NamedNode]]


class Names:
    """Names and the things that have them, in one file.

    Args:
        path: The file.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     names = Names(Path(folder) / "names.sqlite")
        ...     with names.making() as add:
        ...         add([("Ada Brook", NamedNode("urn:x:ada"))])
        ...     names.find("ADA BROOK")
        [<NamedNode value=urn:x:ada>]
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def making(self) -> Iterator[Callable[[Named], None]]:
        """Write the file anew; give what adds names, in as many pieces as one likes.

        Raises:
            OSError: It cannot be written.
        """
        with self._writing() as base:
            base.execute("CREATE TABLE names (name TEXT, node TEXT)")
            yield lambda names: _insert(base, names)
            base.execute("CREATE INDEX by_name ON names (name)")
            base.execute("CREATE INDEX by_node ON names (node)")

    def change(self, nodes: Iterable[NamedNode], names: Named) -> None:
        """Take all names of some things out, and add others.

        Raises:
            OSError: The file cannot be written.
        """
        with self._writing() as base:
            base.executemany("DELETE FROM names WHERE node = ?", ((node.value,) for node in nodes))
            _insert(base, names)

    def find(self, name: str) -> list[NamedNode] | None:
        """Return the things of a name; None where the file is damaged or not there."""
        asked = "SELECT DISTINCT node FROM names WHERE name = ?"
        try:
            with closing(sqlite3.connect(f"file:{self._path}?mode=ro&immutable=1", uri=True)) as base:
                return [NamedNode(node) for (node,) in base.execute(asked, (name.casefold(),))]
        except (sqlite3.Error, ValueError):
            return None

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._path, isolation_level=None)) as base:
                base.execute("PRAGMA synchronous = OFF")  # it is moved into place only when it is whole
                base.execute("BEGIN")
                yield base
                base.execute("COMMIT")
        except sqlite3.Error as error:
            raise OSError(f"cannot write '{self._path}': {error}") from error


def _insert(base: sqlite3.Connection, names: Named) -> None:
    folded = ((name.casefold(), node.value) for name, node in names)
    base.executemany("INSERT INTO names VALUES (?, ?)", folded)
