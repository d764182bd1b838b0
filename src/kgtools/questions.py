"""Named queries as methods: ``g.q.who_met_whom(place="Paris")``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.diagnostics.text import count
from kgtools.errors import UsageError
from kgtools.query.run import Result

if TYPE_CHECKING:
    from collections.abc import Callable

    from kgtools.graph import Graph


class Questions:
    """Named queries as methods; ``-`` in a name is written ``_``.

    Args:
        graph: Whose queries they are, and whom they ask.

    Example:
        >>> from kgtools.graph import Graph
        >>> questions = Graph().q
        >>> all(callable(getattr(questions, name)) for name in dir(questions))
        True
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def __repr__(self) -> str:
        size = count(len(dir(self)), "named query", "named queries")
        return f"<Questions {self._graph.project.name}: {size}, listed by dir()>"

    def __getattr__(self, name: str) -> Callable[..., Result]:
        if name.startswith("__"):
            raise AttributeError(name)
        spec = self._graph.queries.get(name)

        def ask(**arguments: object) -> Result:
            found = self._graph.ask(spec, arguments)
            if not isinstance(found, Result):
                raise UsageError(f"query '{spec.name}' gives no table", hint="use g.query(text)")
            return found

        ask.__name__, ask.__doc__ = name, spec.summary
        return ask

    def __dir__(self) -> list[str]:
        return [name.replace("-", "_") for name in self._graph.queries.names]
