"""Named queries as methods: ``g.q.who_met_whom(place="Paris")``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.diagnostics.text import count
from kgtools.errors import UsageError
from kgtools.query.parameters import python_name
from kgtools.query.run import Result

if TYPE_CHECKING:
    from collections.abc import Callable
    from inspect import Signature

    from kgtools.graph import Graph
    from kgtools.query.spec import QuerySpec


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

        def ask(*values: object, **arguments: object) -> Result:
            if values:
                raise UsageError("values are given by name", hint=f"{name}{signature}")
            found = self._graph.ask(spec, arguments)
            if not isinstance(found, Result):
                raise UsageError(f"query '{spec.name}' gives no table", hint="use g.query(text)")
            return found

        ask.__name__, ask.__qualname__, ask.__doc__ = name, name, spec.summary
        signature = _signature(spec)
        ask.__signature__ = signature  # type: ignore[attr-defined]  # what help() and notebooks show
        return ask

    def __dir__(self) -> list[str]:
        return [name.replace("-", "_") for name in self._graph.queries.names]


def _signature(spec: QuerySpec) -> Signature:
    """Return the parameters of a query as those of a function; what is not required is None by default."""
    from inspect import Parameter, Signature

    names = {python_name(param.name): param.required for param in spec.params}
    return Signature(
        [
            Parameter(name, Parameter.KEYWORD_ONLY, default=Parameter.empty if is_required else None)
            for name, is_required in names.items()
            if name.isidentifier()
        ]
    )
